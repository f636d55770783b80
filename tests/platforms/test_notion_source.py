"""Notion live: after edits, moves, renames and disappearances, what has landed is what lies below the roots."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import duckdb
import pytest
from dlt.sources.helpers.rest_client.auth import BearerTokenAuth

from tests.line.landing_line import agency as settings_of
from tests.platforms.faults import MemoryWarehouse
from tests.platforms.loopback import Dropped
from tests.platforms.notion_memory import PagesInMemory
from tests.platforms.notion_server import (
    OLD,
    SOURCES,
    TOKEN,
    VERSIONS,
    NotionServer,
    block,
    hex_id,
    mention,
    notion_error,
    span,
)
from yarnnn_pipelines.core.errors import UserError
from yarnnn_pipelines.sources.landing import land
from yarnnn_pipelines.sources.notion.landed import KnownPages, LandedPages
from yarnnn_pipelines.sources.notion.live import NotionOptions, NotionSource
from yarnnn_pipelines.sources.shared.commits import Commits
from yarnnn_pipelines.sources.shared.envelope import microseconds
from yarnnn_pipelines.sources.shared.http import Api, Budget
from yarnnn_pipelines.sources.shared.skips import Skips
from yarnnn_pipelines.stores.home import Home

PLAN = {
    **{"Task": "title", "Notes": "rich_text", "Points": "number", "Done": "checkbox", "Link": "url", "Mail": "email"},
    "Area": {"type": "select", "options": ["Ads", "Web"]},
    "Status": {"type": "status", "options": ["On track", "At risk"]},
    "Tags": {"type": "multi_select", "options": ["a", "b"]},
    **{"Due": "date", "Owner": "people", "Created": "created_time", "Last edited time": "last_edited_time"},
    **{"Created by": "created_by", "Last edited by": "last_edited_by"},
    "Score": {"type": "formula", "value": lambda row: f"{row['Points']} points"},
}


class Agency:
    """A workspace with one client's pages, and a warehouse in memory into which they are synced."""

    def __init__(self, server: NotionServer) -> None:
        self.server = server
        self.warehouse = MemoryWarehouse("notion", NotionSource.tables)
        self.mia = server.add_user("Mia Duarte", "mia@northlight.example")
        self.acme = server.add_page(None, "Acme", blocks=[block("paragraph", ["All about ", span("Acme", "bold")])])
        self.brief = server.add_page(self.acme, "Brief", blocks=[block("paragraph", "Status: on track")], by=self.mia)
        self.plan = server.add_database(self.acme, "Plan", PLAN)
        self.rows = [server.add_row(self.plan, f"Task {n}", [block("paragraph", f"Body {n}")]) for n in range(3)]
        self.other = server.add_page(None, "Globex")
        self.secret = server.add_page(self.other, "Acme", blocks=[block("paragraph", "not for Acme")])
        self.below_secret = server.add_page(self.secret, "Salaries")
        self.pass_time(hours=1)

    def pass_time(self, **units: float) -> None:
        self.server.pass_time(**units)

    def sync(
        self,
        roots: Sequence[str] = ("Acme",),
        *,
        version: str = SOURCES,
        requests: int | None = None,
        checks: int = 0,
        comment_requests: int = 100,
        skips: Skips | None = None,
        bound: Mapping[str, str] | None = None,
    ) -> NotionSource:
        api = Api(
            f"{self.server.url}/v1",
            auth=BearerTokenAuth(TOKEN),
            headers={"Notion-Version": version},
            budget=Budget(requests=requests),
            backoff_seconds=0.001,
        )
        options = NotionOptions(roots, version, "Europe/Lisbon", checks, comment_requests, bound=bound or {})
        now, skips = self.server.now, skips or Skips()
        return self.run(lambda state, known: NotionSource(api, options, state, known, skips, now=lambda: now))

    def run(self, make: Callable[[Mapping[str, Any], KnownPages], NotionSource]) -> NotionSource:
        return self.warehouse.run(lambda state: make(state, PagesInMemory(self.warehouse)))

    def history(self, table: str = "pages") -> dict[str, list[dict[str, Any]]]:
        return self.warehouse.history(table)

    def landed(self, table: str = "pages") -> dict[str, dict[str, Any]]:
        """{32 hex digits: the current row} of what is not deleted."""
        current = {one.rpartition(":")[2]: rows[-1] for one, rows in self.history(table).items()}
        return {
            one: row | {"payload": json.loads(row["payload"])} for one, row in current.items() if not row["is_deleted"]
        }

    def titles(self) -> dict[str, list[str]]:
        return {one: row["payload"]["path"] for one, row in self.landed().items()}

    def text(self, page: str) -> str:
        return self.landed()[hex_id(page)]["text"]

    def versions(self, page: str) -> list[str]:
        return [row["text"] for row in self.history()[f"notion:{hex_id(page)}"]]


