"""What is damaged in an export of mail, and what therefore does not follow from it: which mails may be in it without
being shown.

A mail that is shown but can't be told by its identity is a hole of its time: of the mailbox's other mails of that time,
one that is missing may be the one. Finding and reading the mails is `export`'s and `export_mails`' work.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime, timedelta
from email.errors import MissingHeaderBodySeparatorDefect
from pathlib import PurePosixPath
from zoneinfo import ZoneInfo

from yarnnn_pipelines.sources.gmail.export_mails import LATE, Mailbox, MailHead, moment_of
from yarnnn_pipelines.sources.gmail.headers import instant
from yarnnn_pipelines.sources.gmail.mbox import RawMail
from yarnnn_pipelines.sources.gmail.parts import headers_of
from yarnnn_pipelines.sources.shared.coverage import Hole
from yarnnn_pipelines.sources.shared.skips import Skips

_SENDER = re.compile(r"^From[ \t]+(?:\"[^\"]*\"\S*|<[^>]*>|\S+)[ \t]+")
_MESSAGE_ID = re.compile(rb"^Message-ID:[ \t]*(?:\r?\n[ \t]+)?<([^<>\s]{1,1000})>", re.IGNORECASE | re.MULTILINE)
_EMPTY_LINE = re.compile(rb"\n\r?\n")
_BESIDE_IT = tuple(re.compile(rb"^%s:" % name, re.IGNORECASE | re.MULTILINE) for name in (b"From", b"Date"))
_ATTACHED = re.compile(rb"^Content-Type:\s*(?:message/|text/rfc822-headers)", re.IGNORECASE | re.MULTILINE)


class MailHoles:
    """The holes of one export, gathered while it is read.

    left_out: message ids of mails that are in it and did not land; within: {message id: where} of those whose headers
    stand in the text of another mail; is_everywhere: whether nothing at all that is missing counts as deleted.
    """

    def __init__(self, container: str, zone: str) -> None:
        self.found: list[Hole] = []
        self.left_out: set[str] = set()
        self.within: dict[str, str] = {}
        self.is_everywhere = False
        self._container = container
        self._zone = zone
        self._apart: dict[str, timedelta] = {}  # {file: the most that a separator's time is from its mail's}

    def compare(self, file: str, raw: RawMail, dated: datetime | None) -> None:
        """Take down what the separators of a file tell of the time of its mails; some programs write another one."""
        separated = self._separated(raw)
        if dated and separated:
            self._apart[file] = max(self._apart.get(file, timedelta()), abs(dated - separated))

    def add(self, file: str, raw: RawMail, dated: datetime | None = None) -> str:
        """Except the time of a mail; in words, for the user."""
        span = self._span(file, raw, dated)
        if span is None:
            self.is_everywhere = True
            return "nothing that is missing in the export counts as deleted"
        low, high = span
        self.found.append(Hole(self._container, low, high))
        return f"what is missing around {low + (high - low) / 2:%Y-%m-%d} does not count as deleted"

    def days(self, file: str, raw: RawMail) -> dict[str, str]:
        """On which `day` a mail was received that can't be read, until which `last_day`; empty where nobody knows."""
        span = self._span(file, raw, None)
        return {} if span is None else {"day": f"{span[0]:%Y-%m-%d}", "last_day": f"{span[1]:%Y-%m-%d}"}

    def keep(self, skips: Skips, file: str, raw: RawMail, **told: str) -> None:
        """Keep a mail of which no time is known as a part that could not be read. told: see `Skips.add_hole`."""
        skips.add_hole(**{"container_id": "", "name": "", "day": ""} | self.days(file, raw), **told)

    def _span(self, file: str, raw: RawMail, dated: datetime | None) -> tuple[datetime, datetime] | None:
        """The first and the last instant that a mail may be of, by what stands around it; None where nothing tells."""
        if at := raw.takeout_time or dated:
            return at, at
        apart = self._apart.get(file)
        if apart is None or apart > LATE or not (separated := self._separated(raw)):
            return None
        width = max(apart, timedelta(days=1))
        return separated - width, separated + width

    def add_within(self, raw: RawMail, head: MailHead, where: str) -> None:
        """Take down the mails whose headers stand in the text of another, as where a separator is damaged."""
        for message_id in message_ids_within(raw.content):
            if message_id != head.message_id:
                self.within.setdefault(message_id, where)

    def _separated(self, raw: RawMail) -> datetime | None:
        return instant(_SENDER.sub("", raw.envelope), self._zone) if raw.envelope else None


def is_unidentified(raw: RawMail, head: MailHead) -> bool:
    """Whether its headers are damaged, and what identifies it is not among those that can be read."""
    headers = headers_of(raw.content)
    named = str(headers.get("Message-ID", ""))
    if head.is_numbered or (head.message_id and "\0" not in named):
        return False
    is_broken_off = any(isinstance(defect, MissingHeaderBodySeparatorDefect) for defect in headers.defects)
    return is_broken_off or b"\0" in _EMPTY_LINE.split(raw.content, maxsplit=1)[0]


def may_hold_mails(name: str) -> bool:
    """Whether a file of an export may, by its name."""
    return PurePosixPath(name).suffix.lower() in ("", ".mbox", ".eml")


def message_ids_within(content: bytes) -> Iterator[str]:
    """The message ids of headers that stand in a mail's text, but for a mail that is attached."""
    above, *blocks = _EMPTY_LINE.split(content) if _MESSAGE_ID.search(content) else (b"",)
    for block in blocks:
        named = _MESSAGE_ID.search(block)
        if named and all(beside.search(block) for beside in _BESIDE_IT) and not _ATTACHED.search(above):
            yield named[1].decode("ascii", "replace")
        above = block


def unread_in(raw: RawMail, mailbox: Mailbox) -> dict[str, str]:
    """In whose mailbox and on which day a mail lies of which nothing could be read; see `Skips.add_hole`."""
    dated, _ = moment_of(raw, mailbox.time_zone)
    day = f"{dated.astimezone(ZoneInfo(mailbox.time_zone)):%Y-%m-%d}" if dated else ""
    return {"container_id": mailbox.container, "name": mailbox.account or "mailbox", "day": day}
