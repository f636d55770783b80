"""`yarnnn ui`: Dagster's UI and daemon on this home, until Ctrl-C. Their processes are dagster_home/ui.py's."""

from __future__ import annotations

from typing import Annotated

import typer

from yarnnn_pipelines.cli.terminal import errors
from yarnnn_pipelines.core.stopping import ignore_signals
from yarnnn_pipelines.project import open_project

app = typer.Typer()


@app.command(epilog="Example: yarnnn ui --port 3001")
def ui(
    context: typer.Context,
    port: Annotated[int, typer.Option("--port", help="The port on this machine.")] = 3000,
    host: Annotated[
        str, typer.Option("--host", help="The address to listen on. By default this machine alone reaches it.")
    ] = "127.0.0.1",
    allowed_host: Annotated[
        list[str] | None,
        typer.Option("--allowed-host", metavar="NAME", help="With --host: a name by which browsers may call it."),
    ] = None,
) -> None:
    """Open the Dagster UI on this home: the graph, every run, previews of each deliverable, schedules and sensors.

    It has no login, and answers its own pages only. Its log is ui.log in the home; here only warnings and errors are
    shown.
    """
    from yarnnn_pipelines.cli.views.progress import Stages
    from yarnnn_pipelines.core.address import Address
    from yarnnn_pipelines.dagster_home.ui import Services

    address = Address(host, port, tuple(allowed_host or ()))

    project = open_project(context.obj)
    services = Services(project, address, tell=lambda line: errors.print(line, highlight=False))
    try:
        with Stages() as progress:
            services.start(progress)
        if not address.is_private:
            errors.print(
                f"Warning: the UI has no login. Whoever reaches {address} reads every draft and can start and delete "
                "runs: put a login before it.",
                soft_wrap=True,
                highlight=False,
            )
        errors.print(f"The UI is at {address.url}. Its log: {services.log}. Ctrl-C ends it.", soft_wrap=True)
        services.watch()
    except KeyboardInterrupt:
        errors.print("Ending the UI and its daemon.")
    finally:
        ignore_signals()  # a second Ctrl-C would leave processes behind
        services.stop()
