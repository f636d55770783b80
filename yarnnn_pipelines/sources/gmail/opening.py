"""From yarnnn.yaml to Gmail's API, ready to be read."""

from __future__ import annotations

from yarnnn_pipelines.sources.gmail import live
from yarnnn_pipelines.sources.gmail.landed import LandedMails
from yarnnn_pipelines.sources.gmail.settings import GmailSource
from yarnnn_pipelines.sources.shared.credentials import google_auth
from yarnnn_pipelines.sources.shared.opening import BACKOFF_SECONDS, CONCURRENCY, LiveRun, Opened, api_of, since


def open_gmail(run: LiveRun) -> Opened:
    """`UserError` where the credentials are missing."""
    source = run.settings.sources.of(GmailSource)
    api = api_of(source, google_auth(source, backoff_seconds=BACKOFF_SECONDS), concurrency=CONCURRENCY)
    options = live.GmailOptions(source.account, source.labels, since(run.settings))
    known = LandedMails(run.commits.asking("messages"))
    return Opened(live.GmailSource(api, options, run.commits.state, known, run.skips), api)
