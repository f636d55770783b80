"""Whose a mail's words are once the mailbox, the thread and the settings are known."""

from __future__ import annotations

from types import SimpleNamespace

import duckdb
import pytest

from tests.line.context_line import Line
from yarnnn_pipelines.core.keys import ClientWeek
from yarnnn_pipelines.deliverables.gate.mails import UNPROVEN
from yarnnn_pipelines.deliverables.week.client_week import Event, WeekContext, read_client_weeks, read_events

MIA, DANA = "Mia Duarte <mia@northlight.example>", "Dana R. <dana@acme.example>"
TEAM, INBOX = "team@northlight.example", "inbox@acme.example"
DROPPED = "We decided to drop the radio spots and print 5,000 flyers."
SHORT = "We decided to drop the spots."
HALL = "Our supplier delivered the banners to hall 3."


CITED = [
    "Re your note '{}'",
    "Re your note ‘{}’: fine.",
    'It\'s about your "{}"',
    "(Mia, Monday) {}",
    "[Mia Duarte] {}",
    "---------- {}",
    "M.D.> {}",
    "Mia Duarte, 2.11.: {}",
]

RADIO, INVOICE = "We decided to drop the radio spots.", "The radio invoice went out on Friday."
QUOTED_ANEW = {
    "wrapped anew": "We decided to drop\nthe radio spots. The radio\ninvoice went out on Friday.",
    "word below word": "We\ndecided to drop the\nradio\nspots.\n\nThe radio invoice\nwent out on Friday.",
    "in another order": f"{INVOICE} {RADIO}",
    "in one paragraph": f"Hello Dana, {RADIO} {INVOICE} Best, Mia",
    "after a greeting": "Hello Dana, we decided to drop\nthe radio spots. The radio invoice\nwent out on Friday.",
    "as items": f"1. {RADIO}\n2. {INVOICE}",
    "as items with letters": f"a) {INVOICE}\nb) {RADIO}",
    "in a table": f"| {RADIO} | {INVOICE} |",
    "in capitals, with other dashes and spaces": f"{INVOICE.upper()}  {RADIO.replace(' ', '   ')}",
}
OWN_BESIDE = [
    "We approved the print layout\non Tuesday.",
    "Fine. The radio invoice went out, thank you.",
    "The radio invoice went\nout to the wrong address.",
    f"We agree. {RADIO}",
]

VENUE, TICKETS = "We booked the small venue.", "The tickets went on sale on Monday."
POSTERS = "We printed the posters for the theatre and sent them on Friday."
BADGES = "We ordered the badges for the fair and paid them on Friday."
LATER = "We moved the opening of the fair to Thursday 3 December."
FROM_SLACK = [f"{VENUE}\n{TICKETS}", f"Pasted: {VENUE} {TICKETS}", f"We booked\nthe small venue. {TICKETS}"]
# Of one short sentence that both may say, their own, another client's channel, and what was said after.
NOT_FROM_SLACK = [VENUE, POSTERS, BADGES, LATER]

ASKED = (
    "Could we do the review on Thursday 19 November at 10:00, and the tests of the shop on Friday 20 Nov. at 3 p.m., "
    "with the new budget of 12.500 euros a month?"
)
OWN = [
    "Thursday 19 November at 10:00 works for us.",
    "The review on Thursday 19 November at 10:00: works for us.",
    "The review on Thursday 19 November 'works' for us.",
    "The tests of the shop on Friday 20 Nov. suit us.",
    "The tests of the shop on Friday 20 Nov. at 3 p.m. suit us.",
    "With the new budget of 12.500 euros we are fine.",
    "With the new budget of 12.600 euros we are fine.",
]


def proven(verdict: str) -> dict:
    return {"authentication": {"by": "mx.google.com", "verdict": verdict}}


def doubtful(doubt: str) -> dict:
    return {"doubt": doubt, **proven("passed")}


def rewritten(original: str | None) -> dict:
    person = {"name": "Dana R.", "email": original} if original else None
    return {"rewritten": True, "original_from": person, "bulk": True, "group": TEAM}


