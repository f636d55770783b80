"""Whether a short message right below a statement leaves it in doubt."""

from __future__ import annotations

import pytest

from tests.unit.weekly import at, message
from yarnnn_pipelines.context.conversations import conversations
from yarnnn_pipelines.context.later_turns import LaterTurns
from yarnnn_pipelines.english.next_words import leaves_it_in_doubt

DANA, MIA = "Dana Reyes", "Mia Duarte"
LIVE = "The gift finder went live this morning."


@pytest.mark.parametrize(
    ("earlier", "later"),
    [
        (LIVE, "had to pull it"),
        (LIVE, "aaand gone again"),
        (LIVE, "nope"),
        (LIVE, "leider falsch"),
        (LIVE, "only on staging so far"),
        (LIVE, "no one here can see it"),
        (LIVE, "really?"),
        (LIVE, "nothing has gone up, the deploy hung"),
        ("The fair is set for 12 October.", "could we make it the 19th instead?"),
        ("The fair is set for 12 October.", "the 19th please"),
        ("Returns fell to 7%.", "that 7 leaves out the outlets, so it's wrong"),
        ("Returns fell to 7%.", "*rose"),
        ("Your notary sealed the deed on Tuesday.", "she hasn't even got it yet"),
    ],
)
def test_a_short_word_that_turns_or_can_not_be_read_leaves_it_in_doubt(earlier: str, later: str) -> None:
    assert leaves_it_in_doubt(later, earlier)


@pytest.mark.parametrize(
    "later",
    [
        "Thanks!",
        ":tada: :tada:",
        "danke euch",
        "wow",
        "not read it yet, will do tonight",
        "will show it to sales",
        "when will the invoice come?",
        "can we talk on Friday?",
        "The parking is closed today.",
        "invoice 88 is paid",
        "no worries",
        "We opened the second store in Faro and did not expect such a queue on the first day, with rain.",
    ],
)
def test_thanks_nods_questions_and_other_matters_leave_it_as_it_is(later: str) -> None:
    assert not leaves_it_in_doubt(later, LIVE)


def doubted(*said: tuple[str, int, str]) -> str | None:
    """The words that leave the first message in doubt; each message with its author and day."""
    events = [message(who, at(day), text) for who, day, text in said]
    later = LaterTurns(conversations(events, "acme")).leaving_in_doubt(events[0].event_id, 0, len(events[0].text))
    return later.words if later else None


def test_it_may_stand_a_day_below_in_the_channel_and_below_a_nod() -> None:
    assert doubted((MIA, 9, LIVE), (MIA, 10, "reverted for now")) == "reverted for now"
    assert doubted((MIA, 9, LIVE), (DANA, 9, "great, thanks"), (MIA, 10, "reverted for now")) == "reverted for now"


def test_below_another_matter_or_much_later_it_speaks_of_something_else() -> None:
    other = "The parking is closed today."
    assert doubted((MIA, 9, LIVE), (DANA, 9, other), (MIA, 10, "reverted for now")) is None
    assert doubted((MIA, 9, LIVE), (MIA, 13, "reverted for now")) is None
