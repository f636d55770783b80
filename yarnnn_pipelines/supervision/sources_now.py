"""Whether the sources of a stored text are still what it was drafted from: its evidence against what is known now.

Known now is what has landed, also where no week was built since, and what yarnnn.yaml says. Compared are, of each
source, its newest version, whose it is and who could see it, and around it what these stand on: its channel, its
author, the pages above it, its series, what was said in its thread. Whether the words bear the sentence is the gate's,
and was judged; what else is new in the week is the next draft's.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import duckdb

from yarnnn_pipelines.config.settings import Settings
from yarnnn_pipelines.context.week_builds import EVERYBODY, OWN, WeekBuild, read_builds, settings_fingerprints
from yarnnn_pipelines.core.weeks import week_bounds
from yarnnn_pipelines.deliverables.claims import EARLIER_VERSION
from yarnnn_pipelines.sources.registry import label_of
from yarnnn_pipelines.stores.ledger.rows import Version
from yarnnn_pipelines.stores.warehouse import literal
from yarnnn_pipelines.supervision.surroundings import changed_around

if TYPE_CHECKING:  # approving imports this module, and judges nothing
    from yarnnn_pipelines.deliverables.gate.grounds import Stored

_LONGEST = 160  # characters of a source that are quoted

_EVENTS = """
select e.event_id, e.item_id, e.kind, e.platform, e.version, e.week, e.client_id, e.audience, e.attribution_rule,
       e.ignored_reason, e.container_id, e.thread_id, e.author_id, e.author_is_us, p.client_id as author_client_id,
       e.text, json_extract_string(e.fields, '$.sender_unproven') as sender_unproven
from context.events as e left join context.people as p on p.person_id = e.person_id
where e.event_id in (select unnest({ids}))
"""
_VERSIONS = """
select item_id, version, is_deleted, occurred_at, observed_at, text,
       case when platform = 'calendar' then json_extract_string(payload, '$.status') end as status
from context.item_versions where item_id in (select unnest({ids})) order by observed_at
"""

Row = Mapping[str, Any]
History = Sequence[Row]  # of one item, oldest first


@dataclass(frozen=True)
class Difference:
    """A source that is not what a text was made from. was, now: in words; week: the one to build again."""

    was: str
    now: str
    week: str


@dataclass(frozen=True)
class Known:
    """What is known now of all that a text cites."""

    events: Mapping[str, Row]
    histories: Mapping[str, History]
    builds: Mapping[str, WeekBuild]


def differences(
    con: duckdb.DuckDBPyConnection, settings: Settings, version: Version, audience: str
) -> Iterator[Difference]:
    """What of a version's sources differs from what is known now; `audience`: who reads it, as its type says.

    con: the warehouse, with a built context; `duckdb.Error` where there is none.
    """
    con.execute("set TimeZone = 'UTC'")
    cited = list(_cited(version.document))
    known = _read(con, [item["event_id"] for item, _ in cited], version.week)
    yield from _changed_settings(known.builds, settings)
    for item, is_earlier in cited:
        event = known.events.get(item["event_id"])
        week = event["week"] if event and event["kind"] != "meeting" else version.week
        if event is None:
            yield Difference(_was(item), "it is not known any more", week)
        elif now := _now(item, event, known, settings, is_earlier) or _whose_now(event, version.client, audience):
            yield Difference(_was(item), now, week)
    quoted = {item["event_id"]: _was(item) for item, _ in cited}
    for event, now in changed_around(con, known.events.values(), known.builds, version.week, settings):
        week = version.week if event["kind"] == "meeting" else event["week"]
        yield Difference(quoted[event["event_id"]], now, week)


def cited_events(document: Mapping[str, Any]) -> frozenset[str]:
    """The ids of all events that a text rests on."""
    return frozenset(item["event_id"] for item, _ in _cited(document))


def are_edited(con: duckdb.DuckDBPyConnection, settings: Settings, week: str, document: Mapping[str, Any]) -> bool:
    """Whether a source of a week's text was edited or deleted since, whatever stands around it."""
    con.execute("set TimeZone = 'UTC'")
    cited = list(_cited(document))
    known = _read(con, [item["event_id"] for item, _ in cited], week)
    events = [(item, known.events.get(item["event_id"]), is_earlier) for item, is_earlier in cited]
    return any(event is None or _now(item, event, known, settings, earlier) for item, event, earlier in events)


