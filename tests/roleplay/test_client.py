"""The client's manners: what it asks, which time it takes, when it has enough."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from duilian.dialogue.model import ACTS, CUES, ActSpan, Turn
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
        (
            "C (answer_call) 喂 / T [请问是李总吗](verify_identity)[我是移动的](introduce_self)",
            ("wrong_name",),
        ),
        ("C (answer_call) 喂 / T 阿巴阿巴", ("puzzled",)),
        ("C (answer_call) 喂 / T 啊 / T 啊 / T 啊 / T 啊", ("refuse", "farewell")),
        ("C (answer_call) 喂 / T [必须见](pressure)", ("refuse",)),
        (
            "C (answer_call) 喂 / T [快](pressure) / T [快](pressure) / T [快](pressure)",
            ("refuse", "farewell"),
        ),
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
        assert plan(KNOWN + "[您什么时候有空](ask_open_time)", seed=str(seed)).moves[0] in (
            "noncommittal",
            "refuse_no_time",
        )


def test_objections_come_before_the_yes() -> None:
    stubborn = replace(WANG, objections=("refuse_no_time",))
    assert plan(KNOWN + "[周三下午还是周四上午](offer_two_times)", stubborn).moves == ("refuse_no_time",)


OFFER = "[周三下午还是周四上午](offer_two_times)"
LONG = "这个产品非常好用大家都说好您用了就知道真的不错" * 5


def test_who_pushes_does_not_get_the_appointment_until_the_client_is_soothed() -> None:
    pushed = KNOWN + "[今天非定不可](pressure) / C (refuse) 不行 / T "
    assert plan(pushed + OFFER).moves == ("refuse",)
    assert plan(pushed + "[是我太急了，您也不容易](acknowledge)" + OFFER).moves == ("pick_time",)


def test_who_rambles_is_cut_short_and_does_not_get_the_appointment() -> None:
    assert plan(KNOWN + f" / T {LONG}").moves == ("cut_short",)
    assert plan(KNOWN + f" / T {LONG} / C (ask_benefit) 啊 / T {LONG} / C (refuse) 嗯 / T {OFFER}").moves == (
        "refuse_no_time",
    )


@pytest.mark.parametrize(
    ("temper", "excuse"), [("warm", "urgent"), ("plain", "refuse_no_time"), ("gruff", "refuse")]
)
def test_patience_ends_when_the_call_leads_nowhere(temper: str, excuse: str) -> None:
    turns = (
        KNOWN + " / C (noncommittal) 再说" + " / T [今天天气真不错啊](small_talk) / C (noncommittal) 嗯" * 2
    )
    patient = replace(CALM, temper=temper)
    assert "farewell" not in plan(turns + " / T [最近生意怎么样啊](small_talk)", patient).moves
    ends = plan(turns + " / T [最近生意怎么样啊](small_talk)", replace(patient, patience=1))
    assert ends.moves == (excuse, "farewell")


def test_the_busy_have_less_patience() -> None:
    turns = (
        KNOWN + " / C (noncommittal) 再说" + " / T [今天天气真不错啊](small_talk) / C (noncommittal) 嗯" * 2
    )
    end = turns + " / T [最近生意怎么样啊](small_talk)"
    assert "farewell" not in plan(end, replace(CALM, patience=2)).moves
    assert "farewell" in plan(end, replace(CALM, patience=2, busy=True)).moves


@pytest.mark.parametrize(
    ("words", "move"),
    [("好的那就周三下午三点", "agree"), ("好，大后天下午见", "correct_time"), ("后天下午我到", "agree"),
     ("记下了周四上午九点", "correct_time"), ("好的到时候见", "agree"),
     ("谢谢，占用您十分钟就好", "agree")],
)  # fmt: skip
def test_another_time_than_agreed_is_corrected(words: str, move: str) -> None:
    agreed = KNOWN + OFFER + " / C (pick_time) 周三下午吧"
    assert plan(f"{agreed} / T [{words}](confirm_appointment)").moves == (move,)
    assert plan(f"{agreed} / T {OFFER}").moves == ("correct_time",)


def test_patience_ends_when_no_time_ever_suits() -> None:
    tries = (
        KNOWN
        + "[周二上午还是周四下午](offer_two_times) / C (reject_times) 不行 / T " * 5
        + "[周二上午还是周四下午](offer_two_times)"
    )
    assert plan(tries).moves == ("reject_times",) and plan(tries, replace(CALM, patience=2)).moves == (
        "refuse_no_time",
        "farewell",
    )


def test_it_says_goodbye_when_all_is_said() -> None:
    agreed = KNOWN + OFFER + " / C (pick_time) 周三下午吧"
    assert plan(agreed + " / T [省油](state_benefit) / C () 嗯" * 3).moves == ("listen",)
    assert plan(agreed + " / T [省油](state_benefit) / C () 嗯" * 4).moves == ("farewell",)


def test_it_fails_to_understand_only_what_is_hard() -> None:
    slow = replace(WANG, objections=("not_understand",))
    assert plan(KNOWN + OFFER, slow).moves == ("pick_time",)
    assert plan(KNOWN + "[走MPLS专网](feature)" + OFFER, slow).moves == ("not_understand",)
    assert plan(KNOWN + "[走ＭＰＬＳ的](state_benefit)" + OFFER, slow).moves == ("not_understand",)


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
