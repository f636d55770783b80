"""What the rest of a conversation does to a sentence: says that it is over, done or lasts, turns to trouble.

Which messages are one conversation is `conversations`; by which words a sentence does this to another,
`english.overtaking`; what answers a question, `answers`. What is done with a sentence that was overtaken is for whoever
asks.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property
from typing import Generic

from yarnnn_pipelines.context.conversations import Conversation
from yarnnn_pipelines.context.turns import WITHOUT_TURNS, Said, SaidEvent
from yarnnn_pipelines.english.answers import says_only_that_it_is_done
from yarnnn_pipelines.english.decisions import DECISION
from yarnnn_pipelines.english.dialogue import tells_trouble
from yarnnn_pipelines.english.going_on import (
    is_promised,
    is_trouble,
    is_wanted,
    leaves_in_doubt,
    points_at_what_was_said,
    points_back,
    speaks_of_before,
    speaks_of_it,
    turns_against,
    turns_back,
)
from yarnnn_pipelines.english.identifiers import speak_of_two
from yarnnn_pipelines.english.lasting import may_say_it_lasts
from yarnnn_pipelines.english.likeness import content_words, is_negated
from yarnnn_pipelines.english.next_words import goes_on_about_it, may_turn_it
from yarnnn_pipelines.english.overtaking import (
    ends,
    goes_on_with_trouble,
    is_free_again,
    is_to_come,
    may_be_one_trouble,
    releases_the_fix,
    says_it_is_over,
    says_it_lasts,
    undoes,
)
from yarnnn_pipelines.english.promises import promises_a_deed
from yarnnn_pipelines.english.requests import asks_something, matter_of, people_addressed
from yarnnn_pipelines.english.sentences import Span, core, sentences, sentences_of
from yarnnn_pipelines.english.shared_words import SharedWords
from yarnnn_pipelines.english.supposing import supposes_absence
from yarnnn_pipelines.english.things import things_named

_LOOKED_AT = 60  # of the later sentences that say that something is over or lasts, the next so many
_TURNS_READ = 60  # of those after a promise, in its conversation
_NAMING_READ = 60  # of the later sentences that name one of its things, wherever they stand
_WORD = re.compile(r"\w+")
_GREETING = frozenset(
    ("hi", "hello", "hey", "dear", "good", "morning", "everyone", "everybody", "all", "team", "folks", "guys", "both")
)
_SAID_AT_ONCE = 3  # sentences of a turn that words below which name nothing may all speak of
_NEXT_WITHIN = timedelta(days=2)  # within which a message right below speaks of what stands above it
_BELOW_READ = 3  # turns below a sentence in which words that name nothing may speak of it


@dataclass(frozen=True)
class LaterSentence(Generic[SaidEvent]):
    """A sentence of a conversation with its place in it: of its turn, and the offsets in that turn's text."""

    event: SaidEvent
    turn: int
    start: int
    end: int

    @property
    def words(self) -> str:
        return self.event.text[self.start : self.end]


