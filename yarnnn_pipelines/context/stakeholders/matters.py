"""What somebody asked lately, what they promised, and what they were asked that nothing of theirs follows."""

from __future__ import annotations

import hashlib
import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from itertools import islice, takewhile
from typing import Protocol

from yarnnn_pipelines.context.answers import Answers, taken_on_by
from yarnnn_pipelines.context.stakeholders.records import Conclusion, Evidence, Promise, Read, first_word, whole
from yarnnn_pipelines.context.week_events import WeekEvent
from yarnnn_pipelines.english.answers import says_yes_or_no
from yarnnn_pipelines.english.dialogue import asks
from yarnnn_pipelines.english.likeness import content_words
from yarnnn_pipelines.english.promises import is_a_dated_plan, promiser, promises_a_deed
from yarnnn_pipelines.english.requests import matter_of, people_spoken_to
from yarnnn_pipelines.english.rhetorical import is_rhetorical
from yarnnn_pipelines.english.sentences import sentences
from yarnnn_pipelines.english.shared_words import SharedWords

BELOW_WITHIN = timedelta(days=2)  # in the same place, outside of the conversation
SHARED_WORDS = 2  # content words of a question that what comes back to it elsewhere has
MOST_LISTED = 10  # sentences that one list tells, the newest

# In words how a promise was closed, and what the event is that closed it.
_CLOSED = {
    "kept": ("told as done", "done"),
    "moved": ("moved to another day", "moved"),
    "withdrawn": ("taken back", "taken back"),
}
_LABEL = re.compile(r"^[\w '’-]{1,40}:\s+")
_FIRST_PERSON = re.compile(r"(?i)\b(?:i|we)\b")


def matters(of: Read, promises: Sequence[Promise]) -> tuple[Conclusion, ...]:
    """The newest of each list first."""
    later = _Later(of)
    return (
        *_newest("asked", _asked(of, later), of),
        *_newest("promised", _promised(of, promises), of),
        *_newest("owes", _owes(of, later), of),
    )


def _asked(of: Read, later: _Later) -> Iterator[Conclusion]:
    for event in reversed(of.written):
        for start, end in questions(event, of.lately):
            reply, state = later.reply_to(event, event.text[start:end])
            evidence = [Evidence(event, event.text[start:end], "question")]
            evidence += [whole(reply, "reply")] if reply else []
            yield _sentence("asked", event, start, state, evidence)


def _promised(of: Read, promises: Sequence[Promise]) -> Iterator[Conclusion]:
    """What they said they would do: open, or closed lately."""
    for promise in sorted(promises, key=lambda promise: of.said_at(promise.event_id), reverse=True):
        event, closing = of.by_id.get(promise.event_id), of.by_id.get(promise.closed_by or "")
        if event is None or event.version != promise.version or not of.is_theirs(event):
            continue
        if not _is_their_own(event.text[promise.start : promise.end], of):
            continue
        if promise.closed_by and (closing is None or of.lately is None or closing.occurred_at < of.lately):
            continue
        due = f", due {promise.due}" if promise.due else ""
        how, shows = _CLOSED[promise.state] if closing else ("", "")
        over = ", which is over" if promise.state == "overdue" and promise.due else ""
        state = f"{how} by {_author(closing)}" if closing else f"not told as done{due}{over}"
        evidence = [Evidence(event, event.text[promise.start : promise.end], "promise")]
        evidence += [whole(closing, shows)] if closing else []
        yield _sentence("promised", event, promise.start, state, evidence)


def _is_their_own(words: str, of: Read) -> bool:
    """They promise it of themselves or their side: neither what another will do nor what is planned for a day."""
    name = promiser(words)
    if name is not None:
        return name.casefold() == of.person.first_name
    if promises_a_deed(words):
        return True
    return _FIRST_PERSON.search(words) is not None and not is_a_dated_plan(words)


def _owes(of: Read, later: _Later) -> Iterator[Conclusion]:
    """What they were asked by name, or alone in a mail, and neither answered nor spoke of after it."""
    for event in reversed(of.said):
        if of.is_theirs(event) or event.person_id is None:
            continue
        for start, end in questions(event, of.lately):
            question = event.text[start:end]
            if _is_put_to(of, event, start, end) and not later.is_taken_up(event, question):
                state = f"{_author(event)} asked, and nothing of theirs follows"
                yield _sentence("owes", event, start, state, [Evidence(event, question, "question")])


class Asking(Protocol):
    """As much of an event as its questions are a function of."""

    @property
    def occurred_at(self) -> datetime: ...

    @property
    def text(self) -> str: ...


