"""A text's words as they look to a reader: folded, and cut where a capital, a digit or an underscore begins a new one.

Compatibility forms, letter case, accents, characters that nobody sees, and letters of other scripts or styles that look
like Latin ones are made one. What the words are compared with is not this module's business.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from itertools import pairwise

from yarnnn_pipelines.deliverables.week.look_alikes import latin_letters

# Letters of other scripts that look like Latin ones, before Unicode's own list, to which a capital I is an l. What is
# in _BETWEEN_LATIN counts only between Latin letters.
_ALIKE = dict(
    zip("АВЕЅІЈКМНОРСТУХԚԜΑΒΕΖΗΙΚΜΝΟΡΤΥΧ", "ABESIJKMHOPCTYXQWABEZHIKMNOPTYX", strict=True),
) | dict(zip("авеѕіјкмнорстухԛԝӏαβεζηικμνορτυχ", "abesijkmhopctyxqwlabezhikmnoptyx", strict=True))
_CONFUSABLE = latin_letters()
_BETWEEN_LATIN = dict(zip("νηυγωѵɡɑı", "vnuywvgai", strict=True))
_IN_LATIN = str.maketrans(_CONFUSABLE | _ALIKE | _BETWEEN_LATIN)
_ALONE = str.maketrans({sign: letter for sign, letter in _CONFUSABLE.items() if sign not in _BETWEEN_LATIN} | _ALIKE)
_LETTERS = str.maketrans(
    {"ø": "o", "Ø": "O", "ł": "l", "Ł": "L", "đ": "d", "Đ": "D", "æ": "ae", "Æ": "Ae", "œ": "oe", "Œ": "Oe", "ß": "ss"}
)
_WORD = re.compile(r"[^\W_]+")
# A word within what is written together: "GlobexLanding", "GLOBEXShop", "Globex2".
_PART = re.compile(r"[^\W\d_]+|\d+")
_CAPITAL = re.compile(r"(?<=[a-z])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")
_LATIN = re.compile("[A-Za-z]")
# Small capitals, and letters in black circles and squares, have no compatibility form.
_STYLED = dict(zip(map(ord, "ᴀʙᴄᴅᴇꜰɢʜɪᴊᴋʟᴍɴᴏᴘʀꜱᴛᴜᴠᴡʏᴢ"), "ABCDEFGHIJKLMNOPRSTUVWYZ", strict=True)) | {
    first + letter: chr(ord("A") + letter) for first in (0x1F150, 0x1F170) for letter in range(26)
}
_SIGNS = dict.fromkeys(map(ord, "™℠®©℗"), " ")  # "™" has the letters TM as its compatibility form
_FILLERS = frozenset("\u115f\u1160\u3164\uffa0")  # Hangul's, letters by their category


@dataclass(frozen=True)
class Word:
    """A word of a text: as folded but for its case, folded whole, and where it stands."""

    shown: str
    folded: str
    start: int
    end: int
    is_glued_before: bool = False  # another word's letters stand right before it
    is_glued_after: bool = False
    is_part: bool = False  # letters or digits stand right beside it

    @property
    def is_capital(self) -> bool:
        """With a capital, or beside one: "globexShop", "globex2"."""
        return self.is_part or not self.shown[0].islower()


def words_of(text: str, *, whole: bool = False) -> list[Word]:
    """The words in order; whole: also what has a capital inside ("GmbH") is one word."""
    shown = shown_letters(text)
    words = []
    for match in (_WORD if whole else _PART).finditer(shown):
        letters = alike_in_latin(match[0])
        cuts = [] if whole else [cut.start() for cut in _CAPITAL.finditer(letters)]
        for start, end in pairwise([0, *cuts, len(letters)]):
            part = letters[start:end]
            place = match.start() + start, match.start() + end
            before, after = shown[max(place[0] - 1, 0) : place[0]], shown[place[1] : place[1] + 1]
            is_part = before.isalnum() or after.isalnum()
            words.append(Word(part, part.casefold(), *place, before.isalpha(), after.isalpha(), is_part))
    return words


def alike_in_latin(text: str) -> str:
    """Cyrillic and Greek letters as the Latin ones that they look like; more of them in a text with Latin letters."""
    return text if text.isascii() else text.translate(_IN_LATIN if _LATIN.search(text) else _ALONE)


def shown_letters(text: str) -> str:
    """Compatibility forms resolved; accents and what nobody sees taken away."""
    if text.isascii():
        return _CONTROLS.sub("", text)
    split = unicodedata.normalize("NFKD", text.translate(_SIGNS | _STYLED))
    kept = "".join(
        letter for letter in split if unicodedata.category(letter) not in ("Mn", "Cf", "Me") and letter not in _FILLERS
    )
    return _CONTROLS.sub("", unicodedata.normalize("NFC", kept).translate(_LETTERS))


_CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")
