"""Who sent a mail, and whether a person did: read off its own headers."""

from __future__ import annotations

from email.header import Header
from email.message import Message
from pathlib import Path

import pytest

from tests.unit.test_mail_export import mail, mbox, only, read
from yarnnn_pipelines.sources.gmail.authentication import authentication
from yarnnn_pipelines.sources.gmail.headers import addresses, decoded, instant
from yarnnn_pipelines.sources.gmail.label_names import is_unsent, with_states
from yarnnn_pipelines.sources.gmail.senders import author_of

TO_GROUP = {
    "To": "Team <team@studio.example>",
    "Precedence": "list",
    "Mailing_list": "list team@studio.example; contact team+owners@studio.example",
    "List_ID": "<team.studio.example>",
    "List_Unsubscribe": "<mailto:googlegroups-manage+1+unsubscribe@googlegroups.com>",
}


def payload(tmp_path: Path, body: str = "We approved it.", **headers: str) -> dict:
    return only(mail(body, **headers), tmp_path)[0]["payload"]


@pytest.mark.parametrize(
    "raw",
    [
        '"dana@acme.example" <x@evil.example>',
        "dana@acme.example <x@evil.example>",
        "=?utf-8?q?dana=40acme.example?= <x@evil.example>",
        "(dana@acme.example) x@evil.example",
        '"Dana <dana@acme.example>" <x@evil.example>',
        "'dana@acme.example' via us <X@evil.example.>",
        "dana\uff20acme.example <x@evil.example>",
    ],
)
def test_only_the_address_that_sent_counts(raw: str) -> None:
    assert addresses([raw])[-1:] == [{"name": addresses([raw])[0]["name"], "email": "x@evil.example"}]
    assert [one["email"] for one in addresses([raw])] == ["x@evil.example"]
    assert "@" not in addresses([raw])[0]["name"]


@pytest.mark.parametrize(
    ("raw", "people"),
    [
        ("Dana Reyes <dana@acme.example>", [("Dana Reyes", "dana@acme.example")]),
        (
            '"Reyes, Dana" <dana@acme.example>, mia@n.example',
            [("Reyes, Dana", "dana@acme.example"), ("", "mia@n.example")],
        ),
        ("dana@acme.example (Dana Reyes)", [("Dana Reyes", "dana@acme.example")]),
        ("Team: dana@acme.example, Mia <mia@n.example>;", [("", "dana@acme.example"), ("Mia", "mia@n.example")]),
        ("undisclosed-recipients:;", []),
        ("Dana <dana@acme.example>; Mia <mia@n.example>", [("Dana", "dana@acme.example"), ("Mia", "mia@n.example")]),
        ('"D\\"R" <dana@acme.example>', [('D"R', "dana@acme.example")]),
        ('Dana <"dana"@acme.example>', [("Dana", "dana@acme.example")]),
        ('"dana"@acme.example', [("", "dana@acme.example")]),
        ("<dana@[acme.example]>, mia@[n.example]", [("", "dana@acme.example"), ("", "mia@n.example")]),
        ("Dana <dana (office) @ acme.example>", [("Dana", "dana@acme.example")]),
        ('<"dana@acme.example"@n.example>', [("", "dana%acme.example@n.example")]),
    ],
)
def test_addresses_are_read_as_programs_write_them(raw: str, people: list[tuple[str, str]]) -> None:
    assert [(one["name"], one["email"]) for one in addresses([raw])] == people


@pytest.mark.parametrize(
    ("headers", "author"),
    [
        ([("From", "dana@acme.example, x@evil.example")], ""),
        ([("From", "dana@acme.example"), ("From", "x@evil.example")], ""),
        ([("From", "dana@acme.example, x@evil.example"), ("Sender", "x@evil.example")], ""),
        ([("From", "Dana"), ("Sender", "dana@acme.example")], "dana@acme.example"),
        ([("From", "x@evil.example@n.example"), ("Sender", "dana@acme.example")], ""),
        ([("From", "Evil <x@evil.example"), ("Sender", "dana@acme.example")], "x@evil.example"),
    ],
)
def test_of_several_authors_nobody_wrote_it_whoever_sent_it(headers: list[tuple[str, str]], author: str) -> None:
    message = Message()
    for name, value in headers:
        message[name] = value
    assert author_of(message)["email"] == author


@pytest.mark.parametrize(
    "raw",
    [
        "Evil <x@evil.example> <dana@acme.example>",
        "<x@evil.example> <dana@acme.example>",
        "<dana@acme.example> (Dana) <x@evil.example>",
        "Dana <<dana@acme.example> x@evil.example>",
        "Evil <x@evil.example <dana@acme.example>",
        "Dana <dana@acme.example>x@evil.example",
        "Dana <dana@acme.example x@evil.example>",
        "Evil <x@evil.example>:dana@acme.example;",
        "x@evil.example dana@acme.example",
    ],
)
def test_of_two_addresses_in_one_mailbox_neither_wrote_it(raw: str) -> None:
    message = Message()
    message["From"] = raw
    message["Sender"] = "dana@acme.example"
    assert author_of(message) == {"name": "", "email": ""}


@pytest.mark.parametrize(
    "raw", ["Dana <dana@acme.example> [mailto:dana@acme.example]", "<dana@acme.example> (x@n.example)"]
)
def test_an_address_that_is_written_twice_or_beside_a_comment_is_one(raw: str) -> None:
    assert [one["email"] for one in addresses([raw])] == ["dana@acme.example"]


def test_a_calendars_answer_within_a_mail_is_automatic(tmp_path) -> None:
    body = (
        "--b\n\nDana Reyes has accepted this invitation.\n--b\n"
        'Content-Type: text/calendar; method="REPLY"\n\nBEGIN:VCALENDAR\n--b--\n'
    )
    headers = {"Subject": "Accepted: Review", "Content_Type": "multipart/alternative; boundary=b"}
    assert payload(tmp_path, body, **headers)["automatic"]


@pytest.mark.parametrize(
    "raw",
    [
        "Dana <dana@acme.example@evil.example>",
        "Dana <dana@acme.example\x00@evil.example>",
        "dana@acme.example@x.example",
    ],
)
def test_an_address_with_two_domains_is_neither_domains(raw: str) -> None:
    message = Message()
    message["From"] = raw
    author = author_of(message)
    assert author == {"name": "", "email": ""}


