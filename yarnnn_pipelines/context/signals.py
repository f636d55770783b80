"""Signals: one row for each sentence of a client's week that carries something, with offsets into the event's text.

Reads `context.client_week_events` and writes `context.signals` for the weeks asked for. How a signal is worded for a
reader, and whether it is worth one's time, belongs to `deliverables`. English only: a sentence in another language
carries no signal and is counted as read, never guessed at.
"""

from __future__ import annotations

import difflib
import json
from collections.abc import Sequence
from typing import Any

import duckdb
import polars as pl

from yarnnn_pipelines.english.changes import labels_a_time_stamp, old_and_new
from yarnnn_pipelines.english.figures import quantities
from yarnnn_pipelines.english.promises import due_words, is_a_dated_plan
from yarnnn_pipelines.english.readings import READINGS
from yarnnn_pipelines.english.requests import needed_thing
from yarnnn_pipelines.english.results import says_resolved
from yarnnn_pipelines.english.sentences import core
from yarnnn_pipelines.english.stance import sentences_stood_by
from yarnnn_pipelines.english.troubles import problem_topic

SIGNALS = ("decision", "change", "done", "metric", "risk", "question", "commitment")
SHORTEST_WORDS, LONGEST_CHARACTERS = 3, 320

_DDL = """
create schema if not exists context;
create table if not exists context.signals (
    event_id varchar not null, version varchar not null, client_id varchar not null, week varchar not null,
    signal varchar not null, start integer not null, "end" integer not null, text varchar not null,
    fields varchar not null, score double not null
)
"""

# What a page said before is looked up for these weeks' pages alone. A condition on the left side in the join's ON would
# make DuckDB compare each event with each version that ever landed.
_EVENTS = """
with these as materialized (
    select * from context.client_week_events
    where week in (select unnest(?)) and kind <> 'meeting' and text <> ''
),
previous as materialized (
    select item_id, version, text
    from context.item_versions
    where platform = 'notion'
      and (item_id, version) in (select (item_id, previous_version) from these where kind = 'page')
)
select e.event_id, e.version, e.client_id, e.week, e.platform, e.kind, e.author_name, e.author_is_us, e.audience,
       e.text, previous.text as previous_text, e.previous_version
from these as e
left join previous on previous.item_id = e.item_id and previous.version = e.previous_version
order by e.occurred_at, e.event_id
"""

_SCHEMA = {
    "event_id": pl.String,
    "version": pl.String,
    "client_id": pl.String,
    "week": pl.String,
    "platform": pl.String,
    "author_is_us": pl.Boolean,
    "author_name": pl.String,
    "start": pl.Int32,
    "end": pl.Int32,
    "text": pl.String,
    "addressed": pl.String,
}


def ensure_signals_table(con: duckdb.DuckDBPyConnection) -> None:
    con.execute(_DDL)


def build_signals(con: duckdb.DuckDBPyConnection, weeks: Sequence[str]) -> dict[str, int]:
    """Rebuild the signals of `weeks` in one transaction; returns the number of rows per signal."""
    ensure_signals_table(con)
    events = con.execute(_EVENTS, [list(weeks)]).pl()
    found = pl.concat([find_signals(events), find_page_changes(events)])
    con.execute("begin")
    try:
        con.execute("delete from context.signals where week in (select unnest(?))", [list(weeks)])
        con.register("found_signals", found.to_arrow())
        con.execute("insert into context.signals select * from found_signals")
        con.unregister("found_signals")
        con.execute("commit")
    except BaseException:
        con.execute("rollback")
        raise
    return dict(found.group_by("signal").len().sort("signal").iter_rows())


