"""Notion's blocks and rich text as the Markdown that its export writes for the same page.

Reading the blocks is `notion_api`'s work; cleaning the Markdown is the same as an export's. Links to pages of the
workspace have a target that cleaning takes away, as it does with those in an export.
Sources: https://developers.notion.com/reference/block, https://developers.notion.com/reference/rich-text
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, tzinfo
from typing import Any

from yarnnn_pipelines.sources.notion.items import hex_id
from yarnnn_pipelines.sources.notion.text import literal
from yarnnn_pipelines.sources.shared.answers import described
from yarnnn_pipelines.sources.shared.http import ApiError, BudgetSpent

_HEADS = {
    **{"heading_1": "# ", "heading_2": "## ", "heading_3": "### ", "heading_4": "#### ", "quote": "> "},
    **{"toggle": "- ", "bulleted_list_item": "- "},
}
_MARKS = (("strikethrough", "~~"), ("italic", "*"), ("bold", "**"))
_STYLES = ("code", *(mark for mark, _ in _MARKS))
_FILES = ("file", "pdf", "video", "audio", "bookmark", "embed", "link_preview")
_DAY = len("2026-11-10")
UNTITLED = "Untitled"


@dataclass
class Block:
    """A block as the API shows it, and what stands in it, in order."""

    raw: Mapping[str, Any]
    children: list[Block] = field(default_factory=list)

    @property
    def type(self) -> str:
        kind = self.raw.get("type")
        return kind if isinstance(kind, str) and kind else "unsupported"

    @property
    def content(self) -> Mapping[str, Any]:
        found = self.raw.get(self.type)
        return found if isinstance(found, Mapping) else {}


def walk(blocks: Sequence[Block]) -> Iterator[Block]:
    """Blocks and what stands in them, in reading order."""
    for block in blocks:
        yield block
        yield from walk(block.children)


def _ignore(problem: str) -> None:
    """What a writer that nobody listens to does with a problem."""


class Writer:
    """Markdown of blocks. zone: of the times in it. is_listed: whether a child database has rows of its own (a linked
    view of another database has none); title_of: of a page that a block points to, None if it can't be read; leave_out:
    told of each block that isn't as the reference has it, and is left out."""

    def __init__(
        self,
        zone: tzinfo,
        is_listed: Callable[[str], bool],
        title_of: Callable[[str], str | None],
        leave_out: Callable[[str], None] = _ignore,
    ) -> None:
        self._zone = zone
        self._is_listed = is_listed
        self._title_of = title_of
        self._leave_out = leave_out

    def blocks(self, blocks: Sequence[Block]) -> str:
        parts: list[str] = []
        number = 0
        for block in blocks:
            number = number + 1 if block.type == "numbered_list_item" else 0
            try:
                parts.append(self._block(block, number))
            except (ApiError, BudgetSpent):
                raise
            except Exception as error:  # whatever is wrong with one block costs no other
                self._leave_out(described(error))
        return "\n\n".join(parts)

    def rich(self, spans: Sequence[Mapping[str, Any]] | None) -> str:
        return "".join(self._marked(span) for span in _joined(spans or ()))

    def clock(self, text: str) -> str:
        """`November 10, 2026 4:05 PM`, in the workspace's zone; a day has no time."""
        moment = datetime.fromisoformat(text)
        day = f"{moment:%B} {moment.day}, {moment.year}"
        if len(text) <= _DAY:
            return day
        at = moment.astimezone(self._zone) if moment.tzinfo else moment
        return f"{at:%B} {at.day}, {at.year} {at.hour % 12 or 12}:{at:%M %p}"

    def span_of(self, dates: Mapping[str, Any]) -> str:
        """A date, or the first and last of a range."""
        return " → ".join(self.clock(date) for date in (dates.get("start"), dates.get("end")) if date)

    def _block(self, block: Block, number: int) -> str:
        content = block.content
        text = self.rich(content.get("rich_text") or content.get("caption"))
        match block.type:
            case "child_page":
                return linked(content.get("title") or UNTITLED, block.raw["id"])
            case "child_database":
                title = content.get("title") or UNTITLED
                return linked(title, block.raw["id"], "csv") if self._is_listed(hex_id(block.raw["id"])) else ""
            case "link_to_page":
                target = content.get(content.get("type") or "")
                if not isinstance(target, str):
                    return ""
                title = self._title_of(hex_id(target))
                return linked(title, target) if title is not None else ""
            case "divider":
                return "---"
            case "code":
                code = plain(content.get("rich_text"))
                fence = "`" * max(3, 1 + max((len(run) for run in re.findall("`+", code)), default=0))
                return f"{fence}{content.get('language', '')}\n{code}\n{fence}"
            case "equation":
                return f"$$\n{content.get('expression', '')}\n$$"
            case "image":
                url = address_of(content)
                return f"![{text or url.rpartition('/')[2]}]({url})"
            case "table":
                return self._grid(block)
            case "unsupported" | "breadcrumb" | "table_of_contents":
                return ""
            case "synced_block" | "column_list" | "column":
                return self.blocks(block.children)
            case "callout":
                icon = (content.get("icon") or {}).get("emoji") or ""
                head = f"<aside>\n{icon} {text}" if icon else f"<aside>\n{text}"
                return "\n\n".join(filter(None, [head, self.blocks(block.children), "</aside>"]))
            case kind if kind in _FILES:
                url = address_of(content)
                text = f"[{text or content.get('name') or url}]({url})" if url else text
            case "meeting_notes" | "transcription":
                text = self.rich(content.get("title"))
        inner = re.sub(r"^(?=.)", "    ", self.blocks(block.children), flags=re.MULTILINE)
        return "\n\n".join(filter(None, [self._head(block, number) + text, inner]))

    def _head(self, block: Block, number: int) -> str:
        match block.type:
            case "numbered_list_item":
                return f"{number}. "
            case "to_do":
                return "- [x] " if block.content.get("checked") else "- [ ] "
        return _HEADS.get(block.type, "")

    def _grid(self, table: Block) -> str:
        rows = [
            [" ".join(self.rich(_in_a_cell(cell)).split("\n")) for cell in row.content.get("cells") or ()]
            for row in table.children
        ]
        lines = [f"| {' | '.join(row)} |" for row in rows]
        return "\n".join([*lines[:1], f"|{' --- |' * len(rows[0])}", *lines[1:]]) if rows else ""

    def _marked(self, span: Mapping[str, Any]) -> str:
        notes = span.get("annotations") or {}
        if span.get("type") in ("mention", "equation"):
            words = self._mentioned(span)
            return f"~~{words}~~" if notes.get("strikethrough") and words else words
        return _styled(span, notes)

    def _mentioned(self, span: Mapping[str, Any]) -> str:
        text = span.get("plain_text") or ""
        if span.get("type") == "mention":
            mention = span.get("mention") or {}
            kind = mention.get("type")
            if kind == "date" and mention.get("date"):
                return f"@{self.span_of(mention['date'])}"
            if kind in ("page", "database", "data_source"):
                # a page that can't be opened is called so too, and an export has no link to it
                target = (mention.get(kind) or {}).get("id") or ""
                return linked(text, target) if text and text != UNTITLED else text or UNTITLED
            if kind == "link_mention" and (address := "%20".join(str((mention[kind] or {}).get("href") or "").split())):
                return f"[{literal(text)}]({address})" if text not in ("", address) else literal(address)
        return f"${text}$" if span.get("type") == "equation" else literal(text)


