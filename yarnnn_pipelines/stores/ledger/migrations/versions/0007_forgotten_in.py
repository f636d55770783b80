"""In which homes what was forgotten is removed"""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    op.create_table(
        "forgotten_in",
        sa.Column("entry_id", sa.Integer(), nullable=False),
        sa.Column("home_id", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["entry_id"], ["forgotten.id"], name=op.f("fk_forgotten_in_entry_id_forgotten")),
        sa.PrimaryKeyConstraint("entry_id", "home_id", name=op.f("pk_forgotten_in")),
    )
    # Of several homes an earlier yarnnn did not write down which one a request was carried out in: each does it again.
    op.execute(
        """
        insert into forgotten_in (entry_id, home_id)
        select forgotten.id, homes.home_id from forgotten cross join homes
        where forgotten.finished_at is not null and (select count(*) from homes) = 1
        """
    )
