"""Opening the ledger: the connection's settings, and its migrations when it is older than this code.

Nothing here may be slow for a ledger that is up to date, since `yarnnn show` and `yarnnn status` stand on it. And
nothing in this project may open the ledger's file but SQLite: whoever closes it otherwise lets go of all locks that the
process has on it, and the next reader deletes the log under a writer.
https://www.sqlite.org/howtocorrupt.html#_posix_advisory_locks_canceled_by_a_separate_thread_doing_close_
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Engine, create_engine, event, inspect, text
from sqlalchemy.exc import SQLAlchemyError

from yarnnn_pipelines.core.errors import UserError
from yarnnn_pipelines.stores.addresses import LEDGER_DRIVERS, mend_of, read_address, shown, sqlite_file
from yarnnn_pipelines.stores.home import DAGSTER_POSTGRES_VARIABLE, HOME_VARIABLE, LEDGER_VARIABLE, file_in_the_way
from yarnnn_pipelines.stores.ledger.integrity import refuse_damaged
from yarnnn_pipelines.stores.ledger.ledger import Ledger
from yarnnn_pipelines.stores.ledger.waiting import tell_while_waiting
from yarnnn_pipelines.stores.sqlite_damage import SQLITE_DAMAGED
from yarnnn_pipelines.stores.troubles import HELD_MEND, SQLITE_HELD, SQLITE_NO_ROOM, damaged_ledger

MIGRATIONS = Path(__file__).parent / "migrations"
BUSY_SECONDS = 25.0  # that a writer waits for another one, or anybody for a program that holds the file
_ADVISORY_LOCK = 0x7961726E  # any fixed number: one migration at a time on a server


def open_ledger(url: str) -> Ledger:
    """Open (and where needed make or migrate) the ledger; `UserError` where the database can't be reached."""
    parsed = read_address(url, LEDGER_VARIABLE, LEDGER_DRIVERS)
    _refuse_in_memory(parsed)
    _refuse_relative(parsed)
    try:
        engine = _engine(parsed)
        _migrate(engine)
    except (SQLAlchemyError, OSError) as error:
        reason = str(getattr(error, "orig", None) or getattr(error, "strerror", None) or error).strip().splitlines()[0]
        file, code = sqlite_file(parsed), getattr(getattr(error, "orig", None), "sqlite_errorcode", 0)
        if file and code & 0xFF in SQLITE_DAMAGED:
            raise damaged_ledger(file, reason) from None
        raise UserError(
            f"the ledger can't be opened: {reason}",
            where=shown(parsed),
            mend=_mend(error, parsed),
        ) from None
    return Ledger(engine)


def _refuse_in_memory(parsed: URL) -> None:
    """`UserError` where SQLite would keep the ledger in memory: approvals and receipts would end with the process."""
    if parsed.get_backend_name() != "sqlite":
        return
    database, options = parsed.database or "", str(dict(parsed.query))
    if not database.strip() or ":memory:" in database or "memory" in options or "memdb" in options:
        raise UserError(
            "this address names a database in memory, which keeps nothing of what is decided and sent",
            where=f"{LEDGER_VARIABLE}={shown(parsed)}",
            mend=f"name a file, {LEDGER_VARIABLE}=sqlite:////FOLDER/ledger.db, or a PostgreSQL; or unset it for a file "
            "in the home",
        )


def _refuse_relative(parsed: URL) -> None:
    """`UserError` where the file depends on the folder that a command is run in: another folder has another ledger."""
    path = (parsed.database or "").removeprefix("file:")
    if parsed.get_backend_name() != "sqlite" or Path(path).is_absolute():
        return
    raise UserError(
        "this address names its file from the folder that a command is run in, and would make a new, empty ledger "
        "in another",
        where=f"{LEDGER_VARIABLE}={shown(parsed)}",
        mend=f"write the whole path: {LEDGER_VARIABLE}={shown(parsed.set(database=str(Path(path).absolute())))}, if "
        "the ledger lies there",
    )


