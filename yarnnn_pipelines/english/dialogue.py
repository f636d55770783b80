"""What a message does in a talk: it asks, requests, promises, decides, takes back, confirms, thanks, or tells.

Only the words of one message are looked at. Who answers whom, and how an exchange ended, is `context`.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from yarnnn_pipelines.english.alternatives import Pattern, opens, said, written
from yarnnn_pipelines.english.decisions import DECISION, UNDECIDED
from yarnnn_pipelines.english.doubts import is_hedged, is_not_yet
from yarnnn_pipelines.english.promises import COMMITMENT, NOT_A_COMMITMENT
from yarnnn_pipelines.english.requests import ASK, is_a_request
from yarnnn_pipelines.english.results import says_resolved
from yarnnn_pipelines.english.retractions import retracts
from yarnnn_pipelines.english.sentences import sentences_of
from yarnnn_pipelines.english.troubles import NOT_A_RISK, RISK

Act = Literal["asks", "requests", "promises", "reports", "decides", "retracts", "confirms", "thanks", "other"]

_MOST_WORDS_OF_A_NOD = 8

THANKS = Pattern(
    opens("thanks", "(?:many |ok(?:ay)? |great,? )?(?:thanks|thank you|thx|cheers|much appreciated)", "Thanks a lot")
)
ASSENT = Pattern(
    opens(
        "assent",
        """
        yes | yep | yeah | agreed | confirmed | approved | sounds good | works for (?:me|us) | looks good | perfect
        | sure | go ahead | ok(?:ay)? | deal | fine (?:by|with) (?:me|us)
        """,
        "Works for us",
        "Okay",
        "Fine by me",
    )
)
WORKS_NOW = Pattern(
    said(
        "it works",
        """
        working (?:now|again|fine|as expected|as of now) | works (?:now|again|fine|as expected|like a charm)
        | (?:that|this|which|it) (?:fixed|solved|did) (?:it|the) | back to normal | can confirm | verified
        """,
        "The export is working fine",
        "It works now",
        "That solved it",
    ),
)
# What went wrong does so no more; by itself it denies nothing that was to be.
GONE = Pattern(
    said(
        "it is gone",
        """
        no longer (?:seeing|happen(?:s|ing)|fail(?:s|ing)|occur(?:s|ring)|crash(?:es|ing)|freez(?:es|ing))
        | (?:doesn't|does not) (?:fail|occur|crash)
        | (?:doesn't|does not|isn't|is not) happen(?:ing)? (?:any more|anymore|again)
        | (?:don't|do not) see (?:it|this|that|the (?:error|issue|problem|bug)) (?:any more|anymore|again)
        | (?:hasn't|has not|didn't|did not) come back
        | (?:can't|cannot|can not) (?:happen|occur) (?:any more|anymore|any longer|again)
        """,
        "The error no longer occurs",
        "that error is no longer occurring",
        "We are no longer seeing it",
        "It no longer happens",
        "It is no longer happening",
        "The job no longer fails",
        "The job is no longer failing",
        "The app no longer crashes",
        "The app is no longer crashing",
        "The page no longer freezes",
        "The page is no longer freezing",
        "The job doesn't fail",
        "It does not occur",
        "The app doesn't crash",
        "It doesn't happen any more",
        "It does not happen again",
        "It isn't happening anymore",
        "It is not happening any more",
        "We don't see it any more",
        "We do not see this again",
        "I don't see that anymore",
        "We don't see the error any more",
        "We don't see the issue any more",
        "We don't see the problem any more",
        "We don't see the bug any more",
        "The crash hasn't come back",
        "The crash has not come back",
        "The crash didn't come back",
        "The crash did not come back",
        "It can't happen any more",
        "It cannot occur again",
    ),
)
# What held it up no longer does.
FREE_AGAIN = Pattern(
    said(
        "it is free again",
        r"""
        un-?blocked | (?:is|are)n't (?:blocked|stuck|at risk) (?:any ?more|any longer) | (?:safe|on track) again
        | (?:no longer|not) (?:blocked|stuck|held up|on hold|delayed|at risk|in danger) | back on (?:track|schedule)
        """,
        "We are unblocked now",
        "We are no longer blocked",
        "We aren't stuck any more",
        "The date is safe again",
        "We are back on schedule",
    ),
)
STILL_FAILS = Pattern(
    said(
        "it lasts",
        r"""
        still (?:\w+ )?(?:fail\w*|see\w*|get\w*|broken|not|happen\w*|stuck|down|having|there|facing|missing|wrong)
        | (?:doesn't|does not|isn't|is not|not|didn't|did not) (?:work(?:ing)?|help|fix(?:ed)?)
        | same (?:error|issue|problem) | (?:it's|is|came|come) back again | failed again
        | (?:doesn't|don't|does not|do not) (?:seem|appear) to (?:be \w+ing|work|run|load|start|help)
        | still (?:\w+ ){0,2}(?:the|an?|his|her|its|my|our|your|their) (?:old|wrong|previous|former)
        """,
        "Lift D still wears the old face",
        "The job does not seem to be running",
        "We still see the error",
        "That did not help",
        "same issue here",
        "The error is back again",
    )
)
CAUSE = Pattern(
    said(
        "cause",
        """
        (?:root )?cause (?:is|was) | caused by | because of | due to | the reason (?:is|was|for)
        | turns out | turned out | this happens (?:when|because) | that's because
        """,
        "The root cause was an expired token",
        "The reason is an expired token",
        "This happens when the token expires",
    )
)
FIX_ANNOUNCED = Pattern(
    said(
        "fix on its way",
        r"""
        (?:will|we'll|i'll|going to) (?:\w+ ){0,4}?(?:fix|patch|release|ship|roll out|correct)
        | (?:working|work) on (?:a|the|this|it) | fix is (?:in|on|ready|under|being)
        | (?:raised|opened|created) a (?:pr|pull request|fix|ticket)
        """,
        "We'll fix it tomorrow",
        "We will be doing a release",
        "we are working on a fix",
        "The fix is being tested",
        "I raised a PR",
    )
)
RELEASED = Pattern(
    said(
        "released",
        """
        released | deployed | rolled out | shipped | published | merged
        | (?:is|are|it's|now) (?:live|out|available|in production)
        """,
        "The patch was rolled out",
        "Version 3 is out",
    )
)
UNDER_WAY = Pattern(
    said(
        "being looked at",
        """
        looking into | investigating | checking (?:this|it|on|with) | on it | working on | in progress | under way
        | (?:will|i'll) (?:check|look|get back|investigate|update you) | let me (?:check|look|confirm|see)
        """,
        "We are checking with the printer",
        "I'll get back to you",
        "Let me check",
    )
)
DECLINES = Pattern(
    said(
        "no",
        """
        (?:not|isn't|aren't) (?:possible|supported|planned|in scope|feasible|able to|going to)
        | (?:don't|do not|doesn't|does not) (?:support|plan|offer|allow) | won't (?:be|do|support|fix|make|happen)
        | (?:can't|cannot|can not|unable to) (?:do|support|offer|commit|accommodate|make|approve|agree)
        | have to decline | out of scope
        """,
        "This is not supported",
        "We do not offer that",
        "That won't happen",
        "We can't commit to that",
    ),
    written("bare no", r"^\W*(?:no|nope)\b(?=[\s,.!]|$)(?!\s+(?:problem|worries|need|rush|issues?))", "No, sorry."),
)


def asks(sentence: str) -> bool:
    return ASK.found_in(sentence)


def tells_trouble(sentence: str) -> bool:
    """A problem that its author has; neither one that is over nor one that is asked about in general."""
    return (RISK.found_in(sentence) or STILL_FAILS.found_in(sentence)) and not NOT_A_RISK.found_in(sentence)


def says_it_works(sentence: str) -> bool:
    """What was wrong is right again, said as a fact."""
    rest = GONE.compiled.sub("", FREE_AGAIN.compiled.sub("", sentence))
    if asks(sentence) or is_not_yet(rest) or is_hedged(sentence) or STILL_FAILS.found_in(rest):
        return False
    return rest != sentence or WORKS_NOW.found_in(sentence) or says_resolved(sentence)


def act_of(text: str) -> Act:
    """What a message does. A question at its end makes it one that asks, whatever stands before."""
    parts = sentences_of(text)
    if not parts:
        return "other"
    asking = [part for part in parts if asks(part)]
    if asking and (asks(parts[-1]) or len(asking) * 2 >= len(parts)):
        wants_a_deed = any(is_a_request(part) and not part.rstrip().endswith("?") for part in asking)
        return "requests" if wants_a_deed else "asks"
    stated = [part for part in parts if part not in asking]
    return _act_stated(stated)


def _act_stated(stated: Sequence[str]) -> Act:
    if any(retracts(part) for part in stated):
        return "retracts"
    if any(DECISION.found_in(part) and not (UNDECIDED.found_in(part) or is_hedged(part)) for part in stated):
        return "decides"
    if any(_promises(part) for part in stated):
        return "promises"
    is_short = sum(len(part.split()) for part in stated) <= _MOST_WORDS_OF_A_NOD
    right = [part for part in stated if any(pattern.found_in(part) for pattern in (WORKS_NOW, GONE, FREE_AGAIN))]
    if any(says_it_works(part) for part in right):
        return "confirms"
    if is_short and THANKS.match(stated[0]):
        return "thanks"
    if is_short and ASSENT.match(stated[0]):
        return "confirms"
    return "reports" if any(len(part.split()) > 2 for part in stated) else "other"


def _promises(part: str) -> bool:
    is_promise = COMMITMENT.found_in(part) and not NOT_A_COMMITMENT.found_in(part)
    return (is_promise or UNDER_WAY.found_in(part)) and not DECLINES.found_in(part)
