"""What a sentence does to an earlier one of the same exchange, which it need not name: it is over, or it lasts.

"We have fixed this" ends the trouble above it, "Same error here" undoes the fix. Where two sentences name their thing,
in whatever place they stand, that is `states`; which turns are one exchange is the caller's.
"""

from __future__ import annotations

import re
from functools import lru_cache

from yarnnn_pipelines.english.alternatives import Pattern, said
from yarnnn_pipelines.english.days import DATE_WRITTEN
from yarnnn_pipelines.english.dialogue import (
    FIX_ANNOUNCED,
    FREE_AGAIN,
    GONE,
    RELEASED,
    STILL_FAILS,
    UNDER_WAY,
    WORKS_NOW,
    asks,
    says_it_works,
    tells_trouble,
)
from yarnnn_pipelines.english.doubts import is_hedged, is_not_yet
from yarnnn_pipelines.english.likeness import content_words
from yarnnn_pipelines.english.results import RESOLVES, is_in_part
from yarnnn_pipelines.english.sentences import Span, core
from yarnnn_pipelines.english.statement import parse
from yarnnn_pipelines.english.things import may_be_shared, things_named
from yarnnn_pipelines.english.vocabulary import CLAUSE_MARK

HOWEVER = Pattern(
    said(
        "contrast",
        "however | but | unfortunately | sadly | yet | although | though",
        "This time, however, the list is empty",
    )
)
_EARLY_WORDS = 4  # of a sentence in which a contrast with the one before stands
# What "we fixed ..." goes on with where it does not name what was fixed.
_NAMES_NOTHING = re.compile(
    r"(?i)^\W*(?:$|(?:this|that|it|them|these|those|all|everything|now|already|today|yesterday|again|in|on|with|by|for|from"
    r"|as|and|so|since|you|the\s+(?:\w+\s+)?(?:issue|problem|bug|error|matter|fault))\b)"
)
# It speaks of the trouble above it: "v2 is out, in which this bug is fixed".
_POINTS_BACK = re.compile(r"(?i)\b(?:this|that|your)\s+(?:\w+\s+)?(?:issue|problem|bug|error|fault)s?\b")
# What stands before "can't happen any more" where it names nothing.
_ONLY_POINTS = re.compile(r"(?i)^\W*(?:(?:so|and|but|now|then)\s+)*(?:it|this|that)\s*$")
# "The old face" is one of the faces that were changed.
_AS_BEFORE = re.compile(r"(?i)\b(?:old|wrong|previous|former)\s")
_NEVER_MIND = re.compile(r"(?i)^\W*never\s*mind\b\W*")  # no negation
_OVER = content_words(
    "fixed resolved solved closed repaired restored recovered corrected patched working works released deployed live"
    " good fine great"
)
_TROUBLE = content_words("problem issue bug error failure trouble matter")
_FAILING = content_words(
    "fail fails failed failing crash crashes crashed broke broken breaks stuck blocked down slow missing still see sees"
    " get gets getting show shows start started"
)
_FIX = content_words(
    "fix patch release update version build work look investigate find found figured soon eta day hour"
)


def releases_the_fix(later: str, promise: str) -> bool:
    """Where a fix was promised, which names nothing, that something was released: a clause of it says so, whatever the
    reader is to do with it then."""
    is_nameless = FIX_ANNOUNCED.found_in(promise) and not content_words(DATE_WRITTEN.sub("", promise)) - _FIX
    if not is_nameless or later.rstrip().endswith("?") or FIX_ANNOUNCED.found_in(later):
        return False
    told = (clause.text for clause in parse(later).clauses if RELEASED.found_in(clause.text))
    return any(not is_not_yet(words) and not is_in_part(words) for words in told)


@lru_cache(maxsize=16384)
def says_it_is_over(sentence: str) -> bool:
    """As a fact: what was wrong is right again, or what was announced is there."""
    sentence = _NEVER_MIND.sub("", sentence)
    rest = GONE.compiled.sub("", FREE_AGAIN.compiled.sub("", sentence))
    if asks(sentence) or is_not_yet(rest) or is_hedged(sentence) or is_in_part(sentence):
        return False
    if FIX_ANNOUNCED.found_in(sentence) or STILL_FAILS.found_in(rest):
        return False
    return says_it_works(sentence) or RELEASED.found_in(sentence)


