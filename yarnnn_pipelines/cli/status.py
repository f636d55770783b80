"""`yarnnn status`: where the line stands, read off the ledger, and of what was sent off the warehouse too."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated

import typer
from rich.text import Text

from yarnnn_pipelines.cli.arguments import JsonOption
from yarnnn_pipelines.cli.terminal import out, print_json, warn
from yarnnn_pipelines.cli.views import command
from yarnnn_pipelines.core.counts import counted
from yarnnn_pipelines.forgetting.register import still_held
from yarnnn_pipelines.project import Project, agency_ledger, home_id_of, open_project
from yarnnn_pipelines.supervision.corrections import to_correct
from yarnnn_pipelines.supervision.effort import efforts
from yarnnn_pipelines.supervision.model_costs import in_words, week_of_models
from yarnnn_pipelines.supervision.renamed import renamed_clients
from yarnnn_pipelines.supervision.standings import awake, states_line
from yarnnn_pipelines.supervision.standings import waiting as waiting_of

if TYPE_CHECKING:
    from yarnnn_pipelines.cli.views.state import Deliverables
    from yarnnn_pipelines.stages.autonomy import Standing as Autonomy
    from yarnnn_pipelines.stores.ledger.ledger import Ledger
    from yarnnn_pipelines.stores.ledger.rows import Standing, Version

app = typer.Typer()


WAITING_SHOWN = 20


@app.command(epilog="Examples: yarnnn status --weeks 6 | yarnnn status --all | yarnnn status --json | jq .waiting")
def status(
    context: typer.Context,
    weeks: Annotated[int, typer.Option("--weeks", min=1, help="How many weeks of coverage to show.")] = 2,
    everything: Annotated[
        bool,
        typer.Option(
            "--all",
            help="Everything: all that waits for you, and every channel, label, root and calendar of the live sources, "
            "and each part of an export that can't be read.",
        ),
    ] = False,
    as_json: JsonOption = False,
) -> None:
    """Say how fresh each source is, what was read of the last weeks, and what waits for a person."""
    from yarnnn_pipelines.cli.views import state, state_json
    from yarnnn_pipelines.cli.views.coverage import coverage_figures, coverage_table
    from yarnnn_pipelines.stages.autonomy import standings_of
    from yarnnn_pipelines.stages.compare import edited_since_sent

    project = open_project(context.obj)
    ledger = agency_ledger(project)
    landings, standings = ledger.last_landings(), ledger.standings()
    most = None if everything or as_json else WAITING_SHOWN
    waiting, in_all, put_off = _waiting(ledger, standings, most)
    edited, not_compared = edited_since_sent(project, ledger, standings)
    redrafted = to_correct(ledger, standings)
    outdated = [*redrafted, *(standing for standing in edited if standing not in redrafted)]
    renamed = map(str, renamed_clients(project.settings, ledger))
    troubles = [*renamed, *state.warnings(project.settings, landings), *filter(None, [not_compared])]
    if held := still_held(project, ledger):
        troubles.append(f"{held.what}: {held.mend}")
    rows = ledger.coverage(weeks)
    covered = {row.week for row in rows}
    counts = ledger.deliverable_coverage(standing.key for standing in standings if standing.week in covered)
    forgotten = {standing.key for standing in standings if standing.state == "forgotten"}
    coverage = coverage_figures(rows, counts, forgotten)
    models = week_of_models(ledger, project.settings)
    autonomies = standings_of(project.settings, ledger)
    levels = {(one.client, one.type): one.level_in_words for one in autonomies}
    taken = efforts(ledger, [version.key for version in waiting])
    deliverables = state.Deliverables(standings, outdated, waiting, taken, levels)
    if as_json:
        print_json(state_json.as_json(project, landings, deliverables, coverage, models, troubles))
        return
    out.print(Text(f"{project.settings.agency.name} · home {project.home.root}", style="dim"), soft_wrap=True)
    state.tell(out, "Sources", state.sources_table(project.settings, landings))
    warn(troubles, on=out)
    if (table := state.completeness(project.settings, landings, everything)) is not None:
        state.tell(out, "\nCompleteness", table)
    warn(state.gaps_told(project.settings, landings, everything), on=out)
    state.tell(out, "\nCoverage", coverage_table(coverage))
    state.tell(out, "\nDeliverables", states_line(standings))
    if lines := list(in_words(models)):
        state.tell(out, "\nModels, this week", "\n".join(lines))
    if len(homes := ledger.file_homes()) > 1 or homes.keys() - {home_id_of(project.home)}:
        state.tell(out, "\nPublished files lie in", "\n".join(homes.values()))
    if sent := [*state.corrections(redrafted), *state.edited(outdated[len(redrafted) :])]:
        state.tell(out, "\nTo be corrected", "\n".join(sent))
    _tell_by_themselves(project, ledger, autonomies)
    _tell_waiting(deliverables, in_all, put_off)


def _tell_waiting(deliverables: Deliverables, in_all: int, put_off: int) -> None:
    from yarnnn_pipelines.cli.views import state

    if put_off:
        state.tell(out, "\nPut off until later", f"{counted(put_off, 'draft')}, which `yarnnn review` lists")
    if waiting := deliverables.waiting:
        table = state.deliverables_table(waiting, deliverables.efforts, deliverables.levels)
        state.tell(out, "\nWaiting for you", table)
        if in_all > len(waiting):
            out.print(f"and {in_all - len(waiting)} more: {command('status --all')}")


def _tell_by_themselves(project: Project, ledger: Ledger, autonomies: Sequence[Autonomy]) -> None:
    """How far deliverables go by themselves, where that says anything, and which go out next."""
    from yarnnn_pipelines.cli.views import autonomy, state
    from yarnnn_pipelines.stages.by_itself import candidates

    waiting = candidates(project, ledger, datetime.now(UTC))
    told = autonomy.lines(autonomies, waiting, project.settings.agency.time_zone)
    if told:
        state.tell(out, "\nBy themselves", "\n".join(told))


def _waiting(ledger: Ledger, standings: Sequence[Standing], most: int | None) -> tuple[list[Version], int, int]:
    """What waits for a person now, at most so many; how many do in all, and how many were put off until later."""
    waits = waiting_of(standings)
    put_off = ledger.snoozed(sorted({one.client for one in waits}), sorted({one.week for one in waits}))
    keys = [standing.key for standing in awake(standings, put_off)]
    newest = ledger.newest(keys[:most])
    return [newest[key] for key in keys[:most] if key in newest], len(keys), len(put_off)
