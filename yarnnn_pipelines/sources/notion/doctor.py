"""Notion: the token, the workspace, the integration's capabilities, the configured roots.

A capability that was not given shows only as 403 `restricted_resource` at the endpoints that need it; what an
integration may write can't be seen from here. Sources: https://developers.notion.com/reference/capabilities,
https://developers.notion.com/reference/get-self, https://developers.notion.com/reference/status-codes.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from dlt.sources.helpers.rest_client.auth import BearerTokenAuth

from yarnnn_pipelines.config.settings import Settings
from yarnnn_pipelines.core.errors import UserError
from yarnnn_pipelines.sources.notion.settings import NotionRoots, NotionSource
from yarnnn_pipelines.sources.shared.credentials import token_from
from yarnnn_pipelines.sources.shared.examining import asking
from yarnnn_pipelines.sources.shared.findings import Finding, ok, problem, warning
from yarnnn_pipelines.sources.shared.http import Api, ApiError

_ID = re.compile(r"[0-9a-f]{8}-?(?:[0-9a-f]{4}-?){3}[0-9a-f]{12}")
_CAPABILITIES = "the integration's page at https://www.notion.so/profile/integrations, Capabilities"
_SHARE = "open the page in Notion: ... > Connections > the integration"


def examine(settings: Settings, bound: Mapping[str, str]) -> Iterator[Finding]:
    source = settings.sources.of(NotionSource)
    token = token_from(source.token_env or "", "sources: notion: token_env")
    yield ok("token", f"{source.token_env} is set")
    headers = {"Notion-Version": source.version}
    api = asking(source.api_address, auth=BearerTokenAuth(token), headers=headers)
    try:
        yield _who(api)
        some = api.post("search", {"page_size": 1})["results"]
        if not some:
            yield problem("shared pages", "nothing is shared with the integration", _SHARE)
        for root in dict.fromkeys(root for client in settings.clients for root in client.of(NotionRoots).roots):
            yield _root(api, root, bound.get(root))
        yield _users(api)
        page = next((one for one in some if one["object"] == "page"), None)
        if page is not None:
            yield _comments(api, page["id"])
    except ApiError as error:
        refused = _told(error)
    else:
        return
    yield problem("access", refused.what, refused.mend)


def _who(api: Api) -> Finding:
    me = api.get("users/me")
    workspace = (me.get("bot") or {}).get("workspace_name")
    return ok("reachable", f"{workspace or 'a workspace'}, as {me.get('name') or me['id']}")


def _users(api: Api) -> Finding:
    """Addresses join a person's pages and comments to their messages and mails."""
    try:
        people = [one for one in api.get("users", page_size=100)["results"] if one.get("type") == "person"]
    except ApiError as error:
        if error.code != "restricted_resource":
            raise
        mend = f"allow Read user information including email addresses: {_CAPABILITIES}"
        return problem("people", "the integration may not read who wrote what", mend)
    if people and not any((one.get("person") or {}).get("email") for one in people):
        mend = f"allow it to read email addresses: {_CAPABILITIES}"
        return warning("people", "names can be read, but no email addresses, which join a person's items", mend)
    return ok("people", "names and addresses can be read")


def _comments(api: Api, page_id: str) -> Finding:
    try:
        api.get("comments", block_id=page_id, page_size=1)
    except ApiError as error:
        if error.code != "restricted_resource":
            raise
        mend = f"allow Read comments: {_CAPABILITIES}"
        return problem("comments", "the integration may not read comments", mend)
    return ok("comments", "can be read")


def _root(api: Api, root: str, bound: str | None) -> Finding:
    """By the page that its title has landed with (`bound`), by its id (or an address that ends with one), else by its
    whole title, where what bears it is not below another page that is shared."""
    check = f"root {root}"
    found = _ID.findall(bound or "") or _ID.findall(root.lower())
    if found:
        return _by_id(api, check, found[-1])
    titled = [one for one in _search(api, root) if _title(one).casefold() == root.casefold()]
    if any(not _lies_below_shared(api, one) for one in titled):
        return ok(check, "can be read")
    if titled:
        what = "a page with this title is below another page that is shared, and may be anybody's"
        return problem(check, what, f"write its id if it is meant ({titled[0]['id'].replace('-', '')}), or {_SHARE}")
    return problem(check, "no page with this title is shared with the integration", f"check the title, then {_SHARE}")


def _search(api: Api, query: str) -> Iterator[Mapping[str, Any]]:
    cursor = None
    while True:
        page = api.post("search", {"query": query, "page_size": 100, **({"start_cursor": cursor} if cursor else {})})
        yield from page["results"]
        cursor = page.get("next_cursor")
        if not cursor:
            return


def _lies_below_shared(api: Api, thing: Mapping[str, Any]) -> bool:
    """Whether what it stands on can be read too. A data source lies where its database does."""
    parent = thing.get("database_parent") or thing.get("parent") or {}
    kinds = {"page_id": "pages", "database_id": "databases", "data_source_id": "data_sources", "block_id": "blocks"}
    kind = str(parent.get("type"))
    return kind in kinds and _is_readable(api, f"{kinds[kind]}/{parent[kind]}")


def _is_readable(api: Api, path: str) -> bool:
    try:
        api.get(path)
    except ApiError as error:
        if error.code not in ("object_not_found", "validation_error"):
            raise
        return False
    return True


def _by_id(api: Api, check: str, page_id: str) -> Finding:
    if any(_is_readable(api, f"{kind}/{page_id}") for kind in ("pages", "databases")):
        return ok(check, "can be read")
    return problem(check, "it is not shared with the integration", _SHARE)


def _title(one: Mapping[str, Any]) -> str:
    """Of a page (its property of the type title), a database or a data source."""
    spans = one.get("title")
    if not isinstance(spans, list):
        properties = (one.get("properties") or {}).values()
        spans = next((each["title"] for each in properties if each.get("type") == "title"), [])
    return "".join(str(span.get("plain_text") or "") for span in spans)


def _told(error: ApiError) -> UserError:
    """What stops the whole source, with its mend."""
    if error.status == 0:
        return UserError("Notion can't be reached", mend="check the network, and `base_url` if one is set")
    if error.status == 401:
        return UserError("the token is not valid", mend="copy the Internal Integration Secret again, whole")
    if error.code == "restricted_resource":
        return UserError("the integration may not read content", mend=f"allow Read content: {_CAPABILITIES}")
    return UserError(f"Notion answered {error}", mend="run it again; if it stays so, see https://www.notion-status.com")
