"""`yarnnn preferences`: what is preferred of a client's deliverable, on which issues that rests, and setting it."""

from __future__ import annotations

from typing import Annotated

import typer

from yarnnn_pipelines.cli.arguments import ClientArgument, JsonOption, TypeOption
from yarnnn_pipelines.cli.asked import checked_type
from yarnnn_pipelines.cli.terminal import out, print_json
from yarnnn_pipelines.core.account import account_name
from yarnnn_pipelines.core.errors import UserError
from yarnnn_pipelines.core.keys import CLIENT_UPDATE
from yarnnn_pipelines.project import agency_ledger, open_project

app = typer.Typer()


@app.command(
    epilog="Examples: yarnnn preferences acme | yarnnn preferences acme --set 'days=Nov 12' | "
    "yarnnn preferences acme --remove p1a2b3 | yarnnn preferences acme --undo days"
)
def preferences(
    context: typer.Context,
    client: ClientArgument,
    pin: Annotated[str | None, typer.Option("--pin", metavar="ID", help="Let it hold, whatever is learned.")] = None,
    remove: Annotated[
        str | None, typer.Option("--remove", metavar="ID", help="Let nothing of its kind shape a draft.")
    ] = None,
    written: Annotated[
        str | None,
        typer.Option("--set", metavar="KIND=VALUE", help="Prefer it yourself; `--set help` lists them."),
    ] = None,
    undo: Annotated[
        str | None, typer.Option("--undo", metavar="KIND|ID", help="Take back what somebody set or removed.")
    ] = None,
    everywhere: Annotated[bool, typer.Option("--every-client", help="For every client, not for this one.")] = False,
    type_id: TypeOption = CLIENT_UPDATE,
    as_json: JsonOption = False,
) -> None:
    """Say how a client's deliverable is shaped by what people changed before, and change that."""
    from yarnnn_pipelines.cli.views import preferences as view
    from yarnnn_pipelines.deliverables.preferences.preference import EXAMPLES
    from yarnnn_pipelines.stages import preferences as learning

    project = open_project(context.obj)
    project.settings.client(client)
    checked_type(project, type_id)
    if written == "help":
        out.print("\n".join(f"yarnnn preferences {client} --set {example}" for example in EXAMPLES))
        return
    if sum(one is not None for one in (pin, remove, written, undo)) > 1:
        raise UserError("more than one thing to do", where="the options", mend="give one of them at a time")
    ledger = agency_ledger(project)
    learned = learning.learned_of(ledger, project.settings, client, type_id)
    scope = learning.SettingScope("" if everywhere else client, type_id, account_name())
    if pin is not None:
        learning.pin(ledger, learned.rule(pin), scope)
    elif remove is not None:
        learning.remove(ledger, learned.rule(remove), scope)
    elif written is not None:
        learning.set_preference(ledger, learned, written, scope)
    elif undo is not None:
        learning.undo(ledger, learned, undo, scope)
    shown = learning.learned_of(ledger, project.settings, client, type_id)
    if as_json:
        print_json(view.as_json(shown))
    else:
        view.show(out, shown)
