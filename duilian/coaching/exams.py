"""Exams as values: what is to be sat and when, what a person's calls come to, who has passed.

Pure: an exam and a person's calls in, the result out.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum

from duilian.clock import CHINA
from duilian.errors import DataError
from duilian.language.numbers import whole_number
from duilian.texts import sentence

MOST_CALLS = 10  # of an exam
LONGEST = timedelta(days=92)  # from an exam's start to its end
FIELDS = ("title", "seed", "starts", "ends", "pass_mark", "in_order", "strict_steps", "at_once")
"""The fields of an exam's form, besides its scenarios and whom it is for."""
# The steps in the handbook's order; who listens to opinions may do so at any moment.
_STEPS = ("opening", "purpose", "pitch", "time", "closing")
_AT_ANY_MOMENT = ("thank_reception",)  # thanked for being received at the door or at the end
_BANDS = ((90.0, "excellent"), (80.0, "good"))


class ExamState(Enum):
    """How an exam stands to the clock."""

    BEFORE = "before"
    OPEN = "open"
    OVER = "over"


@dataclass(frozen=True)
class Exam:
    """An exam that a trainer sets.

    Attributes:
        id: Its number in the archive, 0 before it is kept.
        title: Its Chinese title.
        scenarios: The ids of its scenarios, in order; the number of a call counts from 1.
        seed: What every client's draws are seeded with: all sit with the same clients.
        starts: From this moment on its calls can be begun.
        ends: From this moment on nothing more is said in them.
        pass_mark: The mean of all calls from which it is passed, 0 to 100.
        in_order: Is a call begun only once the one before it is over?
        strict_steps: Do the steps of each call have to come in the handbook's order?
        at_once: Is a call's score shown as soon as it is over? Else when the exam is.
    """

    id: int
    title: str
    scenarios: tuple[str, ...]
    seed: str
    starts: datetime
    ends: datetime
    pass_mark: float
    in_order: bool
    strict_steps: bool
    at_once: bool

    def state(self, now: datetime) -> ExamState:
        """How it stands at a moment; the start belongs to it, the end does not."""
        if now < self.starts:
            return ExamState.BEFORE
        return ExamState.OPEN if now < self.ends else ExamState.OVER

    def shows_scores(self, now: datetime) -> bool:
        """May who sits it see scores?"""
        return self.at_once or self.state(now) is ExamState.OVER


@dataclass(frozen=True)
class SwappedSteps:
    """Two steps of a call in the wrong order.

    Attributes:
        early: The later step, a phase of ``data/texts.yml``, that came first.
        early_turn: Its first turn, from 0.
        late: The earlier step.
        late_turn: Its first turn.
    """

    early: str
    early_turn: int
    late: str
    late_turn: int


@dataclass(frozen=True)
class SatCall:
    """One call of an exam that somebody has begun.

    Attributes:
        number: Which of the exam, from 1.
        session: The session's id; None where that is not kept any more.
        over: Has it ended, its score with it?
        score: What holds now; None until it is over.
        met: How many criteria it kept.
        asked: How many applied.
        swapped: The first two steps in the wrong order, if there are.
        by_clock: Did the exam's end end it?
    """

    number: int
    session: str | None
    over: bool
    score: float | None = None
    met: int = 0
    asked: int = 0
    swapped: SwappedSteps | None = None
    by_clock: bool = False


@dataclass(frozen=True)
class ExamResult:
    """What a person's calls come to.

    Attributes:
        calls: A place for each call of the exam: None where it was not begun.
        average: The mean over all calls, those not sat counting 0; None where none is over.
        final: Is nothing more to come, reviews apart?
        absent: Is it final, and no call was begun?
        disordered: The numbers of calls whose steps came in the wrong order, where that is asked for.
        passed: Was every call sat, the mean reached, and every step in order where that is asked for?
    """

    calls: tuple[SatCall | None, ...]
    average: float | None
    final: bool
    absent: bool
    disordered: tuple[int, ...]
    passed: bool

    @property
    def sat(self) -> int:
        """How many calls are over."""
        return sum(call is not None and call.over for call in self.calls)


def exam_result(exam: Exam, calls: Sequence[SatCall], now: datetime) -> ExamResult:
    """What a person's calls of an exam come to at a moment."""
    by_number = {call.number: call for call in calls}
    places = tuple(by_number.get(n) for n in range(1, len(exam.scenarios) + 1))
    begun = [call for call in places if call is not None]
    scores = [call.score for call in begun if call.over and call.score is not None]
    complete = len(scores) == len(places)
    final = complete or (exam.state(now) is ExamState.OVER and all(call.over for call in begun))
    average = round(sum(scores) / len(places), 1) if scores else None
    swapped = [call.number for call in begun if call.swapped] if exam.strict_steps else []
    passed = complete and average is not None and average >= exam.pass_mark and not swapped
    return ExamResult(places, average, final, final and not begun, tuple(swapped), passed)


