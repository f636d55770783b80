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

_REASONS: Mapping[str, str] = {
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
    for signal in signals:
        section = _section(signal.signal, kind)
        if section is None or signal.event.kind == "page":
            continue
        piece = Piece(signal.event, signal.start, signal.end)
        remark = Remark(piece, section, signal.score, _REASONS[signal.signal])
        if piece.key not in best or best[piece.key].score < remark.score:
            best[piece.key] = remark
    return tuple(sorted(best.values(), key=lambda remark: (-remark.score, remark.piece.key)))


def _section(signal: str, kind: DeliverableType) -> str | None:
    wanted: Mapping[str, CandidateKind] = {
        "decision": "decision",
        "change": "change",
        "done": "done",
        "metric": "metric",
        "risk": "risk",
        "commitment": "commitment",
    }
    return kind.section_of.get(wanted[signal]) if signal in wanted else None
