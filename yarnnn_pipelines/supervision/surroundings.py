"""What stands around a source and decides whose it is and who could see it: what of that has landed since its week.

A channel's name, an author's account, the place of the pages above, a meeting's series, what else was said in a thread,
or below in the channel so that it may take it back.
Compared is the newest row with the newest that the week's build could read (`context.week_builds`); for a week that was
built by an earlier yarnnn, which wrote nothing down, nothing is compared here. The source itself is `sources_now`'s.
"""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import datetime
from typing import Any

import duckdb

from yarnnn_pipelines.config.settings import Settings
from yarnnn_pipelines.context.week_builds import WeekBuild
from yarnnn_pipelines.core.weeks import week_bounds
from yarnnn_pipelines.stores.warehouse import literal

Row = Mapping[str, Any]

# What of a row decides. An account's picture, or the words of a page further up, do not.
_DECIDES = {
    "slack.channels": "'name', text, 'kind', json_extract_string(payload, '$.kind')",
    "slack.users": (
        "'name', text, 'address', json_extract_string(payload, '$.profile.email'), "
        "'bot', json_extract_string(payload, '$.is_bot'), 'guest', json_extract_string(payload, '$.is_restricted'), "
        "'single-channel guest', json_extract_string(payload, '$.is_ultra_restricted')"
    ),
    "notion.pages": (
        "'lies in', container_id, 'title', json_extract_string(payload, '$.title'), "
        "'path', json_extract(payload, '$.path')"
    ),
    "calendar.events": "'version', version",
}
_NOUNS = {
    "slack.channels": "its channel",
    "slack.users": "its author's account",
    "notion.pages": "its page or one above it",
    "calendar.events": "the series",
}
_THREADS = {"slack": "slack.messages", "gmail": "gmail.messages"}

_ABOVE = """
with recursive above as (
    select {page} as page_id
    union
    select pages.container_id from above inner join notion.pages as pages on pages.item_id = above.page_id
    where pages.container_id is not null
)
select page_id from above
"""

_BELOW_READ = 200  # messages of a channel below a source
_SENTENCES_READ = 6  # of a message, above or below

# Exceptions that speak of every meeting after or before them, the RANGE of RFC 5545 and 2445.
_ONWARD = """
select distinct item_id from calendar.events
where starts_with(item_id, {series}) and contains(payload, 'RANGE=THISAND')
"""


def changed_around(
    con: duckdb.DuckDBPyConnection,
    events: Iterable[Row],
    builds: Mapping[str, WeekBuild],
    text_week: str,
    settings: Settings,
) -> Iterator[tuple[Row, str]]:
    """Each event around which something has changed since it was built, and what, in words.

    text_week: of the text that cites them; building it builds the meetings of its three next weeks too.
    """
    for event in events:
        weeks = (event["week"], text_week) if event["kind"] == "meeting" else (event["week"],)
        built = [builds[week] for week in weeks if week in builds]
        if not built:
            continue
        for table, ids in _beside(con, event).items():
            marks = [build.newest[table] for build in built if table in build.newest]
            if change := _change(con, table, ids, max(marks, default=None)):
                yield event, change
        ends_at = week_bounds(text_week, settings.agency.time_zone)[1]
        if said := _said_since(con, event, built[0], ends_at):
            yield event, said
        elif below := _turned_since(con, event, built[0], ends_at):
            yield event, below


def series_of(item_id: str) -> str:
    """The id of the series that an exception belongs to; any other item's own."""
    return re.sub(r":\d{8}(T\d{6}Z)?$", "", item_id)


def _beside(con: duckdb.DuckDBPyConnection, event: Row) -> dict[str, list[str]]:
    """The items that decide on an event, by their table."""
    if event["platform"] == "slack":
        beside = {"slack.channels": [event["container_id"]], "slack.users": [event["author_id"]]}
    elif event["platform"] == "notion":
        page = event["container_id"] if event["kind"] == "comment" else event["item_id"]
        beside = {"notion.pages": [page_id for (page_id,) in con.execute(_ABOVE.format(page=literal(page))).fetchall()]}
    elif event["kind"] == "meeting":
        series = series_of(event["item_id"])
        beside = {
            "calendar.events": [
                series,
                *(each for (each,) in con.execute(_ONWARD.format(series=literal(f"{series}:"))).fetchall()),
            ]
        }
    else:
        return {}
    return {table: [item_id for item_id in ids if item_id] for table, ids in beside.items()}


