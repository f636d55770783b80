"""HTML mail to plain lines, without what is marked as a quoted reply, a signature, struck or invisible.

Built on the standard library's tokenizer and a stack of open elements, no tree: nothing is nested too deep for it, and
a mailbox of newsletters stays a matter of minutes. What a style hides is `html_visibility`'s matter, how programs mark
a quote `html_quotes`'. Quotes that only their wording gives away ("On ... wrote:") are the mail reader's work; a quoted
block whose mark is structural but whose end is uncertain is handed over with `>` before each line; so is a block that
a program may have drawn around a quote and an author around words of his own, with another sign where asked for.
"""

from __future__ import annotations

import base64
import re
from collections import Counter
from dataclasses import dataclass
from html.parser import HTMLParser
from urllib.parse import unquote_to_bytes

from yarnnn_pipelines.core.visible import link_words
from yarnnn_pipelines.english.identifiers import labelled_work
from yarnnn_pipelines.sources.shared.html_quotes import (
    begins_rest,
    introduces_a_quote,
    is_certain,
    is_cited,
    is_container,
    is_quote,
    is_tail,
)
from yarnnn_pipelines.sources.shared.html_style_rules import Place, Rules
from yarnnn_pipelines.sources.shared.html_visibility import Look, look

MAX_CHARACTERS = 4_000_000  # of one mail's HTML; what people write has thousands

_BLOCKS = frozenset(
    [
        "address", "article", "aside", "blockquote", "body", "center", "dd", "details", "dialog", "dir", "div", "dl",
        "dt", "fieldset", "figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header",
        "hgroup", "hr", "html", "li", "main", "menu", "nav", "ol", "p", "pre", "search", "section", "summary", "table",
        "tbody", "tfoot", "thead", "tr", "ul",
    ]
)  # fmt: skip
# Elements that begin and end lines; those that are no blocks end no paragraph that is open.
_ON_LINES_OF_THEIR_OWN = _BLOCKS | {"caption", "legend"}
_CELLS = frozenset(["td", "th"])
_IN_QUOTATION_MARKS = frozenset(["q", "cite"])
_PARAGRAPHS = frozenset(["p", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "table", "blockquote", "pre"])
_UNSEEN = frozenset(["head", "script", "style", "template", "title", "noscript", "object", "xml"])
_DRAWN = frozenset(["svg", "math"])  # with notes for programs, and rules of their own on what of it is seen
_VOID = frozenset(
    ["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track", "wbr"]
)

# Elements with which no body begins.
_BEFORE_BODY = frozenset(["html", "head", "base", "link", "meta", "noscript", "script", "style", "template", "title"])

STRUCK = frozenset(["s", "del", "strike"])
# Elements that a new one of these ends, where their own end was not written.
_ENDED_BY = {
    "p": _BLOCKS - {"body", "html"},
    "li": frozenset(["li"]),
    "dt": frozenset(["dt", "dd"]),
    "dd": frozenset(["dt", "dd"]),
    "td": frozenset(["td", "th", "tr", "tbody", "tfoot"]),
    "th": frozenset(["td", "th", "tr", "tbody", "tfoot"]),
    "tr": frozenset(["tr", "tbody", "tfoot"]),
}
# An indentation that Gmail, Apple and browsers write as a quote, 40 pixels a step: these are the author's own words.
_INDENTED = re.compile(
    r"border\s*:\s*(?:none|0|medium\s*(?:none|;|$))|margin(?:-left)?\s*:(?:\s*0(?:px)?){0,3}\s*(?:40|80|120|160|200)px",
    re.IGNORECASE,
)
_SPACES = re.compile(r"[ \t\r\n\f\u00a0]+")
_SHEET_IN_COMMENT = re.compile(r"(<style\b[^<>]*>\s*)<!--", re.IGNORECASE)
_NO_TAG = re.compile(r"<(?=[^<>]*(?:<|\Z))")
_OVERRIDE = re.compile("[\u202d\u202e]")  # letters in another order than they are written in
_DATA_SHEET = re.compile(r"data:text/css((?:;[^,;]*)*),(.*)", re.IGNORECASE | re.DOTALL)
_INVISIBLE = re.compile("[\u200b-\u200d\u2060\u2063\ufeff\u00ad\u034f]")
# Before a line that a quote may hold or its author set off; nobody sees its second sign.
MAYBE_QUOTED = ">\u2063 "


