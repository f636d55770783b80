"""Slack messages that no client is told of, since their channel had a name then that yarnnn.yaml does not list.

That they are withheld is decided where the audience of an item is (docs/decisions/audience.md); here it is told.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import NamedTuple
from zoneinfo import ZoneInfo

import duckdb

from yarnnn_pipelines.config.settings import Settings
from yarnnn_pipelines.core.counts import counted, verb
from yarnnn_pipelines.sources.shared.lookup import table_exists
from yarnnn_pipelines.sources.shared.place_names import BoundPlace, Renaming
from yarnnn_pipelines.sources.slack.settings import SlackChannels

# Of each channel, between two renamings (dbt's int_channel_renamings): the name that it had, until when, and how many
# messages people wrote.
_PERIODS = """
with versions as (
    select item_id, container_id, occurred_at, observed_at, text, is_deleted,
        coalesce(json_extract_string(payload, '$.subtype'), '') as subtype,
        json_extract_string(payload, '$.old_name') as old_name
    from slack.messages
),
told as (
    select distinct container_id, occurred_at as renamed_at,
        lower(coalesce(old_name, nullif(regexp_extract(text, 'renamed the \\w+ from "([^"]+)"', 1), ''))) as name
    from versions
    where subtype in ('channel_name', 'group_name') and text like '%renamed the %'
),
seen as (
    select item_id as container_id, observed_at as renamed_at, lower(text) as now,
        lag(lower(text)) over (partition by item_id order by observed_at) as name
    from slack.channels
    where not is_deleted and text <> '' and coalesce(json_extract_string(payload, '$.kind'), '') <> 'im'
),
renamings as (
    select container_id, renamed_at, name, false as is_at_the_latest from told
    union all
    select container_id, renamed_at, name, true from seen
    where name <> now and not exists (
        select 1 from told
        where told.container_id = seen.container_id and told.name = seen.name and told.renamed_at <= seen.renamed_at
    )
),
messages as (
    select * from versions
    where container_id in (select container_id from renamings)
    qualify row_number() over (partition by item_id order by observed_at desc) = 1
),
said as (
    select messages.container_id, renamings.renamed_at, count(*) as messages
    from messages
    asof join renamings
        on renamings.container_id = messages.container_id and renamings.renamed_at > messages.occurred_at
    where not messages.is_deleted
        and messages.subtype in ('', 'thread_broadcast', 'file_share', 'me_message')
    group by all
)
select renamings.container_id, renamings.name, renamings.renamed_at, coalesce(said.messages, 0),
    renamings.is_at_the_latest
from renamings
left join said on said.container_id = renamings.container_id and said.renamed_at = renamings.renamed_at
where renamings.name is not null
order by renamings.container_id, renamings.renamed_at
"""


class _Period(NamedTuple):
    container_id: str
    name: str
    until: datetime
    messages: int
    is_at_the_latest: bool  # it was seen under another name, and no message tells since when


def withheld_by_name(
    con: duckdb.DuckDBPyConnection, settings: Settings, places: Sequence[BoundPlace]
) -> Iterator[Renaming]:
    """Of each shared channel the earlier names that are not listed and under which something was said; `written` is the
    name with its channel's. places: what the names of yarnnn.yaml mean."""
    if not (table_exists(con, "slack", "messages") and table_exists(con, "slack", "channels")):
        return
    zone = ZoneInfo(settings.agency.time_zone)
    periods = [
        _Period(channel, name, until.astimezone(zone), messages, is_at_the_latest)
        for channel, name, until, messages, is_at_the_latest in con.execute(_PERIODS).fetchall()
    ]
    for place in _shared(places):
        yield from _withheld(place, places, [one for one in periods if one.container_id == place.container_id])


def _shared(places: Sequence[BoundPlace]) -> Iterator[BoundPlace]:
    """One place of each channel that its client reads, and that is not listed by its id, which holds for all names."""
    by_channel: dict[str, list[BoundPlace]] = {}
    for place in places:
        if place.container_id:
            by_channel.setdefault(place.container_id, []).append(place)
    for channel, named in by_channel.items():
        is_by_id = any(channel.endswith(f":{place.written}") for place in named)
        if not is_by_id and {(place.client, place.audience) for place in named} == {(named[0].client, "client")}:
            yield named[0]


def _withheld(shared: BoundPlace, places: Sequence[BoundPlace], periods: Sequence[_Period]) -> Iterator[Renaming]:
    """periods: of this channel, in time."""
    listed: dict[str, set[tuple[str, str]]] = {}
    for place in places:
        listed.setdefault(SlackChannels.plain(place.written), set()).add((place.client, place.audience))
    is_theirs = False  # under a name that is not listed it stays what it was under the name before
    for period in periods:
        if period.name in listed:
            is_theirs = listed[period.name] == {(shared.client, "client")}
        elif not is_theirs and period.messages:
            until = f"{period.until.day} {period.until:%B %Y}" + " at the latest" * period.is_at_the_latest
            yield Renaming(
                f"{period.name} of {shared.written}",
                f"{shared.client}: the channel {shared.written!r} was called #{period.name} until {until}, "
                "a name that is not listed, so that no update tells of the "
                f"{counted(period.messages, 'message')} that {verb(period.messages, 'was', 'were')} said there before",
                f"if the client could read it then, add {period.name} under `slack: shared:` of {shared.client}, or "
                f"write {period.container_id.rpartition(':')[2]} instead of {shared.written}",
            )
