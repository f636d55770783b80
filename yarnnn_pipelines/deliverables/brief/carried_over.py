"""What earlier weeks left open: each promise and ask of the weeks before, as it stands by the end of this one.

Nothing is told for ever: what nobody has spoken of for `reach.SPOKEN_WITHIN` is offered, and so is a promise of ours of
which only silence says that it was not kept. What answers an ask is `open_requests`, how a promise of another week is
worded `slots.promised`, how far back a week looks `core.spans`.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date

from yarnnn_pipelines.config.deliverable_types import DeliverableType
from yarnnn_pipelines.context.answers import taken_on_by
from yarnnn_pipelines.context.conversations import conversations
from yarnnn_pipelines.context.later_turns import LaterTurns
from yarnnn_pipelines.context.promises import Closings, closes, due_of
from yarnnn_pipelines.context.turns import WITHOUT_TURNS
from yarnnn_pipelines.deliverables.brief.candidates import Candidate, Piece, kind_told, may_be_shown, said_in, stated_in
from yarnnn_pipelines.deliverables.brief.later_words import LaterWords
from yarnnn_pipelines.deliverables.brief.merging import merged
from yarnnn_pipelines.deliverables.brief.open_requests import open_asks
from yarnnn_pipelines.deliverables.brief.reach import is_still_spoken_of
from yarnnn_pipelines.deliverables.brief.remarks import Remark, worth_telling
from yarnnn_pipelines.deliverables.brief.spoken_again import SpokenAgain
from yarnnn_pipelines.deliverables.brief.weighing import Weighing
from yarnnn_pipelines.deliverables.slots.frame import Frame
from yarnnn_pipelines.deliverables.slots.promised import promised
from yarnnn_pipelines.deliverables.week.client_week import Event, Signal, WeekContext
from yarnnn_pipelines.english.answers import brings_something
from yarnnn_pipelines.english.by_when import needed_by
from yarnnn_pipelines.english.days import DATE_WRITTEN, day_month, full_day
from yarnnn_pipelines.english.likeness import content_words, tells_the_same
from yarnnn_pipelines.english.promises import due_words, is_a_dated_plan
from yarnnn_pipelines.english.requests import (
    asks_something,
    matter_of,
    names_what_it_asks,
    needed_thing,
    reminds,
)
from yarnnn_pipelines.english.sentences import sentences, sentences_of
from yarnnn_pipelines.english.shared_words import SharedWords

CERTAIN = 1.0  # the score of an offer that stands before all others
_BROUGHT = 2  # words of a promise that a text which brings something shares with it


def asks_so_far(
    signals: Sequence[Signal], week: WeekContext, kind: DeliverableType, frame: Frame
) -> tuple[list[Candidate], list[Remark]]:
    """The asks without an answer: those that are told, and those that are only offered, of earlier weeks or with the
    sentence before, since they don't name what they ask.

    signals: of the week, what its reader could see. An answer closes an ask also where the client can't read it.
    """
    before = week.before if kind.looks_back else None
    earlier = [one for one in before.signals if may_be_shown(one.event, kind)] if before else []
    asked_before = [one for one in earlier if one.signal == "question" and one.event.author_is_us]
    if not before or not asked_before:
        events = [event for event in week.events if may_be_shown(event, kind)]
        return _named_and_not(open_asks(signals, events, week), events, kind, frame)
    events = [*_since(before.events, asked_before), *week.events]
    asks = open_asks([*asked_before, *signals], events, week)
    told = [
        ask
        for ask in asks
        if is_still_spoken_of(frame, [piece.source for piece in ask.pieces])
        and (
            frame.day(ask.last_said) >= frame.days.first
            or (_is_pressing(ask, frame) and not _was_spoken_of(ask, events))
        )
    ]
    named, offered = _named_and_not(told, events, kind, frame)
    return named, [*offered, *(_ask_offered(ask, events, kind, frame) for ask in asks if ask not in told)]


def _named_and_not(
    asks: Sequence[Candidate], events: Sequence[Event], kind: DeliverableType, frame: Frame
) -> tuple[list[Candidate], list[Remark]]:
    """The asks that say what they ask; the others as offers, each with the sentence before it."""
    named = [ask for ask in asks if ask.kind != "ask" or names_what_it_asks(ask.first.quote)]
    offered = [
        _ask_offered(replace(ask, pieces=(_with_the_one_before(ask.first),)), events, kind, frame)
        for ask in asks
        if ask not in named
    ]
    return named, offered


def _with_the_one_before(piece: Piece) -> Piece:
    spans = [span for span in sentences(piece.event.text) if span.start < piece.start]
    return replace(piece, start=spans[-1].start) if spans else piece


def with_what_was_said_before(week: WeekContext, stated: Sequence[Candidate]) -> tuple[list[Event], list[Candidate]]:
    """The events and statements of a week with those of the weeks before, also what its reader could not see."""
    before = week.before if week.days.is_a_week else None
    if before is None:
        return list(week.events), list(stated)
    return [*before.events, *week.events], [*stated_in(before.signals), *stated]


class Promises:
    """The promises of the weeks before one, and what this week's words make of them. stated: of the week."""

    def __init__(self, week: WeekContext, kind: DeliverableType, frame: Frame, stated: Sequence[Candidate]) -> None:
        self._frame, self._kind, self._week = frame, kind, week
        before = week.before if kind.looks_back else None
        signals = [one for one in before.signals if may_be_shown(one.event, kind)] if before else []
        self._stated_before, _ = merged(stated_in(signals), frame) if signals else ([], [])
        self._stated = stated
        self._made = [one for one in self._stated_before if one.kind == "commitment"]
        # What was moved within the week is told as moved too; what was promised and kept in it is told as done.
        plans = [one for one in stated if one.kind in ("commitment", "change")] if kind.looks_back else []
        self._plans = [*self._made, *plans]
        self._by_word = SharedWords()
        for place, promise in enumerate(self._plans):
            self._by_word.add(place, content_words(promise.first.quote))

    def beside(self, standing: Iterable[Candidate]) -> list[Candidate]:
        """This week's candidates, each result that keeps an earlier promise with that promise, and each plan that moves
        one with the plan before."""
        return [self._with_promise(candidate) for candidate in standing]

    def _with_promise(self, candidate: Candidate) -> Candidate:
        new = candidate.first
        places = sorted(self._by_word.places(content_words(new.quote)))
        near = [self._plans[place].first for place in places if candidate.kind != "done" or place < len(self._made)]
        fitting = [old for old in near if closes(candidate.kind, self._frame, new, old)]
        return replace(candidate, before=max(fitting, key=lambda old: old.place_in_time)) if fitting else candidate

    def still_open(self) -> tuple[list[Candidate], list[Remark]]:
        """The promises that nothing closes: those that are told, and those that are only offered."""
        before = self._week.before
        near = [one for one in self._made if is_still_spoken_of(self._frame, [one.first.source])]
        if before is None or not near:
            return [], []
        events = [*_since(before.events, [one.first for one in near]), *self._week.events]
        closing = Closing(events, [*self._stated_before, *self._stated], self._frame)
        weighing = Weighing(before.events, self._frame.client_id)
        open_ones = [
            one
            for one in worth_telling(near, weighing)
            if closing.why(one.first) is None and not self._is_told_again(one.first.quote)
        ]
        told = [one for one in open_ones if promised(self._frame, [one.first.source]) is not None]
        told = [replace(one, pieces=(one.first,)) for one in told]
        keys = {one.first.key for one in told}
        left = [one for one in open_ones if one.first.key not in keys and not self._is_ahead(one)]
        spoken = [event for event in events if event.kind not in WITHOUT_TURNS]
        until = max((self._frame.day(event.occurred_at) for event in spoken), default=date.min)
        return told, [_promise_offered(one, self._kind, self._frame, until) for one in left]

    def _is_ahead(self, promise: Candidate) -> bool:
        due = due_of(self._frame, promise.first.source)
        return due is not None and due > self._frame.days.last

    def _is_told_again(self, promise: str) -> bool:
        return any(tells_the_same(candidate.first.quote, promise) for candidate in self._stated)


