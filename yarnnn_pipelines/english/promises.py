"""What somebody will do, and by when; what is planned without a promise."""

from __future__ import annotations

import re

from yarnnn_pipelines.english.alternatives import Pattern, any_of, said, written, written_exactly
from yarnnn_pipelines.english.vocabulary import DAY, MONTH

COMMITMENT = Pattern(
    written(
        "first person",
        r"\b(?:i|we)(?:['’]ll|\s+will|['’]m\s+going\s+to|\s+am\s+going\s+to|['’]re\s+going\s+to|\s+are\s+going\s+to)\s+",
        "we’ll send the plan",
        "I am going to send the plan",
    ),
    written_exactly(
        "by name",
        r"\b[A-Z][a-z]+(?:['’]ll|\s+will)\s+[a-z]+",
        "Dana will sign the budget",
        unlike=("rain will fall",),
    ),
    written(
        "to whom",
        r"\byou(?:['’]ll|\s+will)\s+(?:have|get|receive|see)\s+(?:it|them|this|that|these|those|the|our|your|an?)\b",
        "you'll have it Thursday",
        "you will get the numbers tomorrow",
        unlike=("you'll have to sign it by Friday",),
    ),
    written(
        "to whom, by a day",
        rf"\byou\s+(?:get|receive|have)\s+(?:it|them|(?:the|our|your|an?)\s+(?:[\w-]+\s+){{0,3}}?[\w-]+)\s+"
        rf"(?:by|on|before|until|this|next|tomorrow|tonight|end\s+of|{DAY}\b)",
        "You get the report on Thursday",
        "you get it tomorrow",
        unlike=("You get the idea", "You get what you pay for"),
    ),
    written(
        "with whom",
        r"(?:\b(?:it|they|this|that|these|those)(?:['’]ll|\s+will)|\b(?:the|our|your|an?)\s+(?:[\w-]+\s+){1,4}will)\s+"
        r"(?:be\s+with|reach)\s+you\b",
        "it will be with you by Friday",
        "the final report will reach you on Monday",
        unlike=("it will be fine by Friday",),
    ),
)
NOT_A_COMMITMENT = Pattern(
    said("refusal", "won't | will (?:not|never) | will (?:probably|maybe)", "we will never ship", "we will maybe ship"),
    written(
        "no deed",
        r"(?:\bwill|['’]ll|going\s+to)\s+"
        + any_of("""
        not | only | hardly | nobody | lose | charge | hate | kill
        | try | tag | shoot | give it | see | have to | need | want | think | miss | love
        | know | like | get back
        | take a look | have a look
        | look at it | let you know | keep you posted | check it out | ping | grab | say | tell you | admit | bet
        | ask | figure | stop by | join | drop | dig | definitely | also try | pass | leave it | stay | go | come | pick
        | take | be (?:late|there|back|out|away|afk|off|around|happy|great|fun|able|fine|good|nice|in|at)
        """)
        + r"\b",
        "I'll take a look",
        "we're going to be late",
    ),
)
# What is else said in passing, said for a day.
FOR_A_DAY = Pattern(
    written(
        "word by a day",
        r"\b(?:tell|let)\s+(?:you|them)\s+(?:know\s+)?(?:\w+\s+){0,3}?(?:on|by|before)\s+(?:the\s+)?"
        rf"(?:{DAY}|\d{{1,2}}(?:st|nd|rd|th)?(?:\s+of)?\s+{MONTH}|{MONTH}\s+\d)",
        "I'll look at it over the weekend and tell you on Monday 30 November",
        "I'll let you know by Friday",
        unlike=("I'll let you know",),
    )
)
# A date that has been set for something: "the beta starts on Tuesday 3 November".
PLANNED = Pattern(
    written(
        "dated plan",
        r"\b(?:starts?|begins?|launches|(?:we|they)\s+(?:re)?launch|goes\s+live|go\s+live|opens?|ships?|stays|takes\s+place|is|are"
        r"|(?:is|are)\s+(?:due|set|planned|scheduled))"
        r"\s+(?:on|for|by|in\s+the\s+week\s+of)\s+(?:the\s+)?(?:next\s+)?"
        rf"(?:{DAY}|\d{{1,2}}(?:st|nd|rd|th)?(?:\s+of)?\s+{MONTH}|{MONTH}\s+\d)",
        "The beta starts on Tuesday 3 November",
        "We launch on Tuesday 15 December",
        "the shop opens on the 18th of May",
        "the audit is set for May 3",
    )
)
DUE = Pattern(
    said(
        "by a day",
        rf"""
        (?:by|on|before|until|this|next|end of)[^,.;!?]{{0,5}}?(?:end of (?:the )?(?:day|week|month)|eod|eow|tomorrow
        |tonight|noon|next week|this week|(?:next |this )?{DAY}(?: \d{{1,2}}(?:st|nd|rd|th)?(?: of)?(?: {MONTH})?)?
        |\d{{1,2}}(?:st|nd|rd|th)?(?: of)? {MONTH}|{MONTH} \d{{1,2}})
        """,
        "I'll send it by the end of the month",
        "I'll send it before 18 November",
    ),
    said(
        "day",
        rf"{DAY}(?: (?:morning|afternoon|evening))? | tomorrow(?: (?:morning|afternoon|evening))? | next week",
        "I'll send it Friday morning",
        "I'll send it tomorrow morning",
    ),
    said("soon", "this (?:afternoon|evening|week) | tonight", "I'll send it this afternoon"),
)
_IN_FIRST_PERSON = re.compile(r"(?i)(?:i|we)\b")


