"""Whether a sentence says that what another promised has been done: the same deed to the same thing.

Judged on words alone, and strictly: who promised, who says so and when is for whoever asks. What a promise is, is
`promises`; a plan for another day is `retractions` and `states`.
"""

from __future__ import annotations

import re
from collections.abc import Hashable
from functools import lru_cache

from yarnnn_pipelines.english.days import DATE_WRITTEN, MONTHS, WEEKDAYS
from yarnnn_pipelines.english.identifiers import kinds_of_identifiers, speak_of_two
from yarnnn_pipelines.english.likeness import content_words, stems
from yarnnn_pipelines.english.results import is_in_part
from yarnnn_pipelines.english.things import things_named
from yarnnn_pipelines.english.verb_forms import verb_stems

_ENOUGH = 0.6  # of what a promise names, that a sentence of the deed names too where it names nothing else
# Verbs by which one deed is promised and told.
_DEEDS = [
    verb_stems(words)
    for words in (
        "send share deliver provide forward upload submit post email mail circulate hand supply attach enclose land",
        "finish complete finalise finalize ready wrap deliver prepare",
        "launch live ship release deploy publish start begin open go roll",
        "fix repair solve resolve correct restore patch mend",
        "sign approve confirm countersign",
        "write draft prepare",
        "build set make create prepare",
        "add include insert enter place implement live",
        "order buy book",
        "pay transfer",
        "remove delete drop",
        "update change adjust edit",
    )
]
_PROMISED = re.compile(
    r"(?i)(?:\b(?:will|shall|going\s+to|promised\s+to|promise\s+to)|['’]ll)\s+"
    r"(?:(?:be|have|get|also|then|just|now|still|gladly|certainly|\w+ly)\s+)*(?P<verb>[a-z]+)"
)
_PLANNED = re.compile(r"(?i)\b(?P<verb>starts?|begins?|launch(?:es)?|go(?:es)?\s+live|opens?|ships?)\b")
CONTRACTED = re.compile(r"(?i)\b\w+['’](?:ll|ve|re|d|m)\b")
_FIGURED = re.compile(r"\b[A-Za-z]*\d[\w.]*")  # "Q3", "2.4", "v2": which of them
_CLOCK = re.compile(r"(?i)\b\d{1,2}(?::\d\d|\s*(?:am|pm)\b)|\bthe\s+\d{1,2}(?:st|nd|rd|th)\b")
_READY = re.compile(r"(?i)\b(?:ready|done|finished|complete)\b")
_NO_MATTER = content_words(
    "yes yep sure okay ok everyone all both just online shared drive inbox link promised soon latest"
) | frozenset(stems([name.lower() for name in (*WEEKDAYS, *MONTHS)]))
_SETS = verb_stems(
    "starts begins takes place goes happens set planned scheduled due moves moved moving postponed rescheduled shifted "
    "pushed brought forward instead"
)


@lru_cache(maxsize=4096)
def _verbs_promised(promise: str) -> frozenset[str]:
    verbs = [match["verb"] for match in _PROMISED.finditer(promise)] or [
        match["verb"] for match in _PLANNED.finditer(promise)
    ]
    if _READY.search(promise):
        verbs.append("ready")
    return frozenset[str]().union(*map(verb_stems, verbs)) if verbs else frozenset()


def _matter(sentence: str, verbs: frozenset[str], people: frozenset[str]) -> frozenset[str]:
    """What a sentence names beside its verbs, its days and people."""
    return _words_beside_days(sentence) - _alike(verbs) - _NO_MATTER - people


def _words_beside_days(sentence: str) -> frozenset[str]:
    return verb_stems(CONTRACTED.sub(" ", DATE_WRITTEN.sub(" ", sentence)))


def _alike(verbs: frozenset[str]) -> frozenset[str]:
    """Those verbs, and all by which one of them is promised or told."""
    return verbs.union(*(same for same in _DEEDS if same & verbs))


def _nouns(sentence: str) -> frozenset[str]:
    return frozenset(thing.noun for thing in things_named(CONTRACTED.sub(" ", sentence)))


def figures_of(sentence: str) -> frozenset[str]:
    """Which one of its kind a thing is; hours and days are not meant."""
    words = _CLOCK.sub(" ", DATE_WRITTEN.sub(" ", sentence))
    return frozenset(figure.casefold().rstrip(".") for figure in _FIGURED.findall(words))


def matter_of_a_plan(plan: str) -> frozenset[str]:
    """What a plan names beside its days and the verb of what it sets: the launch, or the summer campaign's launch."""
    return _words_beside_days(plan) - _NO_MATTER - _SETS


def tells_it_was_kept(promise: str, deed: str, names: frozenset[str] = frozenset()) -> bool:
    """The deed's verb is the promise's or one of its kind, and both speak of one thing: of all that either names, or of
    most of what is promised. names: of people, who are neither's matter."""
    promised = _verbs_promised(promise)
    told = verb_stems(deed)
    if not any(verb in told or any(verb in same and told & same for same in _DEEDS) for verb in promised):
        return False
    if is_in_part(deed) or speak_of_two(promise, deed) or figures_of(promise) != figures_of(deed):
        return False
    people = content_words(" ".join(names))
    wanted, named = _matter(promise, promised, people), _matter(deed, promised, people)
    shared = wanted & named
    if not shared or not _nouns(promise) & _nouns(deed) & shared:  # "the logo" and "the logo page" are two
        return False
    return shared == wanted or (shared == named and len(shared) >= _ENOUGH * len(wanted))


def words_of_a_promise(promise: str, names: frozenset[str] = frozenset()) -> tuple[frozenset[str], frozenset[str]]:
    """What a deed that keeps the promise names: all of the first, or none but these and the second, its verbs."""
    verbs = _verbs_promised(promise)
    return _matter(promise, verbs, content_words(" ".join(names))), _alike(verbs)


def words_of_a_deed(deed: str, names: frozenset[str] = frozenset()) -> frozenset[str]:
    """By which a deed is found with `words_of_a_promise`; none where it keeps no promise."""
    if is_in_part(deed):
        return frozenset()
    return _words_beside_days(deed) - _NO_MATTER - content_words(" ".join(names))


def compared_of_a_deed(deed: str) -> tuple[Hashable, ...]:
    """All that `tells_it_was_kept` reads of a deed: two that are the same in it keep the same promises."""
    words = (_words_beside_days(deed), verb_stems(deed), _nouns(deed))
    return *words, figures_of(deed), kinds_of_identifiers(deed), is_in_part(deed)