@pytest.mark.parametrize(
    "headers",
    [
        {"Auto_Submitted": "auto-replied"},
        {"X_Autoreply": "yes"},
        {"X_Autorespond": "Catalogue"},
        {"X_Auto_Response_Suppress": "All", "Subject": "Out of office: back on Monday"},
        {"Precedence": "auto_reply"},
        {"Return_Path": "<>"},
        {"Subject": "Automatic reply: Plan"},
        {"Subject": "Automatische Antwort: Plan"},
        {"Subject": "Auto-Antwort: Plan"},
        {"Subject": "Accepted: Review", "Content_Type": "text/calendar; charset=utf-8; method=REPLY"},
        {"Subject": "Undeliverable: Plan", "X_Failed_Recipients": "tom@x.example"},
        {"Return_Path": "< >"},
        {"Subject": "Réponse automatique : Plan"},
        {"Subject": "Respuesta automática: Plan"},
        {"Subject": "Autosvar: Plan"},
        {"Subject": "自動応答: Plan"},
        {"Subject": "=?utf-8?q?Odpowied=C5=BA_automatyczna=3A_Plan?="},
        {"Subject": "Out of office Re: Plan", "In_Reply_To": "<a0@n>"},
        {"Subject": "Abwesenheitsnotiz: Plan", "References": "<a0@n>"},
        {"Precedence": "auto-reply"},
        {"Precedence": "Auto Reply"},
        {"Preference": "auto_reply"},
        {"Delivered_To": "Autoresponder"},
        {"X_POST_MessageClass": "9; Autoresponder"},
        {"X_MS_Exchange_Generated_Message_Source": "Mailbox Rules Agent"},
        {"X_Mailer": "Autoresponder"},
        {"X_Mailer": "ACME Auto-Reply 2.1"},
        {"User_Agent": "Vacation/1.2.6.1"},
        {"X_Loop": "vacation"},
        {"X_Auto_Generated": "yes"},
        {"X_EmailAutoResponder": "1"},
        {"X_Webmin_Autoreply": "1"},
        {"X_Automatic_Reply": "true"},
        {"X_Out_Of_Office": "dana"},
        {"X_Vacation_Message": "1"},
        {"X_FC_MachineGenerated": "true"},
    ],
)
def test_a_programs_answer_is_automatic(tmp_path, headers: dict[str, str]) -> None:
    told = payload(tmp_path, **headers)
    assert (told["automatic"], told["bulk"], told["group"]) == (True, True, None)


@pytest.mark.parametrize(
    "headers",
    [
        {"Subject": "Re: Automatic reply: Plan", "In_Reply_To": "<a0@n>"},
        {"Subject": "Out of office next week"},
        {"Subject": "Out of office: 12 to 16 November"},
        {"Auto_Submitted": "no"},
        {"Auto_Submitted": "no (a person wrote it)"},
        {"Subject": "Automatic reply feature shipped", "In_Reply_To": "<a0@n>"},
        {"Subject": "Invitation: text for the fair", "Content_Type": "text/calendar; method=REQUEST"},
        {"X_Autoreply": "no"},
        {"X_Auto_Response_Suppress": "OOF, AutoReply"},
        {"Subject": "Automatic reply templates for the shop"},
        {"Return_Path": "<dana@acme.example>"},
        {"X_EmailAutoResponder": "0"},
        {"X_Auto_Generated": "none"},
        {"X_Autoreply_Suppress": "All"},
        {"X_No_Auto_Reply": "yes"},
        {"X_MS_Exchange_Organization_AutoForwarded": "true"},
        {"X_Mailer": "Vacation Rentals CRM 3"},
        {"User_Agent": "AutoReplace Mail 2"},
        {"X_Loop": "vacation@acme.example"},
        {"Delivered_To": "mia+autoresponder@studio.example"},
        {"X_POST_MessageClass": "0; Mail"},
    ],
)
def test_a_person_who_writes_of_absence_is_none(tmp_path, headers: dict[str, str]) -> None:
    told = payload(tmp_path, **headers)
    assert (told["automatic"], told["bulk"]) == (False, False)


def test_a_mail_to_a_group_names_the_group(tmp_path) -> None:
    told = payload(tmp_path, **TO_GROUP)
    assert (told["from"]["email"], told["group"], told["rewritten"]) == (
        "dana@acme.example",
        "team@studio.example",
        False,
    )
    newsletter = TO_GROUP | {"To": "mia@studio.example"}
    assert payload(tmp_path, **newsletter)["group"] is None
    assert payload(tmp_path, **TO_GROUP, From="No reply <no-reply@shop.example>")["group"] is None


@pytest.mark.parametrize(
    ("headers", "original"),
    [
        (TO_GROUP | {"X_Original_From": "Dana <dana@acme.example>"}, "dana@acme.example"),
        (TO_GROUP | {"X_Original_Sender": "dana@acme.example"}, "dana@acme.example"),
        (TO_GROUP | {"Reply_To": "Dana Reyes <dana@acme.example>"}, "dana@acme.example"),
        ({"Reply_To": "Dana Reyes <dana@acme.example>"}, None),
        ({"X_Original_From": "Dana <dana@acme.example>"}, None),
        ({"X_Original_From": "Dana <dana@acme.example>", "List_ID": "<news.acme.example>"}, None),
        ({}, None),
        (TO_GROUP | {"Reply_To": "team@studio.example"}, None),
    ],
)
def test_of_a_mail_that_a_group_rewrote_the_writer_is_named(tmp_path, headers: dict, original: str | None) -> None:
    told = payload(tmp_path, **headers, From="\"'Dana Reyes' via Team\" <team@studio.example>")
    assert told["rewritten"]
    assert (told["original_from"] or {}).get("email") == original


@pytest.mark.parametrize(
    "name",
    [
        "Dana Reyes par Projects",
        "Dana Reyes por Projects",
        "'Dana Reyes' par Projects",
        "Dana Reyes zzz Projects",
        "Dana Reyes of team",
    ],
)
def test_a_name_before_that_of_the_group_is_a_writer_whom_it_rewrote(tmp_path, name: str) -> None:
    to = "Dana <dana@acme.example>, Projects <team@studio.example>"
    assert payload(tmp_path, From=f"{name} <team@studio.example>", To=to)["rewritten"]


@pytest.mark.parametrize("name", ["Projects", "The Projects", "Par Andersson", "Team", "Maria de Team"])
def test_a_groups_own_name_is_no_writer_whom_it_rewrote(tmp_path, name: str) -> None:
    to = "Dana <dana@acme.example>, Projects <projects@studio.example>"
    sender = "projects@studio.example" if name != "Maria de Team" else "maria@studio.example"
    assert not payload(tmp_path, From=f"{name} <{sender}>", To=to)["rewritten"]


