"""Notion's own Python client reads the loopback server as it would Notion, and finds what the server says is there."""

from __future__ import annotations

import json
import logging
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from notion_client import APIErrorCode, APIResponseError, Client
from notion_client.errors import UnknownHTTPResponseError
from notion_client.helpers import collect_paginated_api

from tests.line.landing_line import Landings, agency
from tests.platforms.notion_server import (
    OLD,
    SOURCES,
    TOKEN,
    TRASH_ONLY,
    VERSIONS,
    NotionServer,
    SeenBlock,
    SeenPage,
    block,
    hex_id,
    mention,
    notion_error,
    span,
)
from yarnnn_pipelines.sources.landing import land

PLAN = {
    **{"Task": "title", "Notes": "rich_text", "Points": "number", "Done": "checkbox", "Link": "url", "Mail": "email"},
    "Area": {"type": "select", "options": ["Ads", "Web"]},
    "Status": {"type": "status", "options": ["On track", "At risk"]},
    "Tags": {"type": "multi_select", "options": ["a", "b"]},
    **{"Due": "date", "Owner": "people", "Created": "created_time", "Last edited time": "last_edited_time"},
    **{"Created by": "created_by", "Last edited by": "last_edited_by"},
    "Late": {"type": "formula", "value": lambda row: (row["Points"] or 0) > 5},
}


@dataclass
class Scene:
    server: NotionServer
    mia: str
    home: str
    brief: str
    plan: str
    rows: list[str]

    def client(self, version: str = SOURCES, **options: Any) -> Client:
        quiet = {"logger": logging.getLogger("notion-sdk"), "log_level": logging.CRITICAL, "retry": False}
        return Client(auth=TOKEN, base_url=self.server.url, notion_version=version, **quiet | options)


@pytest.fixture
def scene() -> Iterator[Scene]:
    server = NotionServer()
    with server.running():
        mia = server.add_user("Mia Duarte", "mia@northlight.example")
        home = server.add_page(None, "Acme", blocks=[block("paragraph", ["All about ", span("Acme", "bold"), "."])])
        brief = server.add_page(
            home,
            "Campaign brief",
            by=mia,
            blocks=[
                *(block(f"heading_{level}", f"Part {level}") for level in (1, 2, 3)),
                block("bulleted_list_item", "First", block("bulleted_list_item", "Inner", block("quote", "Deep"))),
                block("numbered_list_item", "One"),
                block("to_do", "Send", checked=True),
                block("toggle", "More", block("paragraph", ["Ask ", mention("user", mia)])),
                block("callout", "Mind the budget"),
                block("code", "print(1)", language="python"),
                block("divider"),
                block("table", "", *(block("table_row", cells=row) for row in (["A", "B"], ["1", "2"]))),
                block("image", "The logo", file="https://files.notion.example/logo.png"),
                block("unsupported", "", block("paragraph", "hidden"), block_type="ai_block"),
                block("synced_block", "", block("paragraph", "The same everywhere")),
                block("paragraph", ["See ", mention("page", home), " by ", mention("date", "2026-11-20")]),
                block("meeting_notes", "Kick-off", *(block("paragraph", one) for one in ("Sum", "Notes", "Talk"))),
            ],
        )
        plan = server.add_database(home, "Plan", PLAN, by=mia)
        rows = [
            server.add_row(
                *(plan, f"Task {number}", [block("paragraph", f"Body {number}")]),
                **{"Notes": "with *stars*", "Points": number, "Done": number % 2 == 0, "Area": "Web"},
                **{"Status": "On track", "Tags": ["a", "b"], "Due": "2026-11-20", "Owner": [mia], "by": mia},
                **{"Link": "https://acme.example", "Mail": "dana@acme.example"},
            )
            for number in range(7)
        ]
        yield Scene(server, mia, home, brief, plan, rows)


# --- the client's walk, made of what the API says alone


def text_of(rich: list[Any]) -> str:
    return "".join(one["plain_text"] for one in rich)


def value_of(prop: dict[str, Any]) -> Any:
    value = prop[prop["type"]]
    match prop["type"]:
        case "title" | "rich_text":
            return text_of(value)
        case "select" | "status":
            return value and value["name"]
        case "multi_select":
            return [one["name"] for one in value]
        case "date":
            return value and (value["start"], value["end"])
        case "people" | "relation":
            return [hex_id(one["id"]) for one in value]
        case "created_by" | "last_edited_by":
            return hex_id(value["id"])
        case "formula":
            return value[value["type"]]
        case "rollup":
            return [value_of(one) for one in value["array"]] if value["type"] == "array" else value["number"]
    return value


