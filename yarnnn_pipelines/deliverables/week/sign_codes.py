"""A text with the signs that its codes stand for: "%59" of an address, "&#89;" of HTML, "=59" of a mail, "\\u0059"."""

from __future__ import annotations

import html
import re

_OF_BYTES = re.compile(r"(?:%[0-9A-Fa-f]{2})+|(?:=[0-9A-Fa-f]{2})+|(?:\\x[0-9A-Fa-f]{2})+")
_HEX = re.compile(r"[%=]|\\x")
_OF_LETTERS = re.compile(r"(?:\\u\{?|U\+|\\U)(?P<number>[0-9A-Fa-f]{4,8}|(?<=\{)[0-9A-Fa-f]{1,6})\}?")
_MAY_HAVE_CODES = re.compile(r"[%=]\w\w|&[#\w]|\\[xuU]|U\+")
_DEEPEST = 3  # codes of codes: "%2559"
_LAST_SIGN = 0x10FFFF


def without_codes(text: str) -> str:
    for _ in range(_DEEPEST):
        if not _MAY_HAVE_CODES.search(text):
            break
        shown = html.unescape(_OF_LETTERS.sub(_letter, _OF_BYTES.sub(_letters, text)))
        if shown == text:
            break
        text = shown
    return text


def _letters(codes: re.Match[str]) -> str:
    return bytes.fromhex(_HEX.sub("", codes[0])).decode("utf-8", "replace")


def _letter(code: re.Match[str]) -> str:
    number = int(code["number"], 16)
    return chr(number) if number <= _LAST_SIGN and not 0xD800 <= number <= 0xDFFF else code[0]
