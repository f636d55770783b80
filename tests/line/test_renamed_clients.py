"""A client whose id in yarnnn.yaml is changed loses nothing: what was sent, decided and learned is carried over."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import requests
from sqlalchemy import text
from typer.testing import CliRunner

from tests.line.test_edits import KEY, WEEK, Desk, built, desk, drafted
from tests.review_line import served
from tests.unit.test_ledger import ledger
from tests.unit.test_ledger import version as version_of
from tests.unit.test_settings import WHOLE, written
from yarnnn_pipelines.cli.app import app
from yarnnn_pipelines.config.settings import Settings
from yarnnn_pipelines.core.errors import UserError
from yarnnn_pipelines.project import Project, agency_ledger, claim_home, open_project, settings_of
from yarnnn_pipelines.stages.decisions import approve
from yarnnn_pipelines.stages.draft import draft_batch
from yarnnn_pipelines.stages.gate import gate_batch
from yarnnn_pipelines.stages.publish import publish_batch
from yarnnn_pipelines.stores.home import Home
from yarnnn_pipelines.stores.ledger.ledger import Ledger
from yarnnn_pipelines.stores.ledger.rows import Decision, NewEdit

__all__ = ["built", "desk", "drafted", "ledger"]  # fixtures

NEW = KEY._replace(client_id="acme-group")
SIGNS = ("domain acme.example",)


def renamed(settings: Settings, **values: Any) -> Settings:
    """The same yarnnn.yaml, with another id for its first client."""
    data = settings.model_dump(mode="json", exclude_unset=True)
    data["clients"][0] |= {"id": "acme-group", **values}
    return settings_of(data).model_copy(update={"path": settings.path})


@pytest.fixture
def sent(desk: Desk) -> Desk:
    """The first client's week is sent."""
    claim_home(desk.project)
    approve(desk.project, desk.ledger, desk.version, Decision("mia", 1), looked_at=True)
    assert desk.version.state == "published"
    return desk


def drafted_as(desk: Desk, settings: Settings) -> tuple[Project, Ledger]:
    """The week built and drafted by these settings."""
    desk.line.settings = settings
    desk.line.build(KEY.week)
    project = Project(desk.project.home, settings)
    ledger = agency_ledger(project)
    week = WEEK._replace(client_id=settings.clients[0].id)
    assert not draft_batch(project, ledger, KEY.type_id, [week]).failed
    assert not gate_batch(project, ledger, KEY.type_id, [week]).failed
    return project, ledger


def receipts(ledger: Ledger) -> int:
    with ledger.engine.connect() as con:
        return con.execute(text("select count(*) from receipts")).scalar_one()


def test_a_week_that_was_sent_under_the_old_id_is_not_sent_again_under_the_new_one(sent: Desk) -> None:
    project, ledger = drafted_as(sent, renamed(sent.project.settings))
    newest = ledger.latest(*NEW)
    assert newest is not None
    with pytest.raises(UserError, match="was sent under the id 'acme'") as caught:
        approve(project, ledger, newest, Decision("mia", newest.version), looked_at=True)
    assert "`formerly: acme`" in caught.value.mend
    ledger.approve(*NEW, "mia")  # as an earlier yarnnn let it
    assert publish_batch(project, ledger, KEY.type_id, [NEW.client_week]).failed
    assert receipts(ledger) == 1


def test_the_review_page_asks_whether_a_client_was_renamed_and_takes_the_mend_at_once(sent: Desk) -> None:
    project, _ = drafted_as(sent, renamed(sent.project.settings))
    with served(project) as address:
        page = requests.get(address, timeout=60).text
    assert "has 1 sent issue in the ledger and isn&#39;t in yarnnn.yaml" in page
    assert "`formerly: acme`" in page
    for formerly in (["acme"], []):
        told = Project(project.home, renamed(sent.project.settings, formerly=formerly))
        with served(told) as address:
            assert "in the ledger and isn&#39;t" not in requests.get(address, timeout=60).text


def test_what_was_sent_edited_and_learned_is_the_clients_under_its_new_id(sent: Desk) -> None:
    before = sent.version
    project, ledger = drafted_as(sent, renamed(sent.project.settings, formerly="acme"))
    newest = ledger.latest(*NEW)
    assert newest is not None
    assert newest.state == "published"
    assert newest.content_hash == before.content_hash
    assert newest.locations == before.locations
    assert not publish_batch(project, ledger, KEY.type_id, [NEW.client_week]).failed
    assert receipts(ledger) == 1
    assert ledger.latest(*KEY) is None
    assert "acme" not in ledger.clients()
    assert ledger.last_sent([NEW._replace(week="2026-W47")]) != {}