class OnDisk(Agency):
    """The same with the warehouse, the commits and the questions that a run has."""

    def __init__(self, server: NotionServer, home: Path) -> None:
        super().__init__(server)
        self.home = Home(home)

    def run(self, make: Callable[[Mapping[str, Any], KnownPages], NotionSource]) -> NotionSource:
        commits = Commits("notion", self.home, NotionSource.main_table, NotionSource.tables, Skips())
        source = make(commits.state, LandedPages(commits.asking("pages")))
        for one in source.slices():
            commits.commit(one)
        commits.finish()
        self.landed_of_root = commits.accounts(source)
        return source

    def history(self, table: str = "pages") -> dict[str, list[dict[str, Any]]]:
        found: dict[str, list[dict[str, Any]]] = defaultdict(list)
        with duckdb.connect(str(self.home.warehouse)) as con:
            for row in con.execute(f"select * from notion.{table} order by observed_at").to_arrow_table().to_pylist():
                found[row["item_id"]].append(row)
        return found


@pytest.fixture
def agency() -> Iterator[Agency]:
    with NotionServer().running() as server:
        yield Agency(server)


@pytest.fixture
def on_disk(tmp_path: Path) -> Iterator[OnDisk]:
    with NotionServer().running() as server:
        yield OnDisk(server, tmp_path / "home")


@pytest.mark.parametrize("version", VERSIONS)
def test_everything_below_a_root_lands_once_and_nothing_else(agency: Agency, version: str):
    agency.sync(version=version)
    expected = {hex_id(one) for one in (agency.acme, agency.brief, *agency.rows)}
    assert set(agency.landed()) == expected
    assert agency.titles()[hex_id(agency.rows[0])] == ["Acme", "Plan", "Task 0"]
    agency.sync(version=version, checks=100)
    assert [len(rows) for rows in agency.history().values()] == [1] * len(expected)


BLOCKS = [
    *(block(f"heading_{level}", f"Part {level}") for level in (1, 2, 3)),
    block("bulleted_list_item", "First", block("bulleted_list_item", "Inner", block("quote", "Deep"))),
    *(block("numbered_list_item", one) for one in ("One", "Two")),
    *(block("to_do", "Send", checked=done) for done in (True, False)),
    block("toggle", "More", block("paragraph", "inside")),
    block("callout", "Mind the budget", block("paragraph", "below it")),
    block("code", "print(1)\n\nprint(2)", language="python"),
    block("divider"),
    block("table", "", *(block("table_row", cells=row) for row in (["A", "B"], ["1", span("2", "bold")]))),
    block("image", "The logo", file="https://files.notion.example/logo.png"),
    block("image", "", url="https://img.example/x.png"),
    block("embed", "A board", url="https://miro.example/1"),
    block("bookmark", "", url="https://acme.example/news"),
    block("equation", "", expression="a = b"),
    block("unsupported", "", block("paragraph", "hidden"), block_type="ai_block"),
    block("synced_block", "", block("paragraph", "The same everywhere")),
    block("column_list", "", block("column", "", block("paragraph", "left")), block("column", "", block("quote", "r"))),
    block("paragraph", [span("x", "bold", "italic"), span("y", "code"), span("gone", "strikethrough")]),
    block("paragraph", ["See ", span("this", link="https://acme.example"), " by ", mention("date", "2026-11-20")]),
    block("meeting_notes", "Kick-off", *(block("paragraph", one) for one in ("Sum", "Notes", "Talk"))),
]
SHARED_COLUMNS = ("item_id", "version", "container_id", "text", "permalink")
SHARED_FIELDS = ("title", "path", "ids", "properties", "database")


