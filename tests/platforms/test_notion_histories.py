"""Random histories of a Notion workspace, with syncs that are killed, refused and cut short: nothing is lost and
nothing is invented.

After each history the landed pages are those below the roots, as the server shows them; and each landed version is a
state that the server showed at the time of some sync. YARNNN_HISTORIES: how many histories (500).
"""

from __future__ import annotations

import json
import os
from collections import Counter
from contextlib import suppress
from typing import Any

from dlt.sources.helpers.rest_client.auth import BearerTokenAuth
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule

from tests.platforms.faults import Killed, Line, MemoryWarehouse
from tests.platforms.loopback import Dropped
from tests.platforms.notion_memory import PagesInMemory
from tests.platforms.notion_server import TOKEN, VERSIONS, NotionServer, SeenPage, block, hex_id, mention, notion_error
from yarnnn_pipelines.errors import UserError
from yarnnn_pipelines.sources.live.http import Api, Budget
from yarnnn_pipelines.sources.live.notion import NotionOptions, NotionSource
from yarnnn_pipelines.sources.skips import Skips

HISTORIES = int(os.environ.get("YARNNN_HISTORIES", "500"))
ENOUGH_SYNCS = 4  # clean ones, each a whole round, after which nothing may be missing
COLUMNS = {"Name": "title", "State": "rich_text"}
FAULTS = {
    "429": notion_error(429, retry_after=0),
    "529": notion_error(529, retry_after=0),
    "500": notion_error(500),
    "odd": notion_error(400, message="This page is odd."),
    "cursor": notion_error(400, message="The start_cursor provided is invalid: gone"),
    "cut": Dropped(0.5),
    "no answer": Dropped(0),
}
WAREHOUSE = MemoryWarehouse("notion", NotionSource.tables)
SEEN: Counter[str] = Counter()  # figures of the whole run, for whoever looks at it

State = tuple[str, str | None, tuple[str, ...], tuple[str, ...]]


