"""What a long text, a busy week and many clients cost: twice as much of it, about twice the work and no more.

Work is counted, in calls of functions: the same on any machine.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from functools import partial
from random import Random
from typing import Any

import pytest

from tests.unit.weekly import ACME, at, client_week, mail, meeting, message, stored, write
from yarnnn_pipelines.config.deliverable_types import deliverable_type
from yarnnn_pipelines.context import ceilings
from yarnnn_pipelines.context.ceilings import MOST_OF_A_TEXT, part_read
from yarnnn_pipelines.context.conversations import conversations
from yarnnn_pipelines.context.facts import facts_of
from yarnnn_pipelines.context.later_turns import LaterTurns
from yarnnn_pipelines.context.open_points import Sides
from yarnnn_pipelines.context.promises import ClosedBy, Closings
from yarnnn_pipelines.context.signals import MOST_LINES_ALIGNED, _replaced_lines
from yarnnn_pipelines.context.stated import StatedWords, Words
from yarnnn_pipelines.context.taken_back import TakenBack
from yarnnn_pipelines.core.shipped import shipped
from yarnnn_pipelines.deliverables.brief.brief import make_brief
from yarnnn_pipelines.deliverables.gate.gate import judge
from yarnnn_pipelines.deliverables.slots.frame import frame_for
from yarnnn_pipelines.deliverables.week.agency_marks import AgencyMarks
from yarnnn_pipelines.deliverables.week.client_week import Event
from yarnnn_pipelines.deliverables.week.unread import Unread, long_text
from yarnnn_pipelines.english.next_words import turns_it
from yarnnn_pipelines.english.presence import nouns_present, presences
from yarnnn_pipelines.english.requests import people_spoken_to
from yarnnn_pipelines.english.retractions import names_a_wrong_value
from yarnnn_pipelines.english.sentences import LONGEST_SENTENCE, core, sentences
from yarnnn_pipelines.english.stance import sentences_stood_by
from yarnnn_pipelines.english.unfinished_texts import is_unfinished
from yarnnn_pipelines.english.values import values_given
from yarnnn_pipelines.project import settings_of

KIND = deliverable_type("client_update")
SAID = (
    "The {} banner is fixed.",
    "We decided to drop the {} poster.",
    "The {} page launched on Monday.",
    "I'll send the {} brochure on Thursday.",
    "Conversion of the {} form rose from 2 % to 3 %.",
    "Could you sign off the {} flyer by Friday?",
    "There is a risk that the {} video comes late.",
    "Scrap that, the {} menu is broken.",
)


def said(count: int) -> list[str]:
    """Sentences of eight kinds, each of a thing of its own."""
    chance = Random(7)
    things = ("".join(chance.choices("bcdfglmnprst", k=1) + chance.choices("aeiou", k=1)) for _ in range(6 * count))
    return [SAID[n % len(SAID)].format("".join(next(things) for _ in range(3))) for n in range(count)]


def a_text(count: int) -> list[Event]:
    return [mail("Mia Duarte", at(10), "Launch", " ".join(said(count)))]


def a_week(count: int) -> list[Event]:
    """Messages of both sides in one channel."""
    authors = ("Mia Duarte", "Dana Reyes")
    return [
        message(authors[n % 2], at(9, 8) + timedelta(seconds=n * 400_000 // count), words)
        for n, words in enumerate(said(count))
    ]


def a_thread(count: int) -> list[Event]:
    return [replace(event, thread_id="slack:T1:root") for event in a_week(count)]


def calls_of(work: Callable[[], object]) -> int:
    """How many functions were called, of Python's and of C's."""
    calls = 0

    def count(frame: object, event: str, argument: object) -> None:
        nonlocal calls
        calls += event in ("call", "c_call")

    sys.setprofile(count)
    try:
        work()
    finally:
        sys.setprofile(None)
    return calls


def update_of(week: Any) -> None:
    judge(write(week, KIND), frame_for(week), KIND, stored(week))


@pytest.mark.long
@pytest.mark.parametrize("make", [pytest.param(a_text, marks=pytest.mark.long), a_week, a_thread])
def test_twice_as_many_statements_are_about_twice_the_work(
    make: Callable[[int], list[Event]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("yarnnn_pipelines.deliverables.brief.brief.MOST_STATEMENTS", 1_000_000)
    weeks = [client_week(*make(count)) for count in (80, 160, 320)]
    update_of(weeks[0])  # what is read or compiled once
    once, twice, four_times = (calls_of(partial(update_of, week)) for week in weeks)
    assert twice < 2.6 * once
    assert four_times < 2.6 * twice


ASKED_AND_PROMISED = (
    "Could you send us the file number {} by Friday?",
    "I will send you the report {} by Thursday.",
    "We need the photos of page {} on Monday.",
    "The launch of page {} is planned for Tuesday.",
)


def asks_and_promises(count: int) -> list[Event]:
    """Messages of both sides in one channel, a few seconds apart, that differ by a number alone."""
    return [
        message(
            ("Mia Duarte", "Dana Reyes")[n % 2],
            at(10, 0) + timedelta(seconds=11 * n),
            ASKED_AND_PROMISED[n % len(ASKED_AND_PROMISED)].format(n),
        )
        for n in range(count)
    ]


def promises_of(events: list[Event]) -> list[ClosedBy | None]:
    """What closed each promise of a week, as its table finds it."""
    week = client_week(*events)
    sides = Sides(frozenset(("Mia Duarte", "Dana Reyes")), {}, "Europe/Lisbon")
    stated = [StatedWords(one.signal, (Words(one.event, one.start, one.end),)) for one in week.signals]
    stating = {fact.pieces[0].event.event_id for fact in stated}
    turns = LaterTurns(conversations(events, ACME.id))
    closings = Closings(stated, sides, TakenBack(events, stating), turns)
    return [closings.of(fact.pieces[0]) for fact in stated if fact.kind == "commitment"]


@pytest.mark.long
def test_twice_as_many_promises_that_differ_by_a_number_are_about_twice_the_work() -> None:
    weeks = [asks_and_promises(count) for count in (200, 400, 800)]
    assert len(promises_of(weeks[0])) > 80  # and what is read or compiled once
    once, twice, four_times = (calls_of(partial(promises_of, week)) for week in weeks)
    assert twice < 2.6 * once
    assert four_times < 2.6 * twice


def test_twice_as_many_meetings_are_about_twice_the_work() -> None:
    """A calendar of ten thousand, all moved, with words about some of them."""

    def week(count: int) -> Any:
        moved = (
            meeting(f"Sync {words}", at(12, 9), "moved", before=at(11, 9))
            for words in (sentence.split()[1] for sentence in said(count))
        )
        return client_week(*a_week(100), meetings=tuple(moved))

    weeks = [week(count) for count in (250, 500)]
    make_brief(weeks[0], KIND)
    once, twice = (calls_of(partial(make_brief, week, KIND)) for week in weeks)
    assert twice < 2.3 * once


def test_what_tells_of_others_is_looked_up_at_no_more_cost_with_more_clients() -> None:
    def marks(count: int) -> AgencyMarks:
        clients = [
            {
                "id": f"c{n}",
                "name": f"Kunde{n} Handels GmbH",
                "aliases": [f"Q{n}" if n < 10 else f"Kundschaft{n}"],
                "domains": [f"kunde{n}.example"],
                "slack": {"shared": [f"client-kunde{n}"]},
            }
            for n in range(count)
        ]
        agency = {"name": "Us", "time_zone": "Europe/Lisbon", "domains": ["us.example"], "start": "2026-W40"}
        made = AgencyMarks(settings_of({"agency": agency, "sources": {}, "clients": clients}))
        made.prepare()
        return made

    def look_up(marks: AgencyMarks) -> None:
        others = marks.others_of("c1")
        for sentence in said(50):
            assert others.named_in(sentence) is None
        assert others.named_in("The Kunde22 Handels GmbH page is live.") == "Kunde22 Handels GmbH"

    few, many = marks(100), marks(1_000)
    look_up(few)
    assert calls_of(partial(look_up, many)) < 1.2 * calls_of(partial(look_up, few))


def test_a_sentence_of_nothing_but_ornaments_is_taken_apart_once() -> None:
    def take_apart(count: int) -> None:
        text = ":tada: " * count
        assert {core(text, span) for span in sentences(text)} == {None}

    take_apart(10)
    assert calls_of(partial(take_apart, 2_000)) < 2.3 * calls_of(partial(take_apart, 1_000))


ENDLESS = (
    "and the fix is live ",
    "launch 12 May ",
    "the budget is €4,000 and ",
    "(live ",
    "we said it is live; ",
    "the fix, ",
    "the fix is live\t",
    " ",
    "1",
    "a",
)


@pytest.mark.parametrize("again", ENDLESS)
def test_what_a_text_of_one_endless_sentence_gives_is_read_in_parts_at_a_cost_that_grows_as_its_length(
    again: str,
) -> None:
    """Expressions do the work, and no call of a function shows it: this alone is timed, against itself."""

    def seconds(characters: int) -> float:
        text = f"Fix {again * (characters // len(again))}live"
        earlier = "The page is live."

        def read() -> float:
            for cache in (turns_it, values_given, presences):
                cache.cache_clear()
            began = time.process_time()
            facts_of([message("Mia Duarte", at(10), text)], [], "Europe/Lisbon")
            for span in sentences(text):
                assert span.end - span.start <= LONGEST_SENTENCE
                nouns_present(text[slice(*span)])
            turns_it(text, earlier)
            names_a_wrong_value(text)
            return time.process_time() - began

        return min(read() for _ in range(2))

    seconds(2_000)
    assert seconds(12_000) < 7 * seconds(3_000) + 0.05


@pytest.mark.parametrize("opened", ["[check ", "[insert ", "<your ", "{your "])
def test_slots_that_are_opened_and_never_closed_are_looked_for_at_a_cost_that_grows_as_the_text(opened: str) -> None:
    """Timed against itself, as above."""

    def seconds(characters: int) -> float:
        text = opened * (characters // len(opened))

        def search() -> float:
            began = time.process_time()
            assert not is_unfinished(text)
            return time.process_time() - began

        return min(search() for _ in range(3))

    assert seconds(64_000) < 7 * seconds(16_000) + 0.05


def test_a_sentence_too_long_to_be_taken_apart_is_given_in_parts_that_state_nothing() -> None:
    text = "The page is live. " + "and the fix is live " * 200 + "\nThe budget is €4,000."
    (first, *parts, last) = sentences(text)
    assert [text[slice(*span)] for span in sentences_stood_by(text)] == ["The page is live.", "The budget is €4,000."]
    assert (text[slice(*first)], text[slice(*last)]) == ("The page is live.", "The budget is €4,000.")
    assert " ".join(text[slice(*part)] for part in parts) == ("and the fix is live " * 200).strip()
    assert [len(text[slice(*span)]) for span in sentences("a" * 3_100)] == [1_500, 1_500, 100]


def test_a_page_of_too_many_lines_to_align_still_tells_which_value_changed() -> None:
    same = "- [ ] to do\n" * MOST_LINES_ALIGNED
    before, after = f"Launch: 12 May\n{same}Budget: 10", f"Launch: 19 May\n{same}{same}Budget: 10"
    ((old, new),) = _replaced_lines(before, after)
    assert (before[slice(*old)], after[slice(*new)]) == ("Launch: 12 May", "Launch: 19 May")


# --- ceilings --------------------------------------------------------------------------------------------------------


def test_a_text_is_read_in_whole_sentences_up_to_its_ceiling() -> None:
    sentence = "We did not approve the budget. "
    read = part_read(sentence * 10_000)
    assert MOST_OF_A_TEXT - 100 < len(read) <= MOST_OF_A_TEXT
    assert read.endswith(sentence)
    assert part_read("a" * (MOST_OF_A_TEXT + 1)) == "a" * (MOST_OF_A_TEXT - 2_000)
    assert part_read(sentence) == sentence


def test_dbt_reads_as_much_of_a_text_as_everybody() -> None:
    macro = (shipped("dbt") / "macros" / "most_of_a_text.sql").read_text(encoding="utf-8")
    assert f" {ceilings.MOST_OF_A_TEXT} " in macro


def test_of_a_week_of_too_many_statements_those_that_weigh_most_are_told_and_the_rest_is_named(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("yarnnn_pipelines.deliverables.brief.brief.MOST_STATEMENTS", 20)
    week = client_week(*a_week(40))
    draft = write(week, KIND)
    (said_of_it,) = draft.not_read
    assert f"{len(week.signals) - 20:,} others were left out" in said_of_it
    assert "outweighed" in draft.left_out.values()


def test_what_was_not_read_of_a_week_is_named_in_its_draft() -> None:
    event = mail("Mia Duarte", at(10), "Launch", "The new site launched on Monday.")
    endless, table = (
        long_text(event_id, "gmail", at(10), "Europe/Lisbon", characters)
        for event_id, characters in (("gmail:1", 5_000_000), ("gmail:2", 2_000))
    )
    unread = Unread((endless,), {"slack:1": at(9)}, 12, (table,))
    draft = write(replace(client_week(event), unread=unread), KIND)
    long, sentence, old, meetings = draft.not_read
    assert "1 text is longer than 100,000 characters" in long
    assert "10 November, 10:00, 5,000,000 characters" in long
    assert "Mia" not in long
    assert "1 text holds a sentence of more than 1,500 characters" in sentence
    assert "1 item, up to 9 November" in old
    assert "12 others were not looked at" in meetings
    assert [draft.left_out[one] for one in ("gmail:1", "gmail:2", "slack:1")] == [
        "read_in_part",
        "read_in_part",
        "not_read",
    ]
    assert write(client_week(event, client=ACME), KIND).not_read == ()


def test_whom_a_sentence_speaks_to_is_read_near_it_however_long_its_line_is() -> None:
    def calls(sentences_before: int) -> int:
        before = "Hi Mia, we begin. " + "Could Tom and Dana send the blue banner? " * sentences_before
        return calls_of(lambda: people_spoken_to("Jonas, could you look?", before))

    calls(1)  # expressions are compiled once
    assert calls(2_000) <= calls(100)
    assert people_spoken_to("Jonas, could you look?", "Hi Mia, we begin. " + "The banner is blue. " * 500) == {
        "mia",
        "jonas",
    }
    assert people_spoken_to(" could you look?", "@Tom" + " and the banner" * 500) == frozenset()
