"""Who sent a mail and how: its author, the group that rewrote it, whether a program did.

Read off the mail's own headers alone. Which domains are ours or a client's, and so whom to believe, the context knows;
what proves the sender is `authentication`.
Rules: RFC 5322 3.6.2 (From, Sender), RFC 2919 and 2369 (lists), RFC 3834 (automatic answers),
https://support.google.com/groups/answer/9792489 (rewritten From).
"""

from __future__ import annotations

import re
import unicodedata
from email.message import Message
from typing import TypedDict

from yarnnn_pipelines.sources.gmail.automatic_headers import says_it_is_automatic
from yarnnn_pipelines.sources.gmail.automatic_words import (
    answers_for_the_absent,
    is_certain_subject,
    is_receipts_subject,
    tells_of_failed_delivery,
)
from yarnnn_pipelines.sources.gmail.headers import addresses, raw_header, raw_headers, words

_BULK_PRECEDENCE = ("bulk", "list", "junk")
_MAILING_LIST = re.compile(r"\blist\s+([^\s<>;,]+@[^\s<>;,]+)", re.IGNORECASE)
_LIST_POST = re.compile(r"<mailto:([^\s<>?]+@[^\s<>?]+)", re.IGNORECASE)
_LIST_ID = re.compile(r"<([\w-]+)\.([\w.-]+\.\w{2,})>\s*$")
_VIA = re.compile(
    r"(?<!\w)(?:via|über|a través de|através de|por meio de|tramite|przez|через)(?!\w)|経由|经由|經由"
    r"|\w\W*\s(?:par|por|door|aracılığıyla)\s+\W*\w",
    re.IGNORECASE,
)
# Who wrote what somebody else's address sends, by their own headers; where answers and failures go tells it too, where
# that is no list's.
_WRITERS = ("X-Original-From", "X-Original-Sender", "X-Google-Original-From")
_ANSWERED = ("Reply-To", "Mail-Reply-To", "Return-Path", "X-Envelope-From", "Envelope-From", "X-MailFrom")
_RETURNED = re.compile(r"=|\bbounces?\b|\+bnc|^srs[01]", re.IGNORECASE)
_NOBODY = re.compile(
    r"(?:^|[-._+])(?:no[-_.]?reply|do[-_.]?not[-_.]?reply|newsletter|voicemail|autoresponder)(?![a-z])"
    r"|[-._](?:notif(?:y|ications?|ier)|alerts?|bounces?|reminders?|digests?)$"
    r"|^(?:mailer-daemon|postmaster|notif(?:y|ications?|ier)|bounces?|jira|confluence|gitlab|github|bitbucket|alerts?|automated|auto-confirm|robot|cron|daemon"
    r"|monitoring|newsletters?|mailings?|mailer|digests?|copier|kopierer|scanners?|scan|scan2mail"
    r"|scan[-_.]?to[-_.]?(?:e?mail|me)|mfp|printers?|drucker|imprimante|fax|e?fax|voice[-_.]?mail|anrufbeantworter|calendar"
    r"|calendar[-_.]?(?:notifications?|server)|kalender|wordpress|wp|typo3|drupal|joomla|magento|shopify|woocommerce|bots?"
    r"|(?:build|deploy|slack|chat|git|ci)[-_.]?bot|backups?|veeam|nagios|zabbix|icinga|jenkins|sentry|grafana"
    r"|prometheus|datadog|pagerduty|docusign|mailman|majordomo|listserv|sympa|autoresponder|auto-?reply"
    r"|undisclosed|nobody|system-?messages?|reminders?|quarantine|spam-?digest|helpdesk-?bot)(?![a-z])",
    re.IGNORECASE,
)

