"""A deliverable that is edited as a text is known again sentence by sentence."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest

from yarnnn_pipelines.core.errors import UserError
from yarnnn_pipelines.stores.ledger.rows import NewEdit
from yarnnn_pipelines.supervision.text_edits import edits_of_text

DOCUMENT = {
    "sections": [
        {"id": "in_short", "title": "In short", "claims": [{"claim_id": "c0", "slot": "in_short", "text": "A and B."}]},
        {
            "id": "moved",
            "title": "What moved",
            "claims": [
                {"claim_id": "c1", "slot": "said", "text": "The Q2 campaign launched on Monday."},
                {"claim_id": "c2", "slot": "said", "text": "The pixel fires on every page *again*."},
            ],
        },
        {"id": "decided", "title": "Decided", "claims": [{"claim_id": "c3", "slot": None, "text": "Option B it is."}]},
    ]
}
TEXT = """# Acme: week of 9 November 2026

In short: A and B.

## What moved

- The Q2 campaign launched on Monday.
- The pixel fires on every page \\*again\\*. ([Slack](https://acme.slack.com/x))

## Decided

- Option B it is.
"""


def told(text: str) -> list[tuple[Any, ...]]:
    def one(edit: NewEdit) -> tuple[Any, ...]:
        more = (edit.text, edit.section, edit.before)
        return (edit.action, (edit.target or {}).get("claim_id"), *(each for each in more if each))

    return [one(edit) for edit in edits_of_text(DOCUMENT, text)]


def test_a_text_that_nobody_changed_is_no_edit() -> None:
    assert told(TEXT) == []
    assert told(TEXT.replace("\n", "\r\n") + "\n\n") == []


def test_a_line_that_is_gone_is_struck() -> None:
    assert told(TEXT.replace("- The Q2 campaign launched on Monday.\n", "")) == [("strike", "c1")]
    assert told(TEXT.replace("In short: A and B.\n", "")) == [("strike", "c0")]


def test_a_line_in_other_words_is_reworded() -> None:
    assert told(TEXT.replace("launched on Monday", "went live on Monday")) == [
        ("reword", "c1", "The Q2 campaign went live on Monday.")
    ]
    assert told(TEXT.replace("In short: A and B.", "In short: A and C.")) == [("reword", "c0", "A and C.")]


def test_a_line_that_came_is_written_where_it_stands() -> None:
    changed = TEXT.replace("- The pixel", "- The brochure is at the printer's.\n- The pixel")
    assert told(changed) == [("write", None, "The brochure is at the printer's.", "moved", "c2")]


def test_a_line_that_stands_elsewhere_is_moved() -> None:
    up = TEXT.replace("- The Q2 campaign launched on Monday.\n", "").replace(
        "- Option B", "- The Q2 campaign launched on Monday.\n- Option B"
    )
    assert told(up) == [("move", "c1", "decided", "c3")]


def test_a_heading_that_is_no_section_adds_one_with_its_lines() -> None:
    first, line = edits_of_text(DOCUMENT, TEXT + "\n## Budget, so far\n\n- Half of it is spent.\n")
    assert first.target == {"kind": "section_added", "subject": "added_budget_so_far", "value": "Budget, so far"}
    assert (line.action, line.text, line.section) == ("write", "Half of it is spent.", "added_budget_so_far")


def test_a_heading_over_lines_that_the_opening_sums_up_renames_no_opening() -> None:
    first, *_ = edits_of_text(DOCUMENT, TEXT + "\n## Letters\n\n- A and B.\n")
    assert first.target == {"kind": "section_added", "subject": "added_letters", "value": "Letters"}


def test_a_section_that_is_added_stands_where_it_was_written() -> None:
    changed = TEXT.replace("## Decided", "## Budget\n\n- Half of it is spent.\n\n## Decided")
    orders = [(edit.target or {})["value"] for edit in edits_of_text(DOCUMENT, changed) if edit.action == "shape"]
    assert orders == ["Budget", ["in_short", "moved", "added_budget", "decided"]]


def test_a_heading_without_words_is_refused_with_its_line() -> None:
    with pytest.raises(UserError, match="line 14: a heading without words"):
        told(TEXT + "\n## …\n\n- The lamp in the hall flickers.\n")


def shapes(text: str, document: Mapping[str, Any] = DOCUMENT) -> list[tuple[Any, ...]]:
    edits = edits_of_text(document, text)
    assert {edit.action for edit in edits} <= {"shape"}
    return [tuple((edit.target or {}).values()) for edit in edits]


def test_a_heading_over_the_same_lines_is_renamed() -> None:
    assert shapes(TEXT.replace("## What moved", "## This week")) == [("section_title", "moved", "This week")]


def test_sections_that_change_places_move_no_sentence() -> None:
    moved, decided = TEXT.split("## What moved")[1].split("## Decided")
    other = f"{TEXT.split('## What moved')[0]}## Decided{decided}\n## What moved{moved}"
    assert shapes(other) == [("section_order", "", ["in_short", "decided", "moved"])]


def test_a_greeting_and_a_sign_off_are_no_sentences_of_the_deliverable() -> None:
    greeted = (
        TEXT.replace("In short:", "Hi Dana,\n\nIn short:") + "\nLet me know if anything is unclear.\n\nBest,\nMia\n"
    )
    assert shapes(greeted) == [
        ("greeting", "", "Hi Dana,"),
        ("sign_off", "", "Let me know if anything is unclear.\nBest,\nMia"),
    ]


def test_what_tells_something_is_no_greeting_and_no_sign_off() -> None:
    with pytest.raises(UserError, match="stands below no heading"):
        told(TEXT.replace("In short:", "Hi Dana, the launch was a success!\n\nIn short:"))
    written = told(TEXT + "\nThe launch was a success.\n")
    assert written == [("write", None, "The launch was a success.", "decided")]


def test_a_list_that_became_a_paragraph_keeps_its_sentences() -> None:
    paragraph = TEXT.replace("- The Q2", "The Q2").replace("Monday.\n- The pixel", "Monday. The pixel")
    assert shapes(paragraph) == [("layout", "", "prose")]


def test_sections_of_a_single_sentence_are_paragraphs_where_none_of_several_is_a_list() -> None:
    opening, moved, decided = DOCUMENT["sections"]
    short = {"sections": [opening, {**moved, "claims": moved["claims"][1:]}, decided]}
    listed = TEXT.replace("- The Q2 campaign launched on Monday.\n", "")
    paragraphs = listed.replace("- The pixel", "The pixel").replace("- Option", "Option")
    assert shapes(paragraphs, short) == [("layout", "", "prose")]
    assert shapes(listed.replace("- Option", "Option"), short) == []  # a mark that one line lost says nothing
    alone = paragraphs[: paragraphs.index("## What moved")] + paragraphs[paragraphs.index("## Decided") :]
    assert shapes(alone, {"sections": [opening, decided]}) == []


def test_a_form_that_a_version_has_already_is_no_edit() -> None:
    has = [{"kind": "greeting", "subject": "", "value": "Hi Dana,", "scope": "acme"}]
    greeted = TEXT.replace("In short:", "Hi Dana,\n\nIn short:")
    assert shapes(greeted, {**DOCUMENT, "preferences": has}) == []
    assert shapes(TEXT, {**DOCUMENT, "preferences": has}) == [("greeting", "", "")]


def test_lines_that_an_editor_broke_are_one_sentence() -> None:
    broken = TEXT.replace("launched on Monday.", "launched\n  on Monday.").replace("In short: A", "In short:\nA")
    assert told(broken) == []
    paragraph = TEXT.replace("- The Q2", "The Q2").replace("Monday.\n- The pixel", "Monday. The pixel")
    assert shapes(paragraph.replace("fires on every", "fires on\nevery")) == [("layout", "", "prose")]


def test_a_rule_above_a_signature_makes_no_heading_of_what_stands_above_it() -> None:
    assert shapes(TEXT + "\nBest,\nMia\n") == [("sign_off", "", "Best,\nMia")]
    assert shapes(TEXT + "\nThanks\n--\nMia\n") == [("sign_off", "", "Thanks\n--\nMia")]