class LaterTurns(Generic[SaidEvent]):
    """What the later turns of conversations say of the earlier ones; each conversation is read when it is asked for."""

    def __init__(self, talk: Iterable[Conversation[SaidEvent]]) -> None:
        self._talk = list(talk)
        self._place = {
            event.event_id: (conversation, turn)
            for conversation in self._talk
            for turn, event in enumerate(conversation.events)
            if event.kind not in WITHOUT_TURNS
        }
        self._telling: dict[int, list[LaterSentence[SaidEvent]]] = {}
        self._spans: dict[str, list[Span]] = {}

    def conversation_of(self, event_id: str) -> str | None:
        """What tells the event's conversation from others: the id of its first event."""
        return self._place[event_id][0].events[0].event_id if event_id in self._place else None

    def overtaking(self, event_id: str, start: int, end: int) -> LaterSentence[SaidEvent] | None:
        """The later words after which the sentence at these offsets no longer says how things stand; else None.

        What is over may break again, and what lasts be mended: the last word counts.
        """
        if event_id not in self._place:
            return None
        conversation, turn = self._place[event_id]
        said = LaterSentence(conversation.events[turn], turn, start, end)
        telling = self._telling_in(conversation)
        first = bisect_right(telling, (turn, end), key=lambda later: (later.turn, later.start))
        overtaking: LaterSentence[SaidEvent] | None = None
        for later in telling[first : first + _LOOKED_AT]:
            if speak_of_two(later.words, said.words):
                continue
            if undoes(later.words, said.words) or (_is_by_who_may_end(later, said) and ends(later.words, said.words)):
                overtaking = later
            elif overtaking is not None and _restores(later.words, overtaking.words):
                overtaking = None
        return overtaking or self._turning(said) or self._freed_below(said)

    def leaving_in_doubt(self, event_id: str, start: int, end: int) -> LaterSentence[SaidEvent] | None:
        """The first later words on the same matter that no rule reads as confirming the sentence at these offsets, or
        as going on with it; else None.

        They name its things, wherever they stand, or they open one of the turns below it and name nothing.
        """
        if event_id not in self._place:
            return None
        conversation, turn = self._place[event_id]
        said = LaterSentence(conversation.events[turn], turn, start, end)
        return self._below(said, conversation) or self._naming(said)

    def perhaps_turning(self, event_id: str, start: int, end: int) -> LaterSentence[SaidEvent] | None:
        """The message right below the sentence at these offsets, in its thread or channel and but for nods and
        questions between, that has no subject of its own and may say otherwise; else None."""
        if event_id not in self._place:
            return None
        conversation, turn = self._place[event_id]
        said = LaterSentence(conversation.events[turn], turn, start, end)
        spans = self._sentences_of(said.event)
        if len(spans) > _SAID_AT_ONCE and any(span.start >= end for span in spans):
            return None  # of which of them a word below speaks, nobody knows
        for turns in (self._channels.get(said.event.container_id, ()), self._threads.get(said.event.thread, ())):
            first = bisect_right(turns, _place_in_time(said.event), key=_place_in_time)
            if first == 0 or turns[first - 1] is not said.event:
                continue
            for later in turns[first : first + _BELOW_READ]:
                opening = next(self._telling_of(later, 0), None)
                if opening is None or later.occurred_at - said.event.occurred_at > _NEXT_WITHIN:
                    break
                words = later.text if later.kind == "message" else opening.words
                may_last = later.author_is_us != said.event.author_is_us and not _is_of_before(opening, said)
                if may_turn_it(words, said.words) or (may_last and may_say_it_lasts(words, said.words)):
                    return opening
                if not goes_on_about_it(later.text, said.words):
                    break
        return None

    @cached_property
    def _threads(self) -> dict[str, list[SaidEvent]]:
        """The turns of each thread, in the order of time."""
        threads: dict[str, list[SaidEvent]] = defaultdict(list)
        for event in (event for conversation in self._talk for event in conversation.events):
            if event.kind not in WITHOUT_TURNS:
                threads[event.thread].append(event)
        return {thread: sorted(turns, key=_place_in_time) for thread, turns in threads.items()}

    @cached_property
    def _channels(self) -> dict[str | None, list[SaidEvent]]:
        """The messages of each channel that stand in no thread, or open one, in the order of time."""
        channels: dict[str | None, list[SaidEvent]] = defaultdict(list)
        for turns in self._threads.values():
            if turns[0].kind == "message" and turns[0].container_id:
                channels[turns[0].container_id].append(turns[0])
        return {channel: sorted(turns, key=_place_in_time) for channel, turns in channels.items()}

    def _below(
        self, said: LaterSentence[SaidEvent], conversation: Conversation[SaidEvent]
    ) -> LaterSentence[SaidEvent] | None:
        spans = self._sentences_of(said.event)
        if len(spans) > _SAID_AT_ONCE and any(span.start >= said.end for span in spans):
            return None  # of which of them a word below speaks, nobody knows
        for turn in range(said.turn + 1, min(len(conversation.events), said.turn + 1 + _BELOW_READ)):
            opening = self._opening_of(conversation, turn)
            if opening is None or opening.event.thread != said.event.thread:
                continue
            if not points_at_what_was_said(opening.words):
                if is_trouble(said.words) or is_promised(said.words):
                    continue
                return None  # the talk goes on to something else
            if _turns_against(opening, said):
                return opening
        return None

    def _naming(self, said: LaterSentence[SaidEvent]) -> LaterSentence[SaidEvent] | None:
        every, by_word, times = self._by_thing
        first = bisect_right(times, said.event.occurred_at)
        places = sorted(place for place in by_word.places(_words_of(said.words)) if place >= first)
        for later in (every[place] for place in places[:_NAMING_READ]):
            if not speaks_of_it(later.words, said.words, self._people):
                continue
            if _leaves_in_doubt(later, said):
                return later
            after = next(self._telling_of(later.event, later.turn, later.end), None)
            if after is not None and points_back(after.words) and _turns_against(after, said):
                return after
        return None

    @cached_property
    def _people(self) -> frozenset[str]:
        """Stems of the names of whoever takes part."""
        names = {event.author_name for conversation in self._talk for event in conversation.events}
        return frozenset().union(*(content_words(name) for name in names if name))

    @cached_property
    def _called(self) -> frozenset[str]:
        """The words of their names, folded."""
        names = {event.author_name or "" for conversation in self._talk for event in conversation.events}
        return frozenset(word.lower() for name in names for word in name.split())

    @cached_property
    def _by_thing(self) -> tuple[list[LaterSentence[SaidEvent]], SharedWords, list[datetime]]:
        """Every sentence in the order of time, their places by the things that they name, and when each was said."""
        every = [
            sentence
            for conversation in self._talk
            for turn, event in enumerate(conversation.events)
            if event.kind not in WITHOUT_TURNS
            for sentence in self._telling_of(event, turn)
        ]
        every.sort(key=lambda said: (said.event.occurred_at, said.event.event_id, said.start))
        by_word = SharedWords()
        for place, said in enumerate(every):
            by_word.add(place, _words_of(said.words))
        return every, by_word, [said.event.occurred_at for said in every]

    def _opening_of(self, conversation: Conversation[SaidEvent], turn: int) -> LaterSentence[SaidEvent] | None:
        """The first sentence of a turn that is no greeting, and no name alone."""
        event = conversation.events[turn]
        if event.kind in WITHOUT_TURNS:
            return None
        return next(self._telling_of(event, turn), None)

    def _telling_of(self, event: SaidEvent, turn: int, start: int = 0) -> Iterator[LaterSentence[SaidEvent]]:
        """Its sentences from there on that are no greeting and no name alone, without what they open with."""
        spans = self._sentences_of(event)
        for span in spans[bisect_left(spans, start, key=lambda span: span.start) :]:
            words = core(event.text, span)
            if words and not {*_WORD.findall(event.text[words.start : words.end].lower())} <= self._called | _GREETING:
                yield LaterSentence(event, turn, words.start, words.end)

    def is_only_trouble(self, event_id: str, start: int, later_id: str) -> bool:
        """Whether the trouble that stands there is the only one of its conversation up to the later event."""
        if event_id not in self._place or later_id not in self._place:
            return False
        (conversation, turn), (of_later, until) = self._place[event_id], self._place[later_id]
        if conversation is not of_later or until - turn > _TURNS_READ:
            return False
        event = conversation.events[turn]
        words = next((event.text[slice(*s)] for s in self._sentences_of(event) if s.start <= start < s.end), "")
        before = (said for said in conversation.events[:until] if said.kind not in WITHOUT_TURNS)
        others = (said.text[slice(*span)] for said in before for span in self._sentences_of(said))
        return all(may_be_one_trouble(words, other) for other in others if tells_trouble(other))

    def delivering(self, event_id: str, promise: str) -> SaidEvent | None:
        """The later turn in which whoever promised says that it is done, and names nothing: "Done!", "Just sent it";
        or, of a fix that they did not name, that something was released.

        None after one in which they promise something else, or in which another asks for something else.
        """
        if event_id not in self._place:
            return None
        conversation, turn = self._place[event_id]
        promising = conversation.events[turn]
        for later in conversation.events[turn + 1 : turn + 1 + _TURNS_READ]:
            if later.kind in WITHOUT_TURNS:
                continue
            if (later.author_name, later.author_is_us) == (promising.author_name, promising.author_is_us):
                said = sentences_of(later.text)
                if says_only_that_it_is_done(later.text) or any(releases_the_fix(words, promise) for words in said):
                    return later
                if promises_a_deed(later.text):
                    return None
            elif asks_something(later.text) and not matter_of(later.text) & content_words(promise):
                return None
        return None

    def _turning(self, said: LaterSentence[SaidEvent]) -> LaterSentence[SaidEvent] | None:
        """The sentence right after it in its own turn that turns to trouble, and to which it is only the way."""
        after = self._after(said)
        return after if after is not None and goes_on_with_trouble(after.words, said.words) else None

    def _freed_below(self, said: LaterSentence[SaidEvent]) -> LaterSentence[SaidEvent] | None:
        """In the same channel, before another trouble: that nothing is held up any longer, which names nothing else."""
        turns = self._channels.get(said.event.container_id, ()) if tells_trouble(said.words) else ()
        first = bisect_right(turns, _place_in_time(said.event), key=_place_in_time)
        for event in turns[first : first + _TURNS_READ]:
            if event.occurred_at - said.event.occurred_at > _NEXT_WITHIN:
                return None
            for later in self._telling_of(event, 0):
                if is_free_again(later.words) and ends(later.words, said.words):
                    return later
                if tells_trouble(later.words):
                    return None
        return None

    def _after(self, said: LaterSentence[SaidEvent]) -> LaterSentence[SaidEvent] | None:
        """The next sentence of its turn."""
        spans = self._sentences_of(said.event)
        after = next(iter(spans[bisect_left(spans, said.end, key=lambda span: span.start) :][:1]), None)
        return LaterSentence(said.event, said.turn, after.start, after.end) if after is not None else None

    def _sentences_of(self, event: SaidEvent) -> list[Span]:
        if event.event_id not in self._spans:
            self._spans[event.event_id] = sentences(event.text)
        return self._spans[event.event_id]

    def _telling_in(self, conversation: Conversation[SaidEvent]) -> list[LaterSentence[SaidEvent]]:
        if id(conversation) not in self._telling:
            every = (
                LaterSentence(event, turn, span.start, span.end)
                for turn, event in enumerate(conversation.events)
                if event.kind not in WITHOUT_TURNS
                for span in self._sentences_of(event)
            )
            self._telling[id(conversation)] = [
                said for said in every if says_it_is_over(said.words) or says_it_lasts(said.words)
            ]
        return self._telling[id(conversation)]