@pytest.fixture(scope="module")
def world(tmp_path_factory) -> SimpleNamespace:
    line = Line(tmp_path_factory.mktemp("mail"))
    e = SimpleNamespace(line=line)
    e.to_group = line.mail("2026-11-09 09:00", DANA, TEAM, "Approved", payload={"bulk": True, "group": TEAM})
    e.to_any_list = line.mail(
        "2026-11-09 09:10", DANA, "list@python.example", "Hi", payload={"bulk": True, "group": "list@python.example"}
    )
    e.rewritten = line.mail(
        "2026-11-09 10:00", f"Dana via <{TEAM}>", TEAM, "Signed", payload=rewritten("dana@acme.example")
    )
    e.by_nobody = line.mail("2026-11-09 10:10", f"Dana via <{TEAM}>", DANA, "Signed", payload=rewritten(None))
    e.ours_by_theirs = line.mail(
        "2026-11-09 10:20", f"Mia via <{INBOX}>", INBOX, "Hi", payload=rewritten("mia@northlight.example")
    )
    e.forged = line.mail(
        "2026-11-09 10:30", "Dana via <x@evil.example>", DANA, "Hi", payload=rewritten("mia@northlight.example")
    )
    e.away = line.mail("2026-11-09 11:00", DANA, MIA, "I am away", payload={"bulk": True, "automatic": True})
    e.removed = line.mail("2026-11-09 11:05", DANA, MIA, "We pay", payload={"state": "trash"})
    e.sealed = line.mail("2026-11-09 11:10", DANA, MIA, "", payload={"sealed": "S/MIME"})

    inbox = ["Inbox"]
    e.proven = line.mail("2026-11-10 09:00", DANA, MIA, "Fine", labels=inbox, payload=proven("passed"))
    e.failed = line.mail("2026-11-10 09:10", DANA, MIA, "We pay", labels=inbox, payload=proven("failed"))
    e.missing = line.mail("2026-11-10 09:20", DANA, MIA, "We pay", labels=inbox)
    e.never_proven = line.mail("2026-11-10 09:30", "Kim <kim@globex.example>", MIA, "We pay", labels=inbox)
    e.sent = line.mail("2026-11-10 09:40", MIA, DANA, "Sent", labels=["Sent"])

    def sent(**who: str) -> dict:
        return {by: {"name": "", "email": email} for by, email in who.items()}

    e.pretended = line.mail("2026-11-10 10:00", DANA, MIA, "Hi", payload=sent(sent_by="x@evil.example"))
    e.passed_on = line.mail("2026-11-10 10:10", DANA, MIA, "Hi", payload=sent(resent_by="x@evil.example"))
    kim = "Kim <kim@globex.example>"
    e.by_us = line.mail("2026-11-10 10:20", kim, MIA, "Hi", payload=sent(resent_by="tom@northlight.example"))
    e.delegated = line.mail(
        "2026-11-10 10:30", kim, MIA, "Hi", payload={"sent_by": {"name": "Jo Meyer", "email": "jo@globex.example"}}
    )
    e.signed = line.mail("2026-11-10 10:35", kim, MIA, "Hi", payload={"signed_by": "Jo"})
    forgotten = {"sent_by": {"name": "[removed]", "email": "[removed]"}}
    e.by_forgotten = line.mail("2026-11-10 10:37", kim, MIA, "Hi", payload=forgotten)
    e.vouched = line.mail(
        "2026-11-10 10:40", DANA, MIA, "Hi", payload=sent(sent_by="x@evil.example") | proven("passed")
    )

    e.asked = line.mail("2026-11-11 09:00", MIA, DANA, f"Hi Dana,\n\n{DROPPED}\n{HALL}\n\nMia", thread="t1")
    answer = f"Thanks, on Friday.\n\nUnknown mark above\n{DROPPED}\n{HALL}"
    e.answered = line.mail("2026-11-11 10:00", DANA, MIA, answer, thread="t1")
    told_of = f"In your words: {DROPPED} Confirmed. {HALL} We look forward to Friday."
    e.told_of = line.mail("2026-11-11 10:30", DANA, MIA, told_of, thread="t1", subject="Told of")
    e.other_thread = line.mail("2026-11-11 11:00", DANA, MIA, DROPPED, thread="t2", payload=proven("passed"))
    header = f"Afgesproken dan.\n\nVan wie het kwam, woensdag\n{DROPPED}\n{HALL}"
    e.under_its_subject = line.mail("2026-11-11 11:10", DANA, MIA, header, thread="t5", subject="AW: [EXT] A subject")
    e.by_a_colleague = line.mail(
        "2026-11-11 11:20", "Ben <ben@acme.example>", MIA, header, thread="t6", subject="Other words"
    )
    e.by_strangers = line.mail("2026-11-11 11:30", "Kim <kim@globex.example>", MIA, DROPPED, thread="t7")
    told_then = f"{HALL} The flyers are printed."
    line.mail("2026-11-11 11:40", DANA, MIA, "The flyers are printed. The hall is ready.", thread="t8", subject="Hall")
    e.of_both_times = line.mail("2026-11-11 11:50", DANA, MIA, told_then, thread="t9", subject="Flyers")
    yes = f"Hi Mia,\n\n{DROPPED}\n\nDana"
    e.confirmed = line.mail("2026-11-11 11:55", DANA, MIA, yes, thread="t1", subject="Yes", payload=proven("passed"))
    e.repeated = line.mail("2026-11-11 12:00", MIA, DANA, DROPPED, thread="t1", subject="Again")
    line.mail("2026-11-11 12:10", MIA, DANA, f"Hi Dana,\n\n{SHORT}", thread="t20", subject="Spots")
    e.cited = {
        how: line.mail(
            f"2026-11-11 12:{20 + number}",
            DANA,
            MIA,
            f"Fine.\n\n{how.format(SHORT)}",
            thread="t20",
            subject="Re: Spots",
        )
        for number, how in enumerate(CITED)
    }

    line.mail("2026-11-11 13:00", MIA, DANA, f"Hi Dana,\n\n{ASKED}\n\nMia", thread="t21", subject="Days")
    e.own = {
        words: line.mail(
            f"2026-11-11 13:{20 + number}", DANA, MIA, f"Hi Mia,\n\n{words} See you.", thread="t21", subject="Re: Days"
        )
        for number, words in enumerate(OWN)
    }

    line.mail(
        "2026-11-11 14:00", MIA, DANA, f"Hello Dana,\n\n{RADIO}\n{INVOICE}\n\nBest,\nMia", thread="t22", subject="Radio"
    )
    for number, words in enumerate([*QUOTED_ANEW.values(), *OWN_BESIDE]):
        e.own[words] = line.mail(
            f"2026-11-11 14:{20 + number}",
            DANA,
            MIA,
            f"Thanks, fine with us. We saw the layout.\n\n{words}",
            thread=f"t23-{number}",
            subject="Re: Radio",
        )

    line.channel("C1", "client-acme")
    line.channel("C2", "client-globex")
    line.user("U1", "Mia Duarte", "mia@northlight.example")
    line.user("U2", "Dana Reyes", "dana@acme.example")
    line.message("2026-11-09 15:00", "C1", "U1", f"{VENUE} {TICKETS}")
    line.message("2026-11-09 15:10", "C1", "U2", POSTERS)
    line.message("2026-11-09 15:20", "C2", "U1", BADGES)
    line.message("2026-11-12 15:30", "C1", "U1", LATER)
    for number, words in enumerate([*FROM_SLACK, *NOT_FROM_SLACK]):
        e.own[words] = line.mail(
            f"2026-11-11 15:{20 + number}",
            DANA,
            MIA,
            f"Fine with us. We saw the layout.\n\n{words}",
            subject=f"Chat {number}",
        )

    kim = "Kim <kim@globex.example>"
    e.kims = line.mail("2026-11-12 09:00", MIA, kim, "See you.", thread="t3", payload={"message_id": "<1@studio>"})
    on_it = {"references": ["<1@studio>"], "in_reply_to": "<1@studio>"}
    e.in_kims_thread = line.mail("2026-11-12 09:10", DANA, MIA, "Fine.", thread="t3", payload=on_it)
    to_all = {"message_id": "<2@studio>"}
    e.to_both = line.mail("2026-11-12 09:20", MIA, [MIA], "Hello.", bcc=[kim, DANA], thread="t4", payload=to_all)
    to_both = {"references": ["<2@studio>"], "in_reply_to": "<2@studio>"}
    e.of_both = line.mail("2026-11-12 09:30", DANA, MIA, "Hello too.", thread="t4", payload=to_both)
    line.mail("2026-11-12 09:40", kim, MIA, "Hello to you.", thread="t4", payload=to_both)
    elsewhere = {"other_domains": ["mail.globex.example"]}
    e.answers_go_to_kim = line.mail("2026-11-12 09:50", DANA, MIA, "Fine.", payload=elsewhere)
    e.no_clients = line.mail("2026-11-12 10:00", "Jo <jo@else.example>", MIA, "Fine.", payload=elsewhere)
    e.forwarded = line.mail("2026-11-12 10:10", DANA, MIA, "We pay", labels=inbox, payload=doubtful("forwarded"))
    e.we_billed = line.mail("2026-11-12 10:20", MIA, DANA, "Paid", labels=["Sent"], payload=doubtful("tool_subject"))
    shared = "Projects <projects@northlight.example>"

    def of(number: int, labels: tuple[str, ...] = (), **domains: list[str]) -> str:
        return line.mail(
            f"2026-11-13 09:{number}", shared, DANA, "We pay", labels=list(labels), payload=proven("passed") | domains
        )

    e.named_writer = of(10, writers_domains=["acme.example"])
    e.unknown_writer = of(11, writers_domains=["else.example"])
    e.answers_to_client = of(12, answered_domains=["mail.acme.example"])
    e.answers_to_freemail = of(13, answered_domains=["gmail.com"])
    e.answers_to_forgotten = of(14, answered_domains=["[removed]"])
    e.answers_to_helpdesk = of(15, answered_domains=["helpdesk.example"])
    e.answers_to_us = of(16, answered_domains=["mail.northlight.example"], writers_domains=["mail.northlight.example"])
    e.sent_for_answers = of(17, ("Sent",), answered_domains=["acme.example"])
    evil = {"authentication": {"by": "mail.evil.example", "verdict": "passed"}}
    e.by_another_server = line.mail("2026-11-13 10:00", DANA, MIA, "We pay", labels=inbox, payload=evil)
    e.never_by_ours = line.mail("2026-11-13 10:10", "Al <al@initech.example>", MIA, "We pay", payload=evil)
    sibling = {"authentication": {"by": "mx2.google.com", "verdict": "passed"}}
    e.by_a_sibling = line.mail("2026-11-13 10:20", DANA, MIA, "Fine", labels=inbox, payload=sibling)
    exchange = {"authentication": {"by": "", "verdict": "passed"}}
    e.since_the_move = [
        line.mail(f"2026-11-13 11:{number}", who, MIA, "Fine", labels=inbox, payload=exchange)
        for number, who in enumerate((DANA, "Al <al@initech.example>", DANA), 10)
    ]
    line.build("2026-W46")
    return e


