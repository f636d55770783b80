"""What a newer export proves by what it does not show: the containers and the span in which a missing item is deleted.

Each reader states its own coverage; here are the shape it is stated in and the one rule that two platforms share.
Comparing with the warehouse is `known`'s work.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

# Two mailboxes of one person share a few mails (those to oneself), two exports of one mailbox most of theirs.
SAME_GROUP = 0.2

Counts = Mapping[str | None, tuple[int, int]]


@dataclass(frozen=True)
class Hole:
    """A part of an export that could not be read: what is missing there is not known to be deleted."""

    container_id: str
    first: datetime
    last: datetime


@dataclass(frozen=True)
class Coverage:
    """Where an item that is missing from the export counts as deleted.

    containers: container_ids, None for all.
    first, last: bounds of `occurred_at`, both included; None for no bound.
    choose_groups: given {group: (items seen, items known)} over what lies within the bounds, the groups whose missing
        items count; a group is what `Reader.group_path` names in the payload.
    judge: given the payload of a missing item, whether the export would show it.
    unseen: {container_id: why} of those that the export names and does not show: of what is missing there, nobody knows
        whether it was deleted, and the user is told.
    presumed: {container_id: why} of those that only a name says to be in the export: one of which it shows something
        that landed before is as any other, the rest are unseen.
    """

    containers: Collection[str] | None = None
    first: datetime | None = None
    last: datetime | None = None
    holes: tuple[Hole, ...] = ()
    choose_groups: Callable[[Counts], set[str | None]] | None = None
    judge: Callable[[Mapping[str, Any]], bool] | None = None
    unseen: Mapping[str, str] = field(default_factory=dict)
    presumed: Mapping[str, str] = field(default_factory=dict)


def overlapping_groups(counts: Counts) -> set[str | None]:
    """The groups of which the export shows at least a fifth: it is a newer state of these, and tells nothing of others.

    Without this, landing the mailbox `Sent` after `Inbox`, or one Notion page after the workspace, would delete
    everything that was landed before.
    """
    return {group for group, (seen, known) in counts.items() if known and seen / known >= SAME_GROUP}
