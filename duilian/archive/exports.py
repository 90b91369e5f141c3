"""Rows for files: what was looked for, within sight, with all that belongs to it read in pieces."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session as Database
from sqlalchemy.orm import joinedload, selectinload

from duilian.archive.exam_models import ExamCall
from duilian.archive.listing import Search, is_called, search_conditions
from duilian.archive.models import Dispute, Group, Person, Session, TurnRow
from duilian.archive.sight import Sight
from duilian.errors import DataError
from duilian.texts import sentence

MAX_SESSIONS = 5_000
"""Sessions in one file."""
_PIECE = 200  # sessions that are read at once


def exported_sessions(db: Database, search: Search, sight: Sight, turns: bool = False) -> Iterator[Session]:
    """All sessions that are looked for, the earliest first.

    Args:
        db: The database session.
        search: What is looked for; sorting and page are passed over.
        sight: Who asks.
        turns: With their words?

    Raises:
        DataError: They are more than :data:`MAX_SESSIONS`.
    """
    conditions = search_conditions(db, search, sight)
    count = db.execute(select(func.count()).select_from(Session).where(*conditions)).scalar_one()
    if count > MAX_SESSIONS:
        raise DataError(sentence("export.too_many", count=count, most=MAX_SESSIONS))
    query = select(Session.id).where(*conditions).order_by(Session.started_at, Session.id)
    ids = list(db.execute(query).scalars())
    parts: list[Any] = [
        joinedload(Session.person).joinedload(Person.group),
        joinedload(Session.exam_call).joinedload(ExamCall.exam),
        selectinload(Session.assessments),
        selectinload(Session.reviews),
        selectinload(Session.verdicts),
    ]
    parts += [selectinload(Session.turns)] if turns else []
    for start in range(0, len(ids), _PIECE):
        piece = select(Session).where(Session.id.in_(ids[start : start + _PIECE])).options(*parts)
        rows = list(db.execute(piece.order_by(Session.started_at, Session.id)).scalars())
        yield from rows
        for row in rows:
            db.expunge(row)


def turn_counts(db: Database, search: Search, sight: Sight) -> dict[str, int]:
    """How many turns each session has that is looked for."""
    sessions = select(Session.id).where(*search_conditions(db, search, sight))
    query = select(TurnRow.session_id, func.count()).where(TurnRow.session_id.in_(sessions))
    return {str(session): int(count) for session, count in db.execute(query.group_by(TurnRow.session_id))}


def exported_disputes(db: Database, search: Search, sight: Sight) -> list[Dispute]:
    """The disputes of the sessions that are looked for, the earliest first."""
    sessions = select(Session.id).where(*search_conditions(db, search, sight))
    query = select(Dispute).where(Dispute.session_id.in_(sessions)).order_by(Dispute.id)
    query = query.options(
        joinedload(Dispute.session).joinedload(Session.person).joinedload(Person.group),
        joinedload(Dispute.person),
    )
    return list(db.execute(query.limit(MAX_SESSIONS)).scalars())


def exported_people(db: Database, search: Search, sight: Sight) -> list[Person]:
    """The trainees in sight by name and group as they are looked for; demo trainees left out."""
    query = select(Person).where(Person.role == "trainee", Person.demo.is_(False))
    query = query if sight.all else query.where(sight.people)
    if search.person:
        query = query.where(is_called(search.person))
    if search.group:
        query = query.join(Group, Person.group_id == Group.id).where(Group.name == search.group)
    query = query.options(joinedload(Person.group)).order_by(Person.name, Person.login)
    return list(db.execute(query).scalars())
