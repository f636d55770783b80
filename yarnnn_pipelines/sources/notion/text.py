"""Notion's Markdown to clean lines: the words as a reader of the page sees them, in their order, without marks.

Only the text of a page belongs here; its title, its properties and its place are the Notion reader's work.

A line for each paragraph, heading, list item, table row and line of code; no empty lines, because a page is compared
with its earlier state line by line. Links become their label, an issue's or ticket's with its number, and keep where
they lead if that shows another address; images go. A row of a table reads `first: second, third`, so that a table of
names and values is made of `Name: value` lines. A box keeps its state (☐ or ☑): "Tracking fixed" is a plan while its
box is empty, and must not read as news.

Notion's Markdown differs from CommonMark where it matters for words: children are indented and never code, HTML tags
stand around Markdown, and `[Name]: value` is text and no reference. Its marks stand around the spaces at a span's ends
too (`**Status: **done`), which makes them no marks in CommonMark. Struck words were taken back and go.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from markdown_it import MarkdownIt
from markdown_it.token import Token

from yarnnn_pipelines.core.markdown import shareable
from yarnnn_pipelines.core.visible import link_words
from yarnnn_pipelines.english.identifiers import labelled_work
from yarnnn_pipelines.sources.shared.envelope import readable

MAX_PARSED = 1_000_000  # characters of one page that are parsed; a longer one is data that somebody pasted
MAX_BLOCK = 20_000  # characters without an empty line; the parser's time grows with the square of a block's brackets
_MOST_LINKS = 100  # of a page
_LONGEST = 500  # characters that are kept of a link's address, or of its words
_DEEPEST = 60  # levels of nesting; beyond it the parser drops what it finds

_BREAKS = re.compile(r"\r\n|[\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")
_SPACES = re.compile(r"[ \t\u00a0]+")
_TAGS = re.compile(
    r"</?(?:aside|details|summary|br|u|b|i|em|strong|s|del|code|span|div|p|mark|font|sub|sup|figure|figcaption|img|a|column"
    r"|columns|callout|video|audio|source|iframe)(?=[\s/>])[^<>\n]*>",
    re.IGNORECASE,
)
_LINE_TAGS = re.compile(r"<br\s*/?>|</?(?:aside|details|summary|div|p|figure|figcaption)>", re.IGNORECASE)
_BOX = re.compile(r"\[([ xX])\](?=\s|$)\s*")
_BOXES = {" ": "☐", "x": "☑"}
_LEADING_MARKS = re.compile(r"^(?:[ \t]*(?:>|#{1,6}(?=\s)|[-*+](?=\s)|\d{1,9}[.)](?=\s)))+[ \t]*")
# In 3*4*5 a star is arithmetic, and without it another number would be read.
_TIMES = re.compile(r"(?<=\d)\*{1,2}(?=\d)")
# What is meant as a character and not as a mark is held as a private-use one while the text is parsed.
_HELD_FROM = 0xE100
_ESCAPED = re.compile(r"\\([!-/:-@\[-`{-~])")
_HELD = re.compile(f"[{chr(_HELD_FROM + 0x21)}-{chr(_HELD_FROM + 0x7E)}]")
_PAIRS = (re.compile(r"(?<!\*)\*\*(?!\*)([^*\n]+?)\*\*(?!\*)"), re.compile(r"(?<!\*)\*(?!\*)([^*\n]+?)\*(?!\*)"))
# Struck words with the marks around them, as a link or not.
_LOOSE_STRUCK = re.compile(
    r"(?P<link>\[)?(?P<marks>\*{1,3})?~~(?P<before>[ \t]*)(?=\S)[^~\n]*?(?P<after>[ \t]*)~~(?(marks)(?P=marks))"
    r"(?(link)\]\((?:[^()\s]|\([^()\s]*\))*\))"
)
_IMAGE = re.compile(r"!\[[^\[\]\n]*\]\([^()\n]*\)")
_LINK = re.compile(r"\[([^\[\]\n]+)\]\(([^()\n]*)\)")
_STRUCK = re.compile(r"<(s|del|strike)(?=[\s>])[^<>\n]*>.*?(?:</\1\s*>|$)", re.IGNORECASE)
_TILDES = re.compile(r"~~(?=\S)[^\n]+?(?<=\S)~~")
_MANY_MARKS = re.compile(r"^(?:[ \t]*(?:>|[-*+](?=\s)|\d{1,9}[.)](?=\s))){20,}", re.MULTILINE)


def clean_markdown(markdown: str) -> str:
    """The lines of a page's body, joined by newlines. Takes anything and never raises."""
    text = _MANY_MARKS.sub("", _held(markdown))
    tokens = _parsed(text)
    if tokens is None:
        return _plain_lines(text)
    return "\n".join(line for raw in _lines(tokens) for line in _clean(raw))