def as_known_now(con: duckdb.DuckDBPyConnection, settings: Settings, stored: Stored) -> Stored:
    """The stored evidence, each with the version that its event is at by now: what was edited after its week was built
    is not what the context holds of it, and no other week's build reads it again."""
    con.execute("set TimeZone = 'UTC'")
    known = _read(con, [event_id for event_id, _ in stored])
    newest = {event_id: _newest(event, known, settings) for event_id, event in known.events.items()}
    return {
        place: replace(row, current_version=newest.get(row.event.event_id) or row.current_version)
        for place, row in stored.items()
    }


def _cited(document: Mapping[str, Any]) -> Iterator[tuple[Row, bool]]:
    """Each piece of evidence once, and whether an earlier version of its event will do."""
    claims = [claim for section in document["sections"] for claim in section["claims"]]
    claims += [part for claim in claims for part in claim.get("parts", ())]
    seen = set()
    for claim in claims:
        for position, item in enumerate(claim["evidence"]):
            is_earlier = position in EARLIER_VERSION.get(claim.get("slot") or "", ())
            place = (item["event_id"], item["version"], item["start"], item["end"], is_earlier)
            if place not in seen:
                seen.add(place)
                yield item, is_earlier


def _read(con: duckdb.DuckDBPyConnection, event_ids: Sequence[str], *weeks: str) -> Known:
    events = {row["event_id"]: row for row in _rows(con, _EVENTS, set(event_ids))}
    # An exception of a series has the id of the meeting in whose place it stands.
    items = {row["item_id"] for row in events.values()} | set(events)
    histories: dict[str, list[Row]] = defaultdict(list)
    for row in _rows(con, _VERSIONS, items):
        histories[row["item_id"]].append(row)
    return Known(events, histories, read_builds(con, {*weeks, *(row["week"] for row in events.values())}))


def _rows(con: duckdb.DuckDBPyConnection, query: str, ids: Collection[str]) -> list[Row]:
    result = con.execute(query.format(ids=literal(sorted(ids))))
    names = [column[0] for column in result.description]
    return [dict(zip(names, row, strict=True)) for row in result.fetchall()]


# --- one source -------------------------------------------------------------------------------------------------------


def _now(item: Row, event: Row, known: Known, settings: Settings, is_earlier: bool) -> str | None:
    """What a source says now, if it was deleted or is at another version."""
    history = known.histories.get(event["item_id"], ())
    if not history:
        return "it is not known any more"
    if history[-1]["is_deleted"]:
        return "it was deleted"
    history = _of_its_week(event, history, settings)
    if exception := _exception(event, known):
        return _says(exception, item, settings)
    if is_earlier:
        return None
    if history[-1]["version"] != item["version"]:
        cited = [row["text"] for row in history if row["version"] == item["version"]]
        if event["kind"] == "page" and history[-1]["text"] in cited:
            return "it was moved or renamed, and says the same"
        return _says(history[-1], item, settings)
    if event["version"] != item["version"]:
        return f"its week holds another version of it, {event['version']}"
    if not event["ignored_reason"] and event["text"][item["start"] : item["end"]] != item["quote"]:
        return "these words do not count as said in it any more"
    return None


def _of_its_week(event: Row, history: History, settings: Settings) -> History:
    """A page counts as it was at the end of the week."""
    if event["kind"] != "page":
        return history
    starts_at, ends_at = week_bounds(event["week"], settings.agency.time_zone)
    return [row for row in history if starts_at <= row["occurred_at"] < ends_at] or history


