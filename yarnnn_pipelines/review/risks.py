"""How risky each waiting draft is: what its version says, worked out once, and what is true of it today.

In which order they come is `supervision.queue`'s.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from yarnnn_pipelines.config.settings import Settings
from yarnnn_pipelines.core.keys import DeliverableKey
from yarnnn_pipelines.sources.registry import label_of
from yarnnn_pipelines.stores.ledger.ledger import Ledger
from yarnnn_pipelines.stores.ledger.rows import Addressed, Standing
from yarnnn_pipelines.supervision.completeness import gaps_by_client
from yarnnn_pipelines.supervision.queue import COMPARED_ISSUES, Risk, figures_of, of_recipients, of_sources, risk_of

_KEPT = 20_000  # deliverables whose risk is remembered
_RECIPIENTS_OF = 13  # weeks that are looked back at for whom the last issue was approved

_Addressees = Mapping[DeliverableKey, Addressed]


class Judged(NamedTuple):
    """What the queue says of a draft."""

    claims: int
    risk: Risk


@dataclass
class Risks:
    """The risk of each version, worked out once: a version never changes but by being forgotten."""

    ledger: Ledger
    _known: dict[tuple[DeliverableKey, int, str, str], Judged] = field(default_factory=dict)
    _addressed: tuple[tuple[int, frozenset[DeliverableKey]], _Addressees] | None = None

    def of(self, standings: Sequence[Standing], settings: Settings) -> dict[DeliverableKey, Judged]:
        """Of each that waits, with today's recipients and landings; all are of one week."""
        judged = self._of_versions(standings)
        if not judged:
            return {}
        before = self._last_addressed(frozenset(judged))
        missing = gaps_by_client(settings, self.ledger.last_landings(), standings[0].week)
        recipients = {
            (client.id, one.type): one.recipients for client in settings.clients for one in client.deliverables
        }
        today = {}
        for key, one in judged.items():
            last = before.get(key)
            matters = of_recipients(recipients.get((key.client_id, key.type_id), ()), last.recipients if last else None)
            matters += of_sources([label_of(gap.platform) for gap in missing.get(key.client_id, ())])
            today[key] = one._replace(risk=one.risk.besides(*matters)) if matters else one
        return today

    def _of_versions(self, standings: Sequence[Standing]) -> dict[DeliverableKey, Judged]:
        known = self._known
        unknown = [standing.key for standing in standings if _named(standing) not in known]
        if len(known) + len(unknown) > _KEPT:
            known.clear()
            unknown = [standing.key for standing in standings]
        earlier = self.ledger.earlier_issues(unknown, COMPARED_ISSUES)
        counted = self._figures(unknown)
        for standing in standings:
            if (key := standing.key) in counted:
                known[_named(standing)] = Judged(counted[key]["claims"], risk_of(counted[key], earlier[key]))
        return {standing.key: known[_named(standing)] for standing in standings if _named(standing) in known}

    def _figures(self, keys: Sequence[DeliverableKey]) -> dict[DeliverableKey, Mapping[str, int]]:
        """As they were stored with each version; of one without them, counted now."""
        stored = self.ledger.figures(keys)
        found: dict[DeliverableKey, Mapping[str, int]] = {key: one for key, one in stored.items() if one}
        older = self.ledger.newest([key for key in stored if key not in found])
        return found | {key: figures_of(one.document, len(one.markdown)) for key, one in older.items()}

    def _last_addressed(self, keys: frozenset[DeliverableKey]) -> _Addressees:
        """Read again once somebody has decided anything."""
        stamp = self.ledger.decided_last(), keys
        if self._addressed is None or self._addressed[0] != stamp:
            self._addressed = stamp, self.ledger.addressed_before(keys, _RECIPIENTS_OF)
        return self._addressed[1]


def _named(standing: Standing) -> tuple[DeliverableKey, int, str, str]:
    return standing.key, standing.version, standing.content_hash, standing.state
