"""What `yarnnn status` and the end of a run say: how fresh each source is, what was read, and what waits."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

from rich.console import Console
from rich.table import Table
from rich.text import Text

from yarnnn_pipelines.cli.views import command
from yarnnn_pipelines.config.settings import Settings
from yarnnn_pipelines.core.counts import counted
from yarnnn_pipelines.core.keys import DeliverableKey
from yarnnn_pipelines.sources.registry import is_schedule, platform_of, platforms
from yarnnn_pipelines.sources.shared.place_names import speaks_of
from yarnnn_pipelines.stores.ledger.rows import Standing, Version
from yarnnn_pipelines.supervision.completeness import Landings, all_holes, gaps, name_of
from yarnnn_pipelines.supervision.effort import Effort
from yarnnn_pipelines.supervision.standings import claims, withheld

STALE_DAYS = 8  # a weekly deliverable misses what has not been landed for longer


@dataclass(frozen=True)
class SourceFigures:
    """How fresh a source is. Times are UTC, and None before the first landing; new, deleted and skipped are the last
    landing's.

    items: those of the platform's main table (`noun`, "messages") that are there; also: {"users": n} of its others.
    """

    source: str
    landed_at: datetime | None = None
    newest_item_at: str | None = None
    items: int = 0
    new: int = 0
    deleted: int = 0
    skipped: int = 0
    noun: str = "items"
    also: Mapping[str, int] = field(default_factory=dict)


def source_figures(settings: Settings, landings: Landings) -> list[SourceFigures]:
    """Of each configured source, in the order of yarnnn.yaml's platforms."""
    figures = []
    for platform in settings.sources.configured():
        if platform not in landings:
            figures.append(SourceFigures(platform))
            continue
        landed_at, report = landings[platform]
        tables, main = report["tables"], platform_of(platform).main_table
        # the report of an earlier version counts versions alone
        there = report.get("there") or {table: counts["total"] for table, counts in tables.items()}
        of_main = tables.get(f"{platform}.{main}", {})
        counts = {table.partition(".")[2]: count for table, count in there.items()}
        figures.append(
            SourceFigures(
                source=platform,
                landed_at=landed_at,
                newest_item_at=report.get("newest_item_at"),
                items=counts.pop(main, 0),
                new=of_main.get("added", 0),
                deleted=of_main.get("tombstones", 0),
                skipped=sum(report["skipped"].values()),
                noun=main,
                also=counts,
            )
        )
    return figures


def sources_table(settings: Settings, landings: Landings) -> Table:
    table = table_of("source", "landed", "newest item", "items", "new", "deleted", "skipped")
    others: list[str] = []
    for source in source_figures(settings, landings):
        if source.landed_at is None:
            table.add_row(source.source, Text("never", style="yellow"), "", "", "", "", "")
            continue
        is_stale = (datetime.now(UTC) - source.landed_at).days >= STALE_DAYS
        table.add_row(
            source.source,
            Text(ago(source.landed_at), style="yellow" if is_stale else ""),
            # of a schedule it would be the newest first meeting of a series
            "" if is_schedule(source.source) else _minute(source.newest_item_at, settings.agency.time_zone),
            _counted(source.items, source.noun),
            str(source.new),
            str(source.deleted),
            Text(str(source.skipped), style="yellow" if source.skipped else ""),
        )
        if also := ", ".join(_counted(count, noun) for noun, count in source.also.items() if count):
            others.append(f"{source.source} {also}")
    table.caption = f"Also there: {'; '.join(others)}." if others else None
    table.caption_justify = "left"
    return table


def _counted(count: int, table: str) -> str:
    return counted(count, table.removesuffix("s"), table)


