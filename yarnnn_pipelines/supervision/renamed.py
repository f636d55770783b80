"""Clients whose id in yarnnn.yaml was changed without saying so: what is kept under the old id would be lost to them.

How it is carried over is the ledger's (`formerly:` under a client).
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from yarnnn_pipelines.config.settings import Client, Settings, signs_of
from yarnnn_pipelines.core.counts import counted
from yarnnn_pipelines.core.errors import UserError
from yarnnn_pipelines.core.keys import DeliverableKey
from yarnnn_pipelines.sources.shared.findings import Examined, Finding, listed, warning
from yarnnn_pipelines.stores.ledger.ledger import Ledger
from yarnnn_pipelines.stores.ledger.rows import KnownClient

_SHOWN = 3


@dataclass(frozen=True)
class Renamed:
    """A client of the ledger that is not in yarnnn.yaml, and the one there that it seems to be, with what both have."""

    before: KnownClient
    after: Client
    shared: tuple[str, ...]

    @property
    def what(self) -> str:
        sent = len(self.before.sent)
        kept = f"has {counted(sent, 'sent issue')}" if sent else "has decisions"
        return (
            f"client {self.before.client!r} {kept} in the ledger and isn't in yarnnn.yaml; client {self.after.id!r} "
            f"has its {listed(self.shared, _SHOWN)}: was it renamed? Of what was sent, decided and learned nothing "
            f"counts for {self.after.id!r}"
        )

    @property
    def mend(self) -> str:
        return (
            f"if it is the same client, write `formerly: {self.before.client}` under client {self.after.id!r}, which "
            f"carries all of it over, or put `id: {self.before.client}` back; if it is another, write `formerly: []`"
        )

    def __str__(self) -> str:
        return f"{self.what}. Mend: {self.mend}"


def renamed_clients(settings: Settings, ledger: Ledger) -> list[Renamed]:
    """Those that seem to be, in the order of yarnnn.yaml. A client that says `formerly`, whatever it says, is none."""
    silent = [client for client in settings.clients if "formerly" not in client.model_fields_set]
    gone = ledger.absent_clients([client.id for client in settings.clients]) if silent else []
    if not gone:
        return []
    signs = {client.id: [*signs_of(client), *_recipients(client, settings.agency.domains)] for client in silent}
    pairs = ((before, client) for client in silent for before in gone)
    seeming = (Renamed(one, client, tuple(s for s in signs[client.id] if s in one.signs)) for one, client in pairs)
    return [one for one in seeming if one.shared]


def _recipients(client: Client, own_domains: Collection[str]) -> list[str]:
    """Those outside of the agency, whose own people read of several clients."""
    recipients = {recipient for one in client.deliverables for recipient in one.recipients}
    return [f"recipient {one}" for one in sorted(recipients) if one.rpartition("@")[2] not in own_domains]


def examine_renamed(settings: Settings, ledger: Ledger) -> list[Examined]:
    """A warning for each."""
    findings: list[Finding] = [
        warning(f"id {one.after.id}", one.what, one.mend) for one in renamed_clients(settings, ledger)
    ]
    return [Examined("clients", "settings", findings)] if findings else []


def refuse_sent_under_another_id(renamed: Iterable[Renamed], key: DeliverableKey) -> None:
    """`UserError` where it was sent to the same client under the id that it seems to have had. renamed: all of them."""
    for one in renamed:
        if key.client_id == one.after.id and key._replace(client_id=one.before.client) in one.before.sent:
            raise UserError(
                f"the {key.type_id} of {key.week} was sent under the id {one.before.client!r}, and {key.client_id!r} "
                f"has its {listed(one.shared, _SHOWN)}: it is not sent again",
                where=str(key.client_week),
                mend=one.mend,
            )
