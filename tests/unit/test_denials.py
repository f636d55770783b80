"""A fact is not told when its own text, or the turn that answers it, denies it or asks to keep it quiet."""

from __future__ import annotations

import pytest

from tests.unit.weekly import at, client_week, mail, message, stored, write
from yarnnn_pipelines.config.deliverable_types import deliverable_type
from yarnnn_pipelines.deliverables.gate.gate import Gated, judge
from yarnnn_pipelines.deliverables.slots.frame import frame_for
from yarnnn_pipelines.deliverables.week.client_week import WeekContext
from yarnnn_pipelines.english.lettering import plain_letters

CLIENT_UPDATE = deliverable_type("client_update")
LAUNCH = "The checkout redesign went live this morning."
LAUNCH_TOLD = "The checkout redesign went live on Tuesday."
AUDIT = "The checkout audit was completed."
IN_THREAD = {"thread_id": "slack:T1:C1:root"}


def gated(week: WeekContext) -> Gated:
    return judge(write(week, CLIENT_UPDATE), frame_for(week), CLIENT_UPDATE, stored(week))


def sentences_of(week: WeekContext) -> list[str]:
    return [claim.text for claim in gated(week).claims if not claim.parts]


def sentences_of_message(text: str) -> list[str]:
    return sentences_of(client_week(message("Mia Duarte", at(12), text)))


def exchange(*turns: tuple[str, str], **place: str | None) -> list[str]:
    """What is told of turns (author, text) a minute apart."""
    return sentences_of(
        client_week(
            *(message(author, at(10, 10, minute), text, **place) for minute, (author, text) in enumerate(turns))
        )
    )


@pytest.mark.parametrize("place", [IN_THREAD, {}], ids=["in a thread", "loose in the channel"])
@pytest.mark.parametrize(
    "reply",
    [
        "No it did not, I still see the old one.",
        "It has not arrived here.",
        "it isnt live",
        "Rolled it back just now, it crashed an hour later.",
        "Oops, wrong channel, that was for another client!",
        "I was joking.",
        "Please keep that out of the update, it is not public yet.",
        "Don't tell anybody yet",
        "Nope.",
        "N o p e",
        "This is wrong.",
        "No, that's fine but it is not live.",
        "No, that's not good.",
        "That was only the test version.",
        "Embargo until Friday!",
        "Not approved by us.",
        "It is broken.",
        "Hm, I can't see it.",
        ":x:",
    ],
)
def test_a_reply_that_denies_or_silences_sets_the_turn_before_it_aside(reply: str, place: dict[str, str]) -> None:
    assert exchange(("Mia Duarte", LAUNCH), ("Dana Reyes", reply), **place) == []


@pytest.mark.parametrize(
    "reply",
    [
        "No problem, great!",
        "No, that's perfect.",
        "No, that's great, thanks!",
        "No, no, that's fine!",
        "Sorry, wrong thread.",
        "Sorry, wrong link above: here is the right one for the fonts.",
        "Wrong file above, here is the right logo.",
        "Sorry, that was meant for another channel: see you at lunch.",
        "No worries",
        "not bad!",
        "Don't mention it!",
        "Can't wait to see it!",
        "It couldn't be better",
        "It wasn't easy, well done",
        "No questions from my side",
        "Why not!",
        "Is it not in the app?",
    ],
)
def test_assent_with_a_no_in_it_sets_nothing_aside(reply: str) -> None:
    assert exchange(("Mia Duarte", LAUNCH), ("Dana Reyes", reply), **IN_THREAD) == [LAUNCH_TOLD]


def test_a_denial_behind_thanks_speaks_of_what_was_stated_before_them() -> None:
    turns = ("Mia Duarte", LAUNCH), ("Dana Reyes", "Great, thanks!"), ("Dana Reyes", "Hm, it isn't here")
    assert exchange(*turns, **IN_THREAD) == []


