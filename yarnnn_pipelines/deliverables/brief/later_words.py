"""What the rest of a week does to a sentence: it is taken back, overtaken by a newer date, kept, or a problem is over.

Each question is asked of a candidate and of what was said after it that can concern it, by its words or by its place.
A candidate that falls is not forgotten: `brief` sets it aside with the reason, and the review copy shows it. How words
take back or deny is `english.retractions`.
"""

from __future__ import annotations

import heapq
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from itertools import islice
from math import ceil

from yarnnn_pipelines.context.turns import WITHOUT_TURNS
from yarnnn_pipelines.deliverables.brief.candidates import Candidate, said_in
from yarnnn_pipelines.deliverables.brief.denials import Denial, denials_by_event
from yarnnn_pipelines.deliverables.slots.frame import Frame, voice_of
from yarnnn_pipelines.deliverables.slots.slots import mends, settles
from yarnnn_pipelines.deliverables.week.client_week import Event
from yarnnn_pipelines.english.changes import names_old_side, old_and_new
from yarnnn_pipelines.english.chat_corrections import corrects_the_message_before
from yarnnn_pipelines.english.days import due_day
from yarnnn_pipelines.english.denials import points_back
from yarnnn_pipelines.english.identifiers import speak_of_two
from yarnnn_pipelines.english.likeness import content_words, numbers, overlap
from yarnnn_pipelines.english.presence import agrees_in_presence, nouns_present, undoes_presence
from yarnnn_pipelines.english.promises import is_a_dated_plan, promiser
from yarnnn_pipelines.english.results import resolved_subject, says_more_than_over, says_resolved
from yarnnn_pipelines.english.retractions import (
    SAME_MATTER,
    can_not_do,
    corrects_a_value,
    denies,
    excuses_the_speaker,
    gives_another_figure,
    may_decide_otherwise,
    names_a_wrong_value,
    retracts,
    retracts_without_naming,
    undoes,
    ways_of_retracting,
)
from yarnnn_pipelines.english.sentences import sentences
from yarnnn_pipelines.english.shared_words import SharedWords
from yarnnn_pipelines.english.states import changes_the_state, states_told
from yarnnn_pipelines.english.things import speak_of_the_same, speaks_of_another, things_named
from yarnnn_pipelines.english.troubles import head_of

_NEXT_WORD_WITHIN = timedelta(days=2)
_DENIED_WITHIN = timedelta(hours=4)  # "That is not what I said" speaks of what was said last
_WITH_FIGURES = ("commitment", "change", "decision")  # kinds that a newer date or sum overtakes
_WITH_A_STATE = ("done", "risk", "commitment", "change")
# What each way of taking back undoes; one that is not named undoes anything.
_ANY_KIND = frozenset(("decision", "change", "risk", "metric", "done", "commitment"))
_UNDONE_BY = {
    "not done after all": frozenset(("done", "decision", "change")),
    "fell back": frozenset(("done", "change")),
    "withdrawn": frozenset(("done", "decision", "change", "commitment")),
    "change of mind": frozenset(("done", "decision", "change", "commitment")),
    "cannot be done": frozenset(("change", "commitment")),
}
_OF_PRESENCE = frozenset(("fell back", "withdrawn"))  # ways that say which thing they speak of
_PRESENT = ("done", "decision", "change", "commitment")  # kinds that say that a thing is there, or gone


@dataclass(frozen=True)
class _LaterSentence:
    """A sentence that takes something back, decides something, or says how things are, with what it is found by."""

    event: Event
    start: int
    words: str
    content: frozenset[str]
    retracts: bool
    decides: bool
    corrects: bool


