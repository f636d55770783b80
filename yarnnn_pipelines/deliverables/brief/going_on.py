"""Whether the rest of its own thread may have turned what a candidate tells, in whatever words.

Asked the other way round, as for open troubles: what is read neither as leaving it as it is nor as speaking of
something else may turn it, and the candidate is offered then. Words that are read as turning it, wherever they stand,
are `later_words`; which turns are its thread is `last_words`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from yarnnn_pipelines.context.denials import has_a_matter, only_says_no_to
from yarnnn_pipelines.deliverables.brief.candidates import Candidate
from yarnnn_pipelines.deliverables.week.client_week import Event
from yarnnn_pipelines.english.denials import relents, withdraws_what_was_said
from yarnnn_pipelines.english.dialogue import act_of, asks, tells_trouble
from yarnnn_pipelines.english.doubts import VERB, is_hedged
from yarnnn_pipelines.english.going_on import goes_along_with, points_back, tells_a_deed, turns_back, wants_it_otherwise
from yarnnn_pipelines.english.harmless_negations import speaks_of_its_own_message, without_assent
from yarnnn_pipelines.english.likeness import content_words, numbers
from yarnnn_pipelines.english.next_words import speaks_of_undoing
from yarnnn_pipelines.english.sentences import sentences_of
from yarnnn_pipelines.english.things import speaks_of_another

MAY_BE_TURNED = ("decision", "done", "metric", "change", "commitment")  # kinds of candidate
_ONLY = re.compile(
    r"(?i)\b(?:only|still|except|nothing\s+(?:has\s+|is\s+|was\s+)?(?:changed|different)|no\s+(?:luck|difference|improvement)"
    r"|same\s+(?:here|thing|error|problem|as\s+before)|nur|immer\s+noch)\b"
)
_STOPS = re.compile(
    r"(?i)^\W*(?:(?:please|sorry|hey|oh|hm+|ok(?:ay)?)\b\W*)*(?:stop|hang\s+on|hold\s+on|wait)\b"
    r"|\b(?:disregard|ignore|forget)\s+(?:me|my|that|this|it|what|the)\b"
)
_LEAVES_AS_IT_IS = ("promises", "thanks", "confirms", "asks")
_TURNS_READ = 40  # below what was told; further down a long thread has other matters
_WORDS_OF_ITS_OWN = 4  # content words of a reply, from which on it speaks of them


def may_be_turned(candidate: Candidate, thread: Sequence[Event]) -> bool:
    """thread: the event that tells it last, and what stands below it in its thread."""
    turning: dict[str | None, bool] = {}  # by author; who says that it is so after all has turned nothing
    for above, event in pairwise(thread[:_TURNS_READ]):
        if only_says_no_to(above, event) or _answers_another_question(above, event, candidate):
            continue
        is_anothers = event.author_name != candidate.first.event.author_name
        if is_anothers and (relents(event.text) or withdraws_what_was_said(event.text)):
            turning[event.author_name] = False
        elif any(_may_turn(part, event, candidate) for part in _spoken_of_it(event, candidate)):
            turning[event.author_name] = True
    return any(turning.values())


def _answers_another_question(above: Event, event: Event, candidate: Candidate) -> bool:
    """ "Is the blog live too?" is another matter than the shop, and a "no" to it."""
    if not above.text.rstrip().endswith("?") or above.author_name == event.author_name:
        return False
    return has_a_matter(above) and speaks_of_another(above.text, candidate.first.quote)


def _spoken_of_it(event: Event, candidate: Candidate) -> Iterator[str]:
    """The sentences of a turn that may speak of it: of another side's, those before it has a matter of its own."""
    is_another_sides = event.author_is_us != candidate.first.event.author_is_us
    if event.author_name != candidate.first.event.author_name and speaks_of_its_own_message(event.text):
        return
    own: frozenset[str] = frozenset()
    for part in sentences_of(event.text):
        if any(map(str.isalpha, part)):
            yield part
        own |= content_words(part) - content_words(candidate.first.quote)
        if is_another_sides and len(own) >= _WORDS_OF_ITS_OWN:
            return


def _may_turn(part: str, event: Event, candidate: Candidate) -> bool:
    """Whoever told it, or the client of what we decided, says something further that is no nod, question or promise;
    anybody else, something that denies, restricts or doubts."""
    said = candidate.first
    by_the_same_side = event.author_is_us == said.event.author_is_us
    is_decision = candidate.kind == "decision"
    if goes_along_with(part, said.quote):
        return False
    if not (by_the_same_side or (is_decision and said.event.author_is_us)):
        return not asks(part) and _restricts(without_assent(part))
    if is_decision and wants_it_otherwise(part):
        return True
    act = act_of(part)
    is_chosen = is_decision and act in ("decides", "promises") and content_words(part) & content_words(said.quote)
    if is_chosen or (is_decision and _STOPS.search(part)):
        return True
    if act in _LEAVES_AS_IT_IS:
        return False
    if _restricts(part) or _STOPS.search(part) or (candidate.kind == "metric" and numbers(part) - numbers(said.quote)):
        return True
    if is_decision:
        is_of_another = speaks_of_another(part, said.quote) and not points_back(part)
        return act == "other" or not (is_of_another or tells_a_deed(part))
    if act in ("other", "requests") or not VERB.found_in(part) or speaks_of_another(part, said.quote):
        return False
    return candidate.kind == "commitment" or not tells_a_deed(part)


def _restricts(part: str) -> bool:
    says_otherwise = turns_back(part) or tells_trouble(part) or is_hedged(part) or speaks_of_undoing(part)
    return says_otherwise or _ONLY.search(part) is not None
