"""What somebody changes is sorted: a mended fact is a fault of the pipeline's, and never a matter of taste."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from yarnnn_pipelines.stores.ledger.rows import Edit, EditAction
from yarnnn_pipelines.supervision.learning.edit_cost import cost_of
from yarnnn_pipelines.supervision.learning.edit_kinds import sorted_edits

AT = datetime(2026, 11, 16, tzinfo=UTC)


def claim(text: str, *, by: str | None = None, verdict: str = "supported") -> dict[str, Any]:
    evidence = [{"event_id": "slack:1", "platform": "slack"}]
    return {
        "claim_id": text, "section": "moved", "text": text, "evidence": evidence, "slot": "reported", "kind": "slot",
        "by": by, "verdict": verdict,
    }  # fmt: skip


def edit(number: int, action: EditAction, target: Any, **words: Any) -> Edit:
    return Edit(action, target, **words, number=number, version=1, editor="mia", edited_at=AT)


def kinds(*edits: Edit, told: list[dict[str, Any]] | None = None) -> list[str]:
    document = {"sections": [{"id": "moved", "claims": told or []}]}
    return [one.kind for one in sorted_edits(document, edits)]


def reworded(before: str, after: str, verdict: str = "supported") -> list[str]:
    told = [claim(after, by="mia", verdict=verdict)]
    return kinds(edit(1, "reword", claim(before), text=after), told=told)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("The page went live on Monday.", "The page went live on Tuesday."),
        ("The page is live.", "The page is not live."),
        ("The page had 1,200 visits.", "The page had 1,400 visits."),
        ("We asked Tom for the text.", "We asked Omar for the text."),
        ("The page is live.", "The page may be live."),
        ("The launch is on 12 November.", "The launch is on 13 November."),
    ],
)
def test_another_figure_day_name_or_certainty_mends_a_fact(before: str, after: str) -> None:
    assert reworded(before, after) == ["fact_fix"]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("The page went live on Monday.", "The page was released on Monday."),
        ("The launch is on Thursday 12 November.", "The launch is on Thursday 12 Nov"),
        ("The page had 1,200 visits.", "The page had 1200 visits."),
        ("Mia fixed the pixel on Monday.", "The pixel is fixed since Monday."),
        ("Could you send us the logo? (asked on 9 November)", "Can you send us the logo?"),
    ],
)
def test_other_words_that_the_source_carries_are_a_matter_of_wording(before: str, after: str) -> None:
    assert reworded(before, after) == ["wording"]


def test_other_words_that_no_source_carries_mend_a_fact_unless_they_only_add_to_it() -> None:
    assert reworded("Dana approved the layout.", "Dana rejected the layout.", "vouched") == ["fact_fix"]
    added = "Dana approved the layout, and she loves the colours."
    assert reworded("Dana approved the layout.", added, "vouched") == ["omission"]


def test_other_words_of_which_the_gate_is_not_sure_are_wording_unless_they_say_something_else() -> None:
    before, after = "QR codes are fixed.", "The codes on the labels open the right page."
    assert reworded(before, after, "vouched") == ["wording"]
    (found,) = sorted_edits(
        {"sections": [{"id": "moved", "claims": [claim(after, by="mia", verdict="vouched")]}]},
        [edit(1, "reword", claim(before), text=after)],
    )
    assert not found.is_proven
    assert reworded("The campaign launched.", "The campaign was cancelled.", "vouched") == ["fact_fix"]


def test_what_is_struck_is_not_worth_a_line_unless_its_reason_calls_it_wrong_or_it_is_private() -> None:
    assert kinds(edit(1, "strike", claim("The page is live."))) == ["removal"]
    assert kinds(edit(1, "strike", claim("The page is live."), reason="that's not true")) == ["fact_fix"]
    assert kinds(edit(1, "strike", claim("Dana is off sick with the flu."))) == ["sensitive"]


def test_what_is_taken_in_or_written_was_left_out() -> None:
    offer = {"offer_id": "o1", "section": "moved", "text": "The page is live.", "evidence": []}
    assert kinds(edit(1, "take_in", offer), edit(2, "write", None, text="We met.", section="moved")) == ["omission"] * 2


def test_a_sentence_struck_and_one_like_it_written_is_one_sentence_in_other_words() -> None:
    before, after = "The page went live on Monday.", "The page went live on Tuesday."
    edits = [edit(1, "strike", claim(before)), edit(2, "write", None, text=after, section="moved")]
    assert kinds(*edits, told=[claim(after, by="mia")]) == ["fact_fix"]


def test_what_somebody_put_in_and_took_out_again_is_no_edit() -> None:
    written = claim("We met.", by="mia")
    assert kinds(edit(1, "write", None, text="We met.", section="moved"), edit(2, "strike", written)) == []


def test_a_second_thought_counts_against_the_writers_words() -> None:
    edits = [
        edit(1, "reword", claim("The page is live."), text="The page is out."),
        edit(2, "reword", claim("The page is out.", by="mia"), text="The page is online."),
    ]
    (found,) = sorted_edits({"sections": []}, edits)
    assert (found.before, found.after) == ("The page is live.", "The page is online.")


WROTE = edit(1, "write", None, text="We meet on Friday.", section="next")
OFFER = {
    "offer_id": "o", "section": "next", "text": "The team meets on Friday.",
    "evidence": [{"event_id": "slack:1", "platform": "slack", "quote": "We meet on Friday."}],
}  # fmt: skip


@pytest.mark.parametrize(
    "before",
    [
        [WROTE],
        [WROTE, edit(2, "cite", claim("We meet on Friday.", by="mia"), source="slack:1")],
        [WROTE, edit(2, "vouch", claim("We meet on Friday.", by="mia"))],
        [edit(1, "take_in", OFFER)],
    ],
)
def test_what_a_person_put_there_and_puts_right_was_no_fact_of_the_drafts(before: list[Edit]) -> None:
    written = claim("We meet on Friday.", by="mia")
    after = edit(3, "reword", written, text="We meet on Thursday.")
    assert kinds(*before, after) == ["omission"]
    assert kinds(*before, edit(3, "strike", written, reason="that's wrong")) == []


def test_what_a_person_put_there_is_not_the_drafts_once_it_was_sent_either() -> None:
    written = claim("We meet on Friday.", by="mia")
    assert kinds(edit(3, "reword", written, text="We meet on Thursday.")) == []
    assert kinds(edit(3, "strike", written, reason="that's wrong")) == []


def test_naming_the_source_of_other_words_leaves_them_what_they_were() -> None:
    new = claim("The page is out.", by="mia")
    edits = [edit(1, "reword", claim("The page is live."), text="The page is out."), edit(2, "cite", new, source="s")]
    (found,) = sorted_edits({"sections": []}, edits)
    assert (found.kind, found.before, found.after) == ("wording", "The page is live.", "The page is out.")


def test_order_and_form_are_neither_facts_nor_words() -> None:
    shapes = [{"kind": kind, "subject": "", "value": ""} for kind in ("section_order", "greeting")]
    moved = edit(3, "move", claim("The page is live."), section="moved")
    assert kinds(edit(1, "shape", shapes[0]), edit(2, "shape", shapes[1]), moved) == [
        "structure",
        "format",
        "structure",
    ]


def test_an_edit_costs_the_tokens_that_are_others_split_into_style_and_fact() -> None:
    cost = cost_of("The page is live on Monday.", "The page is out on Tuesday.", fact_tokens=1)
    assert (cost.style, cost.fact, cost.tokens) == (1, 1, 7)
    assert cost_of("The same.", "The same.", 0)[:2] == (0, 0)
