"""The list of what must not come back, as landing and forgetting use it: keyed hashes out of the ledger, held as marks.

Where the list is kept is `stores.ledger`'s; what a mark matches is `marks`'.
"""

from __future__ import annotations

from dataclasses import dataclass

from yarnnn_pipelines.core.errors import UserError
from yarnnn_pipelines.forgetting.marks import Forgotten, Marker, Marks
from yarnnn_pipelines.project import Project, home_id_of
from yarnnn_pipelines.stores.ledger.ledger import Ledger
from yarnnn_pipelines.stores.ledger.rows import ForgottenKind


@dataclass(frozen=True)
class Request:
    """What a user asks to be forgotten. named: an address or full name; an item's id or link; a client's id."""

    kind: ForgottenKind
    named: str

    def mark(self, marker: Marker) -> str:
        """The hash by which the same request is recognised when it is made again."""
        return marker(f"{self.kind} {' '.join(self.named.split()).casefold()}")


def still_held(project: Project, ledger: Ledger) -> UserError | None:
    """Why nothing may be made, shown of people or sent here: this home holds what was forgotten in another one."""
    if not project.home.warehouse.exists() or not ledger.forgotten_elsewhere(home_id_of(project.home)):
        return None
    return UserError(
        "something was forgotten in another home of the same ledger, and this home still holds it",
        where=str(project.home.root),
        mend="remove it here too with `yarnnn sync`, then run this again",
    )


def refuse_still_held(project: Project, ledger: Ledger) -> None:
    if trouble := still_held(project, ledger):
        raise trouble


def read_forgotten(ledger: Ledger) -> Forgotten:
    """Everything that was forgotten, for landing to hold against what it observes; empty where nothing was."""
    key = ledger.forgotten_key()
    if key is None:
        return Forgotten()
    marks = Marks()
    for entry in ledger.forgotten_entries():
        marks |= Marks.from_json(entry.marks)
    return Forgotten(key, marks)
