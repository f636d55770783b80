"""Which observations may land: asked of every batch before it is compared with what has landed.

Landing lets everything in but for what its caller holds back, as `forgetting.marks.Forgotten` does; why is not its
matter.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    import pyarrow as pa


class Admission(Protocol):
    """Decides which observed rows land, and in which words."""

    def keeps(self, observed: pa.Table) -> pa.Table:
        """The rows of `OBSERVED` columns that may land, redacted where they must be; their versions stay."""


class _Everything:
    """Holds nothing back."""

    def keeps(self, observed: pa.Table) -> pa.Table:
        return observed


EVERYTHING: Admission = _Everything()
