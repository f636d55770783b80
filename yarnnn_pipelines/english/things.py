"""The things that a sentence names, each a noun with what stands before it, and whether two sentences name the same.

Found without a grammar: words that stand together and are no verb of what was done, no state, no day and no small word.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from yarnnn_pipelines.english.days import MONTHS
from yarnnn_pipelines.english.identifiers import speak_of_two
from yarnnn_pipelines.english.likeness import content_words, stems
from yarnnn_pipelines.english.stumps import URL

_WORD = re.compile(r"[^\W\d_][\w'’]*|\d[\d.,:]*(?:%|(?:st|nd|rd|th)\b)?|[^\w\s]")
_JOINS = frozenset("-’'/&\"“”")
# As whole words, since "print" and "booking" are things.
_SAID_OF_A_THING = """
    launched live went shipped released deployed started began opened fixed resolved solved repaired corrected
    closed decided agreed approved confirmed signed chose chosen rejected declined paused stopped cancelled
    canceled suspended resumed moved moves move moving shifted pushed postponed rescheduled finished completed
    complete delivered deliver delivers uploaded published submitted drafted translated reviewed tested printed
    ordered booked installed removed migrated merged restored archived designed redesigned built photographed
    filmed recorded broke broken missing lacking outstanding overdue late delayed delay pending waiting wait
    awaiting blocked stuck down failing fails failed crashing crashes crashed unavailable offline incomplete
    lost arrived received sent send sends shared come comes came bring brings ready working works work back
    online dropped scrapped called hold scheduled planned due starts start begins begin takes place goes go
    going need needs needed want still yet again instead now today tonight tomorrow soon finally currently
    really actually also only even please sorry correction wrong true right happy keep keeps kept get gets got
    make makes made say says said think know see use used put set give gives gave take took taken let good great
    same reverted reverts revert rolled withdrew withdrawn changed mind kidding joking longer able unable never
    always early later earlier hour hours day days month months year years times christmas easter summer winter
    spring autumn january february march april may june july august september october november december mon tue
    wed thu fri sat sun pm am eod tell told update updated stay stays remain remains looks seem seems feels
    means helps loads fires opens closes runs happens exists appears arrives chooses decides wants hope hopes
    thinks since recovered recovers becomes became throws threw better worse