def _parsed(text: str) -> Sequence[Token] | None:
    """None where parsing can't be afforded, or would drop what is nested too deeply."""
    if len(text) > MAX_PARSED or any(len(block) > MAX_BLOCK for block in text.split("\n\n")):
        return None
    try:
        tokens = _parser().parse(text)
    except (RecursionError, ValueError, IndexError):
        return None
    return None if any(token.level >= _DEEPEST - 2 for token in tokens) else tokens


def clean_line(markdown: str) -> str:
    """One line of Markdown that can be no heading, list or table: a title or a property's value."""
    text = " ".join(_held(markdown).split())
    try:
        tokens = _parser().parseInline(text if len(text) <= MAX_BLOCK else "")
    except (RecursionError, ValueError, IndexError):
        tokens = []
    if not tokens or len(text) > MAX_BLOCK:
        return " ".join(_clean(text))
    return " ".join(" ".join(_clean(_inline(token.children or []))) for token in tokens)


def links_in(markdown: str) -> list[str]:
    """`[words](address)` of each link that shows other words than its address, as mails and messages have them."""
    text = _MANY_MARKS.sub("", _held(markdown))
    tokens = _parsed(text)
    if tokens is None:
        links = ((link[1], link[2]) for link in _LINK.finditer(_IMAGE.sub("", text)))
    else:
        links = (link for token in tokens for link in _links_of(_joined(token.children or [])))
    shown = ((" ".join(_released(words).split()), _released(address)) for words, address in links)
    told = (f"[{words[:_LONGEST]}]({address[:_LONGEST]})" for words, address in shown if words and words != address)
    return list(dict.fromkeys(told))[:_MOST_LINKS]


def _links_of(children: Sequence[Token]) -> Iterator[tuple[str, str]]:
    words: list[str] = []
    address = ""
    for token in children:
        if token.type == "link_open":
            words, address = [], str(token.attrGet("href") or "")
        elif token.type == "link_close":
            yield "".join(words), address
        else:
            words.append(token.content)


def _is_blank(token: Token) -> bool:
    return token.type == "text" and not token.content.strip()


def _joined(children: Sequence[Token]) -> list[Token]:
    """With neighbouring links to one place as one, which a reader takes for one: `[**acme**](a)[.example](a)`."""
    joined: list[Token] = []
    address = None  # of the link that was opened last
    for token in children:
        opened = token.attrGet("href") if token.type == "link_open" else None
        last = len(joined) - 1
        last -= last > 0 and _is_blank(joined[last])
        if opened and opened == address and joined[last].type == "link_close":
            del joined[last]
            continue
        address = opened or address
        joined.append(token)
    return joined


def clean_title(markdown: str) -> str:
    """A title's words. One that is struck from end to end is called so all the same."""
    return clean_line(markdown) or clean_line(markdown.replace("~~", ""))


def literal(text: str) -> str:
    """Plain words as Markdown that is cleaned to just these words."""
    text = re.sub(r"[\\`*_~\[\]<>|]", r"\\\g<0>", text)
    text = re.sub(r"(?<=[ \t])#(?=#*[ \t]*$)", r"\\#", text, flags=re.MULTILINE)  # which would close a heading
    return re.sub(r"^([ \t]*)([-+#=]|\d{1,9}(?=[.)]))(?P<end>[.)]?)", _first_escaped, text, flags=re.MULTILINE)


def unescaped(markdown: str) -> str:
    """Markdown with its escaped characters as they are read."""
    return _ESCAPED.sub(r"\1", markdown)


def _first_escaped(match: re.Match[str]) -> str:
    return f"{match[1]}{match[2]}\\{match['end']}" if match["end"] else f"{match[1]}\\{match[2]}"


def _held(markdown: str) -> str:
    """One kind of line end, what is no mark held, and marks as a parser of CommonMark knows them."""
    text = _HELD.sub("", _BREAKS.sub("\n", readable(markdown)))
    text = _ESCAPED.sub(lambda match: chr(_HELD_FROM + ord(match[1])), text)
    text = _TIMES.sub(lambda match: chr(_HELD_FROM + ord("*")) * len(match[0]), text)
    if "```" in text:
        return text  # its code is meant as it stands
    text = _LOOSE_STRUCK.sub(lambda match: match["before"] or match["after"], text)
    for pair in _PAIRS:
        text = pair.sub(_without_loose_marks, text)
    return text


