"""How the command line shows things: a deliverable, the state of the line, progress. Nothing is decided here."""

from __future__ import annotations

import os


def command(arguments: str) -> str:
    """A `yarnnn` command as whoever reads it would type it: within `uv run` there may be no yarnnn on their PATH."""
    return f"{'uv run ' if 'UV_RUN_RECURSION_DEPTH' in os.environ else ''}yarnnn {arguments}"


def as_typed(text: str) -> str:
    """The commands within `backticks` of a message, as one would type them."""
    return text.replace("`yarnnn ", f"`{command('')}")