def _mend(error: Exception, parsed: URL) -> str:
    if parsed.get_backend_name() != "sqlite":
        return mend_of(LEDGER_VARIABLE)
    code = getattr(getattr(error, "orig", None), "sqlite_errorcode", 0) & 0xFF
    if code in SQLITE_HELD:
        return HELD_MEND
    if code in SQLITE_NO_ROOM:
        return "make room on the disk, then run this again"
    if parsed.database and (file := file_in_the_way(Path(parsed.database).parent)):
        variable = LEDGER_VARIABLE if os.environ.get(LEDGER_VARIABLE) else HOME_VARIABLE
        return f"{file} is a file: move it away, or name another folder in {variable}"
    return "check that this folder can be written to"


def _engine(parsed: URL) -> Engine:
    if parsed.get_backend_name() != "sqlite":
        return create_engine(parsed, pool_pre_ping=True)
    Path(parsed.database or "ledger.db").parent.mkdir(parents=True, exist_ok=True)
    engine = create_engine(parsed, connect_args={"timeout": BUSY_SECONDS})
    told = tell_while_waiting(engine, BUSY_SECONDS)

    @event.listens_for(engine, "connect")
    def _pragmas(connection: Any, _: Any) -> None:
        cursor = connection.cursor()
        with told():
            for pragma in ("synchronous=NORMAL", "foreign_keys=ON"):
                cursor.execute(f"PRAGMA {pragma}")
        cursor.close()

    with engine.connect() as con:
        keeps_a_log = con.exec_driver_sql("PRAGMA journal_mode").scalar() == "wal"
    if not keeps_a_log:
        # SQLite refuses the change of mode at once, however long the timeout, while another process has the file open.
        with _one_at_a_time(engine), engine.connect() as con:
            con.exec_driver_sql("PRAGMA journal_mode=WAL")
    return engine


def _newest_revision() -> str:
    return max(path.stem.split("_", 1)[0] for path in (MIGRATIONS / "versions").glob("[0-9]*.py"))


def _revision(engine: Engine) -> str | None:
    with engine.connect() as con:
        if not inspect(con).has_table("alembic_version"):
            return None
        return con.execute(text("select version_num from alembic_version")).scalar()


def _migrate(engine: Engine) -> None:
    wanted = _newest_revision()
    if _revision(engine) == wanted:
        return
    with _one_at_a_time(engine):
        found = _revision(engine)
        if found == wanted:
            return
        if found is not None and not re.fullmatch(r"\d{4}", found):
            raise UserError(
                "this database is no ledger: another program's tables are in it, Dagster's if both addresses name it",
                where=shown(engine.url),
                mend=f"make two databases, one for {LEDGER_VARIABLE} and one for {DAGSTER_POSTGRES_VARIABLE}",
            )
        if found is not None and found > wanted:
            raise UserError(
                f"the ledger was written by a newer yarnnn (its schema is {found}, this one knows {wanted})",
                where=shown(engine.url),
                mend="update this checkout",
            )
        refuse_damaged(engine)
        # Alembic takes most of a second to import; a ledger that is up to date never needs it.
        from alembic import command
        from alembic.config import Config

        config = Config()
        config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))  # `%` begins a variable there
        with engine.begin() as con:
            if engine.dialect.name == "sqlite":
                # Python's sqlite3 opens a transaction before it writes rows, but not before it makes a table.
                # https://docs.sqlalchemy.org/en/20/dialects/sqlite.html#serializable-isolation-savepoints-transactional-ddl
                con.exec_driver_sql("BEGIN IMMEDIATE")
            config.attributes["connection"] = con
            command.upgrade(config, "head")


@contextmanager
def _one_at_a_time(engine: Engine) -> Iterator[None]:
    if engine.dialect.name == "sqlite":
        from filelock import FileLock

        with FileLock(f"{engine.url.database}.migrate"):
            yield
        return
    with engine.connect() as con:
        con.execute(text("select pg_advisory_lock(:key)"), {"key": _ADVISORY_LOCK})
        try:
            yield
        finally:
            con.execute(text("select pg_advisory_unlock(:key)"), {"key": _ADVISORY_LOCK})
