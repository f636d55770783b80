"""The line that opens a deliverable: "In short:" and a clause for each of the few things that matter most.

A clause is a shorter form of a claim below, made by rules alone, so the gate can make it again. Which claims it is made
of is the writer's choice; how those are worded is `slots`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from yarnnn_pipelines.deliverables.slots.slots import Frame
from yarnnn_pipelines.english import patterns
from yarnnn_pipelines.english.rewording import tidy, unlabelled

_LONGEST_PART = 110
_NO_SUBJECT = re.compile(rf"(?i)^(?:{patterns.PERFECTIVE}|decided|agreed|approved)\b")
_HAS_VERB = re.compile(
    rf"(?i)\b(?:is|are|was|were|has|have|had|will|goes?|went|moves?|grew|rose|fell|{patterns.PERFECTIVE}|\w{{3,}}ed)\b"
)
_LOWER_FIRST = re.compile(
    r"^(?:The|A|An|Our|We|All|Both|This|These|Two|Three|Four|Five|Six|Seven|Eight|Nine|Ten|First|New|No|More|Every|Final"
    r"|Everybody|Everyone|Nobody)\b"
)


def short_form(frame: Frame, slot: str | None, text: str, first_quote: str) -> str | None:
    """A claim as a clause of "In short": no full stop, nothing behind a colon, small letter unless it is a name."""
    if slot in ("said", "asked"):
        return None
    if slot == "moved_meeting":
        match = re.match(r"^(.+): .+? → ([^,]+?)(?:,|\.$)", text)
        return (
            f"the {_small(_ARTICLE.sub('', match[1]), not match[1].startswith(frame.client_name))} moved to {match[2]}"
            if match
            else None
        )
    clause, *rest = re.split(r"(?:: | – | — |; |\. )", text.rstrip("."), maxsplit=1)
    if rest and _QUALIFIES.search(rest[0]):
        return None
    if len(clause) > _LONGEST_PART or len(clause.split()) < 3 or not _HAS_VERB.search(clause):
        return None
    if _NO_SUBJECT.match(clause):
        return None
    said = unlabelled(tidy(first_quote))
    started_small = said[:1].islower() and said.split()[0].casefold() == clause.split()[0].casefold()
    small = _small(clause, started_small or bool(_LOWER_FIRST.match(clause) or _PLURAL_FIRST.match(clause)))
    return small if _begins_well(small, frame) else None


# A plural that is no name: "Labels for the guide are printed".
_PLURAL_FIRST = re.compile(
    r"^[A-Z][a-z]+s\s+(?:are|were|have)\b|^[A-Z][a-z]+s\s+(?:for|of|in|on)\s+[^,]*?\s(?:are|were|have)\b"
)
_DETERMINED = re.compile(
    r"(?i)^(?:the|a|an|our|we|all|both|this|these|every|each|no|two|three|four|five|six|seven"
    r"|eight|nine|ten|everybody|everyone|nobody|everything|half)\b|^[€$£~]?\d|^\S+['’]s?\s"
)
# Nouns that stand without an article: what is measured, and what can't be counted.
_UNCOUNTED = re.compile(
    r"(?i)\b(?:time|rate|traffic|revenue|copy|text|content|access|data|feedback|wording|software|work|\w+ing|conversion"
    r"|attendance|coverage|usage|growth|reach|engagement|turnover)$"
)
_FINITE = re.compile(rf"(?i)\s(?:is|was|has|goes|went|moves|will|grew|rose|fell|{patterns.PERFECTIVE})\b")
_PLURAL_VERB = re.compile(r"(?i)^[^,]*?[a-z]\s(?:are|were|have)\b")


def _begins_well(clause: str, frame: Frame) -> bool:
    """Its first words read well in the middle of a sentence: no stray capital, and no lost article."""
    first = clause.split()[0]
    if _DETERMINED.match(clause) or first in frame.names or clause.startswith(frame.client_name):
        return True
    if first[:1].isupper() and (first[1:] == first[1:].lower() or "-" in first):
        return False
    if _PLURAL_VERB.match(clause):
        return True
    verb = _FINITE.search(clause)
    return bool(verb and _UNCOUNTED.search(clause[: verb.start()]))


_ARTICLE = re.compile(r"^(?:The|A|An)\s+")
_QUALIFIES = re.compile(
    r"(?i)\b(?:but|only|not|no|without|except|however|disaster|mis\w+|fail\w*|broken|wrong|still)\b"
)


def _small(text: str, certain: bool) -> str:
    """A small first letter, unless the first word is an acronym or a name, or holds a digit."""
    first, *rest = text.split()
    if not certain or first[1:] != first[1:].lower() or any(c.isdigit() for c in first):
        return text
    named = bool(rest) and rest[0][:1].isupper() and rest[0][1:2].islower()
    if named and first not in ("The", "A", "An", "Our"):
        return text
    return text[0].lower() + text[1:]


def in_short(clauses: Sequence[str]) -> str:
    """Up to a few clauses as one sentence; the first letter is small, since "In short:" stands before it."""
    if len(clauses) == 1:
        return f"{clauses[0]}."
    between = ";" if any("," in clause or " and " in clause for clause in clauses) else ","
    last = f"{between} and " if len(clauses) > 2 or between == ";" else " and "
    return f"{f'{between} '.join(clauses[:-1])}{last}{clauses[-1]}."
