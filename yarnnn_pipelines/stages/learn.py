"""Learn: what approved versions teach, kept in the ledger, and the preferences that shape a draft.

What an edit means is `supervision.learning`'s; laying preferences over a draft is the writers' and the gate's.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from yarnnn_pipelines.config.deliverable_types import DeliverableType, deliverable_type
from yarnnn_pipelines.config.settings import Settings
from yarnnn_pipelines.core.keys import DeliverableKey
from yarnnn_pipelines.core.weeks import add_weeks
from yarnnn_pipelines.deliverables.preferences.preference import Preferences, preferences_from_json
from yarnnn_pipelines.publishing.addressees import addressed_if_any
from yarnnn_pipelines.stages.trials import Trials
from yarnnn_pipelines.stores.ledger.learning_rows import ApprovedText, Lesson, NewSetting, Setting
from yarnnn_pipelines.stores.ledger.ledger import Ledger
from yarnnn_pipelines.stores.ledger.rows import Edit
from yarnnn_pipelines.supervision.edits import OF_THIS_ISSUE, made_with
from yarnnn_pipelines.supervision.learning.edit_cost import EditCurve, cost_of, curves_of
from yarnnn_pipelines.supervision.learning.edit_kinds import SortedEdit, counts, sorted_edits
from yarnnn_pipelines.supervision.learning.observations import Observed, observed
from yarnnn_pipelines.supervision.learning.rules import (
    ReviewedIssue,
    Rule,
    SetPreference,
    preferences_of,
    rules_for,
    wide_rules,
)

LOOKED_BACK = 26  # weeks: of older issues nothing is learned any more
WEEKS_OF_A_CURVE = 12
LOOKED_BACK_AT_OTHERS = 8  # weeks of all clients together: what they agree on
_AT_ONCE = 100  # versions that are learned of in one transaction
_DECIDED = ("approved", "published")


class Known:
    """What was learned and set before a week, for several clients' deliverables of it."""

    def __init__(
        self, week: str, of_clients: Sequence[Lesson], of_all: Sequence[Lesson], settings: Sequence[Setting]
    ) -> None:
        self._week = week
        self._issues: dict[str, list[ReviewedIssue]] = defaultdict(list)
        self._lessons: dict[str, list[Lesson]] = defaultdict(list)
        for lesson in of_clients:
            self._issues[lesson.key.client_id].append(_issue(lesson))
            self._lessons[lesson.key.client_id].insert(0, lesson)
        self._of_all = of_all
        self._set_by_people = _set_by_people(settings)
        self._wide: dict[str, list[Rule]] = {}

    def lessons(self, client: str) -> Sequence[Lesson]:
        """Newest first."""
        return self._lessons.get(client, ())

    def rules(self, key: DeliverableKey, recipients: Sequence[str], kind: DeliverableType) -> list[Rule]:
        sections = [section.id for section in kind.sections]
        if kind.id not in self._wide:
            self._wide[kind.id] = wide_rules(kind.id, self._week, map(_issue, self._of_all), sections)
        issues = self._issues.get(key.client_id, ())
        return rules_for(key, recipients, issues, sections, self._set_by_people, self._wide[kind.id])


def _issue(lesson: Lesson) -> ReviewedIssue:
    return ReviewedIssue(lesson.key, lesson.recipients, tuple(Observed(*one) for one in lesson.observed))


def learn(ledger: Ledger) -> list[Lesson]:
    """A lesson of every version that a person approved and that has none; returns these. Again does nothing."""
    learned: list[Lesson] = []
    while texts := ledger.without_lesson(_AT_ONCE):
        edits = ledger.edits(text.key for text in texts)
        new = [_lesson(ledger, text, edits.get(text.key, ())) for text in texts]
        ledger.record_lessons(new)
        learned += new
    return learned


def _lesson(ledger: Ledger, text: ApprovedText, edits: Sequence[Edit]) -> Lesson:
    made, _ = made_with(text.document, edits)
    found = sorted_edits(text.document, made)
    drafted = (ledger.text_of(text.key, made[0].version) if made else None) or text.markdown
    mended = [edit for edit in found if edit.kind == "fact_fix"]
    week = text.key.week
    seconds = ledger.seconds_spent([text.key.client_id], week, week).get(text.key, text.seconds)  # also while editing
    cost = cost_of(drafted, text.markdown, sum(edit.tokens for edit in mended), seconds)
    said = observed(text.document, found, made) if text.document.get("sections") else []
    return Lesson(
        text.version_id,
        text.key,
        text.recipients,
        counts(found),
        [_fault(edit, text.document) for edit in mended],
        [one.as_json() for one in said],
        cost.as_json(),
        text.approved_at,
    )


