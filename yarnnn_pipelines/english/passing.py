"""Sentences that hold only for the moment in which they are said: what is waited for, half done, or so "for now".

Told in the week in which it was said such a sentence is news; told months later it is not true any more. Here is also
which sentences tell of the past alone. What a later word does to an earlier one is `retractions` and `states`.
"""

from __future__ import annotations

import re

from yarnnn_pipelines.english.alternatives import Pattern, said, written
from yarnnn_pipelines.english.statement import parse
from yarnnn_pipelines.english.vocabulary import DAY, MONTH

PASSING = Pattern(
    said(
        "waiting",
        "(?:wait|waits|waiting) (?:for|on) | awaiting (?:a|the|your|their) | pending | on hold"
        " | with (?:you|us|them|legal) (?:for|to) (?:test|testing|review|approval|approve|sign)",
        "we wait for legal on the wording",
        "the build is with you for testing",
        "awaiting the signature",
        "the order is on hold",
    ),
    said(
        "under way",
        "in progress | under way | underway | ongoing | working on"
        " | (?:half|nearly|almost|mostly) (?:done|finished|there)",
        "the migration is under way",
        "the page is almost done",
    ),
    written(
        "share of the work",
        r"\b(?:build|design|content|migration|copy|development|testing|work|setup|rollout)\s+(?:is|are)\s+(?:now\s+)?"
        r"(?:at\s+)?(?:about\s+)?\d{1,2}\s?%",
        "build is at 60%",
    ),
    said(
        "for the moment",
        "for now | for the moment | for the time being | at the moment | right now | currently | until further notice",
        "the old page stays for now",
    ),
    said("not yet", "not yet | still (?:missing|open|outstanding|to come)", "the captions are still missing"),
    said(
        "silence",
        """
        no (?:answer|reply|response|reaction|feedback|word|news) (?:(?:yet|so far) )?(?:from|by)
        | (?:has|have|had|did) not (?:answered|answer|replied|reply|responded|respond|reacted|react)
        | (?:hasn't|haven't|hadn't|didn't) (?:answered|answer|replied|reply|responded|respond|reacted|react)
        | (?:not|haven't|hasn't) heard (?:back|from|anything)
        """,
        "no answer from the landlord on Friday",
        "the supplier has not replied",
        "the landlord hasn't answered",
        "we haven't heard back",
    ),
    said("so far", "so far | (?:up to|until|as of) now", "eleven tickets so far", "nobody came until now"),
)
# What is to happen on a day. Once that has come, how it went is news, and that it was planned is none.
PLANNED = Pattern(
    written(
        "happens on a day",
        r"\b(?:starts?|begins?|launch(?:es)?|opens?|go(?:es)?\s+live|kicks?\s+off|meets?|takes?\s+place|happens?|ships?"
        r"|(?:is|are)\s+(?:planned|scheduled|set|due)|will\s+be)\b[^.;:]{0,60}?\b(?:on|for|in\s+the\s+week\s+of)\s",
        "we start on Thursday 22 October",
        "the kick-off is planned for 12 October",
        unlike=("the campaign launched on Monday 9 November",),
    ),
    written(
        "moves to a day",
        r"\b(?:moves?|moved|shifts?|shifted|slips?|slipped|(?:is|are|was|were)\s+(?:postponed|rescheduled))\b[^.;:]{0,80}?"
        rf"\b(?:to|until)\s+(?:{DAY},?\s+)?(?:the\s+)?(?:\d{{1,2}}(?:st|nd|rd|th)?\s+(?:of\s+)?{MONTH}|{MONTH}\s+\d)",
        "the release moves from Wednesday 11 to Wednesday 18 November",
        "the review moved to 19 November",
        unlike=("the price moves from €5 to €4",),
    ),
)

# Told in the present of a day: of one to come it is a plan, of one that has passed a fact.
IS_ON_A_DAY = Pattern(
    written(
        "is or comes on a day",
        r"\b(?:is|are|gets?|goes|comes?|arrives?|starts?|opens?|goes\s+live)\b"
        r"(?![^.;:]{0,60}\b(?:since|for|until|till|from|booked|ordered|reserved|agreed|confirmed)\b)[^.;:]{0,60}?\b(?:on\s+)?"
        rf"(?:{DAY}|\d{{1,2}}(?:st|nd|rd|th)?\s+(?:of\s+)?{MONTH}|{MONTH}\s+\d)",
        "the patch is released on Tuesday 27",
        "the finished drawing you get on Tuesday 6 October",
        "the tiles arrive Monday",
        unlike=(
            "the patch was released on Tuesday",
            "the page is live since Monday",
            "the hall is booked for the party on 3 December",
        ),
    ),
)

OF_THE_DAY = Pattern(
    said(
        "until later that day",
        """
        (?:til|till|until) (?:noon|midday|lunch|lunchtime|midnight|tonight|this (?:afternoon|evening)|later today|eod)
        | (?:only|just) (?:today|this (?:morning|afternoon)) | (?:today|this morning) only
        """,
        "the gate is blocked until noon",
        "the site is down this morning only",
        "the lift is stuck just today",
    ),
    written(
        "until an hour",
        r"\b(?:til|till|until)\s+\d{1,2}(?:[:.]\d\d)?(?:\s?(?:am|pm|h|o'clock)\b)?"
        r"(?=\s*[,;!]|\.?\s*$|\.\s|\s+(?:today|by|because|due|since)\b)",
        "the lift is blocked till 10 by a truck",
        unlike=("the lift is blocked until 10 May",),
    ),
)
_WAS = re.compile(r"(?i)\b(?:was|were|had|went)\b")


def is_over_by_evening(sentence: str) -> bool:
    """It tells of what lasts some hours of its own day. That something was so for hours is news all the same."""
    return OF_THE_DAY.found_in(sentence) and not _WAS.search(sentence)


_LASTS = re.compile(
    r"(?i)\b(?:has|have|hasn['’]t|haven['’]t|still|found|noticed|discovered|spotted|detected|learn(?:ed|t))\b|['’]ve\b"
)


def tells_what_was(sentence: str) -> bool:
    """All that it tells is past: "The queue stood still for an hour." What has begun, or was found, may last:
    "Two jobs have failed", "We found a leak"."""
    clauses = parse(sentence).clauses
    return all(clause.tense == "past" and not _LASTS.search(clause.text) for clause in clauses)


def tells_a_passing_state(sentence: str) -> bool:
    """Whether what the sentence says is likely over after a while, without a word that says so."""
    return PASSING.found_in(sentence)


def is_told_of_a_day(sentence: str) -> bool:
    """It says in the present what happens on a day that it names."""
    return IS_ON_A_DAY.found_in(sentence)


def plans_a_day(sentence: str) -> bool:
    """It says what is to happen on a day that it names."""
    return PLANNED.found_in(sentence)
