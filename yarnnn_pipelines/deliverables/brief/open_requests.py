"""What we asked of the client and have no answer to by the end of the week.

An ask that is shown though it was answered embarrasses, one that is not shown is lost; so an answer must say yes, or
bring the thing. What a week's other sentences become is `brief`, which words ask and answer is `english.requests`.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import timedelta

from yarnnn_pipelines.deliverables.brief.candidates import Candidate, Piece, in_time
from yarnnn_pipelines.deliverables.week.client_week import Event, Signal, WeekContext
from yarnnn_pipelines.english.likeness import content_words, same_request
from yarnnn_pipelines.english.requests import (
    brings_something,
    is_a_request,
    is_an_answer,
    is_rhetorical,
    people_addressed,
    puts_off,
    says_it_has_come,
    says_we_have_it,
    speaks_to_the_reader,
)
from yarnnn_pipelines.english.sentences import sentences

_ANSWER_WITHIN = timedelta(days=2)


def open_asks(signals: Sequence[Signal], events: Sequence[Event], week: WeekContext) -> list[Candidate]:
    """Requests to the client without an answer; the same request made twice is one."""
    if not any(client_id == week.client.id for _, _, client_id in week.people):
        return []  # nobody of the client is known, so nobody there was asked
    ours = _first_names(name for name, is_us, _ in week.people if is_us)
    theirs = _first_names(name for name, _, client_id in week.people if client_id == week.client.id)
    asks: list[Candidate] = []
    for signal in in_time(signals):
        if signal.signal != "question" or not signal.event.author_is_us or signal.event.kind == "page":
            continue
        if not _is_for_the_client(signal, ours, theirs) or any(_answers(signal, event) for event in events):
            continue
        piece = Piece(signal.event, signal.start, signal.end)
        for position, other in enumerate(asks):
            if same_request(other.first.quote, piece.quote):
                asks[position] = replace(other, pieces=(*other.pieces, piece))
                break
        else:
            asks.append(Candidate("ask", (piece,), signal.score + (1.0 if signal.fields.get("thing") else 0.0)))
    return asks


def _first_names(names: Iterable[str]) -> frozenset[str]:
    return frozenset(name.split()[0].casefold() for name in names if name)


def _is_for_the_client(signal: Signal, ours: frozenset[str], theirs: frozenset[str]) -> bool:
    mention = (signal.fields.get("mention") or "").lstrip("@").split(" ")[0].casefold()
    addressed = people_addressed(signal.text) | {mention}
    if addressed & ours or is_rhetorical(signal.text):
        return False
    if signal.fields.get("thing"):
        return True
    return is_a_request(signal.text) and (speaks_to_the_reader(signal.text) or bool(addressed & theirs))


def _answers(signal: Signal, event: Event) -> bool:
    """Whether a later event brings what was asked for, or says yes where it was asked."""
    request = signal.event
    if event.kind in ("meeting", "page") or event.occurred_at <= request.occurred_at:
        return False
    shared = len(content_words(signal.text) & content_words(event.text))
    if not event.author_is_us and _brings(signal.fields.get("thing"), event.text):
        return True
    if event.author_is_us:
        return shared >= 2 and says_we_have_it(event.text)
    if puts_off(event.text):
        return False
    if request.thread_id is not None and event.thread_id == request.thread_id:
        return True
    if event.container_id == request.container_id and event.occurred_at - request.occurred_at <= _ANSWER_WITHIN:
        return is_an_answer(event.text) or (shared >= 1 and brings_something(event.text))
    return shared >= 2 and brings_something(event.text)


def _brings(thing: str | None, text: str) -> bool:
    """A sentence of the text says that the thing asked for is there, whole."""
    return thing is not None and any(says_it_has_come(thing, text[start:end]) for start, end in sentences(text))
