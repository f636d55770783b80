"""`yarnnn`: the line from a terminal.

Each command says what it does, calls the room that does it, and shows the result. Commands that only look (`show`,
`status`) read the ledger and import nothing of Dagster, dbt, dlt, DuckDB or Great Expectations; the others import
launch.py when they begin.
"""

from __future__ import annotations

import getpass
import json
import os
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.console import Console
from rich.text import Text

from yarnnn_pipelines.cli import forget as cli_forget
from yarnnn_pipelines.cli.asked import checked_type, checked_week, landed_weeks, producible
from yarnnn_pipelines.cli.sources import connect, doctor
from yarnnn_pipelines.cli.views import as_typed, command
from yarnnn_pipelines.core.errors import UserError
from yarnnn_pipelines.core.weeks import add_weeks, current_week, parse_weeks
from yarnnn_pipelines.project import CONFIG_VARIABLE, Project, demo_config, open_project, set_demo_aside
from yarnnn_pipelines.stores.home import HOME_VARIABLE, Home
from yarnnn_pipelines.supervision.completeness import trouble_in

if TYPE_CHECKING:
    from yarnnn_pipelines.launch import Line
    from yarnnn_pipelines.stores.ledger.ledger import Ledger

INTERRUPTED = 130  # the exit code of a program that was ended by Ctrl-C

out = Console()
errors = Console(stderr=True)


class Yarnnn(typer.Typer):
    """Typer, with a `UserError` told as what, where and the mend, and never as a stack trace."""

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        try:
            return super().__call__(*args, **kwargs)
        except UserError as error:
            tell(error)
            sys.exit(1)
        except (KeyboardInterrupt, SystemExit) as end:
            if isinstance(end, SystemExit) and end.code != INTERRUPTED:  # as which Typer hands over Ctrl-C
                raise
            errors.print("Stopped. Nothing is half done: the same command again takes up where this one ended.")
            sys.exit(INTERRUPTED)


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

app.add_typer(cli_forget.app, name="forget")

ClientArgument = Annotated[str, typer.Argument(metavar="CLIENT", help="The client's id in yarnnn.yaml, such as acme.")]
WeekArgument = Annotated[str, typer.Argument(metavar="WEEK", help="An ISO week, such as 2026-W46.")]
TypeOption = Annotated[str, typer.Option("--type", metavar="TYPE", help="The type of deliverable.")]
CLIENT_UPDATE = "client_update"


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
) -> None:
    context.obj = config


# --- making it -------------------------------------------------------------------------------------------------------


@app.command(epilog="Example: yarnnn init && $EDITOR yarnnn.yaml && yarnnn run")
def init(
    folder: Annotated[Path, typer.Argument(metavar="[FOLDER]", help="Where to write it.")] = Path(),
    force: Annotated[bool, typer.Option("--force", help="Replace a yarnnn.yaml that is there.")] = False,
) -> None:
    """Write a commented yarnnn.yaml to start from."""
    path = folder / "yarnnn.yaml"
    if path.exists() and not force:
        raise UserError("it is there already", where=str(path), mend="edit it, or replace it with --force")
    first = add_weeks(current_week("UTC"), -4)
    template = Path(__file__).with_name("views") / "starter.yaml"
    folder.mkdir(parents=True, exist_ok=True)
    path.write_text(template.read_text(encoding="utf-8").replace("__START__", first), encoding="utf-8")
    if (moved := set_demo_aside(Home((folder / ".yarnnn").resolve()))) is not None:
        out.print(f"The demo's home is {moved} now; with YARNNN_HOME={moved} you can look at it again.", soft_wrap=True)
    out.print(
        f"Wrote {path}. Change what is yours, put your exports where it says, then: {command('run')}", soft_wrap=True
    )


