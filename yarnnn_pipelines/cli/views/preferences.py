"""What `yarnnn preferences` shows: each rule in words, whose it is, on which issues it rests; what issues cost."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from rich.console import Console
from rich.text import Text

from yarnnn_pipelines.cli.views import command
from yarnnn_pipelines.supervision.learning.words import cost_in_words, why

if TYPE_CHECKING:
    from yarnnn_pipelines.stages.preferences import Learned

_ISSUES_SHOWN = 6


def show(console: Console, learned: Learned) -> None:
    key = learned.key
    console.print(Text(f"{key.client_id}, {learned.kind.name.lower()}", style="bold"))
    for rule in learned.rules:
        console.print(
            Text.assemble("  ", (rule.preference.id, "cyan"), "  ", learned.says(rule), ("  " + why(rule), "dim")),
            soft_wrap=True,
        )
    if not learned.rules:
        console.print(Text("  Nothing is preferred yet; what you change of a draft teaches it.", style="dim"))
    if learned.lessons:
        console.print(Text("\nWhat the last issues took", style="bold"))
    for lesson in learned.lessons[:_ISSUES_SHOWN]:
        console.print(Text(f"  {lesson.key.week}  {cost_in_words(lesson)}"), soft_wrap=True)
    _faults(console, learned)
    how = command(f"preferences {key.client_id}{key.type_option} --pin ID | --remove ID | --set 'days=Nov 12'")
    console.print(Text(f"\nChange them: {how}", style="dim"), soft_wrap=True)


def _faults(console: Console, learned: Learned) -> None:
    """Facts that somebody mended: faults of the pipeline's, of which no preference is made."""
    faults = [(lesson, fault) for lesson in learned.lessons for fault in lesson.faults]
    if faults:
        console.print(Text("\nFacts that were wrong", style="bold red"))
    for lesson, fault in faults[:_ISSUES_SHOWN]:
        told = f"told as {fault['told_as']} by {fault['writer']} ({fault['edition']})"
        seen = command(f"show {lesson.key.client_id} {lesson.key.week}{lesson.key.type_option}")
        event = f", from {fault['event_id']}" if fault["event_id"] else ""
        console.print(Text(f"  {lesson.key.week}  edit {fault['number']}, {told}{event}: {seen}"), soft_wrap=True)


def as_json(learned: Learned) -> dict[str, Any]:
    return {
        "client": learned.key.client_id,
        "type": learned.key.type_id,
        "week": learned.key.week,
        "preferences": [
            {
                **rule.preference.as_json(),
                "says": learned.says(rule),
                "strength": rule.strength,
                "agree": [key.week for key in rule.agree],
                "against": [key.week for key in rule.against],
                "set_by": rule.set_by,
                "in_effect": not rule.is_refused,
                "tried": None
                if rule.trial is None
                else [{"week": effect.key.week, "tokens": effect.tokens} for effect in rule.trial.effects],
            }
            for rule in learned.rules
        ],
        "issues": [
            {"week": lesson.key.week, "edits": dict(lesson.kinds), "cost": dict(lesson.cost)}
            for lesson in learned.lessons
        ],
        "faults": [{"week": lesson.key.week, **fault} for lesson in learned.lessons for fault in lesson.faults],
    }
