"""Answers of a platform that are JSON and still not what its reference promises: lists that never end, fields of
another kind. What costs a record, what costs a container, is the platforms' matter; here both are noticed and named.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from yarnnn_pipelines.sources.shared.http import ApiError

ENDLESS, MALFORMED = "endless_list", "malformed_answer"  # codes of the errors that are raised here

MOST_EMPTY = 100  # pages in a row; a search with a filter may show some before it shows a hit

REPORT = "nothing: the next run asks again; if it stays so, whoever runs the server or proxy at `base_url` must mend it"


class Cursors:
    """The cursors that one list has handed out. what: the list, as people call it."""

    def __init__(self, what: str) -> None:
        self._what = what
        self._followed: set[str] = set()
        self._shown: set[str] = set()
        self._empty = 0

    def follow(self, cursor: str, shown: Collection[str]) -> None:
        """Note the cursor of the next page, after a page that shows these ids.

        `ApiError` (`ENDLESS`) where the list goes round in a circle, or on and on without an entry that is new.
        """
        self._empty = self._empty + 1 if self._shown.issuperset(shown) else 0
        self._shown.update(shown)
        if cursor in self._followed:
            raise ApiError(200, ENDLESS, f"{self._what}: the same page is named again as the next one")
        if self._empty >= MOST_EMPTY:
            raise ApiError(200, ENDLESS, f"{self._what}: {MOST_EMPTY} pages in a row bring nothing new")
        self._followed.add(cursor)


def listed(answer: Mapping[str, Any], key: str, *, is_optional: bool = False) -> list[Any]:
    """The list under a key; is_optional: one that is left out or null is empty. `ApiError` (`MALFORMED`) where it is
    none, for what is missing from it would otherwise look deleted."""
    value = answer.get(key)
    if value is None and is_optional:
        return []
    if not isinstance(value, list):
        raise ApiError(200, MALFORMED, f"the answer has no list of {key}")
    return value


def next_cursor(value: Any) -> str | None:
    """The cursor of the next page, None at the end; whatever a server writes there as an end."""
    return value if isinstance(value, str) and value else None


def objects(value: Any) -> list[dict[str, Any]]:
    """The objects in a list; of what is no list, none."""
    return [entry for entry in value if isinstance(entry, dict)] if isinstance(value, list) else []


def texts(value: Any) -> list[str]:
    """The texts in a list; of what is no list, none."""
    return [entry for entry in value if isinstance(entry, str)] if isinstance(value, list) else []


def described(error: Exception) -> str:
    """What is wrong with a record that can't be read."""
    return f"{type(error).__name__}: {error}"[:120]
