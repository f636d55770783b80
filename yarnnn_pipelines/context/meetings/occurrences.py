"""Meetings as they take place: `context.meeting_occurrences`, from the calendar's masters and exceptions.

Only the series whose item versions changed since the last time are expanded again, and those that go on when the
horizon moves. What one series means belongs to `series`; whose meeting it is, to dbt.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

import duckdb
import orjson
import pyarrow as pa

from yarnnn_pipelines.config.settings import Settings
from yarnnn_pipelines.context.meetings.recurrence import SeriesError, Span
from yarnnn_pipelines.context.meetings.series import Occurrence, occurrences_of
from yarnnn_pipelines.context.meetings.versions import EventVersion, with_people_of_series
from yarnnn_pipelines.core.weeks import add_weeks, week_bounds, week_of
from yarnnn_pipelines.stores.warehouse import all_or_nothing

HORIZON = timedelta(days=60)
MOST_EXAMPLES = 20

_DDL = """
create schema if not exists context;
create table if not exists context.meeting_occurrences (
    occurrence_id varchar not null, item_id varchar not null, version varchar not null,
    starts_at timestamptz not null, ends_at timestamptz not null, all_day boolean not null,
    status varchar not null, summary varchar, location varchar, is_series boolean not null,
    previous_starts_at timestamptz, previous_version varchar, moved_seen_at timestamptz,
    cancelled_seen_at timestamptz, attendees varchar not null, organizer_email varchar, container_id varchar,
    permalink varchar, series_id varchar not null
);
create table if not exists context.meeting_series (
    series_id varchar not null, fingerprint varchar not null, expanded_from timestamptz not null,
    expanded_to timestamptz not null, has_more boolean not null, problem varchar
)
"""

# An exception's item id is its master's and the slot: a day, or a time in UTC (RFC 5545's basic form).
SERIES_ID = r"regexp_replace(item_id, ':\d{8}(T\d{6}Z)?$', '')"

_EDITION = 6  # of what is read off a version: another one has everything expanded anew

# The fingerprint covers which versions there are, not their rows' order. DuckDB's hash may differ between its
# releases, which costs one expansion of everything.
_STALE = f"""
with series as (
    select {SERIES_ID} as series_id,
           count(*) || '.' || bit_xor(hash(item_id, version)) || '.' || $time_zone || '.{_EDITION}' as fingerprint
    from calendar.events group by all
)
select s.series_id, s.fingerprint
from series s left join context.meeting_series as expanded using (series_id)
where expanded.series_id is null or expanded.fingerprint <> s.fingerprint or expanded.expanded_from > $start
    or (expanded.expanded_to < $end and expanded.has_more)
