"""What sessions come to: one person's history; by criterion, person, group and time for many."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta, timezone
from typing import Any

from sqlalchemy import case, func, select
from sqlalchemy.orm import Session as Database

from duilian.archive.models import Group, Person, Session, Tally, VerdictRow
from duilian.archive.reviews import FIRST_MONDAY
from duilian.assessment.phase import PHASES
from duilian.dialogue import DataError
from duilian.progress import Kept

_MONTH = re.compile(r"20\d\d-(0[1-9]|1[0-2])")
_CHINA = timedelta(hours=8)


def history(db: Database, person: int) -> list[Kept]:
    """A person's ended sessions in order of time, with what holds of them now."""
    query = select(Session.id, Session.scenario, Session.kind, Session.mode, Session.started_at, Session.score)
    mine = (Session.person_id == person, Session.ended_at.isnot(None), Session.score.isnot(None))
    rows = db.execute(query.where(*mine).order_by(Session.started_at, Session.id)).all()
    verdicts: dict[str, dict[str, bool]] = {row.id: {} for row in rows}
    said = select(VerdictRow.session_id, VerdictRow.criterion, VerdictRow.met).join(Session, Session.id == VerdictRow.session_id)
    for session, criterion, met in db.execute(said.where(*mine)).all():
        verdicts[session][criterion] = met
    return [
        Kept(row.id, row.scenario, row.kind, row.mode, row.started_at.replace(tzinfo=timezone.utc), row.score, verdicts[row.id])
        for row in rows
    ]


@dataclass(frozen=True)
class View:
    """Which sessions are counted, and how the table is cut: ``by`` person or group, months 2026-11 (both included)."""

    group: str = ""
    kind: str = ""
    scenario: str = ""
    since: str = ""
    until: str = ""
    by: str = "group"

    @classmethod
    def of(cls, given: Mapping[str, str]) -> View:
        """From a form's fields. Raises DataError."""
        made = cls(**{name: given[name].strip()[:64] for name in cls.__dataclass_fields__ if given.get(name, "").strip()})
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
class Row:
    """A person or a group: ``key`` its number (0: none), ``counts``: criterion → (asked, met)."""

    key: int
    name: str
    counts: Mapping[str, tuple[int, int]]


def first_day(month: str, after: int = 0) -> datetime:
    """The moment a month begins in China, or the one ``after`` it; as UTC."""
    year, number = divmod(int(month[:4]) * 12 + int(month[5:]) - 1 + after, 12)
    return datetime(year, number + 1, 1, tzinfo=timezone(_CHINA))


def last_day(month: str) -> date:
    """The last day of a month."""
    return (first_day(month, 1) - timedelta(days=1)).date()


def _people(view: View) -> Any:
    query = select(Person.id)
    return query.join(Group, Person.group_id == Group.id).where(Group.name == view.group) if view.group else query


def _sessions(view: View) -> list[Any]:
    found = [Session.score.isnot(None)]
    found += [Session.person_id.in_(_people(view))] if view.group else []
    found += [Session.kind == view.kind] if view.kind else []
    found += [Session.scenario == view.scenario] if view.scenario else []
    found += [Session.started_at >= first_day(view.since)] if view.since else []
    found += [Session.started_at < first_day(view.until, 1)] if view.until else []
    return found


def _counts(db: Database, view: View) -> list[tuple[int, str, int, int]]:
    """(person, criterion, asked, met): from the sums by month, or for one scenario from its sessions."""
    met = func.sum(case((VerdictRow.met, 1), else_=0))
    if view.scenario:
        query = select(func.coalesce(Session.person_id, 0), VerdictRow.criterion, func.count(), met)
        query = query.join(Session, Session.id == VerdictRow.session_id).where(*_sessions(view))
        return [tuple(r) for r in db.execute(query.group_by(Session.person_id, VerdictRow.criterion)).all()]
    query = select(Tally.person_id, Tally.criterion, func.sum(Tally.asked), func.sum(Tally.met))
    query = query.where(Tally.person_id.in_(_people(view))) if view.group else query
    query = query.where(Tally.kind == view.kind) if view.kind else query
    query = query.where(Tally.month >= view.since) if view.since else query
    query = query.where(Tally.month <= view.until) if view.until else query
    return [tuple(r) for r in db.execute(query.group_by(Tally.person_id, Tally.criterion)).all()]


def adherence(db: Database, view: View) -> list[Row]:
    """Who keeps which criterion how often; the rows by name, those without a person or group last."""
    people = {p.id: (p.name, p.group_id, p.group_name) for p in db.execute(
        select(Person.id, Person.name, Person.group_id, Group.name.label("group_name")).outerjoin(Group, Person.group_id == Group.id)
    )}  # fmt: skip
    rows: dict[int, tuple[str, dict[str, tuple[int, int]]]] = {}
    for person, criterion, asked, met in _counts(db, view):
        if not asked:
            continue
        name, group, group_name = people.get(person, ("", None, ""))
        key, shown = (person, name) if view.by == "person" else (group or 0, group_name or "")
        counts = rows.setdefault(key, (shown, {}))[1]
        before = counts.get(criterion, (0, 0))
        counts[criterion] = (before[0] + int(asked), before[1] + int(met))
    made = [Row(key, name, counts) for key, (name, counts) in rows.items()]
    return sorted(made, key=lambda row: (not row.name, row.name))


@dataclass(frozen=True)
class Pictures:
    """``weeks``: (Monday, mean score) in order; ``spread``: how many scored 0–9, 10–19 … 90–100; ``broke_off``: phase → how many (None:
    came to their end)."""

    weeks: tuple[tuple[date, float], ...]
    spread: tuple[int, ...]
    broke_off: Mapping[str | None, int]


def pictures(db: Database, view: View) -> Pictures:
    """How scores went and spread, and where calls broke off, in one reading of an index."""
    query = select(Session.week, Session.cell, func.count(), func.sum(Session.score)).where(Session.week.isnot(None), *_sessions(view))
    weeks: dict[int, tuple[int, float]] = {}
    spread, broke_off = [0] * 10, dict[str | None, int]()
    for week, cell, count, total in db.execute(query.group_by(Session.week, Session.cell)).all():
        before = weeks.get(week, (0, 0.0))
        weeks[week] = (before[0] + count, before[1] + total)
        spread[cell % 10] += count
        phase = PHASES[cell // 10 - 1] if cell >= 10 else None
        broke_off[phase] = broke_off.get(phase, 0) + count
    means = [(FIRST_MONDAY + timedelta(weeks=week), round(total / count, 1)) for week, (count, total) in sorted(weeks.items())]
    return Pictures(tuple(means), tuple(spread), broke_off)
