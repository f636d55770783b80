"""The client's questions that we answered: each answer beside the question, so that a reader knows of what it speaks.

Whether a sentence answers another is `english.answers`; which turn of a conversation answers which is `context.turns`.
What waits for an answer is `open_requests`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from yarnnn_pipelines.context.conversations import Conversation
from yarnnn_pipelines.deliverables.brief.candidates import Candidate, Piece, in_time
from yarnnn_pipelines.deliverables.brief.weighing import Weighing
from yarnnn_pipelines.deliverables.week.client_week import Event, Signal
from yarnnn_pipelines.english.answers import gives_the_day_asked_for, says_yes_or_no, tells_the_answer
from yarnnn_pipelines.english.leaning import leans
from yarnnn_pipelines.english.likeness import content_words
from yarnnn_pipelines.english.requests import matter_of
from yarnnn_pipelines.english.sentences import Span, core
from yarnnn_pipelines.english.stance import sentences_stood_by
from yarnnn_pipelines.english.statement import parse

_TURNS_READ = 30  # of those after a question
_SHARED = 2  # words of the question's matter by which a turn that answers another question answers this one too


def answered_questions(signals: Sequence[Signal], weighing: Weighing, client_id: str) -> list[Candidate]:
    """One for each sentence that answers, the answer first and then the question; none where the question sets a
    condition. signals: of what the reader sees."""
    place = {event.event_id: (talk, turn) for talk in weighing.conversations for turn, event in enumerate(talk.events)}
    answered: dict[tuple[str, int], Candidate] = {}
    for signal in in_time(signals):
        if signal.signal != "question" or signal.event.author_is_us or signal.event.author_client_id != client_id:
            continue
        if signal.event.event_id not in place:
            continue
        talk, turn = place[signal.event.event_id]
        question = Piece(signal.event, signal.start, signal.end)
        if "conditional" in parse(question.quote).modalities:
            continue
        matter = matter_of(question.quote)
        found = _answers_to(question, talk, turn)
        answer = max(found, key=lambda piece: len(content_words(piece.quote) & matter), default=None)  # or the first
        if answer is not None:  # a later question of the same answer stands nearer to it
            answered[answer.key] = Candidate("answer", (answer, question), signal.score)
    return list(answered.values())


def _said_in(event: Event) -> Iterator[Span]:
    """What of each sentence says something, and a yes or a no that it begins with."""
    for span in sentences_stood_by(event.text):
        said = span if says_yes_or_no(event.text[span.start : span.end]) else core(event.text, span)
        if said is not None:
            yield said


def _answers_to(question: Piece, talk: Conversation[Event], asked_in: int) -> Iterator[Piece]:
    """The sentences that answer, of the first of our turns in which one does."""
    for turn in range(asked_in + 1, min(len(talk.events), asked_in + 1 + _TURNS_READ)):
        event = talk.events[turn]
        if not event.author_is_us:
            continue
        is_its_answer = talk.turns[turn].answers == asked_in
        found = [
            piece
            for piece in (Piece(event, *span) for span in _said_in(event))
            if is_its_answer or len(content_words(piece.quote) & matter_of(question.quote)) >= _SHARED
            if tells_the_answer(piece.quote, question.quote)
            and (not leans(piece.quote) or gives_the_day_asked_for(piece.quote, question.quote))
        ]
        if found:
            yield from found
            return
