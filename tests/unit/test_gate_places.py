"""A true sentence in the wrong place, half of one, or one with a source too many, is not told."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.unit.weekly import at, client_week, meeting, message, stored, write
from yarnnn_pipelines.config.deliverable_types import deliverable_type
from yarnnn_pipelines.deliverables.claims import Claim, Section, claim_id
from yarnnn_pipelines.deliverables.gate.gate import judge
from yarnnn_pipelines.deliverables.gate.places import readings_of
from yarnnn_pipelines.deliverables.slots.frame import Source, evidence_of, frame_for
from yarnnn_pipelines.deliverables.slots.slots import worded
from yarnnn_pipelines.deliverables.week.client_week import Event, StoredEvidence, WeekContext

TYPE = deliverable_type("client_update")
SECTIONS = [section.id for section in TYPE.sections]
WEEK = client_week(
    message("Mia Duarte", at(9), "The summer campaign launched this morning."),
    message("Dana Reyes", at(10), "We decided to print the catalogue on recycled paper."),
    message("Dana Reyes", at(11), "The conversion rate rose from 1.8% to 2.4%."),
    message("Mia Duarte", at(11, 11), "The checkout reports no purchases, we have a tracking problem."),
    message("Mia Duarte", at(12), "Dana, can you send us the revised logo by Friday?"),
    message("Mia Duarte", at(12, 12), "I will send the media plan by Monday 16 November."),
    meetings=(meeting("Mid-quarter review", at(19, 14), "coming"),),
)
DRAFT = write(WEEK, TYPE)
READINGS = readings_of(row.event for row in stored(WEEK).values())  # once, as a batch does
CLAIMS = [claim for section in DRAFT.sections for claim in section.claims if not claim.parts]


def verdicts(claim: Claim, week: WeekContext = WEEK, *, told_in: str | None = None) -> list[str | None]:
    written, readings = (DRAFT, READINGS) if week is WEEK else (write(week, TYPE), None)
    draft = replace(written, sections=(Section(claim.section, "", (claim,)),), set_aside=(), offers=())
    draft = replace(draft, week=told_in or draft.week)
    gated = judge(draft, frame_for(week), TYPE, stored(week), week.events, readings)
    return [judged.verdict for judged in (*gated.claims, *gated.withheld)]


def test_every_section_of_an_update_is_tried() -> None:
    assert {claim.section for claim in CLAIMS} == set(SECTIONS) - {"changed"}


@pytest.mark.parametrize("claim", CLAIMS, ids=lambda claim: claim.section)
def test_a_claim_stands_in_its_own_section_and_week_alone(claim: Claim) -> None:
    assert verdicts(claim) == ["supported"]
    for section in SECTIONS:
        if section != claim.section:
            assert verdicts(replace(claim, section=section)) == ["out_of_context"], section
    assert "supported" not in verdicts(claim, told_in="2026-W40")


def quoted(event: Event, quote: str, section: str, slot: str = "reported") -> Claim:
    """A writer's claim that quotes these words of the event alone, and says what the slot makes of them."""
    start = event.text.index(quote)
    week = client_week(event)
    evidence = (evidence_of(frame_for(week), event, start, start + len(quote)),)
    text = worded(slot, frame_for(week), [Source(quote, event, start)]) or quote
    return Claim(claim_id(section, text, evidence), section, "slot", text, evidence, slot=slot)


@pytest.mark.parametrize(
    ("sentence", "quote"),
    [
        ("I don't think that the new checkout is live.", "the new checkout is live."),
        ("The new checkout is live if the bank confirms it.", "The new checkout is live"),
        ("Unless the bank objects, the new checkout is live.", "the new checkout is live."),
        ("Can you tell me whether the new checkout is live?", "the new checkout is live"),
        ("Tom believes the new checkout is live.", "the new checkout is live."),
        ("Nobody says the new checkout is live.", "the new checkout is live."),
        ("The new checkout is live, except in France and Spain.", "The new checkout is live"),
    ],
)
def test_half_a_sentence_proves_nothing(sentence: str, quote: str) -> None:
    event = message("Mia Duarte", at(9), sentence)
    assert "supported" not in verdicts(quoted(event, quote, "moved"), client_week(event))


def test_a_sentence_that_its_author_takes_back_at_once_proves_nothing() -> None:
    event = message("Mia Duarte", at(9), "The new checkout is live. Sorry, wrong channel, ignore that.")
    assert "supported" not in verdicts(quoted(event, "The new checkout is live.", "moved"), client_week(event))


@pytest.mark.parametrize("claim", CLAIMS, ids=lambda claim: claim.section)
def test_a_source_that_says_something_else_is_one_too_many(claim: Claim) -> None:
    for other in CLAIMS:
        if other.section != claim.section:
            padded = replace(claim, evidence=(*claim.evidence, *other.evidence))
            assert "supported" not in verdicts(padded), other.section
            assert "supported" not in verdicts(replace(claim, evidence=other.evidence)), other.section


def test_a_page_is_quoted_by_whole_lines() -> None:
    page = message("Mia Duarte", at(11), "Budget: €10,000 a month", kind="page", title="Plan", platform="notion")
    before = replace(page, text="Budget: €42,000 a year", version="before")
    frame = frame_for(WEEK)

    def verdict(new: str, old: str) -> str | None:
        evidence = (evidence_of(frame, page, 0, len(new)), evidence_of(frame, before, 0, len(old)))
        text = worded("page_change", frame, [Source(new, page, 0), Source(old, before, 0)])
        claim = Claim("c", "changed", "slot", str(text), evidence, slot="page_change")
        now = StoredEvidence(page, "acme", WEEK.week, page.version, "before", False)
        rows = {(page.event_id, page.version): now, (page.event_id, "before"): replace(now, event=before)}
        draft = replace(write(WEEK, TYPE), sections=(Section("changed", "", (claim,)),), offers=())
        gated = judge(draft, frame, TYPE, rows)
        return next(iter((*gated.claims, *gated.withheld))).verdict

    assert verdict(page.text, before.text) == "supported"
    assert verdict("Budget: €10,000", "Budget: €42,000") == "out_of_context"
