"""Gmail: the credentials, whose mailbox they open, their scopes, the configured labels.

Source: https://developers.google.com/workspace/gmail/api/reference/rest (getProfile, labels.list, messages.list).
"""

from __future__ import annotations

import difflib
from collections.abc import Iterator

from yarnnn_pipelines.config.settings import Settings
from yarnnn_pipelines.sources.gmail.settings import GMAIL_API, GmailSource
from yarnnn_pipelines.sources.shared import examining
from yarnnn_pipelines.sources.shared.credentials import google_auth
from yarnnn_pipelines.sources.shared.examining import asking
from yarnnn_pipelines.sources.shared.findings import Finding, listed, ok, plural, problem
from yarnnn_pipelines.sources.shared.google.doctor import google_token
from yarnnn_pipelines.sources.shared.google.errors import api_refused
from yarnnn_pipelines.sources.shared.http import Api, ApiError


def examine(settings: Settings) -> Iterator[Finding]:
    source = settings.sources.of(GmailSource)
    auth = google_auth(source, backoff_seconds=examining.BACKOFF_SECONDS)
    yield from google_token(auth, settings)
    api = asking(source.api_address, auth=auth)
    try:
        yield _mailbox(api, source)
        yield from _labels(api, source)
    except ApiError as error:
        refused = api_refused(error, GMAIL_API, auth.holder)
    else:
        return
    yield problem("access", refused.what, refused.mend)


def _mailbox(api: Api, source: GmailSource) -> Finding:
    profile = api.get("users/me/profile")
    email = profile["emailAddress"]
    if source.account and email.casefold() != source.account:
        mend = f"connect again as {source.account}, or write `account: {email}`"
        return problem("mailbox", f"the token opens {email}, and not {source.account}", mend)
    return ok("mailbox", f"{email}, {plural(int(profile.get('messagesTotal', 0)), 'message')}")


def _labels(api: Api, source: GmailSource) -> Iterator[Finding]:
    known = {one["id"]: one.get("name") or one["id"] for one in api.get("users/me/labels").get("labels", [])}
    for label in source.labels:
        ids = [one for one, name in known.items() if label.casefold() in (one.casefold(), name.casefold())]
        if ids:
            api.get("users/me/messages", labelIds=ids[0], maxResults=1)
            yield ok(f"label {label}", "can be read")
        else:
            near = difflib.get_close_matches(label, known.values(), n=3) or sorted(known.values())
            yield problem(f"label {label}", "there is no such label", f"the labels are {listed(near)}")
