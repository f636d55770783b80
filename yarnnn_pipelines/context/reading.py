"""Reading the finished context for those who show it: rows per table and week, and the state of each client's week.

Nothing is written here, and nothing a deliverable says is read here (that is deliverables.client_week).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import duckdb

from yarnnn_pipelines.stores.ledger.rows import NewCoverage


@dataclass(frozen=True)
class RowCounts:
    """Rows of a table of schema `context`; `by_week` is empty for a table that has no weeks."""

    total: int
    by_week: dict[str, int] = field(default_factory=dict)


def row_counts(con: duckdb.DuckDBPyConnection, tables: Sequence[str], weeks: Sequence[str]) -> dict[str, RowCounts]:
    """Rows of each table, and of each of `weeks` where the table has a column `week`."""
    weekly = {
        name
        for (name,) in con.execute(
            "select table_name from duckdb_columns() where schema_name = 'context' and column_name = 'week'"
        ).fetchall()
    }
    counts = {}
    for table in tables:
        (total,) = con.execute(f'select count(*) from context."{table}"').fetchone() or (0,)
        by_week = dict.fromkeys(weeks, 0) if table in weekly else {}
        if by_week:
            found = con.execute(
                f'select week, count(*) from context."{table}" where week in (select unnest(?)) group by week',
                [list(weeks)],
            ).fetchall()
            by_week |= dict(found)
        counts[table] = RowCounts(total, by_week)
    return counts


@dataclass(frozen=True)
class WeekState:
    """One client's week as it stands: what it was made from, how much of it there is, and what was left out."""

    client: str
    week: str
    context_hash: str
    quiet: bool
    counts: dict[str, int]
    coverage: dict[str, Any]  # landed, ignored {reason: count}, unassigned (of the whole week)

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
    found = con.execute(
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
        for client, week, context_hash, quiet, *counts in found
    ]