@pytest.mark.parametrize(
    ("headers", "writers", "answered"),
    [
        ({"X_Original_Sender": "dana@acme.example"}, ["acme.example"], []),
        ({"X_Original_From": "Dana <dana@acme.example>"}, ["acme.example"], []),
        ({"Reply_To": "Dana <dana@acme.example>"}, [], ["acme.example"]),
        ({"X_Envelope_From": "dana@acme.example"}, [], ["acme.example"]),
        ({"Return_Path": "<dana@acme.example>"}, [], ["acme.example"]),
        ({"Return_Path": "<team+bnc1234@acme.example>"}, [], []),
        ({"Return_Path": "<bounces+12-dana=acme.example@acme.example>"}, [], []),
        ({"Reply_To": "list@acme.example", "List_Id": "A list <list.acme.example>"}, [], []),
        ({"Reply_To": "mia@studio.example", "X_Original_Sender": "mia@studio.example"}, [], []),
    ],
)
def test_headers_that_name_another_writer_than_from_are_kept_by_their_domains(
    tmp_path, headers: dict, writers: list[str], answered: list[str]
) -> None:
    told = payload(tmp_path, From="Projects <projects@studio.example>", **headers)
    assert (told["writers_domains"], told["answered_domains"]) == (writers, answered)


def test_answers_that_go_elsewhere_do_not_rewrite_an_author(tmp_path) -> None:
    assert not payload(tmp_path, Reply_To="office@acme.example")["rewritten"]


GOOGLE = "mx.google.com;\n dkim=pass header.i=@acme.example header.s=s1;\n spf=pass smtp.mailfrom=dana@acme.example; "


@pytest.mark.parametrize(
    ("results", "verdict"),
    [
        ([GOOGLE + "dmarc=pass (p=REJECT sp=REJECT dis=NONE) header.from=acme.example"], "passed"),
        (
            ["mx.google.com; spf=pass smtp.mailfrom=x@evil.example; dmarc=fail (p=NONE) header.from=acme.example"],
            "failed",
        ),
        (
            ["spf=pass smtp.mailfrom=evil.example; dkim=none; dmarc=fail action=none; compauth=fail reason=001"],
            "failed",
        ),
        ([GOOGLE.rstrip("; ")], "passed"),
        (["mx.google.com; dkim=pass header.d=evil.example; spf=pass smtp.mailfrom=x@evil.example"], "failed"),
        (
            ["mx.google.com; dkim=pass header.i=@evil.example; spf=pass smtp.mailfrom=x@evil.example; dmarc=none"],
            "failed",
        ),
        (["mx.google.com; spf=softfail smtp.mailfrom=dana@acme.example; dkim=none; dmarc=none"], "failed"),
        (["mx.google.com; spf=softfail; dkim=pass header.d=acme.example"], "passed"),
        (["mx.google.com; spf=neutral; dkim=none; dmarc=none"], "none"),
        (["mx.google.com; spf=pass; dkim=none"], "none"),
        (["mx.google.com; spf=pass smtp.mailfrom=bounce@mail.acme.example"], "passed"),
        (["mx.google.com; dkim=pass header.d=isp.example; spf=pass smtp.mailfrom=dana@acme.example"], "passed"),
        (["mx.google.com; dkim=pass header.d=acme-example.20230601.gappssmtp.com; spf=none"], "none"),
        (["mx.google.com; dkim=pass header.d=evil-example.20230601.gappssmtp.com; spf=none"], "failed"),
        (["mx.example; dkim=pass header.d=sender.example; dmarc=none; compauth=pass reason=109"], "none"),
        (["mx.google.com; spf=fail smtp.mailfrom=x@acme.example; dkim=none"], "failed"),
        (["mx.google.com; spf=neutral; dmarc=fail", "mx.google.com; dmarc=pass"], "failed"),
        (["mx.example; spf=none", "mx.example; dkim=pass header.d=acme.example"], "passed"),
        (["mx.google.com; dmarc=pass header.from=evil.example"], "failed"),
        (['mx.google.com; dkim=pass reason="header.d=acme.example" header.d=evil.example'], "failed"),
        (['mx.google.com; spf=pass smtp.mailfrom="dana@acme.example"@evil.example'], "failed"),
        (
            ['mx.google.com; spf=none smtp.mailfrom="x; dmarc=pass; dkim=pass header.d=acme.example "@evil.example'],
            "none",
        ),
        (["mx.google.com; dkim=pass (of (header.d=acme.example) ) header.d=evil.example"], "failed"),
        (
            ['mx.google.com; spf=pass (domain of "x) header.d=acme.example"@evil.example) smtp.helo=acme.example'],
            "none",
        ),
        (["mx.google.com; dkim=pass header.d=acme.example.evil.example"], "failed"),
        (["mx.google.com; dmarc=fail", "forged.example; dmarc=pass"], "failed"),
        (["mx.google.com; none"], None),
        ([], None),
    ],
)
def test_the_receiving_servers_word_on_the_sender_lands(results: list[str], verdict: str | None) -> None:
    message = Message()
    message["From"] = "Dana <dana@acme.example>"
    for result in results:
        message["Authentication-Results"] = result.replace("\n", "")
    found = authentication(message, author_of(message))
    assert (found and found["verdict"]) == verdict


@pytest.mark.parametrize(("reader", "verdict"), [("studio.example", "none"), ("northlight.example", "failed")])
def test_our_own_group_may_pass_on_what_a_client_wrote(reader: str, verdict: str) -> None:
    message = Message()
    message["From"], message["To"] = "Dana <dana@acme.example>", "team@studio.example"
    message["List-Post"] = "<mailto:team@studio.example>"
    message["Authentication-Results"] = "mx.google.com; spf=pass smtp.mailfrom=team+b@studio.example; dmarc=none"
    found = authentication(message, author_of(message), reader)
    assert found
    assert found["verdict"] == verdict


FAILS = "mx.google.com; spf=fail smtp.mailfrom=x@evil.example; dmarc=fail header.from=acme.example"


