"""What letters look and sound like: signs and digits that stand for letters, other scripts, ways to spell one sound.

Every function here takes a text or a word and gives another; whose name a word is, is not this module's business.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache

from anyascii import anyascii
from confusable_homoglyphs.confusables import confusables_data  # type: ignore[import-untyped]

_DIGITS = str.maketrans("0123456789", "olzeasgtbg")
_DIGIT_IN_WORD = re.compile(r"(?<=[^\W\d_])\d+(?=[^\W\d_])|\b\d(?=[^\W\d_]{3})")
_SIGNS = {"()": "o", "[]": "o", "@": "a", "|": "l", "!": "i", "¡": "i", "$": "s", "€": "e", "£": "l", "×": "x"}
_SIGN = r"(?:\(\)|\[\]|[^\w\s.,;:?'’\"“”/\\()\[\]<>*#&+=~-])"
# Between letters; before them or after them only what ends no sentence and addresses nobody.
_BETWEEN = re.compile(rf"(?<=[^\W_]){_SIGN}(?=[^\W_])")
_BESIDE = re.compile(r"(?<![^\W_])(?:\(\)|[|$€£])(?=[^\W\d_]{2})|(?<=[^\W\d_]{2})[×✕✖|$€](?![^\W_])")
_HYPHENATED = re.compile(r"(?<=[^\W\d_])[-\u2010\u2011][^\S\n]*\n\s*(?=[^\W\d_])")
_OF_ANOTHER_SCRIPT = re.compile(r"[^\W\d_]+(?:[・·][^\W\d_]+)*")
_GREEK = {"γκ": "g", "Γκ": "G", "μπ": "b", "Μπ": "B", "ντ": "d", "Ντ": "D", "ッ": "", "ー": "", "・": " ", "·": " "}
_UNSPOKEN_R = re.compile("r(?=[^aeiouy]|$)")
_SOUNDS = (("kh", "h"), ("ph", "f"), ("ck", "k"), ("x", "ks"), ("c", "k"), ("q", "k"), ("z", "s"), ("y", "i"))
_VOWELS = re.compile("[aeiouyhw]")  # with what many scripts leave out as they do
_CONSONANTS = str.maketrans("gjrdvfp", "kkltbbb")
# Which consonants of Latin names a script writes as one, by its name in Unicode; all that `_CONSONANTS` has, of others.
_WRITTEN_AS_ONE = {
    "CYRILLIC": ("", ""),
    "GREEK": ("", ""),
    "ARABIC": ("pvgj", "bfkk"),
    "HEBREW": ("pbv", "fuu"),  # bet is a v, and vav a vowel too
    "CJK": ("vrdg", "fltk"),
    "KATAKANA": ("vrj", "blg"),
    "HIRAGANA": ("vrj", "blg"),
    "HANGUL": ("vfrgdj", "bplktk"),
}


def latin_letters() -> dict[str, str]:
    """Each letter that Unicode lists as confusable with one Latin letter, and that letter."""
    letters = {}
    for sign, others in confusables_data.items():
        if len(sign) != 1 or sign.isascii() or not sign.isalpha():
            continue
        for other in others:
            shown = "".join(character for character in other["c"] if character.isalnum())
            if len(shown) == 1 and shown.isascii() and shown.isalpha():
                letters[sign] = shown.upper() if sign.isupper() and shown != "l" else shown
                break
    return letters


def with_signs_as_letters(text: str) -> str:
    """ "Gl()bex" and "G|obex" as a reader takes them, and a word that is parted at a line's end without the break."""
    parted = _HYPHENATED.sub("", text)
    between = _BETWEEN.sub(_letter, parted)
    # A capital where it begins a word: "$corpio" is written as a name.
    return _BESIDE.sub(
        lambda match: _letter(match).upper() if between[match.end() :][:1].isalpha() else _letter(match), between
    )


def _letter(match: re.Match[str]) -> str:
    sign = match[0]
    if sign in _SIGNS:
        return _SIGNS[sign]
    alike = {other["c"] for other in confusables_data.get(sign, ()) if other["c"].isascii() and other["c"].isalnum()}
    return min(alike, default="x" if sign in "✕✖" else sign)


def digits_as_letters(text: str) -> str:
    """Digits within a word, or right before it, as the letters that they look like: "gl0bexshop", "0rca"."""
    return _DIGIT_IN_WORD.sub(lambda match: match[0].translate(_DIGITS), text)


def outline(letters: str) -> str:
    """Folded letters as they look: digits as letters, and "i" as "l", since a capital I is an l to most fonts."""
    return letters.translate(_DIGITS).replace("i", "l")


@lru_cache(maxsize=16384)
def sound(letters: str) -> str:
    """Folded letters with each sound spelled in one way: "globeks" for "globex" and "Globecks"."""
    for spelled, simply in _SOUNDS:
        letters = letters.replace(spelled, simply)
    return re.sub(r"(.)\1+", r"\1", letters)


@lru_cache(maxsize=16384)
def consonants(letters: str, script: str = "") -> str:
    """What is left of a name in another script: kinds of consonants, in order. script: as Unicode calls it; without,
    so as in any of them."""
    kinds = str.maketrans(*_WRITTEN_AS_ONE[script]) if script in _WRITTEN_AS_ONE else _CONSONANTS
    return re.sub(r"(.)\1+", r"\1", _VOWELS.sub("", sound(letters).translate(kinds)))


def consonants_of_name(letters: str, script: str = "") -> set[str]:
    """`consonants` of a name in Latin letters, also without an "r" that British people do not say."""
    return {consonants(spoken, script) for spoken in (letters, _UNSPOKEN_R.sub("", letters))}


def without_vowels(letters: str) -> str:
    """As a name is shortened: "glbx"."""
    return letters[:1] + re.sub("[aeiou]", "", letters[1:])


def transliterated(text: str) -> Iterator[str]:
    """Each word of another script than Latin, in lower-case Latin letters by its sound."""
    yield from (letters for letters, _ in transliterated_from(text))


def transliterated_from(text: str) -> Iterator[tuple[str, str]]:
    """`transliterated`, each with its script as Unicode calls it: "CYRILLIC"."""
    if text.isascii():
        return
    composed = "".join(c for c in unicodedata.normalize("NFKC", text) if unicodedata.category(c) != "Cf")
    for match in _OF_ANOTHER_SCRIPT.finditer(composed):
        word = match[0]
        script = unicodedata.name(word[0], "LATIN").split()[0]
        if script == "LATIN":
            continue
        for spelled, simply in _GREEK.items():
            word = word.replace(spelled, simply)
        spoken = re.sub("['’-]", "", anyascii(word).lower()).replace("ks", "x")
        yield from ((letters, script) for letters in re.findall("[a-z]+", spoken))