class LaterWords:
    """What a week's later words do to what was stated. Each candidate is compared with those that can concern it.

    events: all of the week; stated: all candidates of it.
    """

    def __init__(self, events: Iterable[Event], stated: Sequence[Candidate], frame: Frame) -> None:
        self._stated = stated
        self._frame = frame
        in_order = sorted(events, key=lambda event: event.occurred_at)
        self._later = list(_later_sentences(in_order))
        stating = {piece.event.event_id for candidate in stated for piece in candidate.pieces}
        self._denied = denials_by_event(in_order, stating)
        self._by_word, self._by_state, self._by_presence = SharedWords(), SharedWords(), SharedWords()
        # Words that need not name what they take back, by where they stand and who said them.
        self._bare_of_thread: dict[str, list[int]] = defaultdict(list)
        self._bare_of_author: dict[tuple[str | None, str | None], list[int]] = defaultdict(list)
        self._denials: dict[str | None, list[int]] = defaultdict(list)
        self._corrections: dict[str | None, list[int]] = defaultdict(list)
        for place, later in enumerate(self._later):
            if later.retracts or later.decides or later.corrects:
                self._by_word.add(place, later.content)
            self._by_state.add(place, _nouns_of_states(later.words))
            self._by_presence.add(place, nouns_present(later.words))
            if later.retracts or later.corrects:
                self._index_bare(place, later)
        self._changes, self._deeds = SharedWords(), SharedWords()
        self._figures: dict[tuple[str, int], SharedWords] = defaultdict(SharedWords)  # by kind and number of words
        for place, candidate in enumerate(stated):
            words = content_words(candidate.first.quote)
            if candidate.kind == "change":
                self._changes.add(place, _words_with_a_side_taken_out(candidate))
            if candidate.kind in ("done", "decision"):
                self._deeds.add(place, words)
            if candidate.kind in _WITH_FIGURES and numbers(candidate.first.quote):
                self._figures[candidate.kind, len(words)].add(place, words)

    def _index_bare(self, place: int, later: _LaterSentence) -> None:
        is_bare, is_denial = retracts_without_naming(later.words), denies(later.words)
        if later.corrects:
            self._corrections[later.event.container_id].append(place)
        if is_bare or is_denial or later.corrects:
            self._bare_of_thread[later.event.thread].append(place)
        if is_bare:
            self._bare_of_author[later.event.container_id, later.event.author_name].append(place)
        if is_denial:
            self._denials[later.event.container_id].append(place)

    def taken_back(self, candidate: Candidate) -> str | None:
        """Why a fact no longer holds: someone, also where the client can't read, said later that it doesn't."""
        said = candidate.first
        for piece in candidate.pieces:
            for denial in self._denied.get(piece.event.event_id, ()):
                if (denial.withdraws or candidate.kind != "risk") and not _is_of_another(denial, candidate):
                    return f"taken back {said_in(denial.event, denial.words, self._frame)}"
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
            if (is_later and _takes_back(later, candidate)) or (is_below and _says_the_opposite(later, candidate)):
                return f"taken back {said_in(later.event, later.words, self._frame)}"
        return None

    def _within(self, places: Sequence[int], event: Event, within: timedelta | None) -> Iterator[int]:
        """Of places in time those after the event and not too long after it."""
        first = bisect_right(places, event.occurred_at, key=lambda place: self._later[place].event.occurred_at)
        for place in islice(places, first, None):
            if within is not None and self._later[place].event.occurred_at - event.occurred_at > within:
                return
            yield place

    def overtaken(self, candidate: Candidate) -> str | None:
        """A plan that names the old side of a change stated later, or a date or sum for which a newer one was given."""
        said = candidate.first
        for place in sorted(self._perhaps_overtaking(candidate)):
            later = self._stated[place]
            if later is candidate or later.first.event.occurred_at <= said.event.occurred_at:
                continue
            is_changed_plan = candidate.kind == "commitment" and later.kind == "change"
            if is_changed_plan and names_old_side(said.quote, later.first.quote):
                return f"overtaken by a later change, {said_in(later.first.event, later.first.quote, self._frame)}"
            same_kind = later.kind == candidate.kind and candidate.kind in _WITH_FIGURES
            if same_kind and gives_another_figure(said.quote, later.first.quote):
                words = said_in(later.first.event, later.first.quote, self._frame)
                return f"a later word gives another date or number, {words}"
        return self._in_another_state(candidate) or self._dealt_with(candidate)

    def _dealt_with(self, candidate: Candidate) -> str | None:
        """Of a problem of a longer span: a later word that some of it is mended. Within a week both are news."""
        if candidate.kind != "risk" or self._frame.days.is_a_week:
            return None
        said = candidate.first
        for place in sorted(self._deeds.places(content_words(said.quote))):
            later = self._stated[place].first
            if later.event.occurred_at > said.event.occurred_at and mends(said.source, later.source):
                return f"a later word tells how far it is mended, {said_in(later.event, later.quote, self._frame)}"
        return None

    def _in_another_state(self, candidate: Candidate) -> str | None:
        """A later word says that the same thing is there, done, broken, called off, or planned for another day."""
        if candidate.kind not in _WITH_A_STATE:
            return None
        said = candidate.first
        for place in sorted(self._by_state.places(_nouns_of_states(said.quote))):
            later = self._later[place]
            if later.event.occurred_at <= max(piece.event.occurred_at for piece in candidate.pieces):
                continue
            if changes_the_state(later.words, said.quote) and not speak_of_two(later.words, said.quote):
                return f"a later word tells another state, {said_in(later.event, later.words, self._frame)}"
        return None

    def _perhaps_overtaking(self, candidate: Candidate) -> set[int]:
        words = content_words(candidate.first.quote)
        places = self._changes.places(words) if candidate.kind == "commitment" else set()
        if candidate.kind in _WITH_FIGURES and numbers(candidate.first.quote):
            for (kind, count), index in self._figures.items():
                if kind == candidate.kind:
                    places |= index.places(words, at_least=_enough(min(len(words), count)))
        return places

    def is_due(self, candidate: Candidate) -> bool:
        """A promise whose day came within the week."""
        due = due_day(candidate.first.quote, voice_of(self._frame, candidate.first.event))
        return due is not None and due <= self._frame.days.last

    def is_kept(self, candidate: Candidate) -> bool:
        """A promise of whose matter a later result or decision tells, whether or not it says that it was kept."""
        event = candidate.first.event
        others = (self._stated[place] for place in self._deeds.places(content_words(candidate.first.quote)))
        return any(
            other.first.event.occurred_at > event.occurred_at
            and overlap(other.first.quote, candidate.first.quote) >= 0.5
            for other in others
        )


