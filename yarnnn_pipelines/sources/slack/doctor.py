"""Slack: the token, its scopes, the configured channels and people.

Sources: https://docs.slack.dev/reference/methods/auth.test; the scopes of a token come back in the header
X-OAuth-Scopes of every answer, https://docs.slack.dev/legacy/legacy-authentication/legacy-oauth-scopes.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from dlt.sources.helpers.rest_client.auth import BearerTokenAuth
from requests import PreparedRequest, Response
from requests.auth import AuthBase

from yarnnn_pipelines.config.settings import Settings
from yarnnn_pipelines.sources.shared.credentials import token_from
from yarnnn_pipelines.sources.shared.examining import asking
from yarnnn_pipelines.sources.shared.findings import Finding, ok, problem, renaming_check, warning
from yarnnn_pipelines.sources.shared.http import Api, ApiError
from yarnnn_pipelines.sources.slack import scopes
from yarnnn_pipelines.sources.slack.errors import source_error
from yarnnn_pipelines.sources.slack.settings import SlackChannels, SlackSource


def examine(settings: Settings, bound: Mapping[str, str]) -> Iterator[Finding]:
    source = settings.sources.of(SlackSource)
    auth = _ScopesSeen(token_from(source.token_env or "", "sources: slack: token_env"))
    yield ok("token", f"{source.token_env} is set")
    api = asking(source.api_address, auth=auth)
    try:
        who = api.get("auth.test")
        yield ok("reachable", f"{who['team']} ({who.get('url', '')}), as @{who['user']}")
        yield from _scopes(auth.granted, source, is_bot="bot_id" in who)
        wanted = [place.written for client in settings.clients for place in client.of(SlackChannels).listed()]
        yield from _channels(api, source, {written: bound.get(written) for written in wanted}, who["user"])
        if source.direct_messages:
            yield from _people(api, source.direct_messages)
    except ApiError as error:
        refused = source_error(error)
    else:
        return
    yield problem("access", refused.what, refused.mend)


class _ScopesSeen(AuthBase):
    """A bearer token, and the scopes that answers say it has; None as long as none has said so."""

    def __init__(self, token: str) -> None:
        self.granted: list[str] | None = None
        self._bearer = BearerTokenAuth(token)

    def __call__(self, request: PreparedRequest) -> PreparedRequest:
        request.register_hook("response", self._note)
        return self._bearer(request)

    def _note(self, response: Response, **_: Any) -> None:
        if (told := response.headers.get("X-OAuth-Scopes")) is not None:
            self.granted = [one.strip() for one in told.split(",") if one.strip()]


def _scopes(granted: list[str] | None, source: SlackSource, is_bot: bool) -> Iterator[Finding]:
    needed = [*scopes.CHANNELS, *(scopes.DIRECT_MESSAGES if source.direct_messages else ())]
    if granted is None:
        yield warning(
            "scopes", "Slack did not say which scopes the token has", "see the app's page OAuth & Permissions"
        )
        return
    missing = [scope for scope in needed if scope not in granted]
    for scope in missing:
        mend = f"add {scope} to the app's {'bot' if is_bot else 'user'} token scopes and install it again"
        yield problem("scopes", f"the token lacks {scope}", mend)
    beyond = sorted(set(granted) - set(needed))
    if beyond:
        writing = any(not one.endswith((":read", ":history", ":read.email", "identify")) for one in beyond)
        text = f"the token can also {'do more than read' if writing else 'read more'}: {', '.join(beyond)}"
        yield warning("scopes", text, "take them out of the app and install it again; yarnnn needs none of them")
    elif not missing:
        yield ok("scopes", "the least that reading needs")


def _channels(api: Api, source: SlackSource, wanted: Mapping[str, str | None], app: str) -> Iterator[Finding]:
    """As landing finds them: by the id that a name has landed with, by name without #, or by id, in any case.

    wanted: {as written: container_id that it has landed with}.
    """
    if not wanted:
        yield warning("channels", "no client has a Slack channel", "name some under `slack:` of a client")
        return
    known = _all(api, "conversations.list", "channels", types="public_channel,private_channel", limit=200)
    for written, place in wanted.items():
        name = written.strip().lstrip("#")
        called = [one for one in known if name.casefold() in (_name(one), one["id"].casefold())]
        meant = [one for one in known if one["id"] == place.rpartition(":")[2]] if place else called
        for channel in meant:
            yield _channel(api, source, channel, app)
            if called != [channel] and name.casefold() not in (_name(channel), str(place).casefold()):
                yield _renamed(written, channel, called)
        if not meant:
            mend = f"check the name; if it is a private channel: /invite @{app} in it"
            yield problem(f"channel #{name}", "there is no such channel that the app can see", mend)


def _name(channel: Mapping[str, Any]) -> str:
    return str(channel.get("name")).casefold()


def _renamed(written: str, channel: Mapping[str, Any], called: Sequence[Mapping[str, Any]]) -> Finding:
    """channel: what a name means, which is called otherwise by now; called: who bears that name."""
    text = f"{written} is {channel['id']}, which is called #{channel.get('name')} now, and is read as before"
    mend = f"write {channel['id']} instead of the name in yarnnn.yaml"
    for other in called:
        text += f"; {other['id']} bears the name by now, and nothing of it is told"
        mend += f", or {other['id']} if that is what you mean"
    return warning(renaming_check(written), text, mend)


def _channel(api: Api, source: SlackSource, channel: Mapping[str, Any], app: str) -> Finding:
    check = f"channel #{channel.get('name') or channel['id']}"
    if not channel.get("is_member"):
        return problem(check, "the app is not in it", f"write in that channel: /invite @{app}")
    if channel.get("is_archived"):
        return warning(check, "it is archived: nothing new can come from it", "unarchive it, or take it out")
    if source.requests_per_minute is not None:
        return ok(check, "the app is in it")  # with so few requests a minute a look at history costs the landing one
    try:
        api.get("conversations.history", channel=channel["id"], limit=1)
    except ApiError as error:
        if error.code in ("missing_scope", "not_in_channel", "channel_not_found", "is_archived"):
            refused = source_error(error)
            return problem(check, f"it can't be read: {error.code}", refused.mend)
        raise
    return ok(check, "can be read")


def _people(api: Api, wanted: Sequence[str]) -> Iterator[Finding]:
    people = _all(api, "users.list", "members", limit=200)
    names = {one["id"]: {one["id"].casefold(), *_names_of(one)} for one in people}
    for name in wanted:
        if any(name.strip().lstrip("@").casefold() in known for known in names.values()):
            yield ok(f"direct messages with {name}", "there is such a person")
        else:
            yield problem(f"direct messages with {name}", "there is no such person", "write their id or display name")


def _names_of(person: Mapping[str, Any]) -> set[str]:
    profile = person.get("profile") or {}
    given = (person.get("name"), person.get("real_name"), profile.get("display_name"), profile.get("real_name"))
    return {one.casefold() for one in given if one}


def _all(api: Api, method: str, key: str, **params: Any) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    cursor = None
    while True:
        page = api.get(method, cursor=cursor, **params)
        found += page[key]
        cursor = (page.get("response_metadata") or {}).get("next_cursor")
        if not cursor:
            return found
