"""Random histories of a Notion workspace, with syncs that are killed, refused and cut short between any two requests:
nothing is lost and nothing is invented.

After each sync that ended well, what Notion lets one know by then has landed (`_nothing_is_missing`). At a history's
end the landed pages are those below the roots, as the server shows them; and each landed version is a state that the
server showed at the time of some sync.
"""

from __future__ import annotations

import json
from collections import Counter
from contextlib import suppress
from typing import Any

import pytest
from dlt.sources.helpers.rest_client.auth import BearerTokenAuth
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from tests.platforms.faults import Killed, Line, MemoryWarehouse
from tests.platforms.histories import FEW, MANY, tell
from tests.platforms.loopback import Fault
from tests.platforms.notion_memory import KilledAfter, PagesInMemory
from tests.platforms.notion_server import TOKEN, VERSIONS, NotionServer, SeenPage, block, hex_id, mention
from tests.platforms.notion_states import (
    BAD_REQUESTS,
    FAULTS,
    TROUBLES,
    State,
    seen_in,
    state_of,
    state_of_row,
    values_of,
)
from yarnnn_pipelines.core.errors import UserError
from yarnnn_pipelines.sources.notion.live import NotionOptions, NotionSource
from yarnnn_pipelines.sources.shared.http import Api, Budget
from yarnnn_pipelines.sources.shared.skips import Skips

ENOUGH_SYNCS = 4  # clean ones, each a whole round, after which nothing may be missing
ALL = 1000  # checks in a run: a whole round
COLUMNS = {"Name": "title", "State": "rich_text"}
WHERE = st.integers(0, 20)
WAREHOUSE = MemoryWarehouse("notion", NotionSource.tables)
SEEN: Counter[str] = Counter()  # figures of the whole run, for whoever looks at it


