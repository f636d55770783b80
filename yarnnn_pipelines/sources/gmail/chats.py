"""Conversations that somebody copied into a mail: in which lines others speak, `[10:03] Sam: Hello.`

One line that begins with a name, or has a time in it, may be its author's own: "Anna: please sign", "Review, 12/11/2026
10:00". So it takes the shape of a conversation, or a time beside the name of a person. Citations and notices are
`others_words`' matter.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection

from yarnnn_pipelines.sources.gmail.header_words import FORM_LABELS

_WORD = r"[^\W\d_a-zß-ÿ][\w.'’-]*"
_NAME = rf"(?P<name>{_WORD}(?:\s{_WORD}){{0,3}})"
_CLOCK = r"\d{1,2}[:.]\d{2}(?:[:.]\d{2})?(?:\s?[APap]\.?[Mm]\.?)?(?:\s[A-Z]{2,5})?"
_DAY = (
    r"(?:\d{4}[-./]\d{1,2}[-./]\d{1,2}|\d{1,2}[-./]\d{1,2}[-./]\d{2,4}"
    r"|\d{1,2}\.?[-/ ][^\W\d_]{3,9}\.?(?:[-/, ]+\d{2,4})?"
    r"|[^\W\d_]{3,9}\.?\s\d{1,2}(?:st|nd|rd|th)?(?:,?\s\d{4})?)"
)
_MOMENT = rf"(?:{_DAY},?\s+(?:at\s|um\s|à\s)?{_CLOCK}|{_CLOCK},?\s+{_DAY})"

# A name with a moment in brackets: only programs write that.
_STAMPED = (
    re.compile(rf"^(?:[*•-]\s+)?{_NAME},?\s+\[{_MOMENT}\]\s?[:：]?$"),
    re.compile(rf"^\[{_MOMENT}\]\s+[*<]?{_NAME}[>*]?(?:\s?[:：]|$)"),
)
# An item of an agenda looks like these; so the name has to be a person's, or comes back.
_TIMED = (
    re.compile(rf"^(?:[*•-]\s+)?{_NAME},?\s+\[{_CLOCK}\]\s?[:：]?$"),
    re.compile(rf"^\[{_CLOCK}\]\s+[*<]?{_NAME}[>*]?(?:\s?[:：]|$)"),
    re.compile(rf"^{_MOMENT}\s+[-–—]\s+{_NAME}\s?[:：]"),
    re.compile(rf"^{_NAME},?\s+(?:[-–—·•(]\s*)?(?:[^\W\d_]{{2,9}},?\s)?{_MOMENT}\)?\s?[:：]?$"),
    re.compile(
        rf"^(?:{_DAY}|\d{{4}}\s?[年년].{{1,20}}[日일])(?:\s?[(（]\S{{1,4}}[)）])?,?\s+{_CLOCK},?\s+{_NAME}\s?[:：]$"
    ),
)
_NAME_AND_CLOCK = re.compile(rf"^{_NAME}(?:\s{{2,}}{_CLOCK}|\s+\d{{1,2}}:\d{{2}}\s?[APap]\.?[Mm]\.?)$")
# "mia.duarte  [10:02 AM]", "@mia 10:02 AM": what Slack calls people by is written in small letters, and is nobody's
# for certain unless they are known, or come back.
_HANDLE = re.compile(
    rf"^@?(?P<name>[^\W\d_][\w.'’-]*)(?:\sAPP)?(?:,?\s+\[(?:{_CLOCK}|{_MOMENT})\]|\s+\d{{1,2}}:\d{{2}}\s?[APap][Mm])\s?[:：]?$"
)
_NEXT_MESSAGE = re.compile(rf"^\[{_CLOCK}\]\s+\S")  # the same person's, a minute later
_BEFORE_A_NAME = re.compile(r"^(?::[\w+-]{2,40}:|[^\w\s@\[(*•#>|-]{1,4})\s+(?=[^\W\d_])")
_SPEAKER = re.compile(rf"^{_NAME}\s?[:：]\s+[^\W\d]")
_ANSWERS = re.compile(
    r"[?？](?:\s|$)|[:：]\s+(?:yes|no|ok(?:ay)?|sure|thanks|great|ja|nein|oui|non|sí|sim|sì)\b", re.IGNORECASE
)
_TURNS = 3  # that make a conversation

_NAMES = (
    "adam alan alex alice amy ana andrea andrew anna anne anthony antonio barbara ben brian carlos carol "
    "caroline charles charlie chloe chris christian christine claire daniel dave david dan diana ed elena "
    "elizabeth ella emily emma eric eva fatima frank gary george hannah helen henry ian isabel jack jacob "
    "jake james jan jane jason jen jenny jessica jim joan joe john jon jose joseph josh juan julia julie "
    "karen kate katie kevin kim laura lee leo linda lisa louis lucas lucy luis luke maria marie martin "
    "mary matt max megan michael mike mohamed mohammed nadia nick nicole oliver olivia pat patrick paul "
    "peter phil priya rachel ravi rebecca richard rob robert ryan sam samuel sara sarah sean simon sofia "
    "sophie stefan stephen steve sue susan thomas tim tom tony victor wei will yuki "
)
_GIVEN_NAMES = frozenset(_NAMES.split())


def first_names(people: Collection[str]) -> frozenset[str]:
    """The words by which people are called, case-folded: common given names, and all that these people's names have.

    people: names and addresses, case-folded.
    """
    return _GIVEN_NAMES.union(word for name in people if "@" not in name for word in name.split() if len(word) > 1)


def chat_turns(lines: list[str], people: Collection[str]) -> list[bool]:
    """Of each line whether somebody begins to speak there at a time: `Sam Stranger, [03.11.2026 10:00]`.

    people: as `first_names` takes them.
    """
    stripped = [_BEFORE_A_NAME.sub("", line.strip()) for line in lines]
    names = [_timed_name(stripped, index) for index in range(len(stripped))]
    counts = Counter(names)
    known = first_names(people).union(person.partition("@")[0] for person in people)
    goes_on = any(map(_NEXT_MESSAGE.match, stripped))
    return [
        any(shape.match(line) for shape in _STAMPED)
        or (bool(name) and (counts[name] > 1 or not known.isdisjoint((name, re.split(r"[\s._-]", name)[0]))))
        or (goes_on and "[" in line and bool(_HANDLE.match(line)))
        for line, name in zip(stripped, names, strict=True)
    ]


def _timed_name(stripped: list[str], index: int) -> str:
    """The name, case-folded, that a line has beside a time of day; '' without."""
    line = stripped[index]
    match = next(filter(None, (shape.match(line) for shape in _TIMED)), None)
    if match is None and (match := _NAME_AND_CLOCK.match(line) or _HANDLE.match(line)):
        below = stripped[index + 1] if index + 1 < len(stripped) else ""
        if "[" not in line and (not below or _NAME_AND_CLOCK.match(below) or _HANDLE.match(below)):
            match = None
    return match["name"].casefold() if match else ""


def speakers(lines: list[str]) -> list[bool]:
    """Of each line whether somebody speaks in it, in a conversation: `Sam: When?`, `Olu: Tomorrow.`, `Sam: Fine.`

    A conversation has three turns or more that follow each other, by two or more, of whom one comes back and one
    asks or answers; `Q:` and `A:` are nobody.
    """
    spoken = [False] * len(lines)
    turns: list[tuple[int, str]] = []
    for index, line in enumerate([*lines, "\0"]):
        match = _SPEAKER.match(line.strip())
        if match and match["name"].casefold() not in FORM_LABELS:
            turns.append((index, match["name"].casefold()))
        elif line.strip() and not (turns and index == turns[-1][0] + 1 and line != "\0"):
            if _is_conversation(turns, lines):
                spoken[turns[0][0] : turns[-1][0] + 1] = [True] * (turns[-1][0] + 1 - turns[0][0])
            turns = []
    return spoken


def _is_conversation(turns: list[tuple[int, str]], lines: list[str]) -> bool:
    counts = Counter(name for _, name in turns)
    if len(turns) < _TURNS or len(counts) < 2 or len(turns) == len(counts):
        return False
    are_people = all(len(name) > 1 for name in counts)
    return are_people and any(_ANSWERS.search(lines[index]) for index, _ in turns)