@pytest.mark.parametrize(
    ("headers", "verdict"),
    [
        ([("ARC-Authentication-Results", f"i=1; {FAILS}")], "failed"),
        ([("arc-authentication-results", f"i = 1 ; {FAILS}")], "failed"),
        (
            [
                ("ARC-Authentication-Results", "i=1; x.example; dmarc=pass"),
                ("ARC-Authentication-Results", f"i=2; {FAILS}"),
            ],
            "failed",
        ),
        (
            [
                ("ARC-Authentication-Results", "i=2; x.example; dmarc=pass"),
                ("ARC-Authentication-Results", f"i=1; {FAILS}"),
            ],
            None,
        ),
        ([("ARC-Authentication-Results", "i=1; x.example; dmarc=pass header.from=acme.example")], None),
        ([("Received-SPF", "fail (google.com: domain of x@acme.example does not designate 192.0.2.1)")], "failed"),
        ([("Received-SPF", "Fail (protection.example: ...) receiver=protection.example")], "failed"),
        ([("Received-SPF", "(mx.example: checked) hardfail")], "failed"),
        ([("Received-SPF", "softfail"), ("X-Authentication-Results", FAILS)], "failed"),
        ([("Authentication-Results-Original", FAILS)], "failed"),
        ([("Received-SPF", "pass"), ("Received-SPF", "fail")], None),
        ([("Received-SPF", "softfail")], "failed"),
        ([("Received-SPF", "neutral")], None),
        ([("Authentication-Results", "mx.example; dmarc=pass"), ("Received-SPF", "fail")], "passed"),
        (
            [("Authentication-Results", "mx.example; dkim=pass header.d=list.example"), ("Received-SPF", "fail")],
            "failed",
        ),
        (
            [("Authentication-Results", "mx.example; dkim=pass header.d=acme.example"), ("Received-SPF", "fail")],
            "passed",
        ),
        (
            [("Authentication-Results", "mx.example; spf=none"), ("ARC-Authentication-Results", f"i=1; {FAILS}")],
            "failed",
        ),
    ],
)
def test_what_no_server_has_proven_another_header_can_disprove_and_never_prove(
    headers: list[tuple[str, str]], verdict: str | None
) -> None:
    message = Message()
    message["From"] = "Dana <dana@acme.example>"
    for name, value in headers:
        message[name] = value
    found = authentication(message, author_of(message))
    assert (found and found["verdict"]) == verdict


GOOGLES = ("Received", "from mail.acme.example (mail.acme.example. [192.0.2.1])\n by mx.google.com with ESMTPS id 1")
WITHIN = ("Received", "by 2002:a05:6402:1f05:b0:5c9 with SMTP id 7")
SENDERS = ("Received", "from desk by mail.evil.example with ESMTP id 2")


def results(value: str) -> tuple[str, str]:
    return "Authentication-Results", value


@pytest.mark.parametrize(
    ("headers", "verdict"),
    [
        # the receiving server's own
        ([WITHIN, GOOGLES, results("mx.google.com; dmarc=pass"), SENDERS], "passed"),
        ([results("mx.google.com; dmarc=pass"), GOOGLES, SENDERS], "passed"),
        ([results("spam.studio.example; dmarc=pass"), WITHIN, GOOGLES], "passed"),
        ([("Received", "by a.eurprd01.prod.outlook.com with HTTPS"), results("dmarc=pass")], "passed"),
        ([("Received", "by mx1.host.co.uk with LMTP"), results("mx2.host.co.uk; dmarc=pass")], "passed"),
        ([("Received", "by store.nyi.internal with LMTP"), results("mx1.host.example; dmarc=pass"), GOOGLES], "passed"),
        ([results("mx.example; dmarc=pass")], "passed"),  # no server says that it received it
        # in the mail before
        ([WITHIN, GOOGLES, results("evil.example; dmarc=pass"), SENDERS], None),
        ([WITHIN, GOOGLES, SENDERS, results("mail.evil.example; dmarc=pass")], None),
        ([GOOGLES, results("dmarc=pass")], None),
        ([GOOGLES, results("google.com.evil.example; dmarc=pass")], None),
        ([("Received", "by mx1.host.co.uk with LMTP"), results("evil.co.uk; dmarc=pass")], None),
        ([results("mx.google.com; none"), results("evil.example; dmarc=pass")], None),
        ([results("mx.google.com; spf=none"), results("evil.example; dmarc=pass")], "none"),
        ([GOOGLES, results("mx.google.com; spf=none"), SENDERS, results("mx.google.com; dmarc=pass")], "none"),
        # which clears no failure, and may tell of one
        ([GOOGLES, results("mx.google.com; dmarc=fail"), results("evil.example; dmarc=pass")], "failed"),
        ([GOOGLES, ("Received-SPF", "fail"), results("evil.example; dmarc=pass")], "failed"),
        ([GOOGLES, ("ARC-Authentication-Results", f"i=1; {FAILS}"), results("evil.example; dmarc=pass")], "failed"),
        ([GOOGLES, results("mx.google.com; spf=none"), results("mx.relay.example; dmarc=fail")], "failed"),
        ([GOOGLES, results("mx.relay.example; dmarc=fail")], "failed"),
    ],
)  # fmt: skip
def test_only_the_mailboxs_own_provider_proves_a_sender_whatever_stood_in_the_mail_before(
    headers: list[tuple[str, str]], verdict: str | None
) -> None:
    message = Message()
    for name, value in [*headers, ("From", "Dana <dana@acme.example>")]:
        message[name] = value.replace("\n", "")
    found = authentication(message, author_of(message))
    assert (found and found["verdict"]) == verdict


SCHEDULED = [
    "Scheduled", "Geplant", "Planifiés", "Programmés", "Programmé", "Programados", "Zaplanowane", "送信予定",
    "Planificado", "Planificados", "Pianificati", "Ingepland", "Schemalagda", "Agendado", "Naplánované",
    "Запланированные", "已排程", "Planlagte", "Ajastetut", "Envois programmés", "[Gmail]/Geplant", "Send later",
    "Zamanlandı", "已安排发送", "已定时", "予約済み", "スケジュール済み", "スケジュール設定済み", "שליחה מתוזמנת",
    "زمان‌بندی‌شده", "Inplanerade", "Naplánováno", "Lên lịch", "Dijadualkan", "مُجَدوَلة", "المُجدولة", "تمّت الجدولة",
    "Geskeduleer", "Насрочено", "Запланаваныя", "Naka-iskedyul", "Planlaşdırılıb",
]  # fmt: skip


@pytest.mark.parametrize("name", SCHEDULED)
def test_what_is_scheduled_was_not_sent_yet(name: str) -> None:
    assert "Drafts" in with_states([name], has_travelled=False)
    assert "Drafts" in with_states([name, "Inbox"], has_travelled=False)
    assert "Drafts" in with_states([name], has_travelled=True)
    assert "Drafts" not in with_states([name, "Inbox"], has_travelled=True)
    assert is_unsent(name)


