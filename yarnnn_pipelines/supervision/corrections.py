"""What was sent and would be told from other sources by now. Which of a text's sources have changed since it was
drafted is `sources_now`'s; this reads the ledger alone."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from yarnnn_pipelines.stores.ledger.ledger import Ledger
from yarnnn_pipelines.stores.ledger.rows import Standing


def to_correct(ledger: Ledger, standings: Iterable[Standing]) -> list[Standing]:
    """Those of which another version was sent than the newest, and with other sources.

    A program that words the same sources otherwise makes a new version, and nothing of what was sent untrue.
    """
    changed = [
        standing
        for standing in standings
        if standing.published_before is not None and standing.state not in ("published", "rejected")
    ]
    newest = ledger.documents({standing.key: standing.version for standing in changed})
    sent = ledger.documents({standing.key: standing.published_before or 0 for standing in changed})
    return [standing for standing in changed if _sources(sent[standing.key]) != _sources(newest[standing.key])]


def _sources(document: Mapping[str, Any]) -> set[tuple[Any, ...]]:
    """Which words of which item version each sentence rests on, and in which section it stands."""
    return {
        (section["id"], item["event_id"], item["version"], item["start"], item["end"])
        for section in document["sections"]
        for claim in section["claims"]
        for item in claim["evidence"]
    }
