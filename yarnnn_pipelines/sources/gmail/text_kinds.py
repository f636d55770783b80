"""Kinds of text for a mail's words besides plain text and HTML: how each is read, and which can't be.

A kind of text that nobody knows is plain text (RFC 2046, 4.1.4). Which part holds the words is `parts`' work.
"""

from __future__ import annotations

from functools import cache

from markdown_it import MarkdownIt

from yarnnn_pipelines.core.markdown import shareable

_HTML = ("text/html", "application/xhtml+xml")
_MARKDOWN = ("text/markdown", "text/x-markdown")
# What programs write for programs, and a second HTML for the few that show it.
_DATA = (
    *("text/calendar", "text/x-vcalendar", "text/vcard", "text/x-vcard", "text/directory", "text/rfc822-headers"),
    *("text/csv", "text/tab-separated-values", "text/css", "text/javascript", "text/xml"),
    *("text/x-amp-html", "text/watch-html"),
)
# Their commands stand among the words, and can hide or quote these.
UNREAD = {
    "text/rtf": "RTF",
    "application/rtf": "RTF",
    "application/x-rtf": "RTF",
    "text/enriched": "enriched text",
    "text/richtext": "richtext",
}
_DEEPEST = 60  # levels of nesting; beyond it the parser drops what it finds
_LONGEST_BLOCK = 20_000  # characters without an empty line; the parser's time grows with the square of its brackets


def read_as(kind: str) -> str:
    """`text/plain` or `text/html`, as which a part's text is to be read; '' where it is no text, or none to be read."""
    if kind in (*_HTML, *_MARKDOWN):
        return "text/html"
    return "text/plain" if kind.startswith("text/") and kind not in (*_DATA, *UNREAD) else ""


def in_its_form(text: str, kind: str) -> str:
    """A part's decoded text in the form that `read_as` names; in HTML, Markdown still quotes and strikes."""
    if kind not in _MARKDOWN:
        return text
    blocks = text.replace("\r\n", "\n").split("\n\n")
    try:
        whole = _parser().render(text) if all(len(block) <= _LONGEST_BLOCK for block in blocks) else ""
    except (RecursionError, ValueError, IndexError):
        whole = ""
    return whole or f"<pre>{text.replace('<', '&lt;')}</pre>"


@cache
def _parser() -> MarkdownIt:
    parser = MarkdownIt("commonmark", {"html": True, "breaks": True, "maxNesting": _DEEPEST})
    parser.enable(["strikethrough", "table"]).disable("lheading")  # "-- " under a line begins a signature
    return shareable(parser)
