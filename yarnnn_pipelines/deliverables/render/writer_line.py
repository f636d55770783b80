"""Who worded a draft and who looked at it again, in a sentence each for the reviewer; none where no model did."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from yarnnn_pipelines.core.counts import counted


def writer_line(writer: Mapping[str, Any]) -> str:
    """writer: as a draft holds it, {} for one of an earlier yarnnn."""
    if "model" not in writer:
        return ""
    if because := writer.get("because"):
        return f"The model {writer['model']} was not to be had ({because}): the extractive writer worded this."
    dropped = sum(writer.get("dropped", {}).values())
    lost = f" {dropped} of its sentences quoted what nobody wrote, and were dropped." if dropped else ""
    return f"Worded by the model {writer['model']}; what its sources do not carry was withheld.{lost}"


def judge_line(judge: Mapping[str, Any]) -> str:
    """judge: as a version holds it, {} where none is set."""
    if "model" not in judge:
        return ""
    if because := judge.get("because"):
        return f"The judge {judge['model']} was not to be had ({because}): nothing was looked at a second time."
    lowered = len(judge["lowered"])
    found = f"found {counted(lowered, 'sentence')} not carried by them" if lowered else "withheld nothing"
    left = f" It said nothing of {counted(judge['unjudged'], 'sentence')}." if judge["unjudged"] else ""
    return f"The judge {judge['model']} read every sentence beside its sources, and {found}.{left}"
