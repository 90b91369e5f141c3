"""A group's board: how much each trainee practises and masters; switched on by a trainer, left at will."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session as Database
from sqlalchemy.orm import aliased

from duilian.archive.exam_results import sealed_sessions
from duilian.archive.models import Group, Person, Session, VerdictRow, handle_of
from duilian.archive.reviews import FIRST_TURN, week_of
from duilian.archive.sight import Sight
from duilian.coaching.motivation import BOARD_WEEKS, BoardRow, mastered_rules, week_streak
from duilian.coaching.progress import EndedSession, criterion_records

LATEST_CALLS = 30
"""From how many of the latest calls of somebody it is seen what is mastered."""


def _practice(call: Any) -> list[Any]:
    """Conditions on sessions: played to the end, and not repeating another."""
    whole = or_(call.parent_turn.is_(None), call.parent_turn <= FIRST_TURN)
    return [call.ended_at.isnot(None), call.score.isnot(None), call.origin == "played", whole]


def practice_weeks(db: Database, people: Sequence[int]) -> dict[int, dict[int, int]]:
    """Person → week, as :func:`duilian.archive.reviews.week_of` counts it → how many calls were practised."""
    query = select(Session.person_id, Session.week, func.count()).where(
        Session.person_id.in_(people), Session.week.isnot(None), *_practice(Session)
    )
    found: dict[int, dict[int, int]] = {person: {} for person in people}
    for person, week, count in db.execute(query.group_by(Session.person_id, Session.week)):
        found[person][int(week)] = int(count)
    return found


def _latest_calls(db: Database, people: Sequence[int], now: datetime) -> dict[int, list[EndedSession]]:
    """Person → its latest calls with their verdicts, in order of time, but for what an exam conceals.

    Person by person, along the index on people and time, and the verdicts by the calls' ids.
    """
    call = aliased(Session)
    wanted = (call.person_id == Person.id, call.id.not_in(sealed_sessions(now)), *_practice(call))
    latest = select(call.id).where(*wanted).order_by(call.started_at.desc(), call.id.desc())
    columns = (Session.id, Session.person_id, Session.scenario, Session.kind, Session.mode)
    query = select(*columns, Session.started_at, Session.score).select_from(Person)
    query = query.join(Session, Session.id.in_(latest.limit(LATEST_CALLS).correlate(Person)))
    rows = db.execute(query.where(Person.id.in_(people)).order_by(Session.started_at, Session.id)).all()
    verdicts: dict[str, dict[str, bool]] = {row.id: {} for row in rows}
    said = select(VerdictRow.session_id, VerdictRow.criterion, VerdictRow.met)
    for session, criterion, met in db.execute(said.where(VerdictRow.session_id.in_(list(verdicts)))):
        verdicts[session][criterion] = met
    found: dict[int, list[EndedSession]] = {person: [] for person in people}
    for row in rows:
        call_of = (row.id, row.scenario, row.kind, row.mode, row.started_at, row.score, verdicts[row.id])
        found[row.person_id].append(EndedSession(*call_of))
    return found


def board_of(db: Database, group: int, now: datetime) -> list[BoardRow]:
    """A group's trainees, without those who have left its board."""
    wanted = (Person.group_id == group, Person.role == "trainee", Person.active, Person.demo.is_(False))
    query = select(Person.id, Person.name, Person.login).where(*wanted, Person.off_board.is_(False))
    names = {row.id: handle_of(row.name, row.login) for row in db.execute(query)}
    weeks, calls = practice_weeks(db, list(names)), _latest_calls(db, list(names), now)
    this_week = week_of(now)
    return [
        BoardRow(
            person,
            name,
            sum(count for week, count in weeks[person].items() if week > this_week - BOARD_WEEKS),
            week_streak(weeks[person], this_week),
            len(mastered_rules(criterion_records(calls[person]))),
        )
        for person, name in names.items()
    ]


def groups_of_boards(db: Database, sight: Sight) -> list[Group]:
    """The groups whose board a trainer may switch on and off, by name."""
    query = select(Group).order_by(Group.name)
    return list(
        db.execute(query if sight.groups is None else query.where(Group.id.in_(sight.groups))).scalars()
    )
