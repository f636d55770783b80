"""Whether an item of a list is an ask of the reader by the line above the list: "Two things from you:" over "Send us
the signed contract".

A sentence that asks by its own words is `requests`' matter.
"""

from __future__ import annotations

import re

from yarnnn_pipelines.english.alternatives import Pattern, written
from yarnnn_pipelines.english.sentences import core, sentences
from yarnnn_pipelines.english.statement import parse

HEADS_ASKS = Pattern(
    written(
        "things from you",
        r"\b(?:things?|points?|items?|favou?rs?|asks?|bits|to-?dos?|homework|action\s+items?)\b[^.!?]{0,30}?"
        r"\b(?:from|for)\s+you(?:r\s+(?:side|end|team))?\b[^.!?]{0,30}:\W*$",
        "Two things from you:",
        "Here are the to-dos for you before Friday:",
        unlike=("Good news for you:", "Two things for you to know"),
    ),
    written(
        "what we need",
        r"\b(?:we|I)(?:['’]d|['’]ll|\s+would|\s+will)?\s+(?:still\s+|also\s+|just\s+)?(?:need|require|(?:am|are)\s+(?:still\s+)?"
        r"(?:missing|waiting\s+for))\b[^.!?]{0,40}?\bfrom\s+you(?:r\s+(?:side|end|team))?\b[^.!?]{0,30}:\W*$",
        "We still need the following from you:",
    ),
    written(
        "could you",
        r"\b(?:can|could|would|will)\s+you(?:\s+(?:please|kindly|also|then))*\s*:\W*$|^\W*please\s*:\W*$",
        "Could you please:",
        "Please:",
    ),
    written(
        "on your side",
        r"\b(?:open|missing|pending|needed|to\s+do|next\s+steps?|left)\s+(?:on|from|for)\s+(?:you|your\s+(?:side|end|part))\b[^.!?]{0,30}:\W*$",
        "Open on your side:",
        "Next steps for you:",
    ),
)
_ITEM = re.compile(r"[ \t]*(?:[-*•–—]|\(?\d{1,2}[.)])[ \t]+\S")
_MOST_LINES = 20  # of a list above an item
_FAR = 2_000  # characters


def is_a_listed_ask(text: str, start: int) -> bool:
    """The item of a list that begins here tells somebody to do something, and the line above the list says that this
    is the reader."""
    begins = text.rfind("\n", 0, start) + 1
    if not _ITEM.match(text, begins) or not _is_an_instruction(text, start):
        return False
    above = text[max(0, begins - _FAR) : begins].split("\n")[:-1]
    lines = (line for line in reversed(above[-_MOST_LINES:]) if line.strip() and not _ITEM.match(line))
    head = next(lines, "")
    return HEADS_ASKS.found_in(head)


def _is_an_instruction(text: str, start: int) -> bool:
    line_ends = text.find("\n", start)
    line = text[start : line_ends if line_ends >= 0 else len(text)]
    first = next(iter(sentences(line)), None)
    words = core(line, first) if first else None
    clauses = parse(line[words.start : words.end]).clauses if words else ()
    return bool(clauses) and all(clause.modality == "instructed" and not clause.is_denied for clause in clauses)
