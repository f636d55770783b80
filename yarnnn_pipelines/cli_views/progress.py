"""How far a command is: bars on a terminal, one plain line a stage elsewhere."""

from __future__ import annotations

import os
import time
from types import TracebackType

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn


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

    def __call__(self, what: str, done: int, total: int) -> None:
        if what in self._ended and done < total:  # the same stage again, for other weeks
            self._ended.discard(what)
            self._begun.pop(what, None)
            self._tasks.pop(what, None)
        begun = self._begun.setdefault(what, time.monotonic())
        if self._bars:
            if what not in self._tasks:
                self._tasks[what] = self._bars.add_task(what, total=total or None)
            self._bars.update(self._tasks[what], completed=done, total=total or None)
        if total and done >= total and what not in self._ended:
            self._ended.add(what)
            if not self._bars:
                print(f"{what}: {total} in {time.monotonic() - begun:.1f} s", file=self._file, flush=True)
