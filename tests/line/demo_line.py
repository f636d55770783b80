"""The demo agency's line, run once for all tests that look at what it made; each that changes something gets a copy.

Helpers for the tests of the graph and of the command line only.
"""

from __future__ import annotations

import atexit
import functools
import shutil
import tempfile
import time
from pathlib import Path

from assets.automation.jobs import publish_config
from tests.conftest import made_once
from yarnnn_pipelines.core.progress import silent
from yarnnn_pipelines.core.weeks import parse_weeks
from yarnnn_pipelines.dagster_home.instance import open_instance
from yarnnn_pipelines.definitions import build_definitions
from yarnnn_pipelines.launch import open_line
from yarnnn_pipelines.project import Project, demo_config, open_project
from yarnnn_pipelines.stores.home import Home

_TRIES = 20
WEEKS = parse_weeks("2026-W41..2026-W46")
CLIENTS = ["acme", "estuary", "harborline", "mendwell"]


@functools.cache
def made() -> Path:
    """The home of a demo that has run: landed, context of six weeks, drafts of four clients. Look, don't touch."""
    demo = made_once("demo", lambda folder: run_all(open_project(demo_config(), home=Home(folder))))
    root = Path(tempfile.mkdtemp(prefix="yarnnn-demo-"))  # each worker's own: looking may open a database for writing
    atexit.register(shutil.rmtree, root, ignore_errors=True)
    for _ in range(_TRIES):
        try:
            shutil.copytree(demo, root / "home")
        except shutil.Error:  # who made it closes its databases only now: their journals go into them and away
            shutil.rmtree(root / "home")
            time.sleep(0.5)
        else:
            return root / "home"
    raise AssertionError(f"{demo} is still being written")


def run_all(project: Project) -> None:
    with open_line(project, silent) as line:
        line.land()
        line.build_context(WEEKS)
        line.produce("client_update", CLIENTS, WEEKS)


def publish(project: Project, *client_weeks: tuple[str, str], type_id: str = "client_update") -> None:
    """A run of the job `publish`, as the sensor `decisions` asks for it."""
    config = publish_config(type_id, client_weeks)
    with open_instance(project.home) as instance:
        job = build_definitions(project).resolve_job_def("publish")
        assert job.execute_in_process(instance=instance, run_config=config).success


def copy_of_demo(folder: Path) -> Project:
    """A home of its own with the same stores."""
    shutil.copytree(made(), folder / "home")
    return open_project(demo_config(), home=Home(folder / "home"))
