"""What sessions come to: one person's history; by criterion, person, group and time for many."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import case, func, select
from sqlalchemy.orm import Session as Database

from duilian.archive.models import Group, Person, Session, Tally, VerdictRow
from duilian.archive.reviews import FIRST_MONDAY
from duilian.assessment.phase import PHASES
from duilian.clock import CHINA
from duilian.coaching.progress import Kept
from duilian.errors import DataError

_MONTH = re.compile(r"20\d\d-(0[1-9]|1[0-2])")


def history(db: Database, person: int) -> list[Kept]:
    """A person's ended sessions in order of time, with what holds of them now."""
    query = select(
        Session.id, Session.scenario, Session.kind, Session.mode, Session.started_at, Session.score
    )
    mine = (Session.person_id == person, Session.ended_at.isnot(None), Session.score.isnot(None))
    rows = db.execute(query.where(*mine).order_by(Session.started_at, Session.id)).all()
    verdicts: dict[str, dict[str, bool]] = {row.id: {} for row in rows}
    said = select(VerdictRow.session_id, VerdictRow.criterion, VerdictRow.met).join(
        Session, Session.id == VerdictRow.session_id
    )
    for session, criterion, met in db.execute(said.where(*mine)).all():
        verdicts[session][criterion] = met
    return [
        Kept(row.id, row.scenario, row.kind, row.mode, row.started_at, row.score, verdicts[row.id])
        for row in rows
    ]


@dataclass(frozen=True)
class AdherenceView:
    """Which sessions are counted, and how the table is cut: ``by`` person or group, months 2026-11 (both included)."""

    group: str = ""
    kind: str = ""
    scenario: str = ""
    since: str = ""
    until: str = ""
    by: str = "group"

    @classmethod
    def of(cls, given: Mapping[str, str]) -> AdherenceView:
        """From a form's fields. Raises DataError."""
        plain = {
            name: "".join(c for c in given.get(name, "") if c.isprintable()).strip()[:64]
            for name in cls.__dataclass_fields__
        }
        made = cls(**{name: value for name, value in plain.items() if value})
        for month in (made.since, made.until):
            if month and not _MONTH.fullmatch(month):
                raise DataError(f"月份写成 2026-11 的样子，不是“{month}”")
        if made.by not in ("group", "person"):
            raise DataError("一行一个小组（group）或者一行一个学员（person）")
        return made

    def query(self, **changed: str) -> dict[str, str]:
        """The fields that say something, for a link."""
        return {name: value for name, value in (vars(self) | changed).items() if value}


@dataclass(frozen=True)
class AdherenceRow:
    """A person or a group: ``key`` its number (0: none), ``counts``: criterion → (asked, met)."""

    key: int
    name: str
    counts: Mapping[str, tuple[int, int]]


def month_start(month: str, after: int = 0) -> datetime:
    """The moment a month begins in China, or the one ``after`` it."""
    year, number = divmod(int(month[:4]) * 12 + int(month[5:]) - 1 + after, 12)
    return datetime(year, number + 1, 1, tzinfo=CHINA)


def month_end(month: str) -> date:
    """The last day of a month."""
    return (month_start(month, 1) - timedelta(days=1)).date()


def _people(view: AdherenceView) -> Any:
    query = select(Person.id)
    return (
        query.join(Group, Person.group_id == Group.id).where(Group.name == view.group)
        if view.group
        else query
    )


def _sessions(view: AdherenceView) -> list[Any]:
    """Not by the indexes on people and kinds, which leave too many rows to be fetched: by the one that all of it stands in."""
    found = [Session.score.isnot(None)]
    found += [(Session.person_id + 0).in_(_people(view))] if view.group else []
    found += [Session.kind.concat("") == view.kind] if view.kind else []
    found += [Session.scenario == view.scenario] if view.scenario else []
    found += [Session.started_at >= month_start(view.since)] if view.since else []
    found += [Session.started_at < month_start(view.until, 1)] if view.until else []
    return found