class Histories(RuleBasedStateMachine):
    """People at work on two clients' pages and on a third that nobody reads."""

    @initialize(
        version=st.sampled_from(VERSIONS),
        page_cap=st.sampled_from([2, 3, 100]),
        last=TROUBLES,
        has_landed=st.booleans(),
    )
    def begin(self, version: str, page_cap: int, last: dict[str, Any], has_landed: bool) -> None:
        WAREHOUSE.clear()
        SEEN["histories"] += 1
        self.version = version
        self.server = NotionServer()
        self.server.page_cap = page_cap
        self.words = 0
        self.roots = [self.server.add_page(None, title) for title in ("Acme", "Globex")]
        self.elsewhere = self.server.add_page(None, "Elsewhere")
        self.database = self.server.add_database(self.roots[0], "Plan", COLUMNS)
        self.written: set[str] = set()  # the words that ever stood in a block
        self.blocks: list[str] = []
        self.pages = [
            self.server.add_page(self.roots[0], "Brief", blocks=[block("paragraph", self._text())]),
            self.server.add_row(self.database, "Row"),
            self.server.add_page(self.roots[1], "Notes", blocks=[block("paragraph", self._text())]),
        ]
        self.comments: list[str] = []
        self.shown: dict[str, list[State]] = {}
        self.edited: dict[str, Any] = {}  # when each page was last edited, to the second
        self.unsure: set[str] = set()  # pages that were hidden since they were last edited: only a round finds them
        self.blocks_were_left_out = False
        self.last = last
        self.watch()
        if has_landed:
            self.sync_well_later(0)

    # --- people

    def _word(self) -> str:
        self.words += 1
        return f"words {self.words}"

    def _text(self) -> str:
        self.written.add(word := self._word())
        return word

    def _page(self, number: int) -> str:
        return self.pages[number % len(self.pages)]

    def _place(self, number: int) -> str:
        places = [*self.roots, self.database, self.elsewhere, *self.pages]
        return places[number % len(places)]

    def _is_above(self, one: str, other: str) -> bool:
        return any(node.id == one for node in self.server._ways_up(self.server.nodes[other]))

    @rule(where=WHERE)
    def add_page(self, where: int) -> None:
        self.pages.append(
            self.server.add_page(self._place(where), self._word(), blocks=[block("paragraph", self._text())])
        )

    @rule(where=WHERE, kind=st.sampled_from(["toggle", "synced_block", "column_list"]))
    def add_page_in_a_block(self, where: int, kind: str) -> None:
        into = self.server.append_block(self._page(where), kind)
        self.pages.append(self.server.add_page(into, self._word()))

    @rule(where=WHERE, poisoned=st.booleans())
    def write(self, where: int, poisoned: bool) -> None:
        inner = block("quote", self._text())
        self.blocks.append(self.server.append_block(self._page(where), "toggle", self._text(), inner))
        self.server.poisoned |= {self.blocks[-1]} if poisoned else set()

    @rule(which=WHERE)
    def rewrite(self, which: int) -> None:
        self.blocks = [one for one in self.blocks if one in self.server.nodes]
        if self.blocks:
            self.server.edit_block(self.blocks[which % len(self.blocks)], self._text())

    @rule(where=WHERE, what=WHERE)
    def mention_page(self, where: int, what: int) -> None:
        self.server.append_block(self._page(where), "paragraph", ["see ", mention("page", self._page(what))])

    @rule(where=WHERE, title=st.booleans())
    def set_property(self, where: int, title: bool) -> None:
        is_row = self.server.nodes[self._page(where)].source is not None
        name = "State" if is_row and not title else "Name" if is_row else "title"
        self.server.set_property(self._page(where), name, self._word())

    @rule(where=WHERE, to=WHERE)
    def move(self, where: int, to: int) -> None:
        page, place = self._page(where), self._place(to)
        if not self._is_above(page, place):
            self.server.move(page, place)

    @rule(where=WHERE, how=st.sampled_from(["trash", "restore", "unshare", "share"]))
    def hide_or_show(self, where: int, how: str) -> None:
        getattr(self.server, how)(self._page(where))

    @rule(where=WHERE)
    def erase(self, where: int) -> None:
        page = self._page(where)
        if len(self.pages) > 2:
            self.server.erase(page)
            self.pages = [one for one in self.pages if one in self.server.nodes]
            self.server.comments = [one for one in self.server.comments if one["parent"] in self.server.nodes]
        if not self.pages:
            self.pages.append(self.server.add_page(self.roots[0], self._word()))

    @rule(where=WHERE)
    def comment(self, where: int) -> None:
        self.comments.append(self.server.comment(self._page(where), self._word()))

    @rule(which=WHERE)
    def comment_on_a_block(self, which: int) -> None:
        self.blocks = [one for one in self.blocks if one in self.server.nodes]
        if self.blocks:
            self.comments.append(self.server.comment(self.blocks[which % len(self.blocks)], self._word()))

    @rule()
    def resolve(self) -> None:
        if self.comments:
            with suppress(StopIteration):
                self.server.resolve(self.comments.pop())

    @rule(where=WHERE)
    def search_forgets(self, where: int) -> None:
        self.server.search_forgets.add(self._page(where))

    @rule(minutes=st.sampled_from([0.3, 1, 15]))
    def pass_time(self, minutes: float) -> None:
        self.server.pass_time(minutes=minutes)

    @invariant()
    def watch(self) -> None:
        """A second passes with each step, so that an edit can be told by its time."""
        if not hasattr(self, "server"):
            return
        forgotten = {hex_id(one) for one in self.server.search_forgets}
        for node in self.server.nodes.values():
            if node.type == "child_page" and (one := hex_id(node.id)):
                if self.edited.get(one) != node.edited:
                    self.unsure.discard(one)
                self.edited[one] = node.edited
                if one in forgotten or not self._is_below_a_root(node):
                    self.unsure.add(one)
        self.server.pass_time(seconds=1)

    # --- syncs

    @rule(checks=st.sampled_from([0, 3, ALL]))
    def sync_well(self, checks: int) -> None:
        SEEN["syncs"] += 1
        self._note()
        self._sync_and_check(checks)

    @rule(checks=st.sampled_from([0, ALL]))
    def sync_well_later(self, checks: int) -> None:
        self.server.pass_time(minutes=5)
        self.sync_well(checks)

    @rule(checks=st.sampled_from([0, ALL]))
    def sync_without_a_root(self, checks: int) -> None:
        """Nothing is known of what lies below a root that isn't shared any more, so it stays."""
        SEEN["roots lost"] += 1
        self.server.unshare(self.roots[1])
        self.watch()
        self._note()
        kept = self._certainly_below(self.roots[1])
        source = self._sync(checks=checks)
        assert any(account.problem for account in source.accounts())
        assert kept <= set(WAREHOUSE.current("pages")), "deleted below a root that nobody may read"
        self.server.share(self.roots[1])

    @rule(troubles=TROUBLES)
    def sync(self, troubles: dict[str, Any]) -> None:
        kill_at, requests, faults = troubles["kill_at"], troubles["requests"], troubles["faults"]
        SEEN["syncs"] += 1
        self._note()
        try:
            if not faults and (kill_at, requests, troubles["commits"]) == (None, None, None):
                self._sync_and_check(3)
                return
            if any(fault in BAD_REQUESTS for fault, _ in faults.values()):
                self.blocks_were_left_out = True
                self.unsure |= set(self.edited)
            SEEN["faults"] += len(faults)
            met = {number: (FAULTS[one], times) for number, (one, times) in faults.items()}
            self._sync(kill_at, requests, 3, met, troubles["commits"])
        except Killed:
            SEEN["kills"] += 1
        except UserError:
            SEEN["refused"] += 1
        finally:
            self.server.forget_faults()

    def _sync_and_check(self, checks: int) -> NotionSource:
        begins_round = not WAREHOUSE.state.get("round")
        source = self._sync(checks=checks)
        if all(not account.problem and account.unread == [] for account in source.accounts()):
            SEEN["clean"] += 1
            self._nothing_is_missing(is_whole_round=checks == ALL and begins_round)
        return source

    def _sync(
        self,
        kill_at: int | None = None,
        requests: int | None = None,
        checks: int = 0,
        faults: dict[int, tuple[Fault, int]] | None = None,
        commits: int | None = None,
    ) -> NotionSource:
        line = Line(self.server, kill_at, faults)
        api = Api(
            f"{self.server.url}/v1",
            auth=BearerTokenAuth(TOKEN),
            headers={"Notion-Version": self.version},
            budget=Budget(requests=requests),
            backoff_seconds=0,
        )
        options = NotionOptions(self.roots, self.version, "Europe/Lisbon", checks, comment_requests=ALL)
        now = self.server.now
        try:
            return WAREHOUSE.run(
                lambda state: KilledAfter(
                    commits, line.connect(api), options, state, PagesInMemory(WAREHOUSE), Skips(), now=lambda: now
                )
            )
        finally:
            SEEN["requests"] += line.requests

    # --- what must be true

    def _nothing_is_missing(self, *, is_whole_round: bool) -> None:
        """Every page that search has shown since it was last edited has landed as it is; after a whole round nothing
        stands that is gone. Titles of other pages may be old until a round comes to them."""
        below = self._below_roots()
        current = WAREHOUSE.current("pages")
        for one, page in below.items():
            if one not in self.unsure:
                SEEN["pages checked"] += 1
                assert f"notion:{one}" in current, (one, page)
                self._is_as_shown(current[f"notion:{one}"], page)
        if is_whole_round:
            SEEN["rounds"] += 1
            assert {item[7:] for item in current} <= set(below), "gone, and still there after a whole round"

    def _is_as_shown(self, row: dict[str, Any], page: SeenPage) -> None:
        said = json.loads(row["payload"])
        own = {one.text for one in page.blocks if one.type not in ("child_page", "child_database")}
        assert set(row["text"].splitlines()) & self.written == own & self.written
        assert (said["title"], bool(said["database"])) == (page.title, page.database is not None)
        assert tuple(said["properties"].values()) == values_of(page)
        assert row["container_id"] == self._container(page.id)

    def _container(self, page: str) -> str:
        way = self.server._ways_up(self.by_hex[page])
        kinds = ("child_page", "child_database")
        above = [one.id for one in way if one.type in kinds and hex_id(one.id) != page]
        return f"notion:{hex_id(above[0])}" if above else "notion:workspace"

    @property
    def by_hex(self) -> dict[str, Any]:
        return {hex_id(one): node for one, node in self.server.nodes.items()}

    def _certainly_below(self, root: str) -> set[str]:
        """What has landed below a root, and lies there with all that is between; nothing of it is seen in the trash."""
        nodes, current = self.by_hex, WAREHOUSE.current("pages")

        def is_there(item: str) -> bool:
            node = nodes.get(item[7:])
            if item not in current or node is None or all(up.id != root for up in self.server._ways_up(node)):
                return False
            if self.server._is_shared(node):
                return False
            return node.id == root or is_there(current[item]["container_id"])

        return {item for item in current if is_there(item)}

    def _below_roots(self) -> dict[str, SeenPage]:
        """What is seen below the roots, if all on the way is."""
        nodes, seen = self.by_hex, self.server.visible()
        return {one: page for one, page in seen.items() if self._is_below_a_root(nodes[one])}

    def _is_below_a_root(self, node: Any) -> bool:
        way = list(self.server._ways_up(node))
        root = next((number for number, up in enumerate(way) if up.id in self.roots), None)
        return root is not None and all(self.server._is_open(up) for up in way[: root + 1])

    def _note(self) -> None:
        for one, page in self._below_roots().items():
            self.shown.setdefault(one, []).append(state_of(page))

    def teardown(self) -> None:
        """People write once more, and a sync is in trouble; then one without a round, then rounds."""
        if not hasattr(self, "server"):
            return
        self.server.pass_time(minutes=15)
        for number in range(2):
            self.write(number, poisoned=False)
            self.add_page(number)
            self.watch()
        self.server.pass_time(minutes=5)  # beyond the overlap: what the next sync drops, no search shows again
        self.sync(self.last)
        self.server.pass_time(minutes=15)
        self._note()
        self._sync_and_check(0)
        expected = {one: state_of(page) for one, page in self._below_roots().items()}
        for _ in range(ENOUGH_SYNCS):
            self.server.pass_time(minutes=15)
            source = self._sync_and_check(ALL)
            if self._landed() == expected:
                break
        assert self._landed() == expected
        assert all(not account.problem and not account.unread for account in source.accounts())
        below = self._below_roots()
        places = {*below, *(one.id for page in below.values() for one in page.blocks)}
        told = {hex_id(one["id"]) for one in self.server.comments if hex_id(one["parent"]) in places}
        assert {item.rpartition(":")[2] for item in WAREHOUSE.current("comments")} == told
        for item, rows in WAREHOUSE.history("pages").items():
            self._check_history(item[7:], rows)
        self.server._http.server_close()

    def _landed(self) -> dict[str, State]:
        return {item[7:]: state_of_row(row) for item, row in WAREHOUSE.current("pages").items()}

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
            state = state_of_row(row)
            assert before is None or before["is_deleted"] or seen_in(before) != seen_in(row)
            if self.blocks_were_left_out:
                assert any(state[:3] == one[:3] and set(state[3]) <= set(one[3]) for one in shown), (state, shown)
                continue
            assert state in shown[place:], (state, shown)
            place = shown.index(state, place)


def test_a_few_histories() -> None:
    tell(Histories, FEW, steps=7)


@pytest.mark.long
def test_many_histories() -> None:
    tell(Histories, MANY, steps=7)