def _later_sentences(events: Iterable[Event]) -> Iterator[_LaterSentence]:
    for event in events:
        if event.kind in WITHOUT_TURNS:
            continue
        for span in sentences(event.text):
            words = event.text[span.start : span.end]
            takes_back, decides, corrects = retracts(words), may_decide_otherwise(words), names_a_wrong_value(words)
            if takes_back or decides or corrects or states_told(words) or nouns_present(words):
                yield _LaterSentence(event, span.start, words, content_words(words), takes_back, decides, corrects)


def _nouns_of_states(sentence: str) -> frozenset[str]:
    return frozenset(thing.noun for told in states_told(sentence) for thing in told.things)


def _is_of_another(denial: Denial, candidate: Candidate) -> bool:
    """The denial names a thing of its own: "Please ignore the mail about the invoice" says nothing of a launch."""
    if denial.corrects:
        return not corrects_the_message_before(denial.words, candidate.first.quote)
    if agrees_in_presence(denial.words, candidate.first.quote):
        return True
    return not points_back(denial.words) and speaks_of_another(denial.words, candidate.first.quote)


def _takes_back(later: _LaterSentence, candidate: Candidate) -> bool:
    claimed = candidate.first
    if excuses_the_speaker(later.words) and later.event.author_name != claimed.event.author_name:
        return False
    if later.corrects and corrects_a_value(later.words, claimed.quote) and _stands_near(later.event, claimed.event):
        return not things_named(later.words) or speak_of_the_same(later.words, claimed.quote)
    if _says_the_opposite(later, candidate):
        return True
    if later.retracts and _is_about(later, candidate):
        return True
    return later.decides and candidate.kind == "decision" and undoes(later.words, claimed.quote)


def _says_the_opposite(later: _LaterSentence, candidate: Candidate) -> bool:
    """The thing that was claimed to be there, or gone, is not. Of plans, those that somebody dated."""
    quote = candidate.first.quote
    if candidate.kind not in _PRESENT or (candidate.kind == "commitment" and not is_a_dated_plan(quote)):
        return False
    return undoes_presence(later.words, quote, is_decision=candidate.kind != "done")


def _is_about(later: _LaterSentence, candidate: Candidate) -> bool:
    """Whether words that take something back speak of this candidate: by what they name, or by where they stand."""
    words, event, claimed = later.words, later.event, candidate.first
    same_thread = event.thread == claimed.event.thread
    after = event.occurred_at - claimed.event.occurred_at
    is_near = event.container_id == claimed.event.container_id and after <= _NEXT_WORD_WITHIN
    if speak_of_two(words, claimed.quote):
        return False
    if _opposes(later, candidate):
        shared = len(later.content & content_words(claimed.quote))
        if shared >= 2 or (shared and (same_thread or is_near)):
            return True
    if speaks_of_another(words, claimed.quote):
        return False
    if is_near and denies(words) and after <= _DENIED_WITHIN:
        return True
    if same_thread:
        return retracts_without_naming(words) or denies(words)
    return is_near and event.author_name == claimed.event.author_name and retracts_without_naming(words)


