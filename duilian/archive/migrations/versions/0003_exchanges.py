"""Calls in play: every exchange as it happens; where a session comes from; how the trainee rated it."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "exchanges",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column(
            "session_id", sa.String(64), sa.ForeignKey("sessions.id", ondelete="CASCADE"), nullable=False
        ),
        sa.Column("number", sa.Integer, nullable=False),
        sa.Column("key", sa.String(64), nullable=False),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("replies", sa.JSON),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.UniqueConstraint("session_id", "number"),
        sa.UniqueConstraint("session_id", "key"),
    )
    with op.batch_alter_table("sessions") as sessions:
        parent = sa.ForeignKey("sessions.id", name="fk_sessions_parent", ondelete="SET NULL")
        sessions.add_column(sa.Column("parent_id", sa.String(64), parent))
        sessions.add_column(sa.Column("parent_turn", sa.Integer))
        sessions.add_column(sa.Column("rating", sa.JSON))
