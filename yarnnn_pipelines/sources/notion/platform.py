"""Notion, as the rest of the house knows it."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from yarnnn_pipelines.config.settings import Settings
from yarnnn_pipelines.sources.notion.settings import NotionRoots, NotionSource
from yarnnn_pipelines.sources.platform import Platform, RawTable

if TYPE_CHECKING:
    import duckdb

    from yarnnn_pipelines.sources.shared.export_reader import Reader
    from yarnnn_pipelines.sources.shared.findings import Finding
    from yarnnn_pipelines.sources.shared.identity import Identity
    from yarnnn_pipelines.sources.shared.opening import LiveRun, Opened
    from yarnnn_pipelines.sources.shared.place_names import BoundPlace, PlaceName, Renaming
    from yarnnn_pipelines.sources.shared.slices import LiveSource

# Where a page lies, the topmost first: ids and titles of the way down to it, its own last, as far as its payload tells.
_PLACE = """struct_pack(
    ids := json_extract_string(payload, '$.ids[*]'),
    titles := json_extract_string(payload, '$.path[*]'),
    is_whole := coalesce(json_extract_string(payload, '$.whole') = 'true', false),
    is_of_an_export := json_extract_string(payload, '$.file') is not null
)"""
# The API names no teamspace, which is a folder without an id in an export.
_WAY = """list_filter(
    list_zip({state}.place.ids, {state}.place.titles), lambda step:
    (shown_keys.place.is_of_an_export and known.place.is_of_an_export) or coalesce(step[1], '?') <> ''
)"""
# Ids tell, and titles where one of the two has no id. The export of a single page begins at that page: then the part of
# the way that both tell is compared.
_IS_MOVED = f"""(
    select
        (len(shown_way) > len(known_way) and known.place.is_whole)
        or (len(known_way) > len(shown_way) and shown_keys.place.is_whole)
        or len(list_filter(range(1, least(len(shown_way), len(known_way)) + 1), lambda up: case
            when shown_way[-up][1] <> '' and known_way[-up][1] <> '' then shown_way[-up][1] <> known_way[-up][1]
            else lower(trim(shown_way[-up][2])) <> lower(trim(known_way[-up][2]))
        end)) > 0
    from (
        select {_WAY.format(state="shown_keys")} as shown_way, {_WAY.format(state="known")} as known_way
    )
)"""


class Notion(Platform):
    id = "notion"
    label = "Notion"
    icon = "notion"
    tables = (
        RawTable("pages", "Every version of every Notion page: its properties and body as lines."),
        RawTable("comments", "Every version of every Notion comment."),
    )
    source = NotionSource
    places = NotionRoots
    has_models = True
    link_hosts = ("notion.so", "notion.site", "notion.com")
    # A database may stop showing its edit stamps: one that is missing is no older one.
    not_in_exports = (
        "comments",
        "an export of Notion holds none, neither those on pages nor those in their text",
        "read Notion through its API, if they matter: docs/live-sources.md",
    )
    is_older = "shown_keys.edited_at < known.edited_at"
    place = _PLACE
    is_moved = _IS_MOVED

    def export_reader(self) -> type[Reader]:
        from yarnnn_pipelines.sources.notion.export import NotionExport

        return NotionExport

    def live_source(self) -> type[LiveSource]:
        from yarnnn_pipelines.sources.notion import live

        return live.NotionSource

    def open_live(self, run: LiveRun) -> Opened:
        from yarnnn_pipelines.sources.notion.opening import open_notion

        return open_notion(run)

    def examine_live(self, settings: Settings, bound: Mapping[str, str]) -> Iterator[Finding]:
        from yarnnn_pipelines.sources.notion.doctor import examine

        return examine(settings, bound)

    def place_names(self, con: duckdb.DuckDBPyConnection) -> list[PlaceName] | None:
        from yarnnn_pipelines.sources.notion.lookup import page_titles

        return page_titles(con)

    def withheld_by_name(
        self, con: duckdb.DuckDBPyConnection, settings: Settings, places: Sequence[BoundPlace]
    ) -> list[Renaming]:
        from yarnnn_pipelines.sources.notion.lookup import withheld_by_title

        return list(withheld_by_title(places))

    def is_id_of(self, container_id: str, written: str) -> bool:
        """A page's id, or an address that holds it."""
        from yarnnn_pipelines.sources.notion.items import id_in

        return id_in(written) == container_id.removeprefix("notion:")

    def identities(self, con: duckdb.DuckDBPyConnection) -> list[Identity]:
        from yarnnn_pipelines.sources.notion.lookup import authors

        return authors(con)

    def held_in(self, con: duckdb.DuckDBPyConnection, written: Collection[str]) -> tuple[set[str], set[str]]:
        from yarnnn_pipelines.sources.notion.lookup import pages_below

        pages = pages_below(con, written)
        return pages, pages


NOTION = Notion()
