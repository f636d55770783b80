"""What a sentence is about, and which of the topics that people cut or want first it belongs to.

A topic is a few words that a source has together, whatever their endings. That a topic is cut or comes first is a
preference like others; how one comes about is `supervision.learning.topics`'.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

from yarnnn_pipelines.deliverables.preferences.preference import Preference, Preferences
from yarnnn_pipelines.english.likeness import content_words


def topic_of(words: str, preferences: Preferences) -> Preference | None:
    """The preference for the topic that these words of a source belong to: of several the one with most words, of
    equal ones one that tells it."""
    if not (topics := preferences.of("topic")):
        return None
    said = content_words(words)
    fitting = [one for one in topics if (wanted := stems_of(one)) and wanted <= said]
    if not fitting:
        return None
    best = max(fitting, key=lambda one: (len(stems_of(one)), topics[one] != "left out", one))
    return next(one for one in preferences.each if one.name == ("topic", best))


def is_cut(words: Iterable[str], preferences: Preferences) -> bool:
    """Whether a sentence that rests on these words is of a topic that is cut."""
    found = topic_of(" ".join(words), preferences)
    return found is not None and found.value == "left out"


def section_for(words: Iterable[str], preferences: Preferences) -> str | None:
    """The section under which a person files what rests on these words: by the topic with most words."""
    said = content_words(" ".join(words))
    filed = preferences.of("filed")
    fitting = [topic for topic in filed if (wanted := stems_of(topic)) and wanted <= said]
    return filed[max(fitting, key=lambda one: (len(stems_of(one)), one))] if fitting else None


@lru_cache(maxsize=4096)
def stems_of(topic: str) -> frozenset[str]:
    return content_words(topic)
