"""A coming meeting that words of the week call off, move or put in question is not told as coming."""

from __future__ import annotations

from datetime import datetime

import pytest

from tests.unit.weekly import at, client_week, mail, meeting, message, stored, write
from yarnnn_pipelines.config.deliverable_types import deliverable_type
from yarnnn_pipelines.deliverables.claims import Claim, Draft
from yarnnn_pipelines.deliverables.gate.gate import judge
from yarnnn_pipelines.deliverables.slots.frame import frame_for
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


@pytest.mark.parametrize(
    "subject",
    [
        *("Canceled: Kickoff review @ Tue Nov 17", "Otkazano: Kickoff review @ Tue 17 Nov"),
        *("Atšaukta: Kickoff review", "ยกเลิกแล้ว: Kickoff review", "Re: Annulé : Kickoff review"),
    ],
)
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
        "The release of 2.4 moves from Tuesday 17 to Wednesday 25 November.",
        "The handover moved from Tuesday 17 November to the week after.",
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


CALL = ("Weekly call", at(19, 10))


def told(*said: Event, meetings: tuple[tuple[str, datetime], ...] = (CALL,), is_series: bool = False) -> list[Claim]:
    """The coming meetings that the gate lets stand."""
    coming = tuple(meeting(title, starts, "coming", is_series=is_series) for title, starts in meetings)
    week = client_week(*said, meetings=coming)
    draft = write(week, CLIENT_UPDATE)
    gated = judge(draft, frame_for(week), CLIENT_UPDATE, stored(week), week.events)
    return [claim for part in gated.sections if part.id == "coming" for claim in part.claims]


def talk(*lines: tuple[str, str]) -> tuple[Event, ...]:
    """Messages of one thread on Friday 13 November."""
    opening = message(lines[0][0], at(13, 9), lines[0][1])
    replies = (
        message(who, at(13, 10 + n), text, thread_id=opening.event_id) for n, (who, text) in enumerate(lines[1:])
    )
    return opening, *replies


DANA, MIA = "Dana Reyes", "Mia Duarte"


@pytest.mark.parametrize(
    "lines",
    [
        [(MIA, "Let's skip Thursday's call.")],
        [(DANA, "Hi Mia, I'm afraid we have to cancel our call on Thursday.")],
        [(DANA, "Der Termin am Donnerstag entfällt.")],
        [(DANA, "On doit annuler l'appel de jeudi.")],
        [(DANA, "A reunião de quinta foi cancelada.")],
        [(MIA, "No call this Thursday.")],
        [(MIA, "FYI no weekly call next week, we're all at the conference.")],
        [(MIA, "We don't have a call on Thursday, next one is the 26th.")],
        [(MIA, "Let's push Thursday's call to next week.")],
        [(MIA, "I moved Thursday's call to Friday 20 November, 11:00.")],
        [(DANA, "I can't do Thursday, can we do Friday?"), (MIA, "ok Friday 10")],
        [(DANA, "Können wir den Termin am Donnerstag auf Freitag verschieben?"), (MIA, "Ja, passt.")],
        [(MIA, "Shall we skip the call on Thursday?"), (DANA, "yes please")],
        [(DANA, "About Thursday's call: Jonas is ill."), (DANA, "Can we skip it?"), (MIA, "Sure, no problem")],
    ],
)
def test_a_meeting_is_called_off_by_its_day_too(lines: list[tuple[str, str]]) -> None:
    assert told(*talk(*lines)) == []


@pytest.mark.parametrize(
    "lines",
    [
        [(MIA, "Let's skip Tuesday's call.")],
        [(MIA, "Let's skip Thursday's standup.")],
        [(MIA, "Last Thursday's call was cancelled, so here are the notes in writing.")],
        [(DANA, "Don't cancel Thursday's call, Jonas wants to join.")],
        [(DANA, "I can't make Thursday's call but Eve will join.")],
        [(DANA, "I can't do Thursday for the photo shoot.")],
        [(DANA, "We cancelled the subscription on Thursday.")],
        [(DANA, "We cancelled the caterer for Thursday's call.")],
        [(DANA, "Je dois annuler mon rendez-vous chez le dentiste.")],
        [(DANA, "Thursday's call with the printer is cancelled.")],
        [(DANA, "The board meeting on Thursday was moved to Friday.")],
        [(DANA, "Let's move the discussion to Thursday's call.")],
        [(MIA, "Let's move the Tuesday call to Thursday 10:00.")],
        [(DANA, "Can we skip Thursday's call?"), (MIA, "I'd rather keep it, we have the budget to settle.")],
        [(DANA, "Thursday's call is cancelled."), (DANA, "Sorry, Thursday's call is on after all.")],
    ],
)
def test_a_meeting_of_the_day_stands_that_no_word_calls_off(lines: list[tuple[str, str]]) -> None:
    (claim,) = told(*talk(*lines))
    assert claim.text == "Weekly call, Thursday 19 November, 10:00."
    assert not claim.doubts


