"""Slack exports written for a test, and the warehouse that they land in. Helpers for the tests of landing only."""

from __future__ import annotations

import json
import multiprocessing
import os
import shutil
import zipfile
from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import duckdb

from yarnnn_pipelines.config.settings import Settings
from yarnnn_pipelines.project import load_settings, settings_of
from yarnnn_pipelines.sources.landing import LandingReport, land
from yarnnn_pipelines.sources.slack import live as slack
from yarnnn_pipelines.stores.home import Home

TEAM = "T0NORTH001"
MIA, SAM = "U000000001", "U000000002"
USERS = [
    {
        "id": MIA,
        "team_id": TEAM,
        "name": "mia",
        "profile": {"real_name": "Mia Duarte", "email": "mia@northlight.example"},
    },
    {"id": SAM, "team_id": TEAM, "name": "sam", "profile": {"real_name": "Sam Okoye", "email": "sam@acme.example"}},
]
MONDAY = int(datetime(2026, 11, 9, 9, tzinfo=UTC).timestamp())  # week 2026-W46
HOUR, DAY, WEEK = 3600, 86_400, 604_800

# Forked from a process that has no thread running and has imported what a landing imports as it goes: a killed run must
# not take three seconds more.
PROCESSES = multiprocessing.get_context("forkserver")
PROCESSES.set_forkserver_preload(
    [
        *("tests.line.test_landing", "dlt.destinations.impl.duckdb.duck", "pandas", "requests", "sqlalchemy"),
    ]
)

Channels = Mapping[str, Sequence[Any]]


def said(text: str, at: int = 0, user: str = MIA, **more: Any) -> dict[str, Any]:
    """A message `at` seconds after Monday 9 November 2026, 9:00 UTC."""
    return {"type": "message", "user": user, "text": text, "ts": f"{MONDAY + at}.000100", **more}


def edited(message: dict[str, Any], text: str, at: int) -> dict[str, Any]:
    return {**message, "text": text, "edited": {"user": message["user"], "ts": f"{MONDAY + at}.000000"}}


def channel_id(name: str) -> str:
    return "C" + name.upper().replace("-", "0").rjust(9, "0")


def export_files(channels: Channels, users: Sequence[Any] = USERS) -> dict[str, bytes]:
    """{path: content} of an export; a channel's messages lie in files by the day of their `ts`."""
    days: dict[str, list[Any]] = defaultdict(list)
    for name, messages in channels.items():
        for message in messages:
            day = datetime.fromtimestamp(float(message["ts"]), UTC).date() if "ts" in message else "2026-11-09"
            days[f"{name}/{day}.json"].append(message)
    listed = [{"id": channel_id(name), "name": name, "created": MONDAY - 9 * WEEK} for name in channels]
    files = {"users.json": list(users), "channels.json": listed, **days}
    return {path: json.dumps(content).encode() for path, content in files.items()}


def write_files(path: Path, files: Mapping[str, bytes], *, modified: tuple[int, ...] = (2026, 11, 16, 8, 0, 0)) -> Path:
    """The files as a zip, if `path` ends so, else as a folder. `general/` is a folder with nothing in it."""
    if path.suffix != ".zip":
        shutil.rmtree(path, ignore_errors=True)
        for name, content in files.items():
            if name.endswith("/"):
                (path / name).mkdir(parents=True)
                continue
            (path / name).parent.mkdir(parents=True, exist_ok=True)
            (path / name).write_bytes(content)
        return path
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(zipfile.ZipInfo(name, modified), content, zipfile.ZIP_DEFLATED)
    return path


def write_slack(path: Path, channels: Channels, users: Sequence[Any] = USERS) -> Path:
    return write_files(path, export_files(channels, users))


def agency(**sources: Any) -> Settings:
    return settings_of(
        {
            "agency": {
                "name": "Northlight Studio",
                "time_zone": "Europe/Lisbon",
                "domains": ["northlight.example"],
                "start": "2026-W41",
            },
            "sources": sources,
            "clients": [{"id": "acme", "name": "Acme Corp"}],
        }
    )


def land_in_small_pages(environment: dict[str, str], config: Path, home: Path) -> None:
    """Slack's live source, four messages a request. Run in a process of its own."""
    os.environ.update(environment)
    slack.PAGE = 4
    land("slack", load_settings(config), Home(home))


class Landings:
    """A home of its own, and what the exports landed in it have become."""

    def __init__(self, root: Path) -> None:
        self.home = Home(root)

    def slack(self, *exports: Path) -> LandingReport:
        """Land with `sources: slack: export:` naming these, the oldest first."""
        return land("slack", agency(slack={"export": [str(path) for path in exports]}), self.home)

    def rows(self, query: str, *parameters: Any) -> list[tuple[Any, ...]]:
        with duckdb.connect(self.home.warehouse) as con:
            con.execute("set TimeZone = 'UTC'")
            return con.execute(query, list(parameters)).fetchall()

    def versions(self, table: str = "slack.messages") -> list[tuple[str, str, bool]]:
        """(item_id, text, is_deleted) of every row, as they were observed."""
        return self.rows(f"select item_id, text, is_deleted from {table} order by item_id, observed_at")

    def history(self, message: Mapping[str, Any], channel: str = "general") -> list[str]:
        """The texts that one message has had; a tombstone reads `(deleted)`."""
        query = "select text, is_deleted from slack.messages where item_id = ? order by observed_at"
        item = f"slack:{TEAM}:{channel_id(channel)}:{message['ts']}"
        return ["(deleted)" if deleted else text for text, deleted in self.rows(query, item)]

    def current(self) -> dict[tuple[str, str], str]:
        """{(channel id, ts): text} of the messages that are there now."""
        query = """
            select split_part(item_id, ':', 3), split_part(item_id, ':', 4), text, is_deleted from slack.messages
            qualify row_number() over (partition by item_id order by observed_at desc) = 1
        """
        return {(channel, ts): text for channel, ts, text, deleted in self.rows(query) if not deleted}


def shown(channels: Channels) -> dict[tuple[str, str], str]:
    """What `Landings.current` is after landing these."""
    return {(channel_id(name), one["ts"]): one["text"] for name, messages in channels.items() for one in messages}
