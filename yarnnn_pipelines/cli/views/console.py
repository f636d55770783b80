"""The console that every command writes to: it shows what a reader sees, and no message steers the terminal."""

from __future__ import annotations

from collections.abc import Iterable

from rich.console import Console, ConsoleOptions, RenderableType
from rich.segment import Segment

from yarnnn_pipelines.core.visible import visible


class VisibleConsole(Console):
    """Rich's, with controls, escapes and hidden characters taken out of all that is printed."""

    def render(self, renderable: RenderableType, options: ConsoleOptions | None = None) -> Iterable[Segment]:
        for segment in super().render(renderable, options):
            yield segment if segment.control else Segment(visible(segment.text), segment.style)
