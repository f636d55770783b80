"""Notion's keys of yarnnn.yaml. How its exports and its API are read is said beside this file."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar, Literal

from yarnnn_pipelines.config.places import Place, Places
from yarnnn_pipelines.config.sources import Source
from yarnnn_pipelines.config.values import EnvironmentName, Model, Texts


class NotionSource(Source):
    needed_live: ClassVar[str] = "token_env"
    api_host: ClassVar[str] = "https://api.notion.com"
    api_path: ClassVar[str] = "/v1"

    token_env: EnvironmentName | None = None
    version: Literal["2022-06-28", "2025-09-03", "2026-03-11"] = "2025-09-03"


class NotionRoots(Model, Places):
    key: ClassVar[str] = "notion"
    noun: ClassVar[str] = "Notion page"
    spoken_of_as: ClassVar[Literal["tag", "title", ""]] = "title"

    roots: Texts = []
    shared: bool = False  # whether the client can open these pages

    def listed(self) -> Iterator[Place]:
        for number, root in enumerate(self.roots):
            yield Place(root, "client" if self.shared else "internal", ("roots", number))
