"""The wording of a value that somebody changed, with the value before: a sum, a share, a count or an option.

What a value is, and which sentence tells of a change, is `context.facts`, and, where the change does not name it,
`context.unnamed_changes`, of how many it is so, `context.portions`; a day that was moved is `promised`.
"""

from __future__ import annotations

from collections.abc import Sequence

from yarnnn_pipelines.context.facts import value_before
from yarnnn_pipelines.deliverables.slots.frame import Frame, Source, voice_of
from yarnnn_pipelines.deliverables.slots.passed_on import are_their_own_words
from yarnnn_pipelines.english.days import day_in_week
from yarnnn_pipelines.english.likeness import content_words
from yarnnn_pipelines.english.portions import can_not_both_hold
from yarnnn_pipelines.english.rewording import quotable, reported
from yarnnn_pipelines.english.unnamed_changes import changes

_LONGEST = 300  # characters of what is quoted


def names_of_the_client(frame: Frame) -> frozenset[str]:
    """Stems of the words that tell no thing of this client from another: "Acme's budget" is the budget."""
    return content_words(" ".join((frame.client_name, *frame.own_names)))


def changed(frame: Frame, sources: Sequence[Source]) -> str | None:
    """ "The photo shoot fee is now €1,100 (changed from €900)."."""
    if len(sources) != 2:
        return None
    new, old = sources
    before = value_before(new, old, names_of_the_client(frame))
    sentence = reported(new.quote, voice_of(frame, new.event), new.before)
    return f"{sentence.rstrip('.')} (changed from {before})." if before and sentence else None


def otherwise(frame: Frame, sources: Sequence[Source]) -> str | None:
    """A change that does not name what it changes, and the words before: "Dana, on Thursday: “Make that €8k.” Before,
    on Tuesday: “The budget is €12,000.”"."""
    if len(sources) != 2 or not are_their_own_words(frame, sources):
        return None
    new, old = sources
    later, earlier = voice_of(frame, new.event), voice_of(frame, old.event)
    if new.event.occurred_at <= old.event.occurred_at or not _is_otherwise(new.quote, old.quote):
        return None
    told, before = quotable(new.quote), quotable(old.quote)
    if later.first_name is None or told is None or before is None or len(told) + len(before) > _LONGEST:
        return None
    days = [day_in_week(voice.day, frame.week_start) for voice in (later, earlier)]
    return f"{later.first_name}, on {days[0]}: “{told}” Before, on {days[1]}: “{before}”"


def _is_otherwise(new: str, old: str) -> bool:
    return changes(new, old) or can_not_both_hold(new, old)
