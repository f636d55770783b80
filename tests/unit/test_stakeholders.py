"""What `yarnnn who` concludes of a person: from stored events alone, each conclusion with the events it rests on."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import duckdb
import pytest

from yarnnn_pipelines.context.stakeholders.habits import opens_with_a_greeting
from yarnnn_pipelines.context.stakeholders.profile import conclusions, identity
from yarnnn_pipelines.context.stakeholders.reading import (
    clients_of,
    events_of_client,
    person_named,
    promises_of,
    read_people,
)
from yarnnn_pipelines.context.stakeholders.records import Conclusion, Person, Promise, WeekEvent
from yarnnn_pipelines.core.errors import UserError
from yarnnn_pipelines.forgetting.documents import find_documents, remove_documents
from yarnnn_pipelines.forgetting.marks import Forgotten, Marker, Marks
from yarnnn_pipelines.forgetting.target import Target
from yarnnn_pipelines.project import settings_of
from yarnnn_pipelines.stores.ledger.ledger import Ledger
from yarnnn_pipelines.stores.ledger.opening import open_ledger

INES = Person(
    "mailto:ines@brightwood.example", "Ines Prado", "ines@brightwood.example", "U7", False, "brightwood", None
)
OTTO = Person("mailto:otto@studio.example", "Otto Lang", "otto@studio.example", "U1", True, None, None)
TWO_CLIENTS = settings_of(
    {
        "agency": {"name": "Studio", "time_zone": "Europe/Lisbon", "domains": ["studio.example"], "start": "2026-W41"},
        "sources": {},
        "clients": [
            {"id": "brightwood", "name": "Brightwood Press", "domains": ["brightwood.example"]},
            {"id": "harbour", "name": "Harbour", "domains": ["harbour.example"]},
        ],
    }
)
MONDAY = datetime(2026, 11, 9, 9, tzinfo=UTC)


def said(person: Person, text: str, after: float = 0, **changed: object) -> WeekEvent:
    """after: hours since Monday at nine."""
    at = MONDAY + timedelta(hours=after)
    values: dict[str, object] = {
        "event_id": f"slack:{person.name}:{after}",
        "version": "v1",
        "platform": "slack",
        "kind": "message",
        "occurred_at": at,
        "person_id": person.person_id,
        "author_name": person.name,
        "author_is_us": person.is_us,
        "author_client_id": person.client_id,
        "container_id": "C1",
        "container_name": "client-brightwood",
        "thread_id": None,
        "title": None,
        "text": text,
        "permalink": None,
        "audience": "client",
    }
    return WeekEvent(**(values | changed))


def of(person: Person, *events: WeekEvent, promises: tuple[Promise, ...] = ()) -> dict[str, list[Conclusion]]:
    drawn: dict[str, list[Conclusion]] = {}
    for conclusion in conclusions(person, "brightwood", events, promises, "Europe/Lisbon"):
        drawn.setdefault(conclusion.kind, []).append(conclusion)
    return drawn


def test_of_somebody_who_wrote_next_to_nothing_no_habit_is_known() -> None:
    drawn = of(INES, said(INES, "Hello all, good to be here"), said(INES, "See you on Thursday", 5))
    assert not any(each.is_known for kind in ("length", "greeting", "channel", "response_time") for each in drawn[kind])
    assert all(not each.evidence for each in drawn["length"])


def test_length_greeting_and_channel_are_counted_for_each_platform_with_all_their_events() -> None:
    chats = [said(INES, "The proofs are lovely today", hours) for hours in (0, 1, 2)]
    mails = [
        said(
            INES,
            "Dear Otto,\nthe proofs of the catalogue came in",
            hours,
            platform="gmail",
            kind="mail",
            title="Proofs",
        )
        for hours in (30, 31, 32, 33)
    ]
    drawn = of(INES, *chats, *mails, said(OTTO, "Hi Ines, thanks", 40))
    [length], [greeting], [channel] = drawn["length"], drawn["greeting"], drawn["channel"]
    assert length.value == {"gmail": {"median_words": 9, "of": 4}, "slack": {"median_words": 5, "of": 3}}
    assert greeting.value == {"gmail": {"with_greeting": 4, "of": 4}, "slack": {"with_greeting": 0, "of": 3}}
    assert channel.value == {"Mail": 4, "Slack #client-brightwood": 3}
    assert {evidence.event.event_id for evidence in length.evidence} == {each.event_id for each in (*chats, *mails)}


@pytest.mark.parametrize(
    "text", ["Hi Otto, the proofs came", "hey team 👋", "Good morning all, one thing", "Dear both,\nyes"]
)
def test_a_greeting_opens_a_text(text: str) -> None:
    assert opens_with_a_greeting(text)


@pytest.mark.parametrize(
    "text", ["Morning shift starts at six", "High time", "The proofs came. Hi Otto", "Hi-res scans"]
)
def test_what_only_begins_like_a_greeting_is_none(text: str) -> None:
    assert not opens_with_a_greeting(text)


def test_the_time_to_answer_is_the_median_over_the_questions_that_somebody_answered() -> None:
    asked = []
    for day, hours in enumerate((1, 2, 9)):
        thread = {"thread_id": f"t{day}"}
        asked.append(said(OTTO, "Which paper do you want for the cover?", 24 * day, **thread))
        asked.append(said(INES, "We take the uncoated one for it.", 24 * day + hours, **thread))
    [answers] = of(INES, *asked)["response_time"]
    assert answers.value == {"median_seconds": 7200, "of": 3}
    assert [evidence.shows for evidence in answers.evidence] == ["question", "answer"] * 3
    assert not of(OTTO, *asked)["response_time"][0].is_known


def test_hours_are_told_on_the_agencys_clock() -> None:
    [hours] = of(INES, *(said(INES, "The proofs came", 24 * day, event_id=str(day)) for day in range(-7, 0)))["hours"]
    assert hours.value["weekdays"]["Mon"] == 1
    assert hours.value["from"] == "09:00"


def test_a_question_is_told_with_what_became_of_it_and_only_lately() -> None:
    drawn = of(
        INES,
        said(INES, "Could you send the old catalogue?", -24 * 40),
        said(INES, "Could you send the catalogue draft?", 0, thread_id="t"),
        said(OTTO, "Here is the catalogue draft.", 1, thread_id="t"),
        said(INES, "When does the printer need the final cover?", 50, thread_id="u"),
    )
    assert [(each.evidence[0].quote, each.says) for each in drawn["asked"]] == [
        ("When does the printer need the final cover?", "no answer was found"),
        ("Could you send the catalogue draft?", "answered by Otto Lang"),
    ]
    assert len({each.name for each in drawn["asked"]}) == 2


def test_a_question_is_answered_below_it_in_its_channel_too() -> None:
    question = said(INES, "Some readers get the letter twice. Can you check?", 0)
    drawn = of(INES, question, said(OTTO, "Yes, 23 readers got two letters.", 0.9))
    assert [each.says for each in drawn["asked"]] == ["answered by Otto Lang"]


def test_a_question_that_was_only_taken_up_is_not_said_to_have_no_answer() -> None:
    drawn = of(OTTO, said(OTTO, "Ines, can you chase them?"), said(INES, "On it.", 0.7))
    assert [each.says for each in drawn["asked"]] == ["taken up by Ines Prado, which need not settle it"]


def test_an_answer_that_says_please_is_no_question() -> None:
    for answer in ("Phone bookings: yes, please count them.", "Sure, please go ahead."):
        assert not of(INES, said(INES, answer))["asked"][0].is_known
    assert of(INES, said(INES, "Yes, can you send the cover?"))["asked"][0].is_known


def test_what_somebody_was_asked_by_name_is_owed_until_they_write_after_it() -> None:
    question = said(OTTO, "Ines, can you send us the signed licence?", 0, thread_id="t")
    [owed] = of(INES, said(INES, "All good here", -30), question)["owes"]
    assert owed.evidence[0].event is question
    came_back = said(INES, "I have to look for it.", 5, thread_id="t")
    elsewhere = said(INES, "The signed licence went out.", 90, container_id="C2", thread_id="u")
    for later in (came_back, elsewhere):
        assert not of(INES, question, later)["owes"][0].is_known
    to_nobody = said(OTTO, "Can anybody send us the signed licence?", 0, thread_id="t")
    assert not of(INES, to_nobody)["owes"][0].is_known


def test_what_another_is_asked_or_a_namesake_may_be_meant_by_is_not_owed() -> None:
    to_another = said(OTTO, "Tomas, can you send us the signed licence?")
    assert not of(INES, to_another)["owes"][0].is_known
    namesake = replace(INES, person_id="mailto:ines2@brightwood.example", name="Ines Moreau")
    to_either = said(OTTO, "Ines, can you send us the signed licence?")
    assert not of(INES, said(namesake, "Good morning", -50), to_either)["owes"][0].is_known


def test_a_mail_to_one_person_alone_asks_that_person() -> None:
    mail = {"kind": "mail", "platform": "gmail", "title": "Licence", "thread_id": "m"}
    text = "We need the signed licence. Could you send it this week?"
    assert of(INES, said(OTTO, text, to=(INES.email,), **mail))["owes"][0].is_known
    assert not of(INES, said(OTTO, text, to=(INES.email, "else@brightwood.example"), **mail))["owes"][0].is_known


def test_only_what_somebody_promised_of_themselves_is_theirs() -> None:
    def promised(text: str, closed_by: str | None = None, state: str = "open") -> list[Conclusion]:
        event, done = said(INES, text), said(INES, "The licence is signed.", 3, event_id="done")
        promise = Promise(event.event_id, "v1", 0, len(text), "by Friday", closed_by, state)
        return of(INES, event, done, promises=(promise,))["promised"]

    [open_one] = promised("I'll send the signed licence by Friday.")
    assert open_one.says == "not told as done, due by Friday"
    assert (
        promised("We'll sign it by Friday.", None, "overdue")[0].says
        == "not told as done, due by Friday, which is over"
    )
    assert promised("We'll sign the licence by Friday.", "done", "kept")[0].says == "told as done by Ines Prado"
    assert promised("We'll sign it by Friday.", "done", "moved")[0].says == "moved to another day by Ines Prado"
    assert promised("We'll sign it by Friday.", "done", "withdrawn")[0].says == "taken back by Ines Prado"
    assert promised("You'll have the licence on Friday.")[0].is_known
    assert not promised("Otto will send the licence by Friday.")[0].is_known
    assert not promised("The fair starts on Friday 13 November.")[0].is_known


# --- who is meant ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("named", ["INES@brightwood.example", "ines prado", "Ines", "u7"])
def test_a_person_is_found_by_address_account_or_name_and_by_part_of_it(named: str) -> None:
    assert person_named([INES, OTTO], named, "the people") is INES


def test_a_name_that_two_have_is_asked_for_again_with_both_addresses() -> None:
    other = Person("mailto:ines@harbour.example", "Ines Moreau", "ines@harbour.example", None, False, "harbour", None)
    with pytest.raises(UserError) as caught:
        person_named([INES, OTTO, other], "Ines", "the names known from Slack")
    assert caught.value.where == "the names known from Slack"
    assert "Ines Moreau (ines@harbour.example), Ines Prado (ines@brightwood.example)" in caught.value.mend


@pytest.mark.parametrize(
    ("named", "mend"), [("Inez Prado", "did you mean Ines Prado"), ("zzz", "known are Ines Prado")]
)
def test_somebody_unknown_is_told_with_those_who_are_near_or_known(named: str, mend: str) -> None:
    with pytest.raises(UserError) as caught:
        person_named([INES, OTTO], named, "")
    assert mend in caught.value.mend


# --- removed ---------------------------------------------------------------------------------------------------------


@pytest.fixture
def ledger(tmp_path: Path) -> Ledger:
    return open_ledger(f"sqlite:///{tmp_path / 'ledger.db'}")


def test_what_was_removed_stays_removed_until_it_is_restored(ledger: Ledger) -> None:
    ledger.remove_conclusion("p1", ["brightwood", "harbour"], "greeting")
    ledger.remove_conclusion("p1", ["brightwood"], "greeting")
    assert [(each.client, each.conclusion) for each in ledger.removed_conclusions("p1")] == [
        ("brightwood", "greeting"),
        ("harbour", "greeting"),
    ]
    assert ledger.removed_conclusions("p2") == []
    assert ledger.restore_conclusion("p1", "greeting") == 2
    assert ledger.removed_conclusions("p1") == []


@pytest.mark.parametrize("forgotten", ["person", "client"])
def test_who_is_forgotten_leaves_no_removal_behind(ledger: Ledger, forgotten: str) -> None:
    key = ledger.make_forgotten_key()
    ines, otto = Marker(key)(INES.person_id), Marker(key)(OTTO.person_id)
    ledger.remove_conclusion(ines, ["brightwood"], "greeting")
    ledger.remove_conclusion(otto, ["harbour"], "hours")
    target = Target(Forgotten(key, Marks(authors=frozenset([ines]))))
    if forgotten == "client":
        target = _ForgottenClient(Forgotten(key))
    documents = find_documents(ledger, target, ())
    assert documents.conclusions == 1
    remove_documents(ledger, documents, target)
    assert ledger.removed_conclusions(ines) == []
    assert len(ledger.removed_conclusions(otto)) == 1


class _ForgottenClient(Target):
    client_id = "brightwood"


# --- what is read ----------------------------------------------------------------------------------------------------


@pytest.fixture
def warehouse() -> Iterator[duckdb.DuckDBPyConnection]:
    """People and mails of two clients; Ines of the one wrote in the other's too, and Otto's name is not known."""
    with duckdb.connect() as con:
        con.execute("create schema context")
        con.execute(
            "create table context.people as select * from (values"
            " ('mailto:ines@brightwood.example', 'Ines Prado', 'ines@brightwood.example', 'U7', false, 'brightwood',"
            " null),"
            " ('mailto:otto@studio.example', ' ', 'otto@studio.example', 'U1', true, null, null)"
            ") as rows (person_id, name, email, slack_id, is_us, client_id, role)"
        )
        con.execute(
            """
            create table context.client_week_events as
            select rows.client_id || who as event_id, 'v1' as version, 'gmail' as platform, 'mail' as kind,
                timestamptz '2026-11-09 09:00:00+00' as occurred_at, '2026-W46' as week, person_id, name as author_name,
                is_us as author_is_us, 'inbox' as container_id, null::varchar as container_name,
                null::varchar as thread_id, 'Proofs' as title, 'They came in.' as text, null::varchar as permalink,
                rows.client_id, 'client' as audience, '{"to": [{"email": "Ines@Brightwood.example"}]}' as fields
            from (values ('brightwood', 'Ines'), ('harbour', 'Ines'), ('harbour', 'otto')) as rows (client_id, who)
            join context.people on starts_with(lower(email), lower(who))
            """
        )
        yield con


def test_a_clients_person_is_read_from_that_clients_weeks_alone(warehouse: duckdb.DuckDBPyConnection) -> None:
    ines, otto = (person_named(read_people(warehouse), name, "") for name in ("Ines", "otto@studio.example"))
    assert clients_of(warehouse, ines, TWO_CLIENTS) == ["brightwood"]
    assert clients_of(warehouse, otto, TWO_CLIENTS) == ["harbour"]
    assert otto.name == "otto@studio.example"
    [event] = events_of_client(warehouse, "brightwood")
    assert (event.event_id, event.author_client_id) == ("brightwoodInes", "brightwood")
    assert event.to == ("ines@brightwood.example",)
    assert promises_of(warehouse, ines, "brightwood") == []


def test_where_no_week_is_built_that_is_said() -> None:
    with duckdb.connect() as con, pytest.raises(UserError, match="no week has been built"):
        read_people(con)


def test_what_yarnnn_yaml_does_not_say_is_not_known() -> None:
    role, organisation, side = identity(INES, TWO_CLIENTS)
    assert (role.is_known, organisation.says, side.value) == (False, "Brightwood Press", "brightwood")
    stranger = replace(INES, client_id=None, email="ines@gmail.com")
    assert not any(each.is_known for each in identity(stranger, TWO_CLIENTS))
    gone = replace(INES, client_id="left")
    assert identity(gone, TWO_CLIENTS)[2].is_known is False