def find_signals(events: pl.DataFrame) -> pl.DataFrame:
    """The signals of events' sentences, columns as in `context.signals`. A page counts only by what is new in it."""
    rows = [row for event in events.iter_rows(named=True) for row in _sentence_rows(event)]
    frame = pl.DataFrame(rows, schema=_SCHEMA, orient="row")
    flagged = frame.with_columns(**_READ_AS).with_columns(words=pl.col("text").str.split(" ").list.len())
    stated = (
        ~pl.col("asks")
        & ~pl.col("hedged")
        & ~pl.col("conditional")
        & ~pl.col("dangling")
        & ~pl.col("unclear")
        & ~pl.col("foreign")
        & ~pl.col("no_prose")
        & (pl.col("words") >= SHORTEST_WORDS)
        & (pl.col("text").str.len_chars() <= LONGEST_CHARACTERS)
    )
    done = pl.col("done_strong") | pl.col("done_weak") | pl.col("done_state") | pl.col("done_again")
    decided = stated & pl.col("decision") & ~pl.col("undecided") & ~pl.col("personal") & ~pl.col("chatter")
    kinds = {
        "decision": decided & ~pl.col("outside"),
        "change": stated & pl.col("verb") & pl.col("change") & pl.col("change_stated") & ~pl.col("not_yet"),
        "done": ((stated & done) | (decided & pl.col("outside")))
        & ~pl.col("not_yet")
        & ~pl.col("participle")
        & ~pl.col("spoilt")
        & ~pl.col("chatter"),
        "metric": stated & pl.col("quantity") & pl.col("measured") & ~pl.col("not_metric") & ~pl.col("chatter"),
        "risk": stated & pl.col("verb") & pl.col("risk") & ~pl.col("not_risk") & ~pl.col("chatter"),
        "commitment": stated
        & ((pl.col("commitment") & ~pl.col("not_commitment")) | pl.col("planned"))
        & ~pl.col("chatter"),
        "question": (pl.col("asks") | pl.col("needed"))
        & (pl.col("words") >= SHORTEST_WORDS)
        & (pl.col("text").str.len_chars() <= LONGEST_CHARACTERS),
    }
    weights = {"decision": 3.0, "change": 3.0, "done": 1.5, "metric": 2.5, "risk": 2.5, "question": 2.0}
    parts = [
        flagged.filter(condition).with_columns(
            signal=pl.lit(signal), score=pl.lit(weights.get(signal, 2.0)) + _salience(signal)
        )
        for signal, condition in kinds.items()
    ]
    chosen = pl.concat(parts)
    fields = [json.dumps(_fields(row), ensure_ascii=False, sort_keys=True) for row in chosen.iter_rows(named=True)]
    return chosen.with_columns(fields=pl.Series("fields", fields, dtype=pl.String)).select(*_COLUMNS)


_COLUMNS = ("event_id", "version", "client_id", "week", "signal", "start", "end", "text", "fields", "score")


def _sentence_rows(event: dict[str, Any]) -> list[tuple[Any, ...]]:
    text = event["text"]
    known = set((event["previous_text"] or "").splitlines()) if event["kind"] == "page" else set()
    rows = []
    for span in sentences_stood_by(text):
        kept = core(text, span)
        if kept is None or text[span.start : span.end] in known:
            continue
        rows.append(
            (
                event["event_id"],
                event["version"],
                event["client_id"],
                event["week"],
                event["platform"],
                bool(event["author_is_us"]),
                event["author_name"],
                kept.start,
                kept.end,
                text[kept.start : kept.end],
                text[span.start : kept.start],
            )
        )
    return rows


_READ_AS = {name: pl.col("text").str.contains(regex) for name, regex in READINGS.items()}


