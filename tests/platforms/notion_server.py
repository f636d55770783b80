"""Notion's API on loopback, for reading, with a workspace that only the test changes.

What an integration may ask and what it is answered is here, in three versions of the API; so is the Markdown & CSV
export of the same workspace. Nothing can be written through HTTP: `Workspace` mutators stand for people at work.
Sources: https://developers.notion.com/reference (versioning, errors, pagination, request limits, upgrade guides for
2025-09-03 and 2026-03-11) and https://www.notion.com/help/export-your-content
"""

from __future__ import annotations

import copy
import csv
import io
import math
import re
import time
import uuid
import zipfile
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import quote, unquote
from zoneinfo import ZoneInfo

from tests.platforms.loopback import Answer, LoopbackServer, Request

OLD, SOURCES, TRASH_ONLY = VERSIONS = ("2022-06-28", "2025-09-03", "2026-03-11")
TOKEN = "ntn_loopback"
START = datetime(2026, 11, 16, 9, 0, tzinfo=UTC)
PAGE_SIZE = 100
REFERENCES = 25  # of people or relations in a page object; the rest comes from the property's own address

_CODES = {
    **{400: "validation_error", 401: "unauthorized", 403: "restricted_resource", 404: "object_not_found"},
    **{409: "conflict_error", 429: "rate_limited", 500: "internal_server_error", 502: "bad_gateway"},
    **{503: "service_unavailable", 504: "gateway_timeout", 529: "service_overload"},
}
_MESSAGES = {
    401: "API token is invalid.",
    403: "Insufficient permissions for this endpoint.",
    409: "Conflict occurred while saving. Please try again.",
    429: "You have been rate limited. Please try again in a few minutes.",
    500: "Unexpected error occurred.",
    503: "Public API service is temporarily unavailable, please try again later.",
    529: "Notion is overloaded. Please try again later.",
}
_SPACE = uuid.UUID("6f1d8a52-0c5e-4e0f-9a27-3d9d1d5f0b11")
_PAGED_PROPERTIES = ("title", "rich_text", "people", "relation")
_FULL_UUID = re.compile(r"[0-9a-f]{8}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{12}", re.IGNORECASE)


def notion_error(
    status: int, code: str = "", message: str = "", *, retry_after: int | None = None, **more: Any
) -> Answer:
    """An error as Notion words it; `more` is what stands beside the message, such as `additional_data`."""
    body = {
        "object": "error",
        "status": status,
        "code": code or _CODES[status],
        "message": message or _MESSAGES.get(status, "Something went wrong."),
        **more,
        "request_id": str(uuid.uuid4()),
    }
    return Answer(body, status, {} if retry_after is None else {"Retry-After": str(retry_after)})


class Refused(Exception):
    def __init__(self, answer: Answer) -> None:
        super().__init__(answer.body)
        self.answer = answer


def _invalid(message: str) -> Refused:
    return Refused(notion_error(400, message=message))


# --- what people write ---------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Span:
    """A run of rich text. kind: text, user, page, database or date; of a mention, `content` is the id or the date."""

    content: str
    kind: str = "text"
    marks: frozenset[str] = frozenset()  # bold, italic, strikethrough, underline, code
    color: str = "default"
    link: str | None = None


Rich = str | Span | Sequence[str | Span]


def span(content: str, *marks: str, color: str = "default", link: str | None = None) -> Span:
    return Span(content, marks=frozenset(marks), color=color, link=link)


def mention(kind: str, what: str) -> Span:
    """A mention of a `user`, `page` or `database` by its id, or of a `date`."""
    return Span(what, kind)


def _spans(rich: Rich) -> tuple[Span, ...]:
    parts = [rich] if isinstance(rich, str | Span) else rich
    return tuple(Span(part) if isinstance(part, str) else part for part in parts if part)


@dataclass
class Draft:
    """A block to be written, see `block`."""

    type: str
    text: Rich
    children: list[Draft]
    content: dict[str, Any]


def block(type: str, text: Rich = "", *children: Draft, **content: Any) -> Draft:
    """A block; `content` is what its type has beside rich text (`checked`, `language`, `cells`, `url`, ...).

    `cells` of a table_row are rich texts. A `table` counts its own width. An image's `url` is external, its `file` one
    that Notion stores and signs anew at each reading.
    """
    return Draft(type, text, list(children), content)


@dataclass
class Column:
    """A property of a data source. config: options, target data source, formula's `value`, rollup's parts."""

    name: str
    id: str
    type: str
    config: dict[str, Any] = field(default_factory=dict)


@dataclass
class DataSource:
    id: str
    database: str
    name: str
    columns: dict[str, Column]
    created: datetime
    edited: datetime
    rows: list[str] = field(default_factory=list)


@dataclass
class Node:
    """A block. A page is one of type child_page, a database one of type child_database, as in Notion itself.

    shared: None inherits from what it lies in. source: the data source of which a page is a row.
    """

    id: str
    type: str
    parent: str | None
    created: datetime
    edited: datetime
    created_by: str
    edited_by: str
    order: int
    text: tuple[Span, ...] = ()  # the title of a page or database
    content: dict[str, Any] = field(default_factory=dict)
    children: list[str] = field(default_factory=list)
    source: str | None = None
    sources: list[str] = field(default_factory=list)
    values: dict[str, Any] = field(default_factory=dict)  # by column id
    trashed: bool = False
    shared: bool | None = None


@dataclass(frozen=True)
class SeenBlock:
    """A block of a page. text: plain, without marks; of a table_row the cells, joined by ` | `."""

    id: str
    type: str
    text: str
    depth: int


@dataclass(frozen=True)
class SeenPage:
    """A page as the integration may see it. Ids are 32 hex digits.

    parent: id of the page, database or block that it lies in. properties: {name: value}: text is a str, a date
    (start, end), people and relations are lists of ids, an option is its name, nothing is None.
    comments: (id of the page or block, text), page first, then its blocks in order.
    """

    id: str
    title: str
    parent: str | None
    database: str | None
    last_edited_time: str
    properties: Mapping[str, Any]
    blocks: tuple[SeenBlock, ...]
    comments: tuple[tuple[str, str], ...]


def hex_id(node_id: str) -> str:
    return node_id.replace("-", "").lower()


# --- the workspace and its mutators --------------------------------------------------------------------------------


