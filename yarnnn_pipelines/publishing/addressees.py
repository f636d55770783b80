"""Whom a deliverable goes to, as yarnnn.yaml says now. What an approval was given for is the ledger's."""

from __future__ import annotations

from yarnnn_pipelines.config.settings import Settings
from yarnnn_pipelines.core.errors import UserError
from yarnnn_pipelines.core.keys import DeliverableKey
from yarnnn_pipelines.stores.ledger.rows import Addressed


def addressed_if_any(settings: Settings, key: DeliverableKey) -> Addressed | None:
    """The same as `addressed_to`; None where the client is none, or gets none of its type."""
    client = next((client for client in settings.clients if client.id == key.client_id), None)
    gets_it = client is not None and any(one.type == key.type_id for one in client.deliverables)
    return addressed_to(settings, key) if gets_it else None


def addressed_to(settings: Settings, key: DeliverableKey) -> Addressed:
    """Whom and where yarnnn.yaml says that it goes; `UserError` where the client gets none of its type."""
    client = settings.client(key.client_id)
    wanted = next((deliverable for deliverable in client.deliverables if deliverable.type == key.type_id), None)
    if wanted is None:
        raise UserError(
            f"{client.id} has no deliverable of type {key.type_id!r}",
            where=str(settings.path),
            mend="add it under the client's `deliverables`",
        )
    return Addressed(tuple(wanted.recipients), tuple(wanted.destinations))