def warnings(settings: Settings, landings: Landings) -> list[str]:
    """For each platform that left something out, how many for which reason with an example of each; and a line for
    each channel, page or calendar of yarnnn.yaml that nothing has landed from, or that is called otherwise now.

    Of places that yarnnn.yaml no longer names nothing is said, though the last landing still did.
    """
    lines = []
    for platform_id, (_, report) in landings.items():
        places = _places(settings, platform_id)
        lines += [line for line in report.get("not_found", ()) if any(speaks_of(line, *place) for place in places)]
        lines += [
            f"{renamed['what']}. Mend: {renamed['mend']}"
            for renamed in report.get("renamed", ())
            if any(speaks_of(renamed["what"], *place) for place in places)
        ]
        if report["skipped"]:
            reasons = ", ".join(_in_words(reason, count) for reason, count in report["skipped"].items())
            first, *others = report["skipped_examples"][: len(report["skipped"])] or [""]
            lines.append(f"{platform_id}: skipped {reasons}{f' (for instance: {first})' if first else ''}")
            lines += [f"{platform_id}: {example}" for example in others]
        if len(unread := report.get("holes", ())) > 1:
            containers = {hole["container_id"] for hole in unread}
            if "" in containers:
                what = f"{len(unread)} parts of its exports can't be read"
            elif platform_of(platform_id).places is None:
                what = f"{len(unread)} mails of {counted(len(containers), 'mailbox', 'mailboxes')} can't be read"
            else:
                what = (
                    f"{len(unread)} parts of {counted(len(containers), 'channel')} can't be read, and what is missing "
                    "there does not count as deleted"
                )
            lines.append(f"{platform_id}: {what}: `{command('status --all')}` names each")
    return lines


_ENDS_THE_NOUN = re.compile(r"_(?=(?:not|without|within|outside|before|used|too|twice|renamed|dropped|unreadable)_?)")
_NO_NOUN = ("listed_", "older_", "no_")


def _in_words(reason: str, count: int) -> str:
    """ "1 unreadable day file", "3 messages without ts"."""
    if reason.startswith(_NO_NOUN):
        return f"{count} {reason.replace('_', ' ')}"
    noun, *rest = (part.replace("_", " ") for part in _ENDS_THE_NOUN.split(reason, 1))
    several = noun if noun.endswith("s") else f"{noun[:-1]}ies" if noun.endswith("ry") else f"{noun}s"
    return " ".join([counted(count, noun, several), *rest])


def _places(settings: Settings, platform_id: str) -> list[tuple[str, str]]:
    """(client, as written) of each place that yarnnn.yaml names of a platform."""
    return [
        (client.id, place.written)
        for platform in platforms()
        if platform.id == platform_id
        for client in settings.clients
        for place in platform.places_of(client)
    ]


def completeness(settings: Settings, landings: Landings, everything: bool = False) -> Table | None:
    """Of each live source what the platform said against what landed; the containers with something missing besides, or
    all of them. None where no source is live."""
    live = [platform for platform in settings.sources.live() if landings.get(platform, (None, {}))[1].get("is_live")]
    if not live:
        return None
    table = table_of("source", "said", "landed", "read until", "compared whole", "still unread")
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


@dataclass(frozen=True)
class AccountFigures:
    """What one channel, label, root or calendar said it has, and what of it has landed. Instants: ISO, UTC."""

    source: str
    name: str
    said: int
    landed: int
    read_until: str | None
    compared_whole_at: str | None
    unread: list[list[str | None]]
    problem: str | None


def account_figures(settings: Settings, landings: Landings) -> list[AccountFigures]:
    """Of everything that is read live."""
    return [
        AccountFigures(
            source=platform,
            name=name_of(platform, account),
            said=account["said"],
            landed=account["landed"],
            read_until=_instant(account["read_until"]),
            compared_whole_at=_instant(account["whole_at"]),
            unread=[[_instant(low), _instant(high)] for low, high in account["unread"]],
            problem=account["problem"] or None,
        )
        for platform in settings.sources.live()
        for account in landings.get(platform, (None, {}))[1].get("accounts", ())
    ]


