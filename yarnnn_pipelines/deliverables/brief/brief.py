"""The brief: what of a client's week may be said, sorted into the sections of a deliverable type.

Everything a client must not see is left behind here already, and the gate checks again. Selecting, and merging what was
told twice, belong here; what later words do to a sentence is `settled`, wording is the writer's.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from yarnnn_pipelines.config.deliverable_types import DeliverableType
from yarnnn_pipelines.deliverables.brief.candidates import Candidate, Piece
from yarnnn_pipelines.deliverables.brief.later_words import (
    kept_or_due,
    overtaken,
    settled_problems,
    taken_back,
    told_with_the_fix,
)
from yarnnn_pipelines.deliverables.brief.meetings import (
    cancelled_meetings,
    coming_meetings,
    is_told_by_the_calendar,
    moved_meetings,
)
from yarnnn_pipelines.deliverables.brief.open_requests import open_asks
from yarnnn_pipelines.deliverables.claims import Verdict
from yarnnn_pipelines.deliverables.slots.slots import Frame, frame_for
from yarnnn_pipelines.deliverables.week.client_week import ClientWeek, Event, Signal
from yarnnn_pipelines.english.figures import is_a_rate
from yarnnn_pipelines.english.likeness import content_words, newer_count, same_fact, same_measure, tells_the_same
from yarnnn_pipelines.english.promises import is_in_first_person
from yarnnn_pipelines.english.results import is_said_to_be_done, says_resolved


@dataclass(frozen=True)
class Brief:
    """Candidates per section id, best first.

    resolved: pairs of a problem with the word that it is over. set_aside: what later words undid, with the reason.
    left_out: why a sentence of an event that carries something is no candidate, per event.
    """

    frame: Frame
    sections: dict[str, tuple[Candidate, ...]]
    resolved: tuple[tuple[Piece, Piece], ...]
    set_aside: tuple[tuple[str, Candidate, Verdict, str], ...] = ()  # section id, candidate, verdict, why
    left_out: tuple[tuple[str, str], ...] = ()  # event id, why


def make_brief(week: ClientWeek, kind: DeliverableType) -> Brief:
    frame = frame_for(week)
    signals = [signal for signal in week.signals if _may_be_shown(signal.event, kind)]
    left_out = {signal.event.event_id: _why_not_told(signal, kind) for signal in week.signals}
    events = [event for event in week.events if _may_be_shown(event, kind)]
    meetings = [meeting for meeting in week.meetings if _may_be_shown(meeting.event, kind)]
    section_of = {name: section.id for section in kind.sections for name in section.takes}

    moved = moved_meetings(meetings, signals, frame)
    spent = {piece.key for candidate in moved for piece in candidate.pieces}
    signals = [signal for signal in signals if (signal.event.event_id, signal.start) not in spent]
    stated, replaced = _merged(_one_reading_each(_from_signals(signals)))
    resolved = settled_problems(stated)
    settled = {id(candidate) for candidate, _ in resolved}
    repeated = {id(candidate) for candidate in told_with_the_fix(resolved, stated)}

    by_kind: dict[str, list[Candidate]] = defaultdict(list)
    set_aside: list[tuple[str, Candidate, Verdict, str]] = [
        (section_of.get(old.kind, old.kind), old, "stale", reason) for old, reason in replaced
    ]
    for candidate in stated:
        if id(candidate) in settled or is_told_by_the_calendar(candidate, moved, frame):
            left_out[candidate.first.event.event_id] = "settled" if id(candidate) in settled else "told_by_the_calendar"
            continue
        if id(candidate) in repeated:
            set_aside.append((section_of[candidate.kind], candidate, "duplicate", "the same text tells this fix"))
            continue
        # Also what was said where the client can't read may undo a sentence: leaving one out gives nothing away.
        if candidate.kind == "commitment" and kept_or_due(candidate, stated, frame):
            left_out[candidate.first.event.event_id] = "kept_or_due"
            continue
        if reason := taken_back(candidate, week.events, frame) or overtaken(candidate, stated):
            set_aside.append((section_of.get(candidate.kind, candidate.kind), candidate, "stale", reason))
        else:
            by_kind[_whose_promise(candidate) if candidate.kind == "commitment" else candidate.kind].append(candidate)
    by_kind["moved_meeting"] = moved
    by_kind["cancelled_meeting"] = cancelled_meetings(meetings)
    by_kind["coming_meeting"] = coming_meetings(meetings)
    by_kind["page_change"] = [page for page in _page_changes(signals) if not _is_told(page, stated)]
    by_kind["ask"] = open_asks(signals, events, week)

    sections = {}
    for section in kind.sections:
        found = [candidate for name in section.takes for candidate in by_kind.get(name, [])]
        ordered = sorted(found, key=lambda c: (-c.score, c.first.event.occurred_at, c.first.event.event_id))
        sections[section.id] = tuple(ordered)
    pairs = tuple((problem.first, fix.first) for problem, fix in resolved)
    return Brief(frame, sections, pairs, tuple(set_aside), tuple(left_out.items()))


def _may_be_shown(event: Event, kind: DeliverableType) -> bool:
    return kind.audience == "internal" or event.audience == "client"


def _whose_promise(candidate: Candidate) -> str:
    """Ours is a next step, the client's is something we wait for."""
    promised = is_in_first_person(candidate.first.quote)
    return "promise_to_us" if promised and not candidate.first.event.author_is_us else "commitment"