def due_words(text: str) -> str | None:
    """The words that say by when, as written: "by Friday"."""
    due = DUE.search(text)
    return due[0] if due else None


def is_a_dated_plan(text: str) -> bool:
    return PLANNED.found_in(text)


def is_in_first_person(text: str) -> bool:
    """The sentence begins with "I" or "we"."""
    return _IN_FIRST_PERSON.match(text) is not None


def promises_a_deed(text: str) -> bool:
    """Somebody will do something, and not only a date is set."""
    return COMMITMENT.found_in(text)


_PROMISER = re.compile(
    r"(?P<name>[A-Z][\w'’-]+)(?:\s[A-Z][\w'’-]+)?\s+(?:will|has\s+promised|promised|is\s+going\s+to)\b"
)


def promiser(text: str) -> str | None:
    """Who promises, where a sentence says it of somebody by name: "Tom will send it" gives "Tom"."""
    named = _PROMISER.match(text)
    return named["name"] if named else None


_WITHOUT_SUBJECT = re.compile(
    r"(?i)^\W*(?:(?:ok(?:ay)?|sure|yes|yep|great|fine|thanks|sorry|and|but)\b[\s,.!]*)*(?:will|['’]ll)\s+(?:(?:also|then|just|probably|gladly)\s+)*"
    r"(?!(?:you|we|they|he|she|it|there|the|this|that|these|those|i|someone|anyone|everyone|a|an|our|your|my|not|do|be)\b)[a-z]+\b[^?]*$"
)
_PLAN_OF_OURS = re.compile(
    r"(?i)^(?:\w+[,:]\s+)?we\s+(?:(?:also|then|now|just|only)\s+)*(?:pause|stop|drop|skip|postpone|cut|move|shift|keep|cancel|reduce|extend|start|wait|hold"
    r"|add|switch|limit|stay|go)\b"
)


def promises_without_subject(text: str) -> bool:
    """The speaker promises something, and leaves themselves out: "Will send it Wednesday latest". No question, which
    would name whom it asks."""
    return _WITHOUT_SUBJECT.match(text) is not None


def is_a_plan_of_ours(text: str) -> bool:
    """What the speaker's side does next, told as settled: "we pause the blog until February and move the 6 hours"."""
    return _PLAN_OF_OURS.match(text) is not None
