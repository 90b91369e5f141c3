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
from tests.roleplay.support import CALM, INFORMED, WANG, client_of, equally_likely, moves_after


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
