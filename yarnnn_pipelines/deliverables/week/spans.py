"""A client's weeks joined to the span that a deliverable tells of: a week, a month, or all weeks so far.

A deliverable is kept under the ISO week in which its span ends, and reads nothing that was said after the span. What a
span is, and that it holds a year at the most, is `core.spans`; reading one week is `client_week`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from zoneinfo import ZoneInfo

import duckdb

from yarnnn_pipelines.config.deliverable_types import DeliverableType
from yarnnn_pipelines.config.settings import Settings
from yarnnn_pipelines.context.ceilings import MOST_OF_A_WEEK
from yarnnn_pipelines.core.keys import ClientWeek
from yarnnn_pipelines.core.spans import Span, month_before, weeks_looked_back
from yarnnn_pipelines.core.weeks import monday_of
from yarnnn_pipelines.deliverables.claims import digest
from yarnnn_pipelines.deliverables.week.client_week import Event, Meeting, WeekContext, read_client_weeks, read_events
from yarnnn_pipelines.deliverables.week.unread import Unread

Weeks = Mapping[ClientWeek, WeekContext]


def read_contexts(
    con: duckdb.DuckDBPyConnection, settings: Settings, kind: DeliverableType, keys: Iterable[ClientWeek]
) -> dict[ClientWeek, WeekContext]:
    """What a deliverable of this type draws on, for each of the keys whose week has been built and ends a span."""
    if kind.tells_of == "week":
        wanted = set(keys)
        earlier = {one for key in wanted for one in _weeks_looked_back(key)} if kind.looks_back else set()
        weeks = read_client_weeks(con, settings, wanted | earlier)
        return {key: _looking_back(key, weeks) if kind.looks_back else weeks[key] for key in wanted if key in weeks}
    spans = {key: span for key in keys if (span := kind.span_in(key.week, settings.agency.start)) is not None}
    wanted = {ClientWeek(key.client_id, week) for key, span in spans.items() for week in _weeks_read(kind, span)}
    weeks = read_client_weeks(con, settings, wanted)
    return {key: _context(kind, key, span, weeks, settings) for key, span in spans.items() if key in weeks}


def events_of(
    con: duckdb.DuckDBPyConnection, settings: Settings, kind: DeliverableType, since: Mapping[ClientWeek, str]
) -> dict[ClientWeek, list[Event]]:
    """The events of the week or span of each key, in time, as far as they are read.

    since: of each key the first week of which its draft speaks; of a week's draft all from then on are read, as far
    back as it may look.
    """
    zone, wanted = settings.agency.time_zone, list(since)
    if kind.tells_of == "week":
        of_week = {key: _weeks_since(key, since[key]) if kind.looks_back else [key] for key in wanted}
        by_week = read_events(con, {one for weeks in of_week.values() for one in weeks}, zone)
        return {key: [event for one in weeks for event in by_week.get(one, ())] for key, weeks in of_week.items()}
    spans = {key: span for key in wanted if (span := kind.span_in(key.week, settings.agency.start)) is not None}
    weeks = {key: [ClientWeek(key.client_id, week) for week in span.weeks] for key, span in spans.items()}
    by_week = read_events(con, {one for of_key in weeks.values() for one in of_key}, zone)
    of_spans = {}
    for key, span in spans.items():
        events = [event for one in weeks[key] for event in by_week.get(one, ())]
        of_spans[key], _ = _newest([event for event in events if _is_in(event, span, ZoneInfo(zone))])
    return of_spans


def _weeks_looked_back(key: ClientWeek) -> list[ClientWeek]:
    return [ClientWeek(key.client_id, week) for week in weeks_looked_back(key.week).weeks]


def _weeks_since(key: ClientWeek, first: str) -> list[ClientWeek]:
    earlier = [one for one in _weeks_looked_back(key) if monday_of(one.week) >= monday_of(first)]
    return [*earlier, key]


def _looking_back(key: ClientWeek, weeks: Weeks) -> WeekContext:
    """The week with those before it, as far as they are built and hold anything."""
    built = [one for one in _weeks_looked_back(key) if one in weeks]
    if not built:
        return weeks[key]
    before = joined_weeks(built[-1], weeks_looked_back(key.week), weeks)
    if not (before.events or before.subjects):
        return weeks[key]
    return replace(weeks[key], before=before)


def _weeks_read(kind: DeliverableType, span: Span) -> list[str]:
    before = month_before(span).weeks if kind.tells_of == "month" else []
    return [*before, *span.weeks]


def _context(kind: DeliverableType, key: ClientWeek, span: Span, weeks: Weeks, settings: Settings) -> WeekContext:
    """The span's context; of a month with that of the month before, whose numbers are compared with."""
    joined = joined_weeks(key, span, weeks)
    produced = monday_of(settings.agency.start)
    joined = replace(joined, not_built=tuple(week for week in joined.not_built if monday_of(week) >= produced))
    if kind.tells_of != "month":
        return joined
    earlier = month_before(span)
    last = next((ClientWeek(key.client_id, week) for week in reversed(earlier.weeks) if _has(weeks, key, week)), None)
    if last is None:
        return joined
    before = joined_weeks(last, earlier, weeks)
    return replace(joined, before=before, context_hash=digest([joined.context_hash, before.context_hash]))


