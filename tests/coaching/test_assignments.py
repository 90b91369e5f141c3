"""Tasks and how far one has come with them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta, timezone

import pytest

from duilian.coaching.assignments import Task, parse_task, task_progress, with_suggestions
from duilian.coaching.progress import EndedSession
from duilian.errors import DataError
from duilian.roleplay.scenario import load_scenarios
from tests.conftest import ROOT

MONDAY = datetime(2026, 11, 23, 1, tzinfo=timezone.utc)  # nine in the morning in China
TASK = Task(1, "本周", ("a", "b"), "exam", 60, 0, date(2026, 11, 25), 0, MONDAY)


def kept(scenario: str, score: float, mode: str = "exam", **after: float) -> EndedSession:
    return EndedSession(scenario, scenario, "phone_appointment", mode, MONDAY + timedelta(**after), score, {})


def test_passed_scenarios_count_in_their_mode_and_since_it_was_given() -> None:
    history = [
        kept("a", 90, hours=-1),
        kept("a", 50, hours=1),
        kept("a", 70, hours=2),
        kept("b", 99, "practice", hours=3),
    ]
    progress = task_progress(TASK, history, MONDAY)
    assert (progress.done, progress.wanted, progress.finished, progress.late) == (1, 2, False, False)
    assert [(p.best, p.tried, p.passed) for p in progress.parts] == [(70, 2, True), (None, 0, False)]


def test_only_the_attempts_that_are_allowed_count() -> None:
    progress = task_progress(
        replace(TASK, attempts=1),
        [kept("a", 50, hours=1), kept("a", 70, hours=2), kept("b", 60, hours=3)],
        MONDAY,
    )
    assert [(p.best, p.passed, p.exhausted) for p in progress.parts] == [(50, False, True), (60, True, False)]


def test_a_call_gone_on_with_from_a_turn_counts_for_no_task() -> None:
    again = replace(kept("a", 90, hours=1), whole=False)
    assert task_progress(TASK, [again], MONDAY).done == 0
    rhythm = replace(TASK, per_week=2, due=None)
    assert task_progress(rhythm, [again, kept("a", 90, hours=2)], MONDAY).done == 1


def test_late_begins_when_the_day_is_over_in_china() -> None:
    last = datetime(2026, 11, 25, 15, 59, tzinfo=timezone.utc)
    assert (
        not task_progress(TASK, [], last).late and task_progress(TASK, [], last + timedelta(minutes=1)).late
    )
    assert not task_progress(TASK, [kept("a", 60), kept("b", 60)], last + timedelta(days=9)).late


def test_a_rhythm_begins_anew_every_monday() -> None:
    rhythm = replace(TASK, due=None, per_week=2)
    history = [kept("a", 60, days=1), kept("b", 10, days=2), kept("b", 80, days=3)]
    assert task_progress(rhythm, history, MONDAY + timedelta(days=4)).finished
    assert task_progress(rhythm, history, MONDAY + timedelta(days=7)).done == 0


def test_any_two_of_those_named_are_enough() -> None:
    any_two = replace(TASK, scenarios=("a", "b", "c"), any_of=2)
    assert task_progress(any_two, [kept("a", 70), kept("a", 90)], MONDAY).done == 1
    progress = task_progress(any_two, [kept("a", 70), kept("c", 60), kept("b", 99)], MONDAY)
    assert (progress.done, progress.wanted, progress.finished) == (2, 2, True)


def test_any_of_a_kind_and_of_its_variants_count() -> None:
    of_kind = replace(TASK, scenarios=(), kind="phone_appointment", any_of=2)
    other = replace(kept("x", 90), kind="phone_care")
    variant = replace(kept("b", 80), kind="phone_appointment/survey")
    progress = task_progress(of_kind, [other, kept("a", 90), kept("c", 10), variant], MONDAY)
    assert [part.scenario for part in progress.parts] == ["a", "c", "b"] and progress.finished
    nothing = task_progress(of_kind, [other], MONDAY)
    assert (nothing.parts, nothing.done, nothing.wanted) == ((), 0, 2)


def test_who_may_choose_is_named_the_easiest_it_has_not_passed() -> None:
    known = load_scenarios(ROOT / "data/scenarios").values()
    of_kind = replace(TASK, scenarios=(), kind="phone_care", any_of=3)
    tried = [replace(kept(s.id, 90), kind=s.kind) for s in known if s.base == "phone_care"][:1]
    shown = with_suggestions(of_kind, task_progress(of_kind, tried, MONDAY), known)
    assert shown.parts[0].passed and len(shown.parts) == 6
    level = {s.id: s.difficulty for s in known if s.base == "phone_care"}
    fresh = [level[part.scenario] for part in shown.parts[1:]]
    assert fresh == sorted(level[name] for name in level if name != tried[0].scenario)[:5]
    named = task_progress(TASK, [], MONDAY)
    assert with_suggestions(TASK, named, known) is named


def test_what_was_ended_is_not_late() -> None:
    assert not task_progress(replace(TASK, ended=True), [], MONDAY + timedelta(days=9)).late


GIVEN = {"title": "本周", "mode": "exam", "pass_mark": "60", "due": "2026-11-25"}


def test_a_form_becomes_a_task() -> None:
    known = {"a": 1, "b": 1}
    assert replace(parse_task(GIVEN, ["a", "b", "a"], known, MONDAY), id=1) == TASK
    assert replace(parse_task(GIVEN | {"any_of": "2"}, ["a", "b"], known, MONDAY), id=1) == TASK, (
        "all of them"
    )
    assert parse_task(GIVEN | {"any_of": "1"}, ["a", "b"], known, MONDAY).any_of == 1
    of_kind = parse_task(GIVEN | {"kind": "phone_care", "any_of": "5"}, [], known, MONDAY)
    assert (of_kind.kind, of_kind.any_of, of_kind.scenarios) == ("phone_care", 5, ())


@pytest.mark.parametrize(
    ("changed", "scenarios", "why"),
    [
        ({"title": " "}, ["a"], "请给任务起个名字，1 到 64 个字"),
        ({"title": "周" * 65}, ["a"], "请给任务起个名字，1 到 64 个字"),
        ({}, [], "请选场景，或者选一类"),
        ({"kind": "tea"}, [], "没有“tea”这一类"),
        (
            {"kind": "phone_care", "any_of": "2"},
            ["a"],
            "指定场景和从一类里任选只能用一样；请去掉勾上的场景，或者不选那一类",
        ),
        ({"kind": "phone_care"}, [], "从一类里任选，请写要练几个"),
        ({"any_of": "2"}, ["a"], "只选了 1 个场景，练不了 2 个"),
        ({"any_of": "1", "due": "", "per_week": "2"}, ["a"], "任选几个和每周几次只能用一样"),
        ({"due": "2026-11-22"}, ["a"], "截止日期已经过了，请往后选"),
        ({"any_of": "x"}, ["a"], "练几个写 0 到 100 之间的整数，不是“x”"),
        ({}, ["nobody"], "没有叫“nobody”的场景"),
        ({"mode": "tea"}, ["a"], "没有“tea”这种练习方式"),
        ({"due": "soon"}, ["a"], "截止日期写成 2026-11-27 的样子，不是“soon”"),
        ({"per_week": "3"}, ["a"], "截止日期和每周几次只能选一样"),
        ({"per_week": "51"}, ["a"], "每周几次写 0 到 50 之间的整数，不是“51”"),
        ({"pass_mark": "101"}, ["a"], "及格分写 0 到 100 之间的整数，不是“101”"),
        ({"attempts": "-1"}, ["a"], "最多几次写 0 到 100 之间的整数，不是“-1”"),
    ],
)
def test_a_form_that_is_wrong_is_told_why(changed: dict[str, str], scenarios: list[str], why: str) -> None:
    with pytest.raises(DataError) as error:
        parse_task(GIVEN | changed, scenarios, {"a": 1}, MONDAY)
    assert str(error.value) == why
