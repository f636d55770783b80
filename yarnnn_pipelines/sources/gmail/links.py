"""What a mail's HTML holds beside the words that are read of it: where its links lead, and what is struck in it.

A reader sees both, and either may name somebody whom the words do not. What of the HTML is read is
`sources.shared.html`'s matter.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator

from yarnnn_pipelines.sources.gmail.parts import Parts

_LINK = re.compile(
    r"<a\s(?:[^>]{0,500}?\s)?href\s*=\s*(?:\"([^\">]{1,2000})\"|'([^'>]{1,2000})'|([^\s\"'>]{1,2000}))[^>]{0,500}>"
    r"(.{0,1000}?)</a\s*>",
    re.IGNORECASE | re.DOTALL,
)
_STRUCK = re.compile(r"<(s|del|strike)(?:\s[^>]{0,500})?>(.{1,1000}?)</\1\s*>", re.IGNORECASE | re.DOTALL)
_TAG = re.compile(r"<[^<>]{0,2000}>")
_MOST = 100  # of either
_LONGEST_ADDRESS = 500  # characters that are kept


def links_of(parts: Parts) -> list[str]:
    """`[words](address)` of each link that shows other words than its address."""
    found: dict[str, None] = {}
    for text in _htmls(parts):
        for link in _LINK.finditer(text):
            words = _words(link[4])
            address = html.unescape(link[1] or link[2] or link[3]).strip()[:_LONGEST_ADDRESS]
            if address.lower().startswith(("http:", "https:", "mailto:", "//")) and address != words:
                found[f"[{words}]({address})"] = None
    return list(found)[:_MOST]


def struck_in(parts: Parts) -> list[str]:
    """The words that its author struck out."""
    found = {_words(struck[2]): None for text in _htmls(parts) for struck in _STRUCK.finditer(text)}
    return [words for words in found if words][:_MOST]


def _htmls(parts: Parts) -> Iterator[str]:
    return (part.text for place in parts.shown for part in place if part.mime == "text/html")


def _words(inner: str) -> str:
    return " ".join(html.unescape(_TAG.sub("", inner)).split())
