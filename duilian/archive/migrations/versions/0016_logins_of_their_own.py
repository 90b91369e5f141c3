"""People sign in by a login of their own: two may be called the same. Old names stay logins.

Besides: the department somebody belongs to, who may see numbers unmasked, and when that was made use of.
"""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("people", sa.Column("login", sa.String(64)))
    op.execute(sa.text("update people set login = name"))
    unique = "people_name_key" if op.get_bind().dialect.name == "postgresql" else "uq_people_name"
    with op.batch_alter_table(
        "people", naming_convention={"uq": "uq_%(table_name)s_%(column_0_name)s"}
    ) as people:
        people.drop_constraint(unique, type_="unique")
        people.alter_column("login", existing_type=sa.String(64), nullable=False)
        people.create_unique_constraint("uq_people_login", ["login"])
        people.create_index("ix_people_name", ["name"])
        people.add_column(sa.Column("department", sa.String(64), nullable=False, server_default=""))
        people.add_column(sa.Column("unmasked", sa.Boolean, nullable=False, server_default=sa.false()))
    op.create_table(
        "disclosures",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column(
            "person_id",
            sa.Integer,
            sa.ForeignKey("people.id", ondelete="SET NULL"),
            nullable=True,
            index=True,
        ),
        sa.Column("what", sa.String(128), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False, index=True),
    )
