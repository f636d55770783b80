"""What of a text a reader sees: every rendering shows that and nothing else, on paper, on a page and in a terminal.

Removing and noticing what is hidden belongs here. What is done about a text that hides something is the gate's.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache, lru_cache

# ECMA-48: control sequences (CSI), strings (OSC, DCS, SOS, PM, APC) with their content, and other escapes.
_ESCAPES = re.compile(
    "(?:\x1b\\[|\x9b)[0-?]*[ -/]*[@-~]"
    "|(?:\x1b[\\]PX^_]|[\x90\x98\x9d-\x9f])[^\x07\x1b\x9c\n]*(?:\x07|\x1b\\\\|\x9c)"
    "|\x1b[ -/]*[0-~]"
)
# Unicode's Default_Ignorable_Code_Point, but for what is of the categories Cc and Cf, which no reader sees either; the
# last are tag characters, and the selectors by which bytes are hidden behind a letter.
_IGNORABLE = (
    "\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u2065\u3164\ufe00-\ufe0d\uffa0\ufff0-\ufff8\U000e0000-\U000e0fff"
)
_LAST_WITH_CONTROLS = 0x1FFFF  # none stands behind it that is not ignorable
_KEPT = "\t\n\u200c\u200d"
# Joiners shape an emoji of several parts, and letters of Arabic and Indic scripts; beside Latin ones they only hide.
_JOINER = re.compile("[\u200c\u200d]")
# They choose an emoji's picture, or the sign in its place.
_SELECTOR = re.compile("[\ufe0e\ufe0f]")
_EMOJI_AMONG_OTHERS = "‼⁉ℹ〰〽"
_KEYCAP = "\u20e3"
# Controls that take back or overwrite what stands before them, or steer a terminal. Not those that part lines and
# pages, nor the upper ones, which are letters read in a wrong charset.
_CONTROLS = re.compile("[\x01-\x08\x0e-\x1f\x7f]|\\r(?![\r\n]|$)")
_BLANKS = re.compile("[\u2028\u2029\u2800]")  # two that end lines, and a letter of Braille without a dot

_FLAG = re.compile("\U0001f3f4[\U000e0030-\U000e0039\U000e0061-\U000e007a]{1,6}\U000e007f")  # England's, Wales's
_HIDING = re.compile("[\U000e0000-\U000e007f]|[\ufe00-\ufe0d\U000e0100-\U000e01ef]{2}")
_OVERRIDES = re.compile("[\u202d\u202e]")
# A link with its words and where it leads; and an address whose host stands behind an "@".
_LINK = re.compile(r"\[(?P<words>[^\]\n]{1,500})\]\(\s*(?P<target>[^\s)]{1,2000})")
_ANCHOR = re.compile(
    r"(?i)<a\s[^>]{0,500}href\s*=\s*[\"']?(?P<target>[^\s\"'>]{1,2000})[^>]{0,500}>(?P<words>[^<\n]{1,500})"
)
_TARGET = re.compile(r"(?i)(?:https?://(?:[^\s/@?#]*@)?|mailto:[^\s@?]*@)(?:www\.)?(?P<host>[\w.-]+)")
# A host in a link's words; "layout.pdf" and "v1.2" are none.
_SHOWN = re.compile(
    r"(?i)(?<![\w./@-])(?:https?://|[\w.+-]+@)?(?:www\.)?(?P<host>(?:[\w-]+\.)+"
    r"(?!(?:pdf|docx?|odt|rtf|txt|md|xlsx?|ods|csv|tsv|pptx?|odp|key|pages|numbers|png|jpe?g|gif|webp|svg|heic|tiff?|bmp|ico"
    r"|ai|psd|indd|eps|sketch|fig|xd|zip|rar|gz|tar|html?|css|scss|js|jsx|tsx?|json|ya?ml|xml|py|rb|php|sh|sql|ics|eml|msg"
    r"|mp[34]|mov|avi|wav|woff2?|ttf|otf)(?![\w/-]))[a-z][\w-]+)(?![\w.@-]*@)"
)
# Through these every link of a mail is led by the programs that guard it; they name its own address, or keep it.
_GUARDS = re.compile(
    r"(?i)(?:^|\.)(?:safelinks\.protection\.outlook\.com|urldefense(?:\.proofpoint)?\.com|linkprotect\.cudasvc\.com"
    r"|mimecast(?:protect)?\.com|secure-web\.cisco\.com|clicktime\.symantec\.com|protection\.sophos\.com)$"
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
    written = _BLANKS.sub(" ", _ESCAPES.sub("", text))
    shown = _unseen().sub(lambda sign: sign[0] if _belongs(written, sign.start()) else "", written)
    chosen = _SELECTOR.sub(lambda sign: sign[0] if _selects(shown, sign.start()) else "", shown)
    return _JOINER.sub(lambda joiner: joiner[0] if _joins(chosen, joiner.start()) else "", chosen)


@cache
def _unseen() -> re.Pattern[str]:
    controls = "".join(
        re.escape(letter)
        for letter in map(chr, range(_LAST_WITH_CONTROLS + 1))
        if letter not in _KEPT and unicodedata.category(letter) in ("Cc", "Cf")
    )
    return re.compile(f"[{controls}{_IGNORABLE}]")


def _belongs(text: str, position: int) -> bool:
    """Whether a format character stands before what it shapes: a sign of a number, as Arabic has, or a joiner of
    hieroglyphs. Those of no script belong nowhere."""
    script = _script_of(text[position])
    return script in ("ARABIC", "SYRIAC", "KAITHI", "EGYPTIAN") and script == _script_of(
        text[position + 1 : position + 2]
    )


def _script_of(letter: str) -> str:
    return re.split("[ -]", unicodedata.name(letter, ""))[0] if letter else ""


def _selects(text: str, position: int) -> bool:
    before = text[position - 1] if position else ""
    if before and before in "#*0123456789":
        return text[position + 1 : position + 2] == _KEYCAP
    return bool(before) and (before in _EMOJI_AMONG_OTHERS or unicodedata.category(before) in ("So", "Sm", "Sk"))


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
        leads_elsewhere(link["words"], link["target"]) for at in (_LINK, _ANCHOR) for link in at.finditer(text)
    ):
        return "a link that shows one address and leads to another"
    if _CONTROLS.search(text):
        return "control characters, which take back or overwrite what stands before them"
    if text.isascii():
        return None
    if _HIDING.search(_FLAG.sub("", text)):
        return "words in characters that nobody sees"
    if _OVERRIDES.search(text) or (_TURNING.search(text) and _is_latin(text)):
        return "words that are shown in another order than they are written"
    return None


def leads_elsewhere(words: str, target: str) -> bool:
    """A link's words show an address, and it leads to another host. target: a URL, also one of mail."""
    leads_to = _TARGET.match(target.strip())
    shown = {match["host"].lower() for match in _SHOWN.finditer(words)}
    if leads_to is None or not shown or _GUARDS.search(leads_to["host"]):
        return False
    real = leads_to["host"].lower().rstrip(".")
    return all(real != host and not real.endswith(f".{host}") and not host.endswith(f".{real}") for host in shown)


def link_words(words: str, target: str) -> str:
    """What of a link stays in a clean text: its words, and where it leads if these show another address."""
    return f"[{' '.join(words.split())}]({target})" if leads_elsewhere(words, target) else words


def _is_latin(text: str) -> bool:
    return not any(unicodedata.bidirectional(letter) in ("R", "AL") for letter in text)
