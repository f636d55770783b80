"""Asking Notion: pages, databases, blocks, rows, comments and people, in each version of the API.

What an answer means for the items belongs to `live`. What was asked in a run isn't asked again in it.
Sources: https://developers.notion.com/reference/versioning, https://developers.notion.com/reference/intro#pagination,
https://developers.notion.com/guides/get-started/upgrade-guide-2025-09-03
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from yarnnn_pipelines.sources.notion.block_markdown import Block
from yarnnn_pipelines.sources.notion.items import hex_id
from yarnnn_pipelines.sources.shared.answers import ENDLESS, REPORT, Cursors, listed, next_cursor
from yarnnn_pipelines.sources.shared.http import Api, ApiError
from yarnnn_pipelines.sources.shared.skips import Skips

VERSIONS = ("2022-06-28", "2025-09-03", "2026-03-11")
WITHOUT_SOURCES = "2022-06-28"  # in which a database is queried itself
PAGE_SIZE = 100

_LISTING_TRIES = 3  # a cursor ends with what it points to
_DEEPEST = 60  # blocks within blocks; beyond it there is a loop
_ELSEWHERE = ("child_page", "child_database", "unsupported")

Raw = Mapping[str, Any]


class Notion:
    """One run's questions. The version goes with the Api, as its header `Notion-Version`.

    reads_comments: whether the integration may read comments, as far as is known. with_holes: pages of which a block
    could not be read.
    """

    def __init__(self, api: Api, version: str, skips: Skips) -> None:
        self._api = api
        self._version = version
        self._skips = skips
        self._pages: dict[str, Raw | None] = {}
        self._databases: dict[str, Raw | None] = {}
        self._blocks: dict[str, Raw | None] = {}
        self._names: dict[str, str] | None = None
        self.reads_comments = True
        self.with_holes: set[str] = set()

    # --- one thing

    def page(self, page_id: str) -> Raw | None:
        """A page as it is now, None if it can't be found or isn't shared."""
        if page_id not in self._pages:
            self._pages[page_id] = self._thing(f"pages/{page_id}")
        return self._pages[page_id]

    def saw(self, page: Raw) -> None:
        """A page that a listing showed needs no question of its own."""
        self._pages[hex_id(page["id"])] = page

    def database(self, database_id: str) -> Raw | None:
        if database_id not in self._databases:
            self._databases[database_id] = self._thing(f"databases/{database_id}")
        return self._databases[database_id]

    def block(self, block_id: str) -> Raw | None:
        if block_id not in self._blocks:
            self._blocks[block_id] = self._thing(f"blocks/{block_id}")
        return self._blocks[block_id]

    def database_of_source(self, source_id: str) -> str | None:
        """The database that a data source belongs to."""
        source = self._thing(f"data_sources/{source_id}")
        database_id = ((source or {}).get("parent") or {}).get("database_id")
        return hex_id(database_id) if database_id else None

    def _thing(self, path: str) -> Raw | None:
        try:
            return self._api.get(path)
        except ApiError as error:
            # a page that was turned into a database (or the other way round) is no longer a page
            if error.status == 404 or (error.status == 400 and "Use the retrieve" in str(error)):
                return None
            raise

    # --- lists

    def search(self, cursor: str | None, query: str = "", kind: str = "page") -> tuple[list[Raw], str | None]:
        """(pages or databases, the next cursor): one page of what was edited last."""
        kind = "data_source" if kind == "database" and self._version != WITHOUT_SOURCES else kind
        body: dict[str, Any] = {
            "filter": {"property": "object", "value": kind},
            "sort": {"timestamp": "last_edited_time", "direction": "descending"},
            "page_size": PAGE_SIZE,
        }
        body |= {"start_cursor": cursor} if cursor else {}
        answer = self._api.post("search", body | ({"query": query} if query else {}))
        results = [result for result in listed(answer, "results") if self._is_usable(result, "search")]
        for result in results:
            if result.get("object") == "page":
                self.saw(result)
        return results, next_cursor(answer.get("next_cursor")) if answer.get("has_more") else None

    def found(self, query: str, kind: str) -> Iterator[Raw]:
        """All that search shows for some words, as far as it comes to an end."""
        cursor, cursors = None, Cursors("search")
        while True:
            results, cursor = self.search(cursor, query, kind)
            yield from results
            if not cursor:
                return
            try:
                cursors.follow(cursor, [result["id"] for result in results])
            except ApiError as error:
                self.tell_endless(error)
                return

    def tell_endless(self, error: ApiError) -> None:
        """Count a list that never ends; what it has shown counts."""
        self._skips.add(ENDLESS, where="Notion", what=str(error), mend=REPORT)

    def _is_usable(self, result: Any, where: str) -> bool:
        """Whether a result has an id; one without is counted."""
        if isinstance(result, dict) and isinstance(result.get("id"), str):
            return True
        self._skips.add("odd_result", where=f"Notion's {where}", what="a result without an id is left out", mend=REPORT)
        return False

    def rows(self, database: Raw) -> list[Raw]:
        """All rows of a database, of each of its data sources."""
        rows: dict[str, Raw] = {}
        for path in self._queries(database):
            for row in self._whole(path, by_post=True):
                if self._is_usable(row, path) and row.get("object") == "page":
                    self.saw(row)
                    rows[hex_id(row["id"])] = row
        return list(rows.values())

    def _queries(self, database: Raw) -> list[str]:
        if self._version == WITHOUT_SOURCES:
            return [f"databases/{hex_id(database['id'])}/query"]
        sources = database.get("data_sources") or ()
        return [
            f"data_sources/{hex_id(source['id'])}/query" for source in sources if self._is_usable(source, "database")
        ]

    def is_listed(self, database_id: str) -> bool:
        """Whether it is a database of its own, not a view of another one."""
        try:
            database = self.database(database_id)
        except ApiError as error:
            if "multiple_data_sources" in str(error.body):
                return True
            raise
        return database is not None and (self._version == WITHOUT_SOURCES or bool(database.get("data_sources")))

    def items_of(self, page_id: str, property_id: str) -> list[Raw]:
        path = f"pages/{hex_id(page_id)}/properties/{property_id}"
        return [item for item in self._whole(path) if isinstance(item, dict)]

    def blocks(self, page_id: str, where: str) -> list[Block]:
        """What stands on a page, each level of it asked for at once. A block that the API can't show is left out and
        counted; `ApiError` where the page's own blocks can't be listed."""
        top: list[Block] = []
        level: list[tuple[str, Block | None, list[Block]]] = [(page_id, None, top)]
        for _ in range(_DEEPEST):
            if not level:
                break
            paths = [f"blocks/{block_id}/children" for block_id, _, _ in level]
            answers = self._api.ahead((path, {"page_size": PAGE_SIZE}) for path in paths)
            following: list[tuple[str, Block | None, list[Block]]] = []
            for (_, block, into), path, answer in zip(level, paths, answers, strict=True):
                for raw in self._children(block, path, answer, (page_id, where)):
                    if not isinstance(raw, dict) or not isinstance(raw.get("id"), str):
                        self._skip_block((page_id, where), "it has no id")
                        continue
                    into.append(child := Block(raw))
                    self._blocks[hex_id(child.raw["id"])] = child.raw
                    if child.type == "unsupported":
                        self._skip_block((page_id, where), "it is of a kind that the API doesn't show")
                    elif child.raw.get("has_children") and child.type not in _ELSEWHERE:
                        following.append((hex_id(child.raw["id"]), child, child.children))
            level = following
        return top

    def _children(self, block: Block | None, path: str, answer: Raw | ApiError, page: tuple[str, str]) -> list[Any]:
        """page: its id, and as people call it."""
        try:
            return list(self._whole(path, first=answer))
        except ApiError as error:
            if block is None or error.status not in (400, 404):
                raise
            source = block.content.get("synced_from")
            original = source.get("block_id") if isinstance(source, dict) else None
            if error.status == 404 and isinstance(original, str):
                return list(self._whole(f"blocks/{hex_id(original)}/children"))
            self._skip_block(page, str(error))
            return []

    def _skip_block(self, page: tuple[str, str], what: str) -> None:
        page_id, where = page
        self.with_holes.add(page_id)
        mend = "nothing to do if it holds no text that you need; otherwise write it as ordinary text"
        self._skips.add("unsupported_block", where=where, what=f"a block can't be read ({what})", mend=mend)

    def comments(self, places: Sequence[str]) -> Iterator[list[Raw] | None]:
        """The open comments on each of some pages or blocks; None where the integration may not read any."""
        if not self.reads_comments:
            yield from (None for _ in places)
            return
        calls = [("comments", {"block_id": place, "page_size": PAGE_SIZE}) for place in places]
        for place, answer in zip(places, self._api.ahead(calls), strict=True):
            yield self._comments_on(place, answer)

    def _comments_on(self, place: str, answer: Raw | ApiError) -> list[Raw] | None:
        try:
            comments = self._whole("comments", first=answer, block_id=place)
            return [comment if isinstance(comment, dict) else {} for comment in comments]
        except ApiError as error:
            if error.status == 404:
                return []
            if error.status != 403:
                raise
        if self.reads_comments:
            self.reads_comments = False
            mend = "on the integration's page, under Capabilities, tick Read comments"
            self._skips.add("no_comments", where="notion", what="the integration may not read comments", mend=mend)
        return None

    def name_of(self, user: Raw | None) -> str | None:
        """A user's name: its own, else as the list of users has it; None if neither does."""
        if not user:
            return None
        if isinstance(name := user.get("name"), str) and name:
            return name
        user_id = user.get("id")
        return self._all_names().get(hex_id(user_id)) if isinstance(user_id, str) else None

    def _all_names(self) -> dict[str, str]:
        if self._names is None:
            try:
                users = list(self._whole("users"))
            except ApiError as error:
                if error.status != 403 and error.code != ENDLESS:
                    raise
                users = []
                mend = "on the integration's page, under Capabilities, choose Read user information"
                what = "the integration may not read users, so authors have no names"
                if error.code == ENDLESS:
                    what, mend = f"the list of users can't be read, so authors have no names ({error})", REPORT
                self._skips.add("no_users", where="notion", what=what, mend=mend)
            usable = (user for user in users if self._is_usable(user, "users"))
            self._names = {hex_id(user["id"]): user["name"] for user in usable if isinstance(user.get("name"), str)}
        return self._names

    def _whole(
        self, path: str, *, by_post: bool = False, first: Raw | ApiError | None = None, **params: Any
    ) -> Iterator[Any]:
        """Every result of a list, each once. A list whose cursor has ended is read from its beginning again."""
        for tries in range(_LISTING_TRIES):
            seen: dict[str, Any] = {}
            cursors = Cursors(path)
            cursor: str | None = None
            answer, first = first, None
            try:
                while True:
                    if isinstance(answer, ApiError):
                        raise answer
                    answer = answer or self._page_of(path, by_post, cursor, params)
                    if answer.get("object") != "list":
                        yield answer  # a property that isn't paged
                        return
                    for result in listed(answer, "results"):
                        seen[_key_of(result) or f"#{len(seen)}"] = result
                    cursor = next_cursor(answer.get("next_cursor")) if answer.get("has_more") else None
                    answer = None
                    if not cursor:
                        yield from seen.values()
                        return
                    cursors.follow(cursor, seen.keys())
            except ApiError as error:
                if cursor is None or "start_cursor" not in str(error) or tries == _LISTING_TRIES - 1:
                    raise

    def _page_of(self, path: str, by_post: bool, cursor: str | None, params: Raw) -> Raw:
        if by_post:
            body = {"page_size": PAGE_SIZE, **params}
            return self._api.post(path, body | ({"start_cursor": cursor} if cursor else {}))
        return self._api.get(path, page_size=PAGE_SIZE, start_cursor=cursor, **params)


def _key_of(result: Any) -> str | None:
    """The id of a result of a list; None where it has none, as an item of a property."""
    if not isinstance(result, dict) or result.get("object") == "property_item":
        return None
    return result["id"] if isinstance(result.get("id"), str) else None


def is_in_trash(thing: Raw) -> bool:
    """Newer versions say `in_trash`, older ones `archived`."""
    return (thing["in_trash"] if "in_trash" in thing else thing.get("archived")) is True
