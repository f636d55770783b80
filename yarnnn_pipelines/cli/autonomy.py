"""`yarnnn autonomy` and `hold`: how far deliverables go by themselves, on what that rests, and keeping one back."""

from __future__ import annotations

from datetime import UTC, datetime
from enum import StrEnum
from typing import Annotated

import typer

from yarnnn_pipelines.cli.arguments import ClientArgument, JsonOption, TypeOption, WeekArgument
from yarnnn_pipelines.cli.asked import checked_type, checked_week, not_made_yet
from yarnnn_pipelines.cli.terminal import out, print_json
from yarnnn_pipelines.core.account import account_name
from yarnnn_pipelines.core.errors import UserError
from yarnnn_pipelines.core.keys import CLIENT_UPDATE, DeliverableKey
from yarnnn_pipelines.project import agency_ledger, open_project
from yarnnn_pipelines.stores.ledger.rows import Decision

app = typer.Typer()


class Wrong(StrEnum):
    """What may be wrong with a text so that nothing like it goes out by itself."""

    FACT = "fact"
    RECIPIENT = "recipient"


@app.command(epilog="Examples: yarnnn autonomy | yarnnn autonomy acme | yarnnn autonomy --json | jq '.[].level'")
def autonomy(
    context: typer.Context,
    client: Annotated[str | None, typer.Argument(metavar="CLIENT", help="A client's id; without it, all.")] = None,
    as_json: JsonOption = False,
) -> None:
    """Say how far each deliverable goes by itself, what it has shown so far, and every move with its reason."""
    from yarnnn_pipelines.cli.views import autonomy as view
    from yarnnn_pipelines.stages.autonomy import standings_of
    from yarnnn_pipelines.stages.by_itself import candidates

    project = open_project(context.obj)
    client_id = project.settings.client(client).id if client else None
    ledger = agency_ledger(project)
    waiting = candidates(project, ledger, datetime.now(UTC), client_id)
    standings = standings_of(project.settings, ledger, {client_id} if client_id else None)
    if as_json:
        print_json(view.as_json(standings, waiting))
    else:
        view.show(out, standings, waiting, project.settings.agency.time_zone)


@app.command(
    epilog="Examples: yarnnn hold acme 2026-W46 | yarnnn hold acme 2026-W46 --why 'wait for the invoice' | "
    "yarnnn hold acme 2026-W46 --wrong fact"
)
def hold(
    context: typer.Context,
    client: ClientArgument,
    week: WeekArgument,
    why: Annotated[str | None, typer.Option("--why", help="The reason, which is kept.")] = None,
    wrong: Annotated[
        Wrong | None,
        typer.Option(
            "--wrong",
            help="What is wrong with it, also after it was sent: nothing like it goes out by itself then.",
        ),
    ] = None,
    type_id: TypeOption = CLIENT_UPDATE,
) -> None:
    """Keep a deliverable from going out by itself: it waits until a person approves it."""
    from yarnnn_pipelines.stages.decisions import hold as decide

    project = open_project(context.obj)
    checked_type(project, type_id)
    ledger = agency_ledger(project)
    key = DeliverableKey(project.settings.client(client).id, checked_week(week), type_id)
    version = ledger.newest([key]).get(key)
    if version is None:
        raise not_made_yet(project, key)
    is_sent = version.state == "published"
    if is_sent and wrong is None:
        raise UserError(
            f"version {version.version} is published: there is nothing to hold",
            where=str(key.client_week),
            mend="if something is wrong with it, say so with `--wrong fact` or `--wrong recipient`; "
            f"`yarnnn edit {key.client_week}{key.type_option}` makes a corrected version",
        )
    earned = decide(project, ledger, version, Decision(account_name(), reason=(why or "").strip() or None), wrong)
    if not is_sent:
        out.print(f"Version {version.version} is held: it is sent when a person approves it.")
    if earned is not None:
        out.print(f"Written down: a wrong {wrong}. {key.client_id} {key.type_id} is at {earned.level} now.")