class Closing:
    """What was said since a promise was made, by whoever said it, also where the client can't read it."""

    def __init__(self, events: Sequence[Event], stated: Sequence[Candidate], frame: Frame) -> None:
        self._frame = frame
        self._later = LaterWords(events, stated, frame)
        self._again = SpokenAgain(events)
        self._turns = LaterTurns(conversations(events, frame.client_id))
        self._closings = Closings(stated, frame, self._later.taking_back, self._turns)
        self._brought = SharedWords()
        self._bringing = [event for event in events if event.kind not in WITHOUT_TURNS and brings_something(event.text)]
        for place, event in enumerate(self._bringing):
            self._brought.add(place, content_words(event.text))

    def why(self, piece: Piece) -> str | None:
        """In which words a promise was kept, moved, brought or taken back since; None where it is open."""
        promise = Candidate("commitment", (piece,), 0.0)
        if reason := self._later.taken_back(promise) or self._later.overtaken(promise):
            return reason
        if over := self._turns.overtaking(piece.event.event_id, piece.start, piece.end):
            return f"its conversation goes on, {said_in(over.event, over.words, self._frame)}"
        if doubt := self._again.in_doubt(promise, self._frame):
            return doubt
        if closed := self.surely(piece):
            return closed
        if bringing := self._brought_by(piece):
            return f"it was kept, moved or brought, {said_in(bringing, bringing.text, self._frame)}"
        due = due_of(self._frame, piece.source)
        if (due is None or due <= self._frame.days.last) and self._again.named_again(promise):
            return "a later word speaks of it, and may say that it was done"
        is_dealt_with = self._later.is_kept(promise) or self._again.dealt_with(promise)
        return "a later word speaks of what was promised as there" if is_dealt_with else None

    def surely(self, piece: Piece) -> str | None:
        """In which words it was kept, moved or withdrawn."""
        closed = self._closings.of(piece)
        return f"it was kept, moved or brought, {said_in(closed.event, closed.words, self._frame)}" if closed else None

    def _brought_by(self, piece: Piece) -> Event | None:
        words = content_words(DATE_WRITTEN.sub(" ", piece.quote))
        for place in sorted(self._brought.places(words, at_least=_BROUGHT)):
            event = self._bringing[place]
            if event.occurred_at > piece.event.occurred_at and len(words & content_words(event.text)) >= _BROUGHT:
                return event
        return None


