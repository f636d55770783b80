"""How far a section reaches, back over a longer span and ahead to meetings, and what of it comes first.

A week's sections take all of the week. What a type says of its sections is `config.deliverable_types`.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from datetime import date, datetime, timedelta

from yarnnn_pipelines.config.deliverable_types import SectionType
from yarnnn_pipelines.context.turns import WITHOUT_TURNS
from yarnnn_pipelines.core.spans import Span
from yarnnn_pipelines.deliverables.brief.candidates import Candidate
from yarnnn_pipelines.deliverables.slots.frame import Frame, Source, voice_of
from yarnnn_pipelines.deliverables.week.client_week import Event
from yarnnn_pipelines.english.changes import old_and_new
from yarnnn_pipelines.english.days import days_ahead, due_day, full_day
from yarnnn_pipelines.english.passing import plans_a_day, tells_a_passing_state
from yarnnn_pipelines.english.statement import parse
from yarnnn_pipelines.english.voice import Voice

# In how many weeks a statement of a long story loses half of its weight: a brief tells how things are now.
HALVED_AFTER = timedelta(weeks=8)


# For how long a sentence such as "we wait for legal" is told, when no later word says how it went on.
PASSING_WITHIN = timedelta(weeks=1)


def in_reach(candidates: Iterable[Candidate], section: SectionType, frame: Frame) -> list[Candidate]:
    def is_in_reach(candidate: Candidate) -> bool:
        source = candidate.first.source
        if candidate.kind == "coming_meeting":
            return not too_far_ahead(section, frame, source.event)
        return not too_old(section, frame, source) and (candidate.kind == "people" or not over(section, frame, source))

    return [candidate for candidate in candidates if is_in_reach(candidate)]


def too_old(section: SectionType, frame: Frame, source: Source) -> str | None:
    """Why a section of a longer span does not reach back to these words; what falls due after the span is in reach."""
    span, event = frame.days, source.event
    if span.is_a_week or event.kind in WITHOUT_TURNS or section.last_weeks is None:
        return None
    day = frame.day(event.occurred_at)
    due = due_day(source.quote, voice_of(frame, event))
    if day > span.last - timedelta(weeks=section.last_weeks) or (due is not None and due > span.last):
        return None
    return f"“{section.title}” tells the last {section.last_weeks} weeks, and this is of {full_day(day)}"


def too_far_ahead(section: SectionType, frame: Frame, meeting: Event) -> bool:
    """It takes place later than the section looks ahead; the update of a later week tells it."""
    if section.next_days is None:
        return False
    return frame.day(meeting.occurred_at) > frame.days.last + timedelta(days=section.next_days)


def over(section: SectionType, frame: Frame, source: Source) -> str | None:
    """Why these words hold no more at the end of a longer span: they were said of a moment, or plan something for a day
    that has come. What was asked for by such a day is asked still."""
    span, event = frame.days, source.event
    if span.is_a_week or event.kind in WITHOUT_TURNS:
        return None
    day = frame.day(event.occurred_at)
    if day <= span.last - PASSING_WITHIN and tells_a_passing_state(source.quote):
        return f"it tells how things were on {full_day(day)}, for the moment"
    if "ask" in section.takes:
        return None
    came = _planned_for(source.quote, voice_of(frame, event), span)
    return f"it tells what was planned for {full_day(came)}, which has come" if came else None


def _planned_for(sentence: str, voice: Voice, span: Span) -> date | None:
    """The day within the span for which a sentence plans something; of a plan with several the first, of a moved one
    the day to which it moved."""
    if "intended" not in parse(sentence).modalities and not plans_a_day(sentence):
        return None
    days = days_ahead(sentence, voice)
    if old_and_new(sentence) is not None:
        days = [max(days)] if days else []
    return min((day for day in days if voice.day < day <= span.last), default=None)


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
