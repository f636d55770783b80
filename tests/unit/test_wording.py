"""What a colleague wrote, as a sentence for a reader who was not there; and nothing that was not written."""

from __future__ import annotations

import re
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.unit.weekly import LISBON, at
from yarnnn_pipelines.english.clauses import as_a_sentence
from yarnnn_pipelines.english.days import MONTHS, WEEKDAYS
from yarnnn_pipelines.english.rewording import OF_THE_AUTHOR, OF_THE_CLIENT, Turn, reported, shortened
from yarnnn_pipelines.english.stumps import is_stump
from yarnnn_pipelines.english.voice import Voice


def voice(author: str = "Mia Duarte", *, is_us: bool = True, day: int = 9) -> Voice:
    return Voice(author, is_us, at(day), LISBON, "Acme", date(2026, 11, 9), is_client=not is_us)


DANA = voice("Dana Reyes", is_us=False, day=11)


@pytest.mark.parametrize(
    ("said", "by", "told"),
    [
        ("the Q2 campaign launched this morning", voice(), "The Q2 campaign launched on Monday."),
        ("I fixed the pixel yesterday!", voice(day=12), "Mia fixed the pixel on Wednesday."),
        ("I've just shipped the banner :tada:", voice(), "Mia has shipped the banner."),
        ("just updated the media plan accordingly", voice(), "Mia updated the media plan."),
        ("I'll send the plan by Friday", voice(), "Mia will send the plan by Friday 13 November."),
        ("We approved the revised budget", DANA, "Acme approved the revised budget."),
        ("We launched the landing page", voice(), "We launched the landing page."),
        ("our board signed off the scope", DANA, "Acme’s board signed off the scope."),
        (
            "I'll get the board's answer by next Tuesday",
            DANA,
            "Dana will get the board's answer by Tuesday 17 November.",
        ),
        ("we'll send you the lens list by Friday", DANA, "Acme will send us the lens list by Friday 13 November."),
        ("Decision: we go with option B.", voice(), "We go with option B."),
        ("the release stays on wednesday 18 november", voice(), "The release stays on Wednesday 18 November."),
        ("posted the photos http://pics.example/1", voice(), "Mia posted the photos."),
        ("the numbers arrive next week", voice(), "The numbers arrive in the week of 16 November."),
    ],
)
def test_a_chat_line_becomes_a_sentence(said: str, by: Voice, told: str) -> None:
    assert reported(said, by) == told


@pytest.mark.parametrize(
    ("said", "why"),
    [
        ("the check-in moves from Tuesday to Thursday", "either week may be meant"),
        ("launched on Monday", "what launched is not said"),
        ("the pixel is fixed, I'll tell them", "a second first person"),
        ("we can start when you're done", "a client's you"),
        ("your courier lost two crates", "a client's complaint of us"),
        ("the crates from you arrived broken", "a client's complaint of us"),
        ("we got two broken crates from you", "a client's complaint of us"),
        ("see https://x.example/y for the launched page and more", "a link in the middle"),
        ("the page (with the new form is live", "a bracket left open"),
        ("I have tested it and close the point", "a second verb that would need another ending"),
    ],
)
def test_what_cannot_be_turned_with_certainty_is_left(said: str, why: str) -> None:
    by = DANA if "client" in why else voice()
    assert reported(said, by) is None, why


@pytest.mark.parametrize("turns", [OF_THE_AUTHOR, OF_THE_CLIENT], ids=["author", "client"])
def test_every_turn_is_the_one_for_its_example(turns: tuple[Turn, ...]) -> None:
    for turn in turns:
        assert next(other for other in turns if other.regex.match(turn.example)) is turn


@pytest.mark.parametrize("turn", [*OF_THE_AUTHOR, *OF_THE_CLIENT], ids=lambda turn: turn.example)
def test_an_example_of_a_turn_is_told_of_its_subject(turn: Turn) -> None:
    by, subject = (voice(), "Mia") if turn in OF_THE_AUTHOR else (DANA, "Acme")
    assert (reported(turn.example, by) or "").startswith(f"{turn.instead.format(subject).rstrip()} ")


