"""A learned preference is tried on the texts that were sent, and takes no effect where they would have cost more."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest

from yarnnn_pipelines.config.deliverable_types import DeliverableType, deliverable_type
from yarnnn_pipelines.core.keys import DeliverableKey
from yarnnn_pipelines.core.weeks import add_weeks
from yarnnn_pipelines.deliverables.claims import Claim, Evidence, Section
from yarnnn_pipelines.deliverables.preferences.preference import Preference, Preferences
from yarnnn_pipelines.supervision.learning.rules import Rule, Trial, preferences_of
from yarnnn_pipelines.supervision.learning.trials import SentIssue, text_of
from yarnnn_pipelines.supervision.learning.trials import tried as tried_together
from yarnnn_pipelines.supervision.learning.words import why

TYPE = deliverable_type("client_update")


def section(id_: str, title: str, *sentences: str) -> Section:
    claims = []
    for place, words in enumerate(sentences):
        at = f"2026-11-{9 + place:02}T10:00:00+01:00"
        said = Evidence(f"{id_}{place}", "v", 0, len(words), words, "slack", "message", at, "Mia", None)
        claims.append(Claim(f"c{id_}{place}", id_, "quote", words, (said,), verdict="supported"))
    return Section(id_, title, tuple(claims))


def sent(
    number: int,
    drafted: Sequence[Section],
    approved: Sequence[Section] | None = None,
    approved_with: Sequence[Preference] = (),
    drafted_with: Sequence[Preference] = (),
) -> SentIssue:
    """approved: the draft as it was where nobody changed it."""
    key = DeliverableKey("acme", add_weeks("2026-W20", number), TYPE.id)
    text = drafted if approved is None else approved
    approved_text = text_of("Acme", text, Preferences(tuple(approved_with)), TYPE)
    return SentIssue(key, "Acme", drafted, Preferences(tuple(drafted_with)), approved_text)


def moved(*sentences: str) -> list[Section]:
    return [section("moved", "What moved", *sentences)]


def tried(preference: Preference, issues: Sequence[SentIssue], kind: DeliverableType) -> Trial:
    (trial,) = tried_together([preference], issues, kind)
    return trial


def effects(trial: Trial) -> dict[str, int]:
    return {effect.key.week: effect.tokens for effect in trial.effects}


RELEASED = Preference("wording", "shipped", "released")
EDITED = sent(
    9, moved("We shipped the shop.", "The banner is live."), moved("We released the shop.", "The banner is live.")
)


def test_one_edit_is_enough_and_the_trial_says_what_it_would_have_saved() -> None:
    trial = tried(RELEASED, [EDITED], TYPE)
    assert trial == Trial(True, trial.effects)
    assert effects(trial) == {"2026-W29": -1}


def test_it_takes_effect_against_texts_that_had_the_words_once_and_were_left_as_they_were() -> None:
    left = [sent(number, moved("We shipped the menu.")) for number in (8, 7, 6)]
    trial = tried(RELEASED, [EDITED, *left], TYPE)
    assert trial.is_adopted
    assert effects(trial) == {"2026-W29": -1, "2026-W28": 1, "2026-W27": 1, "2026-W26": 1}


def test_it_takes_none_where_it_would_have_cost_those_texts_more_than_twice_what_it_saves() -> None:
    often = moved("We shipped the menu.", "We shipped the shop.", "We shipped the banner.", "We shipped the page.")
    assert not tried(RELEASED, [EDITED, sent(8, often), sent(7, often)], TYPE).is_adopted


def test_a_short_issue_says_as_much_as_a_long_one() -> None:
    without = Preference("stops", "", "without")
    words = [f"Page {name} is live" for name in ("A", "B", "C", "D", "E", "F", "G", "H")]
    long = [*moved(*(f"{one}." for one in words[:3])), section("decided", "Decided", *(f"{one}." for one in words[3:]))]
    short = sent(9, moved("Page A is live.", "Page B is live."), moved("Page A is live", "Page B is live"))
    assert tried(without, [short, *(sent(number, long) for number in (8, 7, 6, 5))], TYPE).is_adopted


def test_a_second_edit_of_the_same_wins_over_them() -> None:
    often = moved("We shipped the menu.", "We shipped the shop.", "We shipped the banner.")
    again = sent(10, moved("We shipped the page."), moved("We released the page."))
    old = [sent(8, often), sent(7, often)]
    assert not tried(RELEASED, [EDITED, *old], TYPE).is_adopted
    assert tried(RELEASED, [again, EDITED, *old], TYPE).is_adopted


def test_what_only_other_clients_want_takes_no_effect_where_this_ones_texts_were_left_otherwise() -> None:
    days = Preference("days", "", "Nov 12", "every client update")
    assert not tried(days, [sent(1, moved("It went live on 12 November."))], TYPE).is_adopted
    assert tried(days, [sent(1, moved("It went live."))], TYPE).is_adopted


def test_what_would_have_changed_no_text_takes_effect() -> None:
    assert tried(RELEASED, [sent(1, moved("The banner is live."))], TYPE) == Trial(True)
    assert tried(RELEASED, [], TYPE) == Trial(True)


WAITING = section("waiting", "Waiting on you", "Could you send the logo?")
TWO = ("The shop is live.", "The banner is live.")
BOTH = [*moved(*TWO), WAITING]


@pytest.mark.parametrize(
    ("preference", "approved", "tokens"),
    [
        (Preference("section_left_out", "waiting", True), moved(*TWO), -12),
        (Preference("section_most", "moved", 1), [*moved("The shop is live."), WAITING], -6),
        (Preference("length", "", 2), [*moved("The shop is live."), WAITING], -6),
        (Preference("leaves_out", "waiting from slack", True), moved(*TWO), -12),
        (Preference("topic", "banner", "left out"), [*moved("The shop is live."), WAITING], -6),
        (Preference("section_title", "moved", "Done"), [section("moved", "Done", *TWO), WAITING], -2),
        (Preference("stops", "", "without"), [*moved("The shop is live", "The banner is live"), WAITING], -2),
    ],
)  # fmt: skip
def test_each_kind_is_tried_as_it_would_shape_a_draft(
    preference: Preference, approved: Sequence[Section], tokens: int
) -> None:
    assert effects(tried(preference, [sent(1, BOTH, approved)], TYPE)) == {"2026-W21": tokens}
    left = tried(preference, [sent(1, BOTH)], TYPE)
    assert effects(left) == {"2026-W21": -tokens}
    assert not left.is_adopted


@pytest.mark.parametrize(
    "preference",
    [
        Preference("greeting", "", "Hi Dana,"),
        Preference("sign_off", "", "Best,\nMia"),
        Preference("layout", "", "prose"),
        Preference("section_order", "", ["waiting", "moved"]),
    ],
)
def test_the_form_of_a_text_is_tried_too(preference: Preference) -> None:
    order = list(reversed(BOTH)) if preference.kind == "section_order" else BOTH
    trial = tried(preference, [sent(1, BOTH, order, approved_with=[preference])], TYPE)
    (saved,) = effects(trial).values()
    assert saved < 0
    assert not tried(preference, [sent(1, BOTH)], TYPE).is_adopted


def test_a_refused_rule_shapes_nothing_and_says_why() -> None:
    trial = tried(RELEASED, [sent(2, moved("We shipped the menu.", "We shipped it."))], TYPE)
    rule = Rule(replace(RELEASED, scope="acme"), 1.0, agree=(DeliverableKey("acme", "2026-W29", TYPE.id),), trial=trial)
    assert not preferences_of([rule])
    assert why(rule) == "acme; as 1 issue reads (2026-W29); not in effect, as tried: 2 words more to change in 2026-W22"
    assert preferences_of([replace(rule, trial=None)])


def test_what_an_issue_wanted_beside_it_counts_neither_for_nor_against_a_preference() -> None:
    order = Preference("section_order", "", ["waiting", "moved"])
    signed = Preference("sign_off", "", "Cheers,\nTom")
    issue = sent(1, BOTH, [WAITING, *moved("The shop is live.")], approved_with=[order, signed])
    most = Preference("section_most", "moved", 1)
    trials = tried_together([order, most, signed], [issue], TYPE)
    assert [trial.is_adopted for trial in trials] == [True, True, True]
    assert [effects(trial) for trial in trials][1:] == [{"2026-W21": -6}, {"2026-W21": -3}]
