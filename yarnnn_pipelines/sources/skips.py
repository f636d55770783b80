"""What landing could not take, counted by reason, with a few examples that say where and how to mend it.

Whether a whole export is refused (`UserError`) is decided where it is opened; here lies only what costs no other item.
"""

from __future__ import annotations

from collections import Counter

MAX_EXAMPLES = 20
MAX_EXAMPLES_PER_REASON = 5


class Skips:
    """Counted skips of one landing. `counts` is {reason: n}, `examples` at most twenty sentences."""

    def __init__(self) -> None:
        self.counts: Counter[str] = Counter()
        self.examples: list[str] = []
        self._shown: Counter[str] = Counter()

    def add(self, reason: str, *, where: str, what: str, mend: str) -> None:
        """Count one `reason` (a snake_case name); the sentence is kept while there is room for it."""
        self.counts[reason] += 1
        if self._shown[reason] < MAX_EXAMPLES_PER_REASON and len(self.examples) < MAX_EXAMPLES:
            self._shown[reason] += 1
            self.examples.append(f"{where}: {what}. Mend: {mend}")
