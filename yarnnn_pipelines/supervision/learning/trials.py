"""Learned preferences tried against the client's sent issues before they take effect: what reviewing them would have
taken with each.

Each issue's draft is made over with them, as far as that takes no source, and compared with the text that was
sent. Pure; which rule is new, and keeping what a trial found, is `stages.trials`'.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from yarnnn_pipelines.config.deliverable_types import DeliverableType
from yarnnn_pipelines.core.keys import DeliverableKey
from yarnnn_pipelines.deliverables.claims import Claim, Section
from yarnnn_pipelines.deliverables.gate.preferred_words import in_preferred_words, summed_up_in_preferred_words
from yarnnn_pipelines.deliverables.preferences.form import form_of
from yarnnn_pipelines.deliverables.preferences.preference import Preference, Preferences
from yarnnn_pipelines.deliverables.preferences.shaped_type import filed, sections_shaped, shaped
from yarnnn_pipelines.deliverables.render.render import sent_markdown
from yarnnn_pipelines.deliverables.writers.drafting import is_left_out
from yarnnn_pipelines.supervision.edits import SUMS_UP
from yarnnn_pipelines.supervision.learning.edit_cost import distance, tokens
from yarnnn_pipelines.supervision.learning.rules import DECAY, Effect, Trial

TRIED_ON = 8  # newest issues: what is older weighs next to nothing
# An edit is somebody's will; a word that they left may have been good enough, or not noticed.
_LEFT_ALONE = 0.5


@dataclass(frozen=True)
class SentIssue:
    """The draft as its reviewer first had it, with what shaped it, and the text that they approved, as `text_of` has
    it."""

    key: DeliverableKey
    title: str
    drafted: Sequence[Section]
    drafted_with: Preferences
    approved: str


def tried(preferences: Sequence[Preference], issues: Sequence[SentIssue], kind: DeliverableType) -> list[Trial]:
    """Of each preference that is new its trial, beside the others: what it changes is what the text would be without it
    alone, so that no other change that its issue wanted too is counted for it or against it.

    issues: newest first. One takes effect unless, newer issues weighing more, it would have cost more than twice what
    it would have saved: in issues that were edited its way it saves, in others its reviewer would have had to undo it.
    Of each issue that is a share of its words, so that a week with little to tell says as much as another.
    """
    recent = issues[:TRIED_ON]
    together = [_to_edit(preferences, issue, kind) for issue in recent]
    trials = []
    for preference in preferences:
        others = [one for one in preferences if one is not preference]
        changes = [with_it - _to_edit(others, issue, kind) for with_it, issue in zip(together, recent, strict=True)]
        shares = [change / max(1, tokens(issue.approved)) for change, issue in zip(changes, recent, strict=True)]
        saved = sum(DECAY**age * max(0, -share) for age, share in enumerate(shares))
        added = sum(DECAY**age * max(0, share) for age, share in enumerate(shares))
        effects = tuple(Effect(issue.key, change) for issue, change in zip(recent, changes, strict=True) if change)
        trials.append(Trial(added * _LEFT_ALONE <= saved, effects))
    return trials


def _to_edit(preferences: Sequence[Preference], issue: SentIssue, kind: DeliverableType) -> int:
    """How many tokens of the draft, with these preferences too, its reviewer would have changed."""
    wanted = issue.drafted_with.with_(*preferences)
    return distance(text_of(issue.title, _made_over(issue, preferences, wanted, kind), wanted, kind), issue.approved)


def text_of(title: str, sections: Sequence[Section], preferences: Preferences, kind: DeliverableType) -> str:
    """What is read of it, without links."""
    return sent_markdown(title, sections, kind, form=form_of(preferences))


def _made_over(
    issue: SentIssue, preferences: Sequence[Preference], wanted: Preferences, kind: DeliverableType
) -> tuple[Section, ...]:
    """The drafted sections as they would have been with these preferences; wanted: with these, all that shape it."""
    if not preferences:
        return tuple(issue.drafted)
    names = {("layout", ""), *(one.name for one in preferences)}
    alone = Preferences(tuple(one for one in wanted.each if one.name in names))
    told = list(issue.drafted)
    for preference in preferences:
        told = _told(told, preference, shaped(kind, wanted))
    changed: list[tuple[Claim, Claim]] = []
    sections = []
    for section in told:
        claims = [claim for claim in section.claims if claim.slot in SUMS_UP or not is_left_out(claim, alone)]
        words = [claim if claim.slot in SUMS_UP else in_preferred_words(claim, alone, _standing) for claim in claims]
        changed += zip(claims, words, strict=True)
        sections.append(replace(section, claims=tuple(words)))
    with_lines = [
        replace(section, claims=tuple(_summed_up(claim, alone, changed) for claim in section.claims))
        for section in sections
    ]
    return filed(sections_shaped(with_lines, wanted), alone)


def _standing(claim: Claim) -> Claim:
    """Whether other words stand is the gate's to say, and its sources are not here: these are taken to."""
    return claim.judged("supported")


def _summed_up(claim: Claim, preferences: Preferences, changed: Sequence[tuple[Claim, Claim]]) -> Claim:
    return summed_up_in_preferred_words(claim, preferences, changed) if claim.slot in SUMS_UP else claim


def _told(drafted: Sequence[Section], preference: Preference, kind: DeliverableType) -> list[Section]:
    """The sections without what a preference for fewer of them, or less in them, would have left out."""
    if preference.kind == "length":
        return _within(drafted, preference.value)
    if preference.kind not in ("section_left_out", "section_most"):
        return list(drafted)
    most = {section.id: section.most for section in kind.sections}
    most[kind.opening.id] = kind.opening.most
    if preference.kind == "section_left_out" and preference.value and preference.subject not in most:
        most[preference.subject] = 0
    return [
        replace(section, claims=section.claims[: most.get(section.id)]) if section.id == preference.subject else section
        for section in drafted
    ]


def _within(drafted: Sequence[Section], most: int) -> list[Section]:
    """The first of each section before the second of any, as a writer shortens; lines that sum up do not count."""
    ranked = sorted(
        (rank, place)
        for place, section in enumerate(drafted)
        for rank, claim in enumerate(section.claims)
        if claim.slot not in SUMS_UP
    )
    kept = Counter(place for _, place in ranked[:most])
    return [
        section
        if any(claim.slot in SUMS_UP for claim in section.claims)
        else replace(section, claims=section.claims[: kept[place]])
        for place, section in enumerate(drafted)
    ]
