"""How many claims with something wrong in them the gate lets pass: `uv run python -m benchmarks.mutants [HOME ...]`.

HOME: homes with drafts, each beside or named by a yarnnn.yaml as `HOME=YAML`; without any, the demo is made. Every
claim that stands is changed in one way after the other, by a writer who lies consistently: quote, offsets and text fit
each other wherever that can be done. Printed are the mutants of each kind and how many passed, quotes and slots apart
from rewrites (which are the same sentences handed in as a model's), and the true claims that were withheld.

The recipients of a deliverable are no part of a claim and are not looked at here.
"""

from __future__ import annotations

import argparse
import os
import re
import subprocess
import sys
import tempfile
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from yarnnn_pipelines.config.deliverable_types import DeliverableType, deliverable_type
from yarnnn_pipelines.core.keys import ClientWeek
from yarnnn_pipelines.core.weeks import monday_of
from yarnnn_pipelines.deliverables.claims import Claim, Draft, Evidence, claim_id, draft_from_json
from yarnnn_pipelines.deliverables.gate.gate import Stored, judge
from yarnnn_pipelines.deliverables.slots.frame import Frame, Source, evidence_of, frame_for
from yarnnn_pipelines.deliverables.slots.slots import worded
from yarnnn_pipelines.deliverables.week.client_week import WeekContext, read_client_weeks, read_stored
from yarnnn_pipelines.english.sentences import core, sentences
from yarnnn_pipelines.english.statement import Modality, parse
from yarnnn_pipelines.project import open_project
from yarnnn_pipelines.stages.batch import from_warehouse
from yarnnn_pipelines.stores.home import Home
from yarnnn_pipelines.stores.ledger.opening import open_ledger

TYPE = "client_update"
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
OTHER_DAYS = dict(zip(WEEKDAYS, (*WEEKDAYS[2:], *WEEKDAYS[:2]), strict=True))
UNITS = {"€": "$", "$": "€", "%": " points", "hours": "days", "days": "weeks", "weeks": "days", "minutes": "hours"}
TENSES = ((r"\bwill be\b", "is"), (r"\bis\b", "will be"), (r"\bare\b", "will be"), (r"\bwas\b", "will be"))
VERB = re.compile(r"\b(?:is|are|was|were|has|have|had|will|can)\b")


@dataclass(frozen=True)
class Case:
    """A client's week: its draft, its context, and what is stored of its agency's evidence."""

    draft: Draft
    frame: Frame
    week: WeekContext
    kind: DeliverableType
    stored: Stored


@dataclass(frozen=True)
class Mutant:
    what: str
    claim: Claim
    week: str | None = None  # another week than the draft's
    client: str | None = None


