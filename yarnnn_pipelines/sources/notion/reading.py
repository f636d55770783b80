"""One Notion page read whole: its item, its open comments, and what lies directly below it.

Which page is read when, and what its absence means, is `live`'s work.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, tzinfo
from typing import Any

from yarnnn_pipelines.sources.notion.api import Notion, is_in_trash
from yarnnn_pipelines.sources.notion.block_markdown import Block, Writer, plain
from yarnnn_pipelines.sources.notion.items import PageEdit, Place, comment_item, hex_id, page_item
from yarnnn_pipelines.sources.notion.landed import KnownPage, version_at
from yarnnn_pipelines.sources.notion.pages import UNTITLED, PageContent, page_content
from yarnnn_pipelines.sources.notion.places import title_of
from yarnnn_pipelines.sources.notion.properties import Cells, title_spans
from yarnnn_pipelines.sources.shared.envelope import Observed, microseconds

_NO_COMMENTS = ("child_page", "child_database", "unsupported")


@dataclass(frozen=True)
class ReadPage:
    """item: the page; pages, databases: ids of what stands on it; comments: the open ones, None if they weren't read;
    asked: ids of the blocks (and the page) whose comments they are."""

    item: Observed
    title: str
    pages: frozenset[str]
    databases: frozenset[str]
    comments: list[Observed] | None = None
    asked: frozenset[str] = field(default_factory=frozenset)


class PageReader:
    """block_comments: whether each block is asked for its comments too, a request for each."""

    def __init__(self, notion: Notion, zone: tzinfo, block_comments: bool) -> None:
        self._notion = notion
        self._block_comments = block_comments
        self._writer = Writer(zone, notion.is_listed, self._title_of)
        self._cells = Cells(self._writer, notion.items_of, self._title_of, notion.name_of)

    def read(self, page: Mapping[str, Any], place: Place, landed: KnownPage | None) -> ReadPage:
        """A page as it is now; landed: as it has landed. `ApiError` where it can't be read whole."""
        page_id = hex_id(page["id"])
        blocks = self._notion.blocks(page_id, where=f"page {title_of(page)!r}")
        content = self._content(page, blocks)
        version = version_at(content, place, landed)
        is_news = landed is None or landed.version != version
        edited_at = instant_of(page["last_edited_time"])
        author_id = self._author(page, content) if is_news else None
        edit = PageEdit(occurred_at=edited_at, edited_at=edited_at, author_id=author_id, permalink_id=page_id)
        comments = self._comments(page_id, blocks)
        return ReadPage(
            item=page_item(page_id, content, place, edit, version=version),
            title=content.title,
            pages=frozenset(hex_id(block.raw["id"]) for block in walk(blocks) if block.type == "child_page"),
            databases=frozenset(hex_id(block.raw["id"]) for block in walk(blocks) if block.type == "child_database"),
            comments=None if comments is None else [self._comment(comment, page_id) for comment in comments],
            asked=frozenset(self._places_of_comments(page_id, blocks)),
        )

    def _content(self, page: Mapping[str, Any], blocks: Sequence[Block]) -> PageContent:
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

    # --- comments

    def _places_of_comments(self, page_id: str, blocks: Sequence[Block]) -> list[str]:
        on_blocks = [hex_id(block.raw["id"]) for block in walk(blocks) if block.type not in _NO_COMMENTS]
        return [page_id, *(on_blocks if self._block_comments else ())]

    def _comments(self, page_id: str, blocks: Sequence[Block]) -> list[Mapping[str, Any]] | None:
        by_id: dict[str, Mapping[str, Any]] = {}
        for place in self._places_of_comments(page_id, blocks):
            comments = self._notion.comments(place)
            if comments is None:
                return None
            by_id |= {comment["id"]: comment for comment in comments}
        return list(by_id.values())

    def _comment(self, comment: Mapping[str, Any], page_id: str) -> Observed:
        user = comment.get("created_by") or {}
        shown = comment.get("display_name") or {}
        name = shown.get("resolved_name") or self._notion.name_of(user)
        return comment_item(
            comment,
            page_id,
            self._writer.rich(comment.get("rich_text")),
            f"notion:person:{name}" if name else None,
            created_at=instant_of(comment["created_time"]),
            edited_at=instant_of(comment["last_edited_time"]),
        )


def walk(blocks: Sequence[Block]) -> Iterator[Block]:
    for block in blocks:
        yield block
        yield from walk(block.children)


def instant_of(text: str) -> int:
    """Microseconds since 1970 of a time as Notion writes it."""
    return microseconds(datetime.fromisoformat(text)) or 0
