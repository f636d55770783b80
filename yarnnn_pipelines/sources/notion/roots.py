"""The configured roots: finding them, seeing in time that one can't be read any more, and their accounts.

Source: https://developers.notion.com/guides/get-started/authorization#integration-permissions
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from yarnnn_pipelines.sources.notion.api import Notion, is_in_trash
from yarnnn_pipelines.sources.notion.items import hex_id, id_in
from yarnnn_pipelines.sources.notion.places import title_of
from yarnnn_pipelines.sources.shared.skips import Skips
from yarnnn_pipelines.sources.shared.slices import Account

CHECKED = 2  # roots that are opened in each run though nothing was wrong with them


@dataclass(frozen=True)
class Root:
    """A configured root as it was found. problem, mend: why it can't be read, '' where it can."""

    id: str | None
    title: str = ""
    is_database: bool = False
    problem: str = ""
    mend: str = ""


_SHARE = "share the page with the integration: ••• at its top right > Connections"
_NOT_FOUND = ("root_not_found", f"{_SHARE}; or write its address or id, if the title is not the page's whole title")
_NOT_SHARED = ("root_not_shared", f"{_SHARE}; what has landed stays as it is until then")
_IN_TRASH = ("root_in_trash", "restore the page from the trash, or take it out of yarnnn.yaml")
_AMBIGUOUS = ("root_ambiguous", "several pages have this title: write the page's address or id instead")


def open_root(notion: Notion, root_id: str, is_database: bool = False) -> Root:
    """A root by its id; is_database: what it was when it was last seen."""
    for kind in (is_database, not is_database):
        if (found := notion.database(root_id) if kind else notion.page(root_id)) is not None:
            return _opened(found, kind)
    return Root(root_id, "", is_database, *_NOT_SHARED)


def find_root(notion: Notion, title: str) -> Root:
    """A root by its title: a page at the workspace's top before all others, then a page, then a database. Two of the
    best kind are none: nobody can tell which was meant."""
    wanted = " ".join(title.split()).casefold()
    pages = [one for one in _all(notion, title, "page") if title_of(one).casefold() == wanted]
    tops = [one for one in pages if (one.get("parent") or {}).get("type") == "workspace"]
    if found := tops or pages:
        return _opened(found[0], is_database=False) if len(found) == 1 else Root(None, title, False, *_AMBIGUOUS)
    ids = {_database_id(one) for one in _all(notion, title, "database")}
    opened = [notion.database(one) for one in ids if one]
    databases = [one for one in opened if one and title_of(one).casefold() == wanted]
    if len(databases) == 1:
        return _opened(databases[0], is_database=True)
    return Root(None, title, False, *(_AMBIGUOUS if databases else _NOT_FOUND))


def _all(notion: Notion, query: str, kind: str) -> Iterator[Mapping[str, Any]]:
    cursor = None
    while True:
        found, cursor = notion.search(cursor, query, kind)
        yield from found
        if not cursor:
            return


def _database_id(found: Mapping[str, Any]) -> str | None:
    if found.get("object") == "database":
        return hex_id(found["id"])
    raw = (found.get("parent") or {}).get("database_id")
    return hex_id(raw) if raw else None


def _opened(thing: Mapping[str, Any], is_database: bool) -> Root:
    trouble = _IN_TRASH if is_in_trash(thing) else ("", "")
    return Root(hex_id(thing["id"]), title_of(thing), is_database, *trouble)


class Roots:
    """The roots as yarnnn.yaml names them.

    ids: of all that were ever found; readable: of those that can be read, as far as is known. State: {as written: {id,
    title, is_database, problem, mend, read_until}}.
    """

    def __init__(self, notion: Notion, written: Sequence[str], state: dict[str, Any], skips: Skips) -> None:
        self._notion = notion
        self._written = list(dict.fromkeys(one.strip() for one in written))
        self._turn = state["turn"]
        state["turn"] += CHECKED
        self._stored: dict[str, dict[str, Any]] = state["roots"]
        self._skips = skips
        for gone in self._stored.keys() - set(self._written):
            del self._stored[gone]
        self.ids = {one["id"] for one in self._stored.values() if one["id"]}
        self.readable = {one["id"] for one in self._stored.values() if not one["problem"]}
        self._opened: set[str] = set()
        self._troubles: dict[str, tuple[str, str]] = {}

    def find(self) -> list[tuple[str, bool]]:
        """(id, whether it is a database) of each root that can be read since now, or no longer."""
        changed = []
        for number, written in enumerate(self._written):
            before = self._stored.get(written)
            is_due = (number - self._turn) % len(self._written) < CHECKED
            if before and not before["problem"] and not is_due:
                continue
            root = self._look_for(written, before)
            self._store(written, root)
            if root.id and (before is None or before["problem"] != root.problem):
                changed.append((root.id, root.is_database))
        return changed

    def _look_for(self, written: str, before: Mapping[str, Any] | None) -> Root:
        root_id = before["id"] if before else None
        if root_id := root_id or id_in(written):
            return open_root(self._notion, root_id, bool(before and before["is_database"]))
        return find_root(self._notion, written)

    def _store(self, written: str, root: Root) -> None:
        before = self._stored.get(written, {})
        self._stored[written] = {
            "id": root.id,
            "title": root.title or before.get("title", ""),
            "is_database": root.is_database,
            "problem": root.problem,
            "mend": root.mend,
            "read_until": before.get("read_until"),
        }
        if root.problem:
            self._skips.add(root.problem, where=f"Notion root {written!r}", what="it can't be read", mend=root.mend)
        if root.id:
            self.ids.add(root.id)
            self._opened.add(root.id)
            (self.readable.discard if root.problem else self.readable.add)(root.id)

    def is_readable_now(self, root_id: str) -> bool:
        """Ask Notion itself, if this run hasn't yet."""
        if root_id not in self._opened:
            for written, one in list(self._stored.items()):
                if one["id"] == root_id:
                    self._store(written, open_root(self._notion, root_id, one["is_database"]))
        return root_id in self.readable

    def read_until(self, instant: int) -> None:
        """All that the roots which this run has opened show was read."""
        for one in self._stored.values():
            if one["id"] in self._opened and one["id"] in self.readable:
                one["read_until"] = instant

    def trouble(self, root_id: str | None, problem: str, mend: str) -> None:
        """Something below a root can't be read."""
        if root_id:
            self._troubles[root_id] = problem, mend

    def accounts(self, unread: list[list[int | None]], whole_at: int | None) -> list[Account]:
        found = []
        for written in self._written:
            one = self._stored.get(written)
            if one is None or one["id"] is None:
                problem, mend = (one["problem"], one["mend"]) if one else ("", "")
                found.append(Account(f"notion:{written}", written, unread=[[0, None]], problem=problem, mend=mend))
                continue
            problem, mend = one["problem"], one["mend"]
            if not problem:
                problem, mend = self._troubles.get(one["id"], ("", ""))
            account = Account(f"notion:{one['id']}", written, problem=problem, mend=mend)
            account.read_until, account.whole_at = one["read_until"], whole_at
            account.unread = list(unread)
            found.append(account)
        return found