"""
_NO_THINGS = frozenset(_SAID_OF_A_THING.split())
_SHORTENED = re.compile(r"(?:n't|'(?:m|d|ve|ll|re))$")  # verbs: hasn't, I'm, they'd
# These tell one thing from another of its kind, and are none by themselves.
_WHICH_OF_THEM = content_words("first second third fourth last next previous current final old other another")
_SEASON = rf"(?:{'|'.join(MONTHS)}|christmas|easter|spring|summer|autumn|fall|winter)"
_ISSUE = re.compile(
    rf"(?i)\s(?:for|of)\s+(?P<issue>{_SEASON})\b|\b(?:the|an?|our|your|my"
    rf"|their)\s+(?:new\s+)?(?P<named>{_SEASON})\s+(?=[a-z])"
)
# So many things are called one of these that two with other qualifiers are two.
GENERIC = content_words(
    """
    page site file list form version call meeting project thing work part text document campaign issue problem bug
    ticket update draft design review test report budget team shop order feature change
    """
)

# What is said or written, and where: "my previous mail", "the wrong channel" name the words, not what they speak of.
_WORDS_AND_PLACES = content_words(
    """
    message mail email e-mail post note comment reply answer update channel thread chat client customer group room
    version word statement sentence line bit part thing stuff news info information announcement mistake error typo bug
    joke kidding test staging demo draft mock mockup preview beta dev sandbox prototype dummy example placeholder
    rehearsal trial simulation run way moment minute second hour day night time noon evening sake case point fact
    record wrap eye word person people recipient tab place company team slack workspace
    window everybody anybody nobody everyone anyone server cache browser phone device laptop screen side end link
    salt grain gun release launch deploy deployment build rollout publication go-live upload sending delivery
    publishing import migration sync push transfer outside press
    internal private confidential quiet above public other same whole strictly
    confidence secret embargo nda code fail one lot bad fool april dream alarm thought reflection
    consideration talk copy dev-ops production prod
    """
)
# What comes after one of these is a thing, or the beginning of one.
_DETERMINER = re.compile(
    r"(?i)\b(?:the|an?|my|our|your|his|her|its|their|these|those|that|this|old|about|regarding|concerning|re|for"
    r"|with|of|on)\s+"
    r"(?P<thing>(?:(?!(?:the|an?|my|our|your|his|her|its|their|these|those|that|this)\b)[\w'’-]+(?:\s+|$)){1,4})"
)
_NOT_THE_ONE = re.compile(r"(?i)(?:wrong|other|another|different)\b")


@dataclass(frozen=True)
class Thing:
    """noun and qualifiers are stems: "the shop page" is page, qualified by shop."""

    noun: str
    qualifiers: frozenset[str]


@lru_cache(maxsize=16384)
def things_named(text: str) -> tuple[Thing, ...]:
    """In their order; a run of words is one thing, named by its last."""
    runs: list[list[str]] = [[]]
    for word in _WORD.findall(URL.sub(" , ", text)):
        plain = word.lower().replace("’", "'").removesuffix("'s")
        if word in _JOINS:
            continue
        is_a_verb = plain in _NO_THINGS or _SHORTENED.search(plain)
        if word[0].isalpha() and not is_a_verb and content_words(plain):
            runs[-1].append(plain)
        elif runs[-1]:
            runs.append([])
    issues = frozenset(stems([(match["issue"] or match["named"]).lower() for match in _ISSUE.finditer(text)]))
    return tuple(
        Thing(words[-1], frozenset(words[:-1]) | issues) for words in map(_without_which_at_its_end, runs) if words
    )


def _without_which_at_its_end(run: list[str]) -> list[str]:
    """ "list next (week)" is a list."""
    words = stems(run)
    while words and words[-1] in _WHICH_OF_THEM:
        words.pop()
    return words


@lru_cache(maxsize=16384)
def things_spoken_of(text: str) -> tuple[Thing, ...]:
    """Those behind an article, a possessive or a preposition, without the words and places that a text speaks of
    itself with: "Please ignore the mail about the invoice" speaks of an invoice, "Wrong channel" of nothing."""
    named = [
        thing
        for match in _DETERMINER.finditer(_apart(text))
        if not _NOT_THE_ONE.match(match["thing"])
        for thing in things_named(match["thing"])[:1]
    ]
    return tuple(
        thing
        for thing in dict.fromkeys(named)
        if thing.noun not in _WORDS_AND_PLACES or thing.qualifiers - _WORDS_AND_PLACES - _WHICH_OF_THEM
    )


def speaks_of_another(text: str, claimed: str) -> bool:
    """It names a thing of its own, and none that the claimed sentence names."""
    own, others = things_spoken_of(text), things_named(claimed)
    words, nouns = _words(others), {thing.noun for thing in others}
    is_of_one = any(
        thing.noun in words or (thing.noun in _WORDS_AND_PLACES and thing.qualifiers & nouns) for thing in own
    )
    return bool(own) and not is_of_one and not same_thing(own, others)


def _apart(text: str) -> str:
    """With a space on both sides of each mark, so that no run of words goes beyond it, nor beyond "we'd"."""
    return re.sub(r"(?i)([^\w\s'’-])|\b(?:we|i|you|they|it|he|she)['’]\w+", r" \1, ", text)


def same_thing(some: tuple[Thing, ...], others: tuple[Thing, ...]) -> bool:
    """They name one thing, by the same noun and without a qualifier that speaks against it."""
    return any(
        one.noun == other.noun and (one.qualifiers <= other.qualifiers or other.qualifiers <= one.qualifiers)
        for one in some
        for other in others
    )


def same_thing_for_certain(some: tuple[Thing, ...], others: tuple[Thing, ...]) -> bool:
    """As `same_thing`, but that "the page" is not "the press page"."""
    return any(
        same_thing((one,), (other,)) and (one.qualifiers == other.qualifiers or one.noun not in GENERIC)
        for one in some
        for other in others
    )


def may_be_shared(word: str, some: tuple[Thing, ...], others: tuple[Thing, ...]) -> bool:
    """The stem, which both name, may be of one thing: "page" is not of "the landing page" and "the checkout page"."""
    one, other = (tuple(thing for thing in things if thing.noun == word) for things in (some, others))
    return not one or not other or same_thing(one, other)


def nothing_else(some: tuple[Thing, ...], others: tuple[Thing, ...]) -> bool:
    """The first name nothing that the others don't."""
    return _words(some) <= _words(others)


def speak_of_the_same(later: str, claimed: str) -> bool:
    """Both sentences name the same thing, and nothing by two numbers or links. "The travel budget" is not the budget
    that was claimed, but "the budget" is the travel budget."""
    return not speak_of_two(later, claimed) and any(
        same_thing((one,), (other,)) and (one.noun not in GENERIC or one.qualifiers <= other.qualifiers)
        for one in things_named(later)
        for other in things_named(claimed)
    )


def _words(things: tuple[Thing, ...]) -> frozenset[str]:
    return frozenset(word for thing in things for word in (thing.noun, *thing.qualifiers))
