"""Which of the landed items speak of what a person wrote: those that they can name as its source.

Whether one proves the sentence is the gate's; here words are only counted.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from yarnnn_pipelines.english.likeness import content_words, numbers

MOST = 8


def items_like(
    document: Mapping[str, Any], words: str, texts: Mapping[str, str] | None = None
) -> list[Mapping[str, Any]]:
    """Rows of a version's `items` that share words with these, at most `MOST`, those first that share most; the words
    of somebody's name count as what they wrote.

    texts: the whole text of each, by event id; without, their first words are looked at.
    """
    wanted = content_words(words) | numbers(words)
    found = []
    for place, row in enumerate(document.get("items", ())):
        said = f"{row['author'] or ''}: {row['words']} {(texts or {}).get(row['event_id'], '')}"
        if shared := len(wanted & (content_words(said) | numbers(said))):
            found.append((-shared, place, row))
    return [row for _, _, row in sorted(found, key=lambda each: each[:2])[:MOST]]
