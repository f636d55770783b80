"""Which runs are alive: each holds a lock of the operating system for as long as its process lives.

A run killed with `kill -9` says no goodbye: its record stays "started" and its place in a pool stays taken. The lock
goes with the process however that ends, so the next run can tell the dead from the living without pids, which are used
again, and without a clock. What to do with a dead run is instance.py's.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout

from yarnnn_pipelines.stores.home import Home


def _lock_file(home: Home, run_id: str) -> Path:
    return home.dagster / "alive" / f"{run_id}.lock"


def _lock(path: Path) -> FileLock:
    # One object per path and process: the CLI takes the lock before it creates the run, the run's resource takes it
    # again, and the second must not wait for the first.
    return FileLock(path, is_singleton=True)


@contextmanager
def alive(home: Home, run_id: str) -> Iterator[None]:
    """Hold the run's lock; its file goes when the run has ended in good order."""
    path = _lock_file(home, run_id)
    path.parent.mkdir(parents=True, exist_ok=True)
    lock = _lock(path)
    with lock:
        yield
    if not lock.is_locked:
        path.unlink(missing_ok=True)


def died(home: Home, run_id: str) -> bool:
    """Whether this home's run left its lock behind without a process that holds it.

    False for a run that has no lock file here: it has not begun, or it runs on another machine.
    """
    path = _lock_file(home, run_id)
    if not path.exists():
        return False
    lock = FileLock(path)
    try:
        lock.acquire(timeout=0)
    except Timeout:
        return False
    lock.release()
    return True


def forget(home: Home, run_id: str) -> None:
    """Remove what a dead run left."""
    _lock_file(home, run_id).unlink(missing_ok=True)
