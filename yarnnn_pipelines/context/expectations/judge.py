"""Having tables judged by Great Expectations, in a process beside this one: starting it, asking it, ending it.

Great Expectations takes seconds to import, so the process is started before it is needed and serves many judgements
(docs/decisions/great-expectations-beside-the-run.md). What it does with a request is `worker`'s; which rows it is given
is `tables`'.
"""

from __future__ import annotations

import json
import subprocess
import sys
import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any
from weakref import finalize

if TYPE_CHECKING:
    import pyarrow as pa

WAIT_SECONDS = 600.0  # for one judgement, after which the process is given up rather than waited for

_WORKER = (sys.executable, "-m", "yarnnn_pipelines.context.expectations.worker")
_PACKAGE = Path(__file__).resolve().parents[3]  # so that the process finds it, wherever this one was started


@dataclass(frozen=True)
class BrokenExpectation:
    """What was expected, why, and what was found."""

    expected: str
    why: str
    found: str


@dataclass(frozen=True)
class Judgement:
    """What Great Expectations says of a table's rows. page: the URL of the Data Docs of this validation."""

    table: str
    rows: int
    expectations: int
    broken: tuple[BrokenExpectation, ...]
    page: str | None


class JudgeFailed(Exception):
    """Great Expectations could not judge; a broken expectation is in a `Judgement`."""


class Judge:
    """A process that imports Great Expectations once. Safe to use from several threads, one judgement at a time.

    command: what the process runs, if not `worker`.
    """

    def __init__(self, command: Sequence[str] = _WORKER) -> None:
        self._command = command
        self._process: subprocess.Popen[bytes] | None = None
        self._lock = threading.Lock()

    def start(self) -> None:
        """Start the process where it does not run, and return at once: it imports while others work."""
        with self._lock:
            self._running()

    def judge(self, table: str, rows: pa.Table, parameters: Mapping[str, Any], data_docs: Path) -> Judgement:
        """Validate `rows` with the suite named after the table, and write Data Docs into the folder.

        parameters: values for the suite's `$PARAMETER`s, of which `weeks` also names the run. `JudgeFailed` where it
        can't judge.
        """
        request = {
            "table": table,
            "suite": json.loads(Path(__file__).with_name(f"{table}.json").read_text(encoding="utf-8")),
            "parameters": dict(parameters),
            "data_docs": str(data_docs),
        }
        with self._lock:
            answer = self._ask(request, rows)
        if "error" in answer:
            raise JudgeFailed(answer["error"])
        broken = tuple(BrokenExpectation(**expectation) for expectation in answer["broken"])
        return Judgement(table, len(rows), answer["expectations"], broken, answer["page"])

    def _running(self) -> subprocess.Popen[bytes]:
        if self._process is None or self._process.poll() is not None:
            process = subprocess.Popen(self._command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=_PACKAGE)
            finalize(self, process.kill)  # at the latest when this process ends
            self._process = process
        return self._process

    def _ask(self, request: Mapping[str, Any], rows: pa.Table) -> dict[str, Any]:
        from yarnnn_pipelines.context.expectations.messages import write_request

        process = self._running()
        assert process.stdin is not None
        assert process.stdout is not None
        too_long = threading.Timer(WAIT_SECONDS, process.kill)
        too_long.start()
        try:
            write_request(process.stdin, request, rows)
            answer = process.stdout.readline()
        except BrokenPipeError:
            answer = b""
        finally:
            too_long.cancel()
        if not answer.endswith(b"\n"):
            raise JudgeFailed(f"Great Expectations ended with exit code {process.wait()}; its log says why")
        parsed: dict[str, Any] = json.loads(answer)
        return parsed


@cache
def shared_judge() -> Judge:
    """The judge of all runs of this process: one import of Great Expectations serves them all."""
    return Judge()
