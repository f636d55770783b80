"""People, dates and ids, as every story file writes them.

A story says `Tue 10 Nov`, `10:22` and `dana`; this module knows which instant and which person that is, and refuses a
weekday that does not belong to its date. What a platform makes of it belongs to that platform's module.
"""

from __future__ import annotations

import hashlib
import tomllib
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

YEAR = 2026
LISBON = ZoneInfo("Europe/Lisbon")
STORIES = Path(__file__).parent.parent / "stories"


class StoryError(ValueError):
    """A story file that contradicts itself: the text says where and what."""


@dataclass(frozen=True)
class Person:
    key: str
    name: str
    email: str
    title: str = ""
    zone: str = "Europe/Lisbon"
    mail: str = "gmail"  # gmail | outlook | apple: how they break lines and quote
    signature: str = ""
    guest: bool = False  # of a client: a guest in the Slack workspace
    bot: bool = False

    @property
    def address(self) -> str:
        return f"{self.name} <{self.email}>"


@dataclass(frozen=True)
class Channel:
    name: str
    kind: str  # public | private | im
    members: tuple[str, ...]
    purpose: str = ""


@dataclass(frozen=True)
class Cast:
    workspace: dict[str, str]
    people: dict[str, Person] = field(default_factory=dict)
    channels: dict[str, Channel] = field(default_factory=dict)


def read_cast() -> Cast:
    """The people and channels of stories/cast.toml."""
    data = tomllib.loads((STORIES / "cast.toml").read_text(encoding="utf-8"))
    return Cast(
        workspace=data["workspace"],
        people={key: Person(key=key, **fields) for key, fields in data["people"].items()},
        channels={
            name: Channel(name, fields["kind"], tuple(fields["members"]), fields.get("purpose", ""))
            for name, fields in data["channels"].items()
        },
    )


def day(text: str) -> date:
    """`Tue 10 Nov` -> 10 November of the demo's year."""
    try:
        found = datetime.strptime(f"{text} {YEAR}", "%a %d %b %Y").date()  # noqa: DTZ007 - a date has no zone
    except ValueError:
        raise StoryError(f"{text!r} is not a day; write one such as 'Tue 10 Nov'") from None
    if f"{found:%a}" != text[:3]:
        raise StoryError(f"{text!r}: {found} is a {found:%A}")
    return found


def instant(on: date, clock: str) -> datetime:
    """A day and `10:22` -> the instant at which Lisbon's clocks show that."""
    hour, minute = clock.split(":")
    return datetime(on.year, on.month, on.day, int(hour), int(minute), tzinfo=LISBON)


def moment(text: str) -> datetime:
    """`Tue 10 Nov 10:22` -> the instant."""
    on, _, clock = text.rpartition(" ")
    return instant(day(on), clock)


def stable_hex(*parts: object, length: int) -> str:
    """`length` hex digits that depend on `parts` alone: the ids that a platform would have drawn at random."""
    return hashlib.sha256("\x1f".join(map(str, parts)).encode()).hexdigest()[:length]


def stable_id(prefix: str, *parts: object) -> str:
    """A Slack-like id, `U0` and nine capitals or digits."""
    alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"
    number = int(stable_hex(*parts, length=32), 16)
    letters = []
    for _ in range(9):
        number, digit = divmod(number, len(alphabet))
        letters.append(alphabet[digit])
    return prefix + "0" + "".join(letters)


# What the two exports of the demo could see. Whatever happened after the first shows up only in the second.
OLDER = moment("Fri 6 Nov 18:00")
NEWER = moment("Mon 16 Nov 07:00")
