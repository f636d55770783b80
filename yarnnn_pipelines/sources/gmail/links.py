"""What a mail's HTML holds beside the words that are read of it: where its links lead, and what is struck in it.

A reader sees both, and either may name somebody whom the words do not. What of the HTML is read is
`sources.shared.html`'s matter.
"""

from __future__ import annotations

from collections.abc import Iterable
from html.parser import HTMLParser

from yarnnn_pipelines.sources.gmail.parts import Parts
from yarnnn_pipelines.sources.shared.html import MAX_CHARACTERS, STRUCK, tokenizable

_MOST = 100  # of either
_LONGEST = 500  # characters that are kept of an address, or of words
_DEEPEST = 20  # such elements within each other
_LEADING = ("http:", "https:", "mailto:", "//")


def links_of(parts: Parts) -> list[str]:
    """`[words](address)` of each link that shows other words than its address."""
    links = (link for read in _read(parts) for link in read.links)
    return list(dict.fromkeys(f"[{words}]({address})" for words, address in links if words != address))[:_MOST]


def struck_in(parts: Parts) -> list[str]:
    """The words that its author struck out."""
    return list(dict.fromkeys(words for read in _read(parts) for words in read.struck if words))[:_MOST]


def _read(parts: Parts) -> Iterable[_Beside]:
    for part in (part for place in parts.shown for part in place if part.mime == "text/html"):
        read = _Beside()
        read.feed(tokenizable(part.text[:MAX_CHARACTERS]).replace("<!", " "))  # no declaration, also no broken one
        read.close()
        yield read


class _Beside(HTMLParser):
    """links: (words, address) of each; struck: the words of each element that strikes them."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.links: list[tuple[str, str]] = []
        self.struck: list[str] = []
        self._open: list[tuple[str, str, list[str]]] = []  # (tag, address, parts of its words)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "a":
            self._close("a")  # a browser nests none
        if len(self._open) == _DEEPEST:
            return
        if tag == "a":
            self._open.append((tag, (dict(reversed(attrs)).get("href") or "").strip()[:_LONGEST], []))
        elif tag in STRUCK:
            self._open.append((tag, "", []))

    def handle_data(self, data: str) -> None:
        for _, _, words in self._open:
            words.append(data)

    def handle_endtag(self, tag: str) -> None:
        if tag == "a" or tag in STRUCK:
            self._close(tag)

    def close(self) -> None:
        super().close()
        while self._open:
            self._close(self._open[-1][0])

    def _close(self, tag: str) -> None:
        """The innermost open element of this tag."""
        place = next((place for place in reversed(range(len(self._open))) if self._open[place][0] == tag), None)
        if place is None:
            return
        _, address, parts = self._open.pop(place)
        words = " ".join("".join(parts).split())[:_LONGEST]
        if tag in STRUCK:
            self.struck.append(words)
        elif address.lower().startswith(_LEADING):
            self.links.append((words, address))
