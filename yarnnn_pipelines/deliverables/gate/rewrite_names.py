"""Which words of a model's sentence are names, and whether somebody gave them.

Where a name may come from is `rewrites`. A word that is written large only since it begins its sentence is no name, as
far as that can be told.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator

from yarnnn_pipelines.deliverables.claims import Failure
from yarnnn_pipelines.english.days import MONTHS, WEEKDAYS
from yarnnn_pipelines.english.likeness import content_words
from yarnnn_pipelines.english.sentences import sentences

_WORD = re.compile(r"[^\W\d_](?:[\w’'-]*\w)?")
# Words that are written large wherever they stand and name nobody.
_LARGE = frozenset(["i", *(name.lower() for name in (*WEEKDAYS, *MONTHS)), "ok", "mr", "mrs", "ms", "dr"])


def new_name(text: str, known: Collection[str], people: Collection[str]) -> Failure | None:
    """A word that is written as a name and is none that is known. people: theirs are names wherever they stand."""
    for position, word in _written_large(text):
        is_a_name = word.lower() in people or (position > 0 and not word.isupper())
        if is_a_name and word.lower() not in known:
            return (
                "unsupported",
                f"the name {word} stands in nothing that it quotes; quote who is meant, or leave the name out",
            )
    return None


def perhaps_names(text: str, stated: str, known: Collection[str]) -> list[str]:
    """Words that begin a sentence or abbreviate something, and so may be ordinary ones, or names that nobody gave."""
    return [
        f"“{word}” may be a name, and stands in nothing that it quotes; quote who or what is meant"
        for position, word in _written_large(text)
        if word.lower() not in known
        and word not in _ABBREVIATIONS
        and (word.isupper() if position else not _may_open(word, stated))
    ]


def _written_large(text: str) -> Iterator[tuple[int, str]]:
    """Place in its sentence, and word."""
    for span in sentences(text):
        for position, match in enumerate(_WORD.finditer(text, span.start, span.end)):
            word = _without_s(match[0])
            if word[0].isupper() and word.lower() not in _LARGE:
                yield position, word


def names_written(text: str) -> set[str]:
    """Words that are written large elsewhere than where a sentence begins, or behind a title."""
    return {word for position, word in _written_large(text) if position > 0}


_PREFIXED = re.compile(r"(?:Mis|Un|Over|Under|Out|Non|Pre|Dis)[a-z]{3,}ed")  # "Mismatched policies"


def folded_words(text: str) -> set[str]:
    return {_without_s(word).lower() for word in _WORD.findall(text)}


def _without_s(word: str) -> str:
    return word.removesuffix("'s").removesuffix("’s")


def _may_open(word: str, stated: str) -> bool:
    """A word that is written large only since it begins the sentence: no name, as far as that can be told."""
    return (
        word.lower() in _OPENERS
        or _PREFIXED.fullmatch(word) is not None
        or bool(content_words(word) & content_words(stated))
        or not content_words(word)
    )


# What everybody calls a thing, and nobody's name.
_ABBREVIATIONS = frozenset(
    re.findall(
        r"\S+",
        """
        AI API CSS CSV DNS FAQ GDPR HTML HTTP HTTPS ID IP IT JSON LED OS PC PDF PHP PIN QA QR SEO SLA SMS SQL SSL SSO
        TLS TV UI URL USB UX VAT VPN XML ETA KPI ROI CEO CFO COO CTO HR PR AM PM UTC EU UK US USA
        """,
    )
)
_OPENERS = frozenset(
    re.findall(
        r"\S+",
        """
        according across additionally also although among another answer asked because besides call cause confirmed
        currently customers decided decision due either every everything finally fix fixed following however issue
        meanwhile meeting most neither next nothing open others payments per planned please problem question release
        released reported resolved root search several since sometimes status still testing thanks today unless
        unlike update upgraded upon version waiting we'll we're what whether while within work yet your
        """,
    )
)
