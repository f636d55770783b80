"""What must not leave the house whoever said it: credentials, private matters, and words aimed at a machine.

Finding credentials is detect-secrets' work (Yelp), all of whose detectors run offline here; the high-entropy ones are
left out, since identifiers and links set them off. Who may read a thing is the gate's question, not this module's.
"""

from __future__ import annotations

import re
from functools import lru_cache

from yarnnn_pipelines.english.patterns import said

_PRIVATE = re.compile(
    said("""
    confidential | off the record | between (?:us|you and me) | do(?:n't| not) (?:tell|share|forward|mention)
    | not for the client | internal(?:ly)? only | keep (?:this|it) (?:quiet|private|internal|to (?:yourself|yourselves))
    | nda | salary | salaries | pay rise | pay was | (?:our|the|\\w+) margins? | mark-?up | profits? | hourly rate
    | our rate | we charge | overcharg\\w+ | padded | (?:was|were|be|been|got) fired | layoffs?
    | redundanc(?:y|ies) | churn
    | lawsuit | diagnos(?:is|ed) | pregnan\\w+ | parental | maternity | divorc\\w+ | died | death | funeral | surger\\w+
    | hospital | burnout | passed out | broke (?:a|his|her|their) (?:leg|arm) | (?:has|have) quit | home address
    | iban | passport (?:no|number) | social security | credit card
    | paternity | sick-?(?: )?(?:leave|note|days?) | (?:medical|compassionate|bereavement|carer's|stress) leave
    | (?:off|called in|fell|is|am|are|was|were|been|taken|feeling|feels) (?:sick|ill|unwell)
    | burn-out | burn(?:t|ed) out
    | (?:has|have|had|got|with|battl\\w+|fights?|fighting|beat|survived) (?:\\w+ )?(?:cancer|tumou?r|leuka?emia|covid)
    | chemo(?:therapy)? | miscarriage | in rehab | heart attack | (?:had|suffered|has had) a stroke
    | (?:his|her|my) (?:own )?(?:mental health|health|depression|illness|therapy|therapist|doctor)
    | (?:his|her|my) (?:wife|husband|partner's|kids?|child|children|daughter|son|mother|father|mum|mom|dad|parents)
    | (?:was|were|been|being|be|got|is|are) let go | laid off | was dismissed | resigned
    | handed in (?:his|her|their) notice
    | (?:on|in|passed|failed) probation | disciplinary | (?:final|written|formal) warning
    | (?:\\w+'s|his|her|their|my|your) (?:wages?|pay ?slip)
    | (?:annual|yearly|year-end|staff|his|her|my) bonus | wages
    | earns? (?:only )?[€$£]\\W?\\d\\w* | earns? \\d\\S* (?:k|eur|euros?|dollars)
    | birthday (?:is|was)
    """)
    + r"|^\W*internal\b\W"
    # A day of birth needs a year beside it: "the date of birth field" is work.
    + r"|\b(?:birth\s?date|date\s+of\s+birth|dob|born)\b.{0,40}?"
    + r"(?:\b(?:19|20)\d\d\b|\d{1,2}[./-]\d{1,2}[./-]\d{2,4})"
)
# What the work costs us and what we keep of it.
_OUR_MONEY = re.compile(
    r"(?i)\bcosts?\s+us\b.{0,25}?(?:[€$£]\s?\d|\d\s?(?:k\b|€|eur\b|euros?\b|usd\b|dollars\b|pounds\b|hours\b))"
    r"|\bour\s+(?:own\s+|real\s+|actual\s+|true\s+)?(?:internal|own|real|actual|true)\s+(?:costs?|price|rates?|hours|budget)\b"
    r"|\bwe\s+(?:only\s+)?(?:pay|paid)\s+(?:them|him|her|only|(?:the|our|a)\s+(?:freelanc|design|develop|contract|subcontract|photograph|translat|print|suppli|vendo|intern)\w*)\b.{0,20}?\d"
    r"|\b(?:we|us)\s+(?:make|made|earn|earned|keep|kept)\s+(?:only\s+|just\s+|about\s+)?(?:[€$£]\s?\d|\d+\s?%)"
    r"|\b(?:over|under)-?quoted\b|\bbill(?:ed|ing)?\s+(?:them|the\s+client)\b"
)
_REMARK = """(?:difficult|demanding|impossible|slow|confused|chaotic|disorgani[sz]ed|unhappy|angry|upset|lazy|late with
    |unprofessional|hopeless|painful|stubborn|naive|exhausting|tiring|complaining|moaning|whining|hesitant)"""
