"""Signals: one row for each sentence of a client's week that carries something, with offsets into the event's text.

Reads `context.client_week_events` and writes `context.signals` for the weeks asked for. How a signal is worded for a
reader, and whether it is worth one's time, belongs to `deliverables`. English only: a sentence in another language
carries no signal and is counted as read, never guessed at.
"""

from __future__ import annotations

import difflib
import json
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

import duckdb
import polars as pl

from yarnnn_pipelines.context.ceilings import MOST_OF_A_TEXT, part_read, with_texts_read
from yarnnn_pipelines.english.changes import labels_a_time_stamp, old_and_new
from yarnnn_pipelines.english.figures import quantities
from yarnnn_pipelines.english.listed_asks import is_a_listed_ask
from yarnnn_pipelines.english.promises import due_words, is_a_dated_plan
from yarnnn_pipelines.english.readings import READINGS, compiled
from yarnnn_pipelines.english.requests import end_of_statement, needed_thing
from yarnnn_pipelines.english.results import says_resolved
from yarnnn_pipelines.english.sentences import core
from yarnnn_pipelines.english.stance import sentences_stood_by
from yarnnn_pipelines.english.troubles import problem_topic
from yarnnn_pipelines.stores.warehouse import all_or_nothing

SIGNALS = ("decision", "change", "done", "metric", "risk", "question", "commitment")
SHORTEST_WORDS, LONGEST_CHARACTERS = 3, 320
# Of either version of a page. Aligning takes the square of the lines, where many of them are the same.
MOST_LINES_ALIGNED = 1_000

_DDL = """
create schema if not exists context;
create table if not exists context.signals (
    event_id varchar not null, version varchar not null, client_id varchar not null, week varchar not null,
    signal varchar not null, start integer not null, "end" integer not null, text varchar not null,
    fields varchar not null, score double not null
)
"""

# What a page said before is looked up for these weeks' pages alone. A condition on the left side in the join's ON would
# make DuckDB compare each event with each version that ever landed. Its old values come from `previous_version`, which
# this client could read; what of it is news is told by its last version, wherever that lay.
_EVENTS = f"""
with these as materialized (
    select * from ({with_texts_read("select * from context.client_week_events where week in (select unnest(?))")})
    where is_read and kind <> 'meeting' and text <> ''
),
versions as materialized (
    select item_id, version, left(text, {MOST_OF_A_TEXT + 1}) as text, occurred_at, observed_at, is_deleted
    from context.item_versions
    where platform = 'notion' and item_id in (select item_id from these where kind = 'page')
),
previous as (
    select these.event_id, arg_max(versions.text, versions.observed_at) as last_text
    from these
    join versions on versions.item_id = these.item_id and not versions.is_deleted
    join agency.weeks as weeks on weeks.week = these.week and versions.occurred_at < weeks.starts_at
    group by these.event_id
)
select e.event_id, e.version, e.client_id, e.week, e.platform, e.kind, e.author_name, e.author_is_us, e.audience,
       e.text, before.text as previous_text, e.previous_version, previous.last_text,
       before.occurred_at as previous_at
from these as e
left join versions as before on before.item_id = e.item_id and before.version = e.previous_version
left join previous on previous.event_id = e.event_id
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
    "listed": pl.Boolean,
}
_TEXT = list(_SCHEMA).index("text")
_FEW = 100  # sentences


def ensure_signals_table(con: duckdb.DuckDBPyConnection) -> None:
    con.execute(_DDL)


def build_signals(con: duckdb.DuckDBPyConnection, weeks: Sequence[str]) -> dict[str, int]:
    """Rebuild the signals of `weeks` in one transaction; returns the number of rows per signal."""
    ensure_signals_table(con)
    events = con.execute(_EVENTS, [list(weeks)]).pl()
    signals = pl.concat([find_signals(events), find_page_changes(events)])
    with all_or_nothing(con):
        con.execute("delete from context.signals where week in (select unnest(?))", [list(weeks)])
        con.register("new_signals", signals.to_arrow())
        con.execute("insert into context.signals select * from new_signals")
        con.unregister("new_signals")
    return dict(signals.group_by("signal").len().sort("signal").iter_rows())


def find_signals(events: pl.DataFrame) -> pl.DataFrame:
    """The signals of events' sentences, columns as in `context.signals`. A page counts only by what is new in it."""
    rows = [row for event in events.iter_rows(named=True) for row in _sentence_rows(event)]
    sentences = pl.DataFrame(rows, schema=_SCHEMA, orient="row").with_columns(
        words=pl.col("text").str.split(" ").list.len(), **_readings([row[_TEXT] for row in rows])
    )
    signals = pl.concat(
        [
            sentences.filter(condition).with_columns(signal=pl.lit(signal), score=_score(signal))
            for signal, condition in _conditions().items()
        ]
    )
    fields = [json.dumps(_fields(row), ensure_ascii=False, sort_keys=True) for row in signals.iter_rows(named=True)]
    return signals.with_columns(fields=pl.Series("fields", fields, dtype=pl.String)).select(*_COLUMNS)


