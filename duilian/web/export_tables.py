"""The tables that can be had as files: each a sheet with Chinese words, made within sight and masked."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from duilian import archive
from duilian.archive import calibrations, exports, reviews, statistics, tasks
from duilian.archive.assignment_models import Assignment
from duilian.archive.listing import Search, parse_day
from duilian.archive.models import Person, Session
from duilian.archive.reminders import task_standings
from duilian.archive.sight import Sight
from duilian.coaching.assignments import ScenarioProgress, Task, TaskProgress
from duilian.coaching.progress import criterion_records
from duilian.coaching.scorecard import kind_label
from duilian.language.masking import mask
from duilian.web.exam_tables import exam_lines
from duilian.web.site import Site
from duilian.web.spreadsheets import Proportion, Sheet


@dataclass(frozen=True)
class Wanted:
    """What is to stand in a file.

    Attributes:
        db: The database session.
        site: Scenarios, rubric, texts, clock.
        search: Which sessions, or whose.
        sight: Who asks.
        whole: With what identifies somebody?
    """

    db: archive.Database
    site: Site
    search: Search
    sight: Sight
    whole: bool = False

    @property
    def words(self) -> Mapping[str, str]:
        """The words of cells."""
        return dict(self.site.texts["export"]["words"])

    def text(self, text: str | None) -> str:
        """A text that people said or wrote, masked."""
        return (text or "") if self.whole else mask(text or "")

    def label(self, criterion: str) -> str:
        """What a criterion is called."""
        known = self.site.rubric.criteria.get(criterion)
        return known.label if known else criterion

    def mode(self, row: Session) -> str:
        """What a session's mode is called."""
        return str(self.site.texts["labels"]["modes"].get(row.mode, self.words["real"]))


def _person(person: Person | None) -> tuple[str, str, str, str]:
    """Name, login, department and group."""
    if person is None:
        return "", "", "", ""
    group = person.group.name if person.group else ""
    return str(person.name), str(person.login), str(person.department), group


def _sessions(wanted: Wanted) -> list[tuple[Any, ...]]:
    lines, phases, words = [], wanted.site.phase_labels, wanted.words
    turns = exports.turn_counts(wanted.db, wanted.search, wanted.sight)
    for row in exports.exported_sessions(wanted.db, wanted.search, wanted.sight):
        name, login, department, group = _person(row.person)
        asked, met = len(row.verdicts), sum(bool(one.met) for one in row.verdicts)
        seconds = (row.ended_at - row.started_at).total_seconds()
        lines.append(
            (
                *(row.id, row.started_at, round(seconds / 60, 1), name, login, department, group),
                *(wanted.site.label(row), kind_label(str(row.kind)), wanted.mode(row)),
                *(words[str(row.origin)], row.score, row.assessments[-1].score if row.assessments else None),
                *(met, asked, Proportion(met / asked) if asked else None),
                phases.get(str(row.broke_off), str(row.broke_off)) if row.broke_off else words["finished"],
                *(row.reviewed_at, turns.get(str(row.id), 0)),
                row.exam_call.exam.title if row.exam_call else "",
            )
        )
    return lines


def _verdicts(wanted: Wanted) -> list[tuple[Any, ...]]:
    lines, words = [], wanted.words
    for row in exports.exported_sessions(wanted.db, wanted.search, wanted.sight, turns=True):
        name, login, _, group = _person(row.person)
        machine, said = reviews.machine_verdicts(row), {int(t.number): wanted.text(t.text) for t in row.turns}
        for criterion, ruling in reviews.rulings(row).items():
            known = wanted.site.rubric.criteria.get(criterion)
            confidence = Proportion(ruling.confidence) if ruling.confidence is not None else None
            lines.append(
                (
                    *(row.id, row.started_at, name, login, group, wanted.site.label(row)),
                    *(kind_label(str(row.kind)), criterion, wanted.label(criterion)),
                    *(known.weight if known else None, words[ruling.verdict], words[ruling.machine]),
                    *(confidence, ruling.by if ruling.by != "—" else "", wanted.text(ruling.reason)),
                    _quote(machine.get(criterion, {}), said),
                )
            )
    return lines


def _quote(verdict: Mapping[str, Any], said: Mapping[int, str]) -> str:
    """The words that a verdict stands on."""
    turn, start, end = (verdict.get(name) for name in ("turn", "start", "end"))
    if start is None or end is None:
        return str(verdict.get("quote", ""))
    return said.get(int(turn or 0), "")[start:end]


def _turns(wanted: Wanted) -> list[tuple[Any, ...]]:
    lines, labels = [], wanted.site.texts["labels"]
    for row in exports.exported_sessions(wanted.db, wanted.search, wanted.sight, turns=True):
        name, login, _, group = _person(row.person)
        for turn in row.turns:
            trainee = turn.speaker == "trainee"
            heard = [one["act"] for one in turn.labels] if trainee else list(turn.labels)
            called = labels["acts" if trainee else "cues"]
            lines.append(
                (
                    *(row.id, row.started_at, name, login, group, wanted.site.label(row), turn.number + 1),
                    *(wanted.words[turn.speaker], wanted.text(turn.text)),
                    "、".join(dict.fromkeys(str(called.get(one, one)) for one in heard)),
                    *(turn.begins, turn.ends),
                )
            )
    return lines


