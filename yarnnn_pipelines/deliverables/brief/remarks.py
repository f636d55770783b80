"""Remarks: the sentences of a week that may be worth a line, best first, each with the reason.

Every sentence that the deliverable's reader could see is weighed, also one in which no pattern finds anything: patterns
and its statement only say in which section it would stand. Which remarks the draft tells is the writer's choice; what
is left is offered (`offers`). How a sentence is weighed is `salience`.
"""

from __future__ import annotations

import heapq
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from yarnnn_pipelines.config.deliverable_types import CandidateKind, DeliverableType
from yarnnn_pipelines.context.answers import Answers
from yarnnn_pipelines.deliverables.brief.candidates import Candidate, Piece
from yarnnn_pipelines.deliverables.brief.salience import rough_salience, telling_words
from yarnnn_pipelines.deliverables.brief.weighing import Weighing
from yarnnn_pipelines.deliverables.slots.frame import Frame
from yarnnn_pipelines.deliverables.week.client_week import Event, Signal
from yarnnn_pipelines.english.dialogue import UNDER_WAY
from yarnnn_pipelines.english.figures import gives_a_number
from yarnnn_pipelines.english.leaning import leans
from yarnnn_pipelines.english.likeness import content_words
from yarnnn_pipelines.english.next_words import tells_of_none_since
from yarnnn_pipelines.english.overtaking import points_to_a_trouble, says_it_is_over
from yarnnn_pipelines.english.passing import is_over_by_evening
from yarnnn_pipelines.english.promises import is_a_plan_of_ours, promises_without_subject
from yarnnn_pipelines.english.results import says_resolved
from yarnnn_pipelines.english.rhetorical import disregards
from yarnnn_pipelines.english.stance import sentences_stood_by
from yarnnn_pipelines.english.statement import Statement, parse

# Of made-up conversations that the model was not fitted to, 96 of 100 sentences that are worth a line weigh as much.
LEAST = 0.2
# A sentence that a pattern reads as news, one that names a day and what we ask of the client are what a reviewer looks
# for first, and the model knows them by words that it may not have seen: each counts as so much more, and needs less.
ADVANTAGE, LEAST_WITH_ADVANTAGE = 0.3, 0.1
# What is told weighs as much; a number, which patterns find in asides as often, more; what a pattern has proven, or
# somebody waits for, less.
LEAST_TOLD, LEAST_PROVEN = 0.4, 0.12
_LEAST: Mapping[CandidateKind, float] = {
    "metric": 0.6,
    "decision": LEAST_TOLD,
    **dict.fromkeys(("change", "done", "commitment", "ask", "answer"), LEAST_PROVEN),
}
# What the client does by itself, or means to, is less often our reader's news than what we do.
_OF_US: frozenset[CandidateKind] = frozenset({"done", "commitment"})
# From here on one is as good as the other: more than nine of ten are worth a line.
CERTAIN = 0.8
# As many sentences of a week are weighed with all that is known of them: those whose words alone weigh most.
MOST_WEIGHED = 300
LONGEST = 600  # characters; what is longer is a log, a table or a list

# Why a sentence may be worth a line, by what it is read as, the strongest reading first.
_REASONS: Mapping[CandidateKind, str] = {
    "decision": "it tells of a decision",
    "change": "it tells of a change",
    "risk": "it tells of a problem",
    "metric": "it gives a number",
    "done": "it says that something is done",
    "commitment": "it promises something",
}


@dataclass(frozen=True)
class Remark:
    """A sentence that may be worth a line. section: where it would stand; score: 0 to 1; reason: why, in words.
    is_overdue: it asks the client for something by a day that has passed, and no answer was read."""

    piece: Piece
    section: str
    score: float
    reason: str
    is_overdue: bool = False


def remarks(
    weighing: Weighing,
    signals: Iterable[Signal],
    kind: DeliverableType,
    frame: Frame,
    to_judge: Mapping[tuple[str, int], str],
) -> tuple[Remark, ...]:
    """signals: of what the reader could see. to_judge: by piece, why a person must judge whether to tell it. What the
    client asked and we answered or did is no open point, and what is to be left alone none either."""
    answers = Answers(weighing.turns, frame.first_names_of_sides)
    readings: dict[tuple[str, int], set[str]] = defaultdict(set)
    for signal in signals:
        readings[signal.event.event_id, signal.start].add(signal.signal)
    made: list[tuple[float, Remark]] = []
    for piece in _stood_by(weighing):
        score = weighing.salience(piece)
        advantage = _advantage(piece, readings[piece.key])
        says_something = content_words(piece.quote) or weighing.setting(piece).answers
        is_enough = score >= (LEAST_WITH_ADVANTAGE if advantage else LEAST)
        asks_nothing = disregards(piece.quote) or _is_done_as_asked(piece, answers)
        if is_enough and says_something and not asks_nothing:
            reading, reason = _reading(piece, readings[piece.key], weighing)
            remark = Remark(piece, _section(reading, kind), score, to_judge.get(piece.key, reason))
            made.append((score + advantage, remark))
    return tuple(remark for _, remark in sorted(made, key=lambda one: (-one[0], one[1].piece.key)))