@lru_cache(maxsize=16384)
def says_it_lasts(sentence: str) -> bool:
    return STILL_FAILS.found_in(sentence) and not asks(sentence)


def is_free_again(sentence: str) -> bool:
    """As a fact: what held somebody up no longer does."""
    return FREE_AGAIN.found_in(sentence) and says_it_is_over(sentence)


def points_to_a_trouble(sentence: str) -> bool:
    """It speaks of a trouble as of one that was named before: "this issue is fixed"."""
    return _POINTS_BACK.search(sentence) is not None


def is_to_come(sentence: str) -> bool:
    """A fix is announced, or somebody is at it."""
    return FIX_ANNOUNCED.found_in(sentence) or UNDER_WAY.found_in(sentence)


def ends(later: str, earlier: str) -> bool:
    """The later sentence says that the trouble, or what was announced, of the earlier one is over."""
    if not says_it_is_over(later):
        return False
    if is_to_come(earlier):
        return not (_matter(earlier) - _FIX) or _of_one_matter(later, earlier)
    return tells_trouble(earlier) and not says_it_is_over(earlier) and _of_one_matter(later, earlier)


def undoes(later: str, earlier: str) -> bool:
    """The later sentence says that it lasts, of what the earlier one says is over."""
    return says_it_lasts(later) and not tells_trouble(earlier) and _share_a_matter(_AS_BEFORE.sub("", later), earlier)


def goes_on_with_trouble(later: str, earlier: str) -> bool:
    """Right after a sentence without trouble, one that turns to it: "However, the list is empty since"."""
    if tells_trouble(earlier) or asks(later):
        return False
    opening = " ".join(later.split()[:_EARLY_WORDS])
    return HOWEVER.found_in(opening) and (tells_trouble(later) or says_it_lasts(later))


def may_be_one_trouble(one: str, other: str) -> bool:
    """Two troubles of one talk share a word of their matter, or one of them names none."""
    own, others = _matter(one) - _FAILING, _matter(other) - _FAILING
    return not (own and others) or any(_is_of_one_thing(word, one, other) for word in own & others)


def _matter(sentence: str) -> frozenset[str]:
    return content_words(sentence) - _OVER - _TROUBLE


def _share_a_matter(later: str, earlier: str) -> bool:
    """By a word that is not the noun of two things in them."""
    return any(_is_of_one_thing(word, later, earlier) for word in _matter(later) & _matter(earlier))


def _is_of_one_thing(word: str, later: str, earlier: str) -> bool:
    return may_be_shared(word, things_named(later), things_named(earlier))


def _named_beside(later: str, freed: re.Match[str]) -> frozenset[str]:
    return _matter(CLAUSE_MARK.split(later[: freed.start()])[-1])


def _of_one_matter(later: str, earlier: str) -> bool:
    """They share a word of the matter, or the later one names none."""
    freed = FREE_AGAIN.search(later)
    if freed is not None:  # "blocked" is no matter of "no longer blocked"
        return _share_a_matter(later.replace(freed[0], " "), earlier) or not _named_beside(later, freed)
    if _matter(later) & _matter(earlier):
        return _share_a_matter(later, earlier)
    if points_to_a_trouble(later):
        return True
    gone = GONE.search(later)
    if gone is not None and _ONLY_POINTS.match(CLAUSE_MARK.split(later[: gone.start()])[-1]):
        return True
    telling = core(later, Span(0, len(later))) or Span(0, len(later))
    words = later[telling.start : telling.end]
    verb = RESOLVES.search(words) or WORKS_NOW.search(words)
    if verb is None or _matter(CLAUSE_MARK.split(words[: verb.start()])[-1]):
        return False
    return _NAMES_NOTHING.match(words[verb.end() :]) is not None