class Workspace(LoopbackServer):
    """What people have written, and the ways in which they change it. `by` is a user's id, else the bot's."""

    def __init__(self, now: datetime = START, zone: str = "Europe/Lisbon", name: str = "Northlight Studio") -> None:
        super().__init__(now)
        self.zone = ZoneInfo(zone)
        self.name = name
        self.nodes: dict[str, Node] = {}
        self.sources: dict[str, DataSource] = {}
        self.users: dict[str, dict[str, Any]] = {}
        self.comments: list[dict[str, Any]] = []
        self._made = 0
        self.bot = self._new_id()
        self.users[self.bot] = {"name": "yarnnn", "type": "bot", "email": None}

    def add_user(self, name: str, email: str | None = None, *, bot: bool = False) -> str:
        with self.lock:
            user = self._new_id()
            self.users[user] = {"name": name, "type": "bot" if bot else "person", "email": email}
            return user

    def add_page(
        self,
        parent: str | None,
        title: Rich,
        properties: Mapping[str, Any] | None = None,
        blocks: Iterable[Draft] = (),
        *,
        by: str | None = None,
        shared: bool | None = None,
    ) -> str:
        """A page in a page, a block, a database (as its row), or at the top (parent None), where it is shared."""
        with self.lock:
            shared = True if parent is None and shared is None else shared
            page = self._add("child_page", parent, _spans(title), by, shared=shared)
            for name, value in (properties or {}).items():
                page.values[self._column(page, name).id] = value
            for draft in blocks:
                self._write(page, draft, by)
            return page.id

    def add_row(self, database: str, title: Rich, blocks: Iterable[Draft] = (), **properties: Any) -> str:
        """A row of a database (its first data source) or of the data source named; `by` is its author."""
        by = properties.pop("by", None)
        return self.add_page(database, title, properties, blocks, by=by)

    def add_database(
        self,
        parent: str | None,
        title: Rich,
        columns: Mapping[str, str | Mapping[str, Any]],
        *,
        by: str | None = None,
        shared: bool | None = None,
    ) -> str:
        """columns: {name: type} or {name: {"type": ..., more}}, of which one is the title.

        More is `options` (names) of select, multi_select and status; `target` (database) of relation; `value` (a
        function of the row's values) of formula; `relation`, `property`, `function` (sum, count, show_original) of
        rollup.
        """
        with self.lock:
            shared = True if parent is None and shared is None else shared
            database = self._add("child_database", parent, _spans(title), by, shared=shared)
            self.add_data_source(database.id, _plain(self, database.text), columns)
            return database.id

    def add_data_source(self, database: str, name: str, columns: Mapping[str, str | Mapping[str, Any]]) -> str:
        """A further data source; a database with two can't be read with 2022-06-28."""
        with self.lock:
            source = DataSource(self._new_id(), database, name, {}, self.now, self.now)
            for column, spec in columns.items():
                config = {"type": spec} if isinstance(spec, str) else dict(spec)
                kind = config.pop("type")
                column_id = "title" if kind == "title" else quote(f"{column[:1]}:{len(source.columns)}~", safe="")
                source.columns[column] = Column(column, column_id, kind, config)
            self.sources[source.id] = source
            self.nodes[database].sources.append(source.id)
            return source.id

    def set_property(self, page: str, name: str, value: Any, *, by: str | None = None) -> None:
        """The title's name is that of its column, or `title` for a page that is no row."""
        with self.lock:
            node = self.nodes[page]
            column = self._column(node, name)
            if column.type == "title":
                node.text = _spans(value)
            else:
                node.values[column.id] = value
            self._touch(node, by)

    def append_block(
        self,
        parent: str,
        type: str,
        text: Rich = "",
        *children: Draft,
        after: str | None = None,
        by: str | None = None,
        **content: Any,
    ) -> str:
        """At the end of a page or block, or `after` one of its children; `after=""` puts it first."""
        with self.lock:
            written = self._write(self.nodes[parent], block(type, text, *children, **content), by)
            if after is not None:
                siblings = self.nodes[parent].children
                siblings.remove(written.id)
                siblings.insert(siblings.index(after) + 1 if after else 0, written.id)
            self._touch(self.nodes[parent], by)
            return written.id

    def edit_block(self, block_id: str, text: Rich | None = None, *, by: str | None = None, **content: Any) -> None:
        with self.lock:
            node = self.nodes[block_id]
            node.text = node.text if text is None else _spans(text)
            node.content.update(content)
            self._touch(node, by)

    def delete_block(self, block_id: str, *, by: str | None = None) -> None:
        self.trash(block_id, by=by)

    def comment(self, parent: str, text: Rich, *, by: str | None = None, discussion: str | None = None) -> str:
        """A comment on a page or block. It changes no `last_edited_time`."""
        with self.lock:
            made = {
                **{"id": self._new_id(), "parent": parent, "text": _spans(text), "by": by or self.bot},
                **{"at": self.now, "discussion": discussion or self._new_id()},
            }
            self.comments.append(made)
            return made["id"]

    def resolve(self, discussion_of: str) -> None:
        """The discussion of this comment is settled; Notion lists open ones only."""
        with self.lock:
            discussion = next(one["discussion"] for one in self.comments if one["id"] == discussion_of)
            self.comments = [one for one in self.comments if one["discussion"] != discussion]

    def trash(self, node_id: str, *, by: str | None = None) -> None:
        """A page, database or block, and with it all that lies in it."""
        self._trash(node_id, True, by)

    def restore(self, node_id: str, *, by: str | None = None) -> None:
        self._trash(node_id, False, by)

    def erase(self, node_id: str) -> None:
        """Delete for ever, with all that lies in it; ids in it answer 404 from now on."""
        with self.lock:
            node = self.nodes[node_id]
            self._leave(node)
            for inner in [*node.children, *(row for one in node.sources for row in self.sources[one].rows)]:
                self.erase(inner)
            for source in node.sources:
                del self.sources[source]
            del self.nodes[node_id]

    def move(self, page: str, parent: str | None, *, by: str | None = None) -> None:
        """To the end of another page or block, into a database, or to the top. A former row keeps only its title."""
        with self.lock:
            node = self.nodes[page]
            self._leave(node)
            node.values = {} if node.source else node.values
            self._enter(node, parent)
            self._touch(node, by)

    def share(self, node_id: str) -> None:
        """With the integration; what lies in it is shared too, unless it is unshared itself."""
        self._share(node_id, True)

    def unshare(self, node_id: str) -> None:
        self._share(node_id, False)

    def _share(self, node_id: str, shared: bool) -> None:
        with self.lock:
            self.nodes[node_id].shared = shared

    def _trash(self, node_id: str, trashed: bool, by: str | None) -> None:
        with self.lock:
            node = self.nodes[node_id]
            node.trashed = trashed
            self._touch(node, by)
            if node.type not in ("child_page", "child_database") and node.parent:
                self._touch(self.nodes[node.parent], by)

    def _new_id(self) -> str:
        self._made += 1
        return str(uuid.uuid5(_SPACE, str(self._made)))

    def _add(self, type: str, parent: str | None, text: tuple[Span, ...], by: str | None, **more: Any) -> Node:
        by = by or self.bot
        node_id = self._new_id()
        node = Node(node_id, type, None, self.now, self.now, by, by, self._made, text, **more)
        self.nodes[node.id] = node
        self._enter(node, parent)
        return node

    def _enter(self, node: Node, parent: str | None) -> None:
        into = self.nodes.get(parent) if parent else None
        source = parent if parent in self.sources else into.sources[0] if into and into.sources else None
        node.source = source
        node.parent = self.sources[source].database if source else parent
        if source:
            self.sources[source].rows.append(node.id)
        elif into:
            into.children.append(node.id)

    def _leave(self, node: Node) -> None:
        if node.source:
            self.sources[node.source].rows.remove(node.id)
        elif node.parent:
            self.nodes[node.parent].children.remove(node.id)

    def _write(self, parent: Node, draft: Draft, by: str | None) -> Node:
        node = self._add(draft.type, parent.id, _spans(draft.text), by, content=dict(draft.content))
        for child in draft.children:
            self._write(node, child, by)
        return node

    def _touch(self, node: Node, by: str | None) -> None:
        """An edit dates the block and the page that it stands on."""
        for one in {node.id: node, (page := self._page_of(node)).id: page}.values():
            one.edited, one.edited_by = self.now, by or self.bot

    def _page_of(self, node: Node) -> Node:
        while node.type not in ("child_page", "child_database") and node.parent:
            node = self.nodes[node.parent]
        return node

    def _columns(self, page: Node) -> dict[str, Column]:
        return self.sources[page.source].columns if page.source else {"title": Column("title", "title", "title")}

    def _column(self, page: Node, name: str) -> Column:
        return self._columns(page)[name]

    # --- what the integration may see

    def _ways_up(self, node: Node) -> Iterator[Node]:
        yield node
        while node.parent:
            node = self.nodes[node.parent]
            yield node

    def _is_shared(self, node: Node) -> bool:
        return next((one.shared for one in self._ways_up(node) if one.shared is not None), False)

    def _is_trashed(self, node: Node) -> bool:
        return any(one.trashed for one in self._ways_up(node))

    def _is_open(self, node: Node) -> bool:
        return self._is_shared(node) and not self._is_trashed(node)

    def _children(self, node: Node) -> list[Node]:
        """What stands in a block, in order. A synced copy shows what stands in its original."""
        inner = (self.nodes[child] for child in self.original(node).children)
        return [one for one in inner if not one.trashed and self._is_shared(one)]

    def original(self, node: Node) -> Node:
        """The block whose content a synced copy shows, if it is still there; any other block itself."""
        source = self.nodes.get(node.content.get("synced_from") or "") if node.type == "synced_block" else None
        return source if source and not self._is_trashed(source) else node

    def value(self, page: Node, column: Column) -> Any:
        """A property's value, see `SeenPage.properties`."""
        raw = page.values.get(column.id)
        match column.type:
            case "title":
                return _plain(self, page.text)
            case "rich_text":
                return _plain(self, _spans(raw or ""))
            case "date":
                start, end = (raw, None) if isinstance(raw, str | date | None) else raw
                return None if start is None else (_moment(start), _moment(end))
            case "people":
                return [hex_id(person) for person in raw or ()]
            case "relation":
                return [hex_id(one) for one in self._related(page, column)]
            case "multi_select":
                return list(raw or ())
            case "checkbox":
                return bool(raw)
            case "formula":
                others = {name: one for name, one in self._columns(page).items() if one.type != "formula"}
                return column.config["value"]({name: self.value(page, one) for name, one in others.items()})
            case "rollup":
                return self._rolled_up(page, column)
            case "created_time":
                return _minute(page.created)
            case "last_edited_time":
                return _minute(page.edited)
            case "created_by":
                return hex_id(page.created_by)
            case "last_edited_by":
                return hex_id(page.edited_by)
        return raw

    def _related(self, page: Node, column: Column) -> list[str]:
        found = (self.nodes.get(one) for one in page.values.get(column.id) or ())
        return [one.id for one in found if one and self._is_open(one)]

    def _rolled_up(self, page: Node, column: Column) -> Any:
        pages = [self.nodes[one] for one in self._related(page, self._column(page, column.config["relation"]))]
        if column.config["function"] == "count":
            return len(pages)
        values = [self.value(one, self._column(one, column.config["property"])) for one in pages]
        return sum(value or 0 for value in values) if column.config["function"] == "sum" else values

    def visible(self) -> dict[str, SeenPage]:
        """{32 hex digits: page} of all that is shared and not in the trash, whatever search forgets."""
        with self.lock:
            pages = [node for node in self.nodes.values() if node.type == "child_page" and self._is_open(node)]
            return {hex_id(page.id): self._seen(page) for page in pages}

    def _seen(self, page: Node) -> SeenPage:
        blocks = tuple(self._seen_blocks(page, 0))
        on = [hex_id(page.id), *(one.id for one in blocks if one.type not in ("child_page", "child_database"))]
        return SeenPage(
            id=hex_id(page.id),
            title=_plain(self, page.text),
            parent=hex_id(page.parent) if page.parent else None,
            database=hex_id(self.sources[page.source].database) if page.source else None,
            last_edited_time=_minute(page.edited),
            properties={name: self.value(page, column) for name, column in self._columns(page).items()},
            blocks=blocks,
            comments=tuple((place, _plain(self, one["text"])) for place in on for one in self._comments_on(place)),
        )

    def _seen_blocks(self, node: Node, depth: int) -> Iterator[SeenBlock]:
        for child in self._children(node):
            yield SeenBlock(hex_id(child.id), child.type, self._text_of(child), depth)
            if child.type not in ("child_page", "child_database") and not self.is_broken(child):
                yield from self._seen_blocks(child, depth + 1)

    def is_broken(self, node: Node) -> bool:
        return node.type == "unsupported"

    def _text_of(self, node: Node) -> str:
        if node.type == "table_row":
            return " | ".join(_plain(self, _spans(cell)) for cell in node.content["cells"])
        return _plain(self, node.text)

    def _comments_on(self, place: str) -> list[dict[str, Any]]:
        return [one for one in self.comments if hex_id(one["parent"]) == place]

    # --- the export of the same state

    def export(self, path: Path, *, everything: bool = False, folders_have_ids: bool = True) -> Path:
        """Write Notion's Markdown & CSV export as a zip.

        everything: what the workspace's members see; else only what is shared with the integration.
        folders_have_ids: as older exports have it; newer ones name a folder by the title alone.
        """
        with self.lock:
            files = dict(_Export(self, everything, folders_have_ids).files())
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, (content, edited) in files.items():
                moment = edited.astimezone(self.zone).timetuple()[:6]
                archive.writestr(zipfile.ZipInfo(name, moment), content, zipfile.ZIP_DEFLATED)
        return path


