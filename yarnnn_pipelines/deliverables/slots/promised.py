"""Wordings of a promise of an earlier week as it stands now: kept, moved to another day, or still ahead.

Each names the day on which it was promised, and rests on what was said then and now. Whether it was kept or moved is
`context.promises`, which promises are told `brief.carried_over`; every other wording is `slots`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from datetime import timedelta

from yarnnn_pipelines.context.promises import days_of, due_of, keeps, moves
from yarnnn_pipelines.deliverables.slots.frame import Frame, Source, voice_of
from yarnnn_pipelines.english.changes import old_and_new
from yarnnn_pipelines.english.days import day_month, full_day
from yarnnn_pipelines.english.promises import is_in_first_person, promises_a_deed
from yarnnn_pipelines.english.rewording import reported

ANNOUNCED_WITHIN = timedelta(weeks=2)  # how long before its day what was announced weeks ago is told again
_WILL = re.compile(r"\bwill\b")


def kept(frame: Frame, sources: Sequence[Source]) -> str | None:
    """ "Mia sent the photo selection on Wednesday (promised on 3 November)."."""
    if len(sources) != 2 or not keeps(frame, *sources):
        return None
    return _with(frame, sources[0], _since(frame, sources[1]))


def moved(frame: Frame, sources: Sequence[Source]) -> str | None:
    """ "The launch is on Thursday 19 November (moved from Tuesday 17 November)."."""
    if len(sources) != 2 or not moves(frame, *sources):
        return None
    new, old = sources
    if old_and_new(new.quote) is not None:
        return None  # it names the day before itself
    due = due_of(frame, old)
    return _with(frame, new, f"moved from {full_day(due)}") if due else None


def promised(frame: Frame, sources: Sequence[Source]) -> str | None:
    """ "Mia will send the report by Friday 20 November (promised on 3 November)."; what the client promised for a day
    that has passed, or for none, is told as it was promised. Of ours nothing else is told: silence proves nothing."""
    if len(sources) != 1:
        return None
    (source,) = sources
    days = days_of(frame, source)
    due = max(days, default=None)
    is_ahead = bool(days) and min(days) > frame.days.last  # what was promised for a day that has passed may be done
    if is_ahead and due and not promises_a_deed(source.quote) and due > frame.days.last + ANNOUNCED_WITHIN:
        return None
    is_theirs = is_in_first_person(source.quote) and source.event.author_client_id == frame.client_id
    if not (is_ahead or is_theirs) or source.event.kind == "page":
        return None
    told = _with(frame, source, _since(frame, source))
    if told is None or is_ahead or due is None:
        return told
    return _WILL.sub("was to", told, count=1) if _WILL.search(told) else None


def _since(frame: Frame, source: Source) -> str:
    """A date that was set for something, nobody has promised."""
    verb = "promised" if promises_a_deed(source.quote) else "announced"
    return f"{verb} on {day_month(frame.day(source.event.occurred_at))}"


def _with(frame: Frame, source: Source, beside: str) -> str | None:
    sentence = reported(source.quote, voice_of(frame, source.event), source.before)
    return f"{_SAID_SO.sub('', sentence.rstrip('.'))} ({beside})." if sentence else None


_SAID_SO = re.compile(r"(?i),?\s+(?:as\s+promised|promised|i\s+promise|we\s+promise)$")  # as beside it


OF_PROMISES: dict[str, Callable[[Frame, Sequence[Source]], str | None]] = {
    "kept": kept,
    "moved": moved,
    "promised": promised,
}
