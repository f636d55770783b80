"""How many claims with something wrong in them the gate lets pass: `uv run python -m benchmarks.mutants [HOME ...]`.

HOME: homes with drafts, each beside or named by a yarnnn.yaml as `HOME=YAML`; without any, the demo is made, and
drafted once by the fixed rules and once by the model whose answers are recorded for the tests. Every claim is made
wrong in one way after the other (`wrong_claims`), and judged as its draft's only one. Printed are the mutants of each
kind that were made and that passed, by kind of claim, and the true claims that were withheld. The fixed rules' plain
sentences are also handed in as a model's.

Every rewrite waits for a person, so one that passes here is not sent: it is held without a word of warning.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from benchmarks.wrong_claims import SIDE, Case, Mutant, as_rewrite, mutants, mutants_of_week
from tests.line.recorded_model import reading
from tests.unit.model_server import answering
from yarnnn_pipelines.config.deliverable_types import deliverable_type
from yarnnn_pipelines.core.keys import ClientWeek
from yarnnn_pipelines.deliverables.claims import Claim, draft_from_json
from yarnnn_pipelines.deliverables.gate.gate import judge_alone
from yarnnn_pipelines.deliverables.gate.grounds import Grounds, grounds_of
from yarnnn_pipelines.deliverables.gate.places import readings_of
from yarnnn_pipelines.deliverables.slots.frame import frame_for
from yarnnn_pipelines.deliverables.week.client_week import read_client_weeks, read_stored
from yarnnn_pipelines.project import Project, demo_config, open_project
from yarnnn_pipelines.stages.batch import from_warehouse
from yarnnn_pipelines.stages.draft import draft_batch
from yarnnn_pipelines.stores.home import Home
from yarnnn_pipelines.stores.ledger.opening import open_ledger

TYPE = "client_update"
Key = tuple[str, str]  # kind of claim, what is wrong


class Tally:
    """What was made wrong, what of it passed, and what of the true claims did not."""

    def __init__(self) -> None:
        self.made: Counter[Key] = Counter()
        self.passed: dict[Key, list[tuple[Case, Claim]]] = defaultdict(list)
        self.doubted: Counter[Key] = Counter()  # of those caught: they stand, and a person is told why to look
        self.caught: dict[Key, list[Claim]] = defaultdict(list)  # judged
        self.true: Counter[str] = Counter()
        self.true_doubted = 0
        self.withheld: list[tuple[Case, Claim]] = []

    def count(self, case: Case, wrong: Sequence[Mutant], true: Sequence[Claim]) -> None:
        judged_claims = judged_alone(case, [*wrong, *(Mutant("", claim) for claim in true)])
        for mutant, judged in zip(wrong, judged_claims, strict=False):
            key = (mutant.claim.kind, mutant.what)
            self.made[key] += 1
            if judged.verdict == "supported" and not judged.doubts:
                self.passed[key].append((case, mutant.claim))
            else:
                self.doubted[key] += judged.verdict == "supported"
                self.caught[key].append(judged)
        for judged in judged_claims[len(wrong) :]:
            self.true[judged.kind] += 1
            self.true_doubted += bool(judged.doubts)
            if judged.verdict != "supported":
                self.withheld.append((case, judged))


def main(arguments: list[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("homes", nargs="*", help="HOME or HOME=YAML")
    parser.add_argument("--show", type=int, default=0, help="how many of each kind's survivors to print")
    parser.add_argument(
        "--every", type=int, default=1, metavar="N", help="judge only each N-th wrong claim, for a quick look"
    )
    chosen = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory(prefix="yarnnn-mutants-") as scratch:
        projects = [_project(home) for home in chosen.homes]
        drafts = [list(cases_of(project)) for project in projects] or list(_demo(Path(scratch)))
    report(tallied(drafts, chosen.every), chosen.show)


def tallied(drafts: Iterable[Sequence[Case]], every: int = 1) -> Tally:
    """drafts: the weeks of one agency by one writer each. every: of the wrong claims only each so-many-th is judged."""
    tally = Tally()
    for cases in drafts:
        for case in cases:
            others = [other for other in cases if other is not case]
            true = list(_true_claims(case))
            wrong = [mutant for claim in true for mutant in mutants(case, claim, others)]
            tally.count(case, [*wrong, *mutants_of_week(case)][::every], true)
    return tally


def report(tally: Tally, most: int) -> None:
    for kind in sorted({kind for kind, _ in tally.made}):
        of_kind = [key for key in sorted(tally.made) if key[0] == kind]
        for key in of_kind:
            made, doubted, passed = tally.made[key], tally.doubted[key], len(tally.passed[key])
            print(f"{kind:8} {key[1]:22} {made:6} made {doubted:6} in doubt {passed:6} passed")
            for case, claim in tally.passed[key][:most]:
                _show(case, claim)
        whole, passed = sum(tally.made[key] for key in of_kind), sum(len(tally.passed[key]) for key in of_kind)
        in_doubt, caught = sum(tally.doubted[key] for key in of_kind), 1 - passed / whole
        print(f"{kind:8} {'all':22} {whole:6} made {in_doubt:6} in doubt {passed:6} passed  caught {caught:.4f}\n")
    true, withheld = tally.true.total(), len(tally.withheld)
    print(f"true claims: {true} {dict(tally.true)}, withheld: {withheld}, in doubt: {tally.true_doubted}")
    for case, claim in tally.withheld[:most]:
        _show(case, claim)
        print(f"        {claim.verdict}: {'; '.join(claim.reasons)}")


def _show(case: Case, claim: Claim) -> None:
    quotes = " | ".join(item.quote for item in claim.evidence)
    print(f"    {case.draft.client} {case.draft.week} {claim.section}: {claim.text!r}  <-  {quotes!r}")


# --- what is judged ----------------------------------------------------------------------------------------------


def _demo(folder: Path) -> Iterator[list[Case]]:
    """The demo's weeks by the fixed rules, then by the recorded model."""
    yarnnn, home = Path(sys.executable).with_name("yarnnn"), folder / "home"
    subprocess.run([yarnnn, "demo"], env={**os.environ, "YARNNN_HOME": str(home)}, check=True, capture_output=True)
    project = open_project(demo_config(), home=Home(home))
    yield list(cases_of(project))
    ledger = open_ledger(project.home.ledger_url)
    with answering(reading) as (settings, _):
        asking = Project(project.home, project.settings.model_copy(update={"writer": settings}))
        draft_batch(asking, ledger, TYPE, [ClientWeek(row.client, row.week) for row in ledger.standings()])
    yield list(cases_of(project))


