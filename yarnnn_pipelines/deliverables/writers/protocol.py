"""What a writer is to the rest: something that words a brief as a draft. How it does that is its own."""

from __future__ import annotations

from typing import Protocol

from yarnnn_pipelines.config.deliverable_types import DeliverableType
from yarnnn_pipelines.deliverables.brief.brief import Brief
from yarnnn_pipelines.deliverables.claims import Draft


class Writer(Protocol):
    """Words a client's week; made with the `writer` of yarnnn.yaml. It may say less than the brief, and nothing that is
    not in its week."""

    @property
    def keeps_answers(self) -> bool:
        """Whether a stored draft of the same input is used again, since another would cost."""
        ...

    @property
    def edition(self) -> str:
        """Part of a draft's identity: the same week worded by another edition is another draft."""
        ...

    def write(self, brief: Brief, kind: DeliverableType) -> Draft:
        """A draft of the type's sections in their order, each claim with its evidence; not judged."""
        ...
