"""What sessions come to: one person's history; by criterion, person, group and time for many."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import case, func, or_, select
from sqlalchemy.orm import Session as Database

from duilian.archive.exam_models import ExamCall
from duilian.archive.exam_results import sealed_sessions
from duilian.archive.models import Group, Person, Session, Tally, VerdictRow, handle_of
from duilian.archive.reviews import AGAIN, FIRST_MONDAY, FIRST_TURN
from duilian.archive.sight import EVERYBODY, Sight
from duilian.assessment.phase import PHASES
from duilian.clock import CHINA
from duilian.coaching.progress import EndedSession
from duilian.errors import DataError
from duilian.texts import sentence

_MONTH = re.compile("20[0-9]{2}-(0[1-9]|1[0-2])")


def history(
    db: Database, person: int, latest: int = 0, verdicts: bool = True, shown_at: datetime | None = None
) -> list[EndedSession]:
    """A person's ended sessions in order of time, with the score and the verdicts that hold of them now.

    Args:
        db: The database session.
        person: The person's number.
        latest: Only so many of the latest; 0 for all.
        verdicts: Are they wanted? Without them it is much quicker.
        shown_at: For the person itself: without exams whose scores are not to be shown to it at this moment.
    """
    query = select(
        *(Session.id, Session.scenario, Session.kind, Session.mode, Session.started_at, Session.score),
        Session.parent_turn,
    )
    mine = [Session.person_id == person, Session.ended_at.isnot(None), Session.score.isnot(None)]
    mine += [] if shown_at is None else [Session.id.not_in(sealed_sessions(shown_at))]
    query = query.where(*mine).order_by(Session.started_at.desc(), Session.id.desc())
    rows = db.execute(query.limit(latest) if latest else query).all()[::-1]
    made: dict[str, dict[str, bool]] = {row.id: {} for row in rows}
    said = select(VerdictRow.session_id, VerdictRow.criterion, VerdictRow.met).join(
        Session, Session.id == VerdictRow.session_id
    )
    if verdicts and rows:
        said = said.where(*mine, Session.started_at >= rows[0].started_at)
        for session, criterion, met in db.execute(said).all():
            if session in made:
                made[session][criterion] = met
    return [
        EndedSession(
            *(row.id, row.scenario, row.kind, row.mode),
            at=row.started_at,
            score=row.score,
            verdicts=made[row.id],
            whole=(row.parent_turn or 0) <= FIRST_TURN,
        )
        for row in rows
    ]


@dataclass(frozen=True)
class AdherenceView:
    """Which sessions are counted, and how the table is cut; empty fields leave nothing out.

    Attributes:
        group: A group's name.
        kind: A kind of conversation.
        scenario: A scenario's id.
        since: The first month in China, 2026-11.
        until: The last one, included.
        by: A row for each ``group`` or ``person``.
        calls: ``all`` counts calls that repeat others and what trainers tried out, too; ``exam`` only those
            of exams.
    """

    group: str = ""
    kind: str = ""
    scenario: str = ""
    since: str = ""
    until: str = ""
    by: str = "group"
    calls: str = ""

    @classmethod
    def of(cls, given: Mapping[str, str]) -> AdherenceView:
        """Read a form's fields; those that are none of a view are passed over.

        Raises:
            DataError: A month or ``by`` cannot be meant.
        """
        plain = {
            name: "".join(c for c in given.get(name, "") if c.isprintable()).strip()[:64]
            for name in cls.__dataclass_fields__
        }
        made = cls(**{name: value for name, value in plain.items() if value})
        for month in (made.since, made.until):
            if month and not _MONTH.fullmatch(month):
                raise DataError(sentence("archive.statistics.no_month", month=month))
        if made.by not in ("group", "person"):
            raise DataError(sentence("archive.statistics.no_rows"))
        if made.calls not in ("", "all", "exam"):
            raise DataError(sentence("archive.statistics.no_calls"))
        return made

    def query(self, **changed: str) -> dict[str, str]:
        """The fields that say something, with some of them changed, for a link."""
        return {name: value for name, value in (vars(self) | changed).items() if value}


@dataclass(frozen=True)
class AdherenceRow:
    """A row of the table: a person or a group.

    Attributes:
        key: Its number; 0 for sessions of nobody or of people without a group.
        name: Its name.
        counts: Criterion → how often it applied, and how often it was met.
    """

    key: int
    name: str
    counts: Mapping[str, tuple[int, int]]


def month_start(month: str, after: int = 0) -> datetime:
    """The moment in China when a month (2026-11) begins, or one that many months ``after`` it."""
    year, number = divmod(int(month[:4]) * 12 + int(month[5:]) - 1 + after, 12)
    return datetime(year, number + 1, 1, tzinfo=CHINA)


def month_end(month: str) -> date:
    """The last day of a month (2026-11)."""
    return (month_start(month, 1) - timedelta(days=1)).date()


def _people(view: AdherenceView, sight: Sight) -> Any:
    query = select(Person.id) if sight.all else select(Person.id).where(sight.people)
    if view.group:
        query = query.join(Group, Person.group_id == Group.id).where(Group.name == view.group)
    return query


def outsiders(everything: bool = False) -> Any:
    """A query for the numbers of the people who are in no statistics: newcomers trying it out.

    Args:
        everything: Else those, too, who are no trainees: what they play is tried out.
    """
    out = Person.demo.is_(True)
    return select(Person.id).where(out if everything else or_(out, Person.role != "trainee"))


def view_conditions(view: AdherenceView, sight: Sight) -> list[Any]:
    """Conditions of SQLAlchemy's for the sessions of a view, within a sight.

    They keep SQLite off the indexes on people and kinds, which leave too many rows to be fetched: it is to
    take the one in which all columns stand.
    """
    out = (Session.person_id + 0).not_in(outsiders(view.calls == "all"))
    wanted: list[Any] = [Session.score.isnot(None), or_(Session.person_id.is_(None), out)]
    wanted += [Session.cell < AGAIN] if view.calls != "all" else []
    if view.calls == "exam":
        wanted.append(Session.id.in_(select(ExamCall.session_id).where(ExamCall.session_id.isnot(None))))
    wanted += [(Session.person_id + 0).in_(_people(view, sight))] if view.group or not sight.all else []
    wanted += [Session.kind.concat("") == view.kind] if view.kind else []
    wanted += [Session.scenario == view.scenario] if view.scenario else []
    wanted += [Session.started_at >= month_start(view.since)] if view.since else []
    wanted += [Session.started_at < month_start(view.until, 1)] if view.until else []
    return wanted


def _counts(view: AdherenceView, people: Sequence[int] | None, sight: Sight) -> Any:
    """A query for (person, criterion, asked, met), of these people or of all.

    It reads the sums by month, or for one scenario, all calls, or those of exams, the sessions.
    """
    if view.scenario or view.calls:
        met = func.sum(case((VerdictRow.met, 1), else_=0)).label("met")
        person = func.coalesce(Session.person_id, 0).label("person")
        query = select(person, VerdictRow.criterion, func.count().label("asked"), met)
        query = query.join(Session, Session.id == VerdictRow.session_id).where(*view_conditions(view, sight))
        query = query.where(Session.person_id.in_(people)) if people is not None else query
        return query.group_by(person, VerdictRow.criterion)
    query = select(
        Tally.person_id.label("person"),
        Tally.criterion,
        func.sum(Tally.asked).label("asked"),
        func.sum(Tally.met).label("met"),
    )
    query = query.where(Tally.person_id.not_in(outsiders()))
    if people is not None:
        query = query.where(Tally.person_id.in_(people))
    elif view.group or not sight.all:
        query = query.where(Tally.person_id.in_(_people(view, sight)))
    query = query.where(Tally.kind == view.kind) if view.kind else query
    query = query.where(Tally.month >= view.since) if view.since else query
    query = query.where(Tally.month <= view.until) if view.until else query
    return query.group_by(Tally.person_id, Tally.criterion).having(func.sum(Tally.asked) > 0)


def _rows(counted: Iterable[Any], names: Mapping[int, str]) -> list[AdherenceRow]:
    counts: dict[int, dict[str, tuple[int, int]]] = {}
    for key, criterion, asked, met in counted:
        counts.setdefault(key, {})[criterion] = (int(asked), int(met))
    made = [AdherenceRow(key, names.get(key, ""), by_criterion) for key, by_criterion in counts.items()]
    return sorted(made, key=lambda row: (not row.name, row.name))


def adherence_rows(db: Database, view: AdherenceView, sight: Sight = EVERYBODY) -> list[AdherenceRow]:
    """Who keeps which criterion how often; the rows by name, the one without a person or group last."""
    if view.by == "person":
        people = db.execute(select(Person.id, Person.name, Person.login)).all()
        names = {p.id: handle_of(p.name, p.login) for p in people}
        return _rows(db.execute(_counts(view, None, sight)).all(), names)
    counts = _counts(view, None, sight).subquery()
    group = func.coalesce(Person.group_id, 0)
    query = select(group, counts.c.criterion, func.sum(counts.c.asked), func.sum(counts.c.met))
    query = query.outerjoin_from(counts, Person, Person.id == counts.c.person).group_by(
        group, counts.c.criterion
    )
    return _rows(
        db.execute(query).all(), {g.id: g.name for g in db.execute(select(Group.id, Group.name)).all()}
    )


def adherence_page(
    db: Database, view: AdherenceView, page: int, size: int, sight: Sight = EVERYBODY
) -> tuple[list[AdherenceRow], int]:
    """A page of :func:`adherence_rows`; by person it shows trainees only, those without a session as well.

    Args:
        db: The database session.
        view: What is counted.
        page: Which page, from 1.
        size: Rows on a page.
        sight: Who looks.

    Returns:
        The rows, and how many pages there are.
    """
    if view.by == "group":
        rows = adherence_rows(db, view, sight)
        return rows[(page - 1) * size : page * size], -(-len(rows) // size)
    trainees = (Person.id.in_(_people(view, sight)), Person.role == "trainee", Person.demo.is_(False))
    columns = (Person.id, Person.name, Person.login)
    people = db.execute(select(*columns).where(*trainees).order_by(Person.name, Person.login)).all()
    names = {p.id: handle_of(p.name, p.login) for p in people[(page - 1) * size : page * size]}
    by_key = {row.key: row for row in _rows(db.execute(_counts(view, list(names), sight)).all(), names)}
    return [by_key.get(key) or AdherenceRow(key, name, {}) for key, name in names.items()], -(
        -len(people) // size
    )


@dataclass(frozen=True)
class Charts:
    """The figures of three charts.

    Attributes:
        weeks: Monday and mean score of each week with sessions, in order.
        spread: How many sessions scored 0–9, 10–19, … 90–100.
        broke_off: Phase → how many sessions broke off in it; None → how many came to their end.
    """

    weeks: tuple[tuple[date, float], ...]
    spread: tuple[int, ...]
    broke_off: Mapping[str | None, int]


def charts(db: Database, view: AdherenceView, sight: Sight = EVERYBODY) -> Charts:
    """Count how scores went and spread, and where calls broke off, in one reading of an index."""
    query = select(Session.week, Session.cell, func.count(), func.sum(Session.score)).where(
        Session.week.isnot(None), *view_conditions(view, sight)
    )
    weeks: dict[int, tuple[int, float]] = {}
    spread, broke_off = [0] * 10, dict[str | None, int]()
    for week, cell, count, total in db.execute(query.group_by(Session.week, Session.cell)).all():
        before = weeks.get(week, (0, 0.0))
        weeks[week] = (before[0] + count, before[1] + total)
        spread[cell % 10] += count
        phase = PHASES[cell % AGAIN // 10 - 1] if cell % AGAIN >= 10 else None
        broke_off[phase] = broke_off.get(phase, 0) + count
    means = [
        (FIRST_MONDAY + timedelta(weeks=week), round(total / count, 1))
        for week, (count, total) in sorted(weeks.items())
    ]
    return Charts(tuple(means), tuple(spread), broke_off)
