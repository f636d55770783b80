"""Whether edits teach: `uv run python -m benchmarks.learning [--users N] [--issues N]`.

Simulated people review issue after issue (`simulated/reviewers.py`): drafts of simulated weeks, made by the extractive
writer and the gate, shaped by preferences as the line shapes them; their texts are read as edits and learned of by the
product's own code. Compared are four lines over the same weeks and the same people: without learning, with the last
edits repeated, with the learner, and with an oracle that is given every wish it has a preference for. Reported is the
cost of all edits together (tokens changed) as a share of that without learning, with paired bootstrap intervals over
people; how soon the learner is as good again after a change of mind; what a placebo costs, who edits by chance; and
whether every sentence of every line stood before the gate.
"""

from __future__ import annotations

import argparse
import statistics
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from functools import cache, partial
from random import Random
from typing import Any

from rich.console import Console
from rich.table import Table

from benchmarks.simulated.reviewers import Reviewer, changed_mind, placebo, reviewer, text_wanted
from benchmarks.simulated.stories import SimulatedWeek, simulated_weeks
from benchmarks.simulator import TYPE, context_of, stored
from yarnnn_pipelines.core.keys import DeliverableKey
from yarnnn_pipelines.deliverables.brief.brief import make_brief
from yarnnn_pipelines.deliverables.claims import TOLD, Claim, Draft, Section, as_json
from yarnnn_pipelines.deliverables.gate.gate import Gated, judge, judge_alone
from yarnnn_pipelines.deliverables.gate.grounds import Grounds, grounds_of
from yarnnn_pipelines.deliverables.gate.persons_words import judged_for_a_person
from yarnnn_pipelines.deliverables.gate.places import readings_of
from yarnnn_pipelines.deliverables.gate.preferred_words import in_preferred_words, summed_up_in_preferred_words
from yarnnn_pipelines.deliverables.preferences.form import form_of
from yarnnn_pipelines.deliverables.preferences.preference import Preferences, preferences_from_json
from yarnnn_pipelines.deliverables.preferences.shaped_type import shaped
from yarnnn_pipelines.deliverables.render.render import sent_markdown
from yarnnn_pipelines.deliverables.writers.drafting import is_left_out
from yarnnn_pipelines.deliverables.writers.extractive import Extractive
from yarnnn_pipelines.stores.ledger.rows import Edit
from yarnnn_pipelines.supervision.edits import with_edits
from yarnnn_pipelines.supervision.learning.edit_cost import cost_of
from yarnnn_pipelines.supervision.learning.edit_kinds import sorted_edits
from yarnnn_pipelines.supervision.learning.observations import observed
from yarnnn_pipelines.supervision.learning.rules import ReviewedIssue, does_something, preferences_of, rules_for
from yarnnn_pipelines.supervision.learning.trials import SentIssue, tried
from yarnnn_pipelines.supervision.text_edits import edits_of_text

ISSUES = 52  # a year of weekly issues
_HORIZONS = (13, 26, 52)
_WEEKS_IN_AN_ISSUE = 8  # simulated weeks have few facts each
_START = datetime(2026, 6, 1, tzinfo=UTC)
_SUMS_UP = ("in_short", "status")
_RESAMPLES = 2000
_SECTIONS = [section.id for section in TYPE.sections]
Learner = Callable[[Sequence["Review"], DeliverableKey], Preferences]


@dataclass(frozen=True)
class Issue:
    """A week's draft, judged, and what judging takes."""

    key: DeliverableKey
    gated: Gated
    grounds: Grounds


@cache
def issue(number: int) -> Issue:
    first = number * _WEEKS_IN_AN_ISSUE
    weeks = [next(iter(simulated_weeks(seed))) for seed in range(first, first + _WEEKS_IN_AN_ISSUE)]
    context = context_of(SimulatedWeek(weeks[0].week, tuple(story for week in weeks for story in week.stories)))
    brief = make_brief(context, TYPE)
    draft = Extractive().write(brief, TYPE)
    known = stored(context)
    gated = judge(draft, brief.frame, TYPE, known, context.events)
    readings = readings_of(row.event for row in known.values())
    week = (_START + timedelta(weeks=number)).strftime("%G-W%V")
    grounds = grounds_of(draft, brief.frame, TYPE, known, context.events, readings)
    return Issue(DeliverableKey("acme", week, TYPE.id), gated, grounds)


