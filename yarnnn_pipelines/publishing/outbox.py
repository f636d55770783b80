"""The outbox: from an approved version to a receipt, once for each text and destination.

The row is written before anything is sent and the receipt after it, so a run killed between the two sends the same
text to the same place again, which a destination must make harmless. Of several homes of one ledger the one that claims
the row sends it; the others wait for its receipt.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from pathlib import Path

from yarnnn_pipelines.config.choices import DESTINATIONS
from yarnnn_pipelines.core.errors import UserError
from yarnnn_pipelines.core.keys import DeliverableKey
from yarnnn_pipelines.publishing.destinations.protocol import Delivery, Destination
from yarnnn_pipelines.stores.ledger.ledger import Ledger
from yarnnn_pipelines.stores.ledger.rows import Receipt, Version

WAIT_SECONDS = 10.0  # for another home that is sending the same text
_LOOK_AGAIN_SECONDS = 0.1


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
            receipt = _sent_by_another(ledger, version, outbox_id, home_id)
        if receipt is None:
            destination: Destination = DESTINATIONS.make(name)
            delivered = destination.deliver(_delivery(version, name, folder, html))
            ledger.record_receipt(outbox_id, delivered, version.content_hash, home_id)
        else:
            delivered = list(receipt.locations)
        locations += delivered
    return locations


def _sent_by_another(ledger: Ledger, version: Version, outbox_id: int, home_id: str | None) -> Receipt | None:
    """The receipt of another home that was sending it already; None where this one is to send it."""
    until = time.monotonic() + WAIT_SECONDS
    while (place := ledger.claim_sending(outbox_id, home_id)) is not None:
        if receipt := ledger.receipt(outbox_id):
            return receipt
        if time.monotonic() > until:
            raise UserError(
                f"version {version.version} is being published from {place}, which has not ended yet: nothing was "
                "sent from this home",
                where=str(version.key.client_week),
                mend="run this again in a few minutes: it then says where its files lie, or publishes it from here",
            )
        time.sleep(_LOOK_AGAIN_SECONDS)
    return ledger.receipt(outbox_id)


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