@app.command(epilog="Example: yarnnn demo && yarnnn show acme 2026-W46")
def demo() -> None:
    """Run the whole line on a small agency that comes with this checkout. Needs no account and no setting."""
    if not demo_config().exists():
        raise UserError("the demo agency is not here", where=str(demo_config()), mend="run this in a git checkout")
    project = open_project(demo_config())
    with line_of(project) as line:
        troubles = land(line)
        troubles += produce(line, None, CLIENT_UPDATE, weeks_of(project))
    finish(project, troubles)
    client, week = project.settings.clients[0].id, weeks_of(project)[-1]
    out.print()
    out.print(f"The drafts lie in {project.home.drafts}", soft_wrap=True)
    out.print(f"Look at one    {command(f'show {client} {week}')}")
    out.print(f"Approve it     {command(f'approve {client} {week}')}")
    out.print(f"Open the UI    {command('ui')}")


@app.command(epilog="Example: yarnnn sync")
def sync(context: typer.Context) -> None:
    """Land what is new on every platform of yarnnn.yaml."""
    project = open_project(context.obj)
    with line_of(project) as line:
        troubles = land(line)
    tell_landings(project)
    stop_for(troubles)


@app.command(
    epilog="Examples: yarnnn run | yarnnn run --week 2026-W46 --client acme | yarnnn run --weeks 2026-W40..2026-W46"
)
def run(
    context: typer.Context,
    week: Annotated[str | None, typer.Option("--week", metavar="WEEK", help="One week, such as 2026-W46.")] = None,
    weeks: Annotated[
        str | None, typer.Option("--weeks", metavar="A..B", help="A range of weeks, both ends included.")
    ] = None,
    client: Annotated[
        list[str] | None, typer.Option("--client", metavar="CLIENT", help="Only this client; may be given again.")
    ] = None,
    type_id: TypeOption = CLIENT_UPDATE,
    landing: Annotated[bool, typer.Option("--sync/--no-sync", help="Whether to land what is new first.")] = True,
) -> None:
    """Land, build the context and draft the deliverables. Without a week: the newest one that has anything landed.

    Running it again is safe at any time: what has not changed stays as it is, with its approvals.
    """
    if week and weeks:
        raise UserError("--week and --weeks are both given", mend="give one of them")
    project = open_project(context.obj)
    checked_type(project, type_id)
    asked = producible(project, parse_weeks(week or weeks or "")) if week or weeks else None
    clients = [project.settings.client(one).id for one in client] if client else None
    with line_of(project) as line:
        troubles = land(line) if landing else []
        made = asked or weeks_of(project)[-1:]
        troubles += produce(line, clients, type_id, made)
    finish(project, troubles, made, clients)


@app.command(epilog="Examples: yarnnn approve acme 2026-W46 | yarnnn approve acme 2026-W46 --version 2")
def approve(
    context: typer.Context,
    client: ClientArgument,
    week: WeekArgument,
    seen: Annotated[
        int | None,
        typer.Option("--version", metavar="N", help="The version that you read; a newer one is then not approved."),
    ] = None,
    type_id: TypeOption = CLIENT_UPDATE,
) -> None:
    """Approve the newest draft, word for word as it stands, and publish it to its destinations."""
    project = open_project(context.obj)
    from yarnnn_pipelines.stages.publish import refuse_incomplete

    checked_type(project, type_id)
    ledger = ledger_of(project)
    pair = project.settings.client(client).id, checked_week(week)
    refuse_incomplete(project, ledger.last_landings(), *pair)
    version = ledger.approve(*pair, type_id, getpass.getuser(), seen)
    if version.state == "published":
        out.print(f"Version {version.version} is published already.")
    else:
        with line_of(project) as line:
            troubles = attempt(lambda: line.publish(type_id, [pair]))
        stop_for(troubles)
        version = ledger.latest(*pair, type_id) or version
        out.print(f"Version {version.version} is published.")
    for location in version.locations:
        out.print(location, soft_wrap=True)


# --- looking at it ---------------------------------------------------------------------------------------------------


