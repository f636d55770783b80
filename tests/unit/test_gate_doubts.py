"""What puts a model's sentence in doubt, and what does not: a person looks at the first, so the second may not be many.

Each rule is shown with a true sentence beside a wrong one.
"""

from __future__ import annotations

import pytest

from tests.unit.test_gate_rewrites import MEETING, verdict
from tests.unit.weekly import at, mail, message
from yarnnn_pipelines.deliverables.gate.rewrite_copies import a_turned_copy


@pytest.mark.parametrize(
    ("words", "true", "wrong"),
    [
        (
            "The plan is done: 14 events, nothing counted twice.",
            "The plan is done, with 14 events and nothing counted twice.",
            "The plan is not done: 14 events, nothing counted twice.",
        ),
        (
            "We decide it in the stand-up and not by mail.",
            "It is decided in the stand-up and not by mail.",
            "It is decided in the stand-up and by mail.",
        ),
        (
            "About 400 fit on a phone, 20 MB per hundred.",
            "About 400 fit on a phone.",
            "On a phone: 400 fit, 20 MB per hundred.",
        ),
        (
            "If legal is slow, the opening can still move.",
            "If legal is slow, the opening can still move.",
            "If legal is slow, the opening will still move.",
        ),
        (
            "The texts for rooms 1 to 3 are in, rooms 4 and 5 follow.",
            "The texts for rooms 1 to 3 are in; those of rooms 4 and 5 follow.",
            "The texts for rooms 1 to 4 are in; those of room 5 follow.",
        ),
        (
            "School groups can book online, up to 30 children with a date request.",
            "School groups can book online, up to 30 children.",
            "School groups can book online, down to 30 children.",
        ),
        (
            "Three phones kept a full queue, and beta2 fixes the login.",
            "Three phones kept a full queue; beta2 fixes the login.",
            "Three phones kept a full queue; beta3 fixes the login.",
        ),
        (
            "Tests are done: 7 of 9 patients finished without help.",
            "Tests are done: 7 of 9 patients finished without help.",
            "Tests are done: 7 of 9.",
        ),
        (
            "The tracking plan is done: 14 events, none counted twice.",
            "The tracking plan is done: 14 events.",
            "The tracking plan is done: 14 events,.",
        ),
    ],
)
def test_a_word_put_in_left_out_or_exchanged_in_a_copy_is_looked_at(words: str, true: str, wrong: str) -> None:
    source = message("Mia Duarte", at(9), words)
    assert verdict("changed", true, source) == "supported"
    assert verdict("changed", wrong, source) in ("doubted", "out_of_context")


def test_a_not_is_put_in_whatever_tense_the_copy_is_in() -> None:
    said = ["Without their approval by Friday the print ads are at risk."]
    assert a_turned_copy("Without the approval by Friday the print ads were at risk.", said) is None
    assert a_turned_copy("Without the approval by Friday the print ads were not at risk.", said) is not None


def test_an_outcome_is_turned_in_one_clause_whatever_another_denies() -> None:
    source = message("Mia Duarte", at(9), "The tracking plan is done: 14 events, nothing counted twice.")
    assert verdict("moved", "The tracking plan is done, with 14 events.", source) == "supported"
    assert verdict("moved", "The tracking plan is broken, with 14 events.", source) == "doubted"


@pytest.mark.parametrize(
    "wrong",
    [
        "The search is fixed.",
        "The checkout page is fixed.",
        "The checkout bug is fixed and the search is live.",
        "Our new export for the checkout works.",
        "The first part of the search is fixed.",
        "The checkout bug is fixed until the server has restarted.",
    ],
)
def test_a_thing_that_nobody_spoke_of_is_looked_at(wrong: str) -> None:
    source = message("Mia Duarte", at(9), "The checkout bug is fixed.")
    assert verdict("moved", wrong, source) in ("doubted", "unsupported")


@pytest.mark.parametrize(
    ("words", "true"),
    [
        ("The checkout bug is fixed.", "The bug in the checkout is fixed."),
        ("The answer is yes, checkout goes live Friday 13.", "The question of the checkout is answered."),
        ("Fixed, all 1214 of them tested.", "The redirects for the old links are fixed, all 1214 of them tested."),
    ],
)
def test_a_thing_may_be_called_as_the_talk_around_it_does(words: str, true: str) -> None:
    asked = message("Dana Reyes", at(9, 8), "What about the redirects of the old links?", thread_id="T")
    told = message("Mia Duarte", at(9, 9), words, thread_id="T")
    assert verdict("moved", true, told, unquoted=(asked,)) == "supported"


