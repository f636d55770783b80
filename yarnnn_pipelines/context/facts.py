"""Facts: what was given a thing for a value, which later word closed it, and which two can't both hold.

A value is a day, a sum, a share, a count, an option, or that something is on or off. A later statement closes an
earlier one of the same thing if its author is the same, it stands in the same thread, it tells of a change, or it
measures what grows anyway; between two that nothing closes, a person decides. How a sentence gives a value is
`english.values`; the table of facts is `fact_rows`, and what becomes of a sentence whose fact is closed or contradicted
is `deliverables.brief`'s.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import pairwise
from typing import Generic
from zoneinfo import ZoneInfo

from yarnnn_pipelines.context.promises import is_of_one_matter
from yarnnn_pipelines.context.stated import Quoted
from yarnnn_pipelines.context.turns import WITHOUT_TURNS, Said, SaidEvent
from yarnnn_pipelines.english.changes import labels_a_time_stamp, old_and_new
from yarnnn_pipelines.english.days import day_stated, full_day
from yarnnn_pipelines.english.keeping import figures_of, matter_of_a_plan
from yarnnn_pipelines.english.likeness import content_words
from yarnnn_pipelines.english.sentences import core
from yarnnn_pipelines.english.shared_words import SharedWords
from yarnnn_pipelines.english.stance import sentences_stood_by
from yarnnn_pipelines.english.states import says_it_moves
from yarnnn_pipelines.english.values import may_give_a_value, values_given
from yarnnn_pipelines.english.voice import Voice

DAY = "day"
# A line of a page that gives something a value, by its label: "Launch: 12 May", "| Launch date | 12 May |".
_LINE = re.compile(r"(?m)^[\s>*|•-]*(?P<label>[^:|\n]{2,60}?)\s*[:|]\s*(?P<value>[^|\n]{1,60}?)[\s|]*$")
_OWN_DEED = re.compile(r"(?i)\s*I\b")  # what one will do oneself is no other's plan
# A page that is called by what it says, as a log of decisions has them: its bare date is when that was said.
_BARE_DATE = re.compile(r"(?i)(?:date|day)\s*")
_SAYS_SOMETHING = re.compile(
    r"(?i)\b(?:is|are|was|were|has|have|had|will|can|gets?|goes|stays?|we|decided|agreed|chose)\b"
)
_NO_LABEL = content_words("date day deadline due when starts planned scheduled until by status state current")

Span = tuple[SaidEvent, int, int]  # event, start, end


@dataclass(frozen=True)
class Fact(Generic[SaidEvent]):
    """start, end: of the words in the event's text. written: the value as it is shown; value: the same however it is
    written. subject: stems of what it is given to; may_be_of: those that a page's title adds. grows, changes: as of
    `english.values.Value`."""

    event: SaidEvent
    start: int
    end: int
    attribute: str
    written: str
    value: str
    subject: frozenset[str]
    grows: bool = False
    changes: bool = False
    may_be_of: frozenset[str] = frozenset()

    @property
    def quote(self) -> str:
        return self.event.text[self.start : self.end]

    @property
    def is_of_a_page(self) -> bool:
        return self.event.kind == "page"


def facts_of(
    events: Iterable[SaidEvent], plans: Iterable[Span[SaidEvent]], time_zone: str, aside: frozenset[str] = frozenset()
) -> list[Fact[SaidEvent]]:
    """The facts of some events, in time. plans: the sentences among theirs that set a day. aside: stems of words that
    tell no thing of a client from another, such as its name."""
    facts = [fact for span in plans if (fact := _of_a_plan(*span, time_zone)) is not None]
    for event in events:
        if event.kind == "page":
            facts += _of_lines(event, time_zone, aside)
        elif event.kind not in WITHOUT_TURNS:
            facts += _of_sentences(event, aside)
    return sorted(facts, key=_key)


def as_pages_stand(events: Iterable[SaidEvent]) -> list[SaidEvent]:
    """The events without what a page said before it was edited in a later week."""
    last: dict[str, SaidEvent] = {}
    for event in sorted(events, key=lambda event: (event.occurred_at, event.event_id)):
        last[_page_of(event) if event.kind == "page" else event.event_id] = event
    return list(last.values())


def _page_of(event: Said) -> str:
    return event.event_id.rpartition("@")[0] or event.event_id


def voice_of(event: Said, time_zone: str) -> Voice:
    """Of a sentence that is read for its value: who says it, and when on the agency's clock."""
    said_on = event.occurred_at.astimezone(ZoneInfo(time_zone)).date()
    return Voice(event.author_name, event.author_is_us, event.occurred_at, time_zone, "", said_on)


def _of_a_plan(event: SaidEvent, start: int, end: int, time_zone: str) -> Fact[SaidEvent] | None:
    quote = event.text[start:end]
    day = day_stated(quote, voice_of(event, time_zone))
    if day is None or event.kind in WITHOUT_TURNS:
        return None
    moves = says_it_moves(quote) or old_and_new(quote) is not None
    subject = matter_of_a_plan(quote) | {f"#{figure}" for figure in figures_of(quote)}
    return Fact(event, start, end, DAY, full_day(day), day.isoformat(), subject, changes=moves)


