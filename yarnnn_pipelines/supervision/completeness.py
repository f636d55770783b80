"""Whether everything that a client's week stands on has been read: what the last landings say of each live source.

Reading the platforms and counting what landed is the sources' work; here it is only judged, from the reports in the
ledger. What an export lacks nobody knows; of what it holds, each part that can't be read is a hole in its weeks.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from yarnnn_pipelines.config.settings import Client, Settings
from yarnnn_pipelines.core.counts import counted, verb
from yarnnn_pipelines.core.errors import UserError
from yarnnn_pipelines.core.weeks import week_bounds
from yarnnn_pipelines.sources.platform import Platform
from yarnnn_pipelines.sources.registry import platform_of

Landings = Mapping[str, tuple[datetime, Mapping[str, Any]]]  # {platform: (when, report)}, as the ledger has them

_LAND = "land it: `yarnnn sync`"


@dataclass(frozen=True)
class Gap:
    """Something that was not read, or not to its end. where: `Slack #client-acme`; what: a sentence without its end.
    is_of_the_week: False where its days are unknown, so that it may be of any week: a person may send all the same."""

    platform: str
    where: str
    what: str
    mend: str
    is_of_the_week: bool = True

    def __str__(self) -> str:
        return f"{self.where}: {self.what}. {self.mend}"


def gaps(
    settings: Settings,
    landings: Landings,
    client: Client | None,
    week: str | None,
    now: datetime | None = None,
    since: str | None = None,
) -> list[Gap]:
    """What is missing for one client and week, the gravest first; of all clients where `client` is None, of all that
    should have been read by now where `week` is None. since: the first of several weeks, of which `week` is the last.
    """
    return [
        gap
        for gap, owners in (*_all_gaps(settings, landings, week, now, since), *_holes(settings, landings, week, since))
        if client is None or not owners or client.id in owners
    ]


def all_holes(settings: Settings, landings: Landings) -> list[Gap]:
    """Every part of the exports that could not be read, of whatever week and channel."""
    return [_gap_of(platform, hole) for platform, hole in _unread_parts(settings, landings)]


def _holes(settings: Settings, landings: Landings, week: str | None, since: str | None) -> Iterator[_Owned]:
    """What of the exports could not be read and lies in the week, or may; without a week, nothing.

    A part of unknown days may touch every week, and is marked so. A channel that no client names is read of an export
    alone, and keeps nobody back.
    """
    if week is None:
        return
    zone = settings.agency.time_zone
    bounds = week_bounds(since or week, zone)[0], week_bounds(week, zone)[1]
    for platform, hole in _unread_parts(settings, landings):
        owners = _owners_of_account(platform, hole, settings)
        is_nobodys = bool(hole["container_id"]) and platform.places is not None and not owners
        if not is_nobodys and _touches(hole, bounds, zone):
            yield _gap_of(platform, hole), owners


def _unread_parts(settings: Settings, landings: Landings) -> Iterator[tuple[Platform, Mapping[str, str]]]:
    live, configured = settings.sources.live(), settings.sources.configured()
    for platform_id, (_, report) in landings.items():
        if platform_id in configured and platform_id not in live:
            platform = platform_of(platform_id)
            yield from ((platform, hole) for hole in report.get("holes", ()))


def _gap_of(platform: Platform, hole: Mapping[str, str]) -> Gap:
    where = platform.place_label(hole["name"]) if hole["name"] else platform.label
    return Gap(platform.id, where, f"{hole['where']}: {hole['what']}", hole["mend"], is_of_the_week=bool(hole["day"]))


def _touches(hole: Mapping[str, str], bounds: tuple[datetime, datetime], zone: str) -> bool:
    """Whether the days of a hole lie within these instants, on the agency's clock; of unknown days, always."""
    if not hole["day"]:
        return True
    first, last = (
        datetime.fromisoformat(f"{day}T12:00:00").replace(tzinfo=ZoneInfo(zone))
        for day in (hole["day"], hole.get("last_day") or hole["day"])
    )
    return first < bounds[1] and last >= bounds[0]


def gaps_by_client(
    settings: Settings, landings: Landings, week: str, now: datetime | None = None
) -> dict[str, list[Gap]]:
    """What is missing of a week for each client that lacks something, also of exports that were landed before it had
    ended; looks at each container once, however many clients there are."""
    now = now or datetime.now(UTC)
    missing: dict[str, list[Gap]] = defaultdict(list)
    everybody = [client.id for client in settings.clients]
    for gap, owners in (
        *_all_gaps(settings, landings, week, now),
        *_holes(settings, landings, week, None),
        *_early_exports(settings, landings, week, now),
    ):
        for client_id in owners or everybody:
            missing[client_id].append(gap)
    return dict(missing)


_Owned = tuple[Gap, frozenset[str]]  # with the ids of the clients that it concerns; none: everybody


