"""What a whole run of the tests shares: a folder in which an expensive thing is made once, whichever worker needs it
first."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path

import pytest
from filelock import FileLock

SHARED = "YARNNN_TESTS_SHARED"


def pytest_configure(config: pytest.Config) -> None:
    """Make the folder where the run begins; its workers inherit the variable."""
    if SHARED not in os.environ:
        os.environ[SHARED] = tempfile.mkdtemp(prefix="yarnnn-tests-")
        config.add_cleanup(lambda: shutil.rmtree(os.environ.pop(SHARED), ignore_errors=True))


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
