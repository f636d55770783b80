"""Remarks: the sentences of a week that may be worth a line, best first, each with the reason.

Which of them the draft tells is the writer's choice; what is left is offered (`offers`). Only what the deliverable's
reader could see gets in.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from yarnnn_pipelines.config.deliverable_types import CandidateKind, DeliverableType
from yarnnn_pipelines.deliverables.brief.candidates import Piece
from yarnnn_pipelines.deliverables.week.client_week import Signal

# Why a sentence may be worth a line, by what it is read as; one that is read as anything else is no remark.
_REASONS: Mapping[CandidateKind, str] = {
    "decision": "it tells of a decision",
    "change": "it tells of a change",
    "done": "it says that something is done",
    "metric": "it gives a number",
    "risk": "it tells of a problem",
    "commitment": "it promises something",
}


@dataclass(frozen=True)
class Remark:
    """A sentence that may be worth a line. section: where it would stand; reason: why, in words."""

    piece: Piece
    section: str
    score: float
    reason: str


def remarks(signals: Iterable[Signal], kind: DeliverableType) -> tuple[Remark, ...]:
    """signals: of what the reader could see."""
    best: dict[tuple[str, int], Remark] = {}
    by_signal: dict[str, tuple[str, str]] = {
        name: (kind.section_of[name], reason) for name, reason in _REASONS.items() if name in kind.section_of
    }
    for signal in signals:
        if signal.signal not in by_signal or signal.event.kind == "page":
            continue
        section, reason = by_signal[signal.signal]
        piece = Piece(signal.event, signal.start, signal.end)
        remark = Remark(piece, section, signal.score, reason)
        if piece.key not in best or best[piece.key].score < remark.score:
            best[piece.key] = remark
    return tuple(sorted(best.values(), key=lambda remark: (-remark.score, remark.piece.key)))
