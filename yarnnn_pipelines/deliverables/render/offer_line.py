"""What a reviewer is told of an offer that could not stand as it is. Whether it could is the gate's."""

from __future__ import annotations

from collections.abc import Sequence


def needs_line(text: str, needs: Sequence[str]) -> str:
    """Why, and what whoever takes it in does then; empty where it stands. needs: an offer's, of these words."""
    reasons = "; ".join(needs).replace(f"“{text}” is", "it is")
    return f"Not as it is ({reasons}): take it in, then word it anew or stand by it" if reasons else ""
