"""Reviews, comments, and what holds of a session now: its score and verdicts, for lists and statistics."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def _session(**options: object) -> sa.Column:
    return sa.Column(
        "session_id",
        sa.String(64),
        sa.ForeignKey("sessions.id", ondelete="CASCADE"),
        nullable=False,
        **options,
    )


def upgrade() -> None:
    op.create_table(
        "reviews",
        sa.Column("id", sa.Integer, primary_key=True),
        _session(index=True),
        sa.Column("criterion", sa.String(32), nullable=False),
        sa.Column("verdict", sa.String(8), nullable=False),
        sa.Column("reason", sa.Text, nullable=False),
        sa.Column("person_id", sa.Integer, sa.ForeignKey("people.id", ondelete="SET NULL")),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("verdict in ('met', 'missed', 'na')"),
    )
    op.create_table(
        "comments",
        sa.Column("id", sa.Integer, primary_key=True),
        _session(index=True),
        sa.Column("turn", sa.Integer, nullable=False),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("person_id", sa.Integer, sa.ForeignKey("people.id", ondelete="SET NULL")),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
    )
    op.create_table(
        "verdicts",
        _session(primary_key=True),
        sa.Column("criterion", sa.String(32), primary_key=True),
        sa.Column("met", sa.Boolean, nullable=False),
    )
    op.create_index("ix_verdicts_criterion", "verdicts", ["criterion", "met", "session_id"])
    with op.batch_alter_table("sessions") as sessions:
        sessions.add_column(sa.Column("score", sa.Float))
        sessions.add_column(sa.Column("reviewed_at", sa.DateTime(timezone=True)))
        sessions.add_column(sa.Column("origin", sa.String(16), nullable=False, server_default="played"))
    op.execute(
        "update sessions set score = (select a.score from assessments a "
        "where a.session_id = sessions.id order by a.id desc limit 1)"
    )
