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
from yarnnn_pipelines.sources.shared import scopes
from yarnnn_pipelines.sources.shared.addresses import api_address
from yarnnn_pipelines.sources.shared.commits import Commits, LandedThreads, asking
from yarnnn_pipelines.sources.shared.credentials import google_auth, token_from
from yarnnn_pipelines.sources.shared.envelope import microseconds
from yarnnn_pipelines.sources.shared.http import Api, Budget, Pace
from yarnnn_pipelines.sources.shared.skips import Skips
from yarnnn_pipelines.sources.shared.slices import LiveSource
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
            from yarnnn_pipelines.sources.slack.live import SlackSource as source
        case "gmail":
            from yarnnn_pipelines.sources.gmail.live import GmailSource as source
        case "notion":
            from yarnnn_pipelines.sources.notion.live import NotionSource as source
        case "calendar":
            from yarnnn_pipelines.sources.calendar.live import CalendarSource as source
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
    from yarnnn_pipelines.sources.slack import live as slack

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
    from yarnnn_pipelines.sources.gmail import live as gmail
    from yarnnn_pipelines.sources.gmail.landed import LandedMails

    auth = google_auth(given, scopes.GOOGLE["gmail"], backoff_seconds=BACKOFF_SECONDS)
    api = _api("gmail", given, auth, concurrency=CONCURRENCY)
    options = gmail.GmailOptions(given.account, given.labels, _since(settings))
    known = LandedMails(commits.asking("messages"))
    return Opened(gmail.GmailSource(api, options, commits.state, known, skips), api)


def _notion(given: NotionSource, settings: Settings, commits: Commits, skips: Skips) -> Opened:
    from yarnnn_pipelines.sources.notion import live as notion
    from yarnnn_pipelines.sources.notion.landed import LandedPages

    auth = BearerTokenAuth(token_from(given.token_env or "", "sources: notion: token_env"))
    api = _api("notion", given, auth, headers={"Notion-Version": given.version})
    roots = [root for client in settings.clients for root in client.notion.roots]
    options = notion.NotionOptions(roots, version=given.version, time_zone=settings.agency.time_zone)
    known = LandedPages(commits.asking("pages"))
    return Opened(notion.NotionSource(api, options, commits.state, known, skips), api)


def _calendar(given: CalendarSource, settings: Settings, commits: Commits, skips: Skips) -> Opened:
    from yarnnn_pipelines.sources.calendar import live as calendar
    from yarnnn_pipelines.sources.calendar.copies import LandedEvents

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
