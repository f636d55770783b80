"""Whether an amount is set, and holds until somebody sets another, or measured, and is another at any time.

What an amount is of, and which of two holds, is for others; how amounts are written is `amounts`.
"""

from __future__ import annotations

import re

from yarnnn_pipelines.english.alternatives import Pattern, said, written
from yarnnn_pipelines.english.amounts import Amount
from yarnnn_pipelines.english.changes import old_and_new
from yarnnn_pipelines.english.likeness import content_words

# Sums, shares and counts that somebody sets, and that hold until somebody sets others.
_SET = content_words(
    """
    budget price fee rate discount deposit cap limit quote offer estimate minimum maximum target goal retainer
    commission salary rent licence license capacity quota allowance advance surcharge fine tariff prize honorarium wage
    royalty royalties vat tax markup rebate voucher grant bid tender invoice contract payment margin ceiling threshold
    bonus premium subsidy
    """
)
# Those of them that are a share of something else.
_SHARED_OUT = content_words(
    """
    discount commission deposit cap limit minimum maximum target goal vat tax markup rebate surcharge royalty royalties
    fee payment quota interest allowance advance voucher threshold bonus premium reduction coupon contribution deduction
    gratuity cashback
    """
)
# What is measured, and is another at any time.
_MEASURED = content_words(
    """
    revenue sale sales turnover spend spending donation donations income profit balance pipeline average mean click lead
    acquisition conversion traffic impression loss debt takings proceeds basket progress utilisation utilization churn
    cpc cpm cpa cpl ctr roas aov ltv cac mrr arr bounce
    """
)
# What comes in one by one.
_COUNTED_AS_IT_COMES = content_words(
    """
    signup signups lead order click view session subscriber visitor visit user follower download customer member donor
    attendee donation registration booking install account error complaint bug issue reply response vote rsvp like
    comment share review application task hit sale result match defect ticket open entry sign-up ups participant point
    time conversion answer contact product ad post article photo image video file record row item job partner employee
    """
)
# What a thing is made to have so many of.
_DESIGNED = content_words(
    """
    page slide chapter section module question round year month week day night hour minute seat chair table room
    speaker banner format language size column step stop copy copies poster flyer panel lesson people person guest child
    children
    """
)
SO_FAR = Pattern(
    said(
        "until now",
        r"""
        so far | to date | already | until now | by now | today | yesterday | this week | this month | last week
        | last month | currently | left | remaining | to go | still open | (?:is|are) open
        """,
        "we have used 12 hours so far",
        "four bugs are open",
    ),
    said(
        "comes or goes",
        r"""
        spent | raised(?! (?:to|by|from)) | earned | sold | collected | billed | invoiced | paid | used | booked
        | received | complete | completed | done | finished | ready | logged | saved | lost | won | another
        | additional | extra | more
        """,
        "we spent €400 on ads",
        "the fundraiser raised €400",
        "another three banners",
    ),
)
NOT_EXACTLY = Pattern(
    written(
        "more or less",
        r"(?:\b(?:about|around|roughly|approx\.?|approximately|circa|ca\.?|nearly|almost|some|under|over|below|above|between"
        r"|more\s+than|less\s+than|fewer\s+than|at\s+(?:least|most)|(?<!goes\s)(?<!went\s)(?<!is\s)up\s+to|from|max\.?|min\.?)|~)\s*$",
        "about",
        "we pay up to",
        unlike=("it goes up to",),
    )
)
_RANGE = re.compile(r"\s?(?:[-–]|to\b|or\b)\s?[€$£]?\d")
# What stands right before a count that says how many a thing has, holds or needs.
# What stands right before a count that says how many a thing holds or needs.
HOLDS_SO_MANY = Pattern(
    written(
        "holds or needs",
        r"\b(?:need(?:s)?|requires?|holds?|seats?|fits?|includes?|contains?|covers?|comprises?|consists?\s+of|takes?|runs?|lasts?"
        r"|comes?\s+with|allows?|will\s+(?:be|have|need|take|hold|include|contain|run|last)|(?:settled|agreed|decided)(?:\s+on)?)"
        r"(?:\s+(?:for|exactly|only))?\s*$",
        "we need",
        "the contract runs for",
        unlike=("we printed",),
    ),
    written(
        "needs for so many",
        r"\b(?:need|needs|requires?|book|books)\s+(?:[a-z]+\s+){1,4}for\s*$",
        "it needs a room for",
    ),
)
HAS_SO_MANY = Pattern(
    written(
        "has",
        r"\b(?:(?<!we\s)(?<!i\s)(?<!you\s)(?<!they\s)(?:has|have)|is|are)(?:\s+(?:exactly|only))?\s*$",
        "the brochure has",
        unlike=("we have",),
    )
)
COSTS = Pattern(
    said(
        "price", "cost | costs | charge | charges | priced | comes to | agreed on | settled on", "the booth costs €400"
    ),
    written("is", r"\b(?:is|are|will\s+be|was\s+set\s+at|stands\s+at)(?:\s+exactly)?\s*$", "the booth is"),
)


def is_exact(amount: Amount, text: str) -> bool:
    """Neither about so much, nor a range, but for the new side of a change."""
    is_new_side = old_and_new(text) is not None
    return is_new_side or not (NOT_EXACTLY.found_in(text[: amount.start]) or _RANGE.match(text, amount.end))


def grows(amount: Amount, text: str) -> bool | None:
    """Whether it is measured, and not set; None where it is what was done once, of which there may be more."""
    words, before = content_words(text), text[: amount.start]
    measured = SO_FAR.found_in(text) or bool(words & _MEASURED)
    if amount.kind == "share":
        return measured or not words & _SHARED_OUT
    if amount.kind == "sum":
        if measured:
            return True if words & _MEASURED else None
        is_set = words & _SET or COSTS.found_in(before)
        return False if is_set else None
    if words & _SET and not measured:
        return False
    if amount.unit in _COUNTED_AS_IT_COMES:
        return True
    has = amount.unit in _DESIGNED and HAS_SO_MANY.found_in(before)
    return False if not measured and (has or HOLDS_SO_MANY.found_in(before)) else None
