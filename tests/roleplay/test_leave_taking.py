"""A goodbye leaves nothing as agreed that was not."""

from __future__ import annotations

from dataclasses import replace

import pytest

from duilian.roleplay.client import plan_client_turn
from duilian.roleplay.leave_taking import claimed_times, takes_leave
from duilian.roleplay.plan import Plan
from duilian.roleplay.scenario import Scenario
from duilian.roleplay.state import after_client_moves, state_after
from tests.roleplay.support import CALM, INFORMED, INTRODUCED, OFFER, client_of, equally_likely, turns_of

FREE, TAKEN = CALM.calendar.free[0], CALM.calendar.taken[0]
BYE = "[再见](farewell)"
GLAD = INFORMED + " / C (listen) 好的 / T "
ASKED_WHY = INTRODUCED + " / C (listen) 好的 / T "


def answer(turns: str, scenario: Scenario = CALM) -> Plan:
    return plan_client_turn(state_after(turns_of(turns)), scenario, equally_likely, "1")


@pytest.mark.parametrize(
    ("said", "moves"),
    [
        (f"那{FREE}我过去找您{BYE}", ("pick_time", "farewell")),
        (f"[那{FREE}见](confirm_appointment){BYE}", ("pick_time", "farewell")),
        (f"[{FREE}行吗](offer_one_time){BYE}", ("pick_time", "farewell")),
        (f"那{TAKEN}我上门拜访{BYE}", ("reject_times",)),
        (f"[那{TAKEN}见](confirm_appointment){BYE}", ("reject_times",)),
        (f"那就这么定了{BYE}", ("noncommittal", "farewell")),
        (f"{FREE}我再给您打电话{BYE}", ("farewell",)),
        (f"[{FREE}再打给您](defer_call){BYE}", ("farewell",)),
        (f"那回头见{BYE}", ("farewell",)),
        (BYE, ("farewell",)),
    ],
)
def test_a_goodbye_with_a_time_is_an_offer(said: str, moves: tuple[str, ...]) -> None:
    plan = answer(GLAD + said)
    assert plan.moves == moves
    assert (plan.agreed_time is not None) == ("pick_time" in moves)


def test_who_knows_too_little_says_so_once_then_hangs_up_without_an_appointment() -> None:
    leaves = f"那{FREE}我过去拜访{BYE}"
    first = answer(ASKED_WHY + leaves)
    assert first.moves == ("not_agreed", "ask_necessity") and first.agreed_time is None
    again = answer(f"{ASKED_WHY}{leaves} / C (not_agreed) 没答应 / T {leaves}")
    assert again.moves == ("not_agreed", "farewell") and again.agreed_time is None


def test_times_that_do_not_suit_are_rejected_twice_then_with_a_goodbye() -> None:
    rejected = f" / C (reject_times) 不行 / T 那{TAKEN}我过去{BYE}"
    once = f"{GLAD}那{TAKEN}我过去{BYE}"
    assert answer(once + rejected).moves == ("reject_times",)
    assert answer(once + rejected * 2).moves == ("reject_times", "farewell")


def test_who_was_offended_agrees_to_nothing_at_a_goodbye() -> None:
    plan = answer(f"{GLAD}[您快点](pressure) / C (refuse) 不 / T 那{FREE}我过去{BYE}")
    assert plan == Plan(("refuse", "farewell"), tone="cold")


@pytest.mark.parametrize(
    ("kind", "situation", "moves"),
    [
        ("visit_complaint", "angry", ("farewell",)),
        ("visit_gift", "needs", ("farewell",)),
        ("phone_care", "chatty", ("noncommittal", "farewell")),
        ("phone_promotion", "curious", ("noncommittal", "farewell")),
    ],
)
def test_elsewhere_a_time_at_the_end_is_that_of_a_promise(
    kind: str, situation: str, moves: tuple[str, ...]
) -> None:
    begun = "C (answer_call) 喂 / T [我是移动的](introduce_self)[它是小盒子](feature) / C (listen) 嗯 / T "
    assert answer(f"{begun}那{FREE}我再过来一趟{BYE}", client_of(kind, situation)).moves == moves


def test_another_time_than_the_agreed_one_is_corrected_though_no_act_was_heard_in_it() -> None:
    agreed = f"{INFORMED}{OFFER} / C (pick_time) 周三下午吧 / T "
    assert answer(f"{agreed}那周五下午我过去{BYE}").moves == ("correct_time",)
    assert answer(f"{agreed}那周三下午我过去{BYE}").moves == ("farewell",)


def test_a_receptionist_is_told_when_one_rings_again() -> None:
    state = after_client_moves(state_after(turns_of(f"{GLAD}{FREE}我过去{BYE}")), ("absent",))
    assert claimed_times(state) == () == claimed_times(replace(state, gatekeeper=True))


@pytest.mark.parametrize(
    ("said", "moves"),
    [
        ("[那我先走了](ask_leave)", ("see_off",)),
        ("[那我先走了](ask_leave)[再见](farewell)", ("farewell",)),
        ("[那我先走了](ask_leave) / C (see_off) 慢走 / T [再见](farewell)", ("farewell",)),
        ("[那我先走了](ask_leave) / C (see_off) 慢走 / T 好的", ("farewell",)),
        ("[那我先走了](ask_leave) / C (see_off) 慢走 / T [留步](ask_leave)", ("farewell",)),
    ],
)
def test_who_takes_leave_without_a_goodbye_gets_the_time_for_one(said: str, moves: tuple[str, ...]) -> None:
    assert answer(GLAD + said).moves == moves


def test_who_offers_a_time_when_seen_off_is_answered() -> None:
    said = f"[那我先走了](ask_leave) / C (see_off) 慢走 / T [{FREE}行吗](offer_one_time)"
    assert answer(GLAD + said).moves[-1] == "pick_time"


def test_who_was_offended_waits_for_no_goodbye() -> None:
    rude = f"{INTRODUCED}[你怎么这样](discourteous) / C (refuse) 不用 / T [走了](ask_leave)"
    assert answer(rude).moves == ("farewell",)


@pytest.mark.parametrize(
    ("said", "goes"),
    [
        ("那我就不打扰您了。", True),
        ("您先忙，再见啊", True),
        ("您听了觉得用不上，我就不打扰了。", False),
        ("要是您不需要，那我就不打扰您了", False),
    ],
)
def test_who_would_go_on_a_condition_stays(said: str, goes: bool) -> None:
    assert takes_leave(state_after(turns_of(f"{GLAD}{said}"))) is goes
