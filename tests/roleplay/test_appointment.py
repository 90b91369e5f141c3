"""After the yes: the time is confirmed, put right, moved by the trainee, made exact."""

from __future__ import annotations

import random
from dataclasses import replace

import pytest

from duilian.roleplay.appointment import agreed_mention, hour_words, once_agreed
from duilian.roleplay.client import plan_client_turn
from duilian.roleplay.plan import Plan
from duilian.roleplay.scenario import Day
from duilian.roleplay.state import state_after
from tests.roleplay.support import CALM, INFORMED, OFFER, equally_likely, turns_of

AGREED = INFORMED + OFFER + " / C (pick_time) 周三下午吧"


def after(said: str, before: str = "", seed: int = 0) -> Plan | None:
    state = state_after(turns_of(f"{AGREED}{before} / T {said}"))
    return once_agreed(state, CALM, random.Random(seed))


@pytest.mark.parametrize(
    ("said", "move"),
    [
        ("[那周五下午见](confirm_appointment)", "correct_time"),
        ("[那周三下午见](confirm_appointment)", "agree"),
        ("[那周三下午三点行吗](offer_one_time)", "hour_suits"),
        ("[那周五上午行吗](offer_one_time)", "correct_time"),
        (OFFER, "correct_time"),
        ("[几点合适](ask_open_time)", "name_hour"),
        ("[哪天合适](ask_open_time)", "correct_time"),
        ("我那天来不了了", "ask_new_time"),
        ("周三下午没变吧", "agree"),
        ("时间没改吧", "agree"),
        ("[周三下午没改时间吧](offer_one_time)", "agree"),
        ("周五下午没变吧", "correct_time"),
    ],
)
def test_once_agreed(said: str, move: str) -> None:
    plan = after(said)
    assert plan and plan.moves[0] == move


def test_the_trainee_moves_the_time_to_one_that_suits_or_does_not() -> None:
    free, taken = CALM.calendar.free, CALM.calendar.taken
    moved = after("周三下午我来不了,改到" + free[1] + "行吗")
    assert moved == Plan(("pick_time",), free[1])
    rejected = after("改到" + taken[0] + "行吗")
    assert rejected == Plan(("reject_times",))


def test_what_was_moved_is_what_is_agreed() -> None:
    moved = f" / T 改到{CALM.calendar.free[1]}行吗 / C (pick_time) 行"
    assert after("[那周三下午见](confirm_appointment)", moved) == Plan(("correct_time",))
    plan = after(f"[那{CALM.calendar.free[1]}见](confirm_appointment)", moved)
    assert plan and plan.moves[0] == "agree"


def test_it_asks_for_the_hour_at_most_once() -> None:
    said = "[那周三下午见](confirm_appointment)"
    assert {after(said, seed=seed) for seed in range(20)} == {Plan(("agree",)), Plan(("agree", "ask_hour"))}
    asked = f" / T {said} / C (ask_hour) 几点"
    assert {after(said, asked, seed) for seed in range(20)} == {Plan(("agree",))}
    assert after("三点吧", asked) == Plan(("agree",))
    assert {after("[那周三下午三点见](confirm_appointment)", seed=seed) for seed in range(20)} == {
        Plan(("agree",))
    }


def test_of_other_things_it_says_nothing() -> None:
    assert after("[省油](state_benefit)") is None


@pytest.mark.parametrize(
    ("said", "moves"),
    [
        ("[那周五下午见](confirm_appointment)[再见](farewell)", ("correct_time",)),
        ("[那周三下午见](confirm_appointment)[再见](farewell)", ("farewell",)),
    ],
)
def test_nobody_hangs_up_on_a_misunderstanding(said: str, moves: tuple[str, ...]) -> None:
    state = state_after(turns_of(f"{AGREED} / T {said}"))
    assert plan_client_turn(state, CALM, equally_likely, "1").moves == moves


def test_the_hour_fits_the_part_of_the_day() -> None:
    assert all(hour_words("周三下午", name)[0] in "两三四" for name in "abcdefgh")
    assert all(hour_words("周五上午", name)[0] in "九十" for name in "abcdefgh")
    assert hour_words("", "a") in ("上午十点", "下午三点")


def test_a_wrong_time_is_never_agreed_to() -> None:
    wrong = " / T [那周五下午见](confirm_appointment) / C (correct_time) 周三下午"
    assert after("[那周五下午见](confirm_appointment)", wrong * 2) == Plan(("correct_time",))
    assert after("[那周五下午见](confirm_appointment)", wrong * 3) == Plan(("correct_time", "farewell"))


BUSY_THEN = replace(CALM, day=Day(moves_time=True))
CONFIRMED = f"{AGREED} / T [那周三下午见](confirm_appointment)"
MOVED = f"{CONFIRMED} / C (move_time pick_time) 等等，那天要去税务局，得改一下。周四上午可以。"


def test_the_client_moves_the_time_itself_once_to_one_when_it_is_free() -> None:
    plan = plan_client_turn(state_after(turns_of(CONFIRMED)), BUSY_THEN, equally_likely, "1")
    assert (plan.moves, plan.agreed_time) == (("move_time", "pick_time"), "周四上午")
    again = f"{MOVED} / T [好的，那就周四上午见](confirm_appointment)"
    assert plan_client_turn(state_after(turns_of(again)), BUSY_THEN, equally_likely, "1").moves[0] == "agree"
    usual = plan_client_turn(state_after(turns_of(CONFIRMED)), CALM, equally_likely, "1")
    assert usual.moves[0] == "agree"


def test_what_the_client_moved_it_to_is_what_is_agreed() -> None:
    state = state_after(turns_of(f"{MOVED} / T [那就周三下午见](confirm_appointment)"))
    taken = agreed_mention(state, BUSY_THEN)
    assert taken is not None and taken.part == "morning"
    assert plan_client_turn(state, BUSY_THEN, equally_likely, "1").moves == ("correct_time",)
    elsewhere = state_after(turns_of(f"{MOVED} / T 周四上午我来不了，改到周五下午行吗"))
    assert plan_client_turn(elsewhere, BUSY_THEN, equally_likely, "1").agreed_time == "周五下午"


@pytest.mark.parametrize(
    ("offered", "taken"),
    [("4号下午还是5号下午", "4号下午"), ("12月3号还是12/4下午", "12/4下午"), ("3号还是5号下午", None)],
)
def test_dates_on_offer_are_told_from_todays(offered: str, taken: str | None) -> None:
    """It is Monday the second; Wednesday afternoon is free, Tuesday and Thursday afternoon are taken."""
    state = state_after(turns_of(f"{INFORMED} / C (listen) 嗯 / T [{offered}](offer_two_times)"))
    plan = plan_client_turn(state, CALM, equally_likely, "1")
    assert plan.agreed_time == taken and (taken is not None or plan.moves == ("reject_times",))


def test_another_date_than_the_agreed_day_is_corrected() -> None:
    assert after("[那4号下午见](confirm_appointment)") in (Plan(("agree",)), Plan(("agree", "ask_hour")))
    assert after("[那5号下午见](confirm_appointment)") == Plan(("correct_time",))


@pytest.mark.parametrize("topic", ["doubt", "how_long", "weather"])
def test_whether_it_stands_is_no_question_about_its_affairs(topic: str) -> None:
    state = replace(state_after(turns_of(f"{AGREED} / T 周三下午没变吧？")), asks=(topic,))
    moves = plan_client_turn(state, CALM, equally_likely, "1").moves
    assert moves[0] == "agree" and not {"tell_fact", "not_know", "not_catch"} & set(moves)
