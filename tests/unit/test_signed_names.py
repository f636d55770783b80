"""Whose deed a mail tells that somebody else than its sender signed."""

from __future__ import annotations

from email.message import Message

import pytest

from tests.unit.test_mail_export import mail as mail_bytes
from tests.unit.test_mail_export import only
from tests.unit.weekly import at, client_week, mail, message, write
from yarnnn_pipelines.config.deliverable_types import deliverable_type
from yarnnn_pipelines.english.signed_names import may_be_short_for, name_in_text, names_the_same, signer
from yarnnn_pipelines.forgetting.marks import REMOVED
from yarnnn_pipelines.sources.gmail.senders import Person, sent_by
from yarnnn_pipelines.sources.gmail.signers import signed_by
from yarnnn_pipelines.sources.gmail.text import clean_and_signed

CLIENT_UPDATE = deliverable_type("client_update")
DANA = Person(name="Dana Reyes", email="dana@acme.example")
DEED = "Fixed the checkout error."


def told(*events) -> list[str]:
    draft = write(client_week(message("Jonas Weber", at(9), "Good morning."), *events), CLIENT_UPDATE)
    return [claim.text for section in draft.sections for claim in section.claims]


def signed(body: str, sender: Person = DANA, readers: tuple[str, ...] = ()) -> str | None:
    return signed_by(clean_and_signed(body, sender=sender["name"])[1], sender, readers)


@pytest.mark.parametrize(
    ("signature", "name"),
    [
        ("Best,\nJo Meyer\nCFO", "Jo Meyer"),
        ("Best,\n\n*Jo*\n\n-- \nDana Reyes\nAcme", "Jo"),
        ("Kind regards, Jo Meyer", "Jo Meyer"),
        ("Mit freundlichen Grüßen\ni. A. Jo Meyer", "Jo Meyer"),
        ("Best,\nJo Meyer (on behalf of Dana)", "Jo Meyer"),
        ("Best,\nJo Meyer\nAssistant to Dana Reyes", "Jo Meyer"),
        ("Kind regards\nJo Reyes", "Jo Reyes"),
        ("-- \nJo Meyer\nFinance", "Jo Meyer"),
        ("Best,\nDani", "Dani"),
    ],
)
def test_the_name_below_a_closing_signs(signature: str, name: str) -> None:
    assert signed(f"{DEED}\n\n{signature}") == name


@pytest.mark.parametrize(
    "signature",
    [
        "Best,\nDana Duarte\nCOO, Acme",
        "Best,\nDana // Jo",
        "Best,\nD.",
        "Best,\nDR",
        "Best regards\nD. Reyes",
        "Best,\nReyes, Dana",
        "Best,\nDr. Dana Reyes",
        "Best,\nAcme",
        "Best,\nThe marketing team",
        "-- \nHead of Marketing\nDana Reyes",
        "Thanks, Mia",
        "Sent from my iPhone",
        "Best,\nDana (also for Jo)",
    ],
)
def test_a_senders_own_name_a_firm_and_a_reader_sign_for_nobody_else(signature: str) -> None:
    assert signed(f"{DEED}\n\n{signature}", readers=("Mia Duarte",)) is None


def test_a_signature_lands_with_its_mail(tmp_path) -> None:
    item, _ = only(mail_bytes("I approved it.\n\nBest,\nJo Meyer\nCFO", From="Dana <dana@acme.example>"), tmp_path)
    assert item["payload"]["signed_by"] == "Jo Meyer"


def test_a_line_longer_than_any_signature_names_nobody() -> None:
    assert signed(f"{DEED}\n\n-- \nJo Meyer{' ' * 500}, CFO") is None


def test_a_colleague_who_signed_did_it() -> None:
    assert told(mail("Mia Duarte", at(10), "Status", DEED, fields={"signed_by": "Jonas"})) == [
        "Jonas fixed the checkout error."
    ]


@pytest.mark.parametrize("words", ["I approved the budget of €20,000.", "We decided to drop the radio spots."])
def test_who_signs_and_is_not_known_gives_the_sender_no_deed_and_no_decision(words: str) -> None:
    assert told(mail("Dana Reyes", at(10), "Budget", words, fields={"signed_by": "Jo Meyer"})) == []
    assert len(told(mail("Dana Reyes", at(10), "Budget", words, fields={"signed_by": "Dani"}))) == 1


def test_what_somebody_signed_who_was_forgotten_is_not_the_senders() -> None:
    words = "I approved the budget of €20,000."
    assert told(mail("Dana Reyes", at(10), "Budget", words, fields={"signed_by": REMOVED})) == []


def test_a_client_who_signs_our_mail_is_none_of_us() -> None:
    assert told(mail("Mia Duarte", at(10), "Status", DEED, fields={"signed_by": "Dana"})) == []


@pytest.mark.parametrize(
    "text",
    [
        f"{DEED}\n\nJonas Weber\nNorthlight Studio",
        f"{DEED} /Jonas",
        f"{DEED}\n– Jonas",
        f"{DEED}\n(Jonas)",
        f"This is Jonas writing from Mia's mail. {DEED}",
    ],
)
def test_a_name_in_the_text_itself_signs(text: str) -> None:
    assert told(mail("Mia Duarte", at(10), "Status", text)) == ["Jonas fixed the checkout error."]


@pytest.mark.parametrize(
    "end", ["Cheers Mia", "- Homepage", "Who joins:\n- Mia\n- Jonas", "(cc Jonas)", "Merry Christmas"]
)
def test_what_only_names_somebody_at_the_end_signs_nothing(end: str) -> None:
    assert name_in_text(f"{DEED}\n\n{end}", {"Jonas", "Mia"}, is_mail=True) is None


def test_short_forms_are_the_names_they_are_short_for() -> None:
    for short, name in (("Tom", "Thomas Weber"), ("Bob", "Robert Weber"), ("Beth", "Elizabeth"), ("Dani", "Dana")):
        assert may_be_short_for(name, short), short
    assert not may_be_short_for("Tina Weber", "Tom")
    assert names_the_same("Dana Reyes", "dana")
    assert not names_the_same("Dana Reyes", "Jo Reyes")
    assert signer("Dana Reyes", "Dani", {"Dani Moss", "Dana Reyes"}) == ("Dani Moss", False)
    assert signer("Mia Duarte", "Tom", {"Tom Silva", "Tom Ott"}) == ("Mia Duarte", True)


@pytest.mark.parametrize(
    ("sender", "name"),
    [
        ("x@evil.example", "X"),
        ("Jo Meyer <jo@acme.example>", "Jo Meyer"),
        ("dana.reyes@acme.example", None),
        ("dana@acme.example", None),
    ],
)
def test_a_sender_header_of_another_names_who_sent(sender: str, name: str | None) -> None:
    headers = Message()
    headers["From"], headers["Sender"] = "Dana Reyes <dana@acme.example>", sender
    person = sent_by(headers, DANA, "Sender")
    assert (person and person["name"]) == name


def test_the_list_that_a_mail_came_from_sent_it_in_nobodys_name() -> None:
    headers = Message()
    headers["From"], headers["Sender"] = "Dana Reyes <dana@acme.example>", "team-bounces@lists.studio.example"
    headers["List-Id"] = "Team <team.lists.studio.example>"
    assert sent_by(headers, DANA, "Sender") is None
