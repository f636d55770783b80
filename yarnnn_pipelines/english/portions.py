"""How many of some things a sentence says that something is true of: "all 40 stores are live", "only 38 stores went
live", "half of the texts are translated", and whether two such sentences can both hold.

Sums, shares and measured numbers are `values`; which of two sentences governs is `context.portions`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from yarnnn_pipelines.english.dialogue import asks
from yarnnn_pipelines.english.doubts import is_hedged
from yarnnn_pipelines.english.likeness import content_words, is_negated, same_predicate, stems
from yarnnn_pipelines.english.things import things_named
from yarnnn_pipelines.english.vocabulary import NUMBER_WORDS

Share = Literal["all", "most", "half", "some", "none"]
_SHARES: tuple[Share, ...] = ("all", "most", "half", "some", "none")

_NUMBER = rf"(?:\d{{1,6}}|{'|'.join(NUMBER_WORDS)})"
_PORTION = re.compile(
    r"(?i)^\W*(?:(?:so|and|but|ok|well|sorry|actually|update|correction|in\s+fact|as\s+of\s+(?:now|today)|so\s+far|today)\b\W*)*"
    r"(?P<only>(?:only|just|merely)\s+)?(?:(?P<not>not)\s+)?"
    r"(?:(?P<all>all|both|every(?:\s+one)?|each)|(?P<most>most|almost\s+all|nearly\s+all)|(?P<half>half)|(?P<some>some|a\s+few|a\s+part|part|parts)|(?P<none>none|no))?"
    rf"\s*(?:of\s+)?(?:(?:the|our|your|their|these|those)\s+)?(?P<number>{_NUMBER}\b)?\s*"
    rf"(?:(?:out\s+)?of\s+(?:(?:the|our|your|their)\s+)?(?P<total>{_NUMBER}\b)?\s*)?"
    r"(?P<things>(?:[a-z][\w'’-]*\s+){1,5}?)"
    r"(?P<verb>(?:are|is|were|was|have|has|had|went|go|got|came)\b.{2,120}|(?:launched|shipped|opened|moved|failed|passed)\b.{0,120})$"
)
_LATER_STATE = re.compile(
    r"(?i)\b(?:only|just|actually|so\s+far|still|in\s+fact|not\s+all|correction|missing|not\s+yet)\b"
)
_LONGEST = 200  # characters


@dataclass(frozen=True)
class Portion:
    """noun, words: stems of what is counted. number: how many, where it is said; share: without a number, or beside it
    ("all 40"). corrects: a word that speaks against more."""

    noun: str
    words: frozenset[str]
    told: str
    number: int | None
    share: Share | None
    corrects: bool


@lru_cache(maxsize=16384)
def portion_in(sentence: str) -> Portion | None:
    """None for what is asked, hedged or denied, and where nothing is counted."""
    if len(sentence) > _LONGEST or asks(sentence) or is_hedged(sentence):
        return None
    match = _PORTION.match(" ".join(sentence.split()))
    if match is None or is_negated(match["verb"]):
        return None
    words = stems([word.lower() for word in re.findall(r"[A-Za-z][\w'’-]*", match["things"])])
    named = content_words(match["things"])
    if not words or not named:
        return None
    number, total = _number(match["number"]), _number(match["total"])
    share: Share | None = next((name for name in _SHARES if match[name]), None)
    if number is None and share is None:
        return None
    if match["not"]:
        share, number = "some", None
    elif share in (None, "all") and number is not None and total is not None:
        share = "all" if number == total else "some"
    return Portion(words[-1], named, match["verb"], number, share, bool(_LATER_STATE.search(sentence)))


def _number(word: str | None) -> int | None:
    if not word:
        return None
    return int(word) if word.isdigit() else NUMBER_WORDS[word.lower()]


@lru_cache(maxsize=16384)
def can_not_both_hold(sentence: str, other: str) -> bool:
    """Of the same things, the same is said of so many and of another number."""
    one, two = portion_in(sentence), portion_in(other)
    if one is None or two is None or one.noun != two.noun:
        return False
    if not (one.words <= two.words or two.words <= one.words) or not _is_told_alike(one.told, two.told):
        return False
    if _goes_elsewhere(one.told, two.told):
        return False
    if one.number is not None and two.number is not None:
        return one.number != two.number
    shares = {one.share, two.share}
    if None not in shares:  # "some" are also most, or half
        return len(shares) == 2 and ("some" not in shares or bool(shares & {"all", "none"}))
    counted = one if two.number is None else two
    return "none" in shares or ("all" in shares and counted.corrects)


def is_more(later: str, earlier: str) -> bool:
    """So many more than before: nobody is wrong, it went on."""
    one, two = portion_in(later), portion_in(earlier)
    if one is None or two is None or two.share == "all":
        return False
    if one.share == "all":
        return True
    return one.number is not None and two.number is not None and one.number > two.number


def corrects_downwards(later: str) -> bool:
    portion = portion_in(later)
    return portion is not None and portion.corrects


def _is_told_alike(told: str, other: str) -> bool:
    return same_predicate(told, other) or bool(content_words(told) & content_words(other))


def _goes_elsewhere(told: str, other: str) -> bool:
    """Each is told of a place or part of its own: "live in Spain", "live in Portugal"."""
    own, others = ({thing.noun for thing in things_named(words)} for words in (told, other))
    return bool(own - others) and bool(others - own)
