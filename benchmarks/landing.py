"""Landing a Slack export of 200,000 messages, against DuckDB's `read_json` over the same files.

`uv run python -m benchmarks.landing [--messages 200000] [--repeats 3]`: prints seconds, peak memory and the ratio
(targets: within 3 of `read_json`, under 1.5 GB). Each measurement is a process of its own, imports included, and writes
a DuckDB file. Measured are the folder of day files, its zip, and a newer zip in which one message differs: that one is
read and compared whole. What the messages say is of no matter here beyond mentions, links, marks and threads.
"""

from __future__ import annotations

import argparse
import json
import random
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
import zipfile
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from itertools import accumulate
from pathlib import Path
from typing import Any

CHANNELS = 40
DAYS = 400
PEOPLE = 120
START = datetime(2025, 10, 1, tzinfo=UTC)
TARGET_RATIO = 3.0
TARGET_MB = 1_500

_TEAM = "T0BENCH001"
_SAID = (
    "the campaign launch moved to thursday because tracking broke and we need budget sign-off before review please "
    "check numbers draft landing page conversion rate fix ship today tomorrow client asked for update copy design "
    "approved done waiting on legal"
)
_WORDS = _SAID.split()


def people() -> list[dict[str, Any]]:
    return [
        {
            "id": f"U{1000 + n:09d}",
            "team_id": _TEAM,
            "name": f"user{n}",
            "deleted": False,
            "is_bot": False,
            "profile": {"real_name": f"Person {n}", "display_name": f"p{n}", "email": f"p{n}@northlight.example"},
        }
        for n in range(PEOPLE)
    ]


def channels() -> list[dict[str, Any]]:
    return [
        {
            "id": f"C{2000 + n:09d}",
            "name": f"channel-{n}",
            "created": 1_700_000_000,
            "is_archived": False,
            "members": [],
        }
        for n in range(CHANNELS)
    ]


