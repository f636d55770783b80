"""Every version of a deliverable can be read again, with what was decided of it, and before sending what is sent."""

from __future__ import annotations

import re
from pathlib import Path

import requests

from tests.review_line import HOSTILE, claim, document, fill, project_in, served, version
from yarnnn_pipelines.core.keys import DeliverableKey
from yarnnn_pipelines.project import agency_ledger
from yarnnn_pipelines.stores.ledger.rows import Decision

KEY = DeliverableKey("acme", "2026-W46", "client_update")
PATH = "/acme/2026-W46/client_update"


def words_of(html: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


def test_an_earlier_version_is_read_with_what_was_decided_of_it_and_what_the_newest_says_otherwise(tmp_path: Path):
    project = project_in(tmp_path)
    fill(project)
    ledger = agency_ledger(project)
    ledger.record_rejection(KEY, Decision("mia"), "the pixel does not fire")
    newer = document(claim("c1", "It launched on Tuesday."), claim("c5", "The pixel is being mended."))
    ledger.save_versions([version("acme", "2026-W46", newer)])
    with served(project) as address:
        newest = words_of(requests.get(address + PATH, timeout=60).text)
        earlier = requests.get(f"{address}{PATH}/2", timeout=60).text
        words = words_of(earlier)
        missing = [requests.get(f"{address}{PATH}/{number}", timeout=60).status_code for number in ("9", "x")]
    assert "Version 2 was rejected by mia on" in newest
    assert ": the pixel does not fire" in newest
    assert "version 2 of 3, drafted on" in words
    assert "Rejected by mia on" in words
    assert "by mia on 20" in words
    assert "The pixel <del>fires.</del><ins>is being mended.</ins>" in earlier
    assert 'method="post"' not in earlier.split("<main")[1]
    assert missing == [404, 400]


def test_what_is_sent_is_shown_as_its_reader_sees_it_before_it_is_sent(tmp_path: Path):
    project = project_in(tmp_path)
    fill(project)
    with served(project) as address:
        page = requests.get(address + PATH, timeout=60).text
        hostile = requests.get(f"{address}/blue/2026-W46/client_update", timeout=60).text
    copy = page.split('id="copy"')[1].split("</details>")[0]
    assert "It launched on Tuesday." in copy
    assert HOSTILE not in hostile.split('id="copy"')[1].split("</details>")[0]
