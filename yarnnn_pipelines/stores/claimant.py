"""Who asks for a store that lies outside of every home: the ledger, or Dagster's storage, on a server.

Which agency a store says it belongs to is read by whoever opens it; what a home remembers of itself is `project`'s.
"""

from __future__ import annotations

import json
from collections.abc import Collection
from dataclasses import dataclass

from yarnnn_pipelines.core.errors import UserError
from yarnnn_pipelines.stores.ledger.rows import Agency


@dataclass(frozen=True)
class Claimant:
    """An agency, as its settings and its home name it.

    agency_id: that the home keeps, None before it has used a ledger; config: the path of its yarnnn.yaml.
    """

    agency_id: str | None
    name: str
    formerly: tuple[str, ...]
    clients: frozenset[str]
    config: str
    is_demo: bool

    def refuse_store_of_another(
        self, owner: Agency | None, clients: Collection[str], *, holds: str, variable: str
    ) -> None:
        """`UserError` where the store is another agency's: two agencies would see and overwrite each other's rows.

        It is this agency's where this home has used it before; or where it bears this agency's name, now or formerly,
        and knows one of its clients or none: so a second machine of the same agency may join.

        owner: whose it says it is; clients: those that it knows; holds: "this ledger holds what was decided".
        """
        if owner is not None and owner.agency_id == self.agency_id:
            return
        bears_name = owner is None or owner.name in (self.name, *self.formerly)
        if bears_name and (not clients or self.clients & set(clients)):
            return
        whose = f"of {owner.name!r}" if owner else f"of an agency with the clients {', '.join(sorted(clients)[:5])}"
        raise UserError(
            f"{holds} {whose}, and {self.config} is {self.name!r}",
            where=variable,
            mend="take it out of the environment for the demo, which needs no database"
            if self.is_demo
            else "give each agency a database of its own"
            + (f"; {formerly_mend(owner.name)}" if owner and not bears_name else ""),
        )


def formerly_mend(name: str) -> str:
    return (
        f"if it is the same agency under another name, write `formerly: {json.dumps(name, ensure_ascii=False)}` "
        "under `agency:` in yarnnn.yaml"
    )