def _opposes(later: _LaterSentence, candidate: Candidate) -> bool:
    """The words name the thing that was claimed, in a way that undoes such a claim; a promise, its maker undoes, or
    who speaks of its maker."""
    claimed = candidate.first
    ways = ways_of_retracting(later.words)
    undone = frozenset().union(*(_UNDONE_BY.get(way, _ANY_KIND) for way in ways))
    is_read = ways <= _OF_PRESENCE and bool(nouns_present(later.words))
    if is_read and not undoes_presence(later.words, claimed.quote, is_decision=True):
        return False
    if candidate.kind not in undone or not speak_of_the_same(later.words, claimed.quote):
        return False
    if ways == {"cannot be done"} and not can_not_do(later.words, claimed.quote):
        return False
    if candidate.kind != "commitment" or is_a_dated_plan(claimed.quote):
        return True
    maker = promiser(claimed.quote) or claimed.event.author_name or ""
    first_name = maker.split(" ")[0].casefold()
    by_maker = (later.event.author_name or "").casefold().startswith(first_name)
    return by_maker or first_name in later.words.casefold().split()


def _stands_near(later: Event, said: Event) -> bool:
    in_thread = later.thread == said.thread
    in_place = later.container_id == said.container_id and later.occurred_at - said.occurred_at <= _NEXT_WORD_WITHIN
    return in_thread or in_place


def _words_with_a_side_taken_out(candidate: Candidate) -> frozenset[str]:
    """The content words of a statement, and those that `names_old_side` looks at."""
    quote = candidate.first.quote
    sides = old_and_new(quote) if candidate.kind == "change" else None
    return content_words(quote) | (content_words(quote.replace(sides[0], "")) if sides else frozenset())


def told_with_the_fix(resolved: Sequence[tuple[Candidate, Candidate]], stated: Sequence[Candidate]) -> list[Candidate]:
    """Results that only say once more, in the very text that tells the fix, that the problem is over."""
    of_text: dict[str, list[tuple[Candidate, Candidate]]] = defaultdict(list)
    for problem, fix in resolved:
        of_text[fix.first.event.event_id].append((problem, fix))
    return [
        other
        for other in stated
        if other.kind == "done"
        and any(
            other is not fix
            and not says_more_than_over(other.first.quote, problem.first.quote)
            and settles(problem.first.source, other.first.source)
            for problem, fix in of_text.get(other.first.event.event_id, ())
        )
    ]


def settled_problems(candidates: Sequence[Candidate]) -> list[tuple[Candidate, Candidate]]:
    """Each problem that a later result settles, with that result, the one that says most about it."""
    fixes = [candidate for candidate in candidates if candidate.kind == "done" and says_resolved(candidate.first.quote)]
    by_word, by_thread = SharedWords(), SharedWords()
    for place, fix in enumerate(fixes):
        quote = fix.first.quote
        by_word.add(place, content_words(quote) | head_of(resolved_subject(quote) or ""))
        by_thread.add(place, [fix.first.event.thread])
    pairs = []
    for problem in candidates:
        if problem.kind != "risk":
            continue
        places = by_word.places(content_words(problem.first.quote)) | by_thread.places([problem.first.event.thread])
        near = [fixes[place] for place in sorted(places) if _is_later(fixes[place], problem)]
        # Stable: among fixes that say more, and among those that don't, the order is that of the candidates.
        by_telling = sorted(near, key=lambda fix: not says_more_than_over(fix.first.quote, problem.first.quote))
        settling = next((fix for fix in by_telling if settles(problem.first.source, fix.first.source)), None)
        if settling is not None:
            pairs.append((problem, settling))
    return pairs


def _enough(words: int) -> int:
    """How many of so many words two sentences of one matter share; a float's last digit is not worth one."""
    return ceil(SAME_MATTER * words - 1e-9)


def _is_later(fix: Candidate, problem: Candidate) -> bool:
    return fix.first.event.occurred_at > problem.first.event.occurred_at
