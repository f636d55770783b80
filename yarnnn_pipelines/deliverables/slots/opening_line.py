"""The line that opens a deliverable: "In short:" and a clause for each of the few things that matter most.

A clause is a shorter form of a claim below, made by rules alone, so the gate can make it again. Which claims it is made
of is the writer's choice; how those are worded is `slots`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from yarnnn_pipelines.deliverables.slots.frame import Frame
from yarnnn_pipelines.english.clauses import clause_of, with_small_letter, without_article

_NOT_SUMMED_UP = ("said", "asked", "answered", "ended", "otherwise", "promised")
# Slots that set a day, and of a value the change, beside the sentence.
WITH_A_DAY = ("dated", "measured", "kept", "moved", "changed", "promised")
_DAY_BESIDE = re.compile(r" \([^()]*\)\.$")
# As the slot `moved_meeting` words it: "Review: Tuesday 17 → Thursday 19 November, asked on Monday.".
_MOVED_MEETING = re.compile(r"^(?P<title>.+): .+? → (?P<new>[^,]+?)(?:,|\.$)")


def short_form(frame: Frame, slot: str | None, text: str, first_quote: str) -> str | None:
    """A claim as a clause of "In short": no full stop, nothing behind a colon, small letter unless it is a name."""
    if slot in _NOT_SUMMED_UP:
        return None
    if slot == "moved_meeting":
        return _moved_meeting(frame, text)
    return clause_of(without_day(slot, text), first_quote, frame.names, frame.client_name)


def without_day(slot: str | None, text: str) -> str:
    """The sentence without the day that its slot sets beside it."""
    return _DAY_BESIDE.sub(".", text) if slot in WITH_A_DAY else text


def _moved_meeting(frame: Frame, text: str) -> str | None:
    match = _MOVED_MEETING.match(text)
    if match is None:
        return None
    certain = not match["title"].startswith(frame.client_name)
    return f"the {with_small_letter(without_article(match['title']), certain=certain)} moved to {match['new']}"


def in_short(clauses: Sequence[str]) -> str:
    """Up to a few clauses as one sentence; the first letter is small, since "In short:" stands before it."""
    if len(clauses) == 1:
        return f"{clauses[0]}."
    between = ";" if any("," in clause or " and " in clause for clause in clauses) else ","
    last = f"{between} and " if len(clauses) > 2 or between == ";" else " and "
    return f"{f'{between} '.join(clauses[:-1])}{last}{clauses[-1]}."
