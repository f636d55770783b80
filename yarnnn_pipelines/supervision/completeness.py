"""Whether everything that a client's week stands on has been read: what the last landings say of each live source.

Reading the platforms and counting what landed is the sources' work; here it is only judged, from the reports in the
ledger. An export is what it is: nothing can be said of what it lacks.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from yarnnn_pipelines.config.settings import Client, Platform, Settings
from yarnnn_pipelines.core.counts import counted, verb
from yarnnn_pipelines.core.weeks import week_bounds

Landings = Mapping[str, tuple[datetime, Mapping[str, Any]]]  # {platform: (when, report)}, as the ledger has them

NAMES: Mapping[Platform, str] = {"slack": "Slack", "gmail": "Gmail", "notion": "Notion", "calendar": "the calendar"}
_LAND = "land it: `yarnnn sync`"


@dataclass(frozen=True)
class Gap:
    """Something that was not read, or not to its end. where: `Slack #client-acme`; what: a sentence without its end."""

    platform: Platform
    where: str
    what: str
    mend: str

    def __str__(self) -> str:
        return f"{self.where}: {self.what}. {self.mend}"


def gaps(
    settings: Settings, landings: Landings, client: Client | None, week: str | None, now: datetime | None = None
) -> list[Gap]:
    """What is missing for one client and week, the gravest first; of all clients where `client` is None, of all that
    should have been read by now where `week` is None."""
    now = now or datetime.now(UTC)
    found: list[Gap] = []
    for platform in settings.sources.live():
        if platform not in landings:
            found.append(Gap(platform, NAMES[platform], "nothing has landed yet", _LAND))
            continue
        _, report = landings[platform]
        if not report.get("is_live"):
            found.append(Gap(platform, NAMES[platform], "it was last read from an export", _LAND))
            continue
        if report["trouble"]:
            found.append(Gap(platform, NAMES[platform], report["trouble"].split(". ")[0], report["trouble"]))
        for account in report["accounts"]:
            if client is None or _concerns(platform, account, client, settings):
                found += _of_account(settings, platform, account, week, now)
    return found


def _of_account(
    settings: Settings, platform: Platform, account: Mapping[str, Any], week: str | None, now: datetime
) -> Iterator[Gap]:
    where = name_of(platform, account)
    if account["problem"]:
        yield Gap(platform, where, f"it can't be read ({account['problem']})", account["mend"])
        return
    if account["landed"] < account["said"]:
        said = account["said"]
        what = f"{counted(said, 'item')} {verb(said, 'was', 'were')} there and {account['landed']} landed"
        yield Gap(platform, where, what, "land it again: `yarnnn sync`")
    read_until = _instant(account["read_until"])
    if read_until is None:
        yield Gap(platform, where, "it has not been read yet", _LAND)
        return
    stale_before = now - timedelta(hours=settings.sources.stale_after_hours)
    if read_until < stale_before:
        yield Gap(platform, where, f"it was last read on {read_until:%d %B, %H:%M} UTC", _LAND)
    if week is None:
        return
    begin, end = week_bounds(week, settings.agency.time_zone)
    if stale_before <= read_until < min(end, now) and end <= now:
        yield Gap(platform, where, "it was last read before the week had ended", _LAND)
    for low, high in account["unread"]:
        last = _instant(high)
        if (low is None or _instant(low) < end) and (last is None or last >= begin):
            yield Gap(platform, where, "the week is not all read yet", "let `yarnnn sync` go on")
            break


def _concerns(platform: Platform, account: Mapping[str, Any], client: Client, settings: Settings) -> bool:
    """Whether the container is this client's, or nobody's in particular, so that it may hold something of anybody."""
    owners = [one.id for one in settings.clients if _names(account) & _written(platform, one)]
    return not owners or client.id in owners


def _written(platform: Platform, client: Client) -> set[str]:
    match platform:
        case "slack":
            names = [*client.slack.shared, *client.slack.internal]
        case "notion":
            names = client.notion.roots
        case "calendar":
            names = client.calendars
        case _:
            names = []
    return {_plain(name) for name in names}


def _names(account: Mapping[str, Any]) -> set[str]:
    return {_plain(account["name"]), _plain(account["container_id"].rpartition(":")[2])}


def _plain(name: str) -> str:
    return name.strip().lstrip("#").casefold()


def name_of(platform: Platform, account: Mapping[str, Any]) -> str:
    """How a person knows a container: `Slack #client-acme`, `Notion “Acme Corp”`."""
    if platform == "slack":
        return f"Slack #{account['name']}"
    return f"{NAMES[platform]} “{account['name']}”"


def _instant(microseconds: int | None) -> datetime | None:
    return None if microseconds is None else datetime(1970, 1, 1, tzinfo=UTC) + timedelta(microseconds=microseconds)
