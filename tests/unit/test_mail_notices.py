"""What tools and machines write is nobody's word: notices of comments, tasks and tickets, absence notes, bounces."""

from __future__ import annotations

from email.header import Header
from pathlib import Path

import pytest

from tests.unit.test_mail_export import mail, only
from yarnnn_pipelines.sources.gmail.quotes import letterhead
from yarnnn_pipelines.sources.gmail.text import clean_mail

HEADS = letterhead(["Dana Reyes", "dana@acme.example", "Mia Torres", "mia@studio.example"], "Re: Spring campaign")


@pytest.mark.parametrize(
    "head",
    [
        "Mia Torres added a comment - 09/Nov/26 10:00.",
        "Mia Torres commented on ABC-12",
        "[JIRA] Mia Torres commented on ABC-12",
        "[Mia Torres|https://jira.example/mia] commented on ABC-12:",
        "Comment by Mia Torres [ 09/Nov/26 10:00 AM ]",
        "Mia Torres mentioned you in a comment",
        "Mia Torres started a new discussion on src/a.py:",
        "Mia Torres left an internal note",
        "@mia commented on this pull request.",
        "mia left a comment (studio/site#12)",
        "Mia Torres (Studio)\nNov 9, 2026, 10:00 AM WET",
        "Mia Torres, Nov 9, 10:00 WET:",
        "Mia Torres hat einen Kommentar hinzugefügt - 09/Nov/26 10:00",
        "Mia Torres a ajouté un commentaire - 09/nov./26 10:00",
        "Mia Torres adicionou um comentário - 09/nov/26 10:00",
        "Mia Torres heeft een opmerking toegevoegd - 09/nov/26 10:00",
        "Kommentar von Mia Torres:",
        "mia.torres commented - 09/Nov/26 10:00",
        "Torres, Mia added a comment - 09/Nov/26 10:00",
        "Mia Torres hat ABC-12 kommentiert:",
        "Mia Torres прокомментировал(а) задачу ABC-12:",
        "Mia Torres · 9 Nov 2026, 10:00",
        "Mia Torres (Mon, 9 Nov 2026 10:00):",
    ],
)
def test_what_was_said_in_a_tool_is_not_the_word_of_whoever_sends_it(head: str) -> None:
    assert clean_mail(f"{head}\n\nThe banner went live.", letterhead=HEADS) == ""
    assert clean_mail(f"Thanks.\n\n{head}\n\nThe banner went live.", letterhead=HEADS) == "Thanks."


@pytest.mark.parametrize(
    "line",
    [
        "Dana commented on the numbers",
        "Mia added a comment.",
        "Mia replied to us on Friday and signed.",
        "Mia left a note on the door, 9 Nov 2026.",
        "The client replied on 9 Nov 2026 at 10:00 and approved it.",
        "Dana wrote the copy for this page.",
        "Comments from Dana are in",
        "General comments:",
        "Our comments on the banner:",
        "The community commented a lot, 120 times by 10:00, and we answered.",
        "Mia Torres\nHead of Design",
        "Kick-off at 10:00",
    ],
)
def test_what_an_author_tells_of_others_comments_stays(line: str) -> None:
    assert clean_mail(f"{line}\n\nThe banner went live.", letterhead=HEADS) == f"{line}\n\nThe banner went live."


@pytest.mark.parametrize(
    "quoted",
    [
        "Mia> The banner went live.",
        "MT> The banner went live.",
        "MD >> The banner went live.",
        "mt> It went live",
        "Kaori> The banner went live.",
        "   Mia> It did.",
        "Mia| It went live.",
        "dana>It went live.",
        "Mia>\nMia> It went live.",
    ],
)
def test_lines_with_the_name_of_whom_they_quote_are_quoted(quoted: str) -> None:
    assert clean_mail(f"Fine.\n\n{quoted}\n\nOk with us.", letterhead=HEADS) == "Fine.\n\nOk with us."


