"""How far a thing has come on its way out: to be looked at, approved, out; and whether a later sentence brings it on.

Of two stages of one thing the last is how it stands. That a thing is missing, broken or called off is `states`; who
said what when is the caller's.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain
from typing import Literal

from yarnnn_pipelines.english.alternatives import Pattern, written
from yarnnn_pipelines.english.identifiers import speak_of_two
from yarnnn_pipelines.english.likeness import content_words
from yarnnn_pipelines.english.statement import Clause, parse
from yarnnn_pipelines.english.states import is_of_a_part
from yarnnn_pipelines.english.things import Thing, same_thing_for_certain, things_named

Stage = Literal[1, 2, 3]  # to be looked at, approved, out

_LOOK = (
    r"(?:(?:re-?)?views?|(?:user\s+)?tests?|testing|approvals?|sign-?\s?off|feedback|comments|proof-?reading|inspection"
    r"|acceptance|qa|uat|checks?|checking|corrections?|go-ahead|ok(?:ay)?)"
)
_GOING_OUT = (
    r"(?:launch|release|publication|publishing|print(?:ing)?|shipping|delivery|upload|go-?live|deployment|sending)"
)
_WHOSE = r"(?:(?:you|your|our|the|a|an|final|first|last|internal|legal|\w+['’]s)\s+){0,3}"
_AUXILIARY = r"\b(?:is|are|was|were|been|be|now|finally|already)\s+(?:\w+\s+)?"

TO_BE_LOOKED_AT = Pattern(
    written(
        "for a look",
        rf"\b(?:for|in|under|awaits?|awaiting|pending)\s+{_WHOSE}{_LOOK}\b(?!\s+(?:the|an?|our|your|that|how)\b)",
        "the page is ready for review",
        "the page is in testing",
        "we sent the page for your approval",
        unlike=("we thank you for testing the page",),
    ),
    written(
        "ready to be looked at, or to go out",
        rf"\bready\s+for\s+{_WHOSE}{_GOING_OUT}\b"
        r"|\bready\s+(?:for\s+(?:\w+\s+)?)?to\s+(?:be\s+)?(?:review|test|check|approve|proof-?read|look|launch|publish|send|sent"
        r"|print|ship|go|release|sign)",
        "the page is ready for launch",
        "the page is ready for you to test",
        "the page is ready to go",
    ),
    written(
        "nowhere but where it is tried",
        r"\bon\s+(?:the\s+|our\s+|your\s+)?(?:staging|test|preview|dev|demo)\b",
        "the page is live on the staging server",
    ),
    written("ready", _AUXILIARY + r"?ready\b(?!\s+(?:for|to|by|in|on)\b)", "the page is ready"),
)
APPROVED = Pattern(
    written(
        "approved",
        r"\b(?:approved|signed\s+off(?:\s+on)?|accepted|greenlit|green-?lighted)\b",
        "the page is approved",
        "Dana signed off the page",
    ),
    written(
        "given its approval",
        r"\b(?:got|has|have|gave|given|received|passed)\s+(?:\w+['’]?s?\s+){0,3}?(?:approval|go-ahead|green\s+light|ok(?:ay)?"
        r"|sign-?off|review|testing|qa|uat|acceptance)\b",
        "the page got the green light",
        "the page has passed testing",
    ),
)
OUT = Pattern(
    written(
        "out",
        r"\b(?:live|launched|released|deployed|shipped|published|sent|mailed|posted|delivered|printed|uploaded|online)\b"
        r"|\b(?:went|gone|rolled|handed|is|are)\s+(?:out|over)\b|\b(?:went|gone)\s+to\s+(?:the\s+)?print\w*|\bin\s+production\b",
        "the page went live",
        "the mailing has gone out",
        "the flyer went to print",
        "the page is in production",
    )
)
# What is out, was one of these before: "the newsletter draft" and "the newsletter".
_BEFORE_IT_IS_OUT = content_words("draft version proof mockup preview copy")


@dataclass(frozen=True)
class _Reached:
    """lasts: it says how the thing is, and not what somebody did to it, which stays true."""

    stage: Stage
    things: tuple[Thing, ...]
    lasts: bool


@lru_cache(maxsize=16384)
def stages_told(sentence: str) -> tuple[_Reached, ...]:
    """The stage of each clause that asserts one of all of a thing."""
    return tuple(chain.from_iterable(_reached(clause) for clause in parse(sentence).clauses))


def nouns_of_stages(sentence: str) -> frozenset[str]:
    """What a sentence of another stage of the same thing shares one of."""
    things = [thing for told in stages_told(sentence) for thing in told.things]
    return frozenset(
        word
        for thing in things
        for word in (thing.noun, *(thing.qualifiers if thing.noun in _BEFORE_IT_IS_OUT else ()))
    )


def comes_further(later: str, earlier: str) -> bool:
    """The later sentence tells a later stage of the same thing, so that the earlier one says no longer how it is."""
    before, after = stages_told(earlier), stages_told(later)
    if not before or not after or speak_of_two(later, earlier):
        return False
    return any(
        old.lasts and new.stage > max(own.stage for own in before) and _of_one_thing(new, old)
        for old in before
        for new in after
    )


def _reached(clause: Clause) -> Iterator[_Reached]:
    stage = _stage_of(clause.text)
    things = things_named(clause.text)
    # "To be tested" is meant, as a plan is.
    is_told = clause.modality == "asserted" or (stage == 1 and clause.modality == "intended")
    if stage is None or not things or not is_told or clause.is_denied or clause.tense == "future":
        return
    if not is_of_a_part(clause.text):
        yield _Reached(stage, things, stage == 1 or clause.tense == "present")


def _stage_of(text: str) -> Stage | None:
    if TO_BE_LOOKED_AT.found_in(text):
        return 1
    if OUT.found_in(text):
        return 3
    return 2 if APPROVED.found_in(text) else None


def _of_one_thing(new: _Reached, old: _Reached) -> bool:
    if same_thing_for_certain(new.things, old.things):
        return True
    return any(
        (one.noun == other.noun and one.qualifiers <= other.qualifiers)
        or (new.stage == 3 and other.noun in _BEFORE_IT_IS_OUT and one.noun in other.qualifiers)
        for one in new.things
        for other in old.things
    )
