"""What the rest of a week does to a sentence: it is taken back, overtaken by a newer date, or a problem is over.

Each question is asked of a candidate and of what was said after it that can concern it, by its words or by its place.
A candidate that falls is not forgotten: `brief` sets it aside with the reason, and the review copy shows it. Whether it
is taken back is `context.taken_back`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from math import ceil

from yarnnn_pipelines.context.taken_back import TakenBack
from yarnnn_pipelines.context.turns import WITHOUT_TURNS
from yarnnn_pipelines.deliverables.brief.candidates import Candidate, said_in
from yarnnn_pipelines.deliverables.slots.frame import Frame, voice_of
from yarnnn_pipelines.deliverables.slots.slots import mends, settles
from yarnnn_pipelines.deliverables.week.client_week import Event
from yarnnn_pipelines.english.changes import names_old_side, old_and_new, returned_to, undoes_the_change
from yarnnn_pipelines.english.days import due_day
from yarnnn_pipelines.english.identifiers import speak_of_two
from yarnnn_pipelines.english.likeness import content_words, numbers, overlap
from yarnnn_pipelines.english.results import resolved_subject, says_more_than_over, says_resolved
from yarnnn_pipelines.english.retractions import (
    SAME_MATTER,
    gives_another_figure,
)
from yarnnn_pipelines.english.sentences import sentences_of
from yarnnn_pipelines.english.shared_words import SharedWords
from yarnnn_pipelines.english.stages import comes_further, nouns_of_stages, stages_told
from yarnnn_pipelines.english.statement import parse
from yarnnn_pipelines.english.states import changes_the_state, states_told
from yarnnn_pipelines.english.troubles import head_of

_WITH_FIGURES = ("commitment", "change", "decision")  # kinds that a newer date or sum overtakes
_WITH_A_STATE = ("done", "risk", "commitment", "change")


@dataclass(frozen=True)
class _LaterSentence:
    """A sentence that says how a thing is."""

    event: Event
    words: str


class LaterWords:
    """What a week's later words do to what was stated. Each candidate is compared with those that can concern it.

    events: all of the week; stated: all candidates of it.
    """

    def __init__(self, events: Iterable[Event], stated: Sequence[Candidate], frame: Frame) -> None:
        self._stated = stated
        self._frame = frame
        in_order = sorted(events, key=lambda event: event.occurred_at)
        stating = {piece.event.event_id for candidate in stated for piece in candidate.pieces}
        self.taking_back = TakenBack(in_order, stating)
        self._later = [said for event in in_order if event.kind not in WITHOUT_TURNS for said in _telling_states(event)]
        self._by_state, self._by_return = SharedWords(), SharedWords()
        for place, later in enumerate(self._later):
            self._by_state.add(place, _nouns_of_states(later.words))
            self._by_return.add(place, content_words(returned_to(later.words) or ""))
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

    def taken_back(self, candidate: Candidate) -> str | None:
        """Why a fact no longer holds: someone, also where the client can't read, said later that it doesn't."""
        later = self.taking_back.by(candidate)
        return f"taken back {said_in(later.event, later.words, self._frame)}" if later else None

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
        return self._undone(candidate) or self._in_another_state(candidate) or self._dealt_with(candidate)

    def _undone(self, candidate: Candidate) -> str | None:
        """A later word goes back to what a change was from."""
        said = candidate.first
        sides = old_and_new(said.quote) if candidate.kind == "change" else None
        for place in sorted(self._by_return.places(content_words(sides[0]))) if sides else ():
            later = self._later[place]
            if later.event.occurred_at > said.event.occurred_at and undoes_the_change(later.words, said.quote):
                return f"a later word goes back, {said_in(later.event, later.words, self._frame)}"
        return None

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
            is_passed = changes_the_state(later.words, said.quote) or comes_further(later.words, said.quote)
            if is_passed and not speak_of_two(later.words, said.quote):
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


def _telling_states(event: Event) -> Iterator[_LaterSentence]:
    for words in sentences_of(event.text):
        if states_told(words) or stages_told(words) or (returned_to(words) and not parse(words).asks):
            yield _LaterSentence(event, words)


def _nouns_of_states(sentence: str) -> frozenset[str]:
    return nouns_of_stages(sentence).union(thing.noun for told in states_told(sentence) for thing in told.things)


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
