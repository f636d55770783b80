"""Every landed item has one fate, and the counts are counts of the fates."""

from __future__ import annotations

import io
from datetime import UTC, datetime

import pytest
from rich.console import Console

from tests.unit.weekly import at, client_week, message, stored, write
from yarnnn_pipelines.cli.views import deliverable
from yarnnn_pipelines.config.deliverable_types import deliverable_type
from yarnnn_pipelines.core.counts import counted, verb
from yarnnn_pipelines.deliverables.gate.gate import judge
from yarnnn_pipelines.deliverables.items import (
    Item,
    Outcome,
    Withheld,
    by_fate,
    changed,
    coverage_of,
    fates,
    first_words,
    left_out_in_words,
)
from yarnnn_pipelines.deliverables.slots.frame import frame_for
from yarnnn_pipelines.stages.gate import items_and_coverage
from yarnnn_pipelines.stores.ledger.rows import Version


def item(event_id: str, ignored: str | None = None) -> Item:
    return Item(event_id, "2026-11-09T10:00:00+00:00", "slack", "Mia Duarte", "words", None, ignored)


ITEMS = [item("a"), item("b"), item("c"), item("d", "bot"), item("e"), item("f"), item("g")]
TOLD, WITHHELD = {"a": ["moved"]}, {"a": Withheld("stale", ("old",)), "b": Withheld("sensitive", ("a code",))}
OFFERED = {"a": ["risks"], "g": ["risks"]}
LEFT_OUT = {"g": "no_room", "a": "no_room", "b": "no_room", "c": "too_short", "d": "too_short"}


def document() -> dict:
    rows, ignored = fates(ITEMS, Outcome(TOLD, OFFERED, WITHHELD, LEFT_OUT))
    return {"items": rows, "coverage": coverage_of(rows, ignored, 4)}


def test_told_goes_before_withheld_and_what_the_context_keeps_back_before_what_the_writer_does() -> None:
    assert document()["coverage"] == {
        "landed": 7,
        "used": 1,
        "offered": 1,
        "ignored": {"bot": 1, "withheld": 1, "too_short": 1, "nothing_to_tell": 2},
        "unassigned": 4,
    }
    assert {row["event_id"]: row["fate"] for row in document()["items"]} == {
        "a": "told", "b": "withheld", "c": "ignored", "d": "ignored", "e": "ignored", "f": "ignored",
        "g": "offered",
    }  # fmt: skip


def test_the_list_by_fate_holds_as_many_as_the_coverage_counts() -> None:
    coverage = document()["coverage"]
    counted = {"told": coverage["used"], "offered": coverage["offered"], **coverage["ignored"]}
    assert {fate: len(rows) for fate, rows in by_fate(document())} == counted


def test_an_item_taken_out_is_counted_no_more() -> None:
    without = changed(document(), lambda row: None if row["event_id"] in "be" else row)
    assert without["coverage"] == {
        "landed": 5,
        "used": 1,
        "offered": 1,
        "ignored": {"bot": 1, "too_short": 1, "nothing_to_tell": 1},
        "unassigned": 4,
    }


def test_a_version_of_before_there_was_a_list_stays_as_it_is() -> None:
    old = {"coverage": {"landed": 3, "used": 1, "ignored": {"bot": 2}, "unassigned": 0}}
    assert changed(old, lambda row: None) == old


def _counted(coverage: dict) -> int:
    return coverage["used"] + coverage["offered"] + sum(coverage["ignored"].values())


def test_a_week_of_everything_adds_up() -> None:
    week = client_week(
        message("Mia Duarte", at(9, 10), "The landing page is live in both languages."),
        message("Mia Duarte", at(9, 11), "the staging password is fixed: gull-harbour-72"),
        message("Mia Duarte", at(9, 12), "lunch?"),
        message("Mia Duarte", at(9, 13), "Margin is at 14%.", audience="internal"),
        message("Mia Duarte", at(9, 14), "the usual place?", audience="internal"),
        message("Mia Duarte", at(9, 15), "hm", audience="internal"),
    )
    kind = deliverable_type("client_update")
    found = items_and_coverage(judge(write(week, kind), frame_for(week), kind, stored(week)))
    coverage = found["coverage"]
    assert coverage["landed"] == len(found["items"]) == _counted(coverage)
    assert [(row["fate"], row.get("sections"), row.get("verdict")) for row in found["items"]][:2] == [
        ("told", ["moved"], None),
        ("withheld", None, "sensitive"),
    ]
    assert coverage["ignored"]["internal_only"] == 3  # also what says nothing: a reviewer sees all that was kept back


@pytest.mark.parametrize(
    ("title", "text", "shown"),
    [
        (None, "lunch?", "lunch?"),
        ("Budget", "Hi Dana,\n\nhere it is.", "Budget: Hi Dana, here it is."),
        ("Stand-up", "Stand-up", "Stand-up"),
        ("Plan", "", "Plan"),
        (None, "word " * 40, "word " * 15 + "word…"),
    ],
)
def test_a_list_shows_the_first_words(title: str | None, text: str, shown: str) -> None:
    assert first_words(title, text) == shown


def test_counts_have_the_form_of_their_noun() -> None:
    assert (counted(1, "item"), counted(0, "item"), counted(2, "reply", "replies")) == (
        "1 item",
        "0 items",
        "2 replies",
    )
    assert (verb(1, "is", "are"), verb(2, "is", "are")) == ("is", "are")
    assert left_out_in_words({"ignored": {"question_to_us": 2, "bot": 1, "too_short": 3}}) == (
        "2 questions to us, 1 bot, 3 too short"
    )


def test_sentences_that_are_offered_or_withheld_are_counted_as_such_beside_the_items() -> None:
    """One item may hold several, so that the two counts differ."""
    evidence = [
        {
            "platform": "slack",
            "author": "Mia",
            "occurred_at": "2026-11-09T10:00:00+00:00",
            "permalink": None,
            "quote": "",
        }
    ]
    offer = {"text": "It may rain.", "section": "risks", "reason": "a risk", "evidence": evidence}
    withheld = {"text": "gull-72", "verdict": "sensitive", "reasons": ["a code"]}
    shown = document() | {"title": "Acme", "sections": [], "offers": [offer] * 12, "changes_since": None}
    version = Version(
        client="acme",
        week="2026-W46",
        type="client_update",
        version=1,
        state="drafted",
        content_hash="hash",
        published_before=None,
        locations=(),
        id=1,
        input_hash="hash",
        markdown="text",
        document=shown | {"withheld": [withheld]},
        gated_at=datetime(2026, 11, 16, tzinfo=UTC),
        decided_as=1,
    )
    console = Console(file=io.StringIO(), width=120)
    deliverable.show(console, version)
    text = console.file.getvalue()
    assert "Worth a line? (12 sentences)" in text
    assert "Withheld (1 sentence)" in text
    assert "7 items landed, 1 is told here, 1 offered" in text
