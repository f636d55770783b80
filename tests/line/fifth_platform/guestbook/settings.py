"""The guest book's keys of yarnnn.yaml."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from yarnnn_pipelines.config.places import Place, Places
from yarnnn_pipelines.config.sources import Source
from yarnnn_pipelines.config.values import Model, Texts


class GuestbookSource(Source):
    pass


class Books(Model, Places):
    key: ClassVar[str] = "books"
    noun: ClassVar[str] = "guest book"

    open: Texts = []
    closed: Texts = []

    def listed(self) -> Iterator[Place]:
        yield from (Place(name, "client", ("open", at), "open") for at, name in enumerate(self.open))
        yield from (Place(name, "internal", ("closed", at), "closed") for at, name in enumerate(self.closed))
