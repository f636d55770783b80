"""The list of what must not come back, as landing and forgetting use it: keyed hashes out of the ledger, held as marks.

Where the list is kept is `stores.ledger`'s; what a mark matches is `marks`'.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from yarnnn_pipelines.forgetting.marks import Forgotten, Marker, Marks
from yarnnn_pipelines.stores.ledger.ledger import Ledger

Kind = Literal["person", "message", "client"]


@dataclass(frozen=True)
class Request:
    """What a user asks to be forgotten. named: an address or full name; an item's id or link; a client's id."""

    kind: Kind
    named: str

    def mark(self, marker: Marker) -> str:
        """The hash by which the same request is recognised when it is made again."""
        return marker(f"{self.kind} {' '.join(self.named.split()).casefold()}")


def read_forgotten(ledger: Ledger) -> Forgotten:
    """Everything that was forgotten, for landing to hold against what it observes; empty where nothing was."""
    key = ledger.forgotten_key()
    if key is None:
        return Forgotten()
    marks = Marks()
    for entry in ledger.forgotten_entries():
        marks |= Marks.from_json(entry.marks)
    return Forgotten(key, marks)
