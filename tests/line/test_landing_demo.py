"""The demo agency's exports land whole: what the files hold, counted without our readers, is what the tables hold."""

from __future__ import annotations

import json
import mailbox
import re
import zipfile
from collections import defaultdict

import duckdb
import pytest

from yarnnn_pipelines.project import demo_config, load_settings
from yarnnn_pipelines.sources.landing import land
from yarnnn_pipelines.sources.registry import platform_ids
from yarnnn_pipelines.stores.home import Home

EXPORTS = demo_config().parent / "exports"


@pytest.mark.long
def test_the_demo_lands_whole_from_four_platforms(tmp_path):
    demo, home = load_settings(demo_config()), Home(tmp_path / "home")
    reports = [land(platform, demo, home) for platform in platform_ids()]
    assert [report.skipped for report in reports] == [{}, {}, {}, {}]
    with duckdb.connect(home.warehouse) as con:
        landed = {
            table: con.execute(f"select count(distinct item_id) from {table}").fetchone()[0]
            for report in reports
            for table in report.tables
        }
    assert landed == items_of_the_demo()
    later = {
        table: (counts["total"] - landed[table], counts["tombstones"])
        for report in reports
        for table, counts in report.tables.items()
    }
    assert later["slack.messages"] == (2, 1)  # one message was edited, one deleted
    assert later["slack.users"] == later["slack.channels"] == later["gmail.messages"] == (0, 0)
    assert later["notion.pages"][0] > 0
    assert later["calendar.events"][0] > 0


def items_of_the_demo() -> dict[str, int]:
    found: dict[str, set] = defaultdict(set)
    for path in EXPORTS.glob("slack-*.zip"):
        with zipfile.ZipFile(path) as archive:
            for name in archive.namelist():
                listed = json.loads(archive.read(name))
                match name:
                    case "users.json":
                        found["slack.users"] |= {one["id"] for one in listed}
                    case "channels.json" | "groups.json" | "dms.json" | "mpims.json":
                        found["slack.channels"] |= {one["id"] for one in listed}
                    case _:
                        found["slack.messages"] |= {(name.split("/")[0], one["ts"]) for one in listed}
    for path in EXPORTS.glob("notion-*.zip"):
        with zipfile.ZipFile(path) as archive:
            pages = (re.search(r" ([0-9a-f]{32})\.md$", name) for name in archive.namelist())
            found["notion.pages"] |= {page[1] for page in pages if page}
    for path in EXPORTS.glob("calendar-*.ics"):
        for event in path.read_text(encoding="utf-8").split("BEGIN:VEVENT")[1:]:
            uid, of_series = (
                re.search(rf"^{name}\b.*?:(.*)$", event, re.MULTILINE) for name in ("UID", "RECURRENCE-ID")
            )
            found["calendar.events"].add((uid[1], of_series and of_series[1]))
    mails = mailbox.mbox(EXPORTS / "mail.mbox", create=False)
    return {**{table: len(items) for table, items in found.items()}, "gmail.messages": len(mails)}
