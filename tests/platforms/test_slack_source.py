"""Slack live: after posts, late replies, edits and deletions, what has landed is what the server shows."""

from __future__ import annotations

import random
from collections.abc import Callable
from pathlib import Path
from typing import Any

import duckdb
import pytest
from dlt.sources.helpers.rest_client.auth import BearerTokenAuth

from tests.platforms.loopback import Answer, Dropped, Request
from tests.platforms.slack_server import SlackServer
from yarnnn_pipelines.core.errors import UserError
from yarnnn_pipelines.sources.shared.commits import Commits, asking
from yarnnn_pipelines.sources.shared.http import Api, ApiError, Budget, Pace
from yarnnn_pipelines.sources.shared.skips import Skips
from yarnnn_pipelines.sources.slack.landed import LandedThreads
from yarnnn_pipelines.sources.slack.live import TIGHT_PAGE, SlackOptions, SlackSource
from yarnnn_pipelines.stores.home import Home

CHANNELS = ("general", "client-acme")


class Agency:
    """A workspace, and a home into which it is synced."""

    def __init__(self, server: SlackServer, home: Home) -> None:
        self.server, self.home = server, home
        self.people = [server.add_user(name) for name in ("mia", "sam", "dana")]
        self.channels = [server.add_channel(name) for name in CHANNELS]
        for channel in self.channels:
            for person in (*self.people, server.bot):
                server.join(channel, person)
        self.said: list[tuple[str, str]] = []

    def live_on(self, days: int, rng: random.Random) -> None:
        """Some hours pass between two of the things that people do."""
        for step in range(days * 8):
            self.server.pass_time(hours=3)
            channel, what = rng.choice(self.channels), rng.random()
            if what < 0.3 and self.said:
                channel, root = rng.choice(self.said)
                ts = self.server.post(channel, rng.choice(self.people), f"reply {step}", thread=root)
                if rng.random() < 0.3:
                    self.server.edit(channel, ts, f"reply {step}, corrected")
            else:
                self.said.append((channel, self.server.post(channel, rng.choice(self.people), f"message {step}")))

    def sync(
        self, requests: int | None = None, wanted: tuple[str, ...] = CHANNELS, pace: Pace | None = None, **more: Any
    ) -> SlackSource:
        skips = Skips()
        commits = Commits("slack", self.home, SlackSource.main_table, SlackSource.tables, skips)
        auth = BearerTokenAuth(self.server.token)
        api = Api(
            f"{self.server.url}/api/", auth=auth, budget=Budget(requests=requests), backoff_seconds=0.001, pace=pace
        )
        options = SlackOptions(wanted, **({"page_size": 20, "rescan_days": 1} | more))
        now = self.server.now
        source = SlackSource(
            api,
            options,
            commits.state,
            LandedThreads(asking(self.home, "slack", "messages")),
            skips,
            now=lambda: now,
        )
        for one in source.slices():
            commits.commit(one)
        commits.finish()
        return source

    def count_refused(self) -> Callable[[], int]:
        """How many requests are refused from now on because they come too soon."""
        found: list[int] = []
        usual = self.server.answer

        def answer(request: Request) -> Answer:
            given = usual(request)
            found.append(given.status == 429)
            return given

        self.server.answer = answer
        return lambda: sum(found)

    def landed(self) -> dict[tuple[str, str], str]:
        with duckdb.connect(self.home.warehouse) as con:
            rows = con.execute(
                """
                select split_part(item_id, ':', 3), split_part(item_id, ':', 4), payload ->> '$.text', is_deleted
                from slack.messages qualify row_number() over (partition by item_id order by observed_at desc) = 1
                """
            ).fetchall()
        return {(channel, ts): text for channel, ts, text, deleted in rows if not deleted}

    def shown(self) -> dict[tuple[str, str], str]:
        found = self.server.visible().items()
        return {place: one["text"] for place, one in found if one.get("subtype") != "tombstone"}


@pytest.fixture
def agency(tmp_path: Path):
    with SlackServer().running() as server:
        yield Agency(server, Home(tmp_path / "home"))


def test_a_first_sync_lands_all_there_is_and_a_second_one_nothing(agency):
    agency.live_on(5, random.Random(1))
    agency.sync()
    assert agency.landed() == agency.shown()
    agency.sync()
    with duckdb.connect(agency.home.warehouse) as con:
        (rows,) = con.execute("select count(*) from slack.messages").fetchone()
    assert rows == len(agency.shown())


