"""Calendar exports: .ics files and the events in them. What an event says is `items.calendar`'s work.

One event may stand in several calendars, as a copy in each participant's. It is one item: the copy with the highest
SEQUENCE, the last edited one, then the first counts. A cancellation calls off the event that it names, in whichever
file that stands (`called_off`). An exception that is older than its series (a lower SEQUENCE) is no longer one.

Coverage: an .ics file shows a calendar whole, so an event missing from a newer file of the same calendar is deleted,
unless the file was cut off or shows so little of the calendar that it must be another one of the same name. An event
that is in the file and can't be read is not missing.
"""

from __future__ import annotations

import codecs
import contextlib
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import PurePosixPath
from typing import ClassVar
from zoneinfo import ZoneInfo

import orjson
import pyarrow as pa
from icalendar import Calendar, Event

from yarnnn_pipelines.core.errors import UserError
from yarnnn_pipelines.sources.calendar.called_off import Cancellations, calls_off, with_own_time
from yarnnn_pipelines.sources.calendar.ics import RawCalendar, calendars_of, property_of, unfolded
from yarnnn_pipelines.sources.calendar.items import (
    EventOrigin,
    alone,
    at_its_slot,
    container_of,
    event_item,
    moment,
    unknown_zone,
    with_slot_of,
)
from yarnnn_pipelines.sources.calendar.whole_days import may_be_whole_days, with_whole_days
from yarnnn_pipelines.sources.shared.archive import ExportFiles, UnreadableEntry
from yarnnn_pipelines.sources.shared.coverage import Coverage, overlapping_groups
from yarnnn_pipelines.sources.shared.envelope import Observed, content_version, in_batches, readable
from yarnnn_pipelines.sources.shared.export_reader import Progress, Reader, ReadOptions
from yarnnn_pipelines.sources.shared.skips import Skips

Rank = tuple[int, float, float]  # see `Revision.rank`
_SUFFIXES = (".ics", ".ical", ".ifb", ".icalendar")


@dataclass(frozen=True)
class _Master:
    """A series: its first start, and its entry."""

    start: date | datetime
    lines: list[str]