def _of_sentences(event: SaidEvent, aside: frozenset[str]) -> Iterator[Fact[SaidEvent]]:
    if not may_give_a_value(event.text):
        return
    for span in sentences_stood_by(event.text):
        if (words := core(event.text, span)) is None:
            continue
        for value in values_given(event.text[words.start : words.end], aside):
            yield Fact(
                event, *words, value.attribute, value.written, value.compared, value.subject, value.grows, value.changes
            )


def _of_lines(page: SaidEvent, time_zone: str, aside: frozenset[str]) -> Iterator[Fact[SaidEvent]]:
    """ "Budget: €4,000" is of the label, or of the label and the page's title. When the page was touched, is none."""
    title = content_words(page.title or "") - aside
    for line in _LINE.finditer(page.text):
        label = content_words(line["label"]) - _NO_LABEL - aside
        start = line.start("label")
        end = line.end("value")
        day = day_stated(line["value"], voice_of(page, time_zone))
        if day is not None and (labels_a_time_stamp(line["label"]) or _dates_what_was_said(line["label"], page)):
            continue
        if day is not None:
            yield Fact(page, start, end, DAY, full_day(day), day.isoformat(), label, may_be_of=title)
            continue
        # A value alone says nothing of itself: what it would be a value of, stands before it.
        told = f"{line['label']} is {line['value']}"
        for value in values_given(told, aside):
            if not value.grows:
                subject = value.subject - _NO_LABEL
                yield Fact(page, start, end, value.attribute, value.written, value.compared, subject, may_be_of=title)


def _dates_what_was_said(label: str, page: Said) -> bool:
    return _BARE_DATE.fullmatch(label) is not None and _SAYS_SOMETHING.search(page.title or "") is not None


def value_before(new: Quoted, old: Quoted, aside: frozenset[str]) -> str | None:
    """The value that an earlier sentence gives the thing of which a later one tells that it has another now; None where
    it tells of no change, or names the value before itself."""
    if new.event.occurred_at <= old.event.occurred_at or old_and_new(new.quote) is not None:
        return None
    for value in values_given(new.quote, aside):
        for before in values_given(old.quote, aside):
            is_same = (value.attribute, value.subject) == (before.attribute, before.subject)
            if is_same and value.changes and not value.grows and value.compared != before.compared:
                return before.written if value.attribute != "state" else None
    return None