class Walk:
    """Every page that search finds or a container names, read through the SDK."""

    def __init__(self, client: Client, version: str) -> None:
        self.client, self.version = client, version
        self.pages: dict[str, SeenPage] = {}
        self.containers: set[str] = set()
        queue = collect_paginated_api(client.search)
        while queue:
            found = queue.pop()
            if found["object"] == "page":
                queue += self.read_page(found)
            else:
                queue += self.read_container(found)

    def read_page(self, page: dict[str, Any]) -> list[Any]:
        if hex_id(page["id"]) in self.pages:
            return []
        below: list[Any] = []
        blocks = tuple(self.read_blocks(page["id"], 0, below))
        places = [page["id"], *(one.id for one in blocks if one.type not in ("child_page", "child_database"))]
        parent = page["parent"]
        self.pages[hex_id(page["id"])] = SeenPage(
            id=hex_id(page["id"]),
            title=next(value_of(one) for one in page["properties"].values() if one["type"] == "title"),
            parent=next((hex_id(parent[key]) for key in ("database_id", "page_id", "block_id") if key in parent), None),
            database=hex_id(parent["database_id"]) if "database_id" in parent else None,
            last_edited_time=page["last_edited_time"],
            properties={name: value_of(one) for name, one in page["properties"].items()},
            blocks=blocks,
            comments=tuple(
                (hex_id(place), text_of(one["rich_text"]))
                for place in places
                for one in collect_paginated_api(self.client.comments.list, block_id=place)
            ),
        )
        return below

    def read_blocks(self, parent: str, depth: int, below: list[Any]) -> Iterator[SeenBlock]:
        for one in collect_paginated_api(self.client.blocks.children.list, block_id=parent):
            kind = one["type"]
            content = one[kind]
            if kind == "table_row":
                text = " | ".join(text_of(cell) for cell in content["cells"])
            elif isinstance(content.get("title"), str):
                text = content["title"]
            else:
                text = text_of(content.get("rich_text") or content.get("caption") or content.get("title") or [])
            kind = "meeting_notes" if kind == "transcription" else kind
            yield SeenBlock(hex_id(one["id"]), kind, text, depth)
            if kind == "child_page":
                below.append(self.client.pages.retrieve(one["id"]))
            elif kind == "child_database":
                below.append(self.client.databases.retrieve(one["id"]))
            elif one["has_children"]:
                try:
                    yield from self.read_blocks(one["id"], depth + 1, below)
                except APIResponseError as error:
                    assert error.code == APIErrorCode.ValidationError  # noqa: PT017 - the walk goes on

    def read_container(self, found: dict[str, Any]) -> list[Any]:
        if found["id"] in self.containers:
            return []
        self.containers.add(found["id"])
        if found["object"] == "data_source":
            return collect_paginated_api(self.client.data_sources.query, data_source_id=found["id"])
        if self.version == OLD:
            query = lambda **body: self.client.request(f"databases/{found['id']}/query", "POST", body=body)  # noqa: E731
            return collect_paginated_api(query)
        return [self.client.data_sources.retrieve(source["id"]) for source in found["data_sources"]]


def code_of(call: Callable[[], Any]) -> tuple[int, str]:
    """Status and code of the error which the SDK raises; the SDK knows some of Notion's codes by status only."""
    with pytest.raises((APIResponseError, UnknownHTTPResponseError)) as caught:
        call()
    told = json.loads(caught.value.body)
    assert told["object"] == "error"
    assert isinstance(caught.value, UnknownHTTPResponseError) or caught.value.code == told["code"]
    return caught.value.status, told["code"]


# --- reading everything


@pytest.mark.parametrize("version", VERSIONS)
@pytest.mark.parametrize("page_cap", [100, 2])
def test_the_sdk_finds_what_is_there_in_every_version_and_page_size(scene: Scene, version: str, page_cap: int) -> None:
    scene.server.comment(scene.brief, "On the page")
    first = scene.server.visible()[hex_id(scene.brief)].blocks[0]
    scene.server.comment(next(one for one in scene.server.nodes if hex_id(one) == first.id), "On the heading")
    scene.server.page_cap = page_cap
    walk = Walk(scene.client(version), version)
    assert walk.pages == scene.server.visible()
    assert len(walk.pages) == 9
    assert [text for _, text in walk.pages[hex_id(scene.brief)].comments] == ["On the page", "On the heading"]


