"""The wheel, installed into an empty environment and used in an empty folder by someone who has no checkout."""

from __future__ import annotations

import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest
import requests

from yarnnn_pipelines.project import demo_config

CHECKOUT = Path(__file__).parents[2]
EXPORTS = {
    "slack.zip": "slack-2026-11-16.zip",
    "mail.mbox": "mail.mbox",
    "notion.zip": "notion-2026-11-16.zip",
    "team.ics": "calendar-2026-11-16.ics",
}
UI_IS_UP_WITHIN = 600.0  # seconds, on a machine that has other work

pytestmark = pytest.mark.long


@pytest.fixture(scope="module")
def environment(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A virtual environment that has the wheel and what it depends on."""
    uv = os.environ.get("UV") or shutil.which("uv")
    assert uv, "uv builds and installs the wheel"
    folder = tmp_path_factory.mktemp("wheel")

    def run(*command: str | Path) -> None:
        done = subprocess.run([uv, *command], cwd=CHECKOUT, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr

    run("build", "--wheel", "--quiet", "--out-dir", folder / "dist")
    run("venv", "--quiet", "--python", sys.executable, folder / "venv")
    (wheel,) = (folder / "dist").glob("*.whl")
    run("pip", "install", "--quiet", "--python", folder / "venv", wheel)
    return folder / "venv"


@pytest.fixture
def empty(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name in [name for name in os.environ if name.startswith(("YARNNN_", "DAGSTER_", "DBT_", "PYTHONPATH"))]:
        monkeypatch.delenv(name)
    return tmp_path


@pytest.fixture
def yarnnn(environment: Path, empty: Path) -> Callable[..., str]:
    """Run a command in the empty folder; what it printed."""

    def run(*arguments: str) -> str:
        command = [environment / "bin" / "yarnnn", *arguments]
        done = subprocess.run(command, cwd=empty, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr
        return done.stdout

    return run


def files_of(environment: Path) -> set[Path]:
    """Those that an installation brings; Python may cache what it compiled."""
    return {path for path in environment.rglob("*") if path.is_file() and path.suffix != ".pyc"}


def test_the_demo_runs(yarnnn: Callable[..., str], environment: Path, empty: Path) -> None:
    before = files_of(environment)
    assert re.search(r"^Deliverables: \d+ drafted, \d+ abstained$", yarnnn("demo"), re.MULTILINE)
    assert (empty / ".yarnnn" / "drafts" / "acme" / "2026-W46").is_dir()
    assert files_of(environment) == before


def test_the_review_page_has_its_templates_and_styles(environment: Path) -> None:
    there = {
        path.relative_to(folder).as_posix()
        for folder in environment.rglob("yarnnn_pipelines/review")
        for path in folder.rglob("*.*")
    }
    assert {"templates/week.html", "templates/deliverable.html", "static/review.css", "static/review.js"} <= there


def test_an_agency_of_ones_own_is_begun_landed_drafted_and_shown(
    yarnnn: Callable[..., str], environment: Path, empty: Path
) -> None:
    before = files_of(environment)
    yarnnn("init")
    (empty / "exports").mkdir()
    for name, source in EXPORTS.items():
        shutil.copyfile(demo_config().parent / "exports" / source, empty / "exports" / name)
    yarnnn("sync")
    yarnnn("run", "--week", "2026-W46")
    assert "Acme Corp" in yarnnn("show", "acme", "2026-W46")
    assert files_of(environment) == before


def test_the_ui_shows_the_graph(yarnnn: Callable[..., str], environment: Path, empty: Path) -> None:
    yarnnn("init")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [environment / "bin" / "yarnnn", "ui", "--port", str(port)]
    with (
        open(empty / "ui.log", "wb") as log,
        subprocess.Popen(command, cwd=empty, stdout=log, stderr=log, start_new_session=True) as process,
    ):
        try:
            wait_until_it_says_that_it_is_up(empty / "ui.log", process)
            assert locations(port, process) == [("yarnnn_pipelines", "RepositoryLocation")]
        finally:
            process.send_signal(signal.SIGTERM)  # a group of its own may ignore SIGINT
            try:
                process.wait(120)
            except subprocess.TimeoutExpired:
                os.killpg(process.pid, signal.SIGKILL)


def wait_until_it_says_that_it_is_up(log: Path, process: subprocess.Popen[bytes]) -> None:
    give_up = time.monotonic() + UI_IS_UP_WITHIN
    while "The UI is at" not in log.read_text(encoding="utf-8"):
        assert time.monotonic() < give_up
        assert process.poll() is None, log.read_text(encoding="utf-8")
        time.sleep(0.5)


def locations(port: int, process: subprocess.Popen[bytes]) -> list[tuple[str, str]]:
    """The code locations that the UI has loaded, each with what it is or the error that it is."""
    query = "{workspaceOrError {... on Workspace {locationEntries {name locationOrLoadError {__typename}}}}}"
    give_up = time.monotonic() + UI_IS_UP_WITHIN
    while time.monotonic() < give_up and process.poll() is None:
        try:
            answer = requests.post(f"http://127.0.0.1:{port}/graphql", json={"query": query}, timeout=60).json()
        except requests.RequestException:
            time.sleep(0.5)
            continue
        entries = answer["data"]["workspaceOrError"]["locationEntries"]
        if entries and all(entry["locationOrLoadError"] for entry in entries):
            return [(entry["name"], entry["locationOrLoadError"]["__typename"]) for entry in entries]
        time.sleep(0.5)
    return []