def next_call(exam: Exam, result: ExamResult) -> int | None:
    """The number of the call to go on with, or to begin next; None where all are over."""
    ready = [n for n, call in enumerate(result.calls, 1) if call is None or not call.over]
    return ready[0] if ready else None


def swapped_steps(
    turns: Mapping[str, int | None], phases: Mapping[str, Sequence[str]]
) -> SwappedSteps | None:
    """The first two steps of a call that came in the wrong order.

    Args:
        turns: Each criterion that was met → the turn that shows it, from 0; None where none does.
        phases: Phase → its criteria, as in ``data/texts.yml``.

    Returns:
        None where every step first came no earlier than the steps before it.
    """
    first: list[tuple[str, int]] = []
    for phase in _STEPS:
        shown = (turns.get(name) for name in phases.get(phase, ()) if name not in _AT_ANY_MOMENT)
        at = [turn for turn in shown if turn is not None]
        first += [(phase, min(at))] if at else []
    for n, (late, late_turn) in enumerate(first):
        for early, early_turn in first[n + 1 :]:
            if early_turn < late_turn:
                return SwappedSteps(early, early_turn, late, late_turn)
    return None


def band_of(score: float) -> str:
    """The band of a score with which an exam was passed: ``excellent``, ``good`` or ``passed``."""
    return next((name for least, name in _BANDS if score >= least), "passed")


def time_left(left: timedelta) -> str:
    """How long something still takes, in words: 2 天 3 小时; less than a minute is said so."""
    minutes = max(0, int(left.total_seconds())) // 60
    days, hours = minutes // 1440, minutes // 60
    if days:
        return sentence("coaching.exam.left.days", days=days, hours=hours % 24)
    if hours:
        return sentence("coaching.exam.left.hours", hours=hours, minutes=minutes % 60)
    return (
        sentence("coaching.exam.left.minutes", minutes=minutes)
        if minutes
        else sentence("coaching.exam.left.soon")
    )


def parse_exam(
    given: Mapping[str, str],
    scenarios: Sequence[str],
    known: Mapping[str, object],
    now: datetime,
    seed: str,
) -> Exam:
    """A form's fields → the exam.

    Args:
        given: The :data:`FIELDS` as they were sent.
        scenarios: The ids of the scenarios chosen, in order.
        known: The scenarios there are, by id.
        now: The moment; it has to end later.
        seed: The seed where none is given.

    Raises:
        DataError: A field is not what it should be; it names the field.
    """
    title = given.get("title", "").strip()
    if not 1 <= len(title) <= 64:
        raise DataError(sentence("coaching.exam.no_title"))
    _check_scenarios(scenarios, known)
    starts, ends = exam_moment(given.get("starts", "")), exam_moment(given.get("ends", ""))
    check_times(starts, ends, now)
    mark = whole_number(given.get("pass_mark", "").strip(), 1, 100)
    if mark is None:
        raise DataError(sentence("coaching.exam.no_mark", text=given.get("pass_mark", "")))
    wanted = given.get("seed", "").strip() or seed
    if len(wanted) > 32:
        raise DataError(sentence("coaching.exam.no_seed"))
    flags = (bool(given.get(name)) for name in ("in_order", "strict_steps", "at_once"))
    return Exam(0, title, tuple(scenarios), wanted, starts, ends, float(mark), *flags)


def _check_scenarios(scenarios: Sequence[str], known: Mapping[str, object]) -> None:
    if not 1 <= len(scenarios) <= MOST_CALLS:
        raise DataError(sentence("coaching.exam.no_scenarios", most=MOST_CALLS))
    for name in scenarios:
        if name not in known:
            raise DataError(sentence("coaching.exam.no_scenario", name=name))
    if len(set(scenarios)) < len(scenarios):
        raise DataError(sentence("coaching.exam.twice"))


def exam_moment(text: str) -> datetime:
    """A moment in China as a form sends it: 2026-12-01T09:00. Raises DataError where it is none."""
    try:
        moment = datetime.fromisoformat(text.strip()).replace(tzinfo=CHINA)
    except ValueError:
        moment = None
    if moment is None or not 2000 <= moment.year < 2100:
        raise DataError(sentence("coaching.exam.no_moment", text=text.strip()))
    return moment


def check_times(starts: datetime, ends: datetime, now: datetime) -> None:
    """Raises DataError where an exam ends before it starts, is over already, or takes too long."""
    if ends <= starts:
        raise DataError(sentence("coaching.exam.ends_first"))
    if ends <= now:
        raise DataError(sentence("coaching.exam.over_already"))
    if ends - starts > LONGEST:
        raise DataError(sentence("coaching.exam.too_long", days=LONGEST.days))