@pytest.mark.parametrize(
    ("words", "true", "wrong"),
    [
        (
            "We leave the touch screen away. No print before Friday 13, the texts are not in.",
            "The touch screen is left away; nothing is printed before Friday 13 November.",
            "The touch screen is not left away.",
        ),
        (
            "The umlauts are right again. The printer did not answer.",
            "The umlauts are right again; the printer did not answer.",
            "The umlauts are not right again.",
        ),
    ],
)
def test_what_one_sentence_denies_denies_no_other_matter(words: str, true: str, wrong: str) -> None:
    source = message("Mia Duarte", at(9), words)
    assert verdict("changed", true, source) == "supported"
    assert verdict("changed", wrong, source) in ("doubted", "out_of_context")


def test_words_in_quotation_marks_were_said_so() -> None:
    source = message("Dana Reyes", at(9), 'I approve the page with "we never share it".')
    assert verdict("decided", "Dana approved the page with “we never share it”.", source) == "supported"
    assert verdict("decided", "Dana approved the page with “you never share it”.", source) == "doubted"


def test_what_somebody_asked_they_have_not_decided() -> None:
    asked = message("Dana Reyes", at(9), "May we show the tide on the screen in the hall?", thread_id="T")
    answer = message("Mia Duarte", at(10), "The tide runs on the screen in the hall.", thread_id="T")
    assert verdict("moved", "The tide runs on the screen in the hall, as Dana asked.", asked, answer) == "supported"
    assert verdict("moved", "The tide runs on the screen in the hall, as Dana decided.", asked, answer) == "doubted"


@pytest.mark.parametrize(
    ("section", "words", "wrong"),
    [
        (
            "risks",
            "The sketches for the entrance are in the folder.",
            "The sketches for the entrance are in the folder.",
        ),
        ("waiting", "The sketches for the entrance are there.", "The sketches for the entrance are there."),
        ("decided", "The sketches for the entrance are there.", "The sketches for the entrance are there."),
        ("next", "The sketches for the entrance are there.", "The sketches for the entrance are there."),
        ("numbers", "The sketches were sent on 9 November.", "The sketches were sent on Monday 9 November."),
    ],
)
def test_a_sentence_with_nothing_of_its_section_is_looked_at(section: str, words: str, wrong: str) -> None:
    source = message("Mia Duarte", at(9), words)
    assert verdict(section, wrong, source) == "doubted"
    assert verdict("moved", wrong, source) == "supported"


@pytest.mark.parametrize(
    ("words", "wrong"),
    [
        ("The press page is complete now, please find the pictures attached.", "The press page is complete now."),
        ("The wireframes are done, and we wait for the wording.", "The wireframes are done."),
    ],
)
def test_what_leaves_nothing_open_waits_for_nobody(words: str, wrong: str) -> None:
    source = message("Mia Duarte", at(9), words)
    assert verdict("waiting", wrong, source) == "doubted"
    assert verdict("moved", wrong, source) == "supported"


def test_what_waits_is_told_by_any_word_that_leaves_it_open() -> None:
    source = message("Mia Duarte", at(9), "The tracking plan is done, and we still need the wording from you.")
    assert verdict("waiting", "We still need the wording from you.", source) == "supported"


def test_a_trouble_that_is_over_is_no_risk() -> None:
    source = message("Mia Duarte", at(9), "The banner covered the order button, that is fixed.")
    assert verdict("risks", "The banner covered the order button. That is fixed.", source) == "doubted"
    half = "The banner covered the order button. That is fixed on phones, but not on tablets."
    said = message(
        "Mia Duarte", at(9), "The banner covered the order button, that is fixed on phones, but not on tablets."
    )
    assert verdict("risks", half, said) == "supported"


def test_a_promise_is_nothing_that_moved() -> None:
    source = message("Mia Duarte", at(9), "We will fix the captions by Friday 20 November.")
    assert verdict("moved", "We promised to fix the captions by Friday 20 November.", source) == "doubted"


def test_a_meeting_that_took_place_is_not_coming() -> None:
    assert (
        verdict("coming", "The next call with Acme is on Thursday 19 November at 14:00.", MEETING.event) == "supported"
    )


def test_what_was_to_be_otherwise_is_told_as_denied() -> None:
    asked = message("Mia Duarte", at(9), "Can we go live tonight?", thread_id="T")
    denied = message("Dana Reyes", at(9, 12), "Not at night please.", thread_id="T")
    done = message("Mia Duarte", at(10), "The autumn page is online.", thread_id="T")
    text = "The autumn page is online, by day rather than at night, as you asked."
    assert verdict("moved", text, asked, denied, done) == "supported"


def test_a_third_party_who_answers_a_mail_of_ours_is_known() -> None:
    order = mail("Mia Duarte", at(9), "Lamps", "We order 88 lamps.", thread_id="T")
    answer = mail(
        "Marc Vos", at(10), "Re: Lamps", "88 lamps will come in week 27.", thread_id="T", author_client_id=None
    )
    alone = mail("Marc Vos", at(10), "Lamps", "88 lamps will come in week 27.", thread_id="U", author_client_id=None)
    text = "Marc Vos wrote that 88 lamps will come in week 27."
    assert verdict("next", text, answer, unquoted=(order,)) == "supported"
    assert verdict("next", text, alone, unquoted=(order,)) == "doubted"


