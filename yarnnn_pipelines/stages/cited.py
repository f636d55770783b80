"""Cite: which of the items that a version read hold words that somebody copied from one of them, or speak of them.

A version keeps the first words of each; the whole texts are the warehouse's. What a named source proves is the gate's.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, NamedTuple

from yarnnn_pipelines.core.weeks import iso_week
from yarnnn_pipelines.english.cited_words import folded, sentences_with
from yarnnn_pipelines.english.likeness import content_words, numbers
from yarnnn_pipelines.english.sentences import sentences
from yarnnn_pipelines.project import Project
from yarnnn_pipelines.stages.batch import from_warehouse
from yarnnn_pipelines.stages.edit import WAIT_SECONDS
from yarnnn_pipelines.stores.ledger.rows import Version
from yarnnn_pipelines.stores.warehouse import literal
from yarnnn_pipelines.supervision.items_like import items_like

if TYPE_CHECKING:
    import duckdb

_A_WEEK = timedelta(weeks=1)


class Cited(NamedTuple):
    """row: of a version's `items`. words: the sentences that hold what was asked for, else its first words."""

    row: Mapping[str, Any]
    words: str


def items_with(project: Project, version: Version, words: str, wait_seconds: float = WAIT_SECONDS) -> list[Cited]:
    """The items in whose whole text these words stand one after the other."""
    return _with(version.document, whole_texts(project, version, wait_seconds), words)


def items_to_name(project: Project, version: Version, words: str, wait_seconds: float) -> list[Cited]:
    """The items in whose whole text these words stand, one after the other or else any of them, those first that have
    most of them. `UserError` where the warehouse is held for longer than `wait_seconds`."""
    texts = whole_texts(project, version, wait_seconds)
    cited = _with(version.document, texts, words)
    named = {one.row["event_id"] for one in cited}
    like = [row for row in items_like(version.document, words, texts) if row["event_id"] not in named]
    return cited + [Cited(row, _nearest(texts.get(row["event_id"], ""), words) or row["words"]) for row in like]


def whole_texts(project: Project, version: Version, wait_seconds: float) -> dict[str, str]:
    """By event id the texts of a version's items, of those that are its client's to this day."""
    rows = version.document.get("items", ())
    if not rows:
        return {}
    ids = [row["event_id"] for row in rows]
    days = [date.fromisoformat(row["at"][:10]) for row in rows]
    # a week more on either side, for the clocks of those who wrote: where a table is years long, most of it is not read
    first, last = iso_week(min(days) - _A_WEEK), iso_week(max(days) + _A_WEEK)

    def read(con: duckdb.DuckDBPyConnection) -> dict[str, str]:
        query = (
            f"select event_id, text from context.events where client_id = {literal(version.client)} "
            f"and week between {literal(first)} and {literal(last)} and list_contains({literal(ids)}, event_id)"
        )
        return {event_id: text or "" for event_id, text in con.execute(query).fetchall()}

    return from_warehouse(project, read, wait_seconds)


def _with(document: Mapping[str, Any], texts: Mapping[str, str], words: str) -> list[Cited]:
    found, wanted = [], folded(words)
    for row in document.get("items", ()):
        text = texts.get(row["event_id"], "")
        # most texts hold none of the words, and to find their sentences takes much longer than to see that
        spans = sentences_with(text, words) if wanted in folded(text) else []
        if spans:
            found.append(Cited(row, " ".join(text[spans[0].start : spans[-1].end].split())))
        elif wanted in folded(row["words"]):
            found.append(Cited(row, row["words"]))
    return found


def _nearest(text: str, words: str) -> str:
    """The sentence of a text that has most of these words; '' where none has any."""
    wanted = content_words(words) | numbers(words)
    parts = [" ".join(text[start:end].split()) for start, end in sentences(text)]
    shared = [len(wanted & (content_words(part) | numbers(part))) for part in parts]
    return parts[shared.index(max(shared))] if any(shared) else ""
