"""What either side asked, each with what answered it: `context.questions`.

Which words answer a question is `answers`, how the table grows `open_points`. A question that nobody answers need not
be an open ask: which are told is `deliverables.brief.open_requests`.
"""

from __future__ import annotations

from collections.abc import Sequence

import duckdb

from yarnnn_pipelines.config.settings import Settings
from yarnnn_pipelines.context.answers import Answers
from yarnnn_pipelines.context.open_points import Closes, PointTable, Sides, build_points
from yarnnn_pipelines.context.promises import ClosedBy
from yarnnn_pipelines.context.stated import Words
from yarnnn_pipelines.context.week_events import WeekEvent, WeekSignal
from yarnnn_pipelines.english.by_when import needed_by


def build_questions(con: duckdb.DuckDBPyConnection, settings: Settings, weeks: Sequence[str]) -> dict[str, int]:
    """Bring the questions up to date with `weeks`; returns how many are in each state."""
    return build_points(con, settings, weeks, _QUESTIONS)


def _closes(events: Sequence[WeekEvent], _signals: Sequence[WeekSignal], sides: Sides) -> Closes:
    answers = Answers(events, sides.first_names)
    by_id = {event.event_id: event for event in events}

    def answered(question: Words) -> ClosedBy | None:
        answer = answers.to(by_id[question.event.event_id], question.quote)
        return ClosedBy("answered", answer, answer.text) if answer else None

    return answered


_QUESTIONS = PointTable(
    name="questions",
    key="question_id",
    signal="question",
    closed=("answered",),
    due=needed_by,
    closes=_closes,
    edition="edition 6",
)