@pytest.mark.parametrize(
    "line", ["Home > Settings > Export", "Leads > 300", "Leads> 300 this week", "A > B", "Spend | 900"]
)
def test_a_sign_within_a_line_quotes_none(line: str) -> None:
    assert clean_mail(f"{line}\n\nOk with us.", letterhead=HEADS) == f"{line}\n\nOk with us."


def payload(tmp_path: Path, body: str = "The banner went live.", **headers: str) -> dict:
    return only(mail(body, **headers), tmp_path)[0]["payload"]


DONE = "Mia Torres completed this task: Banner.\n\n"


@pytest.mark.parametrize(
    ("body", "headers"),
    [
        (f"{DONE}Reply to this email directly or view it on GitLab.", {}),
        (f"{DONE}—\nYou're receiving this email because of your account on gitlab.example.", {}),
        (f"{DONE}You are receiving this because you were assigned.", {}),
        (f"{DONE}View task · Add comment", {}),
        (f"{DONE}Manage notifications • Give feedback • Privacy policy", {}),
        (f"{DONE}This message was sent by Atlassian Jira (v9.4)", {}),
        ("Your request (123) has been updated.\n\nThe banner went live.", {}),
        ("The banner went live.\n\nThis email is a service from Studio. Delivered by Zendesk", {}),
        (DONE, {"X_GitLab_Project": "site"}),
        (DONE, {"X_JIRA_FingerPrint": "a1"}),
        (DONE, {"From": '"Mia Torres (Jira)" <desk@studio.example>'}),
        (DONE, {"From": '"Mia Torres via Asana" <desk@studio.example>'}),
        (DONE, {"From": "Studio <support@studio.zendesk.com>"}),
        (DONE, {"From": "Studio <confluence@studio.example>"}),
    ],
)
def test_a_tools_notice_is_no_persons_mail(tmp_path: Path, body: str, headers: dict[str, str]) -> None:
    assert payload(tmp_path, body, **headers)["automatic"]


@pytest.mark.parametrize(
    "body",
    [
        "You can view it on GitHub. It went live.",
        "The users can manage notifications now.",
        "Please change your notification settings.",
        "Fine.\n\nOn 10 Nov 2026 at 09:12, Jira <jira@studio.example> wrote:\n> Done.\n>\n> View task · Add comment",
        "You are receiving this because you asked for it.",
        "This message was sent by our team.",
    ],
)
def test_a_person_who_writes_of_a_tool_or_answers_its_notice_is_a_person(tmp_path: Path, body: str) -> None:
    assert not payload(tmp_path, body)["automatic"]
    assert not payload(tmp_path, body, From="Dana via Acme <dana@asana.com>")["automatic"]


ABSENCES = [
    "Urlaub", "Im Urlaub", "Nicht im Büro", "Abwesend", "Abwesenheitsnotiz", "Außer Haus", "Ich bin nicht im Büro",
    "Niet aanwezig", "Met vakantie", "Afwezig", "Poza biurem", "Na urlopie", "Nieobecność", "Absence du bureau",
    "Je suis absent", "Je suis absente", "En congés", "Absent jusqu'au 20",
    "Vacation", "Away from the office", "On leave",
    "Dana Reyes is out of the office", "Fuera de la oficina", "De vacaciones", "Estoy fuera de la oficina",
    "Fuori ufficio", "In ferie", "Ausente", "Fora do escritório", "De férias", "På semester", "Inte på kontoret",
    "Ikke på kontoret", "På ferie", "Lomalla", "Dovolená", "Mimo kancelář", "Házon kívül", "În concediu", "Вне офиса",
    "В отпуске", "Εκτός γραφείου", "Ofis dışında", "不在通知", "休假", "부재중", "AUTO: Dana Reyes ist außer Haus",
]  # fmt: skip


@pytest.mark.parametrize("subject", [*(f"{absence}: Spring campaign" for absence in ABSENCES), "[Out of office] Plan"])
def test_an_absence_note_is_nobodys_word(tmp_path: Path, subject: str) -> None:
    encoded = Header(subject, "utf-8").encode(maxlinelen=900)
    assert payload(tmp_path, Subject=encoded, In_Reply_To="<a0@n>")["automatic"]
    assert payload(tmp_path, Subject=encoded, Precedence="bulk")["automatic"]
    assert not payload(tmp_path, Subject=encoded)["automatic"]


