"""What a scorecard depends on, in one line; empty for those made before."""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("assessments", sa.Column("signature", sa.Text, nullable=False, server_default=""))
