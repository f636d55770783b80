"""The extractive writer: words claims without a model, by quoting and by slots.

It chooses among a brief's candidates and how each is told. What may be told is the brief's business, whether it stands
is the gate's.
"""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from datetime import date

from yarnnn_pipelines.config.deliverable_types import DeliverableType, SectionType
from yarnnn_pipelines.core.weeks import monday_of
from yarnnn_pipelines.deliverables.brief.brief import Brief, make_brief
from yarnnn_pipelines.deliverables.brief.candidates import Candidate, Piece
from yarnnn_pipelines.deliverables.claims import Claim, Draft, Section, claim_id, digest
from yarnnn_pipelines.deliverables.slots.opening_line import in_short, short_form
from yarnnn_pipelines.deliverables.slots.slots import Frame, evidence_of, worded
from yarnnn_pipelines.deliverables.week.client_week import ClientWeek
from yarnnn_pipelines.english.days import day_month

# Part of a draft's identity: the same week worded by another edition is another draft.
EDITION = "extractive-3"

_SLOTS = {
    "moved_meeting": ("moved_meeting",),
    "cancelled_meeting": ("cancelled_meeting",),
    "coming_meeting": ("coming_meeting",),
    "page_change": ("page_change",),
    "ask": ("asked",),
    "decision": ("reported", "said"),
    "change": ("reported", "said"),
}
_OTHERWISE = ("reported",)


def write(week: ClientWeek, kind: DeliverableType) -> Draft:
    """A draft of every section of the type; a section without candidates is empty, with its note if it is required."""
    started = time.perf_counter()
    brief = make_brief(week, kind)
    left_out, landed = dict(brief.left_out), {event.event_id for event in week.events}
    sections = tuple(_section(section, brief, left_out) for section in kind.sections)
    opening = _in_short(kind, brief, sections)
    return Draft(
        client=week.client.id,
        week=week.week,
        type=kind.id,
        title=kind.title.format(client=week.client.name, monday=_monday(week.week), week=week.week),
        sections=((opening,) if opening else ()) + sections,
        input_hash=input_hash(week, kind),
        quiet=week.quiet,
        set_aside=tuple(_set_aside(brief)),
        seconds=time.perf_counter() - started,
        coverage=dict(week.coverage)
        | {"left_out": {event_id: why for event_id, why in left_out.items() if event_id in landed}},
    )


def input_hash(week: ClientWeek, kind: DeliverableType) -> str:
    """Names everything that the draft is a function of: the week's context, the type, the names, the writer."""
    client = week.client
    return digest(
        [
            week.context_hash,
            kind.model_dump(mode="json"),
            client.name,
            client.aliases,
            week.time_zone,
            [mark.identity for mark in week.other_clients],
            EDITION,
        ]
    )


def _monday(week: str) -> str:
    monday: date = monday_of(week)
    return f"{day_month(monday)} {monday.year}"


def _section(section: SectionType, brief: Brief, left_out: dict[str, str]) -> Section:
    """The best of the section's candidates; why another is not told is noted in `left_out`."""
    claims: list[Claim] = []
    for candidate in brief.sections[section.id]:
        claim = _claim(section.id, candidate, brief.frame)
        if claim is not None and len(claims) < section.most:
            claims.append(claim)
        else:
            left_out[candidate.first.event.event_id] = "not_worded" if claim is None else "no_room"
    ordered = claims if section.id == "coming" else sorted(claims, key=lambda claim: claim.evidence[0].occurred_at)
    return Section(section.id, section.title, tuple(ordered), note=section.empty if section.required else None)


def _set_aside(brief: Brief) -> Iterator[Claim]:
    for section, candidate, verdict, reason in brief.set_aside:
        claim = _claim(section, candidate, brief.frame)
        if claim is not None:
            yield claim.judged(verdict, reason)


def _claim(section: str, candidate: Candidate, frame: Frame) -> Claim | None:
    for slot in _SLOTS.get(candidate.kind, _OTHERWISE):
        pieces = _supporting(slot, candidate.pieces, frame)
        text = worded(slot, frame, [piece.source for piece in pieces])
        if text is not None:
            return claim_of(section, slot, text, pieces, frame)
    return None


def _supporting(slot: str, pieces: Sequence[Piece], frame: Frame) -> Sequence[Piece]:
    """The pieces that the slot takes beside the first: all of them, or those that still tell the same."""
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

_OPENING_SECTIONS = ("moved", "decided", "changed", "numbers")


def _in_short(kind: DeliverableType, brief: Brief, sections: Sequence[Section]) -> Section | None:
    """Up to `most` clauses: the week's strongest results, a problem that was found and fixed, a change."""
    if kind.in_short.most == 0:
        return None
    clauses: list[tuple[str, Claim]] = []
    for claim in _opening_order(brief, sections):
        clause = short_form(brief.frame, claim.slot, claim.text, claim.evidence[0].quote)
        if clause and all(clause != other for other, _ in clauses):
            clauses.append((clause, claim))
        if len(clauses) == kind.in_short.most:
            break
    if len(clauses) < 2:
        return None
    claims = [claim for _, claim in clauses]
    evidence = tuple(item for claim in claims for item in claim.evidence)
    text = in_short([clause for clause, _ in clauses])
    opening = Claim(
        claim_id=claim_id("in_short", text, evidence),
        section="in_short",
        kind="slot",
        text=text,
        evidence=evidence,
        slot="in_short",
        parts=tuple(claims),
    )
    return Section("in_short", kind.in_short.title, (opening,))


def _opening_order(brief: Brief, sections: Sequence[Section]) -> list[Claim]:
    """The best of each telling section first, then the next best; a fix is told as the problem that it ended."""
    by_id = {section.id: section.claims for section in sections}
    scores = {
        (candidate.first.event.event_id, candidate.first.start): candidate.score
        for found in brief.sections.values()
        for candidate in found
    }
    ranked = {
        name: sorted(
            by_id.get(name, ()), key=lambda claim: -scores.get((claim.evidence[0].event_id, claim.evidence[0].start), 0)
        )
        for name in _OPENING_SECTIONS
    }
    fixed = {}
    for problem, fix in brief.resolved:
        text = worded("resolved", brief.frame, [problem.source, fix.source])
        if text is not None:
            fixed[fix.event.event_id, fix.start] = claim_of("moved", "resolved", text, (problem, fix), brief.frame)
    order = []
    for depth in range(2):
        for name in _OPENING_SECTIONS:
            for claim in ranked[name][depth : depth + (2 if name == "moved" and depth == 0 else 1)]:
                told = fixed.get((claim.evidence[0].event_id, claim.evidence[0].start), claim)
                order.append(told)
    return order
