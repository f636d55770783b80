"""Who is said to have done something: the people whom a clause names as its subject, or its writer.

Whether a mention at a sentence's beginning calls or tells is `mentions`, whose a sentence without a subject is
`missing_subjects`.
"""

from __future__ import annotations

import re
from collections.abc import Collection

from yarnnn_pipelines.english.mentions import DEED, UPPER
from yarnnn_pipelines.english.sentences import Span, core
from yarnnn_pipelines.english.vocabulary import PERFECTIVE

_WORD = rf"{UPPER}[\w-]+"
_NAMES = rf"@?{_WORD}(?:\s{_WORD}){{0,2}}"
_LIST = rf"(?P<names>{_NAMES}(?:(?:,\s+|,?\s+(?:and|&)\s+){_NAMES}){{0,5}})"
_DID = re.compile(rf"{_LIST}\s+(?={DEED})")
_FINISHED = re.compile(rf"{_LIST}\s+(?i:(?:has|have|had|just|also|already|finally|now)\s+)*(?i:{PERFECTIVE})\b")
_FIRST_PERSON = re.compile(r"(?i)\b(?:i|we|my|our)\b")
_WITHOUT_SUBJECT = re.compile(rf"(?i)(?:(?:just|also|already|finally|have)\s+)*{PERFECTIVE}\b")


def doers(text: str, first_names: Collection[str]) -> frozenset[str]:
    """First names of those who are told to have done something."""
    return _named(_DID, text, first_names)


def finishers(text: str, first_names: Collection[str]) -> frozenset[str]:
    """First names of those who are told to have finished something."""
    return _named(_FINISHED, text, first_names)


def _named(pattern: re.Pattern[str], text: str, first_names: Collection[str]) -> frozenset[str]:
    words = {word for match in pattern.finditer(text) for word in re.findall(_WORD, match["names"])}
    return frozenset(words & set(first_names))


def may_tell_of_its_writer(sentence: str) -> bool:
    """It is in the first person, or its verb has no subject."""
    telling = core(sentence, Span(0, len(sentence)))
    words = sentence[telling.start : telling.end] if telling else ""
    return bool(_FIRST_PERSON.search(words) or _WITHOUT_SUBJECT.match(words))
