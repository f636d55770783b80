"""A deliverable that is edited as a text is known again sentence by sentence."""

from __future__ import annotations

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


def test_a_heading_that_is_no_section_is_refused_with_its_line() -> None:
    with pytest.raises(UserError, match="line 5: this deliverable has no section 'Gossip'"):
        told(TEXT.replace("## What moved", "## Gossip"))
