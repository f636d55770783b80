"""A client's week as the context tables hold it, read once for all the deliverables of a run.

Reading the warehouse belongs here and nowhere else in this room: what follows works on these records alone, so a run
holds the warehouse only while it reads. What of a week is worth telling is `brief`.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from itertools import count
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

import duckdb

from yarnnn_pipelines.config.settings import Client, Settings
from yarnnn_pipelines.context.ceilings import MOST_MEETINGS, MOST_OF_A_TEXT, part_read, with_texts_read
from yarnnn_pipelines.core.keys import ClientWeek
from yarnnn_pipelines.core.spans import Span, week_span
from yarnnn_pipelines.deliverables.items import Item, first_words
from yarnnn_pipelines.deliverables.week.agency_marks import AgencyMarks, OtherClients
from yarnnn_pipelines.deliverables.week.unread import LongText, Unread, long_text
from yarnnn_pipelines.english.sentences import holds_parts

Record = TypeVar("Record")
# The kind of a mail of which nothing but the subject is read: a program's, or one without words.
SUBJECT = "subject"


@dataclass(frozen=True)
class Event:
    """One row of `context.events`, `occurred_at` in UTC."""

    event_id: str
    version: str
    platform: str
    kind: str
    occurred_at: datetime
    author_name: str | None
    author_is_us: bool
    container_id: str | None
    thread_id: str | None
    title: str | None
    text: str
    permalink: str | None
    audience: str
    author_client_id: str | None = None  # the client that the author is one of
    fields: dict[str, Any] = field(default_factory=dict, hash=False)
    person_id: str | None = None  # of the author

    @property
    def thread(self) -> str:
        """The thread that it stands in, or that a reply to it opens: a platform may name it on the replies alone."""
        return self.thread_id or self.event_id


@dataclass(frozen=True)
class Signal:
    event: Event
    signal: str
    start: int
    end: int
    text: str
    score: float
    fields: dict[str, Any] = field(default_factory=dict, hash=False)


@dataclass(frozen=True)
class Meeting:
    event: Event
    relation: str  # held | coming | moved


@dataclass(frozen=True)
class WeekContext:
    """All that a deliverable of this client and week may draw on."""

    client: Client
    week: str
    time_zone: str
    context_hash: str
    quiet: bool
    events: tuple[Event, ...]
    signals: tuple[Signal, ...]
    meetings: tuple[Meeting, ...]
    items: tuple[Item, ...]  # all that landed, also what no deliverable may draw on
    unassigned: int  # items of the week that belong to no client
    people: tuple[tuple[str, bool, str | None], ...] = ()  # ours and the client's: name, is one of us, client id
    other_clients: OtherClients = field(
        default_factory=OtherClients
    )  # what yarnnn.yaml says of others, and may not stand in this client's
    own_domains: tuple[str, ...] = ()  # the agency's
    accounts: frozenset[str] = frozenset()  # addresses whose mailboxes and calendars the agency reads
    unread: Unread = field(default_factory=Unread)
    agency_name: str = "us"
    span: Span | None = None  # None: the week
    # The month before a month, to compare its numbers with and not to tell; of a week the weeks before it, whose open
    # promises and asks it accounts for.
    before: WeekContext | None = None
    not_built: tuple[str, ...] = ()  # weeks of the span whose context is not there
    subjects: tuple[Event, ...] = ()  # of the kind SUBJECT, which tell nothing and may call off a meeting

    @property
    def days(self) -> Span:
        return self.span or week_span(self.week)


_EVENT_COLUMNS = """e.event_id, e.version, e.platform, e.kind, e.occurred_at, e.author_name, e.author_is_us,
    e.container_id, e.thread_id, e.title, e.text, e.permalink, e.audience, p.client_id as author_client_id, e.fields,
    e.person_id"""
_AUTHOR = "left join context.people as p on p.person_id = e.person_id"

_OF_WEEKS = "where week in (select unnest(?)) and client_id in (select unnest(?))"
_EVENTS = f"""
select e.client_id, e.week, e.is_read, e.characters, {_EVENT_COLUMNS}
from ({with_texts_read(f"select * from context.client_week_events {_OF_WEEKS}")}) as e
{_AUTHOR}
order by e.occurred_at, e.event_id
"""

_SUBJECTS = f"""
select e.client_id, e.week, {_EVENT_COLUMNS.replace("e.kind", f"'{SUBJECT}'").replace("e.text", "''")}
from (select * from context.events {_OF_WEEKS}) as e
{_AUTHOR}
where e.kind = 'mail' and e.title <> ''
    and e.ignored_reason in ('automatic_mail', 'bulk_mail', 'empty', 'sealed', 'invitation')
