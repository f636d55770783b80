"""True sentences that tell things as people do, which no doubt may meet, each beside a wrong one that one must."""

from __future__ import annotations

import pytest

from tests.unit.test_gate_rewrites import MEETING, verdict
from tests.unit.weekly import at, mail, message
from yarnnn_pipelines.config.deliverable_types import CandidateKind
from yarnnn_pipelines.deliverables.gate.headings import may_tell
from yarnnn_pipelines.deliverables.week.client_week import Event


def mia(day: int, text: str, hour: int = 9, minute: int = 0) -> Event:
    return message("Mia Duarte", at(day, hour, minute), text)


def dana(day: int, text: str, hour: int = 10, minute: int = 0) -> Event:
    return message("Dana Reyes", at(day, hour, minute), text)


STRAY = mail("Dana Reyes", at(12), "Photos", "The photographs of the roof terrace hang in our hall, over the stairs.")


# --- a source too many --------------------------------------------------------------------------------------------


def test_the_day_on_which_a_source_was_said_is_a_part_in_the_sentence() -> None:
    asked = mia(9, "Who signs this off with you, is it the board or some lawyer in Porto?")
    again = mail("Mia Duarte", at(13), "Returns", "Who gives the final approval for the returns text?")
    text = "Please tell us who gives the final approval for the returns text, as Mia asked on 9 November and by mail."
    assert verdict("waiting", text, asked, again) == "supported"
    assert verdict("waiting", text, asked, again, STRAY) == "doubted"


def test_a_meeting_of_which_the_sentence_tells_day_and_title_is_no_source_too_many() -> None:
    asked = mail("Dana Reyes", at(12), "Call", "Could we move the Northlight call to Thursday 19 November?")
    text = "At your request the Northlight call moved to Thursday 19 November."
    assert verdict("changed", text, asked, MEETING.event) == "supported"
    assert verdict("changed", text, asked, MEETING.event, STRAY) == "doubted"


def test_a_turn_between_two_others_tells_how_they_went_on() -> None:
    asked = dana(9, "A firm offers me a widget that makes the site accessible, for 49 euros.", 14, 2)
    between = mia(9, "that is like buying a ramp made of paper", 14, 11)
    decided = dana(9, "we do not take the widget.", 14, 25)
    text = "A firm offered you a widget for 49 euros that makes the site accessible, and you decided not to take it."
    later = mia(9, "that is like buying a ramp made of paper", 17)
    assert verdict("decided", text, asked, between, decided) == "supported"
    assert verdict("decided", text, asked, later, decided) == "doubted"


def test_what_came_as_planned_may_quote_who_planned_it() -> None:
    planned = dana(9, "i look on wednesday with Frau Pohl")
    done = mail("Jo Kehl", at(11), "Doors", "The umlauts are now correct on all 96 doors.")
    checked = "as planned for Wednesday 11 November, and the umlauts are now correct on all 96 doors."
    assert verdict("moved", f"You looked {checked}", planned, done) == "supported"
    assert verdict("moved", f"You looked {checked}", STRAY, done) == "doubted"


def test_two_texts_of_another_language_do_not_share_its_articles() -> None:
    offer = mail("Mia Duarte", at(10), "Offer", "The audio description of Der Kirschgarten costs 1,400 euros.")
    stray = mail("Dana Reyes", at(11), "Texts", "Two are still not there: Nathan der Weise and Faust.")
    text = "The audio description of Der Kirschgarten costs 1,400 euros."
    assert verdict("numbers", text, offer) == "supported"
    assert verdict("numbers", text, offer, stray) == "doubted"


# --- denied, done, meant -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("section", "earlier", "later", "true", "wrong"),
    [
        (
            "changed",
            "let's go with the green for level 2",
            "Green is kept for the escape routes, so for level 2 we take the plum.",
            "Level 2 becomes plum and not green, as green is kept for the escape routes.",
            "Level 2 becomes plum and not blue, as green is kept for the escape routes.",
        ),
        (
            "changed",
            "5 December suits us fine",
            "Tills are frozen then. Start the pilot on Monday 14 December.",
            "The pilot starts on Monday 14 December, no longer on 5 December.",
            "The pilot starts on Monday 14 December, no longer in the evening.",
        ),
    ],
)
def test_what_an_earlier_source_says_may_be_denied_beside_what_a_later_one_does(
    section: str, earlier: str, later: str, true: str, wrong: str
) -> None:
    sources = dana(9, earlier), mail("Dana Reyes", at(12), "Change", later)
    assert verdict(section, true, *sources) == "supported"
    assert verdict(section, wrong, *sources) == "doubted"