def main(arguments: list[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("homes", nargs="*", help="HOME or HOME=YAML")
    parser.add_argument("--show", type=int, default=0, help="how many of each kind's survivors to print")
    chosen = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory(prefix="yarnnn-mutants-") as scratch:
        cases = [case for home in chosen.homes or [demo(Path(scratch))] for case in cases_of(home)]
        made: Counter[tuple[str, str]] = Counter()
        survived: dict[tuple[str, str], list[tuple[Case, Mutant]]] = defaultdict(list)
        true: Counter[str] = Counter()
        for case in cases:
            others = [other for other in cases if other.draft.client != case.draft.client]
            for claim in standing(case):
                true["withheld"] += not passes(case, Mutant("", claim))
                true["claims"] += 1
                for mutant in mutants(case, claim, others):
                    count(case, mutant, made, survived)
            for mutant in half_quoted(case):
                count(case, mutant, made, survived)
    report(made, survived, chosen.show)
    print(f"true claims: {true['claims']}, withheld: {true['withheld']}")


def count(
    case: Case,
    mutant: Mutant,
    made: Counter[tuple[str, str]],
    survived: dict[tuple[str, str], list[tuple[Case, Mutant]]],
) -> None:
    key = ("rewrite" if mutant.claim.kind == "rewrite" else "quote or slot", mutant.what)
    made[key] += 1
    if passes(case, mutant):
        survived[key].append((case, mutant))


def report(
    made: Counter[tuple[str, str]], survived: dict[tuple[str, str], list[tuple[Case, Mutant]]], most: int
) -> None:
    for kind in ("quote or slot", "rewrite"):
        of_kind = [key for key in sorted(made) if key[0] == kind]
        for key in of_kind:
            print(f"{kind:14} {key[1]:22} {made[key]:6} made {len(survived[key]):6} passed")
            for case, mutant in survived[key][:most]:
                quotes = " | ".join(item.quote for item in mutant.claim.evidence)
                print(f"    {case.draft.client} {mutant.claim.section}: {mutant.claim.text!r}  <-  {quotes!r}")
        whole, passed = sum(made[key] for key in of_kind), sum(len(survived[key]) for key in of_kind)
        print(f"{kind:14} {'all':22} {whole:6} made {passed:6} passed  caught {1 - passed / max(1, whole):.4f}\n")


# --- what is judged ----------------------------------------------------------------------------------------------


def demo(folder: Path) -> str:
    yarnnn = Path(sys.executable).with_name("yarnnn")
    home = folder / "home"
    subprocess.run([yarnnn, "demo"], env={**os.environ, "YARNNN_HOME": str(home)}, check=True, capture_output=True)
    return f"{home}={Path(__file__).parents[1] / 'demo' / 'yarnnn.yaml'}"


def cases_of(place: str) -> Iterator[Case]:
    home, _, config = place.partition("=")
    project = open_project(config or str(Path(home).parent / "yarnnn.yaml"), home=Home(Path(home)))
    ledger, kind = open_ledger(project.home.ledger_url), deliverable_type(TYPE)
    standings = ledger.standings()
    wanted = [ClientWeek(row.client, row.week) for row in standings if row.type == TYPE]
    drafts = {key: draft_from_json(d) for key, d in ledger.drafts(k.deliverable(TYPE) for k in wanted).items()}
    weeks = from_warehouse(project, lambda con: read_client_weeks(con, project.settings, wanted))
    places = {
        (event.event_id, event.version)
        for week in weeks.values()
        for event in (*week.events, *(meeting.event for meeting in week.meetings))
    }
    places |= {
        (item.event_id, item.version)
        for draft in drafts.values()
        for section in draft.sections
        for claim in section.claims
        for item in claim.evidence
    }
    stored = from_warehouse(project, lambda con: read_stored(con, places))
    for key, draft in drafts.items():
        week = weeks[ClientWeek(*key[:2])]
        yield Case(draft, frame_for(week), week, kind, stored)


def standing(case: Case) -> Iterator[Claim]:
    gated = judge(case.draft, case.frame, case.kind, case.stored, case.week.events)
    for claim in gated.claims:
        if claim.slot != "in_short":
            yield claim
            if claim.kind != "rewrite" and claim.slot in (None, "reported"):
                yield as_rewrite(claim)


def as_rewrite(claim: Claim) -> Claim:
    return replace(claim, kind="rewrite", slot=None)


def passes(case: Case, mutant: Mutant) -> bool:
    """Whether a draft of this claim alone tells it."""
    titles = {section.id: section for section in case.draft.sections}
    section = titles.get(mutant.claim.section)
    if section is None:
        return False
    draft = replace(
        case.draft,
        sections=(replace(section, claims=(mutant.claim,)),),
        set_aside=(),
        offers=(),
        week=mutant.week or case.draft.week,
        client=mutant.client or case.draft.client,
    )
    frame = replace(case.frame, week=draft.week, client_id=draft.client)
    return bool(judge(draft, frame, case.kind, case.stored, case.week.events).claims)


# --- mutants -----------------------------------------------------------------------------------------------------


def mutants(case: Case, claim: Claim, others: list[Case]) -> Iterator[Mutant]:
    yield from said_otherwise(case, claim, others)
    yield from quoted_otherwise(case, claim)
    yield from put_elsewhere(case, claim, others)
    yield from other_evidence(case, claim, others)


def remade(claim: Claim, text: str | None = None, evidence: tuple[Evidence, ...] | None = None) -> Claim:
    text, evidence = claim.text if text is None else text, claim.evidence if evidence is None else evidence
    return replace(claim, claim_id=claim_id(claim.section, text, evidence), text=text, evidence=evidence)


def altered_texts(case: Case, text: str, others: list[Case]) -> Iterator[tuple[str, str]]:
    for match in re.finditer(r"\d+", text):
        yield "number", f"{text[: match.start()]}{int(match[0]) + 1}{text[match.end() :]}"
    for day, other in OTHER_DAYS.items():
        if day in text:
            yield "date", text.replace(day, other)
    for name in sorted(case.frame.names):
        if re.search(rf"\b{re.escape(name)}\b", text):
            other = next((n for n in sorted(case.frame.names) if n != name and n not in text), "Zelda")
            yield "name", re.sub(rf"\b{re.escape(name)}\b", other, text)
    if verb := VERB.search(text):
        yield "negation", f"{text[: verb.end()]} not{text[verb.end() :]}"
    if " not " in text:
        yield "negation", text.replace(" not ", " ", 1)
    for unit, other in UNITS.items():
        if re.search(rf"\d\s?{re.escape(unit)}|{re.escape(unit)}\d", text):
            yield "unit", text.replace(unit, other)
    for pattern, other in TENSES:
        if re.search(pattern, text):
            yield "tense", re.sub(pattern, other, text, count=1)
            break
    if others:
        yield "client", f"{text.rstrip('.')} for {others[0].frame.client_name}."


def said_otherwise(case: Case, claim: Claim, others: list[Case]) -> Iterator[Mutant]:
    for what, text in altered_texts(case, claim.text, others):
        yield Mutant(what, remade(claim, text))


def quoted_otherwise(case: Case, claim: Claim) -> Iterator[Mutant]:
    """The quote shortened at either end, at words; text and offsets fit it."""
    item = claim.evidence[0]
    if claim.kind == "rewrite":
        return
    spaces = [match.start() for match in re.finditer(r"\s", item.quote)]
    for at in {spaces[len(spaces) // 3], spaces[2 * len(spaces) // 3]} if len(spaces) > 3 else set():
        yield from requoted(case, claim, item.start, item.start + at, "quote narrowed")
        yield from requoted(case, claim, item.start + at + 1, item.end, "quote narrowed")
    yield Mutant(
        "quote forged", remade(claim, evidence=(replace(item, quote=item.quote + " indeed"), *claim.evidence[1:]))
    )


def requoted(case: Case, claim: Claim, start: int, end: int, what: str) -> Iterator[Mutant]:
    item = claim.evidence[0]
    event = case.stored[item.event_id, item.version].event
    narrowed = replace(item, start=start, end=end, quote=event.text[start:end])
    evidence = (narrowed, *claim.evidence[1:])
    slot = claim.slot or "reported"
    sources = [Source(e.quote, case.stored[e.event_id, e.version].event, e.start) for e in evidence]
    text = narrowed.quote if claim.kind == "quote" else worded(slot, case.frame, sources)
    if text is not None:
        yield Mutant(what, remade(claim, text, evidence))


def half_quoted(case: Case) -> Iterator[Mutant]:
    """Sentences that deny, doubt, ask or make a condition, quoted without what does, as whoever wants them would."""
    weak: set[Modality] = {"conditional", "hedged", "reported", "asked", "instructed"}
    for event in case.week.events:
        if event.kind in ("meeting", "page") or event.audience != "client":
            continue
        for span in sentences(event.text):
            whole = core(event.text, span)
            if whole is None:
                continue
            sentence = event.text[whole.start : whole.end]
            statement = parse(sentence)
            if not (statement.is_denied or statement.modalities & weak) or len(sentence.split()) < 5:
                continue
            for start, end in assertive_parts(sentence):
                evidence = (evidence_of(case.frame, event, whole.start + start, whole.start + end),)
                for slot in ("reported", "said"):
                    text = worded(slot, case.frame, [Source(evidence[0].quote, event, evidence[0].start)])
                    if text is not None:
                        for section in ("moved", "decided", "risks", "next"):
                            claim = Claim(claim_id(section, text, evidence), section, "slot", text, evidence, slot=slot)
                            yield Mutant("sentence half quoted", claim)
                        break


def assertive_parts(sentence: str) -> Iterator[tuple[int, int]]:
    """Parts of the sentence, between words, that by themselves deny, doubt, ask and condition nothing."""
    edges = [0, *(match.end() for match in re.finditer(r"\s+", sentence))]
    ends = [*(match.start() for match in re.finditer(r"\s+", sentence)), len(sentence.rstrip("?!. "))]
    for start, end in {(edges[1], ends[-1]), (edges[2], ends[-1]), (0, ends[-3]), (0, ends[len(ends) // 2])}:
        part = sentence[start:end]
        statement = parse(part)
        if len(part.split()) >= 3 and statement.asserts and not statement.is_denied:
            yield start, end


def put_elsewhere(case: Case, claim: Claim, others: list[Case]) -> Iterator[Mutant]:
    for section in case.kind.sections:
        if section.id != claim.section:
            moved = replace(claim, section=section.id, claim_id=claim_id(section.id, claim.text, claim.evidence))
            yield Mutant("section", moved)
    weeks = sorted({other.draft.week for other in others if other.draft.week != case.draft.week}, key=monday_of)
    known = case.stored[claim.evidence[0].event_id, claim.evidence[0].version].relations
    for week in weeks:
        if claim.slot == "coming_meeting" and f"coming {week}" in known:
            continue  # told truly there, too
        frame = replace(case.frame, week=week)
        text = claim.text
        if claim.kind == "slot" and claim.slot:
            sources = [Source(e.quote, case.stored[e.event_id, e.version].event, e.start) for e in claim.evidence]
            text = worded(claim.slot, frame, sources) or text
        yield Mutant("week", remade(claim, text), week=week)
    for other in others[:1]:
        yield Mutant("of another client", claim, client=other.draft.client)


def other_evidence(case: Case, claim: Claim, others: list[Case]) -> Iterator[Mutant]:
    foreign = [other for section in case.draft.sections for other in section.claims if other.slot != "in_short"]
    mine = {item.event_id for item in claim.evidence}
    strange = [other for other in foreign if mine.isdisjoint(item.event_id for item in other.evidence)]
    for other in strange[:2]:
        yield Mutant("evidence padded", remade(claim, evidence=(*claim.evidence, other.evidence[0])))
        yield Mutant("evidence swapped", remade(claim, evidence=other.evidence))
    for case_of_other in others[:1]:
        for section in case_of_other.draft.sections:
            for other in section.claims[:1]:
                yield Mutant("another's evidence", remade(claim, evidence=(*claim.evidence, other.evidence[0])))


if __name__ == "__main__":
    main()
