"""A coming meeting that words of the week call off, move or put in question is not told as coming."""

from __future__ import annotations

import pytest

from tests.unit.weekly import at, client_week, mail, meeting, message, write
from yarnnn_pipelines.config.deliverable_types import deliverable_type
from yarnnn_pipelines.deliverables.claims import Draft
from yarnnn_pipelines.deliverables.week.client_week import Event

CLIENT_UPDATE = deliverable_type("client_update")


def drafted(*events: Event, title: str = "Acme: Kickoff review", **fields: object) -> Draft:
    coming = meeting(title, at(17, 14), "coming", **fields)
    return write(client_week(*events, meetings=(coming,)), CLIENT_UPDATE)


def coming(draft: Draft) -> list[str]:
    return [claim.text for part in draft.sections if part.id == "coming" for claim in part.claims]


@pytest.mark.parametrize(
    "text",
    [
        "The kickoff review on Tuesday 17 November was cancelled.",
        "The kickoff review is postponed.",
        "The kickoff review is moved to Wednesday 18 November, 15:00.",
        "The kickoff review on Tuesday 17 November is moved to Wednesday 18 November, 15:00.",
        "Kickoff review next Tuesday is off.",
        "We skip the kickoff review next week.",
        "The kick-off review won't take place.",
        "Das Kickoff review am Dienstag fällt aus.",
        "Wir müssen das Kickoff review leider verschieben.",
        "I have to cancel the kickoff review.",
        "I have to cancel Tuesday's kickoff review.",
        "Can we skip the kickoff review?",
        "The kickoff review with Acme was called off.",
        "The kickoff review with Dana can't take place as planned.",
        "The kickoff review is cancelled, not moved.",
        "The kickoff review is cancelled, we go ahead with the rest as planned.",
        "No kickoff review next week.",
        "We won't go ahead with the kickoff review.",
        "Kickoff review: let's push to Thursday",
    ],
)
def test_a_meeting_that_words_call_off_is_set_aside(text: str) -> None:
    draft = drafted(message("Dana Reyes", at(11), text, audience="internal"))
    assert coming(draft) == []
    (fallen,) = draft.set_aside
    assert fallen.verdict == "stale"
    assert "on Wednesday by Dana Reyes" in fallen.reasons[0]


@pytest.mark.parametrize("subject", ["Declined: Kickoff review @ Tue 17 Nov", "Canceled: Kickoff review @ Tue Nov 17"])
def test_the_subject_of_a_mail_calls_off_too(subject: str) -> None:
    assert coming(drafted(mail("Dana Reyes", at(11), subject, "See the invitation."))) == []


@pytest.mark.parametrize(
    "text",
    [
        "The kickoff review slides were moved to the new folder.",
        "We cancelled the catering for the kickoff review.",
        "Please cancel the kickoff review catering.",
        "The budget review was cancelled.",
        "The kickoff review on Tuesday 10 November was cancelled.",
        "Last week's kickoff review was cancelled.",
        "The kickoff review moves to Tuesday 17 November, 14:00.",
        "The kickoff review is not cancelled.",
        "The kickoff review went well and we moved the deadline.",
        "In the kickoff review we will skip the budget.",
        "The agenda of the kickoff review has moved.",
        "There are no kickoff review slides yet.",
        "The kickoff review is on Tuesday, and the budget call is off.",
        "The kickoff review takes place as planned.",
        "For the kickoff review we decided that cancelled orders count.",
    ],
)
def test_a_meeting_stands_that_no_word_calls_off(text: str) -> None:
    draft = drafted(message("Dana Reyes", at(11), text))
    assert coming(draft) == ["Kickoff review, Tuesday 17 November, 14:00."]


def test_the_last_word_about_a_meeting_counts() -> None:
    off = message("Dana Reyes", at(10), "The kickoff review is cancelled.")
    on = message("Dana Reyes", at(12), "The kickoff review is back on.")
    assert coming(drafted(off, on)) == ["Kickoff review, Tuesday 17 November, 14:00."]


def test_todays_meeting_of_a_series_is_not_its_next() -> None:
    skipped = message("Dana Reyes", at(11), "We skip the stand-up today.")
    assert coming(drafted(skipped, title="Stand-up", is_series=True)) == ["Stand-up, Tuesday 17 November, 14:00."]
