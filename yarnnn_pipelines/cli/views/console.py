"""The console that every command writes to: it shows what a reader sees, and no message steers the terminal."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, nullcontext, suppress
from typing import Any

from rich.console import Console, ConsoleOptions, RenderableType
from rich.segment import Segment

from yarnnn_pipelines.core.errors import UserError
from yarnnn_pipelines.core.visible import visible


class OutputError(UserError):
    """What a command says could not be written where it was to be written."""


class VisibleConsole(Console):
    """Rich's, with controls, escapes and hidden characters taken out of all that is printed; brackets are no markup,
    since paths and people's words hold them too."""

    def __init__(self, **options: Any) -> None:
        super().__init__(markup=False, **options)

    def print(self, *objects: Any, **options: Any) -> None:
        """`OutputError` where the output can't be written, as on a full disk."""
        with nullcontext() if self.stderr else told_if_unwritable():
            super().print(*objects, **options)

    def render(self, renderable: RenderableType, options: ConsoleOptions | None = None) -> Iterable[Segment]:
        for segment in super().render(renderable, options):
            yield segment if segment.control else Segment(visible(segment.text), segment.style)


@contextmanager
def told_if_unwritable() -> Iterator[None]:
    try:
        yield
    except BrokenPipeError:  # whoever reads has stopped, which is no error
        raise
    except OSError as error:
        # so that what is left is not tried again when the process ends; a test's output is no file
        with suppress(OSError, ValueError), open(os.devnull, "w") as nowhere:
            os.dup2(nowhere.fileno(), sys.stdout.fileno())
        raise OutputError(
            f"what there is to say can't be written: {error.strerror or error}",
            where="standard output",
            mend="write it somewhere else, or make room there, then run this again: what was done before stands",
        ) from error
