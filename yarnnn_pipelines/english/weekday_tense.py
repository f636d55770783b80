"""Whether a weekday without a date is the one before the sentence was said or the one after it.

The verb of its clause decides: what "was approved on Friday" was so on the last one, what "is confirmed for Friday" is
confirmed for the next. What may be either is open, and no day is told of it. When the day is, is `days`.
"""

from __future__ import annotations

import re
from typing import Literal

from yarnnn_pipelines.english.alternatives import any_of
from yarnnn_pipelines.english.irregular_verbs import VERB_OF
from yarnnn_pipelines.english.vocabulary import PERFECTIVE

Tense = Literal["past", "to come", "open"]

PAST = re.compile(rf"(?i)\b(?:was|were|had|has|(?<!\bwill )(?<!['’]ll )have|passed|{PERFECTIVE})\b")
_PAST_FORM = re.compile(
    r"(?i)\b\w{2,}ed\b|\b(?:did|found|ran|saw|got|met|came|broke|fell|rose|grew|gave|took|told|said|held|lost|won)\b"
)
_CLAUSE_ENDS = re.compile(r"[,;:–—(]|\s-\s|\s(?:and|but|so|while|then)\s", re.IGNORECASE)
_SAID = any_of("""
announced | agreed | anticipated | arranged | asked | booked | confirmed | decided | expected | hoped |
invited | moved | needed | offered | pencilled in | penciled in | planned | postponed | promised | proposed
| requested | rescheduled | reserved | said | says | scheduled | settled | signed up | suggested | tells |
thinks | thought | told | wanted | wrote
""")  # of what is to come as often as of what was
_ARRANGED = any_of("""
announced | agreed | anticipated | arranged | awaited | booked | called | confirmed | decided | due |
earmarked | expected | fixed | hoped | invited | lined up | meant | moved | needed | ordered | organised |
organized | pencilled in | penciled in | planned | postponed | promised | proposed | requested | required |
rescheduled | reserved | scheduled | set | set up | settled | signed up | slated | suggested | supposed |
timetabled | wanted
""")
_WILLED = any_of("""
agreed | ask(?:ed|s)? | confirmed | decided | expect(?:ed|s)? | going | has | have | hope[ds]? |
intend(?:ed|s)? | like | meant | need(?:ed|s)? | offered | plan(?:ned|s)? | promise[ds]? | ready | refused |
supposed | tr(?:y|ied|ies) | want(?:ed|s)?
""")
_PARTICIPLE = rf"(?:\w{{2,}}[^\We]ed|guaranteed|set|{'|'.join(VERB_OF)})"
_ADVERB = r"(?:\s+(?:not|now|all|both|also|already|currently|still|just|finally|again|\w+ly))*"
_WHAT_WAS_SAID = re.compile(r"(?i)\s+(?:that|whether|to)\b")  # "decided on Monday that"
_AWAITED = (
    "anticipated", "awaited", "booked", "due", "expected", "needed", "planned", "required", "rescheduled", "scheduled",
    "slated", "supposed", "timetabled", "wanted",
)  # fmt: skip
_ON_SOMETHING = ("agreed", "booked", "decided", "planned", "settled")  # "we agreed on Friday"
_IS = r"(?:\b(?:is|are|am)(?:n['’]t)?|['’](?:re|m))\b"
_VERB = re.compile(
    r"(?i)\b(?P<ahead>will|shall|going\s+to|won['’]t|can|could|may|might|should|would)\b(?:\s+(?:have|be)\b)?"
    r"|['’](?P<short>ll)\b(?:\s+(?:have|be)\b)?"
    rf"|\b(?P<willed>{_WILLED}\s+(?:\w+\s+){{0,2}}?to\s+[a-z]+)\b"
    rf"|\b(?:was|were|had|(?:has|have|['’]ve)(?:{_ADVERB}\s+been)?)(?:n['’]t)?{_ADVERB}\s+(?:been\s+)?(?P<set>{_ARRANGED})\b"
    rf"|{_IS}{_ADVERB}\s+(?:(?P<awaited>{_ARRANGED})|(?P<state>{_PARTICIPLE}))\b"
    rf"|\b(?P<spoken>{_SAID})\b|\b(?P<due>due)\b"
    rf"|\b(?P<past>was|were|had|has|have|did|passed|{_PARTICIPLE})\b"
)


def _clause(text: str, start: int, end: int) -> tuple[int, int]:
    """Of the words at this place."""
    ends = [mark.span() for mark in _CLAUSE_ENDS.finditer(text)]
    first = max((stop for _, stop in ends if stop <= start), default=0)
    return first, min((begin for begin, _ in ends if begin >= end), default=len(text))


def may_be_to_come(text: str, start: int, end: int) -> bool:
    """The clause of a weekday tells of nothing past: what "follows on Wednesday" follows on the next one."""
    first, last = _clause(text, start, end)
    return not (PAST.search(text, first, last) or _PAST_FORM.search(text, first, last))


def tense_of(text: str, start: int, end: int, preposition: str) -> Tense | None:
    """Of the weekday at this place of the text, the words before it without its preposition; None where its clause has
    no verb that tells it."""
    first, last = _clause(text, start, end)
    before = list(_VERB.finditer(text, first, start))
    if not before:
        after = _VERB.search(text, end, last)
        return None if after is None else _of_a_verb_behind(after, text[first:start])
    if (before[-1]["spoken"] or before[-1]["set"]) and _WHAT_WAS_SAID.match(text, end):
        return "past"
    return _of_a_verb_before(before[-1], text[before[-1].end() : start].strip(), preposition)


def _of_a_verb_before(verb: re.Match[str], between: str, preposition: str) -> Tense:
    if verb["ahead"] or verb["short"]:
        return "to come"
    if verb["awaited"]:
        return "to come" if preposition == "for" or verb["awaited"].lower() in _AWAITED else "open"
    if verb["willed"] or verb["state"] or verb["due"]:
        return "open"
    is_for = preposition == "for"
    if verb["set"]:
        is_over = verb[0].lower().startswith(("was", "were", "had"))
        return "open" if is_over or not is_for else "to come"
    if verb["spoken"]:
        if is_for:
            return "to come"
        return "open" if between or verb["spoken"].lower() in _ON_SOMETHING else "past"
    return "open" if is_for else "past"


def _of_a_verb_behind(verb: re.Match[str], before: str) -> Tense:
    """ "The call on Friday was moved" may tell of either; "On Friday we moved the call" does not."""
    if verb["ahead"] or verb["short"]:
        return "to come"
    is_of_a_thing = bool(before.strip())
    if verb["willed"] or verb["state"] or verb["awaited"] or verb["due"]:
        return "open"
    return "open" if is_of_a_thing and (verb["set"] or verb["spoken"]) else "past"
