"""markdown-it parsers that several threads use at once. What Markdown a text is written in is said by who reads it."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from markdown_it import MarkdownIt


def shareable(parser: MarkdownIt) -> MarkdownIt:
    """The parser with its rules put together.

    A new one does that at its first text. Meanwhile any other thread finds only a part of them, or none: its text then
    comes out with marks in it, as nothing at all, or fails. Call it last: to enable or disable a rule undoes it.
    """
    for ruler in (parser.core.ruler, parser.block.ruler, parser.inline.ruler, parser.inline.ruler2):
        ruler.getRules()
    return parser