@app.command(
    epilog="Examples: yarnnn show acme 2026-W46 | yarnnn show acme 2026-W46 --items | "
    "yarnnn show acme 2026-W46 --json | jq .state"
)
def show(
    context: typer.Context,
    client: ClientArgument,
    week: WeekArgument,
    type_id: TypeOption = CLIENT_UPDATE,
    items: Annotated[
        bool, typer.Option("--items", help="Every item that landed for the week, and what became of it.")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object, for other tools.")] = False,
) -> None:
    """Show a deliverable: each sentence with its sources, what was withheld and why, and what was read."""
    from yarnnn_pipelines.cli.views import deliverable
    from yarnnn_pipelines.deliverables.render.as_json import as_shown, items_as_shown

    project = open_project(context.obj)
    checked_type(project, type_id)
    version = ledger_of(project).latest(project.settings.client(client).id, checked_week(week), type_id)
    if version is None:
        raise UserError("there is no deliverable", where=f"{client} {week}", mend=f"make it: yarnnn run --week {week}")
    if as_json:
        print(json.dumps((items_as_shown if items else as_shown)(version), indent=2, ensure_ascii=False))
    else:
        (deliverable.show_items if items else deliverable.show)(out, version)


@app.command(epilog="Example: yarnnn status --weeks 6")
def status(
    context: typer.Context,
    weeks: Annotated[int, typer.Option("--weeks", min=1, help="How many weeks of coverage to show.")] = 2,
    everything: Annotated[
        bool, typer.Option("--all", help="Every channel, label, root and calendar of the live sources.")
    ] = False,
) -> None:
    """Say how fresh each source is, what was read of the last weeks, and what waits for a person."""
    from yarnnn_pipelines.cli.views import state

    project = open_project(context.obj)
    ledger = ledger_of(project)
    landings, standings = ledger.last_landings(), ledger.standings()
    out.print(Text(f"{project.settings.agency.name} · home {project.home.root}", style="dim"), soft_wrap=True)
    state.tell(out, "Sources", state.sources_table(project.settings, landings))
    for line in state.warnings(landings):
        out.print(Text(line, style="yellow"), soft_wrap=True)
    if (table := state.completeness(project.settings, landings, everything)) is not None:
        state.tell(out, "\nCompleteness", table)
    for line in state.gaps_told(project.settings, landings):
        out.print(Text(line, style="yellow"), soft_wrap=True)
    rows = ledger.coverage(weeks)
    newest = {row["week"] for row in rows}
    counts = ledger.deliverable_coverage(one.key for one in standings if one.week in newest)
    state.tell(out, "\nCoverage", state.coverage_table(rows, counts))
    state.tell(out, "\nDeliverables", state.states_line(standings))
    if sent := state.corrections(standings):
        state.tell(out, "\nTo be corrected", "\n".join(sent))
    waiting = [one.key for one in standings if one.state in ("drafted", "in_review", "blocked")]
    if waiting:
        first = ledger.newest(waiting[:20])
        state.tell(out, "\nWaiting for you", state.deliverables_table([first[key] for key in waiting[:20]]))
        if len(waiting) > 20:
            out.print(f"and {len(waiting) - 20} more")


@app.command(epilog="Example: yarnnn ui --port 3001")
def ui(
    context: typer.Context,
    port: Annotated[int, typer.Option("--port", help="The port on this machine.")] = 3000,
    host: Annotated[str, typer.Option("--host", help="The address to listen on.")] = "127.0.0.1",
) -> None:
    """Open the Dagster UI on this home: the graph, every run, previews of each deliverable, schedules and sensors."""
    from yarnnn_pipelines.dagster_home.code_location import write_workspace

    project = open_project(context.obj)
    workspace = write_workspace(project)
    errors.print(f"The UI will be at http://{host}:{port} in a few seconds. Ctrl-C ends it.")
    environment = os.environ | {
        "DAGSTER_HOME": str(workspace.parent),
        HOME_VARIABLE: str(project.home.root),
        CONFIG_VARIABLE: str(project.settings.path),
    }
    dagster = [sys.executable, "-m", "dagster", "dev", "-w", str(workspace), "-p", str(port), "-h", host]
    os.chdir(workspace.parent)  # Dagster would warn of a dagster.yaml in the folder that it is started from
    os.execve(sys.executable, dagster, environment)


# --- sources that are read through their APIs -------------------------------------------------------------------------

app.add_typer(connect, name="connect")
app.command(epilog="Examples: yarnnn doctor | yarnnn doctor --json | jq .ok")(doctor)


# --- the stages ------------------------------------------------------------------------------------------------------


@contextmanager
def line_of(project: Project) -> Iterator[Line]:
    """The line's stages with progress shown; seconds go by before the first, while Dagster is imported."""
    from yarnnn_pipelines.cli.views.progress import Stages

    with Stages() as progress:
        progress("Starting", 0, 1)
        from yarnnn_pipelines.launch import open_line

        with open_line(project, progress) as line:
            progress("Starting", 1, 1)
            yield line


def land(line: Line) -> list[UserError]:
    """Land every platform; what went wrong with one is told at the end and does not cost the others."""
    if not line.project.settings.sources.configured():
        raise UserError("no source is configured", where=str(line.project.settings.path), mend="add one to `sources:`")
    begun = datetime.now(UTC)
    troubles = attempt(line.land)
    for platform, (at, report) in ledger_of(line.project).last_landings().items():
        if at >= begun and (trouble := trouble_in(report)) is not None:
            troubles.append(UserError(trouble.what, where=f"sources: {platform}", mend=trouble.mend))
    return troubles


def produce(line: Line, clients: Sequence[str] | None, type_id: str, weeks: Sequence[str]) -> list[UserError]:
    """Build the context of the weeks and the deliverables of the clients (default: all) in them."""
    if not weeks:
        return [UserError("nothing has been landed that lies in a week to produce", mend="see `yarnnn status`")]
    if troubles := attempt(lambda: line.build_context(weeks)):
        return troubles
    everybody = [client.id for client in line.project.settings.clients]
    return attempt(lambda: line.produce(type_id, clients or everybody, weeks))


def attempt(stage: Callable[[], object]) -> list[UserError]:
    """Run a stage; what failed in it comes back, to be told when the rest is done."""
    from yarnnn_pipelines.launch import RunFailed

    try:
        stage()
    except RunFailed as failure:
        return failure.errors
    return []


def finish(
    project: Project,
    troubles: Sequence[UserError],
    weeks: Sequence[str] | None = None,
    clients: Sequence[str] | None = None,
) -> None:
    """Say what there is now, then fail if anything did."""
    from yarnnn_pipelines.cli.views import state

    ledger = ledger_of(project)
    for line in state.warnings(ledger.last_landings()):
        errors.print(Text(line, style="yellow"), soft_wrap=True)
    standings = [
        one
        for one in ledger.standings()
        if (weeks is None or one.week in weeks) and (clients is None or one.client in clients)
    ]
    out.print(f"Deliverables: {state.states_line(standings)}")
    stop_for(troubles)


def tell_landings(project: Project) -> None:
    from yarnnn_pipelines.cli.views import state

    landings = ledger_of(project).last_landings()
    out.print(state.sources_table(project.settings, landings))
    for line in state.warnings(landings):
        errors.print(Text(line, style="yellow"), soft_wrap=True)


def stop_for(troubles: Sequence[UserError]) -> None:
    for trouble in troubles:
        tell(trouble)
    if troubles:
        raise typer.Exit(1)


def tell(error: UserError) -> None:
    errors.print(Text.assemble(("Error: ", "bold red"), error.what), soft_wrap=True)
    if error.where:
        errors.print(Text(f"Where: {error.where}"), soft_wrap=True)
    if error.mend:
        errors.print(Text(f"Mend:  {as_typed(error.mend)}"), soft_wrap=True)


def weeks_of(project: Project) -> list[str]:
    return landed_weeks(project, ledger_of(project).last_landings())


def ledger_of(project: Project) -> Ledger:
    from yarnnn_pipelines.stores.ledger.opening import open_ledger

    return open_ledger(project.home.ledger_url)
