"""A ledger of any earlier schema is upgraded whole or not at all, also when the machine stops midway."""

from __future__ import annotations

import json
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest
from alembic import command
from alembic.config import Config
from sqlalchemy import create_engine, inspect, text

from tests.unit.test_ledger import AT, FIRST_SCHEMA_VERSION, HASH, KEY, version
from yarnnn_pipelines.stores.ledger.opening import MIGRATIONS, open_ledger
from yarnnn_pipelines.stores.ledger.tables import metadata

pytestmark = pytest.mark.long

REVISIONS = sorted(path.stem.split("_", 1)[0] for path in (MIGRATIONS / "versions").glob("[0-9]*.py"))

# Upgrades copies of a ledger, each in a process of its own that is killed at another statement or commit, until one
# comes through.
UPGRADES_KILLED = """
import itertools, os, shutil, signal, sys, traceback
import alembic.command
from sqlalchemy import Engine, event
from yarnnn_pipelines.stores.ledger.opening import open_ledger

ledger, folder = sys.argv[1:]
steps = 0

def step(*_):
    global steps
    steps += 1
    if steps == fatal:
        os.kill(os.getpid(), signal.SIGKILL)

event.listen(Engine, "before_cursor_execute", step)
event.listen(Engine, "commit", step)
for fatal in itertools.count(1):
    copy = f"{folder}/killed-at-{fatal}.db"
    if os.path.exists(ledger):
        shutil.copyfile(ledger, copy)
    child = os.fork()
    if not child:
        try:
            open_ledger(f"sqlite:///{copy}")
        except BaseException:
            traceback.print_exc()
            os._exit(1)
        os._exit(0)
    status = os.waitpid(child, 0)[1]
    if not os.WIFSIGNALED(status):
        sys.exit(os.waitstatus_to_exitcode(status))
"""


def ledger_of(revision: str, path: Path) -> None:
    """A ledger as a yarnnn of that schema left it, with an approval and a receipt inside."""
    engine = create_engine(f"sqlite:///{path}")
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    with engine.begin() as con:
        config.attributes["connection"] = con
        command.upgrade(config, revision)
        con.execute(text(FIRST_SCHEMA_VERSION), {"document": json.dumps(version().document), "hash": HASH})
        review = "reviews (id, version_id, content_hash, decision, reviewer, decided_at)"
        con.execute(text(f"insert into {review} values (1, 1, :hash, 'approve', 'mia', :at)"), {"hash": HASH, "at": AT})
        queued = "outbox (id, version_id, destination, idempotency_key, queued_at)"
        con.execute(text(f"insert into {queued} values (1, 1, 'files', 'key', :at)"), {"at": AT})
        receipt = "receipts (id, outbox_id, locations, content_hash, published_at)"
        con.execute(text(f"insert into {receipt} values (1, 1, '[\"a.md\"]', :hash, :at)"), {"hash": HASH, "at": AT})
        con.execute(text("insert into landings values (1, 'slack', '{\"added\": 3}', :at)"), {"at": AT})
    engine.dispose()


@pytest.mark.parametrize("revision", [None, *REVISIONS[:-1]])
def test_an_upgrade_that_is_killed_at_any_statement_goes_on_at_the_next_start(
    tmp_path: Path, revision: str | None
) -> None:
    before, copies = tmp_path / "before.db", tmp_path / "copies"
    copies.mkdir()
    if revision:
        ledger_of(revision, before)
    subprocess.run([sys.executable, "-c", UPGRADES_KILLED, str(before), str(copies)], check=True)
    killed = sorted(copies.glob("killed-at-*.db"))
    assert len(killed) > 5
    for path in killed:
        engine = create_engine(f"sqlite:///{path}")
        tables = {name for name in inspect(engine).get_table_names() if name != "alembic_version"}
        assert tables in (_tables_of(revision, tmp_path), set(metadata.tables)), f"half upgraded: {path.name}"
        engine.dispose()
        ledger = open_ledger(f"sqlite:///{path}")
        assert set(metadata.tables) <= set(inspect(ledger.engine).get_table_names())
        assert ledger.last_landings() == ({} if revision is None else LANDED)
        if revision:
            assert ledger.latest(*KEY).state == "published"


def _tables_of(revision: str | None, folder: Path) -> set[str]:
    if revision is None:
        return set()
    return set(inspect(create_engine(f"sqlite:///{folder / 'before.db'}")).get_table_names()) - {"alembic_version"}


LANDED = {"slack": (datetime(2026, 11, 16, 9, tzinfo=UTC), {"added": 3})}


@pytest.mark.parametrize("stopped_at", [None, "0001"])
def test_a_ledger_that_an_earlier_yarnnn_left_half_upgraded_opens(tmp_path: Path, stopped_at: str | None) -> None:
    """Before upgrades were one transaction, some tables of the next schema could stand there without its number."""
    path = tmp_path / "ledger.db"
    ledger_of("0002", path)
    engine = create_engine(f"sqlite:///{path}")
    with engine.begin() as con:
        con.execute(text("delete from alembic_version"))
        if stopped_at:
            con.execute(text("insert into alembic_version values (:at)"), {"at": stopped_at})
        con.execute(text("drop table forgotten_key"))
        con.execute(text("drop index ix_forgotten_request"))
    engine.dispose()
    ledger = open_ledger(f"sqlite:///{path}")
    assert ledger.latest(*KEY).state == "published"
    assert ledger.forgotten_entries() == []
    indexes = inspect(ledger.engine).get_indexes("forgotten")
    assert [index["name"] for index in indexes] == ["ix_forgotten_request"]
