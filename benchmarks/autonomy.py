"""How seldom a bad line is promoted, how soon a good one, and how soon one that has become bad is revoked.

`uv run python -m benchmarks.autonomy [--lines 2000] [--issues 500]`: a line is one client's deliverables of one type,
each issue of which is bad by chance; it is looked at after every review. The bound of Wald and Ville holds for lines
that are reviewed for ever; here each ends after so many issues.
"""

from __future__ import annotations

import argparse
import random
from collections.abc import Callable, Sequence
from statistics import mean, median

from yarnnn_pipelines.stores.ledger.autonomy_rows import NewOutcome, Outcome, Record
from yarnnn_pipelines.stores.ledger.statements import now
from yarnnn_pipelines.supervision.autonomy import BAD_AT_LEAST, BAD_AT_MOST, Fold

MADE_BY = {"writer": "openai"}
AT = now()
LONGEST_WITHIN = 35  # issues in which a perfect line is promoted
SELDOM = 0.05

Chance = Callable[[random.Random], str]


def found(bad: float, of_facts: float) -> Chance:
    """What a review finds: `` for a good issue, else what was wrong."""

    def find(rng: random.Random) -> str:
        if rng.random() >= bad:
            return ""
        return "fact" if rng.random() < of_facts else "style"

    return find


class Line:
    """One after the other, as `earned` goes over all of them, and looked at after each."""

    def __init__(self, seed: int) -> None:
        self._rng = random.Random(seed)
        self._fold = Fold(Record("acme", "client_update"), "delayed")
        self._count = 0

    def review(self, chance: Chance) -> bool:
        """Whether it leads to a move."""
        what = chance(self._rng)
        self._count += 1
        week, is_fact = f"week {self._count:06}", what == "fact"
        name = f"review {self._count}"
        outcome = NewOutcome("acme", week, "client_update", 1, MADE_BY, bool(what), what, is_fact, False, 0.0, name)
        before = len(self._fold.moves)
        self._fold.take(Outcome(**vars(outcome), number=self._count, found_at=AT))
        self._fold.promote()
        return len(self._fold.moves) > before


def first_promotion(seed: int, chance: Chance, issues: int) -> int | None:
    line = Line(seed)
    return next((number for number in range(1, issues + 1) if line.review(chance)), None)


def until_revoked(seed: int, chance: Chance, issues: int) -> int | None:
    """After how many looked at, of a line that was perfect until it was promoted."""
    line = Line(seed)
    while not line.review(found(0.0, 0.0)):
        pass
    return next((number for number in range(1, issues + 1) if line.review(chance)), None)


def shown(numbers: Sequence[int | None]) -> str:
    known = [number for number in numbers if number is not None]
    if not known:
        return "none"
    worst = sorted(known)[int(0.95 * (len(known) - 1))]
    return (
        f"{len(known) / len(numbers):7.2%}   median {median(known):5.0f}   mean {mean(known):6.1f}   95% {worst:4.0f}"
    )


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--lines", type=int, default=2_000)
    parser.add_argument("--issues", type=int, default=500)
    given = parser.parse_args(arguments)
    seeds = range(given.lines)
    print(f"promoted, of {given.lines} lines within {given.issues} issues; after how many")
    seldom = True
    for of_facts in (0.0, 0.5, 1.0):
        bad = [first_promotion(seed, found(BAD_AT_LEAST, of_facts), given.issues) for seed in seeds]
        share = sum(number is not None for number in bad) / len(bad)
        seldom &= share <= SELDOM
        print(f"  10% bad, of these {of_facts:4.0%} facts   {shown(bad)}")
    for share_bad in (0.0, 0.005, BAD_AT_MOST, 0.02, 0.05):
        good = [first_promotion(seed, found(share_bad, 0.5), given.issues) for seed in seeds]
        print(f"  {share_bad:4.1%} bad, of these  50% facts   {shown(good)}")
    perfect = first_promotion(0, found(0.0, 0.0), given.issues)
    print(f"a perfect line is promoted after {perfect} issues")
    print("revoked, after how many that were looked at")
    for share_bad, of_facts in ((BAD_AT_MOST, 0.0), (BAD_AT_LEAST, 0.0), (0.3, 0.0), (BAD_AT_LEAST, 1.0)):
        revoked = [until_revoked(seed, found(share_bad, of_facts), given.issues) for seed in seeds]
        print(f"  {share_bad:4.0%} bad, of these {of_facts:4.0%} facts   {shown(revoked)}")
    kept = seldom and perfect is not None and perfect <= LONGEST_WITHIN
    print("gate: kept" if kept else "gate: NOT KEPT")
    return 0 if kept else 1


if __name__ == "__main__":
    raise SystemExit(main())
