"""Who worded a draft, in a sentence for the reviewer; none for the extractive writer, whose words are the sources'."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any


def writer_line(writer: Mapping[str, Any]) -> str:
    """writer: as a draft holds it, {} for one of an earlier yarnnn."""
    if "model" not in writer:
        return ""
    if because := writer.get("because"):
        return f"The model {writer['model']} was not to be had ({because}): the extractive writer worded this."
    dropped = sum(writer.get("dropped", {}).values())
    lost = f" {dropped} of its sentences quoted what nobody wrote, and were dropped." if dropped else ""
    return f"Worded by the model {writer['model']}; what its sources do not carry was withheld.{lost}"
