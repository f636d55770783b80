"""An offer stands under the heading that its words belong to."""

from __future__ import annotations

import pytest

from tests.unit.weekly import at, client_week, message, write
from yarnnn_pipelines.config.deliverable_types import deliverable_type


def offered(author: str, text: str) -> tuple[str, str]:
    """The section and the reason of the offer that has these words."""
    draft = write(client_week(message(author, at(10), text)), deliverable_type("client_update"))
    [(section, reason)] = [(offer.section, offer.reason) for offer in draft.offers if offer.text == text]
    return section, reason


@pytest.mark.parametrize(
    "mended",
    [
        "Fixed and deployed, Marlow Street no longer offers Sundays.",
        "I turned the cache off at 13:40, it can't happen any more.",
        "No double booking since Tuesday.",
    ],
)
def test_what_is_mended_is_offered_as_a_result_and_no_risk(mended: str) -> None:
    assert offered("Jonas Weber", mended)[0] == "moved"


@pytest.mark.parametrize("promise", ["Will send it Wednesday latest", "Will bring the price list on Friday."])
def test_what_somebody_promises_without_naming_themselves_is_theirs(promise: str) -> None:
    assert offered("Dana Reyes", promise) == ("waiting", "it promises something")
    assert offered("Mia Duarte", promise) == ("next", "it promises something")


def test_a_question_that_begins_so_is_a_question() -> None:
    section, reason = offered("Dana Reyes", "Will you send the price list on Friday?")
    assert (section, reason) == ("next", "the client asks it of us")


def test_a_plan_of_ours_with_a_number_in_it_is_no_number() -> None:
    plan = "we pause the blog until February and move the 6 hours to the Clonmel page."
    assert offered("Mia Duarte", plan)[0] == "next"