def test_what_search_forgets_is_still_found_below_its_parent(scene: Scene) -> None:
    scene.server.search_forgets = {scene.brief, scene.plan, scene.rows[3]}
    found = {one["id"] for one in collect_paginated_api(scene.client().search)}
    assert not found & scene.server.search_forgets
    assert Walk(scene.client(), SOURCES).pages == scene.server.visible()


def test_a_relation_and_its_rollup_and_a_long_relation_by_its_own_address(scene: Scene) -> None:
    columns = {
        "Name": "title",
        "Tasks": {"type": "relation", "target": scene.plan},
        "Points": {"type": "rollup", "relation": "Tasks", "property": "Points", "function": "sum"},
        "Owners": {"type": "rollup", "relation": "Tasks", "property": "Status", "function": "show_original"},
    }
    goals = scene.server.add_database(scene.home, "Goals", columns)
    goal = scene.server.add_row(goals, "Launch", Tasks=scene.rows)
    assert Walk(scene.client(), SOURCES).pages == scene.server.visible()
    assert scene.server.visible()[hex_id(goal)].properties["Points"] == 21
    many = [scene.server.add_row(scene.plan, f"More {number}") for number in range(30)]
    scene.server.set_property(goal, "Tasks", many)
    client = scene.client()
    tasks = client.pages.retrieve(goal)["properties"]["Tasks"]
    assert (len(tasks["relation"]), tasks["has_more"]) == (25, True)
    listed = collect_paginated_api(client.pages.properties.retrieve, page_id=goal, property_id=tasks["id"], page_size=7)
    assert [one["relation"]["id"] for one in listed] == many


def test_a_synced_copy_shows_its_original_s_blocks(scene: Scene) -> None:
    original = next(node.id for node in scene.server.nodes.values() if node.type == "synced_block")
    scene.server.append_block(scene.home, "synced_block", synced_from=original)
    walk = Walk(scene.client(), SOURCES)
    assert walk.pages == scene.server.visible()
    assert walk.pages[hex_id(scene.home)].blocks[-1].text == "The same everywhere"
    scene.server.erase(original)
    assert Walk(scene.client(), SOURCES).pages == scene.server.visible()


@settings(max_examples=10, deadline=None)
@given(data=st.data())
def test_after_any_changes_the_sdk_finds_what_is_there(data: st.DataObject) -> None:
    server = NotionServer()
    with server.running():
        home = server.add_page(None, "Home")
        plan = server.add_database(home, "Plan", {"Name": "title", "Status": "rich_text"})
        moves = ("page", "row", "block", "edit", "property", "delete", "trash", "restore", "move", "unshare", "share")
        for step, what in enumerate(data.draw(st.lists(st.sampled_from(moves), min_size=5, max_size=25))):
            server.pass_time(seconds=data.draw(st.integers(0, 90)))
            nodes = [one for one in server.nodes.values() if one.type == "child_page" and one.id != home]
            blocks = [one.id for one in server.nodes.values() if one.type == "paragraph"]
            page = data.draw(st.sampled_from([one.id for one in nodes] or [home]))
            match what:
                case "page":
                    server.add_page(data.draw(st.sampled_from([home, page, *blocks])), f"Page {step}")
                case "row":
                    server.add_row(plan, f"Row {step}", Status="new")
                case "block":
                    server.append_block(data.draw(st.sampled_from([page, *blocks])), "paragraph", f"Block {step}")
                case "property" if server.nodes[page].source:
                    server.set_property(page, "Status", f"Status {step}")
                case "edit" | "delete" if blocks:
                    one = data.draw(st.sampled_from(blocks))
                    server.edit_block(one, f"Edit {step}") if what == "edit" else server.delete_block(one)
                case "move" if page != home and not server.nodes[page].children:
                    server.move(page, data.draw(st.sampled_from([one for one in (home, plan, *blocks) if one != page])))
                case "trash" | "restore" | "unshare" | "share" if page != home:
                    getattr(server, what)(page)
        quiet = {"logger": logging.getLogger("notion-sdk"), "log_level": logging.CRITICAL, "retry": False}
        client = Client(auth=TOKEN, base_url=server.url, notion_version=TRASH_ONLY, **quiet)
        server.page_cap = data.draw(st.integers(1, 5))
        assert Walk(client, TRASH_ONLY).pages == server.visible()