def _fault(edit: SortedEdit, document: Mapping[str, Any]) -> dict[str, Any]:
    """Where a fact was wrong: which event misled, and which rule of which writer. No words."""
    target = edit.target
    return {
        "number": edit.number,
        "event_id": edit.event_id,
        "section": target.get("section"),
        "told_as": target.get("slot") or target.get("kind"),
        "writer": document.get("writer", {}).get("kind"),
        "edition": document.get("writer", {}).get("edition"),
    }


@dataclass(frozen=True)
class WeekLearned:
    """What the reviews of a week's deliverables took, together. tokens: of the approved texts; minutes: of the issues
    of which they were measured. curves: of each client and type of them, with the weeks before."""

    week: str
    lessons: Sequence[Lesson]
    curves: Sequence[EditCurve] = ()

    def total(self, name: str) -> float:
        return sum(lesson.cost.get(name) or 0 for lesson in self.lessons)

    @property
    def style_share(self) -> float:
        return self.total("style") / max(1, self.total("tokens"))

    @property
    def fact_share(self) -> float:
        return self.total("fact") / max(1, self.total("tokens"))

    @property
    def facts_mended(self) -> int:
        return sum(lesson.kinds.get("fact_fix", 0) for lesson in self.lessons)

    @property
    def minutes(self) -> float:
        return self.total("seconds") / 60


def learn_of_week(ledger: Ledger, week: str) -> WeekLearned:
    """Learn of everything that was approved, and say what the reviews of this week's deliverables took."""
    learn(ledger)
    lessons = ledger.lessons(week, week)
    first = add_weeks(week, 1 - WEEKS_OF_A_CURVE)
    costs = ledger.edit_costs(sorted({lesson.key.client_id for lesson in lessons}), first, week)
    reviewed = {(lesson.key.client_id, lesson.key.type_id) for lesson in lessons}
    return WeekLearned(week, lessons, [one for one in curves_of(costs) if (one.client, one.type_id) in reviewed])


def known_until(ledger: Ledger, week: str, clients: Iterable[str]) -> Known:
    """What issues before this week taught of these clients, and lately of all, and everything that people set."""
    last = add_weeks(week, -1)
    of_clients = ledger.lessons(add_weeks(week, -LOOKED_BACK), last, sorted(set(clients)))
    of_all = ledger.lessons(add_weeks(week, -LOOKED_BACK_AT_OTHERS), last)
    return Known(week, of_clients, of_all, ledger.preferences_set())


def copy_what_was_known(ledger: Ledger, to: Ledger, week: str, until: datetime) -> None:
    """Give another ledger what this one had learned, and what was set, at a moment, as far as it shapes this week's."""
    to.record_lessons(ledger.lessons(add_weeks(week, -LOOKED_BACK), add_weeks(week, -1), until=until))
    to.record_trials([one for one in ledger.trials() if one.tried_at <= until])
    for one in ledger.preferences_set():
        if one.set_at <= until:
            to.record_setting(NewSetting(one.client, one.type_id, one.kind, one.subject, one.value, one.by))


def _set_by_people(settings: Iterable[Setting]) -> list[SetPreference]:
    newest: dict[tuple[str, str, str, str], Setting] = {}
    for one in settings:
        newest.pop(name := (one.client, one.type_id, one.kind, one.subject), None)
        if not one.value.get("undone"):
            newest[name] = one
    return [
        SetPreference(one.client, one.type_id, one.kind, one.subject, one.value.get("value"), one.by)  # type: ignore[arg-type]
        for one in newest.values()
    ]


def preferences_for(
    ledger: Ledger, settings: Settings, keys: Iterable[DeliverableKey]
) -> dict[DeliverableKey, Preferences]:
    """By key what shapes its draft. What was approved keeps what its text was made with, so that nothing that is
    learned of later changes it."""
    wanted = sorted(set(keys))
    if not wanted:
        return {}
    learn(ledger)
    states = ledger.standings_of(sorted({key.client_id for key in wanted}), sorted({key.week for key in wanted}))
    decided = {DeliverableKey(one.client, one.week, one.type): one.version for one in states if one.state in _DECIDED}
    made_with = ledger.documents({key: version for key, version in decided.items() if key in wanted})
    by_week: dict[str, Known] = {}
    trials = Trials(ledger, {key.client_id for key in wanted})
    found = {}
    for key in wanted:
        if key in made_with:
            kept = made_with[key].get("preferences", ())
            found[key] = preferences_from_json(one for one in kept if one["scope"] != OF_THIS_ISSUE)
            continue
        if key.week not in by_week:
            by_week[key.week] = known_until(ledger, key.week, (one.client_id for one in wanted))
        kind = deliverable_type(key.type_id, settings.path)
        addressed = addressed_if_any(settings, key)
        known = by_week[key.week]
        rules = known.rules(key, addressed.recipients if addressed else (), kind)
        found[key] = preferences_of(trials.of(key, rules, kind, known.lessons(key.client_id)))
    return found
