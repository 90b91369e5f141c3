"""Which times suit the client."""

from __future__ import annotations

import pytest

from duilian.language import times
from duilian.roleplay.calendar import Calendar, mention_words

WEEK = Calendar(1, free=("周三下午", "周四上午"), taken=("周二", "周三上午"))


@pytest.mark.parametrize(
    ("asked", "suits"),
    [
        ("周三下午三点", True),
        ("周三上午十点", False),
        ("周三", True),
        ("明天上午", False),
        ("后天下午", True),
        ("周五", False),
        ("大后天上午十点", True),
        ("周四下午", False),
        ("今天下午", False),
        ("下周三下午", False),
    ],
)
def test_what_suits_the_client(asked: str, suits: bool) -> None:
    (mention,) = times.find_times(asked)
    assert WEEK.suits(mention) is suits


def test_without_free_times_only_the_taken_ones_do_not_suit() -> None:
    (mention,) = times.find_times("周五上午")
    assert Calendar(1, taken=("周二",)).suits(mention)
    assert not Calendar(1, taken=("周五",)).suits(mention)


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [("明天上午", "周二上午", True), ("后天上午", "周二上午", False), ("上午十点", "周二上午", True)],
)
def test_times_are_compared_from_today(one: str, other: str, same: bool) -> None:
    (first,), (second,) = times.find_times(one), times.find_times(other)
    assert WEEK.could_be_same(first, second) is same


def test_a_mention_is_repeated_without_a_recognisers_blanks() -> None:
    text = "周 四上午行不行"
    assert mention_words(text, times.find_times(text)[0]) == "周四上午"
