"""Whatever happens to a mailbox and to the line, Gmail's source lands what the mailbox showed, each state once.

Random histories of mails that come, are moved, trashed, restored and deleted, also while a sync runs, and of syncs that
are killed, refused or short of budget. History and lists together tell everything at once, so that after each sync that
claims to have read all, all has landed; in most histories no daily list mends what was lost before.
What the source asks for, and what it says, is test_gmail_source.py's matter.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from datetime import timedelta
from itertools import pairwise
from typing import Any

import pytest
from dlt.sources.helpers.rest_client.auth import BearerTokenAuth
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from tests.platforms.faults import Killed, Line, MemoryWarehouse
from tests.platforms.gmail_memory import MemoryMails, instant
from tests.platforms.gmail_server import ACCOUNT, GmailServer, google_error
from tests.platforms.histories import FEW, MANY, tell
from tests.platforms.loopback import Answer, Dropped, Request
from yarnnn_pipelines.core.errors import UserError
from yarnnn_pipelines.sources.gmail import live as gmail
from yarnnn_pipelines.sources.gmail.live import GmailOptions, GmailSource
from yarnnn_pipelines.sources.shared.envelope import microseconds
from yarnnn_pipelines.sources.shared.http import ATTEMPTS, Api, Budget
from yarnnn_pipelines.sources.shared.skips import Skips
from yarnnn_pipelines.sources.shared.slices import Account

HIDDEN = {"DRAFT", "SPAM", "TRASH"}
CLIENTS, FOREIGN_TRASH = "Label_clients", "Label_trash"
ARRIVALS = [
    ["INBOX", "UNREAD"],
    ["INBOX", "UNREAD"],
    ["SENT"],
    [],
    ["CATEGORY_UPDATES", "UNREAD"],
    [CLIENTS],
    ["INBOX", CLIENTS],
    ["DRAFT"],
    ["DRAFT", CLIENTS],
    ["SPAM"],
    ["INBOX", FOREIGN_TRASH],
]
MOVES: dict[str, tuple[list[str], list[str]]] = {  # labels added, removed
    "archive": ([], ["INBOX"]),
    "inbox": (["INBOX"], []),
    "file": ([CLIENTS], ["INBOX"]),
    "unfile": ([], [CLIENTS]),
    "read": ([], ["UNREAD"]),
    "star": (["STARRED"], []),
    "trash": (["TRASH"], ["INBOX"]),
    "untrash": ([], ["TRASH"]),
    "spam": (["SPAM"], ["INBOX"]),
    "not spam": (["INBOX"], ["SPAM"]),
    "send": (["SENT"], ["DRAFT"]),
    "foreign trash": ([FOREIGN_TRASH], []),
    "foreign restore": ([], [FOREIGN_TRASH]),
}
CONFIGURED = [("INBOX", "SENT"), ("INBOX", "SENT", "Clients"), ("SENT", "INBOX", "Gone label")]
FAULTS = [
    google_error(403, "userRateLimitExceeded"),
    google_error(429, "rateLimitExceeded", "", **{"Retry-After": "0"}),
    google_error(500, "backendError"),
    google_error(503, "backendError"),
    google_error(401, "authError"),
    Dropped(0),
    Dropped(0.5),
]
WAREHOUSE = MemoryWarehouse("gmail", ("messages",))
COUNTS: Counter[str] = Counter()

some_mail = st.integers(0, 50)
actions = st.one_of(
    st.tuples(st.just("deliver"), st.sampled_from(ARRIVALS), st.sampled_from([0, 0, 0, 1, 1, 30, 90])),
    st.tuples(st.just("deliver"), st.sampled_from(ARRIVALS[:3]), st.just(0)),
    st.tuples(st.just("move"), some_mail, st.sampled_from(sorted(MOVES))),
    st.tuples(st.just("move"), some_mail, st.sampled_from(["archive", "trash", "untrash"])),
    st.tuples(st.just("there and back"), some_mail, st.sampled_from(["trash", "spam"])),
    st.tuples(st.just("delete"), some_mail),
)
troubles = st.dictionaries(  # see `faults.Line`
    st.integers(1, 16), st.tuples(st.sampled_from(FAULTS), st.sampled_from([1, 2, ATTEMPTS, ATTEMPTS, 30])), max_size=3
)
NEVER = 10**9  # seconds


class BusyServer(GmailServer):
    """A mailbox to which something happens just before some requests are answered."""

    def __init__(self) -> None:
        super().__init__()
        self.before: dict[int, Callable[[], None]] = {}
        self.asked = 0

    def answer(self, request: Request) -> Answer:
        self.asked += 1
        if act := self.before.pop(self.asked, None):
            act()
        return super().answer(request)


class Mailbox(RuleBasedStateMachine):
    def __init__(self) -> None:
        super().__init__()
        COUNTS["histories"] += 1
        self.server = BusyServer()
        self.server.token_lifetime = 10**9
        self.server._mailboxes[ACCOUNT].labels |= {CLIENTS: "Clients", FOREIGN_TRASH: "Deleted Items"}
        self.token = self.server.access_token()
        self.since = self.server.now - timedelta(hours=60)
        self.configured = CONFIGURED[0]
        self.whole_every = NEVER
        self.is_history_lost = False  # and no sync has found it since
        self.untold: set[str] = set()  # got or lost another program's trash label, and history has forgotten that
        self.mails: list[str] = []
        self.subjects: dict[str, str] = {}
        self.states: dict[str, list[str]] = {}  # of each mail, as people see it
        self.may: set[str] = set()  # had a configured label once
        self.certain: set[str] = set()  # have it, or had it since history is followed, and were not hidden after
        WAREHOUSE.clear()

    def teardown(self) -> None:
        try:
            self.sync_well()
            rows = WAREHOUSE.history("messages")
            self.sync_well()
            assert WAREHOUSE.history("messages") == rows, "an idle sync lands nothing"
            assert not WAREHOUSE.state["lists"]
        finally:
            self.server._http.server_close()

    # What people do

    @initialize(
        found=st.lists(st.tuples(st.sampled_from(ARRIVALS), st.integers(0, 90)), max_size=8),
        synced=st.booleans(),
        whole_every=st.sampled_from([NEVER, NEVER, NEVER, 86_400]),
        number=st.sampled_from([0, 1]),
    )
    def had_mail(self, found: list[tuple[list[str], int]], synced: bool, whole_every: int, number: int) -> None:
        self.whole_every, self.configured = whole_every, CONFIGURED[number]
        for labels, hours in found:
            self.act(("deliver", labels, hours))
        if synced:
            self.sync_well()

    @rule(several=st.lists(actions, min_size=1, max_size=5))
    def do(self, several: list[tuple[Any, ...]]) -> None:
        for action in several:
            self.act(action)
        self.server.pass_time(seconds=1)

    def act(self, action: tuple[Any, ...]) -> None:
        COUNTS["steps"] += 1
        match action:
            case ("deliver", labels, hours):
                number = len(self.mails)
                raw = f"From: Ana <ana@acme.example>\r\nTo: {ACCOUNT}\r\nSubject: S{number}\r\n\r\nText {number}.\r\n"
                at = self.server.now - timedelta(hours=hours)
                one = self.server.deliver(raw.encode(), labels, at=at)
                self.mails.append(one)
                self.subjects[one], self.states[one] = f"S{number}", []
                self.note(one)
            case ("move", number, move) if self.mails:
                one = self.mails[number % len(self.mails)]
                if one in self.server.visible():
                    self.server.label(one, *MOVES[move])
                    self.note(one)
            case ("there and back", number, move):
                self.act(("move", number, move))
                self.act(("move", number, {"trash": "untrash", "spam": "not spam"}[move]))
            case ("delete", number) if self.mails:
                one = self.mails[number % len(self.mails)]
                if one in self.server.visible():
                    self.server.delete(one)
                    self.note(one)

    def note(self, one: str) -> None:
        """Take down how a mail is now."""
        shown = self.server.visible().get(one)
        labels = set(shown.get("labelIds", ())) if shown else set()
        if shown is None or HIDDEN & labels:
            state = "gone"
        else:
            state = "trash of a program" if FOREIGN_TRASH in labels else "shown"
        if not self.states[one] or self.states[one][-1] != state:
            self.states[one].append(state)
        if shown and self.is_recent(shown) and self.wanted() & labels:
            self.may.add(one)
            if state != "gone" and "pin" in WAREHOUSE.state:
                self.certain.add(one)
        if state == "gone":
            self.certain.discard(one)

    def is_recent(self, shown: dict[str, Any]) -> bool:
        return int(shown["internalDate"]) * 1000 >= microseconds(self.since)

    def wanted(self) -> set[str]:
        return {CLIENTS if label == "Clients" else label for label in self.configured}

    @rule(what=st.sampled_from(["settings", "settings", "hours", "days", "history"]), number=st.integers(0, 2))
    def disturb(self, what: str, number: int) -> None:
        match what:
            case "settings":
                self.configure(CONFIGURED[number])
            case "hours":
                self.server.pass_time(hours=1 + number)
            case "days":
                self.server.pass_time(days=1 + number)
            case "history":
                self.server.expire_history()
                self.note_lost_history()

    @rule(several=st.lists(actions, min_size=1, max_size=4))
    def leave_a_label_out_for_a_while(self, several: list[tuple[Any, ...]]) -> None:
        self.configure(CONFIGURED[0])
        self.sync_well()
        self.do(several)
        self.act(("deliver", [CLIENTS], 0))
        self.sync_well()
        self.configure(CONFIGURED[1])

    @rule(number=some_mail, several=st.lists(actions, max_size=2))
    def lose_the_history_of_a_restored_mail(self, number: int, several: list[tuple[Any, ...]]) -> None:
        self.act(("move", number, "trash"))
        self.sync_well_after(several)
        self.act(("move", number, "untrash"))
        self.disturb("history", 0)

    def note_lost_history(self) -> None:
        self.is_history_lost = True
        self.certain.clear()
        for item, row in WAREHOUSE.current("messages").items():
            one = item.removeprefix("gmail:")
            if self.state_of(row) != self.states[one][-1] != "gone":
                self.untold.add(one)

    def configure(self, configured: tuple[str, ...]) -> None:
        self.configured = configured
        self.certain.clear()
        for one, shown in self.server.visible().items():
            if self.wanted() & set(shown.get("labelIds", ())) and self.is_recent(shown):
                self.may.add(one)

    # Syncs

    def sync(
        self, kill_at: int | None = None, requests: int | None = None, faults: Mapping[int, Any] | None = None
    ) -> Account | None:
        """What it says of the mailbox in the end, if it was not killed."""
        COUNTS["syncs"] += 1
        if self.is_history_lost:
            self.note_lost_history()
        line = Line(self.server, kill_at, faults)
        auth = BearerTokenAuth(self.token)
        api = Api(f"{self.server.url}/gmail/v1", auth=auth, budget=Budget(requests=requests), backoff_seconds=0)
        options = GmailOptions(ACCOUNT, self.configured, microseconds(self.since), self.whole_every, page_size=3)
        now, known = self.server.now, MemoryMails(WAREHOUSE)
        sources: list[GmailSource] = []

        def make(state: Mapping[str, Any]) -> GmailSource:
            sources.append(GmailSource(line.connect(api), options, state, known, Skips(), now=lambda: now))
            return sources[0]

        try:
            WAREHOUSE.run(make)
        except Killed:
            COUNTS["kills"] += 1
            return None
        except UserError:
            COUNTS["refused"] += 1
        finally:
            COUNTS["faults"] += line.faults_met
        return sources[0].accounts()[0]

    def is_all_read(self, account: Account) -> bool:
        until = account.read_until == microseconds(self.server.now)
        return until and account.unread == [] and not account.problem

    @rule(several=st.lists(actions, max_size=3))
    def sync_well_after(self, several: list[tuple[Any, ...]]) -> None:
        for action in several:
            self.act(action)
        self.sync_well()

    def sync_well(self) -> None:
        self.server.pass_time(seconds=1)
        account = self.sync()
        assert account is not None
        assert self.is_all_read(account), account
        self.is_history_lost = False
        self.check_all()

    @rule(
        several=st.lists(actions, max_size=5),
        kill_at=st.none() | st.integers(1, 12),
        requests=st.none() | st.integers(1, 12),
        faults=st.just({}) | troubles,
        meanwhile=st.just([]) | st.lists(st.tuples(st.integers(1, 10), actions), max_size=3),
        history=st.sampled_from(["there", "there", "refused", "lost"]),
        tokens_die=st.booleans(),
        one_is_unreadable=st.booleans(),
    )
    def sync_badly(self, several, kill_at, requests, faults, meanwhile, history, tokens_die, one_is_unreadable) -> None:
        for action in several:
            self.act(action)
        self.server.pass_time(seconds=1)
        if history == "refused":
            self.server.fail(google_error(404, "notFound"), where="/history")
        elif history == "lost":
            self.server.expire_history()
        if history != "there":
            self.note_lost_history()
        if one_is_unreadable:
            self.server.fail(google_error(500, "backendError"), where="/messages/", times=ATTEMPTS)
        self.server.before = {
            self.server.asked + at: (lambda action=action: self.act(action)) for at, action in meanwhile
        }
        account = self.sync(kill_at, requests, faults)
        if history != "there":
            self.note_lost_history()
        nothing_happened = len(self.server.before) == len(meanwhile)
        self.server.forget_faults()
        self.server.before.clear()
        if account and self.is_all_read(account) and nothing_happened:
            COUNTS["all read all the same"] += 1
            self.check_all()
        if tokens_die:
            self.server._pages.clear()

    # What must be true

    @invariant()
    def every_version_was_a_state_of_the_mail_and_none_is_doubled(self) -> None:
        for item, rows in WAREHOUSE.history("messages").items():
            one = item.removeprefix("gmail:")
            landed = [self.state_of(row) for row in rows]
            assert len({row["version"] for row in rows}) == len(rows), (one, rows)
            assert all(first != then for first, then in pairwise(landed)), (one, landed)
            rest = iter(self.states[one])
            assert all(state in rest for state in landed), (one, landed, self.states[one])

    def state_of(self, row: dict[str, Any]) -> str:
        if row["is_deleted"]:
            return "gone"
        return "trash of a program" if "Trash" in json.loads(row["payload"])["labels"] else "shown"

    def check_all(self) -> None:
        """What has landed is what the mailbox shows; to be asked after a sync during which nothing happened."""
        current = {item.removeprefix("gmail:"): row for item, row in WAREHOUSE.current("messages").items()}
        ever = {item.removeprefix("gmail:") for item in WAREHOUSE.history("messages")}
        visible = self.server.visible()
        shown = {one for one in visible if self.states[one][-1] != "gone"}
        labelled = {one for one in shown & self.may if self.wanted() & set(visible[one].get("labelIds", ()))}
        assert labelled <= current.keys(), "a mail of a configured label did not land"
        assert self.certain & shown <= current.keys(), "a mail that history told of did not land"
        assert ever & shown <= current.keys(), "a mail that landed and is there is deleted"
        assert current.keys() <= shown & self.may, "what has landed should not have, or is gone"
        for one, row in current.items():
            assert self.state_of(row) == self.states[one][-1] or one in self.untold
            assert json.loads(row["payload"])["subject"] == self.subjects[one]
            assert row["text"] == f"Text {self.subjects[one][1:]}."
            assert row["thread_id"] == f"gmail:thread:{visible[one]['threadId']}"
            assert row["container_id"] == f"gmail:{ACCOUNT}"
            assert instant(row) == int(visible[one]["internalDate"]) * 1000


@pytest.fixture(autouse=True)
def small_slices(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(gmail, "SLICE_MAILS", 2)
    COUNTS.clear()
    yield
    print(dict(COUNTS))


def test_a_few_histories() -> None:
    tell(Mailbox, FEW, steps=7)


@pytest.mark.long
def test_many_histories() -> None:
    tell(Mailbox, MANY, steps=7)
