"""Verbs in all their forms as one word: "sent" and "will send" have a stem in common.

What a verb means beside another is the matter of whoever compares.
"""

from __future__ import annotations

import re

from yarnnn_pipelines.english.irregular_verbs import VERB_OF
from yarnnn_pipelines.english.likeness import content_words

_WORD = re.compile(r"[A-Za-z][\w'’-]*")


def verb_stems(text: str) -> frozenset[str]:
    """The stems of the content words, those of irregular verbs the infinitive's."""
    return content_words(" ".join(VERB_OF.get(word.lower(), word) for word in _WORD.findall(text)))
