"""Open comments, of a page and of the blocks on it, and what their absence proves.

The API tells those of the page and those of each block separately, a request for each; which blocks are asked for when
is `live`'s work. Source: https://developers.notion.com/reference/list-comments
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from yarnnn_pipelines.sources.notion.api import Notion
from yarnnn_pipelines.sources.notion.block_markdown import Block, Writer, walk
from yarnnn_pipelines.sources.notion.items import comment_item, hex_id, instant_of
from yarnnn_pipelines.sources.shared.answers import described
from yarnnn_pipelines.sources.shared.coverage import Coverage
from yarnnn_pipelines.sources.shared.envelope import Observed
from yarnnn_pipelines.sources.shared.scope import Concerned
from yarnnn_pipelines.sources.shared.skips import Skips

ASKED_AT_ONCE = 20  # blocks, after which what they brought is kept

# What can't be commented on: a page or database of its own, and what only arranges others.
_WITHOUT = ("child_page", "child_database", "unsupported", "column_list", "column")


@dataclass(frozen=True)
class Comments:
    """Open comments on some places of a page.

    page: 32 hex digits. asked: ids of the blocks (or the page) whose comments they are. standing: ids of all that is on
    the page and can have some, None where that isn't known. refused: ids of comments that are there and can't be read;
    is_whole: whether each that was shown has an id.
    """

    page: str
    items: Sequence[Observed] = ()
    asked: frozenset[str] = frozenset()
    standing: frozenset[str] | None = None
    refused: Collection[str] = field(default_factory=frozenset)
    is_whole: bool = True


Shown = tuple[list[Observed], Concerned, Coverage | None]  # what a slice of comments says, see `Slice`


def shown_in(comments: Iterable[Comments], gone: Sequence[str]) -> Iterator[Shown]:
    """What is to land of comments that were read, and of pages that are gone; each `Shown` in a slice of its own."""
    groups: dict[tuple[bool, bool], list[Comments]] = {}  # of which an absence proves the same
    for read in comments:
        groups.setdefault((read.standing is not None, read.is_whole), []).append(read)
    for group in groups.values():
        items = {item.item_id: item for read in group for item in read.items}
        concerned = Concerned(list(items), [f"notion:{read.page}" for read in group], [(0, None)])
        yield list(items.values()), concerned, coverage_of(group)
    if gone:
        containers = [f"notion:{page}" for page in gone]
        yield [], Concerned([], containers, [(0, None)]), Coverage(containers)


def coverage_of(group: Sequence[Comments]) -> Coverage | None:
    """Where a comment on these pages that was not shown is resolved or deleted: on what was asked for, and on what
    stands no longer."""
    if not all(read.is_whole for read in group):
        return None
    asked = {place for read in group for place in read.asked}
    refused = {comment for read in group for comment in read.refused}
    standing = {place for read in group for place in (read.page, *(read.standing or ()))}
    knows_standing = all(read.standing is not None for read in group)

    def would_show(payload: Mapping[str, Any]) -> bool:
        parent = payload.get("parent") or {}
        on = hex_id(str(parent.get(parent.get("type") or "") or ""))
        if hex_id(str(payload.get("id") or "")) in refused:
            return False
        return on in asked or (knows_standing and on not in standing)

    return Coverage([f"notion:{read.page}" for read in group], judge=would_show)


def places_of(blocks: Sequence[Block]) -> list[str]:
    """The ids of the blocks that can have comments, in order."""
    return list(dict.fromkeys(hex_id(block.raw["id"]) for block in walk(blocks) if block.type not in _WITHOUT))


class CommentReader:
    """name_of: a user's name. What can't be read is counted in `skips`."""

    def __init__(
        self, notion: Notion, writer: Writer, name_of: Callable[[Mapping[str, Any] | None], str | None], skips: Skips
    ) -> None:
        self._notion = notion
        self._writer = writer
        self._name_of = name_of
        self._skips = skips

    def read(self, page_id: str, places: Sequence[str], standing: frozenset[str] | None = None) -> Comments | None:
        """The comments on some blocks of a page, or on itself; None where the integration may not read any."""
        items: dict[str, Observed] = {}
        refused: set[str] = set()
        is_whole = True
        for listed in self._notion.comments(places):
            if listed is None:
                return None
            for comment in listed:
                try:
                    item = self._item(comment, page_id)
                    items[item.item_id] = item
                except (KeyError, TypeError, ValueError, AttributeError, OverflowError) as error:
                    comment_id = comment.get("id")
                    is_whole = is_whole and isinstance(comment_id, str)
                    refused.add(hex_id(str(comment_id)))
                    self._skip(page_id, comment_id, described(error))
        return Comments(page_id, list(items.values()), frozenset(places), standing, refused, is_whole)

    def _item(self, comment: Mapping[str, Any], page_id: str) -> Observed:
        shown = comment.get("display_name") or {}
        name = shown.get("resolved_name") or self._name_of(comment.get("created_by"))
        created_at = instant_of(comment["created_time"])
        edited = comment.get("last_edited_time")
        return comment_item(
            comment,
            page_id,
            self._writer.rich(comment.get("rich_text")),
            f"notion:person:{name}" if name else None,
            created_at=created_at,
            edited_at=instant_of(edited) if edited else created_at,
        )

    def _skip(self, page_id: str, comment_id: Any, problem: str) -> None:
        what = f"the comment {comment_id} can't be read ({problem}); an earlier state of it stays"
        mend = "nothing: the next run tries again; if it stays so, read it in Notion"
        self._skips.add("unreadable_comment", where=f"page {page_id}", what=what, mend=mend)
