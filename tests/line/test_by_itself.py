"""What has earned it goes out by itself: once it has passed every check, unless a person minds, and never otherwise."""

from __future__ import annotations

import dataclasses
import json
import re
import shutil
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import requests
from typer.testing import CliRunner

from tests.line.context_line import Line, agency
from tests.line.test_review_actions import FIELDS
from tests.review_line import served
from yarnnn_pipelines.cli import autonomy as cli
from yarnnn_pipelines.core.errors import UserError
from yarnnn_pipelines.core.keys import ClientWeek
from yarnnn_pipelines.core.weeks import add_weeks, current_week, monday_of
from yarnnn_pipelines.project import Project, agency_ledger
from yarnnn_pipelines.stages.autonomy import note_report, settle
from yarnnn_pipelines.stages.by_itself import Candidate, Sent, candidates, publish_due
from yarnnn_pipelines.stages.decisions import approve, reject
from yarnnn_pipelines.stages.draft import draft_batch
from yarnnn_pipelines.stages.edit import edit
from yarnnn_pipelines.stages.gate import gate_batch
from yarnnn_pipelines.stages.publish import publish_batch
from yarnnn_pipelines.stores.home import Home
from yarnnn_pipelines.stores.ledger.autonomy_rows import NewOutcome
from yarnnn_pipelines.stores.ledger.rows import Addressed, Decision, NewCoverage, NewEdit, NewVersion, Version
from yarnnn_pipelines.supervision.autonomy import move_in_words
from yarnnn_pipelines.supervision.by_itself import is_audited

TYPE = "client_update"
LATER = timedelta(hours=30)  # a test that begins shortly before a week ends looks at the next
LAST = add_weeks(current_week("Europe/Lisbon", datetime.now(UTC) + LATER), -1)
WEEK = ClientWeek("acme", LAST)
KEY = WEEK.deliverable(TYPE)
TO_DANA = Addressed(("dana@acme.example",), ("files",))
WANTED: dict[str, Any] = {
    "type": TYPE,
    "recipients": ["dana@acme.example"],
    "destinations": ["files"],
    "autonomy": "delayed",
    "audit_share": 1e-9,
}


def settings_with(**changes: Any) -> Any:
    acme, globex = agency().model_dump(mode="json", exclude_unset=True)["clients"]
    return agency(clients=[acme | {"deliverables": [WANTED | changes]}, globex])


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Line:
    line = Line(tmp_path_factory.mktemp("built"), settings_with())
    line.channel("C1", "client-acme")
    line.user("U1", "Mia Duarte", "mia@northlight.example")
    monday = monday_of(LAST)
    line.message(f"{monday} 10:00", "C1", "U1", "The Q2 campaign launched this morning.")
    line.message(f"{monday + timedelta(days=1)} 10:00", "C1", "U1", "The checkout bug is fixed.")
    line.build(LAST)
    return line


class Desk:
    """An agency whose last week is over, drafted, and reviewed often enough before."""

    def __init__(self, home: Home, settings: Any) -> None:
        self.project = Project(home, settings)
        self.ledger = agency_ledger(self.project)

    def prepare(self, reviewed: int) -> None:
        self.redraft()
        self.review(reviewed)
        self.ledger.record_coverage([NewCoverage("acme", LAST, False, {"context_hash": "same"})])
        # as a build after the week's end would; the test may run before it
        with self.ledger.engine.begin() as con:
            con.exec_driver_sql("update week_coverage set built_at = '2100-01-01 00:00:00'")

    def redraft(self) -> Version:
        assert not draft_batch(self.project, self.ledger, TYPE, [WEEK]).failed
        assert not gate_batch(self.project, self.ledger, TYPE, [WEEK]).failed
        return self.version

    @property
    def version(self) -> Version:
        found = self.ledger.latest(*KEY)
        assert found is not None
        return found

    def review(self, count: int, before: int = 0) -> None:
        """So many issues of earlier weeks that a person approved as they were, the last of them so many weeks ago."""
        made_by = self.version.document["made_by"] | {"destinations": "files"}
        for back in range(count + before, before, -1):
            week = add_weeks(LAST, -back)
            old = NewVersion("acme", week, TYPE, "drafted", week, week, f"# {week}", self.version.document)
            self.ledger.save_versions([old])
            found = NewOutcome("acme", week, TYPE, 1, made_by, False, "", False, False, 0.0, f"review of {week}")
            self.ledger.record_approval(ClientWeek("acme", week).deliverable(TYPE), Decision("mia"), TO_DANA, found)
        if count:
            settle(self.project.settings, self.ledger, [self.version])

    def at(self, hours: float) -> datetime:
        """So many hours after it was ready."""
        return self.candidate.at + timedelta(hours=hours - 4)

    @property
    def candidate(self) -> Candidate:
        (found,) = candidates(self.project, self.ledger, datetime.now(UTC) + LATER)
        return found

    def publish(self, hours: float = 4) -> Sent:
        return publish_due(self.project, self.ledger, self.at(hours))

    @property
    def story(self) -> Sequence[str]:
        return [move_in_words(move) for move in self.ledger.records()["acme", TYPE].moves]


