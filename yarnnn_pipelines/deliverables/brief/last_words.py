"""Which statements stand as the last word of their own talk: open troubles, decisions, values and answers.

A sentence is told without the talk around it, so nothing that the talk went on to say may be needed to read it. One
that falls here is offered, with the reason. What later words do to an earlier sentence by naming its things is
`later_words` and `spoken_again`; what can't be understood by itself, `english.leaning`.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime
from decimal import Decimal
from functools import cached_property

from yarnnn_pipelines.context.conversations import Conversation
from yarnnn_pipelines.context.turns import Turn
from yarnnn_pipelines.deliverables.brief.candidates import Candidate, Piece
from yarnnn_pipelines.deliverables.brief.going_on import MAY_BE_TURNED, may_be_turned
from yarnnn_pipelines.deliverables.brief.spoken_again import SpokenAgain
from yarnnn_pipelines.deliverables.slots.frame import Frame, voice_of
from yarnnn_pipelines.deliverables.week.client_week import Event
from yarnnn_pipelines.english.amounts import amounts_in
from yarnnn_pipelines.english.answers import names_its_matter
from yarnnn_pipelines.english.chat_corrections import may_correct_the_message_before
from yarnnn_pipelines.english.days import days_ahead, weekdays_named
from yarnnn_pipelines.english.decisions import names_its_object
from yarnnn_pipelines.english.dialogue import act_of, asks, says_it_works, tells_trouble
from yarnnn_pipelines.english.figures import figures_in
from yarnnn_pipelines.english.leaning import is_a_step, leans
from yarnnn_pipelines.english.likeness import what_limits
from yarnnn_pipelines.english.passing import is_told_of_a_day, tells_what_was
from yarnnn_pipelines.english.retractions import retracts_without_naming
from yarnnn_pipelines.english.sentences import sentences_of
from yarnnn_pipelines.english.statement import parse
from yarnnn_pipelines.english.things import speaks_of_another
from yarnnn_pipelines.english.tries import asks_whether_it_works
from yarnnn_pipelines.english.words_beside import takes_something_back

TALKED_ON = "it tells of a problem that was talked on: is it over?"
SPOKEN_OF = "what it promises is spoken of later: is it done?"
NO_DAY = "it promises something, and not when"
ASK_SPOKEN_OF = "what it asks for is spoken of later: has it come?"
TRIED = "it asks to try whether something works, and the other side wrote since"
IS_PAST = "it tells of a problem that was: is it over?"
NO_OBJECT = "it tells of a decision, and not of what"
OF_OTHERS = "it tells of somebody else's decision"
OTHER_VALUE = "it gives a number, and its talk another one later"
NO_VALUE = "it gives a number that is wanted or offered"
NEEDS_ITS_QUESTION = "it answers the client's question"
OBJECTED_TO = "it says that something is done, and the other side wrote that something is still amiss"
OTHER_COUNT = "it tells of so many, and a later word of another number"
BREAKS_OFF = "it breaks off, and its text goes on"
ONE_OF_SEVERAL = "it is one step of several"
TAKEN_BACK_IN_PART = "the sentence right behind it takes something of it back"
ONE_SIDE = "the sentence right behind it tells of a trouble"
EXPLAINS_A_CORRECTION = "it stands behind a correction, and may only explain it"
NOT_YET = "it tells of a day that was still to come: is it done?"
NAMED_AGAIN = "its thing is decided on or asked for again later: does it still hold?"
TURNED = "a later word on its thing may say otherwise: does it still hold?"
GONE_ON = "its thread goes on: does it still hold?"

_OBJECTS = re.compile(r"(?i)\b(?:still|except|apart\s+from|immer\s+noch|noch\s+nicht|toujours)\b")
_QUESTION_TAG = re.compile(r"\s*[,;–—-]\s[^,;–—?]*\?\W*$")
_TURNS_READ = 60  # of a conversation after a fact
_ELLIPSES = ("...", "…")


class LastWords:
    """The talks of a week, each asked what it made of a sentence in it.

    to_judge: of what did not stand, by its first piece, why a person must judge whether to tell it.
    """

    def __init__(self, talks: Iterable[Conversation[Event]], frame: Frame) -> None:
        self.to_judge: dict[tuple[str, int], str] = {}
        self._frame = frame
        self._talks = tuple(talks)
        self._place = {event.event_id: (talk, turn) for talk in self._talks for turn, event in enumerate(talk.events)}

    def standing(self, candidates: Iterable[Candidate]) -> list[Candidate]:
        reasons = [(one, self._why_not(one) or self._why_not_as_it_was(one)) for one in candidates]
        self.to_judge |= {candidate.first.key: reason for candidate, reason in reasons if reason}
        return [candidate for candidate, reason in reasons if reason is None]

    def _why_not(self, candidate: Candidate) -> str | None:
        said = candidate.first
        if candidate.kind == "ask":
            return self._why_no_ask(candidate)
        if is_a_step(said.event.text, said.start):
            return ONE_OF_SEVERAL
        if said.quote.endswith(_ELLIPSES) or said.event.text[said.end :].lstrip().startswith(_ELLIPSES):
            return BREAKS_OFF
        if reason := self._why_not_without_its_text(candidate):
            return reason
        if candidate.kind == "risk" and not candidate.ends:
            return self._why_no_open_trouble(candidate)
        if candidate.kind == "decision":
            return self._why_no_decision(candidate)
        if candidate.kind == "metric":
            return self._why_no_value(candidate)
        if candidate.kind == "commitment":
            if not self._names_a_day(candidate.first):
                return NO_DAY
            return SPOKEN_OF if self._again.named_again(candidate) else None
        if candidate.kind == "done":
            return NOT_YET if self._is_to_be(said) else self._why_not_done(candidate)
        if candidate.kind == "answer":
            question = candidate.pieces[-1].quote
            stands = names_its_matter(said.quote, question) and not leans(question)
            return None if stands else NEEDS_ITS_QUESTION
        return None

    def _why_not_as_it_was(self, candidate: Candidate) -> str | None:
        if candidate.kind not in MAY_BE_TURNED:
            return None
        if candidate.ends:
            return TURNED if self._again.turned(candidate) else None
        newest = max(candidate.pieces, key=lambda piece: piece.place_in_time).event
        after = self._after(candidate)[:_TURNS_READ]
        below = (turn.event for turn in after if turn.event.thread == newest.thread)
        if may_be_turned(candidate, [newest, *below]):
            return GONE_ON
        return TURNED if candidate.kind != "metric" and self._again.turned(candidate) else None

    def _why_not_without_its_text(self, candidate: Candidate) -> str | None:
        """The sentences around it in its own text are needed to read it."""
        said = candidate.first
        behind = next(iter(sentences_of(said.event.text[said.end :].lstrip(" .!,;"))), "")
        if takes_something_back(behind):
            return TAKEN_BACK_IN_PART
        if candidate.kind in ("done", "metric") and tells_trouble(behind) and not tells_trouble(said.quote):
            return ONE_SIDE
        before = next(iter(sentences_of(said.event.text[: said.start])[-1:]), "")
        corrects = retracts_without_naming(before) or may_correct_the_message_before(before)
        return EXPLAINS_A_CORRECTION if corrects else None

    def _why_no_ask(self, candidate: Candidate) -> str | None:
        said = candidate.first
        replies = [turn for turn in self._after(candidate) if turn.event.author_is_us != said.event.author_is_us]
        if replies and asks_whether_it_works(said.quote):
            return TRIED
        return ASK_SPOKEN_OF if self._again.named_again(candidate) else None

    def _why_no_open_trouble(self, candidate: Candidate) -> str | None:
        if tells_what_was(candidate.first.quote):
            return IS_PAST
        leaves_it_so = all(map(_leaves_it_so, self._after(candidate))) and not self._again.ours_names_it(candidate)
        return None if leaves_it_so else TALKED_ON

    def _why_no_decision(self, candidate: Candidate) -> str | None:
        event = candidate.first.event
        if not event.author_is_us and event.author_client_id != self._frame.client_id:
            return OF_OTHERS
        if not names_its_object(candidate.first.quote):
            return NO_OBJECT
        return NAMED_AGAIN if self._again.wanted_otherwise(candidate) else None

    def _why_not_done(self, candidate: Candidate) -> str | None:
        """What is told as done stands alone, so the other side may have nothing to object, and nobody another count."""
        ours = candidate.first.event.author_is_us
        replies = (turn.event for turn in self._after(candidate) if turn.event.author_is_us != ours)
        if any(_objects(said, candidate.first.quote) for reply in replies for said in sentences_of(reply.text)):
            return OBJECTED_TO
        limits = what_limits(candidate.first.quote)
        for unit, value in {amount.unit: amount.value for amount in amounts_in(candidate.first.quote)}.items():
            counted = self._counted.get(unit, ())
            later = ((of_what, other) for when, of_what, other in counted if when > candidate.last_said)
            if any(other != value and not _are_of_two(limits, of_what) for of_what, other in later):
                return OTHER_COUNT
        return None

    @cached_property
    def _again(self) -> SpokenAgain:
        return SpokenAgain(event for talk in self._talks for event in talk.events)

    @cached_property
    def _counted(self) -> dict[str, list[tuple[datetime, frozenset[str], Decimal]]]:
        """By its unit, when each amount of the week was told, and of what: "for Italy"."""
        counted: dict[str, list[tuple[datetime, frozenset[str], Decimal]]] = defaultdict(list)
        for event in (event for talk in self._talks for event in talk.events):
            for words in sentences_of(event.text):
                for amount in amounts_in(words):
                    counted[amount.unit].append((event.occurred_at, what_limits(words), amount.value))
        return counted

    def _names_a_day(self, said: Piece) -> bool:
        voice = voice_of(self._frame, said.event)
        return bool(days_ahead(said.quote, voice)) or any(weekdays_named(said.quote, shortened=False))

    def _is_to_be(self, said: Piece) -> bool:
        voice = voice_of(self._frame, said.event)
        return is_told_of_a_day(said.quote) and any(day > voice.day for day in days_ahead(said.quote, voice))

    def _why_no_value(self, candidate: Candidate) -> str | None:
        quote = candidate.first.quote
        statement = parse(quote)
        if not statement.asserts:
            return NO_VALUE
        if statement.is_denied and tells_what_was(quote):
            return IS_PAST
        if self._again.counted_otherwise(candidate):
            return OTHER_VALUE
        units = {figure.unit for figure in figures_in(quote) if figure.unit}
        later = (figure.unit for turn in self._after(candidate) for figure in figures_in(turn.event.text))
        return OTHER_VALUE if units.intersection(later) else None

    def _after(self, candidate: Candidate) -> Sequence[Turn[Event]]:
        """The turns of its talk after the last one that tells it."""
        newest = max(candidate.pieces, key=lambda piece: piece.place_in_time).event.event_id
        if newest not in self._place:
            return ()
        talk, turn = self._place[newest]
        return talk.turns[turn + 1 :]


def _are_of_two(limits: frozenset[str], others: frozenset[str]) -> bool:
    """Each says of what its number is: banners for Spain, banners for Italy."""
    return bool(limits and others) and limits.isdisjoint(others)


def _objects(reply: str, done: str) -> bool:
    """It says that something is still amiss, and names no other thing: "Lisbon and Faro are still doubled"."""
    return _OBJECTS.search(reply) is not None and not asks(reply) and not speaks_of_another(reply, done)


def _leaves_it_so(turn: Turn[Event]) -> bool:
    """It only asks, nods, thanks or promises; whatever else it says may tell that the trouble is over."""
    parts = (_without_question_tag(part) for part in sentences_of(turn.event.text))
    said = (part for part in parts if not asks(part) and any(map(str.isalpha, part)))
    return all(act_of(part) in ("promises", "thanks", "confirms") and not says_it_works(part) for part in said)


def _without_question_tag(part: str) -> str:
    """Of "works on my side again, yours too?" what is said before it is asked."""
    said = _QUESTION_TAG.sub("", part)
    return part if asks(said) or not says_it_works(said) else said