_UNFIT = re.compile(
    said(
        """
    stupid | idiot\\w* | incompetent | a pain | nightmare | hates? | hated | fuck\\w* | shit\\w* | damn | crap | my ass
    | yeah right | moron\\w* | (?:is|are) cheap | clueless
    | (?:the|this|that|our|a|any) clients? (?:is|are|was|were|seems?|gets?|keeps?|being) (?:\\w+ ){0,2}_REMARK_
    | _REMARK_ clients? | (?:is|are|was|were|being|so|how) (?:\\w+ )?annoying
    | picky | nitpick\\w* | needy | stingy | rude | ungrateful
    | unreasonable
    | impossible to (?:work|please|reason|deal) | (?:hard|difficult|painful|a nightmare) to (?:work|deal) with
    """.replace("_REMARK_", _REMARK)
    )
)
# The relation itself is at stake: a person must see it, and it is no line of an update.
_ABOUT_US = re.compile(
    r"(?i)\b(?:drop|cancel|terminate|stop\s+working|another|tender|leave|replace)\b.{0,30}"
    r"\b(?:agency|agencies|vendor|supplier|contract\s+with|with\s+(?:you|us))\b"
)
_SPOKEN_PASSWORD = re.compile(
    r"(?i)\b(?:password|passwort|passcode|pass ?phrase|pass|pw|pwd|pin(?: code)?|login|credentials?|api key|token)\b"
    r"(?:\s+\w+){0,5}?\s*(?:is|are|:|=|->|/|to|with|pass)\s*[\"'“]?(?=\S*[\d!$#@_-])\S{4,}"
    r"|\bcredentials?\s*:|\bpass\s+\w*\d|\bsk[-_](?:live|test)\b|\bssh-(?:rsa|ed25519)\b"
    # "the password hunter2", "password: correcthorse", "changed the password to “correcthorse”"
    r"|\b(?:password|passwort|passcode|pass\s?phrase|pw|pwd)\s+(?=[^\s\d]*\d)[^\s,;.]{5,}"
    r"|\b(?:password|passwort|passcode|pass\s?phrase|pw|pwd)\s*[:=]\s*\S{4,}"
    r"|\b(?:password|passwort|passcode|pass\s?phrase|pw|pwd|secret)\b[^\"“'‘.!?]{0,40}\s[\"“'‘]\S{4,}"
    r"|\b(?:password|passwort|passcode|pass\s?phrase)\s+(?:is|was|stays)\s+(?!(?:not|now|back|live|done|long|short|safe"
    r"|weak|wrong|strong|secure|visible|hidden|optional|mandatory|valid|invalid|ready|gone|shown|known|missing)\b"
    r"|\w+(?:ed|en|ing)\b)\w{5,}[.!]?\s*$"
    # "user admin, secret correcthorse"
    r"|\buser(?:\s?name)?:?\s+\S+?\s*[,;/]\s*(?:and\s+)?(?:secret|pass\w*|pw|pwd|code)\b:?\s+\S+"
    r"|\b(?:wi-?fi|wlan|door|entry|alarm|access|gate|lock|safe|key)[ -]?(?:code|key|pin)\b"
    r"(?:\s+(?:is|to|now))*[\s:=]+[\"“]?(?=\S*\d)\S{4,}"
    r"|\bsk-[\w-]{16,}|\b(?:keys?|tokens?|secrets?|bearer|apikey|credentials?)\b\W{1,3}(?:\w+\W{1,3}){0,3}?[\w-]*?"
    r"(?=[A-Za-z0-9+/=_]*\d)(?=[A-Za-z0-9+/=_]*[A-Za-z])[A-Za-z0-9+/=_]{16,}"
)
_NUMBERS_OF_A_PERSON = re.compile(
    r"(?<!\w)(?:\d[ .-]?){12,18}\d(?!\w)|\b[A-Z]{2}\d{2}(?:\s?[A-Z0-9]{4}){3,}|(?<!\w)\+\d[\d ()/.-]{7,}"
    r"|\b[\w.+-]+@[\w-]+\.\w+"
    r"|(?<![\w-])\d{3}-\d{2}-\d{4}(?![\w-])"  # a social security number
)
# A telephone number as people write it: an area code in brackets or after a 0, or 212-555-0147. Orders and tickets have
# such numbers too, and are told by the word before.
_TELEPHONE = re.compile(
    r"(?<!\w)(?:\((?!(?:19|20)\d\d\))\d{2,5}\)[ /-]?\d[\d -]{4,}\d|00[1-9]\d{7,13}|0[1-9](?:[ /-]?\d){7,11}"
    r"|\d{3}([ .-])\d{3}\1\d{4})(?![\w.,]\d|\w)"
)
_AFTER_A_TELEPHONE_WORD = re.compile(
    r"(?i)\b(?:(?:tele)?phone|tel|hotline|whatsapp|fax|(?:mobile|cell)(?:\s+(?:phone|number|no\.?))?(?=\s*(?:is\b|:|\d)))"
    r"\b[^\d€$£]{0,25}(?:\d[ ()/.-]{0,2}){7,}"
)
_COUNTED_THING = re.compile(
    r"(?i)\b(?:orders?|tickets?|invoices?|cases?|ref|reference|articles?|sku|items?|po|issues?|builds?|versions?|releases?"
    r"|commits?|batch|parcel|tracking|serial|contract|booking|campaign|id|ids)\W*(?:no|nr|number|id|code)?\W*$"
)
_ACCOUNT = re.compile(r"(?i)(?<!\w)[a-z]{2}\d{2}(?:\s?[a-z0-9]){11,30}(?!\w)")
_DAY_OR_TIME = re.compile(
    r"(?<![\d.-])(?:(?:\d{1,2}([./-])\d{1,2}\1(?:19|20)?\d\d)|(?:(?:19|20)\d\d([./-])\d{1,2}\2\d{1,2}))(?!\d)|\b\d{1,2}:\d\d\b"
)
_STREET = re.compile(
    r"(?<![\w-])\d{1,4}[a-zA-Z]?,?\s+(?!Google|Shared|Team|Hard|Test)(?:[A-Z][\w'’-]+\s+){1,3}"
    r"(?:Street|St|Road|Rd|Avenue|Ave|Lane|Drive|Boulevard|Blvd|Square|Terrace)\b"
    r"|\b[A-ZÄÖÜ][\w-]+(?:straße|strasse|str\.|gasse|allee|weg|platz)\s+\d{1,4}\b|\b[A-Z]\w+\s+(?:Straße|Strasse)\s+\d"
    r"|\b\d{1,4},?\s+(?:bis\s+)?(?:rue|avenue|boulevard|place|impasse|chemin)\s+(?:d[eu]s?\b|d['’]|[A-Z])"
    r"|\b(?:Rua|Avenida|Travessa|Calle|Via|Viale|Praça|Plaza)\s+(?:\w+\s+){1,4}?\d{1,4}\b"
)
_TO_A_MACHINE = re.compile(
    said("""
    (?:ignore|disregard|forget) (?:(?:all|any|the|your|previous|prior|above|earlier) )+(?:instructions?|rules|prompts?)
    | system prompt | you are (?:now )?(?:an? )?(?:ai|assistant|language model|llm|chatbot) | as an ai
    | new instructions? | (?:in|to) (?:the|your) (?:update|summary|report),? (?:say|write|state|claim|tell)
    | (?:include|add|put) (?:this|the following) (?:verbatim )?in (?:the|your) (?:update|summary|report)
    | (?:write|say|state|report) that (?:everything|all) | jailbreak | prompt injection
    | ignore (?:the )?(?:above|previous|rest) | mark (?:everything|all) as
    | (?:to|dear|hey|note to) (?:the )?(?:bot|ai|summari[sz]er|assistant|yarnnn|model)
    """)
    + r"|^\W*(?:ai|bot|yarnnn)\s*[:,]|<\|?(?:im_start|system|assistant)\|?>|^\s*(?:system|assistant)\s*:"
)


