"""The configured roots: finding them, seeing in time that one can't be read any more, and their accounts.

Source: https://developers.notion.com/guides/get-started/authorization#integration-permissions
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from yarnnn_pipelines.sources.notion.api import Notion, is_in_trash
from yarnnn_pipelines.sources.notion.items import hex_id, id_in
from yarnnn_pipelines.sources.notion.places import Places, title_of
from yarnnn_pipelines.sources.notion.state import RootRecord
from yarnnn_pipelines.sources.shared.answers import REPORT, described
from yarnnn_pipelines.sources.shared.skips import Skips
from yarnnn_pipelines.sources.shared.slices import Account, UnreadSpan

CHECKED = 2  # roots that are opened in each run though nothing was wrong with them


_SHARE = "share the page with the integration: ••• at its top right > Connections"
_NOT_FOUND = (
    "root_not_found",
    f"{_SHARE}; or write its address or id, if the title is not the page's whole title or it lies below another page",
)
_NOT_SHARED = ("root_not_shared", f"{_SHARE}; what has landed stays as it is until then")
_IN_TRASH = ("root_in_trash", "restore the page from the trash, or take it out of yarnnn.yaml")
_AMBIGUOUS = ("root_ambiguous", "several pages have this title: write the page's address or id instead")


def open_root(notion: Notion, root_id: str, is_database: bool = False) -> RootRecord:
    """A root by its id; is_database: what it was when it was last seen."""
    for kind in (is_database, not is_database):
        if (thing := notion.database(root_id) if kind else notion.page(root_id)) is not None:
            return _opened(thing, kind)
    return RootRecord(root_id, "", is_database, *_NOT_SHARED)


def find_root(notion: Notion, title: str) -> RootRecord:
    """A root by its title: a page that was shared itself, before a database that was. What came along with a page above
    it may be anybody's, and is none. Two of a kind are none: nobody can tell which was meant."""
    wanted = " ".join(title.split()).casefold()
    places = Places(notion, ())

    def is_meant(thing: Mapping[str, Any]) -> bool:
        return _is_called(thing, wanted) and not places.of(thing)[0].ids

    pages = [page for page in notion.found(title, "page") if is_meant(page)]
    ids = {} if pages else dict.fromkeys(_database_id(listed) for listed in notion.found(title, "database"))
    opened = [notion.database(database_id) for database_id in ids if database_id]
    meant = pages or [database for database in opened if database and is_meant(database)]
    if len(meant) == 1:
        return _opened(meant[0], is_database=not pages)
    return RootRecord(None, title, False, *(_AMBIGUOUS if meant else _NOT_FOUND))


def _database_id(listed: Mapping[str, Any]) -> str | None:
    """Of a database, or of a data source of one, as search lists them."""
    if listed.get("object") == "database":
        return hex_id(listed["id"])
    parent = listed.get("parent")
    raw = parent.get("database_id") if isinstance(parent, dict) else None
    return hex_id(raw) if isinstance(raw, str) else None


def _is_called(thing: Mapping[str, Any], wanted: str) -> bool:
    """Whether a page or database has this title, in lower case; one whose title can't be read has none."""
    try:
        return title_of(thing).casefold() == wanted
    except (TypeError, AttributeError):
        return False


def _opened(thing: Mapping[str, Any], is_database: bool) -> RootRecord:
    trouble = _IN_TRASH if is_in_trash(thing) else ("", "")
    return RootRecord(hex_id(thing["id"]), title_of(thing), is_database, *trouble)


class Roots:
    """The roots as yarnnn.yaml names them.

    records: of those that were looked for, {as written: record}, from what earlier runs have stored on; turn: the
    number of the root that is opened first; bound: see `LiveRun`. ids: of all that were ever found; readable: of those
    that can be read, as far as is known.
    """

    def __init__(
        self,
        notion: Notion,
        written: Sequence[str],
        stored: Mapping[str, RootRecord],
        turn: int,
        skips: Skips,
        bound: Mapping[str, str],
    ) -> None:
        self._notion = notion
        # a teamspace, which exports alone know, has no id that could be asked for
        self._bound = {
            root.strip(): its_id for root, page in bound.items() if (its_id := id_in(page[len("notion:") :]))
        }
        self._written = list(dict.fromkeys(root.strip() for root in written))
        self._turn = turn
        self._skips = skips
        self.records = {root: record for root, record in stored.items() if root in self._written}
        self.ids = {record.id for record in self.records.values() if record.id}
        self.readable = {record.id for record in self.records.values() if record.id and not record.problem}
        self._opened: set[str] = set()
        self._troubles: dict[str, tuple[str, str]] = {}

    @property
    def next_turn(self) -> int:
        """The number of the root that the next run opens first."""
        return self._turn + CHECKED

    def find(self) -> list[tuple[str, bool]]:
        """(id, whether it is a database) of each root that can be read since now, or no longer."""
        changed = []
        for number, written in enumerate(self._written):
            before = self.records.get(written)
            is_due = (number - self._turn) % len(self._written) < CHECKED
            if before and not before.problem and not is_due:
                continue
            root = self._look_for(written, before)
            self._keep(written, root)
            if root.id and (before is None or before.problem != root.problem):
                changed.append((root.id, root.is_database))
        return changed

    def _look_for(self, written: str, before: RootRecord | None) -> RootRecord:
        root_id = self._bound.get(written) or (before.id if before else None) or id_in(written)
        try:
            if root_id:
                return open_root(self._notion, root_id, bool(before and before.is_database))
            return find_root(self._notion, written)
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            mend = f"{REPORT} ({described(error)})"
            return RootRecord(root_id, "", bool(before and before.is_database), "root_malformed", mend)

    def _keep(self, written: str, root: RootRecord) -> None:
        """root: as it was found just now; a title and how far it was read are kept from before."""
        before = self.records.get(written, RootRecord(None))
        self.records[written] = replace(root, title=root.title or before.title, read_until=before.read_until)
        if root.problem:
            self._skips.add(root.problem, where=f"Notion root {written!r}", what="it can't be read", mend=root.mend)
        if root.id:
            self.ids.add(root.id)
            self._opened.add(root.id)
            (self.readable.discard if root.problem else self.readable.add)(root.id)

    def is_readable_now(self, root_id: str) -> bool:
        """Ask Notion itself, if this run hasn't yet."""
        if root_id not in self._opened:
            for written, record in list(self.records.items()):
                if record.id == root_id:
                    self._keep(written, open_root(self._notion, root_id, record.is_database))
        return root_id in self.readable

    def read_until(self, instant: int) -> None:
        """All that the roots which this run has opened show was read."""
        for written, record in self.records.items():
            if record.id in self._opened and record.id in self.readable:
                self.records[written] = replace(record, read_until=instant)

    def trouble(self, root_id: str | None, problem: str, mend: str) -> None:
        """Something below a root can't be read."""
        if root_id:
            self._troubles[root_id] = problem, mend

    def accounts(self, unread: Sequence[UnreadSpan], whole_at: int | None) -> list[Account]:
        """unread, whole_at: of all roots, which are read together; see `Account`."""
        accounts = []
        for written in self._written:
            record = self.records.get(written, RootRecord(None))
            account = Account(f"notion:{record.id or written}", written, problem=record.problem, mend=record.mend)
            if record.id is None:
                account.unread = [[0, None]]
            else:
                if not record.problem:
                    account.problem, account.mend = self._troubles.get(record.id, ("", ""))
                account.read_until, account.whole_at = record.read_until, whole_at
                account.unread = list(unread)
            accounts.append(account)
        return accounts
