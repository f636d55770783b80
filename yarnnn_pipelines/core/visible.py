"""What of a text a reader sees: every rendering shows that and nothing else, on paper, on a page and in a terminal.

Removing and noticing what is hidden belongs here. What is done about a text that hides something is the gate's.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

# ECMA-48: control sequences (CSI), strings (OSC, DCS, SOS, PM, APC) with their content, and other escapes.
_ESCAPES = re.compile(
    "(?:\x1b\\[|\x9b)[0-?]*[ -/]*[@-~]"
    "|(?:\x1b[\\]PX^_]|[\x90\x98\x9d-\x9f])[^\x07\x1b\x9c\n]*(?:\x07|\x1b\\\\|\x9c)"
    "|\x1b[ -/]*[0-~]"
)
_CONTROLS = "\x00-\x08\x0b-\x1f\x7f-\x9f"  # C0 but for tab and line feed, and C1
_BIDI = "\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"
_OF_NO_WIDTH = (
    "\u00ad\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b\u2060-\u2065\u206a-\u206f\u3164\ufeff\uffa0\ufff0-\ufffb"
)
_TAGS = "\U000e0000-\U000e0fff"  # tag characters, and the selectors by which bytes are hidden behind a letter
_UNSEEN = re.compile(f"[{_CONTROLS}{_BIDI}{_OF_NO_WIDTH}{_TAGS}]")
# Joiners shape an emoji of several parts, and letters of Arabic and Indic scripts; beside Latin ones they only hide.
_JOINER = re.compile("[\u200c\u200d]")
_SEPARATORS = re.compile("[\u2028\u2029]")

_FLAG = re.compile("\U0001f3f4[\U000e0030-\U000e0039\U000e0061-\U000e007a]{1,6}\U000e007f")  # England's, Wales's
_HIDING = re.compile("[\U000e0000-\U000e007f]|[\U000e0100-\U000e01ef]{2}")
_OVERRIDES = re.compile("[\u202d\u202e]")
# A link whose words are one address and that leads to another; and an address whose host stands behind an "@".
_LINK = re.compile(
    r"\[\s*(?:https?://)?(?:www\.)?(?P<shown>[\w-]+(?:\.[\w-]+)+)[^\]\n]{0,500}\]\(\s*https?://(?:www\.)?(?P<real>[^\s/)?#]{1,255})"
)
_ANCHOR = re.compile(
    r"(?i)<a\s[^>]{0,500}href\s*=\s*[\"']?https?://(?:www\.)?(?P<real>[^\s/\"'>?#]{1,255})[^>]{0,500}>\s*(?:https?://)?(?:www\.)?"
    r"(?P<shown>[\w-]+(?:\.[\w-]+)+)"
)
_HOST_BEHIND = re.compile(r"(?i)\bhttps?://[^\s/@?#]{1,255}@[\w-]+\.")
_MARKUP = re.compile(
    r"(?i)<!--|<(?:script|iframe|object|embed|svg|style|meta|base|form)\b[^>]{0,200}>|<\w+\s[^>]{0,300}\bon[a-z]{3,20}\s*="
    r"|\bjavascript:\S|!\[[^\]\n]{0,200}\]\(\s*https?:"
)
_TURNING = re.compile("[\u202b\u2067]")  # text from right to left, in which Latin words stand in another order


def visible(text: str) -> str:
    """The text without controls, terminal escapes, marks of direction and characters that nobody sees."""
    if text.isascii() and text.isprintable():
        return text
    shown = _UNSEEN.sub("", _SEPARATORS.sub(" ", _ESCAPES.sub("", text)))
    return _JOINER.sub(lambda joiner: joiner[0] if _joins(shown, joiner.start()) else "", shown)


def _joins(text: str, position: int) -> bool:
    before = text[position - 1] if position else ""
    after = text[position + 1 : position + 2]
    if not before or not after:
        return False
    if unicodedata.category(after) == "So":
        return unicodedata.category(before) in ("So", "Sk", "Mn")
    return unicodedata.category(before) in ("Lo", "Mn", "Mc") and unicodedata.category(after) in ("Lo", "Mn", "Mc")


@lru_cache(maxsize=64)  # many claims may rest on one long text
def hides(text: str) -> str | None:
    """How the text says something that a reader does not see, or sees as something else; None where it does not."""
    if _MARKUP.search(text):
        return "markup that shows a reader something else, or nothing"
    if _HOST_BEHIND.search(text) or any(
        _leads_elsewhere(link) for at in (_LINK, _ANCHOR) for link in at.finditer(text)
    ):
        return "a link that shows one address and leads to another"
    if text.isascii():
        return None
    if _HIDING.search(_FLAG.sub("", text)):
        return "words in characters that nobody sees"
    if _OVERRIDES.search(text) or (_TURNING.search(text) and _is_latin(text)):
        return "words that are shown in another order than they are written"
    return None


def _leads_elsewhere(link: re.Match[str]) -> bool:
    shown, real = link["shown"].lower(), link["real"].lower()
    return real != shown and not real.endswith(f".{shown}") and not shown.endswith(f".{real}")


def _is_latin(text: str) -> bool:
    return not any(unicodedata.bidirectional(letter) in ("R", "AL") for letter in text)
