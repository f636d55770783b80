"""One mail of an export: its identity, its thread, its labels, when it came.

Where the mails lie and what an export covers is `export`'s work; what a mail says is `items`'s, the same for Gmail's
API.
"""

from __future__ import annotations

import csv
import dataclasses
import hashlib
import re
from collections.abc import Collection
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.message import Message
from urllib.parse import quote

from yarnnn_pipelines.sources.gmail.headers import instant, message_ids, raw_header, raw_headers, words
from yarnnn_pipelines.sources.gmail.items import Note, Place, gmail_address, mail_item, references, webmail
from yarnnn_pipelines.sources.gmail.label_names import is_unsent, meaning_of, with_states
from yarnnn_pipelines.sources.gmail.mbox import RawMail
from yarnnn_pipelines.sources.gmail.parts import headers_of, is_unclosed, parsed
from yarnnn_pipelines.sources.gmail.states import state_of_copy
from yarnnn_pipelines.sources.shared.envelope import Observed

_DECIMAL = re.compile(r"\d{1,20}")
_NUMBERING = re.compile(
    r"[\s._-]*\(?(?<!\d)(?:(?:19|20)\d\d(?:[-_.]?\d\d){1,2}(?:T\d{4,6}Z?)?|\d{1,3})\)?$", re.IGNORECASE
)
LATE = timedelta(days=2)  # between writing and delivery
_OLDEST = datetime(1980, 1, 1, tzinfo=UTC)  # of a mail that was written on a clock that was right

# Folders of mail programs that mean what Gmail's label of that name means; others are in `mail_labels`.
_FOLDER_LABELS = {
    "inbox": "Inbox",
    "sent": "Sent",
    "sent mail": "Sent",
    "sent items": "Sent",
    "sent messages": "Sent",
}


@dataclass(frozen=True)
class MailHead:
    """What a first look at a mail tells: enough to find doubles and the thread before any text is read."""

    item_id: str
    message_id: str
    parent: str  # the message id of the oldest mail it names, '' if it starts a thread
    labels: tuple[str, ...]
    gmail_thread: bool
    is_numbered: bool  # whether the item id is made of Gmail's number of the mail
    is_flagged: bool  # its program says of this copy that it was deleted, or is a draft


@dataclass(frozen=True)
class ReadMail:
    """A mail as an item, and what its export's coverage wants to know of it."""

    item: Observed
    dated: datetime
    is_dated_well: bool  # whether nothing contradicts `dated`
    is_cut_off: bool


@dataclass(frozen=True)
class Mailbox:
    """What every mail of an export shares: the container, the address, the agency's zone."""

    container: str
    account: str | None
    time_zone: str


def head_of(raw: RawMail, mailbox: str) -> MailHead:
    """A first look at a mail of the folder or mbox called `mailbox`."""
    headers = headers_of(raw.content)
    ids = message_ids(raw_header(headers, "Message-ID"))
    parents = references(headers) or message_ids(raw_header(headers, "In-Reply-To"))
    message_id = ids[0] if ids else ""
    gmail_id = _gmail_id(raw, headers)
    return MailHead(
        item_id=f"gmail:{gmail_id}" if gmail_id else _own_id(raw, message_id),
        message_id=message_id,
        parent=next((parent for parent in parents if parent != message_id), ""),
        labels=_labels(headers, mailbox),
        gmail_thread=_decimal_as_hex(raw_header(headers, "X-GM-THRID")) is not None,
        is_numbered=gmail_id is not None,
        is_flagged=state_of_copy(headers) is not None,
    )


def unnumbered(raw: RawMail, head: MailHead) -> MailHead:
    """The head of a mail whose number is not Gmail's."""
    return dataclasses.replace(head, item_id=_own_id(raw, head.message_id), is_numbered=False)


def _gmail_id(raw: RawMail, headers: Message) -> str | None:
    """Gmail's number of the mail, in hex: of Takeout's separator line, else of a header."""
    return f"{raw.takeout_id:x}" if raw.takeout_id is not None else _decimal_as_hex(raw_header(headers, "X-GM-MSGID"))


def _own_id(raw: RawMail, message_id: str) -> str:
    return f"gmail:{message_id}" if message_id else content_ids(raw)[1]


def body_of(raw: RawMail) -> bytes:
    """What stands below the headers, the same however its lines end."""
    body = re.split(rb"\r?\n\r?\n", raw.content, maxsplit=1)[1:]
    return b"".join(body).replace(b"\r\n", b"\n").strip()


