"""Forgetting in what landed: which raw rows go, which are redacted, what dlt keeps of them, and the file itself.

Rows are held against `Forgotten`, the same marks that landing is held against. Who a person is and what belongs to a
client is said by the caller; the tables that dbt derives are `context.forgetting`'s.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

import duckdb
import pyarrow as pa

from yarnnn_pipelines.config.settings import Client, Settings
from yarnnn_pipelines.core.errors import UserError
from yarnnn_pipelines.forgetting.marks import Forgotten
from yarnnn_pipelines.sources.registry import platforms, raw_tables
from yarnnn_pipelines.sources.shared.bindings import bind_places
from yarnnn_pipelines.sources.shared.envelope import BATCH_ROWS
from yarnnn_pipelines.sources.shared.lookup import table_exists
from yarnnn_pipelines.stores.home import Home
from yarnnn_pipelines.stores.ledger.rows import Landing
from yarnnn_pipelines.stores.warehouse import literal

if TYPE_CHECKING:
    from dlt.common.pipeline import TPipelineState

_COLUMNS = ("item_id", "container_id", "author_id", "text", "permalink", "payload")
_STATE_TABLE = "_dlt_pipeline_state"


@dataclass
class RawRows:
    """What forgetting finds in the raw tables.

    gone: {table: {item_id: versions}}; changed: {table: {rowid: {column: redacted value}}}; changed_items: their ids;
    texts: the words of what goes, to look for afterwards.
    """

    gone: dict[str, dict[str, int]] = field(default_factory=dict)
    changed: dict[str, dict[int, dict[str, str | None]]] = field(default_factory=dict)
    changed_items: set[str] = field(default_factory=set)
    texts: list[str] = field(default_factory=list)

    @property
    def gone_items(self) -> set[str]:
        return {item_id for items in self.gone.values() for item_id in items}


def landed_tables(con: duckdb.DuckDBPyConnection) -> list[tuple[str, str]]:
    return [(schema, table) for schema, table in raw_tables() if table_exists(con, schema, table)]


def find_rows(con: duckdb.DuckDBPyConnection, forgotten: Forgotten) -> RawRows:
    """Hold every raw row against the marks. An item goes with all its versions as soon as one of them does."""
    found = RawRows()
    for schema, table in landed_tables(con):
        name = f"{schema}.{table}"
        items: dict[str, int] = {}
        changed: dict[int, dict[str, str | None]] = {}
        owners: dict[int, str] = {}
        for row in _rows(con, name):
            if forgotten.drops(row):
                items[row["item_id"]] = 0
                continue
            news = {
                column: redact(row[column])
                for column, redact in forgotten.redactions.items()
                if row[column] and redact(row[column]) != row[column]
            }
            if news:
                changed[row["rowid"]], owners[row["rowid"]] = news, row["item_id"]
        for rowid in [rowid for rowid, item_id in owners.items() if item_id in items]:
            del changed[rowid]
        versions = con.execute(
            f"select item_id, count(*), list(distinct text) from {name} "
            "where item_id in (select unnest(?::varchar[])) group by item_id",
            [list(items)],
        ).fetchall()
        if versions:
            found.gone[name] = {item_id: count for item_id, count, _ in versions}
            found.texts += [text for _, _, texts in versions for text in texts if text]
        if changed:
            found.changed[name] = changed
            found.changed_items |= {owners[rowid] for rowid in changed}
    return found


def remove_rows(con: duckdb.DuckDBPyConnection, found: RawRows) -> None:
    """Delete and redact what `find_rows` found; within the caller's transaction."""
    for name, items in found.gone.items():
        con.execute(f"delete from {name} where item_id in (select unnest(?::varchar[]))", [list(items)])
    for name, changed in found.changed.items():
        for column in {column for news in changed.values() for column in news}:
            news = {rowid: values[column] for rowid, values in changed.items() if column in values}
            con.register("redacted", pa.table({"row": list(news), "value": pa.array(news.values(), pa.string())}))
            con.execute(f"update {name} set {column} = redacted.value from redacted where {name}.rowid = redacted.row")
            con.unregister("redacted")


def _rows(con: duckdb.DuckDBPyConnection, name: str) -> Iterator[dict[str, Any]]:
    reader = con.execute(f"select rowid, {', '.join(_COLUMNS)} from {name}").to_arrow_reader(BATCH_ROWS)
    for batch in reader:
        yield from batch.to_pylist()


# --- one item --------------------------------------------------------------------------------------------------------


def item_named(con: duckdb.DuckDBPyConnection, named: str) -> str:
    """The item with this id, permalink, link as its platform copies it, or event id; `UserError` with the nearest ones
    where there is none or more."""
    tables = landed_tables(con)
    ends = {platform.id: end for platform in platforms() if (end := platform.id_end_of(named))}
    every = " union all ".join(
        f"select item_id, permalink, {literal(ends.get(schema))} as id_end from {schema}.{table}"
        for schema, table in tables
    )
    if not tables:
        raise UserError("nothing has been landed yet", mend="run `yarnnn sync`")
    wanted = [named, named.rpartition("@")[0] or named]  # a page's event is its item and the week
    found = con.execute(
        f"select distinct item_id from ({every}) "
        "where item_id in (select unnest(?::varchar[])) or permalink = ? or ends_with(item_id, id_end)",
        [wanted, named],
    ).fetchall()
    if len(found) == 1:
        return str(found[0][0])
    if found:
        raise UserError(
            f"{len(found)} items lie behind that link",
            where=named,
            mend="name one by its id: " + ", ".join(sorted(item for (item,) in found)[:10]),
        )
    raise UserError(
        "no message, mail, page or meeting has this id or link",
        where=named,
        mend="`yarnnn show CLIENT WEEK --items` tells the links, with --json the ids"
        + (f"; the nearest are {', '.join(near)}" if (near := _nearest(con, named, tables)) else ""),
    )


