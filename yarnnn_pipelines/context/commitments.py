"""The promises of both sides, each with what became of it: `context.commitments`.

Which words close a promise is `promises`, how the table grows `open_points`; what of it is told,
`deliverables.brief.carried_over`.
"""

from __future__ import annotations

from collections.abc import Sequence

import duckdb

from yarnnn_pipelines.config.settings import Settings
from yarnnn_pipelines.context.conversations import conversations
from yarnnn_pipelines.context.later_turns import LaterTurns
from yarnnn_pipelines.context.open_points import Closes, PointTable, Sides, build_points
from yarnnn_pipelines.context.promises import Closings
from yarnnn_pipelines.context.stated import StatedWords, says_something_by_itself
from yarnnn_pipelines.context.taken_back import TakenBack
from yarnnn_pipelines.context.week_events import WeekEvent, WeekSignal
from yarnnn_pipelines.english.promises import due_words


def build_commitments(con: duckdb.DuckDBPyConnection, settings: Settings, weeks: Sequence[str]) -> dict[str, int]:
    """Bring the promises up to date with `weeks`; returns how many are in each state."""
    return build_points(con, settings, weeks, _COMMITMENTS)


def _closes(events: Sequence[WeekEvent], signals: Sequence[WeekSignal], sides: Sides) -> Closes:
    # Also what is too short to be told: "We booked the photographer".
    stated = [StatedWords(signal.signal, (signal.words,)) for signal in signals if says_something_by_itself(signal)]
    stating = {fact.pieces[0].event.event_id for fact in stated}
    turns = LaterTurns(conversations(events, events[0].client_id))
    return Closings(stated, sides, TakenBack(events, stating), turns).of


_COMMITMENTS = PointTable(
    name="commitments",
    key="commitment_id",
    signal="commitment",
    closed=("kept", "moved", "withdrawn"),
    due=due_words,
    closes=_closes,
    edition="edition 8",
)
