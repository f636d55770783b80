"""Google Calendar: the credentials, whose list of calendars they open, the configured calendars.

Source: https://developers.google.com/workspace/calendar/api/v3/reference/calendarList (accessRole) and events.list.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import quote

from yarnnn_pipelines.config.settings import Settings
from yarnnn_pipelines.sources.calendar.settings import CALENDAR_API, Calendars, CalendarSource
from yarnnn_pipelines.sources.shared import examining
from yarnnn_pipelines.sources.shared.credentials import google_auth
from yarnnn_pipelines.sources.shared.examining import asking
from yarnnn_pipelines.sources.shared.findings import Finding, listed, ok, plural, problem, warning
from yarnnn_pipelines.sources.shared.google.doctor import google_token
from yarnnn_pipelines.sources.shared.google.errors import api_refused
from yarnnn_pipelines.sources.shared.http import Api, ApiError


def examine(settings: Settings) -> Iterator[Finding]:
    source = settings.sources.of(CalendarSource)
    auth = google_auth(source, backoff_seconds=examining.BACKOFF_SECONDS)
    yield from google_token(auth, settings)
    api = asking(source.api_address, auth=auth)
    try:
        calendars = _listed(api)
        yield _owner(calendars, source)
        for name in _wanted(settings, source):
            yield _calendar(api, name, calendars)
    except ApiError as error:
        refused = api_refused(error, CALENDAR_API, auth.holder)
    else:
        return
    yield problem("access", refused.what, refused.mend)


def _wanted(settings: Settings, source: CalendarSource) -> list[str]:
    theirs = (name for client in settings.clients for name in client.of(Calendars).root)
    return list(dict.fromkeys([*source.calendars, *theirs]))


def _listed(api: Api) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    page_token = None
    while True:
        page = api.get("users/me/calendarList", pageToken=page_token)
        found += page.get("items", [])
        page_token = page.get("nextPageToken")
        if not page_token:
            return found


def _owner(calendars: list[dict[str, Any]], source: CalendarSource) -> Finding:
    primary = next((one["id"] for one in calendars if one.get("primary")), None)
    if primary and source.account and primary.casefold() != source.account:
        mend = f"connect again as {source.account}, or write `account: {primary}`"
        return problem("account", f"the token opens {primary}'s calendars, and not {source.account}'s", mend)
    return ok("account", f"{primary or 'no calendar of its own'}, {plural(len(calendars), 'calendar')} in the list")


def _calendar(api: Api, name: str, calendars: list[dict[str, Any]]) -> Finding:
    """By id, `primary`, or the name shown in the list."""
    check = f"calendar {name}"
    entry = next((one for one in calendars if _is_meant(one, name)), None)
    if entry is None:
        names = listed(one.get("summaryOverride") or one.get("summary") or one["id"] for one in calendars)
        mend = f"add it to that account's list of calendars, or check the name; there are {names}"
        return problem(check, "there is no such calendar in the account's list", mend)
    if entry.get("accessRole") == "freeBusyReader":
        mend = "let its owner share it with the permission See all event details"
        return problem(check, "only free and busy times can be seen", mend)
    try:
        api.get(f"calendars/{quote(entry['id'], safe='')}/events", maxResults=1)
    except ApiError as error:
        if error.status != 404:
            raise
        return problem(check, "it is in the list, but can't be read", "let its owner share it again")
    if entry.get("hidden"):
        return warning(check, "can be read, but is hidden in the list", "show it in Google Calendar's settings")
    return ok(check, f"can be read ({entry.get('summary') or entry['id']})")


def _is_meant(entry: Mapping[str, Any], name: str) -> bool:
    if name == "primary":
        return bool(entry.get("primary"))
    shown = (entry["id"], entry.get("summary") or "", entry.get("summaryOverride") or "")
    return name.casefold() in [one.casefold() for one in shown]
