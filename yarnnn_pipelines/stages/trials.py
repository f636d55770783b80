"""Trials: each newly learned preference is tried on the client's sent issues before it shapes a draft, and what that
found is kept.

What a trial is, and when it keeps a preference from taking effect, is `supervision.learning.trials`'.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from yarnnn_pipelines.config.deliverable_types import DeliverableType
from yarnnn_pipelines.core.keys import DeliverableKey
from yarnnn_pipelines.deliverables.claims import section_from_json
from yarnnn_pipelines.deliverables.preferences.preference import Preferences, preferences_from_json
from yarnnn_pipelines.stores.ledger.learning_rows import Lesson, StoredTrial
from yarnnn_pipelines.stores.ledger.ledger import Ledger
from yarnnn_pipelines.supervision.edits import OF_THIS_ISSUE, made_with
from yarnnn_pipelines.supervision.learning.rules import Effect, Rule, Trial, does_something
from yarnnn_pipelines.supervision.learning.trials import TRIED_ON, SentIssue, text_of, tried


class Trials:
    """What is known of trials of these clients' preferences; what is tried meanwhile is kept in the ledger."""

    def __init__(self, ledger: Ledger, clients: Collection[str]) -> None:
        self._ledger = ledger
        self._stored: dict[tuple[str, str, str], dict[int, StoredTrial]] = defaultdict(dict)
        for one in ledger.trials(clients):
            self._stored[one.client, one.type_id, one.preference][one.version_id] = one

    def of(
        self, key: DeliverableKey, rules: Sequence[Rule], kind: DeliverableType, lessons: Sequence[Lesson]
    ) -> list[Rule]:
        """The rules, each that was learned with its trial. lessons: of the client's earlier issues, newest first.

        What shaped the newest issue took effect before, or took the place of what did: people's later edits decide of
        it, so that somebody who changes their mind is followed as soon as these say so.
        """
        issues = [lesson for lesson in lessons if lesson.key.type_id == key.type_id][:TRIED_ON]
        if not issues:
            return list(rules)
        newest = issues[0].version_id
        found, new = [], []
        for rule in rules:
            before = self._stored.get((key.client_id, key.type_id, rule.preference.id), {})
            if rule.set_by or not does_something(rule.preference):
                found.append(rule)
            elif newest in before:
                found.append(_with(rule, before[newest], issues))
            else:
                last = max(before.values(), key=lambda one: one.tried_at, default=None)
                found.append(_with(rule, last, lessons) if last and last.is_adopted else rule)
                new.append(rule)
        made = self._tried(new, kind, issues) if new else {}
        return [replace(rule, trial=made[rule.preference.id]) if rule.preference.id in made else rule for rule in found]

    def _tried(self, rules: Sequence[Rule], kind: DeliverableType, lessons: Sequence[Lesson]) -> dict[str, Trial]:
        """By preference id the trials of those that did not shape the newest issue."""
        newest = self._issues(lessons[:1], kind)
        in_effect = {one.name for issue in newest for one in issue.drafted_with.each}
        new = [rule for rule in rules if rule.preference.name not in in_effect]
        if not new or not newest:
            return {}
        issues = [*newest, *self._issues(lessons[1:], kind)]
        trials = tried([rule.preference for rule in new], issues, kind)
        made = {rule.preference.id: trial for rule, trial in zip(new, trials, strict=True)}
        key, now = lessons[0].key, datetime.now(UTC)
        rows = [
            StoredTrial(
                key.client_id,
                key.type_id,
                preference,
                lessons[0].version_id,
                trial.is_adopted,
                [(effect.key.week, effect.tokens) for effect in trial.effects],
                now,
            )
            for preference, trial in made.items()
        ]
        self._ledger.record_trials(rows)
        for row in rows:
            self._stored[row.client, row.type_id, row.preference][row.version_id] = row
        return made

    def _issues(self, lessons: Sequence[Lesson], kind: DeliverableType) -> list[SentIssue]:
        """Those whose words were not forgotten, in this order."""
        documents = self._ledger.approved_documents([lesson.version_id for lesson in lessons])
        known = [lesson for lesson in lessons if lesson.version_id in documents]
        edits = self._ledger.edits(lesson.key for lesson in known)
        made = {lesson.key: made_with(documents[lesson.version_id], edits.get(lesson.key, ()))[0] for lesson in known}
        drafts = self._ledger.documents({key: first[0].version for key, first in made.items() if first})
        issues = []
        for lesson in known:
            approved = documents[lesson.version_id]
            drafted = drafts.get(lesson.key, approved)
            if not drafted.get("sections"):
                continue
            issues.append(
                SentIssue(
                    lesson.key,
                    approved["title"],
                    tuple(map(section_from_json, drafted["sections"])),
                    _shaping(drafted),
                    text_of(
                        approved["title"],
                        tuple(map(section_from_json, approved["sections"])),
                        preferences_from_json(approved.get("preferences", ())),
                        kind,
                    ),
                )
            )
        return issues


def _shaping(document: Mapping[str, Any]) -> Preferences:
    """What shaped the draft before its reviewer asked anything of this issue alone."""
    each = preferences_from_json(document.get("preferences", ())).each
    return Preferences(tuple(one for one in each if one.scope != OF_THIS_ISSUE))


def _with(rule: Rule, stored: StoredTrial, lessons: Sequence[Lesson]) -> Rule:
    keys = {lesson.key.week: lesson.key for lesson in lessons if lesson.key.type_id == stored.type_id}
    effects = (
        Effect(keys.get(week, DeliverableKey(stored.client, week, stored.type_id)), tokens)
        for week, tokens in stored.effects
    )
    return replace(rule, trial=Trial(stored.is_adopted, tuple(effects)))
