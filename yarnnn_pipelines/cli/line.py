"""`yarnnn demo`, `sync` and `run`: the line's stages from the terminal, with what went wrong told at the end."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import partial
from typing import TYPE_CHECKING, Annotated

import typer

from yarnnn_pipelines.cli.asked import (
    landed_weeks,
    producible,
    refuse_undue,
    types_wanted,
    weeks_asked,
    weeks_due_of,
    weeks_to_build,
)
from yarnnn_pipelines.cli.terminal import errors, out, stop_for, warn
from yarnnn_pipelines.cli.views import command
from yarnnn_pipelines.cli.views.edited import edited_line
from yarnnn_pipelines.config.settings import takers_of
from yarnnn_pipelines.core.errors import UserError
from yarnnn_pipelines.core.keys import CLIENT_UPDATE
from yarnnn_pipelines.core.progress import STARTING
from yarnnn_pipelines.project import Project, agency_ledger, demo_config, demo_home, find_config, open_project
from yarnnn_pipelines.stores.home import home_from_environment
from yarnnn_pipelines.supervision.completeness import trouble_in
from yarnnn_pipelines.supervision.renamed import renamed_clients
from yarnnn_pipelines.supervision.standings import states_line

if TYPE_CHECKING:
    from yarnnn_pipelines.config.deliverable_types import DeliverableType
    from yarnnn_pipelines.launch import Line

app = typer.Typer()


@app.command(epilog="Example: yarnnn demo && yarnnn show acme 2026-W46")
def demo() -> None:
    """Run the whole line on a small agency that comes with this checkout. Needs no account and no setting."""
    if not demo_config().exists():
        raise UserError("the demo agency is not here", where=str(demo_config()), mend="run this in a git checkout")
    here = home_from_environment()
    project = open_project(demo_config(), home=demo_home(here))
    if project.home != here:
        out.print(f"The demo's home is {project.home.root}, beside your own.", soft_wrap=True)
    with line_of(project) as line:
        troubles = land(line)
        troubles += produce(line, None, types_wanted(project, None), weeks_of(project))
    finish(project, troubles)
    newest = [one for one in agency_ledger(project).standings() if one.state == "drafted" and one.type == CLIENT_UPDATE]
    if not newest:
        return
    first = project.settings.clients[0].id
    client, week = max(newest, key=lambda one: (one.week, one.client == first)).key.client_week
    out.print()
    out.print(f"The drafts lie in {project.home.drafts}", soft_wrap=True)
    # so as to reach the demo even where a yarnnn.yaml of one's own lies
    home = project.home.root if project.home != here else None
    config = demo_config() if find_config(project.home) != demo_config() else None
    for what, arguments in (
        ("Look at one", f"show {client} {week}"),
        ("Approve it", f"approve {client} {week}"),
        ("Open the UI", "ui"),
    ):
        out.print(f"{what:<14} {command(arguments, home=home, config=config)}", soft_wrap=True)


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
    type_id: Annotated[
        str | None, typer.Option("--type", metavar="TYPE", help="Only this type; without it, all that clients get.")
    ] = None,
    landing: Annotated[bool, typer.Option("--sync/--no-sync", help="Whether to land what is new first.")] = True,
) -> None:
    """Land, build the context and draft the deliverables. Without a week: the newest one that has anything landed.

    Of a monthly type that is asked for by itself, the newest week in which one is due.

    Running it again is safe at any time: what has not changed stays as it is, with its approvals.
    """
    wanted = weeks_asked(week, weeks)
    project = open_project(context.obj)
    kinds = types_wanted(project, type_id)
    asked = producible(project, wanted) if wanted is not None else None
    if asked and type_id:
        refuse_undue(project, kinds[0], asked)
    clients = [project.settings.client(one).id for one in client] if client else None
    with line_of(project) as line:
        troubles = land(line) if landing else []
        landed = weeks_of(project)
        made = asked or (weeks_due_of(project, kinds[0], landed) if type_id else landed)[-1:]
        troubles += produce(line, clients, kinds, made)
    troubles += publish_by_itself(project)
    finish(project, troubles, made, clients, type_id)


# --- the stages ------------------------------------------------------------------------------------------------------


@contextmanager
def line_of(project: Project) -> Iterator[Line]:
    """The line's stages with progress shown; seconds go by before the first, while Dagster is imported."""
    from yarnnn_pipelines.cli.views.progress import Stages

    with Stages() as progress:
        progress(STARTING, 0, 1, "importing Dagster, dbt and the line's stages")
        from yarnnn_pipelines.launch import open_line

        with open_line(project, progress) as line:
            progress(STARTING, 1, 1)
            _tell_forgotten(line)
            yield line


