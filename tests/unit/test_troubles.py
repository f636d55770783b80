"""What disks and other programs do to the stores: told, however deep it lies in what libraries make of it."""

from __future__ import annotations

import errno
import os
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import duckdb
import psycopg2
import pytest
from sqlalchemy import create_engine, text

from yarnnn_pipelines.core import account
from yarnnn_pipelines.core.errors import UserError
from yarnnn_pipelines.stores.home import Home
from yarnnn_pipelines.stores.ledger.opening import open_ledger
from yarnnn_pipelines.stores.troubles import store_trouble, trouble_in_words
from yarnnn_pipelines.stores.warehouse import connect

HOME = Home(Path("/srv/our work/home"))


def raised(act: Callable[[], object]) -> Exception:
    with pytest.raises(Exception) as caught:  # noqa: PT011  # whatever a library makes of it
        act()
    return caught.value


def wrapped(error: Exception) -> Exception:
    """As dlt, dbt and Dagster hand an error on: in words of their own, or while handling it."""

    def act() -> None:
        try:
            try:
                raise error
            except Exception as cause:
                raise RuntimeError("your internet connection may be down") from cause
        except RuntimeError:
            raise ValueError("the step failed")  # noqa: B904

    return raised(act)


def full_sqlite() -> None:
    with closing(sqlite3.connect(":memory:")) as con:
        con.execute("pragma max_page_count=1")
        con.execute("create table t (a)")


def held_sqlite(folder: Path) -> None:
    with (
        closing(sqlite3.connect(folder / "ledger.db")) as holder,
        closing(sqlite3.connect(folder / "ledger.db", timeout=0)) as other,
    ):
        holder.execute("begin exclusive")
        other.execute("create table t (a)")


def test_a_file_that_another_program_holds_is_told_with_where_it_may_lie(tmp_path: Path) -> None:
    trouble = store_trouble(wrapped(raised(lambda: held_sqlite(tmp_path))), HOME)
    assert "another program holds it" in trouble.what
    assert trouble.where == "/srv/our work/home/ledger.db or /srv/our work/home/dagster"
    assert "close the program" in trouble.mend


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EDQUOT, errno.EFBIG])
def test_a_disk_without_room_is_told_with_its_file(number: int) -> None:
    trouble = store_trouble(wrapped(OSError(number, os.strerror(number), "/srv/file")), HOME)
    assert "no room left" in trouble.what
    assert trouble.where == "/srv/file"
    assert "make room" in trouble.mend


def test_a_disk_without_room_is_told_of_every_store() -> None:
    told = [
        store_trouble(raised(full_sqlite), HOME),
        store_trouble(duckdb.IOException('IO Error: Could not write file "x": No space left on device'), HOME),
        trouble_in_words("Runtime Error in model x\n  IO Error: Could not write file: File too large", HOME),
    ]
    assert ["no room left" in trouble.what and trouble.where == str(HOME.root) for trouble in told] == [True] * 3


def test_a_folder_that_may_not_be_written_to_is_told() -> None:
    trouble = store_trouble(PermissionError(errno.EACCES, "Permission denied", f"{HOME.root}/drafts/x"), HOME)
    assert "can't be written to" in trouble.what


def damaged_header(path: Path) -> None:
    path.write_bytes(os.urandom(4096) + path.read_bytes()[4096:])


def damaged_blocks(path: Path) -> None:
    content = bytearray(path.read_bytes())
    for start in range(12_288, len(content), 8192):
        content[start : start + 64] = os.urandom(64)
    path.write_bytes(content)


def damaged_log(path: Path) -> bytes:
    """The log that a killed process leaves, with some of its letters changed."""
    kill = (
        f"import duckdb, os; con = duckdb.connect({str(path)!r}); con.execute('create table more as from range(9000)')"
    )
    subprocess.run([sys.executable, "-c", f"{kill}; os.kill(os.getpid(), 9)"], check=False)
    log = bytearray(path.with_name(f"{path.name}.wal").read_bytes())
    log[300:340] = os.urandom(40)
    return bytes(log)


DAMAGES: dict[str, Callable[[Path], object]] = {
    "header": damaged_header,
    "blocks": damaged_blocks,
    "cut off": lambda path: os.truncate(path, path.stat().st_size // 2),
    "another program's": lambda path: path.write_text("hello\n" * 3000),
    "log": lambda path: path.with_name(f"{path.name}.wal").write_bytes(damaged_log(path)),
}


@pytest.mark.parametrize("damage", DAMAGES)
def test_a_damaged_warehouse_says_how_it_is_rebuilt_and_that_decisions_stay(tmp_path: Path, damage: str) -> None:
    home = Home(tmp_path / "our work")
    home.root.mkdir()
    with connect(home) as con:
        con.execute("create table t as select range as a, 'a sentence of ' || range as b from range(200_000)")
    DAMAGES[damage](home.warehouse)

    def read() -> None:
        with connect(home) as con:
            con.execute("select sum(a), max(b) from t").fetchall()

    trouble = store_trouble(raised(read), home)
    assert "damaged" in trouble.what
    assert f"mv '{home.warehouse}'*" in trouble.mend
    assert "yarnnn sync" in trouble.mend
    assert "ledger, and stays" in trouble.mend


def test_what_postgresql_says_is_told_without_the_statement() -> None:
    engine = create_engine("postgresql://dana:secret@127.0.0.1:1/none", connect_args={"connect_timeout": 5})
    trouble = store_trouble(raised(lambda: engine.connect().execute(text("select 'private'"))), HOME)
    assert trouble.what.startswith("PostgreSQL says:")
    assert not {"secret", "private"} & set(str(trouble).split("'"))
    assert "secret" not in str(trouble)
    assert store_trouble(psycopg2.OperationalError(""), HOME).what == "PostgreSQL says: OperationalError"


def test_an_error_of_another_kind_is_left_as_it_is() -> None:
    for error in (KeyError("a"), duckdb.CatalogException("no such table"), FileNotFoundError(2, "none", "x")):
        assert store_trouble(wrapped(error), HOME) is None


def test_a_message_for_the_user_is_never_replaced() -> None:
    trouble = UserError("the export is empty", where="slack.zip", mend="export it again")
    assert store_trouble(wrapped(trouble), HOME) is trouble


@pytest.mark.parametrize("damage", [b"hello" * 1000, os.urandom(8192)])
def test_a_damaged_ledger_is_not_called_a_folder_without_rights(tmp_path: Path, damage: bytes) -> None:
    home = Home(tmp_path)
    (tmp_path / "ledger.db").write_bytes(damage)
    with pytest.raises(UserError, match="the ledger is damaged") as caught:
        open_ledger(home.ledger_url)
    assert "backup" in caught.value.mend


def test_an_account_without_a_name_has_a_number(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("LOGNAME", "USER", "LNAME", "USERNAME"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(os, "getuid", lambda: 1_234_567)
    assert account.account_name() == "user 1234567"