def html_to_text(html: str, *, maybe_quoted: str = "> ") -> str:
    """The visible words of an HTML mail: a line for each line seen, an empty one between paragraphs.

    maybe_quoted: what stands before the lines of a block that its author may have set off (`MAYBE_QUOTED`).
    """
    html = tokenizable(html[:MAX_CHARACTERS])
    lines = _read(html, None)
    text = (_read(html, lines) if lines.is_late else lines).text()
    return text.replace(MAYBE_QUOTED, maybe_quoted) if maybe_quoted != MAYBE_QUOTED else text


def _read(html: str, earlier: _Lines | None) -> _Lines:
    parser = _Lines(earlier)
    try:
        parser.feed(html)
        parser.close()
    except AssertionError:
        # the tokenizer's answer to a broken declaration such as <![foo
        parser = _Lines(earlier)
        parser.feed(html.replace("<!", " "))
        parser.close()
    return parser


def tokenizable(html: str) -> str:
    """Without comments, and with every `<` that no tag closes as `&lt;`.

    On both, when they never end, the tokenizer takes quadratic time: minutes for a mail of half a megabyte.
    """
    html = _SHEET_IN_COMMENT.sub(r"\1", html)
    first, *others = html.split("<!--")
    html = first + "".join(other.partition("-->")[2] for other in others)
    return _NO_TAG.sub("&lt;", html)


def _sheet_within(address: str) -> str:
    """The style sheet that a `data:` address holds, RFC 2397; '' for any other address."""
    match = _DATA_SHEET.match(address.strip())
    if not match:
        return ""
    data = unquote_to_bytes(match[2])
    if match[1].lower().endswith(";base64"):
        data = base64.b64decode(data + b"===", validate=False)
    return data.decode("utf-8", "replace")


@dataclass(eq=False)
class _Element:
    """An open element. quotes: its words are quoted, marked with `>`; is_certain: and nobody's own that were set off;
    dropped: they are not taken at all.

    introduces: its words tell who wrote what stands below them.
    first_line: of Gmail's container of a quote, where its lines begin; has_quote: whether a marked quote stands in it.
    begins_at: how many lines, and parts of the next, stand before it.
    """

    tag: str
    look: Look
    place: Place | None = None
    quotes: bool = False
    dropped: bool = False
    introduces: bool = False
    first_line: int | None = None
    has_quote: bool = False
    begins_at: tuple[int, int] = (0, 0)
    is_certain: bool = False