@pytest.fixture(scope="module")
def prepared(built: Line, tmp_path_factory: pytest.TempPathFactory) -> Home:
    """Look, don't touch."""
    return desk_of(built, tmp_path_factory.mktemp("prepared")).project.home


@pytest.fixture
def desk(prepared: Home, tmp_path: Path) -> Desk:
    shutil.copytree(prepared.root, tmp_path / "home")
    return Desk(Home(tmp_path / "home"), settings_with())


def desk_of(built: Line, folder: Path, reviewed: int = 32, **changes: Any) -> Desk:
    home = Home(folder / "home")
    home.root.mkdir(parents=True)
    shutil.copy(built.home.warehouse, home.warehouse)
    desk = Desk(home, settings_with(**changes))
    desk.prepare(reviewed)
    return desk


def test_after_the_delay_it_is_approved_by_the_system_and_published_once(desk: Desk) -> None:
    assert desk.publish(hours=3.9).done == []
    assert desk.version.state == "drafted"
    (sent,) = desk.publish(hours=4).done
    assert desk.version.state == "published"
    assert Path(sent.locations[0]).read_text(encoding="utf-8") == desk.version.markdown
    review = desk.ledger.approvals([KEY])[KEY]
    assert (review.reviewer, review.level, review.addressed) == ("yarnnn", "delayed", TO_DANA)
    assert "0 issues, 0 bad; evidence 1 of 20" in (review.reason or "")
    assert candidates(desk.project, desk.ledger, datetime.now(UTC) + LATER) == []
    assert desk.story == ["approve → delayed: 32 issues, 0 bad; evidence 20 of 20"]


def test_one_review_too_few_and_it_waits_for_a_person(built: Line, tmp_path: Path) -> None:
    desk = desk_of(built, tmp_path, reviewed=31)
    assert candidates(desk.project, desk.ledger, datetime.now(UTC) + LATER) == []
    approve(desk.project, desk.ledger, desk.version, Decision("mia"))
    assert desk.story == ["approve → delayed: 32 issues, 0 bad; evidence 20 of 20"]


@pytest.mark.parametrize("ceiling", ["draft", pytest.param("approve", marks=pytest.mark.long)])
def test_the_setting_is_the_ceiling(built: Line, tmp_path: Path, ceiling: str) -> None:
    desk = desk_of(built, tmp_path, reviewed=100, autonomy=ceiling)
    assert publish_due(desk.project, desk.ledger, datetime.now(UTC) + LATER).done == []
    assert desk.version.state == "drafted"


def test_what_is_only_to_be_drafted_is_never_sent_not_even_when_it_was_approved_before(
    built: Line, tmp_path: Path
) -> None:
    desk = desk_of(built, tmp_path, autonomy="draft")
    with pytest.raises(UserError, match="autonomy: draft"):
        approve(desk.project, desk.ledger, desk.version, Decision("mia"))
    desk.ledger.record_approval(KEY, Decision("mia"), TO_DANA)
    (error,) = publish_batch(desk.project, desk.ledger, TYPE, [WEEK]).failed.values()
    assert "autonomy: draft" in str(error)


