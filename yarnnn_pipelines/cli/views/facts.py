"""What `yarnnn facts` shows: each value with its words, who gave it and when, and what stands against it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any
from zoneinfo import ZoneInfo

from rich.console import Console
from rich.text import Text

from yarnnn_pipelines.sources.registry import label_of

_SHOWN = (
    "client_id", "subject", "attribute", "value", "event_id", "version", "text", "author_name", "audience", "said_at",
    "valid_from", "superseded_by", "observed_at", "source_now",
)  # fmt: skip


def show(
    console: Console, rows: Sequence[Mapping[str, Any]], time_zone: str, known: Sequence[Mapping[str, Any]] = ()
) -> None:
    """known: all rows, among them what superseded these."""
    zone = ZoneInfo(time_zone)
    by_event: dict[str, list[Mapping[str, Any]]] = defaultdict(list)
    for row in known or rows:
        by_event[row["event_id"]].append(row)
    if not rows:
        console.print(Text("Nothing that was said gives anything a value.", style="dim"))
    for row in rows:
        line = Text.assemble((f"{row['value']:<24}", "bold"), f" “{' '.join(row['text'].split())}”")
        line.append(f"  {_said(row, zone)}", style="dim")
        line.append(f" ({row['source_now']} since)" if row["source_now"] else "", style="yellow")
        line.append(" (internal)" if row["audience"] == "internal" else "", style="yellow")
        console.print(line, soft_wrap=True)
        if row["superseded_by"]:
            newer = _superseding(row, by_event[row["superseded_by"]])
            by = (
                f"{newer['value']}, {_said(newer, zone)}"
                if newer
                else f"a later word in {_platform(row['superseded_by'])}"
            )
            console.print(Text(f"{'':<24} superseded by {by}", style="dim"), soft_wrap=True)
        if (other := row["contradicts"]) is not None:
            against = f"{'':<24} against {other['value']}, {_said(other, zone)}: ask which holds"
            console.print(Text(against, style="yellow"), soft_wrap=True)


def _superseding(row: Mapping[str, Any], later: Sequence[Mapping[str, Any]]) -> Mapping[str, Any] | None:
    """Of a later event's values the one that took the place of this."""
    of_kind = [one for one in later if one["attribute"] == row["attribute"] and one["value"] != row["value"]]
    of_thing = [one for one in of_kind if one["subject"] == row["subject"]]
    return next(iter((*of_thing, *of_kind)), None)


def _said(row: Mapping[str, Any], zone: ZoneInfo) -> str:
    return f"{row['author_name'] or _platform(row['event_id'])}, {row['said_at'].astimezone(zone):%Y-%m-%d}"


def _platform(event_id: str) -> str:
    """What an event without an author stands on: a page of an export names none."""
    return label_of(event_id.partition(":")[0])


def as_json(rows: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Each fact: {client_id, subject, attribute, value, event_id, version, text, author_name, audience, said_at,
    valid_from, superseded_by, observed_at, contradicts, source_now}; contradicts: the event_id of a fact that can't
    hold beside it; source_now: "deleted" or "edited" where what it was read off was.
    """
    return [
        {name: row[name].isoformat() if hasattr(row[name], "isoformat") else row[name] for name in _SHOWN}
        | {"contradicts": row["contradicts"]["event_id"] if row["contradicts"] else None}
        for row in rows
    ]
