"""What whoever runs the archive wants to know of it."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import false, func, select, update

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
    """How many calls were ended before a moment and have no scorecard yet."""
    hung_up = select(ExchangeRow.id).where(
        ExchangeRow.session_id == Session.id, ExchangeRow.text == _HANG_UP, ExchangeRow.at < before
    )
    query = select(func.count()).select_from(Session).where(Session.ended_at.is_(None), hung_up.exists())
    return int(db.execute(query).scalar_one())
