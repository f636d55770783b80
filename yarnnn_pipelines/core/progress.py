"""How a long step says how far it is, in every room: the callable that the step is given, and one for nobody.

What a person sees of it is cli/views/progress.py's.
"""

from __future__ import annotations

from typing import Protocol

PERCENT = 100  # the total of a stage whose parts say nothing to a person
STARTING = "Starting"  # the stage before the first: imports, the home, dbt's project


class Progress(Protocol):
    """To be called as a stage begins, as it goes on, and with `done` equal to `total` as it ends.

    stage: what goes on, such as `Slack`. place: the part of it that `done` and `total` count, such as `reading
    mail.mbox`; a part that is done does not end its stage. A total of 0 is one that nobody knows yet. What a person
    would count (client updates) is counted; of anything else `done` is a share, of `PERCENT`.
    """

    def __call__(self, stage: str, done: int, total: int, place: str = "") -> None: ...


def silent(stage: str, done: int, total: int, place: str = "") -> None:
    """The progress of a run that nobody watches."""
