"""Whether a later sentence on the same matter can be read as leaving an earlier one as it is.

People take a word back, overtake or answer it in more ways than can be listed. So it is asked the other way round: what
speaks of the same and is read neither as confirming it nor as going on with it leaves it in doubt. Sentences that are
read as speaking against an earlier one are `overtaking`, `states`, `retractions` and `spoken_of_again`; where the later
one has to stand is `context.later_turns`.
"""

from __future__ import annotations

import re
from functools import lru_cache

from yarnnn_pipelines.english.alternatives import Pattern, said, written
from yarnnn_pipelines.english.amounts import amounts_in
from yarnnn_pipelines.english.called_off import STANDS
from yarnnn_pipelines.english.days import dates_named, weekdays_named
from yarnnn_pipelines.english.decisions import DECISION
from yarnnn_pipelines.english.dialogue import (
    ASSENT,
    CAUSE,
    FIX_ANNOUNCED,
    STILL_FAILS,
    THANKS,
    UNDER_WAY,
    asks,
    says_it_works,
    tells_trouble,
)
from yarnnn_pipelines.english.doubts import CHATTER, VERB, is_hedged
from yarnnn_pipelines.english.figures import MEASURED, QUANTITY, gives_a_number
from yarnnn_pipelines.english.identifiers import speak_of_two
from yarnnn_pipelines.english.likeness import content_words, is_negated, numbers
from yarnnn_pipelines.english.nods import NODS, PRAISE
from yarnnn_pipelines.english.promises import COMMITMENT, PLANNED, is_a_dated_plan
from yarnnn_pipelines.english.putting_off import puts_off
from yarnnn_pipelines.english.requests import asks_something, needed_thing, reminds
from yarnnn_pipelines.english.results import (
    DONE_AGAIN,
    DONE_STATE,
    DONE_STRONG,
    DONE_WEAK,
    is_in_part,
    says_resolved,
)
from yarnnn_pipelines.english.retractions import excuses_the_speaker
from yarnnn_pipelines.english.spoken_of_again import HANDS_OVER, OF_DECIDING, words_of_things
from yarnnn_pipelines.english.statement import parse
from yarnnn_pipelines.english.states import BROKEN
from yarnnn_pipelines.english.things import GENERIC, things_named, things_spoken_of

