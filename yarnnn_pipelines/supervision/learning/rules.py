"""Rules: what many reviewed issues, and what somebody said of them, make of a deliverable's preferences.

One issue is enough for a rule. An older one counts less, so that somebody who changes their mind is followed after one
issue, or two where it was long otherwise. A rule holds where it agrees with more of the issues before than it would
have changed; it always names these. Narrower scopes go before wider ones, and what a person set before what was
learned. Pure; keeping it is the ledger's.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import combinations
from typing import Any, NamedTuple

from yarnnn_pipelines.core.keys import DeliverableKey
from yarnnn_pipelines.deliverables.preferences.preference import (
    OF_OWN_WORDS,
    Preference,
    PreferenceKind,
    Preferences,
)
from yarnnn_pipelines.supervision.learning.observations import Observed
from yarnnn_pipelines.supervision.learning.topics import Fates, LearnedTopic, learned_filing, learned_topics

DECAY = 0.6  # of an issue's weight with each newer one that says something of the same
LEAST = 0.75  # weight from which a value is a rule: one issue's, or two of a half
_FEWEST_CLIENTS = 2  # that agree on what others are to have
# What names a section counts within its type alone.
_OF_A_TYPE: frozenset[PreferenceKind] = frozenset(
    (
        *("section_order", "section_title", "section_added", "section_left_out", "section_most"),
        *("length", "leaves_out", "filed"),
    )
)
_OF_A_READER: frozenset[PreferenceKind] = frozenset(("greeting", "sign_off"))


@dataclass(frozen=True)
class ReviewedIssue:
    """What an approved issue said. recipients: for whom it was."""

    key: DeliverableKey
    recipients: tuple[str, ...]
    observed: tuple[Observed, ...]


@dataclass(frozen=True)
class SetPreference:
    """What a person said of a preference: value None: none of this name is learned. client, type_id: "" for all."""

    client: str
    type_id: str
    kind: PreferenceKind
    subject: str
    value: Any
    by: str


class Effect(NamedTuple):
    """tokens: that a reviewer would have had to change more of the issue with a preference than without it; below 0:
    fewer."""

    key: DeliverableKey
    tokens: int


class Trial(NamedTuple):
    """What a learned preference would have done to sent issues, newest first, and whether it took effect then."""

    is_adopted: bool
    effects: tuple[Effect, ...] = ()


@dataclass(frozen=True)
class Rule:
    """strength: the share of what was observed that speaks for it, 1 where a person set it. agree, against: the issues
    that read so, and those that it would have changed, newest first. set_by: the person who did. sentences: of a topic,
    how many speak for it. trial: of what was learned, None where there was no issue to try it on."""

    preference: Preference
    strength: float
    agree: tuple[DeliverableKey, ...] = ()
    against: tuple[DeliverableKey, ...] = ()
    set_by: str | None = None
    sentences: int = 0
    trial: Trial | None = None

    @property
    def is_refused(self) -> bool:
        return self.trial is not None and not self.trial.is_adopted


class _Scope(NamedTuple):
    words: str
    issues: Sequence[ReviewedIssue]
    is_wide: bool = False
    but: frozenset[PreferenceKind] = frozenset()  # of which nothing is learned here
    sections: tuple[str, ...] = ()  # of the type, in its order

    def place_in_type(self, section: str) -> int:
        """The lines above the sections come first."""
        return self.sections.index(section) if section in self.sections else -1


def rules_for(
    key: DeliverableKey,
    recipients: Sequence[str],
    issues: Iterable[ReviewedIssue],
    sections: Sequence[str] = (),
    set_by_people: Iterable[SetPreference] = (),
    wide: Iterable[Rule] | None = None,
) -> list[Rule]:
    """Of each name the rule that shapes this deliverable; only issues of earlier weeks say something of it.

    sections: the ids of its type's, in their order. set_by_people: oldest first. wide: `wide_rules`, if they are known;
    then only this client's issues are needed.
    """
    known = list(issues)
    earlier = _earlier(known, key.week)
    of_the_client = [one for one in earlier if one.key.client_id == key.client_id]
    found: dict[tuple[PreferenceKind, str], Rule | None] = {}
    for rule in _set_by_people(key, set_by_people):
        is_removed = rule.preference.value is None
        found.setdefault(rule.preference.name, None if is_removed else _tried(rule, of_the_client))
    for scope in _scopes(key, tuple(recipients), earlier):
        for rule in _learned(scope._replace(sections=tuple(sections))):
            found.setdefault(rule.preference.name, rule)
    for rule in wide_rules(key.type_id, key.week, known, sections) if wide is None else wide:
        found.setdefault(rule.preference.name, rule)
    return [rule for rule in found.values() if rule is not None]


def wide_rules(type_id: str, week: str, issues: Iterable[ReviewedIssue], sections: Sequence[str] = ()) -> list[Rule]:
    """What several clients agree on: first of those who get the type, then of all; the same for every client."""
    earlier = _earlier(issues, week)
    but = OF_OWN_WORDS | _OF_A_READER
    of_the_type = [one for one in earlier if one.key.type_id == type_id]
    scopes = [
        _Scope(f"every {type_id.replace('_', ' ')}", of_the_type, is_wide=True, but=but),
        _Scope("every client", earlier, is_wide=True, but=but | _OF_A_TYPE),
    ]
    return [rule for scope in scopes for rule in _learned(scope._replace(sections=tuple(sections)))]


def _earlier(issues: Iterable[ReviewedIssue], week: str) -> list[ReviewedIssue]:
    """Newest first."""
    return sorted((one for one in issues if one.key.week < week), key=lambda one: one.key.week, reverse=True)


def preferences_of(rules: Iterable[Rule]) -> Preferences:
    """The preferences of these rules, but for those that change nothing, or that their trial keeps from taking
    effect."""
    return Preferences(
        tuple(rule.preference for rule in rules if does_something(rule.preference) and not rule.is_refused)
    )


def does_something(one: Preference) -> bool:
    if one.kind == "wording":
        return bool(one.value != one.subject)
    if one.kind == "section_added":
        return bool(one.value)
    if one.kind == "detail":
        return bool(one.value == "without")
    return one.value is not False if one.kind in ("section_left_out", "leaves_out") else True


def _set_by_people(key: DeliverableKey, said: Iterable[SetPreference]) -> list[Rule]:
    """The narrowest first, and of one scope the newest; said: oldest first."""
    fitting = [one for one in said if one.client in ("", key.client_id) and one.type_id in ("", key.type_id)]
    fitting.reverse()
    fitting.sort(key=lambda one: (one.client == "", one.type_id == ""))
    return [
        Rule(Preference(one.kind, one.subject, one.value, _scope_in_words(one)), 1.0, set_by=one.by) for one in fitting
    ]


def _tried(rule: Rule, issues: Iterable[ReviewedIssue]) -> Rule:
    """The rule that a person set with the issues that read so anyway, and those that it would have changed."""
    wanted = rule.preference
    seen = [(issue.key, one) for issue in issues for one in issue.observed if (one.kind, one.subject) == wanted.name]

    def reads_so(one: Observed) -> bool:
        if wanted.kind == "section_order":
            return bool([each for each in wanted.value if each in one.value] == one.value)
        return bool(
            one.value <= wanted.value if wanted.kind in ("section_most", "length") else one.value == wanted.value
        )

    agree, against = (tuple(key for key, one in seen if reads_so(one) is is_so) for is_so in (True, False))
    return replace(rule, agree=agree, against=against)


def _scope_in_words(one: SetPreference) -> str:
    return " ".join(filter(None, (one.client, one.type_id.replace("_", " ")))) or "every client"


def _scopes(key: DeliverableKey, recipients: tuple[str, ...], issues: Sequence[ReviewedIssue]) -> list[_Scope]:
    """Of the client, narrow to wide."""
    of_the_client = [one for one in issues if one.key.client_id == key.client_id]
    same_readers = [one for one in of_the_client if one.recipients == recipients]
    here = [one for one in of_the_client if one.key.type_id == key.type_id]
    return [
        _Scope(f"{key.client_id}, these readers", [one for one in here if one.recipients == recipients]),
        _Scope(f"{key.client_id}, these readers", same_readers, but=_OF_A_TYPE),
        _Scope(key.client_id, here, but=_OF_A_READER),
        _Scope(key.client_id, of_the_client, but=_OF_A_TYPE | _OF_A_READER),
    ]


class _Vote(NamedTuple):
    key: DeliverableKey
    one: Observed


def _ordered(votes: Sequence[_Vote], scope: _Scope) -> Rule | None:
    """One order of all sections that were seen: as the newest texts have them, and where these leave it open as older
    ones do, then the type."""
    if not any(one.was_said for _, one in votes):
        return None
    before: set[tuple[str, str]] = set()
    for _, one in votes:
        _lay_below(before, one.value)
    left = sorted({section for _, one in votes for section in one.value}, key=scope.place_in_type)
    ordered: list[str] = []
    while left:
        first = next(section for section in left if not any((other, section) in before for other in left))
        left.remove(first)
        ordered.append(first)
    agree = tuple(key for key, one in votes if [each for each in ordered if each in one.value] == one.value)
    against = tuple(key for key, _ in votes if key not in agree)
    preference = Preference("section_order", "", ordered, scope.words)
    return Rule(preference, round(len(agree) / len(votes), 2), agree, against)


def _lay_below(before: set[tuple[str, str]], order: Sequence[str]) -> None:
    """Add an older text's order to what newer ones say of which section stands before which. A section that was moved
    since is where they put it, beside all others, and the older text says nothing of it."""
    standing = list(order)
    while standing:
        turned = {
            section: sum(
                (later, section) in before if place < other else (section, later) in before
                for other, later in enumerate(standing)
                if other != place
            )
            for place, section in enumerate(standing)
        }
        moved = max(standing, key=lambda section: turned[section])
        if not turned[moved]:
            break
        standing.remove(moved)
    for section, later in combinations(standing, 2):
        if (later, section) not in before:
            above = {section, *(one for one, other in before if other == section)}
            below = {later, *(other for one, other in before if one == later)}
            before.update((one, other) for one in above for other in below)


def _learned(scope: _Scope) -> list[Rule]:
    votes: dict[tuple[PreferenceKind, str], list[_Vote]] = defaultdict(list)
    for issue in scope.issues:
        for one in issue.observed:
            if one.kind not in scope.but:
                votes[one.kind, one.subject].append(_Vote(issue.key, one))
    topics = votes.pop(("topic", ""), [])
    rules = (
        _ordered(of_one, scope) if kind == "section_order" else _rule(of_one, scope)
        for (kind, _), of_one in votes.items()
    )
    return [*(rule for rule in rules if rule is not None), *_of_topics(topics, scope)]


def _of_topics(votes: Sequence[_Vote], scope: _Scope) -> Iterator[Rule]:
    """Of these an issue only says which words its sentences had, and what became of them."""
    issues = [Fates(**vote.one.value) for vote in votes]
    topics: Iterable[tuple[PreferenceKind, LearnedTopic]] = (
        *(("topic", one) for one in learned_topics(issues, DECAY)),
        *(("filed", one) for one in learned_filing(issues, DECAY)),
    )
    for kind, one in topics:
        agree, against = (tuple(votes[place].key for place in places) for places in (one.agree, one.against))
        preference = Preference(kind, one.subject, one.value, scope.words)
        yield Rule(preference, one.strength, agree, against, sentences=one.sentences)


def _rule(votes: Sequence[_Vote], scope: _Scope) -> Rule | None:
    """The value that weighs most, where a person ever said it, and it weighs enough; newest first."""
    weights: dict[str, float] = defaultdict(float)
    values: dict[str, Any] = {}
    said: dict[str, set[str]] = defaultdict(set)
    for age, (key, one) in enumerate(votes):
        name = repr(one.value)
        values.setdefault(name, one.value)
        weights[name] += one.weight * DECAY**age
        if one.was_said:
            said[name].add(key.client_id)
    best = max(weights, key=lambda name: weights[name])
    if weights[best] < LEAST or not said[best]:
        return None
    if scope.is_wide and len(said[best]) < _FEWEST_CLIENTS:
        return None
    first = votes[0].one
    agree = tuple(key for key, one in votes if repr(one.value) == best)
    against = tuple(key for key, one in votes if repr(one.value) != best)
    strength = weights[best] / sum(weights.values())
    return Rule(Preference(first.kind, first.subject, values[best], scope.words), round(strength, 2), agree, against)