def drafted(of: Issue, preferences: Preferences) -> Gated:
    """The issue as the line would draft and judge it with these preferences."""
    kind = shaped(TYPE, preferences)
    by_id = {section.id: section for section in of.gated.sections}
    judge_one = partial(judge_alone, grounds=of.grounds)
    sections: dict[str, Section] = {}
    changed: list[tuple[Claim, Claim]] = []
    for section in kind.sections:
        told = [claim for claim in by_id[section.id].claims if not is_left_out(claim, preferences)][: section.most]
        words = [in_preferred_words(claim, preferences, judge_one) for claim in told]
        changed += zip(told, words, strict=True)
        sections[section.id] = Section(section.id, section.title, tuple(words))
    above = []
    for name, is_shown in (("status", kind.status), (kind.opening.id, kind.opening.most > 0)):
        if name in by_id and is_shown:
            lines = [summed_up_in_preferred_words(line, preferences, changed) for line in by_id[name].claims]
            above.append(replace(by_id[name], claims=tuple(lines)))
    ordered = (*above, *(sections[section.id] for section in kind.sections))
    draft = replace(of.gated.draft, sections=ordered, preferences=tuple(preferences.as_json()))
    return replace(of.gated, draft=draft, sections=ordered)


def document_of(draft: Draft) -> dict[str, Any]:
    return {"sections": [as_json(section) for section in draft.sections], "preferences": list(draft.preferences)}


def text_of(draft: Draft) -> str:
    form = form_of(preferences_from_json(draft.preferences))
    return sent_markdown(draft.title, draft.sections, TYPE, form=form)


def approved(of: Issue, draft: Draft, edits: Sequence[Edit]) -> Draft:
    """The draft with the edits, what a person worded judged as the gate does, and vouched for."""
    edited = with_edits(draft, edits).draft
    judge_one = partial(judge_alone, grounds=of.grounds)

    def judged(claim: Claim) -> Claim:
        if claim.by is None:
            return claim
        vouched = replace(claim, vouched_by=claim.by)
        return judged_for_a_person(vouched, judge_one, judge_one, of.grounds)

    sections = [
        replace(section, claims=tuple(claim for claim in map(judged, section.claims) if claim.verdict in TOLD))
        for section in edited.sections
    ]
    return replace(edited, sections=tuple(sections))


@dataclass(frozen=True)
class Review:
    """cost: tokens that were changed. kinds: how many edits of each."""

    cost: int
    tokens: int
    said: ReviewedIssue
    sent: SentIssue
    ungrounded: int


def reviewed(of: Issue, preferences: Preferences, who: Reviewer, seed: str) -> Review:
    gated = drafted(of, preferences)
    draft = gated.draft
    before = text_of(draft)
    wanted = text_wanted(draft.sections, draft.title, who, Random(seed))
    document = document_of(draft)
    new = edits_of_text(document, wanted)
    edits = [
        Edit(**vars(edit), number=number, version=1, editor="Mia", edited_at=_START)
        for number, edit in enumerate(new, start=1)
    ]
    final = document_of(approved(of, draft, edits))
    found = sorted_edits(final, edits)
    said = ReviewedIssue(of.key, ("dana",), tuple(observed(final, found, edits)))
    cost = cost_of(before, wanted, 0)
    ungrounded = sum(claim.verdict != "supported" for section in draft.sections for claim in section.claims)
    text = SentIssue(of.key, draft.title, draft.sections, preferences, wanted)
    return Review(cost.style, cost.tokens, said, text, ungrounded)


# --- the four lines ----------------------------------------------------------------------------------------------


def nothing(_reviews: Sequence[Review], _key: DeliverableKey) -> Preferences:
    return Preferences()


def last_edit(reviews: Sequence[Review], key: DeliverableKey) -> Preferences:
    """What was changed in the last issue, and what shaped it, whatever was said before."""
    return preferences_of(rules_for(key, ("dana",), [one.said for one in reviews[-1:]], _SECTIONS))


def learner(reviews: Sequence[Review], key: DeliverableKey) -> Preferences:
    """What is newly learned is tried on the issues before, as `stages.trials` does."""
    rules = rules_for(key, ("dana",), [one.said for one in reviews], _SECTIONS)
    sent = [one.sent for one in reversed(reviews)]
    in_effect = {one.name for issue in sent[:1] for one in issue.drafted_with.each}
    new = [rule for rule in rules if rule.preference.name not in in_effect and does_something(rule.preference)]
    found = tried([rule.preference for rule in new], sent, TYPE)
    trials = {rule.preference.name: trial for rule, trial in zip(new, found, strict=True)}
    return preferences_of(replace(rule, trial=trials.get(rule.preference.name)) for rule in rules)


