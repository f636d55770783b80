"""Numbers of a longer span, each with the value that was stated for the same thing before.

Only where a section tells numbers with their change. Which sentences give a number of the same thing, and how the
change is worded, is the slot `measured`; that a newer number takes an older one's place is `merging`.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from yarnnn_pipelines.core.spans import Span
from yarnnn_pipelines.deliverables.brief.candidates import Candidate
from yarnnn_pipelines.deliverables.brief.later_words import LaterWords
from yarnnn_pipelines.deliverables.slots.frame import Frame
from yarnnn_pipelines.deliverables.slots.measured import measures_the_same
from yarnnn_pipelines.english.likeness import content_words
from yarnnn_pipelines.english.shared_words import SharedWords


def with_values_before(
    numbers: Sequence[Candidate], earlier: Iterable[Candidate], later: LaterWords, frame: Frame
) -> list[Candidate]:
    """The numbers, each with the piece to compare it with, where one stands.

    earlier: candidates whose number a newer one has replaced, and those of the time before the span. Of what stood
    before the span the last counts, which is what a reader was told last; else the first within a month, or the last
    of a longer span. A value that was taken back is compared with nothing.
    """
    known = sorted((one for one in earlier if one.kind == "metric"), key=lambda one: one.first.event.occurred_at)
    index = SharedWords()
    for place, one in enumerate(known):
        index.add(place, content_words(one.first.quote))
    compared = []
    for number in numbers:
        alike = index.places(content_words(number.first.quote), at_least=2)
        near = [known[place] for place in sorted(alike)]
        fitting = [one for one in near if measures_the_same(number.first.source, one.first.source)]
        standing = [one for one in fitting if later.taken_back(one) is None]
        compared.append(replace(number, before=_to_compare(standing, frame).first) if standing else number)
    return compared


def _to_compare(standing: Sequence[Candidate], frame: Frame) -> Candidate:
    span: Span = frame.days
    before = [one for one in standing if frame.day(one.first.event.occurred_at) < span.first]
    if before:
        return before[-1]
    return standing[0] if span.is_a_month else standing[-1]