class Facts(Generic[SaidEvent]):
    """Facts of one client, in time: which is closed by which, and which two can't both hold."""

    def __init__(self, facts: Sequence[Fact[SaidEvent]]) -> None:
        self.all = tuple(facts)
        self._said: dict[tuple[str, frozenset[str]], list[Fact[SaidEvent]]] = defaultdict(list)
        self._of_event: dict[str, list[Fact[SaidEvent]]] = defaultdict(list)
        for fact in facts:
            self._of_event[fact.event.event_id].append(fact)
            if not fact.is_of_a_page:
                self._said[fact.attribute, fact.subject].append(fact)
        self._on_pages = SharedWords()
        for place, fact in enumerate(facts):
            if fact.is_of_a_page:
                self._on_pages.add(place, fact.subject | fact.may_be_of)

    def within(self, event_id: str, start: int, end: int) -> list[Fact[SaidEvent]]:
        """The facts that a span of an event gives."""
        return [fact for fact in self._of_event.get(event_id, ()) if fact.start < end and start < fact.end]

    def closing(self, fact: Fact[SaidEvent]) -> Fact[SaidEvent] | None:
        """The first later fact that gives the same thing another value and takes its place."""
        return self._closings.get(_key(fact))

    def before(self, fact: Fact[SaidEvent]) -> Fact[SaidEvent] | None:
        """The last earlier fact that gives the same thing another value."""
        return self._earlier.get(_key(fact))

    def contradicting(self, fact: Fact[SaidEvent]) -> Fact[SaidEvent] | None:
        """A fact that can't hold beside this one, where neither is closed."""
        if fact.is_of_a_page or self.closing(fact) is not None:
            return None
        return self._said_otherwise(fact) or self._written_otherwise(fact)

    def _said_otherwise(self, fact: Fact[SaidEvent]) -> Fact[SaidEvent] | None:
        for value, standing in self._standing[fact.attribute, fact.subject].items():
            if value == fact.value:
                continue
            for other in standing:
                if _contradict(*sorted((fact, other), key=_key)):
                    return other
        return None

    def _written_otherwise(self, fact: Fact[SaidEvent]) -> Fact[SaidEvent] | None:
        """A page's line that gives another value; that a thing has changed since the page was written, is no doubt."""
        if fact.changes or fact.grows or not fact.subject:
            return None
        for place in sorted(self._on_pages.places(fact.subject)):
            line = self.all[place]
            is_same = line.subject <= fact.subject <= line.subject | line.may_be_of
            if is_same and (line.attribute, self.closing(line)) == (fact.attribute, None) and line.value != fact.value:
                return line
        return None

    @cached_property
    def _earlier(self) -> dict[tuple[object, ...], Fact[SaidEvent]]:
        earlier: dict[tuple[object, ...], Fact[SaidEvent]] = {}
        for facts in self._said.values():
            for before, fact in pairwise(facts):
                last = before if before.value != fact.value else earlier.get(_key(before))
                if last is not None:
                    earlier[_key(fact)] = last
        return earlier

    @cached_property
    def _standing(self) -> dict[tuple[str, frozenset[str]], dict[str, list[Fact[SaidEvent]]]]:
        """Of each thing, by value, the first few facts that nothing has closed."""
        standing: dict[tuple[str, frozenset[str]], dict[str, list[Fact[SaidEvent]]]] = defaultdict(dict)
        for thing, facts in self._said.items():
            authors: set[tuple[str, str | None]] = set()
            for fact in facts:
                if self.closing(fact) is None and (fact.value, fact.event.author_name) not in authors:
                    authors.add((fact.value, fact.event.author_name))
                    standing[thing].setdefault(fact.value, []).append(fact)
        return standing

    @cached_property
    def _closings(self) -> dict[tuple[object, ...], Fact[SaidEvent]]:
        closings = self._edited()
        moved = self._moved()
        for thing, facts in self._said.items():
            closing = _Closing[SaidEvent]()
            for fact in sorted((*facts, *moved.get(thing, ())), key=_key, reverse=True):
                if (later := closing.of(fact)) is not None and fact.attribute == thing[0] and fact.subject == thing[1]:
                    closings[_key(fact)] = later
                closing.add(fact)
        return closings

    def _edited(self) -> dict[tuple[object, ...], Fact[SaidEvent]]:
        """Of each line of a page the next of another value, in a later version of the page."""
        lines: dict[tuple[str, str, frozenset[str]], list[Fact[SaidEvent]]] = defaultdict(list)
        for fact in self.all:
            if fact.is_of_a_page:
                lines[_page_of(fact.event), fact.attribute, fact.subject].append(fact)
        closings: dict[tuple[object, ...], Fact[SaidEvent]] = {}
        for versions in lines.values():
            later = _Closing[SaidEvent]()
            for fact in reversed(versions):
                line = replace(fact, changes=True)
                if (edited := later.of(line)) is not None:
                    closings[_key(fact)] = edited
                later.add(line)
        return closings

    def _moved(self) -> dict[tuple[str, frozenset[str]], list[Fact[SaidEvent]]]:
        """Of each plan, the words of a move that name its thing by fewer words or by more."""
        days = [thing for thing in self._said if thing[0] == DAY]
        index = SharedWords()
        for place, (_, subject) in enumerate(days):
            index.add(place, subject)
        moved: dict[tuple[str, frozenset[str]], list[Fact[SaidEvent]]] = defaultdict(list)
        for thing in days:
            moves = [fact for fact in self._said[thing] if fact.changes]
            for place in index.places(thing[1]) if moves else ():
                other = days[place]
                if other != thing and (thing[1] <= other[1] or other[1] <= thing[1]):
                    moved[other] += moves
        return moved


class _Closing(Generic[SaidEvent]):
    """The later facts of one thing, read from the last to the first: which of them closes one before them."""

    def __init__(self) -> None:
        self._next: dict[tuple[str, str | None], tuple[Fact[SaidEvent], Fact[SaidEvent] | None]] = {}

    def of(self, fact: Fact[SaidEvent]) -> Fact[SaidEvent] | None:
        later = [self._other_value(way, fact) for way in _ways(fact.event, closes_all=True)]
        return min((each for each in later if each is not None), key=_key, default=None)

    def add(self, fact: Fact[SaidEvent]) -> None:
        for way in _ways(fact.event, closes_all=fact.changes or fact.grows):
            self._next[way] = (fact, self._other_value(way, fact))

    def _other_value(self, way: tuple[str, str | None], fact: Fact[SaidEvent]) -> Fact[SaidEvent] | None:
        first, other = self._next.get(way, (None, None))
        return first if first is not None and first.value != fact.value else other


def _ways(event: SaidEvent, *, closes_all: bool) -> Iterator[tuple[str, str | None]]:
    """By which a later fact closes an earlier one: its author, its thread, or by what it says."""
    yield "author", event.author_name
    yield "thread", event.thread
    if closes_all:
        yield "words", None


def _contradict(older: Fact[SaidEvent], newer: Fact[SaidEvent]) -> bool:
    if older.event.author_name == newer.event.author_name or older.event.thread == newer.event.thread:
        return False
    if older.grows or newer.grows or newer.changes:
        return False
    return newer.attribute != DAY or (not _OWN_DEED.match(newer.quote) and is_of_one_matter(newer.quote, older.quote))


def _key(fact: Fact[SaidEvent]) -> tuple[object, ...]:
    return fact.event.occurred_at, fact.event.event_id, fact.start, fact.attribute, fact.value
