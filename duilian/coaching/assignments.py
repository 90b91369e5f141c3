"""Tasks as values: what is to be practised, and how far somebody has come with it.

Pure: a task and a person's sessions in, its progress out.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from duilian.clock import day_of
from duilian.coaching.progress import EndedSession
from duilian.dialogue.model import KINDS, MODES, base_kind
from duilian.errors import DataError
from duilian.language.numbers import whole_number
from duilian.roleplay.scenario import Scenario
from duilian.texts import sentence

_SUGGESTED = 5  # scenarios of a kind that are named to who may choose among all of it


@dataclass(frozen=True)
class Task:
    """A task that a trainer gives.

    Each of its scenarios, or any so many of them or of a kind, is to be passed by the end of a day; or so
    many sessions of them every week.

    Attributes:
        id: Its number in the archive, 0 before it is kept.
        title: Its Chinese title.
        scenarios: The ids of its scenarios; none where any of a kind counts.
        mode: The mode in which a session counts, one of ``MODES``.
        pass_mark: The score from which a session passes, 0 to 100.
        attempts: How many sessions of a scenario count; 0 for as many as one likes.
        due: The day in China by whose end it is to be done; None for no such day.
        per_week: How many sessions every week; 0 where each scenario is to be passed once.
        since: When it was given; sessions begun before do not count.
        kind: A kind of conversation of which every scenario counts; empty where scenarios are named.
        any_of: How many different ones are to be passed; 0 for each of those named.
        ended: Has the trainer ended it?
        reminded: When a trainer last reminded of it; None where nobody did.
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
    kind: str = ""
    any_of: int = 0
    ended: bool = False
    reminded: datetime | None = None


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
    of_it = base_kind(session.kind) == task.kind if task.kind else session.scenario in task.scenarios
    return of_it and session.mode == task.mode and session.whole and session.at >= task.since


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
    tried = dict.fromkeys(s.scenario for s in history if task.kind and _counts(task, s))
    parts = tuple(_scenario_progress(task, scenario, history) for scenario in (*task.scenarios, *tried))
    if task.per_week:
        monday = day_of(now) - timedelta(days=day_of(now).weekday())
        done = sum(
            _counts(task, session) and session.score >= task.pass_mark and day_of(session.at) >= monday
            for session in history
        )
        return TaskProgress(parts, done, task.per_week, late=False)
    wanted = task.any_of or len(parts)
    done = min(wanted, sum(part.passed for part in parts))
    late = not task.ended and task.due is not None and day_of(now) > task.due and done < wanted
    return TaskProgress(parts, done, wanted, late)


def with_suggestions(task: Task, progress: TaskProgress, known: Iterable[Scenario]) -> TaskProgress:
    """Name some scenarios to who may choose among all of a kind: the easiest that it has not passed.

    Args:
        task: The task; where its scenarios are named nothing is added.
        progress: How far somebody has come with it.
        known: All scenarios there are.
    """
    if not task.kind:
        return progress
    tried = {part.scenario for part in progress.parts}
    going_on = sum(not part.passed and not part.exhausted for part in progress.parts)
    fresh = sorted(
        (s for s in known if s.base == task.kind and s.id not in tried), key=lambda s: (s.difficulty, s.id)
    )
    more = (ScenarioProgress(s.id, None, 0, False, False) for s in fresh[: max(0, _SUGGESTED - going_on)])
    return replace(progress, parts=(*progress.parts, *more))


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
    mode = given.get("mode", "practice")
    if mode not in MODES:
        raise DataError(sentence("coaching.task.no_mode", mode=mode))
    day, per_week = read_due(given.get("due", ""), since), _number(given, "per_week", 50)
    if day and per_week:
        raise DataError(sentence("coaching.task.day_and_week"))
    pass_mark, attempts = _number(given, "pass_mark", 100), _number(given, "attempts", 100)
    chosen = tuple(dict.fromkeys(scenarios))
    kind, any_of = _choice(given, chosen, known, per_week)
    made = Task(0, title, chosen, mode, float(pass_mark), attempts, day, per_week, since)
    return replace(made, kind=kind, any_of=any_of)


def read_due(text: str, since: datetime) -> date | None:
    """Read the day by whose end a task is to be done.

    Args:
        text: As 2026-11-27; empty for no such day.
        since: When the task was given.

    Raises:
        DataError: It is no day, or one before the task was given.
    """
    text = text.strip()
    try:
        day = date.fromisoformat(text) if text else None
    except ValueError:
        raise DataError(sentence("coaching.task.no_day", text=text)) from None
    if day and day < day_of(since):
        raise DataError(sentence("coaching.task.past_day"))
    return day


def _choice(
    given: Mapping[str, str], chosen: Sequence[str], known: Mapping[str, object], per_week: int
) -> tuple[str, int]:
    """The kind, and how many of it or of the scenarios chosen. Raises DataError."""
    kind, any_of = given.get("kind", ""), _number(given, "any_of", 100)
    if kind and kind not in KINDS:
        raise DataError(sentence("coaching.task.no_kind", kind=kind))
    if not kind and not chosen:
        raise DataError(sentence("coaching.task.no_scenarios"))
    if kind and chosen:
        raise DataError(sentence("coaching.task.kind_and_scenarios"))
    for name in chosen:
        if name not in known:
            raise DataError(sentence("coaching.task.no_scenario", name=name))
    if any_of and per_week:
        raise DataError(sentence("coaching.task.any_and_week"))
    if kind and not any_of and not per_week:
        raise DataError(sentence("coaching.task.how_many"))
    if chosen and any_of > len(chosen):
        raise DataError(sentence("coaching.task.too_few", count=len(chosen), wanted=any_of))
    return kind, 0 if any_of == len(chosen) else any_of
