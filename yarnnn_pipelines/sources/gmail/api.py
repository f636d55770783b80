"""Asking Gmail about one mailbox: its profile, labels, history, lists and single mails.

What an answer means for what lands is `live`'s work. Source:
https://developers.google.com/workspace/gmail/api/reference/rest
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from yarnnn_pipelines.sources.shared.answers import MALFORMED, listed, objects
from yarnnn_pipelines.sources.shared.http import Api, ApiError

SECOND = 1_000_000  # microseconds


class Mailbox:
    """address: the mailbox's, so that Gmail refuses the credentials of any other account; `me` for whose they are.

    Answers are Gmail's own JSON; `ApiError` where one isn't what was asked for.
    """

    def __init__(self, api: Api, address: str) -> None:
        self._api = api
        self._path = f"users/{address}"

    def profile(self) -> tuple[str, str]:
        """(the mailbox's address, its historyId). `ApiError` where either isn't told."""
        profile = self._api.get(f"{self._path}/profile")
        address, history_id = profile.get("emailAddress"), profile.get("historyId")
        if not isinstance(address, str) or not isinstance(history_id, (str, int)):
            raise ApiError(200, MALFORMED, "the profile lacks emailAddress or historyId")
        return address.lower(), str(history_id)

    def label_names(self) -> dict[str, str]:
        """{label id: name}."""
        labels = objects(listed(self._api.get(f"{self._path}/labels"), "labels", is_optional=True))
        return {str(label["id"]): str(label["name"]) for label in labels if label.get("id") and label.get("name")}

    def history(self, since_id: str, page_size: int, page_token: str | None) -> dict[str, Any]:
        """One page of the records of history that follow `since_id`."""
        return self._api.get(
            f"{self._path}/history", startHistoryId=since_id, maxResults=page_size, pageToken=page_token
        )

    def mails_with(self, label: str, since: int, page_size: int, page_token: str | None) -> dict[str, Any]:
        """One page of the ids of a label's mails, the newest first. label: '' for all mail; since: in microseconds."""
        after = [f"after:{since // SECOND - 1}"] if since >= SECOND else []
        return self._api.get(
            f"{self._path}/messages",
            q=" ".join([*after, "-in:drafts", "-in:chats"]),
            labelIds=label or None,
            maxResults=page_size,
            pageToken=page_token,
        )

    def raw_mails(self, mails: Sequence[str]) -> Iterator[dict[str, Any] | ApiError]:
        """Each mail with its bytes, in this order; see `Api.ahead`."""
        return self._api.ahead((f"{self._path}/messages/{mail}", {"format": "raw"}) for mail in mails)
