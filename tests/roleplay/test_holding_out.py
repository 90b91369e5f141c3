"""Before it says yes a client may ask for less, bargain, or hesitate, once; then it says yes."""

from __future__ import annotations

from dataclasses import replace

import pytest

from duilian.roleplay.holding_out import BEFORE_A_DEAL, before_yes
from duilian.roleplay.scenario import Day, Scenario
from duilian.roleplay.state import state_after
from tests.roleplay.support import (
    CALM,
    INFORMED,
    LINES,
    OFFER,
    client_of,
    moves_after,
    possible_moves_after,
    turns_of,
)

OFFERED = f"{INFORMED} / C (listen) 嗯 / T {OFFER}"
WHOLE_PITCH = (
    "C (receive) 请坐 / T [今天谈谈它](state_purpose)[它是小盒子](feature) / C (ask_fit) 合适吗 / "
    "T [适合您](advantage)[省两百块](state_benefit)[老张用了半年](evidence)"
)
IN_ARREARS = "C (answer_call) 喂 / T [我是移动的](introduce_self)[话费用完了](arrears_tactful)"
WRONGED = "C (complaint) 又断了 / T [是我们不对](acknowledge)[明天三点答复您](promise_feedback)"


def on(day: Day, scenario: Scenario = CALM) -> Scenario:
    return replace(scenario, day=day)


@pytest.mark.parametrize(
    ("day", "move"),
    [
        (Day(holds_out="counter"), "counter_material"),
        (Day(holds_out="bargains"), "counter_trial"),
        (Day(hesitates=True), "hesitate"),
    ],
)
def test_before_a_meeting(day: Day, move: str) -> None:
    assert moves_after(OFFERED, on(day)) == (move,)
    assert "pick_time" in moves_after(f"{OFFERED} / C ({move}) 先这样 / T {OFFER}", on(day))
    assert "pick_time" in moves_after(OFFERED, on(Day()))


def test_who_was_promised_material_does_not_ask_for_it() -> None:
    promised = f"{INFORMED}[资料发您](offer_material) / C (listen) 嗯 / T {OFFER}"
    assert "pick_time" in moves_after(promised, on(Day(holds_out="counter")))


@pytest.mark.parametrize("holds_out", ["counter", "bargains"])
def test_of_what_was_not_told_it_wants_neither_a_trial_nor_a_better_price(holds_out: str) -> None:
    known = state_after(turns_of("C (answer_call) 喂 / T [来拜访您](state_purpose)"))
    nameless = replace(on(Day(holds_out=holds_out)), product=None)
    assert before_yes(known, nameless, BEFORE_A_DEAL) == ()
    told = state_after(turns_of("C (answer_call) 喂 / T [来拜访您](state_purpose)[它是小盒子](feature)"))
    assert before_yes(told, nameless, BEFORE_A_DEAL) == (BEFORE_A_DEAL[holds_out],)
    named = state_after(turns_of("C (answer_call) 喂 / T [谈谈企信通](state_purpose)"))
    assert before_yes(named, replace(nameless, product="企信通"), BEFORE_A_DEAL)


def test_a_new_key_account_bargains_for_nothing_before_a_product_was_told() -> None:
    noticed = "C (answer_call) 喂 / T [您成了大客户](vip_notice)[有专人服务](state_benefit)"
    pleased = f"{noticed} / C (pleased) 好啊 / T [以后有事找我](acknowledge)"
    client = client_of("phone_vip_notice", "questions", objections=(), product=None)
    client = on(Day(holds_out="bargains"), client)
    assert "bargain" not in moves_after(pleased, client)
    told = f"{noticed}[它是小盒子](feature) / C (pleased) 好啊 / T [以后有事找我](acknowledge)"
    assert moves_after(told, client) == ("bargain",)


def test_who_takes_its_leave_is_not_bargained_with() -> None:
    leaving = f"{INFORMED} / C (listen) 嗯 / T [那周三下午见](confirm_appointment)[再见](farewell)"
    assert moves_after(leaving, on(Day(holds_out="counter"))) == ("pick_time", "farewell")


@pytest.mark.parametrize(
    ("day", "move"),
    [
        (Day(holds_out="counter"), "counter_trial"),
        (Day(holds_out="bargains"), "bargain"),
        (Day(hesitates=True), "hesitate"),
    ],
)
def test_before_a_deal(day: Day, move: str) -> None:
    client = client_of("visit_fabe", "pitch", "warm", lines={}, objections=(), day=day)
    first = possible_moves_after(WHOLE_PITCH, client)
    assert (move,) in first and ("accept",) not in first
    after = possible_moves_after(f"{WHOLE_PITCH} / C ({move}) 先试试 / T 行，先给您试两台看看", client)
    assert ("accept",) in after and (move,) not in after


def test_time_to_pay_and_a_remedy_are_asked_for_once() -> None:
    late = client_of("phone_arrears", "embarrassed", lines={}, day=Day(holds_out="counter"))
    told = f"{IN_ARREARS} / C (ask_detail) 多少 / T 六十块钱，上个月的"
    assert moves_after(told, late) == ("ask_grace",)
    assert moves_after(f"{told} / C (ask_grace) 明天行吗 / T [可以的](acknowledge)", late) == ("pay_soon",)
    wronged = client_of("visit_complaint", "angry", lines=LINES, day=Day(holds_out="bargains"))
    assert moves_after(WRONGED, wronged) == ("ask_remedy",)
    settled = f"{WRONGED} / C (ask_remedy) 损失呢 / T [一并答复您](promise_feedback)"
    assert moves_after(settled, wronged) == ("calmed",)
