"""A guest book's export: one JSON list of notes, each {id, book, author, at, text}; it shows every book whole."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import datetime
from typing import Any, ClassVar

import pyarrow as pa

from yarnnn_pipelines.core.errors import UserError
from yarnnn_pipelines.sources.shared.archive import ExportFiles
from yarnnn_pipelines.sources.shared.coverage import Coverage
from yarnnn_pipelines.sources.shared.envelope import (
    Observed,
    as_json,
    content_version,
    in_batches,
    microseconds,
    parse_json,
)
from yarnnn_pipelines.sources.shared.export_reader import Progress, Reader, ReadOptions
from yarnnn_pipelines.sources.shared.skips import Skips


class GuestbookExport(Reader):
    main_table: ClassVar[str] = "notes"
    group_path: ClassVar[str | None] = None
    tables: ClassVar[tuple[str, ...]] = ("notes",)

    def __init__(self, files: ExportFiles, skips: Skips, options: ReadOptions) -> None:
        try:
            self._notes = [note for name in files.entries for note in parse_json(files.read(name))]
        except ValueError:
            raise UserError("this is no guest book", where=str(files.path), mend="export it again") from None

    def containers(self, table: str) -> Collection[str] | None:
        return None

    def read(self, table: str, progress: Progress) -> Iterator[pa.Table]:
        yield from in_batches(map(_observed, self._notes))

    def coverage(self, table: str) -> Coverage | None:
        return Coverage(containers={f"guestbook:{note['book']}" for note in self._notes})


def _observed(note: dict[str, Any]) -> Observed:
    return Observed(
        item_id=f"guestbook:{note['id']}",
        version=content_version(note["text"]),
        container_id=f"guestbook:{note['book']}",
        thread_id=None,
        author_id=f"guestbook:{note['author']}",
        occurred_at=microseconds(datetime.fromisoformat(note["at"])),
        edited_at=None,
        is_deleted=False,
        text=note["text"],
        permalink=None,
        payload=as_json({"author_name": note["author"]}),
    )
