"""Gmail's API: the mail of one mailbox, with every later deletion and restoration.

What is read. A mail is read when it is seen in one of the configured labels: by a listing, or by a record of history
that tells of it, even if it was archived since. A mail that has landed is a fact, and stays so when it loses its labels
(archived, moved, read, starred); it is deleted when it is in the trash, marked as spam, or gone for good, and lands
again when it comes back from there, in whatever label. Drafts, spam, trash and chats never land. What was archived
before the first sync, or by a filter on arrival, is in none of the labels and is not read; the label `All Mail` reads
it too. Nothing that happened before `since` is read.

How it is read. The first time the mailbox's historyId is taken, and after it the labels are listed, newest mail first;
from then on history tells what changed after that id. Where history has forgotten (404), and once a day, ids alone are
listed again: unknown mails are read, and one that landed and is in no list is asked for by itself. What a list lacks is
never deleted for that alone. The state is the historyId and the places in lists; which mails have landed the warehouse
knows, so a run killed anywhere lists at most a page again and gets no landed mail twice.

Mails are taken as `format=raw`: only the bytes give the words, charsets and version that an mbox gives; `full` decodes
headers on the way. Sources: https://developers.google.com/workspace/gmail/api/guides/sync,
.../reference/rest/v1/users.messages/list, .../users.history/list. The records of history are `gmail_history`'s matter,
what a mail says is `items.mail`'s.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, ClassVar

from yarnnn_pipelines.sources.gmail.api_items import message_item, tombstone
from yarnnn_pipelines.sources.gmail.history import HIDDEN, changes_of, to_do
from yarnnn_pipelines.sources.gmail.labels import EVERYTHING, Labels
from yarnnn_pipelines.sources.gmail.landed import KnownMails, Landed
from yarnnn_pipelines.sources.gmail.settings import GMAIL_API
from yarnnn_pipelines.sources.shared.differences import Concerned
from yarnnn_pipelines.sources.shared.envelope import Observed, microseconds
from yarnnn_pipelines.sources.shared.google.errors import api_refused
from yarnnn_pipelines.sources.shared.http import Api, ApiError, BudgetSpent
from yarnnn_pipelines.sources.shared.skips import Skips
from yarnnn_pipelines.sources.shared.slices import Account, Slice

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_SECOND = 1_000_000  # microseconds

SLICE_MAILS = 500  # in one commit
FAILURES_IN_A_ROW = 3  # of single mails, after which it is asked whether Gmail answers at all
MOST_TO_RETRY = 100  # mails that can't be read; with more it is not the mails' fault

_UNREADABLE = "try again later; if it stays so, open the mail in Gmail and forward it to yourself"


@dataclass(frozen=True)
class GmailOptions:
    """account: the mailbox's address, None for whoever the credentials are of; labels: names or ids; since: where
    history begins, in microseconds; whole_every_seconds: how often all ids are listed; page_size: at most 500.
    """

    account: str | None
    labels: Sequence[str]
    since: int
    whole_every_seconds: int = 86_400
    page_size: int = 500


class GmailSource:
    """One run over one mailbox; see `slices.LiveSource`."""

    main_table: ClassVar[str] = "messages"
    tables: ClassVar[tuple[str, ...]] = ("messages",)
    own_tables: ClassVar[tuple[str, ...]] = ()

    def __init__(
        self,
        api: Api,
        options: GmailOptions,
        state: Mapping[str, Any],
        known: KnownMails,
        skips: Skips,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        """The state: mailbox: its address; pin: the historyId up to which all is read; names: {label id: name};
        retry: {mail that can't be read: whether it was seen in a configured label}; read_at, whole_at: when history
        and all lists were last read to their ends; gap: history was lost, and no list begun since has come to its end;
        and what `_begin` says of the lists.
        """
        self._api = api
        self._options = options
        self._state: dict[str, Any] = json.loads(json.dumps(dict(state)))
        self._known = known
        self._skips = skips
        self._now_us = microseconds(now())
        self._labels = Labels(self._state.get("names", {}), options.labels)
        self._failures = 0  # of single mails, in a row
        self._read = 0

    def accounts(self) -> list[Account]:
        state = self._state
        name = self._options.account or state.get("mailbox", "mailbox")
        read, whole = state.get("read_at"), state.get("whole_at")
        account = Account(self._container, name, read_until=read, unread=self._unread(), whole_at=whole)
        if state.get("retry"):
            account.problem, account.mend = "mail_unreadable", _UNREADABLE
        unreadable = self._labels.unreadable.items() if self._labels.names else ()
        return [account, *(Account(one, one, problem=problem, mend=mend) for one, (problem, mend) in unreadable)]

    def slices(self) -> Iterator[Slice]:
        try:
            yield from self._run()
        except BudgetSpent:
            pass
        except ApiError as error:
            raise api_refused(error, GMAIL_API) from None
        yield self._slice([])  # where it stands now

    def _run(self) -> Iterator[Slice]:
        is_new = self._open()
        if not self._labels.names or self._labels.unreadable:
            self._name_labels()
        for label, (problem, mend) in self._labels.unreadable.items():
            self._skips.add(problem, where=f"label {label}", what="it can't be read", mend=mend)
        if not is_new:
            yield from self._follow()
        for mail, was_wanted in list(self._state["retry"].items()):
            self._failures = 0
            yield from self._get({mail: was_wanted})
        self._begin_if_due()
        yield from self._list()
        if self._state["again"]:
            self._begin_if_due()
            yield from self._list()

    # --- the mailbox and its labels ----------------------------------------------------------------------------------

    @property
    def _container(self) -> str:
        return f"gmail:{self._options.account or self._state.get('mailbox', 'mailbox')}"

    @property
    def _mailbox(self) -> str:
        """Where it is asked for: by its address, so that Gmail refuses the credentials of any other account."""
        return f"users/{self._state.get('mailbox') or self._options.account or 'me'}"

    def _open(self) -> bool:
        """Whether this mailbox is read for the first time. Its historyId is taken before anything is listed."""
        if "pin" in self._state and self._options.account in (None, self._state["mailbox"]):
            return False
        self._state = {}
        self._labels = Labels({}, self._options.labels)
        profile = self._profile()
        self._state = {"mailbox": self._options.account or profile["emailAddress"].lower()}
        self._state |= {"pin": profile["historyId"], "read_at": self._now_us, "retry": {}, "lists": {}}
        return True

    def _profile(self) -> dict[str, Any]:
        return self._api.get(f"{self._mailbox}/profile")

    def _name_labels(self) -> None:
        names = {one["id"]: one["name"] for one in self._api.get(f"{self._mailbox}/labels")["labels"]}
        self._state["names"] = names
        self._labels = Labels(names, self._options.labels)

    # --- what changed ------------------------------------------------------------------------------------------------

    def _follow(self) -> Iterator[Slice]:
        """History since the pin, which moves on with each page that is done, so that no page token has to live."""
        token = None
        while True:
            try:
                page = self._api.get(
                    f"{self._mailbox}/history",
                    startHistoryId=self._state["pin"],
                    maxResults=self._options.page_size,
                    pageToken=token,
                )
            except ApiError as error:
                if error.status != 404:
                    raise
                self._history_is_lost()
                return
            records, token = page.get("history", ()), page.get("nextPageToken")
            yield from self._act_on(records)
            if not token:
                break
            if records:
                self._state["pin"], token = records[-1]["id"], None
        self._state["pin"] = page["historyId"]
        if not self._state.get("gap"):
            self._state["read_at"] = self._now_us

    def _act_on(self, records: Sequence[Mapping[str, Any]]) -> Iterator[Slice]:
        changes = changes_of(records, self._labels.want, self._labels.meaningful)
        known = self._known.landed(list(changes)) if changes else {}
        look, gone = to_do(changes, {mail: one.is_deleted for mail, one in known.items()})
        if gone:
            yield self._slice([tombstone(mail) for mail in gone])
        yield from self._get(look, known)

    def _history_is_lost(self) -> None:
        """All ids are to be listed, from a new pin; a list that is begun comes to its end before, however often history
        is lost."""
        self._state |= {"pin": self._profile()["historyId"], "gap": True}
        if self._state["lists"]:
            self._state["again"] = True
        else:
            self._begin(whole=True)

    # --- lists -------------------------------------------------------------------------------------------------------

    def _begin_if_due(self) -> None:
        state, wanted = self._state, self._labels.wanted
        if "wanted" not in state:
            self._begin(whole=False)
            return
        # what is not read for a while, history did not tell of
        state["wanted"] = [label for label in state["wanted"] if label in wanted]
        state["since"] = max(state["since"], self._options.since)
        if self._wants_more():
            self._begin(whole=False)
        elif not state["lists"] and (
            state.get("again") or self._now_us - state["begun_at"] >= self._options.whole_every_seconds * _SECOND
        ):
            self._name_labels()
            self._begin(whole=True)

    def _wants_more(self) -> bool:
        """Whether the settings want what no list was begun for."""
        return bool(set(self._labels.wanted) - set(self._state["wanted"])) or self._options.since < self._state["since"]

    def _begin(self, *, whole: bool) -> None:
        """List every label; `whole`: and all mail, to find what is gone of what had landed.

        lists: of each label that is not listed to its end the token of the page to go on with, and the oldest instant
        that was listed, None at its top; wanted, since: what is listed; begun_at: when; is_new: whether some of it was
        never listed; again: whether history was lost since.
        """
        state = self._state
        state["is_new"] = not whole or (bool(state["lists"]) and state["is_new"])
        whole = whole or state.get("again", False) or EVERYTHING in state["lists"]
        labels = dict.fromkeys([*self._labels.wanted, *([EVERYTHING] if whole else [])])
        state["lists"] = {label: {"token": None, "down_to": None} for label in labels}
        state["wanted"], state["since"] = self._labels.wanted, self._options.since
        state["begun_at"], state["again"] = self._now_us, False

    def _list(self) -> Iterator[Slice]:
        """Pages of the lists, that with the newest mail first."""
        if not (lists := self._state["lists"]):
            return
        while lists:
            label = max(lists, key=lambda one: (_top(lists[one]["down_to"]), one != EVERYTHING))
            yield from self._list_page(label, lists)
        if not self._state["again"]:
            self._state["whole_at"] = self._now_us
            if self._state.pop("gap", False):
                self._state["read_at"] = self._now_us

    def _list_page(self, label: str, lists: dict[str, Any]) -> Iterator[Slice]:
        page = self._page(label, lists[label])
        if page is None:
            del lists[label]
            return
        high, token = lists[label]["down_to"], page.get("nextPageToken")
        ids = [one["id"] for one in page.get("messages", ())]
        known = self._known.landed(ids) if ids else {}
        instants = [one.occurred_at for one in known.values()]
        is_wanted = label in self._labels.wanted  # else only what landed and was deleted is read, should it be back
        new = [mail for mail in ids if (known[mail].is_deleted if mail in known else is_wanted)]
        if new:
            yield from self._get({mail: True for mail in new if mail not in self._state["retry"]}, known, instants)
        low = min(instants, default=None)
        if label == EVERYTHING:
            yield from self._look_for_missing(ids, low if token else self._options.since, high)
        if token:
            lists[label] = {"token": token, "down_to": high if low is None else low}
        else:
            del lists[label]

    def _look_for_missing(self, listed: Sequence[str], low: int | None, high: int | None) -> Iterator[Slice]:
        """Ask for the landed mails that the list of all mail should have shown between two instants, and did not."""
        if low is None:
            return
        missing = set(self._known.between(self._container, low, high)) - set(listed)
        if missing:
            yield from self._get(dict.fromkeys(sorted(missing), True), self._known.landed(missing))

    def _page(self, label: str, place: dict[str, Any]) -> dict[str, Any] | None:
        """The next page of a label's list; None if there is no such label any more.

        How long a page token lives is written nowhere: one that is refused costs listing the label's ids again.
        """
        after = [f"after:{self._options.since // _SECOND - 1}"] if self._options.since >= _SECOND else []
        try:
            return self._api.get(
                f"{self._mailbox}/messages",
                q=" ".join([*after, "-in:drafts", "-in:chats"]),
                labelIds=label or None,
                maxResults=self._options.page_size,
                pageToken=place["token"],
            )
        except ApiError as error:
            if error.status not in (400, 404):
                raise
            if place["token"] is None:
                self._name_labels()
                if label == EVERYTHING or label in self._labels.names:
                    raise
                return None
        place.update(token=None, down_to=None)
        return self._page(label, place)

    # --- single mails ------------------------------------------------------------------------------------------------

    def _get(
        self,
        mails: Mapping[str, bool],
        known: Mapping[str, Landed] | None = None,
        instants: list[int] | None = None,
    ) -> Iterator[Slice]:
        """Land mails, {id: whether it was seen in a configured label}, in slices.

        What can't be got now is in the state's `retry` afterwards. instants: to which the mails' own are added.
        """
        known = self._known.landed(list(mails)) if known is None else known
        ids = list(mails)
        for start in range(0, len(ids), SLICE_MAILS):
            some = ids[start : start + SLICE_MAILS]
            items: list[Observed] = []
            answers = self._api.ahead((f"{self._mailbox}/messages/{mail}", {"format": "raw"}) for mail in some)
            try:
                for mail, answer in zip(some, answers, strict=True):
                    if item := self._taken(mail, answer, mails[mail], known.get(mail)):
                        items.append(item)
            except (BudgetSpent, ApiError):
                yield self._slice(items)
                raise
            if instants is not None:
                instants += [item.occurred_at for item in items if item.occurred_at is not None]
            yield self._slice(items)

    def _taken(
        self, mail: str, answer: dict[str, Any] | ApiError, was_wanted: bool, known: Landed | None
    ) -> Observed | None:
        """A mail as it is to land: an item, a tombstone for one that landed, or nothing."""
        item = tombstone(mail) if known and not known.is_deleted else None
        if isinstance(answer, ApiError):
            if answer.status != 404:
                self._put_off(mail, answer, was_wanted)
                return None
        elif not HIDDEN & set(labels := answer.get("labelIds", ())):
            is_read = bool(known) or was_wanted or self._labels.want(labels)
            try:
                item = self._item(answer, labels) if is_read else None
            except (KeyError, ValueError, OverflowError) as error:
                self._put_off(mail, ApiError(200, "malformed", str(error)), was_wanted)
                return None
            if item and not known and item.occurred_at < self._options.since:
                item = None
        self._failures = 0
        self._state["retry"].pop(mail, None)
        return item

    def _put_off(self, mail: str, error: ApiError, was_wanted: bool) -> None:
        """One mail that can't be read costs no other, and is asked for again at each run."""
        retry = self._state["retry"]
        if error.status in (401, 403, 429) or len({*retry, mail}) > MOST_TO_RETRY:
            raise error
        self._failures += 1
        if self._failures % FAILURES_IN_A_ROW == 0:
            self._profile()
        retry[mail] = was_wanted
        self._skips.add("mail_unreadable", where=f"mail {mail}", what=f"Gmail answered {error}", mend=_UNREADABLE)

    def _item(self, message: Mapping[str, Any], labels: Sequence[str]) -> Observed:
        mail_id, account = message["id"], self._state["mailbox"]
        if any(label not in self._labels.names for label in labels):
            self._name_labels()  # one was made since

        def note(reason: str, what: str, mend: str) -> None:
            self._skips.add(reason, where=f"mail {mail_id}", what=what, mend=mend)

        return message_item(message, container=self._container, account=account, names=self._labels.names, note=note)

    # --- how far -----------------------------------------------------------------------------------------------------

    def _slice(self, items: list[Observed]) -> Slice:
        self._read += len(items)
        state = json.loads(json.dumps(self._state))
        concerned = Concerned([item.item_id for item in items])
        return Slice("messages", items, concerned, None, state, self._container, self._stage(), self._share())

    def _stage(self) -> str:
        tops = [one["down_to"] for one in self._state.get("lists", {}).values() if one["down_to"]]
        back = f"back to {_EPOCH + timedelta(microseconds=max(tops)):%Y-%m-%d}, " if tops else ""
        return f"mail {back}{self._read:,} read"

    def _unread(self) -> list[list[int | None]]:
        """What no list has come to yet, of what was never listed to its end."""
        state, since = self._state, self._options.since
        if "wanted" not in state or self._wants_more():
            return [[since, None]]
        if not state["is_new"] or not state["lists"]:
            return []
        tops = [one["down_to"] for one in state["lists"].values()]
        return [[since, None if None in tops else max(tops)]]

    def _share(self) -> float:
        """How much of the time since `since` is read."""
        whole = max(1, self._now_us - self._options.since)
        return 1 - sum((high or self._now_us) - low for low, high in self._unread()) / whole


def _top(down_to: int | None) -> float:
    """How new the mail is that a list comes to next."""
    return float("inf") if down_to is None else down_to