# --- versions


def test_trash_and_meeting_notes_are_told_in_each_version_s_words(scene: Scene) -> None:
    notes = next(node.id for node in scene.server.nodes.values() if node.type == "meeting_notes")
    seen = {version: scene.client(version).blocks.retrieve(notes) for version in VERSIONS}
    assert {version: one["type"] for version, one in seen.items()} == {
        OLD: "transcription",
        SOURCES: "transcription",
        TRASH_ONLY: "meeting_notes",
    }
    assert ["archived" in seen[version] for version in VERSIONS] == [True, True, False]
    assert all(one["in_trash"] is False for one in seen.values())


def test_a_database_has_columns_in_the_old_version_and_data_sources_in_the_new(scene: Scene) -> None:
    old, new = scene.client(OLD), scene.client()
    assert set(old.databases.retrieve(scene.plan)["properties"]) == set(PLAN)
    [source] = new.databases.retrieve(scene.plan)["data_sources"]
    assert "properties" not in new.databases.retrieve(scene.plan)
    assert set(new.data_sources.retrieve(source["id"])["properties"]) == set(PLAN)
    assert old.pages.retrieve(scene.rows[0])["parent"] == {"type": "database_id", "database_id": scene.plan}
    assert new.pages.retrieve(scene.rows[0])["parent"]["data_source_id"] == source["id"]
    assert code_of(lambda: old.data_sources.query(source["id"])) == (400, "invalid_request_url")
    assert code_of(lambda: new.request(f"databases/{scene.plan}/query", "POST")) == (400, "invalid_request_url")
    assert code_of(lambda: old.search(filter={"property": "object", "value": "data_source"}))[0] == 400
    assert code_of(lambda: new.search(filter={"property": "object", "value": "database"}))[0] == 400


def test_two_data_sources_are_two_tables_and_the_old_version_can_t_read_them(scene: Scene) -> None:
    second = scene.server.add_data_source(scene.plan, "Archive", {"Name": "title"})
    scene.server.add_row(second, "Old task")
    assert Walk(scene.client(), SOURCES).pages == scene.server.visible()
    assert code_of(lambda: scene.client(OLD).databases.retrieve(scene.plan)) == (400, "validation_error")


# --- changes


def test_times_are_rounded_down_to_the_minute_on_page_and_block(scene: Scene) -> None:
    paragraph = scene.server.append_block(scene.home, "paragraph", "Status: on track")
    scene.server.pass_time(minutes=3, seconds=59)
    scene.server.edit_block(paragraph, "Status: at risk", by=scene.mia)
    client = scene.client()
    page, one = client.pages.retrieve(scene.home), client.blocks.retrieve(paragraph)
    assert page["last_edited_time"] == one["last_edited_time"] == "2026-11-16T09:03:00.000Z"
    assert one["last_edited_by"]["id"] == page["last_edited_by"]["id"] == scene.mia
    assert page["created_time"] == "2026-11-16T09:00:00.000Z"
    scene.server.pass_time(minutes=1)
    scene.server.comment(scene.home, "A comment is no edit")
    assert client.pages.retrieve(scene.home)["last_edited_time"] == "2026-11-16T09:03:00.000Z"


def test_rows_by_their_last_edit_in_order(scene: Scene) -> None:
    for number in (5, 2):
        scene.server.pass_time(minutes=10)
        scene.server.set_property(scene.rows[number], "Status", "At risk")
    client = scene.client()
    [source] = client.databases.retrieve(scene.plan)["data_sources"]
    since = {"timestamp": "last_edited_time", "last_edited_time": {"on_or_after": "2026-11-16T09:10:00Z"}}
    sorts = [{"timestamp": "last_edited_time", "direction": "descending"}]
    found = client.data_sources.query(source["id"], filter=since, sorts=sorts)["results"]
    assert [one["id"] for one in found] == [scene.rows[2], scene.rows[5]]
    risky = {
        "or": [{"property": "Status", "status": {"equals": "At risk"}}, {"property": "Points", "number": {"equals": 0}}]
    }
    assert len(client.data_sources.query(source["id"], filter=risky)["results"]) == 3
    first = client.search(sort={"timestamp": "last_edited_time", "direction": "descending"})["results"][0]
    assert first["id"] == scene.rows[2]


