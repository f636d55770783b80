"""`yarnnn ui`: it says when it can be used, keeps its log to itself, and leaves nothing running."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from threading import Thread
from typing import IO

import pytest

from yarnnn_pipelines.project import demo_config

READY_WITHIN_SECONDS = 500
GONE_WITHIN_SECONDS = 30
ENDED_WITHIN_SECONDS = 120


def free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return free.getsockname()[1]


def running() -> dict[int, int]:
    """The parent's id of each process that has not ended."""
    listed = subprocess.run(["ps", "-e", "-o", "pid=,ppid=,stat="], capture_output=True, text=True, check=True).stdout
    rows = (line.split() for line in listed.splitlines())
    return {int(pid): int(parent) for pid, parent, state in rows if not state.startswith("Z")}


def left_of(started: set[int]) -> set[int]:
    """Those that still run; what was killed last needs a moment of the operating system's to be gone."""
    until = time.monotonic() + GONE_WITHIN_SECONDS
    while (left := started & running().keys()) and time.monotonic() < until:
        time.sleep(0.1)
    return left


def descendants(ancestor: int) -> set[int]:
    parents = running()
    found = {ancestor}
    while more := {pid for pid, parent in parents.items() if parent in found} - found:
        found |= more
    return found - {ancestor}


@contextmanager
def begun(home: Path, port: int) -> Iterator[subprocess.Popen[str]]:
    """`yarnnn ui`, killed with all that it has started if the test ends before it does."""
    hears = "import signal; signal.signal(signal.SIGINT, signal.default_int_handler)"
    process = subprocess.Popen(
        [sys.executable, "-c", f"{hears}; from yarnnn_pipelines.cli.app import app; app()", "ui", "--port", str(port)],
        env=os.environ | {"YARNNN_HOME": str(home), "YARNNN_CONFIG": str(demo_config()), "COLUMNS": "200"},
        cwd=Path(__file__).parents[2],
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        yield process
    finally:
        for pid in descendants(process.pid) | {process.pid} if process.poll() is None else ():
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        process.communicate(timeout=ENDED_WITHIN_SECONDS)


def read_until(stream: IO[str], text: str, lines: list[str]) -> None:
    for line in stream:
        lines.append(line)
        if text in line:
            return


def test_a_port_that_is_taken_is_told_before_anything_begins(tmp_path):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        with begun(tmp_path / "home", taken.getsockname()[1]) as process:
            printed = process.communicate(timeout=ENDED_WITHIN_SECONDS)[1]
    assert process.returncode == 1
    assert "can't listen there" in printed
    assert "--port 3001" in printed
    assert "Traceback" not in printed


@pytest.mark.long
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_it_can_be_used_when_it_says_so_and_a_signal_ends_all_of_it(tmp_path, number):
    port = free_port()
    with begun(tmp_path / "home", port) as process:
        lines: list[str] = []
        reader = Thread(target=read_until, args=(process.stderr, "The UI is at", lines), daemon=True)
        reader.start()
        reader.join(READY_WITHIN_SECONDS)
        assert lines, "it said nothing"
        assert "The UI is at" in lines[-1], lines
        assert f"http://127.0.0.1:{port}" in lines[-1]
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/server_info", timeout=30) as answer:
            assert answer.status == 200
        started = descendants(process.pid)
        assert len(started) >= 4  # the code server and its worker, the webserver, the daemon
        process.send_signal(number)
        rest = process.communicate(timeout=ENDED_WITHIN_SECONDS)[1]
    assert process.returncode == 0
    assert [line.split(":")[0] for line in lines[:-1]] == ["Opening the UI"]
    assert rest.splitlines()[0] == "Ending the UI and its daemon."
    assert "Traceback" not in rest
    assert left_of(started) == set()
    assert "Serving dagster-webserver" in (tmp_path / "home" / "ui.log").read_text(encoding="utf-8")
