"""Whether a message names a question that it answers, asked elsewhere: "you asked yesterday about the weight".

What answers a question where it was asked is `answers`; which messages are looked at is the caller's.
"""

from __future__ import annotations

import re
from datetime import date, timedelta

from yarnnn_pipelines.english.answers import answers
from yarnnn_pipelines.english.days import weekday, weekdays_named
from yarnnn_pipelines.english.likeness import content_words, numbers
from yarnnn_pipelines.english.putting_off import puts_off
from yarnnn_pipelines.english.requests import asks_something, matter_of
from yarnnn_pipelines.english.sentences import sentences_of

NAMED_WITHIN = timedelta(days=7)  # of the question: "you asked on Wednesday"
_YOU_ASKED = re.compile(
    r"(?i)\b(?:you(?:['’]d|\s+had)?\s+(?:asked|wanted\s+to\s+know|were\s+asking|wondered|enquired|inquired)|your\s+questions?)\b"
    r"(?P<which>[^.!?:\n]{0,80})"
)
_NOT_YET = re.compile(r"(?i)\b(?:still|delay|(?:is|are)\s+(?:with|away))\b")
_YESTERDAY = re.compile(r"(?i)\b(?:yesterday|last\s+night)\b")
_TODAY = re.compile(r"(?i)\b(?:today|this\s+(?:morning|afternoon)|earlier|just\s+now)\b")


def names_a_question(text: str) -> bool:
    """It says that the reader asked something."""
    return _YOU_ASKED.search(text) is not None


def answers_by_name(text: str, said_on: date, question: str, asked_on: date) -> bool:
    """It says that the reader asked on the question's day, or about its matter, and what answers it."""
    for named in _YOU_ASKED.finditer(text):
        which, told = named["which"], text[named.end() :].lstrip(" .!?:,;–—-\n")
        if (
            not told.strip()
            or puts_off(told)
            or _NOT_YET.search(told)
            or asks_something(next(iter(sentences_of(told))))
        ):
            continue
        days = _days_named(which, said_on)
        if days and asked_on not in days:
            continue
        names_it = bool(days) or bool(content_words(which) & matter_of(question))
        if names_it and (answers(told, question) or _is_of_its_matter(told, question)):
            return True
    return False


def _days_named(which: str, said_on: date) -> set[date]:
    days = {said_on} if _TODAY.search(which) else set()
    days |= {said_on - timedelta(days=1)} if _YESTERDAY.search(which) else set()
    named = set(weekdays_named(which))
    week = (said_on - timedelta(days=back) for back in range(1, NAMED_WITHIN.days + 1))
    return days | {day for day in week if weekday(day) in named}


def _is_of_its_matter(told: str, question: str) -> bool:
    return bool(content_words(told) & matter_of(question) or numbers(told) & numbers(question))
