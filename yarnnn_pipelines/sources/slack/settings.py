"""Slack's keys of yarnnn.yaml. How its exports and its API are read is said beside this file."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, ClassVar, Literal
from urllib.parse import urlsplit

from pydantic import Field

from yarnnn_pipelines.config.places import Place, Places
from yarnnn_pipelines.config.sources import Source
from yarnnn_pipelines.config.values import EnvironmentName, Model, Texts, address_such_as


class SlackSource(Source):
    """rescan_days: how far back each landing looks for edits and deletions. requests_per_minute: what Slack allows the
    app; 1 for apps that are distributed outside its Marketplace. direct_messages: people with whom the app's user has
    direct messages that are to be read, by name or id."""

    needed_live: ClassVar[str] = "token_env"
    api_host: ClassVar[str] = "https://slack.com"
    api_path: ClassVar[str] = "/api"

    # for links to messages
    workspace_url: Annotated[str, address_such_as("https://northlight.slack.com")] | None = None
    token_env: EnvironmentName | None = None
    rescan_days: int = Field(default=7, ge=1)
    requests_per_minute: int | None = Field(default=None, ge=1)
    direct_messages: Texts = []

    @property
    def own_host(self) -> str | None:
        return urlsplit(self.workspace_url).hostname if self.workspace_url else None


class SlackChannels(Model, Places):
    key: ClassVar[str] = "slack"
    noun: ClassVar[str] = "Slack channel"
    spoken_of_as: ClassVar[Literal["tag", "title", ""]] = "tag"

    shared: Texts = []  # the client reads along
    internal: Texts = []

    def listed(self) -> Iterator[Place]:
        for number, name in enumerate(self.shared):
            yield Place(name, "client", ("shared", number), "shared")
        for number, name in enumerate(self.internal):
            yield Place(name, "internal", ("internal", number), "internal")

    @staticmethod
    def plain(name: str) -> str:
        return Places.plain(name).lstrip("# ")
