"""The client's dialogue policy: what holds in every kind of conversation."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from duilian.dialogue.model import ACTS, CUES, ActSpan, Turn
from duilian.roleplay.client import plan_client_turn
from duilian.roleplay.plan import MOVES_WITHOUT_CUE
from duilian.roleplay.scenario import SITUATIONS
from duilian.roleplay.state import ClientState, after_client_moves, after_trainee_turn
from tests.roleplay.support import CALM, INFORMED, OFFER, WANG, client_of, equally_likely, moves_after


@pytest.mark.parametrize(
    ("turns", "moves"),
    [
        ("C (answer_call) 喂 / T [谢谢](thank)[再见](farewell)", ("farewell",)),
        ("C (answer_call) 喂 / T 阿巴阿巴", ("puzzled",)),
        ("C (answer_call) 喂 / T 啊 / T 啊 / T 啊 / T 啊", ("refuse", "farewell")),
        ("C (answer_call) 喂 / T [必须见](pressure)", ("refuse",)),
        ("C (answer_call) 喂" + " / T [快](pressure)" * 3, ("refuse", "farewell")),
    ],
)
def test_goodbyes_nonsense_and_rudeness(turns: str, moves: tuple[str, ...]) -> None:
    assert moves_after(turns) == moves


def test_a_statement_without_an_act_is_no_nonsense() -> None:
    assert moves_after("C (answer_call) 喂 / T 出海三十海里都有信号船员能跟家里通话") != ("puzzled",)


@pytest.mark.parametrize(
    ("temper", "excuse"), [("warm", "urgent"), ("plain", "refuse_no_time"), ("gruff", "refuse")]
)
def test_patience_ends_when_the_call_leads_nowhere(temper: str, excuse: str) -> None:
    idle = " / T [今天天气真不错啊](small_talk) / C (noncommittal) 嗯" * 2
    turns = f"{INFORMED} / C (noncommittal) 再说{idle} / T [最近生意怎么样啊](small_talk)"
    patient = replace(CALM, temper=temper)
    assert "farewell" not in moves_after(turns, patient)
    assert moves_after(turns, replace(patient, patience=1)) == (excuse, "farewell")


def test_a_gatekeeper_asks_who_and_puts_through() -> None:
    desk = replace(CALM, gatekeeper=True)
    assert plan_client_turn(ClientState(), desk, equally_likely, "1").moves == ("gatekeeper",)
    ask = "C (gatekeeper) 前台 / T [请找王总](request_transfer)"
    assert moves_after(ask, desk) == ("ask_identity",)
    told = ask + " / C (ask_identity) 哪位 / T [我是移动的](introduce_self)[请找王总](request_transfer)"
    assert moves_after(told, desk) == ("put_through", "answer_call")
    assert moves_after(told, replace(desk, absent=True)) == ("absent",)


@pytest.mark.parametrize(("kind", "situation"), [(k, s) for k, names in SITUATIONS.items() for s in names])
def test_every_client_begins_and_ends(kind: str, situation: str) -> None:
    scenario = client_of(kind, situation)
    first = plan_client_turn(ClientState(), scenario, equally_likely, "1").moves
    assert first in (("answer_call",), ("receive",), ("complaint",))
    assert moves_after(f"C ({first[0]}) 嗯 / T [再见](farewell)", scenario) == ("farewell",)


acts = st.lists(st.sampled_from(ACTS), max_size=3)


@given(st.lists(acts, max_size=12), st.integers(0, 99))
def test_any_call_stays_coherent(call: list[list[str]], seed: int) -> None:
    """It asks nothing it was told, takes no time before it knows why, and does not speak after hanging up."""
    state = ClientState()
    for names in [None, *call]:
        if names is not None:
            text = "周三下午还是周四上午"
            spans = tuple(ActSpan(act, 0, len(text)) for act in names)
            state = after_trainee_turn(state, Turn("trainee", text, acts=spans))
        plan = plan_client_turn(state, WANG, equally_likely, str(seed))
        assert plan == plan_client_turn(state, WANG, equally_likely, str(seed))
        assert set(plan.moves) <= {*CUES, *MOVES_WITHOUT_CUE}
        assert (plan.moves == ()) == state.over
        asked = {"ask_identity": "who", "ask_purpose": "what", "ask_necessity": "why", "ask_benefit": "gain"}
        assert not {asked[move] for move in plan.moves if move in asked} & state.told
        if "pick_time" in plan.moves:
            assert {"who", "what"} <= state.told and state.told & {"why", "gain"} and plan.agreed_time
        state = after_client_moves(state, plan.moves)


@pytest.mark.parametrize(
    ("fields", "moves"),
    [
        ({}, ("answer_call",)),
        ({"busy": True}, ("answer_call", "busy")),
        ({"gatekeeper": True}, ("gatekeeper",)),
        ({"gatekeeper": True, "busy": True}, ("gatekeeper",)),
        ({"kind": "visit_fabe"}, ("receive",)),
        ({"kind": "visit_complaint"}, ("complaint",)),
        ({"kind": "visit_complaint/late"}, ("complaint",)),
    ],
)
def test_how_it_picks_up_or_receives(fields: dict[str, object], moves: tuple[str, ...]) -> None:
    scenario = replace(CALM, busy=False, gatekeeper=False)
    begun = plan_client_turn(ClientState(), replace(scenario, **fields), equally_likely, "1")  # type: ignore[arg-type]
    assert begun.moves == moves


DESK = "C (gatekeeper) 前台 / T "
OUT = DESK + "[请找王总](request_transfer)[我是移动的](introduce_self) / C (absent) 不在 / T "


@pytest.mark.parametrize(
    ("turns", "moves"),
    [
        (DESK + "[您好](greeting)", ("ask_identity",)),
        (DESK + "[我是移动的](introduce_self)", ("ask_purpose",)),
        (DESK + "[我是移动的](introduce_self)[请找王总](request_transfer)", ("put_through", "answer_call")),
        (DESK + "[我是移动的](introduce_self)[谈谈车队](state_purpose)", ("put_through", "answer_call")),
        (
            DESK + "[我是移动的](introduce_self) / C (ask_purpose) 什么事 / T [请您行个方便](acknowledge)",
            ("put_through", "answer_call"),
        ),
        (
            DESK + "[您好](greeting) / C (ask_identity) 您是 / T [请找王总](request_transfer)",
            ("put_through", "answer_call"),
        ),
        (OUT + "[请转告他](leave_message)", ("noted",)),
        (OUT + "[请转告他](leave_message)[我晚点打](defer_call)", ("noted",)),
        (OUT + "[我晚点打](defer_call)", ("late_call",)),
        (OUT + "[谢谢](thank)", ("listen",)),
        (OUT + "[谢谢](thank) / C (listen) 嗯 / T [谢谢](thank)", ("listen",)),
        (OUT + "[谢谢](thank)" + " / C (listen) 嗯 / T [谢谢](thank)" * 2, ("farewell",)),
    ],
)
def test_what_a_gatekeeper_does(turns: str, moves: tuple[str, ...]) -> None:
    assert moves_after(turns, replace(CALM, gatekeeper=True)) == moves


def test_after_a_goodbye_nothing_more_is_said() -> None:
    assert moves_after("C (answer_call) 喂 / T [再见](farewell) / C (farewell) 再见 / T 喂喂喂") == ()


@pytest.mark.parametrize(
    ("times_rude", "moves"), [(1, ("refuse",)), (2, ("refuse", "farewell")), (3, ("refuse", "farewell"))]
)
def test_rudeness_is_borne_as_often_as_there_is_patience(times_rude: int, moves: tuple[str, ...]) -> None:
    rude = "C (answer_call) 喂" + " / T [快](pressure)" * times_rude
    assert moves_after(rude, replace(CALM, patience=2)) == moves


@pytest.mark.parametrize(
    ("times_silent", "moves"),
    [(1, ("puzzled",)), (2, ("ask_identity",)), (3, ("refuse", "farewell"))],
)
def test_nonsense_is_asked_about_then_the_call_ends(times_silent: int, moves: tuple[str, ...]) -> None:
    silent = "C (answer_call) 喂" + " / T 啊" * times_silent
    assert moves_after(silent, replace(CALM, patience=2)) == moves


def test_who_knows_who_and_what_is_puzzled_by_nonsense_again_and_again() -> None:
    assert moves_after(INFORMED + " / C (listen) 嗯 / T 啊" * 2) == ("puzzled",)


def test_a_goodbye_with_a_time_is_an_offer_on_a_visit_too() -> None:
    leaving = " / T [周三下午我再来](offer_one_time)[先走了](ask_leave)"
    visit = client_of("visit_fabe", "interrupted")
    begun = "C (receive) 请坐 / T [它是个小盒子](feature)"
    assert moves_after(begun + " / C (listen) 嗯" + leaving, visit) == ("pick_time", "farewell")
    at_another = leaving.replace("周三下午", CALM.calendar.taken[0])
    assert moves_after(begun + " / C (listen) 嗯" + at_another, visit) == ("reject_times",)
    assert moves_after(begun + " / C (urgent) 我得走" + leaving, visit) == ("pick_time", "farewell")
    gone = begun + " / C (urgent) 我得走 / T [周三下午](offer_one_time) / C (pick_time) 行" + leaving
    assert moves_after(gone, visit) == ("farewell",), "it has a time already"


@pytest.mark.parametrize(("lines", "excuse"), [({"refuse": ("不用。",)}, "refuse"), ({}, "urgent")])
def test_outside_appointment_calls_spent_patience_has_an_excuse_of_its_own(
    lines: dict[str, tuple[str, ...]], excuse: str
) -> None:
    hasty = client_of("phone_care", "chatty", lines=lines, patience=1)
    idle = (
        "C (answer_call) 喂 / T [您好](greeting)" + " / C (listen) 嗯 / T [今天天气真不错啊](small_talk)" * 5
    )
    assert moves_after(idle, hasty) == (excuse, "farewell")


def test_patience_is_looked_at_only_before_a_time_is_agreed_and_of_the_client_alone() -> None:
    lost = f"{INFORMED}" + " / C (refuse) 不 / T [哦](acknowledge)" * 4
    hasty = replace(CALM, patience=1)
    assert "farewell" in moves_after(lost, hasty)
    assert "farewell" not in moves_after(lost + OFFER + " / C (pick_time) 行 / T [好](acknowledge)", hasty)
    assert "farewell" not in moves_after(
        lost.replace("answer_call", "gatekeeper"), replace(hasty, gatekeeper=True)
    )
