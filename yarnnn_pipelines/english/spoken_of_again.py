"""Whether a later sentence that names the same things leaves an earlier one in doubt, in whatever words it does so.

What was promised or asked for may have come, a day or a number may be another now. People say that in more ways than
can be listed, and an update that tells the earlier word is wrong then; so here it is enough that the later sentence
names all that the earlier one speaks of, and neither asks for it nor promises it again. Sentences whose words say that
something has come, moved or broken are read by `answers`, `states` and `retractions`.
"""

from __future__ import annotations

import re
from functools import lru_cache

from yarnnn_pipelines.english.alternatives import Pattern, said
from yarnnn_pipelines.english.answers import ANSWER, brings_nothing, says_something_has_come, says_we_have_it
from yarnnn_pipelines.english.days import dates_named, weekdays_named
from yarnnn_pipelines.english.doubts import is_not_yet
from yarnnn_pipelines.english.identifiers import speak_of_two
from yarnnn_pipelines.english.likeness import content_words, what_limits
from yarnnn_pipelines.english.putting_off import puts_off
from yarnnn_pipelines.english.requests import asks_something
from yarnnn_pipelines.english.results import is_in_part
from yarnnn_pipelines.english.statement import parse
from yarnnn_pipelines.english.states import ABSENT
from yarnnn_pipelines.english.things import things_named, things_spoken_of

