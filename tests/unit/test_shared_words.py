"""The index of texts by their words finds all that share enough words and no others, in whatever order it is asked."""

from __future__ import annotations

from collections.abc import Set

from hypothesis import given
from hypothesis import strategies as st

from yarnnn_pipelines.english.shared_words import SharedWords

WORDS = st.frozensets(st.sampled_from("abcdefgh"), max_size=6)


@given(
    texts=st.lists(WORDS, max_size=20),
    further=st.lists(st.tuples(st.integers(0, 19), WORDS), max_size=5),
    asked=st.permutations("abcdefgh"),
    at_least=st.integers(1, 4),
)
def test_the_texts_that_share_so_many_words_are_found_and_no_others(
    texts: list[Set[str]], further: list[tuple[int, Set[str]]], asked: list[str], at_least: int
) -> None:
    index, said = SharedWords(), dict(enumerate(texts))
    for place, words in [*said.items(), *further]:
        index.add(place, words)
    for place, words in further:
        said[place] = said.get(place, frozenset()) | words
    wanted = asked[:5]
    sharing = {place for place, words in said.items() if len(words & {*wanted}) >= at_least}
    assert index.places(wanted, at_least) == sharing
