"""What a brief of a whole project tells beside what happened: its goals, and who works on it.

Both are read off the span's own texts. How a goal is worded in English is `english.goals`, what a contact's role is
stands in yarnnn.yaml.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from yarnnn_pipelines.context.turns import WITHOUT_TURNS
from yarnnn_pipelines.deliverables.brief.candidates import Candidate, Piece
from yarnnn_pipelines.deliverables.slots.frame import Frame, speaker
from yarnnn_pipelines.deliverables.slots.slots import MOST_PEOPLE, is_theirs
from yarnnn_pipelines.deliverables.week.client_week import Event, Signal
from yarnnn_pipelines.english.goals import goals_on_page, states_a_goal
from yarnnn_pipelines.english.stance import sentences_stood_by


def goals(events: Iterable[Event]) -> list[Candidate]:
    """The goals that people state, and those on pages; of a page that was edited since, as it stands last."""
    pages: dict[str, Event] = {}
    stated: list[Candidate] = []
    for event in sorted(events, key=lambda event: (event.occurred_at, event.event_id)):
        if event.kind == "page":
            pages[event.event_id.rpartition("@")[0] or event.event_id] = event
        elif event.kind != "meeting":
            for start, end, *_ in sentences_stood_by(event.text):
                if states_a_goal(event.text[start:end]):
                    stated.append(Candidate("goal", (Piece(event, start, end),), 2.0))
    on_pages = [
        Candidate("goal", (Piece(page, *span),), 3.0) for page in pages.values() for span in goals_on_page(page.text)
    ]
    return [*on_pages, *stated]


def people(signals: Iterable[Signal], frame: Frame) -> list[Candidate]:
    """One candidate for the client's people and one for ours, those who stated most first, each with a sentence."""
    said: dict[str, list[Signal]] = {}
    for signal in signals:
        event = signal.event
        is_a_turn = event.author_name in frame.people and event.kind not in WITHOUT_TURNS
        is_a_turn &= not signal.fields.get("unclear")  # a sentence that nothing can rest on
        if is_a_turn and speaker(frame, event) == (event.author_name, False):
            said.setdefault(event.author_name or "", []).append(signal)
    most_first = sorted(said.values(), key=lambda of_one: (-len(of_one), of_one[0].event.author_name or ""))
    newest = [max(of_one, key=lambda signal: (signal.event.occurred_at, signal.start)) for of_one in most_first]
    sides: Sequence[list[Signal]] = (
        [signal for signal in newest if is_theirs(frame, signal.event)],
        [signal for signal in newest if signal.event.author_is_us],
    )
    return [
        Candidate("people", tuple(Piece(one.event, one.start, one.end) for one in side[:MOST_PEOPLE]), score)
        for side, score in zip(sides, (2.0, 1.0), strict=True)
        if side
    ]
