"""Which turns a person must look at before anything rests on them, and so no model reads.

A model can be talked into things by what it reads; the gate would withhold the claim that quotes such a turn, but not
what the turn made of the others. What tells of it is `core.visible` and what the gate asks of instructions.
"""

from __future__ import annotations

from yarnnn_pipelines.core.visible import hides
from yarnnn_pipelines.deliverables.gate.sensitive import why_instruction
from yarnnn_pipelines.deliverables.week.client_week import Event


def why_flagged(event: Event) -> str | None:
    """Why the turn is for a person to read, in words; None where nothing is amiss."""
    for words in (event.title or "", event.author_name or "", event.text):
        if hidden := hides(words):
            return f"it holds {hidden}"
        for line in words.splitlines():
            if reason := why_instruction(line):
                return reason
    return None
