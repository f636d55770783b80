"""One agency read through the platforms' APIs and through their exports: the same items, the same updates.

Both ways observe the same two moments, after the story's second week and after its third. What a platform's reader
does with single items is tested beside the reader.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import duckdb
import pytest

from tests.platforms.agency import FIRST_WEEK, Agency
from yarnnn_pipelines.context.build import build_weeks
from yarnnn_pipelines.core.keys import ClientWeek
from yarnnn_pipelines.core.weeks import weeks_between
from yarnnn_pipelines.project import Project, claim_home, open_project
from yarnnn_pipelines.sources.landing import land
from yarnnn_pipelines.sources.registry import platform_ids
from yarnnn_pipelines.sources.slack.settings import SlackChannels
from yarnnn_pipelines.stages.draft import draft_batch
from yarnnn_pipelines.stages.gate import gate_batch
from yarnnn_pipelines.stores.home import Home
from yarnnn_pipelines.stores.ledger.opening import open_ledger

pytestmark = pytest.mark.long

TYPE = "client_update"
TABLES: dict[str, str] = {
    **{"slack": "slack.messages", "gmail": "gmail.messages"},
    **{"notion": "notion.pages", "calendar": "calendar.events"},
}


OBSERVED_AFTER = ("2026-W45", "2026-W46")
WEEKS = weeks_between(FIRST_WEEK, OBSERVED_AFTER[-1])


@dataclass
class Way:
    """One way to read the agency, in a home of its own."""

    project: Project
    updates: dict[tuple[str, str], dict[str, Any]]

    def items(self, platform: str) -> dict[str, list[Any]]:
        """{item id: [when it happened, its text]} of what is there now; some exports never show what was deleted, and
        an .ics file has a cancelled instance as an EXDATE of its series."""
        query = f"""
            select item_id, epoch_us(occurred_at), text, is_deleted from {TABLES[platform]}
            where coalesce(json_extract_string(payload, '$.recurrence_id'), '') = ''
               or coalesce(json_extract_string(payload, '$.status'), '') <> 'cancelled'
            qualify row_number() over (partition by item_id order by observed_at desc) = 1
        """
        with duckdb.connect(self.project.home.warehouse, read_only=True) as con:
            return {item: [at, text] for item, at, text, deleted in con.execute(query).fetchall() if not deleted}


def observe(project: Project) -> None:
    ledger = open_ledger(project.home.ledger_url)
    for platform in platform_ids():
        report = land(platform, project.settings, project.home)
        assert (report.skipped, report.trouble) == ({}, None)
        ledger.record_landing(platform, report.as_dict())


def produced(project: Project, weeks: list[str]) -> Way:
    build_weeks(project.home, project.settings, weeks)
    ledger = open_ledger(project.home.ledger_url)
    pairs = [ClientWeek(client.id, week) for client in project.settings.clients for week in weeks]
    assert not draft_batch(project, ledger, TYPE, pairs).failed
    done = gate_batch(project, ledger, TYPE, pairs).done
    assert sorted(done) == sorted(pairs)
    updates = {
        pair: {
            "outcome": one.version.state,
            "markdown": one.version.markdown,
            "incomplete": one.version.document["incomplete"],
        }
        for pair, one in done.items()
    }
    return Way(project, updates)


@pytest.fixture(scope="module")
def ways(tmp_path_factory: pytest.TempPathFactory) -> Any:
    """(through exports, through the APIs that can be read by now and exports for the rest)."""
    root, agency = tmp_path_factory.mktemp("ways"), Agency()
    folders = {"exports": (), "live": platform_ids()}
    projects: dict[str, Project] = {}
    with pytest.MonkeyPatch.context() as patch, agency.running():
        for name in ("YARNNN_LEDGER_URL", "YARNNN_DAGSTER_POSTGRES_URL"):
            patch.delenv(name, raising=False)
        for name, value in agency.environment().items():
            patch.setenv(name, value)
        for week in OBSERVED_AFTER:
            agency.tell(week)
            for name, live in folders.items():
                config = agency.live(root / name, live)
                projects[name] = open_project(config, home=Home(root / name / "home"))
                claim_home(projects[name])
                observe(projects[name])
        assert agency.is_over
        yield tuple(produced(projects[name], WEEKS) for name in folders)


def looked_at(way: Way, items: dict[str, list[Any]]) -> dict[str, list[Any]]:
    """Those that lie where a live source looks: in Slack, in the clients' channels alone."""
    clients = way.project.settings.clients
    names = [one.written for client in clients for one in client.of(SlackChannels).listed()]
    query = "select item_id from slack.channels where list_contains(?, payload ->> '$.name')"
    with duckdb.connect(way.project.home.warehouse, read_only=True) as con:
        channels = {channel for (channel,) in con.execute(query, [names]).fetchall()}
    return {
        item: said
        for item, said in items.items()
        if not item.startswith("slack:") or item.rpartition(":")[0] in channels
    }


@pytest.mark.parametrize("platform", platform_ids())
def test_a_platform_has_the_same_items_by_either_way(ways: tuple[Way, Way], platform: str) -> None:
    exported, live = (way.items(platform) for way in ways)
    assert looked_at(ways[0], exported) == live


def test_every_client_and_week_has_the_same_update_by_either_way(ways: tuple[Way, Way]) -> None:
    exported, live = (way.updates for way in ways)
    assert exported == live


TOLD = {
    ("acme", "2026-W44"): ["Acme’s legal team approved", "from 1.9% to 2.6%", "Monday 26 → Tuesday 27 October, 11:00"],
    ("acme", "2026-W45"): ["31 of 31 items are green", "from €61 to €58"],  # the number as it was corrected later
    ("acme", "2026-W46"): [
        *("launched on schedule", "decided on image B", "Tuesday 17 → Thursday 19 November"),
        *("Revised budget sign-off", "Mid-quarter review, Thursday 19 November, 14:00"),
    ],
    ("harborline", "2026-W44"): ["starts on Monday 2 November"],
    ("harborline", "2026-W45"): ["The stuck queue is fixed", "Wednesday 4 → Thursday 5 November, 11:00"],
    ("harborline", "2026-W46"): ["approved by the app store", "99.6%", "Label printer, status: On track → At risk"],
}
UNTOLD = (
    *("argin", "18%", "€640", "58,000", "losing money", "260 hours", "Between us", "18,400"),  # internal
    *("consent banner", "€54", "Draft of a task"),  # deleted, corrected
    *("what a place", "padel"),  # of another client, of nobody
)


def test_the_story_is_told_by_either_way_and_nothing_that_is_not_for_the_client(ways: tuple[Way, Way]) -> None:
    for way in ways:
        sent = {pair: update["markdown"] for pair, update in way.updates.items() if update["outcome"] == "drafted"}
        assert [(pair, text) for pair in TOLD for text in TOLD[pair] if text not in sent[pair]] == []
        assert [(pair, text) for pair in sent for text in UNTOLD if text in sent[pair]] == []
        assert {pair for pair in way.updates if pair not in sent} == {("estuary", week) for week in WEEKS}