@lru_cache(maxsize=1)
def _detectors() -> tuple[object, ...]:
    from detect_secrets.core.plugins.util import get_mapping_from_secret_type_to_class

    found = get_mapping_from_secret_type_to_class()
    return tuple(found[name]() for name in sorted(found) if "Entropy" not in name)


@lru_cache(maxsize=8192)
def why_sensitive(text: str) -> str | None:
    """What kind of thing the text gives away, or None."""
    for detector in _detectors():
        if any(True for _ in detector.analyze_string(text)):
            return f"it holds a credential ({detector.secret_type})"
    if _SPOKEN_PASSWORD.search(text):
        return "it holds a password or code"
    if _numbers_of_a_person(text) or _STREET.search(text):
        return "it holds a card, account or telephone number, or an address"
    if match := _PRIVATE.search(text):
        return f"it speaks of a private matter ({match[0].strip()!r})"
    if match := _OUR_MONEY.search(text):
        return f"it speaks of our own costs ({match[0].strip()!r})"
    if match := _UNFIT.search(text):
        return f"it is not fit to be sent ({match[0]!r})"
    if _ABOUT_US.search(text):
        return "it puts the work for this client itself in question: read it yourself"
    return None


def _numbers_of_a_person(text: str) -> bool:
    bare = _DAY_OR_TIME.sub(" · ", text)
    if _NUMBERS_OF_A_PERSON.search(bare) or _AFTER_A_TELEPHONE_WORD.search(bare):
        return True
    if any(_is_account(match[0]) for match in _ACCOUNT.finditer(bare)):
        return True
    return any(not _COUNTED_THING.search(bare[: match.start()]) for match in _TELEPHONE.finditer(bare))


def _is_account(written: str) -> bool:
    """Whether the check digits of an IBAN are right, for all of it or for it without the words that follow."""
    ends = [len(written), *(match.start() for match in re.finditer(r"\s", written))]
    found = [re.sub(r"\s", "", written[:end]).upper() for end in ends]
    return any(
        len(account) >= 15
        and sum(map(str.isdigit, account)) >= 10
        and int("".join(str(int(letter, 36)) for letter in account[4:] + account[:4])) % 97 == 1
        for account in found
    )


def why_instruction(text: str) -> str | None:
    """Why the text reads as words to a machine, or None."""
    match = _TO_A_MACHINE.search(text)
    return f"it speaks to a machine ({match[0].strip()!r})" if match else None
