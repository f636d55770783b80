"""What answers a question or request, in its conversation or elsewhere: the one rule, of either side, for whoever asks.

By which words something is answered, brought or put off is `english.answers`, which messages are one conversation
`conversations`. Which asks are told as open is `deliverables.brief.open_requests`.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import timedelta
from functools import cached_property
from itertools import islice
from typing import Generic

from yarnnn_pipelines.context.conversations import conversations
from yarnnn_pipelines.context.turns import WITHOUT_TURNS, Said, SaidEvent
from yarnnn_pipelines.english.answers import (
    answers,
    brings_something,
    says_it_came_to_us,
    says_it_has_come,
    says_something,
    says_something_has_come,
    says_we_have_it,
    settles_what_was_asked,
)
from yarnnn_pipelines.english.likeness import content_words
from yarnnn_pipelines.english.putting_off import takes_it_on
from yarnnn_pipelines.english.questions_named import NAMED_WITHIN, answers_by_name, names_a_question
from yarnnn_pipelines.english.requests import (
    asks_something,
    matter_of,
    needed_thing,
    people_addressed,
    people_greeted,
)
from yarnnn_pipelines.english.sentences import sentences_of
from yarnnn_pipelines.english.shared_words import SharedWords
from yarnnn_pipelines.english.statement import parse
from yarnnn_pipelines.english.subjects import without_marks
from yarnnn_pipelines.english.tries import GONE_LIVE, asks_to_try, has_gone_live, reports_a_try

_ANSWER_WITHIN = timedelta(days=2)
_TURNS_READ = 60  # of those after a request, in one conversation or place


class Answers(Generic[SaidEvent]):
    """Events by what makes one an answer: where it stands, what it says, and when."""

    def __init__(self, events: Iterable[SaidEvent], first_names: Mapping[bool, frozenset[str]]) -> None:
        """first_names: of the people of either side, folded, by whether they are ours."""
        self._first_names = first_names
        turns = [event for event in events if event.kind not in WITHOUT_TURNS]
        self._events = sorted(turns, key=lambda event: event.occurred_at)
        talks = conversations(self._events)
        self._conversation = {turn.event_id: (talk.events, n) for talk in talks for n, turn in enumerate(talk.events)}
        self._in_place: dict[str | None, list[SaidEvent]] = defaultdict(list)
        for event in self._events:
            self._in_place[_place_of(event)].append(event)
        self._come: dict[bool, _Come[SaidEvent]] = {}

    def to(self, asking: SaidEvent, request: str) -> SaidEvent | None:
        """The later event that answers what the event asks, brings it, or says that it has come; the first."""
        answering = (
            self.in_conversation(asking.event_id, request),
            self._among_the_askers(asking, request),
            next((turn for turn in self._right_below(asking, request) if answers(turn.text, request)), None),
            self._had_right_below(asking, request),
            self._settled_in_place(asking, request),
            self._tried(asking, request),
            self._come_to(asking.author_is_us).of(asking, request),
            self._named(asking, request),
        )
        found = [event for event in answering if event is not None]
        return min(found, key=lambda event: (event.occurred_at, event.event_id), default=None)

    def in_conversation(self, event_id: str, request: str) -> SaidEvent | None:
        """The later turn of its conversation that answers: another side's, or its own that says that it has it."""
        if event_id not in self._conversation:
            return None
        events, turn = self._conversation[event_id]
        asking = events[turn]
        after = events[turn + 1 : turn + 1 + _TURNS_READ]
        for later in after:
            in_thread = later.thread == asking.thread
            if later.author_is_us == asking.author_is_us:
                continue
            if answers(later.text, request) or (in_thread and says_something(later.text, request)):
                return later
        return _had_by_who_asked(asking, request, after)

    def _come_to(self, is_us: bool) -> _Come[SaidEvent]:
        if is_us not in self._come:
            self._come[is_us] = _Come(self._events, is_us)
        return self._come[is_us]

    def _had_right_below(self, asking: SaidEvent, request: str) -> SaidEvent | None:
        """Its side says in the same place that it has come or is not wanted, before it asks for something else, and not
        within another exchange: "got it" is said to what stands above there."""
        below = islice(_after(asking, self._in_place[_place_of(asking)]), _TURNS_READ)
        near = (turn for turn in below if turn.occurred_at - asking.occurred_at <= _ANSWER_WITHIN)
        return _had_by_who_asked(asking, request, (turn for turn in near if self._is_of_its_talk(turn, asking)))

    def _is_of_its_talk(self, turn: SaidEvent, asking: SaidEvent) -> bool:
        """Or begins one of its own."""
        (talk, place), (of_asking, _) = (self._conversation[one.event_id] for one in (turn, asking))
        return place == 0 or talk is of_asking

    def _settled_in_place(self, asking: SaidEvent, request: str) -> SaidEvent | None:
        """The other side says in the same place, however much later, what was asked for, and of what that is."""
        below = _after(asking, self._in_place[_place_of(asking)])
        theirs = (turn for turn in below if turn.author_is_us != asking.author_is_us)
        return next((turn for turn in theirs if settles_what_was_asked(turn.text, request, asking.text)), None)

    def _tried(self, asking: SaidEvent, request: str) -> SaidEvent | None:
        """What was to be tried: the other side reports there that it did, or anybody tells that it is live."""
        if not asks_to_try(request):
            return None
        below = _after(asking, self._in_place[_place_of(asking)])
        theirs = (turn for turn in below if turn.author_is_us != asking.author_is_us)
        parts = ((turn, part) for turn in theirs for part in sentences_of(turn.text))
        tried = (turn for turn, part in parts if reports_a_try(part, request, asking.text))
        later = ((turn, part) for turn, part in self._live if turn.occurred_at > asking.occurred_at)
        live = (turn for turn, part in later if has_gone_live(part, request, asking.text))
        found = [turn for turn in (next(tried, None), next(live, None)) if turn is not None]
        return min(found, key=lambda turn: turn.occurred_at, default=None)

    @cached_property
    def _live(self) -> list[tuple[SaidEvent, str]]:
        """The sentences that tell of something live."""
        parts = ((turn, part) for turn in self._events for part in sentences_of(turn.text))
        return [(turn, part) for turn, part in parts if GONE_LIVE.found_in(part)]

    def _named(self, asking: SaidEvent, request: str) -> SaidEvent | None:
        """The other side says wherever, within a week, that this was asked, and what answers it."""
        asked_on = asking.occurred_at.date()
        for turn in self._naming_questions:
            said_on = turn.occurred_at.date()
            is_theirs = turn.author_is_us != asking.author_is_us and turn.occurred_at > asking.occurred_at
            is_near = is_theirs and said_on - asked_on <= NAMED_WITHIN
            if is_near and answers_by_name(turn.text, said_on, request, asked_on):
                return turn
        return None

    @cached_property
    def _naming_questions(self) -> list[SaidEvent]:
        return [turn for turn in self._events if names_a_question(turn.text)]

    def _among_the_askers(self, asking: SaidEvent, request: str) -> SaidEvent | None:
        """Nobody of the other side is called, or speaks in the conversation, and one of the askers answers another."""
        called = people_addressed(request) | people_greeted(asking.text)
        talk, _ = self._conversation.get(asking.event_id, ((), 0))
        if (
            asking.kind == "mail"
            or called & self._first_names[not asking.author_is_us]
            or any(turn.author_is_us != asking.author_is_us for turn in talk[-_TURNS_READ:])
        ):
            return None
        others = (turn for turn in _after(asking, talk) if turn.author_name != asking.author_name)
        return next((turn for turn in others if answers(turn.text, request)), None)

    def _right_below(self, asking: SaidEvent, request: str) -> Iterator[SaidEvent]:
        """What the other side says in the same place, in no other exchange, before something else is asked there; below
        another message of the askers only what names the matter."""
        is_next, matter = True, matter_of(request)
        for event in _after(asking, self._in_place[_place_of(asking)]):
            if event.occurred_at - asking.occurred_at > _ANSWER_WITHIN:
                return
            if event.author_is_us == asking.author_is_us:
                if asks_something(event.text):
                    return
                is_next = False
            elif self._conversation[event.event_id][1] == 0 and (is_next or matter & content_words(event.text)):
                yield event