order by e.occurred_at, e.event_id
"""

_SIGNALS = """
select client_id, week, event_id, version, signal, start, "end", text, score, fields
from context.signals
where week in (select unnest(?)) and client_id in (select unnest(?))
order by event_id, start, signal
"""

_MEETINGS = f"""
select m.client_id, m.week, m.relation, {_EVENT_COLUMNS}
from context.client_week_meetings as m
join context.events as e on e.event_id = m.event_id
{_AUTHOR}
where m.week in (select unnest(?)) and m.client_id in (select unnest(?))
order by e.occurred_at, e.event_id
"""

_CONTEXT = """
select client_id, week, context_hash, quiet from context.client_week_context
where week in (select unnest(?)) and client_id in (select unnest(?))
"""

_ITEMS = """
select client_id, week, event_id, occurred_at, platform, author_name, title, left(text, 400), permalink, ignored_reason
from context.events
where week in (select unnest(?)) and client_id in (select unnest(?))
order by occurred_at, event_id
"""

_UNASSIGNED = """
select week, sum(n)::bigint from context.coverage
where week in (select unnest(?)) and client_id is null
group by week
"""

_INTERNAL_CHANNELS = """
select distinct container_name from context.int_containers
where platform = 'slack' and not client_reads_along and container_name <> ''
order by all
"""
_PEOPLE = "select distinct name, is_us, client_id from context.people where name is not null order by all"

_SEEN_WITH = """
select any_value(p.name), any_value(e.client_id)
from context.events as e
join context.people as p on p.person_id = e.person_id
where e.kind in ('message', 'comment') and e.client_id is not null
    and not p.is_us and p.client_id is null and p.name is not null