@pytest.mark.parametrize("version", VERSIONS)
def test_the_api_and_an_export_of_the_same_workspace_give_the_same_items(agency: Agency, version: str, tmp_path: Path):
    server = agency.server
    everything = server.add_page(agency.acme, "Everything", blocks=BLOCKS, by=agency.mia)
    words = [
        "Ask ",
        mention("user", agency.mia),
        " about ",
        mention("page", agency.brief),
        mention("database", agency.plan),
    ]
    server.append_block(everything, "paragraph", words, by=agency.mia)
    people = [server.add_user(f"Person {number}") for number in range(30)]
    tasks = [server.add_row(agency.plan, f"Many {number}") for number in range(30)]
    links = server.add_database(
        everything,
        "Links",
        {
            "Name": "title",
            "Tasks": {"type": "relation", "target": agency.plan},
            "Points": {"type": "rollup", "relation": "Tasks", "property": "Points", "function": "sum"},
            "Titles": {"type": "rollup", "relation": "Tasks", "property": "Task", "function": "show_original"},
            "Who": "people",
        },
    )
    row = server.add_row(links, "All of them", Tasks=tasks, Who=people)
    server.add_page(row, "Below a row")
    values = {"Notes": "with *stars*\nand lines", "Points": 3, "Done": True, "Area": "Web", "Status": "On track"}
    values |= {"Tags": ["a", "b"], "Due": ("2026-11-20", "2026-11-21"), "Owner": [agency.mia]}
    values |= {"Link": "https://acme.example", "Mail": "dana@acme.example"}
    server.add_row(agency.plan, "Full", [block("paragraph", "Body")], by=agency.mia, **values)
    server.add_row(agency.plan, "Timed", Due="2026-11-20T15:30:00+00:00")
    agency.pass_time(hours=1)
    agency.sync(("Acme", "Globex"), version=version)
    live = agency.landed()

    path = server.export(tmp_path / "export.zip")
    exported = OnDisk(server, tmp_path / "exported")
    land("notion", settings_of(notion={"export": [str(path)]}), exported.home)
    of_export = exported.landed()
    assert set(live) == set(of_export)
    for page, row in live.items():
        for column in SHARED_COLUMNS:
            assert row[column] == of_export[page][column], (row["payload"]["path"], column)
        for name in SHARED_FIELDS:
            assert row["payload"][name] == of_export[page]["payload"][name]
    assert "Person 29" in next(row["text"] for row in live.values() if row["payload"]["title"] == "All of them")
    assert live[hex_id(everything)]["author_id"] == "notion:person:Mia Duarte"


def test_a_page_that_search_forgets_is_found_by_the_page_it_lies_in(agency: Agency):
    hidden = agency.server.add_page(agency.brief, "Deep")
    toggle = agency.server.append_block(agency.brief, "toggle", "open me")
    deeper = agency.server.add_page(toggle, "In a toggle")
    original = agency.server.append_block(agency.acme, "synced_block", "")
    synced = agency.server.add_page(original, "In a synced block")
    agency.server.search_forgets |= {hidden, deeper, synced, agency.brief, *agency.rows}
    agency.sync()
    titles = agency.titles()
    assert titles[hex_id(hidden)] == ["Acme", "Brief", "Deep"]
    assert titles[hex_id(deeper)] == ["Acme", "Brief", "In a toggle"]
    assert titles[hex_id(synced)] == ["Acme", "In a synced block"]
    assert {hex_id(row) for row in agency.rows} <= set(titles)


def test_a_page_edited_twice_within_the_minute_around_a_sync_is_not_lost(agency: Agency):
    agency.sync()
    line = agency.server.append_block(agency.brief, "paragraph", "first words")
    agency.sync()
    agency.pass_time(seconds=20)
    agency.server.edit_block(line, "second words")
    agency.pass_time(minutes=15)
    agency.sync()
    assert [text.splitlines()[-1] for text in agency.versions(agency.brief)][1:] == ["first words", "second words"]


