"""`sources:` of yarnnn.yaml: where each platform's items come from.

How a source is read belongs to the room `sources`; all other keys are `settings`.
"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, ClassVar, Literal, Self, get_args

from pydantic import BeforeValidator, Field, model_validator

from yarnnn_pipelines.config.values import Email, EnvironmentName, Model, Texts, Url

Platform = Literal["slack", "gmail", "notion", "calendar"]
PLATFORMS: tuple[Platform, ...] = get_args(Platform)


class Source(Model):
    """Where one platform's items come from: export files or folders, oldest first, or the platform's API.

    base_url: another address of the API, for a proxy or a test. requests_per_run, seconds_per_run: what one landing may
    cost; where it ends, the next goes on.
    """

    needed_live: ClassVar[str] = ""  # the key that makes the source a live one

    export: Annotated[list[Path], BeforeValidator(lambda v: [v] if isinstance(v, (str, Path)) else v)] = []
    base_url: Url | None = None
    requests_per_run: int | None = Field(default=None, ge=1)
    seconds_per_run: float = Field(default=600, gt=0)

    @property
    def is_live(self) -> bool:
        return not self.export

    @model_validator(mode="after")
    def _one_way(self) -> Self:
        live = getattr(self, self.needed_live)
        if self.export and live:
            raise ValueError(f"both export and {self.needed_live} are given; keep the one that this source is read by")
        if not self.export and not live:
            raise ValueError(f"neither export nor {self.needed_live} is given; name the export, or {self.needed_live}")
        return self


class SlackSource(Source):
    """rescan_days: how far back each landing looks for edits and deletions. requests_per_minute: what Slack allows the
    app; 1 for apps that are distributed outside its Marketplace. direct_messages: people with whom the app's user has
    direct messages that are to be read, by name or id."""

    needed_live: ClassVar[str] = "token_env"

    workspace_url: str | None = None  # https://northlight.slack.com, for links to messages
    token_env: EnvironmentName | None = None
    rescan_days: int = Field(default=7, ge=1)
    requests_per_minute: int | None = Field(default=None, ge=1)
    direct_messages: Texts = []


class GmailSource(Source):
    needed_live: ClassVar[str] = "credentials_env"

    account: Email | None = None
    credentials_env: EnvironmentName | None = None
    token_url: Url | None = None
    labels: Texts = ["INBOX", "SENT"]


class NotionSource(Source):
    needed_live: ClassVar[str] = "token_env"

    token_env: EnvironmentName | None = None
    version: Literal["2022-06-28", "2025-09-03", "2026-03-11"] = "2025-09-03"


class CalendarSource(Source):
    """account: whose calendars a service account reads (domain-wide delegation). horizon_days: how far ahead a series
    of meetings is looked at for the weeks that a change of it touches."""

    needed_live: ClassVar[str] = "credentials_env"

    account: Email | None = None
    credentials_env: EnvironmentName | None = None
    token_url: Url | None = None
    calendars: Texts = ["primary"]
    horizon_days: int = Field(default=60, ge=1)


class Sources(Model):
    """every_minutes: how often live sources are landed. when_incomplete: whether a deliverable whose sources could not
    be read in full may go out, with a note in it. stale_after_hours: when a live source counts as not read."""

    slack: SlackSource | None = None
    gmail: GmailSource | None = None
    notion: NotionSource | None = None
    calendar: CalendarSource | None = None
    every_minutes: Literal[5, 10, 15, 20, 30, 60] = 15
    when_incomplete: Literal["block", "warn"] = "block"
    stale_after_hours: float = Field(default=24, gt=0)

    def configured(self) -> dict[Platform, Source]:
        """The platforms that the user has given a source for, in the line's order."""
        return {name: source for name in PLATFORMS if (source := getattr(self, name)) is not None}

    def live(self) -> dict[Platform, Source]:
        """Those of them that are read through their API."""
        return {name: source for name, source in self.configured().items() if source.is_live}
