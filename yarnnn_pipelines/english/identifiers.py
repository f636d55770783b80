"""What a sentence calls things by: numbers of issues and invoices, codes, links. Two that differ are two things.

How much a thing is, and of what, is `figures`; whether two sentences tell one fact is `likeness`.
"""

from __future__ import annotations

import re
from functools import lru_cache

_LINK = re.compile(r"(?i)\b(?:https?://|www\.)[^\s<>|)\]]+")
_NUMBERED = re.compile(
    r"(?i)(?:#|\b(?:issues?|tickets?|pr|prs|pull requests?|merge requests?|mr|bugs?|tasks?|stor(?:y|ies)|invoices?"
    r"|orders?|cases?|versions?|phases?|sprints?|batch|lot|milestone|wave|round|chapter|room|no\.?|number|card|page|draft|release)"
    r"\s+(?:no\.?\s+|number\s+)?#?|/(?:issues|pull|pulls|merge_requests|tickets?)/)(?P<number>\d+)\b"
)
_CODE = re.compile(r"\b(?:[A-Z][A-Z0-9]+-\d+|(?=[0-9a-f]*\d)(?=[0-9a-f]*[a-f])[0-9a-f]{7,40}|[\w.-]+/[\w.-]+#\d+)\b")

# Slack's own ids of people, groups, bots and channels: what a mention shows where nobody of that id is known.
_RAW_ID = re.compile(r"(?<!\w)[@#][UWBSCGD][A-Z0-9]{7,}\b")


def raw_ids(text: str) -> frozenset[str]:
    """The ids by which a text calls people and channels whose names are not known."""
    return frozenset(mention[0][1:] for mention in _RAW_ID.finditer(text))


@lru_cache(maxsize=16384)
def _identifiers(text: str) -> tuple[frozenset[str], ...]:
    """Links, numbers of things and codes."""
    links = frozenset(link[0].rstrip(".,;:!?/").casefold() for link in _LINK.finditer(text))
    numbers = frozenset(match["number"].lstrip("0") for match in _NUMBERED.finditer(text))
    return links, numbers, frozenset(code[0] for code in _CODE.finditer(_LINK.sub("", text)))


def names_a_link(text: str) -> bool:
    return _LINK.search(text) is not None


def speak_of_two(sentence: str, other: str) -> bool:
    """Both name a thing by the same kind of identifier, and each something that the other does not."""
    return any(
        a and b and not (a <= b or b <= a) for a, b in zip(_identifiers(sentence), _identifiers(other), strict=True)
    )
