"""From yarnnn.yaml to the calendars' API, ready to be read."""

from __future__ import annotations

from yarnnn_pipelines.config.settings import Settings
from yarnnn_pipelines.sources.calendar import live
from yarnnn_pipelines.sources.calendar.copies import LandedEvents
from yarnnn_pipelines.sources.calendar.settings import Calendars, CalendarSource
from yarnnn_pipelines.sources.shared.credentials import google_auth
from yarnnn_pipelines.sources.shared.opening import BACKOFF_SECONDS, CONCURRENCY, LiveRun, Opened, api_of, since


def open_calendar(run: LiveRun) -> Opened:
    """`UserError` where the credentials are missing."""
    settings = run.settings
    source = settings.sources.of(CalendarSource)
    api = api_of(source, google_auth(source, backoff_seconds=BACKOFF_SECONDS), concurrency=CONCURRENCY)
    options = live.CalendarOptions(_calendars(source, settings), since(settings), settings.agency.time_zone)
    known = LandedEvents(run.commits.asking("copies"), run.commits.asking("events"))
    return Opened(live.CalendarSource(api, options, run.commits.state, known, run.skips), api)


def _calendars(source: CalendarSource, settings: Settings) -> list[str]:
    """Those of the source and those of the clients; each once."""
    written = [*source.calendars, *(name for client in settings.clients for name in client.of(Calendars).root)]
    return list({name.strip().casefold(): name.strip() for name in written}.values())