HOLDS = Pattern(
    written(
        "stays",
        r"\b(?:stays?|stands?|remains?)(?:\s+(?:as\s+(?:it|they)\s+(?:is|are|was|were)|(?:the\s+)?same|put))?\W*$",
        "Blue stays.",
        "The date stands as it is",
        unlike=("Blue stays in the drawer",),
    ),
    said(
        "is still there",
        "still (?:online|live|there|up|running|works?|runs?|on track)",
        "The video is still online",
    ),
    said(
        "is not stopped",
        "(?:do not|don't|will not|won't|never|(?:is|are) not going to) (?:stop|pause|end|cancel|drop|remove)",
        "We will not pause the campaign over Easter",
    ),
    said(
        "the trouble is gone",
        """
        no longer (?:happens?|occurs?|appears?|fails?|crash(?:es)?) | no (?:[\\w-]+ ){1,3}(?:any ?more|any longer)
        | (?:have not|haven't|not|never) seen (?:[\\w-]+ ){1,4}(?:again|since|any ?more)
        """,
        "The checkout error no longer happens",
        "No checkout error any more",
        "We have not seen the checkout error again",
    ),
)
_BACK = re.compile(
    r"(?i)\b(?:again|back|yet|instead|rather|after\s+all|any\s?more|any\s+longer|wrong|old|previous|unfortunately|sorry"
    r"|actually|sadly|afraid|never\s*mind|had\s+to|was\s+to)\b"
)
_OPENERS = r"(?:(?:hi|hey|hello|sorry|hm+|ok|okay|well|actually|but|so|oh|ugh|and|yes|yep|unfortunately|sadly)\b\W*)*"
_OWN_SUBJECT = re.compile(
    rf"(?i)^\W*{_OPENERS}(?:the|an?|our|your|my|their|his|her|i|we|you|he|she|all|both|each|every|for|on|with|about|as\s+for"
    r"|regarding|concerning|there\s+(?:is|are))\b"
)
_POINTS = re.compile(
    r"(?i)\b(?:it|that|those|they|them|the\s+other\s+one)\b(?=['’\s,.!?]|$)(?!['’]?\s+(?:I|we|you|the)\b)"
)
_PARTICIPLE = re.compile(rf"(?i)^\W*{_OPENERS}(?:all\s+)?(?:\w+ed|dealt|gone|found|taken|put|back|works?)\b")
_DONE = re.compile(rf"(?i)^\W*{_OPENERS}(?:done|sent|finished|sorted|ready)\b")
_DO_NOT = re.compile(rf"(?i)^\W*{_OPENERS}(?:do\s+not|don['’]t)\b")  # asks for no deed, and denies none
_BY = re.compile(r"(?i)\bby\s+(?:the|our|their|your|my|his|her)\s+\w+")  # who did it
_ASKS_TO_KNOW = re.compile(
    rf"(?i)^\W*{_OPENERS}(?:what|when|where|who|whose|which|why|how|is|are|was|were|do|does|did|has|have|had|will)\b"
    r"|\b(?:send|share|give|show|tell|look|check|confirm|review|see|find|read|try|test|let\s+(?:me|us)\s+know|know|remind|explain|forward)\b"
)
_GONE = re.compile(r"(?i)\b(?:is|are|all)\s+gone\b")
_OF_WHAT = re.compile(r"(?i)\b([a-z]+)\s+(?:of|for)\s+(?:the|our|your|an?)\s+([a-z]+(?:-[a-z]+)?)")
_OF_BEFORE = content_words("old older previous former other another second")
_SHORT = 8  # words of a sentence without a subject of its own, which stands below what it speaks of
_EARLY_WORDS = 4  # of a sentence that points at what was said
_ASKS_IN_PASSING = re.compile(
    r"(?i:\b(?:(?:forgot|wanted|have|meant)\s+to\s+ask|wonder(?:ed|ing)?|curious)\b)"
    rf"|(?i:^\W*{_OPENERS}(?:why|how|what|when|where|who)\s+(?:is|are|was|were|do|does|did|can|could|will|would|should|has)\b)"
)
# "We need the list to finish the page": what the page is to have, whatever day is set for it.
_WANTED_FOR = re.compile(
    r"(?i)\b(?:need(?:s|ed)?|lacks?|missing|wait(?:s|ing)?\s+(?:for|on)|awaiting)\s+(?P<thing>(?:the|your|an?|all|some|\d+)\b[^.;:?!]*?)"
    r"\s+(?:(?:in\s+order\s+)?to|before\s+(?:we|i)\s+(?:can\s+)?)\s*(?P<deed>[a-z]+\b[^.;:?!]*)"
)
_HOUR = re.compile(r"(?i)\b\d{1,2}(?::\d\d|\s*(?:am|pm)\b)")
_HALF, _THIRD = 0.5, 0.3


def speaks_of_it(later: str, earlier: str, people: frozenset[str] = frozenset()) -> bool:
    """It is about one of the earlier one's things, or names it in words that turn back. Of a promise it names all,
    whose things are spoken of for their own sake too; of a number half. people: stems of their names."""
    words = words_of_things(earlier) - people
    named = words & content_words(later)
    if is_of_another(later, earlier) or _plans_only_what_it_is_for(later, earlier):
        return False
    if not named or not (words & _named_first(later) or (turns_back(later) and (len(named) > 1 or named == words))):
        return False
    together = [frozenset((thing.noun, *thing.qualifiers)) & named for thing in things_named(later)]
    if not any(
        (own := frozenset((thing.noun, *thing.qualifiers)) & named) and any(own <= other for other in together)
        for thing in things_named(earlier)
    ):
        return False  # "the loyalty badge, and a card" names no loyalty card
    if is_promised(earlier):
        return named == words
    if len(named) == 1 and not _is_main(named, later, earlier):
        return False
    shared = len(named) / len(words)
    things = (frozenset((thing.noun, *thing.qualifiers)) & words for thing in things_spoken_of(_BY.sub(" ", earlier)))
    names_a_thing = any(thing and thing <= named and not thing <= GENERIC for thing in things)
    return shared >= _HALF or (names_a_thing and shared >= _THIRD and not _counts(earlier))