def _without_loose_marks(pair: re.Match[str]) -> str:
    """A span without the marks around it, where CommonMark would take them for signs: a space or, beside a letter, a
    sign stands at one of its ends. Between two spaces they are signs."""
    inner, text = pair[1], pair.string
    before, after = text[: pair.start()][-1:], text[pair.end() :][:1]
    if inner[0].isspace() and inner[-1].isspace():
        return pair[0]
    opens = not inner[0].isalnum() and before.isalpha()
    closes = not inner[-1].isalnum() and after.isalpha()
    return inner if opens or closes else pair[0]


def _released(text: str) -> str:
    return _HELD.sub(lambda match: chr(ord(match[0]) - _HELD_FROM), text)


def _as_code(text: str) -> str:
    """Code as it stands, with the backslashes that are escapes elsewhere."""
    return _HELD.sub(lambda match: "\\" + match[0], text)


@lru_cache(maxsize=1)
def _parser() -> MarkdownIt:
    parser = MarkdownIt("js-default", {"html": False, "linkify": False, "typographer": False, "maxNesting": _DEEPEST})
    return shareable(parser.disable(["code", "reference", "entity"]))


def _lines(tokens: Sequence[Token]) -> list[str]:
    """The text of each block, in order."""
    lines: list[str] = []
    cells: list[str] | None = None
    mark = ""  # what stands before the next line: a box, or a number that is more than the item's place
    places: list[int] = []  # the number that the next item of each open list should have
    for token in tokens:
        match token.type:
            case "inline":
                text = _inline(token.children or [])
                if cells is not None:
                    cells.append(" ".join(text.split()))
                    continue
                if places and (box := _BOX.match(text)):
                    text = f"{_BOXES[box[1].lower()]} {text[box.end() :]}"
                lines.append(mark + text)
                mark = ""
            case "fence" | "code_block":
                code = _as_code(token.content).split("\n")
                lines += [mark + line if not number else line for number, line in enumerate(code)]
                mark = ""
            case "tr_open":
                cells = []
            case "tr_close":
                first, *others = cells or [""]
                others = [cell for cell in others if cell]
                lines.append(": ".join(filter(None, (first, ", ".join(others)))))
                cells = None
            case "bullet_list_open":
                places.append(0)
            case "ordered_list_open":
                places.append(1)
            case "bullet_list_close" | "ordered_list_close":
                places.pop()
            case "list_item_open":
                # a number that skips some is more than a place in the list: "2026. A good year."
                ahead = token.info.isdigit() and int(token.info) > places[-1]
                mark = f"{token.info}{token.markup} " if ahead else ""
                places[-1] = int(token.info) + 1 if token.info.isdigit() else 0
            case "list_item_close":
                lines += [mark] if mark else []
                mark = ""
    return lines


def _inline(children: Sequence[Token]) -> str:
    """The words of a line's tokens."""
    parts: list[str] = []
    targets: list[tuple[str, int]] = []
    struck: list[int] = []  # where in `parts` what is being struck began
    for token in _joined(children):
        match token.type:
            case "softbreak" | "hardbreak":
                parts.append("\n")
            case "link_open":
                targets.append((str(token.attrGet("href") or ""), len(parts)))
            case "link_close":
                target, start = targets.pop()
                start = min(start, len(parts))
                words = "".join(parts[start:])
                parts[start:] = [_shown(words, target) if words.strip() or "://" not in target else target]
            case "s_open":
                struck.append(len(parts))
            case "s_close" if struck:
                del parts[struck.pop() :]
            case "image":
                pass
            case "code_inline":
                parts.append(_as_code(token.content))
            case _:
                parts.append(token.content)
    return "".join(parts)


def _shown(words: str, target: str) -> str:
    return link_words(labelled_work(words, target), target)


def _clean(text: str) -> list[str]:
    """The lines of a block's text without tags and double spaces; none if nothing is left."""
    text = _TAGS.sub("", _LINE_TAGS.sub("\n", _STRUCK.sub("", text))) if "<" in text else text
    lines = [_SPACES.sub(" ", line).strip() for line in _released(text).split("\n")]
    return [line for line in lines if line]


def _plain_lines(text: str) -> str:
    """Where parsing can't be afforded: the lines without what marks their beginning, links and images as ever."""
    text = _LINK.sub(lambda link: _shown(link[1], link[2]), _IMAGE.sub("", text))
    return "\n".join(line for raw in text.split("\n") for line in _clean(_TILDES.sub("", _LEADING_MARKS.sub("", raw))))
