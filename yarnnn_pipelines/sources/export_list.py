"""A platform's listed exports before they land: each looked at, and put in the order in which they were made.

Landing them is `landing`'s work; what tells an export's age, and what a later one leaves an earlier to tell, is said in
`shared.export_views`.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import duckdb

from yarnnn_pipelines.core.errors import UserError
from yarnnn_pipelines.sources.platform import Platform
from yarnnn_pipelines.sources.shared.archive import ExportFiles
from yarnnn_pipelines.sources.shared.export_reader import Reader, ReadOptions
from yarnnn_pipelines.sources.shared.export_views import Age, ExportView, ExportViews, Look, age_of, key_of
from yarnnn_pipelines.sources.shared.skips import Skips


@dataclass
class OpenedExport:
    """An export that is open, what its reader left out so far, and how it was opened."""

    files: ExportFiles
    reader: Reader
    skips: Skips
    options: ReadOptions


class ListedExport:
    """One export of the list. look: None where it can't be opened; landing it will then say why."""

    def __init__(self, path: Path, fingerprint: str) -> None:
        self.path = path
        self.fingerprint = fingerprint
        self.look: Look | None = None
        self._opened: OpenedExport | None = None

    def open(self, read: type[Reader], options: ReadOptions) -> OpenedExport:
        """The export, opened anew unless it is open with these options already; `UserError` if it is none."""
        if self._opened is None or self._opened.options != options:
            self.close()
            skips = Skips()
            files = ExportFiles(self.path, skips)
            try:
                self._opened = OpenedExport(files, read(files, skips, options), skips, options)
            except BaseException:
                files.close()
                raise
        return self._opened

    def close(self) -> None:
        if self._opened is not None:
            self._opened.files.close()
        self._opened = None

    def look_at(self, read: type[Reader], options: ReadOptions, known: Mapping[str, Any] | None) -> Look | None:
        """known: what a look at the same export has told before."""
        if known is not None:
            self.look = Look(self.path.name, self.fingerprint, Age.from_json(known["age"]), list(known["shows"]))
        elif self.fingerprint:
            try:
                opened = self.open(read, options)
                age = age_of(opened.files, opened.reader.newest())
                self.look = Look(self.path.name, self.fingerprint, age, sorted(map(key_of, opened.reader.shows())))
            except UserError:
                self.look = None
        return self.look

    def as_json(self) -> dict[str, Any]:
        return {"age": self.look.age.as_json(), "shows": self.look.shows} if self.look else {}


def in_order(exports: Iterable[ListedExport]) -> list[ListedExport]:
    """The exports, the oldest first: as listed, but one that was surely made before those listed just before it, of the
    same channels, mailboxes, pages or calendars, comes before them."""
    ordered: list[ListedExport] = []
    for export in exports:
        place = len(ordered)
        while place and _is_before(export.look, ordered[place - 1].look):
            place -= 1
        ordered.insert(place, export)
    return ordered


def _is_before(one: Look | None, other: Look | None) -> bool:
    if one is None or other is None or set(one.shows).isdisjoint(other.shows):
        return False
    return one.age.is_before(other.age) is True


def tell_of_order(listed: Sequence[ListedExport], ordered: Sequence[ListedExport], views: ExportViews) -> Skips:
    """What the user should know of the ages: a list in another order, and a later export that is listed no more.

    views: of what had landed before.
    """
    skips = Skips()
    for export, after in itertools.pairwise(ordered):
        if listed.index(export) > listed.index(after):
            skips.add(
                "listed_out_of_order",
                where=export.path.name,
                what=f"it was made before {after.path.name}, which is listed before it{_dates(export, after)}, so it "
                "was read first",
                mend=f"list {export.path.name} before {after.path.name}",
            )
    prints = {export.fingerprint for export in listed}
    for export in ordered:
        later = views.later_than(export.look) if export.look else []
        if not later or any(_is_before(export.look, other.look) for other in ordered) or _newest(later) in prints:
            continue
        last = next(view for view in later if view.fingerprint == _newest(later))
        skips.add(
            "older_than_what_landed",
            where=export.path.name,
            what=f"{f'{last.name}, which landed before,' if last.name else 'what landed before'} was made after it: "
            "what that shows, and what it shows to be deleted or renamed, stays so",
            mend=f"list {last.name or 'the newest export that you have'} after it",
        )
    return skips


def view_of_what_landed(
    con: duckdb.DuckDBPyConnection, platform: Platform, group_path: str | None, read_live_until: datetime | None
) -> ExportView | None:
    """What stands for the views that were not kept: of a home whose exports an earlier version landed, or, with
    `read_live_until`, of the platform's own answers, which may not have told of everything. None where nothing landed.
    """
    table = f"{platform.id}.{platform.main_table}"
    group = f"json_extract_string(payload, '{group_path}')" if group_path else "container_id"
    shows, first, last, newest, observed_at = (
        con.execute(
            f"""
        select list(distinct md5({group})), min(occurred_at), max(occurred_at),
            max(occurred_at) filter (occurred_at <= $1), max(observed_at)
        from {table}
        """,
            [datetime.now(UTC)],
        ).fetchone()
        or (None,) * 5
    )
    # an appointment that has passed may have been in the calendar long before
    if observed_at is None or not shows or (platform.is_schedule and read_live_until is None):
        return None
    age = Age(newest=read_live_until or newest, packed=read_live_until)
    bounds: list[str | None] = [None, None] if read_live_until else [first.isoformat(), last.isoformat()]
    known = [key for key in shows if key]
    return ExportView("", "", 0, age.as_json(), observed_at.isoformat(), known, read_live_until is None, bounds)


def _newest(views: Sequence[ExportView]) -> str:
    """The fingerprint of the last of some views."""
    newest = views[0]
    for view in views[1:]:
        newest = view if view.is_after(newest.when, newest.rank) else newest
    return newest.fingerprint


def _dates(export: ListedExport, after: ListedExport) -> str:
    """` (it ends on 6 November 2026, the other on 13 November 2026)`, where that tells the order."""
    ends = [one.look.age.newest if one.look else None for one in (export, after)]
    if not (ends[0] and ends[1]) or ends[0].date() >= ends[1].date():
        return ""
    first, last = (f"{end.day} {end:%B %Y}" for end in ends if end)
    return f" (its newest entry is of {first}, the other's of {last})"
