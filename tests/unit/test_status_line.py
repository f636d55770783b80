"""An update opens with how things stand where what it tells carries that, and with nothing where it does not."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from tests.unit.weekly import at, client_week, mail, message, stored, write
from yarnnn_pipelines.config.deliverable_types import STATUS, deliverable_type, load_type
from yarnnn_pipelines.core.errors import UserError
from yarnnn_pipelines.deliverables.brief.brief import make_brief
from yarnnn_pipelines.deliverables.claims import Claim, Draft, Section, claim_id
from yarnnn_pipelines.deliverables.gate.gate import Gated, judge
from yarnnn_pipelines.deliverables.render.render import sent_markdown
from yarnnn_pipelines.deliverables.slots.frame import evidence_of, frame_for
from yarnnn_pipelines.deliverables.week.agency_marks import OtherClients
from yarnnn_pipelines.deliverables.week.client_week import Event, WeekContext
from yarnnn_pipelines.deliverables.week.other_clients import Mark
from yarnnn_pipelines.deliverables.writers.drafting import draft_of

UPDATE = deliverable_type("client_update")
ASK = mail("Mia Duarte", at(10), "Budget", "Dana, we still need the revised budget sign-off from you.")
DELAY = message("Mia Duarte", at(11), "The print proofs for the catalogue are delayed by a week.")
BLOCK = message("Jonas Weber", at(12), "The shop launch is blocked by the missing tax numbers.")
DEFECT = message("Jonas Weber", at(11), "The checkout page has a bug with long street names.")
DONE = message("Jonas Weber", at(11), "The landing page is live in both languages.")
STEP = message("Mia Duarte", at(12), "We will send the second design by Friday 20 November.")


def gated(week: WeekContext, draft: Draft | None = None, **changed: object) -> Gated:
    frame = replace(frame_for(week), **changed)
    return judge(draft or write(week, UPDATE), frame, UPDATE, stored(week), week.events)


def status(result: Gated) -> str | None:
    return next((claim.text for section in result.sections if section.id == STATUS for claim in section.claims), None)


@pytest.mark.parametrize(
    ("events", "line"),
    [
        ((ASK, DONE), "Waiting for you: revised budget sign-off."),
        ((DELAY, ASK, DONE), "At risk: the print proofs for the catalogue are delayed by a week."),
        ((BLOCK, DELAY, ASK), "Blocked: the shop launch is blocked by the missing tax numbers."),
        (
            (DONE, STEP),
            "On track: the landing page is live in both languages and we will send the second design by Friday 20 "
            "November.",
        ),
    ],
)
def test_the_worst_that_is_told_says_how_things_stand(events: tuple[Event, ...], line: str) -> None:
    result = gated(client_week(*events))
    assert status(result) == line
    assert [claim for claim in result.withheld if claim.section == STATUS] == []
    told = {claim.claim_id for claim in result.claims if not claim.parts}
    (claim,) = next(section.claims for section in result.sections if section.id == STATUS)
    assert {part.claim_id for part in claim.parts} <= told


@pytest.mark.parametrize(
    "events",
    [
        (DONE,),
        (STEP,),
        (DEFECT, DONE, STEP),
        (DONE, STEP, message("Mia Duarte", at(9), "We will send the first design by Wednesday 11 November.")),
        (DONE, STEP, replace(DEFECT, audience="internal")),
        (DONE, STEP, message("Dana Reyes", at(13), "Do you have the opening hours for the pages?")),
        (mail("Mia Duarte", at(10), "Hall", "Dana, the plant is in front of it, it is nice, but please move it."),),
    ],
    ids=[
        "no next step",
        "nothing done",
        "a defect",
        "a promise that came due",
        "a trouble among us",
        "a question to us that nobody answered",
        "an ask that stands at the end of what is told",
    ],
)
def test_where_the_week_does_not_carry_a_status_there_is_no_line(events: tuple[Event, ...]) -> None:
    assert status(gated(client_week(*events))) is None


def test_the_line_stands_above_all_others_and_is_no_heading() -> None:
    result = gated(client_week(ASK, DONE))
    text = sent_markdown("Acme", result.sections, UPDATE)
    assert text.startswith("# Acme\n\nWaiting for you: revised budget sign-off.\n\n## What moved\n")


def test_it_falls_with_the_claim_that_it_rests_on() -> None:
    week = client_week(message("Mia Duarte", at(11), "The print proofs for Globex are delayed by a week."), DONE)
    result = gated(week, other_clients=OtherClients((Mark("name", "Globex"),)))
    assert status(result) is None
    (fallen,) = [claim for claim in result.withheld if claim.section == STATUS]
    assert fallen.verdict == "other_client"
    assert "rests on" in fallen.reasons[0]


def test_it_is_in_doubt_with_the_claim_that_it_rests_on() -> None:
    turned = message("Jonas Weber", at(11, 11), "she just called, wants to think it over again")
    result = gated(client_week(DONE, turned, STEP))
    (line,) = [claim for section in result.sections if section.id == STATUS for claim in section.claims]
    (done,) = [claim for claim in result.claims if claim.section == "moved"]
    assert done.doubts
    assert line.doubts == done.doubts


def test_what_still_stands_says_the_same_but_never_better() -> None:
    named = message("Mia Duarte", at(11, 9), "The print proofs for Globex are delayed by a week.")
    marks = OtherClients((Mark("name", "Globex"),))
    same = gated(client_week(named, DELAY), other_clients=marks)
    assert status(same) == "At risk: the print proofs for the catalogue are delayed by a week."
    better = gated(client_week(named, ASK, DONE, STEP), other_clients=marks)
    assert status(better) is None


@pytest.mark.parametrize("events", [(ASK, DONE), (DELAY, DONE), (DEFECT, DONE, STEP)])
def test_a_status_that_nobody_can_work_out_again_is_withheld(events: tuple[Event, ...]) -> None:
    """Whoever wrote the draft: one that says better of the same claims, and one of a week that is not known."""
    fair = write(client_week(DONE, STEP), UPDATE)
    line = next(section for section in fair.sections if section.id == STATUS)
    week = client_week(*events, *(event for event in (DONE, STEP) if event not in events))
    others = tuple(section for section in write(week, UPDATE).sections if section.id != STATUS)
    result = gated(week, replace(write(week, UPDATE), sections=(line, *others)))
    assert status(result) is None
    assert [claim.section for claim in result.withheld].count(STATUS) == 1
    alone = client_week(DONE, STEP)
    unknown = judge(fair, frame_for(alone), UPDATE, stored(alone))
    assert status(unknown) is None


def test_a_type_that_asks_for_none_has_none() -> None:
    brief = deliverable_type("project_brief")
    assert STATUS not in {section.id for section in write(client_week(ASK, DONE), brief).sections}


def test_a_section_of_a_type_with_a_status_line_has_another_id(tmp_path: Path) -> None:
    path = tmp_path / "letter.yaml"
    path.write_text(
        "id: letter\nname: Letter\naudience: client\ncadence: weekly\ntitle: Letter\nstatus: true\n"
        "sections:\n  - {id: status, title: Status, takes: [done], most: 3}\n",
        encoding="utf-8",
    )
    with pytest.raises(UserError, match="the id 'status' stands twice"):
        load_type(path)


@pytest.mark.parametrize(
    ("text", "line"),
    [
        (
            "We sent you the drawings on Wednesday 11 November. Please tell us your OK by Tuesday 17 November.",
            "Waiting for you: please tell us your OK by Tuesday 17 November.",
        ),
        ("We sent you the drawings on Wednesday 11 November.", None),
    ],
)
def test_of_what_a_model_tells_under_waiting_the_part_that_asks_says_so(text: str, line: str | None) -> None:
    words = "The drawings are attached. Please tell us ok by Tuesday 17, then the pylons stand in time."
    event = mail("Mia Duarte", at(11), "Drawings", words)
    week = client_week(event)
    frame = frame_for(week)
    evidence = (evidence_of(frame, event, 0, len(words)),)
    claim = Claim(claim_id("waiting", text, evidence), "waiting", "rewrite", text, evidence)
    draft = draft_of(make_brief(week, UPDATE), UPDATE, "test", (Section("waiting", "", (claim,)),))
    told = next((c.text for section in draft.sections if section.id == STATUS for c in section.claims), None)
    assert told == line
