"""Whose ledger it is, which homes published from it, and one review for a decision on a version"""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    op.create_table(
        "agency",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("agency_id", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_agency")),
    )
    op.create_table(
        "homes",
        sa.Column("home_id", sa.String(), nullable=False),
        sa.Column("place", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("home_id", name=op.f("pk_homes")),
    )
    op.add_column("receipts", sa.Column("home_id", sa.String(), nullable=True))
    # Approvals at the same instant left a row each. None is taken away: the first stands for the decision.
    op.add_column("reviews", sa.Column("idempotency_key", sa.String(), nullable=True))
    op.execute(
        "update reviews set idempotency_key = cast(version_id as varchar) || '/' || decision "
        "where id in (select min(id) from reviews group by version_id, decision)"
    )
    op.create_index(op.f("ix_reviews_idempotency_key"), "reviews", ["idempotency_key"], unique=True)
