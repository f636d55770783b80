"""A mail's body to what its author wrote: no quoted reply, forwarded mail, signature, disclaimer or hard wraps.

Pure text in, text out; decoding a mail's parts is `parts`' work, which lines are quoted `quotes`', what a signature is
`signatures`'. The rule is: cut only what can be recognised, and when it is doubtful whose words they are, keep words
that stand above the quote and drop those that stand in it.
"""

from __future__ import annotations

import re
from typing import Literal

from yarnnn_pipelines.sources.gmail.notices import has_tools_words
from yarnnn_pipelines.sources.gmail.quotes import Letterhead, without_quotes
from yarnnn_pipelines.sources.gmail.signatures import (
    is_of_unknown_device,
    is_postscript,
    lines_signed,
    trimmed,
    without_banner,
    without_devices,
    without_signature,
)

_EMPTY_LINES = re.compile(r"\n{3,}")
_LIST_ITEM = re.compile(r"^\s*(?:[-*•–‣]|\(?\w{1,2}[.)])\s+\S")
_NARROWEST_WRAP, _WIDEST_WRAP = 60, 80
_NOBODY = Letterhead()

Wrapping = Literal["hard", "flowed", "flowed-delsp", "none"]


def clean_mail(body: str, *, sender: str = "", wrapping: Wrapping = "hard", letterhead: Letterhead = _NOBODY) -> str:
    """The words that the author of this mail wrote in it.

    sender: the display name in From, which tells a signature's first line.
    wrapping: who broke the lines: maybe a program ("hard"), a program that says where (`format=flowed`, RFC 3676: a
        space before the line's end, which is none of the text where "DelSp" says so), or nobody ("none": text made
        from HTML).
    letterhead: what the mail's own headers say, by which a quoted mail's headers are known.
    """
    own = without_signature(_own_lines(body, wrapping, letterhead), sender)
    return _joined(own, wrapping)


def clean_and_signed(
    body: str, *, sender: str = "", wrapping: Wrapping = "hard", letterhead: Letterhead = _NOBODY
) -> tuple[str, list[str]]:
    """What `clean_mail` makes of a body, and the lines that sign it (`signatures.lines_signed`)."""
    own = _own_lines(body, wrapping, letterhead)
    return _joined(without_signature(own, sender), wrapping), lines_signed(own)


def _own_lines(body: str, wrapping: Wrapping, letterhead: Letterhead) -> list[str]:
    """The lines of this mail's author, with what stands below them."""
    lines = _lines(body)
    if wrapping in ("flowed", "flowed-delsp"):
        lines = _unflowed(lines, deletes_space=wrapping == "flowed-delsp")
    own = trimmed(without_quotes(_above_device(lines, letterhead), letterhead))
    return without_devices(without_banner(own))


def _joined(lines: list[str], wrapping: Wrapping) -> str:
    own = _unwrapped(lines) if wrapping == "hard" else lines
    return _EMPTY_LINES.sub("\n\n", "\n".join(line.rstrip() for line in own)).strip("\n")


def is_notice(body: str, letterhead: Letterhead = _NOBODY) -> bool:
    """Whether a tool's words stand in the mail itself, not in what it quotes: then a tool sent it."""
    return has_tools_words(body) and has_tools_words("\n".join(without_quotes(_lines(body), letterhead)))


def has_quotes(body: str, letterhead: Letterhead = _NOBODY) -> bool:
    """Whether some of its lines are those of another mail."""
    lines = trimmed(_lines(body))
    own = trimmed(without_quotes(lines, letterhead))
    return len(own) < len(lines) or any(line.startswith(">") for line in own)


def _lines(body: str) -> list[str]:
    return body.replace("\r\n", "\n").replace("\r", "\n").replace("\u00a0", " ").split("\n")


def _above_device(lines: list[str], letterhead: Letterhead) -> list[str]:
    """Cut below the line of an unknown telephone that has words above it and others below: the mail that it answers.

    Such telephones quote without a mark of any kind; known programs mark what they quote, so what stands below their
    line was written there, as is a postscript, and all of a mail that answers none. Where anything is quoted with `>`,
    that is the quote, and answers may stand in it.
    """
    if letterhead.is_answer is False or any(line.lstrip().startswith(">") for line in lines):
        return lines
    for index, line in enumerate(lines):
        if is_of_unknown_device(line) and any(above.strip() for above in lines[:index]):
            below = trimmed(lines[index + 1 :])
            end = next((number for number, other in enumerate(below) if not other.strip()), len(below))
            return lines[: index + 1] + (["", *below[:end]] if below and is_postscript(below[0]) else [])
    return lines


def _unflowed(lines: list[str], *, deletes_space: bool) -> list[str]:
    out: list[list[str]] = []  # of each line its parts: a line that grows by each part takes the square of the time
    going_on = False
    for line in lines:
        quoted = line.startswith(">")
        line = line[1:] if line.startswith(" ") else line  # space-stuffing
        goes_on = not quoted and line.endswith(" ") and line != "-- "
        shown = line[:-1] if goes_on and deletes_space else line
        if going_on and not quoted:
            out[-1].append(shown)
        else:
            out.append([shown])
        going_on = goes_on
    return ["".join(parts) for parts in out]


def _unwrapped(lines: list[str]) -> list[str]:
    """Join lines that a mail program broke, so that a line's end is the author's again.

    A program breaks where the next word would not have fitted: so a break is the program's if the line and the next
    line's first word are together longer than the longest line.
    """
    width = max((len(line) for line in lines if " " in line.strip()), default=0)
    if not _NARROWEST_WRAP <= width <= _WIDEST_WRAP:
        return lines
    out: list[list[str]] = []
    last = ""
    for line in lines:
        first_word = line.split(maxsplit=1)[0] if line.strip() else ""
        broken = last and first_word and len(last) + 1 + len(first_word) > width
        if broken and not _LIST_ITEM.match(line):
            out[-1].append(line.strip())
        else:
            out.append([line])
        last = line
    return [" ".join(parts) for parts in out]
