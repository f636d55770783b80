"""Letters that look like others, or that nobody sees: a text as its reader takes it in.

Only the shape of letters belongs here. The text that comes out has other offsets than the one that went in, so it is
for reading alone and never quoted.
"""

from __future__ import annotations

import re
import unicodedata

# Greek and Cyrillic letters drawn as Latin ones (Unicode Technical Standard 39, confusables).
_LOOKALIKES = str.maketrans(
    "αεικνορτυχΑΒΕΖΗΙΚΜΝΟΡΤΥΧаеіјорсухһԁԛѕԝАВЕІЈКМНОРСТУХЅɑɡıո",
    "aeiknoptuxABEZHIKMNOPTYXaeijopcyxhdqswABEIJKMHOPCTYXSagin",
)
_SPACED = re.compile(r"(?<![^\W_])[^\W\d_](?:[ ._*-][^\W\d_]){2,}(?![^\W_])")
_LONGEST_SPACED = 24  # characters of a word in which each letter stands alone
_STRUCK = re.compile("[\u0335-\u0338]")


def plain_letters(text: str) -> str:
    """Without unseen letters, accents and emphasis marks; look-alikes as Latin, `n o t` as `not`."""
    if not text.isascii():
        decomposed = unicodedata.normalize("NFKD", text)
        seen = (letter for letter in decomposed if unicodedata.category(letter) not in ("Cf", "Mn"))
        text = "".join(seen).translate(_LOOKALIKES)
    text = re.sub(r"(?<!\w)[*_~`]+|[*_~`]+(?!\w)", "", text)
    return _SPACED.sub(lambda spaced: re.sub(r"[ ._*-]", "", spaced[0][:_LONGEST_SPACED]), text)


def is_struck_out(text: str) -> bool:
    """It has letters with a line through them."""
    return _STRUCK.search(text) is not None