def _salience(signal: str) -> pl.Expr:
    """What makes one sentence of a kind worth more than another: it is whole, it is concrete, it was put in a mail."""
    words = pl.col("words")
    expression = (
        pl.when(words.is_between(5, 28)).then(0.5).otherwise(0.0)
        + pl.when(pl.col("numbered")).then(0.3).otherwise(0.0)
        + pl.when(pl.col("platform") == "gmail").then(0.3).otherwise(0.0)
        - pl.when(pl.col("first_person")).then(0.3).otherwise(0.0)
    )
    if signal == "done":
        strong = pl.col("outside") | pl.col("done_strong") | pl.col("done_state") | pl.col("done_again")
        expression = expression + pl.when(strong).then(1.5).otherwise(0.0)
    if signal == "commitment":
        expression = expression + pl.when(pl.col("due")).then(1.0).otherwise(0.0)
    return expression


# --- typed fields of a signal ------------------------------------------------------------------------------------


def _fields(row: dict[str, Any]) -> dict[str, Any]:
    text, signal = row["text"], row["signal"]
    if signal == "done":
        return {"resolves": says_resolved(text)}
    if signal == "risk":
        return {"topic": problem_topic(text)}
    if signal == "metric":
        return {"values": quantities(text)}
    if signal == "change":
        old, new = old_and_new(text) or (None, None)
        return {"old": old, "new": new}
    if signal == "question":
        return {
            "to": "client" if row["author_is_us"] else "us",
            "thing": needed_thing(text),
            "mention": row["addressed"].strip(" ,:–—-\n") or None,
        }
    if signal == "commitment":
        return {
            "who": None if is_a_dated_plan(text) else row["author_name"],
            "by_us": row["author_is_us"],
            "due": due_words(text),
        }
    return {}


# --- what an edit of a page changed ------------------------------------------------------------------------------


def find_page_changes(events: pl.DataFrame) -> pl.DataFrame:
    """A `change` for each line of a page that an edit replaced: old and new value, and where each stands."""
    rows = []
    for event in events.filter((pl.col("kind") == "page") & pl.col("previous_text").is_not_null()).iter_rows(
        named=True
    ):
        for old, new in _replaced_lines(event["previous_text"], event["text"]):
            label, _, value = event["text"][new[0] : new[1]].partition(": ")
            before = event["previous_text"][old[0] : old[1]].partition(": ")[2]
            fields = {
                "label": label if value else None,
                "old": before,
                "new": value,
                "previous_version": event["previous_version"],
                "previous_start": old[0],
                "previous_end": old[1],
            }
            rows.append(
                (
                    *(event[name] for name in ("event_id", "version", "client_id", "week")),
                    "change",
                    *new,
                    event["text"][new[0] : new[1]],
                    json.dumps(fields, ensure_ascii=False, sort_keys=True),
                    3.5,
                )
            )
    types = [pl.String] * 5 + [pl.Int32] * 2 + [pl.String] * 2 + [pl.Float64]
    return pl.DataFrame(rows, schema=dict(zip(_COLUMNS, types, strict=True)), orient="row")


def _replaced_lines(old_text: str, new_text: str) -> list[tuple[tuple[int, int], tuple[int, int]]]:
    """Spans (old, new) of `Label: value` lines that kept their label and changed their value."""
    old_lines, new_lines = _line_spans(old_text), _line_spans(new_text)
    matcher = difflib.SequenceMatcher(
        a=[old_text[a:b] for a, b in old_lines], b=[new_text[a:b] for a, b in new_lines], autojunk=False
    )
    pairs = []
    for operation, a1, a2, b1, b2 in matcher.get_opcodes():
        if operation != "replace":
            continue
        before = {old_text[a:b].partition(": ")[0]: (a, b) for a, b in old_lines[a1:a2] if ": " in old_text[a:b]}
        for a, b in new_lines[b1:b2]:
            label, separator, _ = new_text[a:b].partition(": ")
            if separator and label in before and not labels_a_time_stamp(label):
                pairs.append((before[label], (a, b)))
    return pairs


def _line_spans(text: str) -> list[tuple[int, int]]:
    spans, start = [], 0
    for line in text.split("\n"):
        if line.strip():
            spans.append((start, start + len(line)))
        start += len(line) + 1
    return spans
