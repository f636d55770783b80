"""Whether what was stated is taken back by a later word, of whatever conversation: the one rule, for tables and drafts.

Each fact is compared with what was said after it that can concern it, by its words or by its place. By which words
somebody takes back or denies is `english.retractions` and `english.denials`; which turn a denial answers that names
nothing, `denials`. What is overtaken by news of the same thing is not taken back.
"""

from __future__ import annotations

import heapq
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence, Set
from dataclasses import dataclass
from datetime import timedelta
from itertools import islice

from yarnnn_pipelines.context.denials import Denial, denials_by_event
from yarnnn_pipelines.context.stated import Stated
from yarnnn_pipelines.context.turns import WITHOUT_TURNS, Said
from yarnnn_pipelines.english.bare_retractions import reopens, takes_back_alone
from yarnnn_pipelines.english.chat_corrections import corrects_the_message_before
from yarnnn_pipelines.english.denials import names_own_message, points_back
from yarnnn_pipelines.english.harmless_negations import denies_only_its_cause
from yarnnn_pipelines.english.identifiers import speak_of_two
from yarnnn_pipelines.english.likeness import content_words
from yarnnn_pipelines.english.next_words import turns_it
from yarnnn_pipelines.english.overtaking import says_it_is_over
from yarnnn_pipelines.english.presence import agrees_in_presence, nouns_present, undoes_presence
from yarnnn_pipelines.english.promises import is_a_dated_plan, promiser
from yarnnn_pipelines.english.retractions import (
    beside_the_wrong_value,
    can_not_do,
    corrects_a_value,
    denies,
    excuses_the_speaker,
    is_told_apart,
    may_decide_otherwise,
    names_a_wrong_value,
    names_another_matter,
    retracts,
    retracts_without_naming,
    undoes,
    ways_of_retracting,
)
from yarnnn_pipelines.english.sentences import sentences
from yarnnn_pipelines.english.shared_words import SharedWords
from yarnnn_pipelines.english.things import speak_of_the_same, speaks_of_another, things_named

_NEXT_WORD_WITHIN = timedelta(days=2)
_DENIED_WITHIN = timedelta(hours=4)  # "That is not what I said" speaks of what was said last
# What each way of taking back undoes; one that is not named undoes anything.
_ANY_KIND = frozenset(("decision", "change", "risk", "metric", "done", "commitment"))
_UNDONE_BY = {
    "not done after all": frozenset(("done", "decision", "change")),
    "fell back": frozenset(("done", "change")),
    "withdrawn": frozenset(("done", "decision", "change", "commitment")),
    "change of mind": frozenset(("done", "decision", "change", "commitment")),
    "cannot be done": frozenset(("change", "commitment")),
}
_DIFFERING = (speak_of_two, names_another_matter, denies_only_its_cause)  # a later word that does so takes nothing back
_OF_PRESENCE = frozenset(("fell back", "withdrawn"))  # ways that say which thing they speak of
_PRESENT = ("done", "decision", "change", "commitment")  # kinds that say that a thing is there, or gone


@dataclass(frozen=True)
class LaterWord:
    """A sentence, or a whole turn, with the event that it is of."""

    event: Said
    words: str


@dataclass(frozen=True)
class _Sentence:
    """A sentence that takes something back, decides something, or says what is there, with what it is found by."""

    event: Said
    start: int
    words: str
    content: frozenset[str]
    retracts: bool
    decides: bool
    corrects: bool


