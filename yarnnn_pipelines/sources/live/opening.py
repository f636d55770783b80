"""From yarnnn.yaml to a live source: the API's address, its token, the budget, and what is to be read.

What a source does with them is its own matter.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from dlt.sources.helpers.rest_client.auth import BearerTokenAuth

from yarnnn_pipelines.home import Home
from yarnnn_pipelines.settings import Platform, Settings, SlackSource
from yarnnn_pipelines.sources.envelope import microseconds
from yarnnn_pipelines.sources.live.commits import LandedThreads, asking
from yarnnn_pipelines.sources.live.credentials import token_from
from yarnnn_pipelines.sources.live.http import Api, Budget, Pace
from yarnnn_pipelines.sources.live.slices import LiveSource
from yarnnn_pipelines.sources.skips import Skips
from yarnnn_pipelines.weeks import week_bounds

CONCURRENCY = 8  # requests under way at once, where a platform allows bursts


@dataclass(frozen=True)
class Opened:
    source: LiveSource
    api: Api


def source_of(platform: Platform) -> type[LiveSource]:
    """The class that reads a platform's API; imported when it is needed."""
    match platform:
        case "slack":
            from yarnnn_pipelines.sources.live.slack import SlackSource as source
        case _:
            raise NotImplementedError(platform)
    return source


def open_source(platform: Platform, settings: Settings, home: Home, state: Mapping[str, Any], skips: Skips) -> Opened:
    """One platform's source, ready to be read. `UserError` where its token is missing."""
    match platform:
        case "slack":
            return _slack(settings.sources.slack, settings, home, state, skips)
    raise NotImplementedError(platform)


def _budget(source: Any) -> Budget:
    return Budget(source.requests_per_run, source.seconds_per_run)


def _since(settings: Settings) -> int:
    return microseconds(week_bounds(settings.agency.start, settings.agency.time_zone)[0]) or 0


def _slack(given: SlackSource, settings: Settings, home: Home, state: Mapping[str, Any], skips: Skips) -> Opened:
    from yarnnn_pipelines.sources.live import slack

    token = token_from(given.token_env or "", "sources: slack: token_env")
    is_tight = given.requests_per_minute is not None and given.requests_per_minute < slack.USUAL_PER_MINUTE
    api = Api(
        f"{given.base_url or 'https://slack.com'}/api/",
        auth=BearerTokenAuth(token),
        budget=_budget(given),
        concurrency=1 if is_tight else CONCURRENCY,
        pace=Pace(given.requests_per_minute, ("conversations.history", "conversations.replies")),
    )
    wanted = [name for client in settings.clients for name in (*client.slack.shared, *client.slack.internal)]
    options = slack.SlackOptions(
        since=_since(settings),
        rescan_days=given.rescan_days,
        page_size=slack.TIGHT_PAGE if is_tight else slack.PAGE,
        direct_messages=tuple(given.direct_messages),
    )
    known = LandedThreads(asking(home, "slack", "messages"))
    return Opened(slack.SlackSource(api, wanted, options, state, known, skips), api)