@pytest.mark.parametrize(
    ("name", "unproven"), [("by_another_server", "missing"), ("never_by_ours", "missing"), ("by_a_sibling", None)]
)
def test_only_the_servers_by_which_a_mailbox_receives_prove_a_sender(world, name, unproven) -> None:
    event = world.line.event(getattr(world, name), "json_extract_string(fields, '$.sender_unproven')")
    assert event == (unproven,)


def test_a_mailbox_may_have_moved_to_another_server(world) -> None:
    for moved in world.since_the_move:
        assert world.line.event(moved, "json_extract_string(fields, '$.sender_unproven')") == (None,)


@pytest.mark.parametrize(
    "name",
    ["named_writer", "unknown_writer", "answers_to_client", "answers_to_freemail", "answers_to_forgotten"],
)
def test_what_another_wrote_who_is_named_behind_an_address_of_ours_is_held(world, name) -> None:
    columns = "author_id, author_is_us, json_extract_string(fields, '$.sender_unproven')"
    assert world.line.event(getattr(world, name), columns) == (None, False, "sent_by_another")


@pytest.mark.parametrize("name", ["answers_to_helpdesk", "answers_to_us", "sent_for_answers"])
def test_what_we_wrote_stays_ours_wherever_its_answers_go(world, name) -> None:
    columns = "author_id, author_is_us, json_extract_string(fields, '$.sender_unproven')"
    assert world.line.event(getattr(world, name), columns) == ("mailto:projects@northlight.example", True, None)


