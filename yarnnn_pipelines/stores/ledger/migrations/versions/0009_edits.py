"""What people change of a deliverable, why they reject one, and for whom they approve it"""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"


def upgrade() -> None:
    op.add_column("reviews", sa.Column("reason", sa.Text()))
    op.add_column("reviews", sa.Column("seconds", sa.Float()))
    op.add_column("reviews", sa.Column("addressed", sa.JSON()))
    op.create_table(
        "edits",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("client", sa.String(), nullable=False),
        sa.Column("week", sa.String(), nullable=False),
        sa.Column("type", sa.String(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("action", sa.String(), nullable=False),
        sa.Column("target", sa.JSON()),
        sa.Column("words", sa.JSON()),
        sa.Column("editor", sa.String(), nullable=False),
        sa.Column("edited_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_edits")),
        sa.UniqueConstraint("client", "week", "type", "number", name=op.f("uq_edits_client")),
    )
