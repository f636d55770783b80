"""Where somebody else's mail begins that was pasted into a text: `From: Leo Print`, `-----Original Message-----`.

Whoever writes "From: Porto" of a parcel, "From: Friday" of a price or "From: Mia, with thanks" of a card goes on
themselves below it. What a mail program quoted is taken out in `sources.gmail`; other words that introduce somebody
else's are `introductions`' matter.
"""

from __future__ import annotations

import re

from yarnnn_pipelines.english.alternatives import Pattern, said, written
from yarnnn_pipelines.english.mentions import UPPER
from yarnnn_pipelines.english.vocabulary import DAY

HEADING_OF_A_MAIL = Pattern(
    written(
        "heading of a mail",
        r"^(?:-+\s*(?:original|forwarded) message|begin forwarded)",
        "-----Original Message-----",
        "Begin forwarded message:",
    ),
    written(
        "somebody wrote",
        r"^(?!.{0,80}\b(?:I|we)\b).{0,80}\bwrote(?: this)?(?: to (?:me|us))?:$",
        "On Monday Leo wrote:",
        unlike=("On Monday we met and Leo wrote:",),
    ),
)
_MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?"
    r"|nov(?:ember)?|dec(?:ember)?)"
)
# What stands behind "From:" and is nobody who writes.
FROM_NOBODY = Pattern(
    written(
        "time or number",
        rf"^\W*(?:(?:next|last|this|early|mid|late|the|end\s+of)[\s-]+)*(?:\d|[€$£¥]|{DAY}s?\b"
        rf"|{_MONTH}\b\.?(?=\s+(?:\d|on\b|to\b|until\b)|\W*$)"
        r"|(?:today|tomorrow|yesterday|now|noon|midnight|morning|evening|week|month|year|quarter|q[1-4])\b)",
        "Friday",
        "10:00",
        "€49 a month",
        "next week",
        "April 2026",
        unlike=("Leo Print", "Mia Torres", "April Jones"),
    ),
    said("wish", r"with (?:\w+ ){0,2}(?:thanks|love|regards|wishes|gratitude|compliments|hugs)", "Mia, with thanks"),
    written(
        "own side or prose",
        r"^\W*(?:our|my|us|me|both|all)\b|^\W*(?-i:[a-z])[^.!?\n]*\s[^.!?\n]*\s[^.!?\n]*[.!?]\W*$",
        "our side all fine.",
        "our board",
        "me",
        "the whole team many thanks.",
        unlike=("Leo Print", "Mia Torres", "the printer"),
    ),
    said("way", r"\w+ (?:to|until|till|through) \w+", "Porto to Lisbon", unlike=("Leo Print",)),
)
_FROM = re.compile(r"(?i)^[*_]*from:[*_]*\s+(?P<who>\S[^\n]*)")
_LABELLED = re.compile(r"^[*_ \t]*(?P<label>[A-Za-z][A-Za-z -]{0,28}):[*_]*(?:\s+|$)(?P<value>.*)$")
_ADDRESS = re.compile(r"[^\s@]@[^\s@]+\.\w")
_ONE_WORD = re.compile(rf"^\W*{UPPER}[\w'’.-]*(?:\s*\([^()]*\))?\W*$")
_CLOCK = r"(?:(?<![\d.])\d{1,2}[:.]\d{2}(?![\d.])|\d\s?[ap]\.?m\b)"
_DAY_AND_TIME = re.compile(rf"(?i)\d.*\D{_CLOCK}|{_CLOCK}.*\d")
_OF_MAILS = ("sent", "subject", "cc", "bcc", "reply-to", "attachments", "importance")
_OF_MAILS_AND_JOURNEYS = ("to", "date")
_MOST_LABELS, _LONGEST_HEAD = 8, 2_000


def begins_a_mail(text: str, start: int, end: int) -> bool:
    """From the sentence on that stands here in the text, it is somebody else's mail."""
    if HEADING_OF_A_MAIL.match(text[start:end]):
        return True
    head = _FROM.match(text[start:end])
    return head is not None and _is_a_writer(head["who"], _labels_below(text, start))


def _is_a_writer(who: str, below: dict[str, str]) -> bool:
    """Whether somebody of whom "From:" says this, with these labels below it, wrote what follows.

    Who is called by one word may be a town: what else stands there says what it is.
    """
    if _ADDRESS.search(who):
        return True
    is_of_a_mail = any(label in below for label in _OF_MAILS)
    is_sent_at = any(label in ("sent", "date") and _DAY_AND_TIME.search(value) for label, value in below.items())
    if FROM_NOBODY.found_in(who):
        return is_of_a_mail and is_sent_at
    if is_of_a_mail or not below:
        return True
    if any(label not in _OF_MAILS_AND_JOURNEYS for label in below):
        return False
    return _ONE_WORD.match(who) is None or (is_sent_at and next(iter(below)) == "date")


def _labels_below(text: str, start: int) -> dict[str, str]:
    """The labels of the lines that stand right below this one, in small letters, with what is said of each."""
    labels: dict[str, str] = {}
    for line in text[start : start + _LONGEST_HEAD].split("\n")[1 : _MOST_LABELS + 1]:
        labelled = _LABELLED.match(line)
        if labelled is None:
            break
        labels[labelled["label"].strip().lower()] = labelled["value"]
    return labels
