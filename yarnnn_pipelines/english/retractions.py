"""Words that take back what was said: the sentence before, something earlier, or another's account of it."""

from __future__ import annotations

import re

from yarnnn_pipelines.english.alternatives import Pattern, said, written
from yarnnn_pipelines.english.bare_retractions import reopens, takes_back_alone
from yarnnn_pipelines.english.decisions import is_ours_to_decide
from yarnnn_pipelines.english.doubts import is_hedged, is_not_yet
from yarnnn_pipelines.english.identifiers import speak_of_two
from yarnnn_pipelines.english.likeness import content_words, numbers, opposite, other_word, overlap
from yarnnn_pipelines.english.vocabulary import CLAUSE_MARK, DAY, MONTH

# A sentence that takes back the one before it.
TAKES_BACK = Pattern(
    written(
        "joke",
        r"^(?:just\s+kidding|jk|not!|nope|or\s+so\s+i\s+thought)",
        "Just kidding, it is not",
    ),
    written(
        "correction",
        r"^(?:but\s+that['’]s\s+(?:wrong|not)|wrong[.!]|scratch\s+that|scrap\s+that|false\s+alarm|strike\s+that)",
        "Scratch that",
        "Wrong!",
    ),
    written("it failed", r"^it\s+(?:crashed|broke|failed)", "It broke at noon"),
)
# A sentence that takes back something said earlier.
RETRACTS = Pattern(
    said(
        "correction",
        """
        (?:scrap|scratch|strike|ignore|forget) that | false alarm | correction | misread | was wrong | after all
        | that(?:'s| is) (?:not (?:right|correct|true)|wrong) | scrap (?:the|our)
        """,
        "Scrap that",
        "That is not true",
        "we scrap the plan",
    ),
    said(
        "not done after all",
        r"""
        (?:not|never) (?:\w+ )?(?:fixed|live|approved|done|launched|resolved|working|finished|shipped|delivered)
        | (?:isn't|aren't|wasn't|hasn't|haven't)
        (?:\w+ )?(?:fixed|live|approved|done|launched|resolved|working|finished)
        """,
        "the page is not yet live",
        "the page isn't live",
    ),
    said(
        "fell back",
        r"""
        (?:is|are|still) (?:broken|down|failing) | rolled back | revert(?:s|ed)? | (?:is|came|are) back | broke again
        """,
        "the pixel is down",
        "we reverted the page",
        "the bug is back",
    ),
    said(
        "withdrawn",
        r"""
        withdr[ae]w\w* | paused | took down | taken down | rejected | on hold | no longer
        | (?:take|took|taking) (?:it|that|this|the .{1,30}) back
        """,
        "Dana withdrew the offer",
        "we take the offer back",
    ),
    said(
        "change of mind",
        "changed (?:my|our|their|his|her) minds? | on second thoughts?",
        "we changed our mind",
        "on second thought we keep it",
    ),
    said("joke", "no way | (?:just|only|was|were) (?:kidding|joking)", "I was joking"),
    said(
        "cannot be done",
        "can't (?:deliver|make|ship|launch|send) | cannot (?:deliver|make|ship|launch|send)",
        "we can't ship it",
        "we cannot ship it",
    ),
    said(
        "never said",
        r"""
        (?:did not|didn't|never|have not|haven't)
        (?:\w+ )?(?:say|said|agreed?|approved?|decided?|signed?|confirm(?:ed)?)
        | not what (?:i|we) (?:said|agreed|decided|meant|approved|signed)
        """,
        "we never agreed",
        "that is not what we said",
    ),
)
_WAYS = {one.name: Pattern(one).compiled for one in RETRACTS.alternatives}
_CAN_NOT = re.compile(r"(?i)\bcan(?:['’]t|not)\s+(?P<deed>\w+)")
# Words that deny what was just said and need not repeat it.
DENIES = Pattern(
    said(
        "never said",
        """
        not what (?:i|we) (?:said|agreed|decided|meant|approved|signed)
        | (?:did not|didn't|never) (?:say|said|agreed?|approved?|decided?|signed?|confirm(?:ed)?)
         (?:that|this|it|so|any)
        """,
        "That is not what we agreed",
        "I didn't approve that",
    ),
    said("wrong", "that(?:'s| is) (?:not (?:right|correct|true)|wrong)", "That's wrong"),
)
_BARE = re.compile(r"(?i)^\W*(?:(?:scrap|scratch|strike|ignore|forget) that|correction|false alarm|never ?mind)\b")