def _place_in_time(event: Said) -> tuple[datetime, str]:
    return event.occurred_at, event.event_id


def _words_of(sentence: str) -> frozenset[str]:
    return frozenset(word for thing in things_named(sentence) for word in (thing.noun, *thing.qualifiers))


def _leaves_in_doubt(later: LaterSentence[SaidEvent], said: LaterSentence[SaidEvent]) -> bool:
    """What is wanted, only the other side gives; who is spoken to of what they promised has not done it yet; and what a
    side decided, the other carries out."""
    by_the_other = later.event.author_is_us != said.event.author_is_us
    if (is_wanted(said.words) and not by_the_other) or speak_of_two(later.words, said.words):
        return False
    if _is_of_before(later, said) and says_it_is_over(said.words):
        return False
    is_out = is_negated(said.words) or tells_trouble(said.words) or is_wanted(said.words)
    if is_out and supposes_absence(later.words, said.words):
        return False
    first_name = (said.event.author_name or "").split(" ")[0].casefold()
    if is_promised(said.words) and first_name in people_addressed(later.words):
        return False
    if by_the_other and DECISION.found_in(said.words) and not turns_back(later.words):
        return False
    return leaves_in_doubt(later.words, said.words)


def _is_of_before(later: LaterSentence[SaidEvent], said: LaterSentence[SaidEvent]) -> bool:
    """It tells of what was before that was done; "last week" is that, where it is said in the week of the deed."""
    same_week = later.event.occurred_at.isocalendar()[:2] == said.event.occurred_at.isocalendar()[:2]
    return same_week and speaks_of_before(later.words)


def _turns_against(later: LaterSentence[SaidEvent], said: LaterSentence[SaidEvent]) -> bool:
    """As `_leaves_in_doubt`, in words that name nothing."""
    same_side = later.event.author_is_us == said.event.author_is_us
    return _leaves_in_doubt(later, said) and turns_against(later.words, said.words, by_the_same_side=same_side)


def _is_by_who_may_end(later: LaterSentence[SaidEvent], said: LaterSentence[SaidEvent]) -> bool:
    """That what was announced is there, the side says that announced it."""
    return not is_to_come(said.words) or later.event.author_is_us == said.event.author_is_us


def _restores(later: str, overtaking: str) -> bool:
    """The later words take back what the overtaking ones said: it is not over after all, or it is now."""
    return says_it_lasts(later) if says_it_is_over(overtaking) else says_it_is_over(later)