def test_a_block_put_first_moved_after_and_deleted_keeps_the_order(scene: Scene) -> None:
    server = scene.server
    first = server.append_block(scene.home, "paragraph", "First", after="")
    server.append_block(scene.home, "paragraph", "Second", after=first)
    server.delete_block(first)
    client = scene.client()
    listed = client.blocks.children.list(scene.home)["results"]
    assert text_of(listed[0]["paragraph"]["rich_text"]) == "Second"
    assert client.blocks.retrieve(first)["in_trash"] is True
    assert Walk(client, SOURCES).pages == server.visible()


@pytest.mark.parametrize("change", ["trash", "unshare"])
def test_what_is_gone_takes_along_what_lies_in_it_and_comes_back(scene: Scene, change: str) -> None:
    before = scene.server.visible()
    getattr(scene.server, change)(scene.home)
    client = scene.client()
    assert Walk(client, SOURCES).pages == scene.server.visible() == {}
    if change == "trash":
        assert client.pages.retrieve(scene.brief)["in_trash"] is True
    else:
        assert code_of(lambda: client.pages.retrieve(scene.brief)) == (404, "object_not_found")
        assert code_of(lambda: client.blocks.children.list(scene.brief)) == (404, "object_not_found")
    getattr(scene.server, {"trash": "restore", "unshare": "share"}[change])(scene.home)
    assert Walk(client, SOURCES).pages.keys() == before.keys()


def test_a_row_in_the_trash_is_in_no_query_but_the_trash_s(scene: Scene) -> None:
    scene.server.trash(scene.rows[0])
    client = scene.client()
    [source] = client.databases.retrieve(scene.plan)["data_sources"]
    assert len(client.data_sources.query(source["id"])["results"]) == 6
    assert [one["id"] for one in client.data_sources.query(source["id"], in_trash=True)["results"]] == [scene.rows[0]]


def test_a_page_that_moves_keeps_its_id_and_changes_its_parent(scene: Scene) -> None:
    scene.server.move(scene.brief, scene.plan)
    assert scene.client().pages.retrieve(hex_id(scene.brief))["parent"]["database_id"] == scene.plan
    assert Walk(scene.client(), SOURCES).pages == scene.server.visible()
    scene.server.move(scene.rows[0], None)
    scene.server.share(scene.rows[0])
    assert Walk(scene.client(), SOURCES).pages == scene.server.visible()
    scene.server.erase(scene.home)
    assert list(Walk(scene.client(), SOURCES).pages) == [hex_id(scene.rows[0])]


def test_a_cursor_whose_block_is_gone_is_invalid(scene: Scene) -> None:
    client = scene.client()
    page = client.blocks.children.list(scene.brief, page_size=2)
    scene.server.delete_block(page["next_cursor"])
    again = lambda: client.blocks.children.list(scene.brief, start_cursor=page["next_cursor"])  # noqa: E731
    assert code_of(again) == (400, "validation_error")


def test_a_stored_file_is_signed_anew_each_time(scene: Scene) -> None:
    image = next(node.id for node in scene.server.nodes.values() if node.type == "image")
    first = scene.client().blocks.retrieve(image)["image"]["file"]
    scene.server.pass_time(hours=2)
    second = scene.client().blocks.retrieve(image)["image"]["file"]
    assert first["url"] != second["url"]
    assert first["url"].partition("?")[0] == second["url"].partition("?")[0]
    assert first["expiry_time"] == "2026-11-16T10:00:00.000Z"


# --- users, refusals, limits


def test_people_and_the_bot(scene: Scene) -> None:
    client = scene.client()
    people = {one["id"]: one for one in collect_paginated_api(client.users.list, page_size=1)}
    assert people[scene.mia]["person"]["email"] == "mia@northlight.example"
    assert client.users.retrieve(scene.mia) == people[scene.mia]
    assert client.users.me()["bot"]["workspace_name"] == "Northlight Studio"
    scene.server.capabilities.clear()
    assert code_of(client.users.list) == (403, "restricted_resource")
    assert code_of(lambda: client.comments.list(block_id=scene.home)) == (403, "restricted_resource")
    assert "name" not in client.pages.retrieve(scene.rows[0])["properties"]["Owner"]["people"][0]


