"""Conversations: the turns of one exchange in order, put together from a week's events.

A thread and a mail thread are one as their platform holds them. Of messages that stand loose in a channel, one belongs
to the turn that it answers: the last of the person it speaks to, else what its author said or was told a moment ago,
else an earlier one that shares its rare words. What is left stands alone. Which client's an event is, and who may see
it, was decided before; what a turn does is `turns`, how the exchange ended `states`.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from functools import cached_property
from typing import Generic

from yarnnn_pipelines.context.states import State, state_of
from yarnnn_pipelines.context.turns import SaidEvent, Turn, turns_of
from yarnnn_pipelines.english.likeness import content_words

# How far back a loose message reaches. A person who is spoken to by name may have said it yesterday; a word without a
# name goes on with what stands right above it.
ADDRESSED_WITHIN = timedelta(days=2)
GOES_ON_WITHIN = timedelta(minutes=15)
GOES_ON_WITHIN_MESSAGES = 60
ALIKE_WITHIN = timedelta(days=2)
ALIKE_WORDS = 3  # content words that both must have, and
ALIKE_SHARE = 0.5  # what share they must be of the shorter one's
LONGEST_TOPIC = 120  # characters

# What answers whatever stands right above: "Sure thing!", "Got it", "Great news", "Will do", "Next, there's".
_GOES_ON = re.compile(
    r"\s*(?:thanks|thank you|thx|sure|got it|will do|great|absolutely|agreed|same here|awesome|perfect|nice"
    r"|good (?:point|catch|news|idea)|sounds|ok(?:ay)?|yes|yep|yeah|no|nope|done|next|lastly|finally|also"
    r"|understood|noted|exactly)\b"
    r"|\s*(?:\+1|👍|🙏|💪|🎉)",
    re.IGNORECASE,
)
# A name set off from its sentence: "Arjun, ...", "Hey Arjun!", "Great news, Bob!", "Thanks for the update, Bob."
_VOCATIVE = re.compile(
    r"(?:\A\s*(?:(?:hi|hey|hello|dear|thanks|thank you|yes|no|ok|okay)[\s,]+)?|,\s+)@?(?P<name>[^\W\d_][\w'’-]*)\s*"
    r"(?=[,:!.?]|\s[–-]\s|\Z)",
    re.IGNORECASE,
)
_OPENING_LENGTH = 80  # characters in which a name is looked for


@dataclass(frozen=True)
class Conversation(Generic[SaidEvent]):
    """Events in the order in which they were said. What each does, and how the matter stood after the last, is read
    when it is first asked for.

    topic: the subject, or the first words of the first event. client_id: whose people are the side `client`; None: any
    client's.
    """

    topic: str
    events: tuple[SaidEvent, ...]
    client_id: str | None

    @cached_property
    def turns(self) -> tuple[Turn[SaidEvent], ...]:
        return turns_of(self.events, self.client_id)

    @cached_property
    def state(self) -> State:
        return state_of(self.turns)

    @property
    def deciding(self) -> tuple[Turn[SaidEvent], ...]:
        """The turns that show the state, in order."""
        return tuple(self.turns[place] for place in self.state.deciding)


def conversations(events: Iterable[SaidEvent], client_id: str | None = None) -> list[Conversation[SaidEvent]]:
    """Every event in one conversation; those in the order of their first turns.

    client_id: whose people are the side `client`; None: any client's.
    """
    threads: dict[str, list[SaidEvent]] = defaultdict(list)
    for event in sorted(events, key=lambda event: (event.occurred_at, event.event_id)):
        threads[event.thread].append(event)
    joined = _Joined(threads)
    loose: dict[str, list[SaidEvent]] = defaultdict(list)
    for turns in threads.values():
        if len(turns) == 1 and turns[0].kind == "message" and turns[0].container_id:
            loose[turns[0].container_id].append(turns[0])
    for of_container in loose.values():
        _join_loose(of_container, joined)
    groups = [sorted(turns, key=lambda turn: (turn.occurred_at, turn.event_id)) for turns in joined.groups()]
    ordered = sorted(groups, key=lambda turns: (turns[0].occurred_at, turns[0].event_id))
    return [Conversation(_topic(of_one), tuple(of_one), client_id) for of_one in ordered]


class _Joined(Generic[SaidEvent]):
    """Threads that turned out to be one exchange."""

    def __init__(self, threads: dict[str, list[SaidEvent]]) -> None:
        self._threads = threads
        self._first = {thread: thread for thread in threads}

    def join(self, turn: SaidEvent, earlier: SaidEvent) -> None:
        self._first[self._root(turn.thread)] = self._root(earlier.thread)

    def groups(self) -> Iterable[list[SaidEvent]]:
        groups: dict[str, list[SaidEvent]] = defaultdict(list)
        for thread, turns in self._threads.items():
            groups[self._root(thread)].extend(turns)
        return groups.values()

    def _root(self, thread: str) -> str:
        while self._first[thread] != thread:
            self._first[thread] = self._first[self._first[thread]]
            thread = self._first[thread]
        return thread


def _join_loose(messages: Sequence[SaidEvent], joined: _Joined[SaidEvent]) -> None:
    """Join the loose messages of one channel, in order, each with the one that it answers."""
    spoken_to = _spoken_to(messages)
    last_of: dict[str, int] = {}
    with_word: dict[str, int] = {}  # the last message that has it
    for position, message in enumerate(messages):
        earlier = _addressed(position, messages, spoken_to, last_of)
        if earlier is None:
            earlier = _just_said(position, messages, spoken_to)
        if earlier is None:
            earlier = _alike(position, messages, with_word)
        if earlier is not None:
            joined.join(message, messages[earlier])
        if message.author_name:
            last_of[message.author_name] = position
        with_word.update(dict.fromkeys(content_words(message.text), position))


def _spoken_to(messages: Sequence[SaidEvent]) -> list[str | None]:
    """Whom each message speaks to by name: a mention, or a name that it opens with."""
    authors = sorted({message.author_name for message in messages if message.author_name}, key=len, reverse=True)
    if not authors:
        return [None] * len(messages)
    bearers: dict[str, set[str]] = defaultdict(set)
    for author in authors:
        bearers[author.split()[0].lower()].add(author)
    mention = re.compile(rf"@({'|'.join(map(re.escape, authors))})(?!\w)")

    def person(text: str) -> str | None:
        if mentioned := mention.search(text):
            return mentioned[1]
        for vocative in _VOCATIVE.finditer(text[:_OPENING_LENGTH]):
            of_that_name = bearers.get(vocative["name"].lower(), set())
            if len(of_that_name) == 1:
                return next(iter(of_that_name))
        return None

    return [person(message.text) for message in messages]


def _addressed(
    position: int, messages: Sequence[SaidEvent], spoken_to: Sequence[str | None], last_of: dict[str, int]
) -> int | None:
    """The last message of the person who is spoken to."""
    person = spoken_to[position]
    earlier = last_of.get(person) if person and person != messages[position].author_name else None
    if earlier is None or messages[position].occurred_at - messages[earlier].occurred_at > ADDRESSED_WITHIN:
        return None
    return earlier


def _just_said(position: int, messages: Sequence[SaidEvent], spoken_to: Sequence[str | None]) -> int | None:
    """The last message, a moment ago, that its author wrote or was spoken to in; for a "Sure thing!" the one above."""
    author, at = messages[position].author_name, messages[position].occurred_at
    answers = _GOES_ON.match(messages[position].text) is not None
    for earlier in range(position - 1, max(-1, position - 1 - GOES_ON_WITHIN_MESSAGES), -1):
        if at - messages[earlier].occurred_at > GOES_ON_WITHIN:
            return None
        if answers or (author is not None and author in (messages[earlier].author_name, spoken_to[earlier])):
            return earlier
    return None


def _alike(position: int, messages: Sequence[SaidEvent], with_word: dict[str, int]) -> int | None:
    """The latest earlier message that shares most of the shorter one's content words."""
    words = content_words(messages[position].text)
    if len(words) < ALIKE_WORDS:
        return None
    for earlier in sorted({with_word[word] for word in words if word in with_word}, reverse=True):
        others = content_words(messages[earlier].text)
        shared = len(words & others)
        if messages[position].occurred_at - messages[earlier].occurred_at > ALIKE_WITHIN:
            return None
        if shared >= ALIKE_WORDS and shared >= ALIKE_SHARE * min(len(words), len(others)):
            return earlier
    return None


def _topic(turns: Sequence[SaidEvent]) -> str:
    first = turns[0]
    words = " ".join((first.title or first.text).split())
    return words if len(words) <= LONGEST_TOPIC else words[:LONGEST_TOPIC].rsplit(" ", 1)[0] + "…"
