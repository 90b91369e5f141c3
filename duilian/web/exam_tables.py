"""Exams as tables for spreadsheets: one exam, people by calls; all exams, a line a call."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from duilian import archive
from duilian.archive import exam_setting, exports
from duilian.archive.exam_models import Certificate, ExamRow
from duilian.archive.exam_results import exam_of, result_from, results_by_person
from duilian.archive.listing import parse_day
from duilian.archive.models import Person
from duilian.archive.sight import Sight
from duilian.coaching.exams import Exam, ExamResult, SatCall
from duilian.web.site import Site
from duilian.web.spreadsheets import Sheet

if TYPE_CHECKING:
    from duilian.web.export_tables import Wanted


@dataclass(frozen=True)
class Standing:
    """What an exam came to for one who has to sit it; ``certificate``: also where it is withdrawn."""

    person: Person
    result: ExamResult
    certificate: Certificate | None

    @property
    def valid_number(self) -> str:
        """The number of the certificate; empty where there is none, or it is withdrawn."""
        made = self.certificate
        return str(made.number) if made is not None and made.withdrawn_at is None else ""

    @property
    def who(self) -> tuple[str, str, str, str]:
        """Name, login, department and group."""
        group = self.person.group.name if self.person.group else ""
        return str(self.person.name), str(self.person.login), str(self.person.department), group


def exam_standings(db: archive.Database, row: ExamRow, sight: Sight, now: datetime) -> list[Standing]:
    """What an exam came to for each one in sight, by name."""
    results, certified = results_by_person(db, row, now), {c.person_id: c for c in row.certificates}
    return [
        Standing(person, results.get(person.id) or result_from(row, (), now), certified.get(person.id))
        for person in exam_setting.candidates(db, row, sight)
    ]


@dataclass(frozen=True)
class Summary:
    """What an exam came to for all in sight.

    Attributes:
        total: How many have to sit it.
        present: How many have begun a call.
        passed: How many have passed.
        average: The mean of who was there; None for nobody.
        averages: For each call the mean of its scores; None where there is none.
    """

    total: int
    present: int
    passed: int
    average: float | None
    averages: tuple[float | None, ...]


def _mean(scores: Sequence[float]) -> float | None:
    return round(sum(scores) / len(scores), 1) if scores else None


def _score(call: SatCall | None) -> float | None:
    return None if call is None else call.score


def summarize(exam: Exam, results: Sequence[ExamResult]) -> Summary:
    """The figures over all who have to sit an exam."""
    by_call = [[_score(result.calls[n]) for result in results] for n in range(len(exam.scenarios))]
    return Summary(
        len(results),
        sum(any(result.calls) for result in results),
        sum(result.passed for result in results),
        _mean([result.average for result in results if result.average is not None]),
        tuple(_mean([score for score in scores if score is not None]) for scores in by_call),
    )


def _label(site: Site, scenario: str) -> str:
    known = site.scenarios.get(scenario)
    return known.label if known else scenario


def exam_sheet(db: archive.Database, site: Site, row: ExamRow, sight: Sight) -> Sheet:
    """One exam: a line a person, a column a call."""
    exam, texts, words = exam_of(row), site.texts["export"]["exam"], site.texts["export"]["words"]
    calls = {f"call_{n}": _label(site, name) for n, name in enumerate(exam.scenarios, 1)}
    columns: Mapping[str, str] = {**texts["who"], **calls, **texts["results"]}
    lines = []
    for one in exam_standings(db, row, sight, site.now()):
        result = one.result
        scores = [_score(call) for call in result.calls]
        absent, passed = words["yes" if result.absent else "no"], words["yes" if result.passed else "no"]
        lines.append((*one.who, *scores, result.average, result.sat, absent, passed, one.valid_number))
    return Sheet(exam.title, columns, lines)


def exam_lines(wanted: Wanted) -> list[tuple[Any, ...]]:
    """All exams that began within what is looked for: a line for each call of each person."""
    lines, site, words = [], wanted.site, wanted.words
    people = {person.id for person in exports.exported_people(wanted.db, wanted.search, wanted.sight)}
    since, until = parse_day(wanted.search.since), parse_day(wanted.search.until, after=1)
    for row in exam_setting.list_exams(wanted.db, wanted.sight):
        exam = exam_of(row)
        if (since and exam.starts < since) or (until and exam.starts >= until):
            continue
        for one in exam_standings(wanted.db, row, wanted.sight, site.now()):
            if one.person.id not in people:
                continue
            result = one.result
            for n, (scenario, call) in enumerate(zip(exam.scenarios, result.calls, strict=True), 1):
                if wanted.search.scenario not in ("", scenario):
                    continue
                kept = (call.session, call.score, call.met, call.asked) if call else (None,) * 4
                lines.append(
                    (
                        *(exam.title, exam.starts, exam.ends, exam.pass_mark, *one.who),
                        *(n, _label(site, scenario), *kept, result.average),
                        *(words["yes" if result.absent else "no"], words["yes" if result.passed else "no"]),
                        one.valid_number,
                    )
                )
    return lines
