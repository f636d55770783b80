"""The PostgreSQL that Dagster's storage may lie in, asked before Dagster is: it tries again for ten seconds, says on
each that a connection failed, and at the end only that it gave up. Opening the storage is instance.py's.
"""

from __future__ import annotations

import os
import re

from sqlalchemy import create_engine, inspect, text
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.pool import NullPool

from yarnnn_pipelines.core.errors import UserError
from yarnnn_pipelines.stores.addresses import POSTGRES, mend_of, read_address, same_database, shown
from yarnnn_pipelines.stores.home import DAGSTER_POSTGRES_VARIABLE, LEDGER_VARIABLE, Home

_TWO = f"make two databases (`createdb NAME`), one for {LEDGER_VARIABLE} and one for {DAGSTER_POSTGRES_VARIABLE}"


def refuse_unusable_postgres(home: Home) -> None:
    """`UserError` where the address is none, its database can't be reached, or is the ledger's; nothing without one.

    Dagster reads the variable by itself, here and in processes that begin later: `postgres://` is rewritten there.
    """
    given = os.environ.get(DAGSTER_POSTGRES_VARIABLE)
    if not given:
        return
    address = read_address(given, DAGSTER_POSTGRES_VARIABLE)
    if same_database(address, read_address(home.ledger_url, LEDGER_VARIABLE, ("sqlite", *POSTGRES))):
        raise UserError("the ledger's address and Dagster's name one database", where=shown(address), mend=_TWO)
    if given.startswith("postgres:"):
        os.environ[DAGSTER_POSTGRES_VARIABLE] = address.render_as_string(hide_password=False)
    try:
        with create_engine(address, poolclass=NullPool).connect() as con:
            is_used = inspect(con).has_table("alembic_version")
            revision = con.execute(text("select version_num from alembic_version")).scalar() if is_used else None
    except SQLAlchemyError as error:
        raise UserError(
            f"Dagster's storage can't be reached: {str(getattr(error, 'orig', None) or error).strip().splitlines()[0]}",
            where=shown(address),
            mend=mend_of(DAGSTER_POSTGRES_VARIABLE),
        ) from None
    if re.fullmatch(r"\d{4}", revision or ""):  # as the ledger numbers its migrations; Dagster's have letters
        raise UserError("this database holds the ledger, and Dagster needs its own", where=shown(address), mend=_TWO)