def _is_pressing(ask: Candidate, frame: Frame) -> bool:
    """It was asked again, or for a time that has not passed; what is asked once, for no day, lapses without a word, and
    so does what was asked for a day that has passed."""
    return len(ask.pieces) > 1 or any(
        (needed_by(piece.quote) or due_words(piece.quote)) and _is_ahead(due_of(frame, piece.source), frame)
        for piece in ask.pieces
    )


def _is_ahead(due: date | None, frame: Frame) -> bool:
    return due is None or due > frame.days.last


def _was_spoken_of(ask: Candidate, events: Iterable[Event]) -> bool:
    """Half of what an old ask names stands in a later text of the client's, which may answer it in its own way, or in a
    sentence of ours that asks for nothing, and may say that we have it."""
    thing = needed_thing(ask.first.quote)
    matter = content_words(thing) if thing else matter_of(ask.first.quote)
    later = [event for event in events if event.occurred_at > ask.last_said and event.kind not in WITHOUT_TURNS]
    texts = [event.text for event in later if not event.author_is_us]
    ours = (part for event in later if event.author_is_us for part in sentences_of(event.text))
    texts += [part for part in ours if not (asks_something(part) or reminds(part))]
    return bool(matter) and any(2 * len(matter & content_words(text)) >= len(matter) for text in texts)


def _since(events: Sequence[Event], said: Iterable[Signal | Piece]) -> list[Event]:
    first = min(one.event.occurred_at for one in said)
    return [event for event in events if event.occurred_at >= first]


def _ask_offered(ask: Candidate, events: Iterable[Event], kind: DeliverableType, frame: Frame) -> Remark:
    section = kind.section_of.get(ask.kind, kind.sections[0].id)
    due = due_of(frame, ask.first.source)
    is_over = due is not None and due < frame.days.first
    when = f"for {full_day(due)}" if due and is_over else f"last on {day_month(frame.day(ask.last_said))}"
    became = "and read no answer"
    last = max(ask.pieces, key=lambda piece: piece.event.occurred_at)
    if (reply := taken_on_by(last.event, last.quote, events)) is not None:
        became = f"taken up {said_in(reply, reply.text, frame)}; no word since says that it is done"
    reason = f"we asked it of the client{' ' if is_over else ', '}{when}, {became}"
    # What was asked for a day that has passed has lapsed, unless it is spoken of.
    return Remark(ask.first, section, CERTAIN, reason, not is_over or is_still_spoken_of(frame, [ask.first.source]))


def _promise_offered(promise: Candidate, kind: DeliverableType, frame: Frame, until: date) -> Remark:
    """until: the last day of which anything that was said is known; of a week that goes on, later days may be ahead."""
    due = due_of(frame, promise.first.source)
    deed = "planned" if is_a_dated_plan(promise.first.quote) else "promised"
    made = f"{deed} on {day_month(frame.day(promise.first.event.occurred_at))}"
    day = f" for {full_day(due)}" if due else ""
    may_be_ahead = due is not None and due >= frame.days.first and until < due
    silence = "no word since says how it went"
    if may_be_ahead:
        silence = "nothing that was read is of that day or later, so it may be ahead"
    section = kind.section_of.get(kind_told(promise), kind.sections[0].id)
    return Remark(promise.first, section, CERTAIN, f"{made}{day}; {silence}")
