"""The calendar's keys of yarnnn.yaml. How its exports and its API are read is said beside this file."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from pydantic import ConfigDict, Field, RootModel

from yarnnn_pipelines.config.places import Place, Places
from yarnnn_pipelines.config.values import Texts
from yarnnn_pipelines.sources.shared.google.scopes import CALENDAR_EVENTS_READONLY, CALENDAR_LIST_READONLY
from yarnnn_pipelines.sources.shared.google.service import GoogleService, GoogleSource

CALENDAR_API = GoogleService(
    platform="calendar",
    name="Google Calendar API",
    page="https://console.cloud.google.com/apis/library/calendar-json.googleapis.com",
    scopes=(CALENDAR_EVENTS_READONLY, CALENDAR_LIST_READONLY),
    expired="the credentials are no longer valid: authorize again and put the new ones into the variable",
    not_allowed="authorize again with the scope https://www.googleapis.com/auth/calendar.readonly",
)


class CalendarSource(GoogleSource):
    """horizon_days: how far ahead a series of meetings is looked at for the weeks that a change of it touches."""

    service: ClassVar[GoogleService] = CALENDAR_API
    api_host: ClassVar[str] = "https://www.googleapis.com"
    api_path: ClassVar[str] = "/calendar/v3"

    calendars: Texts = ["primary"]
    horizon_days: int = Field(default=60, ge=1)

    def accounts(self) -> frozenset[str]:
        return super().accounts() | {name.lower() for name in self.calendars if "@" in name}


class Calendars(RootModel[Texts], Places):
    """`calendars:` of a client is a plain list of names."""

    model_config = ConfigDict(frozen=True)
    key: ClassVar[str] = "calendars"
    noun: ClassVar[str] = "calendar"

    root: Texts = []

    def listed(self) -> Iterator[Place]:
        for number, name in enumerate(self.root):
            yield Place(name, "internal", (number,))
