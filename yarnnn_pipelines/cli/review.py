"""`yarnnn show` and `approve`: a deliverable before a person, and the person's decision.

Approving publishes in this process, without a Dagster run, whose start alone takes many seconds
(docs/decisions/approving-in-process.md).
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated
from zoneinfo import ZoneInfo

import typer
from rich.text import Text

from yarnnn_pipelines.cli.arguments import ClientArgument, TypeOption, WeekArgument
from yarnnn_pipelines.cli.asked import checked_moment, checked_type, checked_week, not_made_yet, refuse_never_made
from yarnnn_pipelines.cli.terminal import errors, out, print_json, warn
from yarnnn_pipelines.cli.views.console import OutputError
from yarnnn_pipelines.cli.views.edited import edited_line
from yarnnn_pipelines.core.account import account_name
from yarnnn_pipelines.core.errors import UserError
from yarnnn_pipelines.core.keys import CLIENT_UPDATE, DeliverableKey
from yarnnn_pipelines.core.weeks import current_week
from yarnnn_pipelines.forgetting.register import refuse_still_held
from yarnnn_pipelines.project import Project, agency_ledger, home_id_of, open_project
from yarnnn_pipelines.stores.ledger.rows import Decision

if TYPE_CHECKING:
    from yarnnn_pipelines.stores.ledger.ledger import Ledger
    from yarnnn_pipelines.stores.ledger.rows import Approval, Version

app = typer.Typer()


@app.command(
    epilog="Examples: yarnnn show acme | yarnnn show acme 2026-W46 | yarnnn show acme 2026-W46 --items | "
    "yarnnn show acme 2026-W46 --as-of 2026-11-13T14:30 | yarnnn show acme 2026-W46 --json | jq .state"
)
def show(
    context: typer.Context,
    client: ClientArgument,
    week: Annotated[
        str | None, typer.Argument(metavar="WEEK", help="An ISO week, such as 2026-W46; without it, the newest made.")
    ] = None,
    type_id: TypeOption = CLIENT_UPDATE,
    items: Annotated[
        bool, typer.Option("--items", help="Every item that landed for the week, and what became of it.")
    ] = False,
    as_of: Annotated[
        str | None,
        typer.Option(
            "--as-of",
            metavar="TIME",
            help="Draft it anew from what was known at that time, such as 2026-11-13T14:30; nothing of it is kept.",
        ),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object, for other tools.")] = False,
) -> None:
    """Show a deliverable: each sentence with its sources, what was withheld and why, and what was read."""
    from yarnnn_pipelines.cli.views import deliverable
    from yarnnn_pipelines.deliverables.render.as_json import as_shown, items_as_shown

    project = open_project(context.obj)
    checked_type(project, type_id)
    ledger = agency_ledger(project)
    of_client = project.settings.client(client).id
    newest = ledger.newest_made(of_client, type_id) if week is None else checked_week(week)
    key = DeliverableKey(of_client, newest or current_week(project.settings.agency.time_zone), type_id)
    version = ledger.newest([key]).get(key) if as_of is None else _replayed(project, ledger, key, as_of)
    if version is None:
        raise not_made_yet(project, key)
    if as_json:
        print_json((items_as_shown if items else as_shown)(version))
    elif items:
        deliverable.show_items(out, version)
    else:
        deliverable.show(out, version, is_kept=as_of is None)


def _replayed(project: Project, ledger: Ledger, key: DeliverableKey, as_of: str) -> Version:
    """The week as it would have been drafted at that time, said on the error stream to be that."""
    from yarnnn_pipelines.stages.replay import BY_RULES, replay

    refuse_never_made(project, key)
    refuse_still_held(project, ledger)
    time_zone = project.settings.agency.time_zone
    moment = checked_moment(as_of, time_zone)
    at = f"{moment.astimezone(ZoneInfo(time_zone)):%Y-%m-%d %H:%M:%S %Z}"
    version = replay(project, ledger, key, moment, lambda what: errors.print(Text(f"{what} ...", style="dim")))
    errors.print(f"As known at {at}: drafted anew with today's yarnnn.yaml and program, and not kept.", soft_wrap=True)
    if project.settings.writer.kind != BY_RULES:
        errors.print("Worded by the fixed rules: a model is not asked again for it.", soft_wrap=True)
    return version


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
    looked_at: Annotated[
        bool, typer.Option("--looked-at", help="You looked at the sentences that are in doubt, and stand by them.")
    ] = False,
) -> None:
    """Approve the newest draft, word for word as it stands, and publish it to its destinations."""
    from yarnnn_pipelines.stages.decisions import approve as decide

    project = open_project(context.obj)
    checked_type(project, type_id)
    ledger = agency_ledger(project)
    client_id = project.settings.client(client).id
    newest = ledger.latest(client_id, checked_week(week), type_id)
    if newest is None:
        raise not_made_yet(project, DeliverableKey(client_id, week, type_id))
    approval, version = decide(project, ledger, newest, Decision(account_name(), seen), looked_at=looked_at)
    is_sent = approval.version.state == "published"
    try:
        out.print(_told(project, approval, version, is_sent=is_sent), soft_wrap=True)
        _tell_where(project, ledger, version)
    except OutputError as error:
        raise UserError(
            f"version {version.version} is approved and published, but {error.what}",
            where=error.where,
            mend="run this again: it changes nothing, and tells where the files lie",
        ) from None
    if kept := edited_line(project.home.drafts, [version.key]):
        warn([kept])


def _told(project: Project, approval: Approval, version: Version, *, is_sent: bool) -> str:
    """That it is published, and by whose approval where that is not this one. is_sent: it was before."""
    review = approval.review
    decided_at = review.decided_at.astimezone(ZoneInfo(project.settings.agency.time_zone))
    what = "it" if review.version == version.version else f"version {review.version}, the same text,"
    approved = f"{review.reviewer} approved {what} on {decided_at:%Y-%m-%d %H:%M}"
    if is_sent:
        same = f", word for word as version {version.same_as}" if version.same_as else ""
        return f"Version {version.version} is published already{same}: {approved}."
    return f"Version {version.version} is published{'' if approval.is_new else f': {approved} already'}."


def _tell_where(project: Project, ledger: Ledger, version: Version) -> None:
    """Where the receipts say that it lies, and whether it still does."""
    here, homes = home_id_of(project.home), ledger.file_homes(version.key)
    is_elsewhere = bool(homes) and here not in homes
    for location in version.locations:
        gone = not is_elsewhere and Path(location).is_absolute() and not Path(location).exists()
        out.print(f"{location} (not there any more)" if gone else location, soft_wrap=True)
    if is_elsewhere:
        places = " and ".join(homes.values())
        errors.print(f"It was published from {places}: its files lie there, and not in this home.", soft_wrap=True)
    elif others := [place for home, place in ledger.file_homes().items() if home != here]:
        errors.print(f"Other updates were published from {' and '.join(others)}: those lie there.", soft_wrap=True)
