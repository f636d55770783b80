"""The addresses of the ledger's and of Dagster's database: read, refused where they are none, shown without secrets.

Connecting is `ledger.opening`'s and dagster_home/instance.py's matter.
"""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path

from sqlalchemy import URL
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError

from yarnnn_pipelines.core.errors import UserError

POSTGRES = ("postgresql", "postgresql+psycopg2")
LEDGER_DRIVERS = ("sqlite", *POSTGRES)


def read_address(url: str, variable: str, drivers: Collection[str] = POSTGRES) -> URL:
    """The address in an environment variable, read; `UserError` where it is none of a database of these drivers."""
    mend = f"write {variable} as postgresql://USER:PASSWORD@HOST/DATABASE, or unset it for a file in the home"
    try:
        parsed = make_url(url)
    except (ArgumentError, ValueError):  # the address is not shown: it may hold a password
        raise UserError("this address of a database can't be read", where=variable, mend=mend) from None
    if parsed.host and "@" in f"{parsed.host}{parsed.database}":  # the rest of a password, which is not shown either
        raise UserError(
            "this address of a database can't be read: it has two @",
            where=variable,
            mend="write @ / : # and ? in a password as %40 %2F %3A %23 and %3F",
        )
    if parsed.drivername == "postgres":  # as some hosts write it
        parsed = parsed.set(drivername="postgresql")
    if parsed.drivername not in drivers:
        kinds = "SQLite or PostgreSQL" if "sqlite" in drivers else "PostgreSQL"
        raise UserError(
            f"a database of {parsed.drivername!r} can't be used here: it is {kinds}", where=shown(parsed), mend=mend
        )
    return parsed


def shown(address: URL) -> str:
    """The address without its passwords."""
    secret = [key for key in address.query if "password" in key.lower()]
    return address.difference_update_query(secret).render_as_string(hide_password=True)


def sqlite_file(address: URL) -> Path | None:
    """The file that an address of SQLite names by its path; None of any other address."""
    if address.get_backend_name() != "sqlite" or not address.database or address.database.startswith("file:"):
        return None
    return Path(address.database)


def same_database(one: URL, other: URL) -> bool:
    """Whether two addresses name one database, as far as they are spelled alike."""
    return _place(one) == _place(other)


def _place(address: URL) -> tuple[object, ...]:
    if address.get_backend_name() == "sqlite":
        return ("sqlite", address.database)
    host = address.host or address.query.get("host") or "localhost"
    return (host, address.port or 5432, address.database or address.username)


def mend_of(variable: str) -> str:
    """What mends a PostgreSQL that can't be used."""
    return (
        f"check that the server is up, that the database exists (`createdb NAME` makes one), and that the address in "
        f"{variable} is right"
    )
