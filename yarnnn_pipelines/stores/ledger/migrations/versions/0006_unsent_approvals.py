"""Which approved versions have no receipt"""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    op.create_table(
        "unsent_approvals",
        sa.Column("version_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["version_id"],
            ["deliverable_versions.id"],
            name=op.f("fk_unsent_approvals_version_id_deliverable_versions"),
        ),
        sa.PrimaryKeyConstraint("version_id", name=op.f("pk_unsent_approvals")),
    )
    op.execute(
        """
        insert into unsent_approvals (version_id)
        select distinct reviews.version_id from reviews
        where reviews.decision = 'approve' and not exists (
            select 1 from outbox join receipts on receipts.outbox_id = outbox.id
            where outbox.version_id = reviews.version_id
        )
        """
    )
