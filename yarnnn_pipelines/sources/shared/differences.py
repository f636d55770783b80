"""What the warehouse knows of the items that an export shows, and what of the export is therefore new.

An item's current version is the one with the greatest `observed_at`. A shown item that differs from it, or lies where
another client reads, is a new version; a known one that the export should show and doesn't is a tombstone. Content that
comes back after another version, or after a tombstone, is a version of its own: `<hash>.2`, `deleted.2` and so on. An
export that was made before one that landed tells only what that one has not looked at, and later edits by the
platform's own clock; and where that clock says that what an export shows is older than what is known, what is known
stays. What an export covers is the readers' statement; how old it is, `export_views`'; writing is `pipeline`'s work.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

import duckdb
import orjson
import pyarrow as pa
import pyarrow.compute as pc

from yarnnn_pipelines.sources.shared.coverage import Coverage
from yarnnn_pipelines.sources.shared.envelope import INSTANT, ITEM_VERSION, TOMBSTONE
from yarnnn_pipelines.sources.shared.export_views import ExportView
from yarnnn_pipelines.sources.shared.lookup import table_exists
from yarnnn_pipelines.sources.shared.scope import Concerned, ExportScope

_BASE = "split_part(version, '.', 1)"
_SEQUENCE = "try_cast(json_extract_string(payload, '$.sequence') as bigint)"
_HOLES = "struct(container varchar, first timestamptz, last timestamptz)[]"


def latest_observation(con: duckdb.DuckDBPyConnection, schema: str, tables: Collection[str]) -> datetime | None:
    """The greatest `observed_at` of a platform; None if nothing landed."""
    instants: list[datetime | None] = [
        single_value(con, f"select max(observed_at) from {schema}.{table}")
        for table in tables
        if table_exists(con, schema, table)
    ]
    return max((instant for instant in instants if instant), default=None)


def single_value(con: duckdb.DuckDBPyConnection, query: str) -> Any:
    """What a query answers that has one row of one column, as an aggregate over a table has."""
    row = con.execute(query).fetchone()
    if row is None:
        raise RuntimeError(f"no row: {query}")
    return row[0]


def any_item(con: duckdb.DuckDBPyConnection, schema: str, table: str) -> str | None:
    """The id of the item that landed last, None if none did."""
    if not table_exists(con, schema, table):
        return None
    item_id: str | None = single_value(con, f"select arg_max(item_id, observed_at) from {schema}.{table}")
    return item_id


def _in_containers(containers: Collection[str] | None) -> tuple[str, list[Any] | None]:
    if containers is None:
        return "true", None
    return "container_id in (select unnest($1::varchar[]))", [list(containers)]


class KnownItems:
    """The current versions of one table's items, to compare one export with.

    Give it every batch that the export shows (`new_versions`), then ask once for what is missing (`tombstones`).
    """

    def __init__(
        self,
        con: duckdb.DuckDBPyConnection,
        schema: str,
        table: str,
        *,
        observed_at: datetime,
        export: ExportScope | None = None,
        concerned: Concerned | None = None,
    ) -> None:
        """Of what an `export` can speak of (None: of all), or, of a platform's own answer, of what is `concerned`."""
        export = export or ExportScope()
        self._con = con
        self._raw = f"{schema}.{table}"
        # a platform's own answer is never older than what is known
        self._is_older = "false" if concerned else export.is_older or "false"
        # and where it says that a page has moved, the live reader has given it another version
        self._is_moved = "false" if concerned else export.is_moved or "false"
        self._moved_at = min(filter(None, (export.made_at, observed_at)))
        self._place = export.place or "null::varchar"
        self._known = f"known_{schema}_{table}"
        self._observed_at = observed_at
        self._export = export
        self._group = f"json_extract_string(payload, '{export.group_path}')" if export.group_path else "null::varchar"
        self._has_later = bool(export.later) and table_exists(con, schema, table)
        self._take_down_later(export.later)
        self._shown_ids: list[pa.ChunkedArray] = []
        self._said_deleted: list[str] = []
        self.shown = 0  # items in the export
        self._older: list[str] = []  # items of which it shows an older state than the known one
        self._has_news = False  # whether it shows anything later than what is known
        self._has_landed = table_exists(con, schema, table)
        self._any = self._has_landed and self._read_known(export, concerned)

    def _take_down_later(self, later: Sequence[ExportView]) -> None:
        """The later views as two tables: a row for each thing that they are exports of, and one for each hole."""
        if not self._has_later:
            return
        rows = [
            {
                "view": view.rank,
                "shows": shows,
                "shows_new": view.shows_new,
                "first": view.bounds[0],
                "last": view.bounds[1],
                "observed_at": view.observed_at,
            }
            for view in later
            for shows in view.shows
        ]
        holes = [
            {"view": view.rank, "container": container, "first": first, "last": last}
            for view in later
            for container, first, last in view.holes
        ]
        for name, listed, columns in (
            ("later", rows, "shows varchar, shows_new boolean, observed_at timestamptz"),
            ("holes", holes, "container varchar"),
        ):
            kind = f"struct(view bigint, first timestamptz, last timestamptz, {columns})[]"
            table = f"create or replace temp table {self._known}_{name} as select unnest($1::{kind}, recursive := true)"
            self._con.execute(table, [listed])

    def _overruled(self) -> str:
        """SQL over `shown_keys` and `known`: whether a later export has looked at the item, and says what counts.

        What it covers and does not show is gone. A page at the top lies in no group: of it, an export that shows
        several tells.
        """
        if not self._has_later:
            return "false"
        later = f"{self._known}_later"
        if self._export.names_all:
            return f"known.item_id is not null and exists (select 1 from {later})"
        place = "shown_keys.item_group" if self._export.group_path else "shown_keys.container_id"
        return f"""
            exists (
                select 1 from {later} as later
                where (later.shows = md5({place}) or ({place} is null and (select count(*) > 1 from {later})))
                and (
                    (not later.shows_new and known.observed_at <= later.observed_at)
                    or (
                        later.shows_new
                        and (later.first is null or shown_keys.occurred_at >= later.first)
                        and (later.last is null or shown_keys.occurred_at <= later.last)
                        and not exists (
                            select 1 from {self._known}_holes as hole
                            where hole.view = later.view and hole.container = shown_keys.container_id
                            and shown_keys.occurred_at between hole.first and hole.last
                        )
                    )
                )
            )
        """

    def _read_known(self, export: ExportScope, concerned: Concerned | None) -> bool:
        """Take down the current versions; whether there are any."""
        where, values = concerned.as_sql() if concerned else _in_containers(export.containers)
        if concerned:  # an item's earlier version may lie where its current one does not
            where = f"item_id in (select item_id from {self._raw} where {where})"
        self._con.execute(
            f"""
            create or replace temp table {self._known} as
            select
                item_id,
                arg_max({_BASE}, observed_at) as base,
                arg_max(container_id, observed_at) as container_id,
                arg_max(occurred_at, observed_at) as occurred_at,
                arg_max(edited_at, observed_at) as edited_at,
                arg_max({_SEQUENCE}, observed_at) as sequence,
                arg_max({self._group}, observed_at) as item_group,
                arg_max({self._place}, observed_at) as place,
                max(observed_at) as observed_at
            from {self._raw} where {where} group by item_id
            """,
            values,
        )
        count: int = single_value(self._con, f"select count(*) from {self._known}")
        return count > 0

    def new_versions(self, shown: pa.Table) -> pa.Table:
        """The items of an observed batch that are not current already, as rows to add."""
        self.shown += len(shown)
        if not self._any and not self._has_later:
            return self._dated(shown)
        self._shown_ids.append(shown["item_id"])
        self._take_down_shown(shown)
        changed = self._con.execute(
            f"""
            with changed as (
                select
                    shown_keys.*, known.item_id is not null as is_known, known.base,
                    shown_keys.version <> '{TOMBSTONE}' and coalesce({self._is_older}, false) as is_older,
                    case
                        when known.item_id is not null
                            then shown_keys.edited_at > coalesce(known.edited_at, '-infinity')
                        else coalesce(shown_keys.edited_at, shown_keys.occurred_at) > (
                            select max(coalesce(edited_at, occurred_at)) from {self._known}
                        )
                    end as is_news,
                    coalesce({self._overruled()}, false) as is_looked_at_later,
                    case when known.base = shown_keys.version
                        then greatest(shown_keys.occurred_at, $1::timestamptz) else shown_keys.occurred_at
                    end as counts_at
                from shown_keys left join {self._known} as known using (item_id)
                where known.item_id is null or known.base <> shown_keys.version or coalesce({self._is_moved}, false)
            ),
            earlier as (
                select item_id, {_BASE} as version, count(*) as times from {self._raw}
                where item_id in (select item_id from changed where is_known) group by all
            )
            select
                position, item_id, is_known and version = '{TOMBSTONE}' as is_said_deleted,
                changed.version || coalesce('.' || (times + 1), '') as version, counts_at, is_older, is_news,
                is_looked_at_later and changed.version <> '{TOMBSTONE}'
                    and not (is_known and changed.base <> '{TOMBSTONE}' and coalesce(is_news, false)) as is_overruled
            from changed left join earlier using (item_id, version) order by position
            """,
            [self._moved_at],
        ).to_arrow_table()
        self._con.execute("drop view shown_keys")
        self._con.unregister("shown_rows")
        changed = changed.filter(pc.invert(changed["is_overruled"]))
        self._older += changed.filter(changed["is_older"])["item_id"].to_pylist()
        self._has_news = self._has_news or any(changed["is_news"].to_pylist())
        changed = changed.filter(pc.invert(changed["is_older"]))
        # a tombstone takes its author and thread from the item that it ends, not from the notice that it is gone
        self._said_deleted += changed.filter(changed["is_said_deleted"])["item_id"].to_pylist()
        changed = changed.filter(pc.invert(changed["is_said_deleted"]))
        rows = shown.take(changed["position"])
        for name, counted in (("version", "version"), ("occurred_at", "counts_at")):
            place = rows.schema.get_field_index(name)
            rows = rows.set_column(place, rows.field(place), changed[counted].cast(rows.field(place).type))
        return self._dated(rows)

    def _take_down_shown(self, shown: pa.Table) -> None:
        """What comparing a batch asks of it, as the view `shown_keys`."""
        keys = shown.select(["item_id", "version", "container_id", "occurred_at", "edited_at", "payload"])
        self._con.register("shown_rows", keys.append_column("position", pa.array(range(len(shown)), pa.int64())))
        self._con.execute(
            f"""
            create or replace temp view shown_keys as
            select
                item_id, version, container_id, occurred_at, edited_at, position, {_SEQUENCE} as sequence,
                {self._group} as item_group, {self._place} as place
            from shown_rows
            """
        )

    def settled(self, coverage: Coverage | None) -> Coverage | None:
        """The coverage, with each presumed container taken for what the export shows it to be."""
        if coverage is None or coverage.containers is None or not coverage.presumed:
            return coverage
        shown = {item for ids in self._shown_ids for item in ids.to_pylist()}
        rows = []
        if self._any:
            query = (
                f"select item_id, container_id from {self._known} where container_id in (select unnest($1::varchar[]))"
            )
            rows = self._con.execute(query, [list(coverage.presumed)]).fetchall()
        proven = {container for item, container in rows if item in shown}
        unproven = {container: why for container, why in coverage.presumed.items() if container not in proven}
        return dataclasses.replace(
            coverage,
            containers=set(coverage.containers) - unproven.keys(),
            unseen={**coverage.unseen, **unproven},
            presumed={},
        )

    def tombstones(self, coverage: Coverage | None) -> pa.Table:
        """A row for each known item that the export says is gone, or that it covers and does not show."""
        # an export with older states and no news was made before what landed: what it lacks came later. What is bound
        # by time is there from when it is dated, so that is gone even if the export is an early one
        is_bound = coverage is not None and coverage.last is not None
        is_older = (self._older and not self._has_news) or (self._has_later and not is_bound)
        missing = self._said_deleted + (self._missing(coverage) if coverage and self._any and not is_older else [])
        if not missing:
            return ITEM_VERSION.empty_table()
        rows = self._con.execute(
            f"""
            with gone as (select unnest($1::varchar[]) as item_id),
            last as (
                select item_id, count(*) filter (is_deleted) as times,
                    unnest(arg_max(
                        struct_pack(container_id, thread_id, author_id, occurred_at, permalink), observed_at
                    ))
                from {self._raw} where item_id in (select item_id from gone) group by item_id
            )
            select
                item_id, case when times = 0 then '{TOMBSTONE}' else '{TOMBSTONE}.' || (times + 1) end as version,
                container_id, thread_id, author_id, occurred_at, null::timestamptz as edited_at,
                $2::timestamptz as observed_at, true as is_deleted, '' as text, permalink, '{{}}' as payload
            from last order by occurred_at, item_id
            """,
            [missing, self._observed_at],
        ).to_arrow_table()
        return rows.cast(ITEM_VERSION)

    def unsettled(self, coverage: Coverage) -> dict[str, int]:
        """{why: n} of known items of which an export doesn't say whether they were deleted, though it names the place.

        They lie in a container that it does not show, or are later than all that it shows, where it is bound by time.
        """
        if not self._has_landed or coverage.last is None:
            return {}
        unseen = [{"container": container, "why": why} for container, why in coverage.unseen.items()]
        later = f"it shows nothing later than {coverage.last:%Y-%m-%d %H:%M} UTC"
        rows = self._con.execute(
            f"""
            with named as (
                select unnest($1::struct(container varchar, why varchar)[], recursive := true)
                union all
                select unnest($2::varchar[]), null
            )
            select coalesce(why, $3) as why, count(*) from named join (
                select item_id, arg_max({_BASE}, observed_at) as base, arg_max(container_id, observed_at) as container,
                    arg_max(occurred_at, observed_at) as occurred_at
                from {self._raw} where container_id in (select container from named) group by item_id
            ) using (container)
            where base <> '{TOMBSTONE}'
                and case when why is null then occurred_at > $5 else occurred_at between $4 and $5 end
            group by 1 order by 1
            """,
            [unseen, list(coverage.containers or ()), later, coverage.first, coverage.last],
        ).fetchall()
        return dict(rows)

    def _missing(self, coverage: Coverage) -> list[str]:
        """Known items, not deleted, that the export covers and does not show."""
        shown = pa.chunked_array([chunk for ids in self._shown_ids for chunk in ids.chunks], pa.string())
        self._con.register("shown_items", pa.table({"item_id": shown}))
        self._con.execute(
            f"""
            create or replace temp table covered as
            select known.item_id, item_group, shown_items.item_id is not null as is_shown
            from {self._known} as known left join shown_items using (item_id)
            where base <> '{TOMBSTONE}'
              and ($1::varchar[] is null or container_id in (select unnest($1::varchar[])))
              and ($2::timestamptz is null or occurred_at >= $2)
              and ($3::timestamptz is null or occurred_at <= $3)
              and not exists (
                  select 1 from (select unnest($4::{_HOLES}, recursive := true))
                  where container = container_id and occurred_at between first and last
              )
            """,
            [
                None if coverage.containers is None else list(coverage.containers),
                coverage.first,
                coverage.last,
                [{"container": hole.container_id, "first": hole.first, "last": hole.last} for hole in coverage.holes],
            ],
        )
        self._con.unregister("shown_items")
        if coverage.choose_groups:
            counts = self._con.execute(
                "select item_group, count(*) filter (is_shown), count(*) from covered group by 1"
            )
            chosen = coverage.choose_groups({group: (shown, known) for group, shown, known in counts.fetchall()})
            self._con.execute(
                "delete from covered where not list_contains($1::varchar[], coalesce(item_group, ''))",
                [[group or "" for group in chosen]],
            )
        if not coverage.judge:
            return [item for (item,) in self._con.execute("select item_id from covered where not is_shown").fetchall()]
        payloads = self._con.execute(
            f"""
            select item_id, arg_max(payload, observed_at) from {self._raw}
            where item_id in (select item_id from covered where not is_shown) group by item_id
            """
        ).fetchall()
        return [item for item, payload in payloads if coverage.judge(orjson.loads(payload))]

    def _dated(self, rows: pa.Table) -> pa.Table:
        observed = pa.repeat(pa.scalar(self._observed_at, INSTANT), len(rows))
        position = ITEM_VERSION.get_field_index("observed_at")
        return rows.add_column(position, ITEM_VERSION.field(position), observed).cast(ITEM_VERSION)
