"""Whom a trainer sees: the groups an administrator assigns, or all. Who trains already goes on seeing all."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("people", sa.Column("all_groups", sa.Boolean, nullable=False, server_default=sa.false()))
    op.execute(
        sa.text("update people set all_groups = :yes where role in ('trainer', 'administrator')").bindparams(
            sa.bindparam("yes", True, sa.Boolean)
        )
    )
    op.create_table(
        "groups_seen",
        *(
            sa.Column(
                f"{name}_id", sa.Integer, sa.ForeignKey(f"{table}.id", ondelete="CASCADE"), primary_key=True
            )
            for name, table in (("person", "people"), ("group", "groups"))
        ),
    )