@pytest.mark.parametrize(
    ("name", "author", "is_us", "ignored"),
    [
        ("to_group", "mailto:dana@acme.example", False, None),
        ("to_any_list", "mailto:dana@acme.example", False, "bulk_mail"),
        ("rewritten", "mailto:dana@acme.example", False, None),
        ("by_nobody", None, False, None),
        ("ours_by_theirs", "mailto:mia@northlight.example", True, None),
        ("forged", "mailto:x@evil.example", False, None),
        ("away", "mailto:dana@acme.example", False, "automatic_mail"),
        ("sealed", "mailto:dana@acme.example", False, "sealed"),
        ("removed", "mailto:dana@acme.example", False, "spam_or_trash"),
    ],
)
def test_a_group_is_believed_where_it_is_ours_or_a_clients(world, name, author, is_us, ignored) -> None:
    event = world.line.event(getattr(world, name), "author_id, author_is_us, ignored_reason")
    assert event == (author, is_us, ignored)


@pytest.mark.parametrize(
    ("name", "unproven"),
    [
        ("proven", None),
        ("failed", "failed"),
        ("missing", "missing"),
        ("never_proven", None),
        ("sent", None),
        ("pretended", "sent_by_another"),
        ("passed_on", "sent_by_another"),
        ("vouched", None),
        ("by_us", None),
        ("delegated", None),
        ("forwarded", "forwarded"),
        ("we_billed", None),
    ],
)
def test_a_sender_who_is_proven_elsewhere_in_the_mailbox_must_be_proven_here(world, name, unproven) -> None:
    event = world.line.event(getattr(world, name), "json_extract_string(fields, '$.sender_unproven')")
    assert event == (unproven,)


