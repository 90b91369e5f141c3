"""What a month came to: by person and by criterion, beside the month before."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from sqlalchemy import func, select
from sqlalchemy.orm import Session as Database

from duilian.archive.models import Person, Session, handle_of
from duilian.archive.sight import Sight
from duilian.archive.statistics import AdherenceView, adherence_rows, month_start, view_conditions

_SELDOM = 3  # a criterion that applied less often in a group is not what it has to practise
_OFTEN = 2  # a criterion that applied less often is nobody's weakness


@dataclass(frozen=True)
class PersonMonth:
    """A person's month.

    Attributes:
        person: Its number.
        name: Its handle.
        sessions: How many sessions ended.
        mean: Their mean score, 0 to 100.
        best: The best of them.
        before: The mean of the month before; None where there was nothing.
        weakest: The criterion missed most often; empty where none was asked for twice and missed.
    """

    person: int
    name: str
    sessions: int
    mean: float
    best: float
    before: float | None
    weakest: str


@dataclass(frozen=True)
class CriterionMonth:
    """How often a criterion applied in a month and was met; ``before``: its share the month before."""

    criterion: str
    asked: int
    met: int
    before: float | None

    @property
    def rate(self) -> float:
        """The share met, 0 to 1."""
        return self.met / self.asked

    @property
    def is_rare(self) -> bool:
        """Did it apply so seldom that its share says little?"""
        return self.asked < _SELDOM


@dataclass(frozen=True)
class MonthReport:
    """A month of everybody seen, or of a group.

    Attributes:
        people: Who ended a session, by name.
        criteria: What was asked for, the weakest first; what was hardly asked for, last.
        sessions: How many sessions ended.
        reviewed: How many of them a trainer looked at.
        mean: Their mean score; None where there are none.
        before: The mean of the month before, likewise.
    """

    people: tuple[PersonMonth, ...]
    criteria: tuple[CriterionMonth, ...]
    sessions: int
    reviewed: int
    mean: float | None
    before: float | None


def month_before(month: str) -> str:
    """2026-11 → 2026-10."""
    return f"{month_start(month, -1):%Y-%m}"


def month_report(db: Database, month: str, group: str, sight: Sight) -> MonthReport:
    """Count a month.

    Args:
        db: The database session.
        month: China's, as 2026-11.
        group: A group's name; empty for everybody seen.
        sight: Who asks.
    """
    view = AdherenceView(group=group, since=month, until=month, by="person")
    earlier = replace(view, since=month_before(month), until=month_before(month))
    now, then = _sums(db, view, sight), _sums(db, earlier, sight)
    counts = {row.key: row.counts for row in adherence_rows(db, view, sight)}
    earlier_counts = [row.counts for row in adherence_rows(db, earlier, sight)]
    names = _names(db, [key for key in now if key])
    people = [
        PersonMonth(
            key,
            names.get(key, ""),
            total.count,
            round(total.score / total.count, 1),
            total.best,
            round(then[key].score / then[key].count, 1) if key in then else None,
            _weakest(counts.get(key, {})),
        )
        for key, total in now.items()
    ]
    people.sort(key=lambda one: (not one.name, one.name))
    return MonthReport(
        tuple(people),
        _criteria(list(counts.values()), earlier_counts),
        sum(total.count for total in now.values()),
        sum(total.reviewed for total in now.values()),
        _mean(now),
        _mean(then),
    )


@dataclass(frozen=True)
class _Sum:
    count: int
    score: float
    best: float
    reviewed: int


def _sums(db: Database, view: AdherenceView, sight: Sight) -> dict[int, _Sum]:
    """Person (0 for nobody) → what its sessions come to."""
    person = func.coalesce(Session.person_id, 0)
    query = select(
        person,
        func.count(),
        func.sum(Session.score),
        func.max(Session.score),
        func.count(Session.reviewed_at),
    ).where(Session.ended_at.isnot(None), *view_conditions(view, sight))
    return {key: _Sum(*rest) for key, *rest in db.execute(query.group_by(person))}


def _names(db: Database, people: list[int]) -> dict[int, str]:
    query = select(Person.id, Person.name, Person.login).where(Person.id.in_(people))
    return {row.id: handle_of(row.name, row.login) for row in db.execute(query)}


def _mean(sums: Mapping[int, _Sum]) -> float | None:
    count = sum(one.count for one in sums.values())
    return round(sum(one.score for one in sums.values()) / count, 1) if count else None


def _weakest(counts: Mapping[str, tuple[int, int]]) -> str:
    missed = [(met / asked, -asked, name) for name, (asked, met) in counts.items() if asked >= _OFTEN]
    rate, _, name = min(missed, default=(1.0, 0, ""))
    return name if rate < 1 else ""


def _criteria(
    now: list[Mapping[str, tuple[int, int]]], then: list[Mapping[str, tuple[int, int]]]
) -> tuple[CriterionMonth, ...]:
    def total(counts: list[Mapping[str, tuple[int, int]]]) -> dict[str, tuple[int, int]]:
        made: dict[str, tuple[int, int]] = {}
        for one in counts:
            for name, (asked, met) in one.items():
                before = made.get(name, (0, 0))
                made[name] = before[0] + asked, before[1] + met
        return made

    earlier = total(then)
    rows = [
        CriterionMonth(name, asked, met, earlier[name][1] / earlier[name][0] if name in earlier else None)
        for name, (asked, met) in total(now).items()
    ]
    return tuple(sorted(rows, key=lambda row: (row.is_rare, row.rate, -row.asked, row.criterion)))
