"""Whose news a sentence tells: the name that it says has brought something out, changed it or put an end to it.

Whether that is a third party is for whoever knows the names of both sides. Who did a piece of work is `doers`.
"""

from __future__ import annotations

import re

from yarnnn_pipelines.english.mentions import UPPER

_NAME = rf"{UPPER}[\w.&-]*(?:\s{UPPER}[\w.&-]*){{0,3}}"
_BRINGS_OUT = re.compile(
    rf"(?P<name>{_NAME})\s+(?:(?:has|have|had|just|now|also|finally|yesterday|today)\s+)*"
    r"(?:released|launched|announced|shipped|introduced|published|deprecated|discontinued|acquired|raised|updated|changed"
    r"|fixed|patched|retired|rolled\s+out|brought\s+out|shut\s+down)\s+(?:a|an|the|its|their|new|support|version|all|v?\d|[A-Z])"
)
_OF_A_VERSION = re.compile(
    rf"(?i:(?:the\s+)?(?:version|release|update|v)\s*\d[\d.]*)\s+of\s+(?P<name>{_NAME})\s+"
    r"(?:is|are|was|has|have|had|fixes|brings|adds|contains|comes|supports)\b"
)
_OF_A_RIVAL = re.compile(
    r"(?i)^(?:[\w'’-]+\s+){0,4}?(?:competitors?|rivals?|competition)(?:\s+of\s+[\w'’]+(?:\s+[\w'’]+)?)?\s+"
    r"(?:(?:has|have|had|just|now|also|finally|already|yesterday|today)\s+)*(?:[a-z]{2,}ed|went|brought|came|won|cut|sold)\b"
)


def is_a_rivals(sentence: str) -> bool:
    """A competitor is said to have done something: "A competitor of yours launched its new shop"."""
    return _OF_A_RIVAL.match(sentence) is not None


def whose_news(sentence: str) -> str | None:
    """The name of whoever brings something out: "Apache" of "Apache released 2.4.6" and "Version 2 of Apache has fixed
    it"; None where the sentence tells of no such thing."""
    match = _BRINGS_OUT.match(sentence) or _OF_A_VERSION.match(sentence)
    return match["name"] if match else None