class Histories(RuleBasedStateMachine):
    """People at work on two clients' pages and on a third that nobody reads."""

    @initialize(version=st.sampled_from(VERSIONS), page_cap=st.sampled_from([2, 5, 100]))
    def begin(self, version: str, page_cap: int) -> None:
        WAREHOUSE.clear()
        SEEN["histories"] += 1
        self.version = version
        self.server = NotionServer()
        self.server.page_cap = page_cap
        self.roots = [self.server.add_page(None, title) for title in ("Acme", "Globex")]
        self.elsewhere = self.server.add_page(None, "Elsewhere")
        self.database = self.server.add_database(self.roots[0], "Plan", COLUMNS)
        self.pages = [
            self.server.add_page(self.roots[0], "Brief", blocks=[block("paragraph", "words 0")]),
            self.server.add_row(self.database, "Row"),
        ]
        self.comments: list[str] = []
        self.shown: dict[str, list[State]] = {}
        self.words = 0

    # --- people

    def _word(self) -> str:
        self.words += 1
        return f"words {self.words}"

    def _page(self, number: int) -> str:
        return self.pages[number % len(self.pages)]

    def _place(self, number: int) -> str:
        places = [*self.roots, self.database, self.elsewhere, *self.pages]
        return places[number % len(places)]

    def _is_above(self, one: str, other: str) -> bool:
        return any(node.id == one for node in self.server._ways_up(self.server.nodes[other]))

    @rule(where=st.integers(0, 20))
    def add_page(self, where: int) -> None:
        self.pages.append(self.server.add_page(self._place(where), self._word(), blocks=[block("paragraph", "new")]))

    @rule(where=st.integers(0, 20), kind=st.sampled_from(["toggle", "synced_block", "column_list"]))
    def add_page_in_a_block(self, where: int, kind: str) -> None:
        into = self.server.append_block(self._page(where), kind)
        self.pages.append(self.server.add_page(into, self._word()))

    @rule(where=st.integers(0, 20), poisoned=st.booleans())
    def write(self, where: int, poisoned: bool) -> None:
        written = self.server.append_block(self._page(where), "toggle", self._word(), block("quote", self._word()))
        self.server.poisoned |= {written} if poisoned else set()

    @rule(where=st.integers(0, 20), what=st.integers(0, 20))
    def mention_page(self, where: int, what: int) -> None:
        self.server.append_block(self._page(where), "paragraph", ["see ", mention("page", self._page(what))])

    @rule(where=st.integers(0, 20))
    def rename(self, where: int) -> None:
        self.server.set_property(self._page(where), self._title_column(self._page(where)), self._word())

    def _title_column(self, page: str) -> str:
        return "Name" if self.server.nodes[page].source else "title"

    @rule(where=st.integers(0, 20))
    def set_state(self, where: int) -> None:
        if self.server.nodes[self._page(where)].source:
            self.server.set_property(self._page(where), "State", self._word())

    @rule(where=st.integers(0, 20), to=st.integers(0, 20))
    def move(self, where: int, to: int) -> None:
        page, place = self._page(where), self._place(to)
        if not self._is_above(page, place):
            self.server.move(page, place)

    @rule(where=st.integers(0, 20), how=st.sampled_from(["trash", "restore", "unshare", "share"]))
    def hide_or_show(self, where: int, how: str) -> None:
        getattr(self.server, how)(self._page(where))

    @rule(where=st.integers(0, 20))
    def erase(self, where: int) -> None:
        page = self._page(where)
        if len(self.pages) > 2:
            self.server.erase(page)
            self.pages = [one for one in self.pages if one in self.server.nodes]
            self.server.comments = [one for one in self.server.comments if one["parent"] in self.server.nodes]
        if not self.pages:
            self.pages.append(self.server.add_page(self.roots[0], self._word()))

    @rule(where=st.integers(0, 20))
    def comment(self, where: int) -> None:
        self.comments.append(self.server.comment(self._page(where), self._word()))

    @rule()
    def resolve(self) -> None:
        if self.comments:
            with suppress(StopIteration):
                self.server.resolve(self.comments.pop())

    @rule(where=st.integers(0, 20))
    def search_forgets(self, where: int) -> None:
        self.server.search_forgets.add(self._page(where))

    @rule(minutes=st.sampled_from([0.3, 1, 15]))
    def pass_time(self, minutes: float) -> None:
        self.server.pass_time(minutes=minutes)

    # --- syncs

    @rule(
        kill_at=st.one_of(st.none(), st.integers(1, 25)),
        requests=st.one_of(st.none(), st.integers(5, 30)),
        faults=st.lists(st.sampled_from(sorted(FAULTS)), max_size=4),
        where=st.sampled_from(["", "children", "search", "query", "comments", "pages"]),
        root_lost=st.booleans(),
    )
    def sync(self, kill_at: int | None, requests: int | None, faults: list[str], where: str, root_lost: bool) -> None:
        SEEN["syncs"] += 1
        self._note()
        if root_lost and not faults:
            self.server.unshare(self.roots[1])
            SEEN["roots lost"] += 1
        for fault in faults:
            self.server.fail(FAULTS[fault], where=where, times=7 if fault in ("no answer", "500") else 1)
            SEEN["faults"] += 1
        try:
            self._sync(kill_at, requests, checks=6)
            SEEN["clean"] += 1
        except Killed:
            SEEN["kills"] += 1
        except UserError:
            SEEN["refused"] += 1
        self.server.forget_faults()
        self.server.share(self.roots[1])

    def _sync(self, kill_at: int | None, requests: int | None, checks: int) -> NotionSource:
        line = Line(self.server, kill_at)
        api = Api(
            f"{self.server.url}/v1",
            auth=BearerTokenAuth(TOKEN),
            headers={"Notion-Version": self.version},
            budget=Budget(requests=requests),
            backoff_seconds=0,
        )
        options = NotionOptions(self.roots, self.version, "Europe/Lisbon", checks)
        now = self.server.now
        try:
            return WAREHOUSE.run(
                lambda state: NotionSource(
                    line.connect(api), options, state, PagesInMemory(WAREHOUSE), Skips(), now=lambda: now
                )
            )
        finally:
            SEEN["requests"] += line.requests

    # --- what must be true

    def _below_roots(self) -> dict[str, SeenPage]:
        """What is seen below the roots, if all on the way is."""
        visible = self.server.visible()
        found = {}
        for one, page in visible.items():
            way = list(
                self.server._ways_up(next(node for node in self.server.nodes.values() if hex_id(node.id) == one))
            )
            ids = [node.id for node in way]
            root = next((number for number, up in enumerate(ids) if up in self.roots), None)
            if root is not None and all(self.server._is_open(node) for node in way[: root + 1]):
                found[one] = page
        return found

    def _note(self) -> None:
        for one, page in self._below_roots().items():
            self.shown.setdefault(one, []).append(_state_of(page))

    def teardown(self) -> None:
        if not hasattr(self, "server"):
            return
        self._note()
        for _ in range(ENOUGH_SYNCS):
            self.server.pass_time(minutes=15)
            source = self._sync(None, None, checks=1000)
        expected = {one: _state_of(page) for one, page in self._below_roots().items()}
        current = {item[7:]: _state_of_row(row) for item, row in WAREHOUSE.current("pages").items()}
        assert current == expected
        assert all(not account.problem and not account.unread for account in source.accounts())
        told = {hex_id(one["id"]) for one in self.server.comments if hex_id(one["parent"]) in expected}
        assert {item.rpartition(":")[2] for item in WAREHOUSE.current("comments")} == told
        for item, rows in WAREHOUSE.history("pages").items():
            self._check_history(item[7:], rows)
        self.server._http.server_close()

    def _check_history(self, page: str, rows: list[dict[str, Any]]) -> None:
        """Each version was shown, in this order; none is there twice in a row; each version's name is its own."""
        assert len({row["version"] for row in rows}) == len(rows)
        shown = self.shown.get(page, [])
        place = 0
        for before, row in zip([None, *rows], rows, strict=False):
            if row["is_deleted"]:
                assert before is not None
                assert not before["is_deleted"]
                continue
            state = _state_of_row(row)
            assert before is None or before["is_deleted"] or _seen(before) != _seen(row)
            assert state in shown[place:], (state, shown)
            place = shown.index(state, place)


def _state_of(page: SeenPage) -> State:
    """(title, parent, property values, the texts of its blocks) as far as both sides tell them in the same words."""
    values = tuple(value for name, value in page.properties.items() if name == "State" and value)
    return page.title, page.database, values, tuple(sorted(_words([one.text for one in page.blocks])))


def _seen(row: dict[str, Any]) -> tuple[str, str]:
    return row["text"], row["payload"]


def _state_of_row(row: dict[str, Any]) -> State:
    said = json.loads(row["payload"])
    values = tuple(said["properties"].values())
    body = row["text"].splitlines()[len(values) :]
    database = row["container_id"][7:] if said["database"] else None
    return said["title"], database, values, tuple(sorted(_words(body)))


def _words(lines: list[str]) -> list[str]:
    return [line for line in lines if line]


Histories.TestCase.settings = settings(
    max_examples=HISTORIES,
    stateful_step_count=12,
    deadline=None,
    derandomize=True,
    database=None,
    phases=[Phase.explicit, Phase.generate],  # to make a failing history smaller takes minutes
    suppress_health_check=list(HealthCheck),
)
TestHistories = Histories.TestCase
