"""What a version counts of itself"""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"


def upgrade() -> None:
    op.add_column("deliverable_versions", sa.Column("figures", sa.JSON()))