SAME_MATTER = 0.8  # overlap of two sentences that give figures for one thing

_OPENS_A_QUESTION = re.compile(
    r"(?i)^\W*(?:(?:and|but|so|ok|okay|sorry|hey|wait|hm+)\b\W*)*(?:(?:why|what|when|where|who|which|how)\b"
    r"|(?:do|does|did|is|are|was|were|has|have|had|can|could|should|would|will|shall)(?:n['’]t)?\s+"
    r"(?:you|we|i|it|he|she|they|the|this|that|these|those|there|our|your|my|his|her|their|any\w*|some\w*)\b)"
)
_EXCUSE = re.compile(
    r"(?i)\b(?:can['’]t|cannot|can not|won['’]t|not able to|unable to)\s+"
    r"(?:make\s+it\b|come\b|join\b|attend\b|be\s+there\b)"
    r"|\b(?:i|we|me)\b.*\b(?:either|neither)\b|^\W*(?:me|nor|neither)\b.*\b(?:neither|either|i|can)\b"
)
_ABOUT = re.compile(
    r"(?i)\b(?:wrong|mistaken|confused|mixed\s+up|misread|misspoke|incorrect|correction|correct(?:ing|ed)?|mistake|error|forget|ignore"
    r"|scratch|strike|scrap|disregard|mind|said|wrote|alarm|kidding|joking)\s+(?:\w+\s+){0,3}?(?:about|on|regarding|concerning|re|for|with)\s+"
    r"(?P<matter>[^.,;:!?()–—\n]{2,80})"
)
_OF_ANY_MATTER = content_words(
    "date day time week month number amount figure price cost value status name detail timing deadline all everything"
    " last first earlier previous message mail decision call update statement news part point"
)
_LONGEST_EXCUSE = 1_000  # characters; beyond that nobody excuses themselves, and the search takes their square


def takes_back_the_sentence_before(text: str) -> bool:
    return TAKES_BACK.match(text) is not None


def retracts(text: str) -> bool:
    """It takes something back; of what it speaks is for the caller to see. A question takes nothing back."""
    return (RETRACTS.found_in(text) and not _asks(text)) or takes_back_alone(text) or reopens(text)


def ways_of_retracting(text: str) -> frozenset[str]:
    """The names of the alternatives of RETRACTS that a sentence which retracts is worded by."""
    return frozenset(name for name, regex in _WAYS.items() if regex.search(text))


def can_not_do(text: str, claimed: str) -> bool:
    """What "can't" is said of is the deed that was claimed: "we can't ship it" undoes "we ship it on Friday"."""
    said_of = _CAN_NOT.search(text)
    return said_of is None or bool(content_words(said_of["deed"]) & content_words(claimed))


def _asks(text: str) -> bool:
    """A question, but for a statement with a question at its end: "Scrap that, ok?"."""
    if _BARE.match(text):
        return False
    if _OPENS_A_QUESTION.match(text):
        return True
    statement, comma, tag = text.rpartition(",")
    return text.rstrip(' )"”’').endswith("?") and not (comma and len(tag.split()) <= 4 and RETRACTS.found_in(statement))


def excuses_the_speaker(text: str) -> bool:
    """It says of whoever speaks that they can't be there, or that something holds of them as well: "I can't make it
    either". That undoes what they said, and nothing that another did."""
    return len(text) <= _LONGEST_EXCUSE and _EXCUSE.search(text) is not None


def denies(text: str) -> bool:
    return DENIES.found_in(text)