def test_a_move_between_roots_is_a_version_in_the_new_place(agency: Agency):
    below = agency.server.add_page(agency.brief, "Below the brief")
    agency.sync(("Acme", agency.other))
    agency.pass_time(hours=1)
    agency.server.move(agency.brief, agency.other)
    agency.pass_time(minutes=15)
    agency.sync(("Acme", agency.other))
    assert agency.titles()[hex_id(agency.brief)] == ["Globex", "Brief"]
    assert agency.titles()[hex_id(below)] == ["Globex", "Brief", "Below the brief"]
    assert agency.landed()[hex_id(agency.brief)]["container_id"] == f"notion:{hex_id(agency.other)}"
    assert len(agency.versions(agency.brief)) == 2
    first, second = agency.history()[f"notion:{hex_id(below)}"]
    assert first["occurred_at"] < second["occurred_at"]  # in the week of its edit it lay where it lay then
    agency.server.move(agency.brief, agency.plan)
    agency.sync(("Acme", agency.other))
    assert agency.titles()[hex_id(below)] == ["Acme", "Plan", "Brief", "Below the brief"]


def test_a_page_moved_out_of_all_roots_is_deleted_with_what_lies_below(agency: Agency):
    below = agency.server.add_page(agency.brief, "Below the brief")
    agency.sync()
    agency.server.move(agency.brief, agency.other)
    agency.pass_time(minutes=15)
    agency.sync()
    assert not {hex_id(agency.brief), hex_id(below)} & set(agency.landed())
    assert agency.versions(agency.brief)[-1] == ""


def test_a_renamed_page_renames_the_way_to_all_below_it(agency: Agency):
    below = agency.server.add_page(agency.brief, "Below")
    row = agency.server.add_row(agency.server.add_database(agency.brief, "Inner", {"Name": "title"}), "A row")
    agency.sync()
    agency.server.set_property(agency.brief, "title", "Plan B")
    agency.pass_time(minutes=15)
    agency.sync()
    assert agency.titles()[hex_id(below)] == ["Acme", "Plan B", "Below"]
    assert agency.titles()[hex_id(row)] == ["Acme", "Plan B", "Inner", "A row"]
    assert "Plan B" in agency.text(agency.acme)


@pytest.mark.parametrize("how", ["trash", "erase", "unshare"])
def test_what_vanishes_is_deleted_with_what_lies_below_and_comes_back_as_a_version(agency: Agency, how: str):
    below = agency.server.add_page(agency.brief, "Below")
    agency.sync(checks=100)
    getattr(agency.server, how)(agency.brief)
    agency.pass_time(minutes=15)
    agency.sync(checks=100)
    assert not {hex_id(agency.brief), hex_id(below)} & set(agency.landed())
    assert hex_id(agency.rows[0]) in agency.landed()
    if how != "erase":
        agency.server.restore(agency.brief) if how == "trash" else agency.server.share(agency.brief)
        agency.sync(checks=100)
        assert {hex_id(agency.brief), hex_id(below)} <= set(agency.landed())


def test_a_page_that_search_merely_forgets_stays(agency: Agency):
    agency.sync()
    agency.server.search_forgets |= {agency.brief, *agency.rows}
    agency.pass_time(minutes=15)
    agency.sync(checks=100)
    assert hex_id(agency.brief) in agency.landed()
    agency.server.append_block(agency.brief, "paragraph", "unseen by search")
    agency.sync(checks=100)
    assert "unseen by search" in agency.text(agency.brief)


def test_a_root_that_is_not_shared_any_more_deletes_nothing_and_says_what_to_do(agency: Agency):
    agency.sync(("Acme", "Globex", "No such page"), checks=100)
    before = set(agency.landed())
    agency.server.unshare(agency.acme)
    agency.pass_time(minutes=15)
    source = agency.sync(("Acme", "Globex", "No such page"), checks=100)
    assert set(agency.landed()) == before
    accounts = {account.name: account for account in source.accounts()}
    assert accounts["Acme"].container_id == f"notion:{hex_id(agency.acme)}"
    assert accounts["Acme"].problem == "root_not_shared"
    assert "Connections" in accounts["Acme"].mend
    assert accounts["No such page"].problem == "root_not_found"
    assert accounts["Globex"].problem == ""
    agency.server.share(agency.acme)
    agency.server.append_block(agency.brief, "paragraph", "meanwhile")
    assert agency.sync(checks=100).accounts()[0].problem == ""
    assert "meanwhile" in agency.text(agency.brief)