def test_the_weeks_that_were_drafted_meanwhile_are_carried_over_too(sent: Desk) -> None:
    drafted_as(sent, renamed(sent.project.settings))
    assert sent.ledger.latest(*NEW) is not None
    _, ledger = drafted_as(sent, renamed(sent.project.settings, formerly="acme"))
    versions = [one.version for one in ledger.versions_of(NEW)]
    assert versions == sorted(set(versions), reverse=True)
    assert ledger.latest(*NEW).state == "published"
    assert receipts(ledger) == 1


def test_the_old_id_can_not_be_taken_up_again_by_mistake(sent: Desk) -> None:
    agency_ledger(Project(sent.project.home, renamed(sent.project.settings, formerly="acme")))
    with pytest.raises(UserError, match="has been called 'acme-group' since") as caught:
        agency_ledger(sent.project)
    assert "`formerly: acme-group`" in caught.value.mend
    data = sent.project.settings.model_dump(mode="json", exclude_unset=True)
    data["clients"][0]["formerly"] = "acme-group"
    assert agency_ledger(Project(sent.project.home, settings_of(data))).latest(*KEY).state == "published"


def test_of_a_week_with_versions_under_both_ids_all_are_kept_in_their_order(ledger: Ledger) -> None:
    with ledger.engine.begin() as con:
        con.execute(text("delete from clients"))
    ledger.save_versions([version_of("It launched.", inputs="i1")])
    ledger.save_versions([replace(version_of("It launched on Monday.", inputs="i2"), client="acme-group")])
    ledger.save_versions([version_of("It launched late.", inputs="i3")])
    of_new = ledger.latest(*NEW)
    assert of_new is not None
    ledger.record_edits(NEW, [NewEdit("write", None, "It is fast.", "moved")], Decision("mia", 1))
    assert ledger.carry_over("acme", "acme-group", SIGNS)
    assert not ledger.carry_over("acme", "acme-group", SIGNS)
    assert [one.version for one in ledger.versions_of(NEW)] == [3, 2, 1]
    newest = ledger.latest(*NEW)
    assert newest is not None
    assert "late" in newest.markdown
    assert newest.document["changes_since"]["version"] == 1
    assert ledger.edits([NEW])[NEW][0].version == 2


def test_nothing_is_carried_over_to_a_client_that_has_no_name_domain_or_place_of_the_other(ledger: Ledger) -> None:
    ledger.save_versions([version_of("It launched.", inputs="i1")])
    ledger.note_clients({"acme": ["domain acme.example", "name acme corp"]})
    with pytest.raises(UserError, match="`formerly: acme` stands under client 'globex', which has no name") as caught:
        ledger.carry_over("acme", "globex", ("domain globex.example",))
    assert "take `formerly: acme` out" in caught.value.mend
    assert ledger.latest(*KEY) is not None
    assert ledger.carry_over("acme", "acme-group", SIGNS)


def test_what_people_edited_under_both_ids_is_left_as_it_is_and_told(ledger: Ledger) -> None:
    for key in (KEY, NEW):
        ledger.save_versions([replace(version_of(), client=key.client_id)])
        ledger.record_edits(key, [NewEdit("write", None, "It is fast.", "moved")], Decision("mia", 1))
    with pytest.raises(UserError, match="was edited under the id 'acme' and under 'acme-group'"):
        ledger.carry_over("acme", "acme-group", SIGNS)
    assert ledger.latest(*KEY) is not None


def test_status_and_doctor_tell_of_a_client_that_was_renamed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    home = Home(tmp_path / "home")
    monkeypatch.setenv("YARNNN_HOME", str(home.root))
    monkeypatch.chdir(tmp_path)
    path = written(tmp_path, WHOLE)
    project = open_project(path, home=home)
    claim_home(project)
    ledger = agency_ledger(project)
    ledger.save_versions([version_of()])
    ledger.approve(*KEY, "mia")
    path.write_text(path.read_text().replace("id: acme", "id: acme-group"))
    home.warehouse.touch()
    for command in ("status", "doctor"):
        said = " ".join(CliRunner().invoke(app, ["--config", str(path), command]).output.split())
        assert "client 'acme' has decisions in the ledger and isn't in yarnnn.yaml" in said, said
        assert "`formerly: acme`" in said


def test_a_former_id_belongs_to_one_client_and_to_none_that_is_there(tmp_path: Path) -> None:
    project = open_project(written(tmp_path, WHOLE), home=Home(tmp_path / "home"))
    data = project.settings.model_dump(mode="json", exclude_unset=True)
    data["clients"][0]["formerly"] = data["clients"][0]["id"]
    with pytest.raises(ValueError, match="is the id of a client here"):
        settings_of(data)
