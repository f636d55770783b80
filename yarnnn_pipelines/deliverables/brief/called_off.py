"""What the words of a week say of its coming meetings: called off, moved, in question, or on after all.

The calendar knows of it later, or never; so whoever is of our side or the client's is believed. Which words speak of a
meeting is `english.called_off` and `english.called_off_by_day`; which meetings are told `meetings`.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from itertools import islice
from typing import Literal

from yarnnn_pipelines.context.turns import WITHOUT_TURNS
from yarnnn_pipelines.deliverables.brief.candidates import said_in
from yarnnn_pipelines.deliverables.brief.invited import said_by_invitations, series_named, series_of
from yarnnn_pipelines.deliverables.slots.frame import Frame
from yarnnn_pipelines.deliverables.week.client_week import Event
from yarnnn_pipelines.english.answers import REFUSES
from yarnnn_pipelines.english.called_off import (
    THIS_WEEK,
    Word,
    joined,
    may_call_off,
    said_of_meeting,
    words_of_title,
)
from yarnnn_pipelines.english.called_off_by_day import agrees, keeps, said_by_day, with_meeting_named
from yarnnn_pipelines.english.doubted_meetings import (
    AWAY,
    FROM_NOW_ON,
    asks_for_its_day,
    distinctive,
    leaves_in_doubt,
    may_doubt,
    puts_in_question,
    sets_it_then,
    speaks_of_a_week_before,
)
from yarnnn_pipelines.english.going_on import points_back
from yarnnn_pipelines.english.invitations import (
    may_answer,
    may_be_an_answer,
    may_be_of_a_meeting,
    said_below_subject,
    said_below_words,
    said_by_subject,
)
from yarnnn_pipelines.english.likeness import content_words
from yarnnn_pipelines.english.meeting_days import HAS_NO_TIME, IS_STOOD_IN_FOR, days_named, kinds_named, without_days
from yarnnn_pipelines.english.meetings_spoken_of import names_another_day, speaks_otherwise
from yarnnn_pipelines.english.sentences import sentences_of
from yarnnn_pipelines.english.shared_words import SharedWords
from yarnnn_pipelines.english.things import speaks_of_another

_ANSWERED_WITHIN = timedelta(days=3)
_REPLIES_READ = 8


Said = Word | Literal["accepted", "spoken_of"]  # what a sentence does to a meeting


@dataclass(frozen=True)
class WordOnMeeting:
    """The last word on a meeting, and the reply that agreed to it, where it was asked. spoken_of: in words that no rule
    knows."""

    word: Literal["off", "asked", "spoken_of"]
    event: Event
    text: str
    reply: Event | None = None

    def reason(self, frame: Frame) -> str:
        if self.word == "spoken_of":
            return f"it is spoken of {said_in(self.event, self.text, frame)}; look whether it still takes place then"
        what = "called off or moved" if self.word == "off" else "whether it takes place then was put in question"
        said = f"{what} {said_in(self.event, self.text, frame)}"
        return f"{said}; agreed {said_in(self.reply, self.reply.text, frame)}" if self.reply else said


class WordsOnMeetings:
    """The sentences and subjects that may call off a meeting, in the order of time."""

    def __init__(self, events: Sequence[Event], frame: Frame) -> None:
        self._frame = frame
        self._names = " ".join(frame.own_names)
        self._beside = " ".join([*frame.own_names, *sorted(frame.people)])
        self._events = sorted(
            (event for event in events if event.kind not in WITHOUT_TURNS),
            key=lambda event: (event.occurred_at, event.event_id),
        )
        self._said: list[tuple[Event, str, str, str]] = []  # as it stands, as it is read, and what stands before it
        self._by_word = SharedWords()
        self._others: set[int] = set()  # of these sentences no rule knows what they do to a meeting
        self._by_day: dict[date, list[int]] = defaultdict(list)
        self._by_series: dict[str, list[int]] = defaultdict(list)  # of the meeting that a mail's calendar part names
        self._below: dict[int, str] = {}  # the words that a short answer in a thread stands below
        roots: dict[str, Event] = {}
        last_of_thread: dict[str, str] = {}
        for event in self._events:
            before = last_of_thread.get(event.thread, "")
            for series in series_named(event):
                self._by_series[series].append(len(self._said))
                self._said.append((event, event.title or "", "", ""))
            above = _answered_above(event, roots.setdefault(event.thread, event))
            for text in filter(None, (event.title, *sentences_of(event.text))):
                self._read(event, text, before, above)
                before = text
            last_of_thread[event.thread] = before

    def _read(self, event: Event, text: str, before: str, above: str) -> None:
        """before: the sentence that stands before it in its thread; above: the words that open it, which a short answer
        may say no to."""
        subject = _answered_subject(event, text) or (above if above and may_answer(text) else "")
        said_on = self._frame.day(event.occurred_at)
        if not (may_call_off(text) or may_doubt(text) or may_be_of_a_meeting(text) or subject):
            self._others.add(len(self._said))
            self._by_word.add(len(self._said), content_words(joined(text)))
            self._said.append((event, text, text, before))
            return
        words, text = text, with_meeting_named(text, before, said_on) or text
        place = len(self._said)
        self._said.append((event, words, text, before))
        if subject == above:
            self._below[place] = above
        named = before if FROM_NOW_ON.found_in(text) else ""
        self._by_word.add(place, content_words(joined(f"{subject} {named} {text}")))
        for day in {day for named in days_named(text, said_on) for day in named.days}:
            self._by_day[day].append(place)

    def last_on(
        self, meeting: Event, summary: str, *, was_moved: bool, others: Collection[str] = ()
    ) -> WordOnMeeting | None:
        """What makes the meeting unsure by the end, None where nothing does. was_moved: in the calendar, so words of a
        move are its own. others: titles of the other meetings of its day, which words that name no title may mean."""
        off: WordOnMeeting | None = None
        asked: dict[str, WordOnMeeting] = {}  # by whom
        spoken: WordOnMeeting | None = None
        for event, words, said in self._said_of(meeting, words_of_title(summary, self._names), others):
            who = event.person_id or event.author_name or ""
            if said == "spoken_of":
                spoken = WordOnMeeting("spoken_of", event, words) if self._is_of_a_side(event) else spoken
            elif said == "on":
                off, asked, spoken = None, {}, None
            elif said == "accepted":
                asked.pop(who, None)
            elif was_moved and said != "off":
                continue
            elif said in ("off", "moved") and self._is_of_a_side(event):
                off = WordOnMeeting("off", event, words)
            elif off is None:
                last = self._answered(WordOnMeeting("asked", event, words))
                if last is None:
                    asked = {}
                elif last.word == "off":
                    off = last
                else:
                    asked = {name: word for name, word in asked.items() if name != who} | {who: last}
        return off or next(reversed(asked.values()), None) or (None if was_moved else spoken)

    def _said_of(
        self, meeting: Event, title: frozenset[str], others: Collection[str]
    ) -> Iterator[tuple[Event, str, Said]]:
        """What each of them says of the meeting, in the order of time: the event, its words, and what they do to it."""
        starts = self._frame.local(meeting.occurred_at)
        known_by = distinctive(title)
        by_word = self._by_word.places(known_by, at_least=min(2, len(known_by)))
        of_its_id = self._by_series.get(series_of(meeting.event_id), ())
        for place in sorted({*by_word, *self._by_day.get(starts.date(), ()), *of_its_id}):
            event, words, *_ = self._said[place]
            is_by_id = place in of_its_id
            word = said_by_invitations(event, meeting) if is_by_id else self._word_on(place, meeting, title, others)
            if word:
                yield event, words, word

    def _word_on(self, place: int, meeting: Event, title: frozenset[str], others: Collection[str]) -> Said | None:
        event, words, text, before = self._said[place]
        starts, said_on = self._frame.local(meeting.occurred_at), self._frame.day(event.occurred_at)
        is_series = bool(meeting.fields.get("is_series"))
        if asks_for_its_day(text, starts.date(), said_on):
            return None
        if place in self._others:
            return self._unclear(place, meeting, title)
        marked = said_by_subject(text, title, starts, self._beside, is_series=is_series)
        if marked == "another":
            return None
        if marked == "accepted":
            return marked
        word = marked or said_of_meeting(text, title, starts, self._beside, is_series=is_series, said_on=said_on)
        of_an_earlier_one = is_series and _is_of_an_earlier_one(text, starts, said_on)
        if word is None and not of_an_earlier_one and (subject := _answered_subject(event, text)):
            word = said_below_subject(text, subject, title, starts, said_on, self._beside)
        if word is None and not of_an_earlier_one and (above := self._below.get(place)):
            word = said_below_words(words, above, title, starts, said_on, self._beside)
        if word is None:
            word = said_by_day(text, title, starts.date(), said_on, self._beside)
            word = self._of_this_one(word, text, title, others)
        if word is None and not of_an_earlier_one:
            is_open = leaves_in_doubt(text, before, title, starts, said_on, self._beside)
            is_set = sets_it_then(text, title, starts.date(), said_on)
            is_open = is_open or (not is_set and puts_in_question(text, title, self._beside))
            word = "asked" if is_open else None
        stays_away = HAS_NO_TIME.found_in(text) or AWAY.found_in(text)
        if word == "asked" and stays_away and IS_STOOD_IN_FOR.found_in(event.text):
            return None
        if word is None or (word == "on" and names_another_day(text, starts, said_on)):
            return self._unclear(place, meeting, title) or word
        return word

    def _unclear(self, place: int, meeting: Event, title: frozenset[str]) -> Literal["spoken_of"] | None:
        """Whether a sentence, no subject, speaks of this meeting in words of which no rule knows what they do to it."""
        event, words, text, _ = self._said[place]
        starts, said_on = self._frame.local(meeting.occurred_at), self._frame.day(event.occurred_at)
        is_series = bool(meeting.fields.get("is_series"))
        if words == event.title or (is_series and _is_of_an_earlier_one(text, starts, said_on)):
            return None
        is_its_matter = speaks_otherwise(text, title, starts, said_on, self._beside, is_series=is_series)
        return "spoken_of" if is_its_matter else None

    def _of_this_one(self, word: Word | None, text: str, title: frozenset[str], others: Collection[str]) -> Word | None:
        """Of several meetings of a day, the one whose title has the word for it; else each may be meant."""
        if word is None or word == "on" or not others:
            return word
        kinds = content_words(" ".join(match[0] for match in kinds_named(without_days(text))))
        if kinds & title:
            return word
        return None if any(kinds & content_words(other) for other in others) else "asked"

    def _is_of_a_side(self, event: Event) -> bool:
        return event.author_is_us or event.author_client_id == self._frame.client_id

    def _answered(self, asked: WordOnMeeting) -> WordOnMeeting | None:
        for reply in self._replies(asked.event):
            text = " ".join(reply.text.split())
            if keeps(text) and not _is_of_another_matter(text, asked.text):
                return None
            names_a_day = any(days_named(text, self._frame.day(reply.occurred_at)))
            if agrees(text) and ("?" in asked.text or "?" in asked.event.text or names_a_day):
                return replace(asked, word="off", reply=reply)
        return asked

    def _replies(self, asking: Event) -> Iterator[Event]:
        """What another of the two sides says next, in the same thread or place."""
        first = bisect_right(self._events, asking.occurred_at, key=lambda event: event.occurred_at)
        for event in islice(self._events, first, first + 10 * _REPLIES_READ):
            if event.occurred_at - asking.occurred_at > _ANSWERED_WITHIN:
                return
            same_place = (
                event.container_id == asking.container_id and event.thread_id is None and asking.thread_id is None
            )
            is_near = event.thread == asking.thread or same_place
            if is_near and event.author_name != asking.author_name and self._is_of_a_side(event):
                yield event


def _is_of_another_matter(reply: str, asked: str) -> bool:
    """It points at nothing, speaks of no meeting, and of other things: "We still need the texts from you"."""
    is_below = REFUSES.match(reply) or points_back(reply) or any(kinds_named(reply))
    return not is_below and speaks_of_another(reply, asked)


def _is_of_an_earlier_one(text: str, starts: datetime, said_on: date) -> bool:
    """It speaks of a meeting of the series that is before this one."""
    return THIS_WEEK.search(text) is not None or speaks_of_a_week_before(text, starts.date(), said_on)


def _answered_subject(event: Event, text: str) -> str:
    """The subject that a sentence of a short mail may say no to; empty where it says none."""
    is_below = event.kind == "mail" and event.title and text != event.title
    return event.title or "" if is_below and may_be_an_answer(event.text) and may_answer(text) else ""


def _answered_above(event: Event, root: Event) -> str:
    """The words that open the thread of a short message below them; empty without any. A mail has a subject."""
    is_below = event is not root and event.kind != "mail" and may_be_an_answer(event.text)
    return root.text if is_below and may_be_an_answer(root.text) else ""
