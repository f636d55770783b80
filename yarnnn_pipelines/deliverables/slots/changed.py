"""The wording of a value that somebody changed, with the value before: a sum, a share, a count or an option.

What a value is, and which sentence tells of a change, is `context.facts`; a day that was moved is `promised`.
"""

from __future__ import annotations

from collections.abc import Sequence

from yarnnn_pipelines.context.facts import value_before
from yarnnn_pipelines.deliverables.slots.frame import Frame, Source, voice_of
from yarnnn_pipelines.english.likeness import content_words
from yarnnn_pipelines.english.rewording import reported


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
