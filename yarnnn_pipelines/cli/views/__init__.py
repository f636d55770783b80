"""How the command line shows things: a deliverable, the state of the line, progress. Nothing is decided here."""

from __future__ import annotations

import os
import shlex
from pathlib import Path


def command(arguments: str, *, home: Path | None = None, config: Path | None = None) -> str:
    """A `yarnnn` command as whoever reads it would type it: within `uv run` there may be no yarnnn on their PATH.

    home, config: the home and the yarnnn.yaml to name in it, where those that would be found are others.
    """
    where = f"YARNNN_HOME={shlex.quote(str(home))} " if home else ""
    settings = f"--config {shlex.quote(str(config))} " if config else ""
    return f"{where}{'uv run ' if 'UV_RUN_RECURSION_DEPTH' in os.environ else ''}yarnnn {settings}{arguments}"


def as_typed(text: str) -> str:
    """The commands within `backticks` of a message, as one would type them."""
    return text.replace("`yarnnn ", f"`{command('')}")
