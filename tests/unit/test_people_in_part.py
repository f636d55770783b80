"""People of other clients whom a text calls by one word of their name: a surname is theirs, a first name perhaps."""

from __future__ import annotations

from dataclasses import replace

import duckdb
import pytest

from tests.unit.test_other_clients import settings
from tests.unit.weekly import ACME, at, client_week, message, stored, write
from yarnnn_pipelines.config.deliverable_types import deliverable_type
from yarnnn_pipelines.deliverables.gate.gate import judge
from yarnnn_pipelines.deliverables.slots.frame import frame_for
from yarnnn_pipelines.deliverables.week.agency_marks import AgencyMarks
from yarnnn_pipelines.deliverables.week.client_week import read_seen_with

UPDATE = deliverable_type("client_update")
OTHERS = [
    {
        "id": "globex",
        "name": "Globex",
        "contacts": [
            {"name": "Hank Scorpio", "email": "hank@globex.example"},
            {"name": "Mark Stone", "email": "mark@globex.example"},
        ],
    },
    {"id": "mendwell", "name": "Mendwell"},
]
PEOPLE = (("Mia Duarte", True, None), ("Dana Reyes", False, "acme"), ("Shah, Ravi", False, "mendwell"))
MARKS = AgencyMarks(settings(ACME.model_dump(), *OTHERS), PEOPLE, (), (("Fritz Fuller", "mendwell"),))
OWN_WORDS = ("mia", "duarte", "dana", "reyes", "acme")


def perhaps(text: str) -> str | None:
    named = MARKS.others_of("acme").perhaps_in(text, OWN_WORDS)
    return named[1] if named else None


@pytest.mark.parametrize(
    "text",
    [
        "Scorpio called about the launch.",
        "scorpio wants the same.",
        "Shah has also asked for it.",
        "The page for Shah went live on Tuesday.",
        "Scorpio's page went live.",
        "We told Scorpio that it is live.",
        "We decided to use the layout that Scorpio likes.",
        "The plan of Sc0rpio was approved.",
    ],
)
def test_a_surname_that_stands_for_a_person_is_another_clients(text: str) -> None:
    assert MARKS.others_of("acme").named_in(text, (ACME.name,)) is not None


@pytest.mark.parametrize(
    "text",
    [
        "Scorpio season began.",
        "The shah in the film and the Shah Mosque were drawn.",
        "Emma Scorpio called.",
        "Stone called the supplier.",
        "Hank wants the same.",
    ],
)
def test_a_surname_as_a_word_or_of_somebody_else_names_nobody(text: str) -> None:
    assert MARKS.others_of("acme").named_in(text, (ACME.name,)) is None


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Hank wants the same thing.", "Hank Scorpio"),
        ("hank asked for it.", "Hank Scorpio"),
        ("Hank: the page is live.", "Hank Scorpio"),
        ("The call with Hank went well.", "Hank Scorpio"),
        ("Catch-up Hank / Mia", "Hank Scorpio"),
        ("Scorpio catch-up", "Hank Scorpio"),
        ("We shipped the banner that Hank asked for.", "Hank Scorpio"),
        ("The page was approved by Mark this morning.", "Mark Stone"),
        ("Stone's newsletter was sent.", "Mark Stone"),
        ("@hank is in the loop.", "Hank Scorpio"),
        ("We met Ravi on Tuesday.", "Shah, Ravi"),
        ("Mark wants the same.", "Mark Stone"),
        ("Stone asked for it.", "Mark Stone"),
        ("Fuller said that the page is live.", "Fritz Fuller"),
    ],
)
def test_a_first_name_or_a_surname_that_is_a_word_may_be_another_clients(text: str, shown: str) -> None:
    assert perhaps(text) == shown


@pytest.mark.parametrize(
    "text",
    [
        "Mark the page as done.",
        "The stone arrived, and Stone Age posters went live.",
        "The mark was redesigned.",
        "The Hank Williams playlist is live.",
        "Hank Miller called.",
        "Dana wants the same.",
        "The fuller menu is live.",
        "Mia and Dana approved the plan.",
    ],
)
def test_words_and_ones_own_people_are_nobody_elses(text: str) -> None:
    assert perhaps(text) is None


def test_a_first_name_that_this_clients_people_share_is_theirs() -> None:
    people = (*PEOPLE, ("Hank Moody", False, "acme"))
    week = client_week(message("Mia Duarte", at(10), "The poster for Hank was printed this morning."))
    for known, is_doubted in ((PEOPLE, True), (people, False)):
        marks = AgencyMarks(settings(ACME.model_dump(), *OTHERS), known)
        alone = replace(week, other_clients=marks.others_of("acme"), people=tuple(marks.people_of("acme")))
        (claim,) = judge(write(alone, UPDATE), frame_for(alone), UPDATE, stored(alone), week.events).claims
        assert any("Hank Scorpio" in doubt for doubt in claim.doubts) is is_doubted


def test_whoever_writes_in_the_clients_channel_is_known_there() -> None:
    said = message("Mia Duarte", at(10), "The poster for Fritz was printed this morning.")
    fritz = message("Fritz Fuller", at(9), "Good morning.", author_client_id=None)
    for events, is_doubted in (((said,), True), ((said, fritz), False)):
        week = client_week(*events)
        week = replace(week, other_clients=MARKS.others_of("acme"), people=tuple(MARKS.people_of("acme")))
        (claim,) = judge(write(week, UPDATE), frame_for(week), UPDATE, stored(week), week.events).claims
        assert bool(claim.doubts) is is_doubted


def test_somebody_of_neither_side_belongs_where_alone_they_write() -> None:
    with duckdb.connect() as con:
        con.execute("create schema context")
        con.execute("create table context.people (person_id text, name text, is_us boolean, client_id text)")
        con.execute("create table context.events (person_id text, client_id text, kind text)")
        con.execute(
            "insert into context.people values ('f', 'Fritz', false, null), ('g', 'Gus', false, null),"
            "('h', 'Hank', false, 'globex'), ('m', 'Mia', true, null)"
        )
        con.execute(
            "insert into context.events values ('f', 'mendwell', 'message'), ('f', 'mendwell', 'comment'),"
            "('g', 'mendwell', 'message'), ('g', 'acme', 'message'), ('h', 'globex', 'message'),"
            "('m', 'acme', 'message'), ('f', 'acme', 'mail')"
        )
        assert read_seen_with(con) == (("Fritz", "mendwell"),)