def content_ids(raw: RawMail) -> tuple[str, str]:
    """Ids made of who wrote what to whom when: of the headers alone, and with the body."""
    headers = headers_of(raw.content)
    # not over all headers: mail programs write into them whether a mail was read
    digest = hashlib.sha256()
    for name in ("Date", "From", "To", "Subject"):
        digest.update(raw_header(headers, name).encode() + b"\0")
    of_headers = digest.hexdigest()
    digest.update(body_of(raw))
    return of_headers, f"gmail:sha256-{digest.hexdigest()[:16]}"


def _decimal_as_hex(raw: str) -> str | None:
    """Gmail's API names in hex what its exports name in decimal."""
    return f"{int(raw):x}" if _DECIMAL.fullmatch(raw) and raw.isascii() else None


def _labels(headers: Message, mailbox: str) -> tuple[str, ...]:
    """Gmail's labels; of other programs the folder, where it means the same.

    A name for drafts, spam or trash in any language gets Gmail's English one besides.
    """
    raw = ",".join(raw_headers(headers, "X-Gmail-Labels"))
    if raw:
        labels = [label.strip() for label in next(csv.reader([words(raw)], skipinitialspace=True), [])]
    else:
        folder = "Drafts" if is_unsent(mailbox) else meaning_of(mailbox) or _FOLDER_LABELS.get(mailbox.casefold())
        labels = [folder] if folder else []
    # Outlook's and Thunderbird's own mark of what was not sent
    is_marked = raw_header(headers, "X-Unsent") == "1" or raw_header(headers, "X-Mozilla-Draft-Info")
    travelled = bool(raw_header(headers, "Received"))
    return with_states([*labels, *(["Drafts"] if is_marked else [])], has_travelled=travelled)


@dataclass(frozen=True)
class Filing:
    """What the whole export says of a mail. mailbox: the name of its folder or mbox; labels: those of all its copies;
    root: the message id of its thread's first mail."""

    mailbox: str
    labels: Collection[str]
    root: str


def moment_of(raw: RawMail, zone: str) -> tuple[datetime | None, bool]:
    """When a mail came, by a look at its headers, and whether nothing contradicts that."""
    return _moment(raw, headers_of(raw.content), zone)


def read_mail(raw: RawMail, head: MailHead, *, of: Mailbox, filed: Filing, note: Note) -> ReadMail | None:
    """The mail as an item; None, after a note, if it has no time."""
    mail, problem = parsed(raw.content)
    moment, is_dated_well = _moment(raw, mail, of.time_zone)
    if moment is None:
        note(
            "mail_without_time",
            "it has no date that can be read, neither its own nor one of delivery",
            "correct its `Date:` header and land it again; the others landed",
        )
        return None
    gmail_thread = _decimal_as_hex(raw_header(mail, "X-GM-THRID"))
    place = Place(
        item_id=head.item_id,
        container=of.container,
        thread=gmail_thread or filed.root or head.message_id or head.item_id.removeprefix("gmail:"),
        at=moment,
        labels=filed.labels,
        permalink=_permalink(raw, mail, head, of.account),
        mailbox=filed.mailbox,
    )
    item = mail_item(mail, problem, place, note)
    is_cut_off = raw.ends_file and is_unclosed(mail) and not raw.content.endswith((b"\n\n", b"\n\r\n"))
    return ReadMail(item, moment, is_dated_well, is_cut_off)


def _moment(raw: RawMail, mail: Message, zone: str) -> tuple[datetime | None, bool]:
    """When Gmail received it; else what the writer's clock said; else when a server delivered it."""
    if raw.takeout_time:
        return raw.takeout_time, True
    written = instant(raw_header(mail, "Date"), zone)
    stamps = (instant(value.rpartition(";")[2].strip(), zone) for value in raw_headers(mail, "Received"))
    delivered = next(filter(None, stamps), None)
    if written is None:
        return delivered, True
    if delivered is None:
        return written, _OLDEST <= written <= datetime.now(UTC) + LATE
    return written, abs(delivered - written) <= LATE


def _permalink(raw: RawMail, mail: Message, head: MailHead, account: str | None) -> str | None:
    """Gmail's page of the mail by its id; else Gmail's search for it, if the mailbox is known to be there."""
    if head.is_numbered and (gmail_id := _gmail_id(raw, mail)):
        return gmail_address(account, gmail_id)
    is_searched = head.message_id and account
    return f"{webmail(account)}#search/rfc822msgid:{quote(head.message_id, safe='@')}" if is_searched else None


def name_without_number(name: str) -> str:
    """How a mailbox's file is called without the date and the number of a part."""
    name = name.strip()
    while (shorter := _NUMBERING.sub("", name).rstrip(" ._-")) != name and shorter:
        name = shorter
    return name or "mailbox"


def as_file_name(label: str) -> str:
    """A label as Takeout names its mbox."""
    return name_without_number(label.replace("/", "-")).casefold()
