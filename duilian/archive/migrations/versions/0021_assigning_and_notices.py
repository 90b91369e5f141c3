"""Tasks of any scenarios of a kind, ended and reminded of; e-mail, groups' robots; who changed what."""

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0018"
branch_labels = None
depends_on = None


def _reference(table: str, name: str, rule: str) -> sa.ForeignKey:
    return sa.ForeignKey(f"{table}.id", name=name, ondelete=rule)


def upgrade() -> None:
    """Add the columns and tables; what waits to be sent may be about a task and go to a person or a robot."""
    moment = sa.DateTime(timezone=True)
    op.add_column("assignments", sa.Column("kind", sa.String(32), nullable=False, server_default=""))
    op.add_column("assignments", sa.Column("any_of", sa.Integer, nullable=False, server_default="0"))
    op.add_column("assignments", sa.Column("ended_at", moment))
    op.add_column("assignments", sa.Column("reminded_at", moment))
    op.add_column("assignments", sa.Column("due_told", sa.Date))
    op.add_column("people", sa.Column("email", sa.String(254), nullable=False, server_default=""))
    op.add_column("people", sa.Column("by_email", sa.Boolean, nullable=False, server_default=sa.true()))
    op.create_table(
        "audit",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("person_id", sa.Integer, sa.ForeignKey("people.id", ondelete="SET NULL")),
        sa.Column("what", sa.String(32), nullable=False),
        sa.Column("about", sa.String(64), nullable=False, index=True),
        sa.Column("title", sa.String(128), nullable=False, server_default=""),
        sa.Column("detail", sa.String(400), nullable=False, server_default=""),
        sa.Column("at", moment, nullable=False, index=True),
    )
    op.create_table(
        "group_robots",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column(
            "group_id", sa.Integer, sa.ForeignKey("groups.id", ondelete="CASCADE"), nullable=False, index=True
        ),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("url", sa.String(512), nullable=False),
        sa.Column("secret", sa.String(128), nullable=False, server_default=""),
        sa.Column("events", sa.JSON, nullable=False),
        sa.Column("active", sa.Boolean, nullable=False, server_default=sa.true()),
        sa.Column("person_id", sa.Integer, sa.ForeignKey("people.id", ondelete="SET NULL")),
        sa.Column("made_at", moment, nullable=False),
    )
    with op.batch_alter_table("outgoing") as batch:
        batch.alter_column("session_id", existing_type=sa.String(64), nullable=True)
        for column, table, name in (
            ("robot_id", "group_robots", "fk_outgoing_robot"),
            ("person_id", "people", "fk_outgoing_person"),
            ("assignment_id", "assignments", "fk_outgoing_assignment"),
        ):
            batch.add_column(sa.Column(column, sa.Integer, _reference(table, name, "CASCADE")))
