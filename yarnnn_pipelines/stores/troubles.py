"""What disks, other programs and damage do to a home's stores, told as what, where and the mend.

SQLite and the operating system number their troubles; DuckDB has words alone, and dlt, dbt, SQLAlchemy and Dagster wrap
each in words of their own; they are read here alone. What a store holds, and how it is opened, is not known here.
"""

from __future__ import annotations

import errno
import os
import re
import shlex
import sqlite3
from collections.abc import Iterator
from pathlib import Path

from yarnnn_pipelines.core.errors import UserError
from yarnnn_pipelines.stores.addresses import LEDGER_DRIVERS, read_address, sqlite_file
from yarnnn_pipelines.stores.home import DAGSTER_POSTGRES_VARIABLE, HOME_VARIABLE, LEDGER_VARIABLE, Home
from yarnnn_pipelines.stores.sqlite_damage import SQLITE_DAMAGED, damage_in

_NO_ROOM = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
_NO_RIGHT = (errno.EACCES, errno.EPERM, errno.EROFS)
# https://www.sqlite.org/rescode.html; SQLite has the same code for what a disk refuses, whatever its reason
SQLITE_NO_ROOM = (sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR)
SQLITE_HELD = (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED)
_SQLITE_NO_RIGHT = (sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_PERM)
HELD_MEND = (
    "close the program that has it open (a browser of SQLite files, a backup; `fuser FILE` names it), then run this "
    "again: what was decided and sent before stands"
)

# DuckDB 1.5's sentences
_HELD = re.compile(r"Could not set lock on file|Conflicting lock is held|Unique file handle conflict")
_HOLDER = re.compile(r"held in (?P<program>.+?) \(PID (?P<pid>\d+)\)")
_DAMAGED_LOG = re.compile(r"WAL file")
_DAMAGED = re.compile(
    r"Corrupt database file|not a valid DuckDB database|Could not read enough bytes|does not match stored checksum"
    r"|Failed to deserialize|Could not read from file .*warehouse|with version number"
)
_NO_ROOM_IN_WORDS = re.compile("|".join([*(re.escape(os.strerror(number)) for number in _NO_ROOM), "disk is full"]))


def store_trouble(error: BaseException, home: Home) -> UserError | None:
    """What the user can mend, if an error or one that it comes from is a disk's, a file's or a server's."""
    for cause in _causes(error):
        if isinstance(cause, UserError):
            return cause
        if isinstance(cause, OSError) and (trouble := _of_the_system(cause, home)):
            return trouble
        if isinstance(cause, sqlite3.Error) and (trouble := _of_sqlite(cause, home)):
            return trouble
        module = type(cause).__module__.partition(".")[0]
        if module == "psycopg2":
            return _of_postgres(cause)
        if module in ("duckdb", "_duckdb") and (trouble := trouble_in_words(str(cause), home)):
            return trouble
    return None


def trouble_in_words(words: str, home: Home) -> UserError | None:
    """The same of what DuckDB says, where nothing but its words is left of the error."""
    first_line = words.strip().partition("\n")[0]
    if _NO_ROOM_IN_WORDS.search(words):
        return _no_room(home, "")
    if _HELD.search(words):
        holder = _HOLDER.search(words)
        by = f" ({holder['program']}, process {holder['pid']})" if holder else ""
        return UserError(
            f"the warehouse can't be opened: another program has it open{by}",
            where=str(home.warehouse),
            mend="close the program that has it open, then run this again",
        )
    if _DAMAGED_LOG.search(words):
        return damaged_log(home)
    if _DAMAGED.search(words):
        return _rebuilt(f"the warehouse can't be opened: it is damaged ({first_line})", str(home.warehouse), home)
    return None


def log_of(home: Home) -> Path:
    """Where DuckDB writes what is not in the warehouse's file yet."""
    return home.warehouse.with_name(f"{home.warehouse.name}.wal")


def damaged_log(home: Home) -> UserError:
    return _rebuilt("the warehouse can't be opened: the log of its last changes is damaged", str(log_of(home)), home)


