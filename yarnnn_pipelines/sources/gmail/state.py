"""What Gmail's source remembers of a mailbox between runs: a place in its history, and places in its lists.

How the state moves on is decided in `live`. The keys of the JSON are those of the first version that synced live, and
stay so.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field
from typing import Any

from yarnnn_pipelines.sources.shared.stored import Stored, UnreadableState, as_flag, as_text


@dataclass
class ListPlace:
    """How far a label's list has been read. page_token: of the page to go on with; down_to: the oldest instant that was
    listed (microseconds since 1970). Both are None at the list's top."""

    page_token: str | None = None
    down_to: int | None = None

    @classmethod
    def from_json(cls, value: Any) -> ListPlace:
        stored = Stored(value)
        return cls(stored.optional_text("token"), stored.optional_number("down_to"))

    @property
    def newness(self) -> float:
        """How new the mail is that the list comes to next."""
        return float("inf") if self.down_to is None else self.down_to

    def to_json(self) -> dict[str, Any]:
        return {"token": self.page_token, "down_to": self.down_to}


@dataclass
class Listing:
    """Lists that were begun together, for the same labels and time.

    places: {label id: place} of the lists that have not come to their end.
    labels: ids of the configured labels that are listed; since: the instant from which on.
    begun_at: when it began.
    is_new: whether some of it was never listed before.
    must_repeat: history was lost since, so that all is to be listed once more.
    """

    places: dict[str, ListPlace]
    labels: list[str]
    since: int
    begun_at: int
    is_new: bool
    must_repeat: bool = False

    def limit_to(self, labels: Collection[str], since: int) -> None:
        """It lists no other labels, and nothing older."""
        self.labels = [label for label in self.labels if label in labels]
        self.since = max(self.since, since)

    def lacks(self, labels: Collection[str], since: int) -> bool:
        """Whether some of these labels, or of the time from `since` on, is not listed."""
        return bool(set(labels) - set(self.labels)) or since < self.since

    def down_to(self) -> int | None:
        """The instant down to which each list has been read; None where one has not begun."""
        instants = [place.down_to for place in self.places.values()]
        return None if None in instants else max((instant for instant in instants if instant is not None), default=None)

    @classmethod
    def from_json(cls, stored: Stored) -> Listing:
        """stored: the whole state, for the JSON has no object of the listing's own."""
        return cls(
            places={label: ListPlace.from_json(place) for label, place in stored.entries("lists").items()},
            labels=[as_text(label) for label in stored.elements("wanted")],
            since=stored.number("since"),
            begun_at=stored.number("begun_at"),
            is_new=stored.flag("is_new", True),
            must_repeat=stored.flag("again"),
        )

    def to_json(self) -> dict[str, Any]:
        return {
            "lists": {label: place.to_json() for label, place in self.places.items()},
            "is_new": self.is_new,
            "wanted": list(self.labels),
            "since": self.since,
            "begun_at": self.begun_at,
            "again": self.must_repeat,
        }


@dataclass
class GmailState:
    """Instants are microseconds since 1970.

    mailbox: its address, None before it was first opened.
    history_id: up to which everything is read.
    label_names: {label id: name}.
    retry: {mail that can't be read: whether it was seen in a configured label}.
    listing: the last one that was begun, None before the first.
    has_gap: history was lost, and no listing begun since has come to its end.
    read_at, whole_at: when history, and all lists, were last read to their ends.
    unreadable: says that the stored state could not be read; the mailbox is read as if for the first time.
    """

    mailbox: str | None = None
    history_id: str | None = None
    label_names: dict[str, str] = field(default_factory=dict)
    retry: dict[str, bool] = field(default_factory=dict)
    listing: Listing | None = None
    has_gap: bool = False
    read_at: int | None = None
    whole_at: int | None = None
    unreadable: tuple[str, ...] = ()

    @classmethod
    def from_json(cls, value: Any) -> GmailState:
        """See `shared.stored` for what becomes of unknown and of broken parts; a mailbox is one part."""
        try:
            stored = Stored(value)
            if "pin" not in stored:
                return cls()
            return cls(
                mailbox=stored.text("mailbox"),
                history_id=stored.text("pin"),
                label_names={label: as_text(name) for label, name in stored.entries("names").items()},
                retry={mail: as_flag(was_wanted) for mail, was_wanted in stored.entries("retry").items()},
                listing=Listing.from_json(stored) if "wanted" in stored else None,
                has_gap=stored.flag("gap"),
                read_at=stored.optional_number("read_at"),
                whole_at=stored.optional_number("whole_at"),
            )
        except UnreadableState:
            return cls(unreadable=("the Gmail mailbox",))

    def to_json(self) -> dict[str, Any]:
        """A key that is missing says that something was never done."""
        if self.history_id is None:
            return {}
        optional = {"names": self.label_names or None, "gap": self.has_gap or None, "whole_at": self.whole_at}
        return {
            "mailbox": self.mailbox,
            "pin": self.history_id,
            "read_at": self.read_at,
            "retry": dict(self.retry),
            **(self.listing.to_json() if self.listing else {"lists": {}}),
            **{key: value for key, value in optional.items() if value is not None},
        }
