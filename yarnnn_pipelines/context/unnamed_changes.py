"""Which earlier sentence a change speaks of that does not name its thing: "make that 8k" by mail, of a budget in Slack.

In its own thread it is the last sentence that settles such a value. Elsewhere it is the only one that the client's
events have; where there are several, each may be meant, and a person is to see it. What changes, and what settles, is
`english.unnamed_changes`; a change that names its thing is `facts`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Generic

from yarnnn_pipelines.context.turns import WITHOUT_TURNS, SaidEvent
from yarnnn_pipelines.english.likeness import content_words
from yarnnn_pipelines.english.sentences import core
from yarnnn_pipelines.english.stance import sentences_stood_by
from yarnnn_pipelines.english.unnamed_changes import Settled, are_of_one_kind, changes, may_change, settles

_SETTLED_READ = 40  # of the sentences before a change, the last so many
_LONGEST_TEXT = 4_000  # characters; whoever writes more names what they speak of


@dataclass(frozen=True)
class _Sentence(Generic[SaidEvent]):
    event: SaidEvent
    start: int
    end: int

    @property
    def words(self) -> str:
        return self.event.text[self.start : self.end]


@dataclass(frozen=True)
class UnnamedChange(Generic[SaidEvent]):
    """start, end: of the sentence that changes something, in its event's text. is_of_it: there is nothing else that it
    could change. in_its_thread: it stands in the thread of what it changes."""

    event: SaidEvent
    start: int
    end: int
    is_of_it: bool
    in_its_thread: bool

    @property
    def words(self) -> str:
        return self.event.text[self.start : self.end]


class UnnamedChanges(Generic[SaidEvent]):
    """What the later of some events change in the earlier; events: of one client, in any order."""

    def __init__(self, events: Iterable[SaidEvent]) -> None:
        self._changes: dict[str, list[tuple[_Sentence[SaidEvent], UnnamedChange[SaidEvent]]]] = defaultdict(list)
        settled: dict[Settled, list[_Sentence[SaidEvent]]] = defaultdict(list)
        for event in sorted(events, key=lambda event: (event.occurred_at, event.event_id)):
            if event.kind in WITHOUT_TURNS or len(event.text) > _LONGEST_TEXT:
                continue
            for said in _sentences_of(event):
                kinds = may_change(said.words)
                for kind in kinds:
                    self._note(said, settled[kind][-_SETTLED_READ:])
                for kind in settles(said.words) if not kinds else ():
                    settled[kind].append(said)

    def of(self, event_id: str, start: int, end: int) -> UnnamedChange[SaidEvent] | None:
        """The last that changes what the sentence at these offsets settles."""
        noted = (change for said, change in self._changes.get(event_id, ()) if said.start < end and start < said.end)
        return max(noted, key=lambda change: (change.is_of_it, change.event.occurred_at), default=None)

    def _note(self, later: _Sentence[SaidEvent], settled: list[_Sentence[SaidEvent]]) -> None:
        before = [
            said
            for said in settled
            if said.event.occurred_at < later.event.occurred_at and changes(later.words, said.words)
        ]
        in_thread = [said for said in before if said.event.thread == later.event.thread]
        alike = in_thread[-1:] or [said for said in before if _is_alike(later, said)]
        meant = alike or before[-1:]
        is_only = len({content_words(said.words) for said in alike}) == 1
        for said in meant:
            change = UnnamedChange(later.event, later.start, later.end, is_only, bool(in_thread))
            self._changes[said.event.event_id].append((said, change))


def _is_alike(later: _Sentence[SaidEvent], said: _Sentence[SaidEvent]) -> bool:
    return "choice" not in may_change(later.words) or are_of_one_kind(later.words, said.words)


def _sentences_of(event: SaidEvent) -> Iterable[_Sentence[SaidEvent]]:
    for span in sentences_stood_by(event.text):
        if (place := core(event.text, span)) is not None:
            yield _Sentence(event, *place)
