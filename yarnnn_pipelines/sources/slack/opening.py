"""From yarnnn.yaml to Slack's API, ready to be read."""

from __future__ import annotations

from dlt.sources.helpers.rest_client.auth import BearerTokenAuth

from yarnnn_pipelines.sources.shared.commits import asking
from yarnnn_pipelines.sources.shared.credentials import token_from
from yarnnn_pipelines.sources.shared.http import Pace
from yarnnn_pipelines.sources.shared.opening import CONCURRENCY, LiveRun, Opened, api_of
from yarnnn_pipelines.sources.slack import live
from yarnnn_pipelines.sources.slack.landed import LandedThreads
from yarnnn_pipelines.sources.slack.settings import SlackChannels, SlackSource


def open_slack(run: LiveRun) -> Opened:
    """`UserError` where the token is missing."""
    source = run.settings.sources.of(SlackSource)
    is_tight = source.requests_per_minute is not None and source.requests_per_minute < live.USUAL_PER_MINUTE
    api = api_of(
        source,
        BearerTokenAuth(token_from(source.token_env or "", "sources: slack: token_env")),
        concurrency=1 if is_tight else CONCURRENCY,
        pace=Pace(source.requests_per_minute, ("conversations.history", "conversations.replies")),
    )
    options = live.SlackOptions(
        channels=[place.written for client in run.settings.clients for place in client.of(SlackChannels).listed()],
        rescan_days=source.rescan_days,
        page_size=live.TIGHT_PAGE if is_tight else live.PAGE,
        direct_messages=tuple(source.direct_messages),
        bound=run.bound,
    )
    # Of a channel whose slices still wait it may know too little, and then asks for a thread once more.
    landed = LandedThreads(asking(run.home, "slack", "messages"))
    return Opened(live.SlackSource(api, options, run.commits.state, landed, run.skips), api)