# Programs that send newsletters and nothing else.
_MASS_MAILERS = re.compile(
    r"mail ?chimp|send ?in ?blue|\bbrevo\b|campaign ?monitor|constant ?contact|klaviyo|clever ?reach|rapidmail|inxmail"
    r"|activecampaign|get ?response|mailerlite|mail ?jet|marketo|eloqua|emarsys|e-?goi|newsletter2go|phplist|mailpoet"
    r"|aweber|convertkit|substack|beehiiv|sendy\b|dotmailer|dotdigital|acymailing|mailman|mass ?mail|bulk ?mail",
    re.IGNORECASE,
)
# Hosts from which tools send what people did in them; nobody has a mailbox there.
_TOOLS_HOST = re.compile(
    r"(?:^|\.)(?:mail\.asana\.com|atlassian\.net|zendesk\.com|freshdesk\.com|docs\.google\.com|reply\.github\.com"
    r"|(?:mg|incoming)\.gitlab\.com|mail\.notion\.so|notifications?\.[\w.-]+|notify\.[\w.-]+)$",
    re.IGNORECASE,
)
# `"Mia Duarte (Jira)"`, `"Mia Duarte via Asana"`
_TOOLS_NAME = re.compile(
    r"(?:[(\[]|\bvia )(?:jira|confluence|gitlab|github|bitbucket|asana|trello|zendesk|clickup|linear|basecamp"
    r"|google docs|google drive|notion|figma|monday\.com)\b",
    re.IGNORECASE,
)
_TOOLS_HEADER = re.compile(r"x-(?:github|gitlab|jira|atlassian|asana|zendesk|trello|bitbucket)-", re.IGNORECASE)

_CALENDAR_REPLY = re.compile(r"text/calendar\b.*\bmethod\s*=\s*\"?reply\b", re.IGNORECASE)
_PARTS_ASKED = 20


class Person(TypedDict):
    name: str
    email: str  # '' where it is not known


def author_of(mail: Message) -> Person:
    """Whoever From names by address. Of several, nobody: which of them wrote is not known, and anybody can add one.

    Sender counts where From has nothing of an address in it.
    """
    lines = raw_headers(mail, "From")
    authors = addresses(lines)
    if len(authors) > 1 or len(lines) > 1:
        return Person(name="", email="")
    name = words(raw_header(mail, "From"))
    if not authors and "@" in unicodedata.normalize("NFKC", name):
        return Person(name="", email="")
    authors = authors or addresses(raw_headers(mail, "Sender"))[:1]
    return _person(authors[0]) if authors else Person(name=name, email="")


def _person(address: dict[str, str]) -> Person:
    return Person(name=address["name"], email=address["email"])


def group_of(mail: Message) -> str | None:
    """The address of the group that the mail was written to, if its headers name a list and it is addressed there."""
    address = _list_address(mail)
    recipients = {one["email"] for name in ("To", "Cc") for one in addresses(raw_headers(mail, name))}
    return address if address in recipients else None


def _list_address(mail: Message) -> str | None:
    for name, pattern in (("Mailing-list", _MAILING_LIST), ("List-Post", _LIST_POST)):
        if match := pattern.search(raw_header(mail, name)):
            return match[1].lower()
    match = _LIST_ID.search(raw_header(mail, "List-Id"))
    return f"{match[1]}@{match[2]}".lower() if match else None


def is_rewritten(mail: Message, author: Person) -> bool:
    """Whether a group put its own address into From in place of the writer's."""
    if not author["email"]:
        return False
    if (original := addresses(raw_headers(mail, "X-Original-From"))) and original[0]["email"] != author["email"]:
        return True
    if author["email"] == _list_address(mail) or _names_more_than_a_group(mail, author):
        return True
    return _VIA.search(words(raw_header(mail, "From")).rpartition("<")[0]) is not None


def _names_more_than_a_group(mail: Message, author: Person) -> bool:
    """From has the address of a group that the mail is to, and behind a writer's name, whatever the words between, the
    group's: "Dana Reyes par Projects" to "Projects"."""
    name = author["name"].casefold().split()
    for one in (one for line in ("To", "Cc") for one in addresses(raw_headers(mail, line))):
        groups = {one["name"].casefold(), author["email"].partition("@")[0]} if one["email"] == author["email"] else ()
        for words_of_it in (group.split() for group in groups if group):
            if len(name) > len(words_of_it) + 1 and name[-len(words_of_it) :] == words_of_it:
                return True
    return False


def writers_domains(mail: Message, author: Person) -> tuple[list[str], list[str]]:
    """(domains of whom headers name as the writer, domains that answers and failures go to) where those are no
    addresses of the author's domain; a list's own are left out."""
    known = (author["email"].rpartition("@")[2], (_list_address(mail) or "").rpartition("@")[2])

    def domains(*names: str) -> list[str]:
        named = (one["email"] for name in names for one in addresses(raw_headers(mail, name)))
        found = (email.rpartition("@")[2] for email in named if not _RETURNED.search(email.rpartition("@")[0]))
        return [domain for domain in dict.fromkeys(found) if domain and domain not in known]

    return domains(*_WRITERS), domains(*_ANSWERED)


