"""`yarnnn who`: what is concluded of a person, each conclusion with its evidence, and which were removed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import TYPE_CHECKING, Annotated

import typer

from yarnnn_pipelines.cli.arguments import JsonOption
from yarnnn_pipelines.cli.terminal import out, print_json
from yarnnn_pipelines.core.errors import UserError
from yarnnn_pipelines.forgetting.register import refuse_still_held
from yarnnn_pipelines.project import Project, agency_ledger, open_project

if TYPE_CHECKING:
    from yarnnn_pipelines.context.stakeholders.records import Part, Person
    from yarnnn_pipelines.stores.ledger.rows import RemovedConclusion

app = typer.Typer()


@app.command(
    epilog="Examples: yarnnn who dana@acme.example | yarnnn who 'Dana Reyes' --json | yarnnn who Dana --remove greeting"
)
def who(
    context: typer.Context,
    named: Annotated[
        str | None, typer.Argument(metavar="PERSON", help="An address, or a name; without one, everybody is listed.")
    ] = None,
    remove: Annotated[
        str | None,
        typer.Option("--remove", metavar="CONCLUSION", help="Conclude this no more: greeting, asked, ..."),
    ] = None,
    restore: Annotated[
        str | None, typer.Option("--restore", metavar="CONCLUSION", help="Conclude it again after all.")
    ] = None,
    as_json: JsonOption = False,
) -> None:
    """Say who somebody is, how they write and answer, and what they asked and promised, each with its evidence.

    Without PERSON, list everybody who is known, by client.

    Only from what has landed, for each client apart: what somebody wrote for one is never joined with another's.
    """
    from yarnnn_pipelines.cli.views import person as view
    from yarnnn_pipelines.forgetting.marks import Marker

    project = open_project(context.obj)
    ledger = agency_ledger(project)
    refuse_still_held(project, ledger)
    if named is None:
        if asked := next((option for option, of in (("--remove", remove), ("--restore", restore)) if of), None):
            raise UserError("whose conclusion is it?", where=asked, mend="name the PERSON before it")
        people = _everybody(project)
        print_json(view.people_as_json(people)) if as_json else view.show_people(out, people, project.settings)
        return
    person, parts = _read(project, named)
    if remove is not None:
        clients = _concluded_for(remove, parts, project)
        ledger.remove_conclusion(Marker(ledger.make_forgotten_key())(person.person_id), clients, remove)
    key = ledger.forgotten_key()
    mark = Marker(key)(person.person_id) if key else None
    if restore is not None and not (mark and ledger.restore_conclusion(mark, restore)):
        raise UserError(f"{restore!r} was not removed", where=str(person), mend="see what was: `yarnnn who PERSON`")
    removed = ledger.removed_conclusions(mark) if mark else []
    shown = view.Profile(person, [_without(part, removed) for part in parts], removed, project.settings)
    if as_json:
        print_json(view.as_json(shown))
    else:
        view.show(out, shown)


def _everybody(project: Project) -> list[Person]:
    from yarnnn_pipelines.context.stakeholders import reading
    from yarnnn_pipelines.stores.warehouse import read_warehouse

    with read_warehouse(project.home) as con:
        return reading.read_people(con)


def _read(project: Project, named: str) -> tuple[Person, list[Part]]:
    from yarnnn_pipelines.context.stakeholders import profile, reading
    from yarnnn_pipelines.context.stakeholders.records import NO_CLIENT, Part
    from yarnnn_pipelines.stores.warehouse import read_warehouse

    settings = project.settings
    with read_warehouse(project.home) as con:
        people = reading.read_people(con)
        person = reading.person_named(people, named, reading.looked_in(con, people, settings))
        parts = [Part(person.client_id or NO_CLIENT, profile.identity(person, settings))]
        for client_id in reading.clients_of(con, person, settings):
            events = reading.events_of_client(con, client_id)
            promises = reading.promises_of(con, person, client_id)
            drawn = profile.conclusions(person, client_id, events, promises, settings.agency.time_zone)
            days = [event.occurred_at.date().isoformat() for event in events]
            written = sum(event.person_id == person.person_id for event in events)
            parts.append(Part(client_id, drawn, written, min(days, default=None), max(days, default=None)))
    return person, parts


def _concluded_for(conclusion: str, parts: Iterable[Part], project: Project) -> list[str]:
    """The clients for whom this is concluded; `UserError` where it never is."""
    names = {each for part in parts for drawn in part.conclusions for each in (drawn.kind, drawn.name)}
    if conclusion not in names:
        kinds = dict.fromkeys(drawn.kind for part in parts for drawn in part.conclusions)
        raise UserError(
            f"there is no conclusion {conclusion!r}",
            where=str(project.home.warehouse),
            mend=f"there is {', '.join(kinds)}; each sentence of a list has the name that is shown before it",
        )
    return [
        part.client_id for part in parts if any(conclusion in (drawn.kind, drawn.name) for drawn in part.conclusions)
    ]


def _without(part: Part, removed: Iterable[RemovedConclusion]) -> Part:
    names = {each.conclusion for each in removed if each.client == part.client_id}
    return replace(part, conclusions=tuple(each for each in part.conclusions if not {each.kind, each.name} & names))