group by e.person_id
having count(distinct e.client_id) = 1
order by all
"""


def read_client_weeks(
    con: duckdb.DuckDBPyConnection, settings: Settings, keys: Iterable[ClientWeek]
) -> dict[ClientWeek, WeekContext]:
    """The client weeks whose context has been built; one without context is left out."""
    wanted = set(keys)
    clients = {client.id: client for client in settings.clients}
    weeks, ids = sorted({key.week for key in wanted}), sorted({key.client_id for key in wanted} & set(clients))
    time_zone = settings.agency.time_zone
    events, unread = _read_events(con, weeks, ids, time_zone)
    subjects = _read_subjects(con, weeks, ids)
    signals = _read_signals(con, weeks, ids, events)
    meetings = _by_client_week(
        (row, Meeting(_event(row[3:]), row[2])) for row in con.execute(_MEETINGS, [weeks, ids]).fetchall()
    )
    looked_at = {key: _meetings_looked_at(of_week) for key, of_week in meetings.items()}
    items = _by_client_week((row, _item(row[2:], time_zone)) for row in con.execute(_ITEMS, [weeks, ids]).fetchall())
    unassigned = {week: int(count) for week, count in con.execute(_UNASSIGNED, [weeks]).fetchall()}
    marks, people = AgencyMarks(settings), AgencyMarks(settings, read_people(con))
    contexts = {}
    for client_id, week, context_hash, quiet in con.execute(_CONTEXT, [weeks, ids]).fetchall():
        key = ClientWeek(client_id, week)
        if key in wanted:
            contexts[key] = WeekContext(
                client=clients[client_id],
                week=week,
                time_zone=time_zone,
                context_hash=context_hash,
                quiet=quiet,
                events=tuple(events[key]),
                signals=tuple(signals[key]),
                meetings=looked_at.get(key, ()),
                items=tuple(items[key]),
                unassigned=unassigned.get(week, 0),
                people=tuple(people.people_of(client_id)),
                other_clients=marks.others_of(client_id),
                own_domains=tuple(settings.agency.domains),
                accounts=settings.sources.accounts(),
                unread=replace(unread[key], meetings=len(meetings[key]) - len(looked_at.get(key, ()))),
                agency_name=settings.agency.name,
                subjects=tuple(subjects[key]),
            )
    return contexts


def read_events(
    con: duckdb.DuckDBPyConnection, keys: Iterable[ClientWeek], time_zone: str
) -> dict[ClientWeek, list[Event]]:
    """The events of these client weeks, as far as they are read, and the subjects beside them."""
    wanted = set(keys)
    weeks, ids = sorted({key.week for key in wanted}), sorted({key.client_id for key in wanted})
    events, _ = _read_events(con, weeks, ids, time_zone)
    subjects = _read_subjects(con, weeks, ids)
    return {key: [*events[key], *subjects[key]] for key in wanted if key in events or key in subjects}


def _read_subjects(
    con: duckdb.DuckDBPyConnection, weeks: Sequence[str], ids: Sequence[str]
) -> dict[ClientWeek, list[Event]]:
    return _by_client_week((row, _event(row[2:])) for row in con.execute(_SUBJECTS, [weeks, ids]).fetchall())


def _read_events(
    con: duckdb.DuckDBPyConnection, weeks: Sequence[str], ids: Sequence[str], time_zone: str
) -> tuple[dict[ClientWeek, list[Event]], dict[ClientWeek, Unread]]:
    """The events that are read, each text as far as it is, and what is not."""
    events: dict[ClientWeek, list[Event]] = defaultdict(list)
    long_texts: dict[ClientWeek, list[LongText]] = defaultdict(list)
    long_sentences: dict[ClientWeek, list[LongText]] = defaultdict(list)
    not_read: dict[ClientWeek, dict[str, datetime]] = defaultdict(dict)
    for client_id, week, is_read, characters, *row in con.execute(_EVENTS, [weeks, ids]).fetchall():
        key, event = ClientWeek(client_id, week), _event(row)
        if not is_read:
            not_read[key][event.event_id] = event.occurred_at.astimezone(ZoneInfo(time_zone))
            continue
        long = long_text(event.event_id, event.platform, event.occurred_at, time_zone, characters or 0)
        if long.characters > MOST_OF_A_TEXT:
            long_texts[key].append(long)
        if holds_parts(event.text):
            long_sentences[key].append(long)
        events[key].append(event)
    unread = {
        key: Unread(tuple(long_texts[key]), not_read[key], long_sentences=tuple(long_sentences[key]))
        for key in {*events, *not_read}
    }
    return events, defaultdict(Unread, unread)


def _meetings_looked_at(meetings: Sequence[Meeting]) -> tuple[Meeting, ...]:
    """All that were held, and of the others, which are compared with what was said, the first."""
    others = count()
    return tuple(meeting for meeting in meetings if meeting.relation == "held" or next(others) < MOST_MEETINGS)


def _by_client_week(rows: Iterable[tuple[Sequence[Any], Record]]) -> dict[ClientWeek, list[Record]]:
    """Records by the client and week that their rows begin with."""
    records: dict[ClientWeek, list[Record]] = defaultdict(list)
    for (client_id, week, *_), record in rows:
        records[ClientWeek(client_id, week)].append(record)
    return records


def _read_signals(
    con: duckdb.DuckDBPyConnection,
    weeks: Sequence[str],
    ids: Sequence[str],
    events: Mapping[ClientWeek, Sequence[Event]],
) -> dict[ClientWeek, list[Signal]]:
    """The signals of the events that were read, in the version that was read."""
    by_version = {(key, event.event_id, event.version): event for key, of_week in events.items() for event in of_week}
    signals: dict[ClientWeek, list[Signal]] = defaultdict(list)
    for client_id, week, event_id, version, *row in con.execute(_SIGNALS, [weeks, ids]).fetchall():
        key = ClientWeek(client_id, week)
        event = by_version.get((key, event_id, version))
        signal, start, end, text, score, fields = row
        if event is not None and end <= len(event.text):  # of a text that was read further by an earlier version
            signals[key].append(Signal(event, signal, start, end, text, score, json.loads(fields)))
    return signals


def _item(row: Sequence[Any], time_zone: str) -> Item:
    event_id, at, platform, author, title, text, permalink, ignored = row
    local = at.astimezone(ZoneInfo(time_zone)).isoformat()
    return Item(event_id, local, platform, author, first_words(title, text or ""), permalink, ignored)


Person = tuple[str, bool, str | None]  # name, is one of us, client id


def read_people(con: duckdb.DuckDBPyConnection) -> tuple[Person, ...]:
    """Everybody with a name."""
    return tuple((name, bool(is_us), client_id) for name, is_us, client_id in con.execute(_PEOPLE).fetchall())


def read_internal_channels(con: duckdb.DuckDBPyConnection) -> tuple[str, ...]:
    """The names of the channels that landed and that no client reads along."""
    return tuple(name for (name,) in con.execute(_INTERNAL_CHANNELS).fetchall())


def read_seen_with(con: duckdb.DuckDBPyConnection) -> tuple[tuple[str, str], ...]:
    """The names of those of neither side who wrote in one client's places alone, each with that client's id."""
    return tuple((name, client_id) for name, client_id in con.execute(_SEEN_WITH).fetchall())


def _event(row: Sequence[Any]) -> Event:
    """The text as far as it is read, also where the gate reads it again."""
    *plain, fields, person_id = row
    event_id, version, platform, kind, at, author, is_us, container, thread, title, text, link, audience, of = plain
    return Event(
        event_id, version, platform, kind, at, author, bool(is_us), container, thread, title, part_read(text or ""),
        link, audience, of, json.loads(fields) if fields else {}, person_id,
    )  # fmt: skip


# --- what the gate reads again -----------------------------------------------------------------------------------


@dataclass(frozen=True)
class StoredEvidence:
    """What the warehouse holds now for one (event_id, version)."""

    event: Event
    client_id: str | None
    week: str
    current_version: str  # of the event as the context holds it
    previous_version: str | None  # the earlier one that its audience could see
    deleted: bool  # the item's newest version is a tombstone
    relations: frozenset[str] = frozenset()  # of a meeting: how which weeks know it, such as "moved 2026-W46"


_STORED = f"""
select {_EVENT_COLUMNS.replace("e.version", "w.version").replace("e.text", "v.text")},
       e.client_id, e.week, e.version, e.previous_version, coalesce(newest.is_deleted, false),
       (select list(relation || ' ' || week) from context.client_week_meetings as m where m.event_id = e.event_id)
from (select unnest($ids) as event_id, unnest($versions) as version) as w
join context.events as e on e.event_id = w.event_id
{_AUTHOR}
join context.item_versions as v on v.item_id = e.item_id and v.version = w.version
left join context.item_versions as newest on newest.item_id = e.item_id and newest.is_current
"""


def read_stored(
    con: duckdb.DuckDBPyConnection, wanted: Collection[tuple[str, str]]
) -> dict[tuple[str, str], StoredEvidence]:
    """The stored form of each (event_id, version); one that is not there is left out."""
    keys = sorted(set(wanted))
    rows = con.execute(
        _STORED, {"ids": [event_id for event_id, _ in keys], "versions": [version for _, version in keys]}
    ).fetchall()
    stored = {}
    for row in rows:
        *event, client_id, week, current, previous, deleted, relations = row
        record = _event(event)
        stored[record.event_id, record.version] = StoredEvidence(
            record, client_id, week, current, previous, bool(deleted), frozenset(relations or ())
        )
    return stored
