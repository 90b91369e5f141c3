"""What a person should look at, who looks at what at the moment, and what somebody has passed over."""

import hashlib
import json
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0020"
branch_labels = None
depends_on = None

_SURE = {"met": 0.85, "missed": 0.92}
_ROWS = 500  # sessions at a time
_LAST = (
    "select s.id, s.parent_turn, a.verdicts from sessions s join assessments a on a.id ="
    " (select max(id) from assessments where session_id = s.id)"
)


def upgrade() -> None:
    """Make the column, fill it from the last assessments and the reviews, and make the tables."""
    op.add_column("sessions", sa.Column("review_reasons", sa.Integer))
    _fill()
    where = sa.text("review_reasons IS NOT NULL")
    op.create_index(
        "ix_sessions_to_review",
        "sessions",
        ["started_at", "person_id", "review_reasons"],
        sqlite_where=where,
        postgresql_where=where,
    )
    op.create_table(
        "review_claims",
        sa.Column(
            "session_id", sa.String(64), sa.ForeignKey("sessions.id", ondelete="CASCADE"), primary_key=True
        ),
        sa.Column(
            "person_id",
            sa.Integer,
            sa.ForeignKey("people.id", ondelete="CASCADE"),
            nullable=False,
            index=True,
        ),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
    )
    op.create_table(
        "review_skips",
        sa.Column("person_id", sa.Integer, sa.ForeignKey("people.id", ondelete="CASCADE"), primary_key=True),
        sa.Column(
            "session_id",
            sa.String(64),
            sa.ForeignKey("sessions.id", ondelete="CASCADE"),
            primary_key=True,
            index=True,
        ),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
    )


def _fill() -> None:
    bind = op.get_bind()
    reviewed: dict[str, set[str]] = {}
    for session, criterion in bind.execute(sa.text("select session_id, criterion from reviews")).all():
        reviewed.setdefault(session, set()).add(criterion)
    found: list[dict[str, Any]] = []
    for session, turn, verdicts in bind.execute(sa.text(_LAST)):
        done = reviewed.get(session, set())
        said = json.loads(verdicts) if isinstance(verdicts, str) else verdicts
        reasons = int(any(_is_unsure(one) for name, one in said.items() if name not in done))
        reasons += 2 * (not done and _is_sampled(session))
        if reasons and (turn or 0) <= 1:
            found.append({"session": session, "reasons": reasons})
    update = sa.text("update sessions set review_reasons = :reasons where id = :session")
    for start in range(0, len(found), _ROWS):
        bind.execute(update, found[start : start + _ROWS])


def _is_unsure(said: dict[str, Any]) -> bool:
    return said.get("confidence") is not None and said["confidence"] < _SURE.get(said["verdict"], 0.85)


def _is_sampled(session: str) -> bool:
    drawn = hashlib.sha256(f"review-sample-1:{session}".encode()).digest()
    return int.from_bytes(drawn[:8], "big") % 10 == 0