def _styled(span: Mapping[str, Any], notes: Mapping[str, Any]) -> str:
    """A run of text in its marks. Spaces at its ends stand outside them, or they would be none."""
    text = span.get("plain_text") or ""
    core = text.strip()
    before, after = text[: len(text) - len(text.lstrip())], text[len(text.rstrip()) :]
    words = _coded(core) if notes.get("code") else literal(core)
    for mark, sign in _MARKS:
        words = f"{sign}{words}{sign}" if notes.get(mark) and core else words
    link = "%20".join((_link_of(span) or "").split())
    words = f"[{words}]({link})" if link and core else words
    return f"{before}{words}{after}" if core else text


def _link_of(span: Mapping[str, Any]) -> str | None:
    link = ((span.get("text") or {}).get("link") or {}).get("url") if span.get("type") == "text" else None
    return str(link) if link else None


def _coded(code: str) -> str:
    """Code between as many backticks as tell it from those in it."""
    fence = "`" * (1 + max((len(run) for run in re.findall("`+", code)), default=0))
    pad = " " if code.startswith("`") or code.endswith("`") else ""
    return f"{fence}{pad}{code}{pad}{fence}" if code else ""


def _joined(spans: Sequence[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """With neighbours as one that differ in nothing that is marked, such as a colour: `**a****b**` is no bold."""
    joined: list[Mapping[str, Any]] = []
    for span in spans:
        last = joined[-1] if joined else None
        if last is not None and last.get("type") == span.get("type") == "text" and _style(last) == _style(span):
            joined[-1] = {**last, "plain_text": f"{last.get('plain_text') or ''}{span.get('plain_text') or ''}"}
        else:
            joined.append(span)
    return joined


def _style(span: Mapping[str, Any]) -> tuple[Any, ...]:
    notes = span.get("annotations") or {}
    return (*(bool(notes.get(style)) for style in _STYLES), _link_of(span))


def _in_a_cell(spans: Sequence[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """A `|` in code would end a table's cell: there it is written as ordinary text."""
    return [
        {**span, "annotations": {**(span.get("annotations") or {}), "code": False}}
        if "|" in (span.get("plain_text") or "")
        else span
        for span in spans
    ]


def linked(title: str, target: str, suffix: str = "md") -> str:
    """A link as an export has it: to a file, which cleaning takes away."""
    return f"[{title}]({hex_id(target)}.{suffix})"


def plain(spans: Sequence[Mapping[str, Any]] | None) -> str:
    return "".join(span.get("plain_text") or "" for span in spans or ())


def address_of(content: Mapping[str, Any]) -> str:
    """Where a file or an embedded page is; without what signs a stored file for an hour."""
    if stored := content.get("file"):
        return str(stored.get("url") or "").partition("?")[0] if isinstance(stored, Mapping) else str(stored)
    external = content.get("external")
    return str((external.get("url") if isinstance(external, Mapping) else None) or content.get("url") or "")
