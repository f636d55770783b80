"""What a learned preference would have done to issues that were sent"""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"


def upgrade() -> None:
    op.create_table(
        "preference_trials",
        sa.Column("client", sa.String(), nullable=False),
        sa.Column("type", sa.String(), nullable=False),
        sa.Column("preference", sa.String(), nullable=False),
        sa.Column("version_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("is_adopted", sa.Boolean(), nullable=False),
        sa.Column("effects", sa.JSON(), nullable=False),
        sa.Column("tried_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("client", "type", "preference", "version_id", name=op.f("pk_preference_trials")),
    )
