"""Mail files taken apart: the messages of an mbox, however long it is, and single .eml files.

Only where one mail ends and the next begins belongs here. What a mail says is `mail_messages`' work.
Format: RFC 4155, and as Google Takeout writes it: `From <decimal message id>@xxx <time>` before each mail.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import takewhile
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
_GMAILS_HEADERS = (b"x-gm-thrid:", b"x-gmail-labels:")
_QUOTED_FROM = re.compile(rb"^>+From ", re.MULTILINE)

MAX_MAIL = 512 * 1024**2  # bytes; Gmail's own limit is 50 MB


@dataclass(frozen=True)
class RawMail:
    """One mail as bytes. `number` counts from 1 within its file; `too_large` ones come without their content.

    Number 0 is what stands before the first line that can be read as a separator.

    taken_in: how many lines in it have the form of a separator without being one.
    """

    number: int
    envelope: str  # the mbox separator line, '' for .eml
    content: bytes
    too_large: bool = False
    ends_file: bool = False
    taken_in: int = 0

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


@dataclass
class _Piece:
    """What stands from one line with the form of a separator to the next."""

    envelope: bytes
    lines: list[bytes]
    size: int
    taken_in: int = 0

    def take_in(self, other: _Piece) -> None:
        self.size += len(other.envelope) + other.size
        if self.size <= MAX_MAIL:
            self.lines += [other.envelope, *other.lines]
        self.taken_in += 1

    def mail(self, number: int, *, ends_file: bool = False) -> RawMail:
        envelope = self.envelope.decode("ascii", "replace").strip()
        if self.size > MAX_MAIL:
            return RawMail(number, envelope, b"", too_large=True, ends_file=ends_file, taken_in=self.taken_in)
        content = _QUOTED_FROM.sub(lambda match: match[0][1:], b"".join(self.lines))
        return RawMail(number, envelope, content, ends_file=ends_file, taken_in=self.taken_in)

    @property
    def is_takeouts(self) -> bool:
        return bool(_TAKEOUT.match(self.envelope.decode("ascii", "replace").strip()))

    @property
    def is_gmails(self) -> bool:
        """Whether its headers have one that Takeout writes into every mail."""
        headers = takewhile(lambda line: line.strip(b"\r\n"), self.lines)
        return any(line.lower().startswith(_GMAILS_HEADERS) for line in headers)


def mails_of_mbox(stream: IO[bytes]) -> Iterator[RawMail]:
    """The mails of an mbox in its order, two in memory at a time.

    A mail's own text can hold a line with the form of a separator, and a mail below it that nobody sent. The line that
    the file begins with is its program's; where that is Takeout, what lacks Takeout's marks is text of the mail above.
    """
    number = 0
    first: _Piece | None = None
    last: _Piece | None = None
    for piece in _pieces(stream):
        if not piece.envelope:
            yield piece.mail(0)
            continue
        first = first or piece
        if last and first.is_takeouts and not (piece.is_takeouts and (piece.is_gmails or not first.is_gmails)):
            last.take_in(piece)
            continue
        if last:
            number += 1
            yield last.mail(number)
        last = piece
    if last:
        yield last.mail(number + 1, ends_file=True)


def _pieces(stream: IO[bytes]) -> Iterator[_Piece]:
    piece: _Piece | None = None
    blank = True  # a separator follows an empty line
    for line in stream:
        if blank and line.startswith(b"From ") and _SEPARATOR.match(line.rstrip(b"\r\n")):
            if piece:
                yield piece
            piece = _Piece(line, [], 0)
        elif piece or line.strip():
            piece = piece or _Piece(b"", [], 0)
            piece.size += len(line)
            if piece.size <= MAX_MAIL:
                piece.lines.append(line)
        blank = not line.strip(b"\r\n")
    if piece:
        yield piece
