"""What a model may say in words of its own: a day that was called otherwise, a deed in note form, a meeting's kind.

Each rule is shown with a true sentence that it lets pass and a wrong one beside it that it does not.
"""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.unit.weekly import at, client_week, meeting, message, stored, write
from yarnnn_pipelines.config.deliverable_types import deliverable_type
from yarnnn_pipelines.deliverables.claims import Claim, Section, claim_id
from yarnnn_pipelines.deliverables.gate.gate import judge
from yarnnn_pipelines.deliverables.slots.frame import evidence_of, frame_for
from yarnnn_pipelines.deliverables.week.client_week import Event

TYPE = deliverable_type("client_update")
MEETING = meeting("Acme x Northlight", at(19, 14), "coming")


def verdict(section: str, text: str, *events: Event, unquoted: tuple[Event, ...] = ()) -> str | None:
    """The gate's verdict on a model's sentence that quotes these events whole, "doubted" where it stands in doubt;
    unquoted: others of the week. Marc Vos is of neither side."""
    meetings = (MEETING,) if MEETING.event in events else ()
    week = client_week(*(event for event in (*events, *unquoted) if event is not MEETING.event), meetings=meetings)
    week = replace(week, people=tuple(person for person in week.people if person[0] != "Marc Vos"))
    frame = frame_for(week)
    evidence = tuple(evidence_of(frame, event, 0, len(event.text)) for event in events)
    claim = Claim(claim_id(section, text, evidence), section, "rewrite", text, evidence)
    draft = replace(write(week, TYPE), sections=(Section(section, "", (claim,)),), set_aside=(), offers=())
    gated = judge(draft, frame, TYPE, stored(week), week.events)
    (judged,) = (*gated.claims, *gated.withheld)
    return "doubted" if judged.doubts else judged.verdict


@pytest.mark.parametrize(
    ("words", "true", "wrong"),
    [
        (
            "The office is closed next week.",
            "The office is closed in the week of 16 November.",
            "The office is closed in the week of 23 November.",
        ),
        (
            "The first appointment is monday 23 at 14:30.",
            "The first appointment is on Monday 23 November at 14:30.",
            "The first appointment is on Monday 23 December at 14:30.",
        ),
        (
            "The release stays on the 18th.",
            "The release stays on Wednesday 18 November.",
            "The release stays on Friday 18 December.",
        ),
        (
            "The site walk moves from Thursday 19 to Friday 20 November.",
            "The site walk moved from Thursday 19 to Friday 20 November.",
            "The site walk moved from Wednesday 19 to Friday 20 November.",
        ),
        (
            "We paint the hall on the weekend of 21 and 22.",
            "We paint the hall on the weekend of 21 and 22 November.",
            "We paint the hall on the weekend of 21 and 23 November.",
        ),
        (
            "The samples should arrive on Monday 30 November or Tuesday 1 December.",
            "The samples should arrive on Monday 30 November or Tuesday 1 December.",
            "The samples should arrive on Monday 23 or Tuesday 1 December.",
        ),
    ],
)
def test_a_day_that_was_called_by_its_week_or_number_may_be_written_out(words: str, true: str, wrong: str) -> None:
    source = message("Mia Duarte", at(9), words)
    assert verdict("next", true, source) == "supported"
    assert verdict("next", wrong, source) == "unsupported"


def test_that_something_was_announced_is_no_other_matter() -> None:
    source = message("Mia Duarte", at(9), "Launch is set for Monday 16 November.")
    assert verdict("next", "The campaign launches on Monday 16 November, as announced on 9 November.", source) in (
        "supported",
        "doubted",
    )


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("Our licence covers five workstations at the hospital.", "supported"),
        ("The 18 signs for the dialysis are on order.", "supported"),
        ("Jonas had to go to the hospital.", "sensitive"),
        ("Jonas is on dialysis.", "sensitive"),
    ],
)
def test_a_client_may_be_a_hospital_and_a_person_be_in_one(words: str, expected: str) -> None:
    assert verdict("moved", words, message("Mia Duarte", at(9), words)) == expected


def test_what_is_so_next_week_is_not_told_as_so_now() -> None:
    source = message("Mia Duarte", at(9), "The office is closed next week.")
    assert verdict("changed", "The office is closed in the week of 16 November.", source) == "supported"
    assert verdict("changed", "The office is closed.", source) == "out_of_context"