class _Later:
    """What was said after a question: in its conversation, below it in its place, or anywhere with its words."""

    def __init__(self, of: Read) -> None:
        self._of = of
        self._talk = {event.event_id: talk for talk in of.talks for event in talk.events}
        self._answers = Answers(of.said, _first_names(of.said))
        self._lately = [event for event in of.said if of.lately is None or event.occurred_at >= of.lately]
        self._words = [content_words(event.text) for event in self._lately]
        self._by_word = SharedWords()
        for place, words in enumerate(self._words):
            self._by_word.add(place, words)

    def reply_to(self, event: WeekEvent, question: str) -> tuple[WeekEvent | None, str]:
        """The reply to somebody's question, if there is one, and what it comes to in words."""
        if (answer := self._answers.in_conversation(event.event_id, question)) is not None:
            return answer, f"answered by {_author(answer)}"
        if (answer := self._answers.to(event, question)) is not None and answer.person_id != event.person_id:
            return answer, f"answered by {_author(answer)}"
        if (reply := self._reply(event)) is not None:
            return reply, f"taken up by {_author(reply)}, which need not settle it"
        if (taken_on := taken_on_by(event, question, self._of.said)) is not None:
            return taken_on, f"taken up by {_author(taken_on)}, which need not settle it"
        for later in self._with_its_words(event, question):
            if later.person_id != event.person_id:
                return later, f"no answer in its conversation; {_author(later)} wrote of it later"
        return None, "no answer was found"

    def is_taken_up(self, event: WeekEvent, question: str) -> bool:
        """Somebody answered, or the person wrote after it, there or of it: whether that settles it can't be told."""
        if self._answers.to(event, question) or self._reply(event):
            return True
        theirs = [*self._talk[event.event_id].events, *self._with_its_words(event, question)]
        if any(self._of.is_theirs(later) and later.occurred_at > event.occurred_at for later in theirs):
            return True
        return event.kind != "mail" and self._is_written_below(event)

    def _reply(self, event: WeekEvent) -> WeekEvent | None:
        turns = self._talk[event.event_id].turns
        replies = (turn.event for turn in turns if turn.answers is not None and turns[turn.answers].event is event)
        return next(replies, None)

    def _with_its_words(self, event: WeekEvent, question: str) -> Iterator[WeekEvent]:
        words = matter_of(question)
        for place in sorted(self._by_word.places(words, at_least=SHARED_WORDS)):
            later = self._lately[place]
            if later.occurred_at > event.occurred_at and len(words & self._words[place]) >= SHARED_WORDS:
                yield later

    def _is_written_below(self, event: WeekEvent) -> bool:
        """By the person, soon after it in the same place, where somebody may answer outside of its conversation."""
        written = self._of.written
        first = bisect_right(written, event.occurred_at, key=lambda later: later.occurred_at)
        soon = takewhile(lambda later: later.occurred_at - event.occurred_at <= BELOW_WITHIN, written[first:])
        return any(later.container_id == event.container_id for later in soon)


def _first_names(events: Sequence[WeekEvent]) -> dict[bool, frozenset[str]]:
    """Of those who wrote, folded, by whether they are ours."""
    names = {(event.author_is_us, first_word(event.author_name)) for event in events if event.author_name}
    return {is_us: frozenset(name for side, name in names if side == is_us) for is_us in (True, False)}


def _is_put_to(of: Read, event: WeekEvent, start: int, end: int) -> bool:
    """The sentence calls them by a name that nobody else here has, or the mail is to them alone."""
    first = of.person.first_name
    called = people_spoken_to(event.text[start:end], event.text[:start])
    if called:
        return first in called and first not in of.first_names_of_others
    return event.kind == "mail" and of.person.email is not None and event.to == (of.person.email.casefold(),)


def questions(event: Asking, since: datetime | None) -> Iterator[tuple[int, int]]:
    """Offsets of the sentences that ask something, where it was said lately."""
    if since is None or event.occurred_at < since:
        return
    for start, end in sentences(event.text):
        words = event.text[start:end]
        if asks(words) and not is_rhetorical(words) and not _answers_in_passing(words):
            yield start, end


def _answers_in_passing(words: str) -> bool:
    """ "Phone bookings: yes, please count them." answers, and asks for nothing new."""
    return "?" not in words and says_yes_or_no(_LABEL.sub("", words))


def _sentence(kind: str, event: WeekEvent, start: int, state: str, evidence: Sequence[Evidence]) -> Conclusion:
    value = {"state": state, "at": event.occurred_at.isoformat()}
    return Conclusion(kind, name_of_sentence(kind, event.event_id, start), True, state, value, None, tuple(evidence))


def name_of_sentence(kind: str, event_id: str, start: int) -> str:
    """The name by which what a sentence shows is removed: "asked-0f3a1c"."""
    mark = hashlib.sha256(f"{event_id}#{start}".encode()).hexdigest()[:6]
    return f"{kind}-{mark}"


def _newest(kind: str, listed: Iterator[Conclusion], of: Read) -> list[Conclusion]:
    if newest := list(islice(listed, MOST_LISTED)):
        return newest
    since = f"since {of.lately.date().isoformat()}" if of.lately else "in what was read"
    return [Conclusion(kind, kind, False, f"none found {since}")]


def _author(event: WeekEvent) -> str:
    return event.author_name or "somebody without a name"
