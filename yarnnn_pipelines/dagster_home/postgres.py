"""The PostgreSQL that Dagster's storage may lie in, asked before Dagster is: whether it can be used, and whose it is.

Dagster tries again for ten seconds, says on each that a connection failed, and at the end only that it gave up. It has
no owner either, and two agencies on one database would see each other's runs and drafts, and strike each other's
clients off its list. So the first home that uses it writes down there whose it is, as in a ledger
(docs/decisions/whose-ledger.md). Opening the storage is instance.py's.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import URL, create_engine, inspect, text
from sqlalchemy.engine import Connection
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.pool import NullPool

from yarnnn_pipelines.core.errors import UserError
from yarnnn_pipelines.stores.addresses import LEDGER_DRIVERS, mend_of, read_address, same_database, shown
from yarnnn_pipelines.stores.claimant import Claimant
from yarnnn_pipelines.stores.home import DAGSTER_POSTGRES_VARIABLE, LEDGER_VARIABLE, Home
from yarnnn_pipelines.stores.ledger.rows import Agency

_TWO = f"make two databases (`createdb NAME`), one for {LEDGER_VARIABLE} and one for {DAGSTER_POSTGRES_VARIABLE}"
_OWNER = "yarnnn_agency"  # the key under which Dagster's own table of keys and values says whose it is


def refuse_unusable_postgres(home: Home) -> None:
    """`UserError` where the address is none, its database can't be reached, or is the ledger's; nothing without one.

    Dagster reads the variable by itself, here and in processes that begin later: `postgres://` is rewritten there.
    """
    address = _address()
    if address is None:
        return
    if same_database(address, read_address(home.ledger_url, LEDGER_VARIABLE, LEDGER_DRIVERS)):
        raise UserError("the ledger's address and Dagster's name one database", where=shown(address), mend=_TWO)
    if os.environ[DAGSTER_POSTGRES_VARIABLE].startswith("postgres:"):
        os.environ[DAGSTER_POSTGRES_VARIABLE] = address.render_as_string(hide_password=False)
    with _connected(address) as con:
        is_used = inspect(con).has_table("alembic_version")
        revision = con.execute(text("select version_num from alembic_version")).scalar() if is_used else None
    if re.fullmatch(r"\d{4}", revision or ""):  # as the ledger numbers its migrations; Dagster's have letters
        raise UserError("this database holds the ledger, and Dagster needs its own", where=shown(address), mend=_TWO)


def refuse_postgres_of_another(claimant: Claimant) -> None:
    """`UserError` where Dagster's database is another agency's; nothing without one."""
    address = _address()
    if address is None:
        return
    with _connected(address) as con:
        if inspect(con).has_table("kvs"):
            _refuse_of_another(con, claimant)


def claim_postgres(claimant: Claimant) -> None:
    """Write down in Dagster's database, whose tables are there, whose it is; `UserError` where it is another's."""
    address = _address()
    if address is None or claimant.agency_id is None:
        return
    with _connected(address) as con:
        _refuse_of_another(con, claimant)
        _write(con, "on conflict (key) do nothing", Agency(claimant.agency_id, claimant.name))
        owner = _refuse_of_another(con, claimant)  # it was another's by an instant
        if owner is not None and owner.name != claimant.name:
            _write(con, "on conflict (key) do update set value = :value", owner._replace(name=claimant.name))


def _write(con: Connection, on_conflict: str, owner: Agency) -> None:
    value = json.dumps({"agency_id": owner.agency_id, "name": owner.name})
    con.execute(
        text(f"insert into kvs (key, value) values (:key, :value) {on_conflict}"), {"key": _OWNER, "value": value}
    )


def _refuse_of_another(con: Connection, claimant: Claimant) -> Agency | None:
    """Whose it says it is; `UserError` where that is another agency."""
    written = con.execute(text("select value from kvs where key = :key"), {"key": _OWNER}).scalar()
    owner = Agency(**json.loads(written)) if written else None
    clients = "select partition from dynamic_partitions where partitions_def_name = 'clients'"
    known = set(con.execute(text(clients)).scalars()) if inspect(con).has_table("dynamic_partitions") else set()
    claimant.refuse_store_of_another(
        owner, known, holds="this database of Dagster's holds the runs", variable=DAGSTER_POSTGRES_VARIABLE
    )
    return owner


def _address() -> URL | None:
    given = os.environ.get(DAGSTER_POSTGRES_VARIABLE)
    return read_address(given, DAGSTER_POSTGRES_VARIABLE) if given else None


@contextmanager
def _connected(address: URL) -> Iterator[Connection]:
    try:
        with create_engine(address, poolclass=NullPool).begin() as con:
            yield con
    except SQLAlchemyError as error:
        raise UserError(
            f"Dagster's storage can't be reached: {str(getattr(error, 'orig', None) or error).strip().splitlines()[0]}",
            where=shown(address),
            mend=mend_of(DAGSTER_POSTGRES_VARIABLE),
        ) from None