def retracts_without_naming(text: str) -> bool:
    """It begins with words that take back and need not say what: "Scrap that", "Correction"."""
    return _BARE.match(text) is not None or takes_back_alone(text)


def names_another_matter(text: str, claimed: str) -> bool:
    """It says of what its speaker was wrong, or what is to be forgotten, and that is not what was claimed: "I was wrong
    about the invoice". Of a value, "wrong about the date", nobody knows whose."""
    about = _ABOUT.search(text[:_LONGEST_EXCUSE])
    if about is None:
        return False
    matter = content_words(about["matter"]) - _OF_ANY_MATTER
    return bool(matter) and not matter & content_words(claimed)


def may_decide_otherwise(text: str) -> bool:
    """A decision, for certain; of what, and whether it is the opposite of another, is not looked at."""
    if text.endswith("?") or not is_ours_to_decide(text) or numbers(text):
        return False
    return not is_hedged(text) and not is_not_yet(text)


def undoes(text: str, decision: str) -> bool:
    """A text that `may_decide_otherwise` says the opposite of the same matter: "drop the loyalty card", "we keep the
    loyalty card"."""
    return len(content_words(text) & content_words(decision)) >= 2 and opposite(text, decision)


_VALUE = rf"(?:[€$£]\s?)?(?:\d[\d.,:]{{0,20}}\d|\d)\s?%?|{DAY}|\d{{1,2}}(?:st|nd|rd|th)?\s+{MONTH}|{MONTH}\s+\d{{1,2}}"
_OLD_VALUE = re.compile(
    rf"(?i)(?:\bnot|\binstead\s+of|\brather\s+than|\bno\s+longer)\s+(?:on\s+|at\s+|by\s+)?(?:the\s+)?(?P<after>{_VALUE})"
    rf"|(?P<before>{_VALUE})\s+(?:\w+\s+){{0,2}}(?:should\s+(?:be|read|say)|was\s+(?:wrong|a\s+typo|a\s+mistake)|is\s+wrong)"
)
_A_VALUE = re.compile(rf"(?i){_VALUE}")
_LONG_NUMBER = re.compile(r"\d(?:[.,:]?\d){2,}")


def names_a_wrong_value(text: str) -> bool:
    return _OLD_VALUE.search(text) is not None


def values_named_wrong(text: str) -> frozenset[str]:
    """The numbers that it names as wrong: 221 of "it's 212, not 221"."""
    return frozenset().union(*(numbers(wrong["after"] or wrong["before"]) for wrong in _OLD_VALUE.finditer(text)))


def is_told_apart(correction: str) -> bool:
    """The value that it names as wrong is a number that hardly stands for two things in one talk: "212, not 221"."""
    return any(_LONG_NUMBER.search(wrong["after"] or wrong["before"]) for wrong in _OLD_VALUE.finditer(correction))


def beside_the_wrong_value(text: str) -> str:
    """The clauses with values: "I read my own handwriting wrong" says nothing of what it is the number of."""
    return ", ".join(clause for clause in CLAUSE_MARK.split(text) if _A_VALUE.search(clause)) or text


def corrects_a_value(text: str, claimed: str) -> bool:
    """It names a number or day of what was claimed as wrong: "310, not 301", "it's Friday instead of Thursday"."""
    for wrong in _OLD_VALUE.finditer(text):
        value = wrong["after"] or wrong["before"]
        if numbers(value) <= numbers(claimed) if numbers(value) else _names(claimed, value):
            return True
    return False


def _names(text: str, value: str) -> bool:
    return re.search(rf"(?i)\b{re.escape(value)}\b", text) is not None


def gives_another_figure(sentence: str, earlier: str) -> bool:
    """Both sentences speak of one matter and give different numbers."""
    same_matter = overlap(sentence, earlier) >= SAME_MATTER and not other_word(sentence, earlier)
    if speak_of_two(sentence, earlier):
        return False
    return same_matter and bool(numbers(sentence)) and bool(numbers(earlier)) and numbers(sentence) != numbers(earlier)
