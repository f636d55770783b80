"""Landings and coverage: what was read of the platforms and of each client's week.

Kept here so that `yarnnn status`, sensors and the review page need not open the warehouse.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import func, insert, select, update
from sqlalchemy.engine import Connection

from yarnnn_pipelines.core.keys import ClientWeek
from yarnnn_pipelines.stores.ledger import tables
from yarnnn_pipelines.stores.ledger.rows import Landing, NewCoverage, WeekCoverage
from yarnnn_pipelines.stores.ledger.statements import chunks, in_utc, insert_into, now


def record_landing(con: Connection, platform: str, report: Mapping[str, Any]) -> None:
    con.execute(insert(tables.landings).values(platform=platform, report=dict(report), landed_at=now()))


def last_landings(con: Connection, until: datetime | None) -> dict[str, Landing]:
    table = tables.landings
    last = select(func.max(table.c.id)).group_by(table.c.platform)
    if until is not None:
        last = last.where(table.c.landed_at <= until.astimezone(UTC))
    rows = con.execute(select(table).where(table.c.id.in_(last))).all()
    return {row.platform: Landing(in_utc(row.landed_at), row.report) for row in rows}


def count_anew(con: Connection, there: Mapping[str, int]) -> None:
    table = tables.landings
    last = select(func.max(table.c.id)).group_by(table.c.platform)
    for row in con.execute(select(table.c.id, table.c.report).where(table.c.id.in_(last))).all():
        counts = {name: there.get(name, count) for name, count in row.report.get("there", {}).items()}
        if counts != row.report.get("there", {}):
            con.execute(update(table).where(table.c.id == row.id).values(report={**row.report, "there": counts}))


def record_coverage(con: Connection, rows: Sequence[NewCoverage]) -> None:
    if not rows:
        return
    values = [{**vars(row), "quiet": int(row.quiet), "built_at": now()} for row in rows]
    statement = insert_into(con, tables.week_coverage).values(values)
    changed = {name: statement.excluded[name] for name in ("quiet", "coverage", "built_at")}
    con.execute(statement.on_conflict_do_update(index_elements=["client", "week"], set_=changed))


def context_hashes(con: Connection) -> dict[ClientWeek, str]:
    table = tables.week_coverage
    rows = con.execute(select(table.c.client, table.c.week, table.c.coverage))
    return {ClientWeek(row.client, row.week): row.coverage["context_hash"] for row in rows}


def built_at(con: Connection, client_weeks: Iterable[ClientWeek]) -> dict[ClientWeek, str]:
    wanted = set(client_weeks)
    table = tables.week_coverage
    built: dict[ClientWeek, str] = {}
    for weeks in chunks(sorted({key.week for key in wanted})):
        for row in con.execute(select(table.c.client, table.c.week, table.c.built_at).where(table.c.week.in_(weeks))):
            if (key := ClientWeek(row.client, row.week)) in wanted:
                built[key] = in_utc(row.built_at).isoformat()
    return built


def read_coverage(con: Connection, weeks: int) -> list[WeekCoverage]:
    table = tables.week_coverage
    newest = con.execute(select(table.c.week).distinct().order_by(table.c.week.desc()).limit(weeks)).scalars()
    rows = con.execute(
        select(table).where(table.c.week.in_(list(newest))).order_by(table.c.week.desc(), table.c.client)
    )
    return [WeekCoverage(row.client, row.week, bool(row.quiet), row.coverage, in_utc(row.built_at)) for row in rows]
