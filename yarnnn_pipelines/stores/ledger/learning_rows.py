"""The rows that say what was learned of reviewed issues, and what people set of preferences themselves.

What they mean is `supervision.learning`'s; the ledger's other rows are `rows`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from yarnnn_pipelines.core.keys import DeliverableKey


@dataclass(frozen=True)
class ApprovedText:
    """A version that a person approved. recipients: for whom; seconds: that they had it before them, where measured.
    approved_at: UTC."""

    version_id: int
    key: DeliverableKey
    markdown: str
    document: Mapping[str, Any]
    recipients: tuple[str, ...]
    seconds: float | None
    approved_at: datetime


@dataclass(frozen=True)
class Lesson:
    """What one approved version taught. kinds: how many edits of each kind; faults: the sentences whose facts were
    mended; observed and cost: see `supervision.learning`."""

    version_id: int
    key: DeliverableKey
    recipients: tuple[str, ...]
    kinds: Mapping[str, int]
    faults: Sequence[Mapping[str, Any]]
    observed: Sequence[Sequence[Any]]
    cost: Mapping[str, Any]
    approved_at: datetime


@dataclass(frozen=True)
class StoredTrial:
    """What a preference, by its id, would have done to the sent issues up to this version. effects: of each issue that
    it would have changed its week, and how many tokens more there would have been to edit. tried_at: UTC."""

    client: str
    type_id: str
    preference: str
    version_id: int
    is_adopted: bool
    effects: Sequence[tuple[str, int]]
    tried_at: datetime


@dataclass(frozen=True)
class NewSetting:
    """What a person sets of a preference. client, type_id: "" for every one. value: as the table says."""

    client: str
    type_id: str
    kind: str
    subject: str
    value: Mapping[str, Any]
    by: str


@dataclass(frozen=True)
class Setting(NewSetting):
    """The same as it is stored. number: larger of later ones; set_at: UTC."""

    number: int
    set_at: datetime