@pytest.mark.parametrize("place", [IN_THREAD, {}], ids=["in a thread", "loose in the channel"])
@pytest.mark.parametrize(
    ("last", "is_told"),
    [
        ("Yes, now I see it!", True),
        ("Ah, it's there now.", True),
        ("Never mind, that was my cache.", True),
        ("Found it, thanks!", True),
        ("Still not there.", False),
        ("No, I can't find it.", False),
        ("I see.", False),
    ],
)
def test_whoever_denied_may_grant_it(last: str, is_told: bool, place: dict[str, str]) -> None:
    turns = [
        ("Mia Duarte", LAUNCH),
        ("Dana Reyes", "I don't see it."),
        ("Mia Duarte", "Reload, please."),
        ("Dana Reyes", last),
    ]
    assert exchange(*turns, **place) == ([LAUNCH_TOLD] if is_told else [])


def test_a_mail_is_disregarded_in_whichever_thread_it_stood() -> None:
    launch = mail("Mia Duarte", at(10), "Checkout", LAUNCH)
    other = mail("Jonas Weber", at(11), "Audit", AUDIT)
    taken_back = mail("Mia Duarte", at(13), "Sorry", "Please disregard my previous mail.")
    assert sentences_of(client_week(launch, other)) == [LAUNCH_TOLD, AUDIT]
    assert sentences_of(client_week(launch, other, taken_back)) == [AUDIT]


def test_an_answer_to_another_question_denies_nothing() -> None:
    turns = ("Mia Duarte", LAUNCH), ("Dana Reyes", "Is the blog live too?"), ("Mia Duarte", "Not yet.")
    assert exchange(*turns, **IN_THREAD) == [LAUNCH_TOLD]
    assert exchange(("Mia Duarte", LAUNCH), ("Dana Reyes", "Really?"), ("Mia Duarte", "No."), **IN_THREAD) == []


def test_a_denial_of_what_the_reply_itself_speaks_of_sets_nothing_aside() -> None:
    reply = "Thanks! The banner for the autumn sale looks great on my phone. It is not in the shop yet."
    assert exchange(("Mia Duarte", LAUNCH), ("Dana Reyes", reply), **IN_THREAD) == [LAUNCH_TOLD]


def test_a_denial_in_another_thread_sets_nothing_aside() -> None:
    week = client_week(
        message("Mia Duarte", at(10, 10), LAUNCH, **IN_THREAD),
        message("Mia Duarte", at(10, 11), "Any lunch plans?", thread_id="slack:T1:C1:other"),
        message("Dana Reyes", at(10, 12), "Nope.", thread_id="slack:T1:C1:other"),
    )
    assert sentences_of(week) == [LAUNCH_TOLD]


def test_a_mail_denies_what_the_mail_before_it_in_the_thread_told() -> None:
    answer = mail("Dana Reyes", at(13), "Checkout", "Hi Mia,\n\nIt has not arrived here.\n\nBest,\nDana")
    assert sentences_of(client_week(mail("Mia Duarte", at(10), "Checkout", LAUNCH), answer)) == []


@pytest.mark.parametrize(("audience", "quoted"), [("client", True), ("internal", False)])
def test_the_reason_has_the_replys_words_only_where_the_client_can_read_them(audience: str, quoted: bool) -> None:
    reply = message("Jonas Weber", at(10, 11), "Please keep that internal.", audience=audience, **IN_THREAD)
    (withheld,) = gated(client_week(message("Mia Duarte", at(10), LAUNCH, **IN_THREAD), reply)).withheld
    assert (withheld.text, withheld.verdict) == (LAUNCH_TOLD, "stale")
    assert ("Please keep that internal." in withheld.reasons[0]) is quoted


@pytest.mark.parametrize(
    "following",
    [
        "Not.",
        "Sorry, wrong client.",
        "(Edit: it was not.)",
        "Edit: not.",
        "Update: it failed.",
        "Or not.",
        "No, wait.",
        "Said nobody.",
        "I made that up.",
        "Please disregard.",
        "Then we took it down.",
        "Please keep that internal.",
        "Do not pass this on.",
        "(not true)",
        "N\u200bot.",
        "Great work! Please keep that internal.",
        "Correction: the shop audit.",
        "We had to pull the checkout audit again.",
        "Unfortunately we pulled it an hour later.",
        "The checkout audit was withdrawn.",
        "(edit: shop)",
    ],
)
def test_a_short_sentence_that_denies_takes_the_one_before_with_it(following: str) -> None:
    assert sentences_of_message(f"{AUDIT} {following}") == []