def _minute(moment: datetime) -> str:
    """Notion's times are rounded down to the minute."""
    return f"{moment.astimezone(UTC):%Y-%m-%dT%H:%M}:00.000Z"


def _moment(value: Any) -> str | None:
    if isinstance(value, datetime):
        return value.isoformat(timespec="milliseconds")
    return value.isoformat() if isinstance(value, date) else value


def _plain(workspace: Workspace, spans: Iterable[Span]) -> str:
    return "".join(_plain_span(workspace, one) for one in spans)


def _plain_span(workspace: Workspace, one: Span) -> str:
    match one.kind:
        case "user":
            return "@" + workspace.users[one.content]["name"] if one.content in workspace.users else "@Anonymous"
        case "page" | "database":
            node = workspace.nodes.get(one.content)
            return _plain(workspace, node.text) or "Untitled" if node and workspace._is_open(node) else "Untitled"
    return one.content


# --- the HTTP API --------------------------------------------------------------------------------------------------


class NotionServer(Workspace):
    """The API. Settings, to be changed at any time:

    tokens: that are valid; capabilities: `read_comments` and `read_users`, without which 403.
    search_forgets: ids of pages and databases that search leaves out, as the real one does at times.
    poisoned: ids of blocks whose children answer 400, beside every `unsupported` block.
    page_cap: at most so many results a page, whatever was asked for.
    """

    def __init__(self, now: datetime = START, zone: str = "Europe/Lisbon", name: str = "Northlight Studio") -> None:
        super().__init__(now, zone, name)
        self.tokens = {TOKEN}
        self.capabilities = {"read_comments", "read_users"}
        self.search_forgets: set[str] = set()
        self.poisoned: set[str] = set()
        self.page_cap = PAGE_SIZE
        self._rate: float | None = None
        self._rate_clock: Callable[[], float] = time.monotonic
        self._answered: deque[float] = deque()

    def limit_rate(self, per_second: int | None, *, real_time: bool = False) -> None:
        """Answer 429 beyond so many requests in any second, of the server's own clock or of real time."""
        with self.lock:
            self._rate = per_second
            self._rate_clock = time.monotonic if real_time else lambda: self.now.timestamp()
            self._answered.clear()

    def is_broken(self, node: Node) -> bool:
        return super().is_broken(node) or node.id in self.poisoned

    def answer(self, request: Request) -> Answer:
        try:
            if limited := self._limited():
                return limited
            return Answer(_Reading(self, request, self._checked_version(request)).result())
        except Refused as refused:
            return refused.answer

    def _limited(self) -> Answer | None:
        if self._rate is None:
            return None
        now = self._rate_clock()
        while self._answered and self._answered[0] <= now - 1:
            self._answered.popleft()
        if len(self._answered) >= self._rate:
            return notion_error(429, retry_after=max(1, math.ceil(self._answered[0] + 1 - now)))
        self._answered.append(now)
        return None

    def _checked_version(self, request: Request) -> str:
        if request.token not in self.tokens:
            raise Refused(notion_error(401))
        version = request.headers.get("notion-version")
        should = "Notion-Version header failed validation: Notion-Version header should be"
        if not version:
            raise Refused(notion_error(400, "missing_version", f"{should} defined, instead was `undefined`."))
        if version not in VERSIONS:
            known = " or ".join(f'`"{one}"`' for one in VERSIONS)
            raise _invalid(f'{should} {known}, instead was `"{version}"`.')
        return version


