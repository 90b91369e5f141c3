"""Exams, the calls of them, certificates."""

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0021"
branch_labels = None
depends_on = None


def _number(table: str, rule: str = "CASCADE", key: bool = True) -> sa.Column:
    """A column with the number of a row of another table."""
    name = {"exams": "exam_id", "people": "person_id", "groups": "group_id"}[table]
    there = sa.ForeignKey(f"{table}.id", ondelete=rule)
    return sa.Column(name, sa.Integer, there, primary_key=key, nullable=not key and rule == "SET NULL")


def upgrade() -> None:
    """Make the tables."""
    moment = sa.DateTime(timezone=True)
    op.create_table(
        "exams",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("title", sa.String(64), nullable=False),
        sa.Column("scenarios", sa.JSON, nullable=False),
        sa.Column("seed", sa.String(64), nullable=False),
        sa.Column("starts", moment, nullable=False),
        sa.Column("ends", moment, nullable=False, index=True),
        sa.Column("pass_mark", sa.Float, nullable=False),
        sa.Column("in_order", sa.Boolean, nullable=False),
        sa.Column("strict_steps", sa.Boolean, nullable=False),
        sa.Column("at_once", sa.Boolean, nullable=False),
        _number("people", rule="SET NULL", key=False),
        sa.Column("at", moment, nullable=False),
    )
    op.create_table("exam_people", _number("exams"), _number("people"))
    op.create_table("exam_groups", _number("exams"), _number("groups"))
    session = sa.ForeignKey("sessions.id", ondelete="SET NULL")
    op.create_table(
        "exam_calls",
        _number("exams"),
        _number("people"),
        sa.Column("number", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("session_id", sa.String(64), session, unique=True),
        sa.Column("score", sa.Float),
        sa.Column("met", sa.Integer, nullable=False, server_default="0"),
        sa.Column("asked", sa.Integer, nullable=False, server_default="0"),
        sa.Column("swapped", sa.JSON),
        sa.Column("by_clock", sa.Boolean, nullable=False, server_default=sa.false()),
    )
    op.create_table(
        "certificates",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("number", sa.String(32), nullable=False, unique=True),
        _number("exams", key=False),
        _number("people", key=False),
        sa.Column("score", sa.Float, nullable=False),
        sa.Column("issued_at", moment, nullable=False),
        sa.Column("withdrawn_at", moment),
        sa.Column("told_at", moment),
        sa.UniqueConstraint("exam_id", "person_id"),
    )
    op.create_index("ix_certificates_person_id", "certificates", ["person_id"])
