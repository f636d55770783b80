"""A deliverable's text as a person left it, taken apart: what greets, the sections with their lines, what signs off.

What the lines were before is `text_edits`'; nothing here is compared.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from difflib import SequenceMatcher
from functools import lru_cache
from typing import Any, NamedTuple

from yarnnn_pipelines.core.errors import UserError
from yarnnn_pipelines.core.markdown import shareable
from yarnnn_pipelines.deliverables.preferences.form import is_a_greeting, is_a_sign_off
from yarnnn_pipelines.deliverables.preferences.preference import added_section
from yarnnn_pipelines.english.sentences import sentences_of
from yarnnn_pipelines.supervision.edits import SUMS_UP

_WORD = re.compile(r"\w+")
_MOST_OF_IT = 0.4  # of the words below a heading, from which it is the new name of the section that has them
REWORDED = 0.45  # likeness of two sentences from which one is the other, worded anew
_ESCAPED = re.compile(r"\\([\\`*\[\]<_#>+-])")
_LINKS = re.compile(r"\s*\((?:\[[^\]]*\]\([^)\s]*\)(?:,\s*)?)+\)\s*\Z")
_NOTE = re.compile(r"(?s)\*.*\*\s*\Z")
# What a letter may hold as well, and then means nothing: a rule above a signature, a line that is set in.
_NOT_MARKUP = ("lheading", "code", "fence", "blockquote", "hr", "reference")


class Line(NamedTuple):
    """A sentence where it stands. claim: as the version's document has it; None: of a text that was edited."""

    section: str
    text: str
    claim: Mapping[str, Any] | None = None


class TextForm(NamedTuple):
    """What a text says beside its sentences: headings by section id in their order; is_prose: None where it can't be
    told."""

    greeting: str
    sign_off: str
    titles: Mapping[str, str]
    is_prose: bool | None


class _Raw(NamedTuple):
    """An item of a list, or a line of a paragraph. number: of the line where that begins; place: of the item or
    paragraph among the others."""

    number: int
    text: str
    is_bullet: bool
    place: int


class _Block(NamedTuple):
    """A heading with the lines below it; title "" for what stands above every heading."""

    number: int
    title: str
    lines: list[_Raw]


def lines_of(document: Mapping[str, Any]) -> list[Line]:
    """The sentences that a version tells, in their order."""
    return [
        Line(section["id"], plain(claim["text"]), claim)
        for section in document["sections"]
        for claim in section["claims"]
    ]


def read_text(document: Mapping[str, Any], markdown: str, where: str = "") -> tuple[list[Line], TextForm]:
    """The sentences of a text with the sections that they stand in, and its form.

    `UserError` where a heading is none of the deliverable's sections, or a line stands below none.
    """
    above, *blocks = _blocks(markdown)
    greeting = above.lines.pop(0).text if above.lines and is_a_greeting(above.lines[0].text) else ""
    sign_off = _taken_from_the_end(blocks[-1].lines if blocks else above.lines)
    ids = _ids_of(blocks, document, where)
    lines = [_summed_up(raw, document, where) for raw in _joined(above.lines, _openings(document))]
    told = [_sentences(block.lines, section, document) for block, section in zip(blocks, ids, strict=True)]
    lines += [line for each in told for line in each]
    titles = {section: block.title for block, section in zip(blocks, ids, strict=True)}
    return lines, TextForm(greeting, sign_off, titles, _is_prose(blocks, told))


def _is_prose(blocks: Sequence[_Block], told: Sequence[Sequence[Line]]) -> bool | None:
    """As the sections of several sentences say; where there are none, as two or more of a single one do."""
    are_prose = [
        (len(lines), not any(raw.is_bullet for raw in block.lines))
        for block, lines in zip(blocks, told, strict=True)
        if lines
    ]
    said = {is_prose for count, is_prose in are_prose if count > 1}
    if not said and len(are_prose) > 1:
        said = {is_prose for _, is_prose in are_prose}
    return said.pop() if len(said) == 1 else None


def plain(text: str) -> str:
    """The words of a line without Markdown's marks and without its links."""
    return " ".join(_ESCAPED.sub(r"\1", _LINKS.sub("", text)).split())


def likeness(one: str, other: str) -> float:
    return SequenceMatcher(None, one.casefold().split(), other.casefold().split(), autojunk=False).ratio()


@lru_cache(maxsize=1)
def _markdown_it() -> Any:
    from markdown_it import MarkdownIt

    return shareable(MarkdownIt("commonmark", {"html": False}).disable(list(_NOT_MARKUP)))


def _blocks(markdown: str) -> list[_Block]:
    blocks = [_Block(0, "", [])]
    heading, lists = "", 0
    for place, token in enumerate(_markdown_it().parse(markdown)):
        if token.type == "heading_open":
            heading = token.tag
        elif token.type in ("bullet_list_open", "ordered_list_open"):
            lists += 1
        elif token.type in ("bullet_list_close", "ordered_list_close"):
            lists -= 1
        elif token.type == "inline":
            number = token.map[0] + 1
            if heading:
                if heading != "h1":  # the title is the type's
                    blocks.append(_Block(number, plain(token.content), []))
            elif lists:
                blocks[-1].lines.append(_Raw(number, plain(token.content), True, place))
            elif not _NOTE.match(token.content):
                said = token.content.splitlines()
                blocks[-1].lines.extend(_Raw(number + n, plain(line), False, place) for n, line in enumerate(said))
            heading = ""
    return blocks


