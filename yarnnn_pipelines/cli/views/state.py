"""What `yarnnn status` and the end of a run say: how fresh each source is, what was read, and what waits."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from rich.console import Console
from rich.table import Table
from rich.text import Text

from yarnnn_pipelines.config.settings import Settings
from yarnnn_pipelines.core.keys import DeliverableKey
from yarnnn_pipelines.deliverables.items import left_out_in_words
from yarnnn_pipelines.stores.ledger.rows import Standing, Version, WeekCoverage
from yarnnn_pipelines.supervision.completeness import Landings, gaps, name_of

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


def completeness(settings: Settings, landings: Landings, everything: bool = False) -> Table | None:
    """Of each live source what the platform said against what landed; the containers with something missing besides, or
    all of them. None where no source is live."""
    live = [platform for platform in settings.sources.live() if landings.get(platform, (None, {}))[1].get("is_live")]
    if not live:
        return None
    table = _table("source", "said", "landed", "read until", "compared whole", "still unread")
    for platform in live:
        accounts = landings[platform][1]["accounts"]
        read = [account["read_until"] for account in accounts if not account["problem"]]
        whole = [account["whole_at"] for account in accounts if not account["problem"]]
        table.add_row(
            Text(f"{platform}, {len(accounts)} in all", style="bold"),
            str(sum(account["said"] for account in accounts)),
            str(sum(account["landed"] for account in accounts)),
            _oldest(read),
            _oldest(whole),
            str(sum(len(account["unread"]) for account in accounts) or ""),
        )
        for account in accounts:
            lacks = account["problem"] or account["unread"] or account["landed"] < account["said"]
            if everything or lacks:
                table.add_row(*_account(platform, account))
    return table


def _account(platform: str, account: Mapping[str, Any]) -> list[Text | str]:
    name = Text(f"  {name_of(platform, account)}")
    if account["problem"]:
        return [name, "", "", Text(account["problem"].replace("_", " "), style="yellow"), "", ""]
    unread = ", ".join(
        f"{_date(low) or 'the beginning'} to {_date(high) or 'now'}" for low, high in account["unread"][:2]
    )
    more = f" and {len(account['unread']) - 2} more" if len(account["unread"]) > 2 else ""
    return [
        name,
        str(account["said"]),
        Text(str(account["landed"]), style="red" if account["landed"] < account["said"] else ""),
        _oldest([account["read_until"]]),
        _oldest([account["whole_at"]]),
        Text(unread + more, style="yellow"),
    ]


def gaps_told(settings: Settings, landings: Landings) -> list[str]:
    """One line for each thing of a live source that has not been read, with the mend."""
    return [str(gap) for gap in gaps(settings, landings, None, None)]


def corrections(standings: Iterable[Standing]) -> list[str]:
    """One line for each deliverable that was sent, and would say something else by now."""
    return [
        f"{one.client} {one.week}: version {one.published_before} was sent; by what is known now, "
        f"version {one.version} says something else"
        for one in standings
        if one.published_before is not None and one.state not in ("published", "rejected")
    ]


def _oldest(instants: Sequence[int | None]) -> str:
    """`5 minutes ago`, of the one that is longest ago; `never` if one of them is unknown."""
    if not instants:
        return ""
    if any(instant is None for instant in instants):
        return "never" if len(instants) == 1 else "not all"
    return ago(datetime.fromtimestamp(min(instants) / 1e6, UTC))


def _date(microseconds: int | None) -> str:
    return "" if not microseconds else f"{datetime.fromtimestamp(microseconds / 1e6, UTC):%Y-%m-%d}"


def coverage_table(rows: Iterable[WeekCoverage], counts: Mapping[DeliverableKey, Mapping[str, Any]]) -> Table:
    """What landed in each client's week and what was left out, as its deliverables count it; before there is one, as
    its context does.

    counts: the deliverables' own, by client, week and type.
    """
    table = _table("week", "client", "landed", "told", "left out", "nobody's")
    several = len({type_id for _, _, type_id in counts}) > 1
    for row in rows:
        name = f"{row.client} (quiet)" if row.quiet else row.client
        of_week = {key: count for key, count in counts.items() if key[:2] == row.client_week}
        for (_, _, type_id), count in sorted(of_week.items()):
            shown = f"{name}, {type_id}" if several else name
            table.add_row(row.week, shown, *_counted(count, str(count["used"])))
        if not of_week:
            table.add_row(row.week, name, *_counted(row.coverage, "not drafted"))
    return table


def _counted(coverage: Mapping[str, Any], told: str) -> tuple[str, str, str, str]:
    return str(coverage["landed"]), told, left_out_in_words(coverage), str(coverage["unassigned"])


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
        table.add_column(column, justify="right" if column in ("items", "new", "landed", "told", "claims") else "left")
    return table
