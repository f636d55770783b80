"""Sentences that are nobody else's business: health and family, faith, employment, remarks on a client.

What concerns us alone, our money and what we keep from a client, is `own_business`. Numbers that belong to a person and
words that give away a password are `personal_numbers` and `passwords`.
"""

from __future__ import annotations

from yarnnn_pipelines.english.alternatives import Pattern, said, written, written_exactly

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
        | hospitalised | hospitalized | in hospital | burnout | passed out | broke (?:a|his|her|their) (?:leg|arm)
        """,
        "Tom was diagnosed",
        "Jonas is pregnant with ideas",
        "Tom is divorced",
        "Tom's surgery was moved",
        "Tom was hospitalised",
        "Tom was hospitalized",
        "Tom is in hospital",
        "Tom broke his leg",
    ),
    # A client may be one, and its wards and rooms are work.
    said(
        "hospital",
        r"""
        (?:went|goes|go|going|get|gets|getting|got|taken|rushed|admitted|brought|driven|back|sent) (?:\w+ )?(?:in)?to
          (?:the |a )?hospital
        | (?:discharged|released|home|back|out) (?:from|of) (?:the )?hospital
        | (?:i|he|she|they|wife|husband|mother|father|mum|mom|dad|son|daughter)(?:'s| is| are| was| were|'m| am|'re)
          (?:\w+ ){0,2}(?:in|at) (?:the|a) hospital
        """,
        "Tom had to go to hospital",
        "Mia is back from the hospital",
        "she is at the hospital",
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
# A campaign or a page may be about an illness or a faith: what it is about stands before the work, and is no word on
# anybody.
_WORK = (
    r"(?!['’]?s?[ -](?:awareness|campaigns?|charit\w+|foundation|pages?|site|website|clinic|cent(?:re|er)|video"
    r"|brochure|films?|posters?|client|study|fund\w*|research|week|month|day|section|story|ads?|banners?|leaflet|app|magazine|festival|pride|helpline|driving)\b)"
)
LIFE = Pattern(
    written_exactly(
        "MS",
        r"\b(?:who|[Ss]?he|[A-Z]\w+)\s+(?:has|had|got|lives\s+with|suffers\s+from)\s+MS\b(?!\s+[A-Z0-9])",
        "Priya, who has MS",
        unlike=("The MS Teams integration is live", "Leo has MS Teams"),
    ),
    written(
        "chronic illness",
        r"\b(?:hiv|diabet(?:es|ic)|adhd|autis(?:m|tic)|epilep(?:sy|tic)|dementia|alzheimer['’]?s|parkinson['’]?s|bipolar"
        r"|schizophren\w+|anorexi[ac]|bulimi[ac]|migraines?|asthma\w*|arthritis|hepatitis|lupus|crohn['’]?s|endometriosis"
        rf"|multiple\s+sclerosis|ptsd|dyslexi[ac])\b{_WORK}",
        "Priya has HIV",
        "Tom's migraine",
        unlike=("the diabetes awareness campaign is live",),
    ),
    written(
        "dialysis",
        r"\b(?:on|needs?|his|her|my|has|had|starts?|started|during|after)\s+(?:\w+\s+)?dialysis\b" + _WORK,
        "Tom is on dialysis",
        unlike=("the signs of the dialysis were printed",),
    ),
    written(
        "care",
        rf"\b(?:ivf|hospice|in\s+(?:therapy|counselling|psychotherapy|a\s+clinic)|antidepressants?|on\s+medication"
        rf"|fertility\s+treatment|abortion|stillb\w+|terminally\s+ill|wheelchair\s+user)\b{_WORK}",
        "after your IVF",
        "she is in therapy",
        unlike=("the hospice website was launched",),
    ),
    written(
        "mind and drink",
        r"\b(?:depress(?:ed|ion)|suicid\w+|alcoholism|(?:is|was|an|recovering)\s+alcoholic(?!\s+(?:drinks?|beverages?))|drunk"
        r"|hungover|(?:drug|drinking|gambling)\s+problem|drug\s+addict\w*|panic\s+attacks?|(?:nervous|mental)\s+breakdown)\b"
        + _WORK,
        "Tom is an alcoholic",
        "Mia is depressed",
        unlike=("the non-alcoholic drinks are live",),
    ),
    written(
        "child to come",
        r"\bexpecting\s+(?:an?|(?:his|her|their|our|my)(?:\s+\w+)?)\s+(?:baby|child|twins|boy|girl)\b"
        r"|\b(?:she|[A-Z]\w+)\s+is\s+expecting\s*(?:in\s+\w+\s*)?[.!]?$",
        "Mia is expecting a baby",
        unlike=("Acme is expecting a report",),
    ),
    written(
        "family of a person",
        r"\b(?:whose|\w+['’]s)\s+(?:wife|husband|mother|father|mum|mom|dad|daughter|brother|sister|boyfriend|girlfriend)\b"
        + _WORK
        + r""
        r"|\b(?:is|are|was)\s+dying\b(?!\s+to\b)|\bpassed\s+away\b",
        "whose father is dying",
        unlike=("the Mother's Day mailing was sent",),
    ),
    written(
        "love",
        rf"\b(?:gay|lesbian|bisexual|homosexual|transgender|came\s+out\s+as)\b{_WORK}"
        r"|\bsleeps?\s+with\b|\bhaving\s+an\s+affair\b",
        "Tom is gay",
        unlike=("the gay pride banner is live",),
    ),
    written(
        "faith",
        r"\b(?:is|are|was|were|being|as|became|who['’]?s|devout|practising)\s+(?:an?\s+)?(?:\w+\s+)?"
        r"(?:muslim|jew|jewish|hindu|sikh|buddhist|catholic|protestant|mormon|evangelical|atheist)\b(?!\s+\w+\s+(?:was|is)\b)"
        r"|\bconverted\s+to\s+(?:islam|judaism)",
        "Priya is Muslim",
        unlike=("the Catholic school site is live",),
    ),
    written(
        "union",
        r"\bjoin(?:ed|s|ing)?\s+(?:a|the|his|her|their)\s+(?:trade\s+|labou?r\s+)?union\b(?!\s+of\b)|\bunion\s+(?:member|rep)\b"
        r"|\btrade\s+unionist",
        "Tom joined a union",
        unlike=("the union of both lists was exported",),
    ),
    written(
        "law",
        r"\b(?:in|to|from)\s+(?:prison|jail)\b|\b(?:was|were|been|got|is)\s+(?:arrested|convicted|deported|sentenced|jailed)\b"
        r"|\bcriminal\s+record\b|\bon\s+(?:bail|parole)\b",
        "Tom is in prison",
    ),
    written_exactly(
        "leaving an employer",
        r"\b(?!(?:The|This|That|Our|Train|Flight|It)\b)[A-Z]\w+\s+(?:(?:is|will\s+be)\s+(?:leaving|quitting)|will\s+(?:leave|quit)|has\s+quit)\s+"
        r"(?:us\b|the\s+(?:company|firm|team|agency|business)\b|[A-Z]\w+)"
        r"|\b(?!(?:The|This|That|Our|Train|Flight|It)\b)[A-Z]\w+\s+(?:leaves|quits?)\s+(?:us\b|[A-Z]\w+)",
        "Priya is leaving Acme in March",
        unlike=("Jonas is leaving for the airport at 10", "It leaves Porto on Friday"),
    ),
    written(
        "jobs cut",
        r"\blay(?:s|ing)?(?:[ -]|\s+(?:\w+\s+){1,3})off\b|\bbeing\s+(?:fired|sacked)\b"
        r"|\bcut(?:s|ting)?\s+(?:\w+\s+)?jobs\b|\bjob\s+cuts\b|\bperformance\s+improvement\s+plan\b"
        r"(?<!site\sperformance\simprovement\splan)(?<!page\sperformance\simprovement\splan)",
        "Acme will lay off ten people",
        "Leo is on a performance improvement plan",
        unlike=("the site performance improvement plan is done",),
    ),
    written_exactly(
        "firing",
        r"(?<!\bthe )\b(?:[Ff]ir|[Ss]ack)(?:e|ing)?\s+(?:\w+\s+)?(?:people|staff|employees)\b"
        r"|\b[Ll]et(?:ting)?\s+(?:(?:\w+\s+)?people|[A-Z][a-z]+)\s+go\b"
        r"(?!\s+(?:back|to|on|live|ahead|with|over|through|for|in))|(?:^\W*|\b(?:to|will|should|must|and|are|is|['’]ll)\s+)"
        r"(?:[Ff]ir(?:e|ing)|[Ss]ack(?:ing)?)\s+"
        r"(?!(?:Stick|Tablet|Kids|Safety|Drill|Escape|Alarm|Sale|Phone)\b)[A-Z][a-z]+\b",
        "Fire Jonas",
        "We decided to fire Jonas",
        "Acme will let ten people go",
        unlike=("Fire TV is supported", "the Fire Safety page is live", "check with the fire people"),
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


_FAMILY = Pattern(*(alternative for alternative in PRIVATE.alternatives if alternative.name == "family")).compiled


def private_words(text: str) -> str | None:
    """The words that speak of a private matter, as written."""
    return _words(PRIVATE, text) or _words(LIFE, text)


def names_family_alone(text: str) -> bool:
    """What is private in the text is that somebody has a relative, of whom nothing private is told."""
    plain = _FAMILY.sub(" ", text)
    return plain != text and private_words(plain) is None


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
