"""How far back a section of a longer span reaches, and what of it comes first.

A week's sections take all of the week. What a type says of its sections is `config.deliverable_types`.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from datetime import datetime, timedelta

from yarnnn_pipelines.config.deliverable_types import SectionType
from yarnnn_pipelines.context.turns import WITHOUT_TURNS
from yarnnn_pipelines.core.spans import Span
from yarnnn_pipelines.deliverables.brief.candidates import Candidate
from yarnnn_pipelines.deliverables.slots.frame import Frame, Source, voice_of
from yarnnn_pipelines.deliverables.week.client_week import Event
from yarnnn_pipelines.english.days import due_day
from yarnnn_pipelines.english.passing import tells_a_passing_state

# In how many weeks a statement of a long story loses half of its weight: a brief tells how things are now.
HALVED_AFTER = timedelta(weeks=8)


# For how long a sentence such as "we wait for legal" is told, when no later word says how it went on.
PASSING_WITHIN = timedelta(weeks=2)


def in_reach(candidates: Iterable[Candidate], section: SectionType, frame: Frame) -> list[Candidate]:
    return [one for one in candidates if reaches(section, frame, one.first.source)]


def reaches(section: SectionType, frame: Frame, source: Source) -> bool:
    """Whether a section takes these words: by the day on which they were said, or as they fall due after the span.

    Of a span longer than a week none takes what held for a moment that has passed.
    """
    span, event = frame.days, source.event
    if span.is_a_week or event.kind in WITHOUT_TURNS:
        return True
    day = frame.day(event.occurred_at)
    if day <= span.last - PASSING_WITHIN and tells_a_passing_state(source.quote):
        return False
    if section.last_weeks is None or day > span.last - timedelta(weeks=section.last_weeks):
        return True
    due = due_day(source.quote, voice_of(frame, event))
    return due is not None and due > span.last


def weight_now(candidate: Candidate, frame: Frame) -> float:
    """A candidate's score, of a span of many weeks less the older it is."""
    return candidate.score * share_left(candidate.last_said, frame)


def share_left(said_at: datetime, frame: Frame) -> float:
    """Which share of its weight is left to what was said then: all of it in a week or month."""
    span: Span = frame.days
    if span.is_a_week or span.is_a_month:
        return 1.0
    age = max(span.last - frame.day(said_at), timedelta())
    return math.exp2(-age / HALVED_AFTER)


# For how long after it was last spoken of an ask or a promise of an earlier week is told.
SPOKEN_WITHIN = timedelta(weeks=4)


def is_still_spoken_of(frame: Frame, sources: Iterable[Source]) -> bool:
    """Whether the update of a week still tells of what these words left open: the last of them was said not too long
    ago, or they name a day to come."""
    said = list(sources)
    dues = [due_day(source.quote, voice_of(frame, source.event)) for source in said]
    if any(due is not None and due > frame.days.last for due in dues):
        return True
    return any(is_spoken_of_lately(frame, source.event) for source in said)


def is_spoken_of_lately(frame: Frame, event: Event) -> bool:
    """Of a longer span, all that was said in it."""
    day = frame.day(event.occurred_at)
    return day > frame.days.last - SPOKEN_WITHIN or (not frame.days.is_a_week and frame.days.holds(day))
