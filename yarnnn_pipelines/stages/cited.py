"""Cite: which of the items that a version read hold words that somebody copied from one of them.

A version keeps the first words of each; the whole texts are the warehouse's. What a named source proves is the gate's.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, NamedTuple

from yarnnn_pipelines.english.cited_words import folded, sentences_with
from yarnnn_pipelines.project import Project
from yarnnn_pipelines.stages.batch import from_warehouse
from yarnnn_pipelines.stages.edit import WAIT_SECONDS

if TYPE_CHECKING:
    import duckdb


class Cited(NamedTuple):
    """row: of a version's `items`. words: the sentences that hold what was asked for, else its first words."""

    row: Mapping[str, Any]
    words: str


def items_with(project: Project, document: Mapping[str, Any], words: str) -> list[Cited]:
    rows = {row["event_id"]: row for row in document.get("items", ())}

    def read(con: duckdb.DuckDBPyConnection) -> dict[str, str]:
        query = "select event_id, text from context.events where event_id in (select unnest(?))"
        return {event_id: text or "" for event_id, text in con.execute(query, [list(rows)]).fetchall()}

    texts = from_warehouse(project, read, WAIT_SECONDS) if rows else {}
    found = []
    for event_id, row in rows.items():
        text = texts.get(event_id, "")
        if spans := sentences_with(text, words):
            found.append(Cited(row, " ".join(text[spans[0].start : spans[-1].end].split())))
        elif folded(words) in folded(row["words"]):
            found.append(Cited(row, row["words"]))
    return found
