"""Slack: whatever people do, and wherever a sync breaks off, what has landed is what Slack shows."""

from __future__ import annotations

import json
from itertools import pairwise

import pytest
from dlt.sources.helpers.rest_client.auth import BearerTokenAuth
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, precondition, rule

from tests.platforms.faults import Killed, Line, MemoryWarehouse
from tests.platforms.histories import FEW, MANY, tell
from tests.platforms.loopback import Answer, Dropped
from tests.platforms.slack_memory import MemoryThreads
from tests.platforms.slack_server import SlackServer
from yarnnn_pipelines.core.errors import UserError
from yarnnn_pipelines.sources.shared.envelope import microseconds
from yarnnn_pipelines.sources.shared.http import ATTEMPTS, Api, ApiError, Budget
from yarnnn_pipelines.sources.shared.skips import Skips
from yarnnn_pipelines.sources.slack.items import instant_of
from yarnnn_pipelines.sources.slack.live import DAY, SlackOptions, SlackSource

CHANNELS = ("general", "client-acme")
FAULTS = st.sampled_from(
    [
        Answer({"ok": False, "error": "ratelimited"}, 429, {"Retry-After": "0"}),
        Answer({"ok": False, "error": "internal_error"}),
        Answer({"ok": False, "error": "fatal_error"}),
        Answer({"ok": False, "error": "not_in_channel"}),
        Answer(b"<html>Bad gateway</html>", 502),
        Answer(b"{", 200),
        Dropped(0.5),
        Dropped(0),
    ]
)


