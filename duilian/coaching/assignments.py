"""Assignments as values: what is to be done, and how far somebody has come with it.

Pure: a task and a person's sessions in, a standing out.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from duilian.clock import day_of
from duilian.coaching.progress import Kept
from duilian.dialogue.model import MODES
from duilian.errors import DataError
from duilian.language.numbers import whole_number


@dataclass(frozen=True)
class Task:
    """To be passed: each of ``scenarios`` in ``mode`` with ``pass_mark`` in at most ``attempts`` (0: as many as you like) by the end
    of ``due``; or with ``per_week`` above 0 so many sessions of them every week."""

    id: int
    title: str
    scenarios: tuple[str, ...]
    mode: str
    pass_mark: float
    attempts: int
    due: date | None
    per_week: int
    since: datetime


@dataclass(frozen=True)
class Part:
    """One scenario of a task: the best score that counts (None: not tried), how often it was tried."""

    scenario: str
    best: float | None
    tried: int
    passed: bool
    exhausted: bool


@dataclass(frozen=True)
class Standing:
    """``done`` of ``wanted``: scenarios passed, or this week's sessions."""

    parts: tuple[Part, ...]
    done: int
    wanted: int
    late: bool

    @property
    def finished(self) -> bool:
        return self.done >= self.wanted


def _part(task: Task, scenario: str, history: Sequence[Kept]) -> Part:
    tries = [
        kept.score
        for kept in history
        if kept.scenario == scenario and kept.mode == task.mode and kept.at >= task.since
    ]
    counted = tries[: task.attempts] if task.attempts else tries
    best = max(counted, default=None)
    passed = best is not None and best >= task.pass_mark
    return Part(
        scenario, best, len(tries), passed, bool(task.attempts) and len(tries) >= task.attempts and not passed
    )


def standing(task: Task, history: Sequence[Kept], now: datetime) -> Standing:
    """How far somebody is whose ended sessions these are, in order of time."""
    parts = tuple(_part(task, scenario, history) for scenario in task.scenarios)
    if task.per_week:
        monday = day_of(now) - timedelta(days=day_of(now).weekday())
        done = sum(
            kept.scenario in task.scenarios and kept.mode == task.mode and kept.score >= task.pass_mark and day_of(kept.at) >= monday
            and kept.at >= task.since
            for kept in history
        )  # fmt: skip
        return Standing(parts, done, task.per_week, late=False)
    done = sum(part.passed for part in parts)
    late = task.due is not None and day_of(now) > task.due and done < len(parts)
    return Standing(parts, done, len(parts), late)


def _number(text: str, what: str, most: int) -> int:
    if not text:
        return 0
    number = whole_number(text, 0, most)
    if number is None:
        raise DataError(f"{what}写 0 到 {most} 之间的整数，不是“{text}”")
    return number


def parse_task(
    given: Mapping[str, str], scenarios: Sequence[str], known: Mapping[str, object], since: datetime
) -> Task:
    """A form's fields → the task. Raises DataError naming the field."""
    title = given.get("title", "").strip()
    if not 1 <= len(title) <= 64:
        raise DataError("请给任务起个名字，1 到 64 个字")
    if not scenarios:
        raise DataError("请至少选一个场景")
    for name in scenarios:
        if name not in known:
            raise DataError(f"没有叫“{name}”的场景")
    mode = given.get("mode", "practice")
    if mode not in MODES:
        raise DataError(f"没有“{mode}”这种练习方式")
    due = given.get("due", "").strip()
    try:
        day = date.fromisoformat(due) if due else None
    except ValueError:
        raise DataError(f"截止日期写成 2026-11-27 的样子，不是“{due}”") from None
    per_week = _number(given.get("per_week", ""), "每周几次", 50)
    if day and per_week:
        raise DataError("截止日期和每周几次只能选一样")
    pass_mark, attempts = (
        _number(given.get("pass_mark", ""), "及格分", 100),
        _number(given.get("attempts", ""), "最多几次", 100),
    )
    return Task(
        0, title, tuple(dict.fromkeys(scenarios)), mode, float(pass_mark), attempts, day, per_week, since
    )
