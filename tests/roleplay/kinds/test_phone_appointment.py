"""The client of an appointment call: questions, objections, times, and how one gets its yes."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.roleplay.support import (
    INFORMED,
    INTRODUCED,
    LONG_SPEECH,
    OFFER,
    WANG,
    moves_after,
    possible_moves_after,
)


@pytest.mark.parametrize(
    ("turns", "move"),
    [
        (f"C (answer_call) 喂 / T {OFFER}", "ask_identity"),
        (INTRODUCED + OFFER, "ask_necessity"),
        (INFORMED + "[周二上午还是周四上午](offer_two_times)", "pick_time"),
        (INFORMED + "[周二上午还是周四下午](offer_two_times)", "reject_times"),
        (INFORMED + "[好的那就周四上午十点我去](confirm_appointment)", "pick_time"),
        (INFORMED + "[好的那就周三上午十点我去](confirm_appointment)", "reject_times"),
    ],
)
def test_a_time_is_taken_once_who_what_and_why_are_known(turns: str, move: str) -> None:
    assert moves_after(turns) == (move,)


def test_it_never_names_a_time_itself() -> None:
    asked = INFORMED + "[您什么时候有空](ask_open_time)"
    assert possible_moves_after(asked) == {("noncommittal",), ("refuse_no_time",)}


def test_objections_come_before_the_yes() -> None:
    stubborn = replace(WANG, objections=("refuse_no_time",))
    assert moves_after(INFORMED + OFFER, stubborn) == ("refuse_no_time",)


def test_who_pushes_does_not_get_the_appointment_until_the_client_is_soothed() -> None:
    pushed = INFORMED + "[今天非定不可](pressure) / C (refuse) 不行 / T "
    assert moves_after(pushed + OFFER) == ("refuse",)
    assert moves_after(pushed + "[是我太急了，您也不容易](acknowledge)" + OFFER) == ("pick_time",)


def test_who_rambles_is_cut_short_and_does_not_get_the_appointment() -> None:
    assert moves_after(f"{INFORMED} / T {LONG_SPEECH}") == ("cut_short",)
    twice = f"{INFORMED} / T {LONG_SPEECH} / C (ask_benefit) 啊 / T {LONG_SPEECH} / C (refuse) 嗯"
    assert moves_after(f"{twice} / T {OFFER}") == ("refuse_no_time",)


@pytest.mark.parametrize(
    ("words", "move"),
    [
        ("好的那就周三下午三点", "agree"),
        ("好，大后天下午见", "correct_time"),
        ("后天下午我到", "agree"),
        ("记下了周四上午九点", "correct_time"),
        ("好的到时候见", "agree"),
        ("谢谢，占用您十分钟就好", "agree"),
    ],
)
def test_another_time_than_agreed_is_corrected(words: str, move: str) -> None:
    agreed = INFORMED + OFFER + " / C (pick_time) 周三下午吧"
    assert moves_after(f"{agreed} / T [{words}](confirm_appointment)") == (move,)
    assert moves_after(f"{agreed} / T {OFFER}") == ("correct_time",)


def test_it_says_goodbye_when_all_is_said() -> None:
    agreed = INFORMED + OFFER + " / C (pick_time) 周三下午吧"
    assert moves_after(agreed + " / T [省油](state_benefit) / C () 嗯" * 3) == ("listen",)
    assert moves_after(agreed + " / T [省油](state_benefit) / C () 嗯" * 4) == ("farewell",)
