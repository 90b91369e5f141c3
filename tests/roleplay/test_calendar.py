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
        ("周二到周四", True),
        ("今天下午到明天上午", False),
        ("每周三下午", True),
        ("每周五", False),
        ("两天后", True),
        ("两周后", False),
        ("正月初八", True),
        ("三季度", True),
        ("六月第三个星期四", True),
        ("六月第三个星期日", False),
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
    [
        ("明天上午", "周二上午", True),
        ("后天上午", "周二上午", False),
        ("上午十点", "周二上午", True),
        ("每周三", "下周三", True),
        ("每周三", "周四", False),
        ("每天上午", "明天上午", True),
        ("周一到周五", "明天", True),
        ("明天到后天", "周三", True),
        ("明天到后天", "周四", False),
        ("两周后", "下下周一", True),
        ("正月初八", "初八", True),
        ("三季度", "四季度", False),
    ],
)
def test_times_are_compared_from_today(one: str, other: str, same: bool) -> None:
    (first,), (second,) = times.find_times(one), times.find_times(other)
    assert WEEK.could_be_same(first, second) is same


def test_a_mention_is_repeated_without_a_recognisers_blanks() -> None:
    text = "周 四上午行不行"
    assert mention_words(text, times.find_times(text)[0]) == "周四上午"


def test_a_range_of_weekdays_lies_in_one_week() -> None:
    friday, (workdays,) = Calendar(5), times.find_times("周一到周五")
    assert friday.could_be_same(workdays, times.find_times("今天")[0])
    assert not friday.could_be_same(workdays, times.find_times("明天")[0])


def test_a_hour_without_its_sign_is_repeated_with_it() -> None:
    text = "我明天上午10到您的办公室"
    assert mention_words(text, times.find_times(text)[0]) == "明天上午10点"
    assert mention_words("下午3点30行吗", times.find_times("下午3点30行吗")[0]) == "下午3点30"


MONDAY_THE_SECOND = Calendar(1, free=("周三下午", "下周一上午"), taken=("周四",), date=2)


@pytest.mark.parametrize(
    ("said", "suits"),
    [
        ("4号下午", True),
        ("四号上午", False),
        ("12月4号下午三点", True),
        ("12/4下午", True),
        ("5号", False),
        ("9号上午", True),
        ("9号下午", False),
        ("16号上午", False),
        ("1号下午", True),  # of another month: it may be any weekday
        ("下月4号下午", True),
    ],
)
def test_dates_are_told_from_todays(said: str, suits: bool) -> None:
    (mention,) = times.find_times(said)
    assert MONDAY_THE_SECOND.suits(mention) is suits
    assert Calendar(1, free=("周三",)).suits(mention), "where today's date is unknown it may be any day"


def test_a_date_and_its_weekday_are_the_same_time() -> None:
    same = MONDAY_THE_SECOND.could_be_same
    (date,), (weekday,), (another,) = (times.find_times(text) for text in ("4号下午", "周三下午", "周五下午"))
    assert same(date, weekday) and not same(date, another)
    assert MONDAY_THE_SECOND.as_weekday(date).day == times.Weekday(3, 0)
    assert Calendar(1).as_weekday(date) == date
