"""The answers to the parts of a long week made one: each matter once, no part before the others.

How a week is cut is `prompt`; what a section has room for is the writer's.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from itertools import zip_longest

from yarnnn_pipelines.deliverables.claims import Claim
from yarnnn_pipelines.deliverables.writers.model.answer import Answer
from yarnnn_pipelines.english.likeness import tells_the_same


def merged(answers: Sequence[Answer]) -> Answer:
    """The first claims of all parts, then the second ones, so that what a section has no room for is what each part
    named last; what tells or quotes the same as an earlier one is left out."""
    kept: list[Claim] = []
    dropped: Counter[str] = Counter()
    for answer in answers:
        dropped.update(answer.dropped)
    for rank in zip_longest(*(answer.claims for answer in answers)):
        for claim in rank:
            if claim is None:
                continue
            if any(_same(claim, other) for other in kept):
                dropped["told_twice"] += 1
            else:
                kept.append(claim)
    return Answer(tuple(kept), dict(dropped))


def _same(claim: Claim, other: Claim) -> bool:
    spans = {(item.event_id, item.start, item.end) for item in claim.evidence}
    others = {(item.event_id, item.start, item.end) for item in other.evidence}
    return spans == others or tells_the_same(claim.text, other.text)
