"""How a command is told to stop: Ctrl-C, SIGTERM and SIGHUP alike, so that it ends in order and says so.

What ends in order is each room's own; the command line says the sentence.
"""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from types import FrameType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sys import UnraisableHookArgs

_SOON = 0.02  # seconds

ASKED_TO_STOP = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


class Stop:
    """What the process was asked to stop by, read from the pipe to which Python writes each signal's number.

    It is written there also while a library has a handler of its own in place, and where the exception that a handler
    raises is lost, as in a callback from C.
    """

    def __init__(self, pipe: int, ignored: frozenset[int]) -> None:
        self._pipe = pipe
        self._ignored = ignored
        self._number: int | None = None

    @property
    def number(self) -> int | None:
        """Of the first signal that asked; None before."""
        with suppress(BlockingIOError):
            for number in os.read(self._pipe, 4096):
                if number in ASKED_TO_STOP and number not in self._ignored:
                    self._number = self._number or number
        return self._number

    @property
    def exit_code(self) -> int:
        """As shells have it; Ctrl-C's where no signal was written down."""
        return 128 + (self.number or signal.SIGINT)


_stops: list[Stop] = []  # signals are the whole process's


def asked_to_stop() -> bool:
    """Whether a signal has asked for it since the command began; never outside a command."""
    return any(stop.number for stop in _stops)


@contextmanager
def stopped_by_signals() -> Iterator[Stop]:
    """Each of the signals is a KeyboardInterrupt meanwhile. To be entered in the main thread.

    One that the command was started to ignore stays ignored, as after `nohup` or in a shell's background. Dagster makes
    SIGTERM do what SIGINT does, which then would be nothing: so both have one handler, which looks at the number. Where
    a signal arrives in a destructor or a weak reference's callback, Python prints the exception and drops it: it is
    raised again a moment later instead.
    """
    ignored = frozenset(
        number
        for number in ASKED_TO_STOP
        if signal.getsignal(number) is signal.SIG_IGN and number is not signal.SIGTERM
    )

    def interrupt(number: int, frame: FrameType | None) -> None:
        if number not in ignored:
            raise KeyboardInterrupt

    def again(number: int, frame: FrameType | None) -> None:
        raise KeyboardInterrupt

    def on_dropped(dropped: UnraisableHookArgs) -> None:
        if issubclass(dropped.exc_type, KeyboardInterrupt) and asked_to_stop():
            signal.setitimer(signal.ITIMER_REAL, _SOON)
        else:
            told_before(dropped)

    reading, writing = os.pipe()
    os.set_blocking(reading, False)
    os.set_blocking(writing, False)
    before = {number: signal.signal(number, interrupt) for number in ASKED_TO_STOP}
    before[signal.SIGALRM] = signal.signal(signal.SIGALRM, again)
    told_before, sys.unraisablehook = sys.unraisablehook, on_dropped
    woken_before = signal.set_wakeup_fd(writing, warn_on_full_buffer=False)
    stop = Stop(reading, ignored)
    _stops.append(stop)
    try:
        yield stop
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        sys.unraisablehook = told_before
        _stops.remove(stop)
        signal.set_wakeup_fd(woken_before)
        for number, handler in before.items():
            signal.signal(number, handler if handler is not None else signal.SIG_DFL)
        os.close(reading)
        os.close(writing)


def ignore_signals() -> None:
    """What ends in order now is not interrupted again."""
    for number in (*ASKED_TO_STOP, signal.SIGALRM):
        signal.signal(number, signal.SIG_IGN)
