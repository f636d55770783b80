"""Which topics somebody cuts, or wants first: words that sentences have which they struck, or took in, and no others.

Narrow on purpose. A topic is as many words as its sentences have in common; it takes three sentences of two issues,
more where its reviewer strikes much anyway, and after one that was kept or taken in again, three more. Pure.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import NamedTuple

from yarnnn_pipelines.deliverables.preferences.topics import stems_of
from yarnnn_pipelines.english.likeness import words_of_matter

_FEWEST_SENTENCES, _FEWEST_ISSUES = 3, 2
_BY_CHANCE = 0.02  # so seldom may somebody who strikes for another reason have struck all sentences of a topic
_MOST_WORDS = 3  # of a topic
_Sentence = tuple[int, int]  # which issue, newest 0, and which sentence of it


class Fates(NamedTuple):
    """What became of an issue's sentences, each as the words of its sources. struck: for themselves, neither with their
    section nor with their kind; taken: offers that were taken in; left: how many were not; left_of: the topics in force
    that one of those has; filed: what stands in a section that a person added, by its id."""

    struck: Sequence[Sequence[str]]
    taken: Sequence[Sequence[str]]
    kept: Sequence[Sequence[str]]
    left: int
    left_of: Sequence[str]
    filed: Mapping[str, Sequence[Sequence[str]]] = {}


class LearnedTopic(NamedTuple):
    """sentences: how many speak for it. agree, against: the issues that do, and those with a sentence against it."""

    subject: str
    value: str
    strength: float
    sentences: int
    agree: tuple[int, ...]
    against: tuple[int, ...]


def fates(
    struck: Iterable[str],
    taken: Iterable[str],
    kept: Iterable[str],
    left: Sequence[str],
    in_force: Iterable[str],
    filed: Mapping[str, Sequence[str]],
) -> Fates:
    """Of the words of sentences' sources. Nothing is kept of the words of an offer that nobody took in."""
    still_offered = {stem for words in left for stem in words_of_matter(words)}
    return Fates(
        [sorted(words_of_matter(words).values()) for words in struck],
        [sorted(word for stem, word in words_of_matter(words).items() if stem not in still_offered) for words in taken],
        [sorted(words_of_matter(words).values()) for words in kept],
        len(left),
        [topic for topic in in_force if any(stems_of(topic) <= words_of_matter(words).keys() for words in left)],
        {section: [sorted(words_of_matter(words).values()) for words in said] for section, said in filed.items()},
    )


def learned_topics(issues: Sequence[Fates], decay: float) -> Iterator[LearnedTopic]:
    """What holds after these issues, newest first."""
    for value, evidence in (("left out", _cut(issues)), ("first", _taken_in(issues))):
        yield from _holding(value, evidence, decay)


def learned_filing(issues: Sequence[Fates], decay: float) -> Iterator[LearnedTopic]:
    """What is filed under which of the sections that a person added; value: its id."""
    for section in sorted({section for one in issues for section in one.filed}):
        yield from _holding(section, _filed(section, issues), decay)


@dataclass(frozen=True)
class _Evidence:
    """sentences: what speaks for a topic that has its words; against: what speaks against it. others: of how many
    sentences in all the same was not done. newest: a word as it was written last, by its stem."""

    sentences: Mapping[_Sentence, frozenset[str]]
    against: Mapping[_Sentence, frozenset[str]]
    others: int
    newest: Mapping[str, str]


def _cut(issues: Sequence[Fates]) -> _Evidence:
    struck = _by_place((one.struck for one in issues), first=0)
    left = _by_place(([[topic] for topic in one.left_of] for one in issues), first=1_000)
    kept = _by_place(([*one.kept, *one.taken] for one in issues), first=0)
    return _Evidence(struck | left, kept, len(kept), _newest(one.struck for one in issues))


def _taken_in(issues: Sequence[Fates]) -> _Evidence:
    taken = _by_place((one.taken for one in issues), first=0)
    struck = _by_place((one.struck for one in issues), first=0)
    return _Evidence(taken, struck, sum(one.left for one in issues), _newest(one.taken for one in issues))


def _filed(section: str, issues: Sequence[Fates]) -> _Evidence:
    here = [one.filed.get(section, ()) for one in issues]
    all_told = ([*one.kept, *chain.from_iterable(one.filed.values())] for one in issues)
    elsewhere = [[words for words in told if words not in said] for told, said in zip(all_told, here, strict=True)]
    against = _by_place(elsewhere, first=0)
    return _Evidence(_by_place(here, first=0), against, len(against), _newest(here))


def _by_place(issues: Iterable[Iterable[Sequence[str]]], first: int) -> dict[_Sentence, frozenset[str]]:
    return {
        (place, number): stems_of(" ".join(words))
        for place, sentences in enumerate(issues)
        for number, words in enumerate(sentences, start=first)
    }


def _newest(issues: Iterable[Iterable[Sequence[str]]]) -> dict[str, str]:
    written: dict[str, str] = {}
    for sentences in issues:
        for words in sentences:
            written = {**words_of_matter(" ".join(words)), **written}
    return written


def _holding(value: str, evidence: _Evidence, decay: float) -> Iterator[LearnedTopic]:
    """The widest first, and none whose sentences another one has already."""
    told: list[frozenset[_Sentence]] = []
    for sentences, topic in _topics(evidence):
        if any(sentences <= others for others in told):
            continue
        against = {place for (place, _), words in evidence.against.items() if topic <= words}
        since = [sentence for sentence in sentences if sentence[0] < min(against, default=1_000)]
        if not _are_enough(since) or _may_be_chance(len(since), evidence):
            continue
        told.append(sentences)
        agree = {place for place, _ in sentences} - against
        weights = {place: decay**age for age, place in enumerate(sorted(agree | against))}
        strength = sum(weights[place] for place in agree) / sum(weights.values())
        subject = " ".join(sorted(evidence.newest.get(stem, stem) for stem in topic))
        yield LearnedTopic(
            subject, value, round(strength, 2), len(sentences), tuple(sorted(agree)), tuple(sorted(against))
        )


def _topics(evidence: _Evidence) -> list[tuple[frozenset[_Sentence], frozenset[str]]]:
    """Sentences that have words in common which none of the others has, with these: of many, those that sentences
    against it have least."""
    having: dict[str, set[_Sentence]] = defaultdict(set)
    for place, words in evidence.sentences.items():
        for stem in words:
            having[stem].add(place)
    together: dict[frozenset[_Sentence], list[str]] = defaultdict(list)
    for stem, sentences in having.items():
        if _are_enough(sentences):
            together[frozenset(sentences)].append(stem)
    elsewhere = Counter(stem for words in evidence.against.values() for stem in words)
    topics = [
        (sentences, frozenset(sorted(stems, key=lambda stem: (elsewhere[stem], stem))[:_MOST_WORDS]))
        for sentences, stems in together.items()
    ]
    return sorted(topics, key=lambda one: (-len(one[0]), sorted(one[1])))


def _are_enough(sentences: Iterable[_Sentence]) -> bool:
    places = list(sentences)
    return len(places) >= _FEWEST_SENTENCES and len({place for place, _ in places}) >= _FEWEST_ISSUES


def _may_be_chance(count: int, evidence: _Evidence) -> bool:
    """Whether somebody who does it as often with other sentences may have done it with all of these for no topic's
    sake (the rule of succession)."""
    others = len(evidence.sentences) - count
    share = (others + 1) / (others + evidence.others + 2)
    return bool(share**count > _BY_CHANCE)
