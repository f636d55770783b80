"""What must not leave the house whoever said it: credentials, private matters, and words aimed at a machine.

Finding credentials is detect-secrets' work (Yelp), all of whose detectors run offline here; the high-entropy ones are
left out, since identifiers and links set them off. Who may read a thing is the gate's question, not this module's.
"""

from __future__ import annotations

import re
from functools import lru_cache

from yarnnn_pipelines.language.patterns import said

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
    """)
    + r"|^\W*internal\b\W"
)
_UNFIT = re.compile(
    said("""
    stupid | idiot\\w* | incompetent | a pain | nightmare | hates? | hated | fuck\\w* | shit\\w* | damn | crap | my ass
    | yeah right | moron\\w* | (?:is|are) cheap | clueless
    """)
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
)
_NUMBERS_OF_A_PERSON = re.compile(
    r"(?<!\d)(?:\d[ -]?){13,19}(?!\d)|\b[A-Z]{2}\d{2}(?:\s?[A-Z0-9]{4}){3,}|(?<!\w)\+\d[\d ()/-]{7,}"
    r"|\b[\w.+-]+@[\w-]+\.\w+"
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
    if _NUMBERS_OF_A_PERSON.search(text):
        return "it holds a card, account or telephone number, or an address"
    if match := _PRIVATE.search(text):
        return f"it speaks of a private matter ({match[0].strip()!r})"
    if match := _UNFIT.search(text):
        return f"it is not fit to be sent ({match[0]!r})"
    if _ABOUT_US.search(text):
        return "it puts the work for this client itself in question: read it yourself"
    return None


def why_instruction(text: str) -> str | None:
    """Why the text reads as words to a machine, or None."""
    match = _TO_A_MACHINE.search(text)
    return f"it speaks to a machine ({match[0].strip()!r})" if match else None