@pytest.mark.parametrize(
    "subject",
    [
        "Urlaub: can we move the review to the 20th?",
        "Urlaub: bitte das Review verschieben",
        "Vacances : pouvons-nous décaler la revue ?",
        "Vacaciones: movemos la revisión, está cerrado el 20",
        "Away from the office: I answer on Monday.",
        "Holiday campaign: first numbers",
        "Vakantie: kunnen we de review verzetten?",
        "Re: Urlaub: Plan",
        "Absent colleagues and the review",
        "Urlaubsplanung: Zahlen",
    ],
)
@pytest.mark.parametrize("mark", [{"In_Reply_To": "<a0@n>"}, {"X_Auto_Response_Suppress": "OOF"}])
def test_a_persons_mail_on_a_holiday_is_a_persons(tmp_path: Path, subject: str, mark: dict[str, str]) -> None:
    encoded = Header(subject, "utf-8").encode(maxlinelen=900)
    assert not payload(tmp_path, "We moved the review to the 20th.", Subject=encoded, **mark)["automatic"]


@pytest.mark.parametrize(
    "body",
    [
        "I am away until Monday. In urgent cases write to Tom.",
        "Ich bin bis zum 20. im Urlaub. In dringenden Fällen wenden Sie sich an Tom.",
        "Je suis absent jusqu'au 20. En cas urgent, contactez Tom.",
    ],
)
def test_a_note_that_answers_a_question_is_known_by_what_it_says(tmp_path: Path, body: str) -> None:
    subject = "Abwesend: Can we move the review?"
    assert payload(tmp_path, body, Subject=subject, In_Reply_To="<a0@n>")["automatic"]
    assert not payload(tmp_path, "We moved it.", Subject=subject, In_Reply_To="<a0@n>")["automatic"]
    assert not payload(tmp_path, f"{body} Can we move it?", Subject=subject, In_Reply_To="<a0@n>")["automatic"]


@pytest.mark.parametrize(
    ("subject", "body"),
    [
        ("[Auto-Reply] Spring campaign", "It went live."),
        ("Undelivered Mail Returned to Sender", "It went live."),
        ("Delivery Status Notification (Failure)", "It went live."),
        ("Out of Office AutoReply: Plan", "It went live."),
        ("failure notice", "It went live."),
        ("Nicht zustellbar: Plan", "It went live."),
        ("Onbestelbaar: Plan", "It went live."),
        ("Undeliverable: Can we meet?", "Your message to tom@x.example couldn't be delivered."),
        ("Your mail", "This is the mail system at host mx.example.\n\nIt went live."),
        ("Your mail", "This message was created automatically by mail delivery software."),
        ("Zustellung fehlgeschlagen", "Ihre Nachricht konnte nicht zugestellt werden."),
        ("Plan", "Ceci est un message automatique. It went live."),
        ("Plan", "Dit is een automatisch bericht. It went live."),
    ],
)
def test_a_servers_answer_is_nobodys_word(tmp_path: Path, subject: str, body: str) -> None:
    assert payload(tmp_path, body, Subject=subject)["automatic"]


@pytest.mark.parametrize(
    ("subject", "body"),
    [
        ("Accepted: we sign the offer on Friday.", "We sign it."),
        ("Undeliverable: can we send the banners to hall 3?", "They came back."),
        ("Delivery to hall 3", "The banners could not be delivered today."),
        ("Plan", "Delivery has failed twice, so we print anew."),
    ],
)
def test_a_person_who_writes_of_a_delivery_is_a_person(tmp_path: Path, subject: str, body: str) -> None:
    assert not payload(tmp_path, body, Subject=subject)["automatic"]


CLOSED = "We decided to close the shop until Friday."


