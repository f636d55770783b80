"""What earlier weeks left open is accounted for in the next update, each promise and ask as it stands now."""

from __future__ import annotations

from dataclasses import replace

from tests.unit.weekly import at, client_week, message, stored, write
from yarnnn_pipelines.config.deliverable_types import deliverable_type
from yarnnn_pipelines.core.weeks import week_of
from yarnnn_pipelines.deliverables.claims import Draft
from yarnnn_pipelines.deliverables.gate.gate import Gated, judge
from yarnnn_pipelines.deliverables.slots.frame import frame_for
from yarnnn_pipelines.deliverables.week.client_week import Event, WeekContext

UPDATE = deliverable_type("client_update")


def weeks(*events: Event) -> WeekContext:
    """2026-W46, and what was said before it."""
    earlier = [event for event in events if event.occurred_at < at(9, 0)]
    now = client_week(*(event for event in events if event not in earlier))
    return replace(now, before=client_week(*earlier))


def gated(week: WeekContext, draft: Draft | None = None) -> Gated:
    rows = stored(week)
    known = week.events
    if week.before:
        earlier = stored(week.before)
        rows |= {
            place: replace(row, week=week_of(row.event.occurred_at, week.time_zone)) for place, row in earlier.items()
        }
        known = (*week.before.events, *known)
    return judge(draft or write(week, UPDATE), frame_for(week), UPDATE, rows, known)


def told(week: WeekContext) -> dict[str, list[str]]:
    """The sentences of each section that stand, by the section's id."""
    return {s.id: [claim.text for claim in s.claims] for s in gated(week).sections if s.claims}


def offered(week: WeekContext) -> dict[str, str]:
    """The reason of each offer, by its words."""
    return {offer.text: offer.reason for offer in gated(week).offers}


ASKED = "Dana, could you send us the revised logo files by Friday?"


def mia(day: int, text: str, month: int = 11, **changed: object) -> Event:
    return message("Mia Duarte", at(day, month=month), text, **changed)


def dana(day: int, text: str, month: int = 11, **changed: object) -> Event:
    return message("Dana Reyes", at(day, month=month), text, **changed)


# --- asks ------------------------------------------------------------------------------------------------------------


def test_an_ask_of_an_earlier_week_is_told_until_it_is_answered() -> None:
    asked = mia(3, ASKED)
    waiting = told(weeks(asked, mia(10, "The banner is printed.")))["waiting"]
    assert waiting == ["Dana, could you send us the revised logo files by Friday 6 November? (asked on 3 November)"]
    assert "waiting" not in told(weeks(asked, dana(4, "Here are the revised logo files.")))
    assert "waiting" not in told(weeks(asked, dana(11, "Just sent you the revised logo files.")))


def test_an_answer_that_the_client_can_not_read_closes_an_ask_too() -> None:
    inside = mia(10, "We have received the revised logo files from Dana.", audience="internal", container_id="slack:2")
    assert "waiting" not in told(weeks(mia(3, ASKED), inside))


def test_an_ask_that_is_made_again_is_told_once_with_the_day_of_the_first() -> None:
    week = weeks(
        mia(3, ASKED), mia(11, "Dana, could you send us the revised logo files?", thread_id="slack:T1:C1:other")
    )
    assert len(told(week)["waiting"]) == 1
    assert "asked on 3 November" in told(week)["waiting"][0]


def test_what_nobody_has_spoken_of_for_weeks_is_offered_and_not_told() -> None:
    week = weeks(mia(6, ASKED, month=10), mia(10, "The banner is printed."))
    assert "waiting" not in told(week)
    assert offered(week)[ASKED] == "we asked it of the client, last on 6 October, and read no answer"


def test_the_gate_withholds_an_old_ask_whoever_words_it() -> None:
    asked = mia(3, ASKED)
    draft = write(weeks(asked), UPDATE)
    answered = gated(weeks(asked, dana(11, "Just sent you the revised logo files.")), draft)
    assert {claim.verdict for claim in answered.withheld} == {"stale"}  # and the status that rests on it
    old = mia(6, ASKED, month=10)
    assert not gated(weeks(old), write(client_week(old), UPDATE)).claims