def _causes(error: BaseException) -> Iterator[BaseException]:
    """An error, what it was raised from and what was being handled then, and what SQLAlchemy wraps: each once."""
    waiting, seen = [error], set[int]()
    while waiting:
        cause = waiting.pop(0)
        if id(cause) in seen:
            continue
        seen.add(id(cause))
        yield cause
        below = (cause.__cause__, getattr(cause, "orig", None), cause.__context__)
        waiting.extend(each for each in below if isinstance(each, BaseException))


def _of_the_system(error: OSError, home: Home) -> UserError | None:
    if error.errno in _NO_ROOM:
        return _no_room(home, str(error.filename or ""))
    if error.errno in _NO_RIGHT and str(error.filename or "").startswith(str(home.root)):
        return _no_right(home, str(error.filename), os.strerror(error.errno))
    return None


def _of_sqlite(error: sqlite3.Error, home: Home) -> UserError | None:
    code = getattr(error, "sqlite_errorcode", 0) & 0xFF
    if code in SQLITE_NO_ROOM:
        return _no_room(home, "")
    if code in SQLITE_HELD:
        ledger = home.ledger_url.removeprefix("sqlite:///") if home.ledger_url.startswith("sqlite") else ""
        return UserError(
            f"the ledger, or a file of Dagster's storage, can't be used: another program holds it ({error})",
            where=" or ".join(filter(None, [ledger, str(home.dagster)])),
            mend=HELD_MEND,
        )
    if code in _SQLITE_NO_RIGHT:
        return _no_right(home, str(home.root), str(error))
    return _damaged(error, home) if code in SQLITE_DAMAGED else None


def _damaged(error: sqlite3.Error, home: Home) -> UserError:
    """Of the ledger, where that is damaged; else of Dagster's storage. SQLite's error does not name its file."""
    file = sqlite_file(read_address(home.ledger_url, LEDGER_VARIABLE, LEDGER_DRIVERS))
    if file and (problem := damage_in(file)):
        return damaged_ledger(file, problem)
    return UserError(
        f"a file of Dagster's storage is damaged ({error})",
        where=str(home.dagster),
        mend="it holds the history of runs alone: move it away, then run this again, and it is made anew",
    )


def damaged_ledger(file: Path, problem: str) -> UserError:
    """problem: what SQLite says of it."""
    named = f"check that {LEDGER_VARIABLE} names the ledger; if it does, " if os.environ.get(LEDGER_VARIABLE) else ""
    quoted = shlex.quote(str(file))
    return UserError(
        f"the ledger is damaged ({problem}): nothing is decided or sent with it",
        where=str(file),
        mend=f"{named}move it aside with its log, `mv {quoted}* ELSEWHERE`, and put its backup back as {quoted}. Keep "
        "the damaged one: what people decided, and what was sent, can't be made anew",
    )


def _of_postgres(error: BaseException) -> UserError:
    return UserError(
        f"PostgreSQL says: {(str(error).strip() or type(error).__name__).splitlines()[0]}",
        where=f"{LEDGER_VARIABLE} or {DAGSTER_POSTGRES_VARIABLE}",
        mend="see that the server is up and has room, then run this again",
    )


def _no_room(home: Home, path: str) -> UserError:
    return UserError(
        "there is no room left on the disk, or a file has reached the size that it may have",
        where=path or str(home.root),
        mend="make room (`df -h`, `ulimit -f`), then run this again: it takes up where this ended",
    )


def _no_right(home: Home, path: str, reason: str) -> UserError:
    return UserError(
        f"the home can't be written to: {reason}",
        where=path,
        mend=f"give yourself the right to write there, or name another folder in {HOME_VARIABLE}",
    )


def _rebuilt(what: str, where: str, home: Home) -> UserError:
    return UserError(
        what,
        where=where,
        mend=f"move it out of the home, `mv {shlex.quote(str(home.warehouse))}* ELSEWHERE`, and rebuild it from the "
        "exports and platforms: `yarnnn sync`, then `yarnnn run --weeks A..B`. What people decided and what was sent "
        "lies in the ledger, and stays",
    )
