"""From yarnnn.yaml to a live source: the API's address, its token, the budget, and what is to be read.

What a source does with them is its own matter.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from dlt.sources.helpers.rest_client.auth import BearerTokenAuth
from requests.auth import AuthBase

from yarnnn_pipelines.config.settings import (
    CalendarSource,
    GmailSource,
    NotionSource,
    Platform,
    Settings,
    SlackSource,
    Source,
)
from yarnnn_pipelines.core.weeks import week_bounds
from yarnnn_pipelines.sources.envelope import microseconds
from yarnnn_pipelines.sources.live import scopes
from yarnnn_pipelines.sources.live.addresses import api_address
from yarnnn_pipelines.sources.live.commits import Commits, LandedThreads, asking
from yarnnn_pipelines.sources.live.credentials import google_auth, token_from
from yarnnn_pipelines.sources.live.http import Api, Budget, Pace
from yarnnn_pipelines.sources.live.slices import LiveSource
from yarnnn_pipelines.sources.skips import Skips
from yarnnn_pipelines.stores.home import Home

CONCURRENCY = 8  # requests under way at once, where a platform allows bursts
BACKOFF_SECONDS = 1.0  # before the second try, and longer before each that follows


@dataclass(frozen=True)
class Opened:
    source: LiveSource
    api: Api


def source_of(platform: Platform) -> type[LiveSource]:
    """The class that reads a platform's API; imported when it is needed."""
    match platform:
        case "slack":
            from yarnnn_pipelines.sources.live.slack import SlackSource as source
        case "gmail":
            from yarnnn_pipelines.sources.live.gmail import GmailSource as source
        case "notion":
            from yarnnn_pipelines.sources.live.notion import NotionSource as source
        case "calendar":
            from yarnnn_pipelines.sources.live.calendar import CalendarSource as source
    return source


def open_source(platform: Platform, settings: Settings, home: Home, commits: Commits, skips: Skips) -> Opened:
    """One platform's source, ready to be read. `UserError` where its token is missing."""
    match platform:
        case "slack":
            return _slack(settings.sources.slack, settings, home, commits, skips)
        case "gmail":
            return _gmail(settings.sources.gmail, settings, commits, skips)
        case "notion":
            return _notion(settings.sources.notion, settings, commits, skips)
        case "calendar":
            return _calendar(settings.sources.calendar, settings, commits, skips)


def _api(platform: Platform, source: Source, auth: AuthBase, **more: Any) -> Api:
    budget = Budget(source.requests_per_run, source.seconds_per_run)
    return Api(api_address(platform, source), auth=auth, budget=budget, backoff_seconds=BACKOFF_SECONDS, **more)


def _slack(given: SlackSource, settings: Settings, home: Home, commits: Commits, skips: Skips) -> Opened:
    from yarnnn_pipelines.sources.live import slack

    is_tight = given.requests_per_minute is not None and given.requests_per_minute < slack.USUAL_PER_MINUTE
    api = _api(
        "slack",
        given,
        BearerTokenAuth(token_from(given.token_env or "", "sources: slack: token_env")),
        concurrency=1 if is_tight else CONCURRENCY,
        pace=Pace(given.requests_per_minute, ("conversations.history", "conversations.replies")),
    )
    wanted = [name for client in settings.clients for name in (*client.slack.shared, *client.slack.internal)]
    options = slack.SlackOptions(
        rescan_days=given.rescan_days,
        page_size=slack.TIGHT_PAGE if is_tight else slack.PAGE,
        direct_messages=tuple(given.direct_messages),
    )
    # Of a channel whose slices still wait it may know too little, and then asks for a thread once more.
    known = LandedThreads(asking(home, "slack", "messages"))
    return Opened(slack.SlackSource(api, wanted, options, commits.state, known, skips), api)


def _gmail(given: GmailSource, settings: Settings, commits: Commits, skips: Skips) -> Opened:
    from yarnnn_pipelines.sources.live import gmail
    from yarnnn_pipelines.sources.live.gmail_landed import LandedMails

    auth = google_auth(given, scopes.GOOGLE["gmail"], backoff_seconds=BACKOFF_SECONDS)
    api = _api("gmail", given, auth, concurrency=CONCURRENCY)
    options = gmail.GmailOptions(given.account, given.labels, _since(settings))
    known = LandedMails(commits.asking("messages"))
    return Opened(gmail.GmailSource(api, options, commits.state, known, skips), api)


def _notion(given: NotionSource, settings: Settings, commits: Commits, skips: Skips) -> Opened:
    from yarnnn_pipelines.sources.live import notion
    from yarnnn_pipelines.sources.live.notion_known import LandedPages

    auth = BearerTokenAuth(token_from(given.token_env or "", "sources: notion: token_env"))
    api = _api("notion", given, auth, headers={"Notion-Version": given.version})
    roots = [root for client in settings.clients for root in client.notion.roots]
    options = notion.NotionOptions(roots, version=given.version, time_zone=settings.agency.time_zone)
    known = LandedPages(commits.asking("pages"))
    return Opened(notion.NotionSource(api, options, commits.state, known, skips), api)


def _calendar(given: CalendarSource, settings: Settings, commits: Commits, skips: Skips) -> Opened:
    from yarnnn_pipelines.sources.live import calendar
    from yarnnn_pipelines.sources.live.calendar_copies import LandedEvents

    auth = google_auth(given, scopes.GOOGLE["calendar"], backoff_seconds=BACKOFF_SECONDS)
    api = _api("calendar", given, auth, concurrency=CONCURRENCY)
    options = calendar.CalendarOptions(_calendars(given, settings), _since(settings), settings.agency.time_zone)
    known = LandedEvents(commits.asking("copies"), commits.asking("events"))
    return Opened(calendar.CalendarSource(api, options, commits.state, known, skips), api)


def _calendars(given: CalendarSource, settings: Settings) -> list[str]:
    """Those of the source and those of the clients; each once."""

    def written() -> Iterator[str]:
        yield from given.calendars
        for client in settings.clients:
            yield from client.calendars

    return list({name.strip().casefold(): name.strip() for name in written()}.values())


def _since(settings: Settings) -> int:
    return microseconds(week_bounds(settings.agency.start, settings.agency.time_zone)[0]) or 0