def test_refusals_are_the_sdk_s_own_errors(scene: Scene) -> None:
    client = scene.client()
    assert code_of(lambda: client.users.me(auth="ntn_other")) == (401, "unauthorized")
    assert code_of(lambda: client.pages.retrieve("no-id")) == (400, "validation_error")
    assert code_of(lambda: client.pages.retrieve(scene.plan)) == (400, "validation_error")
    assert code_of(lambda: client.databases.retrieve(scene.home)) == (400, "validation_error")
    assert code_of(lambda: client.pages.retrieve("0" * 32)) == (404, "object_not_found")
    assert code_of(lambda: client.search(page_size=101)) == (400, "validation_error")
    assert code_of(lambda: client.search(start_cursor="x")) == (400, "validation_error")
    assert code_of(scene.client("2021-05-13").users.me) == (400, "validation_error")
    assert code_of(scene.client("").users.me) == (400, "missing_version")
    unsupported = next(node.id for node in scene.server.nodes.values() if node.type == "unsupported")
    assert code_of(lambda: client.blocks.children.list(unsupported)) == (400, "validation_error")


@pytest.mark.parametrize(
    ("status", "code"),
    [
        *[(409, "conflict_error"), (429, "rate_limited"), (500, "internal_server_error")],
        *[(502, "bad_gateway"), (503, "service_unavailable"), (529, "service_overload")],
    ],
)
def test_a_fault_is_met_once(scene: Scene, status: int, code: str) -> None:
    scene.server.fail(notion_error(status, retry_after=1), where="/pages/")
    client = scene.client()
    assert client.users.me()["object"] == "user"
    assert code_of(lambda: client.pages.retrieve(scene.home)) == (status, code)
    assert client.pages.retrieve(scene.home)["id"] == scene.home


def test_three_requests_a_second_by_the_server_s_clock_and_by_real_time(scene: Scene) -> None:
    scene.server.limit_rate(3)
    client = scene.client()
    for _ in range(3):
        client.users.me()
    with pytest.raises(APIResponseError) as caught:
        client.users.me()
    assert (caught.value.code, caught.value.headers["Retry-After"]) == (APIErrorCode.RateLimited, "1")
    scene.server.pass_time(seconds=1)
    client.users.me()
    scene.server.limit_rate(3, real_time=True)
    patient, started = scene.client(retry=True), time.monotonic()
    for _ in range(4):
        patient.users.me()
    assert time.monotonic() - started >= 0.9


# --- the export of the same state


@pytest.mark.parametrize("folders_have_ids", [True, False])
def test_the_export_lands_the_same_items_as_the_api_shows(scene: Scene, tmp_path: Path, folders_have_ids: bool) -> None:
    scene.server.pass_time(minutes=5)
    scene.server.trash(scene.rows[0])
    secret = scene.server.add_page(scene.home, "Salaries", shared=False)
    path = scene.server.export(tmp_path / "export.zip", folders_have_ids=folders_have_ids)
    landings = Landings(tmp_path / "home")
    land("notion", agency(notion={"export": [str(path)]}), landings.home)
    rows = landings.rows("select item_id, container_id, payload->>'title', text, occurred_at from notion.pages")
    seen = scene.server.visible()
    assert hex_id(secret) not in seen
    assert {row[0]: row[2] for row in rows} == {f"notion:{page.id}": page.title for page in seen.values()}
    parents = {f"notion:{page.id}": f"notion:{page.parent or 'workspace'}" for page in seen.values()}
    assert {row[0]: row[1] for row in rows} == parents
    [text] = [row[3] for row in rows if row[0] == f"notion:{hex_id(scene.rows[1])}"]
    assert "Status: On track" in text
    assert "Body 1" in text
    assert {row[4] for row in rows} == {datetime(2026, 11, 16, 9, 0, tzinfo=UTC)}


def test_the_export_of_a_member_has_what_the_integration_can_t_see(scene: Scene, tmp_path: Path) -> None:
    secret = scene.server.add_page(scene.home, "Salaries", shared=False)
    path = scene.server.export(tmp_path / "export.zip", everything=True)
    landings = Landings(tmp_path / "home")
    land("notion", agency(notion={"export": [str(path)]}), landings.home)
    assert (f"notion:{hex_id(secret)}",) in landings.rows("select item_id from notion.pages")
