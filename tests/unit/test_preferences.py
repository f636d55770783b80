"""Preferences shape a type, a sentence and a text, and say nothing by themselves."""

from __future__ import annotations

import pytest

from tests.unit.weekly import at, client_week, message, write
from yarnnn_pipelines.config.deliverable_types import deliverable_type
from yarnnn_pipelines.core.errors import UserError
from yarnnn_pipelines.deliverables.preferences.form import form_of, is_a_greeting, is_a_sign_off
from yarnnn_pipelines.deliverables.preferences.preference import EXAMPLES, Preference, Preferences, checked, in_words
from yarnnn_pipelines.deliverables.preferences.shaped_type import shaped
from yarnnn_pipelines.deliverables.preferences.wording import in_its_forms, in_other_words

TYPE = deliverable_type("client_update")


def of(*each: tuple[str, str, object]) -> Preferences:
    return Preferences(tuple(Preference(kind, subject, value) for kind, subject, value in each))  # type: ignore[arg-type]


def test_a_type_that_nobody_prefers_anything_of_is_the_same() -> None:
    assert shaped(TYPE, Preferences()) is TYPE


def test_sections_are_ordered_renamed_shortened_and_left_out() -> None:
    kind = shaped(
        TYPE,
        of(
            ("section_order", "", ["risks", "moved"]),
            ("section_title", "moved", "Done"),
            ("section_most", "moved", 2),
            ("section_left_out", "numbers", True),
            ("section_left_out", "in_short", True),
        ),
    )
    assert [section.id for section in kind.sections] == [
        "risks", "waiting", "next", "coming", "moved", "decided", "numbers", "changed",
    ]  # fmt: skip
    moved, numbers = kind.section("moved"), kind.section("numbers")
    assert moved is not None
    assert numbers is not None
    assert (moved.title, moved.most, numbers.most, kind.opening.most) == ("Done", 2, 0, 0)


def test_a_text_of_so_many_sentences_tells_the_best_of_each_section_and_offers_or_lists_the_others() -> None:
    said = [
        "The landing page is live in both languages.",
        "The import of the old orders is finished.",
        "The newsletter went out to all customers.",
        "We decided to drop the radio spots.",
        "We will send the second design by Friday 20 November.",
    ]
    week = client_week(*(message("Mia Duarte", at(9 + n), text) for n, text in enumerate(said)))
    whole = write(week, TYPE)
    short = write(week, shaped(TYPE, of(("length", "", 3))))
    sections = [one.id for one in whole.sections if one.claims and one.id in {part.id for part in TYPE.sections}]
    told = {section.id: len(section.claims) for section in short.sections if section.id in sections}
    assert told == dict.fromkeys(["moved", "decided", "next"], 1)
    assert set(sections) == set(told)
    offered = {offer.text for offer in short.offers}
    assert offered == {"The import of the old orders is finished.", "The newsletter went out to all customers."}


def test_a_deliverable_without_any_substance_is_not_made() -> None:
    everything = of(*(("section_left_out", section.id, True) for section in TYPE.sections))
    assert [section.most for section in shaped(TYPE, everything).sections] == [one.most for one in TYPE.sections]


@pytest.mark.parametrize("line", ["Hi Dana,", "Dear all,", "Good morning Dana and Tom,", "Hello Dana Whitfield"])
def test_a_greeting_greets(line: str) -> None:
    assert is_a_greeting(line)


@pytest.mark.parametrize(
    "text", ["Best,\nMia", "Kind regards, Jonas", "Let me know if anything is unclear.\n\nMia", "Thanks!"]
)
def test_a_sign_off_closes(text: str) -> None:
    assert is_a_sign_off(text)


@pytest.mark.parametrize(
    "text",
    [
        "Hi Dana, the launch was a success!", "Dear all, sales doubled", "The launch was a success.",
        "Best, the budget is approved", "Looking forward to the launch on 12 November.",
        "Thanks for approving the budget",
    ],
)  # fmt: skip
def test_what_tells_something_neither_greets_nor_closes(text: str) -> None:
    assert not is_a_greeting(text)
    assert not is_a_sign_off(text)
    form = form_of(of(("greeting", "", text), ("sign_off", "", text)))
    assert (form.greeting, form.sign_off) == ("", "")


def test_somebodys_own_words_between_quotation_marks_stay() -> None:
    preferences = of(("days", "", "Nov 12"), ("wording", "shipped", "released"))
    text = "Mia shipped it on 9 November: “We shipped it on 9 November.”"
    worded = in_its_forms(in_other_words(text, preferences), preferences)
    assert worded == "Mia released it on Nov 9: “We shipped it on 9 November.”"


@pytest.mark.parametrize(
    ("text", "before", "after"),
    [
        ("It is not live.", "not", ""),
        ("It may be live.", "may be", "is"),
        ("Dana asked for 3 posts.", "3", "4"),
        ("We asked Dana.", "dana", "Omar"),
        ("It went live on Monday.", "monday", "Tuesday"),
    ],
)
def test_other_words_that_say_something_else_are_not_taken(text: str, before: str, after: str) -> None:
    assert in_other_words(text, of(("wording", before, after))) == text


def test_every_example_of_a_command_is_one() -> None:
    for example in EXAMPLES:
        name, _, value = example.strip('"').replace('"', "").partition("=")
        kind, _, subject = name.partition(":")
        assert in_words(checked(kind, subject, value), {})


@pytest.mark.parametrize(
    ("kind", "subject", "value", "mend"),
    [
        ("colour", "", "red", "one of section_order"),
        ("days", "", "12.11.", "one of 12 November"),
        ("days", "moved", "12 Nov", "yarnnn preferences CLIENT --set"),
        ("section_most", "moved", "none", "a number from 1"),
        ("length", "", "0", "a number from 1"),
        ("length", "moved", "3", "yarnnn preferences CLIENT --set"),
        ("wording", "", "released", "yarnnn preferences CLIENT --set"),
    ],
)
def test_what_is_no_preference_is_refused_with_the_mend(kind: str, subject: str, value: str, mend: str) -> None:
    with pytest.raises(UserError) as refused:
        checked(kind, subject, value)
    assert mend in refused.value.mend
