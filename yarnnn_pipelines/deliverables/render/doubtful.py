"""The sentences of a version that somebody should look at, as a table in Markdown: what is withheld, in doubt or proven
by no source, why, and the words that it rests on."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from yarnnn_pipelines.deliverables.render.render import escaped


def doubtful_table(document: Mapping[str, Any]) -> str:
    """Empty where there is nothing to look at."""
    rows = list(_rows(document))
    if not rows:
        return ""
    lines = ["| | sentence | why | rests on |", "|---|---|---|---|"]
    return "\n".join([*lines, *(f"| {' | '.join(map(_cell, row))} |" for row in rows)])


def _rows(document: Mapping[str, Any]) -> Iterator[tuple[str, str, str, str]]:
    for claim in document["withheld"]:
        yield claim["verdict"].replace("_", " "), claim["text"], "; ".join(claim["reasons"]), _words(claim)
    for section in document["sections"]:
        for claim in section["claims"]:
            if claim["verdict"] == "to_vouch":
                yield "nobody vouches", claim["text"], "; ".join(claim["reasons"]), _words(claim)
            elif claim.get("doubts"):
                yield "in doubt", claim["text"], "; ".join(claim["doubts"]), _words(claim)


def _words(claim: Mapping[str, Any]) -> str:
    return " / ".join(f"“{' '.join(item['quote'].split())}”" for item in claim["evidence"])


def _cell(text: str) -> str:
    return escaped(text).replace("|", "\\|")
