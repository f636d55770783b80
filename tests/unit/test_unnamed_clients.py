"""Another client that is spoken of without a name leaves a sentence in doubt, and with what it pays untold."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.unit.test_other_clients import settings
from tests.unit.weekly import ACME, at, client_week, mail, message, stored, write
from yarnnn_pipelines.config.deliverable_types import deliverable_type
from yarnnn_pipelines.deliverables.claims import Claim, Draft, Section, claim_id
from yarnnn_pipelines.deliverables.gate.gate import judge
from yarnnn_pipelines.deliverables.slots.frame import evidence_of, frame_for
from yarnnn_pipelines.deliverables.week.agency_marks import names_of_others
from yarnnn_pipelines.deliverables.week.client_week import Event
from yarnnn_pipelines.english.unnamed_clients import words_that_may_be_on_others

UPDATE = deliverable_type("client_update")


GLOBEX = {"id": "globex", "name": "Globex", "contacts": [{"name": "Hank Scorpio", "email": "hank@globex.example"}]}
OTHERS = names_of_others(
    settings(ACME.model_dump(), GLOBEX),
    "acme",
)


def told(*events: Event) -> list[Claim]:
    week = replace(client_week(*events), other_clients=OTHERS)
    gated = judge(write(week, UPDATE), frame_for(week), UPDATE, stored(week), week.events)
    return list(gated.claims)


@pytest.mark.parametrize(
    "words",
    [
        "Our other customer asked for the same page.",
        "We reused it from one of our other projects.",
        "A client in Porto had the same error.",
        "A retail client of ours runs it too.",
        "We built the same for a competitor of yours.",
        "We did it for a direct competitor last year.",
        "We use it at another company.",
        "Three of our clients asked for it.",
        "We did something similar for a brewery.",
        "A hotel in Faro asked for the same.",
        "Somebody else we work with had this in June.",
        "We had this on another project.",
        "Jonas is busy with another engagement until Friday.",
        "Our biggest client moved the slot.",
        "You are not the only brand with this.",
        "Einer unserer Kunden hatte denselben Fehler.",
        "Das haben wir in einem ähnlichen Projekt gebaut.",
        "Un de nos clients a le même problème.",
    ],
)
def test_what_we_say_of_others_without_a_name_is_seen(words: str) -> None:
    assert words_that_may_be_on_others(words, by_us=True, by_client=False)


@pytest.mark.parametrize(
    "words",
    [
        "Your other customers pay less.",
        "Does one of your clients use it too?",
        "A customer of yours told me so.",
    ],
)
def test_what_the_client_says_of_ours_is_seen(words: str) -> None:
    assert words_that_may_be_on_others(words, by_us=False, by_client=True)
    assert words_that_may_be_on_others(words, by_us=False, by_client=False)
    assert not words_that_may_be_on_others(words, by_us=True, by_client=False)


@pytest.mark.parametrize(
    "words",
    [
        "One of our customers reported a bug.",
        "Our other project is on hold.",
        "A competitor of ours launched a shop.",
        "A client of ours signed up through the form.",
    ],
)
def test_the_clients_own_customers_projects_and_competitors_are_its_own(words: str) -> None:
    assert words_that_may_be_on_others(words, by_us=False, by_client=True) is None


@pytest.mark.parametrize(
    "words",
    [
        "The client area went live on Tuesday.",
        "A customer reported that the checkout hangs.",
        "Another customer signed up on Tuesday.",
        "Our other page went live on Monday.",
        "The competitor analysis is done.",
        "The report on your competitors went out on Friday.",
        "We wait for somebody else to approve it.",
        "A client meeting is planned for Friday.",
        "The brand guide and the company page went live.",
        "Your other project went live.",
        "We booked a hotel in Porto.",
        "The new brand was presented to the board.",
        "Some of our pages load slowly.",
        "The project plan was approved.",
        "We moved the other pages to another server.",
        "We sent the mail client a fix.",
        "For the bank transfer we need the IBAN.",
        "The best customers get a voucher.",
    ],
)
def test_a_plain_sentence_of_this_clients_work_speaks_of_nobody_else(words: str) -> None:
    assert words_that_may_be_on_others(words, by_us=True, by_client=False) is None


def test_a_sentence_on_somebody_else_is_told_with_a_doubt_alone() -> None:
    (claim,) = told(message("Mia Duarte", at(10), "We fixed the checkout error for our other customer this morning."))
    assert any("our other customer" in doubt for doubt in claim.doubts)
    (plain,) = told(message("Mia Duarte", at(10), "We fixed the checkout error this morning."))
    assert not plain.doubts


def test_what_somebody_else_pays_is_not_told() -> None:
    assert not told(message("Mia Duarte", at(10), "We raised the retainer of our other customer to €9,000."))
    assert told(message("Mia Duarte", at(10), "We raised the retainer to €9,000."))


def test_a_subject_on_somebody_else_leaves_what_its_mail_tells_in_doubt() -> None:
    (claim,) = told(
        mail("Mia Duarte", at(10), "Fix for our other customer", "We fixed the checkout error this morning.")
    )
    assert claim.doubts


LAUNCH = "The new checkout page went live this morning."


@pytest.mark.parametrize(
    "lead", ["Globex:", "News of Globex", "For another client of ours:", "*Globex*\n\n- First of all"]
)
def test_what_stands_below_another_clients_name_is_not_told(lead: str) -> None:
    assert not told(message("Mia Duarte", at(10), f"{lead}\n- {LAUNCH}"))
    assert told(message("Mia Duarte", at(10), f"Done today:\n- {LAUNCH}"))


def test_a_message_that_ends_on_a_colon_leads_in_the_next() -> None:
    assert not told(message("Mia Duarte", at(10, 9), "News of Globex:"), message("Mia Duarte", at(10, 10), LAUNCH))
    assert told(message("Jonas Weber", at(10, 9), "News of Globex:"), message("Mia Duarte", at(10, 10), LAUNCH))


@pytest.mark.parametrize(
    "text",
    [
        f"This was for another client. {LAUNCH}",
        f"{LAUNCH} That is the one of Globex.",
        f"For our other customer:\n- {LAUNCH}",
        f"News of Hank's team\n- {LAUNCH}",
    ],
)
def test_what_stands_beside_words_on_another_client_is_told_with_a_doubt_alone(text: str) -> None:
    assert [bool(claim.doubts) for claim in told(message("Mia Duarte", at(10), text))] == [True]
    assert [bool(claim.doubts) for claim in told(message("Mia Duarte", at(10), f"Good morning. {LAUNCH}"))] == [False]


def test_a_subject_with_a_first_name_of_another_clients_leaves_its_mail_in_doubt() -> None:
    (claim,) = told(mail("Mia Duarte", at(10), "Hank's page", LAUNCH))
    assert any("Hank Scorpio" in doubt for doubt in claim.doubts)


def test_a_models_sentence_does_not_lose_the_doubt_with_the_words() -> None:
    said = message("Mia Duarte", at(10), "We fixed the checkout error for a client in Porto this morning.")
    week = client_week(said)
    evidence = (evidence_of(frame_for(week), said, 0, len(said.text)),)
    text = "The checkout error was fixed on Tuesday."
    claim = Claim(claim_id("moved", text, evidence), "moved", "rewrite", text, evidence)
    draft = Draft("acme", week.week, "client_update", "Update", (Section("moved", "Moved", (claim,)),), "hash", False)
    (judged,) = judge(draft, frame_for(week), UPDATE, stored(week), week.events).claims
    assert any("“a client”" in doubt for doubt in judged.doubts)


def test_a_sentence_that_leaves_out_the_other_client_whom_its_source_names_is_looked_at() -> None:
    week = replace(client_week(message("Mia Duarte", at(9), "The export for Globex is fixed.")), other_clients=OTHERS)
    frame = frame_for(week)
    (event,) = week.events
    evidence = (evidence_of(frame, event, 0, len(event.text)),)
    text = "The export is fixed."
    claim = Claim(claim_id("moved", text, evidence), "moved", "rewrite", text, evidence)
    draft = replace(write(week, UPDATE), sections=(Section("moved", "", (claim,)),), set_aside=(), offers=())
    gated = judge(draft, frame, UPDATE, stored(week), week.events)
    assert not gated.claims or "Globex" in gated.claims[0].doubts[0]
