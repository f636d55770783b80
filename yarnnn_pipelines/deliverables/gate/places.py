"""Whether a claim stands where its sources put it: the section, the week, whole sentences, and no source too many.

A sentence is read again from the stored text, as the context reads it, so that what was cut off a quote, or what only
another section or week may say, is seen without trusting the draft. What a slot says is `slots`, what a model's
sentence says is `rewrites`.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

import polars as pl

from yarnnn_pipelines.config.deliverable_types import CandidateKind, DeliverableType
from yarnnn_pipelines.context.signals import find_signals
from yarnnn_pipelines.context.turns import WITHOUT_TURNS
from yarnnn_pipelines.core.spans import weeks_looked_back
from yarnnn_pipelines.deliverables.brief.reach import is_still_spoken_of, over, too_old
from yarnnn_pipelines.deliverables.claims import Claim, Evidence, Failure
from yarnnn_pipelines.deliverables.gate.headings import IN_WORDS, NEVER_UNDER, SECTION_WORDS, may_tell
from yarnnn_pipelines.deliverables.gate.reasons import first_words, quoted
from yarnnn_pipelines.deliverables.slots.frame import Frame, Source
from yarnnn_pipelines.deliverables.slots.slots import KIND_OF
from yarnnn_pipelines.deliverables.week.client_week import Event, StoredEvidence
from yarnnn_pipelines.english.days import full_day
from yarnnn_pipelines.english.goals import states_a_goal
from yarnnn_pipelines.english.likeness import content_words
from yarnnn_pipelines.english.promises import is_in_first_person
from yarnnn_pipelines.english.requests import is_a_request
from yarnnn_pipelines.english.sentences import Span, core, sentences_of
from yarnnn_pipelines.english.stance import sentences_stood_by
from yarnnn_pipelines.english.statement import parse
from yarnnn_pipelines.english.told_as import told_as

Place = tuple[str, str, int, int]  # event id, version, and the half-open offsets of a sentence in its text
Readings = Mapping[Place, Collection[str]]  # the signals of each sentence

# How the week knows the meeting that these tell of, where that is not by when it takes place.
_RELATION_OF = {"coming_meeting": "coming", "moved_meeting": "moved", "cancelled_meeting": "cancelled"}
_OPEN_FOR_WEEKS = ("asked", "promised")  # slots of what stays open until somebody closes it
_ONE_SOURCE = ("coming_meeting", "cancelled_meeting")


class Places:
    """What stands where in the texts that a draft's claims rest on.

    readings: of what was read again (`readings_of`); frame and kind: the deliverable's; is_to_come: whether a meeting
    is still to take place.
    """

    def __init__(
        self,
        kind: DeliverableType,
        frame: Frame,
        readings: Readings,
        is_to_come: Callable[[StoredEvidence], bool],
    ) -> None:
        self._is_to_come = is_to_come
        self._kind = kind
        self._section_of = kind.section_of
        self._frame = frame
        self._weeks = [frame.week] if frame.days.is_a_week else frame.days.weeks
        self._weeks_before = weeks_looked_back(frame.week).weeks if kind.looks_back else []
        self._readings = readings
        self._by_event: dict[tuple[str, str], list[tuple[Place, Collection[str]]]] | None = None

    def takes(self, section: str) -> Collection[CandidateKind]:
        """The kinds that a section takes; none where the type has no such section."""
        return [kind for kind, taker in self._section_of.items() if taker == section]

    def why_not_here(self, claim: Claim, rows: Sequence[StoredEvidence]) -> Failure | None:
        """The verdict against where a quote or a slot stands. rows: of its evidence, one by one."""
        slot = claim.slot or "reported"
        if slot in _ONE_SOURCE and len(rows) > 1:
            return (
                "unsupported",
                f"it rests on “{first_words(claim.evidence[0].quote)}” alone; take the other sources off",
            )
        if failure := self._not_of_the_week(claim, slot, rows) or self._out_of_reach(claim, rows[0]):
            return failure
        if (
            slot in _OPEN_FOR_WEEKS
            and self._kind.looks_back
            and not is_still_spoken_of(self._frame, _sources(claim, rows))
        ):
            return "stale", "nobody has spoken of it for too long to say that it is open"
        for item, row in zip(claim.evidence, rows, strict=True):
            if failure := self._cut_out(item, row, slot, taken_in=is_taken_in(claim)):
                return failure
        return None if is_taken_in(claim) else self._of_another_section(claim, rows)

    def doubt_of_taken_in(self, claim: Claim, rows: Sequence[StoredEvidence]) -> str | None:
        """Whether words that a person took in are read as something that another section tells."""
        is_read = is_taken_in(claim) and self.told_as(claim.evidence[0], rows[0]) is not None
        failure = self._of_another_section(claim, rows) if is_read else None
        return failure[1] if failure else None

    def _of_another_section(self, claim: Claim, rows: Sequence[StoredEvidence]) -> Failure | None:
        slot = claim.slot or "reported"
        telling = 1 if slot == "otherwise" else 0  # a change that names nothing is of the kind of what it changes
        told = KIND_OF.get(slot) or self.told_as(claim.evidence[telling], rows[telling])
        if slot == "asked" and "question" not in self._readings_of(claim.evidence[0]):
            told = None
        if told is None or self._section_of.get(told) != claim.section:
            title = section.title if (section := self._kind.section(claim.section)) else claim.section
            fits = self._kind.section(self._section_of[told]) if told in self._section_of else None
            move = f"; it fits “{fits.title}”" if fits else "; no section tells such words"
            return "out_of_context", f"“{first_words(claim.evidence[0].quote)}” is nothing that “{title}” tells{move}"
        return None

    def why_no_rewrite_here(self, claim: Claim, rows: Sequence[StoredEvidence]) -> Failure | None:
        """The verdict against when what a model's sentence tells was said."""
        if not any(self.is_of_the_week(row) or row.week in self._weeks_before for row in rows):
            return (
                "out_of_context",
                f"“{first_words(claim.evidence[0].quote)}” was not said in {self._span_in_words}; tell it where it was",
            )
        return self._has_taken_place(claim, rows) or self._out_of_reach(claim, rows[0])

    def _has_taken_place(self, claim: Claim, rows: Sequence[StoredEvidence]) -> Failure | None:
        """All that a sentence on coming meetings rests on is over by the end of the week or span."""
        last = self._frame.days.last
        if set(self.takes(claim.section)) != {"coming_meeting"} or any(row.event.kind != "meeting" for row in rows):
            return None
        days = [self._frame.day(row.event.occurred_at) for row in rows]
        if max(days) > last or any(self._is_to_come(row) for row in rows):
            return None
        title = first_words(rows[-1].event.title or claim.evidence[-1].quote)
        return "stale", f"“{title}” took place on {full_day(max(days))}; tell what comes after {full_day(last)}"

    def doubt_of_section(self, claim: Claim, rows: Sequence[StoredEvidence], spoken: Sequence[str]) -> str | None:
        """What speaks against the section of a model's sentence, and which one would fit. spoken: for each source the
        whole sentences that it quotes."""
        section, takes = self._kind.section(claim.section), self.takes(claim.section)
        if section is None or not takes:
            return None
        kinds = {self._kind_around(item, row) for item, row in zip(claim.evidence, rows, strict=True)}
        told = kinds.pop() if len(kinds) == 1 else None
        of_meeting = any(row.event.kind == "meeting" for row in rows)

        def tells(section_id: str) -> bool:
            return any(may_tell(kind, claim.text, spoken, of_meeting=of_meeting) for kind in self.takes(section_id))

        def move() -> str:
            others = [other for other in self._kind.sections if other.id != section.id and self.takes(other.id)]
            read_as = [other for other in others if told in self.takes(other.id)]
            fitting = next((other for other in (*read_as, *others) if tells(other.id)), None)
            return f"it fits “{fitting.title}”" if fitting else "leave it out"

        said = " ".join([claim.text, *(item.quote for item in claim.evidence)])
        is_named = any(SECTION_WORDS[kind].search(said) for kind in takes if kind in SECTION_WORDS)
        if told and not is_named and all(kind in NEVER_UNDER.get(told, ()) for kind in takes):
            words = first_words(claim.evidence[0].quote)
            return f"“{words}” is {IN_WORDS[told]}, which “{section.title}” does not tell; {move()}"
        if not tells(section.id):
            what = " or ".join(IN_WORDS.get(kind, kind) for kind in takes)
            return f"neither it nor what it quotes tells {what}, as “{section.title}” does; {move()}"
        return None

    def _kind_around(self, item: Evidence, row: StoredEvidence) -> str | None:
        """As what the sentences that a quote stands in are told, where that is one thing."""
        if row.event.kind == "meeting":
            is_changed = any(relation.startswith(("moved", "cancelled")) for relation in row.relations)
            return None if is_changed or not self._is_to_come(row) else "coming_meeting"
        around = [
            (readings, row.event.text[start:end])
            for (event_id, version, start, end), readings in self._of_event(item)
            if start < item.end and item.start < end
        ]
        kinds = {
            told_as(readings, words) or ("question" if "question" in readings else None) for readings, words in around
        }
        if kinds == {"question"}:
            return "ask" if row.event.author_is_us and not _tells_besides(item.quote) else None
        if (
            kinds == {"commitment"}
            and is_in_first_person(item.quote)
            and row.event.author_client_id == self._frame.client_id
        ):
            return "promise_to_us"
        return kinds.pop() if len(kinds) == 1 else None

    def _of_event(self, item: Evidence) -> Iterator[tuple[Place, Collection[str]]]:
        if self._by_event is None:
            self._by_event = defaultdict(list)
            for place, readings in self._readings.items():
                self._by_event[place[:2]].append((place, readings))
        yield from self._by_event.get((item.event_id, item.version), ())

    def _not_of_the_week(self, claim: Claim, slot: str, rows: Sequence[StoredEvidence]) -> Failure | None:
        if slot == "coming_meeting":
            fits = self._is_to_come(rows[0])
        elif slot in _RELATION_OF:
            fits = any(f"{_RELATION_OF[slot]} {week}" in rows[0].relations for week in self._weeks)
        else:
            fits = self.is_of_the_week(rows[-1] if slot == "resolved" else rows[0])
            fits = fits or (slot in _OPEN_FOR_WEEKS and rows[0].week in self._weeks_before)
        words = first_words(claim.evidence[0].quote)
        return None if fits else ("out_of_context", f"“{words}” is not of {self._span_in_words}; tell it where it is")

    def is_of_the_week(self, row: StoredEvidence) -> bool:
        """Whether it was said in the week or span, or is a meeting that this knows of."""
        days = self._frame.days
        in_span = row.week in self._weeks
        if in_span and not days.is_a_week and row.event.kind != "meeting":
            in_span = days.holds(self._frame.day(row.event.occurred_at))
        return in_span or any(relation.rpartition(" ")[2] in self._weeks for relation in row.relations)

    def _out_of_reach(self, claim: Claim, row: StoredEvidence) -> Failure | None:
        """Its source is too old for its section, or told of a moment that has passed."""
        section, item = self._kind.section(claim.section), claim.evidence[0]
        if section is None:
            return None
        source = Source(item.quote, row.event, item.start)
        reason = too_old(section, self._frame, source)
        if reason is None and claim.slot != "people":
            reason = over(section, self._frame, source)
        return ("stale", reason) if reason else None

    @property
    def _span_in_words(self) -> str:
        days = self._frame.days
        if days.is_a_week:
            return f"the week {self._frame.week}"
        return f"the time from {full_day(days.first)} to {full_day(days.last)}"

    def _cut_out(self, item: Evidence, row: StoredEvidence, slot: str, *, taken_in: bool) -> Failure | None:
        """The quote is a part of what its source says there. taken_in: by a person, who may choose what no signal
        reads."""
        if item.kind == "meeting":
            is_whole = item.quote.strip() in (row.event.text.strip(), (row.event.title or "").strip())
        elif item.kind == "page":
            is_whole = _fills_its_lines(row.event.text, item.start, item.end)
        elif slot in ("answered", "ended", "otherwise"):  # may be nothing that a signal reads
            is_whole = _is_stood_by(item, row)
        else:
            is_whole = bool(self._readings_of(item)) or (taken_in and _is_stood_by(item, row))
        if is_whole:
            return None
        whole = self.sentence_around(item, row)
        reason = f"“{quoted(item.quote)}” is no whole sentence that its author stands by"
        if taken_in and not whole:
            return "out_of_context", reason
        mend = f"quote all of “{quoted(whole.quote)}”" if whole else "leave it out"
        return "out_of_context", f"{reason}; {mend}"

    def read_as(self, item: Evidence, row: StoredEvidence) -> CandidateKind | None:
        """As what the sentence of a piece of evidence is told, or asked."""
        asks = row.event.author_is_us and "question" in self._readings_of(item)
        return self.told_as(item, row) or ("ask" if asks else None)

    def sentence_around(self, item: Evidence, row: StoredEvidence) -> Evidence | None:
        """The sentence that a quote is a part of, if it carries something."""
        for (_, _, start, end), _ in self._of_event(item):
            if start <= item.start and item.end <= end:
                return replace(item, start=start, end=end, quote=row.event.text[start:end])
        return None

    def plain_sentence_around(self, item: Evidence, row: StoredEvidence) -> Evidence | None:
        """The sentence that a quote is a part of, whatever it carries, if its author stands by it."""
        for start, end in sentences_stood_by(row.event.text):
            if start <= item.start and item.end <= end:
                return replace(item, start=start, end=end, quote=row.event.text[start:end])
        return None

    def signals_of(self, item: Evidence) -> frozenset[str]:
        """What a piece of evidence that is a whole sentence carries."""
        return frozenset(self._readings_of(item))

    def _readings_of(self, item: Evidence) -> Collection[str]:
        return self._readings.get((item.event_id, item.version, item.start, item.end), ())

    def told_as(self, item: Evidence, row: StoredEvidence) -> CandidateKind | None:
        """As what the sentence of a piece of evidence is told."""
        told = told_as(self._readings_of(item), item.quote)
        if told == "commitment" and is_in_first_person(item.quote) and not row.event.author_is_us:
            return "promise_to_us"
        return told


