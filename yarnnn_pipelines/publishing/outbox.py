"""The outbox: from an approved version to a receipt, once for each text and destination.

The row is written before anything is sent and the receipt after it, so a run killed between the two sends the same
text to the same place again, which a destination must make harmless.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from yarnnn_pipelines.config.choices import DESTINATIONS
from yarnnn_pipelines.core.keys import DeliverableKey
from yarnnn_pipelines.publishing.destinations.protocol import Delivery, Destination
from yarnnn_pipelines.stores.ledger.ledger import Ledger
from yarnnn_pipelines.stores.ledger.rows import Version


def publish_version(
    ledger: Ledger,
    version: Version,
    destinations: Sequence[str],
    folder: Path,
    html: Callable[[str, str], str],
    home_id: str | None = None,
) -> list[str]:
    """Send an approved version to its destinations; returns where it lies. Sent before: the receipt's locations.

    folder: where published files lie; html: makes a page of a title and the sent copy;
    home_id: of the home that sends it.
    """
    if version.state not in ("approved", "published"):
        raise ValueError(f"{version.client} {version.week} is {version.state}: only approved text is published")
    locations: list[str] = []
    for name in destinations:
        outbox_id, receipt = ledger.queue(version, name)
        if receipt is None:
            destination: Destination = DESTINATIONS.make(name)
            delivered = destination.deliver(_delivery(version, name, folder, html))
            ledger.record_receipt(outbox_id, delivered, version.content_hash, home_id)
        else:
            delivered = list(receipt.locations)
        locations += delivered
    return locations


def _delivery(version: Version, destination: str, folder: Path, html: Callable[[str, str], str]) -> Delivery:
    key = DeliverableKey(*version.key)
    title = version.document["title"]
    return Delivery(
        key,
        version.version,
        title,
        version.markdown,
        html(title, version.markdown),
        "/".join((*key, destination, version.content_hash)),
        folder,
    )
