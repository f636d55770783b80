"""A first and an idle sync of a whole agency's live sources: requests against the least possible, and seconds.

`uv run python -m benchmarks.live [--latency 0.05]`: 80 Slack channels, 3 calendars, one mailbox and 500 Notion pages,
on loopback servers in a process of their own that wait before each answer. The reference is the least that the
protocols allow: for an idle sync one request a channel and a calendar, one of the mailbox's history, one search, and
the few that name people and channels; the seconds are told beside those which that many requests would take one after
the other.
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import os
import tempfile
import time
from contextlib import ExitStack
from datetime import UTC, datetime, timedelta
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

import yaml

from yarnnn_pipelines.project import load_settings
from yarnnn_pipelines.sources.landing import land
from yarnnn_pipelines.stores.home import Home

CHANNELS, MESSAGES = 80, 25
CALENDARS, EVENTS = 3, 40
MAILS = 300
PAGES = 500
PLATFORMS = ("slack", "gmail", "notion", "calendar")
# Of an idle sync: auth.test, users.list and users.conversations besides a page of each channel; history.list; one page
# of search; a page of each calendar.
LEAST = {"slack": CHANNELS + 3, "gmail": 1, "notion": 1, "calendar": CALENDARS}


def serve(pipe: Connection, latency: float) -> None:
    """The four servers; sends settings and environment, then answers each word with the counts of requests."""
    from tests.platforms import agency_sources

    with ExitStack() as stack:
        servers = agency_sources.filled(CHANNELS, MESSAGES, CALENDARS, EVENTS, MAILS, PAGES, datetime.now(UTC))
        for server in servers.all().values():
            stack.enter_context(server.running())
            server.latency = latency
        pipe.send((servers.sources(), servers.environment()))
        while pipe.recv():
            pipe.send({name: server.count() for name, server in servers.all().items()})


def settings_of(folder: Path, sources: dict[str, Any]) -> Path:
    monday = datetime.now(UTC) - timedelta(weeks=8)
    path = folder / "yarnnn.yaml"
    clients = [
        {"id": f"c{n}", "name": f"Client {n}", "slack": {"shared": [f"client-{n}"]}, "notion": {"roots": []}}
        for n in range(CHANNELS)
    ]
    clients[0]["notion"] = {"roots": ["Acme Corp"]}
    settings = {
        "agency": {
            "name": "Benchmark",
            "time_zone": "Europe/Lisbon",
            "domains": ["northlight.example"],
            "start": f"{monday:%G-W%V}",
        },
        "sources": sources,
        "clients": clients,
    }
    path.write_text(yaml.safe_dump(settings), encoding="utf-8")
    return path


def main(arguments: list[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--latency", type=float, default=0.05)
    chosen = parser.parse_args(arguments)
    here, there = multiprocessing.Pipe()
    process = multiprocessing.get_context("spawn").Process(target=serve, args=(there, chosen.latency), daemon=True)
    process.start()
    sources, environment = here.recv()
    os.environ |= environment
    with tempfile.TemporaryDirectory(prefix="yarnnn-live-") as folder:
        settings = load_settings(settings_of(Path(folder), sources))
        home = Home(Path(folder) / "home")
        home.prepare()
        for turn in ("first", "second", "idle"):
            spent: dict[str, float] = {}
            before = asked(here)
            for platform in settings.sources.live():
                began = time.perf_counter()
                report = land(platform, settings, home)
                spent[platform] = time.perf_counter() - began
                counts = next(iter(json.loads(json.dumps(report.as_dict()["tables"])).values()))
                assert turn == "first" or not counts["added"], "an idle sync found something new"
            after = asked(here)
            for platform, seconds in spent.items():
                made = after[platform] - before[platform]
                least = f", least possible {LEAST[platform]}" if turn == "idle" else ""
                print(
                    f"{turn:6} {platform:9} {made:5} requests{least}, {seconds:.1f} s "
                    f"(one after the other {made * chosen.latency:.1f} s)",
                    flush=True,
                )
            if turn == "idle":
                made = sum(after.values()) - sum(before.values())
                fewest = sum(LEAST[platform] for platform in spent)
                print(f"idle, in all: {made} requests, {made / fewest:.2f}x of the least, {sum(spent.values()):.1f} s")
    here.send(False)
    process.join(5)


def asked(pipe: Connection) -> dict[str, int]:
    pipe.send(True)
    counts: dict[str, int] = pipe.recv()
    return counts


if __name__ == "__main__":
    main()