def test_at_auto_it_goes_out_at_once_and_a_share_waits_for_a_person(built: Line, tmp_path: Path) -> None:
    desk = desk_of(built, tmp_path / "sent", 0, autonomy="auto", delay_hours=100)
    desk.review(32, before=32)
    desk.review(32)
    assert desk.candidate.level == "auto"
    assert len(publish_due(desk.project, desk.ledger, desk.candidate.at).done) == 1
    audited = desk_of(built, tmp_path / "audited", autonomy="auto", audit_share=1.0)
    assert audited.candidate.reasons == ("it is one of those that a person looks at all the same",)
    assert audited.publish().done == []


def test_the_same_share_is_looked_at_whoever_asks() -> None:
    keys = [ClientWeek(f"client{number}", LAST).deliverable(TYPE) for number in range(2000)]
    audited = {key for key in keys if is_audited(key, 0.1)}
    assert 150 < len(audited) < 250
    assert audited == {key for key in keys if is_audited(key, 0.1)}


@pytest.mark.parametrize("deed", ["hold", "reject", "edit", "undo"])
def test_a_person_who_minds_keeps_it_from_going_out(desk: Desk, deed: str) -> None:
    mia = Decision("mia")
    claim = desk.version.document["sections"][1]["claims"][0]
    if deed == "hold":
        desk.ledger.hold(KEY, mia)
    elif deed == "reject":
        reject(desk.project, desk.ledger, desk.version, mia, "wrong week")
    else:
        edit(desk.project, desk.ledger, KEY, [NewEdit("write", None, "The checkout is fixed.", "moved")], mia)
    if deed == "undo":
        edit(desk.project, desk.ledger, KEY, [NewEdit("undo", undoes=1)], mia)
    assert claim
    assert publish_due(desk.project, desk.ledger, datetime.now(UTC) + LATER).done == []
    assert desk.version.state != "published"


def test_a_held_one_goes_out_when_a_person_approves_it(desk: Desk) -> None:
    desk.ledger.hold(KEY, Decision("mia"))
    _, published = approve(desk.project, desk.ledger, desk.version, Decision("mia"))
    assert published.state == "published"
    assert desk.ledger.records()["acme", TYPE].outcomes[-1].week == LAST


def doubted(document: dict[str, Any]) -> None:
    document["sections"][1]["claims"][0]["doubts"] = ["nobody confirmed it"]


def contradicted(document: dict[str, Any]) -> None:
    document["withheld"].append({**document["sections"][1]["claims"][0], "verdict": "contradicted"})


def unproven(document: dict[str, Any]) -> None:
    document["sections"][1]["claims"][0]["verdict"] = "to_vouch"


def not_read(document: dict[str, Any]) -> None:
    document["incomplete"] = ["slack: not read"]


def reworded(document: dict[str, Any]) -> None:
    document["sections"][1]["claims"][0]["kind"] = "rewrite"


def stepped_in(document: dict[str, Any]) -> None:
    del document["made_by"]


@pytest.mark.parametrize("spoil", [doubted, contradicted, unproven, not_read, reworded, stepped_in])
def test_what_a_person_must_look_at_waits_for_one(desk: Desk, spoil: Any) -> None:
    document = dict(desk.version.document)
    spoil(document)
    old = desk.version
    desk.ledger.save_versions(
        [NewVersion("acme", LAST, TYPE, "drafted", "spoilt", old.content_hash, old.markdown, document)]
    )
    assert len(desk.candidate.reasons) == 1
    assert publish_due(desk.project, desk.ledger, datetime.now(UTC) + LATER).done == []


