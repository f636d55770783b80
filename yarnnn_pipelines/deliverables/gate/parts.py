"""What part each of its sources has in a model's sentence.

A source that shares no word with the sentence has none, be it of the same matter; what one says alone rests on that
one. Whose word a source is, is `senders`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from yarnnn_pipelines.deliverables.claims import Claim, Evidence
from yarnnn_pipelines.deliverables.gate.reasons import quoted
from yarnnn_pipelines.deliverables.week.client_week import StoredEvidence
from yarnnn_pipelines.english.days import DATE_WRITTEN
from yarnnn_pipelines.english.likeness import content_words, numbers, overlap

_BACKS = 0.5  # of the words of a source that tells once more what another told
_OF_ONE_MATTER = 2  # words and numbers that two sources and the sentence share: it tells how the same thing went on
_SAYS_MUCH = 6  # words of a source that would be told if it were needed; an answer of fewer may be "yes, do that"
_ASSENTS = 2  # words of an answer in the same place, as "all noted", "moved"
_CLOCK = re.compile(r"(?<=\d):(?=\d\d)")  # half past nine and half past ten have no number in common
_OWN_WORDS = 2  # that a source may add to what others say, which is then theirs as well


def without_a_part(claim: Claim, rows: Sequence[StoredEvidence], talks: Sequence[str]) -> Iterator[str]:
    """The sources of which the sentence takes nothing. rows: of its evidence, one by one; talks: the conversation that
    each stands in."""
    heard = [_heard(item, row) for item, row in zip(claim.evidence, rows, strict=True)]
    told = _heard_words(claim.text)
    for position, item in enumerate(claim.evidence):
        others = frozenset[str]().union(*(words for place, words in enumerate(heard) if place != position))
        same_matter = told & others & _heard_words(DATE_WRITTEN.sub(" ", item.quote))
        is_needed = bool(told & (heard[position] - others)) or overlap(item.quote, claim.text) >= _BACKS
        is_needed = is_needed or len(same_matter) >= _OF_ONE_MATTER
        says = len(content_words(item.quote))
        beside = [row.event.container_id for row in rows].count(rows[position].event.container_id) > 1
        is_answer = (talks.count(talks[position]) > 1 and says < _SAYS_MUCH) or (beside and says <= _ASSENTS)
        if len(heard) > 1 and not is_needed and not is_answer:
            yield f"the sentence tells nothing of its source “{quoted(item.quote)}”; take that source off, or tell it"


def is_said_by_others(place: int, claim: Claim, rows: Sequence[StoredEvidence], others: Sequence[int]) -> bool:
    """What the sentence takes of one source, by its place, other ones say, too."""
    if not others:
        return False
    heard = [_heard(item, row) for item, row in zip(claim.evidence, rows, strict=True)]
    author = content_words(rows[place].event.author_name or "")
    alone = (_heard_words(claim.text) & heard[place]) - author - frozenset().union(*(heard[other] for other in others))
    return not numbers(" ".join(alone)) and len(alone) <= _OWN_WORDS


def _heard_words(text: str) -> frozenset[str]:
    return content_words(text) | numbers(_CLOCK.sub("", text))


def _heard(item: Evidence, row: StoredEvidence) -> frozenset[str]:
    """The words and numbers of a source: title, quote, and who said it."""
    words = DATE_WRITTEN.sub(" ", item.quote)  # a day is no matter
    return _heard_words(f"{row.event.title or ''} {words} {row.event.author_name or ''}")
