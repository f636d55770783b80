"""What every command does with the terminal: the two streams, a `UserError` told, and the exit codes.

0: done. 1: something is to mend, and was told. 2: the command was written wrong. 130: ended by Ctrl-C; 143: by SIGTERM.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Sequence
from io import TextIOWrapper
from typing import Any, NoReturn

import typer
from rich.text import Text

from yarnnn_pipelines.cli.views import as_typed
from yarnnn_pipelines.cli.views.console import VisibleConsole, told_if_unwritable
from yarnnn_pipelines.core.errors import UserError
from yarnnn_pipelines.core.stopping import Stop, ignore_signals, stopped_by_signals
from yarnnn_pipelines.stores.home import home_from_environment
from yarnnn_pipelines.stores.troubles import store_trouble

INTERRUPTED = 130

out = VisibleConsole()
errors = VisibleConsole(stderr=True)


class Yarnnn(typer.Typer):
    """Typer, with a `UserError` told as what, where and the mend, and never as a stack trace."""

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        _replace_what_the_terminal_cannot_write()
        with stopped_by_signals() as stop:
            try:
                return super().__call__(*args, **kwargs)
            except UserError as error:
                tell(error)
                sys.exit(1)
            except (KeyboardInterrupt, SystemExit) as end:
                if isinstance(end, SystemExit) and end.code != INTERRUPTED:  # as which Typer hands over Ctrl-C
                    raise
                _tell_that_it_stopped(stop)
            except Exception as error:
                if _was_interrupted(error):
                    _tell_that_it_stopped(stop)
                trouble = store_trouble(error, home_from_environment())
                if trouble is None:
                    raise
                tell(trouble)
                sys.exit(1)


def _tell_that_it_stopped(stop: Stop) -> NoReturn:
    ignore_signals()
    errors.print("Stopped. Nothing is half done: the same command again takes up where this one ended.")
    sys.exit(stop.exit_code)


def _was_interrupted(error: BaseException) -> bool:
    """Whether a library made an error of its own of a signal, as DuckDB does in the middle of a query."""
    causes = [error]
    while following := causes[-1].__cause__ or causes[-1].__context__:
        causes.append(following)
    return any(isinstance(cause, KeyboardInterrupt) for cause in causes)


def _replace_what_the_terminal_cannot_write() -> None:
    """A letter that the terminal's encoding lacks becomes `?`, unless PYTHONIOENCODING says what it becomes."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper) and stream.errors in ("strict", "surrogateescape"):
            stream.reconfigure(errors="replace")


def print_json(value: Any) -> None:
    """One JSON value for other tools; what the terminal's encoding may lack is written as JSON's own escapes."""
    is_unicode = (sys.stdout.encoding or "").lower().startswith("utf")
    # Flushed here, where a reader that has stopped is no error; at the end of the process it would be told as one.
    with told_if_unwritable():
        print(json.dumps(value, indent=2, ensure_ascii=not is_unicode), flush=True)


def tell(error: UserError) -> None:
    errors.print(Text.assemble(("Error: ", "bold red"), as_typed(error.what)), soft_wrap=True)
    if error.where:
        errors.print(Text(f"Where: {error.where}"), soft_wrap=True)
    if error.mend:
        errors.print(Text(f"Mend:  {as_typed(error.mend)}"), soft_wrap=True)


def warn(lines: Iterable[str], *, on: VisibleConsole = errors) -> None:
    """Each on a line, with its commands as one would type them."""
    for line in lines:
        on.print(Text(as_typed(line), style="yellow"), soft_wrap=True)


def stop_for(troubles: Sequence[UserError]) -> None:
    for trouble in {str(trouble): trouble for trouble in troubles}.values():  # several steps may meet the same
        tell(trouble)
    if troubles:
        raise typer.Exit(1)
