"""A deliverable that somebody edited as a text, taken apart into edits of its sentences.

The lines of the sent copy are held against those that the text has now: what is left as it was, what stands elsewhere,
what was worded anew, what is gone, what came. Also the learner asks it, of what was sent in the end.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from difflib import SequenceMatcher
from typing import Any, NamedTuple

from yarnnn_pipelines.core.errors import UserError
from yarnnn_pipelines.stores.ledger.rows import NewEdit

_REWORDED = 0.45  # likeness of two sentences from which one is the other, worded anew
_HEADING = re.compile(r"\s{0,3}#{2,6}\s+(?P<title>.+?)\s*#*\s*\Z")
_TITLE = re.compile(r"\s{0,3}#\s+")
_BULLET = re.compile(r"\s*[-*+]\s+")
_ESCAPED = re.compile(r"\\([\\`*\[\]<_#>+-])")
_LINKS = re.compile(r"\s*\((?:\[[^\]]*\]\([^)\s]*\)(?:,\s*)?)+\)\s*\Z")
_NOTE = re.compile(r"\s*\*.*\*\s*\Z")


class Line(NamedTuple):
    """A sentence where it stands. claim: as the version's document has it; None: of a text that was edited."""

    section: str
    text: str
    claim: Mapping[str, Any] | None = None


def edits_of_text(document: Mapping[str, Any], markdown: str, where: str = "") -> list[NewEdit]:
    """The edits that make the version's sent copy this text; none where it says the same.

    `UserError` where a heading is none of the deliverable's sections.
    """
    return list(_differences(lines_of(document), _lines_in(document, markdown, where)))


def lines_of(document: Mapping[str, Any]) -> list[Line]:
    """The sentences that a version tells, in their order."""
    return [
        Line(section["id"], _plain(claim["text"]), claim)
        for section in document["sections"]
        for claim in section["claims"]
    ]


def _lines_in(document: Mapping[str, Any], markdown: str, where: str) -> list[Line]:
    titles = {_plain(section["title"]).casefold(): section["id"] for section in document["sections"]}
    summing_up = [section for section in document["sections"] if any(_sums_up(claim) for claim in section["claims"])]
    lines = []
    section: str | None = None
    for number, raw in enumerate(markdown.splitlines(), start=1):
        if not raw.strip() or _TITLE.match(raw) or (_NOTE.match(raw) and not _BULLET.match(raw)):
            continue
        if heading := _HEADING.match(raw):
            title = _plain(heading["title"])
            section = titles.get(title.casefold())
            if section is None:
                known = ", ".join(one["title"] for one in document["sections"])
                raise UserError(
                    f"line {number}: this deliverable has no section {title!r}",
                    where=where,
                    mend=f"its sections are {known}; a type file can add one",
                )
            continue
        if section is None or not _BULLET.match(raw):
            own = _summed_up(summing_up, _plain(raw))
            if own is not None:
                lines.append(own)
                continue
        if section is None:
            raise UserError(
                f"line {number} stands below no heading: {raw.strip()[:60]!r}",
                where=where,
                mend="put it below the heading of a section, as a line that begins with `- `",
            )
        lines.append(Line(section, _plain(_BULLET.sub("", raw, count=1))))
    return lines


def _sums_up(claim: Mapping[str, Any]) -> bool:
    return claim.get("slot") in ("in_short", "status")


def _summed_up(sections: Sequence[Mapping[str, Any]], text: str) -> Line | None:
    """The opening or status line, which stands above the sections: by its words, or by its heading."""
    for section in sections:
        claim = section["claims"][0]
        said = _plain(claim["text"])
        if text == said or text.casefold().startswith(f"{section['title'].casefold()}:"):
            return Line(section["id"], text.partition(":")[2].strip() if text != said else said)
    likeness = [(_likeness(_plain(section["claims"][0]["text"]), text), section["id"]) for section in sections]
    best = max(likeness, default=(0.0, ""))
    return Line(best[1], text) if best[0] >= _REWORDED else None


def _plain(text: str) -> str:
    """The words of a line without Markdown's marks and without its links."""
    return " ".join(_ESCAPED.sub(r"\1", _LINKS.sub("", text)).split())


def _differences(before: Sequence[Line], after: Sequence[Line]) -> Iterator[NewEdit]:
    matcher = SequenceMatcher(None, [line[:2] for line in before], [line[:2] for line in after], autojunk=False)
    gone: list[Line] = []
    came: list[tuple[int, Line]] = []
    for tag, low, high, new_low, new_high in matcher.get_opcodes():
        if tag != "equal":
            gone += before[low:high]
            came += [(at, after[at]) for at in range(new_low, new_high)]
    pairs = _pairs(gone, [line for _, line in came])
    for line in gone:
        if line not in [old for old, _ in pairs]:
            yield NewEdit("strike", _as_json(line))
    ids = {(line.section, line.text): (line.claim or {}).get("claim_id") for line in before}
    for at, line in came:
        following = next((ids.get(other[:2]) for other in after[at + 1 :] if other.section == line.section), None)
        old = next((one for one, new in pairs if new is line), None)
        if old is None:
            yield NewEdit("write", None, line.text, line.section, following)
            continue
        if old.section != line.section or old.text == line.text:
            yield NewEdit("move", _as_json(old), section=line.section, before=following)
        if old.text != line.text:
            yield NewEdit("reword", _as_json(old), line.text)


def _pairs(gone: Sequence[Line], came: Sequence[Line]) -> list[tuple[Line, Line]]:
    """Which line became which: the likest first, each once."""
    likeness = [
        (_likeness(old.text, new.text) + (0.1 if old.section == new.section else 0.0), one, other)
        for one, old in enumerate(gone)
        for other, new in enumerate(came)
    ]
    pairs: dict[int, int] = {}
    for share, one, other in sorted(likeness, reverse=True):
        if share >= _REWORDED and one not in pairs and other not in pairs.values():
            pairs[one] = other
    return [(gone[one], came[other]) for one, other in pairs.items()]


def _likeness(one: str, other: str) -> float:
    return SequenceMatcher(None, one.casefold().split(), other.casefold().split(), autojunk=False).ratio()


def _as_json(line: Line) -> dict[str, Any]:
    return dict(line.claim or {})
