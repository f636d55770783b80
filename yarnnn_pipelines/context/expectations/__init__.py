"""What must hold of the tables that deliverables stand on: Great Expectations suites, and having them judged.

A suite is the JSON file named after its table, in Great Expectations' own form; `meta.notes` says why. Whether a broken
expectation stops the line is decided by whoever asks. The judging itself is worker.py's, in a process beside this one.
"""

from __future__ import annotations

import atexit
import pickle
import subprocess
import sys
import threading
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb

from yarnnn_pipelines.config.settings import Settings
from yarnnn_pipelines.sources.registry import platform_ids
from yarnnn_pipelines.stores.home import Home

TABLES = ("client_week_context", "client_week_events")

WAIT_SECONDS = 600.0  # for one judgement, after which the process is given up rather than waited for

# Great Expectations is given a DataFrame: over SQLAlchemy it fails on DuckDB.
_FRAMES = {
    "client_week_context": """
        select * exclude (participants), messages + mails + pages as messages_mails_pages
        from context.client_week_context where week in (select week from asked)""",
    "client_week_events": """
        select * exclude (fields, occurred_at, starts_at, ends_at),
               occurred_at >= starts_at and occurred_at < ends_at as in_its_week
        from context.client_week_events join asked using (week)""",
}


@dataclass(frozen=True)
class Broken:
    """One expectation that does not hold: what was expected, why, and what was found."""

    expected: str
    why: str
    found: str


@dataclass(frozen=True)
class Outcome:
    table: str
    rows: int
    expectations: int
    broken: tuple[Broken, ...]
    page: str | None  # Data Docs of this validation


class JudgeFailed(Exception):
    """Great Expectations could not judge; a broken expectation is an `Outcome`."""


_worker: subprocess.Popen[bytes] | None = None


def warm_up() -> None:
    """Let Great Expectations be imported in a process beside this one, for it takes as long as dbt takes to build.

    Called when the context begins; `validate` starts the process itself where nobody did.
    """
    global _worker
    if _worker is None or _worker.poll() is not None:
        command = [sys.executable, "-m", "yarnnn_pipelines.context.expectations.worker"]
        _worker = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=Path(__file__).resolve().parents[3]
        )
        atexit.register(_worker.kill)


def read_frame(con: duckdb.DuckDBPyConnection, table: str, weeks: Sequence[tuple[str, Any, Any]]) -> Any:
    """The rows of `weeks` (week, first instant, first instant of the next) as a pandas DataFrame."""
    con.execute("create or replace temp table asked (week varchar, starts_at timestamptz, ends_at timestamptz)")
    con.executemany("insert into asked values (?, ?, ?)", [list(week) for week in weeks])
    return con.execute(_FRAMES[table]).df()


def validate(frame: Any, home: Home, settings: Settings, table: str, weeks: Sequence[str]) -> Outcome:
    """Judge a table's rows of `weeks` and write Data Docs in the home. Needs no warehouse."""
    parameters = {
        "clients": [client.id for client in settings.clients],
        "weeks": list(weeks),
        "platforms": list(platform_ids()),
        "client_weeks": len(settings.clients) * len(weeks),
    }
    suite = Path(__file__).with_name(f"{table}.json").read_text(encoding="utf-8")
    warm_up()
    assert _worker is not None
    too_long = threading.Timer(WAIT_SECONDS, _worker.kill)
    too_long.start()
    try:
        pickle.dump((table, suite, frame, parameters, str(home.data_docs)), _worker.stdin)
        _worker.stdin.flush()
        answer = pickle.load(_worker.stdout)
    except (EOFError, BrokenPipeError, pickle.UnpicklingError) as error:
        raise JudgeFailed(f"Great Expectations ended with exit code {_worker.wait()}; its log says why") from error
    finally:
        too_long.cancel()
    if "error" in answer:
        raise JudgeFailed(answer["error"])
    broken = tuple(Broken(**one) for one in answer["broken"])
    return Outcome(table, len(frame), answer["expectations"], broken, answer["page"])
