"""A fifth platform is one folder: from another package it lands, is shown, becomes events and is forgotten."""

from __future__ import annotations

import importlib
import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import dagster as dg
import duckdb
import pytest
from rich.console import Console

from tests.unit.test_settings import written
from yarnnn_pipelines import project
from yarnnn_pipelines.cli.views import state
from yarnnn_pipelines.config.settings import Settings
from yarnnn_pipelines.context.build import build_weeks
from yarnnn_pipelines.core.errors import UserError
from yarnnn_pipelines.definitions import build_definitions
from yarnnn_pipelines.forgetting.register import Request, read_forgotten
from yarnnn_pipelines.forgetting.request import forget
from yarnnn_pipelines.sources import registry
from yarnnn_pipelines.sources.examination import examine
from yarnnn_pipelines.sources.landing import land
from yarnnn_pipelines.stores.home import Home
from yarnnn_pipelines.stores.ledger.opening import open_ledger

PACKAGE = Path(__file__).parent / "fifth_platform"
WEEK = "2026-W46"
NOTES = [
    {"id": "1", "book": "lobby", "author": "Dana", "at": "2026-11-10T10:00:00+00:00", "text": "The sign is up."},
    {"id": "2", "book": "back office", "author": "Mia", "at": "2026-11-11T10:00:00+00:00", "text": "It cost too much."},
    {"id": "3", "book": "somewhere", "author": "Sam", "at": "2026-11-12T10:00:00+00:00", "text": "Globex liked it."},
    {"id": "4", "book": "somewhere", "author": "Sam", "at": "2026-11-12T11:00:00+00:00", "text": "Nice weather."},
]


@pytest.fixture(scope="module", autouse=True)
def installed() -> Iterator[None]:
    """The package as if it were installed: its folder holds what pip would write down about it."""
    sys.path.insert(0, str(PACKAGE))
    _forget_what_there_is()
    yield
    sys.path.remove(str(PACKAGE))
    _forget_what_there_is()


def _forget_what_there_is() -> None:
    importlib.invalidate_caches()
    registry.platforms.cache_clear()
    registry.with_parties.cache_clear()
    project.agency_model.cache_clear()


def agency(export: Path) -> Settings:
    return project.settings_of(
        {
            "agency": {
                "name": "Northlight Studio",
                "time_zone": "Europe/Lisbon",
                "domains": ["northlight.example"],
                "start": "2026-W41",
            },
            "sources": {"guestbook": {"export": [str(export)]}},
            "clients": [
                {"id": "acme", "name": "Acme Corp", "books": {"open": ["Lobby"], "closed": ["back office", "attic"]}},
                {"id": "globex", "name": "Globex"},
            ],
        }
    )


class Line:
    """A home in which the guest book has landed and the week's context was built."""

    def __init__(self, root: Path) -> None:
        self.home = Home(root / "home")
        self.home.prepare()
        self.settings = agency(root / "notes.json")
        self.report = self.land(NOTES)
        build_weeks(self.home, self.settings, [WEEK])

    def land(self, notes: list[dict[str, Any]]) -> dict[str, Any]:
        (self.home.root.parent / "notes.json").write_text(json.dumps(notes), encoding="utf-8")
        return land("guestbook", self.settings, self.home).as_dict()

    def rows(self, query: str) -> list[tuple[Any, ...]]:
        with duckdb.connect(self.home.warehouse) as con:
            return con.execute(query).fetchall()


@pytest.fixture(scope="module")
def line(tmp_path_factory: pytest.TempPathFactory) -> Line:
    return Line(tmp_path_factory.mktemp("fifth"))


def test_its_export_lands_with_its_weeks_and_the_names_that_nothing_landed_from(line: Line) -> None:
    assert line.report["tables"] == {"guestbook.notes": {"seen": 4, "added": 4, "tombstones": 0, "total": 4}}
    assert line.report["touched_weeks"] == [WEEK]
    (not_found,) = line.report["not_found"]
    assert not_found.startswith("acme: no guest book 'attic' has landed. Mend: ")


