"""What landing could not take, counted by reason, with a few examples that say where and how to mend it.

Whether a whole export is refused (`UserError`) is decided where it is opened; here lies only what costs no other item.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import Any

MAX_EXAMPLES = 20
MAX_EXAMPLES_PER_REASON = 5
MAX_HOLES = 1_000


class Skips:
    """Counted skips. `counts` is {reason: n}; `examples` are sentences, one of each reason before any second one.

    holes: of an export the parts that could not be read, each of them, as `{container_id, name, day, where, what,
    mend}`, with `last_day` where they are several: in which channel, '' where it may be any; '' for a day that is not
    known, so that the part touches every week.
    """

    def __init__(self) -> None:
        self.counts: Counter[str] = Counter()
        self._sentences: list[tuple[str, str]] = []  # (reason, sentence)
        self.holes: list[dict[str, str]] = []

    @property
    def examples(self) -> list[str]:
        first = dict(reversed(self._sentences))
        others = [sentence for reason, sentence in self._sentences if first[reason] != sentence]
        return [*reversed(first.values()), *others]

    def add(self, reason: str, *, where: str, what: str, mend: str) -> None:
        """Count one `reason` (a snake_case name); the sentence is kept while there is room for it."""
        self.counts[reason] += 1
        self._keep(reason, f"{where}: {what}. Mend: {mend}")

    def add_hole(self, **hole: str) -> None:
        """Keep a part that could not be read; that it was, `add` counts. Of one file one is kept."""
        place = (hole["container_id"], hole["where"])
        if any((one["container_id"], one["where"]) == place for one in self.holes):
            return
        if len(self.holes) == MAX_HOLES - 1:  # the rest in one, of whatever channel and day
            what = f"it and more than {MAX_HOLES:,} other parts can't be read"
            hole |= {"container_id": "", "name": "", "day": "", "last_day": "", "what": what}
        if len(self.holes) < MAX_HOLES:
            self.holes.append(hole)

    def leave_out(self, reason: str, *, where: str, what: str, mend: str, **of: str) -> None:
        """Count a part that could not be read, and keep it. of: its `name`, `day` and `last_day`, as far as known."""
        self.add(reason, where=where, what=what, mend=mend)
        self.add_hole(**{"container_id": "", "name": "", "day": ""} | of, where=where, what=what, mend=mend)

    def add_all(self, others: Mapping[str, Any]) -> None:
        """Count what another one's `as_dict` says as well."""
        self.counts.update(others.get("counts", {}))
        for reason, sentence in others.get("told", ()):
            self._keep(reason, sentence)

    def as_dict(self) -> dict[str, Any]:
        """JSON-able: {"counts": {reason: n}, "told": [[reason, sentence]]}, with "holes" where there are any."""
        told = {"counts": dict(self.counts), "told": [list(pair) for pair in self._sentences]}
        return {**told, "holes": self.holes} if self.holes else told

    def _keep(self, reason: str, sentence: str) -> None:
        of_reason = sum(reason == other for other, _ in self._sentences)
        has_room = of_reason < MAX_EXAMPLES_PER_REASON and len(self._sentences) < MAX_EXAMPLES
        if has_room or not of_reason:
            self._sentences.append((reason, sentence))
