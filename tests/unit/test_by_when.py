"""By when something is needed is told apart from by what and by whom, and a point in question is told whole."""

from __future__ import annotations

import pytest

from yarnnn_pipelines.english.by_when import needed_by
from yarnnn_pipelines.english.changes import names_old_side
from yarnnn_pipelines.english.requests import needed_thing
from yarnnn_pipelines.english.rewording import unlabelled


@pytest.mark.parametrize(
    ("sentence", "thing", "by"),
    [
        (
            "Greg, we need your decision on whether reminders should also go out by email.",
            "decision on whether reminders should also go out by email",
            None,
        ),
        ("We need your choice on whether to pay by card.", "choice on whether to pay by card", None),
        (
            "We need your decision on whether to go by train by Friday.",
            "decision on whether to go by train",
            "by Friday",
        ),
        ("We need your photos by courier by 3 May.", "photos by courier", "by 3 May"),
        ("We need your comments by section.", "comments by section", None),
        ("We need your sign-off on the copy by Friday, 27 March.", "sign-off on the copy", "by Friday, 27 March"),
        ("We need your logo by the end of the month.", "logo", "by the end of the month"),
        ("We need your texts by the board meeting.", "texts", "by the board meeting"),
        ("We need your sign-off to start on Monday.", "sign-off", None),
    ],
)
def test_what_is_needed_keeps_its_point(sentence: str, thing: str, by: str | None) -> None:
    assert (needed_thing(sentence), needed_by(sentence)) == (thing, by)


@pytest.mark.parametrize("words", ["Reminder-SMS: it is down.", "Status-page: it is down.", "Note-taking works again."])
def test_the_first_part_of_a_compound_is_no_label(words: str) -> None:
    assert unlabelled(words) == words


@pytest.mark.parametrize(
    "label", ["Reminder: ", "Update - ", "Status – ", "Note: ", "Correction: ", "Slip of the pen: "]
)
def test_a_label_is_left_out(label: str) -> None:
    assert unlabelled(f"{label}the page is live.") == "the page is live."


@pytest.mark.parametrize(
    ("promise", "is_old"),
    [
        ("You'll have the slides on Thursday 3 December.", False),
        ("You'll have the slides on December 3.", False),
        ("We prepare the workshop on Thursday 3 December.", True),
    ],
)
def test_a_promise_is_not_overtaken_by_a_change_that_shares_only_its_date(promise: str, is_old: bool) -> None:
    assert names_old_side(promise, "the workshop moves from Thursday 3 to Friday 4 December, 09:30.") == is_old