def _assignments(wanted: Wanted) -> list[tuple[Any, ...]]:
    lines: list[tuple[Any, ...]] = []
    people = {person.id for person in exports.exported_people(wanted.db, wanted.search, wanted.sight)}
    since, until = parse_day(wanted.search.since), parse_day(wanted.search.until, after=1)
    for row in tasks.list_assignments(wanted.db, wanted.sight):
        if (since and row.at < since) or (until and row.at >= until):
            continue
        for person, progress in task_standings(wanted.db, row, wanted.site.now(), wanted.sight):
            if person.id in people:
                lines += _task_lines(wanted, tasks.task_of(row), person, progress)
    return lines


def _task_lines(
    wanted: Wanted, task: Task, person: Person, progress: TaskProgress
) -> Iterator[tuple[Any, ...]]:
    """How far somebody has come with a task: a line a scenario, or one where none was tried of a kind."""
    words, texts = wanted.words, wanted.site.texts["labels"]
    name, login, _, group = _person(person)
    for part in progress.parts or (ScenarioProgress("", None, 0, False, False),):
        scenario = wanted.site.clients.get(part.scenario)
        if wanted.search.scenario not in ("", part.scenario):
            continue
        yield (
            *(task.title, task.since, task.due, name, login, group),
            *(scenario.label if scenario else part.scenario, texts["modes"][task.mode], task.pass_mark),
            *(part.best, part.tried, words["yes" if part.passed else "no"]),
            *(progress.done, progress.wanted, words["yes" if progress.late else "no"]),
            words["yes" if task.ended else "no"],
        )


def assignment_sheet(db: archive.Database, site: Site, row: Assignment, sight: Sight) -> Sheet:
    """Who has done what of one task, as far as they are in sight."""
    wanted, task = Wanted(db, site, Search(), sight), tasks.task_of(row)
    standings = task_standings(db, row, site.now(), sight)
    lines = [line for person, one in standings for line in _task_lines(wanted, task, person, one)]
    texts = site.texts["export"]
    return Sheet(str(texts["titles"]["assignments"]), dict(texts["assignments"]), lines)


def _progress(wanted: Wanted) -> list[tuple[Any, ...]]:
    lines, words = [], wanted.words
    since, until = parse_day(wanted.search.since), parse_day(wanted.search.until, after=1)
    for person in exports.exported_people(wanted.db, wanted.search, wanted.sight):
        history = [
            one
            for one in statistics.history(wanted.db, int(person.id))
            if not (since and one.at < since) and not (until and one.at >= until)
        ]
        for record in criterion_records(history):
            recent = "".join("✓" if met else "✗" for met in record.recent)
            lines.append(
                (
                    *(*_person(person), record.criterion, wanted.label(record.criterion), record.asked),
                    *(record.met, Proportion(record.rate), recent, words["yes" if record.mastered else "no"]),
                )
            )
    return lines


def _calibration(wanted: Wanted) -> list[tuple[Any, ...]]:
    lines, words = [], wanted.words
    since, until = parse_day(wanted.search.since), parse_day(wanted.search.until, after=1)
    for row in calibrations.list_calibrations(wanted.db, wanted.sight):
        if (since and row.at < since) or (until and row.at >= until):
            continue
        done = calibrations.rated_places(wanted.db, row)
        numbers = {item.session_id: item.number for item in row.items}
        for item in calibrations.rated_items(wanted.db, row):
            if done[item.session] != {1, 2}:  # what one said is not for the other before it has judged
                continue
            said = [words.get(item.verdicts.get(rater, ""), "") for rater in (1, 2, 0)]
            lines.append(
                (
                    *(row.title, row.at, numbers[item.session], item.session, item.criterion),
                    *(wanted.label(item.criterion), *said, words.get(item.agreed or "", "")),
                )
            )
    return lines


def _disputes(wanted: Wanted) -> list[tuple[Any, ...]]:
    lines, words = [], wanted.words
    for one in exports.exported_disputes(wanted.db, wanted.search, wanted.sight):
        name, login, _, group = _person(one.session.person)
        lines.append(
            (
                *(one.at, name, login, group, one.session_id, wanted.site.label(one.session)),
                *(wanted.label(str(one.criterion)), words[one.contested], wanted.text(one.reason)),
                *(None if one.turn is None else one.turn + 1, words[one.state], words.get(one.verdict or "")),
                *(wanted.text(one.answer), one.person.name if one.person else "", one.closed_at),
            )
        )
    return lines


TABLES: Mapping[str, Callable[[Wanted], list[tuple[Any, ...]]]] = {
    "sessions": _sessions,
    "verdicts": _verdicts,
    "turns": _turns,
    "assignments": _assignments,
    "progress": _progress,
    "exams": exam_lines,
    "calibration": _calibration,
    "disputes": _disputes,
}


def export_sheet(wanted: Wanted, table: str) -> Sheet:
    """One of :data:`TABLES`, made.

    Raises:
        DataError: Too many sessions are looked for.
    """
    texts = wanted.site.texts["export"]
    return Sheet(str(texts["titles"][table]), dict(texts[table]), TABLES[table](wanted))
