"""Preferences as people see and set them: the rules of one client's deliverable, what each issue cost, what was wrong.

How a rule comes about is `supervision.learning`'s, and laying it over a draft the writers' and the gate's.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from yarnnn_pipelines.config.deliverable_types import DeliverableType, deliverable_type
from yarnnn_pipelines.config.settings import Settings
from yarnnn_pipelines.core.errors import UserError
from yarnnn_pipelines.core.keys import DeliverableKey
from yarnnn_pipelines.core.weeks import add_weeks, iso_week
from yarnnn_pipelines.deliverables.preferences.form import is_a_greeting, is_a_sign_off
from yarnnn_pipelines.deliverables.preferences.preference import Preference, checked, in_words
from yarnnn_pipelines.publishing.addressees import addressed_to
from yarnnn_pipelines.stages.learn import LOOKED_BACK, known_until, learn
from yarnnn_pipelines.stages.trials import Trials
from yarnnn_pipelines.stores.ledger.learning_rows import Lesson, NewSetting
from yarnnn_pipelines.stores.ledger.ledger import Ledger
from yarnnn_pipelines.supervision.learning.rules import Rule, preferences_of


@dataclass(frozen=True)
class Learned:
    """What shapes a client's next deliverable of a type. lessons: of its issues so far, newest first."""

    key: DeliverableKey
    kind: DeliverableType
    rules: Sequence[Rule]
    lessons: Sequence[Lesson]

    @property
    def titles(self) -> Mapping[str, str]:
        added = preferences_of(self.rules).of("section_added")
        titles = {section.id: section.title for section in self.kind.sections}
        return {**titles, self.kind.opening.id: self.kind.opening.title, **added}

    def says(self, rule: Rule) -> str:
        return in_words(rule.preference, self.titles)

    def rule(self, rule_id: str) -> Rule:
        """By its id, or by the name that `undo` takes too, such as `days`."""
        found = next((rule for rule in self.rules if rule_id in (rule.preference.id, _name_of(rule.preference))), None)
        if found is None:
            raise UserError(
                f"there is no preference {rule_id!r}",
                where=f"{self.key.client_id} {self.key.type_id}",
                mend=f"see them with `yarnnn preferences {self.key.client_id}{self.key.type_option}`",
            )
        return found


def learned_of(ledger: Ledger, settings: Settings, client: str, type_id: str) -> Learned:
    """As the issue after the newest week would be drafted."""
    learn(ledger)
    newest = ledger.newest_week()
    week = add_weeks(newest, 1) if newest else iso_week(datetime.now(UTC))
    key = DeliverableKey(client, week, type_id)
    kind = deliverable_type(type_id, settings.path)
    known = known_until(ledger, week, [client])
    rules = known.rules(key, addressed_to(settings, key).recipients, kind)
    rules = Trials(ledger, [client]).of(key, rules, kind, known.lessons(client))
    lessons = ledger.lessons(add_weeks(week, -LOOKED_BACK), week, [client])
    return Learned(key, kind, rules, [one for one in reversed(lessons) if one.key.type_id == type_id])


@dataclass(frozen=True)
class SettingScope:
    """For whom a person sets something: "" for every client, every type. by: the person."""

    client: str
    type_id: str
    by: str


def set_preference(ledger: Ledger, learned: Learned, written: str, scope: SettingScope) -> Preference:
    """What somebody wrote, such as `days=Nov 12` or `section_title:moved=Done`; holds from the next draft on."""
    name, equals, value = written.partition("=")
    if not equals:
        raise UserError(f"{written!r} sets nothing", where="the preference", mend="write it as KIND=VALUE")
    kind, _, subject = name.strip().partition(":")
    wanted = checked(kind, subject.strip(), value.strip().replace("\\n", "\n"))
    _refuse_unknown_sections(wanted, learned.kind)
    _refuse_what_tells_something(wanted)
    _record(ledger, wanted, {"value": wanted.value}, scope)
    return wanted


def pin(ledger: Ledger, rule: Rule, scope: SettingScope) -> None:
    """Let it hold whatever is learned from now on."""
    _record(ledger, rule.preference, {"value": rule.preference.value}, scope)


def remove(ledger: Ledger, rule: Rule, scope: SettingScope) -> None:
    """Let nothing of its name shape a draft, whatever is learned."""
    _record(ledger, rule.preference, {"removed": True}, scope)


def _name_of(preference: Preference) -> str:
    return f"{preference.kind}:{preference.subject}" if preference.subject else preference.kind


def undo(ledger: Ledger, learned: Learned, name: str, scope: SettingScope) -> Preference:
    """Take back what was set last under this name (`days`, `section_title:moved`) or id, so that what was learned
    counts again."""
    for one in reversed(ledger.preferences_set()):
        preference = Preference(one.kind, one.subject, one.value.get("value"))  # type: ignore[arg-type]
        rules = {rule.preference.id: rule.preference.name for rule in learned.rules}
        is_meant = _name_of(preference) == name or rules.get(name) == preference.name
        if is_meant and (one.client, one.type_id) == (scope.client, scope.type_id) and not one.value.get("undone"):
            _record(ledger, preference, {"undone": True}, scope)
            return preference
    raise UserError(
        f"nobody set {name!r}",
        where=f"{learned.key.client_id} {learned.key.type_id}",
        mend="what was set is marked so in the list; name it as there, such as `days` or `section_title:moved`",
    )


def _record(ledger: Ledger, preference: Preference, value: Mapping[str, Any], scope: SettingScope) -> None:
    ledger.record_setting(NewSetting(scope.client, scope.type_id, preference.kind, preference.subject, value, scope.by))


def _refuse_unknown_sections(wanted: Preference, kind: DeliverableType) -> None:
    known = {section.id for section in kind.sections}
    named: Sequence[str] = ()
    if wanted.kind == "section_order":
        named = wanted.value
    elif wanted.kind in ("section_title", "section_most", "leaves_out"):
        named = [wanted.subject.partition(" ")[0]]
    elif wanted.kind == "section_left_out":
        named, known = [wanted.subject], known | {kind.opening.id, "status"}
    for section in named:
        if section not in known:
            raise UserError(
                f"{kind.id} has no section {section!r}", where=wanted.kind, mend=f"there is {', '.join(sorted(known))}"
            )


def _refuse_what_tells_something(wanted: Preference) -> None:
    checks = {"greeting": is_a_greeting, "sign_off": is_a_sign_off}
    if wanted.kind in checks and wanted.value and not checks[wanted.kind](wanted.value):
        raise UserError(
            f"“{wanted.value}” may tell something, and nothing would prove it",
            where=wanted.kind,
            mend="write a greeting or a closing alone, such as “Hi Dana,” or “Best, Mia”",
        )
