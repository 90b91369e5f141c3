"""Accounts: groups, roles, passwords, who is signed in, failed attempts."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "groups",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("name", sa.String(64), nullable=False, unique=True),
    )
    with op.batch_alter_table("people") as people:
        people.add_column(sa.Column("role", sa.String(16), nullable=False, server_default="trainee"))
        people.add_column(sa.Column("password", sa.String(128)))
        people.add_column(sa.Column("one_time", sa.Boolean, nullable=False, server_default=sa.false()))
        people.add_column(sa.Column("active", sa.Boolean, nullable=False, server_default=sa.true()))
        people.add_column(sa.Column("demo", sa.Boolean, nullable=False, server_default=sa.false()))
        people.add_column(
            sa.Column("group_id", sa.Integer, sa.ForeignKey("groups.id", name="fk_people_group"))
        )
    op.create_table(
        "logins",
        sa.Column("token", sa.String(64), primary_key=True),
        sa.Column(
            "person_id",
            sa.Integer,
            sa.ForeignKey("people.id", ondelete="CASCADE"),
            nullable=False,
            index=True,
        ),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False),
    )
    op.create_table(
        "attempts",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("name", sa.String(64), nullable=False, index=True),
        sa.Column("address", sa.String(64), nullable=False, index=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
    )
