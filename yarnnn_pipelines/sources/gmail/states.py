"""What a mail's headers say of what became of it: that it is a draft, waits to be sent, was deleted, or is spam.

What folders and labels say is `label_names`' matter; who sent it, `senders`'. Of mailboxes that were written by mail
programs: they keep in headers what Gmail keeps in labels.
"""

from __future__ import annotations

import re
from datetime import datetime
from email.message import Message
from typing import Literal

from yarnnn_pipelines.sources.gmail.headers import instant, raw_header, raw_headers, words

State = Literal["draft", "spam", "trash"]

_DRAFT_SUBJECT = re.compile(r"^\s*[\[(](?:draft|entwurf|brouillon|borrador|bozza|concept|rascunho)[\])]", re.IGNORECASE)
# When a mail that waits is to be sent: Exchange's, and those of an extension of Thunderbird.
_DUE = ("Deferred-Delivery", "X-Deferred-Delivery", "X-Send-Later-At")
# Of Apple Mail, Roundcube, Claws Mail and Sylpheed. One that has travelled was sent though it kept such a header.
_DRAFT_HEADERS = ("X-Apple-Auto-Saved", "X-Draft-Info", "X-Claws-End-Special-Headers", "X-Sylpheed-End-Special-Headers")
_APPLES_DRAFT = "com.apple.mail-draft"
_HEX = re.compile(r"(?:0x)?[0-9a-f]{1,8}", re.IGNORECASE)
# https://searchfox.org/comm-central/source/mailnews/base/public/nsMsgMessageFlags.idl
_MOZILLAS_EXPUNGED, _MOZILLAS_QUEUED = 0x8, 0x800
_MOZILLAS_DELETED, _MOZILLAS_TEMPLATE = 0x200000, 0x1000000
_EVOLUTIONS_DELETED, _EVOLUTIONS_DRAFT = 0x2, 0x4  # camel-enums.h, of `X-Evolution: <number>-<flags>`


def state_of(mail: Message, at: datetime) -> State | None:
    """What its headers say of a mail that no folder gives away: that it is still to be sent, was deleted, or is spam.

    at: when it was sent or received. A mail that waits has a time of delivery after that, and after its last receipt.
    """
    spam = [raw_header(mail, name).strip().lower() for name in ("X-Spam-Flag", "X-Spam-Status")]
    if any(re.match(r"(?:yes|true)\b", value) for value in spam):
        return "spam"
    if state := state_of_copy(mail):
        return state
    received = raw_headers(mail, "Received")
    if _DRAFT_SUBJECT.match(words(raw_header(mail, "Subject"))) or (not received and _is_kept_as_draft(mail)):
        return "draft"
    due = [instant(raw_header(mail, name), "UTC") for name in _DUE]
    stamps = [instant(value.rpartition(";")[2], "UTC") for value in received]
    reached = max([at, *(moment for moment in stamps if moment)])
    return "draft" if any(moment and moment > reached for moment in due) else None


def _is_kept_as_draft(mail: Message) -> bool:
    return raw_header(mail, "X-Uniform-Type-Identifier").strip().lower() == _APPLES_DRAFT or any(
        raw_header(mail, name).strip() not in ("", "0") for name in _DRAFT_HEADERS
    )


def state_of_copy(mail: Message) -> State | None:
    """What the flags say that programs keep in an mbox: of Unix' mail programs, Thunderbird and Evolution.

    Of this copy alone: a mail that was moved to another mailbox stays as a deleted one where it was.
    """
    flags = raw_header(mail, "X-Status").upper()
    mozillas = _flags(raw_header(mail, "X-Mozilla-Status"))
    mozillas_others = _flags(raw_header(mail, "X-Mozilla-Status2"))
    evolutions = _flags(raw_header(mail, "X-Evolution").rpartition("-")[2])
    if "D" in flags or mozillas & _MOZILLAS_EXPUNGED or mozillas_others & _MOZILLAS_DELETED:
        return "trash"
    if evolutions & _EVOLUTIONS_DELETED:
        return "trash"
    is_draft = "T" in flags or mozillas & _MOZILLAS_QUEUED or mozillas_others & _MOZILLAS_TEMPLATE
    return "draft" if is_draft or evolutions & _EVOLUTIONS_DRAFT else None


def _flags(raw: str) -> int:
    return int(raw.strip(), 16) if _HEX.fullmatch(raw.strip()) else 0
