"""Whom a deliverable goes to, as yarnnn.yaml says now. What an approval was given for is the ledger's."""

from __future__ import annotations

from yarnnn_pipelines.config.settings import Deliverable, Settings
from yarnnn_pipelines.core.errors import UserError
from yarnnn_pipelines.core.keys import DeliverableKey
from yarnnn_pipelines.stores.ledger.rows import Addressed


def wanted_of(settings: Settings, key: DeliverableKey) -> Deliverable | None:
    """What yarnnn.yaml says of it; None where the client is none, or gets none of its type."""
    client = next((client for client in settings.clients if client.id == key.client_id), None)
    return next((one for one in client.deliverables if one.type == key.type_id), None) if client else None


def addressed_if_any(settings: Settings, key: DeliverableKey) -> Addressed | None:
    """The same as `addressed_to`; None where the client is none, or gets none of its type."""
    return addressed_to(settings, key) if wanted_of(settings, key) else None


def addressed_to(settings: Settings, key: DeliverableKey) -> Addressed:
    """Whom and where yarnnn.yaml says that it goes; `UserError` where the client gets none of its type."""
    client = settings.client(key.client_id)
    wanted = wanted_of(settings, key)
    if wanted is None:
        raise UserError(
            f"{client.id} has no deliverable of type {key.type_id!r}",
            where=str(settings.path),
            mend="add it under the client's `deliverables`",
        )
    return Addressed(tuple(wanted.recipients), tuple(wanted.destinations))
