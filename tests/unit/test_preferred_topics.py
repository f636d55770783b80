"""What somebody cuts, or takes in, again and again is a topic of theirs: narrow, and gone once they keep it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pytest

from tests.unit.model_server import endpoint, says
from tests.unit.weekly import at, client_week, message
from yarnnn_pipelines.config.deliverable_types import deliverable_type
from yarnnn_pipelines.core.errors import UserError
from yarnnn_pipelines.core.keys import DeliverableKey
from yarnnn_pipelines.core.weeks import add_weeks
from yarnnn_pipelines.deliverables.brief.brief import Brief, make_brief
from yarnnn_pipelines.deliverables.brief.by_topic import ranked_by_topic
from yarnnn_pipelines.deliverables.claims import Draft
from yarnnn_pipelines.deliverables.preferences.preference import Preference, Preferences, checked, in_words
from yarnnn_pipelines.deliverables.preferences.shaped_type import shaped
from yarnnn_pipelines.deliverables.writers.extractive import Extractive
from yarnnn_pipelines.deliverables.writers.model.background import background_of
from yarnnn_pipelines.deliverables.writers.model.writer import ModelWriter
from yarnnn_pipelines.supervision.learning.edit_kinds import SortedEdit
from yarnnn_pipelines.supervision.learning.observations import observed
from yarnnn_pipelines.supervision.learning.rules import ReviewedIssue, Rule, rules_for
from yarnnn_pipelines.supervision.learning.words import why

TYPE = deliverable_type("client_update")
KEPT = ("The checkout is live.", "The landing page is finished.", "The newsletter went out to everybody.")


def claim(number: int, words: str, section: str = "moved") -> dict[str, Any]:
    evidence = [{"event_id": f"e{number}", "quote": words, "platform": "slack"}]
    return {"claim_id": f"c{number}", "section": section, "kind": "quote", "text": words, "evidence": evidence}


def issue(
    number: int,
    struck: Sequence[str] = (),
    kept: Sequence[str] = KEPT,
    taken: Sequence[str] = (),
    left: Sequence[str] = (),
    in_force: Preferences | None = None,
    client: str = "acme",
) -> ReviewedIssue:
    document = {
        "sections": [{"id": "moved", "claims": [claim(n, words) for n, words in enumerate(kept)]}],
        "offers": [{**claim(n, words), "offer_id": f"o{n}"} for n, words in enumerate(left)],
        "preferences": (in_force or Preferences()).as_json(),
    }
    edits = [SortedEdit(n, "removal", words, "", claim(100 + n, words)) for n, words in enumerate(struck)]
    offers = [{**claim(200 + n, words), "offer_id": f"o{200 + n}"} for n, words in enumerate(taken)]
    edits += [SortedEdit(50 + n, "omission", "", one["text"], one) for n, one in enumerate(offers)]
    key = DeliverableKey(client, add_weeks("2026-W20", number), "client_update")
    return ReviewedIssue(key, ("dana@acme.example",), tuple(observed(document, edits, ())))


def rules(issues: Sequence[ReviewedIssue], client: str = "acme") -> list[Rule]:
    key = DeliverableKey(client, "2026-W40", "client_update")
    found = rules_for(key, ("dana@acme.example",), issues, [section.id for section in TYPE.sections])
    return [rule for rule in found if rule.preference.kind == "topic"]


def topics(issues: Sequence[ReviewedIssue], client: str = "acme") -> dict[str, str]:
    return {rule.preference.subject: rule.preference.value for rule in rules(issues, client)}


INVOICES = (
    issue(0, ["The invoice for hosting is in your inbox.", "We paid the invoice of the printer."]),
    issue(1, ["Dana asked about the invoice of March."]),
)


def test_a_topic_of_which_every_sentence_was_struck_is_cut_and_its_row_says_on_what_that_rests() -> None:
    (rule,) = rules(INVOICES)
    assert in_words(rule.preference, {}) == "what is about “invoice” is left out"
    assert why(rule) == "acme, these readers; 3 sentences of it, as 2 issues read (2026-W21, 2026-W20)"


def test_two_sentences_or_those_of_one_issue_alone_make_no_topic() -> None:
    assert topics([INVOICES[0]]) == {}
    assert topics([issue(0, ["We paid the invoice.", "The invoice is here.", "One more invoice came."])]) == {}


def test_a_topic_is_as_narrow_as_its_sentences() -> None:
    hosting = [issue(n, [f"The hosting invoice of {month} came."]) for n, month in enumerate(("May", "June", "July"))]
    (subject,) = topics(hosting)
    assert {"hosting", "invoice"} <= set(subject.split())
    design = [*hosting, issue(3, kept=[*KEPT, "The design invoice is approved."])]
    assert topics(design) == topics(hosting)


def test_one_sentence_that_was_kept_is_enough_against_a_topic_until_as_many_were_struck_since() -> None:
    kept = [*INVOICES, issue(2, kept=[*KEPT, "The invoice of the caterer is paid."])]
    assert topics(kept) == {}
    again = [*kept, issue(3, ["We sent the invoice.", "The invoice is wrong."]), issue(4, ["The invoice is paid."])]
    assert topics(again) == {"invoice": "left out"}


def test_what_is_cut_and_left_among_the_offers_stays_cut_and_what_is_taken_in_does_not() -> None:
    cut = Preferences((Preference("topic", "invoice", "left out"),))
    left = issue(2, left=["The invoice of June is here."], in_force=cut)
    (rule,) = rules([*INVOICES, left])
    assert rule.sentences == 4
    assert topics([*INVOICES, left, issue(3, taken=["The invoice of July is here."], in_force=cut)]) == {}


def test_somebody_who_strikes_half_of_everything_has_no_topic_of_three_sentences() -> None:
    others = ["The menu is translated.", "The banner is drawn.", "The survey is closed.", "The map is printed."]
    issues = [
        issue(0, ["The invoice for hosting is in your inbox.", "We paid the invoice of the printer.", *others]),
        issue(1, ["Dana asked about the invoice of March.", *others]),
    ]
    assert "invoice" not in topics(issues)


def test_what_is_taken_in_again_and_again_comes_first_and_not_once_it_is_struck() -> None:
    launch = [
        issue(n, taken=[words], left=["The menu is translated.", "The banner is drawn."])
        for n, words in enumerate(("The launch is on Friday.", "The launch went well.", "Press came to the launch."))
    ]
    assert topics(launch) == {"launch": "first"}
    assert topics([*launch, issue(3, ["The launch was loud."])]) == {}


def test_one_clients_topics_shape_no_other_clients_text() -> None:
    both = [*INVOICES, *(issue(n, ["The invoice is here.", "An invoice came."], client="blue") for n in range(2))]
    assert topics(both, "cove") == {}


def test_a_lesson_keeps_no_words_of_what_was_only_offered() -> None:
    said = issue(0, left=["The zeppelin was sold."])
    assert "zeppelin" not in repr(said.observed)


SAID = ("The hosting invoice is finished.", "The landing page is live in both languages.", "The menu is finished.")
WEEK = client_week(*(message("Mia Duarte", at(9 + n), text) for n, text in enumerate(SAID)))


def brief_wanting(*wanted: tuple[str, str]) -> Brief:
    preferences = Preferences(tuple(Preference("topic", subject, value) for subject, value in wanted))
    return ranked_by_topic(replace(make_brief(WEEK, TYPE), preferences=preferences), TYPE)


def told(draft: Draft) -> set[str]:
    return {claim.text for section in draft.sections for claim in section.claims if not claim.parts}


def test_what_is_about_a_topic_that_is_cut_is_not_told_and_offered_last_with_the_reason() -> None:
    usual = Extractive().write(brief_wanting(), TYPE)
    draft = Extractive().write(brief_wanting(("invoice hosting", "left out")), TYPE)
    assert told(usual) - told(draft) == {SAID[0]}
    assert draft.offers[-1].text == SAID[0]
    assert draft.offers[-1].reason.endswith("what is about “invoice hosting” is usually cut")
    assert "usually_left_out" in draft.left_out.values()


def test_what_is_about_a_topic_that_is_wanted_first_has_room_before_others_and_the_draft_says_why() -> None:
    one_line = shaped(TYPE, Preferences((Preference("section_most", "moved", 1),)))
    brief = replace(make_brief(WEEK, one_line), preferences=Preferences((Preference("topic", "menu", "first"),)))
    assert "The menu is finished." not in told(Extractive().write(brief, one_line))
    draft = Extractive().write(ranked_by_topic(brief, one_line), one_line)
    assert "The menu is finished." in told(draft)
    assert list(draft.writer["preferred"].values()) == ["what is about “menu” is wanted first"]


def test_what_is_about_a_topic_that_is_wanted_first_is_offered_first() -> None:
    nothing = shaped(TYPE, Preferences((Preference("section_left_out", "moved", True),)))
    brief = replace(make_brief(WEEK, nothing), preferences=Preferences((Preference("topic", "menu", "first"),)))
    assert Extractive().write(brief, nothing).offers[0].text != SAID[2]
    assert Extractive().write(ranked_by_topic(brief, nothing), nothing).offers[0].text == SAID[2]


def test_a_model_is_told_the_topics_and_what_it_tells_of_one_that_is_cut_is_not_in_its_draft() -> None:
    brief = brief_wanting(("invoice", "left out"))
    assert "- what is about “invoice” is left out" in background_of(brief, TYPE, 10_000).about
    claims = [{"section": "moved", "text": text, "evidence": [{"id": f"t{n}", "quote": text}]}
              for n, text in enumerate(SAID[:2], start=1)]  # fmt: skip
    with endpoint(says(*claims)) as (settings, _):
        draft = ModelWriter(settings).write(brief, TYPE)
    assert told(draft) == {SAID[1]}


def test_a_person_sets_a_topic_in_their_words() -> None:
    assert checked("topic", "Hosting invoices", "left out") == Preference("topic", "hosting invoices", "left out")
    with pytest.raises(UserError) as refused:
        checked("topic", "the", "left out")
    assert "the words" in refused.value.what
