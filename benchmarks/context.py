"""One more week of context with a million older events present, against the same week on an empty history.

`uv run python -m benchmarks.context [--events 1000000] [--repeats 3]`: prints seconds, peak memory and the ratio
(target: within 1.5). Each measurement is a process of its own, dbt imported and its parse warm in both; a week's
worth is 5,000 items on four platforms, for 40 clients. What a client's week says is of no matter here.
"""

from __future__ import annotations

import argparse
import json
import re
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from importlib import import_module
from pathlib import Path

import duckdb

from yarnnn_pipelines.config.settings import Settings
from yarnnn_pipelines.context import dbt_project
from yarnnn_pipelines.context.agency_tables import write_agency_tables, write_weeks
from yarnnn_pipelines.context.build import build_weeks
from yarnnn_pipelines.context.meetings.occurrences import build_occurrences
from yarnnn_pipelines.context.raw_tables import ensure_raw_tables
from yarnnn_pipelines.context.signals import ensure_signals_table
from yarnnn_pipelines.core.weeks import add_weeks, week_bounds, weeks_between
from yarnnn_pipelines.project import settings_of
from yarnnn_pipelines.stores import warehouse
from yarnnn_pipelines.stores.home import Home

WEEK = "2026-W46"
TIME_ZONE = "Europe/Lisbon"
ITEMS_A_WEEK = 5_000
CLIENTS = 40
TARGET = 1.5
WEEKS_A_CHUNK = 40  # of history in one dbt run, which bounds the memory of making it

# Shares of a week's items; i runs from 0 to n - 1 within the span [$start, $start + $hours).
_WHEN = "$start::timestamptz + to_microseconds(((i * 2654435761) % ($hours * 3600000000))::bigint)"
_WORDS = """[
    'We decided to move the launch of the campaign to Thursday.', 'Conversion is up from 2.1 % to 2.8 % since Monday.',
    'Could you sign off the revised budget by Friday?', 'I will send the new drafts tomorrow morning.',
    'The tracking gap is closed: the pixel fires on every page again.', 'Thanks, looks good to me!',
    'Quick one: where do I find the brief for the autumn shoot?', 'There is a risk that the photos come too late.',
    'Lunch at one?', 'The landing page went live at nine, and the first orders are in.'
]"""
_TEXT = f"({_WORDS})[1 + i % 10] || ' ' || ({_WORDS})[1 + (i // 7) % 10] || ' Item ' || i || '.'"

_MESSAGES = f"""
insert into slack.messages by name
select
    'slack:T1:C' || i % {2 * CLIENTS + 10} || ':' || epoch_us({_WHEN}) || '.' || $batch || '.' || i as item_id,
    substr(md5($batch || '.' || i), 1, 16) as version,
    'slack:T1:C' || i % {2 * CLIENTS + 10} as container_id,
    case when i % 4 = 0 then 'slack:T1:root:' || $batch || ':' || i // 16 end as thread_id,
    'slack:T1:U' || (i * 31) % 100 as author_id,
    {_WHEN} as occurred_at, null::timestamptz as edited_at, $observed::timestamptz as observed_at,
    false as is_deleted, {_TEXT} as text, 'https://example.org/' || $batch || '/' || i as permalink,
    '{{"type":"message","user":"U' || (i * 31) % 100 || '","blocks":"' || repeat(md5(i::varchar), 8) || '"}}' as payload
from range(0, $n) as t (i)
"""

_MAILS = f"""
insert into gmail.messages by name
select
    'gmail:' || md5('mail' || $batch || '.' || i) as item_id, substr(md5($batch || '.' || i), 1, 16) as version,
    'gmail:mailbox' as container_id, 'gmail:thread:' || $batch || '.' || i // 4 as thread_id,
    'mailto:' || sender as author_id,
    {_WHEN} as occurred_at, null::timestamptz as edited_at, $observed::timestamptz as observed_at,
    false as is_deleted, {_TEXT} as text, null::varchar as permalink,
    json_object(
        'subject', 'Subject ' || i // 4, 'from', json_object('name', 'Name ' || i % 50, 'email', sender),
        'to', [json_object('name', null, 'email', receiver)], 'cc', [], 'bcc', [], 'labels', ['Inbox'],
        'bulk', i % 20 = 0, 'references', repeat(md5(i::varchar), 8)
    )::varchar as payload
from (
    select
        i,
        case when i % 2 = 0 then 'us' || i % 20 || '@northlight.example'
            else 'p' || i % 50 || '@client' || i % {CLIENTS} || '.example' end as sender,
        case when i % 2 = 0 then 'p' || i % 50 || '@client' || i % {CLIENTS} || '.example'
            else 'us' || i % 20 || '@northlight.example' end as receiver
    from range(0, $n) as t (i)
) as mails
"""

