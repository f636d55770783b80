"""What of one platform belongs to a client: the channels, pages or calendars that a user writes under `clients:`.

The keys themselves are each platform's (`sources/<platform>/settings.py`); here is what all of them can be asked.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar, Literal

Audience = Literal["client", "internal"]  # whether the client can see what happens there


@dataclass(frozen=True)
class Place:
    """One channel, page or calendar, by name or id as the user `written` it.

    role: the key that it stands under, where that makes a difference (`shared`, `internal`); at: where it stands, from
    the client's key for the platform on.
    """

    written: str
    audience: Audience
    at: tuple[int | str, ...]
    role: str = ""


class Places:
    """A client's places on one platform; a pydantic model is mixed in, which reads them from yarnnn.yaml."""

    key: ClassVar[str]  # under a client in yarnnn.yaml
    noun: ClassVar[str]  # one of them, for people: `Slack channel`
    # How a place is named in a text that speaks of it: as a #tag, by its title, or not at all.
    spoken_of_as: ClassVar[Literal["tag", "title", ""]] = ""

    def listed(self) -> Iterator[Place]:
        """In the order of the file."""
        raise NotImplementedError

    @staticmethod
    def plain(name: str) -> str:
        """The name as it is compared: two that come out alike are one place."""
        return " ".join(name.casefold().split())