HANDS_OVER = Pattern(
    said(
        "handed over in passing",
        "(?:here|there) (?:you|we) (?:go|are) | here (?:comes?|it is|they are) | enclosed | as (?:promised|announced)"
        " | (?:on (?:its|their) way|over) to you | see attachment | you(?:'ll| will| can| should)? find",
        "There you go: the logo",
        "Here comes the logo",
        "the logo, as promised",
        "the logo is on its way to you",
        "You'll find the logo attached",
    )
)
OTHERWISE = Pattern(
    said(
        "other than before",
        """
        instead | rather | after all | (?:forget|ignore|scrap) what (?:i|we) (?:said|decided) | overruled | overturned
        | re-?open(?:ed|ing)? | change of (?:plans?|mind|heart) | changed (?:my|our|their) minds?
        """,
        "we'd rather have the blue one",
        "Please forget what I said on the page",
        "our board overruled me",
        "we are reopening that question",
        "a change of plan",
        "we changed our minds",
    )
)
# Of what names the thing of an earlier word, enough to leave that in doubt, whatever else it says.
TURNS = Pattern(
    said(
        "no longer in force",
        """
        void | invalid | moot | parked | shelved | scrapped | frozen | on (?:ice|hold|pause) | postponed | suspended
        | withdrawn | pulled | revoked | retracted | undone | reversed | reverted | rolled back
        | (?:is|are|was|were|now|called|put|pushed|taken) (?:[\\w-]+ ){0,3}(?:off|back|aside) | up in the air
        | up for discussion | off the table | overruled | overturned | re-?open(?:ed|ing|s)? | re-?think(?:ing)?
        | re-?consider(?:ed|ing)? | second thoughts? | on reflection | slept on it
        | thinking (?:about it |it over )?(?:again|more|twice)
        """,
        "The vote on the returns form is void",
        "The returns form is on ice",
        "We put the returns form off",
        "the form is re-opened",
        "we are rethinking the form",
        "we have reconsidered the form",
        "We had second thoughts on the form",
        "Thinking about it more, the form is too long",
    ),
    said(
        "another than before",
        """
        make (?:that|it) | instead | rather | after all | prefer(?:s|red)? | changed (?:my|our|their|his|her) minds?
        | change of (?:plans?|mind|heart) | better idea | swap(?:ped)? | switch(?:ed)? | (?:won|wins|beats?)(?: out)?
        | (?:i|we)(?:'d| would) (?:go|take|use|choose|pick|want|like) | should (?:have|get|use|take) (?:that|this|it)
        """,
        "Make that the second layout for the checkout",
        "we preferred the blue one",
        "they changed their minds",
        "a change of plan for the form",
        "we swapped the photo",
        "we switched the photo",
        "The larger font won",
        "I'd go the larger font on the store finder",
        "the form should have that",
    ),
    said(
        "not to be heeded",
        """
        disregard | ignore | forget | scrap | strike | scratch | hold off | not so fast | never mind | t(?:ake|ook) back
        | premature(?:ly)? | jumped the gun | too (?:soon|early|quick(?:ly)?|fast) | got ahead of
        """,
        "Please disregard my note on the product feed",
        "we take back the form",
        "the note on the feed was premature",
        "I was too quick with the product feed",
    ),
    said(
        "goes wrong",
        """
        fail(?:s|ed|ing|ure)? | broke | broken | misbehav(?:es|ed|ing) | bounced | crash(?:es|ed|ing)? | died | dead
        | wrong | as (?:bad|broken) as | keeps [a-z]+ing | worse | complain(?:s|ed|ing|ts?)? | only | still | except
        """,
        "The deploy of the cookie notice failed",
        "The size guide is misbehaving like last week",
        "the form crashed",
        "the form is as bad as it was",
        "the app keeps hanging",
        "people complained about the form",
        "The job board only works in Chrome",
    ),
)
BACK_TO_THE_OLD = Pattern(
    said(
        "the old one is there",
        """
        (?:gets?|sees?|seeing|shows?|showing|serv(?:es|ing)|back (?:to|on)|running)(?: [\\w-]+){0,2}
        the (?:same )?(?:old|previous|former|last)
        """,
        "Visitors get the previous gift card shop",
        "We're back to the old version of the press kit",
        "people are seeing the old shop",
        "the phone shows the old shop",
        "the server serves the old shop",
    ),
)
_NO_DAY_TO_COME = re.compile(
    r"(?i)\b(?:from|instead\s+of|rather\s+than|not)\s+(?:on\s+)?(?:(?!\b(?:to|until)\b)[^,.;]){0,400}?"
    r"(?=\s+(?:to|until|for|but)\b|[,.;]|$)"
)
_LABEL = re.compile(r"^\W*(?:the\s+)?((?:[a-zA-Z][\w-]*\s+){0,2}[a-zA-Z][\w-]*):\s")  # "Sign-off: Thursday then"
# What a sentence on a day or a number names beside the thing.
_OF_DAYS = content_words(
    "date day deadline launch release delivery plan planning schedule slot time latest week end start forward back"
)
_OF_NUMBERS = content_words(
    "figure number total count update dashboard report correction value quick week month today end since earlier latest"
    " gone come came right far last now thing"
)
OF_DECIDING = content_words(
    "decided decide agreed approved use take go final answer side settled signed off chose picked want please let for"
)
_AFTER_A_NUMBER = re.compile(r"(?<![\w.,])\d[\d.,]*%?\s+((?:[a-z][\w-]*\s*){1,3})")
_JUST_NOW = re.compile(r"(?i)\ban?\s+(?:moment|second|minute|while|bit|hour)\s+ago\b")
_NEEDED = re.compile(r"(?i)\b(?:need|needs|needed|require[sd]?|lacks?)\b")
_WHERE = re.compile(r"(?i)\b(?:for|in|at|from|by)\s+([^,.;:]{1,60})")
_RELATIVE = {"%", "€", "$", "£", "poin", "x", "k"}  # units that tell a share or a sum from a count
_LEAST_WORDS = 3  # of the things that are named again; fewer may be named in another matter


@lru_cache(maxsize=16384)
def things_in(sentence: str) -> tuple[frozenset[str], ...]:
    """What stands behind an article or a preposition, each as its words, without days."""
    named = ((thing.noun, *thing.qualifiers) for thing in things_spoken_of(sentence))
    return tuple(words for words in (frozenset(one) - _OF_DAYS for one in named) if words)


def names_thing(sentence: str, thing: frozenset[str]) -> bool:
    """One of its things is that, or of several words among its own: "the page" is not "the shop page"."""
    named = (frozenset((one.noun, *one.qualifiers)) for one in (*things_named(sentence), *things_spoken_of(sentence)))
    return any(thing == other or (len(thing) > 1 and thing <= other) for other in named)


def names_first(sentence: str, thing: frozenset[str]) -> bool:
    """It begins with that thing, or that is the first behind an article."""
    first = (*things_named(sentence)[:1], *things_spoken_of(sentence)[:1])
    return any(frozenset((one.noun, *one.qualifiers)) == thing for one in first)