def _advantage(piece: Piece, readings: set[str]) -> float:
    statement = parse(piece.quote)
    reasons = (
        not readings.isdisjoint(_REASONS),
        statement.dates or statement.weekdays,
        piece.event.author_is_us and "question" in readings,
    )
    return ADVANTAGE * sum(map(bool, reasons))


def worth_telling(candidates: Iterable[Candidate], weighing: Weighing) -> list[Candidate]:
    """Those that weigh enough and stand by themselves; the others may be offered. Of two that are read as the same, the
    one of more salience comes first."""
    worth = []
    for candidate in candidates:
        pieces = (candidate.first, candidate.ends, candidate.changes)
        salience = max(weighing.salience(piece) for piece in pieces if piece)
        least = _LEAST.get(candidate.kind, LEAST_TOLD)
        if _is_small(candidate):
            least = max(least, LEAST_TOLD)
        if salience >= least and _stands_by_itself(candidate):
            worth.append(replace(candidate, score=candidate.score * min(salience, CERTAIN)))
    return worth


def _is_small(candidate: Candidate) -> bool:
    """A deed or plan of the client's, or that we will look at something."""
    is_a_look = candidate.kind == "commitment" and UNDER_WAY.found_in(candidate.first.quote)
    return is_a_look or (candidate.kind in _OF_US and not candidate.first.event.author_is_us)


def _stands_by_itself(candidate: Candidate) -> bool:
    said = (candidate.ends or candidate.changes or candidate.first).quote
    is_of_another = candidate.kind == "done" and points_to_a_trouble(said)
    needs_another = candidate.kind != "answer" and leans(said)  # an answer stands beside its question
    return not (needs_another or is_over_by_evening(said) or is_of_another)


def _stood_by(weighing: Weighing) -> Iterator[Piece]:
    """The sentences whose words alone weigh most, if their author stands by them."""
    pieces = (
        Piece(event, *span)
        for event in weighing.turns
        for span in weighing.sentences_of(event)
        if span.end - span.start <= LONGEST
    )
    best = heapq.nlargest(MOST_WEIGHED, pieces, key=lambda piece: (rough_salience(piece.quote), piece.key))
    ends: dict[str, list[tuple[int, int]]] = {}
    for piece in best:
        event = piece.event
        if event.event_id not in ends:
            ends[event.event_id] = [(span.start, span.end) for span in sentences_stood_by(event.text)]
        if any(start <= piece.start < end for start, end in ends[event.event_id]):
            yield piece


def _reading(piece: Piece, readings: set[str], weighing: Weighing) -> tuple[CandidateKind, str]:
    """As what the sentence would be told, and why it may be worth a line."""
    statement, event = parse(piece.quote), piece.event
    for reading, reason in _REASONS.items():
        if reading in readings:
            return "commitment" if reading == "metric" and is_a_plan_of_ours(piece.quote) else reading, reason
    if promises_without_subject(piece.quote):
        return ("commitment" if event.author_is_us else "promise_to_us"), _REASONS["commitment"]
    if statement.asks:
        return _asked(event, statement)
    if weighing.setting(piece).answers:
        of_whom = "the client's" if event.author_is_us else "our"
        return _stated(statement, piece.quote), f"it answers {of_whom} question"
    if gives_a_number(piece.quote):
        return "metric", _REASONS["metric"]
    if statement.dates or statement.weekdays:
        return _stated(statement, piece.quote), "it names a day"
    words = " and ".join(f"“{word}”" for word in telling_words(piece.quote))
    return _stated(statement, piece.quote), f"it reads like news of the work{f': {words}' if words else ''}"


def _is_done_as_asked(piece: Piece, answers: Answers[Event]) -> bool:
    is_asked_of_us = not piece.event.author_is_us and parse(piece.quote).asks
    return is_asked_of_us and answers.to(piece.event, piece.quote) is not None


def _asked(event: Event, statement: Statement) -> tuple[CandidateKind, str]:
    if not event.author_is_us:
        return "commitment", "the client asks it of us"
    if all(clause.modality == "instructed" for clause in statement.clauses):
        return "ask", "we ask the client to do it, or tell them how"
    return "ask", "we ask it of the client"


def _stated(statement: Statement, quote: str) -> CandidateKind:
    """What is mended, or did not happen again, is a result, in whatever negation it is told."""
    if statement.is_denied and not (says_resolved(quote) or says_it_is_over(quote) or tells_of_none_since(quote)):
        return "risk"
    return "commitment" if statement.modalities <= {"intended", "conditional"} else "done"


def _section(reading: CandidateKind, kind: DeliverableType) -> str:
    """Where a sentence of this reading would stand: in the section that takes it, or else in the first."""
    return kind.section_of.get(reading, kind.sections[0].id)
