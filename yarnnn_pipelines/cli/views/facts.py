"""What `yarnnn facts` shows: each value with its words, who gave it and when, and what stands against it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from zoneinfo import ZoneInfo

from rich.console import Console
from rich.text import Text

_SHOWN = (
    "client_id", "subject", "attribute", "value", "event_id", "version", "text", "author_name", "audience", "said_at",
    "valid_from", "superseded_by", "observed_at",
)  # fmt: skip


def show(console: Console, rows: Sequence[Mapping[str, Any]], time_zone: str) -> None:
    zone = ZoneInfo(time_zone)
    if not rows:
        console.print(Text("Nothing that was said gives anything a value.", style="dim"))
    for row in rows:
        line = Text.assemble((f"{row['value']:<24}", "bold"), f" “{' '.join(row['text'].split())}”")
        line.append(f"  {_said(row, zone)}", style="dim")
        line.append(" (internal)" if row["audience"] == "internal" else "", style="yellow")
        console.print(line, soft_wrap=True)
        if row["superseded_by"]:
            console.print(Text(f"{'':<24} superseded by {row['superseded_by']}", style="dim"), soft_wrap=True)
        if (other := row["contradicts"]) is not None:
            against = f"{'':<24} against {other['value']}, {_said(other, zone)}: ask which holds"
            console.print(Text(against, style="yellow"), soft_wrap=True)


def _said(row: Mapping[str, Any], zone: ZoneInfo) -> str:
    return f"{row['author_name'] or 'somebody'}, {row['said_at'].astimezone(zone):%Y-%m-%d}"


def as_json(rows: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Each fact: {client_id, subject, attribute, value, event_id, version, text, author_name, audience, said_at,
    valid_from, superseded_by, observed_at, contradicts}; contradicts: the event_id of a fact that can't hold beside it.
    """
    return [
        {name: row[name].isoformat() if hasattr(row[name], "isoformat") else row[name] for name in _SHOWN}
        | {"contradicts": row["contradicts"]["event_id"] if row["contradicts"] else None}
        for row in rows
    ]
