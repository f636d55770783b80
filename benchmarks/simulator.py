"""What drafts tell of weeks whose facts are known: `uv run python -m benchmarks.simulator [--weeks N] [--show N]`.

Weeks are made from facts, told in many wordings (`simulated/`), and go through signals, brief, extractive writer and
gate in this process. Counted are, of each kind of fact, how many a claim tells or an offer has; the claims that quote
what a later word has overtaken, and not that word (stale; apart from them those that are shown in doubt, with the word
that makes them so); and those that quote what was said internally, of another
client or as small talk. The wordings that no rule was made with (unseen), and those of what overtakes a word that were
written by somebody who had read no rule (fresh), are reported apart. The same seed makes the same weeks.
"""

from __future__ import annotations

import argparse
import json
import time
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

import polars as pl

from benchmarks.simulated.stories import CLIENT, HALVES, RIVAL, THEM, US, SimulatedWeek, Story, simulated_weeks
from yarnnn_pipelines.config.deliverable_types import deliverable_type
from yarnnn_pipelines.config.settings import Client
from yarnnn_pipelines.context.signals import find_signals
from yarnnn_pipelines.deliverables.brief.brief import make_brief
from yarnnn_pipelines.deliverables.claims import Claim
from yarnnn_pipelines.deliverables.gate.gate import Gated, judge
from yarnnn_pipelines.deliverables.week.agency_marks import OtherClients
from yarnnn_pipelines.deliverables.week.client_week import Event, Signal, StoredEvidence, WeekContext
from yarnnn_pipelines.deliverables.week.other_clients import Mark
from yarnnn_pipelines.deliverables.writers.extractive import Extractive

TYPE = deliverable_type("client_update")
ACME = Client(id="acme", name=CLIENT, domains=["acme.example"])
HARMS = ("stale", "stale, and in doubt for it", "internal", "of another client", "small talk")


@dataclass(frozen=True)
class Finding:
    """A claim that should not stand, or a fact that is missed (claim: None)."""

    what: str
    story: Story
    claim: Claim | None = None

    def __str__(self) -> str:
        said = " / ".join(f"{told.event.author_name}: {told.event.text!r}" for told in self.story.acts)
        told = f"{self.claim.section}: {self.claim.text!r}" if self.claim else "(nothing)"
        return f"{self.what} [{self.story.kind.name}, {self.story.half}] {said}  ->  {told}"


@dataclass
class Tally:
    """Counts by kind of story and half of the wordings, (kind, half); harms by name and half."""

    facts: Counter[tuple[str, str]] = field(default_factory=Counter)
    told: Counter[tuple[str, str]] = field(default_factory=Counter)
    offered: Counter[tuple[str, str]] = field(default_factory=Counter)
    harms: Counter[tuple[str, str]] = field(default_factory=Counter)
    claims: Counter[str] = field(default_factory=Counter)  # by half of the first fact that they quote
    findings: list[Finding] = field(default_factory=list)


def main(arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--weeks", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--show", type=int, default=0, help="how many findings to print, the most harmful first")
    parser.add_argument("--kind", help="of this kind of story alone")
    chosen = parser.parse_args(arguments)
    began = time.perf_counter()
    tally = simulate(chosen.weeks, chosen.seed)
    report(tally, chosen.weeks, time.perf_counter() - began)
    for finding in worst(tally, chosen.show, chosen.kind):
        print(finding)


