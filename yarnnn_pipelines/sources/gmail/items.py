"""One mail as an item: its words, people, attachments and version, the same from an export and from Gmail's API.

What a source itself says of a mail (its id, thread, time, labels) is handed in as `Place`; how it comes to know that is
the readers' work. Parts and headers have modules of their own.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from email.message import Message
from typing import Any
from urllib.parse import quote

from yarnnn_pipelines.sources.gmail.authentication import authentication
from yarnnn_pipelines.sources.gmail.doubts import doubt_of, other_domains
from yarnnn_pipelines.sources.gmail.headers import addresses, message_ids, raw_header, raw_headers, words
from yarnnn_pipelines.sources.gmail.invitations import invitations_of
from yarnnn_pipelines.sources.gmail.label_names import STATES
from yarnnn_pipelines.sources.gmail.links import links_of, struck_in
from yarnnn_pipelines.sources.gmail.notices import is_automatic_text
from yarnnn_pipelines.sources.gmail.parts import Parts, is_by_a_tool, parts_of
from yarnnn_pipelines.sources.gmail.quotes import letterhead
from yarnnn_pipelines.sources.gmail.senders import (
    Person,
    author_of,
    group_of,
    is_automatic,
    is_bulk,
    is_by_nobody,
    is_of_a_tool,
    is_rewritten,
    original_author,
    sent_by,
    writers_domains,
)
from yarnnn_pipelines.sources.gmail.signers import signed_by
from yarnnn_pipelines.sources.gmail.states import state_of
from yarnnn_pipelines.sources.shared.envelope import Observed, as_json, content_version, microseconds, readable

_CORRESPONDENTS = 50  # of each header, by whom a quoted mail's header is known

UNREAD_MAIL = "unread_mail"  # the reason by which a mail is noted of which nothing could be read
_UNREADABLE = "parts that can't be read"

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
    is_unread = bool(problems) and not parts.shown and not parts.sealed
    if is_unread:
        parts.sealed = _UNREADABLE
        note(UNREAD_MAIL, f"nothing of its words can be read ({problems[0]})", "read the mail itself")
    elif problems:
        what = f"a part of its text can't be decoded with certainty ({problems[0]}); the rest of it landed"
        note("undecodable_text", what, "look at the mail itself if its words matter")
    author = author_of(mail)
    people = {name: addresses(raw_headers(mail, name)) for name in ("to", "cc", "bcc")}
    subject = words(raw_header(mail, "Subject"))
    answered = [*references(mail), *message_ids(raw_header(mail, "In-Reply-To"))]
    head = letterhead(_names(author, people), subject, answers=answered)
    own = parts.words(author["name"], head)
    text = readable(own.text)
    if not text and parts.sealed and not is_unread:
        note("sealed_mail", f"its words lie in {parts.sealed}, which can't be read", "read the mail itself")
    is_programs = is_automatic(mail, text) or is_automatic_text(text) or is_by_a_tool(parts, head)
    payload = {
        "subject": subject,
        "from": author,
        "signed_by": signed_by(own.signature, author, [reader["name"] for reader in people["to"][:_CORRESPONDENTS]]),
        **people,
        **_sending(mail, author, place, is_programs),
        "doubt": doubt_of(mail, author, parts, head, own),
        "other_domains": other_domains(mail, author, people),
        "state": state_of(mail, place.at),
        "labels": list(place.labels),
        "message_id": next(iter(message_ids(raw_header(mail, "Message-ID"))), None),
        "in_reply_to": next(iter(message_ids(raw_header(mail, "In-Reply-To"))), None),
        "references": references(mail),
        "attachments": parts.attachments,
        "links": links_of(parts),
        "struck": struck_in(parts),
        "invitations": invitations_of(parts.calendars),
        "sealed": parts.sealed,
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
        text=text,
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


def _sending(mail: Message, author: Person, place: Place, is_a_programs: bool) -> dict[str, Any]:
    """How it was sent, as `senders` reads it; whom to believe is decided where our domains are known.

    group: the group that it was written to, unless a program wrote it. original_from: who wrote what a group rewrote.
    sent_by, resent_by: who sent it in its author's name, or passed it on under it. writers_domains, answered_domains:
    whose else it may be, where From has a group's or a shared address.
    """
    automatic = is_a_programs or is_by_nobody(author) or is_of_a_tool(mail)
    rewritten = is_rewritten(mail, author)
    writers, answered = writers_domains(mail, author)
    return {
        "bulk": automatic or is_bulk(mail),
        "automatic": automatic,
        "group": None if automatic else group_of(mail),
        "rewritten": rewritten,
        "writers_domains": writers,
        "answered_domains": answered,
        "original_from": original_author(mail, author) if rewritten else None,
        "authentication": authentication(mail, author, place.container.rpartition("@")[2]),
        "sent_by": None if rewritten else sent_by(mail, author, "Sender"),
        "resent_by": sent_by(mail, author, "Resent-Sender", "Resent-From"),
    }


def _names(author: Person, people: Mapping[str, list[dict[str, str]]]) -> list[str]:
    """Names and addresses of all who write and read it."""
    readers = [person for listed in people.values() for person in listed[:_CORRESPONDENTS]]
    names = [value for person in readers for value in (person["name"], person["email"])]
    return [author["name"], author["email"], *names]


def _version(mail: Message, parts: Parts, labels: Collection[str]) -> str:
    """Over words, people, date and attachments. Labels count only where they say that it was not sent or is unwanted:
    a mail that was read, starred or archived is the same mail."""
    names = ("Subject", "From", "To", "Cc", "Bcc", "Date")
    texts = [[part.mime, part.text.replace("\r\n", "\n").strip()] for place in parts.shown for part in place]
    attached = [[attachment["name"], attachment["bytes"]] for attachment in parts.attachments]
    states = sorted({label.lower() for label in labels} & STATES)
    return content_version([raw_headers(mail, name) for name in names], texts, attached, states)
