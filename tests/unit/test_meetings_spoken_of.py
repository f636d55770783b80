"""What is said of a coming meeting in words that no rule knows is looked at; what prepares it is not."""

from __future__ import annotations

import pytest

from tests.unit.weekly import at, client_week, mail, meeting, message, stored, write
from yarnnn_pipelines.config.deliverable_types import deliverable_type
from yarnnn_pipelines.deliverables.gate.gate import judge
from yarnnn_pipelines.deliverables.slots.frame import frame_for
from yarnnn_pipelines.deliverables.week.client_week import Event

TYPE = deliverable_type("client_update")
REVIEW = meeting("Porto review", at(18, 14), "coming")


def coming(*events: Event) -> list[tuple[str, bool]]:
    """The lines of "Coming up", and whether each is in doubt."""
    week = client_week(*events, meetings=(REVIEW,))
    gated = judge(write(week, TYPE), frame_for(week), TYPE, stored(week), week.events)
    return [(claim.text, bool(claim.doubts)) for claim in gated.claims if claim.section == "coming"]


STANDS = [("Porto review, Wednesday 18 November, 14:00.", False)]


@pytest.mark.parametrize(
    "said",
    [
        "The Porto review on 18 November falls through.",
        "Porto review → Thursday instead.",
        "Porto review → Thursday 19 November instead.",
        "The Porto review now takes place on Thursday 19 November.",
        "Kill the Porto review.",
        "The Porto review is on ice.",
        "The Porto review has been pulled forward to Tuesday.",
        "The Porto review on 18 November is dead.",
        "Porto review: nope.",
        "We agreed to leave out the Porto review.",
        "Porto review bitte streichen.",
        "Porto review: rain check.",
        "We have to pass on the Porto review.",
        "The Porto review goes to the 25th.",
        "The Porto review is for the bin.",
        "The Porto review slips a week.",
        "Porto review is now on the 25th.",
        "The Porto review at 16:00 instead of 14:00.",
        "The Porto review is history.",
        "Forget the Porto review.",
    ],
)
def test_words_that_no_rule_knows_put_a_meeting_in_doubt(said: str) -> None:
    for event in (message("Mia Duarte", at(12), said), mail("Dana Reyes", at(12), "Dates", said)):
        assert coming(event) != STANDS, event.kind


@pytest.mark.parametrize(
    "said",
    [
        "See you at the Porto review!",
        "The slides for the Porto review are in the folder.",
        "I sent the agenda of the Porto review.",
        "The Porto review is on Wednesday at 14:00.",
        "Porto review, Wednesday 18 November, 14:00",
        "In the Porto review we show the new photos.",
        "Tom joins the Porto review.",
        "The Porto review runs from 18 to 20 November.",
        "The Porto review catering is cancelled.",
        "After the Porto review we print the flyers.",
        "Let's discuss it in the Porto review.",
        "We have the Porto review on Wednesday and the fair on Friday.",
    ],
)
def test_what_prepares_a_meeting_leaves_it_as_it_is(said: str) -> None:
    assert coming(message("Mia Duarte", at(12), said)) == STANDS