def _counts(view: AdherenceView, people: Sequence[int] | None) -> Any:
    """(person, criterion, asked, met), of these people or of all: from the sums by month, or for one scenario from its sessions."""
    if view.scenario:
        met = func.sum(case((VerdictRow.met, 1), else_=0)).label("met")
        person = func.coalesce(Session.person_id, 0).label("person")
        query = select(person, VerdictRow.criterion, func.count().label("asked"), met)
        query = query.join(Session, Session.id == VerdictRow.session_id).where(*_sessions(view))
        query = query.where(Session.person_id.in_(people)) if people is not None else query
        return query.group_by(person, VerdictRow.criterion)
    query = select(
        Tally.person_id.label("person"),
        Tally.criterion,
        func.sum(Tally.asked).label("asked"),
        func.sum(Tally.met).label("met"),
    )
    query = query.where(Tally.person_id.in_(_people(view))) if view.group and people is None else query
    query = query.where(Tally.person_id.in_(people)) if people is not None else query
    query = query.where(Tally.kind == view.kind) if view.kind else query
    query = query.where(Tally.month >= view.since) if view.since else query
    query = query.where(Tally.month <= view.until) if view.until else query
    return query.group_by(Tally.person_id, Tally.criterion).having(func.sum(Tally.asked) > 0)


def _rows(found: Iterable[Any], names: Mapping[int, str]) -> list[AdherenceRow]:
    counts: dict[int, dict[str, tuple[int, int]]] = {}
    for key, criterion, asked, met in found:
        counts.setdefault(key, {})[criterion] = (int(asked), int(met))
    made = [AdherenceRow(key, names.get(key, ""), by_criterion) for key, by_criterion in counts.items()]
    return sorted(made, key=lambda row: (not row.name, row.name))


def adherence_rows(db: Database, view: AdherenceView) -> list[AdherenceRow]:
    """Who keeps which criterion how often; the rows by name, those without a person or group last."""
    if view.by == "person":
        names = {p.id: p.name for p in db.execute(select(Person.id, Person.name)).all()}
        return _rows(db.execute(_counts(view, None)).all(), names)
    counts = _counts(view, None).subquery()
    group = func.coalesce(Person.group_id, 0)
    query = select(group, counts.c.criterion, func.sum(counts.c.asked), func.sum(counts.c.met))
    query = query.outerjoin_from(counts, Person, Person.id == counts.c.person).group_by(
        group, counts.c.criterion
    )
    return _rows(
        db.execute(query).all(), {g.id: g.name for g in db.execute(select(Group.id, Group.name)).all()}
    )


def adherence_page(db: Database, view: AdherenceView, page: int, size: int) -> tuple[list[AdherenceRow], int]:
    """The same, a page of it (from 1), and how many pages there are. By person: the trainees, those without a session as well."""
    if view.by == "group":
        rows = adherence_rows(db, view)
        return rows[(page - 1) * size : page * size], -(-len(rows) // size)
    people = db.execute(
        select(Person.id, Person.name).where(Person.id.in_(_people(view)), Person.role == "trainee", Person.demo.is_(False))
        .order_by(Person.name)
    ).all()  # fmt: skip
    names = {p.id: p.name for p in people[(page - 1) * size : page * size]}
    found = {row.key: row for row in _rows(db.execute(_counts(view, list(names))).all(), names)}
    return [found.get(key) or AdherenceRow(key, name, {}) for key, name in names.items()], -(
        -len(people) // size
    )


@dataclass(frozen=True)
class Charts:
    """``weeks``: (Monday, mean score) in order; ``spread``: how many scored 0–9, 10–19 … 90–100; ``broke_off``: phase → how many (None:
    came to their end)."""

    weeks: tuple[tuple[date, float], ...]
    spread: tuple[int, ...]
    broke_off: Mapping[str | None, int]


def charts(db: Database, view: AdherenceView) -> Charts:
    """How scores went and spread, and where calls broke off, in one reading of an index."""
    query = select(Session.week, Session.cell, func.count(), func.sum(Session.score)).where(
        Session.week.isnot(None), *_sessions(view)
    )
    weeks: dict[int, tuple[int, float]] = {}
    spread, broke_off = [0] * 10, dict[str | None, int]()
    for week, cell, count, total in db.execute(query.group_by(Session.week, Session.cell)).all():
        before = weeks.get(week, (0, 0.0))
        weeks[week] = (before[0] + count, before[1] + total)
        spread[cell % 10] += count
        phase = PHASES[cell // 10 - 1] if cell >= 10 else None
        broke_off[phase] = broke_off.get(phase, 0) + count
    means = [
        (FIRST_MONDAY + timedelta(weeks=week), round(total / count, 1))
        for week, (count, total) in sorted(weeks.items())
    ]
    return Charts(tuple(means), tuple(spread), broke_off)
