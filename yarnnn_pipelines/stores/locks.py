"""Locks between the processes of one home: one for the warehouse, one for each platform's landing,
one for making its stores.

A lock belongs to the operating system, so it ends with the process however that ends. It is not re-entrant: a step
takes it once, and what the step calls relies on that. Locks of runs are `dagster_home.run_locks`.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from filelock import FileLock, Timeout

from yarnnn_pipelines.core.errors import UserError
from yarnnn_pipelines.stores.home import Home

WAREHOUSE_WAIT_SECONDS = 600.0
LOOKING_WAIT_SECONDS = 1.0  # of who only looks, and can tell the rest without it
LANDING_WAIT_SECONDS = 60.0
MAKING_WAIT_SECONDS = 120.0


@contextmanager
def warehouse_lock(home: Home, wait_seconds: float = WAREHOUSE_WAIT_SECONDS) -> Iterator[None]:
    """Hold the DuckDB file for one step; `UserError` after `wait_seconds` in vain.

    DuckDB lets one process write and then no other even read.
    """
    what = f"another run has held the warehouse for {wait_seconds:.0f} s"
    mend = "let it finish (see `yarnnn ui`), then run this again"
    with _locked(home, "warehouse.lock", wait_seconds, what, mend):
        yield


@contextmanager
def landing_lock(home: Home, platform: str, wait_seconds: float = LANDING_WAIT_SECONDS) -> Iterator[None]:
    """Hold one platform's landing, so that two runs can't land it at once; `UserError` after `wait_seconds` in vain."""
    what = f"another run has been landing {platform} for {wait_seconds:.0f} s"
    mend = "let it finish (see `yarnnn ui`); what it lands counts for this run too"
    with _locked(home, f"landing-{platform}.lock", wait_seconds, what, mend):
        yield


@contextmanager
def being_made(home: Home) -> Iterator[None]:
    """Hold the making of the home's stores: one process makes what is missing, those that begin with it wait."""
    what = f"another run has been opening the home for {MAKING_WAIT_SECONDS:.0f} s"
    with _locked(home, "making.lock", MAKING_WAIT_SECONDS, what, "let it finish, then run this again"):
        yield


@contextmanager
def _locked(home: Home, name: str, wait_seconds: float, what: str, mend: str) -> Iterator[None]:
    home.root.mkdir(parents=True, exist_ok=True)
    lock = FileLock(home.root / name)
    try:
        lock.acquire(timeout=wait_seconds)
    except Timeout:
        raise UserError(what, where=str(home.root), mend=mend) from None
    try:
        yield
    finally:
        lock.release()