@pytest.mark.parametrize(
    "words",
    [
        "(This reply was sent automatically.)",
        "This message was sent automatically. Please do not reply.",
        "Thank you for contacting us. We have received your message and will answer within two days.",
        "Thanks for getting in touch! This is just to let you know that your mail has arrived.",
        "Your request (4821) has been received.",
        "I am currently out of the office and back on 16 November.",
        "Ich bin derzeit nicht erreichbar und ab 16. November wieder für Sie da.",
        "Je suis actuellement absente du bureau jusqu'au 16 novembre.",
        "This is an auto-generated email, please do not reply to this message.",
        "Vielen Dank für Ihre Anfrage. Wir melden uns in den nächsten Tagen.",
        "Diese E-Mail wurde automatisch erstellt.",
        "Ceci est une réponse automatique.",
        "Estoy fuera de la oficina hasta el 16 de noviembre.",
        "Dit is een automatisch bericht.",
        "Bedankt voor je bericht! Ik ben met vakantie tot 16 november.",
        "We have received your message and will get back to you.",
        "Sono fuori ufficio fino al 16 novembre.",
        "Estou fora do escritório até 16 de novembro.",
        "Jag är på semester till den 16 november.",
        "Jeg er ikke på kontoret før 16. november, tilbage den 16.",
        "Jestem na urlopie do 16 listopada.",
        "To jest wiadomość automatyczna.",
        "Questo è un messaggio automatico.",
        "Esta é uma mensagem automática.",
        "Este es un mensaje automático, no responda a este correo.",
        "Detta är ett automatiskt svar.",
        "Hello,\n\nI am on annual leave from 9 November to 16 November.",
        "Automatic reply",
        "Det här är ett autosvar.",
        "Merci pour votre message. Je suis en congés jusqu'au 16 novembre.",
        "Hemos recibido su mensaje y le responderemos lo antes posible.",
        "Nous avons bien reçu votre message et reviendrons vers vous dans les plus brefs délais.",
        "Dziękujemy za wiadomość. Odpowiemy jak najszybciej.",
        "Ez egy automatikus válasz.",
        "Это автоматическое сообщение.",
        "We've received your email. Our team will respond shortly.",
        "Our inbox is not monitored this week, this is an automatic message.",
        "This mailbox is unattended.",
    ],
)
def test_a_mail_that_reads_like_a_programs_answer_is_for_a_person_to_look_at(tmp_path: Path, words: str) -> None:
    found = payload(tmp_path, f"{words}\n\n{CLOSED}", Subject="Re: Plan")
    assert found["automatic"] or found["doubt"] == "automatic_words"


@pytest.mark.parametrize("words", ["(This reply was sent automatically.)", "Diese E-Mail wurde automatisch erstellt."])
def test_it_may_say_so_in_its_last_line(tmp_path: Path, words: str) -> None:
    assert payload(tmp_path, f"{CLOSED}\n\n{words}")["doubt"] == "automatic_words"


@pytest.mark.parametrize(
    "words",
    [
        "The form sends an automatic reply.",
        "This automatic reply is wrong, please fix it.",
        "Hi Mia,\n\nI am on vacation until Monday, so Tom takes over.",
        "We approved the budget. The newsletter is sent automatically.",
        "Thanks for your message. We approved the budget.",
        "Thank you for your mail, we will get back to you on Friday with the price.",
        "We have received your message and will discuss it on Monday.",
        "The customer has received your message.",
        "Please do not reply to the supplier.",
        "This page is generated automatically.",
        "We received your invoice.",
        "Thanks for your request. The shop closes until Friday.",
        "The office is closed until Friday.",
        "Can the shop answer automatically?",
        "This week the automatic reply was switched off.",
        "The inbox is full, and the automatic reply is off.",
        "I am away on Tuesday.",
    ],
)
def test_a_person_who_speaks_of_such_mails_or_of_being_away_is_a_person(tmp_path: Path, words: str) -> None:
    found = payload(tmp_path, f"{words}\n\n{CLOSED}", Subject="Re: Plan")
    assert not found["automatic"]
    assert found["doubt"] is None
