"""What each turn of an exchange does, and how the matter stands after the last."""

from __future__ import annotations

import pytest

from tests.unit.weekly import at, message
from yarnnn_pipelines.context.conversations import Conversation, conversations
from yarnnn_pipelines.deliverables.week.client_week import Event

DANA, JONAS, MIA = "Dana Reyes", "Jonas Weber", "Mia Duarte"


def exchange(*said: tuple[str, str]) -> Conversation[Event]:
    """Turns of one thread, an hour apart: who, and what."""
    events = [message(who, at(9, 8 + place), text, thread_id="T") for place, (who, text) in enumerate(said)]
    (found,) = conversations(events, "acme")
    return found


def test_each_turn_has_a_role_and_a_side() -> None:
    found = exchange(
        (DANA, "The export fails since the update."),
        (MIA, "We'll look into it."),
        (MIA, "Which browser do you use?"),
        (DANA, "The newest Firefox."),
        (MIA, "Please empty the cache."),
        (DANA, "Thanks!"),
    )
    assert [(turn.role, turn.side, turn.answers) for turn in found.turns] == [
        ("reports", "client", None),
        ("promises", "us", None),
        ("asks", "us", None),
        ("answers", "client", 2),
        ("requests", "us", None),
        ("thanks", "client", None),
    ]


@pytest.mark.parametrize(
    ("said", "state", "move"),
    [
        ([(DANA, "Can the list be sorted by price?")], "open", "us"),
        ([(MIA, "Which browser do you use?"), (DANA, "Thanks")], "open", "client"),
        ([(DANA, "Can the list be sorted by price?"), (MIA, "It sorts by name and by price.")], "answered", None),
        ([(DANA, "Can the list be sorted by price?"), (MIA, "Let me check.")], "under_way", "us"),
        ([(DANA, "Can the list be sorted by colour?"), (MIA, "That is not possible.")], "declined", None),
        ([(MIA, "Shall we print on Monday?"), (DANA, "Works for us")], "agreed", None),
        ([(DANA, "The export fails."), (MIA, "Version 3 is out."), (DANA, "It works now.")], "resolved", None),
        ([(DANA, "The export fails."), (MIA, "It is fixed."), (DANA, "Same error here.")], "open", "us"),
        ([(MIA, "The menu went to print.")], "told", None),
    ],
)
def test_the_last_turn_that_settles_anything_says_how_the_matter_stands(
    said: list[tuple[str, str]], state: str, move: str | None
) -> None:
    found = exchange(*said).state
    assert (found.name, found.move) == (state, move)


def test_a_problem_has_the_steps_that_its_turns_take() -> None:
    found = exchange(
        (DANA, "The export fails."),
        (MIA, "The root cause was an expired token."),
        (MIA, "We'll fix it tomorrow."),
        (MIA, "The patch was deployed."),
        (DANA, "It works now."),
    )
    steps = [(step.name, step.turn) for step in found.state.steps]
    assert steps == [("reported", 0), ("cause", 1), ("fix_announced", 2), ("released", 3), ("confirmed", 4)]
    assert [turn.event.text for turn in found.deciding] == ["The export fails.", "It works now."]


def test_somebody_elses_client_is_neither_side() -> None:
    stranger = message("Rui Alves", at(9, 9), "The export fails.", author_client_id="globex")
    assert [found.turns[0].side for found in conversations([stranger], "acme")] == ["other"]
