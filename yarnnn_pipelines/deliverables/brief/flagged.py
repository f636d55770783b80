"""Which turns a person must look at before anything rests on them: no model reads them, no claim or offer quotes them.

A model can be talked into things by what it reads, and who wrote one sentence of a text to steer an update wrote the
others too. What tells of it is `core.visible` and what the gate asks of instructions.
"""

from __future__ import annotations

from yarnnn_pipelines.core.visible import hides
from yarnnn_pipelines.deliverables.gate.sensitive import why_instruction
from yarnnn_pipelines.deliverables.week.client_week import Event


def why_flagged(event: Event) -> str | None:
    """Why the turn is for a person to read, in words; None where nothing is amiss."""
    place = event.fields.get("location") if event.kind == "meeting" else None
    links = "\n".join(event.fields.get("links") or [])
    for words in (event.title or "", event.author_name or "", event.text, str(place or ""), links):
        if hidden := hides(words):
            return f"it holds {hidden}"
        if reason := why_instruction(words):
            return reason
    return None