def day_files(messages: int) -> Iterator[tuple[str, list[dict[str, Any]]]]:
    """(path in the export, its messages): a few busy channels and many quiet ones, every weekday alike."""
    chance = random.Random(7)
    authors = people()
    shares = list(accumulate(1 / (n + 1) ** 0.7 for n in range(CHANNELS)))
    ends = [round(messages * share / shares[-1]) for share in shares]
    for channel, first, end in zip(channels(), [0, *ends], ends, strict=False):
        root: str | None = None
        for day in range(DAYS):
            low, high = ((end - first) * part // DAYS for part in (day, day + 1))
            morning = START + timedelta(days=day, hours=8)
            records: list[dict[str, Any]] = []
            for second in sorted(chance.choices(range(11 * 3600), k=high - low)):
                ts = f"{int(morning.timestamp()) + second}.{len(records):06d}"
                records.append(message := _message(chance, authors, ts, root))
                if message.get("thread_ts") == ts:
                    root = ts
            if records:
                yield f"{channel['name']}/{morning:%Y-%m-%d}.json", records


def _message(chance: random.Random, authors: list[dict[str, Any]], ts: str, root: str | None) -> dict[str, Any]:
    """A message with what Slack puts around its words; a third are in threads, one in fifty was edited."""
    author = chance.choice(authors)
    text = " ".join(chance.choices(_WORDS, k=chance.randint(4, 30)))
    kind = chance.random()
    if kind < 0.15:
        text = f"<@{chance.choice(authors)['id']}> {text}"
    elif kind < 0.25:
        text += f" <https://docs.example/{chance.randint(1, 9999)}|the doc> &amp; more"
    elif kind < 0.30:
        text = f"*{text}* :tada:"
    message: dict[str, Any] = {
        "client_msg_id": f"{chance.getrandbits(128):032x}",
        "type": "message",
        "user": author["id"],
        "text": text,
        "ts": ts,
        "team": _TEAM,
        "user_team": _TEAM,
        "source_team": _TEAM,
        "user_profile": {**author["profile"], "name": author["name"], "team": _TEAM, "is_restricted": False},
        "blocks": [
            {
                "type": "rich_text",
                "block_id": "b1",
                "elements": [{"type": "rich_text_section", "elements": [{"type": "text", "text": text}]}],
            }
        ],
    }
    place = chance.random()
    if place < 0.25 and root:
        message |= {"thread_ts": root, "parent_user_id": author["id"]}
    elif place < 0.35:
        message |= {"thread_ts": ts, "reply_count": 2, "replies": []}
    if place > 0.98:
        message["edited"] = {"user": author["id"], "ts": ts}
    elif place > 0.93:
        message["reactions"] = [{"name": "+1", "users": [authors[0]["id"]], "count": 1}]
    return message


def make(root: Path, messages: int) -> dict[str, Path]:
    """The export as a folder, as a zip, and as a newer zip in which one message was edited."""
    folder, archive, newer = root / "folder", root / "slack.zip", root / "slack-newer.zip"
    files = {"users.json": people(), "channels.json": channels(), **dict(day_files(messages))}
    edited = next(path for path in files if "/" in path)
    for path, content in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(json.dumps(content, indent=4), encoding="utf-8")
    _pack(archive, folder)
    files[edited][0] |= {"text": "we moved it", "edited": {"user": "U000001000", "ts": files[edited][0]["ts"]}}
    (root / "edited.json").write_text(json.dumps(files[edited], indent=4), encoding="utf-8")
    _pack(newer, folder, {edited: root / "edited.json"})
    return {"folder": folder, "zip": archive, "newer": newer}


def _pack(archive: Path, folder: Path, instead: dict[str, Path] | None = None) -> None:
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as zipped:
        for file in sorted(folder.rglob("*.json")):
            name = file.relative_to(folder).as_posix()
            zipped.write((instead or {}).get(name, file), name)


def land(home: str, *exports: str) -> dict[str, Any]:
    """Land in this process; what it took, by stage, and the rows that were added."""
    started = time.perf_counter()
    import yarnnn_pipelines.sources.shared.pipeline  # noqa: F401 - dlt, the greater part of what is imported
    from yarnnn_pipelines.project import settings_of
    from yarnnn_pipelines.sources.landing import land as land_platform
    from yarnnn_pipelines.stores.home import Home

    imported = time.perf_counter()
    settings = settings_of(
        {
            "agency": {
                "name": "Northlight Studio",
                "time_zone": "Europe/Lisbon",
                "domains": ["northlight.example"],
                "start": "2025-W40",
            },
            "sources": {"slack": {"export": list(exports)}},
            "clients": [{"id": "acme", "name": "Acme Corp"}],
        }
    )
    stages: dict[str, float] = {}
    since, stage_now = imported, "imports"

    def note(stage: str, done: int, total: int, place: str = "") -> None:
        nonlocal since, stage_now
        now = time.perf_counter()
        stages[stage_now] = stages.get(stage_now, 0.0) + now - since
        since, stage_now = now, (place or stage).split()[0]

    report = land_platform("slack", settings, Home(Path(home)), progress=note)
    note("end", 1, 1)
    return {
        "seconds": time.perf_counter() - started,
        "stages": {**stages, "imports": imported - started},
        "rows": report.tables["slack.messages"]["added"],
    }


def read_json(database: str, folder: str, options: str) -> dict[str, Any]:
    """DuckDB's own reading of the same files into a table: every column, found by itself, or those declared."""
    started = time.perf_counter()
    import duckdb

    with duckdb.connect(database) as con:
        con.execute(f"create table messages as select * from read_json(?, {options})", [f"{folder}/*/*.json"])
        [(rows,)] = con.execute("select count(*) from messages").fetchall()
    return {"seconds": time.perf_counter() - started, "rows": rows}


# In few rows a rare key such as `edited` is easily missed, and then refused.
_FOUND = "maximum_sample_files = 1000"
# The few columns that a query would ask for; landing keeps every field of a message.
_DECLARED = "columns = {ts: 'varchar', user: 'varchar', text: 'varchar', thread_ts: 'varchar', subtype: 'varchar'}"

_MEASURED: dict[str, Callable[..., dict[str, Any]]] = {"land": land, "read_json": read_json}


def measure(what: str, *arguments: Path | str) -> dict[str, Any]:
    """One measurement in a process of its own."""
    command = [sys.executable, "-m", "benchmarks.landing", "--measure", what, *map(str, arguments)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeError(f"{what} failed:\n{done.stderr}")
    measured: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return measured


def main(arguments: list[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--messages", type=int, default=200_000)
    parser.add_argument("--repeats", type=int, default=3)
    parser.add_argument("--measure", nargs="+", help=argparse.SUPPRESS)
    chosen = parser.parse_args(arguments)
    if chosen.measure:
        what, *given = chosen.measure
        result = _MEASURED[what](*given)
        # kilobytes on Linux
        print(json.dumps(result | {"mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024}))
        return

    results: dict[str, list[dict[str, Any]]] = {}
    with tempfile.TemporaryDirectory(prefix="yarnnn-landing-") as scratch:
        root = Path(scratch)
        made = make(root, chosen.messages)
        count = sum(1 for _ in made["folder"].rglob("*.json"))
        print(
            f"made: {chosen.messages:,} messages in {count:,} files, {made['zip'].stat().st_size / 1e6:.0f} MB zipped"
        )
        for _ in range(chosen.repeats):
            home = root / "home"
            for name, what, given in (
                ("read_json, folder", "read_json", (root / "found.duckdb", made["folder"], _FOUND)),
                ("read_json, columns declared", "read_json", (root / "declared.duckdb", made["folder"], _DECLARED)),
                ("land, folder", "land", (home / "folder", made["folder"])),
                ("land, zip", "land", (home / "zip", made["zip"])),
                ("land, newer zip, one edited", "land", (home / "zip", made["zip"], made["newer"])),
            ):
                results.setdefault(name, []).append(one := measure(what, *given))
                expected = 1 if "newer" in name else chosen.messages
                if one["rows"] != expected:
                    raise RuntimeError(f"{name}: {one['rows']:,} rows instead of {expected:,}")
            (root / "found.duckdb").unlink()
            (root / "declared.duckdb").unlink()
            shutil.rmtree(home)
    show(results)


def show(results: dict[str, list[dict[str, Any]]]) -> None:
    reference = statistics.median(one["seconds"] for one in results["read_json, folder"])
    for name, runs in results.items():
        seconds = statistics.median(one["seconds"] for one in runs)
        memory = max(one["mb"] for one in runs)
        parts = [
            (statistics.median(one["stages"].get(stage, 0.0) for one in runs), stage)
            for stage in runs[0].get("stages", ())
        ]
        told = ", ".join(f"{stage} {value:.1f}" for value, stage in sorted(parts, reverse=True))
        print(f"{name:<28} {seconds:6.1f} s {seconds / reference:6.2f} x   peak {memory:6,.0f} MB   {told}")
    print(f"targets: within {TARGET_RATIO:.0f} x of read_json, under {TARGET_MB:,} MB")


if __name__ == "__main__":
    main()