def _plans_only_what_it_is_for(later: str, earlier: str) -> bool:
    """Of a thing that is wanted for something, it names none of the thing's words, and a day for what it is for."""
    wanted = _WANTED_FOR.search(earlier)
    if wanted is None or tells_a_deed(later) or not is_a_dated_plan(later):
        return False
    return not (words_of_things(wanted["thing"]) - words_of_things(wanted["deed"])) & content_words(later)


def is_of_another(later: str, earlier: str) -> bool:
    """What both name by one noun is told apart: the autumn campaign from the spring campaign, the old page from the
    new."""
    for thing in things_named(later):
        alike = [set(one.qualifiers) for one in things_named(earlier) if one.noun == thing.noun]
        own = set(thing.qualifiers)
        if alike and own and all((told and not told & own) or (own - told) & _OF_BEFORE for told in alike):
            return True
    said, again = _of_what(earlier), _of_what(later)
    return any(noun in said and not said[noun] & of_what for noun, of_what in again.items())


def _of_what(sentence: str) -> dict[str, frozenset[str]]:
    """Of "the lease of the printer", the printer by the stem of the lease."""
    return {
        stem: content_words(of_what) for noun, of_what in _OF_WHAT.findall(sentence) for stem in content_words(noun)
    }


def _is_main(named: frozenset[str], later: str, earlier: str) -> bool:
    """The one word that both name is what the later sentence begins with, and, but for a decision, the earlier too."""
    first = (*things_named(later)[:1], *things_spoken_of(later)[:1])
    is_first = any(frozenset((thing.noun, *thing.qualifiers)) <= named for thing in first)
    return is_first and bool(DECISION.found_in(earlier) or named & _named_first(earlier))


@lru_cache(maxsize=16384)
def _named_first(sentence: str) -> frozenset[str]:
    """The words of the first thing that it names, and of the first that it speaks of: what it is about."""
    first = (*things_named(sentence)[:1], *things_spoken_of(sentence)[:1])
    return frozenset(word for thing in first for word in (thing.noun, *thing.qualifiers))


_BEFORE_THIS_WEEK = re.compile(
    r"(?i)\b(?:last\s+(?:week|month|year|quarter)|(?:one|two|three|four|some|a\s+few|\d+)\s+(?:weeks|months|years)\s+ago|before\s+(?:that|then|the\s+(?:fix|repair|update|release|launch))|until\s+then"
    r"|back\s+then)\b"
)
_NOW = re.compile(
    r"(?i)\b(?:still|again|now|today|yesterday|since|ever\s+since|any\s?more|keeps?|(?:is|are|has|have|['’]s|fails|happens|comes|goes|does)\b)"
)


def speaks_of_before(later: str) -> bool:
    """Of an earlier week, or of the time before what was done, and not of now: "It came up three times last week"."""
    return _BEFORE_THIS_WEEK.search(later) is not None and _NOW.search(later) is None


def points_back(later: str) -> bool:
    """It opens with a pronoun, or one stands early in it."""
    opening = re.sub(rf"(?i)^\W*{_OPENERS}", "", later)
    return _POINTS.search(" ".join(opening.split()[:_EARLY_WORDS])) is not None


@lru_cache(maxsize=16384)
def points_at_what_was_said(later: str) -> bool:
    """It names nothing of its own, or points: it can be understood only below what it speaks of."""
    if not things_spoken_of(later) or points_back(later):
        return True
    return len(later.split()) <= _SHORT and _OWN_SUBJECT.match(later) is None


