"""Disputes: a trainee contests a verdict, a trainer decides."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "disputes",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column(
            "session_id",
            sa.String(64),
            sa.ForeignKey("sessions.id", ondelete="CASCADE"),
            nullable=False,
            index=True,
        ),
        sa.Column("criterion", sa.String(32), nullable=False),
        sa.Column("contested", sa.String(8), nullable=False),
        sa.Column("turn", sa.Integer),
        sa.Column("reason", sa.Text, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("verdict", sa.String(8)),
        sa.Column("answer", sa.Text, nullable=False),
        sa.Column("person_id", sa.Integer, sa.ForeignKey("people.id", ondelete="SET NULL")),
        sa.Column("closed_at", sa.DateTime(timezone=True)),
        sa.Column("told_at", sa.DateTime(timezone=True)),
        sa.CheckConstraint("state in ('open', 'withdrawn', 'settled')"),
    )
    is_open = sa.text("state = 'open'")
    op.create_index(
        "ix_disputes_open",
        "disputes",
        ["session_id", "criterion"],
        unique=True,
        sqlite_where=is_open,
        postgresql_where=is_open,
    )
