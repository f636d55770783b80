"""What we asked of the client and have no answer to by the end of the week.

An ask that is shown though it was answered embarrasses, one that is not shown is lost; so an answer must say yes, or
bring the thing, or we must say that we have it. What a week's other sentences become is `brief`; which words ask is
`english.requests`, whether one was answered `context.answers`.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from yarnnn_pipelines.config.settings import Client
from yarnnn_pipelines.context.answers import Answers
from yarnnn_pipelines.deliverables.brief.candidates import Candidate, Piece, in_time
from yarnnn_pipelines.deliverables.brief.spoken_again import SpokenAgain
from yarnnn_pipelines.deliverables.week.client_week import Event, Signal, WeekContext
from yarnnn_pipelines.english.likeness import content_words, same_request
from yarnnn_pipelines.english.requests import (
    asks_for_a_decision,
    is_a_request,
    matter_of,
    people_addressed,
    people_greeted,
    reminds,
    speaks_to_the_reader,
)
from yarnnn_pipelines.english.rhetorical import is_rhetorical
from yarnnn_pipelines.english.shared_words import SharedWords
from yarnnn_pipelines.english.voice import given_name


def open_asks(signals: Sequence[Signal], events: Sequence[Event], week: WeekContext) -> list[Candidate]:
    """Requests to the client without an answer; the same request made twice is one."""
    if not any(client_id == week.client.id for _, _, client_id in week.people):
        return []  # nobody of the client is known, so nobody there was asked
    ours = first_names(name for name, is_us, _ in week.people if is_us)
    theirs = first_names(name for name, _, client_id in week.people if client_id == week.client.id)
    answers, again = Answers(events, {True: ours, False: theirs}), SpokenAgain(events)
    asks: list[Candidate] = []
    by_word = SharedWords()
    for signal in in_time(signals):
        if signal.signal != "question" or not signal.event.author_is_us or signal.event.kind == "page":
            continue
        piece = Piece(signal.event, signal.start, signal.end)
        is_for_them = _is_for_the_client(signal, ours, theirs)
        if not _is_to_the_client(signal.event, week.client) or not (is_for_them or reminds(signal.text)):
            continue
        if answers.to(signal.event, signal.text) or again.dealt_with(Candidate("ask", (piece,), signal.score)):
            continue
        words = content_words(piece.quote)
        for position in sorted(by_word.places(words)):
            if same_request(asks[position].first.quote, piece.quote):
                asks[position] = replace(asks[position], pieces=(*asks[position].pieces, piece))
                break
        else:
            if not is_for_them:
                continue
            by_word.add(len(asks), words)
            asks.append(Candidate("ask", (piece,), signal.score + (1.0 if signal.fields.get("thing") else 0.0)))
    return asks


def first_names(names: Iterable[str]) -> frozenset[str]:
    return frozenset(given_name(name).casefold() for name in names if name)


def _is_to_the_client(event: Event, client: Client) -> bool:
    """A mail asks those whom it is to, and not those who get a copy."""
    to = [str(person.get("email") or "").casefold() for person in event.fields.get("to") or ()]
    if event.kind != "mail" or not any(to):
        return True
    theirs = {contact.email for contact in client.contacts}
    domains = {address.rpartition("@")[2] for address in to}
    of_theirs = any(domain == own or domain.endswith(f".{own}") for domain in domains for own in client.domains)
    return of_theirs or not theirs.isdisjoint(to)


def _is_for_the_client(signal: Signal, ours: frozenset[str], theirs: frozenset[str]) -> bool:
    mention = (signal.fields.get("mention") or "").lstrip("@").split(" ")[0].casefold()
    addressed = people_addressed(signal.text) | {mention}
    greeted = people_greeted(signal.event.text)
    if (addressed | greeted) & ours and not greeted & theirs:
        return False
    if addressed & ours or is_rhetorical(signal.text):
        return False
    if signal.fields.get("thing"):
        return True
    is_for_a_decision = asks_for_a_decision(signal.text)
    is_asked = is_a_request(signal.text) or signal.fields.get("listed")
    if not is_for_a_decision and not (is_asked and matter_of(signal.text)):
        return False
    is_put_to_them = signal.event.kind == "mail" or (addressed | greeted) & theirs
    is_theirs = is_for_a_decision and signal.event.audience == "client"
    return bool(is_put_to_them) or is_theirs or speaks_to_the_reader(signal.event.text)