def is_taken_in(claim: Claim) -> bool:
    """A person took it into the draft in its source's own words."""
    return claim.by is not None and claim.kind == "quote"


def _is_stood_by(item: Evidence, row: StoredEvidence) -> bool:
    text, own = row.event.text, Span(item.start, item.end)
    return any(own in (span, core(text, span)) for span in sentences_stood_by(text))


def readings_of(texts: Iterable[Event]) -> Readings:
    """The signals of each sentence of those events that are messages or mails. Beginning costs most, so the sources of
    many drafts are read at once.
    """
    readings: dict[Place, set[str]] = defaultdict(set)
    events = [event for event in texts if event.kind not in WITHOUT_TURNS]
    if not events:
        return readings
    rows = [
        {
            "event_id": event.event_id,
            "version": event.version,
            "client_id": "",
            "week": "",
            "platform": event.platform,
            "kind": event.kind,
            "author_name": event.author_name,
            "author_is_us": event.author_is_us,
            "text": event.text,
            "last_text": None,
        }
        for event in events
    ]
    for event in events:
        for start, end, *_ in sentences_stood_by(event.text):
            if states_a_goal(event.text[start:end]):
                readings[event.event_id, event.version, start, end].add("goal")
    found = find_signals(pl.DataFrame(rows, infer_schema_length=None))
    for event_id, version, start, end, signal, fields in found.select(*_FOUND).rows():
        if not json.loads(fields).get("unclear"):
            readings[event_id, version, start, end].add(signal)
    return readings


def _sources(claim: Claim, rows: Sequence[StoredEvidence]) -> list[Source]:
    return [Source(item.quote, row.event, item.start) for item, row in zip(claim.evidence, rows, strict=True)]


_STATES_SOMETHING = 4  # words of a matter in a sentence
_FOUND = ("event_id", "version", "start", "end", "signal", "fields")


def _tells_besides(quote: str) -> bool:
    """Of a quote that asks: another of its sentences states something, which may be what is told."""
    said = sentences_of(quote)
    return len(said) > 1 and any(
        not parse(one).asks and not is_a_request(one) and len(content_words(one)) >= _STATES_SOMETHING for one in said
    )


def _fills_its_lines(text: str, start: int, end: int) -> bool:
    """Whether only marks (a bullet, a table's bars) stand beside the span on its lines."""
    before = text[text.rfind("\n", 0, start) + 1 : start]
    after = text[end:].partition("\n")[0]
    return not any(character.isalnum() for character in before + after)
