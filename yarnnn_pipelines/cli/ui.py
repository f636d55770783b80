"""`yarnnn ui`: Dagster's UI and daemon on this home, until Ctrl-C. Their processes are dagster_home/ui.py's."""

from __future__ import annotations

import signal
from types import FrameType
from typing import Annotated

import typer

from yarnnn_pipelines.cli.terminal import errors
from yarnnn_pipelines.project import open_project

app = typer.Typer()


@app.command(epilog="Example: yarnnn ui --port 3001")
def ui(
    context: typer.Context,
    port: Annotated[int, typer.Option("--port", help="The port on this machine.")] = 3000,
    host: Annotated[str, typer.Option("--host", help="The address to listen on.")] = "127.0.0.1",
) -> None:
    """Open the Dagster UI on this home: the graph, every run, previews of each deliverable, schedules and sensors.

    Its log is ui.log in the home; here only warnings and errors are shown.
    """
    from yarnnn_pipelines.cli.views.progress import Stages
    from yarnnn_pipelines.dagster_home.ui import Services

    project = open_project(context.obj)
    for number in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, _as_ctrl_c)
    services = Services(project, host, port, tell=lambda line: errors.print(line, markup=False, highlight=False))
    try:
        with Stages() as progress:
            services.start(progress)
        errors.print(f"The UI is at http://{host}:{port}. Its log: {services.log}. Ctrl-C ends it.", soft_wrap=True)
        services.watch()
    except KeyboardInterrupt:
        errors.print("Ending the UI and its daemon.")
    finally:
        signal.signal(signal.SIGINT, signal.SIG_IGN)  # a second Ctrl-C would leave processes behind
        services.stop()


def _as_ctrl_c(number: int, frame: FrameType | None) -> None:
    raise KeyboardInterrupt