"""

_ENVELOPE = (
    "item_id", "version", "observed_at", "edited_at", "occurred_at", "is_deleted", "container_id", "permalink",
)  # fmt: skip
_VERSIONS = f"""
select {", ".join(_ENVELOPE)}, payload, {SERIES_ID} as series_id
from calendar.events where {SERIES_ID} in (select series_id from stale_series)
"""

_INSTANT = pa.timestamp("us", tz="UTC")
_SCHEMA = pa.schema(
    [
        ("occurrence_id", pa.string()),
        ("item_id", pa.string()),
        ("version", pa.string()),
        ("starts_at", _INSTANT),
        ("ends_at", _INSTANT),
        ("all_day", pa.bool_()),
        ("status", pa.string()),
        ("summary", pa.string()),
        ("location", pa.string()),
        ("is_series", pa.bool_()),
        ("previous_starts_at", _INSTANT),
        ("previous_version", pa.string()),
        ("moved_seen_at", _INSTANT),
        ("cancelled_seen_at", _INSTANT),
        ("attendees", pa.string()),
        ("organizer_email", pa.string()),
        ("container_id", pa.string()),
        ("permalink", pa.string()),
        ("series_id", pa.string()),
    ]
)
_SERIES_SCHEMA = pa.schema(
    [
        ("series_id", pa.string()),
        ("fingerprint", pa.string()),
        ("expanded_from", _INSTANT),
        ("expanded_to", _INSTANT),
        ("has_more", pa.bool_()),
        ("problem", pa.string()),
    ]
)


@dataclass(frozen=True)
class OccurrencesReport:
    """What the expansion did: series known, expanded now, meetings in the table, series left out and why."""

    series: int
    expanded: int
    occurrences: int
    skipped: dict[str, int] = field(default_factory=dict)
    skipped_examples: list[str] = field(default_factory=list)

    def as_dict(self) -> dict[str, Any]:
        return asdict(self)


def build_occurrences(
    con: duckdb.DuckDBPyConnection, settings: Settings, *, now: datetime | None = None
) -> OccurrencesReport:
    """Bring `context.meeting_occurrences` up to date with `calendar.events`, in one transaction.

    Meetings are expanded from the agency's first week (or the first week of `agency.weeks`, if that is earlier) to the
    end of the week that lies 60 days after `now` or after the last of these weeks. A series whose calendar text cannot
    be followed is left out and counted; the others stand.
    """
    time_zone = settings.agency.time_zone
    con.execute(_DDL)
    span = _span(con, settings, now or datetime.now(UTC))
    stale = dict(con.execute(_STALE, {"time_zone": time_zone, "start": span.start, "end": span.end}).fetchall())
    if stale:
        meetings, series = _expand(con, stale, span, time_zone)
        _store(con, list(stale), meetings, series)
    return _report(con, len(stale))


def _span(con: duckdb.DuckDBPyConnection, settings: Settings, now: datetime) -> Span:
    time_zone = settings.agency.time_zone
    weeks = [week for (week,) in con.execute("select week from agency.weeks order by week").fetchall()]
    first = min([settings.agency.start, *weeks])
    after = max([now, *(week_bounds(week, time_zone)[1] for week in weeks)]) + HORIZON
    # Whole weeks, so that the horizon moves (and every endless series is expanded again) once a week.
    return Span(week_bounds(first, time_zone)[0], week_bounds(add_weeks(week_of(after, time_zone), 1), time_zone)[0])


def _expand(
    con: duckdb.DuckDBPyConnection, stale: dict[str, str], span: Span, time_zone: str
) -> tuple[pa.Table, pa.Table]:
    con.register("stale_series", pa.table({"series_id": list(stale)}))
    try:
        rows = con.execute(_VERSIONS).fetchall()
    finally:
        con.unregister("stale_series")
    versions: dict[str, list[EventVersion]] = {series_id: [] for series_id in stale}
    for *envelope, payload, series_id in rows:
        fields = dict(zip(_ENVELOPE, envelope, strict=True))
        versions[series_id].append(EventVersion(**fields, payload=orjson.loads(payload or "{}")))
    meetings: list[dict[str, Any]] = []
    series: list[dict[str, Any]] = []
    for series_id, fingerprint in stale.items():
        occurrences: list[Occurrence] = []
        more, problem = False, None
        try:
            occurrences, more = occurrences_of(with_people_of_series(versions[series_id]), span, time_zone)
        except SeriesError as error:
            problem = str(error)
        meetings.extend(_row(occurrence, series_id) for occurrence in occurrences)
        series.append(
            {
                "series_id": series_id,
                "fingerprint": fingerprint,
                "expanded_from": span.start,
                "expanded_to": span.end,
                "has_more": more,
                "problem": problem,
            }
        )
    return pa.Table.from_pylist(meetings, _SCHEMA), pa.Table.from_pylist(series, _SERIES_SCHEMA)


def _row(occurrence: Occurrence, series_id: str) -> dict[str, Any]:
    source, payload = occurrence.source, occurrence.source.payload
    columns = {name: getattr(occurrence, name) for name in _SCHEMA.names if hasattr(occurrence, name)}
    return columns | {
        "summary": payload.get("summary"),
        "location": payload.get("location"),
        "attendees": orjson.dumps(payload.get("attendees") or []).decode(),
        "organizer_email": (payload.get("organizer") or {}).get("email"),
        "container_id": source.container_id,
        "permalink": source.permalink,
        "series_id": series_id,
    }


def _store(con: duckdb.DuckDBPyConnection, series_ids: Sequence[str], meetings: pa.Table, series: pa.Table) -> None:
    con.register("stale_series", pa.table({"series_id": series_ids}))
    con.register("expanded_meetings", meetings)
    con.register("expanded_series", series)
    try:
        with all_or_nothing(con):
            for table, rows in (("meeting_occurrences", "expanded_meetings"), ("meeting_series", "expanded_series")):
                con.execute(f"delete from context.{table} where series_id in (select series_id from stale_series)")
                con.execute(f"insert into context.{table} by name select * from {rows}")
    finally:
        for view in ("stale_series", "expanded_meetings", "expanded_series"):
            con.unregister(view)


def _report(con: duckdb.DuckDBPyConnection, expanded: int) -> OccurrencesReport:
    counts = """
        select count(*), count(problem), (select count(*) from context.meeting_occurrences) from context.meeting_series
    """
    ((series, problems, occurrences),) = con.execute(counts).fetchall()
    examples = con.execute(
        "select series_id || ': ' || problem || '. Mend: correct this meeting in the calendar and export it again'"
        f" from context.meeting_series where problem is not null order by series_id limit {MOST_EXAMPLES}"
    ).fetchall()
    return OccurrencesReport(
        series=series,
        expanded=expanded,
        occurrences=occurrences,
        skipped={"unreadable_recurrence": problems} if problems else {},
        skipped_examples=[example for (example,) in examples],
    )
