"""Another client's name in British or American spelling, with one word in the other number, or in part."""

from __future__ import annotations

import pytest

from tests.unit.test_other_clients import settings
from tests.unit.weekly import ACME
from yarnnn_pipelines.deliverables.week.agency_marks import names_of_others

CALLED = (
    ("Colour Works", "Color Works"),
    ("Colour Works", "ColorWorks"),
    ("Grey Fox Media", "Gray Fox Media"),
    ("Centre Point Dental", "Center Point Dental"),
    ("Blue Harbour Foods", "Blue Harbor Foods"),
    ("Harbour Lane Theatre", "Harbor Lane Theater"),
    ("Jewellery Quarter", "Jewelry Quarter"),
    ("Sankt Peter Clinic", "St. Peter Clinic"),
    ("Sankt Peter Clinic", "St Peter's Clinic"),
    ("St. Brannoc Foods", "Saint Brannoc Foods"),
    ("Marlow Brothers", "Marlow Bros"),
    ("Northern Lights Travel", "Northern Light Travel"),
    ("Three Rivers Brewery", "Three River Brewery"),
    ("Grand Hotel Adler", "Hotel Adler"),
    ("Katharina Weiss Couture", "K. Weiss Couture"),
)


def found(text: str, *names: str) -> str | None:
    """Which of some other clients' names stands in the text."""
    others = ({"id": f"other-{place}", "name": name} for place, name in enumerate(names))
    marks = names_of_others(settings({"id": "acme", "name": ACME.name}, *others), "acme")
    return marks.named_in(text, (ACME.name,))


@pytest.mark.parametrize(("name", "written"), CALLED)
def test_a_name_is_found_as_others_write_it(name: str, written: str) -> None:
    assert found(f"The {written} page went live on Tuesday.", name) == name


@pytest.mark.parametrize(
    "text",
    [
        "The color of the works is gray.",
        "The fox on the gray card is in the center of the page.",
        "We met at the hotel, and the couture is ready.",
        "The harbor shop and the theater page are live.",
        "The lights are on, and the travel guide is printed.",
        "The doctor and her brothers approved the menu.",
    ],
)
def test_words_of_a_name_that_are_everybodys_name_nobody(text: str) -> None:
    assert found(text, *sorted({name for name, _ in CALLED})) is None
