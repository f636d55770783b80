"""The extractive writer: words claims without a model, by quoting and by slots.

It chooses among a brief's candidates and how each is told. What may be told is the brief's business, whether it stands
is the gate's, which sections there are the type's.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime

from yarnnn_pipelines.config.deliverable_types import CandidateKind, DeliverableType, SectionType
from yarnnn_pipelines.config.settings import WriterSettings
from yarnnn_pipelines.deliverables.brief.brief import Brief
from yarnnn_pipelines.deliverables.brief.candidates import Candidate, Piece
from yarnnn_pipelines.deliverables.brief.reach import weight_now
from yarnnn_pipelines.deliverables.claims import Claim, Draft, Section, claim_id
from yarnnn_pipelines.deliverables.slots.frame import Frame, evidence_of
from yarnnn_pipelines.deliverables.slots.opening_line import in_short, short_form
from yarnnn_pipelines.deliverables.slots.slots import is_theirs, worded
from yarnnn_pipelines.deliverables.writers.drafting import USUALLY_LEFT_OUT, draft_of, is_left_out
from yarnnn_pipelines.english.rewording import speaks_of_you
from yarnnn_pipelines.english.told_as import STATED

EDITION = "extractive-18"

# The wordings that are tried for a candidate, in this order.
_SLOTS: Mapping[CandidateKind, Sequence[str]] = {
    "moved_meeting": ("moved_meeting",),
    "cancelled_meeting": ("cancelled_meeting",),
    "coming_meeting": ("coming_meeting",),
    "page_change": ("page_change",),
    "ask": ("asked",),
    "goal": ("goal",),
    "people": ("people",),
    "answer": ("answered",),
    "decision": ("reported", "said"),
    "change": ("reported", "said"),
    "risk": ("reported", "said"),
}
_OTHERWISE = ("reported",)
# Before these where a promise or plan of before is beside it, and of an earlier week's promise alone.
_WITH_A_PROMISE: Mapping[CandidateKind, str] = {"done": "kept", "commitment": "moved", "change": "moved"}
_WITH_A_VALUE = "changed"  # where the value is beside it that somebody changed
_OF_AN_EARLIER_WEEK = ("promised",)
# In a section whose sentences have their days.
_DATED_SLOTS: Mapping[CandidateKind, Sequence[str]] = {
    **_SLOTS,
    "metric": ("measured", "dated"),
    "decision": ("dated", "said"),
    "change": ("dated", "said"),
    "risk": ("dated", "said"),
}
_DATED_OTHERWISE = ("dated",)


class Extractive:
    """The writer `extractive`."""

    edition = EDITION
    at_once = 4  # two processors' worth
    waits_seconds = 0.0
    looks_back = False
    spending = None

    def __init__(self, settings: WriterSettings | None = None) -> None:
        """Nothing to set."""

    def write(self, brief: Brief, kind: DeliverableType, stored: Draft | None = None) -> Draft:
        """A draft of every section; one without candidates is empty."""
        left_out: dict[str, str] = {}
        chosen = [_chosen(section, brief, left_out) for section in kind.sections]
        sections = [
            Section(section.id, section.title, tuple(sorted(claims, key=_place_in_section)))
            for section, claims in zip(kind.sections, _within(kind.most, chosen, left_out), strict=True)
        ]
        opening = _opening(kind, brief, sections)
        draft = draft_of(
            brief,
            kind,
            self.edition,
            [*([opening] if opening else []), *sections],
            set_aside=_set_aside(brief, kind),
            left_out=left_out,
        )
        told = {claim.claim_id: brief.preferred.get(_place(claim)) for section in sections for claim in section.claims}
        preferred = {claim: reason for claim, reason in told.items() if reason}
        account = {"kind": "extractive", "edition": self.edition}
        return replace(draft, writer=account | ({"preferred": preferred} if preferred else {}))


def _chosen(section: SectionType, brief: Brief, not_told: dict[str, str]) -> list[tuple[Claim, float]]:
    """The best of the section's candidates with their weight, best first; notes by event id why another is not told."""
    chosen: list[tuple[Claim, float]] = []
    for candidate in brief.sections[section.id]:
        claim = _claim(section, candidate, brief.frame)
        if claim is None:
            not_told[candidate.first.event.event_id] = "not_worded"
        elif section.most == 0 or is_left_out(claim, brief.preferences):
            not_told[candidate.first.event.event_id] = USUALLY_LEFT_OUT
        elif len(chosen) == section.most:
            not_told[candidate.first.event.event_id] = "no_room"
        else:
            chosen.append((claim, weight_now(candidate, brief.frame)))
    return chosen


def _within(
    most: int | None, chosen: Sequence[Sequence[tuple[Claim, float]]], not_told: dict[str, str]
) -> list[list[Claim]]:
    """By section what is told of what was chosen there: of more than `most` in all, the best of each section before the
    second of any."""
    ranked = [(rank, -weight, place) for place, claims in enumerate(chosen) for rank, (_, weight) in enumerate(claims)]
    kept = Counter(place for _, _, place in sorted(ranked)[:most])
    for place, claims in enumerate(chosen):
        not_told |= {claim.evidence[0].event_id: "no_room" for claim, _ in claims[kept[place] :]}
    return [[claim for claim, _ in claims[: kept[place]]] for place, claims in enumerate(chosen)]


def _place_in_section(claim: Claim) -> datetime:
    """In the order of time; people have none."""
    if claim.slot == "people":
        return datetime.max.replace(tzinfo=UTC)
    return datetime.fromisoformat(claim.evidence[0].occurred_at)