class _Reading:
    """One request answered in one version of the API; refuses by raising `Refused`."""

    def __init__(self, server: NotionServer, request: Request, version: str) -> None:
        self.server = server
        self.request = request
        self.version = version
        self.body: dict[str, Any] = request.body if isinstance(request.body, dict) else {}

    def result(self) -> dict[str, Any]:
        parts = self.request.path.strip("/").split("/")
        match self.request.method, parts:
            case "POST", ["v1", "search"]:
                return self._search()
            case "GET", ["v1", "pages", page]:
                return self._page(self._find(page, "page"))
            case "GET", ["v1", "pages", page, "properties", prop]:
                return self._property_item(self._find(page, "page"), prop)
            case "GET", ["v1", "databases", database]:
                return self._database(self._find(database, "database"))
            case "POST", ["v1", "databases", database, "query"] if self.version == OLD:
                return self._query(self._only_source(self._find(database, "database")))
            case "GET", ["v1", "data_sources", source] if self.version != OLD:
                return self._data_source(self._find_source(source))
            case "POST", ["v1", "data_sources", source, "query"] if self.version != OLD:
                return self._query(self._find_source(source))
            case "GET", ["v1", "blocks", block_id]:
                return self._block(self._find(block_id, "block"))
            case "GET", ["v1", "blocks", block_id, "children"]:
                return self._block_children(self._find(block_id, "block"))
            case "GET", ["v1", "comments"]:
                return self._comments()
            case "GET", ["v1", "users"]:
                return self._users()
            case "GET", ["v1", "users", "me"]:
                return self._user(self.server.bot)
            case "GET", ["v1", "users", user]:
                self._needs("read_users", user)
                if (user_id := _dashed(user, "path.user_id")) not in self.server.users:
                    raise _not_found("user", user_id)
                return self._user(user_id)
        raise Refused(notion_error(400, "invalid_request_url", "Invalid request URL."))

    # --- finding

    def _find(self, raw_id: str, kind: str) -> Node:
        node_id = _dashed(raw_id, f"path.{kind}_id")
        node = self.server.nodes.get(node_id)
        if node is None or not self.server._is_shared(node):
            raise _not_found(kind, node_id)
        if kind == "page" and node.type == "child_database":
            raise _invalid(f"Provided ID {node_id} is a database, not a page. Use the retrieve database API instead.")
        if kind == "database" and node.type == "child_page":
            raise _invalid(f"Provided ID {node_id} is a page, not a database. Use the retrieve page API instead.")
        if (kind != "block" and node.type != f"child_{kind}") or (kind == "database" and not node.sources):
            raise _not_found(kind, node_id)
        return node

    def _find_source(self, raw_id: str) -> DataSource:
        source_id = _dashed(raw_id, "path.data_source_id")
        source = self.server.sources.get(source_id)
        if source is None or not self.server._is_shared(self.server.nodes[source.database]):
            raise _not_found("data source", source_id)
        return source

    def _only_source(self, database: Node) -> DataSource:
        if len(database.sources) > 1:
            more = {
                "error_type": "multiple_data_sources_for_database",
                "database_id": database.id,
                "child_data_source_ids": database.sources,
                "minimum_api_version": SOURCES,
            }
            message = f"Database with ID {database.id} has multiple data sources, which this API version can't read."
            raise Refused(notion_error(400, message=message, additional_data=more))
        return self.server.sources[database.sources[0]]

    def _needs(self, capability: str, what: str = "") -> None:
        if capability not in self.server.capabilities:
            raise Refused(notion_error(403))

    # --- lists

    def _listed(self, items: list[Any], kind: str, key: Callable[[Any], str], render: Callable[[Any], Any]) -> Any:
        """One page of a list. The cursor is the id of the next item, so that it moves with it as the list changes."""
        place = "body" if self.request.method == "POST" else "query"
        raw_size = self.request.value("page_size") or str(PAGE_SIZE)
        if not re.fullmatch(r"\d+", raw_size) or not 1 <= int(raw_size) <= PAGE_SIZE:
            raise _invalid(
                f"{place} failed validation: {place}.page_size should be ≤ `{PAGE_SIZE}`, instead was `{raw_size}`."
            )
        start = 0
        if (cursor := self.request.value("start_cursor")) is not None:
            cursor = _dashed(cursor, f"{place}.start_cursor")
            start = next((number for number, item in enumerate(items) if key(item) == cursor), -1)
            if start < 0:
                raise _invalid(f"The start_cursor provided is invalid: {cursor}")
        end = start + min(int(raw_size), self.server.page_cap)
        following = key(items[end]) if end < len(items) else None
        return {
            "object": "list",
            "results": [render(item) for item in items[start:end]],
            "next_cursor": following,
            "has_more": following is not None,
            "type": kind,
            kind: {},
            "request_id": str(uuid.uuid4()),
        }

    def _search(self) -> dict[str, Any]:
        server, second = self.server, "database" if self.version == OLD else "data_source"
        wanted = self.body.get("filter") or {}
        if wanted and (wanted.get("property") != "object" or wanted.get("value") not in ("page", second)):
            raise _invalid(
                'body failed validation: body.filter.value should be `"page"` or '
                f'`"{second}"`, instead was `"{wanted.get("value")}"`.'
            )
        sort = self.body.get("sort") or {}
        if sort and sort.get("timestamp") != "last_edited_time":
            raise _invalid('body failed validation: body.sort.timestamp should be `"last_edited_time"`.')
        found: list[tuple[Node, Any]] = []
        for node in server.nodes.values():
            if node.id in server.search_forgets or not server._is_open(node):
                continue
            if node.type == "child_page":
                found.append((node, node.id))
            elif node.type == "child_database" and node.sources:
                found += [(node, node.id)] if self.version == OLD else [(node, source) for source in node.sources]
        if kind := wanted.get("value"):
            found = [one for one in found if (one[0].type == "child_page") == (kind == "page")]
        words = (self.body.get("query") or "").casefold()
        found = [one for one in found if words in _plain(server, one[0].text).casefold()]
        downwards = sort.get("direction", "descending") == "descending"
        found.sort(key=lambda one: one[0].order)
        found.sort(key=lambda one: _minute(one[0].edited), reverse=downwards)
        return self._listed(found, "page_or_" + second, lambda one: one[1], self._found)

    def _found(self, one: tuple[Node, str]) -> dict[str, Any]:
        node, found_id = one
        if node.type == "child_page":
            return self._page(node)
        return self._database(node) if self.version == OLD else self._data_source(self.server.sources[found_id])

    def _query(self, source: DataSource) -> dict[str, Any]:
        in_trash = bool(self.body.get("in_trash", self.body.get("archived", False)))
        rows = [self.server.nodes[row] for row in source.rows]
        rows = [row for row in rows if self.server._is_shared(row) and self.server._is_trashed(row) == in_trash]
        if wanted := self.body.get("filter"):
            rows = [row for row in rows if self._meets(row, source, wanted)]
        for sort in reversed(self.body.get("sorts") or []):
            downwards = sort.get("direction") == "descending"
            rows.sort(key=lambda row, by=sort: self._sort_key(row, source, by), reverse=downwards)
        return self._listed(rows, "page_or_" + ("database" if self.version == OLD else "data_source"), _id, self._page)

    def _column(self, source: DataSource, name: str) -> Column:
        for column in source.columns.values():
            if name in (column.name, column.id):
                return column
        raise _invalid(f"Could not find property with name or id: {name}")

    def _sort_key(self, row: Node, source: DataSource, by: Mapping[str, Any]) -> tuple[bool, Any]:
        if stamp := by.get("timestamp"):
            return False, _minute(row.edited if stamp == "last_edited_time" else row.created)
        value = self.server.value(row, self._column(source, by["property"]))
        return value is None, "" if value is None else value

    def _meets(self, row: Node, source: DataSource, wanted: Mapping[str, Any]) -> bool:
        """Compound filters, timestamps, and the plain comparisons of a property."""
        if "and" in wanted:
            return all(self._meets(row, source, one) for one in wanted["and"])
        if "or" in wanted:
            return any(self._meets(row, source, one) for one in wanted["or"])
        if stamp := wanted.get("timestamp"):
            value: Any = _minute(row.edited if stamp == "last_edited_time" else row.created)
            condition = wanted[stamp]
        else:
            column = self._column(source, wanted["property"])
            if column.type not in wanted:
                raise _invalid(f"database property {column.type} does not match filter")
            value, condition = self.server.value(row, column), wanted[column.type]
            value = value[0] if column.type == "date" and value else value
        return all(_compared(value, how, other) for how, other in condition.items())

    def _block_children(self, node: Node) -> dict[str, Any]:
        if self.server.is_broken(node):
            kind = node.content.get("block_type", "ai_block") if node.type == "unsupported" else node.type
            raise _invalid(f"Block type {kind} is not supported via the API.")
        return self._listed(self.server._children(node), "block", _id, self._block)

    def _comments(self) -> dict[str, Any]:
        self._needs("read_comments")
        if not (raw_id := self.request.value("block_id")):
            raise _invalid("query failed validation: query.block_id should be defined, instead was `undefined`.")
        node = self._find(raw_id, "block")
        return self._listed(self.server._comments_on(hex_id(node.id)), "comment", lambda one: one["id"], self._comment)

    def _users(self) -> dict[str, Any]:
        self._needs("read_users")
        return self._listed(list(self.server.users), "user", str, self._user)

    # --- objects

    def _user(self, user_id: str) -> dict[str, Any]:
        user = self.server.users.get(user_id)
        partial = {"object": "user", "id": user_id}
        if user is None or ("read_users" not in self.server.capabilities and user_id != self.server.bot):
            return partial
        whole = partial | {"type": user["type"], "name": user["name"], "avatar_url": None}
        if user["type"] == "person":
            return whole | {"person": {"email": user["email"]} if user["email"] else {}}
        if user_id != self.server.bot:
            return whole | {"bot": {}}
        workspace = {"owner": {"type": "workspace", "workspace": True}, "workspace_name": self.server.name}
        return whole | {"bot": workspace | {"workspace_id": str(uuid.uuid5(_SPACE, self.server.name))}}

    def _stamps(self, node: Node) -> dict[str, Any]:
        trashed = self.server._is_trashed(node)
        return {
            "created_time": _minute(node.created),
            "last_edited_time": _minute(node.edited),
            "created_by": {"object": "user", "id": node.created_by},
            "last_edited_by": {"object": "user", "id": node.edited_by},
            **({} if self.version == TRASH_ONLY else {"archived": trashed}),
            "in_trash": trashed,
        }

    def _parent(self, node: Node) -> dict[str, Any]:
        if node.source and self.version == OLD:
            return {"type": "database_id", "database_id": node.parent}
        if node.source:
            return {"type": "data_source_id", "data_source_id": node.source, "database_id": node.parent}
        if node.parent is None:
            return {"type": "workspace", "workspace": True}
        kind = "page_id" if self.server.nodes[node.parent].type == "child_page" else "block_id"
        return {"type": kind, kind: node.parent}

    def _page(self, page: Node) -> dict[str, Any]:
        wanted = self.request.query.get("filter_properties") or []
        wanted = [one for value in wanted for one in value.split(",")]
        columns = self.server._columns(page)
        return {
            "object": "page",
            "id": page.id,
            **self._stamps(page),
            "cover": None,
            "icon": None,
            "parent": self._parent(page),
            "properties": {
                name: {"id": column.id, "type": column.type} | self._value(page, column)
                for name, column in columns.items()
                if not wanted or column.id in wanted or name in wanted
            },
            "url": f"https://www.notion.so/{_slug(self._plain(page.text))}{hex_id(page.id)}",
            "public_url": None,
        }

    def _database(self, database: Node) -> dict[str, Any]:
        made = {
            "object": "database",
            "id": database.id,
            **self._stamps(database),
            "title": self._rich(database.text),
            "description": [],
            "icon": None,
            "cover": None,
            "is_inline": False,
            "parent": self._parent(database),
            "url": f"https://www.notion.so/{hex_id(database.id)}",
            "public_url": None,
        }
        if self.version == OLD:
            return made | {"properties": self._schema(self._only_source(database))}
        sources = [self.server.sources[source] for source in database.sources]
        return made | {"data_sources": [{"id": source.id, "name": source.name} for source in sources]}

    def _data_source(self, source: DataSource) -> dict[str, Any]:
        database = self.server.nodes[source.database]
        return {
            "object": "data_source",
            "id": source.id,
            **self._stamps(database),
            "title": self._rich(_spans(source.name)),
            "description": [],
            "icon": None,
            "cover": None,
            "is_inline": False,
            "parent": {"type": "database_id", "database_id": database.id},
            "database_parent": self._parent(database),
            "properties": self._schema(source),
            "url": f"https://www.notion.so/{hex_id(database.id)}",
            "public_url": None,
        }

    def _schema(self, source: DataSource) -> dict[str, Any]:
        schema = {}
        for name, column in source.columns.items():
            config: dict[str, Any] = {}
            match column.type:
                case "select" | "multi_select" | "status":
                    config = {"options": [_option(column, option) for option in column.config.get("options", ())]}
                    if column.type == "status":
                        config["groups"] = []
                case "number":
                    config = {"format": "number"}
                case "relation":
                    target = self.server.nodes.get(column.config["target"])
                    if target is None:
                        continue
                    config = {"database_id": target.id, "type": "single_property", "single_property": {}}
                    if self.version != OLD:
                        config["data_source_id"] = target.sources[0]
                case "formula":
                    config = {"expression": column.config.get("expression", "")}
                case "rollup":
                    parts = column.config
                    config = {"relation_property_name": parts["relation"], "function": parts["function"]}
                    config["rollup_property_name"] = parts["property"]
            schema[name] = {"id": column.id, "name": name, "type": column.type, column.type: config}
        return schema

    def _value(self, page: Node, column: Column, whole: bool = False) -> dict[str, Any]:
        """{type: value} of a property; `whole` without the limit of a page object."""
        value, limit = self.server.value(page, column), None if whole else REFERENCES
        made: Any = value
        more: dict[str, Any] = {}
        match column.type:
            case "title":
                made = self._rich(page.text)
            case "rich_text":
                made = self._rich(_spans(page.values.get(column.id) or ""))
            case "select" | "status":
                made = _option(column, value) if value else None
            case "multi_select":
                made = [_option(column, one) for one in value]
            case "date":
                made = {"start": value[0], "end": value[1], "time_zone": None} if value else None
            case "people":
                made = [self._user(_dashed(one)) for one in value][:limit]
            case "relation":
                made = [{"id": _dashed(one)} for one in value][:limit]
                more = {"has_more": len(made) < len(value)}
            case "formula":
                kind = _kind(value)
                made = {"type": kind, kind: value}
            case "rollup":
                made = self._rollup(page, column, value)
            case "created_by":
                made = self._user(page.created_by)
            case "last_edited_by":
                made = self._user(page.edited_by)
        return {column.type: made} | more

    def _rollup(self, page: Node, column: Column, value: Any) -> dict[str, Any]:
        function = {"function": column.config["function"]}
        if not isinstance(value, list):
            return {"type": "number", "number": value} | function
        pages = self.server._related(page, self.server._column(page, column.config["relation"]))
        array = []
        for one in (self.server.nodes[related] for related in pages):
            inner = self.server._column(one, column.config["property"])
            array.append({"type": inner.type} | self._value(one, inner))
        return {"type": "array", "array": array} | function

    def _property_item(self, page: Node, raw_id: str) -> dict[str, Any]:
        columns = self.server._columns(page).values()
        column = next((one for one in columns if raw_id in (one.id, unquote(one.id))), None)
        if column is None:
            raise Refused(notion_error(404, message=f"Could not find property with ID: {raw_id}."))
        head = {"object": "property_item", "id": column.id, "type": column.type}
        value = self._value(page, column, whole=True)
        if column.type not in _PAGED_PROPERTIES:
            return head | value
        # ids of items are those of their places, so that a cursor can be a UUID here too
        items = [(str(uuid.uuid5(_SPACE, f"{page.id}{number}")), one) for number, one in enumerate(value[column.type])]
        made = self._listed(items, "property_item", lambda item: item[0], lambda item: head | {column.type: item[1]})
        return made | {"property_item": {"id": column.id, "next_url": None, "type": column.type, column.type: {}}}

    def _block(self, node: Node) -> dict[str, Any]:
        kind = "transcription" if node.type == "meeting_notes" and self.version != TRASH_ONLY else node.type
        children = [] if node.type in ("child_database", "unsupported") else self.server._children(node)
        return {
            "object": "block",
            "id": node.id,
            "parent": self._parent(node),
            **self._stamps(node),
            "has_children": bool(children) or (node.type == "unsupported" and bool(node.children)),
            "type": kind,
            kind: self._content(node, children),
        }

    def _content(self, node: Node, children: list[Node]) -> dict[str, Any]:
        more, text = copy.deepcopy(node.content), self._rich(node.text)
        match node.type:
            case "child_page" | "child_database":
                return {"title": self._plain(node.text)}
            case "unsupported" | "divider" | "column_list" | "column":
                return {}
            case "bookmark" | "embed":
                return {"caption": text} | more
            case "table":
                width = max((len(row.content["cells"]) for row in children), default=0)
                return {"table_width": width, "has_column_header": True, "has_row_header": False} | more
            case "table_row":
                return {"cells": [self._rich(_spans(cell)) for cell in more["cells"]]}
            case "synced_block":
                original = more.get("synced_from")
                return {"synced_from": {"type": "block_id", "block_id": original} if original else None}
            case "image":
                return {"caption": text} | self._file(more)
            case "meeting_notes":
                names = ("summary_block_id", "notes_block_id", "transcript_block_id")
                inner = {name: child.id for name, child in zip(names, children, strict=False)}
                return {"title": text, "status": "notes_ready", "children": inner} | more
            case "code":
                return {"caption": [], "rich_text": text, "language": "plain text"} | more
            case "to_do":
                return {"rich_text": text, "checked": False, "color": "default"} | more
            case "heading_1" | "heading_2" | "heading_3":
                return {"rich_text": text, "is_toggleable": bool(children), "color": "default"} | more
            case "callout":
                return {"rich_text": text, "icon": {"type": "emoji", "emoji": "💡"}, "color": "default"} | more
        return {"rich_text": text, "color": "default"} | more

    def _file(self, content: Mapping[str, Any]) -> dict[str, Any]:
        if "file" not in content:
            return {"type": "external", "external": {"url": content["url"]}}
        signed = f"{content['file']}?X-Amz-Date={self.server.now:%Y%m%dT%H%M%SZ}&X-Amz-Expires=3600"
        expiry = (self.server.now + timedelta(hours=1)).isoformat(timespec="milliseconds").replace("+00:00", "Z")
        return {"type": "file", "file": {"url": signed, "expiry_time": expiry}}

    def _comment(self, one: Mapping[str, Any]) -> dict[str, Any]:
        kind = "page_id" if self.server.nodes[one["parent"]].type == "child_page" else "block_id"
        return {
            "object": "comment",
            "id": one["id"],
            "parent": {"type": kind, kind: one["parent"]},
            "discussion_id": one["discussion"],
            "created_time": _minute(one["at"]),
            "last_edited_time": _minute(one["at"]),
            "created_by": {"object": "user", "id": one["by"]},
            "rich_text": self._rich(one["text"]),
            "display_name": {"type": "user", "resolved_name": self.server.users[one["by"]]["name"]},
        }

    def _plain(self, spans: Iterable[Span]) -> str:
        return _plain(self.server, spans)

    def _rich(self, spans: Iterable[Span]) -> list[dict[str, Any]]:
        made = []
        for one in spans:
            marks = ("bold", "italic", "strikethrough", "underline", "code")
            notes = {mark: mark in one.marks for mark in marks} | {"color": one.color}
            plain, href = _plain_span(self.server, one), one.link
            if one.kind == "text":
                content: dict[str, Any] = {"content": one.content, "link": {"url": one.link} if one.link else None}
            elif one.kind == "user":
                content = {"type": "user", "user": self._user(one.content)}
            elif one.kind == "date":
                content = {"type": "date", "date": {"start": one.content, "end": None, "time_zone": None}}
            else:
                content = {"type": one.kind, one.kind: {"id": one.content}}
                href = f"https://www.notion.so/{hex_id(one.content)}"
            kind = "text" if one.kind == "text" else "mention"
            made.append({"type": kind, kind: content, "annotations": notes, "plain_text": plain, "href": href})
        return made