def _change(con: duckdb.DuckDBPyConnection, table: str, ids: Collection[str], mark: datetime | None) -> str | None:
    """How one of the items differs from what it was at the mark, in words."""
    state = f"json_object({_DECIDES[table]}, 'deleted', is_deleted)"
    rows = con.execute(
        f"""select arg_max({state}, observed_at) filter (where observed_at <= {literal(mark)}) as before,
                   arg_max({state}, observed_at) as now
            from {table} where item_id in (select unnest({literal(ids)}))
            group by item_id having before is distinct from now"""
    ).fetchall()
    for before, now in rows:
        was, is_now = json.loads(before or "{}"), json.loads(now)
        if is_now["deleted"]:
            return f"{_NOUNS[table]} is gone"
        changed = [name for name in is_now if was.get(name) != is_now[name]]
        told = ", ".join(f"{name} {_shown(was.get(name))} → {_shown(is_now[name])}" for name in changed)
        return f"{_NOUNS[table]} has changed ({told})"
    return None


def _shown(value: Any) -> str:
    return "none" if value is None else " / ".join(value) if isinstance(value, list) else f"“{value}”"


def _said_since(con: duckdb.DuckDBPyConnection, event: Row, build: WeekBuild, ends_at: datetime) -> str | None:
    """What has landed of its thread since, up to the week's end; where the thread told whose it is, all that has."""
    table = _THREADS.get(event["platform"])
    if table is None or table not in build.newest:
        return None
    by_thread = event["attribution_rule"] == "thread"
    row = con.execute(
        f"""select text, is_deleted from {table}
            where observed_at > {literal(build.newest[table])} and item_id <> {literal(event["item_id"])}
                and {literal(event["thread_id"] or event["item_id"])} in (thread_id, item_id)
                and (occurred_at < {literal(ends_at)} or {by_thread})
            order by observed_at desc limit 1"""
    ).fetchone()
    if row is None:
        return None
    text, is_deleted = row
    return "something in its thread was deleted" if is_deleted else f"its thread says “{' '.join(text.split())[:160]}”"


def _turned_since(con: duckdb.DuckDBPyConnection, event: Row, build: WeekBuild, ends_at: datetime) -> str | None:
    """What has landed since of its channel, in no thread and up to the week's end, and may take it back: in words that
    name its matter, or, soon after it, in words that need not."""
    if event["kind"] != "message" or event["platform"] != "slack" or "slack.messages" not in build.newest:
        return None
    rows = con.execute(
        f"""select below.text, below.author_id is not distinct from above.author_id,
                   below.occurred_at <= above.occurred_at + interval 2 days
            from slack.messages as below
            inner join slack.messages as above on above.item_id = {literal(event["item_id"])}
            where below.observed_at > {literal(build.newest["slack.messages"])} and not below.is_deleted
                and below.container_id = above.container_id and below.item_id <> above.item_id
                and coalesce(below.thread_id, below.item_id) = below.item_id
                and below.occurred_at >= above.occurred_at and below.occurred_at < {literal(ends_at)}
            order by below.occurred_at limit {_BELOW_READ}"""
    ).fetchall()
    for text, is_own, is_soon in rows:
        if _names_and_takes_back(text, event["text"]) or (
            is_soon and _may_take_back(text, event["text"], is_own=is_own)
        ):
            return f"its channel goes on “{' '.join(text.split())[:160]}”"
    return None


def _names_and_takes_back(text: str, above: str) -> bool:
    from yarnnn_pipelines.english.going_on import speaks_of_it, turns_back
    from yarnnn_pipelines.english.retractions import retracts
    from yarnnn_pipelines.english.sentences import sentences_of

    takes_back = [words for words in sentences_of(text)[:_SENTENCES_READ] if turns_back(words) or retracts(words)]
    said = sentences_of(above)[:_SENTENCES_READ]
    return any(speaks_of_it(later, words) for later in takes_back for words in said)


def _may_take_back(text: str, above: str, *, is_own: bool) -> bool:
    from yarnnn_pipelines.english.denials import denies_what_was_said, withdraws_what_was_said
    from yarnnn_pipelines.english.lasting import may_say_it_lasts
    from yarnnn_pipelines.english.next_words import may_turn_it
    from yarnnn_pipelines.english.sentences import sentences_of

    said = sentences_of(text)[:_SENTENCES_READ]
    if any(denies_what_was_said(words) or withdraws_what_was_said(words) for words in said):
        return True
    return any(
        may_turn_it(text, words) or (not is_own and may_say_it_lasts(text, words))
        for words in sentences_of(above)[:_SENTENCES_READ]
    )
