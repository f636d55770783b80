"""The demo's weeks worded by a model: by a capable one, whose answers were recorded, and by the same turned bad."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from tests.line.bad_models import ROLES, Role
from tests.line.demo_line import CLIENTS, WEEKS, copy_of_demo
from tests.line.recorded_model import Claims, Turns, reading, recorded
from tests.unit.model_server import answering
from yarnnn_pipelines.cli.app import app
from yarnnn_pipelines.core.errors import UserError
from yarnnn_pipelines.core.keys import ClientWeek
from yarnnn_pipelines.core.weeks import monday_of
from yarnnn_pipelines.deliverables.claims import Claim
from yarnnn_pipelines.deliverables.gate.gate import Gated
from yarnnn_pipelines.project import Project
from yarnnn_pipelines.stages.draft import draft_batch
from yarnnn_pipelines.stages.gate import gate_batch
from yarnnn_pipelines.stores.ledger.opening import open_ledger

TYPE = "client_update"
KEYS = [ClientWeek(client, week) for client in CLIENTS for week in WEEKS]
FIRST_AND_LAST = [key for key in KEYS if key.week in (WEEKS[0], WEEKS[-1])]
LAST_WEEK = [ClientWeek(client, WEEKS[-1]) for client in ("acme", "mendwell")]
FAILING = [
    {"content": ""},
    {"content": "Here is your update: all is well."},
    {"content": '{"claims": [', "finish_reason": "length"},
    {"content": None, "refusal": "I can't help with that."},
    (400, {}, {}),
]


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Project:
    return copy_of_demo(tmp_path_factory.mktemp("model"))


def worded(
    project: Project, reply: Callable[[dict[str, Any]], Any], keys: Collection[ClientWeek] = KEYS
) -> dict[ClientWeek, Gated]:
    """These weeks of the demo, drafted by a model that answers so, and judged."""
    ledger = open_ledger(project.home.ledger_url)
    with answering(reply) as (settings, _):
        asking = Project(project.home, project.settings.model_copy(update={"writer": settings}))
        drafted = draft_batch(asking, ledger, TYPE, keys)
        judged = gate_batch(asking, ledger, TYPE, keys)
    assert not drafted.failed
    assert not judged.failed
    return {key: done.gated for key, done in judged.done.items()}


def rewrites(weeks: dict[ClientWeek, Gated]) -> Iterator[Claim]:
    for gated in weeks.values():
        yield from (claim for claim in gated.claims if claim.kind == "rewrite")


def test_the_demo_by_a_capable_model_can_be_sent_as_it_is(project: Project) -> None:
    weeks = worded(project, reading)
    assert [claim for gated in weeks.values() for claim in gated.withheld] == []
    written = sum(len(claims) for claims in recorded().values())
    assert len(list(rewrites(weeks))) >= written - 3  # a meeting that was moved is not told as coming, too
    assert all(gated.claims for gated in weeks.values())
    mondays = {key: monday_of(key.week).isoformat() for key in weeks}
    said = {key: [item.occurred_at for claim in rewrites({key: gated}) for item in claim.evidence]
            for key, gated in weeks.items()}  # fmt: skip
    assert sum(at < mondays[key] for key, times in said.items() for at in times) == 27  # what earlier weeks left open


@pytest.mark.long
@pytest.mark.parametrize("role", [role for roles in ROLES.values() for role in roles], ids=lambda role: role.__name__)
def test_what_a_bad_model_makes_of_it_is_withheld_or_in_doubt(project: Project, role: Role) -> None:
    made: Claims = []

    def spoilt(claims: Claims, turns: Turns, client: str) -> Claims:
        bad = [worse for claim in claims if (worse := role(claim, turns, client))]
        made.extend(bad)
        return bad

    weeks = worded(project, lambda request: reading(request, spoilt), FIRST_AND_LAST)
    assert made
    assert [claim.text for claim in rewrites(weeks) if not claim.doubts] == []


@pytest.mark.parametrize(
    "failure",
    [
        pytest.param(failure, id=name, marks=[] if name in ("cut off", "an error") else pytest.mark.long)
        for failure, name in zip(FAILING, ["empty", "no JSON", "cut off", "refused", "an error"], strict=True)
    ],
)
def test_where_a_model_fails_the_fixed_rules_step_in_for_that_client_alone(project: Project, failure: Any) -> None:
    def reply(request: dict[str, Any]) -> Any:
        return failure if "Client: Acme Corp." in request["messages"][1]["content"] else reading(request)

    for key, gated in worded(project, reply, LAST_WEEK).items():
        steps_in = gated.draft.writer.get("stepped_in")
        assert steps_in == ("extractive" if key.client_id == "acme" else None)
        assert gated.claims
        assert {claim.kind for claim in gated.claims} & {"rewrite"} == (set() if steps_in else {"rewrite"})


def test_a_draft_with_a_sentence_in_doubt_is_approved_only_by_who_has_looked_at_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    project = copy_of_demo(tmp_path)

    def with_a_cause(claims: Claims, turns: Turns, client: str) -> Claims:
        first, *others = claims
        return [{**first, "text": f"{first['text'].removesuffix('.')}, because the printer moved house."}, *others]

    key = LAST_WEEK[0]
    (gated,) = worded(project, lambda request: reading(request, with_a_cause), [key]).values()
    (doubted,) = (claim for claim in gated.claims if claim.doubts)
    monkeypatch.setenv("YARNNN_HOME", str(project.home.root))
    approve = ["approve", key.client_id, key.week]
    refused = CliRunner().invoke(app, approve, catch_exceptions=True)
    assert isinstance(refused.exception, UserError)
    assert doubted.text in refused.exception.what
    assert "--looked-at" in (refused.exception.mend or "")
    assert CliRunner().invoke(app, [*approve, "--looked-at"]).exit_code == 0