def _id(node: Node) -> str:
    return node.id


def _dashed(raw_id: str, what: str = "id") -> str:
    if not _FULL_UUID.fullmatch(raw_id):
        raise _invalid(
            f'{what.split(".")[0]} failed validation: {what} should be a valid uuid, instead was `"{raw_id}"`.'
        )
    return str(uuid.UUID(raw_id))


def _not_found(kind: str, node_id: str) -> Refused:
    hint = "Make sure the relevant pages and databases are shared with your integration."
    return Refused(notion_error(404, message=f"Could not find {kind} with ID: {node_id}. {hint}"))


def _option(column: Column, name: str) -> dict[str, str]:
    return {"id": str(uuid.uuid5(_SPACE, f"{column.id}{name}"))[:4], "name": name, "color": "default"}


def _kind(value: Any) -> str:
    return "boolean" if isinstance(value, bool) else "number" if isinstance(value, int | float) else "string"


def _slug(title: str) -> str:
    slug = re.sub(r"[^A-Za-z0-9]+", "-", title).strip("-")
    return f"{slug}-" if slug else ""


def _compared(value: Any, how: str, other: Any) -> bool:
    if how in ("is_empty", "is_not_empty"):
        return (value in (None, "", [])) == (how == "is_empty")
    if how in ("contains", "does_not_contain"):
        inside = value is not None and (hex_id(other) in value or other in value)
        return inside == (how == "contains")
    if isinstance(value, str) and re.match(r"\d{4}-\d\d-\d\d", value) and how != "equals":
        value, other = _instant(value), _instant(other)
    match how:
        case "equals":
            return value == other
        case "does_not_equal":
            return value != other
        case "on_or_after" | "greater_than_or_equal_to":
            return value is not None and value >= other
        case "after" | "greater_than":
            return value is not None and value > other
        case "on_or_before" | "less_than_or_equal_to":
            return value is not None and value <= other
        case "before" | "less_than":
            return value is not None and value < other
    raise _invalid(f"body failed validation: this filter knows no `{how}`.")


