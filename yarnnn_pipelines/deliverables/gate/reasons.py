"""The words in which a reason names a source, for whoever reads why a claim was withheld.

What speaks against a claim is the other modules' of this room.
"""

from __future__ import annotations

from yarnnn_pipelines.deliverables.slots.frame import Frame
from yarnnn_pipelines.deliverables.week.client_week import Event
from yarnnn_pipelines.english.days import full_day
from yarnnn_pipelines.english.rewording import shortened

_FIRST_WORDS = 80  # characters of a quote that a reason repeats
_LONGEST_QUOTED = 160  # where the quote is what speaks against a model's sentence


def named(event: Event, frame: Frame) -> str:
    """What was said: "Mia Duarte's mail of Tuesday 10 November"."""
    return f"{event.author_name or 'Somebody'}'s {event.kind} of {full_day(frame.day(event.occurred_at))}"


def first_words(quote: str) -> str:
    return shortened(" ".join(quote.split()), _FIRST_WORDS)


def quoted(words: str) -> str:
    return shortened(" ".join(words.split()), _LONGEST_QUOTED)
