"""Which things a sentence says are gone, there again or in question, and whether that undoes an earlier sentence.

A thing that was launched, approved or agreed is there; one that was dropped or mended is gone. Whoever later says the
opposite of the same thing undoes that. States that a thing passes through are `states`; words that take back without
naming anything are `denials`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import pairwise

from yarnnn_pipelines.english.alternatives import Pattern
from yarnnn_pipelines.english.comings_and_goings import (
    GIVES_UP,
    IS_GONE,
    IS_OPEN_AGAIN,
    IS_OVER,
    KEEPS,
    KEEPS_AROUND,
    MISDONE,
    REMOVES,
    REMOVES_AROUND,
    REOPENS,
    STAYS,
    WANTS,
)
from yarnnn_pipelines.english.identifiers import speak_of_two
from yarnnn_pipelines.english.likeness import content_words, is_negated
from yarnnn_pipelines.english.statement import Clause, parse
from yarnnn_pipelines.english.things import Thing, things_named

_TROUBLE = content_words(
    "error bug issue problem glitch outage crash ticket leak gap fault defect failure typo complaint warning timeout"
)
_MENDS = re.compile(
    r"(?i)\b(?:fix(?:e[sd]|ing)?|resolv(?:es?|ed|ing)|solv(?:es?|ed|ing)|repair(?:ed|ing)?|correct(?:ed|ing)"
    r"|patch(?:ed|ing)|clos(?:es?|ed|ing))\b"
)
# Such a noun stands for what was decided or done, and what it was done to is what is spoken of.
_DEEDS = content_words(
    "approval decision go-ahead sign-off order release launch deploy deployment rollout publication"
    " extension confirmation date"
)
_OLD = content_words("old previous former last earlier original")
_END_OF_PHRASE = re.compile(
    r"(?i)\s*(?:[,;:.!?()–—]|\s-\s|\b(?:from|with|of|on|in|at|for|to|by|because|since|as|until|till|after|before|due"
    r"|so|and|but|about"
    r"|regarding|over|is|are|was|were|that|which|again|now|today)\b)"
)
_OF_WHAT = re.compile(r"(?i)\s*(?:of|on|for|about|to|regarding|over)\s+(?P<phrase>.{1,80})")
_OPENS_WITH_A_PLACE = re.compile(r"(?i)^\W*(?:on|in|at|for|since|after|with|due\s+to|because\s+of|by)\b")
# Beside the usual words of denial.
_ALSO_DENIED = re.compile(r"(?i)\b(?:nobody|hardly|(?:did|do|does|is|are|was|were|wo|ca|has|have)nt)\b")
_NOT = re.compile(r"(?i)\b\w+n['’]t\b|\bcannot\b")
# A day and no condition.
_UNTIL = re.compile(
    r"(?i)\b(?:until|till)\s+(?=(?:[\w’'-]+\s*){1,4}(?:[.,;!]|$))(?!.{0,400}\b(?:is|are|was|has|have|we|you|it|they)\b)"
)
_TAKEN_PRONOUN = re.compile(rf"(?i)((?:{REMOVES.regex}|{KEEPS.regex})\s+)(?:it|them|that|this)\b")
_LONGEST = 400  # characters of a clause that are read


@dataclass(frozen=True)
class Presence:
    """is_there: None where it is in question; by_order: somebody asks for it."""

    thing: Thing
    is_there: bool | None
    by_order: bool = False


@lru_cache(maxsize=16384)
def presences(sentence: str) -> tuple[Presence, ...]:
    """The things that a sentence says are gone, there again, or open again; nothing of questions, conditions and what
    may be."""
    parsed = parse(_UNTIL.sub("to ", sentence)).clauses
    clauses = [*parsed[:1], *(_with_its_noun(clause, before) for before, clause in pairwise(parsed))]
    return tuple(
        dict.fromkeys(
            presence
            for clause in clauses
            if clause.modality not in ("asked", "conditional", "hedged") and len(clause.text) <= _LONGEST
            for presence in _of_clause(clause)
        )
    )


def _with_its_noun(clause: Clause, before: Clause) -> Clause:
    """What a pronoun stands for that is taken away or kept: "the new courier is too expensive, we drop them"."""
    things = things_named(before.text)[:1]
    if not things:
        return clause
    noun = " ".join((*sorted(things[0].qualifiers), things[0].noun))
    return replace(clause, text=_TAKEN_PRONOUN.sub(rf"\g<1>the {noun}", clause.text))


def _of_clause(clause: Clause) -> Iterator[Presence]:
    text, is_order = clause.text, clause.modality in ("instructed", "reported")
    is_denied = is_negated(text) or _ALSO_DENIED.search(text) is not None
    is_misdone = MISDONE.found_in(text)
    for there, named in (
        (None, [*_behind(REOPENS, text), *_in_front(IS_OPEN_AGAIN, text)]),
        (
            False,
            [
                *_behind(REMOVES, text),
                *_inside(REMOVES_AROUND, text),
                *_in_front(IS_GONE, text),
                *_in_front(GIVES_UP, text),
            ],
        ),
        (False, [(thing, ruling) for thing, ruling in _in_front(IS_OVER, text) if thing.noun in _TROUBLE]),
        (False, _anywhere(text) if is_misdone else []),
        (True, [*_behind(KEEPS, text), *_inside(KEEPS_AROUND, text), *_in_front(STAYS, text)]),
        (True, _behind(WANTS, text) if is_denied else []),
    ):
        is_there = there if there is None else there != (is_denied and not is_misdone)
        for thing, is_ruling in named:
            yield Presence(thing, None if is_ruling and there is False else is_there, is_order)


def _behind(pattern: Pattern, text: str) -> list[tuple[Thing, bool]]:
    return [named for match in pattern.finditer(text) for named in _object(text[match.end() :])]


def _inside(pattern: Pattern, text: str) -> list[tuple[Thing, bool]]:
    return [named for match in pattern.finditer(text) for named in _object(next(filter(None, match.groups())))]


def _in_front(pattern: Pattern, text: str) -> list[tuple[Thing, bool]]:
    return [named for match in pattern.finditer(text) for named in _subject(text[: match.start()])]


def _anywhere(text: str) -> list[tuple[Thing, bool]]:
    return [(thing, False) for thing in things_named(text)]


def _object(behind: str) -> list[tuple[Thing, bool]]:
    """The thing at the head of these words, and what a deed that they name was done to."""
    end = _END_OF_PHRASE.search(behind)
    phrase, rest = (behind[: end.start()], behind[end.start() :]) if end else (behind, "")
    return _head(things_named(phrase)[:1], rest)


def _subject(before: str) -> list[tuple[Thing, bool]]:
    before = _NOT.sub(" ", before)
    named = things_named(before[max(before.rfind(mark) for mark in ",;:") + 1 :])
    if _OPENS_WITH_A_PLACE.match(before):
        return _head(named[-1:], "")
    end = _END_OF_PHRASE.search(before, 1)
    return _head(named[:1], before[end.start() :] if end else "")


def _head(named: Iterable[Thing], rest: str) -> list[tuple[Thing, bool]]:
    things: list[tuple[Thing, bool]] = []
    for thing in named:
        things.append((thing, False))
        if thing.noun in _DEEDS:
            of_what = _OF_WHAT.match(rest)
            done_to = things_named(of_what["phrase"])[:1] if of_what else ()
            things += [(one, True) for one in done_to]
            things += [(Thing(noun, thing.qualifiers - {noun}), False) for noun in thing.qualifiers - _OLD]
    return things


@lru_cache(maxsize=16384)
def _stated(claimed: str) -> tuple[Presence, ...]:
    """Whether the things of a statement are there or, dropped or mended, gone."""
    gone = {presence.thing for presence in presences(claimed) if presence.is_there is False}
    gone |= {thing for match in REMOVES.finditer(claimed) for thing, _ in _object(claimed[match.end() :])}
    is_mended = _MENDS.search(claimed) is not None
    stated = []
    for thing in things_named(claimed):
        is_trouble = is_mended and thing.noun in _TROUBLE
        stated.append(Presence(thing, not (thing in gone or is_trouble)))
        if is_trouble:  # what was in trouble works
            stated += [Presence(Thing(noun, frozenset()), True) for noun in thing.qualifiers]
    return tuple(stated)


def _pairs(later: str, claimed: str) -> Iterator[tuple[Presence, Presence]]:
    for after in presences(later):
        for before in _stated(claimed):
            same = after.thing.noun == before.thing.noun
            if same and after.thing.qualifiers - _OLD <= before.thing.qualifiers:
                yield after, before


def undoes_presence(later: str, claimed: str, *, is_decision: bool) -> bool:
    """The later sentence says the opposite of the same thing. What is open again, or asked for, undoes a decision
    alone. That the old one is there again says that the new one is gone, and that it is gone says nothing."""
    if speak_of_two(later, claimed):
        return False
    for after, before in _pairs(later, claimed):
        if (after.is_there is None or after.by_order) and not is_decision:
            continue
        is_other_one = bool(after.thing.qualifiers & _OLD) != bool(before.thing.qualifiers & _OLD)
        if after.is_there is None or (after.is_there != before.is_there and not is_other_one):
            return True
        if is_other_one and after.is_there and before.is_there and after.thing.qualifiers & _OLD:
            return True
    return False


def agrees_in_presence(later: str, claimed: str) -> bool:
    """It speaks of the same thing, or of the old one of its kind, and says nothing against what was stated."""
    pairs = list(_pairs(later, claimed))
    return bool(pairs) and not undoes_presence(later, claimed, is_decision=True)


def nouns_present(sentence: str) -> frozenset[str]:
    return frozenset(presence.thing.noun for presence in presences(sentence))