class _Come(Generic[SaidEvent]):
    """What one side has got of what it asked for, or what the other brought, wherever that is said."""

    def __init__(self, events: Sequence[SaidEvent], is_us: bool) -> None:
        """is_us: which side asked."""
        self._events = events
        self._words = [content_words(event.text) for event in events]
        self._arrivals: list[tuple[SaidEvent, str]] = []  # the other's sentences that say that something has come
        self._had, self._brought = SharedWords(), SharedWords()
        for place, event in enumerate(events):
            if event.author_is_us == is_us:
                if says_we_have_it(event.text):
                    self._words[place] = _words_of_what_is_had(event.text)
                    self._had.add(place, self._words[place])
                continue
            self._arrivals += [(event, words) for words in sentences_of(event.text) if says_something_has_come(words)]
            if brings_something(event.text):
                self._brought.add(place, self._words[place])

    def of(self, asking: SaidEvent, request: str) -> SaidEvent | None:
        """It shares two words with what the askers say that they have or with what brings something; there, near by,
        one; or it names a thing that has come."""
        words = content_words(request)
        for place in sorted(self._had.places(words, at_least=2) | self._brought.places(words)):
            event, shared = self._events[place], len(words & self._words[place])
            after = event.occurred_at - asking.occurred_at
            is_near = event.container_id == asking.container_id and after <= _ANSWER_WITHIN
            is_others = event.author_is_us != asking.author_is_us
            if after > timedelta() and (shared >= 2 or (shared == 1 and is_near and is_others)):
                return event
        thing = needed_thing(request)
        if thing is None:
            return None
        later = (one for one in self._arrivals if one[0].occurred_at > asking.occurred_at)
        return next((event for event, words in later if says_it_has_come(thing, words)), None)


