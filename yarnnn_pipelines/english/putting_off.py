"""Replies that only put off what was asked: not yet, later, first something else, nobody knows.

What answers is `answers`.
"""

from __future__ import annotations

from yarnnn_pipelines.english.alternatives import Pattern, said, written

PUTS_OFF = Pattern(
    said(
        "not now",
        """
        later | pending
        | still (?:not|no|in|on|open|being|under|missing|waiting|working|looking|checking|have|need)
        """,
        "later this week",
        "it is still open",
    ),
    said(
        "asks or looks first",
        r"""
        (?:will|'ll|let me|let us|let's|need to|have to|must|going to)
        (?:\w+ )?(?:ask|check|look|see|find out|figure|think|discuss|talk|speak|confirm|verify|sleep|get back|come back
        |revert|follow up|let you know|ping|chase|dig|count|clarify)
        | (?:need|have) to (?:\w+ )+first | in a (?:bit|while|moment|minute|sec)
        | (?:get|come|getting|coming) back to you | (?:checking|asking|looking into|working on|on it) | in progress
        | waiting (?:for|on)
        """,
        "I'll check with Rui",
        "will ask",
        "let me quickly look",
        "I will get back to you",
        "we are checking",
        "coming back to you on that",
        "waiting for legal",
        "we need to weigh them first",
        "in a bit",
    ),
    said(
        "doesn't know",
        r"""
        (?:not|n't) (?:sure|certain|know|decided|clear) | no (?:idea|clue|news|answer|word|reply|update)
        | (?:to be|tb) (?:decided|confirmed|[cd]) | tb[cd] | depends
        | (?:give|need) (?:me|us|another|a|some|more|two|three)
        (?:\w+ ){0,2}(?:minutes?|moment|time|hours?|days?|weeks?) | (?:one|a) (?:moment|sec|second|minute) | hold on
        """,
        "not sure",
        "no idea",
        "to be decided",
        "TBD",
        "give me a moment",
        "we need two more days",
        "one moment",
    ),
    said("will", "will do", "ok will do"),
    written(
        "still owes it",
        r"\b(?:I|we)(?:\s+still)?\s+owe\s+(?:you|them|him|her)\b(?!\s+an?\s+(?:answer|reply|response))(?![^.!?\n]*:)"
        r"|\b(?:I|we)\s+(?:have\s+not|haven['’]t|did\s+not|didn['’]t)\s+(?:\w+\s+)?"
        r"(?:done|sent|written|made|got|gotten|managed|get)\s+(?:it|that|them|those|to\s+(?:it|that)|round\s+to)\b"
        r"|\b(?:(?:it|that)\s+slipped\s+(?:my|our)\s+minds?|(?:I|we)\s+(?:clean\s+|simply\s+|completely\s+)?forgot)"
        r"(?:\s+(?:about\s+)?(?:it|that|this))?\W*$",
        "I owe you the quote and I haven't done it",
        "Sorry, that slipped my mind",
        "We still owe you the list",
        unlike=(
            "I forgot to say: yes, go ahead.",
            "I owe you an answer: 3 December works.",
            "We forgot to attach it: here",
        ),
    ),
    written(
        "not ready",
        r"(?:\bnot|n['’]t)\s+(?:\w+\s+){0,3}(?:yet|ready|finished)\b|\bnoch\s+nicht\b|\bpas\s+encore\b|\bainda\s+não\b"
        r"|\btodavía\s+no\b|\bnon\s+(?:\w+\s+)?ancora\b|\bnog\s+niet\b",
        "Not ready, sorry",
        "Noch nicht",
    ),
    written(
        "promises, in other languages",
        r"\b(?:mach(?:e|en)?\s+(?:ich|wir)|schick(?:e|en)?\s+(?:ich|wir)|kommt\s+(?:noch|gleich|morgen|bald|heute)|wird\s+(?:gemacht|erledigt)"
        r"|kümmere\s+mich|je\s+m['’]en\s+(?:occupe|charge)|on\s+s['’]en\s+occupe|vou\s+\w+r|vamos\s+\w+r|já\s+(?:envio|mando|vejo)"
        r"|me\s+encargo|lo\s+(?:miro|veo)|ci\s+penso|komt\s+(?:nog|zo))\b",
        "Mache ich",
        "Kommt morgen",
        "Je m'en occupe",
        "Vou tratar",
    ),
    said("before long", "not (?:before|until|this week|today|now)", "not before Monday"),
)
# Below what asks for a thing or a deed, and does not ask when.
ONLY_WHEN = Pattern(
    written(
        "only when",
        r"^\W*(?:(?:ok(?:ay)?|sure|yes|maybe|probably|hopefully|by|on|in|at|later|early|first\s+thing|some\s?time|next|this|before|until"
        r"|again|coming|give\s+(?:me|us)|latest|the|a|an|few|couple|of|for|sorry)\W+)*"
        r"(?:today|tomorrow|tonight|morning|afternoon|evening|week(?:end)?|month|noon|hours?|minutes?|days?|soon|shortly|asap|eod|eow"
        r"|(?:mon|tues|wednes|thurs|fri|satur|sun)day|(?:end|start|beginning)\s+of\s+(?:the\s+|this\s+|next\s+)?(?:day|week|month)"
        r"|morgen|heute|bald|gleich|demain|bientôt|amanhã|em\s+breve|mañana|domani)(?:\W+(?:morning|afternoon|evening|latest|probably|ok(?:ay)?"
        r"|sorry|hopefully))*\W*$",
        "tomorrow",
        "by Friday, hopefully",
        "early next week",
        unlike=("Friday 20 November", "today the photos came"),
    ),
)


def puts_off(text: str) -> bool:
    """Not yet, first something else, or nobody knows."""
    return PUTS_OFF.found_in(text)


def still_to_come(text: str) -> bool:
    """What was asked for is promised for later, or not ready."""
    return puts_off(text) or ONLY_WHEN.found_in(text)


_TAKEN_ON = Pattern(
    written(
        "at it",
        r"^\W*(?:(?:ok(?:ay)?|sure|yes|yep|yeah|of\s+course|thanks|hi|sorry)\W+(?:[A-Z]\w+\W+)?)*"
        r"(?:(?:i['’]?m\s+|we['’]?re\s+|am\s+|are\s+)?(?:already\s+)?(?:on\s+it|at\s+it|working\s+on\s+it|looking\s+into\s+it)"
        r"|(?:i\s+|we\s+)?(?:will|['’]?ll|i['’]ll|we['’]ll)\s+(?:do|chase|ask|check|send|look|see|try|get|find|remind|call|ping|take|handle)"
        r"|consider\s+it\s+done|leave\s+it\s+(?:to|with)\s+me|noted)\b",
        "On it.",
        "Will do!",
        "Sure, I'll chase them tomorrow",
        "OK, working on it",
        unlike=("No, that is theirs",),
    )
)


def takes_it_on(reply: str) -> bool:
    """It says that what was asked will be done, or is being done, and brings nothing yet."""
    return _TAKEN_ON.found_in(reply) and not reply.rstrip().endswith("?")
