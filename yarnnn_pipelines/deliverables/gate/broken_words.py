"""Words that a line's end has broken in two, so that a quote begins or ends in the middle of one: "Glob-" above "ex",
or "Glob" above it.

Whether they name another client is the gate's question.
"""

from __future__ import annotations

import re

_BEGUN_ABOVE = re.compile(r"(\w[\w’']*)[-\u00ad\u2010\u2011][ \t]*\n\s*\Z")
_BROKEN = re.compile(r"(?<=\w)[-\u00ad\u2010\u2011][ \t]*\n\s*(?=\w)")
_ENDS_BROKEN = re.compile(r"\w[-\u00ad\u2010\u2011][ \t]*\Z")
_GOES_ON = re.compile(r"[ \t]*\n\s*(\w[\w’']*)")
_LAST_ABOVE = re.compile(r"(\w[\w’']*)[ \t]*\n\s*\Z")
_LOOKED_AT = 80  # characters beside a quote


def unbroken(text: str, start: int, end: int) -> str:
    """The text from `start` to `end` with the words whole that a line's end has broken at its edges or within it; ''
    where none is."""
    quote = text[start:end]
    above = _BEGUN_ABOVE.search(text, max(0, start - _LOOKED_AT), start)
    below = _GOES_ON.match(text, end) if _ENDS_BROKEN.search(quote) else None
    if not above and not below and not _BROKEN.search(quote):
        return ""
    whole = _BROKEN.sub("", quote)
    if below:
        whole = whole.rstrip("-\u00ad\u2010\u2011 \t") + below[1]
    return (above[1] if above else "") + whole


def words_over_lines(text: str, start: int, end: int) -> list[str]:
    """The text from `start` to `end` with the last word of the line above it and with the first of the line below it,
    each where no sign parts them: together the two may be one name."""
    quote = text[start:end]
    above = _LAST_ABOVE.search(text, max(0, start - _LOOKED_AT), start)
    below = _GOES_ON.match(text, end) if quote[-1:].isalnum() else None
    return [*([f"{above[1]} {quote}"] if above else []), *([f"{quote} {below[1]}"] if below else [])]
