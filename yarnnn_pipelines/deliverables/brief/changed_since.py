"""What was settled and changed since by words that do not name it, or is true of another number of things than was
said: told as it is now, beside the words before, or, where nobody knows which holds, not at all.

Which earlier sentence a change speaks of is `context.unnamed_changes`, which number governs `context.portions`; the
gate asks both too. How it is worded is `slots/changed.py`. A change that names its thing is `contradictions`, a day
that was moved `carried_over`.
"""

from __future__ import annotations

from collections.abc import Sequence

from yarnnn_pipelines.config.deliverable_types import DeliverableType
from yarnnn_pipelines.context.portions import Portions
from yarnnn_pipelines.context.stated import StatedWords
from yarnnn_pipelines.context.taken_back import TakenBack
from yarnnn_pipelines.context.unnamed_changes import UnnamedChanges
from yarnnn_pipelines.deliverables.brief.candidates import Candidate, Piece, may_be_shown, said_in
from yarnnn_pipelines.deliverables.claims import Verdict
from yarnnn_pipelines.deliverables.slots.frame import Frame
from yarnnn_pipelines.deliverables.week.client_week import Event

Falling = tuple[Candidate, Verdict, str]


def changed_since(
    standing: Sequence[Candidate],
    falling: Sequence[Falling],
    events: Sequence[Event],
    kind: DeliverableType,
    frame: Frame,
) -> tuple[list[Candidate], list[Falling]]:
    """What stands and what falls, once what was changed is told with the change, where the reader could see both."""
    changes, portions = UnnamedChanges(events), Portions(events)
    kept, fallen = [], [one for one in falling if one[1] != "stale"]
    told: dict[tuple[str, int], Candidate] = {}
    gone = {one[0].first.key for one in falling}
    stale = {id(one[0]): one for one in falling if one[1] == "stale"}
    for candidate in (*standing, *(one[0] for one in stale.values())):
        said = candidate.first
        other = portions.beside(said.event, said.start, said.end)
        if other is not None and not other.governs:
            words = said_in(other.event, other.words, frame)
            fallen.append((candidate, "contradicted", f"of another number it is said {words}: ask which holds"))
            continue
        unnamed = changes.of(said.event.event_id, said.start, said.end)
        change = other or (unnamed if unnamed is not None and unnamed.is_of_it else None)
        if change is None:
            if id(candidate) in stale:
                fallen.append(stale[id(candidate)])
            else:
                kept.append(candidate)
            continue
        fallen.append((candidate, "stale", f"a later word changes it, {said_in(change.event, change.words, frame)}"))
        if (change.event.event_id, change.start) in gone or _is_taken_back_since(change.event, candidate, events):
            continue
        if may_be_shown(change.event, kind) and may_be_shown(said.event, kind):
            later = Piece(change.event, change.start, change.end)
            told.setdefault(later.key, Candidate(candidate.kind, (later,), candidate.score, changes=said))
    return [*(one for one in kept if one.first.key not in told), *told.values()], fallen


def _is_taken_back_since(change: Event, candidate: Candidate, events: Sequence[Event]) -> bool:
    """What was changed was taken back after that, and its change with it."""
    said = candidate.first
    since = [said.event, *(event for event in events if event.occurred_at > change.occurred_at)]
    return TakenBack(since, {said.event.event_id}).by(StatedWords(candidate.kind, (said,))) is not None
