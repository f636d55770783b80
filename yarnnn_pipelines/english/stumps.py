"""Sentences that lost a part which the reader would have seen: a link, an emoji or a picture, the name of somebody who
is mentioned, or words before "...".

What is left of them reads as whole and says something else or nothing. How a whole sentence is worded is `rewording`.
"""

from __future__ import annotations

import re

from yarnnn_pipelines.english.identifiers import raw_ids
from yarnnn_pipelines.english.sentences import ORNAMENT

URL = re.compile(r"\(?\b(?:https?://|www\.)\S+\)?")

_WANTS_A_WORD = r"(?:at|for|on|in|to|from|with|of|by|via|under|into|onto|behind|called|the|a|an|our|your|this|and|or)"
# Ends that are none of a sentence's, whether something was cut off or not.
_OPEN_END = re.compile(r"(?i)\b(?:at|of|from|via|into|onto|the|an?|our|your|and|or)[.!]?$")
_LOST = re.compile(rf"(?:{URL.pattern}|{ORNAMENT.pattern})")
_LOST_AFTER_A_WORD = re.compile(rf"(?i)\b{_WANTS_A_WORD}\s+{_LOST.pattern}")
_ORNAMENT_BETWEEN_WORDS = re.compile(rf"[\w,]\s*{ORNAMENT.pattern}\s*(?=[a-z0-9])")
# Small letters alone: "A is too dark" speaks of image A. "The file you asked for is ready" is whole.
_NOTHING_BETWEEN = re.compile(
    r"\b(?:the|an?)\s+(?:went|is|was|are|were|has|have|had|will|launched)\b|\b(?:for|at|of|from)\s+(?:went|launched)\b"
)
_POINTS_AT_A_LINK = re.compile(
    r"(?i)^\W*(?:please )?(?:see|look at|have a look|check(?: out)?|here(?: is| are|['’]s)?)\b"
)
# What was done to it stands behind the link alone: "I fixed https://…".
_DONE_TO_A_LINK = re.compile(
    rf"^\W*(?:(?:I|we|We|[A-Z][a-z]+|['’](?:ve|s)|have|has|just|now|also|already|finally)\s*){{0,4}}\b"
    rf"(?:[A-Za-z]+ed|[Ss]ent|[Bb]uilt|[Mm]ade|[Ww]rote|[Pp]ut|[Dd]one)\s+{URL.pattern}[\s.!)]*$"
)
_SEE_WHAT = re.compile(r"(?i)^\W*(?:please )?see (?:what|how|here|below|above|attached)\b")
_MIDDLE_OF_SOMETHING = re.compile(r"^\s*(?:\.{2,}|…)")


def is_stump(text: str) -> bool:
    """Whether a sentence, as it was written, would not be whole without its links and emoji."""
    if _MIDDLE_OF_SOMETHING.match(text) or _SEE_WHAT.match(text) or _OPEN_END.search(text.rstrip()):
        return True
    if raw_ids(text) or _DONE_TO_A_LINK.match(text):
        return True
    if _NOTHING_BETWEEN.search(text) or _LOST_AFTER_A_WORD.search(text) or _ORNAMENT_BETWEEN_WORDS.search(text):
        return True
    return bool(_POINTS_AT_A_LINK.match(text) and URL.search(text))