def turns_against(later: str, earlier: str, *, by_the_same_side: bool) -> bool:
    """As `leaves_in_doubt`, of words that stand below the earlier ones and name nothing: people say much of that sort
    in agreement, so it takes another day. What was promised or is in trouble may be ended by any word of the side that
    it is for to mend."""
    if not leaves_in_doubt(later, earlier) or later.rstrip().endswith("!") or _DO_NOT.match(later):
        return False
    troubled = is_trouble(earlier)
    if (
        is_wanted(earlier)
        or (troubled and not by_the_same_side and _says_something(later))
        or (is_promised(earlier) and by_the_same_side)
    ):
        return True
    if troubled and (tells_a_deed(later) or says_it_works(later)):
        return True
    return _names_another_day(later, earlier)  # a denial of what is done is `denials`'


def leaves_in_doubt(later: str, earlier: str) -> bool:
    """Of two sentences on a matter, the later is read neither as confirming the earlier nor as going on with it."""
    if speak_of_two(later, earlier) or _says_it_again(later, earlier) or _bears_out(later, earlier):
        return False
    if is_wanted(earlier):
        return not (_asks_or_nods(later) or puts_off(later) or COMMITMENT.found_in(later))
    troubled = is_trouble(earlier)
    is_to_come = COMMITMENT.found_in(earlier) or PLANNED.found_in(earlier)
    if _asks_or_nods(later):
        is_set = DECISION.found_in(earlier) or (is_a_dated_plan(earlier) and turns_back(later))
        return is_set and not troubled and wants_it_otherwise(later)
    if troubled:
        return not _lasts(later)
    if CHATTER.found_in(later) and not turns_back(later):
        return False
    if says_resolved(earlier) and is_trouble(later):
        return True
    if _gives_another_value(later, earlier):
        return True
    if _counts(earlier) and not turns_back(later) and not is_to_come:
        return False
    if (HANDS_OVER.found_in(later) or tells_a_deed(later)) and not turns_back(later):
        return is_to_come and words_of_things(later) <= content_words(earlier)
    if tells_trouble(later) and not words_of_things(later) <= content_words(earlier):
        return False
    return not _tells_something_else(later)


def goes_along_with(later: str, earlier: str) -> bool:
    """It says the earlier one again, or bears it out; of a decision, whoever says it again adds nothing."""
    if DECISION.found_in(earlier):
        return _bears_out(later, earlier) or content_words(later) - OF_DECIDING <= content_words(earlier)
    return _says_it_again(later, earlier) or _bears_out(later, earlier)


def _bears_out(later: str, earlier: str) -> bool:
    """What was done holds: its trouble is gone, and it is still there."""
    if is_promised(earlier) or is_trouble(earlier) or is_wanted(earlier):
        return False
    return HOLDS.found_in(later) or (
        says_resolved(earlier) and (says_it_works(later) or bool(_GONE.search(later))) and not is_negated(later)
    )


def _says_something(later: str) -> bool:
    return VERB.found_in(later) or tells_a_deed(later) or says_it_works(later) or _PARTICIPLE.match(later) is not None


@lru_cache(maxsize=16384)
def is_promised(sentence: str) -> bool:
    """A deed, and no plan for a day that others may speak of."""
    return COMMITMENT.found_in(sentence) and not is_a_dated_plan(sentence)


@lru_cache(maxsize=16384)
def is_trouble(sentence: str) -> bool:
    """Something does not go as it should, and it is not said that this is over."""
    if says_resolved(sentence):
        return False
    is_fact = DECISION.found_in(sentence) or _counts(sentence) or COMMITMENT.found_in(sentence)
    return tells_trouble(sentence) or BROKEN.found_in(sentence) or (is_negated(sentence) and not is_fact)


