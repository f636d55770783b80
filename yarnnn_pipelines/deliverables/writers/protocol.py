"""What a writer is to the rest: something that words a brief as a draft. How it does that is its own."""

from __future__ import annotations

from typing import Protocol

from yarnnn_pipelines.config.deliverable_types import DeliverableType
from yarnnn_pipelines.deliverables.brief.brief import Brief
from yarnnn_pipelines.deliverables.claims import Draft
from yarnnn_pipelines.deliverables.writers.model.spending import Spending


class Writer(Protocol):
    """Words a client's week; made with the `writer` of yarnnn.yaml. It may say less than the brief, and nothing that is
    not in its week."""

    @property
    def edition(self) -> str:
        """Part of a draft's identity: the same week worded by another edition is another draft."""
        ...

    @property
    def at_once(self) -> int:
        """How many weeks it words at the same time."""
        ...

    @property
    def looks_back(self) -> bool:
        """Whether it asks what was made of the week last, and what was sent before it."""
        ...

    @property
    def spending(self) -> Spending | None:
        """What it costs; None for one that costs nothing."""
        ...

    @property
    def waits_seconds(self) -> float:
        """How long it may wait for others, of one client's week."""
        ...

    def write(self, brief: Brief, kind: DeliverableType, stored: Draft | None = None) -> Draft:
        """A draft of the type's sections in their order, each claim with its evidence; not judged.

        stored: the draft that was made of this week last, for a writer that looks back.
        """
        ...
