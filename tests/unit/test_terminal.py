"""What is printed arrives, whatever the terminal can write and however early the reader stops."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.unit.test_ledger import version
from tests.unit.test_settings import WHOLE, written
from yarnnn_pipelines.cli import terminal
from yarnnn_pipelines.core.errors import UserError
from yarnnn_pipelines.project import claim_home, open_project
from yarnnn_pipelines.stores.home import Home
from yarnnn_pipelines.stores.ledger.opening import open_ledger

WORDS = "Zoë said: plan → done 🚀."


@pytest.fixture
def agency(tmp_path: Path) -> Path:
    """A folder with an agency whose newest draft says `WORDS`."""
    project = open_project(written(tmp_path, WHOLE), home=Home(tmp_path / ".yarnnn"))
    claim_home(project)
    open_ledger(project.home.ledger_url).save_versions([version(WORDS)])
    return tmp_path


def yarnnn(folder: Path, *arguments: str, python: tuple[str, ...] = (), **environment: str) -> subprocess.Popen[bytes]:
    inherited = {name: value for name, value in os.environ.items() if not name.startswith(("YARNNN_", "PYTHON", "LC_"))}
    command = [sys.executable, *python, "-c", "from yarnnn_pipelines.cli import app; app.app()", *arguments]
    return subprocess.Popen(
        command, cwd=folder, env={**inherited, **environment}, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )


LOOKS = [("show", "acme", "2026-W46"), ("status",)]
POOR_TERMINALS = [
    {"PYTHONIOENCODING": "ascii"},
    {"PYTHONIOENCODING": "latin-1"},
    {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"},
]


@pytest.mark.parametrize(
    "environment", [POOR_TERMINALS[0], *(pytest.param(poor, marks=pytest.mark.long) for poor in POOR_TERMINALS[1:])]
)
@pytest.mark.parametrize("look", [LOOKS[0], pytest.param(LOOKS[1], marks=pytest.mark.long)])
def test_a_terminal_without_our_letters_is_written_to_all_the_same(
    agency: Path, look: tuple[str, ...], environment: dict[str, str]
) -> None:
    process = yarnnn(agency, *look, **environment)
    text, errors = process.communicate()
    assert (process.returncode, errors) == (0, b"")
    assert {"show": b"said: plan ? done ?.", "status": b"Northlight Studio"}[look[0]] in text


def test_json_is_whole_on_such_a_terminal(agency: Path) -> None:
    text, errors = yarnnn(agency, *LOOKS[0], "--json", PYTHONIOENCODING="ascii").communicate()
    assert errors == b""
    assert WORDS in json.loads(text)["markdown"]


MORE_LOOKS = [*LOOKS[1:], (*LOOKS[0], "--json"), ("status", "--json")]


@pytest.mark.parametrize("look", [LOOKS[0], *(pytest.param(look, marks=pytest.mark.long) for look in MORE_LOOKS)])
def test_a_reader_that_stops_early_gets_no_stack_trace(agency: Path, look: tuple[str, ...]) -> None:
    process = yarnnn(agency, *look)
    process.stdout.close()
    errors = process.stderr.read()
    process.wait()
    assert errors == b""


@pytest.mark.parametrize("look", [LOOKS[0], pytest.param(LOOKS[1], marks=pytest.mark.long)])
def test_python_without_docstrings_and_assertions_looks_the_same(agency: Path, look: tuple[str, ...]) -> None:
    usual, _ = yarnnn(agency, *look).communicate()
    bare, errors = yarnnn(agency, *look, python=("-OO",)).communicate()
    assert (bare, errors) == (usual, b"")


INTERRUPTED_INSIDE = """
import signal, sys
from yarnnn_pipelines.cli.terminal import Yarnnn

app = Yarnnn()

@app.command()
def look() -> None:
    try:
        signal.raise_signal(signal.SIGTERM)
    except KeyboardInterrupt:
        raise RuntimeError("Query interrupted")  # as DuckDB does

app([])
"""


def test_every_command_of_a_message_is_told_as_one_would_type_it(
    capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    for started_by_uv in (False, True):
        if started_by_uv:
            monkeypatch.setenv("UV_RUN_RECURSION_DEPTH", "1")
        else:
            monkeypatch.delenv("UV_RUN_RECURSION_DEPTH", raising=False)
        terminal.tell(UserError("(see `yarnnn status`)", where="here", mend="`yarnnn sync`, then `yarnnn run`"))
        terminal.warn(["read on: `yarnnn sync`"])
        told = capfd.readouterr().err
        assert (told.count("yarnnn "), told.count("`uv run yarnnn ")) == (4, 4 * started_by_uv)


def test_a_stop_that_a_library_tells_as_its_own_error_is_told_as_a_stop() -> None:
    done = subprocess.run([sys.executable, "-c", INTERRUPTED_INSIDE], capture_output=True, text=True)
    assert done.returncode == 143
    assert done.stderr == "Stopped. Nothing is half done: the same command again takes up where this one ended.\n"


INTERRUPTED_WHERE_PYTHON_DROPS_IT = """
import os, signal, time, weakref
from yarnnn_pipelines.cli.terminal import Yarnnn

app = Yarnnn()

class Kept: ...

def stop(_: object) -> None:
    os.kill(os.getpid(), signal.SIGTERM)
    time.sleep(30)

@app.command()
def look() -> None:
    kept = Kept()
    known = weakref.ref(kept, stop)
    del kept
    time.sleep(30)
    print("went on")

app([])
"""


def test_a_stop_that_python_drops_in_a_callback_stops_the_command_all_the_same() -> None:
    done = subprocess.run([sys.executable, "-c", INTERRUPTED_WHERE_PYTHON_DROPS_IT], capture_output=True, text=True)
    assert (done.returncode, done.stdout) == (143, "")
    assert done.stderr == "Stopped. Nothing is half done: the same command again takes up where this one ended.\n"