def _words_of_what_is_had(text: str) -> frozenset[str]:
    """Of the clauses that say that it is; "got it, and the issue is open" has nothing."""
    clauses = (clause.text for sentence in sentences_of(text) for clause in parse(sentence).clauses)
    return frozenset[str]().union(*(content_words(words) for words in clauses if says_we_have_it(words)))


def _had_by_who_asked(asking: SaidEvent, request: str, after: Iterable[SaidEvent]) -> SaidEvent | None:
    """The first of these turns in which the asking side says that it has what it asked for, or no longer wants it; none
    after one in which it asks for something else."""
    before = asking
    for later in after:
        if later.author_is_us == asking.author_is_us:
            theirs = before.author_is_us != asking.author_is_us
            if says_it_came_to_us(later.text, request, right_below_theirs=theirs):
                return later
            if asks_something(later.text):
                return None
        before = later
    return None


def _place_of(event: Said) -> str | None:
    """Where an answer without a thread may stand: the channel, or of mails those of one subject."""
    if event.kind != "mail":
        return event.container_id
    return f"mail:{without_marks(event.title or event.thread_id or event.event_id).strip().casefold()}"


def _after(request: SaidEvent, turns: Sequence[SaidEvent]) -> Iterator[SaidEvent]:
    first = bisect_right(turns, request.occurred_at, key=lambda turn: turn.occurred_at)
    return islice(turns, first, first + _TURNS_READ)


def taken_on_by(asking: SaidEvent, request: str, events: Iterable[SaidEvent]) -> SaidEvent | None:
    """The other side's next word below a request in the same place, of whoever it calls, where that only says that they
    are at it; none below another request."""
    called = people_addressed(request)
    for event in sorted(events, key=lambda event: event.occurred_at):
        is_below = timedelta() < event.occurred_at - asking.occurred_at <= _ANSWER_WITHIN
        if not is_below or event.kind in WITHOUT_TURNS or _place_of(event) != _place_of(asking):
            continue
        if event.author_is_us == asking.author_is_us:
            if asks_something(event.text):
                return None
        elif not called or (event.author_name or "").split(" ")[0].casefold() in called:
            return event if takes_it_on(event.text) else None
    return None
