"""Sentences that lean on what stands around them: they present what follows, point above, put off.

A statement that hangs on a pronoun or breaks off is `doubts`.
"""

from __future__ import annotations

import re

from yarnnn_pipelines.english.alternatives import Pattern, said, written, written_exactly
from yarnnn_pipelines.english.likeness import content_words
from yarnnn_pipelines.english.vocabulary import DAY, MONTH

_OF_TIME = (
    rf"mornings?|afternoons?|evenings?|nights?|weeks?|weekends?|months?|quarters?|years?|time|spring|summer|autumn|fall"
    rf"|winter|season|coming|past|last|next|{DAY}s?|{MONTH}"
)
# What follows a "this" that stands for a thing by itself; what such a sentence is worth, `doubts` says.
_NO_NOUN = (
    r"is|are|was|were|has|have|had|will|would|can|could|may|might|must|should|means?|makes?|made|puts?|gives?|gave|lets?"
    r"|leaves?|brings?|takes?|took|goes|went|comes|came|and|or|in|on|at|to|for|by|of|with|as|who|that|which|being|does|did"
    r"|needs?|affects?|includes?|covers?|allows?|keeps?|saves?|solves?|fixes|moves?|cuts?|says?|said|now|also|already|just"
)

LEANING = Pattern(
    written(
        "presents",
        r"^(?:(?:regarding|as\s+for|about|on)\b[^,]{1,60},\s*)?(?:this|that|these|those|here|there)\s*(?:is|are|['’]s)\s+"
        r"(?:the|a|an|our|my|your|some)\s+(?:(?:full|complete|whole|exact|same|current|new)\s+){0,2}(?:rest\s+of|error|log"
        r"|output|message|trace|stack|screenshot|link|list|file|command|config\w*|query|code|response|result|doc)",
        "Regarding the second crash, this is the full log.",
        "Here is the output.",
        unlike=("This is the first winter with full halls",),
    ),
    written(
        "points above or below",
        r"\b(?:the|mentioned|see|as|from|seen|shown|listed|steps?|one)\s+(?:above|below)\b"
        r"(?!\s+(?:\d|the\b|our\b|a\b|last\b|plan|target|budget|average))",
        "We did the above.",
        "See below",
        unlike=("The price stays as above the plan",),
    ),
    written(
        "tells of before",
        r"^(?:earlier|previously|formerly|initially|at\s+first|back\s+then)\s*,?\s+(?!than\b)"
        r"[^.]{0,80}?\b(?:was|were|had|used\s+to|did|could)\b",
        "Earlier, the queue was failing.",
        "Previously we had two servers",
    ),
    written_exactly(
        "line of a log",
        r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d|\b(?:WRN|ERR|WARN|ERROR|DEBUG|FATAL|INFO)\b[^a-z]{0,3}\s?[\w\[(]"
        r"|\b[\w-]+/[\w-]+-\d{4,}|\b\w+=\w+\s+\w+=|\bat\s+[a-z]+(?:\.\w+){2,}\(",
        "2027-01-04T10:11:12Z retrying",
        "level=warn msg=slow",
        "Closed pipe for reader-job/run-201811.",
    ),
    written(
        "counts its points",
        r"^(?:first(?:ly|\s+(?:up|off|of\s+all))|secondly|thirdly|lastly|last\s+but\s+not\s+least|next(?:\s+up)?)\s*,",
        "First up, there is a bug in the menu",
        "Lastly, the form is live",
        "Next, we have a bug in the menu",
    ),
    written(
        "goes on with what was said",
        r"^(?:not|nor|neither)\b[^.]{0,60}\beither\W*$|^(?:same|ditto|likewise|me\s+too|us\s+too)\b[^.]{0,30}$",
        "Not in May either.",
        "Same here",
        unlike=("The shop is not open in May either",),
    ),
    written(
        "one way of several",
        r"^(?:(?:or|and|but)\s+)?(?:alternatively|otherwise|as\s+an\s+alternative|(?:an|the)other\s+(?:option|way|idea)"
        r"|the\s+other\s+(?:option|way)|options?\s*:|plan\s+b\b|failing\s+that)"
        r"|\bthere(?:['’]s|\s+is)\s+(?:also\s+)?(?:a|an|another|one)\s+(?:\w+er|other|second|similar)\s+(?!than\b)\w",
        "Alternatively we rent a second hall, cheaper but smaller",
        "Another option is a tent",
        "Options: a tent, or the smaller hall",
        "I asked around: there's a cheaper printer in Leeds",
    ),
    written(
        "points at its subject",
        r"^(?:the|this|that|these|those)\s+(?:(?:same|other|whole|only)\s+)?(?:issue|problem|error|bug|fault|failure|fix"
        r"|change|matter|thing|topic|point|request|question|answer|reason|cause|task|ticket|limit|case)s?\s+"
        r"(?:(?:now|still|also|only|already|just)\s+)?(?:is|are|was|were|has|have|had|lies?|lay|sits?|seems?|should"
        r"|will|can|may|occurs?|happens?|went|came|comes|works?|did|does|do)\b",
        "The issue is with the printer",
        "The limit is in place",
        unlike=("The problem with the printer is solved", "The fix for the lift is live"),
    ),
    written(
        "points at a thing",
        rf"\b(?:this|these|those)\s+(?!(?:{_OF_TIME}|{_NO_NOUN})\b)[a-z][\w'’-]*",
        "We noticed these folders are never emptied",
        "This plugin prints no labels",
        "Is this a limit of the printer?",
        unlike=("It opened this morning", "This is the first winter with full halls"),
    ),
    written(
        "begins with what was named before",
        r"^(?:(?:and|but|so|because),?\s+)?(?:without|with|after|before|despite|besides|because\s+of|instead\s+of|apart\s+from)\s+"
        r"(?:it|that|this|them|those|these)(?!\s+(?:said|done|in\s+mind)\b)(?=,|\s+(?:we|I|you|they|he|she|it|the|our|your|nothing"
        r"|nobody|there|by|before|until|till|on)\b)",
        "Without it I can't upload on Wednesday.",
        "Without them by Tuesday or so I can't promise the chairs.",
        "After that the form was live",
        unlike=("With this week's batch we are at 400",),
    ),
    written(
        "counts what was named before",
        r"\b(?:two|three|four|five|six|some|a\s+few|another(?:\s+one)?|one|more)\s+(?=(?:by|until|before|on)\s+(?:the\s+|next\s+)?"
        rf"(?:{DAY}|{MONTH}|tomorrow|\d))",
        "Tom will suggest two by Wednesday.",
    ),
    written(
        "keeps so many of what was named before",
        r"\b(?:keep|take|need|want|have|order|ordered|return|returned|send|sent|got|swap|swapped)\s+(?:all\s+|only\s+|just\s+)?"
        r"(?:one|two|three|four|five|six|seven|eight|nine|ten|both|\d{1,2})(?=\W*$|[,;]|\s+(?:and|but|so)\b)",
        "We'll keep two, the rest can go back.",
        "We only need 3",
        unlike=("We'll keep two chairs, the rest can go back", "The stores have 400"),
    ),
    written(
        "opens with a number of what was named before",
        r"^\d{1,4}(?:\s*,\s|\s+(?:of|out\s+of)\s+(?:the\s+)?\d{1,4}\s+(?:is|are|was|were|has|have|had|got|done|finished"
        r"|passed|left|gone|in|to\s+go)\b)",
        "36, quite right, list corrected.",
        "28 of 36 are done, the rest is the north wing.",
        unlike=("7 of 9 patients finished", "36 chairs, all of them new"),
    ),
    written(
        "takes what it does not name",
        r"^(?:(?:yes|ok(?:ay)?|great|fine),?\s+)?(?:approved|agreed|confirmed|accepted|signed(?:\s+off)?|ordered|booked)\W+(?:our\s+|the\s+)?"
        r"(?:p\.?o\.?|purchase\s+order|ref(?:erence)?|order\s+(?:no|number))\b[\s.:#]*(?:no\b|number\b|is\b)?[\s.:#]*[A-Z]*[-/]?\d[\w/-]*\W*$",
        "Approved, PO 70418.",
        "Ok, ordered: PO no. BW-1187",
        unlike=("Approved, PO 70418 for the slings", "The lamp is approved, PO 70418"),
    ),
    written(
        "one of what was named before",
        r"^(?:(?:and|but|so),?\s+)?(?:the|our|your)\s+(?:next|last|first|second|third|other|new|old|latest|previous|following|final)\s+ones?\b"
        r"(?!\s+of\b)",
        "The next one is on 3 December as usual.",
        unlike=("The first one of the posters hangs",),
    ),
    written(
        "so many of what was named before",
        r"\bthe\s+(?:missing|remaining|other|outstanding|lacking|last|first|next|final)\s+(?:\d[\d.,]*|two|three|four|five|six|seven|eight|nine|ten|few)"
        rf"(?=\W*$|[,;:]|\s+(?:on|in|at|by|to|for|from|until|before|after|and|too|is|are|was|were|will|have|has|come|arrive|{_OF_TIME})\b)"
        r"(?!\s+(?:weeks?|months?|days?|years?|quarters?|hours?|minutes?|seasons?)\b)",
        "Lowe Print will deliver the missing 200 on Wednesday, free of charge.",
        "The other two are at the framer's",
        unlike=("The missing 200 labels come on Wednesday", "Sales of the last three months are in"),
    ),
    written(
        "hands over something of a matter",
        r"^(?:(?!(?:for|about|of|to)\b)[\w'’]+\s+){0,4}?(?:sent|sending|moved|updated|accepted|shared|forwarded|answered)\s+(?:(?:you|them|it|everybody|everyone|both|over)\s+)*"
        r"(?:an?|the|my|our|your)\s+(?:calendar\s+|new\s+|updated\s+|short\s+)?(?:invite|invitation|mail|e-?mail|message|reply|answer|link|reminder|note)s?"
        r"(?:\s+(?:over|out|around|already|too|now|today|yesterday|to\s+(?:you|them|him|her|everybody|everyone|all|both)(?:\s+\w+)?))*\W*$",
        "I've sent an invite.",
        "We have sent the mail to you today",
        unlike=("We sent the reminder for the workshop", "I've sent an invite for the review"),
    ),
    written(
        "goes on from what was wrong",
        r"^(?:changed|corrected|adjusted|updated|swapped|replaced|noted|moved|shifted|postponed)\s*[,:–—-]\s|^still\s+(?:\d|not\b|no\b|the\s+same\b)",
        "Changed, EU is €11.90 now.",
        "Still 3/4 as far as I'm concerned.",
    ),
    written(
        "thanks for something",
        r"^(?:and\s+|many\s+|great,?\s+|ok(?:ay)?,?\s+)?(?:thanks|thank\s+you|thx|cheers)\s+(?:so\s+much\s+|a\s+lot\s+|again\s+)?(?:for|to)\b",
        "Thanks for the walk-through, one hour instead of two.",
    ),
    written(
        "tells of the rest",
        r"^\W*(?:everything|anything|nothing|everyone|everybody|all)\s+else\b|^\W*the\s+(?:rest|others?)\s+"
        r"(?:(?:of\s+)?(?:it|them)\s+)?(?:stays?|remains?|is|are|goes|go)\b",
        "Everything else in phase two stays as it is.",
        "The rest stays as agreed",
        unlike=("The rest room on floor 2 is closed",),
    ),
    written(
        "lets it be",
        r"^(?:(?:so|then|ok(?:ay)?),?\s+)?let\s+(?:it|them|this|that|those|these)\b",
        "Let it be blue, with a white border",
    ),
    written(
        "says when, not what",
        r"^(?:start|begin|finish|end|due|ready|back|delivery|arrival)\s+(?:is\s+)?(?:on|in|by|at|from|around|until)\b",
        "Start on Wednesday 4 May, the test two weeks later",
    ),
    said(
        "puts off",
        "happy to (?:help|take a look) | get back to you | keep you posted | bear with us",
        "we get back to you",
        "Happy to help",
    ),
)


# Words that say how something stands, or since when, and not what.
_STATE_WORDS = """
    back live online offline ready available operational stable green healthy normal good fine ok okay gone fixed
    resolved solved sorted restored recovered repaired working works running runs deployed shipped released merged
    pushed published sent delivered rolled closed opened open finished completed complete approved agreed accepted
    signed confirmed cancelled canceled postponed started starting stopped updated changed replaced added removed
    went looks look seems since ago around about later earlier soon yet right well quickly hour hours minute minutes
    second seconds am pm utc gmt cet cest hrs mins production prod staging everywhere yes yep yeah great all things
    thing it's that's we're they're it'll i've we've
    """
_STATES = frozenset(_STATE_WORDS.split())
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")
_MONTH = re.compile(rf"(?i){MONTH}$")


def leans(sentence: str) -> bool:
    """Whether a reader who sees the sentence alone does not learn how things stand, or with what."""
    return LEANING.found_in(sentence) or names_no_matter(sentence)


_STEPS = re.compile(r"(?im)^[^\n]*\b(?:steps|to\s+reproduce|how\s+to|what\s+i\s+did|options)\b[^\n.!?]*$")
_NUMBERED = re.compile(r"[ \t]*\(?\d{1,2}[.)][ \t]+")


def is_a_step(text: str, start: int) -> bool:
    """What begins there in a text is a numbered point of steps or options: one of several, told in their order."""
    line = text.rfind("\n", 0, start) + 1
    return _NUMBERED.match(text, line) is not None and _STEPS.search(text, 0, line) is not None


def names_no_matter(sentence: str) -> bool:
    """It tells a state, or a time, of nothing that it names: "Back up since 15:28.", "All fixed now"."""
    words = {word.lower().replace("’", "'") for word in _WORD.findall(sentence)}
    return not any(content_words(word) and not _MONTH.match(word) for word in words - _STATES)
