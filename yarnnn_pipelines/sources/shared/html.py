"""HTML mail to plain lines, without what is marked as a quoted reply, a signature, struck or invisible.

Built on the standard library's tokenizer and no tree: nothing is nested too deep for it, and a mailbox of newsletters
stays a matter of minutes. Quotes that only their wording gives away ("On ... wrote:") are `mail`'s work; a quoted
block whose mark is structural but whose end is uncertain is handed over with `>` before each line.
"""

from __future__ import annotations

import re
from html.parser import HTMLParser

MAX_CHARACTERS = 4_000_000  # of one mail's HTML; what people write has thousands

_BLOCKS = frozenset(
    [
        "address",
        "article",
        "aside",
        "blockquote",
        "body",
        "center",
        "dd",
        "div",
        "dl",
        "dt",
        "fieldset",
        "figcaption",
        "figure",
        "footer",
        "form",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "header",
        "hr",
        "html",
        "li",
        "main",
        "nav",
        "ol",
        "p",
        "pre",
        "section",
        "table",
        "tbody",
        "tfoot",
        "thead",
        "tr",
        "ul",
    ]
)
_PARAGRAPHS = frozenset(["p", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "table", "blockquote", "pre"])
_UNSEEN = frozenset(["head", "script", "style", "template", "title", "noscript", "object", "svg"])
_VOID = frozenset(
    ["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track", "wbr"]
)

# The marks of Gmail, Thunderbird, Yahoo, Proton, Apple: the element holds nothing of the author's.
_QUOTE_CLASS = re.compile(
    r"\b(?:gmail_quote(?:_container)?|gmail_attr|gmail_signature(?:_prefix)?|moz-cite-prefix|moz-signature"
    r"|yahoo_quoted|protonmail_(?:quote|signature_block)|zmail_extra|AppleOriginalContents)(?![\w-])"
)
# Outlook's: from here on everything is the mail that is answered.
_REST_ID = re.compile(r"^(?:x_)*(?:divRplyFwdMsg|appendonsend|mail-editor-reference-message-container|stopSpelling)$")
_HIDDEN = re.compile(
    r"display\s*:\s*none|mso-hide\s*:\s*all|visibility\s*:\s*(?:hidden|collapse)"
    r"|(?<![\w-])(?:font-size|max-height|opacity)\s*:\s*0*(?:\.0+)?(?:px|pt|em|rem|%)?\s*(?:[;!]|\Z)(?<!:)"
    r"|text-decoration(?:-line)?\s*:[^;]*line-through",
    re.IGNORECASE,
)
_STRUCK = frozenset(["s", "del", "strike"])
_WHITE = r"(?:#fff(?:fff)?\b|white\b|rgba?\(\s*255\s*,\s*255\s*,\s*255)"
_WHITE_TEXT = re.compile(rf"(?<![\w-])color\s*:\s*{_WHITE}", re.IGNORECASE)
_PAINTED = re.compile(
    rf"background(?:-color|-image)?\s*:(?!\s*(?:{_WHITE}|transparent|none|inherit|initial))", re.IGNORECASE
)
# An indentation that Gmail and Apple write as a quote: these are the author's own words.
_INDENTED = re.compile(r"border\s*:\s*(?:none|0)", re.IGNORECASE)
_SPACES = re.compile(r"[ \t\r\n\f\u00a0]+")
_NO_TAG = re.compile(r"<(?=[^<>]*(?:<|\Z))")
_INVISIBLE = re.compile("[\u200b-\u200d\u2060\ufeff\u00ad\u034f]")


def html_to_text(html: str) -> str:
    """The visible words of an HTML mail: a line for each line seen, an empty one between paragraphs."""
    html = _tokenizable(html[:MAX_CHARACTERS])
    parser = _Lines()
    try:
        parser.feed(html)
        parser.close()
    except AssertionError:
        # the tokenizer's answer to a broken declaration such as <![foo
        parser = _Lines()
        parser.feed(html.replace("<!", " "))
        parser.close()
    return parser.text()


def _tokenizable(html: str) -> str:
    """Without comments, and with every `<` that no tag closes as `&lt;`.

    On both, when they never end, the tokenizer takes quadratic time: minutes for a mail of half a megabyte.
    """
    first, *others = html.split("<!--")
    html = first + "".join(other.partition("-->")[2] for other in others)
    return _NO_TAG.sub("&lt;", html)


class _Lines(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self._lines: list[str] = []
        self._line: list[str] = []
        self._dropping: tuple[str, int] | None = None  # the element being left out, and how deep within its like
        self._rest_is_quoted = False
        self._quotes: list[bool] = []  # for each open blockquote, whether it quotes a mail
        self._pre = 0
        self._is_painted = False  # somewhere a colour lies below the words, so that white ones may be seen

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if self._dropping:
            name, depth = self._dropping
            if tag == name:
                self._dropping = name, depth + 1
            return
        values = {key: value or "" for key, value in attrs}
        if _REST_ID.match(values.get("id", "")):
            self._end_line()
            self._rest_is_quoted = True
        is_quote = bool(_QUOTE_CLASS.search(values.get("class", "")))
        unseen = is_quote or tag in _UNSEEN or tag in _STRUCK or self._is_hidden(values)
        if unseen and tag not in _VOID and tag not in ("html", "body"):
            if is_quote or tag in _BLOCKS:
                self._end_line()
            self._dropping = tag, 1
            return
        if tag == "br":
            self._end_line(keep_empty=True)
        elif tag in _BLOCKS:
            self._end_line()
            if tag in _PARAGRAPHS:
                self._blank()
        elif tag in ("td", "th"):
            self._line.append(" ")
        if tag == "blockquote":
            style = values.get("style", "")
            indents = _INDENTED.search(style) and "border-left" not in style and values.get("type", "") != "cite"
            self._quotes.append(not indents)
        elif tag == "li":
            self._line.append("- ")
        elif tag == "pre":
            self._pre += 1

    def _is_hidden(self, values: dict[str, str]) -> bool:
        style = values.get("style", "")
        if _PAINTED.search(style) or values.get("bgcolor", "#fff").lower() not in ("#fff", "#ffffff", "white"):
            self._is_painted = True
        is_white = _WHITE_TEXT.search(style) or values.get("color", "").lower() in ("#fff", "#ffffff", "white")
        return "hidden" in values or bool(_HIDDEN.search(style)) or bool(is_white and not self._is_painted)

    def handle_endtag(self, tag: str) -> None:
        if self._dropping:
            name, depth = self._dropping
            if tag == name:
                self._dropping = (name, depth - 1) if depth > 1 else None
            return
        if tag in _BLOCKS:
            self._end_line()
            if tag in _PARAGRAPHS:
                self._blank()
        if tag == "blockquote" and self._quotes:
            self._quotes.pop()
        elif tag == "pre" and self._pre:
            self._pre -= 1

    def handle_data(self, data: str) -> None:
        if self._dropping or self._rest_is_quoted:
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
        self._end_line()
        return re.sub(r"\n{3,}", "\n\n", "\n".join(self._lines)).strip("\n")

    def _end_line(self, keep_empty: bool = False) -> None:
        line = _INVISIBLE.sub("", "".join(self._line))
        line = line.replace("\u00a0", " ").rstrip() if self._pre else _SPACES.sub(" ", line).strip()
        self._line.clear()
        if line and line != "-":
            self._lines.append("> " + line if any(self._quotes) else line)
        elif keep_empty:
            self._lines.append("")

    def _blank(self) -> None:
        if self._lines and self._lines[-1]:
            self._lines.append("")
