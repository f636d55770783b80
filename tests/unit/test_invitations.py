"""An invitation that anybody could send is no meeting of this client; one that we have accepted is offered."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.unit.weekly import at, client_week, meeting, write
from yarnnn_pipelines.config.deliverable_types import deliverable_type
from yarnnn_pipelines.deliverables.claims import Draft
from yarnnn_pipelines.deliverables.items import in_words
from yarnnn_pipelines.deliverables.week.client_week import Meeting

TITLE = "Verify your account"


def invited_by(organizer: str, *partstats: tuple[str, str], relation: str = "coming", **changed: object) -> Meeting:
    attendees = [{"name": None, "email": email, "partstat": partstat} for email, partstat in partstats]
    before = at(17, 14) if relation == "moved" else None
    status = "cancelled" if relation == "cancelled" else "confirmed"
    invitation = meeting(
        TITLE, at(19, 14), relation, before=before, status=status, organizer=organizer, attendees=attendees
    )
    author = {"author_name": organizer, "author_is_us": False}
    return replace(invitation, event=replace(invitation.event, **(author | changed)))


def drafted(invitation: Meeting) -> Draft:
    week = replace(
        client_week(meetings=(invitation,)),
        own_domains=("northlight.example",),
        accounts=frozenset({"mia@northlight.example"}),
    )
    return write(week, deliverable_type("client_update"))


def is_told(draft: Draft) -> bool:
    return any(TITLE in claim.text for section in draft.sections for claim in section.claims)


@pytest.mark.parametrize("relation", ["coming", "moved", "cancelled"])
@pytest.mark.parametrize(
    "partstats",
    [
        (),
        (("mia@northlight.example", "needs-action"),),
        (("mia@northlight.example", "declined"), ("x@evil.example", "accepted")),
        (("mia@northlight.example.evil.example", "accepted"),),
        (("nobody@northlight.example", "accepted"),),
        (("tom@northlight.example", "accepted"), ("mia@northlight.example", "needs-action")),
        (("mia@northlight.example", "accepted"), ("mia@northlight.example", "needs-action")),
    ],
)
def test_a_strangers_invitation_is_left_out_with_its_reason(relation: str, partstats: tuple[tuple[str, str]]) -> None:
    invitation = invited_by("x@evil.example", *partstats, relation=relation)
    draft = drafted(invitation)
    assert not is_told(draft)
    assert draft.left_out[invitation.event.event_id] == "invitation_by_a_stranger"


@pytest.mark.parametrize(
    "invitation",
    [
        invited_by("x@vendor.example", ("mia@northlight.example", "accepted")),
        invited_by(
            "x@vendor.example",
            ("tom@mail.northlight.example", "accepted"),
            container_id="calendar:Tom@mail.northlight.example",
        ),
    ],
)
def test_a_strangers_invitation_that_we_have_accepted_is_offered(invitation: Meeting) -> None:
    draft = drafted(invitation)
    assert not is_told(draft)
    (offer,) = draft.offers
    assert (offer.text, offer.section) == (TITLE, "coming")
    assert "you have accepted" in offer.reason


@pytest.mark.parametrize(
    "invitation",
    [
        invited_by("mia@northlight.example", author_is_us=True),
        invited_by("dana@acme.example", author_client_id="acme"),
        invited_by("c_1@group.calendar.google.com", container_id="calendar:c_1@group.calendar.google.com"),
    ],
)
def test_what_we_the_client_or_our_calendar_set_is_told(invitation: Meeting) -> None:
    assert is_told(drafted(invitation))


def sent_by(sender: str, *partstats: tuple[str, str], relation: str = "coming") -> Meeting:
    """An invitation in our name, which this address sent."""
    invitation = invited_by("mia@northlight.example", *partstats, relation=relation, author_is_us=True)
    of_mia = {"email": sender, "partstat": "needs-action", "other_address_of": "mia@northlight.example"}
    fields = dict(invitation.event.fields)
    fields["attendees"] = [*fields["attendees"], {**of_mia, "is_sender": True}]
    return replace(invitation, event=replace(invitation.event, fields=fields))


@pytest.mark.parametrize("relation", ["coming", "moved", "cancelled"])
@pytest.mark.parametrize("sender", ["x@evil.example", "mia@northlight.example.evil.example"])
def test_who_sends_an_invitation_in_our_name_is_a_stranger_all_the_same(sender: str, relation: str) -> None:
    invitation = sent_by(sender, ("dana@acme.example", "accepted"), relation=relation)
    draft = drafted(invitation)
    assert not is_told(draft)
    assert draft.left_out[invitation.event.event_id] == "invitation_by_a_stranger"
    accepted = drafted(sent_by(sender, ("mia@northlight.example", "accepted")))
    assert not is_told(accepted)
    assert [offer.text for offer in accepted.offers] == [TITLE]


@pytest.mark.parametrize("sender", ["tom@northlight.example", "rae@acme.example", "Tom@Mail.Northlight.example"])
def test_an_assistant_of_either_house_sends_for_the_other_people_in_it(sender: str) -> None:
    assert is_told(drafted(sent_by(sender)))


@pytest.mark.parametrize("listed", ["dana@acme.example", "tom@northlight.example"])
def test_an_event_that_nobody_sent_and_people_of_both_houses_are_listed_in_is_told_once_its_owner_has_accepted(
    listed: str,
) -> None:
    others = (listed, "accepted")
    assert not is_told(drafted(invited_by("", others, ("mia@northlight.example", "needs-action"))))
    assert is_told(drafted(invited_by("", others, ("mia@northlight.example", "accepted"))))


def test_an_event_that_nobody_sent_and_a_stranger_is_listed_in_is_offered_once_its_owner_has_accepted() -> None:
    draft = drafted(invited_by("", ("x@evil.example", "accepted"), ("mia@northlight.example", "accepted")))
    assert not is_told(draft)
    assert [offer.text for offer in draft.offers] == [TITLE]


def test_an_entry_of_our_own_that_lists_nobody_is_told() -> None:
    assert is_told(drafted(invited_by("")))


def test_strangers_invitations_are_counted_in_plain_words() -> None:
    assert in_words("invitation_by_a_stranger", 1) == "invitation by a stranger"
    assert in_words("invitation_by_a_stranger", 3) == "invitations by strangers"
