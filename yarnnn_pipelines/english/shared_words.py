"""Which of many texts share words with one: an index, so that nobody compares each text with each other.

It only leaves out what can't be alike; whether two texts are is `likeness`, and whoever asks decides.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Mapping, Set


class SharedWords:
    """Places (numbers that the caller gives out) by the words that stand there, in any form that can be compared."""

    def __init__(self) -> None:
        self._places: dict[Hashable, set[int]] = defaultdict(set)

    def add(self, place: int, words: Iterable[Hashable]) -> None:
        """A place may be added to again, with further words."""
        for word in words:
            self._places[word].add(place)

    def places(self, words: Iterable[Hashable], at_least: int = 1) -> set[int]:
        """All places that have at least so many of these different words.

        A place with two of five words has one of any four, so that those of the most common word are only asked for the
        places which a rarer one has found (prefix filtering: Chaudhuri, Ganti and Kaushik, A primitive operator for
        similarity joins, 2006).
        """
        having = sorted((self._places.get(word, set()) for word in words), key=len)
        rarer = max(0, len(having) - at_least + 1)
        found = Counter(place for places in having[:rarer] for place in places)
        return {
            place
            for place, count in found.items()
            if count + sum(place in places for places in having[rarer:]) >= at_least
        }


class NestedWords:
    """Sets of words by those that they contain, or are contained in, within one group of many."""

    def __init__(self, sets: Mapping[int, Set[Hashable]], groups: Mapping[int, Iterable[Hashable]]) -> None:
        """sets: by place (a number that the caller gives out); an empty one is never found. groups: of each place."""
        common = Counter(word for words in sets.values() for word in words)
        self._having: dict[Hashable, list[int]] = defaultdict(list)
        self._by_rarest: dict[Hashable, list[int]] = defaultdict(list)
        for place, words in sets.items():
            for group in groups[place] if words else ():
                for word in words:
                    self._having[group, word].append(place)
                self._by_rarest[group, min(words, key=lambda word: (common[word], str(word)))].append(place)

    def around(self, words: Set[Hashable], group: Hashable) -> list[int]:
        """All places of the group that have all of these words, and some that have not."""
        return min((self._having.get((group, word), []) for word in words), key=len, default=[])

    def within(self, words: Iterable[Hashable], group: Hashable) -> set[int]:
        """All places of the group that have none but these words, and some that have others."""
        return {place for word in words for place in self._by_rarest.get((group, word), ())}
