"""Nobody sends a sentence that does not say of what, nor one of which the next takes something back."""

from __future__ import annotations

import pytest

from tests.unit.weekly import at, client_week, message, write
from yarnnn_pipelines.config.deliverable_types import deliverable_type
from yarnnn_pipelines.deliverables.claims import Draft

TYPE = deliverable_type("client_update")


def drafted(author: str, text: str) -> Draft:
    return write(client_week(message(author, at(10), text)), TYPE)


def told(draft: Draft) -> list[str]:
    return [claim.text for section in draft.sections for claim in section.claims]


@pytest.mark.parametrize(
    ("author", "unsaid", "said"),
    [
        ("Mia Duarte", "I've sent an invite.", "I've sent an invite for the review."),
        ("Mia Duarte", "We've sent the mail to you today.", "We've sent the mail about the spring sale today."),
        ("Dana Reyes", "Approved, please send to print.", "Approved, please send the mince pie label to print."),
        ("Dana Reyes", "Approved, you can publish it today.", "Approved, you can publish the price list today."),
        ("Mia Duarte", "The next one is on 3 December as usual.", "The next workshop is on 3 December as usual."),
        (
            "Mia Duarte",
            "We will deliver the missing 200 on Wednesday 2 December, free of charge.",
            "We will deliver the missing 200 labels on Wednesday 2 December, free of charge.",
        ),
        (
            "Mia Duarte",
            "We will deliver the other two on Wednesday 2 December.",
            "We will deliver the other two banners on Wednesday 2 December.",
        ),
    ],
)
def test_a_sentence_that_does_not_say_of_what_is_not_told(author: str, unsaid: str, said: str) -> None:
    assert told(drafted(author, unsaid)) == []
    assert told(drafted(author, said))


@pytest.mark.parametrize(
    "behind",
    [
        "5,800 instead of 6,000 though.",
        "Only 5,800 of the 6,000 pieces.",
        "The gold ones look a bit pale, though.",
        "Two of them are damaged.",
    ],
)
def test_what_the_sentence_right_behind_takes_back_in_part_is_offered_with_that(behind: str) -> None:
    labels = "The labels arrived at Marlow Street."
    assert told(drafted("Dana Reyes", labels))
    draft = drafted("Dana Reyes", f"{labels} {behind}")
    assert not any("arrived" in text for text in told(draft))
    reasons = {offer.text: offer.reason for offer in draft.offers}
    assert reasons[labels] == "the sentence right behind it takes something of it back"


@pytest.mark.parametrize(
    "behind", ["However, the poster is printed too.", "Great work!", "Should we print more though?"]
)
def test_what_goes_on_or_asks_takes_nothing_back(behind: str) -> None:
    assert told(drafted("Dana Reyes", f"The labels arrived at Marlow Street. {behind}"))
