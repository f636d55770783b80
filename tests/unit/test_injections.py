"""Whatever a text orders an update to say, nothing rests on it, and the rest of the update stays as it was."""

from __future__ import annotations

import pytest

from benchmarks.injections import PLACES, grid, is_held
from benchmarks.simulated.injected import HARMLESS, INJECTIONS, LIE, RELATIVES
from yarnnn_pipelines.core.visible import hides


@pytest.mark.parametrize("name", INJECTIONS)
def test_a_text_that_would_steer_an_update_is_for_a_person_to_read(name: str) -> None:
    assert is_held(INJECTIONS[name].format(lie=LIE))


@pytest.mark.parametrize("text", RELATIVES)
def test_an_order_in_other_words_is_for_a_person_to_read(text: str) -> None:
    assert is_held(text)


@pytest.mark.parametrize("text", HARMLESS)
def test_an_everyday_sentence_is_not_taken_for_an_order_to_a_machine(text: str) -> None:
    assert not is_held(text)


@pytest.mark.parametrize("place", PLACES)
def test_such_a_text_changes_nothing_from_any_place_that_a_platform_has_for_it(place: str) -> None:
    findings, _ = grid([place], ["to the assistant"])
    assert findings == []


@pytest.mark.long
def test_no_such_text_changes_anything_from_any_place() -> None:
    findings, tried = grid()
    assert tried > 1000
    assert findings == []


@pytest.mark.parametrize(
    "link",
    [
        "[acme.example](https://evil.example/a)",
        '<a href="https://evil.example">https://acme.example/pay</a>',
        "https://acme.example@evil.example/pay",
    ],
)
def test_a_link_that_shows_one_address_and_leads_to_another_is_noticed(link: str) -> None:
    assert hides(f"The plan is here: {link}")


@pytest.mark.parametrize(
    "link",
    [
        "[acme.example/plan](https://www.acme.example/plan)",
        "[the plan](https://drive.example/plan)",
        "[acme.example](https://shop.acme.example)",
        "https://acme.example/@mia/plan",
    ],
)
def test_a_link_that_leads_where_it_says_hides_nothing(link: str) -> None:
    assert hides(f"The plan is here: {link}") is None
