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
never deleted for that alone. The state is the historyId and the places in lists (`state`); which mails have landed the
warehouse knows, so a run killed anywhere lists at most a page again and gets no landed mail twice.

Mails are taken as `format=raw`: only the bytes give the words, charsets and version that an mbox gives; `full` decodes
headers on the way. Sources: https://developers.google.com/workspace/gmail/api/guides/sync,
.../reference/rest/v1/users.messages/list, .../users.history/list. The records of history are `history`'s matter,
what a mail says is `items`'s.
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, ClassVar

from yarnnn_pipelines.sources.gmail.api import SECOND, Mailbox
from yarnnn_pipelines.sources.gmail.api_items import message_item, tombstone
from yarnnn_pipelines.sources.gmail.history import HIDDEN, changes_of, to_do
from yarnnn_pipelines.sources.gmail.labels import EVERYTHING, Labels
from yarnnn_pipelines.sources.gmail.landed import KnownMails, Landed
from yarnnn_pipelines.sources.gmail.lists import MailLists, history_pages
from yarnnn_pipelines.sources.gmail.settings import GMAIL_API
from yarnnn_pipelines.sources.gmail.state import GmailState, Listing, ListPlace
from yarnnn_pipelines.sources.shared.answers import ENDLESS, MALFORMED, REPORT, described, next_cursor, texts
from yarnnn_pipelines.sources.shared.envelope import Observed, microseconds
from yarnnn_pipelines.sources.shared.google.errors import api_refused
from yarnnn_pipelines.sources.shared.http import Api, ApiError, BudgetSpent
from yarnnn_pipelines.sources.shared.scope import Concerned
from yarnnn_pipelines.sources.shared.skips import Skips
from yarnnn_pipelines.sources.shared.slices import Account, Slice, UnreadSpan
from yarnnn_pipelines.sources.shared.stored import report_unreadable

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)

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
        landed: KnownMails,
        skips: Skips,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self._api = api
        self._options = options
        self._state = GmailState.from_json(state)
        self._landed = landed
        self._skips = skips
        self._now = microseconds(now())
        self._labels = Labels(self._state.label_names, options.labels)
        self._lists = MailLists(skips)
        self._failures = 0  # of single mails, in a row
        self._read = 0
        report_unreadable(self._state.unreadable, skips)

    def accounts(self) -> list[Account]:
        state = self._state
        name = self._options.account or state.mailbox or "mailbox"
        account = Account(
            self._container, name, read_until=state.read_at, unread=self._unread(), whole_at=state.whole_at
        )
        if self._lists.endless:
            account.problem, account.mend = ENDLESS, REPORT
        elif state.retry:
            account.problem, account.mend = "mail_unreadable", _UNREADABLE
        unreadable = self._labels.unreadable.items() if self._labels.names else ()
        labels = (Account(label, label, problem=problem, mend=mend) for label, (problem, mend) in unreadable)
        return [account, *labels]

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
        for mail, was_wanted in list(self._state.retry.items()):
            self._failures = 0
            yield from self._get({mail: was_wanted})
        self._begin_if_due()
        yield from self._list()
        if self._listing.must_repeat:
            self._begin_if_due()
            yield from self._list()

    # --- the mailbox and its labels ----------------------------------------------------------------------------------

    @property
    def _container(self) -> str:
        return f"gmail:{self._options.account or self._state.mailbox or 'mailbox'}"

    @property
    def _mailbox(self) -> Mailbox:
        return Mailbox(self._api, self._state.mailbox or self._options.account or "me")

    def _open(self) -> bool:
        """Whether this mailbox is read for the first time. Its historyId is taken before anything is listed."""
        if self._state.history_id is not None and self._options.account in (None, self._state.mailbox):
            return False
        self._state = GmailState()
        self._labels = Labels({}, self._options.labels)
        address, history_id = self._mailbox.profile()
        self._state = GmailState(self._options.account or address, history_id, read_at=self._now)
        return True

    def _name_labels(self) -> None:
        self._state.label_names = self._mailbox.label_names()
        self._labels = Labels(self._state.label_names, self._options.labels)

    # --- what changed ------------------------------------------------------------------------------------------------

    def _follow(self) -> Iterator[Slice]:
        """History since the state's id, which moves on with each page that is done."""
        pages = history_pages(self._mailbox, self._history_id, self._options.page_size)
        while True:
            try:
                page = next(pages, None)
            except ApiError as error:
                if error.status != 404 and error.code not in (ENDLESS, MALFORMED):
                    raise
                self._history_is_lost(error)
                return
            if page is None:
                break
            yield from self._act_on(page.records)
            self._lists.tell_left_out(page.left_out)
            if page.left_out and self._state.listing:
                self._state.listing.must_repeat = True
            self._state.history_id = page.reaches
        if not self._state.has_gap:
            self._state.read_at = self._now

    @property
    def _history_id(self) -> str:
        if self._state.history_id is None:
            raise RuntimeError("the mailbox is opened before its history is followed")
        return self._state.history_id

    def _act_on(self, records: Sequence[Mapping[str, Any]]) -> Iterator[Slice]:
        changes = changes_of(records, self._labels.want, self._labels.meaningful)
        landed = self._landed.landed(list(changes)) if changes else {}
        changed, gone = to_do(changes, {mail: latest.is_deleted for mail, latest in landed.items()})
        if gone:
            yield self._slice([tombstone(mail) for mail in gone])
        yield from self._get(changed, landed)

    def _history_is_lost(self, error: ApiError) -> None:
        """All ids are to be listed, from a new historyId; a list that is begun comes to its end before, however often
        history is lost."""
        self._lists.tell_unfollowed(error)
        (_, self._state.history_id), self._state.has_gap = self._mailbox.profile(), True
        if self._state.listing and self._state.listing.places:
            self._state.listing.must_repeat = True
        else:
            self._begin(whole=True)

    # --- lists -------------------------------------------------------------------------------------------------------

    @property
    def _listing(self) -> Listing:
        if self._state.listing is None:
            raise RuntimeError("a listing is begun before its pages are read")
        return self._state.listing

    def _begin_if_due(self) -> None:
        listing, wanted, since = self._state.listing, self._labels.wanted, self._options.since
        if listing is None:
            self._begin(whole=False)
            return
        listing.limit_to(wanted, since)  # what is not read for a while, history did not tell of
        is_old = self._now - listing.begun_at >= self._options.whole_every_seconds * SECOND
        if listing.lacks(wanted, since):
            self._begin(whole=False)
        elif not listing.places and (listing.must_repeat or is_old):
            self._name_labels()
            self._begin(whole=True)

    def _begin(self, *, whole: bool) -> None:
        """List every label; `whole`: and all mail, to find what is gone of what had landed."""
        last = self._state.listing
        lists_all = whole or (last is not None and (last.must_repeat or EVERYTHING in last.places))
        self._state.listing = Listing(
            places={label: ListPlace() for label in [*self._labels.wanted, *([EVERYTHING] if lists_all else [])]},
            labels=list(self._labels.wanted),
            since=self._options.since,
            begun_at=self._now,
            is_new=last is None or not whole or (bool(last.places) and last.is_new),
        )

    def _list(self) -> Iterator[Slice]:
        """Pages of the lists, that with the newest mail first."""
        places = self._listing.places
        if not places:
            return
        while waiting := [label for label in places if label not in self._lists.endless]:
            yield from self._list_page(max(waiting, key=lambda label: (places[label].newness, label != EVERYTHING)))
        if not places and not self._listing.must_repeat:
            self._state.whole_at = self._now
            if self._state.has_gap:
                self._state.has_gap, self._state.read_at = False, self._now

    def _list_page(self, label: str) -> Iterator[Slice]:
        """One page of a label's list; afterwards the listing has the place of the next one, or none."""
        places = self._listing.places
        page = self._page(label)
        if page is None:
            del places[label]
            return
        high, page_token = places[label].down_to, next_cursor(page.get("nextPageToken"))
        ids = self._lists.ids_in(page, label)
        landed = self._landed.landed(ids) if ids else {}
        instants = [latest.occurred_at for latest in landed.values()]
        is_wanted = label in self._labels.wanted  # else only what landed and was deleted is read, should it be back
        new = [mail for mail in ids if (landed[mail].is_deleted if mail in landed else is_wanted)]
        if new:
            instants += yield from self._get({mail: True for mail in new if mail not in self._state.retry}, landed)
        low = min(instants, default=None)
        if label == EVERYTHING:
            yield from self._look_for_missing(ids, low if page_token else self._options.since, high)
        if page_token and self._lists.goes_on(label, page_token, ids):
            places[label] = ListPlace(page_token, high if low is None else low)
        elif page_token:
            places[label] = ListPlace()
        else:
            del places[label]

    def _look_for_missing(self, listed: Sequence[str], low: int | None, high: int | None) -> Iterator[Slice]:
        """Ask for the landed mails that the list of all mail should have shown between two instants, and did not."""
        if low is None:
            return
        missing = set(self._landed.between(self._container, low, high)) - set(listed)
        if missing:
            yield from self._get(dict.fromkeys(sorted(missing), True), self._landed.landed(missing))

    def _page(self, label: str) -> dict[str, Any] | None:
        """The next page of a label's list; None if there is no such label any more.

        How long a page token lives is written nowhere: one that is refused costs listing the label's ids again.
        """
        page_token = self._listing.places[label].page_token
        try:
            return self._mailbox.mails_with(label, self._options.since, self._options.page_size, page_token)
        except ApiError as error:
            if error.status not in (400, 404):
                raise
            if page_token is None:
                self._name_labels()
                if label == EVERYTHING or label in self._labels.names:
                    raise
                return None
        self._listing.places[label] = ListPlace()
        return self._page(label)

    # --- single mails ------------------------------------------------------------------------------------------------

    def _get(
        self, mails: Mapping[str, bool], landed: Mapping[str, Landed] | None = None
    ) -> Generator[Slice, None, list[int]]:
        """Land mails, {id: whether it was seen in a configured label}, in slices; the instants of those that could be
        got. What can't be got now is in the state's `retry` afterwards.

        landed: what has landed of them, None where nobody has looked.
        """
        landed = self._landed.landed(list(mails)) if landed is None else landed
        ids, instants = list(mails), list[int]()
        for start in range(0, len(ids), SLICE_MAILS):
            group = ids[start : start + SLICE_MAILS]
            items: list[Observed] = []
            try:
                for mail, answer in zip(group, self._mailbox.raw_mails(group), strict=True):
                    if item := self._item_of(mail, answer, mails[mail], landed.get(mail)):
                        items.append(item)
            except (BudgetSpent, ApiError):
                yield self._slice(items)
                raise
            instants += [item.occurred_at for item in items if item.occurred_at is not None]
            yield self._slice(items)
        return instants

    def _item_of(
        self, mail: str, answer: dict[str, Any] | ApiError, was_wanted: bool, latest: Landed | None
    ) -> Observed | None:
        """A mail as it is to land: an item, a tombstone for one that landed, or nothing. latest: what landed last."""
        item = tombstone(mail) if latest and not latest.is_deleted else None
        if isinstance(answer, ApiError):
            if answer.status != 404:
                self._put_off(mail, answer, was_wanted)
                return None
        elif not HIDDEN & set(labels := texts(answer.get("labelIds"))):
            is_read = bool(latest) or was_wanted or self._labels.want(labels)
            try:
                item = self._read_item(mail, answer, labels) if is_read else None
            except (ApiError, BudgetSpent):
                raise
            except Exception as error:  # whatever is wrong with one mail costs no other
                self._put_off(mail, ApiError(200, MALFORMED, described(error)), was_wanted)
                return None
            if item and not latest and item.occurred_at is not None and item.occurred_at < self._options.since:
                item = None
        self._failures = 0
        self._state.retry.pop(mail, None)
        return item

    def _put_off(self, mail: str, error: ApiError, was_wanted: bool) -> None:
        """One mail that can't be read costs no other, and is asked for again at each run."""
        retry = self._state.retry
        self._skips.add("mail_unreadable", where=f"mail {mail}", what=f"Gmail answered {error}", mend=_UNREADABLE)
        if error.code == MALFORMED:  # the mail's own fault; of very many, each is met again when all are listed
            retry |= {mail: was_wanted} if len({*retry, mail}) <= MOST_TO_RETRY else {}
            return
        if error.status in (401, 403, 429) or len({*retry, mail}) > MOST_TO_RETRY:
            raise error
        self._failures += 1
        if self._failures % FAILURES_IN_A_ROW == 0:
            self._mailbox.profile()
        retry[mail] = was_wanted

    def _read_item(self, mail_id: str, answer: Mapping[str, Any], labels: Sequence[str]) -> Observed:
        message, account = {**answer, "id": mail_id, "labelIds": labels}, self._state.mailbox or ""
        if any(label not in self._labels.names for label in labels):
            self._name_labels()  # one was made since

        def note(reason: str, what: str, mend: str) -> None:
            self._skips.add(reason, where=f"mail {mail_id}", what=what, mend=mend)

        return message_item(message, container=self._container, account=account, names=self._labels.names, note=note)

    # --- how far -----------------------------------------------------------------------------------------------------

    def _slice(self, items: list[Observed]) -> Slice:
        self._read += len(items)
        concerned, state = Concerned([item.item_id for item in items]), self._state.to_json()
        return Slice("messages", items, concerned, None, state, self._container, self._stage(), self._share())

    def _stage(self) -> str:
        places = self._state.listing.places.values() if self._state.listing else ()
        tops = [place.down_to for place in places if place.down_to]
        back = f"back to {_EPOCH + timedelta(microseconds=max(tops)):%Y-%m-%d}, " if tops else ""
        return f"mail {back}{self._read:,} read"

    def _unread(self) -> list[UnreadSpan]:
        listing, since = self._state.listing, self._options.since
        if listing is None or listing.lacks(self._labels.wanted, since):
            return [[since, None]]
        return [[since, listing.down_to()]] if listing.is_new and listing.places else []

    def _share(self) -> float:
        """How much of the time since `since` is read."""
        whole = max(1, self._now - self._options.since)
        return 1 - sum((high or self._now) - (low or 0) for low, high in self._unread()) / whole
