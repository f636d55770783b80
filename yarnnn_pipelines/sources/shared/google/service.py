"""What Gmail's and the calendar's APIs differ in, where Google's tokens and refusals are concerned."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from yarnnn_pipelines.config.sources import Source
from yarnnn_pipelines.config.values import Email, EnvironmentName, Url


@dataclass(frozen=True)
class GoogleService:
    """One API of Google's.

    platform: its id; name: Google's own; page: where it is enabled; scopes: the least that reading needs. expired,
    not_allowed: the mends where it isn't known whose credentials are asked with. needs_account: whether a service
    account must say for whom it reads, since it has nothing of its own there.
    """

    platform: str
    name: str
    page: str
    scopes: tuple[str, ...]
    expired: str
    not_allowed: str
    needs_account: bool = False


class GoogleSource(Source):
    """account: whose mail or calendars they are; a service account reads them by domain-wide delegation."""

    needed_live: ClassVar[str] = "credentials_env"
    service: ClassVar[GoogleService]

    account: Email | None = None
    credentials_env: EnvironmentName | None = None
    token_url: Url | None = None

    def accounts(self) -> frozenset[str]:
        return frozenset([self.account.lower()] if self.account else [])