class TakenBack:
    """The words of some events that take something back, found by what they can concern.

    events: in the order of time; stating: ids of the events that state something.
    """

    def __init__(self, events: Sequence[Said], stating: Set[str]) -> None:
        self._later = list(_sentences_taking_back(events))
        self._denied = denials_by_event(events, stating)
        self._by_word, self._by_presence = SharedWords(), SharedWords()
        # Words that need not name what they take back, by where they stand and who said them.
        self._bare_of_thread: dict[str, list[int]] = defaultdict(list)
        self._bare_of_author: dict[tuple[str | None, str | None], list[int]] = defaultdict(list)
        self._denials: dict[str | None, list[int]] = defaultdict(list)
        self._corrections: dict[str | None, list[int]] = defaultdict(list)
        for place, later in enumerate(self._later):
            if later.retracts or later.decides or later.corrects:
                self._by_word.add(place, later.content)
            self._by_presence.add(place, nouns_present(later.words))
            if later.retracts or later.corrects:
                self._index_bare(place, later)

    def _index_bare(self, place: int, later: _Sentence) -> None:
        is_bare, is_denial = retracts_without_naming(later.words), denies(later.words)
        is_denial = is_denial or reopens(later.words) or takes_back_alone(later.words)
        if later.corrects:
            self._corrections[later.event.container_id].append(place)
        if is_bare or is_denial or later.corrects:
            self._bare_of_thread[later.event.thread].append(place)
        if is_bare:
            self._bare_of_author[later.event.container_id, later.event.author_name].append(place)
        if is_denial:
            self._denials[later.event.container_id].append(place)

    def by(self, stated: Stated) -> LaterWord | None:
        """The later word, by whomever, after which a fact no longer holds."""
        said = stated.pieces[0]
        for piece in stated.pieces:
            for denial in self._denied.get(piece.event.event_id, ()):
                if (denial.withdraws or stated.kind != "risk") and not _is_of_another(denial, stated):
                    return LaterWord(denial.event, denial.words)
        by_words = sorted(self._by_word.places(content_words(said.quote)))
        by_presence = sorted(self._by_presence.places(thing.noun for thing in things_named(said.quote)))
        bare = [
            self._within(self._bare_of_thread.get(said.event.thread, ()), said.event, None),
            self._within(
                self._bare_of_author.get((said.event.container_id, said.event.author_name), ()),
                said.event,
                _NEXT_WORD_WITHIN,
            ),
            self._within(self._denials.get(said.event.container_id, ()), said.event, _DENIED_WITHIN),
            self._within(self._corrections.get(said.event.container_id, ()), said.event, _NEXT_WORD_WITHIN),
        ]
        for place in heapq.merge(by_words, by_presence, *bare):
            later = self._later[place]
            is_below = later.event.event_id == said.event.event_id and later.start >= said.end
            is_later = later.event.occurred_at > said.event.occurred_at
            if (is_later and _takes_back(later, stated)) or (is_below and _says_the_opposite(later, stated)):
                return LaterWord(later.event, later.words)
        return None

    def _within(self, places: Sequence[int], event: Said, within: timedelta | None) -> Iterator[int]:
        """Of places in time those after the event and not too long after it."""
        first = bisect_right(places, event.occurred_at, key=lambda place: self._later[place].event.occurred_at)
        for place in islice(places, first, None):
            if within is not None and self._later[place].event.occurred_at - event.occurred_at > within:
                return
            yield place


def _sentences_taking_back(events: Iterable[Said]) -> Iterator[_Sentence]:
    for event in events:
        if event.kind in WITHOUT_TURNS:
            continue
        for span in sentences(event.text):
            words = event.text[span.start : span.end]
            takes_back, decides, corrects = retracts(words), may_decide_otherwise(words), names_a_wrong_value(words)
            if takes_back or decides or corrects or nouns_present(words):
                yield _Sentence(event, span.start, words, content_words(words), takes_back, decides, corrects)


def _is_of_another(denial: Denial, stated: Stated) -> bool:
    """The denial names a thing of its own: "Please ignore the mail about the invoice" says nothing of a launch."""
    if any(differ(denial.words, stated.pieces[0].quote) for differ in _DIFFERING):
        return True
    if denial.turns:
        return not turns_it(denial.words, stated.pieces[0].quote)
    if denial.corrects:
        return not corrects_the_message_before(denial.words, stated.pieces[0].quote)
    if agrees_in_presence(denial.words, stated.pieces[0].quote):
        return True
    return not points_back(denial.words) and speaks_of_another(denial.words, stated.pieces[0].quote)