@pytest.mark.parametrize(
    ("words", "true", "wrong"),
    [
        ("Captions delivered, all six.", "Mia delivered all six captions.", "Dana delivered all six captions."),
        (
            "done, the new prices are on the page.",
            "Mia added the new prices to the page.",
            "Dana added the new prices.",
        ),
        ("nine appointments attached", "Mia sent the nine appointments.", "Dana sent the nine appointments."),
    ],
)
def test_who_reports_in_note_form_did_it(words: str, true: str, wrong: str) -> None:
    asked = message("Dana Reyes", at(9), "I created the list of captions, prices and appointments.", thread_id="T")
    answer = message("Mia Duarte", at(10), words, thread_id="T")
    assert verdict("moved", true, asked, answer) == "supported"
    assert verdict("moved", wrong, answer) == "unsupported"


@pytest.mark.parametrize(
    ("before", "words"),
    [
        ("Who takes care of the captions?", "Dana delivered, all six captions."),
        ("I ordered the captions.", "The captions were delivered, all six."),
    ],
)
def test_a_deed_of_somebody_else_in_note_form_stays_theirs(before: str, words: str) -> None:
    asked = message("Dana Reyes", at(9), before, thread_id="T")
    answer = message("Mia Duarte", at(10), words, thread_id="T")
    assert verdict("moved", "Mia delivered all six captions.", asked, answer) == "unsupported"


@pytest.mark.parametrize(
    "words",
    [
        "Jo: Fixed the checkout error.",
        "Printer: fixed the checkout error.",
        "All of today. Kleinert - fixed the checkout error.",
        "- [JW] Fixed the checkout error.",
    ],
)
def test_a_deed_behind_a_label_is_nobody_elses(words: str) -> None:
    source = message("Mia Duarte", at(9), words)
    assert verdict("moved", "The checkout error is fixed.", source) == "supported"
    assert verdict("moved", "Mia fixed the checkout error.", source) == "unsupported"


@pytest.mark.parametrize("words", ["Update: fixed the address form.", "Checkout: fixed the address form."])
def test_a_deed_behind_its_matter_is_the_writers(words: str) -> None:
    assert verdict("moved", "Mia fixed the address form.", message("Mia Duarte", at(9), words)) == "supported"


def test_a_version_that_a_message_names_once_is_what_all_of_it_speaks_of() -> None:
    words = "We have released version 0.9.4 with the fix. You have to start a new import to see it."
    source = message("Mia Duarte", at(9), words)
    week = client_week(source)
    start = words.index("You have")
    for said, expected in (("0.9.4", "supported"), ("0.9.5", "unsupported")):
        evidence = (evidence_of(frame_for(week), source, start, len(words)),)
        text = f"Please start a new import with {said} to see the fix."
        claim = Claim(claim_id("waiting", text, evidence), "waiting", "rewrite", text, evidence)
        draft = replace(write(week, TYPE), sections=(Section("waiting", "", (claim,)),), set_aside=(), offers=())
        gated = judge(draft, frame_for(week), TYPE, stored(week), week.events)
        assert [judged.verdict for judged in (*gated.claims, *gated.withheld)] == [expected]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Our next call is on Thursday 19 November at 14:00.", "supported"),
        ("The next meeting takes place on Thursday 19 November at 14:00.", "supported"),
        ("Our next call is on Thursday 26 November at 14:00.", "unsupported"),
        ("The penetration test is on Thursday 19 November at 14:00.", "unsupported"),
    ],
)
def test_a_coming_meeting_may_be_called_what_any_is(text: str, expected: str) -> None:
    assert verdict("coming", text, MEETING.event) == expected


def test_what_was_agreed_is_a_decision_and_nothing_done() -> None:
    asked = message("Dana Reyes", at(9), "Do we show the price before or after the form?", thread_id="T")
    answer = message("Mia Duarte", at(9, 11), "agreed, before", thread_id="T")
    assert verdict("decided", "The price is shown before the form.", asked, answer) == "supported"
    assert verdict("moved", "The price is shown before the form.", asked, answer) == "doubted"


def test_what_somebody_says_once_more_is_their_own_word() -> None:
    source = message("Dana Reyes", at(9), "As I said in the channel: Antwerp is the second depot and starts in spring.")
    hearsay = message("Dana Reyes", at(9), "As Leo says in the channel: Antwerp is the second depot, in spring.")
    assert verdict("decided", "Antwerp is the second depot and starts in spring.", source) == "supported"
    assert verdict("decided", "Antwerp is the second depot.", hearsay) in ("out_of_context", "unsupported")