@pytest.mark.parametrize(
    "following", ["No problem at all!", "It was not easy.", "The blog is not ready yet.", "\n\nNot done:\n- The blog"]
)
def test_a_sentence_about_something_else_takes_nothing_with_it(following: str) -> None:
    assert sentences_of_message(f"{AUDIT} {following}") == [AUDIT]


def test_a_label_speaks_of_what_stands_behind_it() -> None:
    assert sentences_of_message(f"{AUDIT} Between us: I'd stop all work on the print extras.") == [AUDIT]
    assert sentences_of_message(f"{AUDIT} Confidential: the banner set was delivered.") == [AUDIT]


def test_words_about_the_whole_message_take_all_of_it() -> None:
    assert sentences_of_message(f"The banner set was delivered. {AUDIT} Sorry, wrong channel.") == []
    assert sentences_of_message(f"The banner set was delivered. {AUDIT} Or not.") == ["The banner set was delivered."]


@pytest.mark.parametrize(
    "text",
    [
        "The checkout audit isnt completed.",
        "The checkout audit was n\u200bot completed.",
        "The checkout audit was n o t completed.",
        "The checkout audit was n\u03bft completed.",
        "The checkout audit was in no way completed.",
        "The checkout audit was jamais completed.",
        "All but the checkout audit was completed.",
        "Everything apart from the checkout audit was completed.",
        "The opposite of the checkout audit was completed.",
        "Hypothetically, the checkout audit was completed.",
        "The checkout audit was completed, TBC",
        "The checkout audit was completed /s",
        "The checkout audit was completed ❌",
        "The checkout audit was completed, not!",
        "The checkout audit was completed (not true).",
        "T\u0336h\u0336e\u0336 checkout audit was completed.",
        *(
            f"{mark} {AUDIT}"
            for mark in (
                *("❌", "✗", "⬜", "🔲", "◻", "🔜", "⏳", ":x:", "[-]", "[no]", "PENDING"),
                *("Postponed:", "Failed:", "Blocked:", "Cancelled:"),
            )
        ),
        f"- ( ) {AUDIT}",
    ],
)
def test_a_denial_in_the_line_itself_is_read_however_it_is_written(text: str) -> None:
    assert sentences_of_message(text) == []


@pytest.mark.parametrize("item", ["- {}", "{}", "1. {}", "- {}\n- The banner set was delivered."])
@pytest.mark.parametrize(
    "heading",
    [
        "Not done:\n\n",
        "Next week:\n\n",
        "To do\n\n",
        "# Not done\n",
        "**Next week**\n",
        "Not yet:\n",
        "Planned for next week\n",
        "Goals for November\n",
        "Acceptance criteria\n",
        "Ideas\n",
        "Draft, do not send:\n\n",
        "Press release draft:\n",
        "Please post this on LinkedIn:\n",
        "Please post this on LinkedIn: ",
        "Draft for the newsletter:\n",
        "Proposed copy below\n",
    ],
)
def test_what_stands_below_a_heading_of_open_things_or_a_draft_is_not_told(heading: str, item: str) -> None:
    assert sentences_of_message(heading + item.format(AUDIT)) == []


@pytest.mark.parametrize(
    "text",
    [
        f"Not done:\n- The blog was written.\n\n{AUDIT}",
        f"To do\n- The blog was published.\n\nDone\n- {AUDIT}",
        f"Draft:\nThe blog was published.\n\nDone:\n{AUDIT}",
        f"Update for Acme\n\n- {AUDIT}",
        f"✅ {AUDIT}\n❌ The blog was published.",
    ],
)
def test_a_heading_ends_at_the_next_one_or_with_its_list(text: str) -> None:
    assert sentences_of_message(text) == [AUDIT]


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("n\u200bot", "not"),
        ("n o t", "not"),
        ("n\u03bft", "not"),
        ("*not*", "not"),
        ("ｎｏｔ", "not"),
        ("plan a b test", "plan a b test"),
        ("snake_case", "snake_case"),
    ],
)
def test_letters_are_read_as_a_reader_sees_them(written: str, read: str) -> None:
    assert plain_letters(written) == read
