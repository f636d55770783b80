"""Two sentences that say of how many of some things something is true, and can't both hold: which governs.

More than before is how things went on. Less, the author of the earlier word may say, whoever answers in its thread, and
the same side with a word that corrects ("only", "so far"); else nobody knows which holds. What the sentences say is
`english.portions`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Generic

from yarnnn_pipelines.context.turns import WITHOUT_TURNS, SaidEvent
from yarnnn_pipelines.english.portions import can_not_both_hold, corrects_downwards, is_more, portion_in
from yarnnn_pipelines.english.sentences import core
from yarnnn_pipelines.english.stance import sentences_stood_by

_OF_A_NOUN_READ = 30  # of the sentences that count one kind of thing, the last so many


@dataclass(frozen=True)
class OtherPortion(Generic[SaidEvent]):
    """start, end: of the other sentence. governs: it was said later, by who may correct the first."""

    event: SaidEvent
    start: int
    end: int
    governs: bool

    @property
    def words(self) -> str:
        return self.event.text[self.start : self.end]


class Portions(Generic[SaidEvent]):
    """events: of one client, in any order."""

    def __init__(self, events: Iterable[SaidEvent]) -> None:
        self._by_noun: dict[str, list[tuple[SaidEvent, int, int]]] = defaultdict(list)
        for event in sorted(events, key=lambda event: (event.occurred_at, event.event_id)):
            if event.kind in WITHOUT_TURNS:
                continue
            for span in sentences_stood_by(event.text):
                place = core(event.text, span)
                portion = portion_in(event.text[slice(*place)]) if place else None
                if place is not None and portion is not None:
                    self._by_noun[portion.noun].append((event, *place))

    def beside(self, event: SaidEvent, start: int, end: int) -> OtherPortion[SaidEvent] | None:
        """The last sentence that can't hold beside the one at these offsets, unless that one governs it."""
        said = event.text[start:end]
        portion = portion_in(said)
        if portion is None:
            return None
        for other, other_start, other_end in reversed(self._by_noun[portion.noun][-_OF_A_NOUN_READ:]):
            words = other.text[other_start:other_end]
            if other.event_id == event.event_id or not can_not_both_hold(words, said):
                continue
            if other.occurred_at > event.occurred_at:
                return OtherPortion(other, other_start, other_end, _governs(other, words, event, said))
            if not _governs(event, said, other, words):
                return OtherPortion(other, other_start, other_end, governs=False)
        return None


def _governs(later: SaidEvent, words: str, earlier: SaidEvent, said: str) -> bool:
    if is_more(words, said) or later.author_name == earlier.author_name or later.thread == earlier.thread:
        return True
    return later.author_is_us == earlier.author_is_us and corrects_downwards(words)