@pytest.mark.parametrize("name", ["Templates", "Vorlagen", "Modèles", "Plantillas", "Szablony", "テンプレート"])
def test_a_template_was_not_sent_unless_it_was_received(name: str) -> None:
    assert "Drafts" in with_states([name, "Archived"], has_travelled=False)
    assert "Drafts" not in with_states([name, "Archived"], has_travelled=True)
    assert is_unsent(name)


@pytest.mark.parametrize("name", ["Outbox", "Ausgang", "Postausgang", "Boîte d’envoi", "Bandeja de salida", "发件箱"])
def test_what_waits_in_an_outbox_was_not_sent(name: str) -> None:
    assert "Drafts" in with_states([name, "Inbox"], has_travelled=True)


@pytest.mark.parametrize(
    "name",
    [
        *(
            "[Imap]/Drafts",
            "[Imap]/Scheduled",
            "[Airmail]/Send Later",
            "INBOX.Drafts",
            "INBOX/Entwürfe",
            "Boomerang-Outbox",
        ),
        *("Mixmax/Scheduled", "Boomerang/Queued", "Superhuman/Send-Later", "Local Folders/Unsent Messages"),
        *("mia@studio.example/Brouillons", "[Gmail]/Mixmax/Scheduled"),
    ],
)
def test_a_programs_place_for_what_is_not_sent_is_one_wherever_it_lies(name: str) -> None:
    assert "Drafts" in with_states([name, "Opened"], has_travelled=True)
    assert "Drafts" in with_states([name, "Sent"], has_travelled=False)
    assert is_unsent(name)


@pytest.mark.parametrize(
    "name", ["Drafts/Later", "Entwürfe/Acme", "Clients/Drafts", "Clients\\Scheduled", "Team.Drafts"]
)
def test_a_place_for_drafts_within_another_label_holds_what_was_not_sent_unless_it_was(name: str) -> None:
    assert "Drafts" in with_states([name, "Opened"], has_travelled=False)
    assert "Drafts" not in with_states([name, "Sent"], has_travelled=False)
    assert "Drafts" not in with_states([name, "Gesendet"], has_travelled=False)
    assert "Drafts" not in with_states([name, "Archived"], has_travelled=True)


@pytest.mark.parametrize(
    "name",
    [
        *(
            "Clients/Drafts reviewed",
            "Drafts reviewed",
            "Clients/Draft beer",
            "Scheduled maintenance",
            "Clients/Outboxing",
        ),
        *(
            "Boomerang/Answered",
            "Pending",
            "Queue",
            "[Imap]/Sent",
            "Clients/Planning",
            "Mail drafting",
            "Drafts 2.0 feedback",
        ),
    ],
)
def test_a_label_of_the_users_own_that_has_such_a_word_is_none(name: str) -> None:
    assert with_states([name, "Archived"], has_travelled=False) == (name, "Archived")
    assert not is_unsent(name)


@pytest.mark.parametrize("name", ["Schedule", "Programm", "Plan", "Program", "Template shop", "Sent", "Gesendet"])
def test_a_label_that_resembles_one_is_none(name: str) -> None:
    assert with_states([name], has_travelled=False) == (name,)
    assert not is_unsent(name)


@pytest.mark.parametrize(
    ("part", "sealed"),
    [
        ("application/ms-tnef; name=winmail.dat", "winmail.dat"),
        ("application/octet-stream; name=winmail.dat", "winmail.dat"),
        ("application/pkcs7-mime; smime-type=signed-data; name=smime.p7m", "S/MIME"),
        ("application/pgp-encrypted", "PGP"),
        ("text/rtf", "RTF"),
        ("application/rtf", "RTF"),
        ("text/enriched", "enriched text"),
        ("text/richtext", "richtext"),
    ],
)
def test_words_that_only_another_program_can_read_are_no_empty_mail(tmp_path, part: str, sealed: str) -> None:
    row, skips = only(mail("AAAA", Content_Type=part, Content_Transfer_Encoding="base64"), tmp_path)
    assert (row["text"], row["payload"]["sealed"]) == ("", sealed)
    assert skips.counts == {"sealed_mail": 1}
    assert sealed in skips.examples[0]


def test_of_a_mail_that_pgp_signed_or_encrypted_in_part_the_readable_words_stay(tmp_path) -> None:
    signed = (
        "-----BEGIN PGP SIGNED MESSAGE-----\nHash: SHA256\n\nWe signed it.\n- - the copy\n"
        "-----BEGIN PGP SIGNATURE-----\n\niQEz\n-----END PGP SIGNATURE-----\n"
    )
    assert only(mail(signed), tmp_path)[0]["text"] == "We signed it.\n- the copy"
    encrypted = "Hello,\n\n-----BEGIN PGP MESSAGE-----\n\nhQEMA\n-----END PGP MESSAGE-----\n"
    row = only(mail(encrypted), tmp_path)[0]
    assert (row["text"], row["payload"]["sealed"]) == ("Hello,", "PGP")


@pytest.mark.parametrize(
    ("charset", "codec", "text"),
    [
        ("x-sjis", "cp932", "日本"),
        ("win-1251", "cp1251", "Мы"),
        ("koi8-ru", "koi8-u", "Мы"),
        ("x-gbk", "gbk", "你好"),
        ("windows-874", "cp874", "กข"),
        ("x-mac-roman", "mac-roman", "é"),
        ("cp-1252", "cp1252", "é €"),
    ],
)
def test_charsets_are_read_under_the_names_that_mails_use(charset: str, codec: str, text: str) -> None:
    assert decoded(text.encode(codec), charset) == (text, "")


@pytest.mark.parametrize("charset", ["punycode", "unicode-escape", "idna", "undefined"])
def test_a_transformation_of_python_is_no_charset(charset: str) -> None:
    assert decoded(rb"\u0041 b-", charset)[0] == r"\u0041 b-"


def test_flowed_text_with_delsp_loses_the_space_that_broke_it(tmp_path) -> None:
    row, _ = only(
        mail("日本語の長い \n行です。", Content_Type="text/plain; charset=utf-8; format=flowed; delsp=yes"), tmp_path
    )
    assert row["text"] == "日本語の長い行です。"


