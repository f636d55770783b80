"""A Notion page and a comment as items, the same from an export and from the API.

What a page says is `notion_pages`' matter; finding pages and their place in the workspace is the readers'.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from yarnnn_pipelines.sources.notion.pages import PageContent
from yarnnn_pipelines.sources.notion.text import clean_markdown
from yarnnn_pipelines.sources.shared.envelope import Observed, as_json, content_version, microseconds

WORKSPACE = "notion:workspace"

_ID = re.compile(
    r"(?:^|[^0-9a-z])([0-9a-f]{32}|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})(?:$|[^0-9a-z])", re.IGNORECASE
)


@dataclass(frozen=True)
class Place:
    """Where a page lies: what is above it, the topmost first.

    titles: of what is above; ids: 32 hex digits of each of them, '' where it isn't known. database: the title of the
    database of which the page is a row, None if it is none. is_whole: whether nothing lies above the topmost; where a
    single page was exported, that can't be told.
    """

    titles: tuple[str, ...] = ()
    ids: tuple[str, ...] = ()
    database: str | None = None
    is_whole: bool = True

    @property
    def container_id(self) -> str:
        return next((f"notion:{above}" for above in reversed(self.ids) if above), WORKSPACE)


def hex_id(raw: str) -> str:
    """An id as 32 lower-case hex digits."""
    return raw.replace("-", "").lower()


def instant_of(text: str) -> int:
    """Microseconds since 1970 of a time as Notion writes it. `ValueError` or `TypeError` where it is none."""
    moment = datetime.fromisoformat(text)
    return microseconds(moment if moment.tzinfo else moment.replace(tzinfo=UTC))


def id_in(text: str) -> str | None:
    """The id in a page's address, or an id by itself; None if there is none."""
    match = _ID.search(text.strip())
    return hex_id(match[1]) if match else None


@dataclass(frozen=True)
class PageEdit:
    """When and by whom a page was written, and where it can be read. Instants are microseconds since 1970.

    permalink_id: of the page that a link leads to: its own, or that of what holds a row without a page.
    """

    occurred_at: int | None
    edited_at: int | None
    author_id: str | None
    permalink_id: str


def page_item(
    page_id: str,
    content: PageContent,
    place: Place,
    edit: PageEdit,
    *,
    file: str | None = None,
    version: str | None = None,
) -> Observed:
    """A page. file: where it stands in an export, None for the API; version: instead of the content's own."""
    return Observed(
        item_id=f"notion:{page_id}",
        version=version or content.version,
        container_id=place.container_id,
        thread_id=None,
        author_id=edit.author_id,
        occurred_at=edit.occurred_at,
        edited_at=edit.edited_at,
        is_deleted=False,
        text=content.text,
        permalink=f"https://www.notion.so/{edit.permalink_id}",
        payload=as_json(
            {
                "title": content.title,
                "path": [*place.titles, content.title],
                "ids": [*place.ids, page_id],
                "properties": content.properties,
                "database": place.database,
                "file": file,
                "whole": place.is_whole,
                **({"links": links} if (links := content.links) else {}),
            }
        ),
    )


def comment_item(
    comment: Mapping[str, Any],
    page_id: str,
    markdown: str,
    author_id: str | None,
    *,
    created_at: int | None,
    edited_at: int | None,
) -> Observed:
    """An open comment of a page or of a block on it. markdown: its rich text.

    The API shows none that is resolved: https://developers.notion.com/reference/list-comments
    """
    comment_id = hex_id(comment["id"])
    return Observed(
        item_id=f"notion:comment:{comment_id}",
        version=content_version("comment", markdown, edited_at),
        container_id=f"notion:{page_id}",
        thread_id=f"notion:discussion:{hex_id(comment['discussion_id'])}",
        author_id=author_id,
        occurred_at=created_at,
        edited_at=edited_at,
        is_deleted=False,
        text=clean_markdown(markdown),
        permalink=f"https://www.notion.so/{page_id}?d={hex_id(comment['discussion_id'])}",
        payload=as_json(comment),
    )


def ids_of(payload: Mapping[str, Any]) -> Sequence[str]:
    """The ids on the way down to a landed page, its own last; empty where they are not in its payload."""
    return [above for above in payload.get("ids") or () if above]
