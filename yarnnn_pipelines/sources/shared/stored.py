"""Values of the JSON that a source has stored between runs, each checked as it is read.

The JSON may be that of an older yarnnn, or of a newer one after a step back. The rules are the same for all platforms:

- a key that is missing has the value that a first run begins with;
- a key that nobody here knows is left out, and is not stored again: should the version that wrote it come back, a part
  that is missing begins anew, while one that had stood still for some runs would tell it what is no longer true;
- a value of the wrong type makes its part unreadable, and that part begins anew: what has landed lands no second time.

What the parts are stands in each platform's `state`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from yarnnn_pipelines.sources.shared.skips import Skips


class UnreadableState(ValueError):
    """A stored value is not of the type that it should be."""


class Stored:
    """One stored JSON object; `UnreadableState` where a value has another type than it is asked for."""

    def __init__(self, value: Any) -> None:
        if not isinstance(value, Mapping):
            raise UnreadableState(f"an object was expected, not {type(value).__name__}")
        self._values = value

    def text(self, key: str, default: str = "") -> str:
        return as_text(self._values.get(key, default))

    def optional_text(self, key: str) -> str | None:
        value = self._values.get(key)
        return None if value is None else as_text(value)

    def number(self, key: str, default: int = 0) -> int:
        return as_number(self._values.get(key, default))

    def optional_number(self, key: str) -> int | None:
        value = self._values.get(key)
        return None if value is None else as_number(value)

    def flag(self, key: str, default: bool = False) -> bool:
        return as_flag(self._values.get(key, default))

    def elements(self, key: str) -> list[Any]:
        return as_list(self._values.get(key, []))

    def entries(self, key: str) -> dict[str, Any]:
        """The keys and values of an object within this one."""
        value = self._values.get(key, {})
        if not isinstance(value, Mapping):
            raise UnreadableState(f"{key}: an object was expected, not {type(value).__name__}")
        return {as_text(name): entry for name, entry in value.items()}

    def optional_object(self, key: str) -> Stored | None:
        value = self._values.get(key)
        return None if value is None else Stored(value)

    def __contains__(self, key: str) -> bool:
        return key in self._values


def as_text(value: Any) -> str:
    if not isinstance(value, str):
        raise UnreadableState(f"a text was expected, not {type(value).__name__}")
    return value


def as_number(value: Any) -> int:
    if not isinstance(value, int) or isinstance(value, bool):
        raise UnreadableState(f"a whole number was expected, not {type(value).__name__}")
    return value


def as_flag(value: Any) -> bool:
    if not isinstance(value, bool):
        raise UnreadableState(f"true or false was expected, not {type(value).__name__}")
    return value


def as_list(value: Any, length: int | None = None) -> list[Any]:
    """length: how many elements it must have; None: any number."""
    if not isinstance(value, list) or (length is not None and len(value) != length):
        raise UnreadableState(f"a list{'' if length is None else f' of {length}'} was expected")
    return list(value)


def report_unreadable(parts: Iterable[str], skips: Skips) -> None:
    """Say which parts of a stored state begin anew; parts: as people call them."""
    for part in parts:
        skips.add(
            "state_unreadable",
            where=part,
            what="what earlier runs have stored of it can't be read, so it is read from its beginning again",
            mend="nothing; what has landed lands no second time",
        )