@pytest.mark.parametrize(
    ("section", "words", "true", "wrong"),
    [
        (
            "changed",
            "The files won't make Friday, it will be Wednesday 18th. their sample has no dates",
            "The files will not be ready on Friday 13 November but on Wednesday 18 November: the sample has no dates.",
            "The files will not be ready on Wednesday 18 November, as the sample has no dates.",
        ),
        (
            "risks",
            "The late run: I was wrong to suspect the month end. the nightly backup sat on the tables for three hours",
            "The late run is explained: the nightly backup sat on the tables, it was not the month end.",
            "The late run is explained: it was the month end, the nightly backup was not on the tables.",
        ),
        (
            "moved",
            "the printer misread our sheet: we'd given them an outdated drawing",
            "The printer misread the sheet: we had given them an outdated drawing.",
            "The printer misread the sheet: we will give them an outdated drawing.",
        ),
        (
            "moved",
            "set it myself, basket waits 20 minutes now.",
            "Mia has set the basket to wait 20 minutes.",
            "Mia has not set the basket to wait 20 minutes.",
        ),
        (
            "next",
            "we'll come back to you with something that has a price on it.",
            "We come back to you with something that has a price on it.",
            "We have come back to you with something that has a price on it.",
        ),
        (
            "next",
            "understood, we'll set it to thirty days. I tell you when it is switched.",
            "We will set it to thirty days, and Mia will tell you when it is switched.",
            "We have set it to thirty days, and Mia told you when it was switched.",
        ),
        (
            "risks",
            "Level 1 is not complete, the two lobbies are missing. I finish them until Tuesday 17 November.",
            "Level 1 is not finished, as the two lobbies are missing; Mia finishes them until Tuesday 17 November.",
            "Level 1 will not be finished, as the two lobbies are missing.",
        ),
        (
            "decided",
            "Dana wants a date so here is a date: we start the pilot on monday the 23rd of november",
            "The pilot starts on Monday 23 November, as Mia announced.",
            "The pilot started on Monday 23 November, as Mia announced.",
        ),
    ],
)
def test_a_state_may_be_told_in_other_words_and_not_be_turned(section: str, words: str, true: str, wrong: str) -> None:
    assert verdict(section, true, mia(12, words)) == "supported"
    assert verdict(section, wrong, mia(12, words)) != "supported"


def test_who_thinks_that_it_is_found_is_told_to_think_so() -> None:
    reported, found = dana(10, "our waste numbers are wrong since monday"), mia(11, "found it i think")
    tail = "the cause of the waste numbers that are wrong since Monday."
    assert verdict("risks", f"Mia thinks that she has found {tail}", reported, found) == "supported"
    assert verdict("risks", f"Mia has found {tail}", reported, found) == "doubted"


def test_what_somebody_proposed_they_have_said_and_nobody_says_that_they_have_not() -> None:
    before = dana(10, "I should say motor and home together")
    after = mail("Dana Reyes", at(12), "Triage", "let us begin with motor only and leave home for the new year")
    begin = "You decided to begin with motor only and to leave home for the new year;"
    assert verdict("decided", f"{begin} before you had said motor and home together.", before, after) == "supported"
    assert verdict("decided", f"{begin} before you had not said motor and home together.", before, after) == "doubted"


def test_who_asked_whether_is_not_told_to_have_decided_whether() -> None:
    asked = dana(10, "is the release in danger?")
    answer = mia(10, "no, it is approved, the release stays on Wednesday 18 November", 11)
    stays = "the release was in danger; it is approved and stays on Wednesday 18 November."
    assert verdict("moved", f"Dana asked whether {stays}", asked, answer) == "supported"
    assert verdict("moved", f"Dana decided whether {stays}", asked, answer) == "doubted"


def test_what_was_not_enough_may_be_enough_now() -> None:
    before, now = (
        mia(12, "the contrast of the red buttons was 3.1 to 1, not enough"),
        mia(12, "now 5.2:1, darker", 9, 5),
    )
    assert verdict("moved", "The red buttons have enough contrast now, 5.2:1, darker.", before, now) == "supported"
    assert verdict("moved", "The red buttons had enough contrast, 3.1 to 1.", before) != "supported"


