"""Mail files taken apart: the messages of an mbox, however long it is, and single .eml files.

Only where one mail ends and the next begins belongs here. What a mail says is `mail_messages`' work.
Format: RFC 4155, and as Google Takeout writes it: `From <decimal message id>@xxx <time>` before each mail.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import IO

# A paragraph may begin with "From " and end in a year as well; a separator has a sender and a date with a time of day.
_TIME = rb"\d{1,2}:\d\d(?::\d\d)?(?: ?[AP]M)?"
_ZONE = rb"(?:[ \t]+\(?(?:[+-]\d{4}|[A-Z]{1,5}(?:[+-]\d{1,4})?)\)?)*"
_SEPARATOR = re.compile(
    rb"^From[ \t]+(?:\"[^\"]*\"\S*|<[^>]*>|\S+)[ \t]+(?:[A-Z][a-z]{2},?[ \t]+)?(?:"
    rb"(?:[A-Z][a-z]{2}[ \t]+\d{1,2}|\d{1,2}[ \t-][A-Z][a-z]{2}),?[ \t]+"  # Nov 10, 10 Nov
    rb"(?:" + _TIME + _ZONE + rb"[ \t]+\d{4}|\d{4},?[ \t]+" + _TIME + rb")"
    rb"|\d{4}-\d\d-\d\d[T \t]" + _TIME + rb"Z?"
    rb")" + _ZONE + rb"(?:[ \t]+remote from \S+)?[ \t]*$"
)
_TAKEOUT = re.compile(r"^From (\d{10,20})@\S+\s+(?:\w{3} )?(\w{3} +\d+ \d\d:\d\d:\d\d)(?: (\S+))? (\d{4})$")
_QUOTED_FROM = re.compile(rb"^>+From ", re.MULTILINE)

MAX_MAIL = 512 * 1024**2  # bytes; Gmail's own limit is 50 MB


@dataclass(frozen=True)
class RawMail:
    """One mail as bytes. `number` counts from 1 within its file; `too_large` ones come without their content."""

    number: int
    envelope: str  # the mbox separator line, '' for .eml
    content: bytes
    too_large: bool = False
    ends_file: bool = False

    @property
    def takeout_id(self) -> int | None:
        """Gmail's message id from Takeout's separator line."""
        match = _TAKEOUT.match(self.envelope)
        return int(match[1]) if match else None

    @property
    def takeout_time(self) -> datetime | None:
        """When Gmail received it, which is the API's internalDate; other programs write the time of export there."""
        match = _TAKEOUT.match(self.envelope)
        if not match:
            return None
        zone = match[3] if match[3] and re.fullmatch(r"[+-]\d{4}", match[3]) else "+0000"
        try:
            moment = datetime.strptime(f"{' '.join(match[2].split())} {match[4]} {zone}", "%b %d %H:%M:%S %Y %z")
        except ValueError:
            return None
        return moment.astimezone(UTC)


def mails_of_mbox(stream: IO[bytes]) -> Iterator[RawMail]:
    """The mails of an mbox in its order, one in memory at a time."""
    envelope, number = "", 0
    lines: list[bytes] = []
    size = 0
    blank = True  # a separator follows an empty line
    for line in stream:
        if blank and line.startswith(b"From ") and _SEPARATOR.match(line.rstrip(b"\r\n")):
            if number:
                yield _mail(number, envelope, lines, size)
            number += 1
            envelope, lines, size = line.decode("ascii", "replace").strip(), [], 0
        elif number:
            size += len(line)
            if size <= MAX_MAIL:
                lines.append(line)
        blank = not line.strip(b"\r\n")
    if number:
        mail = _mail(number, envelope, lines, size)
        yield RawMail(mail.number, mail.envelope, mail.content, mail.too_large, ends_file=True)


def _mail(number: int, envelope: str, lines: list[bytes], size: int) -> RawMail:
    if size > MAX_MAIL:
        return RawMail(number, envelope, b"", too_large=True)
    content = _QUOTED_FROM.sub(lambda match: match[0][1:], b"".join(lines))
    return RawMail(number, envelope, content)
