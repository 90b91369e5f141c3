"""What lists and searches need: whole transcripts, indexes."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

_INDEXES = {
    "ix_sessions_person": ["person_id", "started_at"],
    "ix_sessions_scenario": ["scenario", "started_at"],
    "ix_sessions_kind": ["kind", "started_at"],
    "ix_sessions_score": ["score"],
    "ix_sessions_reviewed": ["reviewed_at", "started_at"],
}


def upgrade() -> None:
    op.create_table(
        "transcripts",
        sa.Column(
            "session_id", sa.String(64), sa.ForeignKey("sessions.id", ondelete="CASCADE"), primary_key=True
        ),
        sa.Column("text", sa.Text, nullable=False),
    )
    for name, columns in _INDEXES.items():
        op.create_index(name, "sessions", columns)
    connection = op.get_bind()
    texts: dict[str, list[str]] = {}
    for session, text in connection.execute(
        sa.text("select session_id, text from turns order by session_id, number")
    ):
        texts.setdefault(session, []).append(text)
    for session, lines in texts.items():
        values = {"session": session, "text": "\n".join(lines)}
        connection.execute(
            sa.text("insert into transcripts (session_id, text) values (:session, :text)"), values
        )
