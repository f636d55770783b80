"""The index of texts by their words finds all that share enough words and no others, in whatever order it is asked."""

from __future__ import annotations

from collections.abc import Set

from hypothesis import given
from hypothesis import strategies as st

from yarnnn_pipelines.english.shared_words import SharedWords

WORDS = st.frozensets(st.sampled_from("abcdefgh"), max_size=6)


@given(texts=st.lists(WORDS, max_size=20), asked=st.permutations("abcdefgh"), at_least=st.integers(1, 4))
def test_the_texts_that_share_so_many_words_are_found_and_no_others(
    texts: list[Set[str]], asked: list[str], at_least: int
) -> None:
    index = SharedWords()
    for place, words in enumerate(texts):
        index.add(place, words)
    wanted = asked[:5]
    sharing = {place for place, words in enumerate(texts) if len(words & {*wanted}) >= at_least}
    assert index.places(wanted, at_least) == sharing
