"""What a sentence tells beside its matter, and the sentence without it: a time of day, a sum, a reason, an aside.

Only what narrows nothing is taken out: what is denied, doubted, excepted or made to depend on something stays. Whether
what is left still says what its source says is not known here.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from yarnnn_pipelines.english.days import MONTHS
from yarnnn_pipelines.english.sentences import sentences_of

_DAY = rf"(?:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day(?: \d{{1,2}} (?:{'|'.join(MONTHS)}))?)"
_NUMBER = r"\d+(?:[.,]\d+)*"
_SUM = rf"(?:[€$£]\s?{_NUMBER}\s?[km]?|{_NUMBER}\s?(?:k\s?)?(?:€|euros?|dollars?|pounds?|EUR|USD|GBP|CHF))"
_PATTERNS: Mapping[str, str] = {
    "brackets": r"\s*\([^()]*\)",
    "day of a quote": rf",? on {_DAY}(?=:\s*$)",
    "time of day": r"(?:,| at)? (?:\d{1,2}:\d{2}(?:\s?[ap]m)?|\d{1,2}\s?[ap]m)\b",
    "sum of money": rf"(?:,| for| at| of| worth) {_SUM}(?!\w)",
    "reason": r",? (?:because|due to|owing to|so that|thanks to)\b[^.;:!?]*(?=[.;!?]|$)",
    "aside": r", (?:which|who|whose|where)\b[^,.;:!?]*(?:,(?= )|(?=[.;!?]|$))",
    "doer": rf" by (?!(?:{_DAY}|{'|'.join(MONTHS)})\b)[A-Z][\w'’-]+(?: [A-Z][\w'’-]+)?(?=[,.;!?]|$)",
}
_TAKEN_OUT = {detail: re.compile(pattern) for detail, pattern in _PATTERNS.items()}
_NARROWS = re.compile(
    r"(?i)\b(?:not|no|never|nothing|none|without|only|except|unless|if|whether|but|until|though|although|however|yet|still"
    r"|provided|may|might|maybe|perhaps|probably|possibly|should|could|would|expected|planned|draft|partly|almost|again"
    r"|about|around|up to|at least|at most)\b|n['’]t\b|\?"
)


def _without_further_sentences(words: str) -> str:
    first, *others = sentences_of(words) or [words]
    is_needed = any(_NARROWS.search(other) or other.lstrip().startswith("(") for other in others)
    return words if is_needed else first.strip()


def _taken_out(pattern: re.Pattern[str]) -> Callable[[str], str]:
    def without(words: str) -> str:
        return pattern.sub(lambda match: match[0] if _NARROWS.search(match[0]) else "", words)

    return without


DETAILS: Mapping[str, Callable[[str], str]] = {
    **{detail: _taken_out(pattern) for detail, pattern in _TAKEN_OUT.items()},
    "further sentences": _without_further_sentences,
}
