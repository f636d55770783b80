"""A real community's Slack export, all its weeks in one backfill: it runs, and what is said can be read.

Skipped where ../shared, which holds the export, is absent.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from yarnnn_pipelines.core.weeks import parse_weeks
from yarnnn_pipelines.stores.home import Home
from yarnnn_pipelines.stores.ledger.opening import open_ledger
from yarnnn_pipelines.stores.ledger.rows import Version

CONFIG = Path(__file__).parent / "real" / "yarnnn.yaml"
EXPORT = CONFIG.parents[4] / "shared" / "data" / "slack-export-real.zip"
SPAN = "2015-W23..2016-W30"  # from the first message to the last; 58 of these weeks have any
CLIENTS = 4

CHAT = re.compile(r":[a-z_]+:|<[@!#]|https?://|\b(?:lol|haha)\b|^(?:Hey|Hi)\b|&(?:amp|lt|gt);")

pytestmark = [pytest.mark.long, pytest.mark.skipif(not EXPORT.exists(), reason="../shared is not there")]


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Home:
    """A home into which the export was landed and every week produced, by the command line."""
    root = tmp_path_factory.mktemp("real") / "home"
    environment = {**os.environ, "YARNNN_HOME": str(root), "YARNNN_CONFIG": str(CONFIG)}
    for arguments in (["sync"], ["run", "--weeks", SPAN]):
        done = subprocess.run(
            [Path(sys.executable).with_name("yarnnn"), *arguments], env=environment, capture_output=True, text=True
        )
        assert done.returncode == 0, done.stdout + done.stderr
    return Home(root)


def all_newest(home: Home) -> list[Version]:
    ledger = open_ledger(home.ledger_url)
    return list(ledger.newest(standing.key for standing in ledger.standings()).values())


def test_every_message_lands(home: Home) -> None:
    _, report = open_ledger(home.ledger_url).last_landings()["slack"]
    assert report["tables"]["slack.messages"]["total"] == 1382
    assert report["tables"]["slack.messages"]["tombstones"] == 0
    assert report["skipped"] == {}


def test_every_client_and_week_has_a_version(home: Home) -> None:
    versions = open_ledger(home.ledger_url).standings()
    assert len(versions) == len(parse_weeks(SPAN)) * CLIENTS
    assert {version.state for version in versions} <= {"drafted", "abstained", "blocked"}
    assert any(version.state == "drafted" for version in versions)


def test_what_is_sent_reads_like_an_update(home: Home) -> None:
    sent = [v.markdown for v in all_newest(home) if v.state == "drafted"]
    for markdown in sent:
        for line in re.findall(r"^- (.+)$", markdown, re.MULTILINE):
            assert re.match(r"[A-Z0-9~€$“]", line), line
            assert line[-1] in ".?)”", line
            assert not re.search(r":[a-z_]+:|<[@!#]|https?://|\b(?:lol|haha)\b|^(?:Hey|Hi)\b|&(?:amp|lt|gt);", line), (
                line
            )
            assert len(line.split()) >= 3, line


def test_every_sentence_is_the_words_of_a_message(home: Home) -> None:
    for version in all_newest(home):
        for section in version.document["sections"]:
            for claim in section["claims"]:
                assert claim["verdict"] == "supported"
                assert claim["evidence"], json.dumps(claim)


def test_every_item_of_a_week_is_accounted_for(home: Home) -> None:
    for version in all_newest(home):
        coverage = version.document["coverage"]
        assert coverage["landed"] == coverage["used"] + coverage["offered"] + sum(coverage["ignored"].values())