def _project(place: str) -> Project:
    home, _, config = place.partition("=")
    return open_project(config or str(Path(home).parent / "yarnnn.yaml"), home=Home(Path(home)))


def cases_of(project: Project) -> Iterator[Case]:
    """The weeks whose drafts the home holds."""
    ledger, kind = open_ledger(project.home.ledger_url), deliverable_type(TYPE)
    wanted = [ClientWeek(row.client, row.week) for row in ledger.standings() if row.type == TYPE]
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
    readings = readings_of(row.event for row in stored.values())
    for key, draft in drafts.items():
        week = weeks[ClientWeek(*key[:2])]
        yield Case(draft, frame_for(week), week, kind, stored, readings)


def _true_claims(case: Case) -> Iterator[Claim]:
    """What the draft tells; the fixed rules' plain sentences also as a model's, but for those whose "we" is their
    author's."""
    for claim in case.told:
        yield claim
        if claim.kind != "rewrite" and claim.slot in (None, "reported") and not SIDE.search(claim.text):
            yield as_rewrite(claim)


def judged_alone(case: Case, wrong: Sequence[Mutant]) -> list[Claim]:
    """Each as it is judged where nothing else is told; a draft's grounds are laid once for all of them."""
    grounds: dict[tuple[str, str], Grounds] = {}
    judged = []
    for mutant in wrong:
        whose = mutant.client or case.draft.client, mutant.week or case.draft.week
        if whose not in grounds:
            grounds[whose] = _grounds(case, *whose)
        judged.append(judge_alone(mutant.claim, grounds[whose]))
    return judged


def _grounds(case: Case, client: str, week: str) -> Grounds:
    """Of the case's draft, handed in for a client and a week."""
    draft, frame = replace(case.draft, client=client, week=week), replace(case.frame, client_id=client, week=week)
    return grounds_of(draft, frame, case.kind, case.stored, case.week.events, case.readings)


if __name__ == "__main__":
    main()
