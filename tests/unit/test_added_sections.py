"""A section that somebody adds week after week is there for them, and what they file there goes there by itself."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from yarnnn_pipelines.config.deliverable_types import deliverable_type
from yarnnn_pipelines.core.keys import DeliverableKey
from yarnnn_pipelines.core.weeks import add_weeks
from yarnnn_pipelines.deliverables.preferences.preference import Preference, Preferences
from yarnnn_pipelines.deliverables.preferences.shaped_type import shaped
from yarnnn_pipelines.stores.ledger.rows import Edit
from yarnnn_pipelines.supervision.edits import OF_THIS_ISSUE
from yarnnn_pipelines.supervision.learning.observations import observed
from yarnnn_pipelines.supervision.learning.rules import ReviewedIssue, preferences_of, rules_for

TYPE = deliverable_type("client_update")
BUDGET = {"kind": "section_added", "subject": "added_budget", "value": "Budget"}
LEARNED = Preference("section_added", "added_budget", "Budget", "acme")


def issue(number: int, under: Mapping[str, Sequence[str]], *, is_new: bool = True) -> ReviewedIssue:
    def claim(text: str) -> dict[str, Any]:
        evidence = [{"event_id": text, "quote": text, "platform": "slack"}]
        return {"claim_id": text, "section": "moved", "kind": "quote", "text": text, "evidence": evidence}

    sections = [{"id": one, "title": one, "claims": list(map(claim, told))} for one, told in under.items()]
    preference = {**BUDGET, "scope": OF_THIS_ISSUE} if is_new else LEARNED.as_json()
    edit = Edit("shape", BUDGET, number=1, version=1, editor="mia", edited_at=datetime(2026, 11, 16, tzinfo=UTC))
    said = observed({"sections": sections, "preferences": [preference]}, (), [edit] if is_new else ())
    key = DeliverableKey("acme", add_weeks("2026-W20", number), "client_update")
    return ReviewedIssue(key, ("dana@acme.example",), tuple(said))


def learned(*issues: ReviewedIssue) -> dict[tuple[str, str], Any]:
    found = rules_for(DeliverableKey("acme", "2026-W40", "client_update"), ("dana@acme.example",), issues)
    kinds = ("section_added", "filed")
    return {one.name: one.value for one in preferences_of(found).each if one.kind in kinds}


OTHERS = ["The checkout is live.", "The menu is finished."]
USED = {"moved": OTHERS, "added_budget": ["Half of it is spent."]}


def test_a_section_that_was_added_once_was_for_that_issue_and_twice_it_is_wanted() -> None:
    assert learned(issue(0, USED)) == {}
    assert learned(issue(0, USED), issue(1, USED)) == {("section_added", "added_budget"): "Budget"}


def test_a_section_that_stays_empty_is_wanted_no_more() -> None:
    empty = {"moved": OTHERS, "added_budget": []}
    two = issue(0, USED), issue(1, USED)
    kept = (*two, issue(2, USED, is_new=False))
    left = (*two, *(issue(n, empty, is_new=False) for n in (2, 3, 4)))
    assert ("section_added", "added_budget") in learned(*kept)
    assert ("section_added", "added_budget") not in learned(*left)


def test_what_is_filed_there_again_and_again_is_filed_there_and_not_once_it_stands_elsewhere() -> None:
    said = ["The invoice of May came.", "We paid the invoice for hosting.", "An invoice is open."]
    issues = [issue(n, {"moved": OTHERS, "added_budget": [words]}) for n, words in enumerate(said)]
    assert learned(*issues)["filed", "invoice"] == "added_budget"
    elsewhere = issue(3, {"moved": [*OTHERS, "The invoice is wrong."], "added_budget": ["Half of it is spent."]})
    assert ("filed", "invoice") not in learned(*issues, elsewhere)


def test_nothing_goes_to_an_added_section_by_itself_and_it_is_worth_no_deliverable() -> None:
    kind = shaped(TYPE, Preferences((LEARNED, Preference("section_order", "", ["added_budget", "moved"]))))
    section = kind.section("added_budget")
    assert section is not None
    assert (section.title, section.takes, section.most, section.substance) == ("Budget", [], 0, False)
    assert kind.sections[0].id == "added_budget"
