from benchmarks.mutants import judged_alone
from benchmarks.wrong_claims import Case, mutants, mutants_of_week
from tests.unit.weekly import at, client_week, message, stored, write
from yarnnn_pipelines.config.deliverable_types import deliverable_type
from yarnnn_pipelines.deliverables.gate.places import readings_of
from yarnnn_pipelines.deliverables.slots.frame import frame_for

TYPE = deliverable_type("client_update")


def test_a_claim_of_the_fixed_rules_passes_as_it_is_and_no_longer_once_it_is_made_wrong() -> None:
    week = client_week(
        message("Mia Duarte", at(10), "The photo wall with all 12 panels was finished on Tuesday."),
        message("Dana Reyes", at(11), "We decided to print the posters in Porto."),
        message("Dana Reyes", at(11, 12), "Perhaps the shop opens on Friday 20 November."),
        message("Jonas Weber", at(11, 15), "If the printer is late, the posters are at risk.", audience="internal"),
    )
    rows = stored(week)
    readings = readings_of(row.event for row in rows.values())
    case = Case(write(week, TYPE), frame_for(week), week, TYPE, rows, readings)
    assert len(case.told) == 2

    wrong = [mutant for claim in case.told for mutant in mutants(case, claim, [])]
    wrong += [mutant for mutant in mutants_of_week(case) if mutant.claim.kind != "rewrite"]
    kinds = {mutant.what for mutant in wrong}
    assert kinds >= {"number", "date", "section", "evidence swapped", "quote narrowed"}

    assert {claim.verdict for claim in judged_alone(case, wrong)}.isdisjoint({"supported", None})