def _exception(event: Row, known: Known) -> Row | None:
    """The meeting that stands in the place of one of a series by now."""
    if event["kind"] != "meeting" or event["item_id"] == event["event_id"]:
        return None
    history = known.histories.get(event["event_id"], ())
    return history[-1] if history and not history[-1]["is_deleted"] else None


def _newest(event: Row, known: Known, settings: Settings) -> str | None:
    history = _of_its_week(event, known.histories.get(event["item_id"], ()), settings)
    newest = _exception(event, known) or (history[-1] if history else None)
    return newest["version"] if newest else None


def _whose_now(event: Row, client: str, audience: str) -> str | None:
    """What keeps a source that still says the same out of this client's text."""
    if event["ignored_reason"]:
        return f"it is left out of every text ({event['ignored_reason'].replace('_', ' ')})"
    if event["client_id"] != client:
        return f"it belongs to {event['client_id'] or 'no client'}"
    if not event["author_is_us"] and event["author_client_id"] not in (None, client):
        return f"its author is one of {event['author_client_id']}'s people"
    if audience == "client" and event["audience"] != "client":
        return "the client can't see it"
    if event["sender_unproven"] in ("failed", "missing", "sent_by_another"):
        return "its sender is not proven"
    if event["sender_unproven"]:
        return f"it is doubtful whose words it holds ({event['sender_unproven'].replace('_', ' ')})"
    return None


def _was(item: Row) -> str:
    """`Slack, Mia Duarte, 9 Nov 10:12, said “the words”`."""
    at = datetime.fromisoformat(item["occurred_at"])
    author = f", {item['author']}" if item["author"] else ""
    return f"{label_of(item['platform'])}{author}, {at.day} {at:%b %H:%M}, said “{_shortened(item['quote'])}”"


def _says(row: Row, item: Row, settings: Settings) -> str:
    """What a source says in its newest version, where that is not the one that is cited."""
    if row["status"] == "cancelled":
        return f"it is cancelled: “{_shortened(row['text'])}”"
    at = row["occurred_at"].astimezone(ZoneInfo(settings.agency.time_zone)) if row["status"] else None
    moment = f" (from {at:%Y-%m-%d %H:%M} on)" if at else ""
    if not moment and " ".join(item["quote"].split()) in " ".join((row["text"] or "").split()):
        return "it was edited around these words: what else it says has changed"
    return f"it says “{_shortened(row['text'])}”{moment}"


def _shortened(text: str | None) -> str:
    words = " ".join((text or "").split())
    return words if len(words) <= _LONGEST else words[:_LONGEST].rsplit(" ", 1)[0] + " …"


# --- yarnnn.yaml ------------------------------------------------------------------------------------------------------


def _changed_settings(builds: Mapping[str, WeekBuild], settings: Settings) -> Iterator[Difference]:
    """Whose an item is and who could see it follows from what yarnnn.yaml says of all clients together."""
    now = settings_fingerprints(settings)
    for week, build in builds.items():
        was = build.settings
        if was.get(EVERYBODY) == now[EVERYBODY]:
            continue
        owners = [
            owner for owner in sorted(now.keys() | was) if owner != EVERYBODY and now.get(owner) != was.get(owner)
        ]
        if changed := [owner for owner in owners if owner in now and owner in was]:
            said = f"{week} was built with what yarnnn.yaml said of {_named(changed)}"
            yield Difference(said, "it says something else", week)
        if gone := [owner for owner in owners if owner not in now]:
            yield Difference(f"{week} was built with {_named(gone)} in yarnnn.yaml", "it is not there", week)
        if come := [owner for owner in owners if owner not in was]:
            built = f"{week} was built without {_named(come)}, or that was forgotten since"
            yield Difference(built, "yarnnn.yaml has it, and another's items may be its", week)


def _named(owners: Sequence[str]) -> str:
    return ", ".join("the agency" if owner == OWN else owner for owner in owners)
