"""British spelling made American, and the other way round, letter by letter: whether the result is a word, others ask.

The rules are those in which Webster's dictionary differs from Oxford's. What follows none of them ("grey", "jewellery")
is listed in `word_variants`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache

# What stands before; how Britons and how Americans spell it there; what stands behind. "tour", "filled" and "fire" are
# the same in both: some endings want a syllable before them, others a consonant.
_DIFFERENCES = (
    ("[aeiouy][a-z]{1,3}", "our", "or", ""),
    ("[bcdfgptv]", "re", "er", "s?$"),
    ("[a-z]{3}", "is", "iz", "e|ing|ation"),
    ("[a-z]{3}", "ys", "yz", "e|ing"),
    ("[a-z]{2}", "ogue", "og", "s?$"),
    ("[a-z]{2}", "mme", "m", "s?$"),
    ("[aeiouy][a-z]*[aeiou]", "ll", "l", "ed|ing|ers?$|ery$|ist|ors?$|ous"),
    ("[a-z]{2}", "ence", "ense", "s?$"),
    ("", "paed", "ped", ""),
    ("^arch", "ae", "e", ""),
    ("^medi", "ae", "e", "v"),
    ("^(?:an)?", "aesth", "esth", ""),
    ("^", "haem", "hem", ""),
)
_TO_AMERICAN = [(re.compile(f"({before}){uk}(?={after})"), us) for before, uk, us, after in _DIFFERENCES]
_TO_BRITISH = [(re.compile(f"({before}){us}(?={after})"), uk) for before, uk, us, after in _DIFFERENCES]


@cache
def american_forms(word: str) -> frozenset[str]:
    """word: folded. Each way in which Americans may spell what Britons spell so, the word itself not among them."""
    return _spelled(word, _TO_AMERICAN)


@cache
def british_forms(word: str) -> frozenset[str]:
    """word: folded. Each way in which Britons may spell what Americans spell so, the word itself not among them."""
    return _spelled(word, _TO_BRITISH)


def _spelled(word: str, differences: Iterable[tuple[re.Pattern[str], str]]) -> frozenset[str]:
    forms = {word}
    for pattern, other in differences:
        forms |= {pattern.sub(rf"\g<1>{other}", form) for form in forms}
    return frozenset(forms - {word})
