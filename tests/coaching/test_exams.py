"""Exams: the clock's edges, what a person's calls come to, steps in order, forms."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta, timezone

import pytest

from duilian.coaching.exams import (
    Exam,
    ExamState,
    SatCall,
    SwappedSteps,
    band_of,
    exam_result,
    next_call,
    parse_exam,
    swapped_steps,
    time_left,
)
from duilian.errors import DataError
from duilian.texts import load_texts
from tests.conftest import ROOT

START = datetime(2026, 12, 1, 1, tzinfo=timezone.utc)  # nine in the morning in China
END = START + timedelta(hours=2)
EXAM = Exam(1, "月考", ("a", "b"), "7", START, END, 60, False, False, False)
SWAPPED = SwappedSteps("time", 1, "purpose", 3)
PHASES = {n: p["criteria"] for n, p in load_texts(ROOT / "data/texts.yml").table("phases").items()}


def sat(number: int, score: float | None, **more: object) -> SatCall:
    return SatCall(number, f"s{number}", score is not None, score, 3, 5, **more)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("after", "state"),
    [
        (timedelta(seconds=-1), ExamState.BEFORE),
        (timedelta(), ExamState.OPEN),
        (END - START - timedelta(microseconds=1), ExamState.OPEN),
        (END - START, ExamState.OVER),
    ],
    ids=["before", "start", "last", "end"],
)
def test_the_start_belongs_to_it_and_the_end_does_not(after: timedelta, state: ExamState) -> None:
    assert EXAM.state(START + after) is state
    assert EXAM.shows_scores(START + after) is (state is ExamState.OVER)
    assert replace(EXAM, at_once=True).shows_scores(START + after)


@pytest.mark.parametrize(
    ("calls", "average", "passed"),
    [
        ([sat(1, 50.0), sat(2, 70.0)], 60.0, True),
        ([sat(1, 50.0), sat(2, 69.9)], 60.0, True),  # 59.95, to one decimal place as every score
        ([sat(1, 50.0), sat(2, 69.7)], 59.9, False),
        ([sat(1, 100.0)], 50.0, False),
        ([sat(1, 100.0), sat(2, None)], 50.0, False),
        ([], None, False),
    ],
    ids=["reached", "rounded", "just below", "one not sat", "one not over", "absent"],
)
def test_every_call_has_to_be_sat_and_the_mean_reached(
    calls: list[SatCall], average: float | None, passed: bool
) -> None:
    result = exam_result(EXAM, calls, END)
    assert (result.average, result.passed) == (average, passed)
    assert result.absent is (not calls)


def test_missing_calls_count_nothing_even_where_the_mean_would_do() -> None:
    result = exam_result(replace(EXAM, pass_mark=40), [sat(1, 100.0)], END)
    assert result.average == 50 and not result.passed and result.final


def test_it_is_final_when_all_is_over_or_time_is_up_and_nothing_open() -> None:
    both, half = [sat(1, 50.0), sat(2, 70.0)], [sat(1, 50.0), sat(2, None)]
    assert exam_result(EXAM, both, START).final and not exam_result(EXAM, half, START).final
    assert not exam_result(EXAM, half, END).final, "its last call is still to be scored"
    assert not exam_result(EXAM, [], START).absent and exam_result(EXAM, [], END).absent


def test_the_call_to_go_on_with_is_the_first_not_over() -> None:
    assert next_call(EXAM, exam_result(EXAM, [], START)) == 1
    assert next_call(EXAM, exam_result(EXAM, [sat(1, None)], START)) == 1
    assert next_call(EXAM, exam_result(EXAM, [sat(1, 5.0)], START)) == 2
    assert next_call(EXAM, exam_result(EXAM, [sat(2, 5.0)], START)) == 1
    assert next_call(EXAM, exam_result(EXAM, [sat(1, 5.0), sat(2, 5.0)], START)) is None


def test_swapped_steps_count_only_where_that_is_asked_for() -> None:
    calls = [sat(1, 90.0, swapped=SWAPPED), sat(2, 90.0)]
    assert exam_result(EXAM, calls, END).passed
    strict = exam_result(replace(EXAM, strict_steps=True), calls, END)
    assert strict.disordered == (1,) and not strict.passed


@pytest.mark.parametrize(
    ("turns", "found"),
    [
        ({"greeting": 0, "purpose": 1, "two_choice": 3, "farewell": 5}, None),
        ({"greeting": 0, "two_choice": 1, "purpose": 3}, SWAPPED),
        ({"purpose": 2, "two_choice": 2}, None),
        ({"greeting": 4, "purpose": 2}, SwappedSteps("purpose", 2, "opening", 4)),
        ({"two_choice": None, "purpose": 3, "greeting": 0}, None),
        ({"invite_feedback": 0, "purpose": 3, "thank_reception": 0}, None),
        ({"respectful_address": 0, "greeting": 2}, None),
        ({}, None),
    ],
    ids=[
        "in order",
        "time first",
        "same turn",
        "no opening",
        "no place",
        "at any time",
        "throughout",
        "none",
    ],
)
def test_steps_in_the_handbooks_order(turns: dict[str, int | None], found: SwappedSteps | None) -> None:
    assert swapped_steps(turns, PHASES) == found


@pytest.mark.parametrize(
    ("left", "words"),
    [
        (timedelta(days=2, hours=3, minutes=59), "2 天 3 小时"),
        (timedelta(hours=23, minutes=59), "23 小时 59 分钟"),
        (timedelta(hours=1), "1 小时 0 分钟"),
        (timedelta(minutes=59, seconds=59), "59 分钟"),
        (timedelta(seconds=59), "不到一分钟"),
        (timedelta(seconds=-5), "不到一分钟"),
    ],
    ids=["days", "hours", "hour", "minutes", "soon", "past"],
)
def test_how_long_it_takes_in_words(left: timedelta, words: str) -> None:
    assert time_left(left) == words


@pytest.mark.parametrize(
    ("score", "band"), [(100, "excellent"), (90, "excellent"), (89.9, "good"), (80, "good"), (60, "passed")]
)
def test_bands(score: float, band: str) -> None:
    assert band_of(score) == band


FORM = {"title": "月考", "starts": "2026-12-01T09:00", "ends": "2026-12-01T11:00", "pass_mark": "60"}


def test_a_form_is_read_in_chinas_time() -> None:
    made = parse_exam(FORM | {"in_order": "1"}, ["b", "a"], {"a": 1, "b": 1}, START, "seed")
    assert (made.starts, made.ends, made.scenarios, made.seed) == (START, END, ("b", "a"), "seed")
    assert made.in_order and not made.strict_steps and not made.at_once
    assert parse_exam(FORM | {"seed": " 三 "}, ["a"], {"a": 1}, START, "seed").seed == "三"


@pytest.mark.parametrize(
    ("changed", "scenarios", "why"),
    [
        ({"title": " "}, "a", "名字"),
        ({"title": "长" * 65}, "a", "名字"),
        ({}, "", "1 到 10 个场景"),
        ({}, "abcdefghijk", "1 到 10 个场景"),
        ({}, "x", "没有叫“x”的场景"),
        ({}, "aa", "只能考一次"),
        ({"starts": ""}, "a", "开始和结束时间"),
        ({"ends": "明天"}, "a", "明天"),
        ({"ends": "0001-01-01T00:00"}, "a", "开始和结束时间"),
        ({"ends": "2026-12-01T09:00"}, "a", "结束时间要在开始时间之后"),
        ({"starts": "2026-11-01T09:00", "ends": "2026-12-01T09:00"}, "a", "已经过了"),
        ({"ends": "2027-04-01T09:00"}, "a", "最长 92 天"),
        ({"pass_mark": "0"}, "a", "及格分"),
        ({"pass_mark": "101"}, "a", "及格分"),
        ({"pass_mark": "sixty"}, "a", "sixty"),
        ({"seed": "7" * 33}, "a", "题号"),
    ],
)
def test_what_is_wrong_is_named(changed: dict[str, str], scenarios: str, why: str) -> None:
    with pytest.raises(DataError, match=why):
        parse_exam(FORM | changed, list(scenarios), dict.fromkeys("abcdefghijk"), START, "7")
