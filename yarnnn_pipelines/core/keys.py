"""Keys: what a client's week and a deliverable are called in every store, and in every sentence about them.

Both are tuples, so they go wherever a store takes a row's values in this order. How Dagster writes them as partition
keys is assets/partitions.py's.
"""

from __future__ import annotations

from typing import NamedTuple

CLIENT_UPDATE = "client_update"  # the type that commands mean where none is named


class ClientWeek(NamedTuple):
    """A client in an ISO week; a person reads it as `acme 2026-W46`."""

    client_id: str
    week: str

    def __str__(self) -> str:
        return f"{self.client_id} {self.week}"

    @classmethod
    def parse(cls, text: str) -> ClientWeek:
        """The reverse of `str`; `ValueError` for anything but two words."""
        client_id, week = text.split()
        return cls(client_id, week)

    def deliverable(self, type_id: str) -> DeliverableKey:
        return DeliverableKey(self.client_id, self.week, type_id)


class DeliverableKey(NamedTuple):
    """A deliverable of a type for a client's week, in all its versions."""

    client_id: str
    week: str
    type_id: str

    def __str__(self) -> str:
        return f"{self.client_id} {self.week} {self.type_id}"

    @property
    def type_option(self) -> str:
        """What a command that names the client week needs besides, with a space before it; the client update needs
        nothing."""
        return "" if self.type_id == CLIENT_UPDATE else f" --type {self.type_id}"

    @property
    def client_week(self) -> ClientWeek:
        return ClientWeek(self.client_id, self.week)