def test_who_writes_here_it_is_has_sent_it() -> None:
    sent, taken = mia(10, "the card for the crate, here is the proposal."), dana(10, "i take it exactly like this", 11)
    taken_so = "the proposal for the crate card; Dana takes it exactly like this."
    assert verdict("moved", f"Mia sent {taken_so}", sent, taken) == "supported"
    assert verdict("moved", f"Jonas sent {taken_so}", sent, taken) != "supported"


# --- under which heading -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        ("decision", "You declined the express, and the 20 November stands."),
        ("decision", "Dana put on record that returns need no photo, for the record."),
        ("decision", "Dana released the level 0 proofs for print."),
        ("decision", "You turned down the offer for the labels."),
        ("decision", "We won't be doing the totem for the shelter."),
        ("commitment", "You hear from Mia in December."),
        ("risk", "The light in sign 2 flickers."),
        ("risk", "The cause is water in the connector."),
        ("done", "The elevations are uploaded, as planned for Thursday 12 November."),
    ],
)
def test_a_sentence_may_stand_under_what_its_words_say_in_their_own_way(kind: CandidateKind, text: str) -> None:
    assert may_tell(kind, text, [text], of_meeting=False)


def test_a_share_that_went_down_is_a_number() -> None:
    words = "the second model is on the test site, the error is down to 19.8 percent"
    assert verdict("numbers", "The error of the second model is down to 19.8 percent.", mia(12, words)) == "supported"


@pytest.mark.parametrize("words", ["The sketch goes out as it stands.", "The share of the phones stands at 98.1%."])
def test_how_a_thing_stands_is_no_decision(words: str) -> None:
    assert verdict("decided", words, mia(12, words)) == "doubted"


# --- whose word ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("It is 140 recipes. I would say honestly: only if French people come through it.", "supported"),
        ("For the tone, I would say: we are young, the recipes are for French people.", "supported"),
        ("What a nice mail for a Friday. One old thing: I translate the recipes for French people.", "supported"),
        ("The translator would say: we are young, the recipes are for French people.", "doubted"),
        ("Jo's mail: I translate the recipes for French people.", "doubted"),
    ],
)
def test_ones_own_opinion_behind_a_colon_is_nobody_elses(words: str, expected: str) -> None:
    assert verdict("moved", "The recipes are for French people.", mia(12, words)) == expected


def test_what_is_passed_on_and_quoted_from_its_author_too_is_no_doubt() -> None:
    own = mail("Dana Reyes", at(12), "Pilot", "Start the pilot on Monday 16 November.")
    passed_on = mia(12, "From Dana's mail, so that all have seen it: The pilot starts on Monday 16 November.", 15)
    text = "The pilot starts on Monday 16 November."
    assert verdict("decided", text, own, passed_on) == "supported"
    assert verdict("decided", text, passed_on) == "doubted"


def test_who_do_something_together_are_both_sides() -> None:
    words = "If waste is down by five percent, you can have sixty stores. If not we talk."
    condition = "You set a condition: if waste is down by five percent, we can have sixty stores; if not,"
    assert verdict("decided", f"{condition} we talk.", dana(12, words)) == "supported"
    alone = words.replace("we talk", "we talk to our bank")
    assert verdict("decided", f"{condition} we talk to our bank.", dana(12, alone)) == "doubted"


# --- causes, names, private matters --------------------------------------------------------------------------------


def test_that_a_cause_is_not_known_gives_none() -> None:
    source = mia(12, "sign 4 points down the slipway, we're looking into it")
    assert verdict("risks", "Sign 4 points down the slipway; the cause is not known yet.", source) == "supported"
    assert verdict("risks", "Sign 4 points down the slipway; the cause is a wrong drawing.", source) == "doubted"


@pytest.mark.parametrize(("word", "expected"), [("Mismatched", "supported"), ("Finpress", "doubted")])
def test_a_participle_that_opens_the_sentence_is_no_name(word: str, expected: str) -> None:
    source = mia(12, "Second rehearsal: six policies left.")
    assert verdict("moved", f"{word} policies are six in the second rehearsal.", source) == expected


@pytest.mark.parametrize(
    ("words", "text", "expected"),
    [
        ("my mother just got a test push in french", "A test push in French went out.", "supported"),
        ("my mother just got a test push in french", "Dana just got a test push in French.", "doubted"),
        ("my mother is in hospital and got a test push in french", "A test push in French went out.", "doubted"),
    ],
)
def test_a_relative_who_is_only_mentioned_is_no_private_matter_of_a_sentence_that_names_neither(
    words: str, text: str, expected: str
) -> None:
    assert verdict("moved", text, dana(12, words)) == expected
