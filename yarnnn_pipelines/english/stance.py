"""Which sentences of a text its author stands by: not a list of what is open, nothing forwarded or taken back at once.

What such a sentence says is the other modules' matter.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import zip_longest

from yarnnn_pipelines.english.alternatives import Pattern, said, written, written_exactly
from yarnnn_pipelines.english.retractions import takes_back_the_sentence_before
from yarnnn_pipelines.english.sentences import Span, sentences

# The heading of a list whose lines are not done.
OPEN_HEADING = Pattern(
    said(
        "not done",
        "not | open | to ?do | still | missing | pending | tomorrow | later | if",
        "To do:",
    ),
    said("plan", "goals? | plan(?:ned)? | next | target | wish(?:es)?", "Goals:", "Planned:", "Wishes:"),
    said("definition", "criteria | definition | draft | examples? | ideas?", "Examples:", "Ideas:"),
)
UNCHECKED = Pattern(
    written_exactly("empty box", r"^(?:[-*•]\s*)?(?:\[ ?\]|☐)", "- [ ] Banner set delivered"),
    written_exactly(
        "sign",
        r"^(?:[-*•]\s*)?(?:❌|🔴|⛔|🚧|:x:|:red_circle:|:no_entry:|~~)",
        "❌ Banner set delivered",
    ),
    written_exactly("word", r"^(?:[-*•]\s*)?(?:TODO\b|WIP\b)", "TODO launch the page"),
)
# From here on it is somebody else's mail.
FORWARDED = Pattern(
    written(
        "heading of a mail",
        r"^(?:-+\s*(?:original|forwarded) message|from:\s|begin forwarded)",
        "-----Original Message-----",
        "From: Leo Print",
    ),
    written("somebody wrote", r"^.{0,80}\bwrote(?: this)?(?: to (?:me|us))?:$", "On Monday Leo wrote:"),
)
_BULLET = re.compile(r"^(?:[-*•–]\s|\d{1,2}[.)])")


def sentences_stood_by(text: str) -> Iterator[Span]:
    """The sentences of `text` that its author stands by, in order."""
    in_open_list = False
    spans = sentences(text)
    for span, following in zip_longest(spans, spans[1:]):
        words = text[span.start : span.end]
        if FORWARDED.match(words):
            return
        if words.endswith(":"):
            in_open_list = OPEN_HEADING.found_in(words)
        elif "\n\n" in text[max(0, span.start - 2) : span.start] or not _BULLET.match(words):
            in_open_list = False
        taken_back = following is not None and takes_back_the_sentence_before(text[following.start : following.end])
        if not (in_open_list or taken_back or UNCHECKED.match(words)):
            yield span
