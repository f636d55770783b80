"""The figures of where deliverables stand that `yarnnn status` and the review page both tell, each in its own look."""

from __future__ import annotations

from collections import Counter
from collections.abc import Container, Iterable

from yarnnn_pipelines.core.counts import counted, verb
from yarnnn_pipelines.core.keys import DeliverableKey
from yarnnn_pipelines.stores.ledger.rows import Standing, Version

PUBLISHED_BEFORE = "published_before"
_STATES = ("published", "approved", "drafted", "in_review", "blocked", "rejected", "abstained", "forgotten")


def waiting(standings: Iterable[Standing]) -> list[Standing]:
    """What waits for a person's decision."""
    return [standing for standing in standings if standing.state in ("drafted", "in_review", "blocked")]


def awake(standings: Iterable[Standing], put_off: Container[DeliverableKey]) -> list[Standing]:
    """What waits for a person's decision and was not put off."""
    return [standing for standing in waiting(standings) if standing.key not in put_off]


def state_counts(standings: Iterable[Standing]) -> dict[str, int]:
    """How many deliverables are in each state that any is in, in the order of `_STATES`; last, how many of those that
    are not published went out in another version."""
    known = list(standings)
    counts: Counter[str] = Counter(standing.state for standing in known)
    counts[PUBLISHED_BEFORE] = sum(one.published_before is not None for one in known if one.state != "published")
    return {state: counts[state] for state in (*_STATES, PUBLISHED_BEFORE) if counts[state]}


def states_line(standings: Iterable[Standing]) -> str:
    """`18 drafted, 5 abstained, 1 blocked; 2 of them were published in another version`."""
    counts = state_counts(standings)
    before = counts.pop(PUBLISHED_BEFORE, 0)
    line = ", ".join(f"{n} {state.replace('_', ' ')}" for state, n in counts.items()) or "none yet"
    return (
        f"{line}; {before} of them {'was' if before == 1 else 'were'} published in another version" if before else line
    )


def claims(version: Version) -> int:
    return sum(len(section["claims"]) for section in version.document["sections"])


def withheld(version: Version) -> int:
    return len(version.document["withheld"])


WAITING_NAMED = 5


def waiting_line(standings: Iterable[Standing]) -> str:
    """`3 drafts wait for a person: acme 2026-W46, ...`; empty where none does."""
    waits = [standing.key for standing in waiting(standings)]
    if not waits:
        return ""
    named = ", ".join(f"{key.client_week}{key.type_option}" for key in waits[:WAITING_NAMED])
    more = f" and {len(waits) - WAITING_NAMED} more" if len(waits) > WAITING_NAMED else ""
    return f"{counted(len(waits), 'draft')} {verb(len(waits), 'waits', 'wait')} for a person: {named}{more}"
