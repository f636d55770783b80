"""What yarnnn.yaml says, as the small tables of schema `agency` that the dbt models join to.

Only configuration and the weeks of the run belong here. What the platforms said lies in the raw schemas; what follows
from both is dbt's.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

import duckdb

from yarnnn_pipelines.config.mail_domains import PUBLIC_MAIL_DOMAINS
from yarnnn_pipelines.config.settings import Settings
from yarnnn_pipelines.core.weeks import add_weeks, current_week, week_bounds, weeks_between
from yarnnn_pipelines.sources.registry import platforms
from yarnnn_pipelines.sources.shared.bindings import bind_places
from yarnnn_pipelines.stores.ledger.rows import Landing
from yarnnn_pipelines.stores.warehouse import all_or_nothing

_COLUMNS = {
    "own_domains": "domain varchar not null",
    "public_mail_domains": "domain varchar not null",
    "clients": "client_id varchar not null, name varchar not null",
    "client_aliases": "client_id varchar not null, alias varchar not null",
    "client_domains": "client_id varchar not null, domain varchar not null",
    "client_contacts": "client_id varchar not null, name varchar not null, email varchar not null, role varchar",
    "client_containers": (
        "client_id varchar not null, platform varchar not null, container varchar not null, audience varchar not null, "
        "container_id varchar, stated_after timestamptz, borne_since timestamptz"
    ),
}
# A week more than the 60 days for which meetings are expanded.
HORIZON_WEEKS = 10
_WEEKS = "week varchar not null, starts_at timestamptz not null, ends_at timestamptz not null"


def agency_rows(settings: Settings) -> dict[str, list[tuple[Any, ...]]]:
    """What yarnnn.yaml alone says of each table of schema `agency` but the weeks; a client's rows begin with its id."""
    return {
        "own_domains": [(domain,) for domain in _unique(settings.agency.domains)],
        "public_mail_domains": [(domain,) for domain in sorted(PUBLIC_MAIL_DOMAINS)],
        "clients": [(client.id, client.name) for client in settings.clients],
        "client_aliases": [
            (client.id, alias) for client in settings.clients for alias in _unique([client.name, *client.aliases])
        ],
        "client_domains": [(client.id, domain) for client in settings.clients for domain in _unique(client.domains)],
        "client_contacts": [
            (client.id, contact.name, contact.email, contact.role)
            for client in settings.clients
            for contact in client.contacts
        ],
        "client_containers": [
            (client.id, platform.id, place.written, place.audience)
            for client in settings.clients
            for platform in platforms()
            for place in platform.places_of(client)
        ],
    }


def write_agency_tables(
    con: duckdb.DuckDBPyConnection, settings: Settings, landings: Mapping[str, Landing] | None = None
) -> None:
    """Replace every table of schema `agency` but `weeks`, in one transaction.

    Addresses and domains are lower case. `client_containers.container` is what the user wrote (a name or an id), and
    `container_id` what it means: see `sources.shared.bindings`; `audience` is `client` where the client reads along.
    landings: the last of each platform, which remember what names mean.
    """
    rows = agency_rows(settings) | {"client_containers": _containers(con, settings, landings or {})}
    with all_or_nothing(con):
        con.execute("create schema if not exists agency")
        for table, columns in _COLUMNS.items():
            _replace(con, table, columns, rows[table])


def write_weeks(
    con: duckdb.DuckDBPyConnection, weeks: Iterable[str], time_zone: str, *, now: datetime | None = None
) -> None:
    """Say which weeks the next dbt run builds: `agency.weeks(week, starts_at, ends_at)`, the bounds as instants.

    dbt joins to this table and takes no `--vars`, so that a run for other weeks does not parse the project again.
    `agency.horizon_weeks` has the same columns for every week in which a meeting of theirs can lie: from the first of
    `weeks` to ten weeks after the last of them or after `now`.
    """
    chosen = sorted(set(weeks))
    rows = [(week, *week_bounds(week, time_zone)) for week in chosen]
    horizon: list[tuple[Any, ...]] = []
    if chosen:
        last = add_weeks(max(chosen[-1], current_week(time_zone, now)), HORIZON_WEEKS)
        horizon = [(week, *week_bounds(week, time_zone)) for week in weeks_between(chosen[0], last)]
    with all_or_nothing(con):
        con.execute("create schema if not exists agency")
        _replace(con, "weeks", _WEEKS, rows)
        _replace(con, "horizon_weeks", _WEEKS, horizon)


def _containers(
    con: duckdb.DuckDBPyConnection, settings: Settings, landings: Mapping[str, Landing]
) -> list[tuple[Any, ...]]:
    """The rows of `client_containers`, one for every place that yarnnn.yaml names."""
    rows: list[tuple[Any, ...]] = []
    for platform in platforms():
        last = landings[platform.id].report if platform.id in landings else None
        for place in bind_places(con, platform, settings, last).places:
            instants = [datetime.fromisoformat(at) if at else None for at in (place.stated_after, place.borne_since)]
            rows.append((place.client, platform.id, place.written, place.audience, place.container_id, *instants))
    return rows


def _unique(values: Iterable[str]) -> list[str]:
    """The values without those that differ from an earlier one by letter case alone."""
    return list({value.casefold(): value for value in reversed(list(values))}.values())[::-1]


def _replace(con: duckdb.DuckDBPyConnection, table: str, columns: str, rows: Sequence[tuple[Any, ...]]) -> None:
    con.execute(f"create or replace table agency.{table} ({columns})")
    if rows:  # a list for each column: a statement for each row takes seconds with a thousand clients
        names = ", ".join("unnest(?)" for _ in rows[0])
        con.execute(f"insert into agency.{table} select {names}", [list(column) for column in zip(*rows, strict=True)])
