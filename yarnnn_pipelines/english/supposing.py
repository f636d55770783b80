"""Whether a sentence supposes that a thing is out, and so says that it is: "Without the signed budget we stop".

Which states are told outright is `states`.
"""

from __future__ import annotations

import re

from yarnnn_pipelines.english.dialogue import says_it_works
from yarnnn_pipelines.english.likeness import content_words
from yarnnn_pipelines.english.overtaking import says_it_is_over

_SUPPOSES = re.compile(
    r"(?i)^\W*(?:(?:and|but|so)\s+)?(?:(?:without|unless|until\s+(?:we|you|they)\s+(?:have|get))\s+(?P<thing>"
    r"(?:(?:the|a|an|our|your|their|his|her|its|that|this|any)\s+)?(?:(?!(?:the|our|your|we|they|it|he|she|you|I|nothing"
    r"|nobody|all)\b)[\w'’-]+\s*){1,4})|if\b[^.,;:]{0,60}?(?:n['’]t|\bnot)\b(?P<rest>[^.,;:]{0,40}))"
)


def supposes_absence(later: str, said: str) -> bool:
    """It says what comes of one of the other sentence's things being out, and not that all is well without it."""
    supposed = _SUPPOSES.match(later)
    if supposed is None or says_it_works(later) or says_it_is_over(later):
        return False
    return bool(content_words(supposed["thing"] or supposed["rest"]) & content_words(said))
