"""What an earlier week of the demo left open, in the updates of the weeks after it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pytest

from tests.line.demo_line import copy_of_demo, made
from yarnnn_pipelines.config.deliverable_types import deliverable_types
from yarnnn_pipelines.core.keys import ClientWeek
from yarnnn_pipelines.deliverables.claims import draft_from_json
from yarnnn_pipelines.project import Project
from yarnnn_pipelines.stages.draft import draft_batch
from yarnnn_pipelines.stages.edit import edit
from yarnnn_pipelines.stages.gate import gate_batch
from yarnnn_pipelines.stores.home import Home
from yarnnn_pipelines.stores.ledger.opening import open_ledger
from yarnnn_pipelines.stores.ledger.rows import Decision, NewEdit, Version

FEED = "Priya was to send the product feed by Friday 23 October (promised on 12 October)."


def update(client: str, week: str) -> Version:
    version = open_ledger(Home(made()).ledger_url).latest(client, week, "client_update")
    assert version is not None
    return version


@pytest.mark.long
def test_what_the_client_promised_is_waited_for_until_it_comes() -> None:
    assert FEED in update("acme", "2026-W43").markdown
    assert "product feed" not in update("acme", "2026-W44").markdown  # it came on the Tuesday


@pytest.mark.long
def test_what_came_true_is_told_with_the_announcement_as_its_second_source() -> None:
    claims = [claim for section in update("mendwell", "2026-W45").document["sections"] for claim in section["claims"]]
    (beta,) = [claim for claim in claims if claim["slot"] == "kept"]
    assert beta["text"] == "The beta went live in both clinics at 9:00 (announced on 29 October)."
    assert [item["occurred_at"][:10] for item in beta["evidence"]] == ["2026-11-03", "2026-10-29"]


@pytest.mark.long
def test_drafted_again_the_weeks_say_the_same(tmp_path: Path) -> None:
    project = copy_of_demo(tmp_path)
    ledger = open_ledger(project.home.ledger_url)
    keys = [ClientWeek(client, week) for client in ("acme", "mendwell") for week in ("2026-W43", "2026-W45")]
    before = {
        ClientWeek(*key[:2]): replace(draft_from_json(document), seconds=0.0)
        for key, document in ledger.drafts(key.deliverable("client_update") for key in keys).items()
    }
    again = draft_batch(project, ledger, "client_update", keys).done
    assert {key: replace(draft, seconds=0.0) for key, draft in again.items()} == before


@pytest.mark.long
def test_what_was_struck_from_one_weeks_text_is_not_carried_over_into_the_next_ones(tmp_path: Path) -> None:
    project = copy_of_demo(tmp_path)
    ledger = open_ledger(project.home.ledger_url)
    weeks = [ClientWeek("harborline", week) for week in ("2026-W44", "2026-W45")]

    def told(key: ClientWeek) -> list[dict[str, Any]]:
        version = ledger.latest(*key, "client_update")
        assert version is not None
        claims = [claim for section in version.document["sections"] for claim in section["claims"]]
        return [claim for claim in claims if "test phones" in claim["text"]]

    assert all(told(week) for week in weeks)
    strike = NewEdit("strike", told(weeks[0])[0], reason="they are ready")
    edit(project, ledger, weeks[0].deliverable("client_update"), [strike], Decision("mia"))
    assert not draft_batch(project, ledger, "client_update", weeks).failed
    assert not gate_batch(project, ledger, "client_update", weeks).failed
    assert [told(week) for week in weeks] == [[], []]
    assert not _test_phones_of_an_own_type(project)
    edit(project, ledger, weeks[0].deliverable("client_update"), [NewEdit("undo", undoes=1)], Decision("mia"))
    assert not draft_batch(project, ledger, "client_update", weeks).failed
    assert not gate_batch(project, ledger, "client_update", weeks).failed
    assert all(told(week) for week in weeks)
    assert _test_phones_of_an_own_type(project)


def _test_phones_of_an_own_type(project: Project) -> list[str]:
    """What a type of the user's, for the same audience, tells of them in the second of the weeks."""
    shipped = deliverable_types()
    with_own = {**shipped, "pulse": shipped["client_update"].model_copy(update={"id": "pulse"})}
    key = ClientWeek("harborline", "2026-W45")
    with patch("yarnnn_pipelines.config.deliverable_types.loading.deliverable_types", lambda *_: with_own):
        draft = draft_batch(project, open_ledger(project.home.ledger_url), "pulse", [key]).done[key]
    return [claim.text for section in draft.sections for claim in section.claims if "test phones" in claim.text]
