"""Says that a command waits for a ledger's file which another program holds, while SQLite waits in silence.

How long it waits at the most is `opening`'s matter, and what is said when that was in vain.
"""

from __future__ import annotations

import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager

from sqlalchemy import Engine, event

TELL_AFTER_SECONDS = 3.0
_LOOK_EVERY_SECONDS = 0.5

_since: dict[int, tuple[float, str]] = {}  # by thread, when its statement began, and what to say of it
_looking = threading.Lock()


def tell_while_waiting(engine: Engine, at_most_seconds: float) -> Callable[[], AbstractContextManager[None]]:
    """Have every statement of this engine that takes long told on standard error, once a process; returns what stands
    around statements that go past the engine."""
    notice = (
        f"Waiting for the ledger, which another program seems to hold: {engine.url.database}. Close that program "
        f"(`fuser FILE` names it), or this ends in {at_most_seconds:.0f} s at the most.\n"
    )

    def begins(*_: object) -> None:
        _since[threading.get_ident()] = (time.monotonic(), notice)
        _look()

    def ends(*_: object) -> None:
        _since.pop(threading.get_ident(), None)

    @contextmanager
    def told() -> Iterator[None]:
        begins()
        try:
            yield
        finally:
            ends()

    event.listen(engine, "before_cursor_execute", begins)
    event.listen(engine, "after_cursor_execute", ends)
    event.listen(engine, "handle_error", ends)
    return told


def _look() -> None:
    """Begin to look after the statements of this process, unless that was begun."""
    if _looking.acquire(blocking=False):
        threading.Thread(target=_tell, args=(sys.stderr.write,), daemon=True).start()


def _tell(say: Callable[[str], object]) -> None:
    while True:
        time.sleep(_LOOK_EVERY_SECONDS)
        began = min(list(_since.values()), default=None)
        if began and time.monotonic() - began[0] >= TELL_AFTER_SECONDS:
            say(began[1])
            return
