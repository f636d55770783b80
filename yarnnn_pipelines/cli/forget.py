"""`yarnnn forget`: a person, a message or a client, and the receipts. What is removed is forgetting's."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer

from yarnnn_pipelines.cli.terminal import out, print_json
from yarnnn_pipelines.project import agency_ledger, open_project

if TYPE_CHECKING:
    from yarnnn_pipelines.stores.ledger.rows import ForgottenEntry

app = typer.Typer(
    no_args_is_help=True,
    rich_markup_mode="rich",
    help=(
        "Remove a person, a message or a client from everything that yarnnn keeps, for good.\n\n"
        "Shows first what would go and asks. What was sent, and your own export files, stay: the receipt names them. "
        "What was forgotten does not land again."
    ),
)

Yes = Annotated[bool, typer.Option("--yes", "-y", help="Don't ask.")]
DryRun = Annotated[bool, typer.Option("--dry-run", help="Only show what would be removed.")]
Json = Annotated[bool, typer.Option("--json", help="The receipt as one JSON object; asks nothing, so give --yes.")]


@app.command(epilog="Examples: yarnnn forget person dana@acme.example | yarnnn forget person 'Dana Reyes' --dry-run")
def person(
    context: typer.Context,
    named: Annotated[str, typer.Argument(metavar="EMAIL_OR_NAME", help="An address, or a full name.")],
    yes: Yes = False,
    dry_run: DryRun = False,
    as_json: Json = False,
) -> None:
    """Forget what a person wrote on any platform, and their name and address in what others wrote."""
    _forget(context, "person", named, yes, dry_run, as_json)


@app.command(epilog="Example: yarnnn forget message slack:T1:C123:1700000000.000100")
def message(
    context: typer.Context,
    named: Annotated[str, typer.Argument(metavar="ITEM_ID_OR_PERMALINK", help="As `yarnnn show --json` tells it.")],
    yes: Yes = False,
    dry_run: DryRun = False,
    as_json: Json = False,
) -> None:
    """Forget one message, mail, page or meeting, with all its versions."""
    _forget(context, "message", named, yes, dry_run, as_json)


@app.command(epilog="Example: yarnnn forget client acme")
def client(
    context: typer.Context,
    named: Annotated[str, typer.Argument(metavar="ID", help="The client's id in yarnnn.yaml.")],
    yes: Yes = False,
    dry_run: DryRun = False,
    as_json: Json = False,
) -> None:
    """Forget a client: all that belongs to it, and its deliverables but for those sent."""
    _forget(context, "client", named, yes, dry_run, as_json)


@app.command(epilog="Example: yarnnn forget receipts --json")
def receipts(context: typer.Context, as_json: Json = False) -> None:
    """List what was forgotten and when; --json tells each receipt whole."""
    from yarnnn_pipelines.cli.views import forgetting as view

    project = open_project(context.obj)
    ledger = agency_ledger(project)
    found = [_as_shown(one, sorted(ledger.homes_without(one.id).values())) for one in ledger.forgotten_entries()]
    if as_json:
        print_json(found)
    else:
        view.listed(out, found)


def _as_shown(entry: ForgottenEntry, elsewhere: list[str]) -> dict[str, Any]:
    return {
        "id": entry.id,
        "kind": entry.kind,
        "begun_at": entry.begun_at.isoformat(),
        "finished_at": entry.finished_at.isoformat() if entry.finished_at else None,
        "receipt": {**entry.receipt, "elsewhere": elsewhere},
    }


def _forget(
    context: typer.Context,
    kind: Literal["person", "message", "client"],
    named: str,
    yes: bool,
    dry_run: bool,
    as_json: bool,
) -> None:
    from yarnnn_pipelines.cli.views import forgetting as view
    from yarnnn_pipelines.forgetting import request as forget
    from yarnnn_pipelines.forgetting.register import Request

    project = open_project(context.obj)
    ledger = agency_ledger(project)
    if dry_run or not yes:
        coming = forget.preview(project, ledger, Request(kind, named)).as_json()
        if as_json and dry_run:
            print_json(coming)
            return
        if not as_json:
            view.show(out, coming, done=False)
        if dry_run:
            return
        typer.confirm("\nRemove all this for good?", abort=True, err=True)
    from yarnnn_pipelines.dagster_home.instance import no_run_going_on

    with no_run_going_on(project.home):
        receipt = forget.forget(project, ledger, Request(kind, named)).as_json()
    if as_json:
        print_json(receipt)
    else:
        view.show(out, receipt, done=True)