def _joined(lines: Sequence[_Raw], openings: tuple[str, ...] = ()) -> list[_Raw]:
    """A paragraph as one line, however it was broken; what begins with one of the openings is another."""
    joined: list[_Raw] = []
    for raw in lines:
        if joined and joined[-1].place == raw.place and not raw.text.casefold().startswith(openings):
            joined[-1] = joined[-1]._replace(text=f"{joined[-1].text} {raw.text}")
        else:
            joined.append(raw)
    return joined


def _taken_from_the_end(lines: list[_Raw]) -> str:
    """The lines that sign off, taken away from what stands above them: as many as may."""
    loose = 0
    while loose < len(lines) and not lines[-1 - loose].is_bullet:
        loose += 1
    for first in range(len(lines) - loose, len(lines)):
        text = "\n".join(raw.text for raw in lines[first:])
        if is_a_sign_off(text):
            del lines[first:]
            return text
    return ""


def _ids_of(blocks: Sequence[_Block], document: Mapping[str, Any], where: str) -> list[str]:
    """The section of each heading: by its title, else the section whose sentences stand below it, else one that the
    text adds."""
    titles = {plain(section["title"]).casefold(): section["id"] for section in document["sections"]}
    known = [titles.get(block.title.casefold()) for block in blocks]
    above = [section["id"] for section in _summing_up(document)]
    taken = {*known, *above}
    missing = [section for section in document["sections"] if section["claims"] and section["id"] not in taken]
    ids = []
    for block, section in zip(blocks, known, strict=True):
        found = section or _renamed(block, missing) or added_section(block.title)
        if found == added_section(""):
            raise UserError(f"line {block.number}: a heading without words", where=where, mend="write its title")
        missing = [one for one in missing if one["id"] != found]
        ids.append(found)
    return ids


def _renamed(block: _Block, missing: Sequence[Mapping[str, Any]]) -> str | None:
    """The section from which most words below the heading are."""
    below = Counter(word for raw in block.lines for word in _WORD.findall(raw.text.casefold()))
    shares = []
    for section in missing:
        told = Counter(word for claim in section["claims"] for word in _WORD.findall(plain(claim["text"]).casefold()))
        shares.append(((told & below).total() / max(1, below.total()), section["id"]))
    share, best = max(shares, default=(0.0, None))
    return best if share >= _MOST_OF_IT else None


def _sentences(lines: Sequence[_Raw], section: str, document: Mapping[str, Any]) -> list[Line]:
    """A bullet is a sentence, whatever it holds; a paragraph is cut where a known one ends, else at each sentence."""
    known = sorted((line.text for line in lines_of(document)), key=len, reverse=True)
    told = []
    for raw in _joined(lines):
        pieces = [raw.text] if raw.is_bullet else _cut(raw.text, known)
        told += [Line(section, piece) for piece in pieces]
    return told


def _cut(paragraph: str, known: Sequence[str]) -> list[str]:
    for text in known:
        before, found, after = paragraph.partition(text)
        if found:
            return [*_cut(before, known), text, *_cut(after, known)]
    return [sentence for each in sentences_of(paragraph) if (sentence := each.strip())]


def _summing_up(document: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    return [one for one in document["sections"] if any(claim.get("slot") in SUMS_UP for claim in one["claims"])]


def _openings(document: Mapping[str, Any]) -> tuple[str, ...]:
    """What the lines above the sections begin with, also where no gap is before them."""
    sections = _summing_up(document)
    said = [plain(section["claims"][0]["text"]).partition(":") for section in sections]
    titles = [f"{section['title']}:" for section in sections]
    return tuple(words.casefold() for words in (*titles, *(f"{name}:" for name, colon, _ in said if colon)))


def _summed_up(raw: _Raw, document: Mapping[str, Any], where: str) -> Line:
    """The opening or status line, which stands above the sections: by its words, or by its heading."""
    sections = _summing_up(document)
    for section in sections:
        said = plain(section["claims"][0]["text"])
        if raw.text == said or raw.text.casefold().startswith(f"{section['title'].casefold()}:"):
            return Line(section["id"], raw.text.partition(":")[2].strip() if raw.text != said else said)
    alike = [(likeness(plain(section["claims"][0]["text"]), raw.text), section["id"]) for section in sections]
    best = max(alike, default=(0.0, ""))
    if best[0] < REWORDED:
        raise UserError(
            f"line {raw.number} stands below no heading: {raw.text[:60]!r}",
            where=where,
            mend="put it below the heading of a section, as a line that begins with `- `",
        )
    return Line(best[1], raw.text)
