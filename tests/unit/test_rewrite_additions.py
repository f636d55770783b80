"""What a model's sentence may not add to what it quotes: a cause, an outcome, a side, certainty, a source.

Each wrong sentence stands beside a true one of the same source, which passes.
"""

from __future__ import annotations

import pytest

from tests.unit.test_gate_rewrites import MEETING, verdict
from tests.unit.weekly import at, message


@pytest.mark.parametrize(
    ("words", "true", "wrong"),
    [
        (
            "The posters are late because the printer is broken.",
            "The posters are late because of the broken printer.",
            "The posters are late because the files were wrong.",
        ),
        (
            "The shop opens a week later, the permit has not come.",
            "The shop opens a week later, since the permit has not come.",
            "The shop opens a week later due to a mistake in our plan.",
        ),
    ],
    ids=["another cause", "a cause of nothing"],
)
def test_a_cause_must_stand_in_what_is_quoted(words: str, true: str, wrong: str) -> None:
    source = message("Mia Duarte", at(9), words)
    assert verdict("risks", true, source) == "supported"
    assert verdict("risks", wrong, source) == "doubted"


@pytest.mark.parametrize(
    ("words", "true", "wrong"),
    [
        ("Legal approved the poster.", "Your legal team approved the poster.", "Your legal team rejected the poster."),
        ("The form is fixed.", "The contact form is fixed.", "The contact form is broken."),
        ("The shop is live.", "The web shop is live.", "The web shop is cancelled."),
        ("Sales rose in Porto.", "Sales in Porto rose.", "Sales in Porto fell."),
    ],
)
def test_an_outcome_is_not_turned_into_its_opposite(words: str, true: str, wrong: str) -> None:
    source = message("Dana Reyes", at(9), words)
    assert verdict("moved", true, source) == "supported"
    assert verdict("moved", wrong, source) in ("unsupported", "out_of_context")


def test_what_is_still_open_is_not_told_as_over() -> None:
    source = message("Dana Reyes", at(9), "The order is still pending.")
    assert verdict("risks", "Your order is still pending.", source) == "supported"
    assert verdict("risks", "Your order is completed.", source) == "unsupported"


def test_what_is_refused_may_be_told_of_what_was_not_approved() -> None:
    source = message("Dana Reyes", at(9), "Legal did not approve the poster.")
    assert verdict("risks", "Your legal team rejected the poster.", source) == "supported"


@pytest.mark.parametrize(
    ("author", "words", "true", "wrong"),
    [
        (
            "Mia Duarte",
            "the daily export to your CRM is running",
            "The daily export to your CRM is running.",
            "The daily export to our CRM is running.",
        ),
        (
            "Dana Reyes",
            "The daily export to our CRM is running.",
            "The daily export to your CRM is running.",
            "The daily export to our CRM is running.",
        ),
        (
            "Dana Reyes",
            "We finished the photo shoot for the catalogue.",
            "You finished the photo shoot for the catalogue.",
            "We finished the photo shoot for the catalogue.",
        ),
    ],
    ids=["a thing of theirs", "the client's our", "the client's we"],
)
def test_what_is_the_clients_is_not_told_as_ours(author: str, words: str, true: str, wrong: str) -> None:
    source = message(author, at(9), words)
    assert verdict("moved", true, source) == "supported"
    assert verdict("moved", wrong, source) == "doubted"


def test_only_who_wrote_or_is_named_is_told_to_have_finished_something() -> None:
    source = message("Jonas Weber", at(9), "done, children are free on the ticket page.")
    assert verdict("moved", "Jonas updated the ticket page: children are free.", source) == "supported"
    assert verdict("moved", "Mia updated the ticket page: children are free.", source) == "unsupported"


@pytest.mark.parametrize(
    ("words", "wrong"),
    [
        (
            "Without their approval by Friday 20 November the print ads are at risk.",
            "Their approval by Friday 20 November the print ads are at risk.",
        ),
        ("Perhaps the shop opens on Friday 20 November.", "The shop opens on Friday 20 November."),
        ("If legal agrees, the shop opens on Friday 20 November.", "The shop opens on Friday 20 November."),
        ("Is it true that the shop opens on Friday 20 November?", "The shop opens on Friday 20 November."),
        ("We could print the posters in Porto.", "We will print the posters in Porto."),
    ],
    ids=["without", "perhaps", "if", "asked", "could"],
)
def test_the_words_of_a_doubt_can_not_be_left_out(words: str, wrong: str) -> None:
    assert verdict("next", wrong, message("Mia Duarte", at(9), words)) == "out_of_context"


def test_what_stands_beside_a_doubt_may_be_told_without_it() -> None:
    source = message("Mia Duarte", at(9), "The shop opens on Friday 20 November; if you like, we can bring a cake.")
    assert verdict("next", "The shop opens on Friday 20 November.", source) == "supported"


def test_a_source_of_the_same_thread_must_have_a_part_in_the_sentence_or_be_short() -> None:
    told = message("Mia Duarte", at(9), "The new price list for the spring catalogue is online.", thread_id="one")
    beside = message(
        "Mia Duarte", at(9, 11), "Our photographer arrives in Lisbon with two large cameras.", thread_id="one"
    )
    nod = message("Dana Reyes", at(9, 12), "Great, thank you!", thread_id="one")
    text = "The new price list for the spring catalogue is online."
    assert verdict("moved", text, told, nod) == "supported"
    assert verdict("moved", text, told, beside) == "doubted"


def test_a_question_that_was_answered_is_not_told_as_open() -> None:
    asked = message("Dana Reyes", at(9), "Can we print the price list on recycled paper?", thread_id="paper")
    answered = message("Mia Duarte", at(9, 11), "Yes, recycled paper works for the price list.", thread_id="paper")
    text = "Dana asked whether the price list can be printed on recycled paper."
    assert verdict("waiting", text, asked) == "supported"
    assert verdict("waiting", text, asked, unquoted=(answered,)) == "doubted"
    assert verdict("waiting", f"{text} It can.", asked, answered) == "supported"


@pytest.mark.parametrize(
    ("author", "words", "text", "fits", "not_under"),
    [
        ("Mia Duarte", "Which label printer do you use?", "We asked which label printer you use.", "waiting", "moved"),
        ("Mia Duarte", "The form is broken.", "The contact form is broken.", "risks", "decided"),
        (
            "Mia Duarte",
            "We will send it by Friday 20 November.",
            "We will send it by Friday 20 November.",
            "next",
            "moved",
        ),
        ("Mia Duarte", "Conversion went from 1.9% to 2.6%.", "Conversion went from 1.9% to 2.6%.", "numbers", "coming"),
        (
            "Mia Duarte",
            "The photo wall in Porto is finished.",
            "The photo wall in Porto is finished.",
            "moved",
            "coming",
        ),
    ],
)
def test_what_all_sources_are_is_not_told_under_a_heading_for_something_else(
    author: str, words: str, text: str, fits: str, not_under: str
) -> None:
    source = message(author, at(9), words)
    assert verdict(fits, text, source) == "supported"
    assert verdict(not_under, text, source) == "doubted"


def test_a_coming_meeting_is_not_told_as_a_result() -> None:
    text = "The next call is on Thursday 19 November at 14:00."
    assert verdict("coming", text, MEETING.event) == "supported"
    assert verdict("moved", text, MEETING.event) == "doubted"
