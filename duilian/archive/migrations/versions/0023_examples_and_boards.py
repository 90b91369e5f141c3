"""Exemplary calls and passages; boards of groups, which a trainer switches on and a trainee may leave."""

import sqlalchemy as sa
from alembic import op

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the table and the columns."""
    op.create_table(
        "examples",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column(
            "session_id", sa.String(64), sa.ForeignKey("sessions.id", ondelete="CASCADE"), nullable=False
        ),
        sa.Column("turn", sa.Integer, nullable=False),
        sa.Column("criterion", sa.String(32), nullable=False),
        sa.Column("why", sa.Text, nullable=False),
        sa.Column("person_id", sa.Integer, sa.ForeignKey("people.id", ondelete="SET NULL")),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("state", sa.String(16), nullable=False, index=True),
        sa.Column("named", sa.Boolean, nullable=False, server_default=sa.false()),
        sa.Column("answered_at", sa.DateTime(timezone=True)),
        sa.UniqueConstraint("session_id", "turn", "criterion", name="uq_examples_passage"),
        sa.CheckConstraint("state in ('asked', 'shared', 'refused')", name="ck_examples_state"),
    )
    op.add_column("groups", sa.Column("board", sa.Boolean, nullable=False, server_default=sa.false()))
    op.add_column("people", sa.Column("off_board", sa.Boolean, nullable=False, server_default=sa.false()))