def _instant(microseconds: int | None) -> str | None:
    return None if microseconds is None else datetime.fromtimestamp(microseconds / 1e6, UTC).isoformat()


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


def gaps_told(settings: Settings, landings: Landings, everything: bool = False) -> list[str]:
    """One line for each thing of a live source that has not been read, with the mend; with everything also for each
    part of an export."""
    unread = all_holes(settings, landings) if everything else []
    return [str(gap) for gap in (*gaps(settings, landings, None, None), *unread)]


@dataclass(frozen=True)
class Deliverables:
    """Where all of them stand, which were sent and need a correction, and the newest that wait for a person.

    efforts: of those that wait; levels: of autonomy, in words, by client and type.
    """

    standings: Sequence[Standing]
    to_correct: Sequence[Standing]
    waiting: Sequence[Version]
    efforts: Mapping[DeliverableKey, Effort]
    levels: Mapping[tuple[str, str], str]


def corrections(to_correct: Iterable[Standing]) -> list[str]:
    """One line for each deliverable that was sent, and would say something else by now."""
    return [
        f"{standing.client} {standing.week}: version {standing.published_before} was sent; {_since_sent(standing)}"
        for standing in to_correct
    ]


def _since_sent(standing: Standing) -> str:
    if standing.state == "forgotten":
        run = command(f"run --week {standing.week} --type {standing.type}")
        return f"version {standing.version} was removed with `yarnnn forget`: `{run}` drafts it anew"
    return f"by what is known now, version {standing.version} says something else"


def edited(standings: Iterable[Standing]) -> list[str]:
    """One line for each deliverable that was sent, of which a source has changed and which was not drafted since."""
    return [
        f"{standing.client} {standing.week}: version {standing.sent_as} was sent; a source of it was edited or "
        f"deleted since: `{command(f'run --week {standing.week} --type {standing.type}')}` drafts it anew"
        for standing in standings
    ]


def _oldest(instants: Sequence[int | None]) -> str:
    """`5 minutes ago`, of the one that is longest ago; `never` if one of them is unknown."""
    if not instants:
        return ""
    known = [instant for instant in instants if instant is not None]
    if len(known) < len(instants):
        return "never" if len(instants) == 1 else "not all"
    return ago(datetime.fromtimestamp(min(known) / 1e6, UTC))


def _date(microseconds: int | None) -> str:
    return "" if not microseconds else f"{datetime.fromtimestamp(microseconds / 1e6, UTC):%Y-%m-%d}"


def deliverables_table(
    versions: Sequence[Version], efforts: Mapping[DeliverableKey, Effort], levels: Mapping[tuple[str, str], str]
) -> Table:
    """levels: by client and type, in words. Minutes are shown where any were measured."""
    several = len({version.type for version in versions}) > 1
    measured = any(efforts[version.key].spent for version in versions)
    had_issues = any(efforts[version.key].before for version in versions)
    table = table_of(
        *("week", "client", *(["type"] if several else []), "state", "claims", "withheld"),
        *("autonomy", *(["reviewed for"] if measured else []), *(["issues before took"] if had_issues else [])),
    )
    for version in versions:
        table.add_row(
            version.week,
            version.client,
            *([version.type] if several else []),
            version.state.replace("_", " "),
            str(claims(version)),
            str(withheld(version)),
            levels.get((version.client, version.type), ""),
            *([efforts[version.key].spent] if measured else []),
            *([efforts[version.key].before] if had_issues else []),
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


def _minute(iso: str | None, time_zone: str) -> str:
    """`2026-11-14 17:20`, on the agency's clock."""
    return f"{datetime.fromisoformat(iso).astimezone(ZoneInfo(time_zone)):%Y-%m-%d %H:%M}" if iso else ""


def table_of(*columns: str) -> Table:
    table = Table(box=None, pad_edge=False, header_style="dim")
    for column in columns:
        table.add_column(
            column, justify="right" if column in ("items", "new", "landed", "told", "offered", "claims") else "left"
        )
    return table
