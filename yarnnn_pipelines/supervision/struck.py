"""What people struck from the texts of the weeks before, by client.

What that means for a later draft is `brief.struck_before`'s.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from yarnnn_pipelines.core.keys import ClientWeek, DeliverableKey
from yarnnn_pipelines.core.spans import weeks_looked_back
from yarnnn_pipelines.deliverables.brief.earlier_issues import StruckWords
from yarnnn_pipelines.stores.ledger.ledger import Ledger
from yarnnn_pipelines.supervision.edits import SUMS_UP, in_force


def struck_before(
    ledger: Ledger, keys: Iterable[ClientWeek], type_ids: Iterable[str]
) -> dict[ClientWeek, set[StruckWords]]:
    """By client and week, of the weeks that it looks back on; whichever of the types it was struck from."""
    wanted, types = list(keys), sorted(type_ids)
    earlier = {
        key: [
            DeliverableKey(key.client_id, week, type_id)
            for week in weeks_looked_back(key.week).weeks
            if week < key.week
            for type_id in types
        ]
        for key in wanted
    }
    edits = ledger.edits({each for keys_before in earlier.values() for each in keys_before})
    struck: dict[ClientWeek, set[StruckWords]] = defaultdict(set)
    for key, keys_before in earlier.items():
        for before in keys_before:
            for edit in in_force(edits.get(before, ())):
                if edit.action == "strike" and edit.target and edit.target.get("slot") not in SUMS_UP:
                    struck[key] |= {StruckWords(one["event_id"], one["quote"]) for one in edit.target["evidence"][:1]}
    return struck
