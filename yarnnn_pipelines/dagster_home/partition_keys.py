"""The one place where a week or a client's week becomes the key of a Dagster partition, and the key a week again.

What a week is belongs to core/weeks.py, which partitions there are to assets/partitions.py. A person reads the week and
never the key.
"""

from __future__ import annotations

from yarnnn_pipelines.core.weeks import monday_of

# Python's strptime reads an ISO week only together with a weekday, so a key is the ISO date of the week's Monday,
# `2026-W46-1` (docs/decisions/week-partitions.md).
WEEK_KEY_FORMAT = "%G-W%V-%u"


def week_key(week: str) -> str:
    """The partition key of a week: `2026-W46` -> `2026-W46-1`."""
    monday_of(week)
    return f"{week}-1"


def week_of_key(key: str) -> str:
    """The week of a partition key: `2026-W46-1` -> `2026-W46`."""
    return key.removesuffix("-1")


def client_week_text(client_id: str, week: str) -> str:
    """The week x client key as Dagster stores it: `acme|2026-W46-1`."""
    return f"{client_id}|{week_key(week)}"


def client_week_of(key: str) -> tuple[str, str]:
    """(client id, week) of a week x client key."""
    client_id, _, week = key.partition("|")
    return client_id, week_of_key(week)