def test_a_root_by_title_is_a_page_that_was_shared_itself(agency: Agency):
    """One that came along with a page above it may be anybody's: only its id finds it."""
    private = agency.server.add_page(None, "Private")
    nested = agency.server.add_page(private, "Salaries")
    source = agency.sync(("Salaries",))
    (account,) = source.accounts()
    assert (account.problem, agency.landed()) == ("root_not_found", {})
    assert "id" in account.mend
    agency.sync((nested,))
    assert list(agency.titles().values()) == [["Private", "Salaries"]]


def test_a_root_that_landed_under_its_title_stays_that_page(agency: Agency):
    taken = agency.server.add_page(None, "Acme Corp")
    agency.sync(("Acme Corp",), bound={"Acme Corp": f"notion:{hex_id(agency.acme)}"})
    assert hex_id(agency.brief) in agency.landed()
    assert hex_id(taken) not in agency.landed()


def test_a_block_that_the_api_cannot_show_costs_only_itself(agency: Agency):
    toggle = agency.server.append_block(agency.brief, "toggle", "broken", block("paragraph", "unseen"))
    agency.server.append_block(agency.brief, "unsupported", "")
    agency.server.poisoned.add(toggle)
    skips = Skips()
    agency.sync(skips=skips)
    assert agency.text(agency.brief) == "Status: on track\nbroken"
    assert skips.counts["unsupported_block"] == 2


def test_a_page_that_cannot_be_read_costs_no_other_and_is_read_later(agency: Agency):
    agency.server.fail(notion_error(400, message="odd"), where=f"{hex_id(agency.brief)}/children")
    source = agency.sync()
    [account] = source.accounts()
    assert account.problem == "unreadable_page"
    assert set(agency.landed()) == {hex_id(one) for one in (agency.acme, *agency.rows)}
    [account] = agency.sync().accounts()
    assert (account.problem, account.unread) == ("", [])
    assert hex_id(agency.brief) in agency.landed()


def test_two_data_sources_of_one_database_are_read_and_the_old_version_says_why_it_cannot(agency: Agency):
    more = agency.server.add_data_source(agency.plan, "Archive", {"Task": "title"})
    row = agency.server.add_page(more, "Archived")
    skips = Skips()
    agency.sync(version=OLD, skips=skips)
    assert skips.counts["unreadable_database"] == 1
    assert any("version: 2025-09-03" in one for one in skips.examples)
    agency.sync()
    assert agency.titles()[hex_id(row)] == ["Acme", "Plan", "Archived"]


def test_a_small_budget_gets_everything_in_the_end(agency: Agency):
    for number in range(30):
        agency.server.add_page(agency.acme, f"Page {number}")
    for _ in range(12):
        agency.pass_time(minutes=15)
        agency.sync(requests=12)
    assert len(agency.landed()) == 35


def test_a_sync_that_breaks_off_anywhere_goes_on_there(agency: Agency):
    for number in range(0, 30, 3):
        agency.server.forget_faults()
        for _ in range(number):
            agency.server.fail(notion_error(429, retry_after=0))
        agency.server.fail(Dropped(0.5), times=60)
        with pytest.raises(UserError):
            agency.sync()
        agency.pass_time(minutes=15)
        agency.server.append_block(agency.brief, "paragraph", f"line {number}")
    agency.server.forget_faults()
    agency.sync()
    assert set(agency.landed()) == {hex_id(one) for one in (agency.acme, agency.brief, *agency.rows)}
    assert agency.text(agency.brief).endswith("line 27")


def test_comments_land_with_their_page_and_are_gone_when_resolved(agency: Agency):
    line = agency.server.append_block(agency.brief, "paragraph", "A line")
    first = agency.server.comment(agency.brief, "Is this agreed?", by=agency.mia)
    second = agency.server.comment(line, ["Which ", span("line", "bold"), "?"], by=agency.mia)
    agency.sync()
    comments = agency.landed("comments")
    assert {row["text"] for row in comments.values()} == {"Is this agreed?", "Which line?"}
    row = comments[hex_id(first)]
    assert (row["item_id"], row["container_id"]) == (
        f"notion:comment:{hex_id(first)}",
        f"notion:{hex_id(agency.brief)}",
    )
    assert (row["author_id"], row["occurred_at"]) == ("notion:person:Mia Duarte", microseconds(agency.server.now))
    agency.pass_time(hours=1)
    agency.server.resolve(first)
    later = agency.server.comment(agency.acme, "A later one")
    agency.sync(checks=100)
    assert set(agency.landed("comments")) == {hex_id(second), hex_id(later)}
    agency.server.trash(agency.brief)
    agency.sync(checks=100)
    assert set(agency.landed("comments")) == {hex_id(later)}


