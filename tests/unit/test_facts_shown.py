"""What `yarnnn facts` prints: values, words and people, and nothing of how they are kept."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from rich.console import Console

from yarnnn_pipelines.cli.views.facts import show


def given(event_id: str, value: str, day: int, superseded_by: str | None = None) -> dict[str, Any]:
    at = datetime(2026, 11, day, 12, tzinfo=UTC)
    row = {
        "event_id": event_id,
        "attribute": "state",
        "subject": "gift box",
        "value": value,
        "text": f"Status: {value}",
    }
    kept = {"author_name": None, "audience": "client", "said_at": at, "superseded_by": superseded_by}
    return row | kept | {"contradicts": None, "source_now": None}


def test_what_superseded_a_value_is_shown_as_it_was_given_and_a_page_by_its_platform() -> None:
    newer = given("notion:d4@2026-W48", "Done", 26)
    older = given("notion:d4@2026-W47", "In progress", 19, superseded_by="notion:d4@2026-W48")
    console = Console(width=200, record=True)
    show(console, [older], "Europe/Lisbon", [older, newer])
    first, second = console.export_text().splitlines()
    assert first.endswith("“Status: In progress”  Notion, 2026-11-19")
    assert second.strip() == "superseded by Done, Notion, 2026-11-26"
