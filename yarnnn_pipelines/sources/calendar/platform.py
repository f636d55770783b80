"""Google Calendar, and calendar files of any kind, as the rest of the house knows them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from yarnnn_pipelines.config.settings import Settings
from yarnnn_pipelines.core.weeks import week_bounds
from yarnnn_pipelines.sources.calendar.settings import Calendars, CalendarSource
from yarnnn_pipelines.sources.platform import Platform, RawTable, Repetitions

if TYPE_CHECKING:
    import duckdb

    from yarnnn_pipelines.sources.shared.export_reader import Reader
    from yarnnn_pipelines.sources.shared.findings import Finding
    from yarnnn_pipelines.sources.shared.identity import Identity
    from yarnnn_pipelines.sources.shared.opening import LiveRun, Opened
    from yarnnn_pipelines.sources.shared.slices import LiveSource


class GoogleCalendar(Platform):
    id = "calendar"
    label = "Calendar"
    icon = "googlecalendar"
    tables = (
        RawTable("events", "Every version of every calendar entry: single events, series and their exceptions."),
        RawTable("copies", "Which calendars hold which event.", "memory"),
    )
    source = CalendarSource
    places = Calendars
    has_models = True
    link_hosts = ("calendar.google.com", "www.google.com")
    has_parties = True
    is_schedule = True
    is_older = """shown_keys.sequence < known.sequence
        or (shown_keys.sequence = known.sequence and shown_keys.edited_at < known.edited_at)"""

    def export_reader(self) -> type[Reader]:
        from yarnnn_pipelines.sources.calendar.export import CalendarExport

        return CalendarExport

    def live_source(self) -> type[LiveSource]:
        from yarnnn_pipelines.sources.calendar import live

        return live.CalendarSource

    def open_live(self, run: LiveRun) -> Opened:
        from yarnnn_pipelines.sources.calendar.opening import open_calendar

        return open_calendar(run)

    def examine_live(self, settings: Settings, bound: Mapping[str, str]) -> Iterator[Finding]:
        from yarnnn_pipelines.sources.calendar.doctor import examine

        return examine(settings)

    def repetitions(self, settings: Settings) -> Repetitions:
        """A series of meetings happens from the agency's first week on, as far ahead as its source says."""
        from yarnnn_pipelines.sources.calendar.items import also_touched  # brings the parsers of iCalendar

        zone = settings.agency.time_zone
        ahead = timedelta(days=settings.sources.of(CalendarSource).horizon_days)
        return Repetitions(
            partial(also_touched, zone=ZoneInfo(zone)),
            week_bounds(settings.agency.start, zone)[0],
            datetime.now(UTC) + ahead,
        )

    def identities(self, con: duckdb.DuckDBPyConnection) -> list[Identity]:
        from yarnnn_pipelines.sources.shared.lookup import parties

        return parties(con, "calendar", "events", ("organizer",), ("attendees",))


CALENDAR = GoogleCalendar()
