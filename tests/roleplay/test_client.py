"""The client's manners: what it asks, which time it takes, when it has enough."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from duilian.dialogue import ACTS, CUES, ActSpan, Turn
from duilian.roleplay.client import PLAIN_MOVES, Plan, decide
from duilian.roleplay.names import named_otherwise
from duilian.roleplay.scenario import load_scenario
from duilian.roleplay.state import ClientState, fold, hear, say
from tests.assessment.support import short

WANG = load_scenario(Path(__file__).parent.parent.parent / "data/scenarios/first-call-logistics.yml")
CALM = replace(WANG, objections=())
INTRO = "C (answer_call) 喂 / T [我是移动的](introduce_self)[谈谈车队](state_purpose)"
KNOWN = INTRO + "[得当面演示](state_necessity)[省油](state_benefit)"


def even(state: ClientState) -> dict[str, float]:
    return {}


def plan(turns: str, scenario: object = CALM, seed: str = "1") -> Plan:
    return decide(fold(short(turns).turns), scenario, even, seed)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("turns", "moves"),
    [
        ("C (answer_call) 喂 / T [谢谢](thank)[再见](farewell)", ("farewell",)),
        ("C (answer_call) 喂 / T [周三下午还是周四上午](offer_two_times)", ("ask_identity",)),
        (INTRO + "[周三下午还是周四上午](offer_two_times)", ("ask_necessity",)),
        (KNOWN + "[周二上午还是周四上午](offer_two_times)", ("pick_time",)),
        (KNOWN + "[周二上午还是周四下午](offer_two_times)", ("reject_times",)),
        (KNOWN + "[好的那就周四上午十点我去](confirm_appointment)", ("pick_time",)),
        (KNOWN + "[好的那就周三上午十点我去](confirm_appointment)", ("reject_times",)),
        ("C (answer_call) 喂 / T [请问是李总吗](verify_identity)", ("wrong_name",)),
        ("C (answer_call) 喂 / T [请问是李总吗](verify_identity)[我是移动的](introduce_self)", ("wrong_name",)),
        ("C (answer_call) 喂 / T 阿巴阿巴", ("puzzled",)),
        ("C (answer_call) 喂 / T 啊 / T 啊 / T 啊 / T 啊", ("refuse", "farewell")),
        ("C (answer_call) 喂 / T [必须见](pressure)", ("refuse",)),
        ("C (answer_call) 喂 / T [快](pressure) / T [快](pressure) / T [快](pressure)", ("refuse", "farewell")),
    ],
)
def test_next_moves(turns: str, moves: tuple[str, ...]) -> None:
    assert plan(turns).moves == moves


@pytest.mark.parametrize(
    ("text", "otherwise"),
    [("请问是李总吗", True), ("是王总吧", False), ("是汪总吧", False), ("我是移动公司客户经理马强,您是王总", False),
     ("是总经理吗", False), ("您是负责人吗", False)],
)  # fmt: skip
def test_another_surname_is_noticed(text: str, otherwise: bool) -> None:
    assert named_otherwise(text, "王总") is otherwise


def test_a_statement_without_an_act_is_no_nonsense() -> None:
    assert plan("C (answer_call) 喂 / T 出海三十海里都有信号船员能跟家里通话").moves != ("puzzled",)
    assert fold(short("C (answer_call) 喂 / T 哈哈哈哈哈哈").turns).blank == 1


def test_it_takes_the_offered_time_that_suits_in_the_words_it_heard() -> None:
    assert plan(KNOWN + "[周二上午还是周四上午十点](offer_two_times)").agreed == "周四上午十点"


def test_it_never_names_a_time_itself() -> None:
    for seed in range(20):
        assert plan(KNOWN + "[您什么时候有空](ask_open_time)", seed=str(seed)).moves[0] in ("noncommittal", "refuse_no_time")


def test_objections_come_before_the_yes() -> None:
    stubborn = replace(WANG, objections=("refuse_no_time",))
    assert plan(KNOWN + "[周三下午还是周四上午](offer_two_times)", stubborn).moves == ("refuse_no_time",)


def test_a_desk_asks_who_and_puts_through() -> None:
    desk = replace(CALM, gatekeeper=True)
    assert decide(ClientState(), desk, even, "1").moves == ("gatekeeper",)
    ask = "C (gatekeeper) 前台 / T [请找王总](request_transfer)"
    assert plan(ask, desk).moves == ("ask_identity",)
    told = ask + " / C (ask_identity) 哪位 / T [我是移动的](introduce_self)[请找王总](request_transfer)"
    assert plan(told, desk).moves == ("put_through", "answer_call")
    assert plan(told, replace(desk, absent=True)).moves == ("absent",)


acts = st.lists(st.sampled_from(ACTS), max_size=3)


@given(st.lists(acts, max_size=12), st.integers(0, 99))
def test_any_call_stays_coherent(call: list[list[str]], seed: int) -> None:
    """It never asks what it has been told, never takes a time before it knows why, never speaks after hanging up."""
    state = ClientState()
    for names in [None, *call]:
        if names is not None:
            text = "周三下午还是周四上午"
            state = hear(state, Turn("trainee", text, acts=tuple(ActSpan(a, 0, len(text)) for a in names)))
        made = decide(state, WANG, even, str(seed))
        assert made == decide(state, WANG, even, str(seed))
        assert set(made.moves) <= {*CUES, *PLAIN_MOVES}
        assert (made.moves == ()) == state.over
        asked = {"ask_identity": "who", "ask_purpose": "what", "ask_necessity": "why", "ask_benefit": "gain"}
        assert not {asked[m] for m in made.moves if m in asked} & state.told
        if "pick_time" in made.moves:
            assert {"who", "what"} <= state.told and state.told & {"why", "gain"} and made.agreed
        state = say(state, made.moves)
