"""`yarnnn facts`: what a client's things were given for a value, what superseded what, and what can't both hold."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer

from yarnnn_pipelines.cli.arguments import JsonOption
from yarnnn_pipelines.cli.terminal import out, print_json
from yarnnn_pipelines.core.errors import UserError
from yarnnn_pipelines.forgetting.register import refuse_still_held
from yarnnn_pipelines.project import Project, agency_ledger, open_project

if TYPE_CHECKING:
    import duckdb

app = typer.Typer()


@app.command(epilog="Examples: yarnnn facts acme | yarnnn facts acme --all | yarnnn facts acme --json")
def facts(
    context: typer.Context,
    client: Annotated[str, typer.Argument(metavar="CLIENT", help="A client's id.")],
    every: Annotated[bool, typer.Option("--all", help="Also what a later word has superseded.")] = False,
    as_json: JsonOption = False,
) -> None:
    """List the days, sums, counts, choices and states that stand for a client, each with the words that give it.

    The newest half year. Two that can't both hold are shown side by side: no draft tells either of them.
    """
    from yarnnn_pipelines.cli.views import facts as view

    project = open_project(context.obj)
    refuse_still_held(project, agency_ledger(project))
    rows = _rows(project, project.settings.client(client).id)
    if as_json:
        print_json(view.as_json(rows))
    else:
        shown = [row for row in rows if every or not row["superseded_by"]]
        view.show(out, shown, project.settings.agency.time_zone, rows)


def _rows(project: Project, client_id: str) -> list[dict[str, Any]]:
    """The table's rows, the newest first, each with the `contradicts` of its fact, the other's row or None, and its
    `source_now`: "deleted" or "edited", where the words no longer stand there, or None."""
    from yarnnn_pipelines.context.fact_rows import REACH, read_rows, stored_fact
    from yarnnn_pipelines.context.facts import Facts
    from yarnnn_pipelines.sources.shared.lookup import table_exists
    from yarnnn_pipelines.stores.warehouse import read_warehouse

    with read_warehouse(project.home) as con:
        if not table_exists(con, "context", "facts"):
            raise UserError(
                "no fact is known yet: no week has been built", where="the warehouse", mend="run `yarnnn run`"
            )
        of_client = "select max(said_at) from context.facts where client_id = ?"
        (newest,) = con.execute(of_client, [client_id]).fetchone() or (None,)
        since = newest - REACH if newest else datetime.now(UTC)
        rows = read_rows(con, {"clients": [client_id], "first": since, "last": datetime.max.replace(tzinfo=UTC)})
        now = _sources_now(con, [row["event_id"] for row in rows])
    facts = [stored_fact(row) for row in rows]
    by_fact = {id(fact): row for fact, row in zip(facts, rows, strict=True)}
    known = Facts(facts)
    for fact in facts:
        other = known.contradicting(fact)
        by_fact[id(fact)]["contradicts"] = by_fact[id(other)] if other is not None else None
    for row in rows:
        row["source_now"] = _source_now(row, now)
    return rows[::-1]


_SOURCES_NOW = """
select e.event_id, newest.version, newest.is_deleted, newest.text
from (select unnest($ids) as event_id) as wanted
join context.events as e on e.event_id = wanted.event_id
join context.item_versions as newest on newest.item_id = e.item_id and newest.is_current
"""


def _sources_now(con: duckdb.DuckDBPyConnection, event_ids: list[str]) -> dict[str, tuple[str, bool, str]]:
    """Of each event its item's newest version, whether that is gone, and its text."""
    rows = con.execute(_SOURCES_NOW, {"ids": sorted(set(event_ids))}).fetchall()
    return {event_id: (version, bool(is_deleted), text or "") for event_id, version, is_deleted, text in rows}


def _source_now(row: dict[str, Any], now: dict[str, tuple[str, bool, str]]) -> Literal["deleted", "edited"] | None:
    version, is_deleted, text = now.get(row["event_id"], (row["version"], False, ""))
    if is_deleted:
        return "deleted"
    page, superseding = (event_id.partition("@")[0] for event_id in (row["event_id"], row["superseded_by"] or ""))
    if (
        version == row["version"] or row["text"] in text or page == superseding
    ):  # its own newer value is shown beside it
        return None
    return "edited"