@pytest.mark.parametrize(
    "proof", ["role_mailbox", "sent_by_program", "by_rule", "tool_subject", "answers_unwanted", "automatic_words"]
)
def test_a_mail_that_a_program_may_have_written_is_looked_at_and_one_that_is_forged_is_not_told(proof: str) -> None:
    text = "88 lamps will come in week 27."
    program, forged = (
        mail("Dana Reyes", at(10), "Lamps", text, fields={"sender_unproven": reason}) for reason in (proof, "failed")
    )
    assert verdict("next", "You sent us 88 lamps that will come in week 27.", program) == "doubted"
    assert verdict("next", text, program) == "doubted"
    assert verdict("next", text, forged) == "unproven_sender"


def test_what_a_third_party_says_as_one_of_a_side_does_is_no_doubt() -> None:
    ours = message("Mia Duarte", at(9), "88 lamps will come in week 27.")
    theirs = mail("Marc Vos", at(10), "Lamps", "88 lamps will come in week 27.", author_client_id=None)
    longer = mail(
        "Marc Vos", at(10), "Lamps", "88 lamps will come in week 27, with 12 spare bulbs.", author_client_id=None
    )
    assert verdict("next", "The 88 lamps will come in week 27.", ours, theirs) == "supported"
    assert verdict("next", "The 88 lamps will come in week 27 with 12 spare bulbs.", ours, longer) == "doubted"


def test_a_word_of_assent_in_the_same_place_is_no_source_too_many() -> None:
    asked = message("Dana Reyes", at(9), "Can we have the weekly on Thursday at 11 instead of Friday?")
    answer = message("Mia Duarte", at(10), "Moved.")
    text = "The weekly takes place on Thursday at 11 instead of Friday, as you asked."
    assert verdict("changed", text, asked, answer) == "supported"


def test_a_private_matter_in_a_quote_is_looked_at_and_in_the_sentence_withheld() -> None:
    source = message("Dana Reyes", at(9), "The neighbour objected to the awning, and her son is ill.")
    assert verdict("risks", "The neighbour objected to the awning.", source) == "doubted"
    assert verdict("risks", "The neighbour objected to the awning; her son is ill.", source) == "sensitive"


@pytest.mark.parametrize(("called", "expected"), [("Mr. Mullins", "supported"), ("Mr. Weber", "unsupported")])
def test_who_is_quoted_by_their_family_name_may_be_called_by_their_first(called: str, expected: str) -> None:
    known = message("Dave Mullins", at(9), "Good morning.")
    source = message("Mia Duarte", at(10), f"{called}, please confirm the width of the door.")
    assert verdict("waiting", "Dave is asked to confirm the width of the door.", source, unquoted=(known,)) == expected


@pytest.mark.parametrize(("word", "expected"), [("SMS", "supported"), ("ORBX", "doubted")])
def test_an_abbreviation_that_everybody_uses_is_no_name(word: str, expected: str) -> None:
    source = message("Mia Duarte", at(9), "The reminders went out with the new text.")
    assert verdict("moved", f"The {word} reminders went out with the new text.", source) == expected


def test_a_question_alone_and_a_dated_plan_are_nothing_that_moved() -> None:
    source = message("Mia Duarte", at(9), "The print files follow with the new wording on Friday 20 November.")
    text = "The print files follow with the new wording on Friday 20 November."
    assert (verdict("moved", text, source), verdict("next", text, source)) == ("doubted", "supported")


def test_a_cause_may_be_put_in_other_words() -> None:
    source = message("Mia Duarte", at(9), "the 60 calls are for everything you have connected together, so stock froze")
    true = "Stock froze because the calls count for all connected systems together."
    assert verdict("moved", true, source) == "supported"
    assert verdict("moved", "Stock froze because our tests were incomplete.", source) == "doubted"


@pytest.mark.parametrize(
    "true",
    [
        "The seasonal page goes live on Tuesday 1 December, not on 30 November, as we decided with Bruna on the phone.",
        "The seasonal page goes live on Tuesday 1 December, as we decided with Bruna on the phone.",
    ],
)
def test_a_source_that_rules_out_another_day_denies_nothing_else(true: str) -> None:
    words = "We decided with Bruna on the phone: the seasonal page goes live on Tuesday 1 December, not on 30 November."
    source, known = message("Mia Duarte", at(26), words), message("Bruna Keil", at(26), "Yes, confirmed.")
    assert verdict("next", true, source, unquoted=(known,)) == "supported"
    wrong = "The seasonal page goes live on 30 November, as we decided with Bruna on the phone."
    assert verdict("next", wrong, source, unquoted=(known,)) in ("doubted", "out_of_context")
