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
    | not for the client | internal(?:ly)? only | keep (?:this|it) (?:quiet|private|internal) | under nda | salary
    | salaries | pay rise | (?:our|the) margins? | mark-?up of | fired | layoffs? | redundanc(?:y|ies)
    | diagnos(?:is|ed) | iban | passport (?:no|number) | social security | credit card
    """)
)
_SPOKEN_PASSWORD = re.compile(
    r"(?i)\b(?:password|passwort|passcode|pass ?phrase|pin(?: code)?|login|api key|token)\b"
    r"\s*(?:is|are|:|=|->)\s*[\"'“]?\S{3,}"
)
_TO_A_MACHINE = re.compile(
    said("""
    (?:ignore|disregard|forget) (?:(?:all|any|the|your|previous|prior|above|earlier) )+(?:instructions?|rules|prompts?)
    | system prompt | you are (?:now )?(?:an? )?(?:ai|assistant|language model|llm|chatbot) | as an ai
    | new instructions? | (?:in|to) (?:the|your) (?:update|summary|report),? (?:say|write|state|claim|tell)
    | (?:include|add|put) (?:this|the following) (?:verbatim )?in (?:the|your) (?:update|summary|report)
    | (?:write|say|state|report) that (?:everything|all) | jailbreak | prompt injection
    """)
    + r"|<\|?(?:im_start|system|assistant)\|?>|^\s*(?:system|assistant)\s*:"
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
    if match := _PRIVATE.search(text):
        return f"it speaks of a private matter ({match[0]!r})"
    return None


def why_instruction(text: str) -> str | None:
    """Why the text reads as words to a machine, or None."""
    match = _TO_A_MACHINE.search(text)
    return f"it speaks to a machine ({match[0].strip()!r})" if match else None