class CalendarExport(Reader):
    """One calendar export, opened; see `options.Reader`."""

    main_table: ClassVar[str] = "events"
    group_path: ClassVar[str | None] = None
    tables: ClassVar[tuple[str, ...]] = ("events",)

    def __init__(self, files: ExportFiles, skips: Skips, options: ReadOptions) -> None:
        self._files = files
        self._skips = skips
        self._zone = ZoneInfo(options.time_zone)
        self._unread: set[str] = set()  # UIDs of events that are in the export and could not be taken
        self._calendars = [
            (name, calendar, calendar.name or PurePosixPath(name).stem)
            for name in files.entries
            for calendar in self._calendars_in(name)
        ]
        files.keep_unread(lambda name: name.lower().endswith(_SUFFIXES))
        self._called_off = Cancellations.of(calendar for _, calendar, _ in self._calendars)
        self._series = self._masters()
        if not self._calendars:
            raise UserError(
                "this holds no calendar: no file of it begins a VCALENDAR",
                where=str(files.path),
                mend="name the .ics file that the calendar's settings export, or a folder or zip of them",
            )

    def place_names(self) -> dict[str, str]:
        return {container_of(name): name for _, _, name in self._calendars}

    def containers(self, table: str) -> Collection[str] | None:
        return None  # the event may have landed from another calendar

    def newest(self) -> datetime | None:
        """When it was made, where the calendar stamps every event with that, as Google's does; other programs write
        into DTSTAMP when an event was edited, which is no export's age: the event edited last may be gone."""
        stamps = [property_of(lines, "DTSTAMP") for _, calendar, _ in self._calendars for lines in calendar.events]
        if len(stamps) < 2 or len(set(stamps)) > 1:
            return None
        with contextlib.suppress(ValueError):
            return datetime.strptime(stamps[0], "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC)
        return None

    def shows(self) -> Collection[str]:
        return {container_of(name) for _, _, name in self._calendars}

    def read(self, table: str, progress: Progress) -> Iterator[pa.Table]:
        yield from in_batches(self._events(progress))

    def coverage(self, table: str) -> Coverage | None:
        if self._files.incomplete or any(name.lower().endswith(_SUFFIXES) for name in self._files.unread):
            return None
        if "" in self._unread:
            what = "an event that can't be read has no UID and may be any, so nothing counts as deleted"
            self._skip("calendar_not_compared", next(iter(self._files.entries)), what, "mend it in the calendar")
            return None
        return Coverage(
            containers=self.shows(),
            choose_groups=overlapping_groups,
            judge=lambda payload: payload.get("uid") not in self._unread,
        )

    def _calendars_in(self, name: str) -> list[RawCalendar]:
        if not name.lower().endswith(_SUFFIXES) and len(self._files.entries) > 1:
            return []
        try:
            data = self._files.read(name)
        except UnreadableEntry as error:
            self._files.incomplete = True
            self._leave_out("unreadable_file", name, str(error))
            return []
        calendars = calendars_of(readable(self._decoded(name, data)))
        for calendar in calendars:
            if calendar.is_about_a_meeting:
                self._leave_out_messages(name, calendar)
        if any(not calendar.whole for calendar in calendars):
            self._files.incomplete = True
            what = "it ends in the middle: the events before the cut land, and nothing counts as deleted"
            self._leave_out("cut_off_calendar", name, what)
        return calendars

    def _leave_out_messages(self, file: str, calendar: RawCalendar) -> None:
        """Take the entries out of a calendar that holds no meetings; what they are about is not missing for that."""
        for lines in calendar.events:
            self._unread.add(property_of(lines, "UID"))
            self._skip(
                "message_about_a_meeting",
                file,
                f"{_title(lines)} is no meeting but a message about one (METHOD:{calendar.method})",
                "nothing: the meeting counts as its own calendar has it",
            )
        calendar.events.clear()

    def _decoded(self, name: str, data: bytes) -> str:
        if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
            data = data.decode("utf-16", errors="replace").encode()
        data = unfolded(data)
        try:
            return data.decode("utf-8-sig")
        except UnicodeDecodeError:
            self._skip("undecodable_text", name, "it is not UTF-8, so it is read as Western", "export it as UTF-8")
            return data.decode("cp1252", errors="replace")

    def _events(self, progress: Progress) -> Iterator[Observed]:
        total = sum(len(calendar.events) for _, calendar, _ in self._calendars)
        done = 0
        latest: dict[str, tuple[Rank, bool, Observed]] = {}  # how new it is, whether it says the rest
        for file, calendar, name in self._calendars:
            for lines in calendar.events:
                done += 1
                state = self._called_off.state_of(calendar, lines)
                observed = self._observed(file, calendar, name, state.lines) if state else None
                if state and observed:
                    last = latest.get(observed.item_id)
                    if last and last[2].container_id == observed.container_id:
                        what = f"{observed.item_id} stands twice in one calendar"
                        self._skip("repeated_event", file, what, "nothing: the latest state of it is kept")
                    if last is None or (state.revision.rank, state.says_the_rest) > last[:2]:
                        latest[observed.item_id] = state.revision.rank, state.says_the_rest, observed
                if done % 200 == 0:
                    progress(done, total)
        for item_id, (rank, _, observed) in latest.items():
            series = latest.get(item_id.rpartition(":")[0])
            if not self._is_stale(rank, series[0] if series else None, observed):
                yield observed

    def _is_stale(self, rank: Rank, series: Rank | None, observed: Observed) -> bool:
        """Whether an exception belongs to an earlier state of its series: a lower SEQUENCE, and no later edit."""
        if series is None or orjson.loads(observed.payload)["recurrence_id"] is None:
            return False
        if rank[0] >= series[0] or (rank[1] and rank[1] > series[1]):
            return False
        self._skip(
            "stale_exception",
            next(iter(self._files.entries)),
            f"{observed.item_id} is an exception of an earlier state of its series",
            "nothing: the series as it is now counts",
        )
        return True

    def _observed(self, file: str, calendar: RawCalendar, name: str, lines: list[str]) -> Observed | None:
        """The event; None, and counted, if it can't be read: whatever is wrong with one costs no other."""
        try:
            return self._read_event(file, calendar, name, lines)
        except Exception as error:  # a time past the end of the calendar, a property of another kind, ...
            self._unread.add(property_of(lines, "UID"))
            self._skip("unreadable_event", file, f"{_title(lines)} can't be read ({error})", "mend it in the calendar")
            return None

    def _read_event(self, file: str, calendar: RawCalendar, name: str, lines: list[str]) -> Observed | None:
        of_series = self._series.get(property_of(lines, "UID"))
        is_timeless = not property_of(lines, "DTSTART") and calls_off(calendar, lines)
        if is_timeless:
            lines = with_own_time(lines, of_series.lines if of_series else None)
        ical = calendar.alone(lines)
        (event,) = (part for part in Calendar.from_ical(ical).walk("VEVENT") if isinstance(part, Event))
        start = moment(event, "DTSTART")
        if start is None:
            if not calendar.is_cancellation:  # else what it calls off has said when it was
                self._unread.add(property_of(lines, "UID"))
                self._skip("event_without_start", file, f"{_title(lines)} has no start", "mend it in the calendar")
            return None
        uid = str(event.get("UID") or "").strip()
        if not uid:
            uid = "sha256-" + content_version(str(event.get("SUMMARY")), start.isoformat())
            self._skip(
                "event_without_uid",
                file,
                f"{_title(lines)} has no UID, so it lands under an id made of its name and start",
                "nothing, unless it moves: it would then look like another event",
            )
        others = calendar.named_zones()
        if with_whole_days(event, self._zone, others):
            ical = alone(event)
        is_renamed = of_series is not None and with_slot_of(event, of_series.start, self._zone, others)
        if is_renamed and "RANGE" in event["RECURRENCE-ID"].params:  # what follows is counted from the slot in its text
            ical = alone(event)
        if is_timeless:
            at_its_slot(event)
            ical = alone(event)
        return event_item(
            event,
            ical,
            EventOrigin(
                uid,
                name,
                days=self._zone,
                floating=self._floating_zone(calendar, file, event),
                owner=calendar.name or "",
            ),
            url=str(event.get("URL") or ""),
            more={"time_is_uncertain": True} if may_be_whole_days(event) else None,
        )

    def _masters(self) -> dict[str, _Master]:
        """The series of the export, by UID, without those that can't be read."""
        masters: dict[str, _Master] = {}
        for _, calendar, _ in self._calendars:
            for lines in calendar.events:
                if property_of(lines, "RECURRENCE-ID") or not (
                    property_of(lines, "RRULE") or property_of(lines, "RDATE")
                ):
                    continue
                with contextlib.suppress(Exception):  # reading the event itself will tell what is wrong
                    (event,) = (
                        part
                        for part in Calendar.from_ical(calendar.alone(lines)).walk("VEVENT")
                        if isinstance(part, Event)
                    )
                    with_whole_days(event, self._zone, calendar.named_zones())
                    masters[property_of(lines, "UID")] = _Master(moment(event, "DTSTART"), lines)
        return masters

    def _floating_zone(self, calendar: RawCalendar, file: str, event: Event) -> ZoneInfo:
        """The zone of times that come without one: the calendar's own, else the agency's."""
        if named := unknown_zone(event):
            self._skip(
                "unknown_time_zone",
                file,
                f"{event.get('SUMMARY', 'an event')} is at a time of {named!r}, which nothing explains: it is read as "
                f"{self._zone.key}",
                "name a zone such as Europe/Lisbon in the calendar",
            )
            return self._zone
        try:
            return ZoneInfo(calendar.time_zone) if calendar.time_zone else self._zone
        except (KeyError, ValueError, OSError):
            return self._zone

    def _leave_out(self, reason: str, file: str, what: str) -> None:
        """Count a file of which events were not read: when they are, nobody knows."""
        self._skips.leave_out(reason, where=self._files.where(file), what=what, mend="export the calendar again")

    def _skip(self, reason: str, file: str, what: str, mend: str) -> None:
        self._skips.add(reason, where=self._files.where(file), what=what, mend=mend)


def _title(lines: list[str]) -> str:
    """How a message to the user names an event."""
    title = property_of(lines, "SUMMARY")
    return f"the event {title[:60]!r}" if title else "an event without a title"
