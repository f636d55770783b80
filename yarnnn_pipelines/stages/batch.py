"""A batch: one step of the line for many client weeks at once. One that fails or does not end costs no other."""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from queue import Empty, SimpleQueue
from threading import Event, Thread
from typing import TYPE_CHECKING, Generic, TypeVar

from yarnnn_pipelines.core.errors import UserError
from yarnnn_pipelines.core.keys import ClientWeek
from yarnnn_pipelines.project import Project
from yarnnn_pipelines.stores.locks import WAREHOUSE_WAIT_SECONDS

if TYPE_CHECKING:
    import duckdb

Result = TypeVar("Result")
WORKERS = 4
# A client week at every ceiling of `context.ceilings` is drafted in about ten seconds, with three others beside it on
# one processor in under a minute.
LONGEST_SECONDS = 600.0
# Of what has ended that nothing more ends within, before it is handed over: each hand-over has its own cost.
PAUSE_SECONDS = 2.0
STOPPED_WITHIN_SECONDS = 5.0  # that what has begun is waited for when the run is told to stop


@dataclass
class Batch(Generic[Result]):
    """What became of each client week: a result or the error that stopped it."""

    done: dict[ClientWeek, Result] = field(default_factory=dict)
    failed: dict[ClientWeek, Exception] = field(default_factory=dict)

    def add(self, other: Batch[Result]) -> None:
        self.done.update(other.done)
        self.failed.update(other.failed)


def for_each(
    keys: Iterable[ClientWeek],
    work: Callable[[ClientWeek], Result],
    *,
    longest: float | None = LONGEST_SECONDS,
    at_once: int = WORKERS,
    hand_over: Callable[[Mapping[ClientWeek, Result]], None] = lambda _: None,
) -> Batch[Result]:
    """`work` on every key, `at_once` at a time; the results in the order of the keys.

    hand_over: is given every result once, in the caller's thread: what has ended while another takes longer, and at the
    end the rest. So whoever stores results need not wait for the slowest. What it raises ends the batch.

    longest: seconds after which one is given up and counts as failed; its thread is left behind, so `work` may then
    write nothing. None: each is waited for.
    """
    ordered = list(keys)
    workers = _Workers(ordered, work, at_once)
    outcomes: dict[ClientWeek, Result | Exception] = {}
    kept_back: dict[ClientWeek, Result] = {}
    try:
        while len(outcomes) < len(ordered):
            ended = workers.next_ended(within=longest, pause=PAUSE_SECONDS if kept_back else None)
            if ended is None and kept_back:
                hand_over(kept_back)
                kept_back = {}
            for key, outcome in [ended] if ended else workers.given_up(math.inf if longest is None else longest):
                if key not in outcomes and not isinstance(outcome, Exception):
                    kept_back[key] = outcome
                outcomes.setdefault(key, outcome)
        if kept_back:
            hand_over(kept_back)
    finally:
        workers.stop()
    batch: Batch[Result] = Batch()
    for key in ordered:
        outcome = outcomes[key]
        if isinstance(outcome, Exception):
            batch.failed[key] = outcome
        else:
            batch.done[key] = outcome
    return batch


class _Workers(Generic[Result]):
    """Threads that take one key after the other. They end with the process: nothing waits for one that hangs."""

    def __init__(self, keys: list[ClientWeek], work: Callable[[ClientWeek], Result], at_once: int) -> None:
        self._work = work
        self._waiting: SimpleQueue[ClientWeek] = SimpleQueue()
        self._ended: SimpleQueue[tuple[ClientWeek, Result | Exception]] = SimpleQueue()
        self._began: dict[ClientWeek, float] = {}
        self._stopped = Event()
        self._threads: list[Thread] = []
        for key in keys:
            self._waiting.put(key)
        for _ in range(min(at_once, len(keys))):
            self._begin_one()

    def _begin_one(self) -> None:
        thread = Thread(target=self._run, daemon=True)
        self._threads.append(thread)
        thread.start()

    def _run(self) -> None:
        while not self._stopped.is_set():
            try:
                key = self._waiting.get_nowait()
            except Empty:
                return
            self._began[key] = time.monotonic()
            try:
                outcome: Result | Exception = self._work(key)
            except Exception as error:  # of this client week alone, and told with its name
                outcome = error
            self._ended.put((key, outcome))
            if self._began.pop(key, None) is None:
                return  # it was given up, and another thread has taken this one's place

    def next_ended(self, within: float | None, pause: float | None) -> tuple[ClientWeek, Result | Exception] | None:
        """The next that has ended; None once the one that began first has taken so long, or none ends for a pause."""
        left = pause
        if within is not None:
            began = min(list(self._began.values()), default=time.monotonic())
            to_give_up = max(0.01, began + within - time.monotonic())
            left = to_give_up if pause is None else min(pause, to_give_up)
        try:
            return self._ended.get(timeout=left)
        except Empty:
            return None

    def given_up(self, longest: float) -> list[tuple[ClientWeek, Exception]]:
        """What has taken longer, each with an error that says so; another thread goes on with the rest."""
        late = [key for key, began in list(self._began.items()) if time.monotonic() - began >= longest]
        failed: list[tuple[ClientWeek, Exception]] = []
        for key in late:
            if self._began.pop(key, None) is not None:
                self._begin_one()
                error = UserError(
                    f"it was given up after {longest:g} seconds",
                    where=str(key),
                    mend="run it again; if that does not help, its week holds something that can't be read: report it",
                )
                failed.append((key, error))
        return failed

    def stop(self) -> None:
        """Nothing more is begun; what has begun is waited for a little, unless it was given up."""
        self._stopped.set()
        until = time.monotonic() + STOPPED_WITHIN_SECONDS
        while self._began and time.monotonic() < until:
            self._threads[-1].join(timeout=0.05)


def from_warehouse(
    project: Project,
    reading: Callable[[duckdb.DuckDBPyConnection], Result],
    wait_seconds: float = WAREHOUSE_WAIT_SECONDS,
) -> Result:
    """What `reading` reads; the warehouse is held only meanwhile."""
    from yarnnn_pipelines.stores.warehouse import read_warehouse  # brings DuckDB, which publishing does without

    with read_warehouse(project.home, wait_seconds) as con:
        return reading(con)
