"""What must hold of the tables that deliverables stand on: Great Expectations suites, and running them.

A suite is the JSON file named after its table, in Great Expectations' own form; `meta.notes` says why. Whether a broken
expectation stops the line is decided by whoever asks.
"""

from __future__ import annotations

import json
import logging
import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb

from yarnnn_pipelines.home import Home
from yarnnn_pipelines.settings import Settings

TABLES = ("client_week_context", "client_week_events")

# Great Expectations is given a DataFrame: over SQLAlchemy it fails on DuckDB.
_FRAMES = {
    "client_week_context": """
        select * exclude (participants), messages + mails + pages as messages_mails_pages
        from context.client_week_context where week in (select week from asked)""",
    "client_week_events": """
        select * exclude (fields, occurred_at, starts_at, ends_at),
               occurred_at >= starts_at and occurred_at < ends_at as in_its_week
        from context.client_week_events join asked using (week)""",
}


@dataclass(frozen=True)
class Broken:
    """One expectation that does not hold: what was expected, why, and what was found."""

    expected: str
    why: str
    found: str


@dataclass(frozen=True)
class Outcome:
    table: str
    rows: int
    expectations: int
    broken: tuple[Broken, ...]
    page: str | None  # Data Docs of this validation


def validate(
    con: duckdb.DuckDBPyConnection, home: Home, settings: Settings, table: str, weeks: Sequence[tuple[str, Any, Any]]
) -> Outcome:
    """Judge a table for `weeks` (week, first instant, first instant of the next) and write Data Docs in the home.

    Importing Great Expectations takes six seconds and more, so it happens here and nowhere else.
    """
    os.environ.setdefault("GX_ANALYTICS_ENABLED", "false")
    logging.getLogger("great_expectations").setLevel(logging.WARNING)
    import great_expectations as gx

    con.execute("create or replace temp table asked (week varchar, starts_at timestamptz, ends_at timestamptz)")
    con.executemany("insert into asked values (?, ?, ?)", [list(week) for week in weeks])
    frame = con.execute(_FRAMES[table]).df()

    context = gx.get_context(mode="ephemeral")
    context.variables.progress_bars = {"globally": False}
    context.add_data_docs_site(
        site_name="home",
        site_config={
            "class_name": "SiteBuilder",
            "site_index_builder": {"class_name": "DefaultSiteIndexBuilder"},
            "store_backend": {"class_name": "TupleFilesystemStoreBackend", "base_directory": str(home.data_docs)},
        },
    )
    suite = gx.ExpectationSuite(**json.loads(Path(__file__).with_name(f"{table}.json").read_text(encoding="utf-8")))
    batch = context.data_sources.add_pandas("context").add_dataframe_asset(table)
    definition = gx.ValidationDefinition(
        name=table, data=batch.add_batch_definition_whole_dataframe("run"), suite=context.suites.add(suite)
    )
    checkpoint = gx.Checkpoint(
        name=table,
        validation_definitions=[context.validation_definitions.add(definition)],
        actions=[gx.checkpoint.UpdateDataDocsAction(name="data_docs", site_names=["home"])],
        result_format="SUMMARY",
    )
    result = context.checkpoints.add(checkpoint).run(
        batch_parameters={"dataframe": frame},
        expectation_parameters={
            "clients": [client.id for client in settings.clients],
            "weeks": [week for week, _, _ in weeks],
            "client_weeks": len(settings.clients) * len(weeks),
        },
    )
    ((identifier, found),) = result.run_results.items()
    return Outcome(
        table=table,
        rows=len(frame),
        expectations=len(found.results),
        broken=tuple(_broken(one) for one in found.results if not one.success),
        page=_page(context, identifier),
    )


def _broken(result: Any) -> Broken:
    config = result.expectation_config
    kwargs = {key: value for key, value in config.kwargs.items() if key != "batch_id"}
    exception = (result.exception_info or {}).get("exception_message")
    return Broken(
        expected=f"{config.type}({', '.join(f'{key}={value!r}' for key, value in kwargs.items())})",
        why=str((config.meta or {}).get("notes", "")),
        found=exception or json.dumps(_shown(result.result), default=str),
    )


def _shown(result: dict[str, Any]) -> dict[str, Any]:
    keys = ("observed_value", "element_count", "unexpected_count", "partial_unexpected_list")
    return {key: result[key] for key in keys if key in result}


def _page(context: Any, identifier: Any) -> str | None:
    urls = context.get_docs_sites_urls(resource_identifier=identifier)
    return urls[0]["site_url"] if urls else None
