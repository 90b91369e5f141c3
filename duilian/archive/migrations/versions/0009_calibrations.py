"""Calibrations: a sample judged blind by two trainers."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def _key(name: str, target: str, **options: object) -> sa.Column:
    kind = sa.String(64) if target.startswith("sessions") else sa.Integer
    return sa.Column(name, kind, sa.ForeignKey(target, **options), primary_key=True)


def upgrade() -> None:
    op.create_table(
        "calibrations",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("title", sa.String(64), nullable=False),
        sa.Column("first_id", sa.Integer, sa.ForeignKey("people.id", ondelete="SET NULL")),
        sa.Column("second_id", sa.Integer, sa.ForeignKey("people.id", ondelete="SET NULL")),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
    )
    op.create_table(
        "calibration_sessions",
        _key("calibration_id", "calibrations.id", ondelete="CASCADE"),
        _key("session_id", "sessions.id", ondelete="CASCADE"),
        sa.Column("number", sa.Integer, nullable=False),
    )
    for table in ("ratings", "settlements"):
        columns = [
            _key("calibration_id", "calibrations.id", ondelete="CASCADE"),
            _key("session_id", "sessions.id", ondelete="CASCADE"),
            sa.Column("criterion", sa.String(32), primary_key=True),
        ]
        if table == "ratings":
            columns.append(sa.Column("place", sa.Integer, primary_key=True, autoincrement=False))
        columns.append(sa.Column("verdict", sa.String(8), nullable=False))
        if table == "settlements":
            columns.append(sa.Column("note", sa.Text, nullable=False))
        op.create_table(table, *columns)
