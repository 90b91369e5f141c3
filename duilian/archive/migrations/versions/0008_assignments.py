"""Assignments: what is to be practised by whom until when."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "assignments",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("title", sa.String(64), nullable=False),
        sa.Column("scenarios", sa.JSON, nullable=False),
        sa.Column("mode", sa.String(16), nullable=False),
        sa.Column("pass_mark", sa.Float, nullable=False),
        sa.Column("attempts", sa.Integer, nullable=False),
        sa.Column("due", sa.Date),
        sa.Column("per_week", sa.Integer, nullable=False),
        sa.Column("person_id", sa.Integer, sa.ForeignKey("people.id", ondelete="SET NULL")),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
    )
    for name in ("person", "group"):
        table = "people" if name == "person" else "groups"
        op.create_table(
            f"assigned_{table}",
            sa.Column(
                "assignment_id",
                sa.Integer,
                sa.ForeignKey("assignments.id", ondelete="CASCADE"),
                primary_key=True,
            ),
            sa.Column(
                f"{name}_id", sa.Integer, sa.ForeignKey(f"{table}.id", ondelete="CASCADE"), primary_key=True
            ),
        )
