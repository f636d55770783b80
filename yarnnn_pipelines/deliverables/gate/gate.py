"""The gate: a verdict for every claim, from the stored evidence alone.

It trusts nothing in a draft: each quote is read again from the stored event version, each slot is worded again, and the
two compared. It never mends a claim; what fails is withheld with its reasons. Reading the store is `client_week`'s.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import partial
from typing import Any

from yarnnn_pipelines.config.deliverable_types import STATUS, DeliverableType
from yarnnn_pipelines.context.turns import WITHOUT_TURNS
from yarnnn_pipelines.core.spans import weeks_looked_back
from yarnnn_pipelines.core.weeks import iso_week
from yarnnn_pipelines.deliverables.brief.flagged import why_flagged
from yarnnn_pipelines.deliverables.claims import (
    EARLIER_VERSION,
    TOLD,
    Claim,
    Draft,
    Evidence,
    Offer,
    Section,
    Verdict,
)
from yarnnn_pipelines.deliverables.gate.broken_words import unbroken
from yarnnn_pipelines.deliverables.gate.doubts import PASSED_ON, doubts, why_of_neither_side
from yarnnn_pipelines.deliverables.gate.grounds import Grounds, Stored, grounds_of
from yarnnn_pipelines.deliverables.gate.mails import MAY_BE_A_PROGRAMS, UNPROVEN, subject_of
from yarnnn_pipelines.deliverables.gate.opening import judge_opening
from yarnnn_pipelines.deliverables.gate.others import (
    judged_beside_others,
    named_client,
    named_in_what_is_attached,
    named_over_lines,
    why_not_named,
)
from yarnnn_pipelines.deliverables.gate.persons_words import judged_for_a_person
from yarnnn_pipelines.deliverables.gate.places import Readings, readings_of
from yarnnn_pipelines.deliverables.gate.preferred_words import in_preferred_words, summed_up_in_preferred_words
from yarnnn_pipelines.deliverables.gate.reasons import first_words, named
from yarnnn_pipelines.deliverables.gate.rewrites import Rewrite, why_not_carried
from yarnnn_pipelines.deliverables.gate.senders import (
    author_of_another,
    borrowed_name,
)
from yarnnn_pipelines.deliverables.gate.sensitive import why_instruction, why_sensitive
from yarnnn_pipelines.deliverables.gate.twins import is_plain, twin_of
from yarnnn_pipelines.deliverables.preferences.preference import preferences_from_json
from yarnnn_pipelines.deliverables.preferences.shaped_type import filed
from yarnnn_pipelines.deliverables.slots.frame import Frame, Source
from yarnnn_pipelines.deliverables.slots.passed_on import is_passed_on
from yarnnn_pipelines.deliverables.slots.slots import SLOTS, worded
from yarnnn_pipelines.deliverables.slots.status_line import is_on_track
from yarnnn_pipelines.deliverables.week.client_week import Event, StoredEvidence
from yarnnn_pipelines.english.identifiers import raw_ids
from yarnnn_pipelines.english.likeness import tells_the_same
from yarnnn_pipelines.english.mentions import calls_somebody_removed
from yarnnn_pipelines.english.missing_subjects import leave_nothing_out

EDITION = "11"  # to be raised with a rule by which other sentences stand: what went out by itself is looked at again

_OPENING = "in_short"  # the slot that sums up other claims


@dataclass(frozen=True)
class Gated:
    """The draft with only supported claims in its sections; the others, judged, in `withheld`. offers: what a claim of
    the same words might say, and none that is told. left_out: by event id why its offer is none, as a reason and in
    words, where there are any. judge: what the judge
    was asked and lowered, where there is one."""

    draft: Draft
    sections: tuple[Section, ...]
    withheld: tuple[Claim, ...]
    offers: tuple[Offer, ...] = ()
    left_out: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    judge: Mapping[str, Any] = field(default_factory=dict)

    @property
    def claims(self) -> tuple[Claim, ...]:
        return tuple(claim for section in self.sections for claim in section.claims)


def evidence_wanted(draft: Draft) -> set[tuple[str, str]]:
    """Every (event_id, version) that judging the draft takes."""
    claims = [claim for section in draft.sections for claim in section.claims]
    claims += [part for claim in claims for part in claim.parts]
    evidence = [item for claim in claims for item in claim.evidence]
    evidence += [item for offer in draft.offers for item in offer.evidence]
    return {(item.event_id, item.version) for item in evidence}


def first_week_needed(draft: Draft) -> str:
    """The earliest week in which something was said that the draft cites, its own where nothing is older; of one that
    calls the week on track, the first of those that may have left something open."""
    if any(is_on_track(claim.text) for section in draft.sections if section.id == STATUS for claim in section.claims):
        return weeks_looked_back(draft.week).weeks[0]
    claims = [claim for section in draft.sections for claim in section.claims]
    said = [item for claim in claims for item in claim.evidence if item.kind not in WITHOUT_TURNS]
    return min((iso_week(datetime.fromisoformat(item.occurred_at)) for item in said), default=draft.week)


def judge(
    draft: Draft,
    frame: Frame,
    kind: DeliverableType,
    stored: Stored,
    known: Sequence[Event] = (),
    readings: Readings | None = None,
) -> Gated:
    """Judge every claim in the order in which it would be read.

    known: the events of the week or span, read again; what its reader could not see only speaks against a claim.
    readings: of what is stored, if it has been read for several drafts.
    """
    if readings is None:
        readings = readings_of(stored[place].event for place in evidence_wanted(draft) if place in stored)
    grounds = grounds_of(draft, frame, kind, stored, known, readings)
    preferences = preferences_from_json(draft.preferences)
    passed: list[Claim] = []
    preferred: list[tuple[Claim, Claim]] = []
    withheld: list[Claim] = []
    judged_claims: dict[str, list[Claim]] = {}
    # The opening line and the status line sum up what stands below them, so they are judged last.
    for section in sorted(draft.sections, key=_sums_up):
        kept = judged_claims.setdefault(section.id, [])
        for claim in section.claims:
            if claim.slot in (_OPENING, STATUS):
                if claim.slot == STATUS:
                    line, fallen = grounds.status.judge(claim, passed, withheld, partial(_words_judged, grounds))
                else:
                    alone, words = partial(judge_alone, grounds=grounds), partial(_words_judged, grounds)
                    line, fallen = judge_opening(claim, grounds.frame, passed, alone, words)
                if line and not kept:
                    kept.append(summed_up_in_preferred_words(line, preferences, preferred))
                withheld += [fallen] if fallen else []
                continue
            judged = _judge_told(claim, grounds, passed)
            if judged.verdict in TOLD:
                kept.append(
                    in_preferred_words(judged, preferences, partial(_judge_beside, grounds=grounds, passed=passed))
                )
                preferred.append((judged, kept[-1]))
                passed += [judged] if judged.verdict == "supported" else []
            else:
                withheld.append(judged)
    withheld += draft.set_aside
    sections = tuple(replace(section, claims=tuple(judged_claims[section.id])) for section in draft.sections)
    sections = filed(sections, preferences)
    judged_offers = [(offer, _judge_offer(offer, grounds, passed)) for offer in draft.offers]
    offers = tuple(judged for _, judged in judged_offers if isinstance(judged, Offer))
    left_out = {
        item.event_id: judged
        for offer, judged in reversed(judged_offers)
        if not isinstance(judged, Offer)
        for item in offer.evidence
    }
    return Gated(draft, sections, tuple(withheld), offers, left_out)


def _judge_offer(offer: Offer, grounds: Grounds, passed: Sequence[Claim]) -> Offer | tuple[str, str]:
    """The offer, with what a person is to look at behind its reason, where its words are its source's, may be read by
    this deliverable's reader, and are not told yet; else the verdict on a claim of these words, and why. No statement
    tells a question, unless it answers it."""
    if not offer.evidence or offer.text != " ".join(offer.evidence[0].quote.split()):
        return "unsupported", ""
    failures = [_why_not(item, grounds, earlier=False) for item in offer.evidence]
    if failure := next(filter(None, [*failures, why_not_named(offer.text, grounds.frame, grounds.audience)]), None):
        return failure
    as_claim = _published_words(Claim(offer.offer_id, offer.section, "quote", offer.text, offer.evidence), grounds)
    if as_claim.verdict != "supported":
        return as_claim.verdict or "unsupported", "; ".join(as_claim.reasons)
    twin = twin_of(as_claim, passed)
    if twin is not None and grounds.standing.is_answered_by(offer.evidence[0], twin):
        return "told_from_another_item", ""
    needs = _why_it_needs_a_word(offer, grounds, passed)
    return replace(offer, reason="; ".join([offer.reason, *as_claim.doubts]), needs=needs)


def _why_it_needs_a_word(offer: Offer, grounds: Grounds, passed: Sequence[Claim]) -> tuple[str, ...]:
    """Why the gate would not carry the offer in its own words, were it taken in; empty where it would."""
    quoted = Claim(offer.offer_id, offer.section, "quote", offer.evidence[0].quote, offer.evidence, by="a reviewer")
    taken_in = _judge_told(quoted, grounds, passed)
    return () if taken_in.verdict == "supported" else taken_in.reasons


def _sums_up(section: Section) -> bool:
    return any(claim.slot in (_OPENING, STATUS) for claim in section.claims)


def _judge_told(claim: Claim, grounds: Grounds, passed: Sequence[Claim]) -> Claim:
    """Beside those that have passed; what a person put there may stay without proof, marked."""
    if claim.by is None:
        return _judge_beside(claim, grounds, passed)
    beside = partial(_judge_beside, grounds=grounds, passed=passed)
    return judged_for_a_person(claim, beside, partial(_words_judged, grounds), grounds)


def judge_alone(claim: Claim, grounds: Grounds) -> Claim:
    """The claim as it is judged where its draft tells nothing else."""
    return _judge_beside(claim, grounds, ())


def _judge_beside(claim: Claim, grounds: Grounds, passed: Sequence[Claim]) -> Claim:
    """The claim by itself, and beside those that have passed already."""
    judged = _judge(claim, grounds)
    if judged.verdict != "supported":
        return judged
    if failure := why_not_named(judged.text, grounds.frame, grounds.audience):
        return judged.judged(*failure)
    if twin := twin_of(judged, passed):
        return judged.judged("duplicate", f"“{first_words(twin.text)}” tells it already")
    return judged


def _judge(claim: Claim, grounds: Grounds) -> Claim:
    if not claim.evidence:
        return claim.judged("unsupported", "it has no evidence")
    for position, item in enumerate(claim.evidence):
        earlier = position in EARLIER_VERSION.get(claim.slot or "", set())
        if failure := _why_not(item, grounds, earlier=earlier, third_parties=claim.kind == "rewrite"):
            return claim.judged(*failure)
    rows = [grounds.stored[item.event_id, item.version] for item in claim.evidence]
    sources = [Source(item.quote, row.event, item.start) for item, row in zip(claim.evidence, rows, strict=True)]
    rewrite = None
    if claim.kind == "quote" or (claim.kind == "slot" and claim.slot in SLOTS):
        if reason := _otherwise_worded(claim, grounds.frame, sources):
            return claim.judged("unsupported", reason)
    elif claim.kind == "rewrite" and claim.slot is None:
        takes = grounds.places.takes(claim.section)
        rewrite = Rewrite(claim, sources, grounds.frame, grounds.around, grounds.named, takes)
        if carried := why_not_carried(rewrite):
            return claim.judged(*carried)
    else:
        return claim.judged("unsupported", "nothing but a quote, a rewrite or a known slot can be checked")
    why_not_here = grounds.places.why_no_rewrite_here if claim.kind == "rewrite" else grounds.places.why_not_here
    if failure := (
        why_not_here(claim, rows)
        or grounds.earlier.why_not(claim, rows)
        or grounds.standing.why_not(claim, rows)
        or grounds.span_rules.why_not(claim, rows)
        or grounds.coming.why_not(claim, rows)
    ):
        return claim.judged(*failure)
    found = (
        *grounds.coming.doubts_of(claim, rows),
        *(doubts(rewrite, rows, grounds) if rewrite else ()),
        *filter(None, [grounds.places.doubt_of_taken_in(claim, rows)]),
        *grounds.standing.doubts_of(claim, rows),
    )
    judged = _published_words(claim, grounds)
    return judged.doubted(*found) if judged.verdict == "supported" else judged


def _otherwise_worded(claim: Claim, frame: Frame, sources: Sequence[Source]) -> str | None:
    """Why a quote's or a slot's words are not those that its sources give."""
    words = first_words(claim.evidence[0].quote)
    if is_plain(claim) and not all(leave_nothing_out(source.quote, source.before) for source in sources):
        return f"“{words}” leaves out words that its sentence begins with; quote it whole"
    if claim.kind != "quote":
        again = worded(claim.slot or "", frame, sources)
        if again == claim.text:
            return None
        read = f"its sources, worded again, read “{again}”" if again else f"“{words}” no longer carries it"
        return f"{read}; draft it anew"
    if any(is_passed_on(frame, source) for source in sources):
        return f"{PASSED_ON}: “{words}”"
    if claim.text != claim.evidence[0].quote:
        return f"its source says “{words}”, and not these words; give them unchanged"
    if any(not tells_the_same(sources[0].quote, other.quote) for other in sources[1:]):
        return f"a second source does not tell the same as “{words}”; take it off"
    return None


def _why_not(
    item: Evidence, grounds: Grounds, *, earlier: bool, third_parties: bool = False
) -> tuple[Verdict, str] | None:
    """The verdict against one piece of evidence, or None. earlier: the event's earlier version will do, which its
    audience could see. third_parties: words of neither side, of a program and on private matters may stand, since a
    person will look at them."""
    evidence = grounds.stored.get((item.event_id, item.version))
    if evidence is None:
        return "unsupported", f"“{first_words(item.quote)}” is not stored in the version that is quoted"
    what = named(evidence.event, grounds.frame)
    if evidence.deleted:
        return "deleted_source", f"{what}, “{first_words(item.quote)}”, was deleted"
    if item.version != evidence.current_version and not (earlier and item.version == evidence.previous_version):
        return "stale", f"{what}, “{first_words(item.quote)}”, has changed since{_read_anew(evidence, grounds.frame)}"
    if evidence.client_id != grounds.client_id:
        return (
            "other_client",
            f"{what} belongs to {evidence.client_id or 'nobody'}, not to {grounds.client_id}; take it off",
        )
    if stranger := author_of_another(evidence, grounds.client_id, grounds.frame):
        return "other_client", f"{what} was written by {stranger}"
    if name := named_client(subject_of(evidence.event), grounds.frame):
        return "other_client", f"{what} names {name} in its subject"
    if name := named_in_what_is_attached(evidence.event, grounds.frame):
        return "other_client", f"what is attached to {what} names {name}"
    if reason := borrowed_name(evidence.event, grounds.client_id, grounds.frame):
        return "unproven_sender", f"{what}: {reason}"
    if not third_parties and (reason := why_of_neither_side(item, evidence, grounds)):
        return "unproven_sender", f"{what}: {reason}"
    if grounds.audience == "client" and evidence.event.audience != "client":
        return (
            "internal_only",
            f"{what} could not be seen by the client; rest it on what they could read, or leave it out",
        )
    proof = evidence.event.fields.get("sender_unproven")
    if proof and not (third_parties and proof in MAY_BE_A_PROGRAMS):
        return "unproven_sender", f"{what}: {UNPROVEN[proof]}; ask them whether they wrote it"
    text = evidence.event.text
    if not 0 <= item.start < item.end <= len(text) or text[item.start : item.end] != item.quote:
        return "unsupported", f"the quoted words, “{first_words(item.quote)}”, do not stand so in {what}"
    if name := named_client(unbroken(text, item.start, item.end), grounds.frame):
        return "other_client", f"a word that a line's end breaks beside it names {name}"
    if name := named_over_lines(item, text, grounds.frame):
        return "other_client", f"over a line's end it goes on with words that name {name}"
    if reason := why_flagged(evidence.event):
        return "instruction", f"{what}: {reason}; read it yourself before you rest anything on it"
    if reason := why_sensitive(item.quote, private=not third_parties):
        return "sensitive", f"{what}: {reason}; leave it out"
    return None


def _read_anew(evidence: StoredEvidence, frame: Frame) -> str:
    """What brings the newer version of an earlier week's words into this text."""
    if evidence.event.kind == "meeting" or evidence.week == frame.week:
        return ""
    return f"; `yarnnn run --weeks {evidence.week}..{frame.week}` reads it anew"


def _words_judged(grounds: Grounds, claim: Claim) -> Claim:
    failure = why_not_named(claim.text, grounds.frame, grounds.audience)
    return claim.judged(*failure) if failure else _published_words(claim, grounds)


def _published_words(claim: Claim, grounds: Grounds) -> Claim:
    unnamed = {item_id for item in claim.evidence for item_id in raw_ids(item.quote)}
    if shown := next((item_id for item_id in sorted(unnamed) if item_id in claim.text), None):
        return claim.judged("unsupported", f"it names somebody by the id {shown}, whose name is not known")
    if calls_somebody_removed(claim.text):
        return claim.judged("sensitive", "it speaks to somebody who was forgotten")
    if reason := why_sensitive(claim.text):
        return claim.judged("sensitive", reason)
    if reason := why_instruction(claim.text):
        return claim.judged("instruction", reason)
    rows = [grounds.stored[item.event_id, item.version] for item in claim.evidence]
    judged = claim.judged("supported")
    return judged_beside_others(judged, rows, grounds) if grounds.audience == "client" else judged
