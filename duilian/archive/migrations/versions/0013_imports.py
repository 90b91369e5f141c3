"""Files handed in, and their calls until they are kept; a real call's title, and the times of its turns."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def _owned(name: str, target: str, nullable: bool = False) -> sa.Column:
    kind = sa.String(32) if target == "import_batches" else sa.Integer
    return sa.Column(
        name, kind, sa.ForeignKey(f"{target}.id", ondelete="CASCADE"), nullable=nullable, index=True
    )


def upgrade() -> None:
    op.add_column("sessions", sa.Column("title", sa.String(128), nullable=False, server_default=""))
    op.add_column("sessions", sa.Column("kept_at", sa.DateTime(timezone=True)))
    op.add_column("turns", sa.Column("begins", sa.Float))
    op.add_column("turns", sa.Column("ends", sa.Float))
    op.create_table(
        "import_batches",
        sa.Column("id", sa.String(32), primary_key=True),
        _owned("owner_id", "people"),
        _owned("person_id", "people", nullable=True),
        sa.Column("kind", sa.String(32), nullable=False),
        sa.Column("context", sa.JSON, nullable=False),
        sa.Column("day", sa.Date),
        sa.Column("started", sa.Boolean, nullable=False, server_default=sa.false()),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
    )
    op.create_table(
        "import_files",
        sa.Column("id", sa.Integer, primary_key=True),
        _owned("batch_id", "import_batches"),
        sa.Column("number", sa.Integer, nullable=False),
        sa.Column("name", sa.String(255), nullable=False),
        sa.Column("content", sa.LargeBinary),
        sa.Column("form", sa.String(64), nullable=False),
        sa.Column("trainee", sa.String(64), nullable=False),
        sa.Column("fault", sa.Text, nullable=False),
        sa.Column("more_faults", sa.Integer, nullable=False, server_default="0"),
    )
    op.create_table(
        "imported_calls",
        sa.Column("id", sa.Integer, primary_key=True),
        _owned("file_id", "import_files"),
        sa.Column("line", sa.Integer, nullable=False),
        sa.Column("place", sa.String(255), nullable=False),
        sa.Column("dialogue", sa.JSON),
        sa.Column("spans", sa.JSON, nullable=False),
        sa.Column("begun_at", sa.String(32), nullable=False),
        sa.Column("title", sa.String(128), nullable=False),
        sa.Column("notes", sa.JSON, nullable=False),
        sa.Column("unsure", sa.Boolean, nullable=False, server_default=sa.false()),
        sa.Column("state", sa.String(8), nullable=False),
        sa.Column("said", sa.Text, nullable=False),
        sa.Column("session_id", sa.String(64)),
    )
    waiting = sa.text("state = 'read'")
    op.create_index(
        "ix_imported_calls_waiting",
        "imported_calls",
        ["file_id"],
        sqlite_where=waiting,
        postgresql_where=waiting,
    )
