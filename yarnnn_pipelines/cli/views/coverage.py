"""What `yarnnn status` says of each client's week: how many items landed, and what became of them in a deliverable."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from rich.table import Table

from yarnnn_pipelines.cli.views.state import table_of
from yarnnn_pipelines.core.keys import ClientWeek, DeliverableKey
from yarnnn_pipelines.deliverables.items import left_out_in_words
from yarnnn_pipelines.stores.ledger.rows import WeekCoverage


@dataclass(frozen=True)
class CoverageFigures:
    """What landed in a client's week and what a deliverable of this type left out; before there is one, the context's
    own count, with neither type nor told. left_out: how many for each reason. quiet: the week is, and there is nothing
    to tell from those before it; forgotten: its newest version was removed with `yarnnn forget`."""

    week: str
    client: str
    quiet: bool
    type: str | None
    landed: int
    told: int | None
    offered: int | None
    left_out: Mapping[str, int]
    unassigned: int
    forgotten: bool = False


def coverage_figures(
    rows: Iterable[WeekCoverage],
    counts: Mapping[DeliverableKey, Mapping[str, Any]],
    forgotten: Collection[DeliverableKey] = (),
) -> list[CoverageFigures]:
    """rows: as `Ledger.coverage` gives them; counts: the deliverables' own, by client, week and type; forgotten: those
    whose newest version lost its words."""
    figures = []
    by_week: dict[ClientWeek, dict[str, Mapping[str, Any]]] = defaultdict(dict)
    for key, count in counts.items():
        by_week[key.client_week][key.type_id] = count
    for row in rows:
        of_week = by_week.get(row.client_week, {})
        coverages: list[tuple[str | None, Mapping[str, Any]]] = [*sorted(of_week.items())] or [(None, row.coverage)]
        figures += [
            CoverageFigures(
                week=row.week,
                client=row.client,
                quiet=bool(row.quiet) and not coverage.get("used") and not coverage.get("offered"),
                type=type_id,
                landed=coverage["landed"],
                told=coverage["used"] if type_id else None,
                offered=coverage.get("offered", 0) if type_id else None,
                left_out=coverage["ignored"],
                unassigned=coverage["unassigned"],
                forgotten=type_id is not None and DeliverableKey(row.client, row.week, type_id) in forgotten,
            )
            for type_id, coverage in coverages
        ]
    return figures


def coverage_table(figures: Sequence[CoverageFigures]) -> Table:
    table = table_of("week", "client", "landed", "told", "offered", "left out", "nobody's")
    several = len({row.type for row in figures if row.type}) > 1
    for row in figures:
        name = f"{row.client} (quiet)" if row.quiet and not row.forgotten else row.client
        name = f"{name}, {row.type}" if several and row.type else name
        if row.forgotten:
            table.add_row(row.week, name, "", "forgotten", "", "until the next run", "")
            continue
        table.add_row(
            row.week,
            name,
            str(row.landed),
            "not drafted" if row.told is None else str(row.told),
            "" if row.offered is None else str(row.offered),
            left_out_in_words({"ignored": row.left_out}),
            str(row.unassigned),
        )
    return table
