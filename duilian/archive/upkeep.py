"""What whoever runs the archive wants to know of it."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import false, func, or_, select, update

from duilian.archive import Database
from duilian.archive.models import ExchangeRow, Session, Setting

_HANG_UP = "/hang_up"


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


def count_owed_debriefs(db: Database, before: datetime) -> int:
    """How many open calls wait for the debrief, or for an answer, since a moment or longer.

    A call's last words have no answer before their debrief is there; a call that an earlier version
    kept may have hung up, been answered, and have none all the same.
    """
    unfinished = (
        select(ExchangeRow.session_id)
        .join(Session, Session.id == ExchangeRow.session_id)
        .where(
            Session.ended_at.is_(None),
            ExchangeRow.at < before,
            or_(ExchangeRow.replies.is_(None), ExchangeRow.text == _HANG_UP),
        )
    )
    return int(db.execute(select(func.count()).select_from(unfinished.distinct().subquery())).scalar_one())
