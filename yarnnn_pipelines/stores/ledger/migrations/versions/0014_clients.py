"""By what a client is known again under another id"""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"


def upgrade() -> None:
    op.create_table(
        "clients",
        sa.Column("client", sa.String(), nullable=False),
        sa.Column("signs", sa.JSON(), nullable=False),
        sa.Column("now_called", sa.String()),
        sa.PrimaryKeyConstraint("client", name=op.f("pk_clients")),
    )
