"""Gmail live: what has landed is what the mailbox shows in the configured labels, and what it showed there before."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime, timedelta
from email.message import EmailMessage
from pathlib import Path
from threading import Barrier
from typing import Any

import duckdb
import pytest
from dlt.sources.helpers.rest_client.auth import BearerTokenAuth

from tests.line.landing_line import agency
from tests.platforms.faults import MemoryWarehouse
from tests.platforms.gmail_memory import MemoryMails
from tests.platforms.gmail_server import ACCOUNT, METADATA, GmailServer, google_error
from tests.platforms.loopback import Dropped
from yarnnn_pipelines.core.errors import UserError
from yarnnn_pipelines.sources.gmail.landed import KnownMails, LandedMails
from yarnnn_pipelines.sources.gmail.live import GmailOptions, GmailSource
from yarnnn_pipelines.sources.landing import land
from yarnnn_pipelines.sources.shared.commits import Commits
from yarnnn_pipelines.sources.shared.envelope import microseconds
from yarnnn_pipelines.sources.shared.http import Api, Budget
from yarnnn_pipelines.sources.shared.skips import Skips
from yarnnn_pipelines.stores.home import Home


def mail(subject: str = "News", text: str = "Hello.\n", sender: str = "Ana <ana@acme.example>") -> EmailMessage:
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = sender, ACCOUNT, subject
    message["Date"] = "Mon, 16 Nov 2026 09:00:00 +0000"
    message.set_content(text)
    return message


class Office:
    """A mailbox, and a home into which it is synced; without a home, the warehouse in memory, which is faster."""

    def __init__(self, server: GmailServer, home: Home | None) -> None:
        self.server, self.home = server, home
        self.memory = MemoryWarehouse("gmail", GmailSource.tables)
        server.token_lifetime = 10**9  # how a token is renewed is not the source's matter
        self.token = server.access_token()
        self.skips = Skips()

    def sync(
        self,
        labels: Iterable[str] = ("INBOX", "SENT"),
        *,
        requests: int | None = None,
        since: datetime | None = None,
        account: str | None = ACCOUNT,
        concurrency: int = 1,
        page_size: int = 500,
    ) -> None:
        """One run; `asked` counts its requests."""
        self.skips, before, now = Skips(), self.server.count(), self.server.now
        api = Api(
            f"{self.server.url}/gmail/v1",
            auth=BearerTokenAuth(self.token),
            budget=Budget(requests=requests),
            backoff_seconds=0.001,
            concurrency=concurrency,
        )
        options = GmailOptions(account, tuple(labels), microseconds(since) if since else 0, page_size=page_size)

        def source(state: Mapping[str, Any], known: KnownMails | None = None) -> GmailSource:
            known = known or MemoryMails(self.memory)
            return GmailSource(api, options, state, known, self.skips, now=lambda: now)

        try:
            if self.home:
                self._commit(source)
            else:
                self.accounts = self.memory.run(source).accounts()
        finally:
            self.asked = self.server.count() - before

    def _commit(self, source: Callable[..., GmailSource]) -> None:
        commits = Commits("gmail", self.home, GmailSource.main_table, GmailSource.tables, self.skips)
        opened = source(commits.state, LandedMails(commits.asking("messages")))
        for one in opened.slices():
            commits.commit(one)
        commits.finish()
        self.accounts = commits.accounts(opened)

    def rows(self) -> list[dict[str, Any]]:
        """All versions, of each mail the oldest first."""
        if not self.home:
            return [row for rows in self.memory.history("messages").values() for row in rows]
        with duckdb.connect(self.home.warehouse) as con:
            return con.execute("select * from gmail.messages order by observed_at").to_arrow_table().to_pylist()

    def landed(self) -> dict[str, dict[str, Any]]:
        current = {row["item_id"].removeprefix("gmail:"): row for row in self.rows()}
        return {one: row for one, row in current.items() if not row["is_deleted"]}

    def versions(self, one: str) -> list[str]:
        return [row["version"] for row in self.rows() if row["item_id"] == f"gmail:{one}"]


@pytest.fixture
def office(tmp_path: Path):
    with GmailServer().running() as server:
        yield Office(server, Home(tmp_path / "home"))


@pytest.fixture
def desk():
    """An office whose warehouse is in memory."""
    with GmailServer().running() as server:
        yield Office(server, None)


def test_a_first_sync_lands_each_mail_of_any_label_once_and_a_second_asks_once(office):
    inbox = [office.server.deliver(mail(f"{n}")) for n in range(4)]
    sent = office.server.deliver(mail("To myself"), ["SENT", "INBOX"])
    office.server.deliver(mail("Filtered"), ["CATEGORY_UPDATES"])
    office.server.deliver(mail("Draft"), ["DRAFT"])
    office.server.deliver(mail("Spam"), ["SPAM"])
    office.sync(page_size=2)
    assert office.landed().keys() == {*inbox, sent}
    assert len(office.rows()) == 5
    (account,) = office.accounts
    assert (account.container_id, account.said, account.landed) == (f"gmail:{ACCOUNT}", 5, 5)
    assert account.whole_at == account.read_until == microseconds(office.server.now)
    assert account.unread == []
    office.sync()
    assert (len(office.rows()), office.asked) == (5, 1)


def test_a_first_sync_asks_for_nothing_twice(desk):
    for n in range(5):
        desk.server.deliver(mail(f"{n}"))
    desk.sync(["INBOX"])
    assert desk.asked == 3 + 5  # profile, labels, a list; and the mails


def test_a_mail_is_the_same_item_as_in_an_export(office, tmp_path):
    label = office.server.add_label("Kunden, groß")
    body = "Grüße aus Köln.\n\nFrom here on it is text.\n>From there too.\n\nOn Monday Mia wrote:\n> quoted\n"
    richer = mail("Zusage für Ärzte €", body, "Jörg Groß <j@acme.example>")
    shown = "<p>Grüße aus <b>Köln</b>.</p><p>From here on it is text.<br>&gt;From there too.</p>"
    richer.add_alternative(shown, subtype="html")
    richer.add_attachment(b"\0" * 5000, maintype="application", subtype="pdf", filename="Angebot für März.pdf")
    first = office.server.deliver(richer, ["INBOX", label])
    head = b"From: a@acme.example\r\nSubject: caf\xe9\r\nDate: x\r\nContent-Type: text/plain; charset=latin-1\r\n\r\n"
    latin = head + b"\xe9t\xe9\r\n"
    office.server.deliver(latin, ["INBOX", "UNREAD"], thread=first)
    office.server.deliver(mail(text="Big. " * 40_000), ["SENT"])
    office.server.pass_time(days=1)
    office.sync(["INBOX", "SENT"])
    live = office.landed()
    exported = Office(office.server, Home(tmp_path / "exported"))
    path = office.server.export_mbox(tmp_path / "All mail.mbox")
    land("gmail", agency(gmail={"export": [str(path)], "account": ACCOUNT}), exported.home)
    export = exported.landed()
    assert live.keys() == export.keys()
    for one, row in live.items():
        other = export[one]
        for name in ("item_id", "version", "container_id", "thread_id", "author_id", "text", "permalink"):
            assert row[name] == other[name], name
        payload, others = json.loads(row["payload"]), json.loads(other["payload"])
        assert payload | {"mailbox": ""} == others | {"mailbox": ""}
        assert abs(row["occurred_at"] - other["occurred_at"]) < timedelta(seconds=1)
    assert live[first]["text"] == "Grüße aus Köln.\n\nFrom here on it is text.\n>From there too."


# What happens to a mail


def test_a_mail_that_is_archived_read_or_starred_stays_and_is_the_same_version(desk):
    one = desk.server.deliver(mail())
    desk.sync()
    desk.server.label(one, add=["STARRED"], remove=["INBOX", "UNREAD"])
    desk.sync()
    assert desk.asked == 1
    assert len(desk.versions(one)) == 1
    assert one in desk.landed()


@pytest.mark.parametrize("where", ["TRASH", "SPAM"])
def test_a_mail_in_the_trash_or_spam_is_deleted_and_lands_again_when_it_comes_back(office, where):
    one = office.server.deliver(mail())
    office.sync()
    office.server.label(one, add=[where], remove=["INBOX"])
    office.sync()
    assert (office.asked, one in office.landed()) == (1, False)
    office.server.label(one, remove=[where])  # into no configured label, but it had landed
    office.sync()
    (version,) = {version.partition(".")[0] for version in office.versions(one)} - {"deleted"}
    assert office.versions(one) == [version, "deleted", f"{version}.2"]
    assert one in office.landed()


def test_a_mail_deleted_for_good_is_deleted(desk):
    one, other = desk.server.deliver(mail()), desk.server.deliver(mail("Other"))
    desk.sync()
    desk.server.delete(one)
    desk.sync()
    assert desk.landed().keys() == {other}
    assert desk.versions(one)[1:] == ["deleted"]


def test_what_arrives_and_is_archived_between_two_syncs_is_read(desk):
    desk.sync()
    archived = desk.server.deliver(mail("Answered"))
    desk.server.label(archived, remove=["INBOX"])
    filtered = desk.server.deliver(mail("By a filter"), ["CATEGORY_UPDATES"])
    gone = desk.server.deliver(mail("Gone"))
    desk.server.delete(gone)
    trashed = desk.server.deliver(mail("Trashed"))
    desk.server.trash(trashed)
    draft = desk.server.deliver(mail("Draft"), ["DRAFT"])
    spam = desk.server.deliver(mail("Not spam"), ["SPAM"])
    sent = desk.server.deliver(mail("Sent as a draft"), ["DRAFT"])
    desk.server.label(spam, add=["INBOX"], remove=["SPAM"])
    desk.server.label(sent, add=["SENT"], remove=["DRAFT"])
    desk.sync()
    assert desk.landed().keys() == {archived, spam, sent}
    assert desk.asked == 1 + 3
    desk.server.label(filtered, add=["INBOX"])
    desk.server.label(draft, add=["STARRED"])
    desk.sync()
    assert desk.landed().keys() == {archived, spam, sent, filtered}


def test_a_label_that_another_mail_program_made_for_its_trash_is_a_version(desk):
    trash = desk.server.add_label("Gelöschte Elemente")
    one = desk.server.deliver(mail())
    desk.sync()
    desk.server.label(one, add=[trash])
    desk.sync()
    assert len(set(desk.versions(one))) == 2
    assert "Trash" in json.loads(desk.landed()[one]["payload"])["labels"]


def test_all_mail_reads_what_is_archived_too(desk):
    mails = [desk.server.deliver(mail(), labels) for labels in (["INBOX"], [], ["CATEGORY_UPDATES"])]
    for hidden in ("DRAFT", "SPAM", "TRASH"):
        desk.server.deliver(mail(), [hidden])
    desk.sync(["All Mail"])
    assert desk.landed().keys() == set(mails)
    mails.append(desk.server.deliver(mail(), []))
    desk.server.trash(mails.pop(0))
    desk.sync(["All Mail"])
    assert desk.landed().keys() == set(mails)


def test_a_label_that_is_added_to_the_settings_is_read_from_the_beginning_and_one_taken_out_costs_nothing(desk):
    label = desk.server.add_label("Clients/Acme")
    one, other = desk.server.deliver(mail()), desk.server.deliver(mail(), [label])
    desk.sync(["INBOX"])
    assert desk.landed().keys() == {one}
    desk.sync(["INBOX", "clients/acme"])
    assert desk.landed().keys() == {one, other}
    desk.sync([label])
    assert (desk.landed().keys(), desk.asked) == ({one, other}, 1)


def test_nothing_before_since_is_read_until_it_is_set_back(desk):
    start = desk.server.now
    old = desk.server.deliver(mail("Old"), at=start - timedelta(seconds=1))
    new = desk.server.deliver(mail("New"), at=start)
    desk.sync(since=start)
    imported = desk.server.deliver(mail("Imported"), at=start - timedelta(days=1))
    desk.sync(since=start)
    assert desk.landed().keys() == {new}
    desk.sync(since=start - timedelta(days=2))
    assert desk.landed().keys() == {new, old, imported}


# What breaks


def test_history_that_is_forgotten_costs_one_listing_and_no_mail_is_got_again(office):
    kept = [office.server.deliver(mail(f"{n}"), at=office.server.now - timedelta(hours=n)) for n in range(6)]
    office.sync()
    office.server.label(kept[1], remove=["INBOX"])
    office.server.trash(kept[2])
    office.server.delete(kept[3])
    office.server.delete(kept[0])
    new = office.server.deliver(mail("New"))
    office.server.expire_history()
    office.sync(page_size=2)
    assert office.landed().keys() == {kept[1], kept[4], kept[5], new}
    # history, profile, 2 pages of INBOX, 1 of SENT, 2 of all mail; one new, three missing
    assert office.asked == 1 + 1 + 2 + 1 + 2 + 1 + 3
    office.sync()
    assert office.asked == 1


def test_once_a_day_all_ids_are_listed_and_what_history_lost_is_found(desk):
    one, other = desk.server.deliver(mail("1")), desk.server.deliver(mail("2"))
    desk.sync()
    desk.server.delete(one)
    new = desk.server.deliver(mail("New"))
    desk.server._mailboxes[ACCOUNT].records.clear()
    desk.server.pass_time(hours=1)
    desk.sync()
    assert desk.landed().keys() == {one, other}
    desk.server.pass_time(hours=24)
    desk.sync()
    assert desk.landed().keys() == {other, new}
    assert desk.accounts[0].whole_at == microseconds(desk.server.now)


def test_forgotten_history_counts_as_read_only_when_the_lists_are(desk):
    for n in range(4):
        desk.server.deliver(mail(f"{n}"))
    desk.sync()
    before = microseconds(desk.server.now)
    desk.server.pass_time(hours=1)
    late = desk.server.deliver(mail("Late"), ["SENT"])
    desk.server.expire_history()
    for _ in range(2):  # the second finds history again, but not what was told by the one that is lost
        desk.sync(requests=3, page_size=1)
        assert desk.accounts[0].read_until == before
    desk.sync()
    assert desk.accounts[0].read_until == microseconds(desk.server.now)
    assert late in desk.landed()


@pytest.mark.parametrize("requests", [3, 5])  # a list of all mail is begun, or is to begin after one of a label
def test_what_was_deleted_while_history_was_forgotten_is_found_though_the_settings_change(desk, requests):
    clients = desk.server.add_label("Clients")
    mails = [desk.server.deliver(mail(f"{n}"), at=desk.server.now - timedelta(hours=n)) for n in range(4)]
    desk.server.deliver(mail("Filed"), [clients])
    desk.sync(["INBOX"], requests=9 if requests == 5 else None, page_size=1)
    desk.server.delete(mails[0])
    desk.server.expire_history()
    desk.sync(["INBOX"], requests=requests - 1, page_size=1)
    desk.sync(["INBOX", "Clients"])
    assert mails[0] not in desk.landed()
    assert len(desk.landed()) == 4


def test_history_that_is_forgotten_in_the_middle_of_a_listing_is_made_up_for_in_the_same_run(desk):
    for n in range(4):
        desk.server.deliver(mail(f"{n}"))
    desk.sync(["INBOX"], requests=6, page_size=1)
    late = desk.server.deliver(mail("Late"), ["INBOX"])
    desk.server.expire_history()
    desk.sync(["INBOX"])
    assert late in desk.landed()
    assert desk.accounts[0].whole_at == microseconds(desk.server.now)


def test_a_mail_that_came_back_from_the_trash_without_a_label_while_history_was_forgotten_lands_again(desk):
    one = desk.server.deliver(mail())
    desk.sync()
    desk.server.trash(one)
    desk.sync()
    assert one not in desk.landed()
    desk.server.label(one, remove=["TRASH"])
    desk.server.expire_history()
    desk.sync()
    assert one in desk.landed()


def test_a_label_that_is_added_is_unread_until_its_list_is_begun(desk):
    desk.sync(["INBOX"])
    desk.sync(["INBOX", "SENT"], requests=1)
    assert desk.accounts[0].unread
    desk.sync(["INBOX", "SENT"])
    assert not desk.accounts[0].unread


def test_history_of_many_pages_is_read_to_its_end_though_the_budget_is_small(desk):
    desk.sync()
    mails = [desk.server.deliver(mail(f"{n}")) for n in range(12)]
    for one in mails[:6]:
        desk.server.label(one, remove=["UNREAD", "INBOX"])
    for _ in range(12):
        desk.sync(requests=3, page_size=4)
    assert desk.landed().keys() == set(mails)
    assert len(desk.rows()) == 12


def test_a_first_sync_of_a_small_budget_gets_on_newest_first_while_mail_comes_and_goes(desk):
    mails = [desk.server.deliver(mail(f"{n}"), at=desk.server.now - timedelta(days=n)) for n in range(12)]
    desk.sync(requests=7, page_size=4)
    assert desk.landed().keys() == set(mails[:4])
    (account,) = desk.accounts
    assert account.unread == [[0, None]]  # SENT was not listed
    desk.server.delete(mails[11])
    desk.server.label(mails[10], remove=["INBOX"])
    desk.server.trash(mails[0])
    mails.append(desk.server.deliver(mail("New")))
    for _ in range(6):
        desk.server.pass_time(minutes=15)
        desk.sync(requests=5, page_size=4)
    assert desk.landed().keys() == {*mails[1:11], mails[12]}
    assert desk.accounts[0].unread == []


def test_a_page_token_that_is_refused_costs_a_listing_and_no_mail(desk):
    mails = [desk.server.deliver(mail(f"{n}"), at=desk.server.now - timedelta(days=n)) for n in range(6)]
    desk.sync(["INBOX"], requests=5, page_size=2)
    desk.server._pages.clear()
    desk.sync(["INBOX"], page_size=2)
    assert desk.landed().keys() == set(mails)
    assert desk.server.count("/messages/") == 6


def test_a_run_that_breaks_off_at_any_request_goes_on_there(desk):
    mails = [desk.server.deliver(mail(f"{n}")) for n in range(6)]
    for number in range(5):
        desk.server.forget_faults()
        for _ in range(number):
            desk.server.fail(google_error(403, "userRateLimitExceeded"))  # each is tried again
        desk.server.fail(google_error(401, "authError"), where="/messages")
        with pytest.raises(UserError, match="scope"):
            desk.sync(page_size=2)
        mails.append(desk.server.deliver(mail(f"after {number}")))
    desk.server.forget_faults()
    desk.sync()
    assert desk.landed().keys() == set(mails)
    assert len(desk.rows()) == len(mails)


def test_one_mail_that_cannot_be_read_costs_no_other_and_is_told_until_it_can(desk):
    broken, other = desk.server.deliver(mail("Broken")), desk.server.deliver(mail("Fine"))
    desk.server.fail(google_error(500, "backendError"), where=broken, times=12)
    desk.sync()
    assert desk.landed().keys() == {other}
    assert desk.skips.counts == {"mail_unreadable": 1}
    (account,) = desk.accounts
    assert (account.problem, bool(account.mend)) == ("mail_unreadable", True)
    desk.sync()
    assert desk.landed().keys() == {other}
    desk.sync()
    assert desk.landed().keys() == {other, broken}
    assert desk.accounts[0].problem == ""


def test_when_gmail_does_not_answer_the_run_ends_and_what_was_read_stays(desk):
    desk.sync()
    mails = [desk.server.deliver(mail(f"{n}")) for n in range(9)]
    for one in mails[3:6]:
        desk.server.fail(Dropped(0), where=one, times=6)
    desk.server.fail(Dropped(0.5), where="/profile", times=6)
    with pytest.raises(UserError, match="can't be reached"):
        desk.sync()
    assert desk.landed().keys() == set(mails[:3])
    desk.server.forget_faults()
    desk.sync()
    assert desk.landed().keys() == set(mails)
    assert desk.accounts[0].problem == ""


def test_three_mails_in_a_row_that_cannot_be_read_cost_no_other(desk):
    mails = [desk.server.deliver(mail(f"{n}")) for n in range(5)]
    for one in mails[1:4]:
        desk.server.fail(google_error(500, "backendError"), where=one, times=12)
    for _ in range(2):
        desk.sync()
        assert desk.landed().keys() == {mails[0], mails[4]}
    desk.sync()
    assert desk.landed().keys() == set(mails)


def test_several_mails_are_asked_for_at_a_time(desk, monkeypatch):
    mails = [desk.server.deliver(mail(f"{n}")) for n in range(20)]
    all_eight, first_eight, answered = Barrier(8), iter(range(8)), desk.server.handle

    def handle(request):
        if any(one in request.path for one in mails) and next(first_eight, None) is not None:
            all_eight.wait(timeout=60)  # which broke if they were asked for one after the other
        return answered(request)

    monkeypatch.setattr(desk.server, "handle", handle)
    desk.sync(concurrency=8)
    assert next(first_eight, None) is None
    assert not all_eight.broken
    assert desk.landed().keys() == set(mails)


# What the user must mend


def test_a_label_that_is_not_there_or_never_read_is_told_and_costs_no_other(desk):
    one = desk.server.deliver(mail())
    desk.sync(["INBOX", "Clients/Acme", "SPAM"])
    assert desk.landed().keys() == {one}
    problems = {account.name: (account.problem, bool(account.mend)) for account in desk.accounts if account.problem}
    assert problems == {"Clients/Acme": ("label_not_found", True), "SPAM": ("label_never_read", True)}
    assert desk.skips.counts == {"label_not_found": 1, "label_never_read": 1}


def test_another_mailbox_than_the_one_that_is_named_is_not_read(desk):
    desk.server.deliver(mail())
    with pytest.raises(UserError, match="Delegation denied"):
        desk.sync(account="lea@northlight.example")
    assert desk.landed() == {}
    desk.sync(account=None)
    desk.server.add_mailbox("lea@northlight.example")
    desk.server.deliver(mail(), mailbox="lea@northlight.example")
    desk.token = desk.server.access_token("lea@northlight.example")
    with pytest.raises(UserError, match="Delegation denied"):
        desk.sync(account=None)
    assert len(desk.landed()) == 1


def test_a_token_that_lacks_the_scope_or_is_refused_says_so_without_the_token(desk):
    desk.server.deliver(mail())
    desk.token = desk.server.access_token(scopes=[METADATA])
    with pytest.raises(UserError, match="forbidden") as caught:
        desk.sync()
    assert "gmail.readonly" in str(caught.value)
    desk.token = "ya29.nobody"
    with pytest.raises(UserError, match="does not accept the token") as caught:
        desk.sync()
    assert "ya29" not in str(caught.value)


def test_a_mailbox_whose_history_is_lost_before_any_list_was_begun_is_unread_until_it_is_listed(desk):
    for number in range(3):
        desk.server.deliver(mail(str(number)))
    desk.sync(requests=1)  # its place in history, and nothing more
    desk.server.deliver(mail("after"))
    desk.server.expire_history()
    desk.sync(requests=3, page_size=2)
    assert desk.accounts[0].unread == [[0, None]]
    desk.sync()
    assert desk.accounts[0].unread == []
    assert len(desk.landed()) == 4
