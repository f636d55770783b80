"""What a page of Gmail's lists and of its history holds, as far as it is what the reference promises.

What follows for what lands is `live`'s work; what a record of history says, `history`'s.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from yarnnn_pipelines.sources.gmail.api import Mailbox
from yarnnn_pipelines.sources.gmail.history import usable
from yarnnn_pipelines.sources.shared.answers import ENDLESS, REPORT, Cursors, listed, next_cursor, objects
from yarnnn_pipelines.sources.shared.http import ApiError
from yarnnn_pipelines.sources.shared.skips import Skips


class MailLists:
    """The labels' lists in one run. endless: labels whose list has no end; the next run begins it again."""

    def __init__(self, skips: Skips) -> None:
        self._skips = skips
        self._cursors: dict[str, Cursors] = {}
        self.endless: set[str] = set()

    def ids_in(self, page: Mapping[str, Any], label: str) -> list[str]:
        """The ids of a page's mails; an entry without one is counted. `ApiError` where the page holds no list."""
        entries = listed(page, "messages", is_optional=True)
        ids = [entry["id"] for entry in objects(entries) if isinstance(entry.get("id"), str) and entry["id"]]
        for _ in range(len(entries) - len(ids)):
            what = "an entry names no mail, and is left out"
            self._skips.add("odd_result", where=_where(label), what=what, mend=REPORT)
        return ids

    def goes_on(self, label: str, page_token: str, ids: Sequence[str]) -> bool:
        """Whether a list comes nearer to its end; one that doesn't is told."""
        try:
            self._cursors.setdefault(label, Cursors("the list")).follow(page_token, ids)
        except ApiError as error:
            self.endless.add(label)
            self._skips.add(ENDLESS, where=_where(label), what=f"{error}; what it showed counts", mend=REPORT)
        return label not in self.endless

    def tell_left_out(self, count: int) -> None:
        """Count parts of history that name no mail."""
        for _ in range(count):
            what = "a record names no mail; all mails are listed to find what it tells of"
            self._skips.add("odd_history", where="Gmail's history", what=what, mend="nothing")

    def tell_unfollowed(self, error: ApiError) -> None:
        """Count a history that has no end, or is none; that Gmail forgets one is usual."""
        if error.status != 404:
            what = f"it can't be followed ({error}), so all mails are listed instead"
            self._skips.add(error.code, where="Gmail's history", what=what, mend=REPORT)


def _where(label: str) -> str:
    return f"Gmail's list of {label or 'all mail'}"


@dataclass(frozen=True)
class HistoryPage:
    """records: as `history.changes_of` takes them; left_out: parts that name no mail; reaches: the historyId up to
    which everything is told, once they are done."""

    records: list[dict[str, Any]]
    left_out: int
    reaches: str


def history_pages(mailbox: Mailbox, since_id: str, page_size: int) -> Iterator[HistoryPage]:
    """History after `since_id`, to its end. Each page is asked for by the id that the one before has reached, so that
    no page token has to live. `ApiError` where Gmail has forgotten it (404), and where it has no end."""
    reached, page_token, cursors = since_id, None, Cursors("history")
    while True:
        page = mailbox.history(reached, page_size, page_token)
        records, left_out = usable(listed(page, "history", is_optional=True))
        page_token = next_cursor(page.get("nextPageToken"))
        if page_token is None:
            yield HistoryPage(records, left_out, _id_in(page, "historyId") or reached)
            return
        cursors.follow(f"{reached} {page_token}", [str(record["id"]) for record in records])
        if records and (last := _id_in(records[-1], "id")):
            reached, page_token = last, None
        yield HistoryPage(records, left_out, reached)


def _id_in(answer: Mapping[str, Any], key: str) -> str | None:
    value = answer.get(key)
    return str(value) if isinstance(value, (str, int)) and str(value) else None
