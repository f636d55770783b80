"""Which conclusions about people were removed"""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    op.create_table(
        "removed_conclusions",
        sa.Column("client", sa.String(), nullable=False),
        sa.Column("person", sa.String(), nullable=False),
        sa.Column("conclusion", sa.String(), nullable=False),
        sa.Column("removed_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("client", "person", "conclusion", name=op.f("pk_removed_conclusions")),
    )