class SlackHistory(RuleBasedStateMachine):
    """People talk, late and long ago; syncs come between, some of which break off."""

    warehouse = MemoryWarehouse("slack", SlackSource.tables)

    def __init__(self) -> None:
        super().__init__()
        self.warehouse.clear()
        self.server = SlackServer()
        self.people = [self.server.add_user(name) for name in ("mia", "dana")]
        self.channels = [self.server.add_channel(name) for name in CHANNELS]
        for channel in self.channels:
            for person in (*self.people, self.server.bot):
                self.server.join(channel, person)
        self.said: list[tuple[str, str]] = []
        self.seen: dict[tuple[str, str], list[str | None]] = {}  # what each message said at the syncs, in order

    @initialize(count=st.integers(0, 5))
    def before_the_first_sync(self, count):
        for number in range(count):
            self.post(number % 2, 1)

    @rule(channel=st.integers(0, 1), hours=st.sampled_from([0, 0, 1, 30, 200]))
    def post(self, channel, hours):
        self.server.pass_time(hours=hours, seconds=1)
        where = self.channels[channel]
        self.said.append((where, self.server.post(where, self.people[channel], f"message {len(self.said)}")))

    @precondition(lambda self: self.said)
    @rule(data=st.data(), hours=st.sampled_from([0, 1, 400]), broadcast=st.booleans())
    def reply(self, data, hours, broadcast):
        channel, root = data.draw(st.sampled_from(self.said))
        self.server.pass_time(hours=hours, seconds=1)
        if (channel, root) in self.server.visible() and not self.is_gone(channel, root):
            more = {"broadcast": True} if broadcast else {}
            message = self.server.visible()[channel, root]
            thread = message.get("thread_ts", root)
            self.said.append((channel, self.server.post(channel, self.people[0], "reply", thread=thread, **more)))

    @precondition(lambda self: self.said)
    @rule(data=st.data(), recent=st.booleans())
    def edit(self, data, recent):
        channel, ts = data.draw(st.sampled_from(self.said[-4:] if recent else self.said))
        self.server.pass_time(seconds=1)
        if not self.is_gone(channel, ts):
            self.server.edit(channel, ts, f"edited at {self.server.now:%H:%M:%S}")

    @precondition(lambda self: self.said)
    @rule(data=st.data())
    def delete(self, data):
        channel, ts = data.draw(st.sampled_from(self.said))
        self.server.pass_time(seconds=1)
        if not self.is_gone(channel, ts):
            self.server.delete(channel, ts)

    @rule()
    def sync_well(self):
        self.sync({}, None, None)

    @rule(
        faults=st.dictionaries(st.integers(1, 25), st.tuples(FAULTS, st.sampled_from([1, 2, ATTEMPTS])), max_size=2),
        kill_at=st.sampled_from([None, None, 2, 5, 8, 11, 14]),
        requests=st.sampled_from([None, None, 4, 9, 15]),
    )
    def sync(self, faults, kill_at, requests):
        try:
            accounts = self.read(kill_at, faults, requests).accounts()
        except (Killed, UserError, ApiError):
            accounts = []
        self.note()
        self.nothing_is_missing_where_nothing_is_unread(accounts)

    def nothing_is_missing_where_nothing_is_unread(self, accounts):
        """A reply below an old root, and an edit of long ago, take a round to be found; all else is there at once."""
        read = {one.container_id.rpartition(":")[2] for one in accounts if not one.problem and one.unread == []}
        read &= {
            one.container_id.rpartition(":")[2] for one in accounts if one.read_until == microseconds(self.server.now)
        }
        window = microseconds(self.server.now) - 2 * DAY
        landed = self.landed()
        for (channel, ts), message in self.server.visible().items():
            is_reply = message.get("thread_ts", ts) != ts
            if channel in read and not is_reply and message.get("subtype") != "tombstone":
                assert (channel, ts) in landed
                assert instant_of(ts) < window or landed[channel, ts] == message["text"]

    def read(self, kill_at=None, faults=None, requests=None):
        now = self.server.now
        line = Line(self.server, kill_at, faults)

        def make(state):
            auth, budget = BearerTokenAuth(self.server.token), Budget(requests=requests)
            api = line.connect(Api(f"{self.server.url}/api/", auth=auth, budget=budget, backoff_seconds=0))
            options = SlackOptions(CHANNELS, page_size=3, rescan_days=2)
            known = MemoryThreads(self.warehouse)
            return SlackSource(api, options, state, known, Skips(), now=lambda: now)

        return self.warehouse.run(make)

    def is_gone(self, channel, ts):
        message = self.server.visible().get((channel, ts))
        return message is None or message.get("subtype") == "tombstone"

    def shown(self):
        found = self.server.visible().items()
        return {place: one["text"] for place, one in found if one.get("subtype") != "tombstone"}

    def note(self):
        shown = self.shown()
        for place in {*self.seen, *shown}:
            self.seen.setdefault(place, []).append(shown.get(place))

    def landed(self):
        return {place_of(item): said(row) for item, row in self.warehouse.current("messages").items()}

    def teardown(self):
        try:
            self.server.pass_time(hours=2)
            self.read()
            self.note()
            for _ in range(20):  # the rounds through what is old
                self.server.pass_time(hours=2)
                accounts = self.read().accounts()
                if self.landed() == self.shown():
                    break
            assert self.landed() == self.shown()
            self.note()
            assert not any(account.problem for account in accounts)
            for item, versions in self.warehouse.history("messages").items():
                texts = [said(row) for row in versions]
                seen = self.seen.get(place_of(item), [None])  # never more than the trace of a deleted root
                assert is_within(texts, seen), (item, texts, seen)
                assert all(a != b for a, b in pairwise(texts)), texts
        finally:
            self.server.close()


def said(row: dict) -> str | None:
    """What a version says, in Slack's own words."""
    return None if row["is_deleted"] else json.loads(row["payload"])["text"]


def place_of(item: str) -> tuple[str, str]:
    _, _, channel, ts = item.split(":")
    return channel, ts


def is_within(landed: list[str | None], shown: list[str | None]) -> bool:
    """Whether the landed states are states that were shown, in their order."""
    rest = iter(shown)
    return all(state in rest for state in landed)


def test_a_few_histories() -> None:
    tell(SlackHistory, FEW, steps=13)


@pytest.mark.long
def test_many_histories() -> None:
    tell(SlackHistory, MANY, steps=13)