def test_its_items_are_events_of_the_client_in_whose_place_they_lie(line: Line) -> None:
    rows = line.rows("select text, client_id, attribution_rule, audience, author_name from context.events order by 1")
    assert rows == [
        ("Globex liked it.", "globex", "alias", "internal", "Sam"),
        ("It cost too much.", "acme", "configured_container", "internal", "Mia"),
        ("Nice weather.", None, "none", "internal", "Sam"),
        ("The sign is up.", "acme", "configured_container", "client", "Dana"),
    ]
    assert line.rows("select container_name from context.events where event_id = 'guestbook:1'") == [("lobby",)]


def test_what_was_quoted_of_it_can_be_read_again_and_every_item_is_counted(line: Line) -> None:
    assert line.rows("select count(*), count(distinct version) from context.item_versions") == [(4, 4)]
    assert line.rows("select sum(n) from context.coverage where platform = 'guestbook'") == [(4,)]


def test_status_and_doctor_know_it(line: Line) -> None:
    ledger = open_ledger(line.home.ledger_url)
    ledger.record_landing("guestbook", line.report)
    console = Console(width=120)
    with console.capture() as shown:
        console.print(state.sources_table(line.settings, ledger.last_landings()))
    assert "guestbook" in shown.get()
    (examined,) = examine(line.settings, {})
    assert (examined.source, examined.is_well) == ("guestbook", True)


def test_the_graph_leads_from_its_table_to_the_events(line: Line) -> None:
    definitions = build_definitions(project.Project(line.home, line.settings))
    graph = definitions.get_repository_def().asset_graph
    notes = dg.AssetKey(["guestbook", "notes"])
    assert graph.get(notes).group_name == "guestbook"
    assert graph.get(notes).child_keys == {dg.AssetKey(["context", "stg_plain__items"])}
    ancestors, ahead = set(), [dg.AssetKey(["context", "events"])]
    while ahead:
        ancestors |= (parents := graph.get(ahead.pop()).parent_keys)
        ahead += parents
    assert notes in ancestors


def test_its_keys_are_checked_with_line_and_mend(tmp_path: Path) -> None:
    text = (
        "agency: {name: A, time_zone: UTC, domains: [a.example], start: 2026-W41}\n"
        "sources:\n  guestbook: {export: notes.json}\n"
        "clients:\n"
        "  - {id: acme, name: Acme, books: {open: [Lobby]}}\n"
        "  - {id: globex, name: Globex, books: {open: [lobby]}}\n"
    )
    with pytest.raises(UserError, match="guest book 'lobby' belongs to both") as caught:
        project.load_settings(written(tmp_path, text))
    assert caught.value.where.endswith("line 6")
    with pytest.raises(UserError, match="unknown key 'opened'") as caught:
        project.load_settings(written(tmp_path, text.replace("books: {open: [lobby]}", "books: {opened: [lobby]}")))
    assert caught.value.mend == "did you mean 'open'?"


@pytest.mark.long
def test_a_note_a_client_and_a_person_are_forgotten_and_do_not_land_again(tmp_path: Path) -> None:
    line = Line(tmp_path)
    ledger = open_ledger(line.home.ledger_url)
    kept = project.Project(line.home, line.settings)
    assert forget(kept, ledger, Request("message", "guestbook:4")).removed["warehouse guestbook.notes"] == 1
    assert forget(kept, ledger, Request("client", "acme")).removed["warehouse guestbook.notes"] == 2
    assert line.rows("select item_id from guestbook.notes") == [("guestbook:3",)]
    assert forget(kept, ledger, Request("person", "Sam")).removed["warehouse guestbook.notes"] == 1
    land("guestbook", line.settings, line.home, admission=read_forgotten(ledger))
    assert line.rows("select item_id from guestbook.notes") == []


def test_two_platforms_of_one_id_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    platform = registry.platform_of("guestbook")
    monkeypatch.setattr(type(platform), "id", "slack")
    registry.platforms.cache_clear()
    try:
        with pytest.raises(UserError, match="two platforms have the id 'slack'"):
            registry.platforms()
    finally:
        registry.platforms.cache_clear()
