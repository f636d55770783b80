"""What a text is made by: writer, model, prompt, type file, preferences and rules. What people found of texts that were
made otherwise says nothing of it.

What of a draft decides on that belongs here; what follows is `autonomy`'s.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from yarnnn_pipelines.config.deliverable_types import DeliverableType
from yarnnn_pipelines.config.settings import JudgeSettings
from yarnnn_pipelines.deliverables.claims import Draft, digest
from yarnnn_pipelines.deliverables.gate.gate import EDITION as GATE
from yarnnn_pipelines.deliverables.judge.judge import EDITION as JUDGE
from yarnnn_pipelines.deliverables.writers.extractive import EDITION as FIXED_RULES

_SHOWN = 8  # digits of a hash


def making_of(draft: Draft, kind: DeliverableType, judge: JudgeSettings | None) -> dict[str, str] | None:
    """By name what made it; None for a draft that a writer made in another's stead, or that does not say by whom."""
    writer: Mapping[str, Any] = draft.writer
    if "kind" not in writer or "stepped_in" in writer:
        return None
    return {
        "writer": str(writer["kind"]),
        "model": str(writer.get("model") or ""),
        "endpoint": str(writer.get("host") or ""),
        "prompt": str(writer.get("edition") or ""),
        "preferences": _hashed(sorted([row["kind"], row["subject"], str(row["value"])] for row in draft.preferences)),
        "type file": _hashed(kind.identity),
        "rules": f"{FIXED_RULES}, gate {GATE}",
        "judge": f"{judge.model or ''} ({JUDGE})" if judge else "",
    }


def _hashed(value: Any) -> str:
    return digest(value)[:_SHOWN] if value else ""
