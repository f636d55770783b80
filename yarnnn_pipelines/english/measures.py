"""The one number that a sentence gives, with its unit, and how two of them differ.

Here is also which sentences give a number of the same thing; which words make a sentence a metric is `figures`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from yarnnn_pipelines.english.figures import COUNTED
from yarnnn_pipelines.english.identifiers import speak_of_two
from yarnnn_pipelines.english.likeness import content_words, numbers, other_word, overlap
from yarnnn_pipelines.english.vocabulary import MONTH

_THOUSANDS = {"k": 1_000, "m": 1_000_000, "bn": 1_000_000_000, "thousand": 1_000, "million": 1_000_000}
_NUMBER = re.compile(
    r"(?<![\w.,:/-])(?P<currency>[€$£])?\s?(?P<digits>\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)"
    r"(?P<scale>(?i:k|m|bn)\b|\s(?i:thousand|million)\b)?(?![\w:/]|[.,-]\d)\s?"
    rf"(?P<unit>%|(?i:{COUNTED.group})\b)?"
)
_OF_A_DATE = re.compile(
    rf"(?i)\b(?:{MONTH})\.?\s+\d{{1,2}}(?:st|nd|rd|th)?\b|\b\d{{1,2}}(?:st|nd|rd|th)?(?:\s+of)?\s+(?:{MONTH})\b"
    r"|\b\d{1,2}(?::\d\d)?\s?[ap]m\b|\b\d{4}-\d\d-\d\d\b|\b(?:19|20)\d\d\b(?!\s?\w)"
)
# The value before, of a number that moved: "from 38% to 24%".
_MOVED_FROM = re.compile(
    r"(?i)\bfrom\s+(?:[~€$£]\s?)?\d[\d.,]*\s?(?:%|[a-z]{1,12})?\s+(?=(?:\w+\s+)?to\s+[~€$£]?\s?\d)"
)
# Of how many a share is one: "at 21%, with 148 patients", "24% (61 patients)", "38% of 212 visitors", "n = 61".
_OF_HOW_MANY = re.compile(
    r"(?i)(?:(?:\b(?:with|of|among|across|from|out\s+of)|\()\s*(?:the\s+|about\s+|our\s+)?\d[\d,]*\s+[a-z][\w-]*\)?"
    r"|\bn\s?=\s?\d[\d,]*)"
)


@dataclass(frozen=True)
class Measure:
    """written: as it stands, "€4k"; unit: the currency's sign, "%", the noun counted in lower case, or empty."""

    value: Decimal
    unit: str
    written: str


@lru_cache(maxsize=16384)
def measure(sentence: str) -> Measure | None:
    """The number that a sentence gives beside its dates and times; None where it gives none, or several.

    Of a number that moved it is where it moved to; of a share the share, and not of how many it is one.
    """
    plain = _MOVED_FROM.sub(_blank, _OF_A_DATE.sub(_blank, sentence))
    found = list(_NUMBER.finditer(plain))
    if len(found) > 1 and [match["unit"] for match in found].count("%") == 1:
        found = list(_NUMBER.finditer(_OF_HOW_MANY.sub(_blank, plain)))
    if len(found) != 1:
        return None
    (match,) = found
    scale = _THOUSANDS.get((match["scale"] or "").strip().lower(), 1)
    value = Decimal(match["digits"].replace(",", "")) * scale
    is_a_share = match["unit"] == "%"
    written = f"{match['currency'] or ''}{match['digits']}{match['scale'] or ''}{'%' if is_a_share else ''}"
    return Measure(value, match["currency"] or (match["unit"] or "").lower(), written)


def _blank(match: re.Match[str]) -> str:
    return " " * len(match[0])


def change_told(old: Measure, new: Measure) -> str:
    """ "+18%" of an amount, "+0.7 points" of a share; "unchanged"; empty where nothing can be divided by.

    Both in the same unit. Percentages are rounded to the whole, below one to the tenth.
    """
    if old.value == new.value:
        return "unchanged"
    if new.unit == "%":
        return f"{new.value - old.value:+f} points"
    if old.value == 0:
        return ""
    change = (new.value - old.value) / old.value * 100
    return f"{change:+.0f}%" if abs(change) >= 1 else f"{change:+.1f}%"


# What stands before a number and says when it was measured: "Second pilot week:", "First full day of 2.3.1:".
_WHEN_MEASURED = re.compile(
    r"(?P<label>[^:.!?\n]{0,80}?\b(?:days?|nights?|weekends?|weeks?|months?|quarters?|years?|sprints?|figures|numbers)\b[^:!?\n]{0,40}):"
    r"\s+(?=\S)",
    re.IGNORECASE,
)
_NAME = re.compile(r"\b[^\W\d_a-zß-öø-ÿ][\w’'-]*")
_TIME_WORDS = """
    first second third fourth fifth sixth last next full half one two three four five six seven eight nine ten day days
    night nights weekend weekends week weeks month months quarter quarters year years sprint sprints figures numbers
    january february march april may june july august september october november december
    the a an our this that in of and for from since
    """
_OF_TIME = frozenset(_TIME_WORDS.split())
_MOVED_OR_STOOD = content_words(
    """
    went gone rose risen fell fallen grew grown dropped increased decreased improved climbed jumped sank shrank slipped
    stands stood stay stays stayed remains remained reached hit
    """
)


def same_measure(sentence: str, other: str) -> bool:
    """Both sentences give a number for the same thing, whatever the number, and whatever they say of when it was
    measured or how it moved. A name in what says when ("Antwerp, first week:") may say of what instead."""
    (when, measured), (when_other, measured_other) = _apart(sentence), _apart(other)
    return (
        bool(numbers(measured))
        and bool(numbers(measured_other))
        and when == when_other
        and max(overlap(sentence, other), _overlap_of_things(measured, measured_other)) >= 0.8
        and not other_word(measured, measured_other)
        and not speak_of_two(measured, measured_other)
    )


@lru_cache(maxsize=16384)
def _apart(sentence: str) -> tuple[frozenset[str], str]:
    """The names in what says when a number was measured, and the sentence without that."""
    label = _WHEN_MEASURED.match(sentence)
    if label is None:
        return frozenset(), sentence
    names = {name.lower() for name in _NAME.findall(label["label"])} - _OF_TIME
    return frozenset(names), sentence[label.end() :]


def _overlap_of_things(sentence: str, other: str) -> float:
    a, b = content_words(sentence) - _MOVED_OR_STOOD, content_words(other) - _MOVED_OR_STOOD
    return len(a & b) / min(len(a), len(b)) if min(len(a), len(b)) >= 2 else 0.0
