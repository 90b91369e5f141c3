"""What whoever runs the archive wants to know of it."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import and_, false, func, or_, select, update
from sqlalchemy.sql import Select

from duilian.archive import Database
from duilian.archive.models import ExchangeRow, Session, Setting

HANG_UP = "/hang_up"  # the command of who ends a call


def check_writable(db: Database) -> None:
    """Take the lock of a writer and change nothing.

    Raises:
        SQLAlchemyError: The archive is locked, read-only or away.
    """
    db.execute(
        update(Setting).where(false()).values(name=""), execution_options={"synchronize_session": False}
    )


def count_open_calls(db: Database) -> int:
    """How many calls and visits have not ended."""
    query = select(func.count()).select_from(Session).where(Session.ended_at.is_(None))
    return int(db.execute(query).scalar_one())


def unfinished_sessions(before: datetime) -> Select:
    """The ids of sessions in which something has been waited for since a moment or longer, each once.

    A message has no answer, and a goodbye has none before its debrief is there; or an open call hung up, was
    answered by an earlier version, and has no debrief all the same.

    Args:
        before: Messages sent later may still be on their way.
    """
    hung_up = and_(ExchangeRow.text == HANG_UP, Session.ended_at.is_(None))
    return (
        select(ExchangeRow.session_id)
        .join(Session, Session.id == ExchangeRow.session_id)
        .where(ExchangeRow.at < before, or_(ExchangeRow.replies.is_(None), hung_up))
        .distinct()
    )


def count_owed_debriefs(db: Database, before: datetime) -> int:
    """How many open calls wait for the debrief, or for an answer, since a moment or longer."""
    unfinished = unfinished_sessions(before).where(Session.ended_at.is_(None))
    return int(db.execute(select(func.count()).select_from(unfinished.subquery())).scalar_one())
