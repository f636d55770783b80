"""How far a command is: bars on a terminal, one plain line a stage elsewhere."""

from __future__ import annotations

import os
import time
from types import TracebackType

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

TELL_EVERY_SECONDS = 10.0  # where a stage is, if there is no terminal to show it in place
PERCENT = 100  # the total of a stage that counts parts of a hundred


class Stages:
    """A context manager to be called with (what, done, total), as every long step of the line does.

    It writes to a descriptor of its own, because descriptors 1 and 2 lead elsewhere while Dagster runs.
    """

    def __init__(self) -> None:
        self._file = os.fdopen(os.dup(2), "w", encoding="utf-8")
        console = Console(file=self._file)
        self._bars = (
            Progress(
                SpinnerColumn(finished_text="✓"),
                TextColumn("{task.description:<22}"),
                BarColumn(bar_width=30),
                MofNCompleteColumn(),
                TimeElapsedColumn(),
                console=console,
            )
            if console.is_terminal
            else None
        )
        self._begun: dict[str, float] = {}
        self._tasks: dict[str, object] = {}
        self._ended: set[str] = set()
        self._told: dict[str, float] = {}

    def __enter__(self) -> Stages:
        if self._bars:
            self._bars.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._bars:
            self._bars.stop()
        self._file.close()

    def __call__(self, stage: str, done: int, total: int, place: str = "") -> None:
        what = f"{stage}: {place}" if place else stage
        if stage in self._ended and done < total:  # the same stage again, for other weeks
            self._ended.discard(stage)
            self._begun.pop(stage, None)
            self._tasks.pop(stage, None)
        now = time.monotonic()
        begun = self._begun.setdefault(stage, now)
        if self._bars:
            if stage not in self._tasks:
                self._tasks[stage] = self._bars.add_task(stage, total=total or None)
            self._bars.update(self._tasks[stage], description=what, completed=done, total=total or None)
        elif place and now - self._told.get(stage, begun) >= TELL_EVERY_SECONDS:
            self._told[stage] = now
            print(f"{what}, {done * 100 // max(1, total)}%", file=self._file, flush=True)
        if total and done >= total and not place and stage not in self._ended:
            self._ended.add(stage)
            if not self._bars:
                count = "" if total == PERCENT else f" {total}"
                print(f"{stage}:{count} in {now - begun:.1f} s", file=self._file, flush=True)