def _set_aside(brief: Brief, kind: DeliverableType) -> Iterator[Claim]:
    sections = {section.id: section for section in kind.sections}
    for falling in brief.set_aside:
        claim = _claim(sections[falling.section], falling.candidate, brief.frame)
        if claim is not None:
            yield claim.judged(falling.verdict, falling.reason)


def _claim(section: SectionType, candidate: Candidate, frame: Frame) -> Claim | None:
    for slot in _slots_for(section, candidate, frame):
        pieces = _supporting(slot, candidate, frame)
        text = worded(slot, frame, [piece.source for piece in pieces])
        if text is not None:
            return claim_of(section.id, slot, text, pieces, frame)
    return None


def _slots_for(section: SectionType, candidate: Candidate, frame: Frame) -> Sequence[str]:
    if candidate.ends:
        return ("ended",)
    if candidate.changes:
        return ("otherwise",)
    is_a_promise = candidate.kind in ("commitment", "promise_to_us")
    if is_a_promise and frame.days.is_a_week and frame.day(candidate.first.event.occurred_at) < frame.days.first:
        return _OF_AN_EARLIER_WEEK
    slots, otherwise = (_DATED_SLOTS, _DATED_OTHERWISE) if section.dated else (_SLOTS, _OTHERWISE)
    usual = slots.get(candidate.kind, otherwise)
    if candidate.kind == "metric" and is_theirs(frame, candidate.first.event):
        usual = ("said", *usual)  # our reader's own number, which is no account of ours
    if "said" not in usual and _tells_of_us(candidate, frame) and candidate.kind in STATED:
        usual = (*usual, "said")
    if candidate.before is None:
        return usual
    first = _WITH_A_PROMISE.get(candidate.kind)
    changed = (_WITH_A_VALUE,) if frame.days.is_a_week else ()
    return (*((first,) if first else ()), *changed, *usual)


def _tells_of_us(candidate: Candidate, frame: Frame) -> bool:
    """One of the client's people says it of us, who would not put it so ourselves: "Your invoice is too high"."""
    return is_theirs(frame, candidate.first.event) and speaks_of_you(candidate.first.quote)


def _supporting(slot: str, candidate: Candidate, frame: Frame) -> Sequence[Piece]:
    """The pieces that the slot takes beside the first: all of them, or those that still tell the same; of a number the
    value before it."""
    pieces = candidate.pieces
    if candidate.ends:
        return (candidate.first, candidate.ends)
    if candidate.changes:
        return (candidate.first, candidate.changes)
    if slot in ("measured", _WITH_A_VALUE, *_WITH_A_PROMISE.values()):
        return (candidate.first, candidate.before) if candidate.before else (candidate.first,)
    if worded(slot, frame, [piece.source for piece in pieces]) is not None or len(pieces) == 1:
        return pieces
    first, *others = pieces
    fitting = [p for p in others if worded(slot, frame, [first.source, p.source]) is not None]
    return (first, *fitting)


def claim_of(section: str, slot: str, text: str, pieces: Sequence[Piece], frame: Frame) -> Claim:
    evidence = tuple(evidence_of(frame, piece.event, piece.start, piece.end) for piece in pieces)
    verbatim = slot == "reported" and text == evidence[0].quote
    return Claim(
        claim_id=claim_id(section, text, evidence),
        section=section,
        kind="quote" if verbatim else "slot",
        text=text,
        evidence=evidence,
        slot=None if verbatim else slot,
    )


# --- the opening line --------------------------------------------------------------------------------------------


def _opening(kind: DeliverableType, brief: Brief, sections: Sequence[Section]) -> Section | None:
    """Up to `most` clauses: the week's strongest results, a problem that was found and fixed, a change."""
    if kind.opening.most == 0:
        return None
    clauses: list[tuple[str, Claim]] = []
    for claim in _opening_order(kind, brief, sections):
        clause = short_form(brief.frame, claim.slot, claim.text, claim.evidence[0].quote)
        if clause and all(clause != other for other, _ in clauses):
            clauses.append((clause, claim))
        if len(clauses) == kind.opening.most:
            break
    if len(clauses) < 2:
        return None
    claims = [claim for _, claim in clauses]
    evidence = tuple(item for claim in claims for item in claim.evidence)
    text = in_short([clause for clause, _ in clauses])
    opening = Claim(
        claim_id=claim_id(kind.opening.id, text, evidence),
        section=kind.opening.id,
        kind="slot",
        text=text,
        evidence=evidence,
        slot="in_short",
        parts=tuple(claims),
    )
    return Section(kind.opening.id, kind.opening.title, (opening,))


def _opening_order(kind: DeliverableType, brief: Brief, sections: Sequence[Section]) -> Iterator[Claim]:
    """Claims as the type wants them told first; a fix is told as the problem that it ended."""
    scores = {
        candidate.first.key: candidate.score for candidates in brief.sections.values() for candidate in candidates
    }
    best_first = {
        section.id: iter(sorted(section.claims, key=lambda claim: -scores.get(_place(claim), 0)))
        for section in sections
    }
    problems = {fix.key: (problem, fix) for problem, fix in brief.resolved}
    for section_id in kind.opening_order:
        claim = next(best_first[section_id], None)
        if claim is not None:
            yield _with_its_problem(claim, problems.get(_place(claim)), brief.frame)


def _with_its_problem(claim: Claim, pieces: tuple[Piece, Piece] | None, frame: Frame) -> Claim:
    """The claim of a fix as one that tells the problem too, where the two can be told as one."""
    text = worded("resolved", frame, [piece.source for piece in pieces]) if pieces else None
    return claim_of(claim.section, "resolved", text, pieces, frame) if pieces and text is not None else claim


def _place(claim: Claim) -> tuple[str, int]:
    """Where the claim's telling words stand: the key of its first piece."""
    return claim.evidence[0].event_id, claim.evidence[0].start