def _takes_back(later: _Sentence, stated: Stated) -> bool:
    claimed = stated.pieces[0]
    is_anothers = later.event.author_name != claimed.event.author_name
    if is_anothers and (excuses_the_speaker(later.words) or names_own_message(later.words)):
        return False
    if later.corrects and corrects_a_value(later.words, claimed.quote) and _stands_near(later.event, claimed.event):
        names_nothing = not things_named(beside_the_wrong_value(later.words))
        return is_told_apart(later.words) or names_nothing or speak_of_the_same(later.words, claimed.quote)
    if _says_the_opposite(later, stated):
        return True
    if later.retracts and _is_about(later, stated):
        return True
    return later.decides and stated.kind == "decision" and undoes(later.words, claimed.quote)


def _says_the_opposite(later: _Sentence, stated: Stated) -> bool:
    """The thing that was claimed to be there, or gone, is not. Of plans, those that somebody dated."""
    quote = stated.pieces[0].quote
    if speak_of_two(later.words, quote):
        return False
    if stated.kind not in _PRESENT or (stated.kind == "commitment" and not is_a_dated_plan(quote)):
        return False
    return undoes_presence(later.words, quote, is_decision=stated.kind != "done")


def _is_about(later: _Sentence, stated: Stated) -> bool:
    """Whether words that take something back speak of what was stated: by what they name, or by where they stand."""
    words, event, claimed = later.words, later.event, stated.pieces[0]
    same_thread = event.thread == claimed.event.thread
    after = event.occurred_at - claimed.event.occurred_at
    is_near = event.container_id == claimed.event.container_id and after <= _NEXT_WORD_WITHIN
    if any(differ(words, claimed.quote) for differ in _DIFFERING):
        return False
    if _opposes(later, stated):
        shared = len(later.content & content_words(claimed.quote))
        if shared >= 2 or (shared and (same_thread or is_near)):
            return True
    if speaks_of_another(words, claimed.quote) and not takes_back_alone(words):
        return False
    if reopens(words):
        is_close = same_thread or (is_near and after <= _DENIED_WITHIN)
        return is_close and stated.kind == "done" and says_it_is_over(claimed.quote)
    if is_near and (denies(words) or takes_back_alone(words)) and after <= _DENIED_WITHIN:
        return True
    if same_thread:
        return retracts_without_naming(words) or denies(words)
    return is_near and event.author_name == claimed.event.author_name and retracts_without_naming(words)


def _opposes(later: _Sentence, stated: Stated) -> bool:
    """The words name the thing that was claimed, in a way that undoes such a claim; a promise, its maker undoes, or
    who speaks of its maker."""
    claimed = stated.pieces[0]
    ways = ways_of_retracting(later.words)
    undone = frozenset().union(*(_UNDONE_BY.get(way, _ANY_KIND) for way in ways))
    is_read = ways <= _OF_PRESENCE and bool(nouns_present(later.words))
    if is_read and not undoes_presence(later.words, claimed.quote, is_decision=True):
        return False
    if stated.kind not in undone or not speak_of_the_same(later.words, claimed.quote):
        return False
    if ways == {"cannot be done"} and not can_not_do(later.words, claimed.quote):
        return False
    if stated.kind != "commitment" or is_a_dated_plan(claimed.quote):
        return True
    maker = promiser(claimed.quote) or claimed.event.author_name or ""
    first_name = maker.split(" ")[0].casefold()
    by_maker = (later.event.author_name or "").casefold().startswith(first_name)
    return by_maker or first_name in later.words.casefold().split()


def _stands_near(later: Said, said: Said) -> bool:
    in_thread = later.thread == said.thread
    in_place = later.container_id == said.container_id and later.occurred_at - said.occurred_at <= _NEXT_WORD_WITHIN
    return in_thread or in_place