@pytest.mark.long
def test_late_replies_edits_and_deletions_of_any_age_are_found(agency):
    agency.live_on(6, random.Random(2))
    agency.sync()
    (channel, oldest), second, third = agency.said[0], agency.said[1], agency.said[2]
    late = agency.server.post(channel, agency.people[1], "months later", thread=oldest)
    agency.server.edit(*second, "corrected months later")
    agency.server.delete(*third)
    agency.server.edit(*agency.said[-1], "corrected today")
    agency.server.delete(*agency.said[-2])
    for _ in range(2):  # the rounds through what is old
        agency.sync()
    assert agency.landed() == agency.shown()
    assert agency.landed()[channel, late] == "months later"


@pytest.mark.long
def test_a_small_budget_gets_everything_in_the_end(agency):
    agency.live_on(3, random.Random(3))
    for _ in range(6):
        agency.sync(requests=12)
    assert agency.landed() == agency.shown()


def test_a_run_that_breaks_off_at_any_request_goes_on_there(agency):
    agency.live_on(4, random.Random(4))
    for number in (3, 9, 20):
        agency.server.forget_faults()
        for _ in range(number):
            agency.server.fail(Answer({"ok": False, "error": "ratelimited"}, 429))  # each is tried again
        agency.server.fail(Dropped(0.5), times=6)  # and this one never gets through
        with pytest.raises((UserError, ApiError)):
            agency.sync()
        agency.live_on(1, random.Random(number))
    agency.server.forget_faults()
    agency.sync()
    assert agency.landed() == agency.shown()


def test_a_channel_that_cannot_be_read_is_told_with_its_mend_and_costs_no_other(agency):
    agency.live_on(3, random.Random(5))
    hidden = agency.server.add_channel("client-estuary")
    source = agency.sync(wanted=(*CHANNELS, "client-estuary", "no-such-channel"))
    problems = {account.name: (account.problem, account.mend) for account in source.accounts() if account.problem}
    assert problems["client-estuary"][0] == "not_in_channel"
    assert "/invite" in problems["client-estuary"][1]
    assert problems["no-such-channel"][0] == "channel_not_found"
    assert agency.landed() == {place: text for place, text in agency.shown().items() if place[0] != hidden}


def test_a_channel_that_was_renamed_is_read_on_and_one_that_took_its_name_is_not(agency):
    agency.live_on(2, random.Random(6))
    agency.sync()
    meant = agency.channels[1]
    other = agency.server.add_channel("globex-internal")
    for person in (*agency.people, agency.server.bot):
        agency.server.join(other, person)
    agency.server.post(other, agency.people[0], "not for Acme")
    agency.server.rename(meant, "acme-old")
    agency.server.rename(other, "client-acme")
    ts = agency.server.post(meant, agency.people[0], "still for Acme")
    source = agency.sync(bound={"client-acme": f"slack:T1:{meant}"})
    assert agency.landed()[meant, ts] == "still for Acme"
    assert other not in {channel for channel, _ in agency.landed()}
    accounts = {account.name: account.container_id.rpartition(":")[2] for account in source.accounts()}
    assert accounts == {"general": agency.channels[0], "client-acme": meant}


def test_a_token_that_lacks_a_scope_names_it(agency):
    agency.server.grant(agency.server.token, agency.server.bot, ("channels:read", "groups:read", "channels:history"))
    with pytest.raises(UserError, match="users:read") as caught:
        agency.sync()
    assert agency.server.token not in str(caught.value)


def test_an_app_that_may_ask_once_a_minute_is_never_refused_and_gets_everything(agency):
    agency.live_on(2, random.Random(6))
    agency.server.as_outside_marketplace()
    sleep = lambda seconds: agency.server.pass_time(seconds=seconds)  # noqa: E731
    paths = ("conversations.history", "conversations.replies")
    refused = agency.count_refused()
    pace = Pace(1, paths, clock=lambda: agency.server.now.timestamp(), sleep=sleep)
    agency.sync(pace=pace, page_size=TIGHT_PAGE)
    assert refused() == 0
    assert agency.landed() == agency.shown()


def test_nothing_but_what_was_asked_for_is_read(agency):
    mia, _, dana = agency.people
    other = agency.server.add_channel("salaries", kind="private", members=[mia, agency.server.bot])
    talk = agency.server.add_channel(kind="im", members=[dana, agency.server.bot])
    agency.server.post(other, mia, "not for anybody")
    agency.server.post(talk, dana, "only between us")
    agency.live_on(1, random.Random(7))
    agency.sync()
    asked = {request.value("channel") for request in agency.server.requests}
    assert asked == {None, *agency.channels}
    agency.sync(direct_messages=("dana",))
    assert "only between us" in agency.landed().values()
    assert "not for anybody" not in agency.landed().values()