def test_a_meeting_for_which_another_slot_is_wanted_is_in_doubt_whatever_the_reason_is() -> None:
    (claim,) = told(*talk((DANA, "The weekly call clahses with our fair, we have to find another slot.")))
    assert "put in question on Friday by Dana Reyes" in claim.doubts[0]


def test_what_is_still_needed_for_something_else_settles_no_meeting() -> None:
    off, need = "Tom is away so the weekly call falls through.", "We still need the translations for the list from you."
    (claim,) = told(*talk((DANA, off), (MIA, need)))
    assert "put in question on Friday by Dana Reyes" in claim.doubts[0]


@pytest.mark.parametrize(
    "lines",
    [
        [(DANA, "I can't do Thursday, can we do Friday?")],
        [(DANA, "I can't do Thursday, but we can do Friday.")],
        [(DANA, "We may have to cancel Thursday's call.")],
        [(DANA, "Can we skip the weekly call?")],
        [(DANA, "Am Donnerstag kann ich leider nicht, geht auch Freitag?")],
        [(DANA, "Can we move Thursday's call?"), (MIA, "Let me check with Jonas.")],
    ],
)
def test_a_meeting_that_was_only_put_in_question_is_told_with_that_doubt(lines: list[tuple[str, str]]) -> None:
    (claim,) = told(*talk(*lines))
    assert "put in question on Friday by Dana Reyes" in claim.doubts[0]


PILOT = ("Pilot session", at(18, 14))
WEEKLY = ("Acme weekly", at(18, 10))


@pytest.mark.parametrize(
    "text",
    [
        "Pilot session: let's do it in December instead.",
        "No need for the pilot session anymore.",
        "Pilot session no longer necessary.",
        "We don't need the pilot session.",
        "We won't need Wednesday's call.",
        "Wir sagen die Pilot session am Mittwoch ab.",
        "Wir machen die Pilot session lieber im Dezember.",
        "Nächsten Mittwoch bin ich nicht da.",
        "Je serai absente mercredi prochain.",
        "Let's do the pilot session by mail instead.",
        "Let's handle the pilot session over email.",
        "We'll have the pilot session the week after.",
        "Nobody from our side will be there on Wednesday.",
        "None of us can join on Wednesday.",
        "I'm travelling next Wednesday.",
        "We are all away next week.",
        "Wednesday is a public holiday here.",
        "please remove the pilot session from the calendar",
        "Can you take the pilot session off the calendar?",
        "Delete the pilot session invite please.",
        "then it's Tue 17 Nov for the pilot session",
    ],
)
def test_words_that_leave_a_meeting_open_are_a_doubt(text: str) -> None:
    (claim,) = told(message(DANA, at(13), text), meetings=(PILOT,))
    assert "put in question on Friday by Dana Reyes" in claim.doubts[0]


@pytest.mark.parametrize(
    ("text", "is_doubted"),
    [
        ("She said no more, I did not dare to ask, so we hold the pilot session on Wednesday 18 November.", False),
        ("We hold the pilot session on Wednesday 18 November, which is unfortunately too much for us.", True),
        ("Sorry, the pilot session is too much for us this month.", True),
    ],
)
def test_words_that_set_a_meeting_on_its_day_do_not_put_it_in_question(text: str, is_doubted: bool) -> None:
    (claim,) = told(message(DANA, at(13), text), meetings=(PILOT,))
    assert bool(claim.doubts) == is_doubted


