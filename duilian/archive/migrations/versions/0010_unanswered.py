"""An index of the messages that have no answer yet, which are looked for all the time."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None
_NAME = "ix_exchanges_unanswered"


def upgrade() -> None:
    unanswered = sa.text("replies IS NULL")
    op.create_index(_NAME, "exchanges", ["session_id"], sqlite_where=unanswered, postgresql_where=unanswered)
