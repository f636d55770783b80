"""True sentences with figures, dates and names as other countries and trades write them, each beside a wrong one."""

from __future__ import annotations

import pytest

from tests.unit.test_gate_rewrites import verdict
from tests.unit.test_gate_true_sentences import dana, mia
from tests.unit.weekly import at, message
from yarnnn_pipelines.deliverables.gate.rewrite_copies import a_turned_copy
from yarnnn_pipelines.english.likeness import is_negated, numbers
from yarnnn_pipelines.english.voice import given_name


def test_thousands_set_apart_by_a_space_are_one_number() -> None:
    asked = dana(10, "What will be with the 6 400 that were budgeted for the shelter?")
    answered = mia(10, "It stays with you and comes off the final account.")
    text = "The {} budgeted for the shelter stay with you and come off the final account."
    assert verdict("moved", text.format("6,400"), asked, answered) == "supported"
    assert verdict("moved", text.format("4,600"), asked, answered) != "supported"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("capped at 3 260", {"3260"}),
        ("it costs 12\u202f500 €", {"12500"}),
        ("1 250 000 visits", {"1250000"}),
        ("on 24 November 2026 400 came", {"24", "2026", "400"}),
        ("call 030 123 456", {"030", "123", "456"}),
    ],
)
def test_only_groups_of_three_figures_are_thousands(text: str, expected: set[str]) -> None:
    assert numbers(text) == expected


def test_a_day_called_by_its_number_is_of_the_month_that_is_named_beside_it() -> None:
    said = dana(9, "About the opening: Thursday 10th is the GP round. Can it be Wednesday 9 December?")
    agreed = mia(10, "Wednesday 9th, 2 to 4.")
    text = "The opening is now on Wednesday 9 December and no longer on {}."
    assert verdict("changed", text.format("Thursday 10 December"), said, agreed) == "supported"
    assert verdict("changed", text.format("Friday 4 December"), said, agreed) != "supported"


def test_a_title_is_no_first_name() -> None:
    names = ("Dr Ama Boateng", "Prof. Dr. Sabine Auer", "Mia Duarte", "Frau Pohl", "")
    assert [given_name(name) for name in names] == ["Ama", "Sabine", "Mia", "Pohl", ""]


def test_what_was_done_is_told_beside_what_is_meant_with_it() -> None:
    said = dana(10, "The friends of the museum have raised €5,000 and want to put it in a small greenhouse.")
    planned = dana(10, "The friends of the museum plan to raise €5,000 and want to put it in a small greenhouse.")
    text = "The friends of the museum have raised €5,000 for a small greenhouse."
    assert verdict("moved", text, said) == "supported"
    assert verdict("moved", text, planned) != "supported"


def test_a_small_word_between_two_small_words_is_not_left_out() -> None:
    said = "The climbing frame comes now and not the other one."
    assert a_turned_copy("The base is poured and the rubber comes on Monday.", [said]) is None
    assert a_turned_copy("The climbing frame is not new", ["The climbing frame is new"]) is not None


def test_a_negation_without_its_apostrophe_denies() -> None:
    assert is_negated("2 have the root ball broken, these I dont plant")
    assert not is_negated("We want the wont of the old firm")


def test_an_honest_answer_is_its_authors() -> None:
    asked = dana(10, "Will the lawn honestly be ready for the 18th?", 9)
    said = mia(
        10, "Honest answer: the lawn is rooted enough for 90 people on chairs. I'd put boards under the table.", 10
    )
    text = "You asked whether the lawn will be ready for the 18th: it is rooted enough for 90 people on chairs."
    assert verdict("moved", text, asked, said) == "supported"


def test_a_last_answer_is_its_authors() -> None:
    asked = dana(10, "We would need six per cent for the service agreement.", 9)
    said = mia(10, "Final answer: no to six, 4% on the service agreement is where I stop.", 10)
    text = "On the service agreement you asked for six per cent; Mia's final answer is no, 4% is where she stops."
    assert verdict("moved", text, asked, said) == "supported"


def test_who_gives_a_number_anew_has_corrected_it() -> None:
    asked = dana(10, "Our manager asks the weight of the treadmill for the floor. And how much place it needs?", 9)
    first, again = mia(10, "830 kilos", 10), mia(10, "380!! sorry, 380.", 10, 1)
    text = "Dana asked about the treadmill's weight: it weighs 380 kilos ({} corrected the first figure of 830)."
    assert verdict("moved", text.format("Mia"), asked, first, again) == "supported"
    assert verdict("moved", text.format("Jonas"), asked, first, again) != "supported"


def test_a_name_written_without_its_accent_is_the_name() -> None:
    said = mia(10, "Ines, the crest for the three couches is with the printer.")
    text = "{} was told that the crest for the three couches is with the printer."
    of_hers = message("Inês Carvalho", at(9), "Good morning from the club.")
    of_his = message("Rui Carvalho", at(9), "Good morning from the club.")
    assert verdict("moved", text.format("Inês"), said, unquoted=(of_hers,)) != "unsupported"
    assert verdict("moved", text.format("Rui"), said, unquoted=(of_his,)) == "unsupported"