@pytest.mark.parametrize(
    ("name", "signer"),
    [("delegated", "Jo Meyer"), ("signed", "Jo"), ("by_us", None), ("by_forgotten", "[removed]")],
)
def test_a_mail_knows_who_speaks_in_it_where_that_is_not_its_author(world, name, signer) -> None:
    assert world.line.event(getattr(world, name), "json_extract_string(fields, '$.signed_by')") == (signer,)


@pytest.mark.parametrize(
    ("name", "client"),
    [("in_kims_thread", None), ("of_both", "acme"), ("answers_go_to_kim", None), ("no_clients", None)],
)
def test_a_mail_in_another_clients_thread_or_with_answers_to_one_belongs_to_nobody(world, name, client) -> None:
    rule = "external_domain" if client else "none" if name == "no_clients" else "conflict"
    assert world.line.event(getattr(world, name), "client_id, attribution_rule") == (client, rule)


def test_words_of_an_earlier_mail_of_the_thread_are_not_the_answers(world) -> None:
    text = world.line.event(world.answered, "text")
    assert DROPPED not in text
    assert HALL not in text
    assert text.startswith("Thanks, on Friday.")


def test_a_sentence_of_an_earlier_mail_within_a_line_is_not_the_answers_and_what_stands_around_it_is(world) -> None:
    text = " ".join(world.line.event(world.told_of, "text").split())
    assert text == "In your words: Confirmed. We look forward to Friday."


@pytest.mark.parametrize("how", CITED)
def test_a_sentence_that_is_cited_in_whatever_marks_is_not_the_answers(world, how) -> None:
    text = world.line.event(world.cited[how], "text")
    assert "drop the spots" not in text
    assert text.startswith("Fine.")


@pytest.mark.parametrize("words", OWN)
def test_a_sentence_that_only_names_what_an_earlier_mail_named_is_its_authors_to_its_end(world, words) -> None:
    assert words in world.line.event(world.own[words], "text")


@pytest.mark.parametrize("how", QUOTED_ANEW)
def test_sentences_of_an_earlier_mail_are_not_the_answers_however_they_are_wrapped_and_ordered(world, how) -> None:
    text = world.line.event(world.own[QUOTED_ANEW[how]], "text")
    assert text.startswith("Thanks, fine with us. We saw the layout.")
    assert "radio" not in text.casefold()
    assert "Friday" not in text