def _readings(texts: Sequence[str]) -> Mapping[str, pl.Expr | pl.Series]:
    """A column for each reading. polars compiles most of the expressions anew for each frame, which for few sentences
    takes longer than all else; so these are searched by Python, with the same result."""
    if len(texts) > _FEW:
        return {reading: pl.col("text").str.contains(regex) for reading, regex in READINGS.items()}
    return {
        reading: pl.Series(reading, [compiled(reading).search(text) is not None for text in texts], dtype=pl.Boolean)
        for reading in READINGS
    }


_COLUMNS = ("event_id", "version", "client_id", "week", "signal", "start", "end", "text", "fields", "score")


def _conditions() -> dict[str, pl.Expr]:
    """Signal -> which readings of a sentence make it one."""
    long_enough = (pl.col("words") >= SHORTEST_WORDS) & (pl.col("text").str.len_chars() <= LONGEST_CHARACTERS)
    doubtful = ("asks", "conditional", "dangling", "foreign", "no_prose", "listed")
    said = long_enough & ~pl.any_horizontal(*doubtful)
    reported = said & ~pl.col("unclear")
    stated = reported & ~pl.col("hedged")
    news = ~pl.col("chatter")
    done = pl.any_horizontal("done_strong", "done_weak", "done_state", "done_again")
    decided = (stated & pl.col("decision")) | (reported & pl.col("ruled") & ~pl.col("hedged_beside"))
    decided = decided & ~pl.any_horizontal("undecided", "personal")
    outright = pl.col("outright") & ~pl.any_horizontal("left_open", "unclear", "foreign", "no_prose")
    outright = long_enough & outright & ~pl.col("asks_by_its_form")
    decided = (decided | outright) & news
    in_earnest = ~pl.col("not_commitment") | pl.col("for_a_day")
    promised = (pl.col("commitment") & in_earnest) | pl.col("planned")
    return {
        "decision": decided & ~pl.col("outside"),
        "change": stated & pl.all_horizontal("verb", "change", "change_stated") & ~pl.col("not_yet"),
        "done": ((stated & done) | (decided & pl.col("outside")))
        & news
        & ~pl.any_horizontal("not_yet", "participle", "spoilt"),
        "metric": said & ~pl.col("hedged") & news & pl.all_horizontal("quantity", "measured") & ~pl.col("not_metric"),
        "risk": _troubled(long_enough, reported, stated) & news & ~pl.col("calmed"),
        "commitment": stated & (news | pl.col("for_a_day")) & promised,
        "question": long_enough & pl.any_horizontal("asks", "needed", "listed"),
    }


def _troubled(long_enough: pl.Expr, reported: pl.Expr, stated: pl.Expr) -> pl.Expr:
    """A trouble that is there, or one to come, of which nobody need be sure."""
    there = stated & pl.all_horizontal("verb", "risk") & ~pl.col("not_risk")
    at_once = long_enough & pl.col("feared_at_once") & ~pl.any_horizontal("asks", "unclear", "foreign", "no_prose")
    ahead = ((reported & pl.col("feared")) | at_once) & ~pl.any_horizontal("not_feared", "needed")
    return there | ahead


_WEIGHTS = {
    "decision": 3.0,
    "change": 3.0,
    "done": 1.5,
    "metric": 2.5,
    "risk": 2.5,
    "question": 2.0,
    "commitment": 2.0,
}


def _score(signal: str) -> pl.Expr:
    """What a kind of sentence is worth, and more where it is whole, is concrete, or was put in a mail."""
    salience = (
        pl.when(pl.col("words").is_between(5, 28)).then(0.5).otherwise(0.0)
        + pl.when(pl.col("numbered")).then(0.3).otherwise(0.0)
        + pl.when(pl.col("platform") == "gmail").then(0.3).otherwise(0.0)
        - pl.when(pl.col("first_person")).then(0.3).otherwise(0.0)
    )
    if signal == "done":
        strong = pl.any_horizontal("outside", "done_strong", "done_state", "done_again")
        salience = salience + pl.when(strong).then(1.5).otherwise(0.0)
    if signal == "commitment":
        salience = salience + pl.when(pl.col("due")).then(1.0).otherwise(0.0)
    return pl.lit(_WEIGHTS[signal]) + salience


