"""The brief: what of a client's week may be said, sorted into the sections of a deliverable type.

Everything a client must not see is left behind here already, and the gate checks again. Selecting, merging what was
told twice and setting aside what is settled belong here; wording is the writer's.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta

from yarnnn_pipelines.deliverables.client_week import ClientWeek, Event, Meeting, Signal
from yarnnn_pipelines.deliverables.likeness import content_words, numbers, overlap, same_fact, same_measure
from yarnnn_pipelines.deliverables.slots import (
    Frame,
    Source,
    frame_for,
    same_request,
    settles,
    speaks_of_move,
    voice_of,
)
from yarnnn_pipelines.deliverables.types import DeliverableType
from yarnnn_pipelines.deliverables.wording import due_day
from yarnnn_pipelines.language import patterns
from yarnnn_pipelines.language.named import old_and_new


@dataclass(frozen=True)
class Piece:
    """A span of an event that a claim may rest on."""

    event: Event
    start: int
    end: int

    @property
    def quote(self) -> str:
        return self.event.text[self.start : self.end]

    @property
    def source(self) -> Source:
        return Source(self.quote, self.event)


@dataclass(frozen=True)
class Candidate:
    """A fact that may become a claim: its kind (as in the type's `takes`), its pieces, the telling one first."""

    kind: str
    pieces: tuple[Piece, ...]
    score: float

    @property
    def first(self) -> Piece:
        return self.pieces[0]


@dataclass(frozen=True)
class Brief:
    """Candidates per section id, best first, and pairs of a problem with the word that it is over."""

    frame: Frame
    sections: dict[str, tuple[Candidate, ...]]
    resolved: tuple[tuple[Piece, Piece], ...]


def make_brief(week: ClientWeek, kind: DeliverableType) -> Brief:
    frame = frame_for(week)
    signals = [signal for signal in week.signals if _may_be_shown(signal.event, kind)]
    events = [event for event in week.events if _may_be_shown(event, kind)]
    meetings = [meeting for meeting in week.meetings if _may_be_shown(meeting.event, kind)]

    moved = _moved_meetings(meetings, signals, frame)
    spent = {(piece.event.event_id, piece.start) for candidate in moved for piece in candidate.pieces}
    signals = [signal for signal in signals if (signal.event.event_id, signal.start) not in spent]
    stated = _merged(_one_reading_each(_from_signals(signals)))
    resolved = _resolved(stated)
    settled = {id(candidate) for candidate, _ in resolved}

    by_kind: dict[str, list[Candidate]] = defaultdict(list)
    for candidate in stated:
        if id(candidate) in settled or _is_about_a_known_move(candidate, moved) or _is_overtaken(candidate, stated):
            continue
        if candidate.kind == "commitment":
            _sort_promise(candidate, stated, frame, by_kind)
        else:
            by_kind[candidate.kind].append(candidate)
    by_kind["moved_meeting"] = moved
    by_kind["cancelled_meeting"] = _cancelled(meetings, week)
    by_kind["coming_meeting"] = _coming(meetings)
    by_kind["page_change"] = _page_changes(signals)
    by_kind["ask"] = _open_asks(signals, events, week)

    sections = {}
    for section in kind.sections:
        found = [candidate for name in section.takes for candidate in by_kind.get(name, [])]
        ordered = sorted(found, key=lambda c: (-c.score, c.first.event.occurred_at, c.first.event.event_id))
        sections[section.id] = tuple(ordered)
    return Brief(frame, sections, tuple((problem.first, fix.first) for problem, fix in resolved))


def _may_be_shown(event: Event, kind: DeliverableType) -> bool:
    return kind.audience == "internal" or event.audience == "client"


# --- what people stated ------------------------------------------------------------------------------------------

_STATED = ("decision", "change", "done", "metric", "risk", "commitment")
# Where a sentence reads as several things, the one that says most about it.
_PRECEDENCE = {kind: rank for rank, kind in enumerate(("decision", "change", "risk", "metric", "done", "commitment"))}


# "Boat is up." tells a stranger nothing.
_FEWEST_CONTENT_WORDS = 3


def _from_signals(signals: Iterable[Signal]) -> list[Candidate]:
    return [
        Candidate(signal.signal, (Piece(signal.event, signal.start, signal.end),), signal.score)
        for signal in signals
        if signal.signal in _STATED
        and signal.event.kind != "page"
        and len(content_words(signal.text)) >= _FEWEST_CONTENT_WORDS
    ]


def _one_reading_each(candidates: Sequence[Candidate]) -> list[Candidate]:
    """One candidate per sentence: a fixed problem is a result and a rate a number, otherwise by precedence."""
    readings: dict[tuple[str, int], list[Candidate]] = defaultdict(list)
    for candidate in candidates:
        readings[candidate.first.event.event_id, candidate.first.start].append(candidate)
    chosen = []
    for found in readings.values():
        kinds = {candidate.kind: candidate for candidate in found}
        quote = found[0].first.quote
        moved_number = re.search(patterns.RATE, quote)
        counted = set(kinds) == {"done", "metric"} and not moved_number
        if "done" in kinds and (re.search(patterns.RESOLVES, quote) or counted):
            chosen.append(kinds["done"])
        elif "metric" in kinds and moved_number and "decision" not in kinds:
            chosen.append(kinds["metric"])
        else:
            chosen.append(min(found, key=lambda candidate: _PRECEDENCE[candidate.kind]))
    return chosen


def _merged(candidates: Sequence[Candidate]) -> list[Candidate]:
    """One candidate per fact: told again, it becomes evidence; a newer number for the same thing replaces the older."""
    kept: list[Candidate] = []
    for candidate in sorted(
        candidates, key=lambda c: (c.first.event.occurred_at, c.first.event.event_id, c.first.start)
    ):
        for position, other in enumerate(kept):
            if _is_newer_number(candidate, other):
                kept[position] = candidate
                break
            if _one_fact(candidate, other):
                kept[position] = _joined(other, candidate)
                break
        else:
            kept.append(candidate)
    return kept


def _in_time(candidate: Candidate) -> tuple[object, ...]:
    return candidate.first.event.occurred_at, candidate.first.event.event_id, candidate.first.start


def _is_newer_number(candidate: Candidate, other: Candidate) -> bool:
    new, old = candidate.first.quote, other.first.quote
    return candidate.kind == other.kind == "metric" and same_measure(new, old) and not same_fact(new, old)


def _one_fact(one: Candidate, other: Candidate) -> bool:
    families = {"commitment": "plan"}
    if families.get(one.kind, "fact") != families.get(other.kind, "fact"):
        return False
    return all(same_fact(a.quote, b.quote) for a in one.pieces for b in other.pieces)


def _joined(one: Candidate, other: Candidate) -> Candidate:
    """The better told sentence first; it keeps its own kind."""
    telling, also = (
        (one, other) if (one.score, len(one.first.quote)) >= (other.score, len(other.first.quote)) else (other, one)
    )
    known = {(piece.event.event_id, piece.start) for piece in telling.pieces}
    more = [piece for piece in also.pieces if (piece.event.event_id, piece.start) not in known]
    return replace(telling, pieces=(*telling.pieces, *more), score=telling.score + 0.5 * len(more))


def _resolved(candidates: Sequence[Candidate]) -> list[tuple[Candidate, Candidate]]:
    """Each problem that a later result settles, with that result."""
    fixes = [c for c in candidates if c.kind == "done" and re.search(patterns.RESOLVES, c.first.quote)]
    pairs = []
    for problem in candidates:
        if problem.kind != "risk":
            continue
        for fix in fixes:
            later = fix.first.event.occurred_at > problem.first.event.occurred_at
            if later and settles(problem.first.source, fix.first.source):
                pairs.append((problem, fix))
                break
    return pairs


def _is_overtaken(candidate: Candidate, stated: Sequence[Candidate]) -> bool:
    """A plan that names the old side of a change stated later: "release on 11 November", then "moves to the 18th"."""
    if candidate.kind != "commitment":
        return False
    plan = candidate.first
    for change in stated:
        sides = old_and_new(change.first.quote) if change.kind == "change" else None
        if sides is None or change.first.event.occurred_at <= plan.event.occurred_at:
            continue
        names_old = bool(numbers(plan.quote) & numbers(sides[0])) and not numbers(plan.quote) & numbers(sides[1])
        if names_old and content_words(plan.quote) & content_words(change.first.quote.replace(sides[0], "")):
            return True
    return False


def _sort_promise(
    candidate: Candidate, stated: Sequence[Candidate], frame: Frame, by_kind: dict[str, list[Candidate]]
) -> None:
    """Ours is a next step, the client's is something we wait for; one that was kept or fell due is neither."""
    event = candidate.first.event
    due = due_day(candidate.first.quote, voice_of(frame, event))
    if due is not None and due < frame.monday + timedelta(7):
        return
    kept = any(
        other.kind in ("done", "decision")
        and other.first.event.occurred_at > event.occurred_at
        and overlap(other.first.quote, candidate.first.quote) >= 0.5
        for other in stated
    )
    if not kept:
        promised = re.match(r"(?i)(?:i|we)\b", candidate.first.quote)
        by_kind["promise_to_us" if promised and not event.author_is_us else "commitment"].append(candidate)


# --- meetings ----------------------------------------------------------------------------------------------------


def _summary(event: Event) -> Piece:
    return Piece(event, 0, len(event.text.split("\n", 1)[0]))


def _moved_meetings(meetings: Iterable[Meeting], signals: Sequence[Signal], frame: Frame) -> list[Candidate]:
    """Moved meetings with the words that asked for the move and the words that confirmed it."""
    found = []
    for meeting in meetings:
        if meeting.relation != "moved" or meeting.event.fields.get("status") == "cancelled":
            continue
        piece = _summary(meeting.event)
        words = [
            Piece(signal.event, signal.start, signal.end)
            for signal in sorted(signals, key=lambda s: (s.event.occurred_at, s.event.event_id, s.start))
            if signal.signal in ("change", "question", "decision", "done", "commitment")
            and speaks_of_move(piece.source, Source(signal.text, signal.event))
        ]
        asked = words[0] if words else None
        confirmed = next(
            (
                word
                for word in words[1:]
                if asked is not None
                and word.event.author_name != asked.event.author_name
                and frame.day(word.event.occurred_at) >= frame.day(asked.event.occurred_at)
            ),
            None,
        )
        told = tuple(word for word in (asked, confirmed) if word is not None)
        found.append(Candidate("moved_meeting", (piece, *told), 4.0))
    return found


def _is_about_a_known_move(candidate: Candidate, moved: Sequence[Candidate]) -> bool:
    """Another sentence about a move that the calendar tells better."""
    return candidate.kind in ("change", "decision", "done", "commitment") and any(
        speaks_of_move(move.first.source, candidate.first.source)
        and content_words(move.first.quote) & content_words(candidate.first.quote)
        for move in moved
    )


def _cancelled(meetings: Iterable[Meeting], week: ClientWeek) -> list[Candidate]:
    found = {}
    for meeting in meetings:
        if meeting.event.fields.get("status") == "cancelled" and meeting.relation in ("held", "moved", "coming"):
            found[meeting.event.event_id] = Candidate("cancelled_meeting", (_summary(meeting.event),), 2.5)
    return list(found.values())


def _coming(meetings: Iterable[Meeting]) -> list[Candidate]:
    """The next meetings in time; of a series only its next one."""
    found: dict[str, Candidate] = {}
    for meeting in sorted(meetings, key=lambda m: (m.event.occurred_at, m.event.event_id)):
        if meeting.relation == "coming" and meeting.event.fields.get("status") != "cancelled":
            piece = _summary(meeting.event)
            # Scores fall with the date, so that the section keeps the order of the calendar.
            found.setdefault(piece.quote.casefold(), Candidate("coming_meeting", (piece,), 4.0 - 0.01 * len(found)))
    return list(found.values())


# --- pages -------------------------------------------------------------------------------------------------------


def _page_changes(signals: Iterable[Signal]) -> list[Candidate]:
    found = []
    for signal in signals:
        if signal.signal == "change" and signal.event.kind == "page" and "previous_version" in signal.fields:
            before = replace(signal.event, version=signal.fields["previous_version"], text=_padded(signal))
            pieces = (
                Piece(signal.event, signal.start, signal.end),
                Piece(before, signal.fields["previous_start"], signal.fields["previous_end"]),
            )
            found.append(Candidate("page_change", pieces, signal.score))
    return found


def _padded(signal: Signal) -> str:
    """As much of the page's earlier text as the signal carries: the changed line, at its own offsets."""
    label = signal.fields["label"]
    line = f"{label}: {signal.fields['old']}" if label else signal.fields["old"]
    return " " * signal.fields["previous_start"] + line


# --- what we wait for --------------------------------------------------------------------------------------------

_TO_THE_READER = re.compile(r"(?i)\b(?:you|your|yours|you['’]\w+)\b")
_REQUEST = re.compile(patterns.REQUEST, re.IGNORECASE)
_RHETORICAL = re.compile(
    patterns.opens("""
    how are | how was | how is | what do you think | did you see | have you seen | do you know | any thoughts | right
    | ok
    """)
)
_ANSWER = re.compile(
    r"^\W*"
    + patterns.any_of("""
    yes | yep | yeah | yup | no | sure | ok | okay | done | approved | agreed | confirmed | works | perfect | fine
    | here | attached | sent | will do | of course | absolutely | sounds good | signed
    """)
    + r"\b",
    re.IGNORECASE,
)
_ANSWER_WITHIN = timedelta(days=2)


def _open_asks(signals: Sequence[Signal], events: Sequence[Event], week: ClientWeek) -> list[Candidate]:
    """What we asked of the client and have no answer to by the end of the week; the same request twice is one."""
    ours = {name.split()[0].casefold() for name, is_us, _ in week.people if is_us and name}
    if not any(client_id == week.client.id for _, _, client_id in week.people):
        return []  # nobody of the client is known, so nobody there was asked
    asks: list[Candidate] = []
    for signal in sorted(signals, key=lambda s: (s.event.occurred_at, s.event.event_id, s.start)):
        if signal.signal != "question" or not signal.event.author_is_us or signal.event.kind == "page":
            continue
        if not _is_for_the_client(signal, ours) or _is_answered(signal, events):
            continue
        piece = Piece(signal.event, signal.start, signal.end)
        score = signal.score + (1.0 if signal.fields.get("thing") else 0.0)
        for position, other in enumerate(asks):
            if same_request(other.first.quote, piece.quote):
                asks[position] = replace(other, pieces=(*other.pieces, piece))
                break
        else:
            asks.append(Candidate("ask", (piece,), score))
    return asks


def _is_for_the_client(signal: Signal, ours: set[str]) -> bool:
    mention = (signal.fields.get("mention") or "").lstrip("@").split(" ")[0].casefold()
    named = {word.casefold() for word in re.findall(r"@([A-Z][\w'’-]+)", signal.text)}
    if mention in ours or named & ours or _RHETORICAL.match(signal.text):
        return False
    if signal.fields.get("thing"):
        return True
    asks = _REQUEST.search(signal.text) and _TO_THE_READER.search(signal.text)
    return bool(asks) and not re.match(r"(?i)i\b", signal.text)


def _is_answered(signal: Signal, events: Sequence[Event]) -> bool:
    return any(_answers(signal, event) for event in events)


def _answers(signal: Signal, event: Event) -> bool:
    asked = signal.event
    if event.author_is_us or event.kind in ("meeting", "page") or event.occurred_at <= asked.occurred_at:
        return False
    if asked.thread_id is not None and event.thread_id == asked.thread_id:
        return True
    shared = len(content_words(signal.text) & content_words(event.text))
    if event.container_id == asked.container_id and event.occurred_at - asked.occurred_at <= _ANSWER_WITHIN:
        return shared >= 1 or bool(_ANSWER.match(event.text))
    return shared >= max(2, len(content_words(signal.text)) // 2)