@pytest.mark.parametrize(
    ("text", "is_doubted"),
    [
        ("I can't make the pilot session on 17 November, can we do Wednesday 18 November instead?", False),
        ("Sorry, Tuesday 17 November doesn't work for the pilot session, how about Wednesday the 18th?", False),
        ("I'm away on Tuesday 17 November, could we do the pilot session on Wednesday 18 November?", False),
        ("I can't make the pilot session on 18 November, can we do Thursday 19 November instead?", True),
        ("I can't make the pilot session, can we do Thursday 19 November instead?", True),
        ("I can't make the pilot session on Wednesday 18 November.", True),
    ],
)
def test_whoever_asked_for_the_day_that_a_meeting_has_does_not_put_it_in_question(text: str, is_doubted: bool) -> None:
    claims = told(message(DANA, at(13), text), meetings=(PILOT,))
    assert (not claims or bool(claims[0].doubts)) == is_doubted


def test_a_new_hour_below_talk_of_a_meeting_is_a_doubt() -> None:
    (claim,) = told(
        *talk((MIA, "About the weekly: it collides with the stand-up."), (DANA, "wed 10:30 from now on")),
        meetings=(WEEKLY,),
    )
    assert claim.doubts


def test_this_weeks_meeting_of_a_series_that_is_to_be_another_day_leaves_the_next_as_it_is() -> None:
    asked = message("Dana Reyes", at(9), "Can we do our weekly call on Thursday at 11:00 instead?")
    done = message("Mia Duarte", at(9, 11), "Done, the weekly call is on Thursday 12 November at 11:00.")
    (claim,) = told(asked, done, is_series=True)
    assert not claim.doubts


@pytest.mark.parametrize(
    "text",
    [
        "Sorry, Acme can't come to the pilot session.",
        "Dana is on leave so the pilot session falls through.",
        "The pilot session is cacnelled.",
        "We have to cacnel the pilot session.",
        "Let's potspone the pilot session until the numbers are in.",
        "Please take the pilot session out of your caelndar.",
        "The pilot session clashes with our board meeting.",
        "Can we do the pilot session by mail instead?",
        "Do we really need the pilot session?",
        "The pilot session won't take place this week.",
        "I don't see us doing the pilot session, honestly.",
    ],
)
def test_a_meeting_is_in_doubt_that_a_word_denies_regrets_or_questions(text: str) -> None:
    (claim,) = told(message(DANA, at(13), text), meetings=(PILOT,))
    assert claim.doubts


def test_that_this_week_has_none_leaves_the_next_of_a_series_as_it_is() -> None:
    word = message(DANA, at(13), "The pilot session won't take place this week.")
    (claim,) = told(word, meetings=(PILOT,), is_series=True)
    assert not claim.doubts


def test_a_meeting_is_called_off_in_the_verbs_of_other_languages() -> None:
    assert told(message(DANA, at(13), "On annule la Pilot session de mercredi."), meetings=(PILOT,)) == []


@pytest.mark.parametrize(
    "text",
    [
        "Looking forward to the pilot session on Wednesday.",
        "I'm travelling this week, see you at the pilot session on Wednesday.",
        "I'm travelling on Tuesday.",
        "I'm in the office on Wednesday.",
        "Dana will be there on Wednesday.",
        "I'm travelling on Wednesday, but Eve will join.",
        "Nobody from our side has seen the report on Wednesday.",
        "No need to prepare anything for the pilot session.",
        "We won't need the projector for the pilot session.",
        "We don't need the pilot session deck.",
        "I removed the agenda from the pilot session invite.",
        "Let's do the pilot session on Wednesday as planned.",
        "Let's do the recap by mail after the pilot session.",
        "The release won't take place this week.",
        "Please send the slides for the pilot session by Tuesday.",
        "wed 14:00 from now on",
    ],
)
def test_a_meeting_stands_undoubted_that_no_word_leaves_open(text: str) -> None:
    (claim,) = told(message(DANA, at(13), text), meetings=(PILOT,))
    assert not claim.doubts


def test_of_two_meetings_of_a_day_the_one_of_that_kind_is_called_off() -> None:
    two = (CALL, ("Budget meeting", at(19, 15)))
    assert [c.text for c in told(message(MIA, at(13), "Let's skip Thursday's call."), meetings=two)] == [
        "Budget meeting, Thursday 19 November, 15:00."
    ]
    both = told(message(DANA, at(13), "I can't do Thursday."), meetings=two)
    assert len(both) == 2
    assert all(claim.doubts for claim in both)


def test_what_a_stranger_says_of_a_meeting_is_a_doubt() -> None:
    (claim,) = told(message("Otto Fink", at(13), "Thursday's call is cancelled.", author_client_id=None))
    assert claim.doubts
