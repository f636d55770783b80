"""Sentences that give another sum, day or choice without naming of what: "make that 8k", "it will have to be the blue
one after all", "wir nehmen doch Shopware".

Whoever changes what was settled need not repeat it. A sentence is read so if it has a word of change, and a value or an
option and no thing of its own before it. Which earlier words it changes is `context.unnamed_changes`; a change that
names its thing is `values` and `changes`, one right below in a chat `next_words`.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Literal

from yarnnn_pipelines.english.alternatives import Pattern, written
from yarnnn_pipelines.english.days import dates_named, weekdays_named
from yarnnn_pipelines.english.decisions import DECISION, OUTRIGHT
from yarnnn_pipelines.english.doubts import is_hedged
from yarnnn_pipelines.english.likeness import content_words
from yarnnn_pipelines.english.promises import is_a_dated_plan
from yarnnn_pipelines.english.values import values_given
from yarnnn_pipelines.english.vocabulary import DAY, MONTH

Settled = Literal["sum", "share", "count", "day", "choice"]

_LONGEST = 200  # characters of a sentence that changes something it does not name
_AMOUNT = (
    r"(?:(?:€|\$|£|EUR|USD|GBP|CHF)\s?)?\d[\d.,]*(?:\s?(?:k|mn?|%|per\s?cent))?(?!\w)"
    r"(?:\s?(?:€|\$|£|EUR|euros?|dollars?|pounds?|francs?|grand|a\s+month|per\s+month|im\s+Monat))?"
    r"(?![\d.,]*\d)(?!\s+(?!(?:instead|after|now|rather|then|please|only|in|for|and|but|because|since|max\w*|at|per"
    r"|im|dr?araus|draus|statt\w*|bitte"
    r"|unfortunately|sorry|tops|it)\b)[a-zäöü]{2,})"
)
_ON_A_DAY = (
    rf"(?:(?:on|to|till|until|for|am|auf|zum|den)\s+)?(?:(?:the|next|nächsten|den)\s+)?(?:{DAY}|(?:Mon|Diens|Donners"
    rf"|Frei|Sams|Sonn)tag|Mittwoch"
    rf"|\d{{1,2}}(?:st|nd|rd|th)(?:\s+(?:of\s+)?{MONTH})?|\d{{1,2}}\.(?:\s?(?:\d{{1,2}}\.|[A-ZÄ]\w+))?"
    rf"|\d{{1,2}}\s+{MONTH}|{MONTH}\s+\d{{1,2}})"
)
_OPENERS = (
    r"(?:(?:hi|hello|sorry|ok|okay|well|actually|but|so|and|yes|no|hm+|fyi|unfortunately|sadly|then|also|aber|leider"
    r"|nein|ja)\b\W*"
    r"|(?:after|following|on|in)\s[^,]{3,60},\s*|nach\s[^,]{3,40}\s(?=wird\b|nehmen\b|bleiben\b)"
    r"|(?:\w+|the\s+client)\s+(?:just\s+)?(?:called|rang|phoned|wrote|says?|said|told\s+\w+"
    r"|confirmed)\s*[,:–—-]?\s+(?:that\s+)?)*"
)
_IT = r"(?:it|that|this|they)"
_BE = (
    rf"{_IT}(?:['’](?:s|re|ll\s+be)|\s+(?:is|are|was|will\s+be|would\s+be|will\s+(?:now\s+)?have\s+to\s+be"
    rf"|has\s+to\s+be|have\s+to\s+be|needs?\s+to\s+be|must\s+be"
    r"|should\s+be|is\s+going\s+to\s+be|has\s+to\s+(?:come|go)\s+(?:down|up)\s+to|(?:comes?|came|goes"
    r"|went)\s+(?:down|up)\s+to|became|becomes))"
)
_ADVERB = (
    r"(?:(?:now|only|just|rather|actually|instead|more\s+like|at|around|then|doch|nun|jetzt|nur|lieber"
    r"|stattdessen|bitte)\s+)*"
)
_AFTERWARDS = r"(?:instead|after\s+all|now|rather|then|stattdessen)"
_WE = r"(?:we|i|they|he|she|you)"
# After "make it", a value is all that is said; after "it is", a word of change has to stand beside it.
CHANGES_A_VALUE = Pattern(
    written(
        "make it",
        rf"^{_OPENERS}(?:please\s+|can\s+we\s+|could\s+we\s+|let['’]?s\s+|we(?:['’]ll|['’]d)?\s+)*(?:make|call|say"
        rf"|keep)\s+(?:it|that|this)\s+(?:(?:at|to)\s+)?"
        rf"{_ADVERB}(?:{_AMOUNT}|{_ON_A_DAY})",
        "Make that 8k",
        "Let's make it the 19th",
        unlike=("Let's make it work",),
    ),
    written(
        "it is now",
        rf"^{_OPENERS}{_BE}\s+(?:a\s+|the\s+|set\s+to\s+)?{_ADVERB}(?:{_AMOUNT}|{_ON_A_DAY})(?=.*\b(?:{_AFTERWARDS}"
        rf"|unfortunately|sorry)\b)",
        "It's the 8th now",
        "dana just called, it's the 8th now",
        unlike=("It is 8 pages long",),
    ),
    written(
        "it has to be",
        rf"^{_OPENERS}{_IT}\s+(?:(?:will\s+)?(?:now\s+)?ha(?:s|ve)\s+to|needs?\s+to|must|should)\s+(?:be"
        rf"|come\s+down\s+to|go\s+(?:up|down)\s+to|move\s+to)\s+"
        rf"{_ADVERB}(?:{_AMOUNT}|{_ON_A_DAY})",
        "that has to come down to 2,000",
    ),
    written(
        "instead",
        rf"^{_OPENERS}(?:rather\s+|better\s+|lieber\s+)?(?:{_AMOUNT}|{_ON_A_DAY})\s+(?:instead(?!\s+of\b)|rather|after\s+all"
        rf"|stattdessen|it\s+is)\b",
        "the 26th instead, please",
    ),
    written(
        "only so much",
        rf"\b(?:(?:can|could|will)\s+(?:now\s+)?only\s+(?:do|pay|spend|afford|go\s+up\s+to|offer|get|manage|give)"
        rf"|(?:please\s+)?(?:only|just)\s+(?:count|plan|reckon"
        rf"|calculate|work)\s+(?:on|with)|(?:please\s+)?(?:count|plan|reckon|calculate|work)\s+(?:on|with)\s+(?:only"
        rf"|just))\s+{_ADVERB}{_AMOUNT}",
        "We can only do 9k",
        "please plan with only 9,000",
    ),
    written(
        "new one",
        r"\b(?:that|this|it)(?:['’]s|\s+is)\s+(?:now\s+)?(?:our|the|your)\s+new\s+(?:date|day|price|budget|number"
        r"|figure|deadline|target|total|limit)\b",
        "I got everyone on the 26th, so that is the new date",
    ),
    written(
        "moved",
        rf"\b(?:move|moving|push|pushing|shift|shifting|postpone|bring|put)\s+(?:it|that"
        rf"|this)\s+(?:\w+\s+){{0,2}}?(?:to|till|until)\s+(?:the\s+)?{_ON_A_DAY}",
        "we have to move it to the 26th",
    ),
    written(
        "German",
        rf"\b(?:rechne\w*|plan\w*|kalkulier\w*)\s+(?:\w+\s+){{0,2}}?(?:nur|lieber|stattdessen)\s+mit\s+{_AMOUNT}"
        rf"|\b(?:mach\w*|sag\w*)\s+(?:wir\s+|bitte\s+)*{_AMOUNT}"
        rf"(?:\s+(?:draus|daraus))?\s*\W*$|\b(?:es|das)\s+(?:wird|sind|ist)\s+(?:nun\s+|jetzt\s+)?doch\s+(?:nur\s+"
        rf"|erst\s+)?(?:{_AMOUNT}|{_ON_A_DAY})"
        rf"|\b(?:doch\s+(?:erst\s+|lieber\s+)?|auf\s+den\s+|auf\s+)(?:am\s+)?{_ON_A_DAY}\s+(?:verschieben|verlegen"
        rf"|vorziehen|schieben)|\b(?:müssen|muss|müsste\w*|wollen|möchten|sollten)\b.{{0,60}}\bauf\s+(?:den\s+)?{_ON_A_DAY}\W*$",
        "Bitte rechnet nur mit 9.000",
        "Wir müssen leider auf den 26.",
        "Wir müssen auf den 26. verschieben",
    ),
)
CHANGES_A_CHOICE = Pattern(
    written(
        "it has to be",
        rf"^{_OPENERS}(?:{_BE}|{_IT}\s+will\s+(?:now\s+)?be)\s+(?P<be>[\w'’ -]{{2,40}}?)\s+(?:instead|after\s+all"
        rf"|rather)\b",
        "It has to be Magento after all",
    ),
    written(
        "we take it instead",
        rf"^{_OPENERS}(?:{_WE}(?:['’](?:ll|re|d|ve))?\s+)(?:(?:will|would|are|have|now|then|rather|just|to|decided"
        rf"|prefer|want|going|like)\s+)*(?:go(?:ing)?\s+(?:for|with|back\s+to)"
        r"|tak(?:e|ing)|choos(?:e|ing)|pick(?:ing)?|us(?:e|ing)|hav(?:e|ing)|stay(?:ing)?\s+(?:with|on|at)"
        r"|stick(?:ing)?\s+(?:with|to)|switch(?:ing)?\s+(?:to|back\s+to)"
        r"|prefer|keep(?:ing)?)\s+(?P<take>[^.!?;]{2,60}?)\s+(?:instead|after\s+all|rather)\b",
        "We'll go for the smaller package instead",
        "we'd rather take the medium one after all",
    ),
    written(
        "rather",
        rf"^{_OPENERS}{_WE}(?:['’]d|\s+would)\s+rather\s+(?:go\s+(?:for|with)|take|use|have|stay\s+(?:with|on)"
        rf"|stick\s+(?:with|to)|keep|choose|pick)\s+(?P<rather>[^.!?;,]{{2,60}})",
        "We would rather take the medium one",
    ),
    written(
        "stays with",
        rf"^{_OPENERS}(?:they|we|she|he)(?:['’](?:re|ll|s))?\s+(?:(?:are|is|now|will|be|just)\s+)*(?:stay|stick|go"
        rf"|switch)(?:s|es|ing)?\s+(?:with|back\s+to|to)\s+(?:their|our|the)\s+"
        r"(?:current|old|existing|previous|present)\s+(?P<stay>\w+)",
        "client rang: they're staying with their current provider",
    ),
    written(
        "German",
        r"(?i:\b(?:es\s+)?wird(?:\s+es)?\s+(?:nun\s+|jetzt\s+)?doch\s+(?P<wird>(?!nicht\b|noch\b"
        r"|nichts\b)[^.!?;,]{2,40})|\bwir\s+(?:nehmen|wählen|machen|gehen\s+(?:nun\s+)?mit|bleiben)\s+(?:nun\s+"
        r"|jetzt\s+|dann\s+)?(?:doch|lieber)\s+(?P<nehmen>(?!nicht\b)[^.!?;,]{2,40})"
        r"|\bdann\s+(?:doch\s+)?lieber\s+(?P<lieber>[^.!?;,]{2,40}))",
        "Es wird nun doch Shopware",
        "Wir nehmen doch das kleine Paket",
    ),
)
_FOR_CHOICES = re.compile(
    r"(?i)\b(?:use|using|go(?:ing)?\s+(?:with|for)|take|taking|choose|chose|chosen|pick|picked|opt(?:ed)?\s+for"
    r"|settled?\s+on|host|hosting|stay|switch|buy|book|hire|order"
    r"|build|move|print|approved?|agreed\s+on|package|option|version|variant|provider|plan)\b"
)
_PLAN = re.compile(
    r"(?i)\b(?:is|are|was)\s+(?:now\s+)?(?:set|scheduled|planned|booked|due|fixed|agreed)\s+(?:for|on|by)\b"
    r"|\btakes?\s+place\b|\bis\s+on\b"
)


@lru_cache(maxsize=16384)
def settles(sentence: str) -> frozenset[Settled]:
    """What the sentence settles that may be changed without being named again; nothing that was only measured."""
    values = [value for value in values_given(sentence) if not value.grows]
    kinds: set[Settled] = {kind for value in values for kind in _AMOUNTS if value.attribute.startswith(kind)}
    names_a_day = {*dates_named(sentence), *weekdays_named(sentence)}
    is_decided = DECISION.found_in(sentence) or OUTRIGHT.found_in(sentence)
    if names_a_day and (is_a_dated_plan(sentence) or _PLAN.search(sentence)):
        kinds.add("day")
    if is_decided and not kinds and _FOR_CHOICES.search(sentence):
        kinds.add("choice")
    return frozenset(kinds)


_AMOUNTS: tuple[Settled, ...] = ("sum", "share", "count")


@lru_cache(maxsize=16384)
def may_change(sentence: str) -> frozenset[Settled]:
    """What kind of value the sentence gives anew without naming of what."""
    if len(sentence) > _LONGEST or sentence.rstrip().endswith("?") or is_hedged(sentence):
        return frozenset()
    value = CHANGES_A_VALUE.search(sentence)
    if value is not None:
        names_a_day = bool({*dates_named(value[0]), *weekdays_named(value[0])}) or _DAY_WRITTEN.search(value[0])
        return frozenset(["day"]) if names_a_day or _NEW_DAY.search(value[0]) else frozenset(_AMOUNTS)
    option = option_of(sentence)
    return frozenset(["choice"]) if option and not option[0].isdigit() else frozenset()


_DAY_WRITTEN = re.compile(
    r"(?i)\b\d{1,2}(?:st|nd|rd|th)\b|\b\d{1,2}\.(?=\s?(?:[^\W\d]|\d{1,2}\.))|\b(?:den|am|auf|zum)\s+\d{1,2}\.(?!\d)|tag\b|\bmittwoch\b"
)
_NEW_DAY = re.compile(r"(?i)\bnew\s+(?:date|day|deadline)\b")


@lru_cache(maxsize=16384)
def option_of(sentence: str) -> str:
    """What a sentence that changes a choice takes instead, as it is written; "" for any other."""
    match = CHANGES_A_CHOICE.search(sentence)
    return next((words for words in match.groupdict().values() if words), "") if match else ""


def changes(later: str, earlier: str) -> bool:
    """The later sentence may give anew what the earlier settles, and says another thing than it."""
    kinds = may_change(later) & settles(earlier)
    if not kinds or ("day" in kinds and _gives_the_same_day(later, earlier)):
        return False
    return "choice" not in kinds or not content_words(option_of(later)) <= content_words(earlier)


def _gives_the_same_day(later: str, earlier: str) -> bool:
    """The later sentence says once more what the earlier has: "19th it is", of "Thursday 19 November"."""
    value = CHANGES_A_VALUE.search(later)
    if value is None:
        return False
    days = set(_NUMBER_OF_A_DAY.findall(value[0])) | set(weekdays_named(value[0]))
    return bool(days) and days <= set(_NUMBER_OF_A_DAY.findall(earlier)) | set(weekdays_named(earlier))


_NUMBER_OF_A_DAY = re.compile(r"(?<![\d.,:])0?([1-9]\d?)(?=(?:st|nd|rd|th|\.)?(?:[^\d\w:.,]|[.,]?\s|[.,]?$))")


def are_of_one_kind(later: str, earlier: str) -> bool:
    """Of a choice: both name their option by one noun, or each by a name of its own: "WooCommerce" for "Shopify"."""
    option = option_of(later)
    if content_words(option) & content_words(earlier):
        return True
    return _NAME.search(option) is not None and _NAME.search(earlier[1:]) is not None


_NAME = re.compile(r"\b[A-Z][\w-]*[a-zA-Z]\w*\b")
