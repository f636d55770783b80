"""Where each client's week stands in the finished context, and which of them changed since they were last released.

Nothing is written here, and nothing a deliverable says is read here (that is deliverables.week).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import duckdb

from yarnnn_pipelines.core.keys import ClientWeek
from yarnnn_pipelines.stores.ledger.rows import NewCoverage


@dataclass(frozen=True)
class WeekState:
    """One client's week as it stands: what it was made from, how much of it there is, and what was left out."""

    client: str
    week: str
    context_hash: str
    quiet: bool
    counts: dict[str, int]
    coverage: dict[str, Any]  # landed, ignored {reason: count}, unassigned (of the whole week)

    @property
    def client_week(self) -> ClientWeek:
        return ClientWeek(self.client, self.week)

    def for_ledger(self) -> NewCoverage:
        """The form in which the ledger keeps it."""
        return NewCoverage(self.client, self.week, self.quiet, {**self.coverage, "context_hash": self.context_hash})


_COUNTS = ("events", "messages", "mails", "pages", "meetings_held", "meetings_coming", "open_loops")


def read_week_states(con: duckdb.DuckDBPyConnection, weeks: Sequence[str]) -> list[WeekState]:
    """Every configured client in each of `weeks`, as `context.client_week_context` and `context.coverage` have them."""
    landed: dict[tuple[str, str], int] = defaultdict(int)
    ignored: dict[tuple[str, str], dict[str, int]] = defaultdict(dict)
    unassigned: dict[str, int] = defaultdict(int)
    rows = con.execute(
        """select client_id, week, ignored_reason, sum(n)::bigint from context.coverage
           where week in (select unnest(?)) group by all order by all""",
        [list(weeks)],
    ).fetchall()
    for client, week, reason, count in rows:
        if client is None:
            unassigned[week] += count
            continue
        landed[client, week] += count
        if reason is not None:
            ignored[client, week][reason] = count
    columns = ", ".join(_COUNTS)
    contexts = con.execute(
        f"""select client_id, week, context_hash, quiet, {columns} from context.client_week_context
            where week in (select unnest(?)) order by week, client_id""",
        [list(weeks)],
    ).fetchall()
    return [
        WeekState(
            client=client,
            week=week,
            context_hash=context_hash,
            quiet=bool(quiet),
            counts=dict(zip(_COUNTS, counts, strict=True)),
            coverage={
                "landed": landed[client, week],
                "ignored": ignored[client, week],
                "unassigned": unassigned[week],
            },
        )
        for client, week, context_hash, quiet, *counts in contexts
    ]


def changed_states(
    states: Iterable[WeekState], released: Mapping[ClientWeek, str], reported: Collection[ClientWeek]
) -> list[WeekState]:
    """The states whose context is another than was `released` (by its hash), or that were never `reported`."""
    return [
        state
        for state in states
        if released.get(state.client_week) != state.context_hash or state.client_week not in reported
    ]
