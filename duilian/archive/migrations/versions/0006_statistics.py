"""Statistics at once: verdicts counted by month, kind, person and criterion; where calls broke off.

And a full-text index on SQLite.
"""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

# SQLite: any three characters in a row are found at once. PostgreSQL reads through the texts in parallel.
_INDEX = (
    "create virtual table transcript_index using fts5"
    "(text, content='transcripts', content_rowid='id', tokenize='trigram')",
    "create trigger transcripts_in after insert on transcripts begin "
    "insert into transcript_index(rowid, text) values (new.id, new.text); end",
    "create trigger transcripts_out after delete on transcripts begin "
    "insert into transcript_index(transcript_index, rowid, text) values ('delete', old.id, old.text); end",
    "create trigger transcripts_on after update on transcripts begin "
    "insert into transcript_index(transcript_index, rowid, text) values ('delete', old.id, old.text); "
    "insert into transcript_index(rowid, text) values (new.id, new.text); end",
    "insert into transcript_index(transcript_index) values ('rebuild')",
)
_MONTH = {
    "sqlite": "strftime('%Y-%m', s.started_at, '+8 hours')",
    "postgresql": "to_char(s.started_at at time zone 'Asia/Shanghai', 'YYYY-MM')",
}
# Weeks since Monday 29 December 1969, in China; and tenths of the score (where old sessions broke off is not
# known).
_WEEK = {
    "sqlite": "cast((julianday(started_at, '+8 hours') - 2440587.5 + 3) / 7 as integer)",
    "postgresql": "floor((extract(epoch from started_at) / 86400 + 8.0 / 24 + 3) / 7)::integer",
}
_CELL = {
    "sqlite": "min(9, cast(score / 10 as integer))",
    "postgresql": "least(9, floor(score / 10))::integer",
}


def _transcripts(name: str) -> None:
    op.create_table(
        name,
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column(
            "session_id",
            sa.String(64),
            sa.ForeignKey("sessions.id", ondelete="CASCADE"),
            nullable=False,
            unique=True,
        ),
        sa.Column("text", sa.Text, nullable=False),
    )


def upgrade() -> None:
    dialect = op.get_bind().dialect.name
    op.rename_table("transcripts", "old_transcripts")
    _transcripts("transcripts")
    op.execute("insert into transcripts (session_id, text) select session_id, text from old_transcripts")
    op.drop_table("old_transcripts")
    op.create_table(
        "tallies",
        sa.Column("person_id", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("criterion", sa.String(32), primary_key=True),
        sa.Column("kind", sa.String(32), primary_key=True),
        sa.Column("month", sa.String(7), primary_key=True),
        sa.Column("asked", sa.Integer, nullable=False),
        sa.Column("met", sa.Integer, nullable=False),
        sqlite_with_rowid=False,
    )
    op.execute(
        "insert into tallies (month, kind, person_id, criterion, asked, met) "
        f"select {_MONTH[dialect]}, s.kind, coalesce(s.person_id, 0), v.criterion, count(*), "
        "sum(case when v.met then 1 else 0 end) "
        "from verdicts v join sessions s on s.id = v.session_id group by 1, 2, 3, 4"
    )
    with op.batch_alter_table("sessions") as sessions:
        sessions.add_column(sa.Column("broke_off", sa.String(16)))
        sessions.add_column(sa.Column("week", sa.Integer))
        sessions.add_column(sa.Column("cell", sa.Integer))
    op.execute(
        f"update sessions set week = {_WEEK[dialect]}, cell = {_CELL[dialect]} where score is not null"
    )
    op.create_index(
        "ix_sessions_cells",
        "sessions",
        ["week", "cell", "kind", "person_id", "scenario", "score", "started_at"],
    )
    if dialect == "sqlite":
        for statement in _INDEX:
            op.execute(statement)