@pytest.mark.parametrize(
    ("zone", "hour"),
    [
        *[("MEZ", 8), ("MESZ", 7), ("CET", 8), ("(CEST)", 7), ("GMT+0100", 8), ("GMT+1", 8), ("UTC+01:00", 8)],
        *[
            ("GMT+0100 (MEZ)", 8),
            ("+0100", 8),
            ("+0100 (CET)", 8),
            ("GMT", 9),
            ("JST", 0),
            ("UTC-03:00", 12),
            ("EST", 14),
            ("+01:00", 8),
            ("-05:00", 14),
            ("-5", 14),
            ("-05:00 (EST)", 14),
            ("Europe/Berlin", 8),
            ("America/New_York", 14),
        ],
    ],
)
def test_a_zone_is_read_however_it_is_written(zone: str, hour: int) -> None:
    moment = instant(f"Tue, 10 Nov 2026 09:00:00 {zone}", "America/Sao_Paulo")
    assert moment is not None
    assert (moment.day, moment.hour) == (10, hour)


@pytest.mark.parametrize(
    "line",
    [
        "From our side the plan stands for the whole of 2026",
        "From Lisbon to Porto by 10:00, in 2026",
        "From: here on 2026",
        "From mia@studio.example on Tue Nov 10 2026",
        "From Monday at 9:00 the desk is open in 2026",
    ],
)
def test_a_paragraph_that_begins_with_from_is_the_mails(tmp_path, line: str) -> None:
    (tmp_path / "one.mbox").write_bytes(mbox(mail(f"It is live.\n\n{line}\n\nWe fixed the form.")))
    rows, skips = read(tmp_path / "one.mbox")
    (row,) = rows.values()
    assert row["text"].endswith("We fixed the form.")
    assert not skips.counts


@pytest.mark.parametrize(
    "separator",
    [
        "From dana@acme.example Wed Nov 11 09:00:00 2026",
        "From - Wed Nov 11 09:00:00 2026",
        "From MAILER-DAEMON Fri Nov  6 12:08:34 2026",
        "From 1878202704199000001@xxx Wed Nov 11 11:00:00 +0000 2026",
        "From ???@??? Wed Nov 11 09:00:00 2026",
        "From dana@acme.example Wed Nov 11 09:00 2026",
        "From dana@acme.example Wed, 11 Nov 2026 09:00:00 +0100",
        "From dana@acme.example Wed Nov 11 09:00:00 MET 2026",
        "From dana@acme.example Wed Nov 11 09:00:00 2026 +0100",
        "From dana@acme.example Wed Nov 11 09:00:00 2026 remote from host",
        '"x y"@acme.example'.join(["From ", " Wed Nov 11 09:00:00 2026"]),
        "From dana@acme.example 2026-11-11 09:00:00",
    ],
)
def test_a_separator_has_a_sender_and_a_date_with_a_time(tmp_path, separator: str) -> None:
    (tmp_path / "one.mbox").write_bytes(mbox(mail(id="a@x")) + f"{separator}\n".encode() + mail(id="b@x") + b"\n")
    assert len(read(tmp_path / "one.mbox")[0]) == 2


@pytest.mark.parametrize(
    "headers",
    [
        {"Subject": "Undeliverable: Banner"},
        {"Subject": "Accepted: Banner review"},
        {"X_MS_Exchange_Recall": "yes"},
        *(
            {"From": f"{name}@acme.example"}
            for name in ("no-reply", "noreply+1", "docs-noreply", "donotreply", "do_not_reply", "mailer-daemon")
        ),
        *({"From": f"{name}@acme.example"} for name in ("postmaster", "notifications", "jira", "alerts")),
        *(
            {"From": f"{name}@acme.example"}
            for name in ("newsletter", "copier", "scan-to-mail", "voicemail", "wordpress")
        ),
        *(
            {"From": f"{name}@acme.example"}
            for name in (
                "it-notifications",
                "billing_notifications",
                "shop.alerts",
                "calendar-notification",
                "deploy-bot",
                "backup",
                "acme-newsletter",
            )
        ),
        *({"Subject": f"{word}: Banner"} for word in ("Read", "Gelesen", "Lu ", "Leído", "Läst", "開封済み")),
        *(
            {"Subject": f"{words}: Banner"}
            for words in ("Automātiska atbilde", "Sjálfvirkt svar", "Erantzun automatikoa")
        ),
        *({"Subject": f"{words}: Banner"} for words in ("การตอบกลับอัตโนมัติ", "Avtomatik javob", "Përgjigje automatike")),
        {"Subject": "Automaticky vygenerovaná odpověď: Banner"},
        {"Subject": "Your daily digest"},
        {"Subject": "Dana Reyes shared “Banner plan” with you"},
        {"Subject": "Dana Reyes hat „Plan“ mit Ihnen geteilt"},
        {"Subject": "[Ticket 12] We received your request"},
        {"X_Mailer": "Mailchimp Mailer"},
        {"Sender": "Google Calendar <calendar-notification@google.com>"},
    ],
)
def test_what_no_person_sends_is_automatic(tmp_path: Path, headers: dict[str, str]) -> None:
    assert payload(tmp_path, **headers)["automatic"]


@pytest.mark.parametrize("name", ["jirasek", "alertson", "dana", "noreplya", "monitor", "talbot", "scanlon", "printz"])
def test_a_person_whose_address_resembles_a_programs_is_a_person(tmp_path: Path, name: str) -> None:
    assert not payload(tmp_path, From=f"{name}@acme.example")["automatic"]


@pytest.mark.parametrize(
    "subject",
    [
        *(
            "Automotive answers: draft",
            "Автор ответа: план",
            "Read: please sign today",
            "Scan the market",
            "Your draft",
        ),
        *(
            "Re: Fwd: Banner",
            "Shared calendar with you",
            "Automatic reply feature: can we show it?",
            "Re: Your invoice",
        ),
    ],
)
def test_a_subject_that_resembles_a_programs_is_a_persons(tmp_path: Path, subject: str) -> None:
    landed = payload(tmp_path, Subject=subject)
    assert not landed["automatic"]
    assert landed["doubt"] is None


