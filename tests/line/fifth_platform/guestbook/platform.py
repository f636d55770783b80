"""The guest book, as the rest of the house knows it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from guestbook.settings import Books, GuestbookSource
from yarnnn_pipelines.sources.platform import Platform, RawTable

if TYPE_CHECKING:
    from yarnnn_pipelines.sources.shared.export_reader import Reader


class Guestbook(Platform):
    id = "guestbook"
    label = "Guest book"
    icon = "file"
    tables = (RawTable("notes", "Every version of every note."),)
    source = GuestbookSource
    places = Books

    def export_reader(self) -> type[Reader]:
        from guestbook.export import GuestbookExport

        return GuestbookExport


GUESTBOOK = Guestbook()
