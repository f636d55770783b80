"""By which id a home knows its ledger again"""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"


def upgrade() -> None:
    op.add_column("agency", sa.Column("ledger_id", sa.String()))