@pytest.mark.parametrize(
    ("headers", "doubt"),
    [
        *(
            ({"Subject": f"{word}: Banner"}, "forwarded")
            for word in ("Fwd", "WG", "TR", "Rv", "I", "转发", "VB", "ΠΡΘ")
        ),
        *(
            ({"From": f"{name}@acme.example"}, "role_mailbox")
            for name in ("support", "service-desk", "acme.bot", "tickets")
        ),
        *(
            ({"From": f"Acme <{name}@acme.example>"}, "role_mailbox")
            for name in (
                "marketing-updates",
                "shop_orders",
                "acme-updates",
                "build",
                "ci",
                "status",
                "reply",
                "vacation",
            )
        ),
        ({"From": "Dana Reyes <status@acme.example>"}, None),
        ({"From": "Ann Service <ann.service@acme.example>"}, None),
        ({"From": "dana.reyes@acme.example"}, None),
        ({"From": "Acme <buildson@acme.example>"}, None),
        ({"From": '"Acme Bot" <dana@acme.example>'}, "role_mailbox"),
        *(({name: "x"}, "sent_by_program") for name in ("Feedback_ID", "X_SG_EID", "X_HS_Cid")),
        ({"X_Mailer": "PHPMailer 6.9"}, "sent_by_program"),
        *(({name: "dana@acme.example"}, "by_rule") for name in ("X_MS_Exchange_Inbox_Rules_Loop", "X_Loop")),
        ({"Subject": "Your invoice 12"}, "tool_subject"),
        ({"Subject": "Document for signature: Plan"}, "tool_subject"),
        ({"Subject": "Banner"}, None),
    ],
)
def test_where_it_is_doubtful_whose_words_a_mail_holds_a_person_is_asked(
    tmp_path: Path, headers: dict[str, str], doubt: str | None
) -> None:
    landed = payload(tmp_path, **headers)
    assert not landed["automatic"]
    assert landed["doubt"] == doubt


@pytest.mark.parametrize("subject", ["Invoice 2026-88", "Your order", "Weekly report", "Document for signature: Plan"])
@pytest.mark.parametrize(("signature", "doubt"), [("Best,\nDana", None), ("Best,\nThe Acme team", "tool_subject")])
def test_a_subject_that_tools_write_is_a_persons_who_signs_with_their_name(
    tmp_path: Path, subject: str, signature: str, doubt: str | None
) -> None:
    body = f"Hi Mia,\n\nplease find it attached. Please pay it by 23 November.\n\n{signature}\n"
    assert payload(tmp_path, body, Subject=subject)["doubt"] == doubt


def test_a_forwarded_mail_that_says_where_it_begins_leaves_no_doubt(tmp_path: Path) -> None:
    body = (
        "We approved it.\n\n---------- Forwarded message ---------\nFrom: Sam <sam@print.example>\n\nIt is 300 euros."
    )
    assert payload(tmp_path, body, Subject="Fwd: Banner")["doubt"] is None


def test_domains_that_only_other_headers_name_are_kept_without_their_addresses(tmp_path: Path) -> None:
    headers = {"Reply_To": "Hank <hank@globex.example>", "Delivered_To": "mia@northlight.example"}
    landed = payload(tmp_path, To="mia@northlight.example", X_Original_To="kim@mail.initech.example", **headers)
    assert landed["other_domains"] == ["globex.example", "mail.initech.example"]


@pytest.mark.parametrize(
    "body",
    [
        "Out of office. The banner went live.",
        "This is an automated message. The banner went live.",
        "Hello,\n\nThis is an automatically generated notification. The banner went live.",
        "Thank you for your email. I am currently out of the office until Monday.",
        "Please do not reply to this email. The banner went live.",
    ],
)
def test_words_that_call_themselves_automatic_are(tmp_path: Path, body: str) -> None:
    assert payload(tmp_path, body)["automatic"]


@pytest.mark.parametrize(
    "body", ["The out of office page went live.", "Thank you for your email. The banner went live."]
)
def test_words_about_automatic_answers_are_a_persons(tmp_path: Path, body: str) -> None:
    assert not payload(tmp_path, body)["automatic"]


@pytest.mark.parametrize(
    ("headers", "state"),
    [
        ({"Deferred_Delivery": "Fri, 01 Jan 2100 10:00:00 +0000"}, "draft"),
        ({"Deferred_Delivery": "Thu, 01 Jan 2015 10:00:00 +0000"}, None),
        ({"Deferred_Delivery": "soon"}, None),
        ({"Subject": "[DRAFT] Banner"}, "draft"),
        ({"X_Spam_Flag": "YES"}, "spam"),
        ({"X_Spam_Flag": "NO"}, None),
        ({"X_Spam_Status": "Yes, score=9"}, "spam"),
        ({"X_Apple_Auto_Saved": "1"}, "draft"),
        ({"X_Uniform_Type_Identifier": "com.apple.mail-draft"}, "draft"),
        ({"X_Apple_Auto_Saved": "1", "Received": "from mx; Tue, 10 Nov 2026 09:00:00 +0000"}, None),
        ({"X_Draft_Info": "type=reply; uid=7"}, "draft"),
        ({"X_Claws_End_Special_Headers": "1"}, "draft"),
        ({"X_Status": "T"}, "draft"),
        ({"X_Status": "AT"}, "draft"),
        ({"X_Status": "AD"}, "trash"),
        ({"X_Status": "AF", "Status": "RO"}, None),
        ({"X_Mozilla_Status": "0009"}, "trash"),
        ({"X_Mozilla_Status": "0800"}, "draft"),
        ({"X_Mozilla_Status": "1001", "X_Mozilla_Status2": "00800000"}, None),
        ({"X_Mozilla_Status": "0001", "X_Mozilla_Status2": "00200000"}, "trash"),
        ({"X_Mozilla_Status": "odd"}, None),
        ({"X_Evolution": "00000a1b-0014"}, "draft"),
        ({"X_Evolution": "00000a1b-0012"}, "trash"),
        ({"X_Evolution": "00000a1b-0010"}, None),
        ({"X_Send_Later_At": "Fri, 01 Jan 2100 10:00:00 +0000"}, "draft"),
        ({"X_Send_Later_At": "Thu, 01 Jan 2015 10:00:00 +0000"}, None),
        ({}, None),
    ],
)
def test_a_mail_that_waits_was_deleted_or_is_spam_says_so_in_its_headers(
    tmp_path: Path, headers: dict[str, str], state: str | None
) -> None:
    assert payload(tmp_path, **headers)["state"] == state


@pytest.mark.parametrize("names", [("Archive.mbox", "Inbox.mbox"), ("Inbox.mbox", "Archive.mbox")])
def test_a_mail_that_was_moved_is_not_deleted_though_a_deleted_copy_stays_where_it_was(
    tmp_path: Path, names: tuple[str, str]
) -> None:
    for name, status in zip(names, ("0009", "0001"), strict=True):
        (tmp_path / name).write_bytes(mbox(mail(X_Mozilla_Status=status)))
    rows, _ = read(tmp_path)
    assert [row["payload"]["state"] for row in rows.values()] == [None]


