"""The outbox: from an approved version to a receipt, once for each text and destination.

The row is written before anything is sent and the receipt after it, so a run killed between the two sends the same
text to the same place again, which a destination must make harmless.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from yarnnn_pipelines.publishing.destinations.files import publish_files
from yarnnn_pipelines.stores.ledger.ledger import Ledger, Version


def publish_version(
    ledger: Ledger, version: Version, destinations: list[str], folder: Path, html: Callable[[str, str], str]
) -> list[str]:
    """Send an approved version to its destinations; returns where it lies. Sent before: the receipt's places."""
    if version.state not in ("approved", "published"):
        raise ValueError(f"{version.client} {version.week} is {version.state}: only approved text is published")
    locations: list[str] = []
    for destination in destinations:
        outbox_id, receipt = ledger.queue(version, destination)
        if receipt is None:
            contents = {".md": version.markdown, ".html": html(version.document["title"], version.markdown)}
            name = f"{version.type}.v{version.version}"
            places = [str(p) for p in publish_files(folder / version.client / version.week, name, contents)]
            ledger.record_receipt(outbox_id, places, version.content_hash)
        else:
            places = list(receipt["locations"])
        locations += places
    return locations
