"""What is to be tried, tested or looked at: which words ask for it, and which report that somebody did.

What else answers a request is `answers`, that something works now `dialogue`.
"""

from __future__ import annotations

import re

from yarnnn_pipelines.english.alternatives import Pattern, written
from yarnnn_pipelines.english.doubts import is_hedged, is_not_yet
from yarnnn_pipelines.english.likeness import content_words
from yarnnn_pipelines.english.results import is_in_part
from yarnnn_pipelines.english.statement import parse
from yarnnn_pipelines.english.things import speaks_of_another, things_spoken_of

# Whether something works now.
TO_TRY = Pattern(
    written(
        "try",
        r"\b(?:try|test|check|reload|refresh|retry|log\s+in|look)\b.{0,40}\b(?:again|once\s+more|now|another\s+time)\b"
        r"|\b(?:can|could|would|will)\s+you\s+(?:please\s+|just\s+)?(?:reload|refresh|retry|re-?check)\b"
        r"|\b(?:try|retry)\s+it\b|\bgive\s+it\s+(?:a|another)\s+(?:try|go|shot)\b"
        r"|\b(?:let\s+me|let\s+us|tell\s+me|tell\s+us)\b.{0,20}\b(?:if|whether)\b.{0,40}\b(?:works?|helps?|better|gone|persists?)\b",
        "The app should be OK now, please try once more",
        "Could you check again?",
        "Should be good now, can you refresh?",
        "Let me know if it works for you",
        unlike=("Please try the new blend",),
    )
)
TO_BE_TRIED = Pattern(
    written(
        "to be tried",
        r"(?:\bplease|\bkindly|^|[,;:–—]|\b(?:can|could|would|will)\s+(?:you|someone|somebody|one\s+of\s+you))\s*"
        r"(?:(?:please|all|both|also|just|then|quickly)\s+){0,2}"
        r"(?:(?:try|test|play|click|go|run|walk|look|read|check)(?:\s+(?:through|out|over|around|at|with))?"
        r"|(?:have|take|give)\s+(?:\w+\s+){0,4}?(?:try|go|look|spin|test|shot)|review|proof-?read)\b",
        "Please try it with a few real names by Friday",
        "Could you test the new form this week?",
        "please have a look at the draft",
        "Give it a spin and tell us",
        unlike=("Please send us the test results",),
    )
)
TRIED = Pattern(
    written(
        "report of a try",
        r"^(?:(?:hi|hey|hello|ok(?:ay)?|yes|yep|so|all|both|now)\b[\s,!]*|[A-Z][\w'’-]+,\s+)*"
        r"(?:(?:(?:i|we|\w+\s+and\s+i)(?:['’]ve|\s+have)?|just|also|quickly|already|now)\s+)*"
        r"(?:tried|tested|checked|re-?checked|reviewed|proof-?read|(?:clicked|went|gone|ran|walked|read|looked|played)\s+"
        r"(?:through|over|around|at|with|it|them)|(?:gave|had|took)\s+(?:\w+\s+){0,3}?(?:try|go|look|spin|test|shot))\b",
        "Tested with three patients",
        "We've tried it on both tills",
        "Just had a look at it",
        unlike=("Tomorrow's test is at nine", "The tested version is out"),
    )
)
GONE_LIVE = Pattern(
    written(
        "gone live",
        r"\b(?:is|are|went|gone|been)\s+(?:(?:now|finally|all|also|already)\s+)*live\b|\blaunched\b"
        r"|\b(?:is|are)\s+(?:now\s+)?in\s+production\b",
        "The new booking form is live since 22:10",
        "The shop launched on Monday",
        unlike=("The form goes live on Monday",),
    )
)


def asks_whether_it_works(text: str) -> bool:
    """It asks to see whether something works now."""
    return TO_TRY.found_in(text)


def asks_to_try(text: str) -> bool:
    """It asks somebody to try, test or look at something."""
    return TO_TRY.found_in(text) or TO_BE_TRIED.found_in(text)


def reports_a_try(sentence: str, request: str, message: str) -> bool:
    """It tells that somebody tried what a request asks to try, and names no other thing: "Tested with three patients."

    message: the whole text that the request stands in.
    """
    if not asks_to_try(request) or not TRIED.found_in(sentence):
        return False
    statement = parse(sentence)
    if statement.asks or is_not_yet(sentence) or is_in_part(sentence) or is_hedged(sentence):
        return False
    return not _of_another(sentence, message)


def _of_another(sentence: str, message: str) -> bool:
    """What was tried is something else: "Tested the newsletter", below an ask for the form."""
    tried = TRIED.search(sentence)
    rest = sentence[tried.end() :] if tried else sentence
    is_named = re.match(r"\s+(?:the|your|our|a|an)\s", rest) is not None
    return is_named and bool(things_spoken_of(rest)) and speaks_of_another(rest, message)


def has_gone_live(sentence: str, request: str, message: str) -> bool:
    """It tells that what a request asks to try is live, by the words that its message has for it."""
    live = GONE_LIVE.search(sentence)
    if live is None or not asks_to_try(request) or parse(sentence).asks or is_not_yet(sentence):
        return False
    named = content_words(sentence[: live.start()])
    return bool(named) and named <= content_words(message)
