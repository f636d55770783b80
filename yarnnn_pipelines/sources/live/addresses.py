"""Where each platform's API lies, unless the settings' `base_url` names another place (a proxy, a test).

A base address holds everything before the method or resource: `auth.test`, `users/me`, `users/me/profile`,
`users/me/calendarList`.
"""

from __future__ import annotations

from collections.abc import Mapping

from yarnnn_pipelines.settings import Platform, Source

API: Mapping[Platform, str] = {
    "slack": "https://slack.com/api",
    "gmail": "https://gmail.googleapis.com/gmail/v1",
    "notion": "https://api.notion.com/v1",
    "calendar": "https://www.googleapis.com/calendar/v3",
}


def base_url(platform: Platform, source: Source) -> str:
    return source.base_url or API[platform]
