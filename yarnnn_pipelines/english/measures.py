"""The one number that a sentence gives, with its unit, and how two of them differ.

Which sentences give a number of the same thing is `likeness`; which words make a sentence a metric is `figures`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from yarnnn_pipelines.english.figures import COUNTED
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


@dataclass(frozen=True)
class Measure:
    """written: as it stands, "€4k"; unit: the currency's sign, "%", the noun counted in lower case, or empty."""

    value: Decimal
    unit: str
    written: str


@lru_cache(maxsize=16384)
def measure(sentence: str) -> Measure | None:
    """The number that a sentence gives beside its dates and times; None where it gives none, or several."""
    plain = _OF_A_DATE.sub(lambda match: " " * len(match[0]), sentence)
    found = list(_NUMBER.finditer(plain))
    if len(found) != 1:
        return None
    (match,) = found
    scale = _THOUSANDS.get((match["scale"] or "").strip().lower(), 1)
    value = Decimal(match["digits"].replace(",", "")) * scale
    is_a_share = match["unit"] == "%"
    written = f"{match['currency'] or ''}{match['digits']}{match['scale'] or ''}{'%' if is_a_share else ''}"
    return Measure(value, match["currency"] or (match["unit"] or "").lower(), written)


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