def simulate(weeks: int, seed: int = 0) -> Tally:
    tally = Tally()
    for pair in range(seed, seed + (weeks + 1) // 2):
        for week in simulated_weeks(pair):
            count(tally, week, gated(week))
    return tally


def gated(week: SimulatedWeek) -> Gated:
    """The week's draft, judged."""
    context = context_of(week)
    brief = make_brief(context, TYPE)
    return judge(Extractive().write(brief, TYPE), brief.frame, TYPE, stored(context), context.events)


def context_of(week: SimulatedWeek) -> WeekContext:
    by_id = {event.event_id: event for event in week.events}
    people = [(name, True, None) for name in US] + [(name, False, ACME.id) for name in THEM]
    return WeekContext(
        client=ACME,
        week=week.week,
        time_zone="Europe/Lisbon",
        context_hash="simulated",
        quiet=not by_id,
        events=week.events,
        signals=tuple(_signals(week, by_id)),
        meetings=week.meetings,
        items=(),
        unassigned=0,
        people=tuple(people),
        other_clients=OtherClients((Mark("name", RIVAL),)),
    )


def _signals(week: SimulatedWeek, by_id: dict[str, Event]) -> Iterator[Signal]:
    rows = [
        {
            "event_id": event.event_id, "version": event.version, "client_id": ACME.id, "week": week.week,
            "platform": event.platform, "kind": event.kind, "author_name": event.author_name,
            "author_is_us": event.author_is_us, "audience": event.audience, "text": event.text,
            "previous_text": None, "previous_version": None, "last_text": None,
        }
        for event in week.events
    ]  # fmt: skip
    if not rows:
        return
    unknown = dict.fromkeys(("previous_text", "previous_version", "last_text"), pl.String)
    found = find_signals(pl.DataFrame(rows, schema_overrides=unknown))
    for event_id, _, _, _, kind, start, end, text, fields, score in found.iter_rows():
        yield Signal(by_id[event_id], kind, start, end, text, score, json.loads(fields))


def stored(week: WeekContext) -> dict[tuple[str, str], StoredEvidence]:
    relations = {meeting.event.event_id: frozenset({f"{meeting.relation} {week.week}"}) for meeting in week.meetings}
    return {
        (event.event_id, event.version): StoredEvidence(
            event=event, client_id=ACME.id, week=week.week, current_version=event.version, previous_version=None,
            deleted=False, relations=relations.get(event.event_id, frozenset()),
        )
        for event in (*week.events, *(meeting.event for meeting in week.meetings))
    }  # fmt: skip


def count(tally: Tally, week: SimulatedWeek, result: Gated) -> None:
    claims = [claim for claim in result.claims if claim.slot != "in_short"]
    quoted: dict[str, list[Claim]] = defaultdict(list)
    for claim in claims:
        for item in claim.evidence:
            quoted[item.event_id].append(claim)
    offered = {item.event_id for offer in result.offers for item in offer.evidence}
    half_of = {told.event.event_id: story.half for story in week.stories for told in story.acts}
    tally.claims.update(half_of.get(claim.evidence[0].event_id, "a meeting's") for claim in claims if claim.evidence)
    for story in week.stories:
        key = (story.kind.name, story.half)
        if story.kind.must:
            current = {told.event.event_id for told in story.acts if told.act.standing == "current"}
            current |= {story.meeting.event.event_id} if story.meeting else set()
            if current:
                is_told = not current.isdisjoint(quoted)
                tally.facts[key] += 1
                tally.told[key] += is_told
                tally.offered[key] += not is_told and not current.isdisjoint(offered)
                if not is_told:
                    tally.findings.append(Finding("missed", story))
        for what, claim in harms(story, quoted):
            tally.harms[what, story.half] += 1
            tally.findings.append(Finding(what, story, claim))
    for claim in claims:
        if RIVAL in claim.text:
            tally.harms["of another client", "named"] += 1


def harms(story: Story, quoted: dict[str, list[Claim]]) -> Iterator[tuple[str, Claim]]:
    """The claims that quote what they may not, or what a later act of the story overtook without that act."""
    for place, told in enumerate(story.acts):
        later = {after.event.event_id for after in story.acts[place + 1 :]}
        for claim in quoted.get(told.event.event_id, ()):
            if told.act.standing == "leak":
                yield story.kind.name, claim
            elif told.act.standing == "stale" and later.isdisjoint(item.event_id for item in claim.evidence):
                yield _stale(claim), claim
    if story.meeting is not None and story.acts:
        for claim in quoted.get(story.meeting.event.event_id, ()):
            if claim.slot == "coming_meeting":
                yield _stale(claim), claim


def _stale(claim: Claim) -> str:
    return "stale, and in doubt for it" if claim.doubts else "stale"


def worst(tally: Tally, most: int, kind: str | None = None) -> list[Finding]:
    """The most harmful first; of one harm, a kind of story after the other."""
    order = {what: place for place, what in enumerate((*HARMS[2:4], *HARMS[:2], HARMS[4], "missed"))}
    findings = [one for one in tally.findings if kind is None or one.story.kind.name == kind]
    nth: Counter[tuple[str, str]] = Counter()
    ranked: list[tuple[int, int, int, Finding]] = []
    for finding in findings:
        key = (finding.what, finding.story.kind.name)
        nth[key] += 1
        ranked.append((order[finding.what], nth[key], len(ranked), finding))
    return [finding for *_, finding in sorted(ranked)[:most]]


def report(tally: Tally, weeks: int, seconds: float) -> None:
    print(f"{'kind of fact':30} {'':7} {'facts':>6} {'told':>6} {'told or offered':>16}")
    for name in dict.fromkeys(name for name, _ in sorted(tally.facts)):
        for half in HALVES:
            _line(tally, name, half, [(name, half)])
    for half in HALVES:
        _line(tally, "all", half, [key for key in tally.facts if key[1] == half])
    counted = ", ".join(f"{half} {tally.claims[half]}" for half in HALVES)
    print(f"\n{weeks} weeks, {tally.claims.total()} claims ({counted}), {1000 * seconds / max(1, weeks):.0f} ms a week")
    for what in HARMS:
        of_half = {half: tally.harms[what, half] for half in (*HALVES, "named")}
        print(f"told though {what}: " + ", ".join(f"{half} {n}" for half, n in of_half.items() if half != "named" or n))


def _line(tally: Tally, name: str, half: str, keys: list[tuple[str, str]]) -> None:
    facts, told, offered = (sum(counts[key] for key in keys) for counts in (tally.facts, tally.told, tally.offered))
    if facts:
        print(f"{name:30} {half:7} {facts:6} {told / facts:6.2f} {(told + offered) / facts:16.2f}")


if __name__ == "__main__":
    main()