def _tell_forgotten(line: Line) -> None:
    from yarnnn_pipelines.cli.views import forgetting as view

    for receipt in line.forgotten:
        warn(["What was forgotten in another home of the same ledger is removed from this one too:"])
        view.show(errors, receipt.as_json(), done=True)


def land(line: Line) -> list[UserError]:
    """Land every platform; what went wrong with one is told at the end and does not cost the others."""
    if not line.project.settings.sources.configured():
        raise UserError("no source is configured", where=str(line.project.settings.path), mend="add one to `sources:`")
    begun = datetime.now(UTC)
    troubles = attempt(line.land)
    for platform, (at, report) in agency_ledger(line.project).last_landings().items():
        if at >= begun and (trouble := trouble_in(report)) is not None:
            troubles.append(UserError(trouble.what, where=f"sources: {platform}", mend=trouble.mend))
    return troubles


def produce(
    line: Line, clients: Sequence[str] | None, kinds: Sequence[DeliverableType], weeks: Sequence[str]
) -> list[UserError]:
    """Build the context of the weeks and the deliverables of the clients (default: all) that are due in them."""
    if not weeks:
        return [UserError("nothing has been landed that lies in a week to produce", mend="see `yarnnn status`")]
    if troubles := attempt(lambda: line.build_context(weeks_to_build(line.project, kinds, weeks))):
        return troubles
    for kind in kinds:
        due = weeks_due_of(line.project, kind, weeks)
        takers = [one for one in takers_of(line.project.settings, kind.id) if clients is None or one in clients]
        if due and takers:
            troubles += attempt(partial(line.produce, kind.id, takers, due))
    return troubles


def attempt(stage: Callable[[], object]) -> list[UserError]:
    """Run a stage; what failed in it comes back, to be told when the rest is done."""
    from yarnnn_pipelines.launch import RunFailed

    try:
        stage()
    except RunFailed as failure:
        return failure.errors
    return []


def publish_by_itself(project: Project) -> list[UserError]:
    """Send what has earned to go out by itself and is due, and say so; what could not be sent is told at the end."""
    from yarnnn_pipelines.stages.by_itself import publish_due

    sent = publish_due(project, agency_ledger(project), datetime.now(UTC))
    for one in sent.done:
        key = one.version.key
        out.print(f"Sent by itself: {key.client_week} {key.type_id}, version {one.version.version}", soft_wrap=True)
    for error in sent.failed.values():
        if not isinstance(error, UserError):
            raise error
    return [error for error in sent.failed.values() if isinstance(error, UserError)]


def finish(
    project: Project,
    troubles: Sequence[UserError],
    weeks: Sequence[str] | None = None,
    clients: Sequence[str] | None = None,
    type_id: str | None = None,
) -> None:
    """Say what there is now, then fail if anything did."""
    from yarnnn_pipelines.cli.views import state

    ledger = agency_ledger(project)
    renamed = map(str, renamed_clients(project.settings, ledger))
    warn([*renamed, *state.warnings(project.settings, ledger.last_landings())])
    standings = [
        one
        for one in ledger.standings()
        if (weeks is None or one.week in weeks)
        and (clients is None or one.client in clients)
        and (type_id is None or one.type == type_id)
    ]
    of_weeks = f", {weeks[0]}{f'..{weeks[-1]}' if len(weeks) > 1 else ''}" if weeks else ""
    out.print(f"Deliverables{of_weeks}: {states_line(standings)}")
    if kept := edited_line(project.home.drafts, [one.key for one in standings]):
        warn([kept])
    stop_for(troubles)


def tell_landings(project: Project) -> None:
    from yarnnn_pipelines.cli.views import state

    landings = agency_ledger(project).last_landings()
    out.print(state.sources_table(project.settings, landings))
    warn(state.warnings(project.settings, landings))


def weeks_of(project: Project) -> list[str]:
    return landed_weeks(project, agency_ledger(project).last_landings())