def _nearest(con: duckdb.DuckDBPyConnection, named: str, tables: Sequence[tuple[str, str]]) -> list[str]:
    """The links, or ids, of the three items that are named most alike: none is a channel, an account or a memory."""
    items = {(platform.id, table) for platform in platforms() for table in platform.tables_of("items")}
    name = "permalink" if "://" in named else "item_id"
    every = " union ".join(
        f"select {name} as name from {schema}.{table}" for schema, table in tables if (schema, table) in items
    )
    if not every:
        return []
    near = con.execute(
        f"select name from ({every}) where name is not null order by levenshtein(name, $1), name limit 3",
        [named],
    )
    return [name for (name,) in near.fetchall()]


# --- what a client's places hold -------------------------------------------------------------------------------------


def items_in_places(
    con: duckdb.DuckDBPyConnection, settings: Settings, client: Client, landings: Mapping[str, Landing]
) -> tuple[set[str], set[str]]:
    """(item ids, container ids) of the channels, pages and calendars that a user wrote down for a client.

    landings: the last of each platform, which remember what their names mean.
    """
    items: set[str] = set()
    containers: set[str] = set()
    for platform in platforms():
        last = landings[platform.id].report if platform.id in landings else None
        places = [place for place in bind_places(con, platform, settings, last).places if place.client == client.id]
        of_platform = platform.held_in(con, [place.container_id or place.written for place in places])
        items |= of_platform[0]
        containers |= of_platform[1]
    for schema, table in landed_tables(con):
        rows = con.execute(
            f"select distinct item_id from {schema}.{table} where container_id in (select unnest(?::varchar[]))",
            [list(containers)],
        ).fetchall()
        items |= {item for (item,) in rows}
    return items, containers


# --- dlt -------------------------------------------------------------------------------------------------------------


def remove_loads(home: Home) -> int:
    """Remove dlt's working folders: loads that are pending or done, and its trace; returns how many files.

    The warehouse holds dlt's state as well, and what had not reached the warehouse is read from its source again.
    """
    folders = [folder for folder in home.dlt.glob("land_*") if folder.is_dir()]
    files = sum(path.is_file() for folder in folders for path in folder.rglob("*"))
    for folder in folders:
        shutil.rmtree(folder)
    return files


def amend_states(con: duckdb.DuckDBPyConnection, forgotten: Forgotten) -> int:
    """Redact dlt's stored states and set right what they say of the last landing; returns how many changed.

    A state holds the examples of what was skipped, and how many rows the last landing added: landing looks for these
    rows, and reads every export again if some are missing. Older states of a pipeline are deleted.
    """
    from dlt.common.versioned_state import compress_state, decompress_state

    changed = 0
    for platform in platforms():
        schema, main = platform.id, platform.main_table
        if not (table_exists(con, schema, _STATE_TABLE) and table_exists(con, schema, main)):
            continue
        newest = _first(con, f"select max(version) from {schema}.{_STATE_TABLE}")
        con.execute(f"delete from {schema}.{_STATE_TABLE} where version < ?", [newest])
        for rowid, stored in con.execute(f"select rowid, state from {schema}.{_STATE_TABLE}").fetchall():
            before = decompress_state(stored)
            after: dict[str, Any] = {**before, "sources": forgotten.json(before.get("sources", {}))}
            for resource in after["sources"].get(schema, {}).get("resources", {}).values():
                if last := resource.get("last"):
                    count = f"select count(*) from {schema}.{main} where observed_at = ?::timestamptz"
                    last["added"] = _first(con, count, last["observed_at"])
            if after != before:
                changed += 1
                con.execute(
                    f"update {schema}.{_STATE_TABLE} set state = ? where rowid = ?",
                    [compress_state(cast("TPipelineState", after)), rowid],
                )
    return changed


def _first(con: duckdb.DuckDBPyConnection, query: str, *values: Any) -> Any:
    (value,) = con.execute(query, list(values)).fetchone() or (None,)
    return value


# --- the file --------------------------------------------------------------------------------------------------------


def rewrite_warehouse(home: Home) -> None:
    """Copy what the warehouse holds into a new file and put that in its place; the caller holds the warehouse lock.

    DuckDB leaves what was deleted in free blocks and in the write-ahead log, and its VACUUM gives neither back.
    """
    scratch = home.warehouse.with_name(f"{home.warehouse.name}.rewriting")
    for leftover in (scratch, Path(f"{scratch}.wal")):
        leftover.unlink(missing_ok=True)
    with duckdb.connect() as con:
        con.execute("set preserve_insertion_order = true")
        con.execute(f"attach '{_quoted(home.warehouse)}' as warehouse")
        con.execute("force checkpoint warehouse")
        con.execute(f"attach '{_quoted(scratch)}' as rewritten")
        con.execute("copy from database warehouse to rewritten")
        con.execute("force checkpoint rewritten")
    scratch.replace(home.warehouse)
    Path(f"{home.warehouse}.wal").unlink(missing_ok=True)


def _quoted(path: Path) -> str:
    return str(path).replace("'", "''")