@pytest.mark.parametrize("words", OWN_BESIDE)
def test_a_sentence_that_shares_only_some_words_with_an_earlier_mail_is_its_authors(world, words) -> None:
    assert words in world.line.event(world.own[words], "text")


@pytest.mark.parametrize("words", FROM_SLACK)
def test_what_others_said_in_the_clients_slack_is_not_the_word_of_who_pastes_it_into_a_mail(world, words) -> None:
    text = " ".join(world.line.event(world.own[words], "text").split()).removesuffix("Pasted:").strip()
    assert text == "Fine with us. We saw the layout."


@pytest.mark.parametrize("words", NOT_FROM_SLACK)
def test_what_was_said_in_slack_by_oneself_to_others_later_or_in_few_words_stays_in_a_mail(world, words) -> None:
    assert words in world.line.event(world.own[words], "text")


def test_what_is_left_stands_where_it_stood_in_the_version_that_landed(world) -> None:
    text, landed = world.line.rows(
        f"""select e.text, v.text from context.events as e join context.item_versions as v using (item_id, version)
        where e.event_id = '{world.answered}'"""
    )[0]
    assert len(text) == len(landed)
    assert all(shown in (" ", there) for shown, there in zip(text, landed, strict=True))


@pytest.mark.parametrize("name", ["confirmed", "other_thread"])
def test_a_mail_of_nothing_but_an_earlier_mails_sentence_keeps_it_for_a_person_to_look_at(world, name) -> None:
    event = world.line.event(getattr(world, name), "text, json_extract_string(fields, '$.sender_unproven')")
    assert DROPPED in event[0]
    assert event[1] == "repeats"
    assert "repeats" in UNPROVEN


@pytest.mark.parametrize("name", ["under_its_subject", "by_a_colleague"])
def test_words_of_an_earlier_mail_are_not_the_answers_where_it_has_lost_its_thread(world, name) -> None:
    text = world.line.event(getattr(world, name), "text")
    assert DROPPED not in text
    assert HALL not in text


@pytest.mark.parametrize("name", ["asked", "by_strangers", "repeated"])
def test_ones_own_words_and_those_of_people_who_never_got_them_stay(world, name) -> None:
    assert DROPPED in world.line.event(getattr(world, name), "text")


def test_what_its_author_said_before_stays_beside_a_quote(world) -> None:
    assert world.line.event(world.of_both_times, "text").strip() == "The flyers are printed."


@pytest.mark.long
def test_of_a_programs_mail_the_subject_alone_is_read_and_makes_the_week_another(tmp_path) -> None:
    line, key = Line(tmp_path), ClientWeek("acme", "2026-W46")

    def read() -> tuple[WeekContext, list[Event]]:
        line.build(key.week)
        with duckdb.connect(line.home.warehouse) as con:
            week = read_client_weeks(con, line.settings, [key])[key]
            return week, read_events(con, [key], week.time_zone)[key]

    line.mail("2026-11-12 09:00", MIA, DANA, "See you on Wednesday.")
    before, _ = read()
    declined = line.mail(
        "2026-11-13 10:00", DANA, MIA, "Dana has declined.", subject="Declined: Review", payload={"automatic": True}
    )
    empty = line.mail("2026-11-13 11:00", DANA, MIA, "", subject="Canceled: Review")
    said = {"method": "CANCEL", "uid": "r1", "slot": None, "starts_at": None, "partstat": None}
    invitation = line.mail("2026-11-13 12:00", DANA, MIA, "", subject="Review", payload={"invitations": [said]})
    week, again = read()
    assert line.event(invitation, "ignored_reason") == "invitation"
    assert week.subjects[-1].fields["invitations"] == [said]
    assert week.events == before.events
    assert [(event.event_id, event.title, event.text) for event in week.subjects] == [
        (declined, "Declined: Review", ""),
        (empty, "Canceled: Review", ""),
        (invitation, "Review", ""),
    ]
    assert again == [*week.events, *week.subjects]
    assert week.context_hash != before.context_hash