def _instant(text: str) -> datetime:
    moment = datetime.fromisoformat(text)
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


# --- the export ----------------------------------------------------------------------------------------------------


class _Export:
    """The files of a Markdown & CSV export, with the time of each page's last edit."""

    def __init__(self, workspace: Workspace, everything: bool, folders_have_ids: bool) -> None:
        self.workspace = workspace
        self.everything = everything
        self.folders_have_ids = folders_have_ids
        stamp = uuid.uuid5(_SPACE, workspace.now.isoformat())
        self.top = f"Export-{stamp}"

    def files(self) -> Iterator[tuple[str, tuple[str, datetime]]]:
        for node in self.workspace.nodes.values():
            if node.type == "child_page" and self._is_in(node):
                yield self._file(node, ".md"), (self._page(node), node.edited)
            elif node.type == "child_database" and node.sources and self._is_in(node):
                for suffix in (".csv", "_all.csv"):
                    yield self._file(node, suffix), (self._table(node), node.edited)

    def _is_in(self, node: Node) -> bool:
        return not self.workspace._is_trashed(node) and (self.everything or self.workspace._is_shared(node))

    def _children(self, node: Node) -> list[Node]:
        inner = (self.workspace.nodes[child] for child in self.workspace.original(node).children)
        return [one for one in inner if self._is_in(one)]

    def _title(self, node: Node) -> str:
        return _plain(self.workspace, node.text) or "Untitled"

    def _folder(self, node: Node) -> str:
        """The folder in which a page or database lies; that of a page which is not exported is left out."""
        above = [one for one in self.workspace._ways_up(node) if one is not node]
        holders = [one for one in above if one.type in ("child_page", "child_database") and self._is_in(one)]
        names = [self._name(one, self.folders_have_ids) for one in reversed(holders)]
        return "/".join([self.top, *names])

    def _name(self, node: Node, with_id: bool) -> str:
        title = re.sub(r"[^\w ,.&()-]", " ", self._title(node))[:50].strip()
        return f"{title} {hex_id(node.id)}" if with_id else title

    def _file(self, node: Node, suffix: str) -> str:
        return f"{self._folder(node)}/{self._name(node, True)}{suffix}"

    def _link(self, node: Node, start: Node) -> str:
        target = self._file(node, ".csv" if node.type == "child_database" else ".md")
        return f"[{self._title(node)}]({quote(target.removeprefix(self._folder(start) + '/'), safe='/')})"

    def _page(self, page: Node) -> str:
        lines = []
        for name, column in self.workspace._columns(page).items():
            if column.type != "title" and (cell := self._cell(page, column)):
                lines.append(f"{name}: {cell}")
        body = self._blocks(page, page)
        return "\n\n".join(filter(None, [f"# {self._title(page)}", "\n".join(lines), body])) + "\n"

    def _table(self, database: Node) -> str:
        out = io.StringIO()
        source = self.workspace.sources[database.sources[0]]
        columns = sorted(source.columns.values(), key=lambda column: column.type != "title")
        writer = csv.writer(out, lineterminator="\n")
        writer.writerow([column.name for column in columns])
        for one in database.sources:
            for row in (self.workspace.nodes[row] for row in self.workspace.sources[one].rows):
                if self._is_in(row):
                    writer.writerow([self._cell(row, column) for column in columns])
        return "\ufeff" + out.getvalue()

    def _cell(self, page: Node, column: Column) -> str:
        value = self.workspace.value(page, column)
        match column.type:
            case "title" | "rich_text":
                return value
            case "checkbox":
                return "Yes" if value else "No"
            case "date":
                return " → ".join(self._clock(one) for one in value if one) if value else ""
            case "created_time" | "last_edited_time":
                return self._clock(value)
            case "people":
                return ", ".join(self._person(one) for one in value)
            case "created_by" | "last_edited_by":
                return self._person(value)
            case "relation":
                return ", ".join(self._related(one) for one in value)
        return ", ".join(map(str, value)) if isinstance(value, list) else "" if value is None else str(value)

    def _related(self, page_id: str) -> str:
        page = self.workspace.nodes[_dashed(page_id)]
        return f"{self._title(page)} ({quote(self._file(page, '.md'), safe='/')})"

    def _person(self, user_id: str) -> str:
        return self.workspace.users[_dashed(user_id)]["name"]

    def _clock(self, text: str) -> str:
        """`November 10, 2026 4:05 PM`, in the workspace's zone; a day has no time."""
        moment = datetime.fromisoformat(text)
        day = f"{moment:%B} {moment.day}, {moment.year}"
        if len(text) <= len("2026-11-10"):
            return day
        at = moment.astimezone(self.workspace.zone) if moment.tzinfo else moment
        return f"{at:%B} {at.day}, {at.year} {at.hour % 12 or 12}:{at:%M %p}"

    def _blocks(self, node: Node, page: Node) -> str:
        parts: list[str] = []
        number = 0
        for child in self._children(node):
            number = number + 1 if child.type == "numbered_list_item" else 0
            parts.append(self._block(child, page, number))
        return "\n\n".join(parts)

    def _block(self, node: Node, page: Node, number: int) -> str:
        text = "".join(self._marked(one, page) for one in node.text)
        heads = {
            **{"heading_1": "# ", "heading_2": "## ", "heading_3": "### ", "quote": "> ", "toggle": "- "},
            **{"bulleted_list_item": "- ", "numbered_list_item": f"{number}. "},
            "to_do": "- [x] " if node.content.get("checked") else "- [ ] ",
        }
        match node.type:
            case "child_page" | "child_database":
                return self._link(node, page) if node.type == "child_page" or node.sources else ""
            case "divider":
                return "---"
            case "code":
                return f"```{node.content.get('language', '')}\n{_plain(self.workspace, node.text)}\n```"
            case "image":
                url = node.content.get("url") or node.content["file"]
                return f"![{text or url.rpartition('/')[2]}]({url})"
            case "bookmark" | "embed":
                return f"[{text or node.content['url']}]({node.content['url']})"
            case "equation":
                return f"$$\n{node.content['expression']}\n$$"
            case "table":
                return self._grid(node, page)
            case "unsupported":
                return ""
            case "synced_block" | "column_list" | "column":
                return self._blocks(node, page)
            case "callout":
                return "\n\n".join(filter(None, [f"<aside>\n💡 {text}", self._blocks(node, page), "</aside>"]))
        inner = re.sub(r"^(?=.)", "    ", self._blocks(node, page), flags=re.MULTILINE)
        return "\n\n".join(filter(None, [heads.get(node.type, "") + text, inner]))

    def _grid(self, table: Node, page: Node) -> str:
        rows = [
            ["".join(self._marked(one, page) for one in _spans(cell)) for cell in row.content["cells"]]
            for row in self._children(table)
        ]
        lines = [f"| {' | '.join(row)} |" for row in rows]
        return "\n".join([*lines[:1], f"|{' --- |' * len(rows[0])}", *lines[1:]]) if rows else ""

    def _marked(self, one: Span, page: Node) -> str:
        plain = _plain_span(self.workspace, one)
        if one.kind in ("page", "database") and one.content in self.workspace.nodes:
            node = self.workspace.nodes[one.content]
            return self._link(node, page) if self._is_in(node) else plain
        if one.kind == "date":
            return f"@{self._clock(one.content)}"
        for mark, sign in (("code", "`"), ("strikethrough", "~~"), ("italic", "*"), ("bold", "**")):
            plain = f"{sign}{plain}{sign}" if mark in one.marks else plain
        return f"[{plain}]({one.link})" if one.link else plain
