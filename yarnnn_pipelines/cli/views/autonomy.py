"""What `yarnnn autonomy` and `status` show of how far deliverables go by themselves."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any
from zoneinfo import ZoneInfo

from rich.console import Console
from rich.text import Text

from yarnnn_pipelines.cli.views import command
from yarnnn_pipelines.stages.autonomy import Standing
from yarnnn_pipelines.stages.by_itself import Candidate
from yarnnn_pipelines.supervision.autonomy import move_in_words


def show(console: Console, standings: Sequence[Standing], waiting: Sequence[Candidate], time_zone: str) -> None:
    zone = ZoneInfo(time_zone)
    for standing in standings:
        console.print(Text(line_of(standing)), soft_wrap=True)
        for one in waiting:
            if (one.key.client_id, one.key.type_id) == (standing.client, standing.type):
                console.print(f"  {waiting_line(one, zone)}", soft_wrap=True)
        for move in standing.moves:
            at = f"{move.moved_at.astimezone(zone):%Y-%m-%d %H:%M}"
            console.print(Text.assemble((f"  {at}  ", "dim"), move_in_words(move)), soft_wrap=True)


def lines(standings: Iterable[Standing], waiting: Iterable[Candidate], time_zone: str) -> list[str]:
    """A line for each that stands elsewhere than where everything starts, and for each that may go out by itself."""
    zone = ZoneInfo(time_zone)
    return [
        *(line_of(standing) for standing in standings if standing.says_something),
        *(waiting_line(one, zone) for one in waiting),
    ]


def line_of(standing: Standing) -> str:
    """ "acme client_update: approve, at most auto; 31 issues, 0 bad; evidence 19.2 of 20"."""
    return (
        f"{standing.client} {standing.type}: {standing.level}, at most {standing.ceiling}; {standing.earned.in_words}"
    )


def waiting_line(one: Candidate, zone: ZoneInfo) -> str:
    key = one.key
    if one.reasons:
        return f"{key.client_week} waits for you: {'; '.join(one.reasons)}"
    hold = command(f"hold {key.client_week}{key.type_option}")
    at = f"{one.at.astimezone(zone):%Y-%m-%d %H:%M}"
    return f"{key.client_week} goes out by itself on {at}, unless you hold it: `{hold}`"


def as_json(standings: Sequence[Standing], waiting: Sequence[Candidate]) -> list[dict[str, Any]]:
    """Of each deliverable {client, type, level, ceiling, earned, issues, bad, evidence, drift, made_by, next, moves}.

    next: {week, version, at, waits_for: [reason]} of what may go out by itself, or null; moves: [{at, action, before,
    level, reason, evidence, made_by}], oldest first. Instants are ISO 8601 in UTC.
    """
    upcoming = {(one.key.client_id, one.key.type_id): one for one in waiting}
    return [
        {
            "client": standing.client,
            "type": standing.type,
            "level": standing.level,
            "ceiling": standing.ceiling,
            "earned": standing.earned.level,
            **standing.earned.figures,
            "made_by": standing.earned.made_by,
            "next": _next(upcoming.get((standing.client, standing.type))),
            "moves": [
                {
                    "at": move.moved_at.isoformat(),
                    "action": move.action,
                    "before": move.before,
                    "level": move.level,
                    "reason": move.reason,
                    "evidence": move.evidence,
                    "made_by": move.made_by,
                }
                for move in standing.moves
            ],
        }
        for standing in standings
    ]


def _next(one: Candidate | None) -> dict[str, Any] | None:
    if one is None:
        return None
    return {
        "week": one.key.week,
        "version": one.version.version,
        "at": one.at.isoformat(),
        "waits_for": list(one.reasons),
    }