def test_what_somebody_does_tonight_is_a_next_step() -> None:
    source = message("Mia Duarte", at(9), "adding the back button tonight")
    assert verdict("next", "Mia is adding the back button.", source) == "supported"


def test_how_a_thing_went_on_is_no_source_too_many() -> None:
    promised = message("Dana Reyes", at(9), "I'll get you the texts of rooms 4 and 5 by Friday 13 November.")
    kept = message("Dana Reyes", at(13), "Rooms 4 and 5 are in the folder.")
    other = message("Dana Reyes", at(13, 12), "The lamps for the entrance are in the van.")
    text = "Dana sent the texts of rooms 4 and 5 by Friday 13 November."
    assert verdict("moved", text, kept, promised) == "supported"
    assert verdict("moved", text, kept, promised, other) == "doubted"


@pytest.mark.parametrize(
    ("words", "wrong"),
    [
        ("The tests are done: 7 of 9 patients finished.", "7 of 9 patients finished. The tests are not done."),
        ("The pixel is fixed. No orders were lost.", "The pixel is not fixed, and no orders were lost."),
        ("The pixel is fixed. No orders were lost.", "The pixel will be fixed, and no orders were lost."),
        (
            "The page is on staging. I will send the draft.",
            "The page is on staging, and Mia has already sent the draft.",
        ),
        ("The page is out. The film is not finished.", "The page is out, and the film is finished."),
    ],
)
def test_no_clause_of_a_sentence_turns_a_verb_of_its_evidence(words: str, wrong: str) -> None:
    assert verdict("moved", wrong, message("Mia Duarte", at(9), words)) == "out_of_context"


@pytest.mark.parametrize(
    ("section", "words", "true"),
    [
        ("moved", "I will send the draft on Friday. Update: I sent the draft.", "Mia has already sent the draft."),
        ("risks", "The export is broken since Sunday.", "The export does not work since Sunday."),
        ("moved", "The film was not finished on Monday. Now the film is finished.", "The film is finished."),
    ],
)
def test_the_last_state_may_be_told_in_other_words(section: str, words: str, true: str) -> None:
    assert verdict(section, true, message("Mia Duarte", at(9), words)) == "supported"


@pytest.mark.parametrize("address", ["https://files.example/update", "www.files.example", "x@files.example"])
def test_an_address_that_stands_in_no_source_is_not_told(address: str) -> None:
    source = message("Mia Duarte", at(9), "The new page is live.")
    assert verdict("moved", "The new page is live.", source) == "supported"
    assert verdict("moved", f"The new page is live: see {address}.", source) == "unsupported"


def test_the_number_of_a_day_proves_no_other_number() -> None:
    source = message("Mia Duarte", at(9), "The review moves from Tuesday 17 to Thursday 19 November.")
    assert verdict("changed", "The review moves from Tuesday 17 to Thursday 19 November.", source) == "supported"
    wrong = "The review moves from Tuesday 17 to Thursday 19 November, after 17 mails."
    assert verdict("changed", wrong, source) == "unsupported"


@pytest.mark.parametrize(
    ("words", "true", "wrong"),
    [
        (
            "Plugin fix comes only on 27",
            "The plugin's fix comes only on 27 November.",
            "The plugin's fix comes only on 27 December.",
        ),
        (
            "The hall is ours until the 14.",
            "The hall is ours until Saturday 14 November.",
            "The hall is ours until Monday 14 December.",
        ),
        (
            "They say Tuesday not Monday. The 90 are for the villages.",
            "The 90 for the villages come on Tuesday and not on Monday.",
            "The 91 for the villages come on Tuesday and not on Monday.",
        ),
    ],
)
def test_a_bare_number_is_a_day_where_a_day_is_meant(words: str, true: str, wrong: str) -> None:
    source = message("Mia Duarte", at(9), words)
    assert verdict("changed", true, source) in ("supported", "doubted")
    assert verdict("changed", wrong, source) == "unsupported"


def test_an_amount_that_is_a_days_number_is_no_day() -> None:
    source = message("Mia Duarte", at(9), "We saw 11 more orders this week, and orders grew.")
    assert verdict("numbers", "Orders grew by 9.", source) == "unsupported"


