"""One Notion page read whole: its item, the open comments on it, and what lies directly below it.

Which page is read when, and what its absence means, is `live`'s work.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, tzinfo
from typing import Any

from yarnnn_pipelines.sources.notion.api import Notion, is_in_trash
from yarnnn_pipelines.sources.notion.block_markdown import Block, Writer, plain, walk
from yarnnn_pipelines.sources.notion.comments import ASKED_AT_ONCE, CommentReader, Comments, places_of
from yarnnn_pipelines.sources.notion.items import PageEdit, Place, hex_id, instant_of, page_item
from yarnnn_pipelines.sources.notion.landed import KnownPage, has_only_moved, version_at
from yarnnn_pipelines.sources.notion.pages import UNTITLED, PageContent, page_content
from yarnnn_pipelines.sources.notion.places import title_of
from yarnnn_pipelines.sources.notion.properties import Cells, title_spans
from yarnnn_pipelines.sources.notion.state import Task
from yarnnn_pipelines.sources.shared.envelope import Observed, microseconds
from yarnnn_pipelines.sources.shared.skips import Skips

_LEFT_OUT = "nothing: the rest of the page landed; if words are missing, write them as ordinary text"


@dataclass(frozen=True)
class ReadPage:
    """item: the page; pages, databases: ids of what stands on it; is_news: whether it has not landed just so; comments:
    those on the page itself, None if they may not be read."""

    item: Observed
    title: str
    pages: frozenset[str]
    databases: frozenset[str]
    is_news: bool
    comments: Comments | None


@dataclass
class Batch:
    """What tasks have brought, by root: pages, ids of those that are gone, comments. done: the tasks of each root."""

    read: dict[str, list[ReadPage]] = field(default_factory=lambda: defaultdict(list))
    gone: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    comments: dict[str, list[Comments]] = field(default_factory=lambda: defaultdict(list))
    done: dict[str, list[Task]] = field(default_factory=lambda: defaultdict(list))


class PageReader:
    """What can't be read of a page is counted in `skips`."""

    def __init__(self, notion: Notion, zone: tzinfo, skips: Skips) -> None:
        self._notion = notion
        self._skips = skips
        self._where = ""  # the page that is read
        self._writer = Writer(zone, notion.is_listed, self._title_of, self._leave_out)
        self._cells = Cells(self._writer, notion.items_of, self._title_of, notion.name_of, self._leave_out)
        self._comments = CommentReader(notion, self._writer, notion.name_of, skips)
        self._blocks: dict[str, list[str]] = {}  # that can have comments, of the pages of this run

    def read(self, page: Mapping[str, Any], place: Place, landed: KnownPage | None) -> ReadPage:
        """A page as it is now; landed: as it has landed. `ApiError` where it can't be read whole."""
        page_id = hex_id(page["id"])
        self._where = f"page {title_of(page)!r}"
        blocks = self._notion.blocks(page_id, where=self._where)
        content = self._content(page, blocks)
        version = version_at(content, place, landed)
        is_news = landed is None or landed.version != version
        edited_at = instant_of(page["last_edited_time"])
        author_id = self._author(page, content) if is_news else None
        occurred_at = edited_at
        if has_only_moved(content, place, landed):  # it was edited before, and lies there from now on
            occurred_at = max(edited_at, microseconds(datetime.now(UTC)))
        edit = PageEdit(occurred_at=occurred_at, edited_at=edited_at, author_id=author_id, permalink_id=page_id)
        places = self._blocks[page_id] = places_of(blocks)
        is_whole = page_id not in self._notion.with_holes
        return ReadPage(
            item=page_item(page_id, content, place, edit, version=version),
            title=content.title,
            pages=frozenset(hex_id(block.raw["id"]) for block in walk(blocks) if block.type == "child_page"),
            databases=frozenset(hex_id(block.raw["id"]) for block in walk(blocks) if block.type == "child_database"),
            is_news=is_news or landed is None or landed.edited_at != edited_at,
            comments=self._comments.read(page_id, [page_id], frozenset(places) if is_whole else None),
        )

    def comments_on(self, page_id: str, asked_until: str | None) -> Iterator[tuple[Comments, str]]:
        """(those on some blocks of a page, the last of these), block by block in order, after `asked_until`; nothing
        where the integration may not read any. `ApiError` where the page's blocks can't be listed."""
        if page_id not in self._blocks:
            self._blocks[page_id] = places_of(self._notion.blocks(page_id, where=f"page {page_id}"))
        blocks = self._blocks[page_id]
        start = blocks.index(asked_until) + 1 if asked_until in blocks else 0
        for begin in range(start, len(blocks), ASKED_AT_ONCE):
            part = blocks[begin : begin + ASKED_AT_ONCE]
            comments = self._comments.read(page_id, part)
            if comments is None:
                return
            yield comments, part[-1]

    def _leave_out(self, problem: str) -> None:
        what = f"a part of it is not as Notion's reference has it, and is left out ({problem})"
        self._skips.add("odd_block", where=self._where, what=what, mend=_LEFT_OUT)

    def _content(self, page: Mapping[str, Any], blocks: list[Block]) -> PageContent:
        """The page put together as an export's file, and taken apart as one."""
        title = plain(title_spans(page)) or UNTITLED
        cells = self._cells.of(page)
        lines = "\n".join(f"{name}: {cell}" for name, cell in cells.items() if cell)
        markdown = "\n\n".join(filter(None, [f"# {title}", lines, self._writer.blocks(blocks)])) + "\n"
        return page_content(markdown, title, list(cells))

    def _author(self, page: Mapping[str, Any], content: PageContent) -> str | None:
        """Who edited it last; the page's own property before what the API says, as in an export."""
        if content.author_id:
            return content.author_id
        name = self._notion.name_of(page.get("last_edited_by"))
        return f"notion:person:{name}" if name else None

    def _title_of(self, page_id: str) -> str | None:
        page = self._notion.page(page_id)
        return None if page is None or is_in_trash(page) else plain(title_spans(page)) or UNTITLED