def _has(weeks: Weeks, key: ClientWeek, week: str) -> bool:
    return ClientWeek(key.client_id, week) in weeks


def joined_weeks(key: ClientWeek, span: Span, weeks: Weeks) -> WeekContext:
    """The span's weeks as one context. weeks: those that are built, the key's own among them."""
    zone = ZoneInfo(weeks[key].time_zone)
    built = [weeks[one] for week in span.weeks if (one := ClientWeek(key.client_id, week)) in weeks]
    events, not_read = _newest([event for week in built for event in week.events if _is_in(event, span, zone)])
    kept = {event.event_id for event in events}
    joined = replace(
        weeks[key],
        span=span,
        context_hash=digest([str(span), [[week.week, week.context_hash] for week in built]]),
        quiet=all(week.quiet for week in built),
        events=tuple(events),
        subjects=tuple(event for week in built for event in week.subjects if _is_in(event, span, zone)),
        signals=tuple(signal for week in built for signal in week.signals if signal.event.event_id in kept),
        items=tuple(item for week in built for item in week.items),
        unassigned=sum(week.unassigned for week in built) if span.is_a_month else weeks[key].unassigned,
        unread=_unread([week.unread for week in built], not_read, zone),
        not_built=tuple(week for week in span.weeks if not _has(weeks, key, week)),
    )
    return replace(joined, meetings=tuple(_meetings(built, joined, zone)))


def last_known_day(week: WeekContext) -> date:
    """The last day told of from which anything landed, or the Monday of the week, which has begun. A draft knows no
    today, and a week that goes on has days to come, as what stands in the calendar may have."""
    last = week.days.last
    days = (date.fromisoformat(item.at[:10]) for item in week.items if item.platform != "calendar")
    return max((min(monday_of(week.week), last), *(day for day in days if day <= last)))


def _newest(events: Sequence[Event]) -> tuple[list[Event], list[Event]]:
    """The events that are read, in time, and the oldest that are not: a span is read as far as a week is, so that a
    brief costs what an endless week costs, however long its story has become."""
    in_time = sorted(events, key=lambda event: (event.occurred_at, event.event_id))
    room = MOST_OF_A_WEEK
    for place in range(len(in_time) - 1, -1, -1):
        room -= len(in_time[place].text)
        if room < 0:
            return in_time[place + 1 :], in_time[: place + 1]
    return in_time, []


def _is_in(event: Event, span: Span, zone: ZoneInfo) -> bool:
    return span.holds(event.occurred_at.astimezone(zone).date())


def _meetings(built: Sequence[WeekContext], joined: WeekContext, zone: ZoneInfo) -> Iterator[Meeting]:
    """Each meeting once in each relation. What is coming is known by the span's last week alone, in which days may lie
    ahead too."""
    seen: set[tuple[str, str]] = set()
    span, known = joined.days, last_known_day(joined)
    for week in reversed(built):  # the newest knows how a meeting stands now
        for meeting in week.meetings:
            place = (meeting.event.event_id, meeting.relation)
            if place in seen or (meeting.relation == "coming" and week.week != joined.week):
                continue
            if meeting.relation == "held" and meeting.event.occurred_at.astimezone(zone).date() > known:
                meeting = replace(meeting, relation="coming")
            elif meeting.relation == "held" and not _is_in(meeting.event, span, zone):
                continue
            seen.add(place)
            yield meeting


def _unread(of_weeks: Sequence[Unread], not_read: Sequence[Event], zone: ZoneInfo) -> Unread:
    texts = {event_id: at for unread in of_weeks for event_id, at in unread.texts.items()}
    texts |= {event.event_id: event.occurred_at.astimezone(zone) for event in not_read}
    return Unread(
        tuple(text for unread in of_weeks for text in unread.long_texts),
        texts,
        sum(unread.meetings for unread in of_weeks),
        tuple(text for unread in of_weeks for text in unread.long_sentences),
    )
