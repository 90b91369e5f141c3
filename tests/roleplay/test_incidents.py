"""What comes between: the client asks to wait and is back; who offers to ring later is let go."""

from __future__ import annotations

from dataclasses import replace

import pytest

from duilian.roleplay.client import plan_client_turn
from duilian.roleplay.day import on_the_day
from duilian.roleplay.incidents import come_between
from duilian.roleplay.plan import Plan
from duilian.roleplay.scenario import Day, Scenario
from duilian.roleplay.state import state_after
from tests.roleplay.support import CALM, INFORMED, OFFER, client_of, equally_likely, turns_of

CALLED_OFF = Day(interruption="hold_on", interrupted_at=2)
JOINED = Day(interruption="colleague_joins", interrupted_at=2)
CALL = replace(CALM, day=CALLED_OFF)
VISIT = client_of("visit_gift", "needs", day=CALLED_OFF)
SAT = "C (receive) 请坐 / T [您好](greeting)[谢谢您抽空](thank)"
GIVEN = f"{SAT} / C (listen) 嗯 / T [送您份小礼物](state_purpose)"
CHAT = f"{GIVEN} / C (thanks_back) 谢谢 / T [最近天冷](small_talk)"


PITCH = (
    f"{SAT} / C (ask_purpose) 什么事 / T [谈谈它](state_purpose)[它是小盒子](feature)[适合您](advantage)"
    "[省两百块](state_benefit)[老张用了半年](evidence)"
)


def moves_of(turns: str, scenario: Scenario, seed: str = "1") -> tuple[str, ...]:
    return plan_client_turn(state_after(turns_of(turns)), scenario, equally_likely, seed).moves


def test_somebody_comes_in_once_while_nothing_is_being_settled() -> None:
    assert moves_of(SAT, VISIT) == ("listen",), "not in its first turn"
    assert moves_of(CHAT, VISIT) == ("hold_on",)
    back = f"{CHAT} / C (hold_on) 等一下 / T 好的您忙 / C (back listen) 好了 / T [天真冷](small_talk)"
    assert moves_of(back, VISIT) == ("listen",)
    offered = f"{INFORMED} / C (listen) 嗯 / T {OFFER}"
    assert "hold_on" not in moves_of(offered, CALL), "a time on offer is answered"


@pytest.mark.parametrize("said", ["好的您忙", "嗯", "没事，您先忙，我等您", "[不着急](acknowledge)"])
def test_who_waits_is_told_when_it_is_back(said: str) -> None:
    assert moves_of(f"{CHAT} / C (hold_on) 等一下 / T {said}", VISIT) == ("back", "listen")


def test_a_question_that_was_put_off_is_asked_then() -> None:
    begun = "C (answer_call) 喂 / T [我是移动的](introduce_self) / C (hold_on) 等一下 / T 好的，您先忙"
    asked = {moves_of(begun, CALL, str(seed)) for seed in range(20)}
    assert ("back", "ask_purpose") in asked and all(moves[0] == "back" for moves in asked)


@pytest.mark.parametrize("said", ["那我晚点再打给您", "[我过会儿再打给您](defer_call)", "那我先挂了"])
def test_who_offers_to_ring_later_is_let_go(said: str) -> None:
    held = f"{INFORMED} / C (hold_on) 等一下 / T {said}"
    assert moves_of(held, CALL) == ("late_call",)
    assert moves_of(f"{CHAT} / C (hold_on) 等一下 / T {said}", VISIT)[0] == "back"


def test_waiting_is_neither_idle_nor_nonsense() -> None:
    state = state_after(turns_of(f"{CHAT} / C (hold_on) 等一下 / T 嗯"))
    assert (state.idle_turns, state.empty_turns) == (0, 0)


def test_a_goodbye_or_a_rude_word_in_the_meantime_is_answered_as_ever() -> None:
    assert moves_of(f"{INFORMED} / C (hold_on) 等一下 / T [再见](farewell)", CALL) == ("farewell",)
    assert moves_of(f"{INFORMED} / C (hold_on) 等一下 / T [快点](pressure)", CALL) == ("refuse",)


def test_a_colleague_listens_in_and_the_call_goes_on() -> None:
    joined = client_of("visit_fabe", "pitch", temper="warm", day=JOINED, objections=(), lines={})
    pitched = f"{PITCH} / C (noncommittal) 我想想 / T [不急](acknowledge)"
    assert moves_of(pitched, joined) == ("colleague_joins",)
    after = f"{pitched} / C (colleague_joins) 同事也听听 / T [不急](acknowledge)"
    assert moves_of(after, joined) == ("listen",)


@pytest.mark.parametrize("kind", ["phone_care", "phone_vip_notice", "visit_gift"])
def test_no_colleague_listens_in_where_there_is_nothing_to_listen_to(kind: str) -> None:
    greeted = client_of(kind, "needs", day=JOINED, objections=())
    assert "colleague_joins" not in moves_of(CHAT, greeted)
    plain = replace(greeted, lines={}, situation="needs")
    days = {on_the_day(plain, str(seed)).day.interruption for seed in range(60)}
    assert days == {"", "hold_on"}


def test_a_colleague_hears_a_complaint_on_any_occasion() -> None:
    grieved = client_of("visit_gift", "needs", day=JOINED)
    told = f"{GIVEN} / C (complaint) 又断了 / T [是我们不对](acknowledge)[明天三点答复您](promise_feedback)"
    calmed = f"{told} / C (listen) 嗯 / T [最近天冷](small_talk)"
    assert come_between(state_after(turns_of(calmed)), grieved, Plan(("listen",))).moves == (
        "colleague_joins",
    )


@pytest.mark.parametrize(
    "said",
    [
        "[再见](farewell)",
        "[耽误您时间了](apologize_time)",
        "[我的电话是13800138000](offer_contact)",
        "[明天三点前给您答复](promise_feedback)",
        "那我先走了",
        "那您先忙",
    ],
)
@pytest.mark.parametrize("day", [CALLED_OFF, JOINED], ids=["hold_on", "colleague"])
def test_nothing_comes_between_at_a_goodbye_or_a_promise(said: str, day: Day) -> None:
    client = client_of("visit_fabe", "pitch", day=day)
    state = state_after(turns_of(f"{CHAT} / C (listen) 嗯 / T {said}"))
    assert come_between(state, client, Plan(("listen",))).moves == ("listen",)


def test_nothing_comes_between_once_all_is_said() -> None:
    for settled in ("pay_soon", "accept", "see_off"):
        state = state_after(turns_of(f"{CHAT} / C ({settled}) 好的 / T [最近天冷](small_talk)"))
        assert come_between(state, VISIT, Plan(("listen",))).moves == ("listen",), settled