_PAGES = f"""
insert into notion.pages by name
select
    'notion:' || md5('page' || i % 400) as item_id, substr(md5('p' || $batch || '.' || i), 1, 16) as version,
    'notion:workspace' as container_id, null::varchar as thread_id, 'notion:person:Name ' || i % 50 as author_id,
    {_WHEN} as occurred_at, null::timestamptz as edited_at,
    $observed::timestamptz + to_microseconds(i) as observed_at,
    false as is_deleted, 'Status: ' || i || chr(10) || {_TEXT} as text, null::varchar as permalink,
    json_object('title', 'Page ' || i % 400, 'path', ['Client ' || i % {CLIENTS}, 'Page ' || i % 400],
        'properties', json_object('Status', i))::varchar as payload
from range(0, $n) as t (i)
"""

_MEETINGS = f"""
insert into calendar.events by name
select
    'calendar:' || md5('meeting' || $batch || '.' || i) as item_id, substr(md5($batch || '.' || i), 1, 16) as version,
    'calendar:Team' as container_id, null::varchar as thread_id, 'mailto:us1@northlight.example' as author_id,
    {_WHEN} as occurred_at, null::timestamptz as edited_at, $observed::timestamptz as observed_at,
    false as is_deleted, 'Meeting ' || i as text, null::varchar as permalink,
    json_object(
        'uid', md5('meeting' || $batch || '.' || i), 'summary', 'Meeting ' || i, 'status', 'confirmed',
        'start', null, 'end', null, 'all_day', false, 'rrule', null, 'recurrence_id', null,
        'organizer', json_object('name', 'Us', 'email', 'us1@northlight.example'),
        'attendees', [json_object('name', null, 'email', 'p1@client' || i % {CLIENTS} || '.example')]
    )::varchar as payload
from range(0, $n) as t (i)
"""

_SHARES = ((_MESSAGES, 0.80), (_MAILS, 0.14), (_PAGES, 0.05), (_MEETINGS, 0.01))

# What the older weeks said is of no matter to this one, that it is there is: so their signals are not looked for.
_OLD_SIGNALS = """
insert into context.signals
select
    event_id, version, client_id, week,
    ['decision', 'done', 'metric', 'risk', 'change', 'question', 'commitment'][1 + (hash(event_id) % 7)::int],
    0, 40, text[1:40], '{"who": "Somebody", "due": null}', 2.0
from context.client_week_events
where kind <> 'meeting' and hash(event_id) % 3 = 0 and week in (select week from agency.weeks)
"""


def settings() -> Settings:
    return settings_of(
        {
            "agency": {
                "name": "Northlight Studio",
                "time_zone": TIME_ZONE,
                "domains": ["northlight.example"],
                "start": "2022-W01",
            },
            "sources": {},
            "clients": [
                {
                    "id": f"client{n}",
                    "name": f"Client {n}",
                    "domains": [f"client{n}.example"],
                    "slack": {"shared": [f"client-{n}"], "internal": [f"client-{n}-internal"]},
                    "notion": {"roots": [f"Client {n}"]},
                }
                for n in range(CLIENTS)
            ],
        }
    )