class _Lines(HTMLParser):
    """The lines of a mail, read once; `earlier`: an earlier reading of it, whose sheets and body hold from the start.

    is_late: whether a sheet, or an attribute of the body, came below words for which it holds as well.
    """

    def __init__(self, earlier: _Lines | None) -> None:
        super().__init__(convert_charrefs=True)
        self.is_late = False
        self.sheets: list[str] = []  # but those within quotes, which hold from where they stand
        self.body: dict[str, str] = dict(earlier.body) if earlier else {}
        self._is_known = earlier is not None
        self._has_body = False
        self._lines: list[str] = []
        self._line: list[str] = []
        self._rules = Rules()
        for sheet in earlier.sheets if earlier else ():
            self._rules.add(sheet)
        self._sheet: list[str] | None = None
        self._open: list[_Element] = [_Element("", Look())]
        self._open_tags: Counter[str] = Counter()
        self._containers: list[_Element] = []
        self._rest_is_quoted = False
        # An element that is not taken told who wrote what comes next: it is theirs, up to where a marked quote begins.
        self._is_introduced = False
        self._pre = 0
        self._is_line_reworded = False  # a style writes words into it, or turns others round

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        while self._open[-1].tag in _ENDED_BY and tag in _ENDED_BY[self._open[-1].tag]:
            self._close()
        values = {key: value or "" for key, value in reversed(attrs)}  # of two of a name the first counts
        if tag == "body" and not self._is_quoting():
            values = self._of_body(values)
        elif tag not in _BEFORE_BODY:
            self._begin_body()
        if tag == "tr" and self._open[-1].tag == "table":
            self.handle_starttag("tbody", [])  # as a browser does
        around = self._open[-1]
        if tag in _VOID:
            self._void(tag, values, around)
            return
        if tag == "style":
            self._sheet = []
        self._open_tags[tag] += 1
        if around.dropped:
            inner = _Element(tag, around.look, quotes=around.quotes, dropped=True, introduces=around.introduces)
            self._open.append(inner)
            return
        if begins_rest(values):
            self._end_line()
            self._rest_is_quoted = True
        if tag in _ON_LINES_OF_THEIR_OWN:
            self._end_line()
        element = self._element(tag, values, around)
        if tag in _CELLS and element.quotes and not around.quotes:
            self._end_line()
        self._open.append(element)
        if tag in _PARAGRAPHS and not element.dropped:
            self._blank()
        elif tag in _CELLS:
            self._line.append(" ")
        if element.dropped:
            return
        if tag == "li":
            self._line.append("- ")
        elif tag in _IN_QUOTATION_MARKS and element.look.shows_words:
            self._line.append("“")
        elif tag == "pre":
            self._pre += 1

    def _begin_body(self) -> None:
        """A browser begins it with the first words or element that belong there, where its tag was not written."""
        if self._has_body or self._open_tags["head"]:
            return
        for tag in ("html", "body"):
            if not self._open_tags[tag]:
                self.handle_starttag(tag, [])

    def _of_body(self, values: dict[str, str]) -> dict[str, str]:
        """The attributes of the body's tag, with those of later ones of its kind, which add what it has not."""
        added = {name: value for name, value in values.items() if name not in self.body}
        self.is_late = self.is_late or (self._has_body and bool(added))
        self.body.update(added)
        self._has_body = True
        return {**self.body, **values}

    def _is_quoting(self) -> bool:
        within = self._open[-1]
        is_quoted = within.quotes or within.dropped or self._containers or self._rest_is_quoted or self._is_introduced
        return bool(is_quoted) and not self._open_tags["head"]

    def _add_sheet(self, sheet: str) -> None:
        if self._is_quoting():
            self._rules.add(sheet)
            return
        self.sheets.append(sheet)
        self.is_late = self.is_late or self._has_words()
        if not self._is_known:
            self._rules.add(sheet)

    def _element(self, tag: str, values: dict[str, str], around: _Element) -> _Element:
        place = Place(tag, values, around.place)
        seen = look(around.look, place, self._rules)
        self._is_line_reworded = self._is_line_reworded or seen.adds_words
        dropped = tag in _UNSEEN or tag in STRUCK or seen.removed or tag.rpartition(":")[2] in _DRAWN
        is_marked = is_quote(values)
        introduces = is_marked and introduces_a_quote(values)
        dropped = dropped or is_marked or (is_tail(tag, values) and self._has_words())
        if tag in ("html", "body"):
            dropped = False
        begins_at = (len(self._lines), len(self._line))
        element = _Element(tag, seen, place, around.quotes, dropped, introduces, begins_at=begins_at)
        if is_container(values.get("class", "")) and not dropped:
            if tag == "blockquote":
                element.dropped = True
                self._quote_begins()
            else:
                self._end_line()
                element.first_line = len(self._lines)
                self._containers.append(element)
        elif tag == "blockquote":
            style = values.get("style", "")
            indents = (
                _INDENTED.search(style) and "border-left" not in style and not is_cited(tag, values, seen.has_line)
            )
            element.quotes = around.quotes or not indents
            if not indents:
                element.dropped = bool(self._containers)
                self._quote_begins()
        elif is_cited(tag, values, seen.has_line) and not (tag in _CELLS and self._is_line_begun()):
            element.quotes = True
        element.is_certain = around.is_certain or self._is_introduced or is_certain(tag, values)
        if (element.quotes and not around.quotes) or (is_marked and not introduces) or tag == "blockquote":
            self._is_introduced = False
        return element

    def _has_words(self) -> bool:
        return any(line.strip() for line in self._lines) or self._is_line_begun()

    def _is_line_begun(self) -> bool:
        return any(part.strip() for part in self._line)

    def _quote_begins(self) -> None:
        """What stands in the container above its first quote introduces it."""
        if self._containers and not self._containers[-1].has_quote:
            self._containers[-1].has_quote = True
            del self._lines[self._containers[-1].first_line :]

    def _void(self, tag: str, values: dict[str, str], around: _Element) -> None:
        if tag == "link" and "stylesheet" in values.get("rel", "").lower():
            self._add_sheet(_sheet_within(values.get("href", "")))
        if around.dropped:
            return
        if tag == "br":
            self._end_line(keep_empty=True)
        elif tag == "hr":
            self._end_line()
            if begins_rest(values):
                self._rest_is_quoted = True

    def handle_endtag(self, tag: str) -> None:
        if tag in _VOID or tag in ("html", "body") or not self._open_tags[tag]:
            return  # what stands below the end of the body belongs to it as well
        while self._open[-1].tag != tag:
            self._close()
        self._close()

    def _close(self) -> None:
        element = self._open.pop()
        self._open_tags[element.tag] -= 1
        if element.tag == "style" and self._sheet is not None:
            self._add_sheet("".join(self._sheet))
            self._sheet = None
        if self._open[-1].dropped:
            return
        if element.tag == "a" and element.place:
            self._end_link(element, element.place.attributes.get("href", ""))
        if element.tag in _IN_QUOTATION_MARKS and element.look.shows_words and not element.dropped:
            self._line.append("”")
        begins_a_quote = element.quotes and not self._open[-1].quotes
        if element.tag in _ON_LINES_OF_THEIR_OWN or (element.tag in _CELLS and begins_a_quote):
            self._end_line(closing=element if element.quotes else None)
            if element.tag in _PARAGRAPHS and not element.dropped:
                self._blank()
        if element.tag == "pre" and self._pre and not element.dropped:
            self._pre -= 1
        if element.first_line is not None:
            self._end_container(element)

    def _end_link(self, element: _Element, target: str) -> None:
        lines, parts = element.begins_at
        if len(self._lines) == lines and (words := "".join(self._line[parts:])):
            self._line[parts:] = [link_words(labelled_work(words, target), target)]

    def _end_container(self, element: _Element) -> None:
        """Of Gmail's container of a quote stays what stands beside a marked quote; without one all of it is quoted."""
        self._end_line()
        self._containers.pop()
        self._is_introduced = False
        if not element.has_quote:
            del self._lines[element.first_line :]

    def handle_data(self, data: str) -> None:
        if self._sheet is not None:
            self._sheet.append(data)
        elif data.strip() and not self._open[-1].dropped:
            self._begin_body()
        element = self._open[-1]
        self._is_introduced = self._is_introduced or (element.introduces and bool(data.strip()))
        if element.dropped or self._rest_is_quoted or self._is_introduced or not element.look.shows_words:
            return
        if self._pre:
            first, *others = data.split("\n")
            self._line.append(first)
            for other in others:
                self._end_line(keep_empty=True)
                self._line.append(other)
        else:
            self._line.append(data)

    def text(self) -> str:
        while len(self._open) > 1:
            self._close()
        self._end_line()
        return re.sub(r"\n{3,}", "\n\n", "\n".join(self._lines)).strip("\n")

    def _end_line(self, keep_empty: bool = False, closing: _Element | None = None) -> None:
        line = _INVISIBLE.sub("", "".join(self._line))
        line = line.replace("\u00a0", " ").rstrip() if self._pre else _SPACES.sub(" ", line).strip()
        self._line.clear()
        is_reworded, self._is_line_reworded = self._is_line_reworded or bool(_OVERRIDE.search(line)), False
        if is_reworded:
            return
        if line and line != "-":
            within = closing or self._open[-1]
            mark = "> " if within.is_certain else MAYBE_QUOTED
            self._lines.append(mark + line if within.quotes else line)
        elif keep_empty:
            self._lines.append("")

    def _blank(self) -> None:
        if self._lines and self._lines[-1]:
            self._lines.append("")