def _all_gaps(
    settings: Settings, landings: Landings, week: str | None, now: datetime | None, since: str | None = None
) -> Iterator[_Owned]:
    now = now or datetime.now(UTC)
    zone, everybody = settings.agency.time_zone, frozenset[str]()
    bounds = (week_bounds(since or week, zone)[0], week_bounds(week, zone)[1]) if week else None
    for platform_id in settings.sources.live():
        platform = platform_of(platform_id)
        if platform_id not in landings:
            yield Gap(platform_id, platform.label, "nothing has landed yet", _LAND), everybody
            continue
        _, report = landings[platform_id]
        if not report.get("is_live"):
            yield Gap(platform_id, platform.label, "it was last read from an export", _LAND), everybody
            continue
        if (trouble := trouble_in(report)) is not None:
            yield Gap(platform_id, platform.label, trouble.what, trouble.mend), everybody
        for account in report["accounts"]:
            for gap in _of_account(settings, platform, account, bounds, now):
                yield gap, _owners_of_account(platform, account, settings)


def _early_exports(settings: Settings, landings: Landings, week: str, now: datetime) -> Iterator[_Owned]:
    """Exports that were landed last before the week had ended, so that its last days can't be in them."""
    end = week_bounds(week, settings.agency.time_zone)[1]
    live = settings.sources.live()
    for platform_id in settings.sources.configured():
        landed_at = landings[platform_id][0] if platform_id in landings else None
        if platform_id not in live and landed_at is not None and landed_at < end <= now:
            what = f"it was last landed on {landed_at:%d %B, %H:%M} UTC, before the week had ended"
            yield Gap(platform_id, platform_of(platform_id).label, what, _LAND), frozenset()


def trouble_in(report: Mapping[str, Any]) -> UserError | None:
    """The refusal that ended a landing early; None without one.

    Reports of earlier versions tell it as one string, `what. mend`.
    """
    stored = report.get("trouble")
    if isinstance(stored, str):
        what, _, mend = stored.partition(". ")
        return UserError(what, where=f"sources: {report.get('platform', '')}", mend=mend) if stored else None
    return UserError.from_json(stored) if stored else None


def _of_account(
    settings: Settings,
    platform: Platform,
    account: Mapping[str, Any],
    bounds: tuple[datetime, datetime] | None,
    now: datetime,
) -> Iterator[Gap]:
    """bounds: the first instant of what is asked for and the first after it."""
    platform_id, where = platform.id, platform.place_label(account["name"])
    if account["problem"]:
        yield Gap(platform_id, where, f"it can't be read ({account['problem']})", account["mend"])
        return
    if account["landed"] < account["said"]:
        said = account["said"]
        what = f"{counted(said, 'item')} {verb(said, 'was', 'were')} there and {account['landed']} landed"
        yield Gap(platform_id, where, what, "land it again: `yarnnn sync`")
    read_until = _instant(account["read_until"])
    if read_until is None:
        yield Gap(platform_id, where, "it has not been read yet", _LAND)
        return
    stale_before = now - timedelta(hours=settings.sources.stale_after_hours)
    if read_until < stale_before:
        yield Gap(platform_id, where, f"it was last read on {read_until:%d %B, %H:%M} UTC", _LAND)
    if bounds is None:
        return
    begin, end = bounds
    if stale_before <= read_until < min(end, now) and end <= now:
        yield Gap(platform_id, where, "it was last read before the week had ended", _LAND)
    for low, high in account["unread"]:
        first, last = _instant(low), _instant(high)
        if (first is None or first < end) and (last is None or last >= begin):
            yield Gap(platform_id, where, "the week is not all read yet", "let `yarnnn sync` go on")
            break


def _owners_of_account(platform: Platform, account: Mapping[str, Any], settings: Settings) -> frozenset[str]:
    """The ids of the clients whose container it is; none where it is nobody's in particular, so that it may hold
    something of anybody."""
    if platform.places is None:
        return frozenset()
    owners = _owners(platform, settings)
    names = (account["name"], account["container_id"].rpartition(":")[2])
    return frozenset(client_id for name in names for client_id in owners.get(_plain(platform, name), ()))


_Owners = Mapping[str, frozenset[str]]  # client ids by the plain name or id of a place
_owners_of: dict[str, tuple[Settings, _Owners]] = {}  # by platform, of the settings that were asked for last


def _owners(platform: Platform, settings: Settings) -> _Owners:
    """Made once for all clients of a run: an agency's places are as many as its clients."""
    cached = _owners_of.get(platform.id)
    if cached is None or cached[0] is not settings:
        owners: dict[str, set[str]] = defaultdict(set)
        for client in settings.clients:
            for place in platform.places_of(client):
                owners[_plain(platform, place.written)].add(client.id)
        cached = settings, {name: frozenset(ids) for name, ids in owners.items()}
        _owners_of[platform.id] = cached
    return cached[1]


def _plain(platform: Platform, name: str) -> str:
    return platform.places.plain(name) if platform.places is not None else name


def name_of(platform_id: str, account: Mapping[str, Any]) -> str:
    """How a person knows a container: `Slack #client-acme`, `Notion “Acme Corp”`."""
    return platform_of(platform_id).place_label(account["name"])


def _instant(microseconds: int | None) -> datetime | None:
    return None if microseconds is None else datetime(1970, 1, 1, tzinfo=UTC) + timedelta(microseconds=microseconds)