def test_what_a_model_worded_goes_out_only_with_a_judge_that_agrees() -> None:
    from yarnnn_pipelines.config.settings import JudgeSettings
    from yarnnn_pipelines.supervision.by_itself import why_not

    judge = JudgeSettings(model="second")
    agrees = {"model": "second", "asked": "hash", "lowered": {}, "unjudged": 0}
    claim = {"kind": "rewrite", "verdict": "supported", "by": None, "doubts": []}
    document = {"sections": [{"claims": [claim]}], "withheld": [], "made_by": {"writer": "openai"}, "writer": {}}

    def reasons(said: Any, by: Any = judge, **changes: Any) -> list[str]:
        version = Version("acme", LAST, TYPE, 1, "drafted", "", None, None, (), 1, "", "", {}, datetime.now(UTC))
        return why_not(dataclasses.replace(version, document=document | {"judge": said} | changes), by)

    assert reasons(agrees) == []
    assert reasons(agrees, None)
    assert reasons({})
    assert reasons(agrees | {"model": "first"})
    assert reasons(agrees | {"because": "no answer"})
    assert reasons(agrees | {"unjudged": 1})
    assert reasons(agrees | {"lowered": {"c1": "not carried"}})
    assert reasons(agrees, writer={"dropped": {"quote_not_found": 1}})


def test_what_changed_since_it_was_drafted_is_not_sent(desk: Desk) -> None:
    line = Line.__new__(Line)
    line.home, line.settings, line.landing = desk.project.home, desk.project.settings, datetime.now(UTC)
    line.message(f"{monday_of(LAST)} 10:00", "C1", "U1", "The Q2 campaign has not launched.")
    assert desk.publish().done == []
    assert desk.version.state == "drafted"
    assert "launched" not in desk.version.markdown


def test_what_was_said_below_a_source_since_keeps_it_from_being_approved(desk: Desk) -> None:
    line = Line.__new__(Line)
    line.home, line.settings, line.landing = desk.project.home, desk.project.settings, datetime.now(UTC)
    root = desk.version.document["sections"][1]["claims"][0]["evidence"][0]["event_id"]
    line.message(f"{monday_of(LAST)} 15:00", "C1", "U1", "It was called off again.", thread=root)
    (error,) = desk.publish().failed.values()
    assert "a source of this text is not what it was" in str(error)
    assert desk.version.state == "drafted"


def test_a_later_version_of_what_was_sent_waits_for_a_person(desk: Desk) -> None:
    desk.publish()
    old = desk.version
    newer = NewVersion("acme", LAST, TYPE, "drafted", "late", "late", f"{old.markdown} ", old.document)
    desk.ledger.save_versions([newer])
    assert desk.candidate.reasons[0] == "version 1 of it was sent before"
    assert publish_due(desk.project, desk.ledger, datetime.now(UTC) + LATER).done == []


def test_it_goes_to_nobody_for_whom_no_person_has_approved_one(desk: Desk) -> None:
    others = Project(desk.project.home, settings_with(recipients=["priya@acme.example"]))
    assert publish_due(others, desk.ledger, datetime.now(UTC) + LATER).done == []


def test_a_week_that_goes_on_or_was_not_built_since_its_end_waits(desk: Desk) -> None:
    with desk.ledger.engine.begin() as con:
        con.exec_driver_sql("update week_coverage set built_at = '2020-01-01 00:00:00'")
    assert desk.candidate.reasons == ("its week was not built since it ended",)
    sunday = datetime.combine(monday_of(LAST) + timedelta(days=6), datetime.min.time(), UTC)
    assert candidates(desk.project, desk.ledger, sunday) == []


def test_what_was_left_lying_before_the_promotion_goes_out_by_nobodys_hand_but_a_persons(desk: Desk) -> None:
    in_two_weeks = datetime.now(UTC) + timedelta(weeks=2)
    assert publish_due(desk.project, desk.ledger, in_two_weeks).done == []
    assert desk.version.state == "drafted"


def test_an_error_that_is_found_after_it_was_sent_revokes_at_once(desk: Desk) -> None:
    desk.publish()
    sentence = next(one for one in desk.version.document["sections"] if one["id"] == "moved")["claims"][0]
    changed = NewEdit("reword", sentence, "The Q3 campaign launched on Monday.", vouched=True)
    edit(desk.project, desk.ledger, KEY, [changed], Decision("mia"))
    assert desk.story[-1].startswith("delayed → approve: revoked: ")
    assert "after it was sent, 1 fact put right" in desk.story[-1]


@pytest.mark.parametrize("wrong", ["fact", "recipient"])
def test_an_error_that_somebody_tells_of_revokes_at_once(desk: Desk, wrong: str) -> None:
    desk.publish()
    now = note_report(desk.project.settings, desk.ledger, desk.version, wrong)
    assert now is not None
    assert now.level == "approve"
    assert desk.story[-1] == f"delayed → approve: revoked: {LAST}: a wrong {wrong} was found"


