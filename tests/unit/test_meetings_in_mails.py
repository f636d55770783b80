"""What mails of people and of calendar programs say of a coming meeting, by their subject and in a short answer."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

import pytest

from tests.unit.test_called_off import DANA, told
from tests.unit.weekly import at, client_week, mail, meeting, message, stored, write
from yarnnn_pipelines.config.deliverable_types import deliverable_type
from yarnnn_pipelines.deliverables.claims import Claim
from yarnnn_pipelines.deliverables.gate.gate import judge
from yarnnn_pipelines.deliverables.slots.frame import frame_for
from yarnnn_pipelines.deliverables.week.client_week import SUBJECT, Event

PILOT = ("Pilot session", at(18, 14))
CLIENT_UPDATE = deliverable_type("client_update")


def told_beside(*subjects: str, meetings: tuple[tuple[str, datetime], ...] = (PILOT,), **fields: object) -> list[Claim]:
    """The coming meetings that stand beside mails of which nothing but the subject is read."""
    mails = tuple(mail(DANA, at(13), subject, "", kind=SUBJECT) for subject in subjects)
    coming = tuple(meeting(title, starts, "coming", **fields) for title, starts in meetings)
    week = replace(client_week(meetings=coming), subjects=mails)
    gated = judge(write(week, CLIENT_UPDATE), frame_for(week), CLIENT_UPDATE, stored(week), (*week.events, *mails))
    return [claim for part in gated.sections if part.id == "coming" for claim in part.claims]


@pytest.mark.parametrize(
    "subject",
    [
        *("Canceled: Pilot session", "Cancelled: Pilot session", "Annulé : Pilot session", "Cancelado: Pilot session"),
        *("Abgesagt: Pilot session", "Termin abgesagt: Pilot session - Mi. 18. Nov. 2026 14:00 - 15:00"),
        "Canceled event with note: Pilot session @ Wed 18 Nov 2026 14:00 - 15:00 (WET) (mia@northlight.example)",
        "Événement annulé : Pilot session - mer. 18 nov. 2026",
        "Re: Cancelled: Pilot session",
        "Updated invitation: Pilot session @ Thu 26 Nov 2026 14:00 - 15:00 (WET) (mia@northlight.example)",
    ],
)
def test_a_meeting_is_set_aside_that_a_programs_mail_calls_off_or_moves(subject: str) -> None:
    assert told_beside(subject) == []
    assert told(mail(DANA, at(13), subject, "See the invitation."), meetings=(PILOT,)) == []


@pytest.mark.parametrize(
    "subject",
    [
        *("Declined: Pilot session", "Declined: Pilot session @ Wed 18 Nov 2026 14:00 - 15:00 (WET) (mia@x.example)"),
        *(
            "Abgelehnt: Pilot session",
            "Refusé : Pilot session",
            "Tentative: Pilot session",
            "Mit Vorbehalt: Pilot session",
        ),
        *("New Time Proposed: Pilot session", "Neue Zeit vorgeschlagen: Pilot session"),
        *("Nouvelle heure proposée : Pilot session", "Tentatively Accepted: Pilot session"),
        "Updated invitation: Pilot session @ Wed 18 Nov 2026 16:00 - 17:00 (WET) (mia@x.example)",
    ],
)
def test_a_meeting_is_in_doubt_that_a_programs_mail_declines_or_would_move(subject: str) -> None:
    (claim,) = told_beside(subject)
    assert "put in question on Friday by Dana Reyes" in claim.doubts[0]


@pytest.mark.parametrize(
    "subject",
    [
        *("Accepted: Pilot session", "Automatic reply: Pilot session", "Declined: Budget review", "Pilot session"),
        "Invitation: Pilot session @ Wed 18 Nov 2026 14:00 - 15:00 (WET) (mia@x.example)",
        "Updated invitation: Pilot session @ Wed 18 Nov 2026 14:00 - 15:00 (WET) (mia@x.example)",
        "Updated invitation: Pilot session @ Wed Nov 18, 2026 2pm – 3pm (WET) (mia@x.example)",
        "Declined: Pilot session @ Wed 11 Nov 2026 14:00 - 15:00 (WET) (mia@x.example)",
        "Abgesagt: Pilot session - Mi. 11. Nov. 2026 14:00 - 15:00",
        *("Canceled: Pilot session slides", "Updated: Pilot session agenda", "Not cancelled: Pilot session"),
    ],
)
def test_a_meeting_stands_beside_a_programs_mail_that_does_not_change_it(subject: str) -> None:
    (claim,) = told_beside(subject)
    assert not claim.doubts


@pytest.mark.parametrize(
    ("subject", "is_in_doubt"),
    [
        ("Canceled: Weekly", True),
        ("Canceled: Weekly @ Wed 11 Nov 2026 14:00 - 15:00 (WET)", False),
        ("Updated invitation: Weekly @ Thu 12 Nov 2026 14:00 - 15:00 (WET)", False),
        ("Updated invitation: Weekly @ Thu 19 Nov 2026 14:00 - 15:00 (WET)", True),
    ],
)
def test_a_mail_on_one_of_a_series_leaves_the_next_in_doubt_where_it_may_mean_it(
    subject: str, is_in_doubt: bool
) -> None:
    (claim,) = told_beside(subject, meetings=(("Weekly", at(18, 14)),), is_series=True)
    assert bool(claim.doubts) is is_in_doubt


@pytest.mark.parametrize(
    ("subject", "text"),
    [
        ("Re: Pilot session", "I'm afraid I'll have to skip this one."),
        ("AW: Pilot session", "Da kann ich leider nicht."),
        ("Re: Invitation: Pilot session @ Wed 18 Nov 2026 14:00 - 15:00 (WET)", "I can't attend, sorry."),
        ("Re: Pilot session", "Hi Mia,\n\nunfortunately I'm not available then.\n\nBest\nDana"),
        ("Re: Pilot session", "I won't be there."),
        ("Re: Pilot session", "Je suis absente."),
        ("Re: Pilot session", "Might clash with a board meeting."),
        ("Re: Pilot session", "Could we do Thursday at 10 instead?"),
        ("Re: Pilot session", "Sorry, something came up. Can we find another slot?"),
        ("Re: Pilot session", "Can we cancel?"),
    ],
)
def test_a_short_answer_that_says_no_speaks_of_the_meeting_in_its_subject(subject: str, text: str) -> None:
    (claim,) = told(mail(DANA, at(13), subject, text), meetings=(PILOT,))
    assert "put in question on Friday by Dana Reyes" in claim.doubts[0]


@pytest.mark.parametrize(
    ("subject", "text"),
    [
        ("Updated: Pilot session", "Moved to Thursday the 26th, 14:00."),
        ("Re: Pilot session", "We need to postpone."),
        ("Re: Pilot session", "Cancelled, sorry."),
    ],
)
def test_a_short_answer_calls_off_the_meeting_in_its_subject(subject: str, text: str) -> None:
    assert told(mail(DANA, at(13), subject, text), meetings=(PILOT,)) == []


@pytest.mark.parametrize(
    ("subject", "text"),
    [
        ("Re: Pilot session", "Sorry for the late reply, I'll be there."),
        ("Re: Pilot session", "I can't find the slides."),
        ("Re: Pilot session", "I haven't read the agenda yet."),
        ("Re: Pilot session", "I can't do Monday for the prep call."),
        ("Re: Pilot session", "I'm out of office on Monday, back on Tuesday."),
        ("Re: Pilot session", "Could we add the budget to the agenda?"),
        ("Re: Slides for the pilot session", "I won't be able to do them before Friday."),
        ("Re: Pilot session slides", "I can't make it before Friday."),
    ],
)
def test_an_answer_on_something_else_leaves_the_meeting_in_its_subject_as_it_is(subject: str, text: str) -> None:
    (claim,) = told(mail(DANA, at(13), subject, text), meetings=(PILOT,))
    assert not claim.doubts


@pytest.mark.parametrize(
    "text",
    [
        "I'm double-booked on Wednesday at two.",
        "I have a conflict on Wednesday.",
        "Wednesday at 2 is no longer possible for me.",
        "Am Mittwoch bin ich leider schon verplant.",
        "Mercredi, ça ne va pas le faire, désolée.",
        "El miércoles me es imposible.",
        "Na quarta-feira não vai dar, podemos adiar?",
        "Quarta já tenho outro compromisso.",
        "Mercoledì purtroppo non riesco.",
        "Woensdag lukt helaas niet.",
        "Jeg kan desværre ikke på onsdag.",
        "På onsdag går det tyvärr inte.",
        "I can't do środa.",
        "Sorry, w środę I can't make it.",
        "I can't do 18 listopada.",
    ],
)
def test_who_has_no_time_on_its_day_leaves_a_meeting_in_doubt(text: str) -> None:
    (claim,) = told(message(DANA, at(13), text), meetings=(PILOT,))
    assert claim.doubts


@pytest.mark.parametrize(
    "text",
    [
        "We're booked on Wednesday for the shoot with Eve.",
        "Woensdag sturen we het rapport.",
        "Unfortunately the printer can't deliver on Wednesday.",
        "The release conflicts with the fair on Wednesday.",
        "The slot on Wednesday is booked.",
        "Am Mittwoch geht die Seite leider noch nicht live.",
        "I can't do czwartek.",
    ],
)
def test_other_matters_of_its_day_leave_a_meeting_as_it_is(text: str) -> None:
    (claim,) = told(message(DANA, at(13), text), meetings=(PILOT,))
    assert not claim.doubts


SEE_YOU = ("Looking forward to the pilot session!", "See you at the pilot session on Wednesday.")


@pytest.mark.parametrize("above", SEE_YOU)
@pytest.mark.parametrize(
    "text",
    [
        *("can't", "I can't, sorry", "won't make it", "nope, can't", "can't do it", "can't join", "No can do"),
        *("can't do Wednesday", "I'm out", "I won't be able to make it", "Can we do Thursday instead?"),
    ],
)
def test_a_short_no_in_a_thread_speaks_of_the_meeting_that_the_words_above_it_name(above: str, text: str) -> None:
    opening = message("Mia Duarte", at(12), above)
    (claim,) = told(opening, message(DANA, at(13), text, thread_id=opening.event_id), meetings=(PILOT,))
    assert "put in question on Friday by Dana Reyes" in claim.doubts[0]


@pytest.mark.parametrize(
    ("above", "text"),
    [
        *((SEE_YOU[0], text) for text in ("can't wait!", "won't make it longer", "I can't make the deadline though")),
        *((SEE_YOU[0], text) for text in ("I'll be there", "can't do Tuesday for the slides", "Great")),
        ("See you at the budget round.", "can't"),
        ("See you at the pilot session on Tuesday.", "can't"),
    ],
)
def test_a_short_answer_in_a_thread_that_is_no_no_or_on_something_else_leaves_the_meeting(
    above: str, text: str
) -> None:
    opening = message("Mia Duarte", at(12), above)
    (claim,) = told(opening, message(DANA, at(13), text, thread_id=opening.event_id), meetings=(PILOT,))
    assert not claim.doubts


def test_a_strangers_cancellation_is_no_more_than_a_doubt() -> None:
    stranger = mail("Otto Fink", at(13), "Canceled: Pilot session", "", author_client_id=None)
    (claim,) = told(stranger, meetings=(PILOT,))
    assert claim.doubts


def beside(*mails: Event, starts: datetime = PILOT[1], event_id: str = "calendar:p1@x", **fields: object) -> Claim:
    """What is told of the one coming meeting beside mails of which the subject and the calendar part are read."""
    coming = meeting(PILOT[0], starts, "coming", **fields)
    coming = replace(coming, event=replace(coming.event, event_id=event_id))
    week = replace(client_week(meetings=(coming,)), subjects=mails)
    gated = judge(write(week, CLIENT_UPDATE), frame_for(week), CLIENT_UPDATE, stored(week), (*week.events, *mails))
    (claim,) = [claim for part in gated.sections if part.id == "coming" for claim in part.claims]
    return claim


def invited(day: int, method: str, author: str = DANA, **changed: object) -> Event:
    said = {"method": method, "uid": "p1@x", "slot": None, "starts_at": None, "partstat": None} | changed
    return mail(author, at(day), "Our session", "", kind=SUBJECT, fields={"invitations": [said]})


@pytest.mark.parametrize(
    "said",
    [
        *(("CANCEL", {}), ("COUNTER", {}), ("REPLY", {"partstat": "DECLINED"}), ("REPLY", {"partstat": "TENTATIVE"})),
        ("REQUEST", {"starts_at": "2026-11-18T16:00:00+00:00"}),
    ],
)
def test_a_calendar_part_that_names_the_meeting_by_its_id_leaves_it_in_doubt(said: tuple[str, dict]) -> None:
    method, changed = said
    assert "put in question on Friday by Dana Reyes: “Our session”" in beside(invited(13, method, **changed)).doubts[0]


@pytest.mark.parametrize(
    "said",
    [
        *(("REPLY", {"partstat": "ACCEPTED"}), ("CANCEL", {"uid": "p2@x"}), ("CANCEL", {"slot": "20261118T140000Z"})),
        ("REQUEST", {"starts_at": "2026-11-18T14:00:00+00:00"}),
    ],
)
def test_a_calendar_part_on_another_meeting_or_that_says_what_the_calendar_says_leaves_it_as_it_is(
    said: tuple[str, dict],
) -> None:
    method, changed = said
    assert not beside(invited(13, method, **changed)).doubts


@pytest.mark.parametrize(
    ("changed", "is_in_doubt"),
    [
        ({"slot": "20261118T140000Z"}, True),
        ({"slot": "20261118"}, True),
        ({"slot": None}, True),
        ({"slot": "20261111T140000Z"}, False),
    ],
)
def test_of_a_series_a_calendar_part_speaks_of_the_one_that_it_names(changed: dict, is_in_doubt: bool) -> None:
    claim = beside(invited(13, "CANCEL", **changed), event_id="calendar:p1@x:20261118T140000Z", is_series=True)
    assert bool(claim.doubts) is is_in_doubt


def test_who_accepts_after_they_declined_leaves_no_doubt_and_who_declined_besides_does() -> None:
    def subject(day: int, text: str, author: str = DANA) -> Event:
        return mail(author, at(day), f"{text}: Pilot session", "", kind=SUBJECT)

    assert beside(subject(12, "Accepted"), subject(13, "Declined")).doubts
    assert not beside(subject(12, "Declined"), subject(13, "Accepted")).doubts
    assert not beside(subject(12, "Abgelehnt"), subject(13, "Zugesagt")).doubts
    assert not beside(invited(12, "REPLY", partstat="DECLINED"), subject(13, "Accepted")).doubts
    assert beside(subject(12, "Declined", "Kim Lee"), subject(13, "Accepted")).doubts
    assert beside(subject(12, "Declined"), subject(13, "Tentatively accepted")).doubts
