"""What answers a request: in words alone, and in a channel where nobody used a thread."""

from __future__ import annotations

import pytest

from tests.unit.test_later_words import gated
from tests.unit.weekly import at, client_week, mail, message
from yarnnn_pipelines.english.answers import answers
from yarnnn_pipelines.english.sentences import sentences

FONT = "Dana, which font should we use on the menu, Inter or Lato?"
PHOTOS = "Can you send us the product photos by Friday?"
BUDGET = "Could you approve the extra budget for the video?"


def waiting(*events: object) -> list[str]:
    return [claim.text for claim in gated(client_week(*events)).claims if claim.section == "waiting"]  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("asked", "reply"),
    [
        (FONT, "Lato."),
        (FONT, "Let's take the second."),
        (PHOTOS, "Here you go: https://drive.acme.example/photos"),
        (PHOTOS, "Uploaded them to your drive"),
        (PHOTOS, "We'll send the photos on Thursday"),
        (BUDGET, "No, we have to stay within the old one."),
        (BUDGET, "👍"),
        ("How many seats should we plan?", "Forty would be great"),
        ("When does the printer need the files?", "by the 18th"),
        ("Who signs the contract on your side?", "Rui Costa signs it."),
        ("Should we print on matte paper?", "Glossy, please"),
        ("Do you still want the blue banner?", "we dropped it"),
    ],
)
def test_a_value_a_choice_a_yes_a_no_or_the_thing_itself_answers(asked: str, reply: str) -> None:
    assert answers(reply, asked)


@pytest.mark.parametrize(
    ("asked", "reply"),
    [
        (FONT, "Hm, not sure yet"),
        (FONT, "Which one is cheaper?"),
        (FONT, "Great, thanks!"),
        (FONT, "The newsletter went out today."),
        (PHOTOS, "I'll check with Rui."),
        (PHOTOS, "They are not ready"),
        (PHOTOS, "Thanks, will do."),
        (BUDGET, "The budget is too high for us."),
        (BUDGET, "I need to talk to Rui about it first"),
        ("How many seats should we plan?", "tbd"),
        ("Should we print on matte paper?", "Let's discuss on Monday"),
    ],
)
def test_what_puts_off_thanks_asks_back_or_speaks_of_something_else_answers_nothing(asked: str, reply: str) -> None:
    assert not answers(reply, asked)


@pytest.mark.parametrize(("reply", "is_open"), [("Inter. Lato is too thin.", False), ("I'll ask Rui.", True)])
def test_a_question_in_a_channel_is_closed_by_what_is_said_below_it(reply: str, is_open: bool) -> None:
    asked, said = message("Mia Duarte", at(10, 9), FONT), message("Dana Reyes", at(10, 13), reply)
    assert len(waiting(asked)) == 1
    assert bool(waiting(asked, said)) == is_open


def test_an_answer_to_a_later_question_leaves_the_earlier_one_open() -> None:
    events = [
        message("Mia Duarte", at(10, 9), PHOTOS),
        message("Mia Duarte", at(10, 12), "Dana, is the blue banner fine for you?"),
        message("Dana Reyes", at(10, 14), "Yes!"),
    ]
    assert [text for text in waiting(*events) if "photos" in text]


def test_a_word_to_somebody_elses_message_answers_no_question_above_it() -> None:
    asked = message("Mia Duarte", at(10, 9), FONT)
    told = message("Jonas Weber", at(10, 12), "The banner is approved by the printer.")
    for thread in (None, told.event_id):
        assert waiting(asked, told, message("Dana Reyes", at(10, 14), "I owe you cake", thread_id=thread))
    assert not waiting(asked, told, message("Dana Reyes", at(10, 14), "Inter is the font for the menu."))


def test_a_mail_that_starts_a_thread_of_its_own_answers_by_its_subject() -> None:
    asked = mail("Mia Duarte", at(10), "Budget", "Please sign off the budget by Monday 16 November.")
    reply = mail("Dana Reyes", at(11), "RE: Budget", "Signed, see you on Monday.")
    assert waiting(asked) == ["Please sign off the budget by Monday 16 November. (asked on 10 November)"]
    assert waiting(asked, reply) == []


