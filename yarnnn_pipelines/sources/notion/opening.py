"""From yarnnn.yaml to Notion's API, ready to be read."""

from __future__ import annotations

from dlt.sources.helpers.rest_client.auth import BearerTokenAuth

from yarnnn_pipelines.sources.notion import live
from yarnnn_pipelines.sources.notion.landed import LandedPages
from yarnnn_pipelines.sources.notion.settings import NotionRoots, NotionSource
from yarnnn_pipelines.sources.shared.credentials import token_from
from yarnnn_pipelines.sources.shared.opening import LiveRun, Opened, api_of, since


def open_notion(run: LiveRun) -> Opened:
    """`UserError` where the token is missing."""
    source = run.settings.sources.of(NotionSource)
    auth = BearerTokenAuth(token_from(source.token_env or "", "sources: notion: token_env"))
    api = api_of(source, auth, headers={"Notion-Version": source.version})
    roots = [root for client in run.settings.clients for root in client.of(NotionRoots).roots]
    zone = run.settings.agency.time_zone
    options = live.NotionOptions(
        roots, version=source.version, time_zone=zone, since=since(run.settings), bound=run.bound
    )
    known = LandedPages(run.commits.asking("pages"))
    return Opened(live.NotionSource(api, options, run.commits.state, known, run.skips), api)
