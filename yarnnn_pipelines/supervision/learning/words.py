"""Why a rule holds, and what an issue took, in words that the command line, the review page and the graph show."""

from __future__ import annotations

from collections.abc import Sequence

from yarnnn_pipelines.core.counts import counted
from yarnnn_pipelines.core.keys import DeliverableKey
from yarnnn_pipelines.stores.ledger.learning_rows import Lesson
from yarnnn_pipelines.supervision.effort import Effort
from yarnnn_pipelines.supervision.learning.edit_cost import EditCurve
from yarnnn_pipelines.supervision.learning.edit_kinds import counted_kind
from yarnnn_pipelines.supervision.learning.rules import Rule, Trial

_WEEKS_SHOWN = 4


def why(rule: Rule) -> str:
    """ "acme, these readers; as 3 issues read (2026-W46, 2026-W45, 2026-W44), otherwise in 2026-W43; tried before it
    took effect: 5 words less to change in 2026-W46"."""
    whose = rule.preference.scope
    if rule.set_by:
        would = f"; would have changed {_weeks(rule.against)}" if rule.against else ""
        return f"{whose}; set by {rule.set_by}{would}"
    agree = f"as {counted(len(rule.agree), 'issue')} {'reads' if len(rule.agree) == 1 else 'read'}"
    against = f", otherwise in {_weeks(rule.against)}" if rule.against else ""
    sentences = f"{counted(rule.sentences, 'sentence')} of it, " if rule.sentences else ""
    return f"{whose}; {sentences}{agree} ({_weeks(rule.agree)}){against}{_trial(rule.trial)}"


def _trial(trial: Trial | None) -> str:
    if trial is None:
        return ""
    parts = [
        f"{counted(sum(abs(effect.tokens) for effect in effects), 'word')} {word} to change in "
        f"{_weeks([effect.key for effect in effects])}"
        for word, effects in (
            ("less", [effect for effect in trial.effects if effect.tokens < 0]),
            ("more", [effect for effect in trial.effects if effect.tokens > 0]),
        )
        if effects
    ]
    would = " and ".join(parts) or "no other words to change in the issues before"
    return f"; {'tried before it took effect' if trial.is_adopted else 'not in effect, as tried'}: {would}"


def _weeks(keys: Sequence[DeliverableKey]) -> str:
    weeks = list(dict.fromkeys(key.week for key in keys))
    more = f" and {len(weeks) - _WEEKS_SHOWN} more" if len(weeks) > _WEEKS_SHOWN else ""
    return f"{', '.join(weeks[:_WEEKS_SHOWN])}{more}"


def cost_in_words(lesson: Lesson) -> str:
    """ "12 of 140 words changed: 1 sentence struck, 2 sentences reworded; 3 min"."""
    cost = lesson.cost
    changed = cost["style"] + cost["fact"]
    kinds = ", ".join(counted_kind(kind, count) for kind, count in lesson.kinds.items())
    spent = Effort(cost["seconds"]).spent if cost.get("seconds") else ""
    return f"{changed} of {cost['tokens']} words changed{f': {kinds}' if kinds else ''}{f'; {spent}' if spent else ''}"


def table_of(lessons: Sequence[Lesson]) -> str:
    """What each issue took, as a table in Markdown."""
    rows = [
        f"| {lesson.key.client_id} | {lesson.key.type_id} | {lesson.cost['style']} | {lesson.cost['fact']} "
        f"| {lesson.cost['tokens']} | {(lesson.cost.get('seconds') or 0) / 60:.1f} |"
        for lesson in lessons
    ]
    head = ["| client | type | words for style | for facts | of | minutes |", "|---|---|---|---|---|---|"]
    return "\n".join([*head, *rows])


def table_of_curves(curves: Sequence[EditCurve]) -> str:
    """The share of words that was changed by client, type and week, as a table in Markdown; of a week without an
    approved issue there is none."""
    weeks = sorted({week for curve in curves for week in curve.shares})
    rows = [
        f"| {curve.client} | {curve.type_id} | "
        + " | ".join(f"{curve.shares[week]:.0%}" if week in curve.shares else "" for week in weeks)
        + " |"
        for curve in curves
    ]
    return "\n".join([f"| client | type | {' | '.join(weeks)} |", f"|{'---|' * (len(weeks) + 2)}", *rows])
