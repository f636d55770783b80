"""`yarnnn`, put together: the help, what every command takes, and the groups of commands, one file each.

Each command says what it does, calls the room that does it, and shows the result. Commands that only look (`show`,
`status`, `approve`) read the ledger and import nothing of Dagster, dbt, dlt, DuckDB or Great Expectations; the others
import launch.py when they begin.
"""

from __future__ import annotations

from importlib.metadata import version as installed_version
from pathlib import Path
from typing import Annotated

import typer

from yarnnn_pipelines.cli import (
    autonomy,
    edit,
    facts,
    forget,
    init,
    line,
    preferences,
    review,
    review_page,
    sources,
    status,
    ui,
    who,
)
from yarnnn_pipelines.cli.terminal import Yarnnn, out
from yarnnn_pipelines.project import CONFIG_VARIABLE
from yarnnn_pipelines.stores.home import keep_private

app = Yarnnn(
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode="rich",
    context_settings={"help_option_names": ["-h", "--help"]},
    help=(
        "Weekly client updates in which every sentence is proven by a real message, mail, page or meeting.\n\n"
        "The line: land the platforms -> build each client's week -> draft -> gate -> approve -> publish. "
        "Everything lies in one folder, the home (YARNNN_HOME, by default ./.yarnnn).\n\n"
        "[bold]First look[/bold]   yarnnn demo, then yarnnn show acme 2026-W46\n\n"
        "[bold]Your own[/bold]     yarnnn init, put your exports where yarnnn.yaml says, then yarnnn run\n\n"
        "[bold]Each week[/bold]    yarnnn run; yarnnn status; yarnnn show CLIENT WEEK; yarnnn approve CLIENT WEEK"
    ),
)


def _print_version(wanted: bool) -> None:
    if wanted:
        out.print(f"yarnnn {installed_version('yarnnn-pipelines')}", highlight=False)
        raise typer.Exit


@app.callback()
def main(
    context: typer.Context,
    config: Annotated[
        Path | None,
        typer.Option(
            "--config",
            metavar="FILE",
            envvar=CONFIG_VARIABLE,
            help="The yarnnn.yaml to use. Default: ./yarnnn.yaml, else the one that the home was made with.",
        ),
    ] = None,
    version: Annotated[
        bool, typer.Option("--version", callback=_print_version, is_eager=True, help="Print the version and end.")
    ] = False,
) -> None:
    keep_private()
    context.obj = config


for group in (init, line, review, edit, autonomy, review_page, preferences, status, who, facts, ui):
    app.add_typer(group.app)
app.add_typer(sources.connect, name="connect")
app.command(epilog="Examples: yarnnn doctor | yarnnn doctor --json | jq .ok")(sources.doctor)
app.add_typer(forget.app, name="forget")
