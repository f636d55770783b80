"""Messages that correct a word of their author's message right before: "Tuesday*", "s/4,000/400", "I meant 400".

Corrections that say which value was wrong are `retractions`; which message is meant is the caller's.
"""

from __future__ import annotations

from yarnnn_pipelines.english.alternatives import Pattern, written
from yarnnn_pipelines.english.days import weekdays_named
from yarnnn_pipelines.english.likeness import numbers
from yarnnn_pipelines.english.vocabulary import DAY, MONTH

_LONGEST = 160  # characters
_VALUE_ALONE = (
    rf"(?:on\s+|by\s+|at\s+)?(?:[€$£]\s?)?(?:\d[\d.,:]*\s?(?:%|k\b|am\b|pm\b|€)?|{DAY}|{MONTH}\s+\d{{1,2}})"
    r"(?:\s+[a-z]+){0,2}"
)
_SORRY = r"^(?:\W|(?:sorry|oops|ah|no|or|and|well|ugh|argh|pardon)\b)*"
# Whoever writes one of these corrects a word of their own message right before.
CHAT_CORRECTION = Pattern(
    written(
        "star",
        r"^(?:\*(?=[^\s*])[^*\s]{1,30}(?:\s[^*\s]{1,30}){0,2}|[^\s*]{1,30}(?:\s[^*\s]{1,30}){0,2}(?<!\s)\*)\W?$",
        "Tuesday*",
        "*400",
    ),
    written("substitution", r"^s/[^/\n]{1,60}/[^/\n]{0,60}/?g?$", "s/4,000/400/"),
    written(
        "meant",
        rf"{_SORRY}(?:i\s+(?:of\s+course\s+)?meant?\b|meant\b|ich\s+meinte\b|meinte\b|soll(?:te)?\s+(?:heißen|sein)\b|(?:correct(?:ion|ed)|typo|erratum|errata"
        rf"|edit)\s*[:–—-])"
        r"\W*(?!it\b|that\b|this\b|what\b|in\s+the\b)(?:[\w€$£%.,:’'/-]+\W*){1,6}$",
        "I meant Tuesday.",
        "Correction: 400",
        "Ich meinte 400",
    ),
)
# The same, where the message has such a value.
VALUE_CORRECTION = Pattern(
    written(
        "should be",
        rf"{_SORRY}(?:make\s+(?:that|it)|rather|(?:(?:that|it|this)\s+)?should\s+(?:be|read|say|have\s+been)"
        rf"|correct(?:ion|ed)|typo|edit)"
        rf"\b\W*{_VALUE_ALONE}\W*$",
        "Make that 400.",
    ),
    written(
        "value, sorry",
        rf"^{_VALUE_ALONE}\s*[,;:–—-]+\s*(?:sorry|i\s+meant?|rather|oops|my\s+(?:bad|mistake)|of\s+course"
        rf"|to\s+be\s+(?:precise|exact)"
        rf"|actually|not\s+{_VALUE_ALONE})\b[^.!?]{{0,40}}\W*$",
        "Tuesday, sorry",
        "400, not 4,000",
    ),
    written(
        "value, meant",
        rf"^{_VALUE_ALONE}\s+(?:meint?e\s+ich|i\s+meant|was\s+meant|ist\s+richtig|is\s+right)\b\W*$",
        "400 meinte ich",
    ),
    written(
        "sorry, value",
        rf"^(?:sorry|oops|ah|no|nope|actually|er+m?|uh+|hm+|wait|pardon"
        rf"|or\s+rather)\b[\s,;:.!–—-]+(?:no\W+)?{_VALUE_ALONE}\W*$",
        "Sorry, Tuesday.",
    ),
)


def may_correct_the_message_before(text: str) -> bool:
    """A whole message that corrects a word of its author's message right before it, if it has such a word."""
    short = text.strip()
    return len(short) <= _LONGEST and any(p.match(short) for p in (CHAT_CORRECTION, VALUE_CORRECTION))


def corrects_the_message_before(text: str, claimed: str) -> bool:
    """Of a text that may correct: where it gives a bare number or day, the claimed sentence has one."""
    if CHAT_CORRECTION.match(text.strip()):
        return True
    return bool(numbers(text) and numbers(claimed)) or bool(set(weekdays_named(text)) and set(weekdays_named(claimed)))
