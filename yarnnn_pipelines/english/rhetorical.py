"""Questions and requests of which nobody waits for an answer: small talk, help offered, standing rules, what is to
be left alone.

What is asked of somebody is `requests`.
"""

from __future__ import annotations

from yarnnn_pipelines.english.alternatives import Pattern, opens, written
from yarnnn_pipelines.english.vocabulary import DAY

# Something is to be left alone: there is nothing to give, to decide or to answer.
DISREGARDS = Pattern(
    written(
        "to be disregarded",
        r"^(?!.*[\w'’](?:,|\s)\s*(?:but|and|instead|rather|then)\s)\W*"
        r"(?:(?:and|but|so|also|then|ok|okay|sorry|no|hi|hey)[\s,!]+|(?:(?:hi|hey|dear)\s+)?@?[a-z][\w'’-]*[,!:]\s+){0,3}"
        r"(?:(?:please|kindly|just|simply|safely|feel\s+free\s+to|you\s+(?:can|may|could|should)"
        r"|(?:can|could|would)\s+you)[\s,]+){0,4}"
        r"(?:ignore|disregard|discard|forget(?!\s+to\b)|overlook|never\s*mind|pay\s+no\s+attention"
        r"|(?:don['’]?t|do\s+not)\s+(?:worry|bother|mind|look))\b",
        "Please ignore the 14 comments",
        "Dana, could you please disregard the invoice from Monday?",
        "You can forget the second reminder",
        "Feel free to ignore the comments on page 4",
        "Please don't look at the old deck",
        unlike=("Should we ignore the comments?", "Please don't forget the logo", "Please ignore it and send the logo"),
    )
)
# A question that wants no answer of the kind that a reader gives.
RHETORICAL = Pattern(
    opens(
        "small talk",
        "how are | how was | how is | what do you think | did you see | have you seen | do you know | any thoughts",
        "How was the weekend?",
    ),
    opens("checking back", "right | ok", "Right?"),
    opens(
        "exclamation",
        "(?:can|could|would) you (?:believe|please stop|all|imagine|tell your) | which of (?:these|those)",
        "Can you believe how bad their logo is?",
        "Which of these is worse?",
    ),
    written(
        "help offered",
        r"^(?:please\s+)?(?:if|should|in\s+case|when(?:ever)?)\b.*\b(?:let|reach|contact|tell|ping|write|ask|message|call)\b"
        r"|\blet\s+(?:me|us)\s+know\b.*\b(?:if|should|in\s+case)\s+(?:you|there|it|this|that|any\w*)\b"
        r"(?!\s+(?:are\s+(?:ok|okay|fine|happy|good)|agree|want|prefer|would\s+like|approve)\b)"
        r"|\b(?:feel\s+free|happy\s+to\s+help|at\s+your\s+disposal|any\s+(?:further\s+|other\s+|more\s+)?"
        r"(?:questions?|issues?|problems?|trouble|doubts?))\b",
        "Please let us know if you need any help with it",
        "If it fails again please let us know",
        "Feel free to call",
        unlike=("Please let us know if you are happy with it", "Let us know if you want the blue one"),
    ),
    written(
        "kindness passed on",
        r"\b(?:please\s+)?(?:give|send|say|pass\s+on)\s+(?:my|our|him|her|them|everybody|everyone)?\s*"
        r"(?:\w+\s+)?(?:regards|best|love|thanks|greetings|hello|congratulations)\b"
        r"|\bplease\s+tell\s+.{1,40}?\b(?:that\s+)?(?:s?he|they)\s*(?:['’]s|['’]re|is|are|was|were|did|made)\s+(?:\w+\s+){0,3}?"
        r"(?:best|great|wonderful|amazing|brilliant|lovely|awesome|legends?|hero(?:es)?|stars?|champions?|fantastic)\b",
        "Please give our regards to the team",
        "Please tell Tom that he's the best quality control we've had this year",
        unlike=("Please tell Dana that the invoice is due",),
    ),
    written(
        "standing rule",  # nobody waits for what is to be done every Monday
        r"\bplease\s+(?:(?!(?:confirm|tell|let|say|decide|approve|check|agree|choose|pick|make|that|which|who|we|it|they|I|before|when"
        r"|because|by|until|so|and)\b)[\w'’-]+\s+){1,12}?"
        rf"(?:(?:every|each)\s+(?:day|week|month|morning|evening|night|{DAY})|once\s+a\s+(?:day|week|month)|at\s+all\s+times)\b",
        "Please rinse the filter every Monday, it is five minutes",
        "Please somebody opens the vent once a week",
        unlike=(
            "Please confirm that Tuesday works every week",
            "Please add a button to the newsletter we send every month",
            "Please update the banner: customers ask about it every day",
            "Please send us the contract by Friday, the board meets every month",
        ),
    ),
    written(
        "pointer",
        r"\bplease\s+(?:find|see|note|refer|follow|check\s*out|bear|accept|excuse|forgive|be\s+(?:aware|advised|patient)"
        r"|have\s+a\s+look\s+at\s+(?:the|our|this)\s+(?:docs?|documentation|guide|article)|go\s+through\s+(?:the|our|this)"
        r"|(?:read|use|visit|click|join)\b)",
        "Please find the report attached",
        "please follow this guide",
        "Please check out our docs",
    ),
    written(
        "nothing to be done",
        r"\b(?:hesitate|do not reply|don['’]t|stop|remember to|no longer need)\b"
        r"|\bplease[\s,]+(?:do\s+)?(?:not|never)\b|\bplease\s+\w+\s+(?:(?:us|me)\s+)?no\s+(?:more|further|other)\b",
        "Please don't hesitate to contact us",
        "It is a trial, please do not build on it",
        "Please send no more balloons",
        unlike=("Please send no later than Friday the list",),
    ),
    written(
        "leave given",  # "Please do send it" asks all the same
        r"\bplease\s+do(?:\s*[,.!)]|\s*$|\s+(?!(?:not|never|the|an?|this|that|these|those|it|our|your|some|all|both|one|two"
        r"|another|send|give|let|tell|confirm|share|forward|provide|reply|answer|check|review|sign|approve|choose|pick"
        r"|decide|have|keep|make|write|bring|pay)\b)[a-z]+\b)",
        "Sure, please do mention our bakery",
        "Yes, please do.",
        unlike=("Please do send us the signed list", "Please do the first page by Friday"),
    ),
    written(
        "to be listened to",
        r"\bplease\s+(?:\w+\s+)?(?:listen|watch|taste|have\s+a\s+(?:listen|taste))\b"
        r"(?!.*\b(?:and|then)\s+(?:please\s+)?(?:tell|let|say|send|give|choose|pick|decide|confirm|approve|sign|write)\b)",
        "The song is in the folder, please listen to it at home",
        unlike=("Please listen to both and tell us which one you like",),
    ),
    *DISREGARDS.alternatives,
    written(
        "told, and to be disregarded",
        r",\s*(?:so\s+)?(?:please|pls|kindly)\s+(?:just\s+)?(?:ignore|disregard|discard|forget(?!\s+to\b)|excuse)\b"
        r"(?!.*[\w'’](?:,|\s)\s*(?:but|and|instead|rather|then)\s)",
        "The cat walked over my keyboard, please ignore the comments in the draft",
        unlike=("The old one is out, please ignore it and send the new one",),
    ),
    written(
        "how to come",  # and nothing to be given, decided or answered
        r"\bplease\s+(?:all\s+|both\s+|also\s+|just\s+|then\s+)?(?:bring\s+(?!(?:us|me)\b)|wear|come|arrive|be|stay|keep|mind"
        r"|remember|enjoy|treat|park|turn\s+up|show\s+up|sit|have\s+(?:fun|patience|a\s+(?:seat|good|nice|great|safe)))\b",
        "Please bring your red pens on Tuesday",
        "Please be there at nine",
        unlike=("Please bring us the signed list",),
    ),
)


def is_rhetorical(text: str) -> bool:
    return RHETORICAL.found_in(text)


def disregards(text: str) -> bool:
    """It asks to leave something alone."""
    return DISREGARDS.found_in(text)
