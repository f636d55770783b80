"""Sentences that are nobody else's business: health and family, employment, our own money, remarks on a client.

Numbers that belong to a person and words that give away a password are `personal_numbers` and `passwords`.
"""

from __future__ import annotations

from yarnnn_pipelines.english.alternatives import Pattern, said, written

# The order is that of trial: the reason that a person reads names the words that matched first.
PRIVATE = Pattern(
    said(
        "confidence",
        """
        confidential | off the record | between (?:us|you and me) | do(?:n't| not) (?:tell|share|forward|mention)
        | not for the client | internal(?:ly)? only
        | keep (?:this|it) (?:quiet|private|internal|to (?:yourself|yourselves))
        | nda
        """,
        "between you and me",
        "please don't share it",
        "for internal only",
        "keep this quiet",
    ),
    said(
        "pay and margins",
        r"""
        salary | salaries | pay rise | pay was | (?:our|the|\w+) margins? | mark-?up | profits? | hourly rate
        | our rate | we charge | overcharg\w+ | padded
        """,
        "Mia's salary was raised",
        "our margin is thin",
        "the markup is 30%",
        "our profit grew",
        "we overcharged them",
    ),
    said(
        "dismissal",
        "(?:was|were|be|been|got) fired | layoffs? | redundanc(?:y|ies) | churn",
        "Tom was fired",
        "there is a layoff",
        "there were redundancies",
    ),
    said(
        "illness and death",
        r"""
        lawsuit | diagnos(?:is|ed) | pregnan\w+ | parental | maternity | divorc\w+ | died | death | funeral | surger\w+
        | hospital | burnout | passed out | broke (?:a|his|her|their) (?:leg|arm)
        """,
        "Tom was diagnosed",
        "Jonas is pregnant with ideas",
        "Tom is divorced",
        "Tom's surgery was moved",
        "Tom broke his leg",
    ),
    said(
        "person's papers",
        """
        (?:has|have) quit | home address | iban | passport (?:no|number) | social security | credit card
        """,
        "Tom has quit",
        "the passport number",
    ),
    said(
        "absence through illness",
        """
        paternity | sick-?(?: )?(?:leave|note|days?) | (?:medical|compassionate|bereavement|carer's|stress) leave
        | (?:off|called in|fell|is|am|are|was|were|been|taken|feeling|feels) (?:sick|ill|unwell)
        | burn-out | burn(?:t|ed) out
        """,
        "Tom takes sick leave",
        "Tom takes bereavement leave",
        "Tom called in sick",
        "Tom burnt out",
    ),
    said(
        "disease",
        r"""
        (?:has|have|had|got|with|battl\w+|fights?|fighting|beat|survived) (?:\w+ )?(?:cancer|tumou?r|leuka?emia|covid)
        | chemo(?:therapy)? | miscarriage | in rehab | heart attack | (?:had|suffered|has had) a stroke
        | (?:his|her|my) (?:own )?(?:mental health|health|depression|illness|therapy|therapist|doctor)
        """,
        "Tom has cancer",
        "the chemo starts",
        "Tom had a stroke",
        "his health comes first",
    ),
    said(
        "family",
        "(?:his|her|my) (?:wife|husband|partner's|kids?|child|children|daughter|son|mother|father|mum|mom|dad|parents)",
        "his wife came along",
    ),
    said(
        "end of employment",
        """
        (?:was|were|been|being|be|got|is|are) let go | laid off | was dismissed | resigned
        | handed in (?:his|her|their) notice
        | (?:on|in|passed|failed) probation | disciplinary | (?:final|written|formal) warning
        """,
        "Tom was let go",
        "Tom handed in his notice",
        "Tom is on probation",
        "Tom got a formal warning",
    ),
    said(
        "wages",
        r"""
        (?:\w+'s|his|her|their|my|your) (?:wages?|pay ?slip) | (?:annual|yearly|year-end|staff|his|her|my) bonus | wages
        | earns? (?:only )?[€$£]\W?\d\w* | earns? \d\S* (?:k|eur|euros?|dollars)
        """,
        "Mia's wage went up",
        "Mia's annual bonus was approved",
        "Mia earns €4000",
        "Mia earns 4000 euros",
    ),
    said("birthday", "birthday (?:is|was)", "Tom's birthday is on Friday"),
    written("internal label", r"^\W*internal\b\W", "[internal] the page is done"),
    # A day of birth needs a year beside it: "the date of birth field" is work.
    written(
        "day of birth",
        r"\b(?:birth\s?date|date\s+of\s+birth|dob|born)\b.{0,40}?(?:\b(?:19|20)\d\d\b|\d{1,2}[./-]\d{1,2}[./-]\d{2,4})",
        "Dana was born on 12 March 1981",
        unlike=("the date of birth field was added",),
    ),
)
# What the work costs us and what we keep of it.
OUR_MONEY = Pattern(
    written(
        "cost to us",
        r"\bcosts?\s+us\b.{0,25}?(?:[€$£]\s?\d|\d\s?(?:k\b|€|eur\b|euros?\b|usd\b|dollars\b|pounds\b|hours\b))",
        "The job costs us only €200",
    ),
    written(
        "our own cost",
        r"\bour\s+(?:own\s+|real\s+|actual\s+|true\s+)?(?:internal|own|real|actual|true)\s+(?:costs?|price|rates?|hours|budget)\b",
        "Our internal cost is at 40 hours",
    ),
    written(
        "what we pay",
        r"\bwe\s+(?:only\s+)?(?:pay|paid)\s+(?:them|him|her|only|(?:the|our|a)\s+"
        r"(?:freelanc|design|develop|contract|subcontract|photograph|translat|print|suppli|vendo|intern)\w*)\b.{0,20}?\d",
        "We pay the freelancer 300 euros",
    ),
    written(
        "what we earn",
        r"\b(?:we|us)\s+(?:make|made|earn|earned|keep|kept)\s+(?:only\s+|just\s+|about\s+)?(?:[€$£]\s?\d|\d+\s?%)",
        "we keep about 30%",
    ),
    written(
        "quote and bill",
        r"\b(?:over|under)-?quoted\b|\bbill(?:ed|ing)?\s+(?:them|the\s+client)\b",
        "we underquoted the shop",
        "we billed the client twice",
    ),
)
_REMARK = (
    "(?:difficult|demanding|impossible|slow|confused|chaotic|disorgani[sz]ed|unhappy|angry|upset|lazy|late with "
    "|unprofessional|hopeless|painful|stubborn|naive|exhausting|tiring|complaining|moaning|whining|hesitant)"
)
UNFIT = Pattern(
    said(
        "insult",
        r"""
        stupid | idiot\w* | incompetent | a pain | nightmare | hates? | hated | fuck\w* | shit\w* | damn | crap | my ass
        | yeah right | moron\w* | (?:is|are) cheap | clueless
        """,
        "what an idiot",
        "Tom hates it",
        "fucking late",
        "a shitty page",
        "what a moron",
        "the shop is cheap",
    ),
    said(
        "remark on a client",
        rf"""
        (?:the|this|that|our|a|any) clients? (?:is|are|was|were|seems?|gets?|keeps?|being) (?:\w+ ){{0,2}}{_REMARK}
        | {_REMARK} clients? | (?:is|are|was|were|being|so|how) (?:\w+ )?annoying
        """,
        "the client is really demanding",
        "another difficult client",
        "they are so annoying",
    ),
    said(
        "complaint",
        r"""
        picky | nitpick\w* | needy | stingy | rude | ungrateful | unreasonable
        | impossible to (?:work|please|reason|deal) | (?:hard|difficult|painful|a nightmare) to (?:work|deal) with
        """,
        "all this nitpicking",
        "impossible to please",
        "hard to work with",
    ),
)
# The relation itself is at stake: a person must see it, and it is no line of an update.
ABOUT_US = Pattern(
    written(
        "leaving us",
        r"\b(?:drop|cancel|terminate|stop\s+working|another|tender|leave|replace)\b.{0,30}"
        r"\b(?:agency|agencies|vendor|supplier|contract\s+with|with\s+(?:you|us))\b",
        "We've decided to cancel the contract with you",
    )
)


def private_words(text: str) -> str | None:
    """The words that speak of a private matter, as written."""
    return _words(PRIVATE, text)


def words_on_our_money(text: str) -> str | None:
    """The words that speak of what the work costs us or earns us, as written."""
    return _words(OUR_MONEY, text)


def unfit_words(text: str) -> str | None:
    """Words that no client should read about anybody, as written."""
    match = UNFIT.search(text)
    return match[0] if match else None


def puts_us_in_question(text: str) -> bool:
    """Somebody thinks of working with another agency."""
    return ABOUT_US.found_in(text)


def _words(pattern: Pattern, text: str) -> str | None:
    match = pattern.search(text)
    return match[0].strip() if match else None
