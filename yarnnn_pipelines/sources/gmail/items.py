"""One mail as an item: its words, people, attachments and version, the same from an export and from Gmail's API.

What a source itself says of a mail (its id, thread, time, labels) is handed in as `Place`; how it comes to know that is
the readers' work. Parts and headers have modules of their own.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import datetime
from email.message import Message
from urllib.parse import quote

from yarnnn_pipelines.sources.gmail.headers import addresses, message_ids, raw_header, raw_headers, words
from yarnnn_pipelines.sources.gmail.label_names import STATES
from yarnnn_pipelines.sources.gmail.parts import Parts, parts_of
from yarnnn_pipelines.sources.shared.envelope import Observed, as_json, content_version, microseconds, readable

_BULK_PRECEDENCE = ("bulk", "list", "junk", "auto_reply")

Note = Callable[[str, str, str], None]  # reason, what, mend


@dataclass(frozen=True)
class Place:
    """What a source says of a mail, besides the mail itself.

    thread: Gmail's id in hex, or the message id of the thread's first mail. mailbox: the name of its folder or mbox.
    """

    item_id: str
    container: str
    thread: str
    at: datetime
    labels: Collection[str]
    permalink: str | None
    mailbox: str


def mail_item(mail: Message, problem: str, place: Place, note: Note) -> Observed:
    """A parsed mail as an item; `problem`: what was wrong with its structure, '' if nothing."""
    parts = parts_of(mail)
    problems = [problem, *parts.problems] if problem else parts.problems
    if problems:
        what = f"a part of its text can't be decoded with certainty ({problems[0]}); the rest of it landed"
        note("undecodable_text", what, "look at the mail itself if its words matter")
    senders = addresses(raw_headers(mail, "From")) or addresses(raw_headers(mail, "Sender"))
    author = senders[0] if senders else {"name": words(raw_header(mail, "From")), "email": ""}
    payload = {
        "subject": words(raw_header(mail, "Subject")),
        "from": author,
        **{name: addresses(raw_headers(mail, name)) for name in ("to", "cc", "bcc")},
        "labels": list(place.labels),
        "message_id": next(iter(message_ids(raw_header(mail, "Message-ID"))), None),
        "in_reply_to": next(iter(message_ids(raw_header(mail, "In-Reply-To"))), None),
        "references": references(mail),
        "bulk": _is_bulk(mail),
        "attachments": parts.attachments,
        "date_header": raw_header(mail, "Date") or None,
        "mailbox": place.mailbox,
    }
    return Observed(
        item_id=readable(place.item_id),
        version=_version(mail, parts, place.labels),
        container_id=place.container,
        thread_id=f"gmail:thread:{readable(place.thread)}",
        author_id=f"mailto:{author['email']}" if author["email"] else None,
        occurred_at=microseconds(place.at),
        edited_at=None,
        is_deleted=False,
        text=readable(parts.text(author["name"])),
        permalink=place.permalink,
        payload=as_json(payload),
    )


def references(headers: Message) -> list[str]:
    """The message ids of a thread's earlier mails, the oldest first."""
    return message_ids(" ".join(raw_headers(headers, "References")))


def gmail_address(account: str | None, gmail_id: str) -> str:
    """Gmail's page of a mail, by its id in hex."""
    return f"{webmail(account)}#all/{gmail_id}"


def webmail(account: str | None) -> str:
    return f"https://mail.google.com/mail/{f'?authuser={quote(account)}' if account else 'u/0/'}"


def _is_bulk(mail: Message) -> bool:
    """Sent to many or by a machine, as its own headers say."""
    if raw_header(mail, "List-Unsubscribe") or raw_header(mail, "List-Id"):
        return True
    automatic = raw_header(mail, "Auto-Submitted").partition(";")[0].strip().lower()
    return raw_header(mail, "Precedence").lower() in _BULK_PRECEDENCE or automatic not in ("", "no")


def _version(mail: Message, parts: Parts, labels: Collection[str]) -> str:
    """Over words, people, date and attachments. Labels count only where they say that it was not sent or is unwanted:
    a mail that was read, starred or archived is the same mail."""
    names = ("Subject", "From", "To", "Cc", "Bcc", "Date")
    texts = [[part.mime, part.text.replace("\r\n", "\n").strip()] for place in parts.shown for part in place]
    attached = [[attachment["name"], attachment["bytes"]] for attachment in parts.attachments]
    states = sorted({label.lower() for label in labels} & STATES)
    return content_version([raw_headers(mail, name) for name in names], texts, attached, states)
