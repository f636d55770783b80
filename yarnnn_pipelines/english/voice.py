"""Who speaks, when, and to whom: what a sentence's wording may depend on beside its words.

How a sentence is turned is `wording`, what its times mean is `days`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo


@dataclass(frozen=True)
class Voice:
    """Who speaks, when, and to whom the deliverable goes."""

    author: str | None  # full name
    is_us: bool
    occurred_at: datetime
    time_zone: str
    client_name: str  # as it stands in a sentence: "Acme"
    week_start: date
    is_client: bool = False  # one of the client's people; neither of us nor of theirs is a third party
    namesakes: frozenset[str] = frozenset()  # first names that two people share
    people: frozenset[str] = frozenset()  # full names of those who are known
    first_names: frozenset[str] = frozenset()  # theirs
    colleagues: frozenset[str] = frozenset()  # first names of our people, folded, that none of the client's has
    is_anothers: bool = False  # signed by somebody who is not known: "I" and "we" are not its author's

    @property
    def day(self) -> date:
        return self.occurred_at.astimezone(ZoneInfo(self.time_zone)).date()

    @property
    def first_name(self) -> str | None:
        """How the author is called in a sentence: the first name, the whole name where two share it, None for a bot."""
        name = without_title(" ".join(reversed((self.author or "").split(", ", 1))).strip())
        words = name.split()
        if not words or not all(_NAME_WORD.match(word) for word in words) or _NO_PERSON.search(name):
            return None
        if name.isupper() or (not words[0][0].isupper()):
            return None
        return name if words[0] in self.namesakes else words[0]


_TITLE = re.compile(
    r"(?i)^(?:(?:mr|mrs|ms|mx|miss|dr|prof|professor|herr|frau|mme|mlle|madame|monsieur|señora?|dott)\.?\s+)+(?=\S)"
)
_NAME_WORD = re.compile(r"^[^\W\d_][^\W\d_.'’-]*(?:[.'’-][^\W\d_]*)*$")
_NO_PERSON = re.compile(
    r"(?i)\b(?:bot|support|team|noreply|no-reply|info|sales|admin|system|notifications?|helpdesk)\b"
)


def without_title(name: str) -> str:
    return _TITLE.sub("", name)


def given_name(name: str) -> str:
    """The first word of a person's name behind their titles: "Ama" of "Dr Ama Boateng"; empty of no name."""
    return next(iter(without_title(name.strip()).split()), "")
