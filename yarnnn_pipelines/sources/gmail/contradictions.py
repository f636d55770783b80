"""What a mail's plain part says and its HTML does not: readers see the HTML, so these words were not said.

Programs write the two alike but for wrapping, links, pictures, bullets and emphasis, so sentences are compared by their
letters, digits and question marks alone. What of the HTML is seen is `sources.shared.html`'s matter.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

_ADDRESS = re.compile(
    r"[<(\[]?\b(?:(?:https?|ftp|mailto|tel|cid):|www\.)[^\s<>\"\])]*[>)\]]?|\[(?:image|cid)\b[^\]\n]*\]|\[\d+\]",
    re.IGNORECASE,
)
_NUMBERED = re.compile(r"^\s*\(?(?:\d{1,3}|[a-z])[.)](?:\s+|$)", re.IGNORECASE)
_SENTENCE = re.compile(r"\S(?:[^\n]*?[.!?:;][\"'”’)*_]*(?=\s)|[^\n]*)")
_NO_LETTER = re.compile(r"[^\w?]|_")
_EDGE = re.compile(r"[.!?:;|•·–—()\"“”\n]")
_OCCURRENCES = 50  # of one sentence in the HTML that are looked at
_EMPTY_LINES = re.compile(r"\n(?:[ \t]*\n){2,}")


@dataclass(frozen=True)
class _Sentence:
    """A sentence of the plain part, or the part of one on a line: where it stands, its letters, its outer words'."""

    start: int
    end: int
    letters: str
    first: str
    last: str


@dataclass(frozen=True)
class _Shown:
    """The HTML's letters in one row, and the places in it where a sentence or line begins or ends."""

    letters: str
    edges: frozenset[int]

    def has(self, sentence: _Sentence, before: str, after: str) -> bool:
        """Whether the sentence stands there on its own, or beside the same word as in the plain part."""
        start = -1
        for _ in range(_OCCURRENCES):
            start = self.letters.find(sentence.letters, start + 1)
            if start < 0:
                return False
            end = start + len(sentence.letters)
            begins = start in self.edges or (before and self.letters.endswith(before, 0, start))
            if begins and (end in self.edges or (after and self.letters.startswith(after, end))):
                return True
        return False


def without_unseen(plain: str, html_text: str) -> str:
    """The plain part's words without the sentences that the HTML's visible text does not have.

    "It was delivered" does not stand in "It is not true that it was delivered", nor in "It was delivered to nobody".
    """
    shown = _shown(html_text)
    sentences = list(_sentences(plain))
    kept, end = [], 0
    for number, sentence in enumerate(sentences):
        before = sentences[number - 1].last if number else ""
        after = sentences[number + 1].first if number + 1 < len(sentences) else ""
        if not shown.has(sentence, before, after):
            kept.append(plain[end : sentence.start].rstrip(" \t"))
            end = sentence.end
    text = "".join([*kept, plain[end:]])
    return _EMPTY_LINES.sub("\n\n", text).strip("\n") if kept else plain


def _sentences(plain: str) -> Iterator[_Sentence]:
    for match in _SENTENCE.finditer(plain):
        words = _NUMBERED.sub("", _ADDRESS.sub(" ", match[0])).split()
        letters = [folded for word in words if (folded := _folded(word))]
        if letters:
            yield _Sentence(match.start(), match.end(), "".join(letters), letters[0], letters[-1])


def _shown(html_text: str) -> _Shown:
    parts, edges, length = [], {0}, 0
    start = 0
    text = _ADDRESS.sub(" ", html_text)
    for match in _EDGE.finditer(text):
        parts.append(_folded(text[start : match.end()]))
        length += len(parts[-1])
        edges.add(length)
        start = match.end()
    parts.append(_folded(text[start:]))
    return _Shown("".join(parts), frozenset({*edges, length + len(parts[-1])}))


def _folded(text: str) -> str:
    return _NO_LETTER.sub("", unicodedata.normalize("NFKC", text).casefold())
