"""Tasks as values: what is to be practised, and how far somebody has come with it.

Pure: a task and a person's sessions in, its progress out.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from duilian.clock import day_of
from duilian.coaching.progress import EndedSession
from duilian.dialogue.model import MODES
from duilian.errors import DataError
from duilian.language.numbers import whole_number
from duilian.texts import sentence


@dataclass(frozen=True)
class Task:
    """A task that a trainer gives.

    Each of its scenarios is to be passed by the end of a day, or so many sessions of them every week.

    Attributes:
        id: Its number in the archive, 0 before it is kept.
        title: Its Chinese title.
        scenarios: The ids of its scenarios.
        mode: The mode in which a session counts, one of ``MODES``.
        pass_mark: The score from which a session passes, 0 to 100.
        attempts: How many sessions of a scenario count; 0 for as many as one likes.
        due: The day in China by whose end it is to be done; None for no such day.
        per_week: How many sessions every week; 0 where each scenario is to be passed once.
        since: When it was given; sessions begun before do not count.
    """

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
class ScenarioProgress:
    """How far somebody has come with one scenario of a task.

    Attributes:
        scenario: Its id.
        best: The best score that counts; None where it was not tried.
        tried: How often it was tried.
        passed: Is the pass mark reached?
        exhausted: Are all attempts used up without passing?
    """

    scenario: str
    best: float | None
    tried: int
    passed: bool
    exhausted: bool


@dataclass(frozen=True)
class TaskProgress:
    """How far somebody has come with a task.

    Attributes:
        parts: Its scenarios one by one.
        done: How many scenarios are passed, or how many sessions of this week count.
        wanted: How many are wanted.
        late: Is the day over and something not done?
    """

    parts: tuple[ScenarioProgress, ...]
    done: int
    wanted: int
    late: bool

    @property
    def finished(self) -> bool:
        """Is all done that is wanted?"""
        return self.done >= self.wanted


def _counts(task: Task, session: EndedSession) -> bool:
    """Is the session one of the task's scenarios, in its mode, begun since it was given, and whole?

    To say the last sentence once more is not to practise once more.
    """
    in_its_mode = session.mode == task.mode and session.whole
    return session.scenario in task.scenarios and in_its_mode and session.at >= task.since


def _scenario_progress(task: Task, scenario: str, history: Sequence[EndedSession]) -> ScenarioProgress:
    """One scenario of the task over a person's sessions."""
    scores = [s.score for s in history if s.scenario == scenario and _counts(task, s)]
    counted = scores[: task.attempts] if task.attempts else scores
    best = max(counted, default=None)
    passed = best is not None and best >= task.pass_mark
    exhausted = bool(task.attempts) and len(scores) >= task.attempts and not passed
    return ScenarioProgress(scenario, best, len(scores), passed, exhausted)


def task_progress(task: Task, history: Sequence[EndedSession], now: datetime) -> TaskProgress:
    """How far somebody has come with a task.

    Args:
        task: The task.
        history: The person's ended sessions, in order of time.
        now: The moment to judge from; weeks begin on Monday in China.
    """
    parts = tuple(_scenario_progress(task, scenario, history) for scenario in task.scenarios)
    if task.per_week:
        monday = day_of(now) - timedelta(days=day_of(now).weekday())
        done = sum(
            _counts(task, session) and session.score >= task.pass_mark and day_of(session.at) >= monday
            for session in history
        )
        return TaskProgress(parts, done, task.per_week, late=False)
    done = sum(part.passed for part in parts)
    late = task.due is not None and day_of(now) > task.due and done < len(parts)
    return TaskProgress(parts, done, len(parts), late)


def _number(given: Mapping[str, str], field: str, most: int) -> int:
    """A whole number up to ``most`` of a form's field, 0 where it is empty. Raises DataError."""
    text = given.get(field, "")
    if not text:
        return 0
    number = whole_number(text, 0, most)
    if number is None:
        raise DataError(sentence(f"coaching.task.no_number.{field}", most=most, text=text))
    return number


def parse_task(
    given: Mapping[str, str], scenarios: Sequence[str], known: Mapping[str, object], since: datetime
) -> Task:
    """A form's fields → the task.

    Args:
        given: The fields as they were sent.
        scenarios: The ids of the scenarios chosen.
        known: The scenarios there are, by id.
        since: When the task is given.

    Raises:
        DataError: A field is not what it should be; it names the field.
    """
    title = given.get("title", "").strip()
    if not 1 <= len(title) <= 64:
        raise DataError(sentence("coaching.task.no_title"))
    if not scenarios:
        raise DataError(sentence("coaching.task.no_scenarios"))
    for name in scenarios:
        if name not in known:
            raise DataError(sentence("coaching.task.no_scenario", name=name))
    mode = given.get("mode", "practice")
    if mode not in MODES:
        raise DataError(sentence("coaching.task.no_mode", mode=mode))
    due = given.get("due", "").strip()
    try:
        day = date.fromisoformat(due) if due else None
    except ValueError:
        raise DataError(sentence("coaching.task.no_day", text=due)) from None
    per_week = _number(given, "per_week", 50)
    if day and per_week:
        raise DataError(sentence("coaching.task.day_and_week"))
    pass_mark = _number(given, "pass_mark", 100)
    attempts = _number(given, "attempts", 100)
    chosen = tuple(dict.fromkeys(scenarios))
    return Task(0, title, chosen, mode, float(pass_mark), attempts, day, per_week, since)