# --- what people stated ------------------------------------------------------------------------------------------

_STATED = ("decision", "change", "done", "metric", "risk", "commitment")
# Where a sentence reads as several things, the one that says most about it.
_PRECEDENCE = {kind: rank for rank, kind in enumerate(("decision", "change", "risk", "metric", "done", "commitment"))}


# "Boat is up." tells a stranger nothing. What is done is told by its noun ("The FAQ page is done."); a bare participle
# ("Banner printed") needs one word more.
_FEWEST_CONTENT_WORDS = {"decision": 2, "change": 2, "risk": 2, "metric": 2}


def _why_not_told(signal: Signal, kind: DeliverableType) -> str:
    """The reason that holds where nothing else is known of a sentence that carries something."""
    if not _may_be_shown(signal.event, kind):
        return "internal_only"
    if signal.signal == "question":
        return "answered_or_not_for_the_reader" if signal.event.author_is_us else "question_to_us"
    if signal.event.kind == "page":
        return "page_text"
    return "too_short" if _is_too_short(signal) else "not_worth_a_line"


def _is_too_short(signal: Signal) -> bool:
    enough = _FEWEST_CONTENT_WORDS.get(signal.signal, 3)
    if signal.signal == "done" and is_said_to_be_done(signal.text):
        enough = 2
    return signal.signal in _STATED and len(content_words(signal.text)) < enough


def _from_signals(signals: Iterable[Signal]) -> list[Candidate]:
    return [
        Candidate(signal.signal, (Piece(signal.event, signal.start, signal.end),), signal.score)
        for signal in signals
        if signal.signal in _STATED and signal.event.kind != "page" and not _is_too_short(signal)
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
        moved_number = is_a_rate(quote)
        counted = set(kinds) == {"done", "metric"} and not moved_number
        if "done" in kinds and (says_resolved(quote) or counted):
            chosen.append(kinds["done"])
        elif set(kinds) >= {"risk", "commitment"}:
            chosen.append(kinds["commitment"])
        elif "metric" in kinds and moved_number and "decision" not in kinds:
            chosen.append(kinds["metric"])
        else:
            chosen.append(min(found, key=lambda candidate: _PRECEDENCE[candidate.kind]))
    return chosen


def _merged(candidates: Sequence[Candidate]) -> tuple[list[Candidate], list[tuple[Candidate, str]]]:
    """One candidate per fact: told again, it becomes evidence; a newer number for the same thing replaces the older.

    What was replaced comes second, with the reason.
    """
    kept: list[Candidate] = []
    replaced: list[tuple[Candidate, str]] = []
    for candidate in sorted(
        candidates, key=lambda c: (c.first.event.occurred_at, c.first.event.event_id, c.first.start)
    ):
        for position, other in enumerate(kept):
            if _is_newer_number(candidate, other):
                kept[position] = candidate
                replaced.append((other, f"a later word gives a newer number: {candidate.first.event.event_id}"))
                break
            if _one_fact(candidate, other):
                kept[position] = _joined(other, candidate)
                break
        else:
            kept.append(candidate)
    return kept, replaced


def _in_time(candidate: Candidate) -> tuple[object, ...]:
    return candidate.first.event.occurred_at, candidate.first.event.event_id, candidate.first.start


def _is_newer_number(candidate: Candidate, other: Candidate) -> bool:
    new, old = candidate.first.quote, other.first.quote
    if newer_count(new, old):
        return {candidate.kind, other.kind} <= {"metric", "done"}
    return candidate.kind == other.kind == "metric" and same_measure(new, old) and not same_fact(new, old)


def _one_fact(one: Candidate, other: Candidate) -> bool:
    if (one.kind == "commitment") != (other.kind == "commitment"):
        return False
    return all(tells_the_same(a.quote, b.quote) for a in one.pieces for b in other.pieces)


def _joined(one: Candidate, other: Candidate) -> Candidate:
    """The better told sentence first; it keeps its own kind."""
    telling, also = (
        (one, other) if (one.score, len(one.first.quote)) >= (other.score, len(other.first.quote)) else (other, one)
    )
    known = {(piece.event.event_id, piece.start) for piece in telling.pieces}
    more = [piece for piece in also.pieces if (piece.event.event_id, piece.start) not in known]
    return replace(telling, pieces=(*telling.pieces, *more), score=telling.score + 0.5 * len(more))


# --- pages -------------------------------------------------------------------------------------------------------


def _is_told(page: Candidate, stated: Iterable[Candidate]) -> bool:
    """Somebody told of the edit in words, with both numbers."""
    after, before = page.pieces
    line = f"{after.event.title or ''} {after.quote}, {before.quote}"
    return any(same_fact(line, candidate.first.quote) for candidate in stated)


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
