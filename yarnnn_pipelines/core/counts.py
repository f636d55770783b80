"""Counts as a person reads them: "1 item is", "2 items are"."""

from __future__ import annotations


def counted(count: int, noun: str, plural: str | None = None) -> str:
    """The number with its noun; `plural` where that is not the noun with an s."""
    return f"{count} {noun if count == 1 else plural or f'{noun}s'}"


def verb(count: int, singular: str, plural: str) -> str:
    """The form of a verb that goes with a count: `verb(1, "is", "are")`."""
    return singular if count == 1 else plural
