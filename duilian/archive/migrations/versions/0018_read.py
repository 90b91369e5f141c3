"""What of their trainers' comments and reviews trainees have read; repeated calls out of the sums."""

from datetime import datetime, timedelta, timezone
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None

# The verdicts of calls gone on with from a later turn of others: they repeat what was said there.
_AGAIN = (
    "select coalesce(s.person_id, 0), v.criterion, s.kind, s.started_at, v.met"
    " from verdicts v join sessions s on s.id = v.session_id where s.parent_turn > 1"
)
_UNCOUNT = (
    "update tallies set asked = asked - 1, met = met - :met"
    " where person_id = :person and criterion = :criterion and kind = :kind and month = :month"
)


def upgrade() -> None:
    """Mark what there is as read, and take the calls that repeat others out of the sums."""
    for table in ("comments", "reviews"):
        op.add_column(table, sa.Column("read_at", sa.DateTime(timezone=True)))
        op.execute(f"update {table} set read_at = at")
        where = sa.text("read_at is null")
        op.create_index(
            f"ix_{table}_unread", table, ["session_id"], sqlite_where=where, postgresql_where=where
        )
    _uncount_repeated()
    op.execute("update sessions set cell = cell + 1000 where parent_turn > 1 and cell < 1000")


def _uncount_repeated() -> None:
    bind = op.get_bind()
    for person, criterion, kind, at, met in bind.execute(sa.text(_AGAIN)).all():
        key = {"person": person, "criterion": criterion, "kind": kind, "month": _month(at)}
        bind.execute(sa.text(_UNCOUNT), {"met": int(bool(met)), **key})


def _month(at: Any) -> str:
    """China's month of a moment, as 2026-11; SQLite gives it as a text, in UTC."""
    moment = datetime.fromisoformat(at) if isinstance(at, str) else at
    moment = moment if moment.tzinfo else moment.replace(tzinfo=timezone.utc)
    return f"{moment.astimezone(timezone(timedelta(hours=8))):%Y-%m}"
