"""Whether two sentences tell the same fact: the same matter, and no number or negation that differs.

Judged on stemmed content words, so that a fact told in Slack and again by mail becomes one claim with two sources. It
never decides whether something is true.
"""

from __future__ import annotations

import re
from functools import lru_cache

import snowballstemmer

_STEMMER = snowballstemmer.stemmer("english")
_WORD = re.compile(r"[A-Za-z][A-Za-z'’]*|\d[\d.,:]*%?")
_NUMBER = re.compile(r"\d[\d.,]*")
_NEGATION = re.compile(r"\b(?:not|no|never|without|cannot)\b|n['’]t\b", re.IGNORECASE)
_STOP_WORDS = """
    a an the this that these those it its is are was were be been being am do does did done have has had having will
    would can could should may might must shall of in on at to from for with by about into over after before between
    through during under up down out off again further then once here there when where why how all any both each few
    more most other some such no nor not only own same so than too very just now and but or if because as until while
    i me my we our us you your he him his she her they them their what which who also still already get got
    monday tuesday wednesday thursday friday saturday sunday today tomorrow yesterday morning afternoon evening week
    everything everyone team new fully finally
    """
_STOP = frozenset(_STOP_WORDS.split())


@lru_cache(maxsize=16384)
def content_words(text: str) -> frozenset[str]:
    """Stems of the words that carry the matter, lower case, numbers left out."""
    words = [word.lower().replace("’", "'").removesuffix("'s") for word in _WORD.findall(text)]
    return frozenset(_STEMMER.stemWords([word for word in words if word not in _STOP and not word[0].isdigit()]))


@lru_cache(maxsize=16384)
def numbers(text: str) -> frozenset[str]:
    return frozenset(number.rstrip(".,").replace(",", "") for number in _NUMBER.findall(text))


def overlap(one: str, other: str) -> float:
    """Share of the shorter sentence's content words that the other has too, 0 to 1; 0 if either has fewer than two."""
    a, b = content_words(one), content_words(other)
    if min(len(a), len(b)) < 2:
        return 0.0
    return len(a & b) / min(len(a), len(b))


def same_fact(one: str, other: str) -> bool:
    """Both sentences tell one fact: the matter is shared, numbers are compatible, both are negated or neither.

    Shared are three content words of five, or fewer where two numbers are the same.
    """
    shared = content_words(one) & content_words(other)
    if bool(_NEGATION.search(one)) != bool(_NEGATION.search(other)):
        return False
    a, b = numbers(one), numbers(other)
    if a and b and not (a <= b or b <= a):
        return False
    # Two numbers alike are much of a fact already.
    enough = 0.45 if len(a & b) >= 2 else 0.6
    return len(shared) >= 2 and overlap(one, other) >= enough


def same_measure(one: str, other: str) -> bool:
    """Both sentences give a number for the same thing, whatever the number."""
    return bool(numbers(one)) and bool(numbers(other)) and overlap(one, other) >= 0.6
