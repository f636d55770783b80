"""An agency whose four sources are live, on the four vendors' servers, with its secrets in the environment.

What it can be asked for: settings (`load`), and all its secrets (`secrets`), so that a test can look for them.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

import pytest

from tests.platforms.calendar_server import CalendarServer
from tests.platforms.gmail_server import ACCOUNT, CLIENT_SECRET, READONLY
from tests.platforms.google_consent import ConsentServer
from tests.platforms.notion_server import NotionServer
from tests.platforms.slack_server import SlackServer
from yarnnn_pipelines.config.settings import Settings
from yarnnn_pipelines.project import load_settings
from yarnnn_pipelines.sources.calendar.settings import CALENDAR_API
from yarnnn_pipelines.sources.slack.scopes import CHANNELS

SLACK_TOKEN = "xoxb-1234-5678-hushedSlackToken"
NOTION_TOKEN = "ntn_hushedNotionToken"
REFRESH_TOKEN = "1//hushedRefreshToken"


class LiveAgency:
    def __init__(self, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self.folder = folder
        folder.mkdir(exist_ok=True)
        self.slack, self.gmail = SlackServer(), ConsentServer()
        self.notion, self.calendar = NotionServer(), CalendarServer()
        self._set = monkeypatch.setenv
        self._people()
        self.holds("SLACK_TOKEN", self.slack.grant(SLACK_TOKEN, self.slack.bot, CHANNELS))
        self.notion.tokens = {NOTION_TOKEN}
        self.holds("NOTION_TOKEN", NOTION_TOKEN)
        self.gmail.consent(REFRESH_TOKEN, ACCOUNT, (READONLY,))
        consent = {"type": "authorized_user", **self.gmail.user_credentials(), "refresh_token": REFRESH_TOKEN}
        self.holds("GMAIL_CREDENTIALS", consent)
        self.calendar.scopes = CALENDAR_API.scopes
        client = {"client_id": self.calendar.client_id, "client_secret": self.calendar.client_secret}
        self.calendar_refresh_token = self.calendar.refresh_token_for(ACCOUNT)
        consent = {"type": "authorized_user", **client, "refresh_token": self.calendar_refresh_token}
        self.holds("CALENDAR_CREDENTIALS", consent)

    def _people(self) -> None:
        mia = self.slack.add_user("mia")
        self.acme = self.slack.add_channel("client-acme", members=[mia, self.slack.bot])
        self.inside = self.slack.add_channel("acme-internal", kind="private", members=[mia, self.slack.bot])
        self.notion.add_user("Mia", ACCOUNT)
        self.page = self.notion.add_page(None, "Acme Corp")
        self.calendar.add_calendar(ACCOUNT, "Mia", primary_of=ACCOUNT)
        self.calendar.add_calendar("team@group.example", "Acme meetings", users=[ACCOUNT])

    def holds(self, name: str, value: str | dict[str, Any]) -> None:
        self._set(name, value if isinstance(value, str) else json.dumps(value))

    def spoil(self, name: str, how: Callable[[str], str]) -> None:
        self._set(name, how(os.environ[name]))

    def load(self, *, roots: str = "Acme Corp", **changes: str) -> Settings:
        """changes: of a source, written as YAML: `slack="direct_messages: [mia]"`."""
        own = {
            "slack": f"token_env: SLACK_TOKEN, base_url: '{self.slack.url}'",
            "gmail": f"credentials_env: GMAIL_CREDENTIALS, base_url: '{self.gmail.url}', account: {ACCOUNT}, "
            f"token_url: '{self.gmail.url}/token'",
            "notion": f"token_env: NOTION_TOKEN, base_url: '{self.notion.url}'",
            "calendar": f"credentials_env: CALENDAR_CREDENTIALS, base_url: '{self.calendar.url}', "
            f"token_url: '{self.calendar.token_uri}'",
        }
        lines = [f"  {name}: {{{text}{', ' + changes[name] if name in changes else ''}}}" for name, text in own.items()]
        head = "agency: {name: Northlight, time_zone: Europe/Lisbon, domains: [northlight.example], start: 2026-W40}"
        client = (
            "  - {id: acme, name: Acme Corp, domains: [acme.example], notion: {roots: [" + roots + "]}, "
            "slack: {shared: [client-acme], internal: ['#Acme-Internal']}, calendars: [Acme meetings]}"
        )
        path = self.folder / "yarnnn.yaml"
        path.write_text("\n".join([head, "sources:", *lines, "clients:", client]) + "\n")
        return load_settings(path)

    @property
    def secrets(self) -> list[str]:
        """Everything that may be sent to its vendor and be seen nowhere else; access tokens too."""
        given = [*self.gmail._access, *self.calendar._access]
        consents = [REFRESH_TOKEN, CLIENT_SECRET, self.calendar_refresh_token, self.calendar.client_secret]
        return [SLACK_TOKEN, NOTION_TOKEN, *consents, *given]


@contextmanager
def live_agency(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[LiveAgency]:
    agency = LiveAgency(folder, monkeypatch)
    with ExitStack() as stack:
        for server in (agency.slack, agency.gmail, agency.notion, agency.calendar):
            stack.enter_context(server.running())
        yield agency
