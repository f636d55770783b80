"""The page of preferences: what shapes a client's deliverable, on which issues that rests, what the last issues took.

What a rule is and what setting one does is `stages.preferences`', as for the command line.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from yarnnn_pipelines.core.errors import UserError
from yarnnn_pipelines.core.keys import DeliverableKey
from yarnnn_pipelines.deliverables.preferences.preference import CHOICES, checked, in_words
from yarnnn_pipelines.english.details import DETAILS
from yarnnn_pipelines.project import Project
from yarnnn_pipelines.review.words import href
from yarnnn_pipelines.stages.preferences import (
    Learned,
    SettingScope,
    learned_of,
    pin,
    remove,
    set_preference,
    undo,
)
from yarnnn_pipelines.stores.ledger.learning_rows import Lesson
from yarnnn_pipelines.stores.ledger.ledger import Ledger
from yarnnn_pipelines.supervision.learning.words import cost_in_words, why

_CURVE = 26  # issues
_WORDING = "wording"
_WITHOUT = "without:"
_TOPIC = "topic of words:"
_WIDTH, _HEIGHT = 520, 90


@dataclass(frozen=True)
class RuleShown:
    id: str
    says: str
    why: str
    is_set: bool


@dataclass(frozen=True)
class IssueShown:
    week: str
    href: str
    took: str


@dataclass(frozen=True)
class Curve:
    """Of the last issues, oldest first: the share of words that was changed, as the points of two lines in a picture of
    these measures. words: the same for who does not see it."""

    style: str
    fact: str
    words: str
    width: int = _WIDTH
    height: int = _HEIGHT


class Settable(NamedTuple):
    """What a visitor can prefer. named: `days=Nov 12`, or `greeting=` where words belong behind it."""

    named: str
    says: str


@dataclass(frozen=True)
class PreferencesPage:
    client: str
    type_id: str
    types: Sequence[str]
    rules: Sequence[RuleShown]
    issues: Sequence[IssueShown]
    faults: Sequence[str]
    curve: Curve | None
    settable: Mapping[str, Sequence[Settable]]


def preferences_page(ledger: Ledger, project: Project, client: str, type_id: str) -> PreferencesPage:
    """`UserError` where the client gets none of this type."""
    settings = project.settings
    learned = learned_of(ledger, settings, client, type_id)
    rules = [RuleShown(rule.preference.id, learned.says(rule), why(rule), bool(rule.set_by)) for rule in learned.rules]
    issues = [
        IssueShown(lesson.key.week, href(lesson.key), cost_in_words(lesson)) for lesson in learned.lessons[:_CURVE]
    ]
    types = [one.type for one in settings.client(client).deliverables]
    return PreferencesPage(
        client=client,
        type_id=type_id,
        types=types,
        rules=rules,
        issues=issues,
        faults=_faults(learned),
        curve=_curve(learned.lessons[:_CURVE]),
        settable=_settable(learned),
    )


def _settable(learned: Learned) -> dict[str, list[Settable]]:
    """By the heading of a group."""
    titles = learned.titles
    forms = [
        Settable(f"{kind}={choice}", in_words(checked(kind, "", choice), titles))
        for kind in ("layout", "days", "thousands", "shares", "stops")
        for choice in CHOICES[kind]
    ]
    details = [
        Settable(f"detail:{detail}={choice}", in_words(checked("detail", detail, choice), titles))
        for detail in DETAILS
        for choice in CHOICES["detail"]
    ]
    words = [
        Settable("greeting=", "the greeting is: …"),
        Settable(f"{_WITHOUT}greeting", "no greeting"),
        Settable("sign_off=", "the sign-off is: …"),
        Settable(f"{_WITHOUT}sign_off", "no sign-off"),
        Settable(_WORDING, "for the words below, write: …"),
    ]
    sections = []
    for section in learned.kind.sections:
        left_out = checked("section_left_out", section.id, "yes")
        sections += [
            Settable(f"section_left_out:{section.id}=yes", in_words(left_out, titles)),
            Settable(f"section_title:{section.id}=", f"{section.title} is called: …"),
            Settable(f"section_most:{section.id}=", f"sentences in {section.title}, at most: …"),
        ]
    sections.append(Settable("length=", "sentences in all, at most: …"))
    sections.append(Settable("section_added=", "a section of your own, called: …"))
    topics = [Settable(f"{_TOPIC}{choice}", f"{choice}: what is about …") for choice in CHOICES["topic"]]
    return {"Form": forms, "Detail": details, "Words": words, "Topics": topics, "Sections": sections}


def _faults(learned: Learned) -> list[str]:
    return [
        f"{lesson.key.week}, edit {fault['number']}: told as {fault['told_as']} by {fault['writer']} "
        f"({fault['edition']}){', from ' + fault['event_id'] if fault['event_id'] else ''}"
        for lesson in learned.lessons
        for fault in lesson.faults
    ]


def _curve(newest_first: Sequence[Lesson]) -> Curve | None:
    lessons = list(reversed(newest_first))
    if len(lessons) < 2:
        return None
    shares = [
        (one.cost["style"] / max(1, one.cost["tokens"]), one.cost["fact"] / max(1, one.cost["tokens"]))
        for one in lessons
    ]
    top = max(0.1, *(max(pair) for pair in shares))
    step = _WIDTH / (len(shares) - 1)

    def points(which: int) -> str:
        places = [(place * step, _HEIGHT - pair[which] / top * _HEIGHT) for place, pair in enumerate(shares)]
        return " ".join(f"{x:.0f},{y:.0f}" for x, y in places)

    first, last = shares[0], shares[-1]
    words = f"{first[0]:.0%} of the words changed in {lessons[0].key.week}, {last[0]:.0%} in {lessons[-1].key.week}"
    return Curve(points(0), points(1), words)


def act_on_preferences(project: Project, ledger: Ledger, form: Mapping[str, str], reviewer: str) -> DeliverableKey:
    """Do what the form says, and return whose page it is. `UserError` where it can't be done: nothing is set then."""
    client, type_id, doing = form.get("client", ""), form.get("type", ""), form.get("do", "")
    learned = learned_of(ledger, project.settings, client, type_id)
    scope = SettingScope(client, type_id, reviewer)
    named = form.get("named", "")
    if doing == "pin":
        pin(ledger, learned.rule(named), scope)
    elif doing == "remove":
        remove(ledger, learned.rule(named), scope)
    elif doing == "undo":
        undo(ledger, learned, named, scope)
    elif doing == "set":
        set_preference(ledger, learned, _written(form), scope)
    else:
        raise UserError(f"the page does not know how to {doing!r}", where=client, mend="load it again")
    return learned.key


def _written(form: Mapping[str, str]) -> str:
    """What the form sets, as `set_preference` reads it."""
    named, words = form.get("named", ""), form.get("words", "").strip()
    if named.startswith(_WITHOUT):
        return f"{named.removeprefix(_WITHOUT)}="
    if named == _WORDING:
        return f"wording:{form.get('instead_of', '')}={words}"  # without words: those are left out
    if not words and (named.endswith("=") or named.startswith(_TOPIC)):
        raise UserError("the words are missing", where="the form", mend="write them into the second field")
    if named.startswith(_TOPIC):
        return f"topic:{words}={named.removeprefix(_TOPIC)}"
    return f"{named}{words}" if named.endswith("=") else named
