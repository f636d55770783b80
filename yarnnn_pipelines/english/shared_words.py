"""Which of many texts share words with one: an index, so that nobody compares each text with each other.

It only leaves out what can't be alike; whether two texts are is `likeness`, and whoever asks decides.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterable


class SharedWords:
    """Places (numbers that the caller gives out) by the words that stand there, in any form that can be compared."""

    def __init__(self) -> None:
        self._places: dict[Hashable, list[int]] = defaultdict(list)

    def add(self, place: int, words: Iterable[Hashable]) -> None:
        """Once for each place and word."""
        for word in words:
            self._places[word].append(place)

    def places(self, words: Iterable[Hashable], at_least: int = 1) -> set[int]:
        """All places that have at least so many of these different words, and some that have fewer.

        A place with two of five words has one of any four, so the most common word is not looked up (prefix filtering:
        Chaudhuri, Ganti and Kaushik, A primitive operator for similarity joins, 2006).
        """
        lists = sorted((self._places.get(word, ()) for word in words), key=len)
        return {place for places in lists[: len(lists) - at_least + 1] for place in places}
