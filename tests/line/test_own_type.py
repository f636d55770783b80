"""A deliverable type of a user's own goes the whole line, with nothing but its file."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.line.demo_line import copy_of_demo, publish
from yarnnn_pipelines.core.progress import silent
from yarnnn_pipelines.launch import open_line
from yarnnn_pipelines.project import Project, demo_config, open_project
from yarnnn_pipelines.stores.ledger.opening import open_ledger

DIGEST = """\
id: digest
name: Digest
audience: internal
cadence: weekly
title: "{client}, {week}"
opening: {id: glance, title: At a glance, most: 2}
sections:
  - {id: open, title: Still open, takes: [ask, promise_to_us, commitment, risk], most: 9}
  - {id: results, title: Results, takes: [done, metric], most: 9}
"""


@pytest.fixture
def project(tmp_path: Path) -> Project:
    home = copy_of_demo(tmp_path).home
    settings = demo_config().read_text(encoding="utf-8").replace("exports/", f"{demo_config().parent}/exports/")
    assert "type: client_update" in settings
    path = tmp_path / "yarnnn.yaml"
    path.write_text(settings.replace("type: client_update", "type: digest", 1), encoding="utf-8")
    (tmp_path / "deliverable_types").mkdir()
    (tmp_path / "deliverable_types" / "digest.yaml").write_text(DIGEST, encoding="utf-8")
    return open_project(path, home=home)


def test_a_type_of_a_users_own_is_drafted_judged_approved_and_published(project: Project) -> None:
    ledger = open_ledger(project.home.ledger_url)
    with open_line(project, silent) as line:
        line.produce("digest", ["acme"], ["2026-W46"])
        version = ledger.latest("acme", "2026-W46", "digest")
        assert version is not None
        assert version.state == "drafted"
        assert [section["id"] for section in version.document["sections"]][-2:] == ["open", "results"]
        ledger.approve("acme", "2026-W46", "digest", "mia")
    publish(project, ("acme", "2026-W46"), type_id="digest")
    folder = project.home.published / "acme" / "2026-W46"
    text = (folder / "digest.v1.md").read_text(encoding="utf-8")
    assert text.startswith("# Acme Corp, 2026-W46\n")
    assert "## Still open" in text
    assert "## What moved" not in text
    update = ledger.latest("acme", "2026-W46", "client_update")
    assert update is not None
    assert update.state == "drafted"  # the other type stays as it was