def _sentence_rows(event: dict[str, Any]) -> list[tuple[Any, ...]]:
    text = part_read(event["text"])
    earlier_lines = set((event["last_text"] or "").splitlines()) if event["kind"] == "page" else set()
    rows = []
    for span in sentences_stood_by(text):
        words = core(text, span)
        if words is None or text[span.start : span.end] in earlier_lines:
            continue
        told = end_of_statement(text[words.start : words.end])
        for end in (words.end, *([words.start + told] if told else [])):
            rows.append(
                (
                    event["event_id"],
                    event["version"],
                    event["client_id"],
                    event["week"],
                    event["platform"],
                    bool(event["author_is_us"]),
                    event["author_name"],
                    words.start,
                    end,
                    text[words.start : end],
                    text[span.start : words.start],
                    is_a_listed_ask(text, words.start),
                )
            )
    return rows


# --- typed fields of a signal ------------------------------------------------------------------------------------


def _fields(row: dict[str, Any]) -> dict[str, Any]:
    text, signal = row["text"], row["signal"]
    if signal == "done":
        return {"resolves": says_resolved(text)}
    if signal == "risk":
        return {"topic": problem_topic(text)}
    if signal == "metric":
        return {"values": quantities(text), "unclear": row["unclear"]}
    if signal == "change":
        old, new = old_and_new(text) or (None, None)
        return {"old": old, "new": new}
    if signal == "question":
        return {
            "to": "client" if row["author_is_us"] else "us",
            "thing": needed_thing(text),
            "mention": row["addressed"].strip(" ,:–—-\n") or None,
            **({"listed": True} if row["listed"] else {}),
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
        text, previous_text = part_read(event["text"]), part_read(event["previous_text"])
        for old, new in _replaced_lines(previous_text, text):
            label, _, value = text[new[0] : new[1]].partition(": ")
            before = previous_text[old[0] : old[1]].partition(": ")[2]
            fields = {
                "label": label if value else None,
                "old": before,
                "new": value,
                "previous_version": event["previous_version"],
                "previous_at": event["previous_at"].isoformat(),
                "previous_start": old[0],
                "previous_end": old[1],
            }
            rows.append(
                (
                    *(event[name] for name in ("event_id", "version", "client_id", "week")),
                    "change",
                    *new,
                    text[new[0] : new[1]],
                    json.dumps(fields, ensure_ascii=False, sort_keys=True),
                    3.5,
                )
            )
    types = [pl.String] * 5 + [pl.Int32] * 2 + [pl.String] * 2 + [pl.Float64]
    return pl.DataFrame(rows, schema=dict(zip(_COLUMNS, types, strict=True)), orient="row")


def _replaced_lines(old_text: str, new_text: str) -> list[tuple[tuple[int, int], tuple[int, int]]]:
    """Spans (old, new) of `Label: value` lines that kept their label and changed their value."""
    old_lines, new_lines = _line_spans(old_text), _line_spans(new_text)
    if max(len(old_lines), len(new_lines)) > MOST_LINES_ALIGNED:
        return _replaced_values(old_text, new_text)
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


def _replaced_values(old_text: str, new_text: str) -> list[tuple[tuple[int, int], tuple[int, int]]]:
    """Spans (old, new) of the lines whose label stands once in either text, and whose value is another."""
    old, new = _labelled(old_text), _labelled(new_text)
    pairs = [(old[label], span) for label, span in new.items() if label in old and not labels_a_time_stamp(label)]
    return [((a, b), (c, d)) for (a, b), (c, d) in pairs if old_text[a:b] != new_text[c:d]]


def _labelled(text: str) -> dict[str, tuple[int, int]]:
    """The spans of `Label: value` lines by label; a label that stands twice is left out."""
    spans = [span for span in _line_spans(text) if ": " in text[slice(*span)]]
    counts = Counter(text[slice(*span)].partition(": ")[0] for span in spans)
    return {label: span for span in spans if counts[label := text[slice(*span)].partition(": ")[0]] == 1}


def _line_spans(text: str) -> list[tuple[int, int]]:
    spans, start = [], 0
    for text_line in text.split("\n"):
        if text_line.strip():
            spans.append((start, start + len(text_line)))
        start += len(text_line) + 1
    return spans