def land(con: duckdb.DuckDBPyConnection, weeks: list[str], items: int, batch: str) -> None:
    """`items` raw items within `weeks`, as one landing."""
    start, end = week_bounds(weeks[0], TIME_ZONE)[0], week_bounds(weeks[-1], TIME_ZONE)[1]
    values = {"start": start, "hours": int((end - start).total_seconds() // 3600), "observed": end, "batch": batch}
    for query, share in _SHARES:
        con.execute(query, values | {"n": int(items * share)})


def land_slack(con: duckdb.DuckDBPyConnection) -> None:
    con.execute(
        f"""insert into slack.channels by name
        select 'slack:T1:C' || i as item_id, 'v' as version, now() as observed_at, now() as occurred_at,
            false as is_deleted, '{{"kind": "public"}}' as payload,
            case when i < {CLIENTS} then 'client-' || i when i < {2 * CLIENTS} then 'client-' || i - {CLIENTS}
                || '-internal' else 'general-' || i end as text
        from range({2 * CLIENTS + 10}) as t (i)"""
    )
    con.execute(
        """insert into slack.users by name
        select 'slack:T1:U' || i as item_id, 'v' as version, now() as observed_at, now() as occurred_at,
            false as is_deleted, 'Name ' || i as text,
            '{"profile": {"email": "us' || i || '@northlight.example"}}' as payload
        from range(100) as t (i)"""
    )


def connect(home: Home) -> duckdb.DuckDBPyConnection:
    con = warehouse.connect(home)
    con.execute("set enable_progress_bar = false")
    return con


def prepare(home: Home, events: int) -> None:
    """A warehouse with `events` older events, their weeks built, and the newest week landed but not built."""
    home.prepare()
    agency = settings()
    with connect(home) as con:
        ensure_raw_tables(con)
        ensure_signals_table(con)
        write_agency_tables(con, agency)
        land_slack(con)
    if events:
        count = -(-events // ITEMS_A_WEEK)
        weeks = weeks_between(add_weeks(WEEK, -count), add_weeks(WEEK, -1))
        for first in range(0, len(weeks), WEEKS_A_CHUNK):
            chunk = weeks[first : first + WEEKS_A_CHUNK]
            with connect(home) as con:
                land(con, chunk, ITEMS_A_WEEK * len(chunk), chunk[0])
                write_weeks(con, chunk, TIME_ZONE)
                build_occurrences(con, agency)
            dbt_project.build(home, dbt_project.BEFORE_SIGNALS)
            with connect(home) as con:
                con.execute(_OLD_SIGNALS)
            dbt_project.build(home, dbt_project.AFTER_SIGNALS)
    else:
        dbt_project.manifest(home)  # a warm parse, as the other has it
    with connect(home) as con:
        land(con, [WEEK], ITEMS_A_WEEK, WEEK)


def measure(root: Path) -> dict[str, float]:
    """In this process: seconds to build the week, and the process's peak memory in MB."""
    home = Home(root)
    import_module("dbt.cli.main")
    import_module("dbt.adapters.duckdb")

    before = time.perf_counter()
    build_weeks(home, settings(), [WEEK])
    seconds = time.perf_counter() - before
    return {"seconds": seconds, "mb": peak_megabytes()}


def peak_megabytes() -> float:
    """Of this process alone: Linux hands `ru_maxrss` down from the process that started it, and not VmHWM."""
    status = Path("/proc/self/status")
    if status.exists():
        [kilobytes] = re.findall(r"VmHWM:\s+(\d+)", status.read_text())
        return int(kilobytes) / 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1024 * 1024 if sys.platform == "darwin" else 1024)


def measure_apart(home: Home) -> dict[str, float]:
    """`measure` in a process of its own, on a fresh copy of the warehouse under the same path: dbt parses the project
    again when the warehouse's path changes, and the parse is no part of a week."""
    kept = home.warehouse.with_suffix(".kept")
    if not kept.exists():
        home.warehouse.rename(kept)
    shutil.copyfile(kept, home.warehouse)
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.context", "--measure", str(home.root)],
        capture_output=True,
        text=True,
        check=True,
    )
    measured: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return measured


def main(arguments: list[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--events", type=int, default=1_000_000)
    parser.add_argument("--repeats", type=int, default=3)
    parser.add_argument("--measure", type=Path, help=argparse.SUPPRESS)
    chosen = parser.parse_args(arguments)
    if chosen.measure:
        print(json.dumps(measure(chosen.measure)))
        return
    with tempfile.TemporaryDirectory(prefix="yarnnn-context-") as folder:
        homes = {
            "an empty history": (Home(Path(folder) / "empty"), 0),
            f"{chosen.events:,} older events": (Home(Path(folder) / "full"), chosen.events),
        }
        runs: dict[str, list[dict[str, float]]] = {name: [] for name in homes}
        for name, (home, events) in homes.items():
            before = time.perf_counter()
            prepare(home, events)
            print(f"made {name} in {time.perf_counter() - before:.0f} s", flush=True)
            measure_apart(home)  # so that the disk is as warm for one as for the other
        for _ in range(chosen.repeats):
            for name, (home, _) in homes.items():
                runs[name].append(measure_apart(home))
    medians = []
    for name, measured in runs.items():
        seconds = [run["seconds"] for run in measured]
        medians.append(statistics.median(seconds))
        shown = ", ".join(f"{second:.2f}" for second in seconds)
        print(f"{WEEK} on {name}: {medians[-1]:.2f} s ({shown}), peak {max(run['mb'] for run in measured):.0f} MB")
    print(f"ratio {medians[1] / medians[0]:.2f} (target {TARGET}), dbt and its tests included")


if __name__ == "__main__":
    main()