def season(who: Sequence[Reviewer], learn: Learner, seed: int) -> list[Review]:
    """who: in each issue."""
    reviews: list[Review] = []
    for number, person in enumerate(who):
        of = issue(number)
        preferences = learn(reviews, of.key)
        reviews.append(reviewed(of, preferences, person, f"{seed} {number}"))
    return reviews


def lines_of_a_person(who: Sequence[Reviewer], seed: int) -> dict[str, list[Review]]:
    def oracle(reviews: Sequence[Review], _key: DeliverableKey) -> Preferences:
        return who[len(reviews)].wishes

    lines: Mapping[str, Learner] = {"nothing": nothing, "last edit": last_edit, "learner": learner, "oracle": oracle}
    return {name: season(who, learn, seed) for name, learn in lines.items()}


# --- figures -----------------------------------------------------------------------------------------------------


def share(people: Iterable[Mapping[str, Sequence[Review]]], name: str, issues: int = ISSUES) -> float:
    """The cost of a line's edits over that without learning, of all people and of so many issues together."""
    known = list(people)
    return _total(known, name, issues) / max(1, _total(known, "nothing", issues))


def _total(people: Iterable[Mapping[str, Sequence[Review]]], name: str, issues: int) -> int:
    return sum(review.cost for person in people for review in person[name][:issues])


def interval(people: Sequence[Mapping[str, Sequence[Review]]], name: str) -> tuple[float, float]:
    """95%, over people, each with all their lines."""
    random = Random(0)
    costs = [(sum(r.cost for r in person[name]), sum(r.cost for r in person["nothing"])) for person in people]
    shares = []
    for _ in range(_RESAMPLES):
        drawn = random.choices(costs, k=len(costs))
        shares.append(sum(one for one, _ in drawn) / max(1, sum(other for _, other in drawn)))
    shares.sort()
    return shares[int(0.025 * _RESAMPLES)], shares[int(0.975 * _RESAMPLES)]


def main(arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--users", type=int, default=12)
    parser.add_argument("--issues", type=int, default=ISSUES)
    chosen = parser.parse_args(arguments)
    console = Console(width=120)
    horizons = [horizon for horizon in _HORIZONS if horizon <= chosen.issues]
    table = Table(
        "people", "last edit", *(f"learner, {horizon}" for horizon in horizons), "95%", "oracle", "ungrounded"
    )
    groups: dict[str, list[dict[str, list[Review]]]] = defaultdict(list)
    half = chosen.issues // 2
    for seed in range(chosen.users):
        for noise in (0.0, 0.05, 0.15):
            who = [reviewer(seed, noise)] * chosen.issues
            groups[f"noise {noise:.0%}"].append(lines_of_a_person(who, seed))
        before = reviewer(seed, 0.05)
        after = changed_mind(before, seed)
        who = [before] * half + [after] * (chosen.issues - half)
        groups["change of mind"].append(lines_of_a_person(who, seed))
        groups["placebo"].append(lines_of_a_person([placebo()] * chosen.issues, seed))
    for name, people in groups.items():
        low, high = interval(people, "learner")
        ungrounded = sum(r.ungrounded for person in people for line in person.values() for r in line)
        table.add_row(
            name,
            f"{share(people, 'last edit'):.1%}",
            *(f"{share(people, 'learner', horizon):.1%}" for horizon in horizons),
            f"{low:.1%} to {high:.1%}",
            f"{share(people, 'oracle'):.1%}",
            str(ungrounded),
        )
    console.print(table)
    console.print(_curve("learner, noise 5%", groups["noise 5%"], chosen.issues))
    console.print(_curve("change of mind", groups["change of mind"], chosen.issues))


def _curve(title: str, people: Sequence[Mapping[str, Sequence[Review]]], issues: int) -> str:
    """By issue the learner's cost over that without learning."""
    shares = []
    for number in range(issues):
        learned = statistics.mean(person["learner"][number].cost for person in people)
        without = statistics.mean(person["nothing"][number].cost for person in people)
        shares.append(f"{learned / max(1, without):.0%}")
    return f"{title}: {' '.join(shares)}"


if __name__ == "__main__":
    main()