@lru_cache(maxsize=16384)
def is_wanted(sentence: str) -> bool:
    """It asks for something, or says that it is needed."""
    return asks(sentence) or needed_thing(sentence) is not None


def _says_it_again(later: str, earlier: str) -> bool:
    """All of it, or of a fact what is said of its things and not only these."""
    if turns_back(later) or _gives_another_value(later, earlier):
        return False
    said, again = content_words(earlier), content_words(later)
    of_things = words_of_things(earlier) | _named_first(later)
    is_fact = not (is_trouble(earlier) or _counts(earlier) or is_a_dated_plan(earlier) or is_promised(earlier))
    return said <= again or (is_fact and bool((said & again) - of_things))


@lru_cache(maxsize=16384)
def turns_back(later: str) -> bool:
    return is_negated(later) or _BACK.search(later) is not None


@lru_cache(maxsize=16384)
def _asks_or_nods(later: str) -> bool:
    if asks(later) or asks_something(later) or reminds(later) or needed_thing(later) is not None:
        return True
    if STANDS.found_in(later) or _ASKS_IN_PASSING.search(later) or excuses_the_speaker(later):
        return True
    is_nod = any(pattern.match(later) for pattern in (THANKS, ASSENT, NODS)) or PRAISE.found_in(later)
    return is_nod and not (is_negated(later) or _BACK.search(later))


@lru_cache(maxsize=16384)
def wants_it_otherwise(later: str) -> bool:
    """It asks for something to be done, and not only for word of it."""
    if reminds(later) or needed_thing(later) is not None or _ASKS_TO_KNOW.search(later):
        return False
    return asks(later) or asks_something(later)


def asks_to_know(later: str) -> bool:
    """It asks, and only for word of something."""
    return _ASKS_IN_PASSING.search(later) is not None or (asks(later) and not wants_it_otherwise(later))


@lru_cache(maxsize=16384)
def _lasts(later: str) -> bool:
    """A trouble is still there, its cause is known, or somebody is at it."""
    if any(pattern.found_in(later) for pattern in (STILL_FAILS, UNDER_WAY, FIX_ANNOUNCED, CAUSE)):
        return True
    return tells_trouble(later) or is_in_part(later) or COMMITMENT.found_in(later)


@lru_cache(maxsize=16384)
def _tells_something_else(later: str) -> bool:
    """It is read as a fact of its own, without a word that turns back."""
    if turns_back(later) or is_hedged(later):
        return False
    if _counts(later) or tells_trouble(later) or tells_a_deed(later):
        return True
    return any(pattern.found_in(later) for pattern in (DECISION, COMMITMENT, PLANNED, UNDER_WAY, CAUSE))


def tells_a_deed(later: str) -> bool:
    return _DONE.match(later) is not None or any(
        pattern.found_in(later) for pattern in (DONE_STRONG, DONE_WEAK, DONE_STATE, DONE_AGAIN)
    )


@lru_cache(maxsize=16384)
def _counts(sentence: str) -> bool:
    return gives_a_number(sentence) or (QUANTITY.found_in(sentence) and MEASURED.found_in(sentence))


def _gives_another_value(later: str, earlier: str) -> bool:
    if {*dates_named(earlier), *weekdays_named(earlier)}:
        return _names_another_day(later, earlier)
    if not _counts(earlier) or tells_a_deed(earlier) or not numbers(later) - numbers(earlier):
        return False
    old, new = ({figure.unit for figure in parse(words).figures} for words in (earlier, later))
    return None in old or bool(old & new) or (new == {None} and not any(amounts_in(later)) and not _names_a_time(later))


def _names_a_time(later: str) -> bool:
    """Its numbers may be those of a day or an hour."""
    return _HOUR.search(later) is not None or any(dates_named(later))


def _names_another_day(later: str, earlier: str) -> bool:
    dates, weekdays = ({*named(earlier)} for named in (dates_named, weekdays_named))
    return bool((dates and {*dates_named(later)} - dates) or (weekdays and {*weekdays_named(later)} - weekdays))