def test_what_the_system_approved_is_not_sent_after_a_revocation_and_a_person_may_approve_it(desk: Desk) -> None:
    desk.ledger.record_approval(KEY, Decision("yarnnn", level="delayed"), TO_DANA)
    note_report(desk.project.settings, desk.ledger, desk.version, "fact")
    (error,) = publish_batch(desk.project, desk.ledger, TYPE, [WEEK]).failed.values()
    assert "was to go out by itself" in str(error)
    approval, published = approve(desk.project, desk.ledger, desk.version, Decision("mia"))
    assert (approval.review.reviewer, published.state) == ("mia", "published")


def test_another_model_begins_anew_as_soon_as_it_has_made_a_text(desk: Desk) -> None:
    old = desk.version
    made_by = {**old.document["made_by"], "model": "other"}
    desk.ledger.save_versions(
        [NewVersion("acme", LAST, TYPE, "drafted", "by other", "x", "# x", {**old.document, "made_by": made_by})]
    )
    assert candidates(desk.project, desk.ledger, datetime.now(UTC) + LATER) == []
    assert desk.story[-1] == "delayed → approve: begun anew: the model changed from none to other"


def test_an_approval_of_what_a_person_changed_counts_what_they_changed(desk: Desk) -> None:
    sentence = next(one for one in desk.version.document["sections"] if one["id"] == "moved")["claims"][0]
    changed = NewEdit("reword", sentence, "The Q3 campaign launched on Monday.", vouched=True)
    edit(desk.project, desk.ledger, KEY, [changed], Decision("mia"))
    approve(desk.project, desk.ledger, desk.version, Decision("mia"), looked_at=True)
    last = desk.ledger.records()["acme", TYPE].outcomes[-1]
    assert (last.bad, last.fact, last.why) == (True, True, "1 fact put right")


def test_a_rejection_counts_as_a_bad_issue(desk: Desk) -> None:
    reject(desk.project, desk.ledger, desk.version, Decision("mia"), "they know")
    last = desk.ledger.records()["acme", TYPE].outcomes[-1]
    assert (last.bad, last.fact, last.why) == (True, False, "it was rejected")


def test_the_review_page_tells_the_level_and_when_it_goes_out_and_holds_it(desk: Desk) -> None:
    with served(desk.project) as address:
        page = f"{address}/{'/'.join(KEY)}"
        html = requests.get(page, timeout=60).text
        assert "Level delayed, at most delayed: 0 issues, 0 bad; evidence 1 of 20." in html
        assert "It goes out by itself on" in html
        fields = {name: re.findall(rf'name="{name}" value="([^"]*)"', html)[0] for name in FIELDS}
        requests.post(page, data=fields | {"do": "hold"}, timeout=60)
        assert "a person has decided or changed something of it" in requests.get(page, timeout=60).text
    assert publish_due(desk.project, desk.ledger, datetime.now(UTC) + LATER).done == []


def test_the_commands_tell_the_level_hold_and_report(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cli, "open_project", lambda _: desk.project)

    def run(*arguments: str) -> str:
        result = CliRunner().invoke(cli.app, [*arguments], catch_exceptions=False)
        assert result.exit_code == 0, result.output
        return " ".join(result.output.split())

    told = run("autonomy", "acme")
    assert "acme client_update: delayed, at most delayed; 0 issues, 0 bad; evidence 1 of 20" in told
    assert "approve → delayed: 32 issues, 0 bad; evidence 20 of 20" in told
    assert f"hold acme {LAST}" in told
    (one,) = [each for each in json.loads(run("autonomy", "acme", "--json")) if each["client"] == "acme"]
    assert (one["level"], one["next"]["week"], len(one["moves"])) == ("delayed", LAST, 1)
    assert "is held" in run("hold", "acme", LAST)
    assert "waits for you: a person has decided" in run("autonomy")
    assert "is at approve now" in run("hold", "acme", LAST, "--wrong", "fact")
    assert "a wrong fact was found" in run("autonomy")
