"""Which home is sending a text"""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    op.add_column("outbox", sa.Column("home_id", sa.String()))
    op.add_column("outbox", sa.Column("claimed_at", sa.DateTime(timezone=True)))
