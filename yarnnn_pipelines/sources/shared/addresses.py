"""Where each platform's API lies, unless the settings' `base_url` names another host (a proxy, a test).

`base_url` stands for the vendor's host; the path of the API and its version come after it all the same.
"""

from __future__ import annotations

from collections.abc import Mapping

from yarnnn_pipelines.config.settings import Platform, Source

_HOST_AND_PATH: Mapping[Platform, tuple[str, str]] = {
    "slack": ("https://slack.com", "/api"),
    "gmail": ("https://gmail.googleapis.com", "/gmail/v1"),
    "notion": ("https://api.notion.com", "/v1"),
    "calendar": ("https://www.googleapis.com", "/calendar/v3"),
}


def api_address(platform: Platform, source: Source) -> str:
    """Everything before the method or resource: `auth.test`, `users/me/profile`, `search`, `users/me/calendarList`."""
    host, path = _HOST_AND_PATH[platform]
    return f"{source.base_url or host}{path}"