def test_next_thursday_said_on_a_monday_may_be_either() -> None:
    assert reported("the photos arrive next Thursday", voice(day=9)) is None
    assert reported("the photos arrive next Tuesday", voice(day=11)) == "The photos arrive on Tuesday 17 November."


@pytest.mark.parametrize(
    "said",
    [
        "the staff app is live, training follows on Thursday",
        "the leaflets are printed, the posters come Friday",
        "the old blog was closed - the new one opens on Thursday",
        "the first shop opened and the second follows on Wednesday",
    ],
)
def test_a_weekday_to_come_is_never_told_as_the_last_one(said: str) -> None:
    assert reported(said, voice(day=10)) is None


def test_what_is_past_happened_on_the_last_such_day() -> None:
    assert reported("the audit on Monday found 14 issues", voice(day=11)) == "The audit on Monday found 14 issues."
    assert reported("the page went live on Friday, all is well", voice(day=9)) == (
        "The page went live on Friday 6 November, all is well."
    )


ADDED = set(re.findall(r"\w+", "mia acme dana on in has is will was week the of end by us s our its goes"))
DAYS = {word.lower() for word in (*WEEKDAYS, *MONTHS)}


PIECES = """I we the pixel fixed launched today tomorrow Friday next week you your our plan to by from 12 12% and it is
just Dana @Dana :tada: moved yesterday , . ! this morning we'll I've budget sent"""


@given(st.lists(st.sampled_from(PIECES.split()), max_size=14).map(" ".join), st.sampled_from([voice(), DANA]))
def test_no_word_and_no_number_comes_from_nowhere(said: str, by: Voice) -> None:
    told = reported(said, by)
    if told is None:
        return
    words = set(re.findall(r"[a-z]+", told.lower())) - DAYS
    assert words <= set(re.findall(r"[a-z]+", said.lower())) | ADDED
    numbers = {int(number) for number in re.findall(r"\d+", told)}
    assert numbers <= {int(number) for number in re.findall(r"\d+", said)} | set(range(1, 32))


@pytest.mark.parametrize(
    "said",
    [
        "The banner went live at https://acme.example",
        "The banner went live at.",
        "The banner for :tada: went live",
        "The banner for 🎉 went live",
        "The banner for went live.",
        "The banner 🎉 went live",
        "...the banner went live…",
        "See what Sam sent: https://acme.example",
        "See what Sam sent.",
        "Here is what went live: www.acme.example",
    ],
)
def test_a_sentence_that_lost_a_link_or_an_emoji_it_needs_is_not_told(said: str) -> None:
    assert reported(said, voice()) is None


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("The banner went live: https://acme.example", "The banner went live."),
        ("The banner went live :tada:", "The banner went live."),
        (":tada: The banner went live", "The banner went live."),
        ("The form is what people signed up for.", "The form is what people signed up for."),
    ],
)
def test_a_sentence_that_is_whole_without_them_is_told(said: str, told: str) -> None:
    assert reported(said, voice()) == told


@pytest.mark.parametrize(
    ("text", "told"), [("a bb ccc", "a bb ccc"), ("a bb cccc dd", "a bb…"), ("a" * 12, "a" * 7 + "…")]
)
def test_what_is_too_long_ends_between_words_with_an_ellipsis(text: str, told: str) -> None:
    assert shortened(text, 8) == told


@pytest.mark.parametrize("text", ["The file you asked for is ready.", "We decided on image B, A is too dark on paper."])
def test_a_whole_sentence_is_no_stump(text: str) -> None:
    assert not is_stump(text)


@pytest.mark.parametrize(
    ("line", "shown"),
    [("the page is live.", "The page is live."), ("iPhone cases are sold.", "iPhone cases are sold.")],
)
def test_an_opening_line_begins_as_a_sentence_where_it_stands_by_itself(line: str, shown: str) -> None:
    assert as_a_sentence(line) == shown


def test_who_says_lets_is_told() -> None:
    for words in ("Let's go with Intermec.", "OK, let us take option B."):
        assert reported(words, DANA) is None
        assert reported(words, voice()) is None