def original_author(mail: Message, author: Person) -> Person | None:
    """Who wrote a mail that a group rewrote, as the group says; None where it doesn't, or no header of a list says that
    the address in From is a group's: then anybody can have written that one more."""
    if author["email"] != _list_address(mail):
        return None
    others = (author["email"],)
    for name in ("X-Original-From", "X-Original-Sender", "Reply-To"):
        written = [one for one in addresses(raw_headers(mail, name)) if one["email"] not in others]
        if len(written) == 1:
            return _person(written[0])
    return None


def sent_by(mail: Message, author: Person, *headers: str) -> Person | None:
    """Who sent it in the author's name, as the first of these headers with an address says (RFC 5322 3.6.2, 3.6.6);
    None where that is the author, by whatever address, or the list that it came from."""
    named = [address for name in headers for address in addresses(raw_headers(mail, name))]
    mailbox, _, host = (named[0]["email"] if named else "").partition("@")
    if not host or named[0]["email"] == author["email"] or host == (_list_address(mail) or "").rpartition("@")[2]:
        return None
    own = re.findall(r"[^\W\d_]{3,}", f"{author['name']} {author['email'].partition('@')[0]}".casefold())
    if host == author["email"].rpartition("@")[2] and any(word in mailbox for word in own):
        return None
    name = named[0]["name"] or " ".join(re.findall(r"[^\W\d_]+", mailbox)).title()
    return Person(name=name, email=named[0]["email"])


def is_automatic(mail: Message, text: str) -> bool:
    """Whether a program wrote it: an answer while its owner is away, a receipt, a bounce, a notice.

    text: the words of its author, without quotes.
    """
    if says_it_is_automatic(mail):
        return True
    if raw_header(mail, "Return-Path").replace(" ", "") == "<>" or _is_report(mail):
        return True
    if _MASS_MAILERS.search(raw_header(mail, "X-Mailer")) or any(
        _NOBODY.search(one["email"].partition("@")[0]) for one in addresses(raw_headers(mail, "Sender"))
    ):
        return True
    subject = words(raw_header(mail, "Subject"))
    if is_certain_subject(subject) or is_receipts_subject(subject, text) or tells_of_failed_delivery(subject, text):
        return True
    # Exchange writes X-Auto-Response-Suppress into its automatic answers and into people's mails alike: no sign alone
    marks = [raw_header(mail, name) for name in ("In-Reply-To", "References", "X-Auto-Response-Suppress")]
    is_marked = any(marks) or raw_header(mail, "Precedence").lower() in ("bulk", "junk")
    return is_marked and answers_for_the_absent(subject, text)


def _is_report(mail: Message) -> bool:
    """A report on a mail's delivery or reading (RFC 3462), or a calendar's answer to an invitation (RFC 6047)."""
    if raw_header(mail, "Content-Type").lower().startswith("multipart/report"):
        return True
    payload = getattr(mail, "_payload", None)
    parts = [mail, *(part for part in payload if isinstance(part, Message))] if isinstance(payload, list) else [mail]
    inner = [getattr(part, "_payload", None) for part in parts[1:_PARTS_ASKED]]
    parts += [part for listed in inner if isinstance(listed, list) for part in listed if isinstance(part, Message)]
    return any(_CALENDAR_REPLY.match(" ".join(_content_type(part).split())) for part in parts[:_PARTS_ASKED])


def _content_type(part: Message) -> str:
    return next((str(value) for name, value in part.raw_items() if name.lower() == "content-type"), "")


def is_bulk(mail: Message) -> bool:
    """Sent to many, as its own headers say; a person's mail to a group has such headers as well (`group_of`)."""
    if raw_header(mail, "List-Unsubscribe") or raw_header(mail, "List-Id"):
        return True
    return raw_header(mail, "Precedence").lower() in _BULK_PRECEDENCE


def is_by_nobody(author: Person) -> bool:
    """Whether the address says that nobody reads it, or that a tool sends from it what people did in the tool."""
    mailbox, _, host = author["email"].partition("@")
    return bool(_NOBODY.search(mailbox) or _TOOLS_HOST.search(host) or _TOOLS_NAME.search(author["name"]))


def is_of_a_tool(mail: Message) -> bool:
    """Whether it has headers of Jira, GitLab and their like: what it tells was said there, by whomever it names."""
    return any(_TOOLS_HEADER.match(name) for name in mail.keys())  # noqa: SIM118, a message is no mapping
