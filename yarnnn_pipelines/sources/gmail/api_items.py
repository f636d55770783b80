"""A message of Gmail's API (`format=raw`) as an item.

The mail's own words are `mail`'s matter; which messages land is `live.gmail`'s.
Source: https://developers.google.com/workspace/gmail/api/reference/rest/v1/users.messages#Message
"""

from __future__ import annotations

import base64
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from yarnnn_pipelines.sources.gmail.items import Note, Place, gmail_address, mail_item
from yarnnn_pipelines.sources.gmail.label_names import takeout_labels
from yarnnn_pipelines.sources.gmail.parts import parsed
from yarnnn_pipelines.sources.shared.envelope import TOMBSTONE, Observed

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MAILBOX = "Gmail"  # what the payload calls where a mail lay, as an export does its mbox


def message_item(
    message: Mapping[str, Any], *, container: str, account: str, names: Mapping[str, str], note: Note
) -> Observed:
    """account: the mailbox's address; names: {label id: name}. `KeyError`, `ValueError` or `OverflowError` where the
    message is not as the reference has it.
    """
    mail, problem = parsed(_decoded(message["raw"]))
    place = Place(
        item_id=f"gmail:{message['id']}",
        container=container,
        thread=message["threadId"],
        at=_received(message["internalDate"]),
        labels=takeout_labels(message.get("labelIds", ()), names),
        permalink=gmail_address(account, message["id"]),
        mailbox=_MAILBOX,
    )
    return mail_item(mail, problem, place, note)


def _received(milliseconds: str) -> datetime:
    """Before there was mail, or in its first seconds, is no time: such a mail is odd, and not one of long ago."""
    at = _EPOCH + timedelta(milliseconds=int(milliseconds))
    if at.year <= _EPOCH.year:
        raise ValueError(f"received in {at.year}")
    return at


def tombstone(message_id: str) -> Observed:
    """Of a mail that landed; author, thread and time are taken from there."""
    return Observed(f"gmail:{message_id}", TOMBSTONE, None, None, None, None, None, True, "", None, "{}")


def _decoded(raw: str) -> bytes:
    """Base64url, with or without padding."""
    return base64.urlsafe_b64decode(raw + "=" * (-len(raw) % 4))
