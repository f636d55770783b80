"""Things that a sentence names: the problem it speaks of, what it asks for.

One function a thing, each from the sentence's words alone. Whether a sentence carries a signal at all is `patterns`.
"""

from __future__ import annotations

import re

_TOPIC = re.compile(
    r"\b(?:a|an|the|our|their|this|another)\s+((?:[\w'’-]+\s+){0,3}?"
    r"(?:problem|issue|bug|gap|outage|drop|error|delay|failure|mismatch|leak))\b",
    re.IGNORECASE,
)
_PART = r"((?:[^,.;:?!()–—]|[.,](?=\d))+?)"
_NEEDED_THING = re.compile(
    r"\b(?:need|waiting\s+(?:on|for)|missing|awaiting|pending)\s+(?:for\s+)?(?:the\s+|your\s+|a\s+|an\s+)?"
    rf"{_PART}\s+(?:from\s+you|on\s+your\s+side|from\s+your\s+side)\b"
    rf"|\b(?:need|waiting\s+(?:on|for)|missing|awaiting)\s+your\s+{_PART}"
    r"(?=\s+(?:before|by|so|to|in\s+order|until|please|still|this|next|today|tomorrow)\b|[,.;:?!()–—](?!\d)|$)",
    re.IGNORECASE,
)
_OPEN_THING = re.compile(
    rf"(?i)\b(?:open|missing)\s+(?:on|from)\s+your\s+side\s*:\s*(?:the\s+|your\s+|a\s+|an\s+)?{_PART}(?=\s+by\b|[,.;]|$)"
)
_NOT_NEEDED = re.compile(r"(?i)\b(?:no\s+longer|not|don['’]t|do\s+not|doesn['’]t|do\s+you|got|have\s+you|no)\b")
_NO_THING = re.compile(
    r"(?i)^(?:it|this|that|these|those|they|them|something|anything|everything|nothing|to|by|you|us|until|list)\b"
)
_VALUE = r"((?:[^,.;!?]|[.,](?=\d))+)"
_FROM_TO = re.compile(
    rf"\bfrom\s+((?:(?!\bfrom\b).)+?)\s+to\s+{_VALUE}|(\S[^,;!?]*?)\s*(?:->|→)\s*{_VALUE}", re.IGNORECASE
)
_INSTEAD = re.compile(r"([^,.;!?]+?)\s+(?:instead\s+of|rather\s+than)\s+([^,.;!?]+)", re.IGNORECASE)


def problem_topic(text: str) -> str | None:
    """What went wrong, as a noun: "conversion problem"."""
    topic = _TOPIC.search(text)
    return topic[1] if topic else None


def needed_thing(text: str) -> str | None:
    """What is asked for: "the revised budget sign-off from you" gives "revised budget sign-off"."""
    if open_thing := _OPEN_THING.search(text):
        return None if _NO_THING.match(open_thing[1]) else open_thing[1].strip()
    needed = _NEEDED_THING.search(text)
    if needed is None or _NOT_NEEDED.search(text[: needed.end()]):
        return None
    thing = (needed[1] or needed[2]).strip()
    named_person = re.match(r"[A-Z][a-z]+\s+to\b", thing)
    return None if _NO_THING.match(thing) or named_person else thing


def old_and_new(text: str) -> tuple[str, str] | None:
    """Both sides of a change: "moves from Tuesday to Thursday" gives ("Tuesday", "Thursday")."""
    if pair := _FROM_TO.search(text):
        return pair[1] or pair[3], pair[2] or pair[4]
    pair = _INSTEAD.search(text)
    return (pair[2], pair[1]) if pair else None
