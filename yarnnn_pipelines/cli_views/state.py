"""What `yarnnn status` and the end of a run say: how fresh each source is, what was read, and what waits."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from rich.console import Console
from rich.table import Table
from rich.text import Text

from yarnnn_pipelines.settings import Settings
from yarnnn_pipelines.supervision.ledger import Standing, Version

STALE_DAYS = 8  # a weekly deliverable misses what has not been landed for longer


def sources_table(settings: Settings, landings: Mapping[str, tuple[datetime, dict[str, Any]]]) -> Table:
    table = _table("source", "landed", "newest item", "items", "new", "deleted", "skipped")
    for platform in settings.sources.configured():
        if platform not in landings:
            table.add_row(platform, Text("never", style="yellow"), "", "", "", "", "")
            continue
        landed_at, report = landings[platform]
        counts = report["tables"].values()
        skipped = sum(report["skipped"].values())
        stale = (datetime.now(UTC) - landed_at).days >= STALE_DAYS
        table.add_row(
            platform,
            Text(ago(landed_at), style="yellow" if stale else ""),
            _day(report.get("newest_item_at")),
            str(sum(one["total"] for one in counts)),
            str(sum(one["added"] for one in counts)),
            str(sum(one["tombstones"] for one in counts)),
            Text(str(skipped), style="yellow" if skipped else ""),
        )
    return table


def warnings(landings: Mapping[str, tuple[datetime, dict[str, Any]]]) -> list[str]:
    """One line for each platform that left something out (how many for which reason, and the first example), and one
    for each channel, page or calendar of yarnnn.yaml that nothing has landed from."""
    lines = []
    for platform, (_, report) in landings.items():
        lines += report.get("not_found", [])
        if report["skipped"]:
            reasons = ", ".join(f"{count} {reason.replace('_', ' ')}" for reason, count in report["skipped"].items())
            example = f" (for instance: {report['skipped_examples'][0]})" if report["skipped_examples"] else ""
            lines.append(f"{platform}: skipped {reasons}{example}")
    return lines


def coverage_table(rows: Iterable[Mapping[str, Any]]) -> Table:
    table = _table("week", "client", "landed", "left out", "nobody's")
    for row in rows:
        coverage = row["coverage"]
        left_out = ", ".join(f"{count} {reason.replace('_', ' ')}" for reason, count in coverage["ignored"].items())
        name = f"{row['client']} (quiet)" if row["quiet"] else row["client"]
        table.add_row(row["week"], name, str(coverage["landed"]), left_out, str(coverage["unassigned"]))
    return table


def states_line(standings: Iterable[Standing]) -> str:
    """`18 drafted, 5 abstained, 1 blocked`."""
    counts = Counter(standing.state for standing in standings)
    order = ("published", "approved", "drafted", "in_review", "blocked", "rejected", "abstained", "forgotten")
    return ", ".join(f"{counts[state]} {state.replace('_', ' ')}" for state in order if counts[state]) or "none yet"


def deliverables_table(versions: Sequence[Version]) -> Table:
    table = _table("week", "client", "state", "claims", "withheld")
    for version in versions:
        document = version.document
        table.add_row(
            version.week,
            version.client,
            version.state.replace("_", " "),
            str(sum(len(section["claims"]) for section in document["sections"])),
            str(len(document["withheld"])),
        )
    return table


def tell(console: Console, title: str, body: Table | str) -> None:
    console.print(Text(title, style="bold"))
    console.print(body)


def ago(moment: datetime, now: datetime | None = None) -> str:
    seconds = int(((now or datetime.now(UTC)) - moment).total_seconds())
    for unit, length in (("day", 86400), ("hour", 3600), ("minute", 60)):
        if seconds >= length:
            count = seconds // length
            return f"{count} {unit}{'s' if count > 1 else ''} ago"
    return "just now"


def _day(iso: str | None) -> str:
    return iso[:16].replace("T", " ") if iso else ""


def _table(*columns: str) -> Table:
    table = Table(box=None, pad_edge=False, header_style="dim")
    for column in columns:
        table.add_column(column, justify="right" if column in ("items", "new", "landed", "claims") else "left")
    return table
