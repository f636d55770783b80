"""What was finished: how a sentence says so, and what spoils the good news.

That something has not happened yet, or only might have, is `doubts`.
"""

from __future__ import annotations

import re

from yarnnn_pipelines.english.alternatives import Pattern, said, written
from yarnnn_pipelines.english.likeness import content_words
from yarnnn_pipelines.english.troubles import MISHAP
from yarnnn_pipelines.english.vocabulary import PERFECTIVE, STRONG_VERBS, WEAK_VERBS

# A verb late in the sentence is mostly a participle or stands in a clause of its own.
_EARLY = r"^(?:\S+\s+){0,8}?"
DONE_STRONG = Pattern(
    written("strong verb", rf"{_EARLY}{STRONG_VERBS.group}\b", "the Q2 campaign launched this morning")
)
DONE_WEAK = Pattern(written("weak verb", rf"{_EARLY}{WEAK_VERBS.group}\b", "Uploaded the photos to the drive"))
PARTICIPLE = Pattern(
    written(
        "still to be done",
        # A capital A within a sentence is a name: "team A finished the tests".
        r"(?:\b(?:get|gets|getting|got|keep|keeps|stay|being|be|to|(?-i:a)|an)|^A)\s+(?:it\s+|us\s+|them\s+|me\s+)?"
        rf"{PERFECTIVE}\b",
        "we must get it published",
        "the banner is being printed",
        "A finished page is all we need",
        "we need a finished page",
        unlike=("Team A finished the tests",),
    ),
    said("set for later", "scheduled (?:for|to)", "the deploy is scheduled for tonight"),
    written("made by", rf",\s*{PERFECTIVE}\s+by\b", "a new look, created by the agency"),
    written(
        "done again and again",
        rf"\b{PERFECTIVE}\s+(?:every|each|daily|hourly|weekly|monthly|in\s+real)\b",
        "the list is updated daily",
    ),
    written("none of it", r"^no\s", "No ticket was closed"),
    written(
        "hours of opening",
        r"\b(?:(?:we|they)(?:['’]re|\s+are|\s+stay|\s+remain)|(?:office|shop|store|studio|practice|bakery|branch|museum|restaurant|hotel|school)s?"
        r"\s+(?:is|are|be|stays?|remains?))\s+(?:\w+\s+)?closed\b|\bclosed\s+from\b[^,.;]{1,40}\b(?:to|until|till|through)\b",
        "we are closed from 24 December to 27 December",
        "the shop is closed on Sundays",
        unlike=("the ticket is closed on both sites", "we closed the gap"),
    ),
)
DONE_STATE = Pattern(
    said(
        "state",
        r"""
        (?:is|are|now|been|was|were|back)
        (?:(?:now|all|finally|fully|back) )*(?:live|ready|done|fixed|finished|complete|completed|in
        place|online|available|out|up and running|up to date|resolved|in production|back to normal|out the door|up)
        """,
        "the page is now live",
        "the shop is back up and running",
        "the site was finally back to normal",
        "the prototype is ready",
    )
)
SAID_TO_BE_DONE = Pattern(
    *DONE_STATE.alternatives,
    written(
        "passive",
        r"\b(?:is|are|was|were|been)\s+(?:(?:now|all|finally|fully)\s+)*"
        rf"(?:{STRONG_VERBS.group}|printed|published|submitted|uploaded|translated|booked|recorded|filmed|tested)\b",
        "the photos were uploaded",
    ),
)
DONE_AGAIN = Pattern(
    written(
        "works again",
        r"\b(?:fires?|works?|runs?|loads?|syncs?|sends?|tracks?|reports?|prints?)\b[^.?!]*\bagain\b",
        "the checkout pixel reports every purchase again",
        unlike=("the pixel fires. Try again",),
    )
)
RESOLVES = Pattern(
    said("repair", "fixed | resolved | solved | patched | repaired | restored", "the pixel is fixed"),
    said("recovery", "recovered | corrected | back to normal | up and running", "traffic is back to normal"),
    said(
        "closing",
        "(?:gap|ticket|bug|issue|problem) (?:(?:is|was|has been|now) )*closed",
        "tracking gap closed today",
        "the ticket has been closed",
    ),
    said("works again", r"(?:fires?|works?|runs?|loads?|syncs?|tracks?|reports?)\b[^.?!]* again", "it loads again"),
)

# What was mended in part is not mended.
IN_PART = Pattern(
    said("half", "half | halfway | partly | partially | almost", "half of it is fixed"),
    said("exception", "only | except | but", "fixed except on Safari"),
    said("makeshift", "workaround | for now | won't fix", "fixed for now"),
)

# A result that went wrong, or an idiom that only looks like one.
SPOILT = Pattern(
    *MISHAP.alternatives,
    said(
        "mistake",
        r"wrong | mistake | accident | typos? | misprint\w* | complaint | duplicate",
        "the wrong banner was printed",
        "a typo went out with it",
        "the misprints were delivered",
    ),
    said(
        "without leave",
        "without (?:permission|consent|approval) | unapproved",
        "published without consent",
    ),
    said(
        "in a bad state",
        r"""
        (?:launched|shipped|delivered|arrived|published|released|deployed|went live|came|sent) (?:\w+
        )?(?:broken|damaged|empty|defective|incomplete|unusable|unfinished)
        """,
        "the page launched broken",
    ),
    said("disaster", "disaster | messed up | regret", "the launch was a disaster"),
    said("nobody", "nobody | no one", "nobody signed"),
    said(
        "idiom",
        r"""
        passed (?:away|out|on|over) | went out (?:the|in) | closed down | out of (?:reach|fashion|patience)
        | up for sale | up (?:all|until) | time is up | finished nonsense
        """,
        "his uncle passed away",
        "the light went out in the hall",
        "the goal is out of reach",
        "we were up until midnight",
    ),
    said(
        "not meant as done",
        "available (?:from|on|for) | contract says | criteria | not really",
        "it is available from May",
    ),
    said(
        "ready later",
        "ready (?:by|on|in|at|before|from|until|when|if|once|tomorrow|next|soon|later|whenever)",
        "the draft is ready by Friday",
    ),
    written(
        "somebody who is ready",
        r"\b(?:i|we|you|they|he|she|everyone|everybody|dinner|food)(?:['’](?:m|re|s)|\s+(?:am|are|is|was|were))\s+(?:\w+\s+)?ready\b",
        "we are all ready to go",
    ),
)

_CLAUSE_END = re.compile(r"(?i)\s+(?:we|that|which|found|reported|from|on|in)\b")


def is_said_to_be_done(text: str) -> bool:
    """The noun tells what is done: "The FAQ page is done."."""
    return SAID_TO_BE_DONE.found_in(text)


def says_resolved(text: str) -> bool:
    return RESOLVES.found_in(text)


def is_in_part(text: str) -> bool:
    return IN_PART.found_in(text)


def resolved_subject(text: str) -> str | None:
    """What a sentence says was mended: "the tracking pixel" of "the tracking pixel we lost is fixed".

    "" where the sentence begins with the verb, None where nothing was mended.
    """
    verb = RESOLVES.search(text)
    return None if verb is None else _CLAUSE_END.split(text[: verb.start()])[0]


_OVER = content_words("fixed resolved solved closed repaired restored recovered corrected patched working works gone")


def says_more_than_over(fix: str, problem: str) -> bool:
    """A word about the fix carries more than the problem's own words and that it is over."""
    return bool(content_words(fix) - content_words(problem) - _OVER)