def is_dealt_with(later: str, open_matter: str) -> bool:
    """The later sentence names each thing that was promised or asked for, and gives it, or tells of it as of something
    that is there: "The photos for the shop page look great"."""
    wanted, named = things_in(open_matter), content_words(later)
    words = frozenset().union(*wanted)
    if not words or not words <= named or speak_of_two(later, open_matter):
        return False
    told = HANDS_OVER.compiled.sub(" ", _JUST_NOW.sub(" ", later))
    if asks_something(told) or is_in_part(told) or is_not_yet(told) or puts_off(told) or ABSENT.found_in(told):
        return False
    is_there = says_something_has_come(told) or (says_we_have_it(told) and not brings_nothing(told))
    if is_there or HANDS_OVER.found_in(later) or ANSWER.match(told):
        return True
    statement = parse(told)
    is_told = statement.clauses and all(
        clause.modality == "asserted" and clause.tense != "future" and not clause.is_denied
        for clause in statement.clauses
    )
    return bool(is_told) and len(words) >= _LEAST_WORDS and len(wanted) > 1 and not _names_a_day(told)


def gives_another_day(later: str, plan: str) -> bool:
    """Of one thing that is planned for a day, the later sentence names another, and no other thing."""
    if asks_something(later) or speak_of_two(later, plan):
        return False
    later = _LABEL.sub(r"for the \1, ", later)
    to_come = _NO_DAY_TO_COME.sub(" ", later)
    weekdays = set(weekdays_named(plan)), set(weekdays_named(to_come))
    dates = set(dates_named(plan)), set(dates_named(to_come))
    moved = any(old and new and old.isdisjoint(new) for old, new in (weekdays, dates))
    return moved and _of_one(_words(later) - _OF_DAYS, _words(plan) - _OF_DAYS)


def gives_another_number(later: str, earlier: str) -> bool:
    """Of one thing that is counted, the later sentence gives another number, and counts nothing else."""
    old, new = ({(figure.value, figure.unit) for figure in parse(words).figures} for words in (earlier, later))
    if asks_something(later) or speak_of_two(later, earlier) or len(old) != 1 or len(new) != 1 or old == new:
        return False
    if {unit for _, unit in old} & _RELATIVE != {unit for _, unit in new} & _RELATIVE:
        return False
    limits = what_limits(earlier) - _OF_NUMBERS
    if any(not content_words(match[1]) - _OF_NUMBERS <= content_words(earlier) for match in _WHERE.finditer(later)):
        return False
    named, before = (_words(words) | _counted(words) - _OF_NUMBERS for words in (later, earlier))
    return limits <= content_words(later) and _of_one(named - _OF_NUMBERS, before - _OF_NUMBERS)


def may_decide_another(later: str, decision: str) -> bool:
    """On one of the things of a decision, the later sentence says that it is otherwise, and not what was decided."""
    named = content_words(later)
    if not OTHERWISE.found_in(later) or later.rstrip().endswith("?") or speak_of_two(later, decision):
        return False
    is_of_it = any(thing <= named and (len(thing) > 1 or len(things_in(later)) == 1) for thing in things_in(decision))
    return is_of_it and not content_words(decision) - OF_DECIDING <= named


def _of_one(later: frozenset[str], earlier: frozenset[str]) -> bool:
    """The later one names the earlier one's thing and nothing else."""
    return bool(later) and later <= earlier


def _words(sentence: str) -> frozenset[str]:
    return frozenset().union(*things_in(sentence))


def _counted(sentence: str) -> frozenset[str]:
    return frozenset().union(*(content_words(match[1]) for match in _AFTER_A_NUMBER.finditer(sentence)))


def _names_a_day(sentence: str) -> bool:
    return bool({*weekdays_named(sentence), *dates_named(sentence)})


def words_of_things(sentence: str) -> frozenset[str]:
    """By which a later sentence on the same is found."""
    return (_words(sentence) | _counted(sentence)) - _OF_DAYS - _OF_NUMBERS


def leaves_something_open(sentence: str) -> bool:
    """It says of something that it is not there yet, or needed."""
    return ABSENT.found_in(sentence) or _NEEDED.search(sentence) is not None