@pytest.mark.parametrize(
    "offer",
    [
        "Please let us know if you need any help with the set-up.",
        "If the page fails again please let us know.",
        "Please find the report attached.",
        "Please follow our guide to the settings.",
        "Please let us know.",
    ],
)
def test_an_offer_of_help_or_a_pointer_asks_for_nothing(offer: str) -> None:
    assert waiting(mail("Mia Duarte", at(10), "Set-up", offer)) == []


@pytest.mark.parametrize(
    "said", ["We go with B. Can you send the invoice?", "We have decided to go with option B. Can you send it?"]
)
def test_a_decision_with_a_question_behind_it_is_told(said: str) -> None:
    claims = gated(client_week(mail("Dana Reyes", at(10), "Logo", said))).claims
    assert [claim.section for claim in claims] == ["decided"]


@pytest.mark.parametrize("text", ["The notes by J. Smith are here.", "See no. 12."])
def test_an_initial_ends_no_sentence(text: str) -> None:
    assert len(sentences(text)) == 1


def test_a_reply_in_the_thread_answers_though_the_request_landed_before_it_had_one() -> None:
    asked = message("Jonas Weber", at(10), "@dana could you send us the Christmas opening hours for all three shops?")
    hours = "All three shops 7 to 2 on the 24th, closed 25 and 26, normal after"
    assert waiting(asked)
    assert not waiting(asked, message("Dana Reyes", at(13), hours, thread_id=asked.event_id))


@pytest.mark.parametrize(
    ("ask", "said"),
    [
        (PHOTOS, "Got them, thanks!"),
        (PHOTOS, "Never mind, found them."),
        (PHOTOS, "The photos came in by post."),
        (BUDGET, "Dana confirmed on the phone."),
        ("Dana, we need your sign-off by Friday.", "Sign-off given in the call."),
        (FONT, "No need, solved."),
    ],
)
def test_what_we_say_that_we_have_waits_for_nobody(ask: str, said: str) -> None:
    asked = message("Mia Duarte", at(10, 9), ask, thread_id="T")
    dana = message("Dana Reyes", at(9, 9), "Good morning.")
    assert waiting(dana, asked)
    assert not waiting(dana, asked, message("Jonas Weber", at(11, 9), said, thread_id="T"))
    loose = [message("Mia Duarte", at(10, 9), ask), message("Mia Duarte", at(11, 9), said)]
    assert not waiting(dana, *loose)


@pytest.mark.parametrize(
    ("theirs", "said"),
    [
        ("I'll check with Rui.", "Got it, thanks!"),
        (None, "Thanks for your patience."),
        (None, "We have not received them."),
        (None, "We got the signed contract."),
        (None, "Have they arrived?"),
    ],
)
def test_a_nod_or_a_word_on_something_else_leaves_it_open(theirs: str | None, said: str) -> None:
    events = [message("Mia Duarte", at(10, 9), PHOTOS, thread_id="T")]
    if theirs:
        events.append(message("Dana Reyes", at(10, 12), theirs, thread_id="T"))
    events.append(message("Mia Duarte", at(11, 9), said, thread_id="T"))
    assert waiting(message("Dana Reyes", at(9, 9), "Good morning."), *events)


def test_a_reply_that_only_says_that_it_came_answers_what_stands_right_above() -> None:
    asked = message("Mia Duarte", at(10, 9), PHOTOS)
    for reply in ("Just sent by mail.", "Sent by email just now", "All delivered!"):
        assert not waiting(asked, message("Dana Reyes", at(10, 15), reply))
    assert waiting(asked, message("Dana Reyes", at(10, 15), "The invoice was sent by mail."))


def test_what_a_colleague_answers_among_us_was_the_colleagues() -> None:
    asked = message("Mia Duarte", at(10, 9), "Thanks! Can you name the two risks of the new supplier?", thread_id="T")
    dana = message("Dana Reyes", at(9, 9), "Good morning.")
    answer = message("Jonas Weber", at(10, 10), "Sure, the risks are late trucks and no insurance.", thread_id="T")
    assert waiting(dana, asked)
    assert not waiting(dana, asked, answer)
    assert waiting(dana, asked, message("Jonas Weber", at(10, 10), "I wonder about that as well.", thread_id="T"))
