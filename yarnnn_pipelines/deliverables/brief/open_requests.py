"""What we asked of the client and have no answer to by the end of the week.

An ask that is shown though it was answered embarrasses, one that is not shown is lost; so an answer must say yes, or
bring the thing, or we must say that we have it. What a week's other sentences become is `brief`; which words ask is
`english.requests`, which answer `english.answers`, which turn of its conversation answers it `context.later_turns`.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import timedelta
from itertools import islice

from yarnnn_pipelines.config.settings import Client
from yarnnn_pipelines.context.conversations import conversations
from yarnnn_pipelines.context.later_turns import LaterTurns, had_by_who_asked
from yarnnn_pipelines.context.turns import WITHOUT_TURNS
from yarnnn_pipelines.deliverables.brief.candidates import Candidate, Piece, in_time
from yarnnn_pipelines.deliverables.brief.spoken_again import SpokenAgain
from yarnnn_pipelines.deliverables.week.client_week import Event, Signal, WeekContext
from yarnnn_pipelines.english.answers import (
    answers,
    brings_something,
    says_it_has_come,
    says_something_has_come,
    says_we_have_it,
)
from yarnnn_pipelines.english.likeness import content_words, same_request
from yarnnn_pipelines.english.requests import (
    asks_something,
    is_a_request,
    is_rhetorical,
    matter_of,
    people_addressed,
    people_greeted,
    speaks_to_the_reader,
)
from yarnnn_pipelines.english.sentences import sentences_of
from yarnnn_pipelines.english.shared_words import SharedWords
from yarnnn_pipelines.english.subjects import without_marks

_ANSWER_WITHIN = timedelta(days=2)
_TURNS_READ = 60  # of those after a request, in one conversation or place


def open_asks(signals: Sequence[Signal], events: Sequence[Event], week: WeekContext) -> list[Candidate]:
    """Requests to the client without an answer; the same request made twice is one."""
    if not any(client_id == week.client.id for _, _, client_id in week.people):
        return []  # nobody of the client is known, so nobody there was asked
    ours = first_names(name for name, is_us, _ in week.people if is_us)
    theirs = first_names(name for name, _, client_id in week.people if client_id == week.client.id)
    answers, again = Answers(events, theirs), SpokenAgain(events)
    asks: list[Candidate] = []
    by_word = SharedWords()
    for signal in in_time(signals):
        if signal.signal != "question" or not signal.event.author_is_us or signal.event.kind == "page":
            continue
        if not _is_to_the_client(signal.event, week.client) or not _is_for_the_client(signal, ours, theirs):
            continue
        piece = Piece(signal.event, signal.start, signal.end)
        if answers.any_to(signal) or again.dealt_with(Candidate("ask", (piece,), signal.score)):
            continue
        words = content_words(piece.quote)
        for position in sorted(by_word.places(words)):
            if same_request(asks[position].first.quote, piece.quote):
                asks[position] = replace(asks[position], pieces=(*asks[position].pieces, piece))
                break
        else:
            by_word.add(len(asks), words)
            asks.append(Candidate("ask", (piece,), signal.score + (1.0 if signal.fields.get("thing") else 0.0)))
    return asks


def first_names(names: Iterable[str]) -> frozenset[str]:
    return frozenset(name.split()[0].casefold() for name in names if name)


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
    if not is_a_request(signal.text) or not matter_of(signal.text):
        return False
    is_put_to_them = signal.event.kind == "mail" or (addressed | greeted) & theirs
    return bool(is_put_to_them) or speaks_to_the_reader(signal.event.text)


class Answers:
    """A week's events by what makes one an answer: where it stands, what it says, and when."""

    def __init__(self, events: Iterable[Event], theirs: frozenset[str]) -> None:
        """theirs: the first names of the client's people, folded."""
        self._theirs = theirs
        turns = [event for event in events if event.kind not in WITHOUT_TURNS]
        self._events = sorted(turns, key=lambda event: event.occurred_at)
        self._words = [content_words(event.text) for event in self._events]
        self._arrivals: list[tuple[Event, str]] = []  # the client's sentences that say that something has come
        self._had_by_us, self._brought = SharedWords(), SharedWords()
        talks = conversations(self._events)
        self._turns = LaterTurns(talks)
        self._conversation = {turn.event_id: talk.events for talk in talks for turn in talk.events}
        self._in_place: dict[str | None, list[Event]] = defaultdict(list)
        for place, event in enumerate(self._events):
            self._in_place[_place_of(event)].append(event)
            if event.author_is_us:
                if says_we_have_it(event.text):
                    self._had_by_us.add(place, self._words[place])
                continue
            self._arrivals += [(event, words) for words in sentences_of(event.text) if says_something_has_come(words)]
            if brings_something(event.text):
                self._brought.add(place, self._words[place])

    def any_to(self, signal: Signal) -> bool:
        """Whether a later event brings what was asked for, or answers in the same conversation or right below."""
        if self._turns.answering(signal.event.event_id, signal.text) or self._is_among_us(signal):
            return True
        if any(answers(turn.text, signal.text) for turn in self._right_below(signal)) or self._is_had_right_below(
            signal
        ):
            return True
        if self._is_had_or_brought(signal):
            return True
        request, thing = signal.event, signal.fields.get("thing")
        return thing is not None and any(
            event.occurred_at > request.occurred_at and says_it_has_come(thing, words)
            for event, words in self._arrivals
        )

    def _is_had_right_below(self, signal: Signal) -> bool:
        """We say in the same place that it has come or is no longer wanted, before we ask for something else there."""
        below = islice(_after(signal.event, self._in_place[_place_of(signal.event)]), _TURNS_READ)
        near = (turn for turn in below if turn.occurred_at - signal.event.occurred_at <= _ANSWER_WITHIN)
        return had_by_who_asked(signal.event, signal.text, near) is not None

    def _is_among_us(self, signal: Signal) -> bool:
        """Nobody of the client is called, or speaks in the conversation, and one of us answers another."""
        called = people_addressed(signal.text) | people_greeted(signal.event.text)
        talk = self._conversation.get(signal.event.event_id, ())
        if (
            signal.event.kind == "mail"
            or called & self._theirs
            or any(not turn.author_is_us for turn in talk[-_TURNS_READ:])
        ):
            return False
        others = (turn for turn in _after(signal.event, talk) if turn.author_name != signal.event.author_name)
        return any(answers(turn.text, signal.text) for turn in others)

    def _right_below(self, signal: Signal) -> Iterator[Event]:
        """What is said in the same place, in no other exchange, before we ask something else there; below another
        message of ours only what names the matter."""
        is_next, matter = True, matter_of(signal.text)
        for event in _after(signal.event, self._in_place[_place_of(signal.event)]):
            if event.occurred_at - signal.event.occurred_at > _ANSWER_WITHIN:
                return
            if event.author_is_us:
                if asks_something(event.text):
                    return
                is_next = False
            elif self._conversation[event.event_id][0] is event and (is_next or matter & content_words(event.text)):
                yield event

    def _is_had_or_brought(self, signal: Signal) -> bool:
        """It shares two words with what we say that we have or with what brings something; there, near by, one."""
        request, words = signal.event, content_words(signal.text)
        places = self._had_by_us.places(words, at_least=2) | self._brought.places(words)
        for place in places:
            event, shared = self._events[place], len(words & self._words[place])
            after = event.occurred_at - request.occurred_at
            is_near = event.container_id == request.container_id and after <= _ANSWER_WITHIN
            if after > timedelta() and (shared >= 2 or (shared == 1 and is_near and not event.author_is_us)):
                return True
        return False


def _place_of(event: Event) -> str | None:
    """Where an answer without a thread may stand: the channel, or of mails those of one subject."""
    if event.kind != "mail":
        return event.container_id
    return f"mail:{without_marks(event.title or event.thread_id or event.event_id).strip().casefold()}"


def _after(request: Event, turns: Sequence[Event]) -> Iterator[Event]:
    first = bisect_right(turns, request.occurred_at, key=lambda turn: turn.occurred_at)
    return islice(turns, first, first + _TURNS_READ)
