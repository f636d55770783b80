"""What earlier weeks left open: each promise and ask of the weeks before, as it stands by the end of this one.

Nothing is told for ever: what nobody has spoken of for `reach.SPOKEN_WITHIN` is offered.
What answers an ask is `open_requests`, how far back a week looks `core.spans`.
"""

from __future__ import annotations

from collections.abc import Sequence

from yarnnn_pipelines.config.deliverable_types import DeliverableType
from yarnnn_pipelines.deliverables.brief.candidates import Candidate, may_be_shown
from yarnnn_pipelines.deliverables.brief.open_requests import open_asks
from yarnnn_pipelines.deliverables.brief.reach import is_still_spoken_of
from yarnnn_pipelines.deliverables.brief.remarks import Remark
from yarnnn_pipelines.deliverables.slots.frame import Frame
from yarnnn_pipelines.deliverables.week.client_week import Signal, WeekContext
from yarnnn_pipelines.english.days import day_month

CERTAIN = 1.0  # the score of an offer that stands before all others


def asks_so_far(
    signals: Sequence[Signal], week: WeekContext, kind: DeliverableType, frame: Frame
) -> tuple[list[Candidate], list[Remark]]:
    """The asks without an answer: those that are told, and those of earlier weeks that are only offered.

    signals: of the week, what its reader could see. An answer closes an ask also where the client can't read it.
    """
    before = week.before if kind.looks_back else None
    earlier = [one for one in before.signals if may_be_shown(one.event, kind)] if before else []
    asked_before = [one for one in earlier if one.signal == "question" and one.event.author_is_us]
    if not before or not asked_before:
        events = [event for event in week.events if may_be_shown(event, kind)]
        return open_asks(signals, events, week), []
    since = min(one.event.occurred_at for one in asked_before)
    events = [*(event for event in before.events if event.occurred_at >= since), *week.events]
    asks = open_asks([*asked_before, *signals], events, week)
    told = [ask for ask in asks if is_still_spoken_of(frame, [piece.source for piece in ask.pieces])]
    return told, [_offered(ask, kind, frame) for ask in asks if ask not in told]


def _offered(ask: Candidate, kind: DeliverableType, frame: Frame) -> Remark:
    day = day_month(frame.day(ask.last_said))
    section = kind.section_of.get(ask.kind, kind.sections[0].id)
    return Remark(ask.first, section, CERTAIN, f"we asked it of the client, last on {day}, and read no answer")
