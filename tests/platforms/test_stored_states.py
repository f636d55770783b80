"""What a source has stored between runs is read and gone on from, also where another version of yarnnn wrote it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

import pytest

from tests.platforms.stored_scenes import MAIN_TABLES, STAGES, STORED, Scene, scene_of, stored_state
from yarnnn_pipelines.sources.calendar.state import CalendarState
from yarnnn_pipelines.sources.gmail.state import GmailState
from yarnnn_pipelines.sources.notion.state import NotionState
from yarnnn_pipelines.sources.slack.state import SlackState

STATES: dict[str, Any] = {"slack": SlackState, "gmail": GmailState, "notion": NotionState, "calendar": CalendarState}
PLATFORMS = tuple(MAIN_TABLES)
BROKEN = [
    ("slack", ("channels", "C0000000004", "todo")),
    ("slack", ("turn",)),
    ("gmail", ("pin",)),
    ("gmail", ("retry",)),
    ("gmail", ("lists",)),
    ("notion", ("todo",)),
    ("notion", ("databases",)),
    ("notion", ("roots", "Acme", "read_until")),
    ("calendar", ("calendars", "team@group.calendar.google.com", "listing")),
    ("calendar", ("found",)),
]


def with_value(state: Mapping[str, Any], path: tuple[str, ...], value: Any) -> dict[str, Any]:
    changed = json.loads(json.dumps(state))
    place = changed
    for key in path[:-1]:
        place = place[key]
    place[path[-1]] = value
    return changed


def continued_from(platform: str, stage: str, scene: Scene) -> dict[str, Any]:
    """The stored state; a listing's page token is its server's own, so that the live one takes its place."""
    state = stored_state(platform, stage)
    if platform == "calendar":
        for calendar, cursor in state["calendars"].items():
            cursor["page"] = scene.warehouse.state["calendars"][calendar]["page"]
    return state


@pytest.mark.parametrize("platform", PLATFORMS)
def test_a_state_of_the_first_version_is_read_whole_and_stored_as_it_was(platform):
    stored = json.loads((STORED / f"{platform}.json").read_text())
    for state in (*(stored[stage] for stage in STAGES), *stored["others"]):
        read = STATES[platform].from_json(state)
        assert read.to_json() == state
        assert not read.unreadable


@pytest.mark.parametrize("platform", PLATFORMS)
@pytest.mark.parametrize("stage", STAGES)
def test_a_run_goes_on_from_a_state_of_the_first_version(platform, stage):
    with scene_of(platform) as scene:
        scene.play_until(stage)
        scene.warehouse.state = continued_from(platform, stage, scene)
        before = scene.requests()
        skips = scene.sync(None)
        asked = scene.requests() - before
        assert "state_unreadable" not in skips.counts
        landed = scene.current()
    with scene_of(platform) as forgetful:
        forgetful.play_until(stage)
        forgetful.warehouse.state = {}
        before = forgetful.requests()
        forgetful.sync(None)
        assert landed == forgetful.current()
        assert asked < forgetful.requests() - before


@pytest.mark.parametrize("platform", PLATFORMS)
def test_a_stored_state_shares_nothing_with_the_one_that_moves_on(platform):
    state = STATES[platform].from_json(stored_state(platform, "midway"))
    stored = state.to_json()
    before = json.dumps(stored)
    for place in (getattr(state, "channels", {}), getattr(state, "cursors", {}), getattr(state, "roots", {})):
        place.clear()
    for waiting in (getattr(state, "tasks", []), getattr(state, "retry", {})):
        waiting.clear()
    assert json.dumps(stored) == before


@pytest.mark.parametrize("platform", PLATFORMS)
def test_what_a_newer_version_stored_besides_is_left_out(platform):
    """Should that version come back, a part that is missing begins anew; one that stood still would be wrong."""
    state = stored_state(platform, "whole")
    read = STATES[platform].from_json({**state, "invented": {"since": 1}})
    assert read.to_json() == state
    assert not read.unreadable


@pytest.mark.parametrize("platform", PLATFORMS)
def test_a_first_run_has_nothing_stored(platform):
    assert not STATES[platform].from_json({}).unreadable
    assert STATES[platform].from_json({}).to_json() == STATES[platform]().to_json()


def test_what_an_older_version_did_not_store_begins_as_in_a_first_run():
    cursor = SlackState.from_json({"channels": {"C1": {"newest": 5, "todo": [[None, 3]]}}}).channels["C1"]
    assert (cursor.newest, cursor.threads, cursor.whole_at) == (5, [], None)
    assert [span.as_list() for span in cursor.backlog.spans] == [[0, 3]]


@pytest.mark.parametrize(("platform", "path"), BROKEN)
@pytest.mark.parametrize("value", [{"as": 0.5}, 1.5, True], ids=["object", "fraction", "flag"])
def test_a_part_that_cannot_be_read_begins_anew_and_lands_nothing_twice(platform, path, value):
    with scene_of(platform) as scene:
        scene.play_until("whole")
        before = versions(scene)
        scene.warehouse.state = with_value(scene.warehouse.state, path, value)
        skips = scene.sync(None)
        assert skips.counts["state_unreadable"] == 1
        assert "is read from its beginning again" in " ".join(skips.examples)
        assert versions(scene) == before
        assert "state_unreadable" not in scene.sync(None).counts


def versions(scene: Scene) -> dict[str, list[str]]:
    rows = scene.warehouse.history(MAIN_TABLES[scene.warehouse.platform])
    return {item: [row["version"] for row in history] for item, history in rows.items()}


def test_one_broken_channel_or_root_or_calendar_costs_no_other():
    slack = stored_state("slack", "whole")
    general, acme = slack["channels"]
    read = SlackState.from_json(with_value(slack, ("channels", general, "newest"), "today"))
    assert (set(read.channels), read.unreadable) == ({acme}, (f"Slack channel {general}",))
    notion = NotionState.from_json(with_value(stored_state("notion", "whole"), ("roots", "Acme"), None))
    assert (set(notion.roots), notion.unreadable) == ({"Globex"}, ("Notion root 'Acme'",))
    assert notion.databases


def test_a_calendar_that_begins_anew_keeps_the_name_under_which_its_events_landed():
    state = stored_state("calendar", "whole")
    team = next(iter(state["calendars"]))
    cursor = CalendarState.from_json(with_value(state, ("calendars", team, "token"), 7)).cursors[team]
    assert (cursor.name, cursor.container, cursor.is_whole) == ("Team", "calendar:Team", True)


def test_what_is_gone_is_seen_by_a_calendar_that_begins_anew():
    with scene_of("calendar") as scene:
        scene.play_until("whole")
        event = next(event for event, told in scene.server.events.items() if told.fields["summary"] == "Review of Team")
        scene.server.cancel(event)
        scene.warehouse.state = {}
        scene.sync(None)
        assert not any("Review of Team" in row["text"] for row in scene.current().values())