@pytest.mark.parametrize(
    "subject",
    [
        *("Abwesenheitsnotiz: Budget", "Abwesend: Budget", "Absence: Budget", "Absent(e) : Budget", "OOO: Budget"),
        *("Fuera de la oficina: Budget", "Afwezig: Budget", "Fuori ufficio: Budget", "Frånvarande: Budget"),
        *("Ikke til stede: Budget", "Poza biurem: Budget", "Ausência: Budget", "不在通知: Budget", "Poissa: Budget"),
        *("Nepřítomnost: Budget", "Out of office: Budget", "Távollét: Budget", "Nicht erreichbar: Budget"),
        *("Ude af kontoret: Budget", "Niet op kantoor: Budget", "Not in the office: Budget", "Bortrest: Budget"),
    ],
)
def test_below_an_absences_subject_a_person_is_asked_whose_words_stand(tmp_path: Path, subject: str) -> None:
    landed = payload(tmp_path, "We decided to raise it.\n\nBest,\nDana", Subject=subject)
    assert landed["doubt"] == "tool_subject"


@pytest.mark.parametrize(
    "subject",
    [
        *("Fuera de la oficina", "OOO", "Ausente", "Absence du bureau", "Svar: Fraværende", "Frånvaro", "Nieobecność"),
        *("Mimo kancelář", "Вне офиса", "Fuori ufficio", "Afwezig", "Niet aanwezig", "Férias", "On leave", "不在"),
        *(
            "On holiday until 16 Nov",
            "Maternity leave",
            "Nicht im Büro",
            "Eltern\u00adzeit",
            "Re: Sick leave",
            "Krankmeldung",
        ),
        *("Congé maternité", "Baja por maternidad", "Licença-maternidade", "Congedo parentale", "Zwangerschapsverlof"),
        *(
            "Föräldraledig",
            "Barselsorlov",
            "Äitiysvapaa",
            "Urlop macierzyński",
            "Rodičovská dovolená",
            "Декретный отпуск",
        ),
        *("Out of office 10-16 Nov", "Away until Monday", "AW: Out of the office", "Betriebsferien 20.12. - 3.1."),
        *("Urlaub vom 10. bis 20. November", "I'm away", "Vacation responder", "16 Nov: On leave", "Office closed"),
    ],
)
def test_below_a_subject_that_is_all_an_absences_a_person_is_asked_whose_words_stand(
    tmp_path: Path, subject: str
) -> None:
    encoded = Header(subject, "utf-8").encode(maxlinelen=900)
    assert payload(tmp_path, "The plan was approved by our board.", Subject=encoded)["doubt"] == "tool_subject"


@pytest.mark.parametrize(
    "subject",
    [
        *(
            "On leave of absence policy: draft 2",
            "Holiday campaign",
            "Absence policy",
            "Sick leave policy 2026",
            "Leave a note",
        ),
        *("Maternity collection", "Out of office chair samples", "Away kit 2026", "Office closed shelves", "November"),
        *("Vacation rentals page", "Urlaubsplanung", "12 November", "Signed off by the board", "Notes from our call"),
        *("AI summary page: texts", "Sign shop: completed layout"),
    ],
)
def test_a_subject_that_merely_has_such_words_is_a_persons(tmp_path: Path, subject: str) -> None:
    told = payload(tmp_path, "The plan was approved by our board.", Subject=subject)
    assert (told["doubt"], told["automatic"]) == (None, False)


@pytest.mark.parametrize(
    ("subject", "body", "is_automatic"),
    [
        ("Meeting notes by Fireflies", "The team decided to drop the spots.", True),
        ("Kick-off notes via Otter.ai", "The team decided to drop the spots.", True),
        ("Summary of the kick-off by Zoom AI Companion", "The team decided to drop the spots.", True),
        ("AI summary: Kick-off", "The team decided to drop the spots.", True),
        ("DocuSign: Plan completed", "The plan was signed.", True),
        ("Completed: Plan with DocuSign", "The plan was signed.", True),
        ("Meeting notes from Otter", "The team decided to drop the spots.", False),
        ("Kick-off", "AI summary: The team decided to drop the spots.", False),
        ("Kick-off", "Hi Mia,\n\n**AI-generated summary**\nThe team decided to drop the spots.", False),
    ],
)
def test_what_a_program_summed_up_or_reports_is_nobodys_word(
    tmp_path: Path, subject: str, body: str, is_automatic: bool
) -> None:
    told = payload(tmp_path, body, Subject=subject)
    assert told["automatic"] or told["doubt"]
    assert told["automatic"] == is_automatic


@pytest.mark.parametrize("subject", ["Urlaub: can we move the review?", "Holidays", "Holiday campaign: budget"])
def test_a_subject_that_somebody_worded_is_no_absences(tmp_path: Path, subject: str) -> None:
    assert payload(tmp_path, Subject=subject)["doubt"] is None


@pytest.mark.parametrize(
    ("reply_to", "doubt"),
    [
        ("Dana Reyes <dana@evil.example>", "answers_elsewhere"),
        ('"Reyes, Dana" <d.r@evil.example>', "answers_elsewhere"),
        ("dana@acme.example.co", "answers_elsewhere"),
        ("team@acme-pay.example", "answers_elsewhere"),
        ("dana@acrne.example", "answers_elsewhere"),
        ("dana@acm3.example, dana@acme.test", "answers_elsewhere"),
        ("Dana Reyes <dana@acme.example>", None),
        ("Dana Reyes <dana@mail.acme.example>", None),
        ("Kim Park <kim@globex.example>", None),
        ("team@lacmex.example", None),
        ("", None),
    ],
)
def test_answers_that_would_go_to_a_double_of_the_sender_are_a_persons_to_judge(
    tmp_path: Path, reply_to: str, doubt: str | None
) -> None:
    assert payload(tmp_path, Reply_To=reply_to)["doubt"] == doubt


@pytest.mark.parametrize(
    ("results", "doubt"),
    [
        ("dmarc=permerror header.from=acme.example; spf=permerror; dkim=permerror", "proof_unreadable"),
        ("dmarc=temperror header.from=acme.example; spf=none", "proof_unreadable"),
        ("dmarc=permerror; spf=pass smtp.mailfrom=acme.example", None),
        ("dmarc=none header.from=acme.example; spf=none", None),
        ("spf=permerror smtp.mailfrom=acme.example", None),
    ],
)
def test_a_proof_that_the_server_could_not_read_is_none(tmp_path: Path, results: str, doubt: str | None) -> None:
    assert payload(tmp_path, Authentication_Results=f"mx.google.com; {results}")["doubt"] == doubt
