"""How far a command is: a few live rows on a terminal, one plain line a stage elsewhere.

On a terminal the stages that go on are redrawn in place, never more of them than fit; a stage that has ended is a plain
line above, which scrolls away like any other.
"""

from __future__ import annotations

import os
import time
from dataclasses import dataclass, field
from types import TracebackType

from rich.console import Console, Group
from rich.live import Live
from rich.progress_bar import ProgressBar
from rich.spinner import Spinner
from rich.table import Table
from rich.text import Text

from yarnnn_pipelines.cli.views.console import VisibleConsole
from yarnnn_pipelines.core.progress import PERCENT

TELL_EVERY_SECONDS = 10.0  # where a stage is, if there is no terminal to show it in place
ROWS_KEPT_FREE = 2  # of the terminal, so that a redraw never scrolls it
REDRAWS_PER_SECOND = 8
BAR_WIDTH = 24


@dataclass
class _Stage:
    """A stage that goes on. place: the part that done and total count; told: when a line last said so."""

    name: str
    done: int = 0
    total: int = 0
    place: str = ""
    begun: float = field(default_factory=time.monotonic)
    told: float = field(default_factory=time.monotonic)

    @property
    def seconds(self) -> float:
        return time.monotonic() - self.begun


class Stages:
    """A context manager that is a `core.progress.Progress`.

    It writes to a descriptor of its own, because descriptors 1 and 2 lead elsewhere while Dagster runs. Stages follow
    each other: one that begins before the last has said that it is done shows that the last has stopped.
    """

    def __init__(self, console: Console | None = None) -> None:
        self._file = os.fdopen(os.dup(2), "w", encoding="utf-8")
        self._console = console or VisibleConsole(file=self._file)
        self._going_on: dict[str, _Stage] = {}
        self._spinner = Spinner("dots")
        self._live = (
            Live(
                console=self._console,
                get_renderable=self._rows,
                refresh_per_second=REDRAWS_PER_SECOND,
                transient=True,
                redirect_stdout=False,
                redirect_stderr=False,
            )
            if self._console.is_terminal
            else None
        )

    def __enter__(self) -> Stages:
        if self._live:
            self._live.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for name in list(self._going_on):
            self._end(name, is_done=False)
        if self._live:
            self._live.stop()
        self._file.close()

    def __call__(self, stage: str, done: int, total: int, place: str = "") -> None:
        if stage not in self._going_on:
            for name in list(self._going_on):
                self._end(name, is_done=False)
            self._going_on[stage] = _Stage(stage)
        current = self._going_on[stage]
        current.done, current.total, current.place = done, total, place
        if total and done >= total and not place:
            self._end(stage, is_done=True)
        elif place and total > 1 and not self._live and time.monotonic() - current.told >= TELL_EVERY_SECONDS:
            current.told = time.monotonic()
            self._print(f"{stage}: {place}, {done * 100 // total}%")

    def _end(self, name: str, *, is_done: bool) -> None:
        stage = self._going_on.pop(name)
        count = "" if stage.total in (0, 1, PERCENT) or stage.place else str(stage.total)
        if not self._live:
            took = f"{count} in {stage.seconds:.1f} s" if count else f"{stage.seconds:.1f} s"
            self._print(f"{name}: {took if is_done else 'stopped'}")
        elif is_done:
            self._print(Text.assemble(("✓ ", "green"), f"{name:<22}{count:>6}  {_clock(stage)}"))
        else:
            self._print(Text.assemble(("✗ ", "red"), f"{name:<22}{'':>6}  {_clock(stage)}  stopped"))

    def _print(self, line: str | Text) -> None:
        self._console.print(line, highlight=False, soft_wrap=True)

    def _rows(self) -> Group:
        fitting = max(1, self._console.height - ROWS_KEPT_FREE)
        return Group(*(self._row(stage) for stage in list(self._going_on.values())[-fitting:]))

    def _row(self, stage: _Stage) -> Table:
        row = Table.grid(padding=(0, 1))
        for _ in range(3):
            row.add_column(no_wrap=True)
        row.add_column(no_wrap=True, overflow="ellipsis", ratio=1)
        share = ProgressBar(total=stage.total, completed=stage.done, width=BAR_WIDTH) if stage.total > 1 else Text("")
        row.add_row(self._spinner, Text(f"{stage.name:<22}"), share, Text(f"{_clock(stage)}  {_where(stage)}"))
        return row


def _clock(stage: _Stage) -> str:
    return f"{stage.seconds:5.1f} s"


def _where(stage: _Stage) -> str:
    """`reading mail.mbox`, `12 of 80` or `15%`."""
    if stage.place:
        return stage.place
    if stage.total == PERCENT:
        return f"{stage.done}%"
    return f"{stage.done} of {stage.total}" if stage.total > 1 else ""