def test_comments_on_many_blocks_land_over_several_runs_after_the_words(agency: Agency):
    lines = [agency.server.append_block(agency.brief, "paragraph", f"line {number}") for number in range(60)]
    told = {hex_id(agency.server.comment(line, "Really?")) for line in lines[::20]}
    agency.pass_time(hours=1)
    agency.sync(requests=40)
    assert agency.text(agency.brief).endswith("line 59")
    for _ in range(5):
        agency.sync(requests=40)
    assert set(agency.landed("comments")) == told
    assert agency.sync().accounts()[0].unread == []


def test_a_comment_on_a_block_of_an_old_page_is_found_in_the_round_and_one_on_a_deleted_block_is_gone(agency: Agency):
    line = agency.server.append_block(agency.brief, "paragraph", "A line")
    agency.pass_time(hours=1)
    agency.sync()
    agency.pass_time(hours=1)
    comment = agency.server.comment(line, "Which line?")
    agency.sync()
    assert agency.landed("comments") == {}
    for _ in range(10):
        agency.sync(checks=1, comment_requests=2)
    assert set(agency.landed("comments")) == {hex_id(comment)}
    agency.server.delete_block(line)
    agency.pass_time(minutes=15)
    agency.sync()
    assert agency.landed("comments") == {}


def test_an_integration_without_comments_and_users_lands_the_pages(agency: Agency):
    agency.server.comment(agency.brief, "Unseen")
    agency.server.capabilities.clear()
    skips = Skips()
    agency.sync(skips=skips)
    assert hex_id(agency.brief) in agency.landed()
    assert skips.counts["no_comments"] == skips.counts["no_users"] == 1


def test_a_wrong_token_stops_the_sync_and_says_what_to_do(agency: Agency):
    agency.server.tokens.clear()
    with pytest.raises(UserError, match="copy it again") as caught:
        agency.sync()
    assert TOKEN not in str(caught.value)


def test_an_idle_sync_of_500_pages_costs_one_search_and_a_bounded_round(agency: Agency):
    for number in range(20):
        page = agency.server.add_page(agency.acme, f"Page {number}")
        for inner in range(24):
            agency.server.add_page(page, f"Page {number}.{inner}")
    agency.pass_time(hours=1)
    agency.sync()
    assert len(agency.landed()) >= 500
    first = agency.server.count()
    agency.pass_time(minutes=15)
    agency.sync()
    assert agency.server.count() - first <= 3
    first = agency.server.count()
    agency.sync(checks=5, comment_requests=10)
    assert agency.server.count() - first <= 3 + 5 * 4 + 10 + 1


@pytest.mark.long
def test_what_has_landed_on_disk_is_said_per_root_and_a_later_sync_goes_on_from_there(on_disk: OnDisk):
    source = on_disk.sync(("Acme", "Globex"))
    acme, globex = on_disk.landed_of_root
    assert (acme.said, acme.landed) == (5, 5)
    assert (globex.said, globex.landed) == (3, 3)
    assert acme.whole_at is not None
    assert acme.read_until == source.accounts()[0].read_until
    on_disk.server.comment(on_disk.brief, "A word", by=on_disk.mia)
    on_disk.server.move(on_disk.brief, on_disk.other)
    on_disk.server.trash(on_disk.rows[0])
    on_disk.pass_time(minutes=15)
    on_disk.sync(("Acme", "Globex"), checks=100)
    assert on_disk.titles()[hex_id(on_disk.brief)] == ["Globex", "Brief"]
    assert hex_id(on_disk.rows[0]) not in on_disk.landed()
    assert [row["text"] for row in on_disk.landed("comments").values()] == ["A word"]
