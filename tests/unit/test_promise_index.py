"""Each promise is closed by what would close it if it were compared with all that was said later."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from itertools import product
from random import Random

import pytest

from tests.unit.weekly import LISBON, at, client_week, message
from yarnnn_pipelines.context.conversations import conversations
from yarnnn_pipelines.context.later_turns import LaterTurns
from yarnnn_pipelines.context.open_points import Sides
from yarnnn_pipelines.context.promises import Closings, closes
from yarnnn_pipelines.context.stated import StatedWords, Words
from yarnnn_pipelines.context.taken_back import TakenBack

SIDES = Sides(frozenset(("Mia Duarte", "Jonas Weber", "Dana Reyes")), {}, LISBON)
WHAT = (
    "the report",
    "the blue report",
    "the blue report with prices",
    "invoice 4",
    "the launch",
    "the autumn launch",
)
DAYS = ("Thursday", "the 20th of November")
PROMISED = (
    "I will send {what} by {day}.",
    "We'll finish {what} on {day}.",
    "Dana will share {what} on {day}.",
    "We will start {what} on {day}.",
    "We moved {what} to {day}.",
    "We'll finish {what} on the 12th of November.",
    "The plan of {what} goes from the 12th of November to the 19th of November.",
    "We postponed {what} from the 12th of November to the 19th of November.",
)
DONE = (
    "I sent {what}.",
    "I sent {what} to Jonas.",
    "We sent half of {what}.",
    "We finished {what} on {day}.",
    "{what} went live on {day}.",
)


def sayings() -> list[StatedWords]:
    """Everything in all combinations, a message each."""
    said = dict.fromkeys(form.format(what=what, day=day) for form, what, day in product((*PROMISED, *DONE), WHAT, DAYS))
    events = [message("Mia Duarte", at(10, 8), words[0].upper() + words[1:]) for words in said]
    return [
        StatedWords(signal.signal, (Words(signal.event, signal.start, signal.end),))
        for signal in client_week(*events).signals
    ]


def said_at(fact: StatedWords, minute: int, author: str) -> StatedWords:
    (piece,) = fact.pieces
    again = message(author, at(10, 8) + timedelta(minutes=minute), piece.event.text)
    return StatedWords(fact.kind, (Words(again, piece.start, piece.end),))


def closed_by(stated: Sequence[StatedWords], promise: StatedWords) -> str | None:
    closed = Closings(stated, SIDES, TakenBack([], frozenset()), LaterTurns(conversations([]))).of(promise.pieces[0])
    return closed and closed.event.event_id


def compared_with_all(stated: Sequence[StatedWords], promise: StatedWords) -> str | None:
    closing = [fact.pieces[0].event for fact in stated if closes(fact.kind, SIDES, fact.pieces[0], promise.pieces[0])]
    return min(((event.occurred_at, event.event_id) for event in closing), default=(None, None))[1]


@pytest.mark.long
@pytest.mark.parametrize("kind", ["done", "commitment", "change"])
def test_whatever_closes_a_promise_is_among_what_it_is_compared_with(kind: str) -> None:
    every = sayings()
    promises = [said_at(fact, 0, "Mia Duarte") for fact in every if fact.kind == "commitment"]
    later = [said_at(fact, 60, author) for fact in every if fact.kind == kind for author in sorted(SIDES.people)]
    found = [(closed_by([new], old), compared_with_all([new], old)) for old, new in product(promises, later)]
    assert all(one == other for one, other in found)
    assert sum(one is not None for one, _ in found) > 10


@pytest.mark.long
def test_of_several_that_close_a_promise_the_first_is_told() -> None:
    chance, every = Random(7), sayings()
    for _ in range(25):
        minutes = chance.sample(range(60), 25)
        stated = [
            said_at(fact, minute, chance.choice(sorted(SIDES.people)))
            for fact, minute in zip(chance.sample(every, 25), minutes, strict=True)
        ]
        for promise in stated:
            if promise.kind == "commitment":
                assert closed_by(stated, promise) == compared_with_all(stated, promise)