def test_a_surname_that_is_a_word_names_nobody_where_it_is_the_word() -> None:
    said = message("Dana Reyes", at(9), "The export takes too long for us.")
    known = message("Mira Long", at(9), "The landing page went live.")
    assert verdict("risks", "Mira says that the export takes too long.", said, unquoted=(known,)) == "unsupported"


def test_a_question_with_its_yes_is_told_as_what_was_answered() -> None:
    asked = message("Mia Duarte", at(9), "So the shoot stays on Tuesday?", thread_id="T")
    yes = message("Dana Reyes", at(9, 12), "Yes, all six are here.", thread_id="T")
    assert verdict("moved", "The shoot stays on Tuesday.", asked, yes) in ("supported", "doubted")
    assert verdict("moved", "The shoot stays on Tuesday.", asked) == "out_of_context"
    other = message("Mia Duarte", at(9, 12), "Yes, all six are here.", thread_id="T")
    assert verdict("moved", "The shoot stays on Tuesday.", asked, other) == "out_of_context"


def test_what_a_transcript_has_somebody_say_is_told_of_that_person_alone() -> None:
    page = message("Sofia Marques", at(9), "Transcript\nDana Reyes: I will send the logo by Friday 13 November.")
    start = page.text.index("I will")
    week = client_week(page)
    for text, expected in (
        ("Dana will send the logo by Friday 13 November.", "supported"),
        ("We will get the logo by Friday 13 November.", "doubted"),
    ):
        evidence = (evidence_of(frame_for(week), page, start, len(page.text)),)
        claim = Claim(claim_id("waiting", text, evidence), "waiting", "rewrite", text, evidence)
        draft = replace(write(week, TYPE), sections=(Section("waiting", "", (claim,)),), set_aside=(), offers=())
        gated = judge(draft, frame_for(week), TYPE, stored(week), week.events)
        (judged,) = (*gated.claims, *gated.withheld)
        assert ("doubted" if judged.doubts else judged.verdict) == expected


@pytest.mark.parametrize(
    ("section", "words", "true", "wrong"),
    [
        (
            "next",
            "The export will be ready on Friday 20th, Jonas has it in his plan.",
            "We will have the export ready on Friday 20 November; Jonas has it in his plan.",
            "We have the export ready; Jonas had it in his plan.",
        ),
        (
            "next",
            "For next week: I am on call from six to nine every morning.",
            "Mia is on call from six to nine every morning.",
            "Mia was on call from six to nine every morning.",
        ),
        (
            "decided",
            "If the sales go up by five percent you can have sixty shops.",
            "You set a condition: if the sales go up by five percent, we can have sixty shops.",
            "We have sixty shops.",
        ),
        (
            "next",
            "Friday 11 then, same link.",
            "The walk-through is on Friday at 11, with the same link.",
            "The walk-through is on Friday at 12, with the same link.",
        ),
    ],
)
def test_a_plan_is_told_as_one_in_other_words(section: str, words: str, true: str, wrong: str) -> None:
    author = "Dana Reyes" if section == "decided" else "Mia Duarte"
    source = message(author, at(10), words)
    assert verdict(section, true, source) == "supported"
    assert verdict(section, wrong, source) != "supported"


def test_the_hour_of_a_meeting_may_be_told_without_its_nought() -> None:
    early = meeting("Acme x Northlight", at(19, 8, 30), "coming").event
    source = message("Mia Duarte", at(9), "The site walk is on Thursday 19 November at 08:30.")
    for text, expected in (("at 8:30", "supported"), ("at 08:30", "supported"), ("at 8:40", "unsupported")):
        assert verdict("next", f"The site walk is on Thursday 19 November {text}.", source) == expected
    assert early.fields["starts_at"]


def test_a_number_that_was_corrected_may_be_told_as_it_is_now() -> None:
    first = message("Mia Duarte", at(9), "The first crates are in, 221 door plates counted.")
    then = message("Mia Duarte", at(10), "Sorry, I read my own handwriting wrong, it's 212 not 221.")
    text = "The first crates are in, with {} door plates, not {} as Mia first reported."
    assert verdict("numbers", text.format(212, 221), first, then) == "supported"
    assert verdict("numbers", text.format(221, 212), first, then) != "supported"


def test_for_once_is_no_condition() -> None:
    source = message(
        "Dana Reyes", at(9), "The opening moved to Monday 23 November. It has nothing to do with signs, for once."
    )
    text = "The opening moved to Monday 23 November; it has nothing to do with the signs."
    assert verdict("changed", text, source) == "supported"
