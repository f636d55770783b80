"""What people change of one week's text shapes the next weeks' drafts, and changes no fact and nobody else's text."""

from __future__ import annotations

import re
import shutil
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import dagster as dg
import pytest
import requests
from sqlalchemy import delete

from assets.learning import learning
from tests.line.context_line import Line, agency
from tests.review_line import served
from yarnnn_pipelines.core.errors import UserError
from yarnnn_pipelines.core.keys import ClientWeek
from yarnnn_pipelines.forgetting.request import Request, forget
from yarnnn_pipelines.project import Project, agency_ledger
from yarnnn_pipelines.review.words import href
from yarnnn_pipelines.stages.decisions import approve
from yarnnn_pipelines.stages.draft import draft_batch
from yarnnn_pipelines.stages.edit import edit
from yarnnn_pipelines.stages.gate import gate_batch
from yarnnn_pipelines.stages.learn import copy_what_was_known, learn
from yarnnn_pipelines.stages.preferences import SettingScope, learned_of, pin, remove, set_preference, undo
from yarnnn_pipelines.stores.home import Home
from yarnnn_pipelines.stores.ledger import tables
from yarnnn_pipelines.stores.ledger.ledger import Ledger
from yarnnn_pipelines.stores.ledger.opening import open_ledger
from yarnnn_pipelines.stores.ledger.rows import Decision, NewEdit, Version
from yarnnn_pipelines.supervision.learning.words import cost_in_words, why
from yarnnn_pipelines.supervision.text_edits import edits_of_text

TYPE = "client_update"
FIRST, SECOND = "2026-W46", "2026-W47"
MIA = SettingScope("acme", TYPE, "mia")


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Line:
    clients = agency().model_dump(mode="json", exclude_unset=True)["clients"]
    wanted = [
        [{"type": TYPE, "recipients": [f"dana@{name}.example"], "destinations": ["files"]}]
        for name in ("acme", "globex")
    ]
    both = [client | {"deliverables": each} for client, each in zip(clients, wanted, strict=True)]
    line = Line(tmp_path_factory.mktemp("built"), agency(clients=both))
    line.user("U1", "Mia Duarte", "mia@northlight.example")
    for channel, name in (("C1", "client-acme"), ("C2", "client-globex")):
        line.channel(channel, name)
        line.message("2026-11-09 10:00", channel, "U1", "The campaign launched on schedule this morning.")
        line.message("2026-11-10 10:00", channel, "U1", "The checkout bug is fixed.")
        line.message("2026-11-17 10:00", channel, "U1", "The new landing page launched on schedule this morning.")
        line.message("2026-11-18 10:00", channel, "U1", "The menu bug is fixed.")
    line.mail("2026-11-10 11:00", "Dana Reyes <dana@acme.example>", "mia@northlight.example", "Thanks for the call.")
    line.build(FIRST)
    line.build(SECOND)
    return line


class Desk:
    """A reviewer before two weeks of two clients."""

    def __init__(self, line: Line) -> None:
        self.project = Project(line.home, line.settings)
        self.ledger: Ledger = agency_ledger(self.project)

    def draft(self, week: str = FIRST, client: str = "acme") -> Version:
        key = ClientWeek(client, week)
        for batch in (draft_batch, gate_batch):
            assert not batch(self.project, self.ledger, TYPE, [key]).failed
        found = self.ledger.latest(client, week, TYPE)
        assert found is not None
        return found

    def edit_text(self, *changes: tuple[str, str], week: str = FIRST, seconds: float | None = None) -> Version:
        version = self.draft(week)
        text = version.markdown
        for before, after in changes:
            assert before in text
            text = text.replace(before, after)
        return self.edit(*edits_of_text(version.document, text), week=week, seconds=seconds)

    def edit(self, *new: NewEdit, week: str = FIRST, seconds: float | None = None) -> Version:
        version = self.draft(week)
        return edit(self.project, self.ledger, version.key, new, Decision("mia", version.version, seconds))

    def approve(self, week: str = FIRST) -> None:
        version = self.draft(week)
        approve(self.project, self.ledger, version, Decision("mia", version.version, 90.0))

    def learned(self, client: str = "acme") -> dict[str, str]:
        found = learned_of(self.ledger, self.project.settings, client, TYPE)
        return {found.says(rule): rule.preference.id for rule in found.rules}


@pytest.fixture
def desk(built: Line, tmp_path: Path) -> Desk:
    copy = Line.__new__(Line)
    copy.home, copy.settings, copy.landing = Home(tmp_path / "home"), built.settings, datetime.now(UTC)
    copy.home.root.mkdir()
    shutil.copy(built.home.warehouse, copy.home.warehouse)
    return Desk(copy)


def first_gap(text: str, added: str) -> tuple[str, str]:
    head = text.split("\n\n", 1)[0]
    return f"{head}\n\n", f"{head}\n\n{added}\n\n"


def test_a_text_made_otherwise_shapes_the_next_weeks_draft_and_the_draft_says_so(desk: Desk) -> None:
    before = desk.draft().markdown
    desk.edit_text(
        first_gap(before, "Hi Dana,"),
        ("## What moved", "## Done this week"),
        ("launched on schedule", "went out on schedule"),
    )
    desk.approve()
    version = desk.draft(SECOND)
    assert version.markdown.startswith("# Acme Corp: week of 16 November 2026\n\nHi Dana,\n\n")
    assert "## Done this week" in version.markdown
    assert "went out on schedule" in version.markdown
    assert {one["kind"] for one in version.document["preferences"]} == {"greeting", "section_title", "wording"}
    told = [claim for section in version.document["sections"] for claim in section["claims"]]
    assert {claim["verdict"] for claim in told} == {"supported"}


def test_what_was_learned_is_tried_on_the_texts_before_and_says_what_it_would_have_changed(desk: Desk) -> None:
    desk.approve()
    desk.edit_text(("## What moved", "## Done this week"), week=SECOND)
    desk.approve(SECOND)
    (rule,) = learned_of(desk.ledger, desk.project.settings, "acme", TYPE).rules
    saved, added = "3 words less to change in 2026-W47", "3 words more to change in 2026-W46"
    assert why(rule).endswith(f"; tried before it took effect: {saved} and {added}")
    (stored,) = desk.ledger.trials(["acme"])
    assert (stored.preference, stored.is_adopted) == (rule.preference.id, True)
    with served(desk.project) as address:
        page = requests.get(f"{address}/preferences?client=acme&type={TYPE}", timeout=60).text
    assert "tried before it took effect" in page
    desk.learned()
    assert desk.ledger.trials(["acme"]) == [stored]


def test_what_a_trial_keeps_from_taking_effect_shapes_no_draft_and_is_shown_with_the_reason(desk: Desk) -> None:
    desk.edit_text(("## What moved", "## Done this week"))
    desk.approve()
    (rule_id,) = desk.learned().values()
    (stored,) = desk.ledger.trials(["acme"])
    with desk.ledger.engine.begin() as con:
        con.execute(delete(tables.preference_trials))
    refused = replace(stored, is_adopted=False, effects=[("2026-W45", 9)])
    desk.ledger.record_trials([refused])
    assert "## What moved" in desk.draft(SECOND).markdown
    (rule,) = learned_of(desk.ledger, desk.project.settings, "acme", TYPE).rules
    assert why(rule).endswith("; not in effect, as tried: 9 words more to change in 2026-W45")
    pin(desk.ledger, rule, MIA)
    assert "## Done this week" in desk.draft(SECOND).markdown
    assert rule.preference.id == rule_id


def test_a_replay_knows_what_was_tried_by_then_and_nothing_that_was_tried_later(desk: Desk, tmp_path: Path) -> None:
    desk.edit_text(("## What moved", "## Done this week"))
    desk.approve()
    began = datetime.now(UTC)
    desk.learned()
    (stored,) = desk.ledger.trials(["acme"])
    for until, known in ((began, []), (datetime.now(UTC), [stored])):
        scratch = open_ledger(f"sqlite:///{tmp_path / f'{len(known)}.db'}")
        copy_what_was_known(desk.ledger, scratch, SECOND, until)
        assert scratch.trials() == known


def test_what_shaped_the_newest_issue_is_not_tried_again(desk: Desk) -> None:
    desk.edit_text(("## What moved", "## Done this week"))
    desk.approve()
    desk.draft(SECOND)
    desk.approve(SECOND)
    tried_before = desk.ledger.trials(["acme"])
    (rule,) = learned_of(desk.ledger, desk.project.settings, "acme", TYPE).rules
    assert "tried before it took effect: 3 words less to change in 2026-W46" in why(rule)
    assert desk.ledger.trials(["acme"]) == tried_before


def test_the_graph_tells_what_each_clients_reviews_took_week_by_week(desk: Desk) -> None:
    desk.edit_text(("## What moved", "## Done this week"))
    desk.approve()
    desk.approve(SECOND)
    asset = learning([TYPE], desk.project.settings)
    stub = SimpleNamespace(home=str(desk.project.home.root), open=lambda: desk.project)
    told = asset(dg.build_asset_context(partition_key=SECOND), project=stub)
    assert told.metadata["words changed: acme client_update"] == 0.0
    rows = told.metadata["by week"].value.splitlines()
    assert rows[0] == f"| client | type | {FIRST} | {SECOND} |"
    assert re.fullmatch(r"\| acme \| client_update \| [1-9]\d*% \| 0% \|", rows[2])


def test_trials_go_with_their_client(desk: Desk) -> None:
    desk.edit_text(("## What moved", "## Done this week"))
    desk.approve()
    desk.learned()
    forget(desk.project, desk.ledger, Request("client", "acme"))
    assert desk.ledger.trials() == []


def test_what_is_approved_is_not_changed_by_what_is_learned_later(desk: Desk) -> None:
    desk.draft(SECOND)
    desk.approve(SECOND)
    approved = desk.draft(SECOND)
    desk.edit_text(("## What moved", "## Done this week"))
    desk.approve()
    assert desk.draft(SECOND).content_hash == approved.content_hash
    assert desk.ledger.latest("acme", SECOND, TYPE).state in ("approved", "published")  # type: ignore[union-attr]


def test_a_clients_words_stand_in_no_other_clients_text(desk: Desk) -> None:
    desk.edit_text(first_gap(desk.draft().markdown, "Hi Dana,"), ("## What moved", "## Done this week"))
    desk.approve()
    other = desk.draft(SECOND, "globex")
    assert "Dana" not in other.markdown
    assert "preferences" not in other.document


def test_a_mended_fact_is_no_preference_and_names_what_misled(desk: Desk) -> None:
    version = desk.draft()
    (wrong,) = [
        claim
        for section in version.document["sections"]
        for claim in section["claims"]
        if "checkout" in claim["text"] and not claim["parts"]
    ]
    desk.edit(NewEdit("reword", wrong, "The checkout bug is not fixed.", vouched=True))
    desk.approve()
    (lesson,) = learn(desk.ledger)
    assert lesson.kinds == {"fact_fix": 1}
    (fault,) = lesson.faults
    assert fault["event_id"] == wrong["evidence"][0]["event_id"]
    assert desk.learned() == {}
    assert lesson.cost["fact"] == 1


def test_other_words_that_no_source_carries_are_never_taken_over(desk: Desk) -> None:
    learned = learned_of(desk.ledger, desk.project.settings, "acme", TYPE)
    set_preference(desk.ledger, learned, "wording:launched on schedule=was cancelled at the last minute", MIA)
    assert "cancelled" not in desk.draft(SECOND).markdown
    assert "launched on schedule" in desk.draft(SECOND).markdown


def test_another_clients_name_is_not_let_in_by_a_preference(desk: Desk) -> None:
    learned = learned_of(desk.ledger, desk.project.settings, "acme", TYPE)
    set_preference(desk.ledger, learned, "section_title:moved=Done for Globex too", MIA)
    assert "Globex" not in desk.draft(SECOND).markdown


def test_another_clients_name_is_let_in_by_no_greeting_sign_off_or_heading_of_one_issue(desk: Desk) -> None:
    text = desk.draft().markdown
    changes = (first_gap(text, "Hi Dana and Globex,"), ("## What moved", "## Done for Globex"))
    version = desk.edit_text(*changes)
    version = desk.edit_text((version.markdown[-30:], f"{version.markdown[-30:]}\nBest,\nMia and Globex\n"))
    assert "Globex" not in version.markdown
    withheld = {claim["section"]: claim["verdict"] for claim in version.document["withheld"]}
    assert withheld == dict.fromkeys(("greeting", "section_title", "sign_off"), "other_client")
    desk.approve()
    assert desk.learned() == {}


def test_a_preference_is_set_pinned_removed_and_taken_back(desk: Desk) -> None:
    desk.edit_text(("## What moved", "## Done this week"))
    desk.approve()
    (rule_id,) = desk.learned().values()
    found = learned_of(desk.ledger, desk.project.settings, "acme", TYPE)
    assert found.rule("section_title:moved") == found.rule(rule_id)  # by its name, as `undo` takes it
    remove(desk.ledger, found.rule(rule_id), MIA)
    assert desk.learned() == {}
    assert "## What moved" in desk.draft(SECOND).markdown
    undo(desk.ledger, found, "section_title:moved", MIA)
    assert "## Done this week" in desk.draft(SECOND).markdown
    pin(desk.ledger, found.rule(rule_id), MIA)
    (rule,) = learned_of(desk.ledger, desk.project.settings, "acme", TYPE).rules
    assert rule.set_by == "mia"


@pytest.mark.parametrize(
    "written", ["greeting=Hi Dana, sales doubled", "sign_off=The budget is approved", "section_title:gossip=x", "days"]
)
def test_what_tells_something_or_is_no_preference_is_refused(desk: Desk, written: str) -> None:
    learned = learned_of(desk.ledger, desk.project.settings, "acme", TYPE)
    with pytest.raises(UserError):
        set_preference(desk.ledger, learned, written, MIA)
    assert desk.learned() == {}


def test_learning_again_teaches_nothing_twice(desk: Desk) -> None:
    desk.edit_text(("## What moved", "## Done this week"))
    desk.approve()
    (lesson,) = learn(desk.ledger)
    assert learn(desk.ledger) == []
    assert lesson.cost["seconds"] == 90.0


def test_an_issue_took_what_its_edits_took_too(desk: Desk) -> None:
    desk.edit_text(("## What moved", "## Done this week"), seconds=150.0)
    desk.approve()
    (lesson,) = learn(desk.ledger)
    assert lesson.cost["seconds"] == 240.0
    assert cost_in_words(lesson).endswith("; 4 min")


def test_a_section_struck_whole_is_offered_from_then_on_and_told_again_once_it_is_taken_in(desk: Desk) -> None:
    found = learned_of(desk.ledger, desk.project.settings, "acme", TYPE)
    set_preference(desk.ledger, found, "section_left_out:moved=yes", MIA)
    version = desk.draft(SECOND)
    assert "## What moved" not in version.markdown
    coverage: dict[str, Any] = version.document["coverage"]
    assert coverage["landed"] == coverage["used"] + coverage["offered"] + sum(coverage["ignored"].values())


def test_a_section_that_a_person_adds_stands_in_the_text_with_what_they_put_there(desk: Desk) -> None:
    line = "- The checkout bug is fixed.\n"
    text = desk.draft().markdown
    version = desk.edit_text((text, f"{text.replace(line, '')}\n## Bugs\n\n{line}"))
    assert version.markdown.rstrip().endswith("## Bugs\n\n- The checkout bug is fixed.")
    assert "## Bugs" in version.markdown
    desk.approve()
    assert desk.learned() == {}  # it may have been for this issue
    assert "## Bugs" not in desk.draft(SECOND).markdown


def test_a_section_that_is_wanted_takes_what_is_filed_there_and_is_not_sent_empty(desk: Desk) -> None:
    found = learned_of(desk.ledger, desk.project.settings, "acme", TYPE)
    set_preference(desk.ledger, found, "section_added=Bugs", MIA)
    empty = desk.draft(SECOND)
    assert "## Bugs" not in empty.markdown
    assert {"id": "added_bugs", "title": "Bugs", "claims": []} in empty.document["sections"]
    copies = [path.read_text("utf-8") for path in desk.project.home.drafts.rglob("*.md")]
    reminder = "## Bugs\n\n*Its reviewer usually writes this section. Left empty, it is not sent.*"
    assert sum(reminder in copy for copy in copies) == 1
    with served(desk.project) as address:
        page = requests.get(f"{address}{href(empty.key)}", timeout=60).text
    assert "<h2>Bugs</h2>" in page
    assert "You usually write this section. Left empty, it is not sent." in page
    set_preference(desk.ledger, found, "filed:bug=Bugs", MIA)
    version = desk.draft(SECOND)
    assert "## Bugs\n\n- The menu bug is fixed." in version.markdown
    assert set(desk.learned()) == {
        "a section “Bugs” of its reviewer's own", "what is about “bug” stands under Bugs"
    }  # fmt: skip
    told = [claim for section in version.document["sections"] for claim in section["claims"]]
    assert {claim["verdict"] for claim in told} == {"supported"}
    assert len(told) == len([one for section in empty.document["sections"] for one in section["claims"]])


def test_a_section_is_added_under_no_name_of_another_client(desk: Desk) -> None:
    found = learned_of(desk.ledger, desk.project.settings, "acme", TYPE)
    set_preference(desk.ledger, found, "section_added=Like Globex", MIA)
    assert "Globex" not in str(desk.draft(SECOND).document["sections"])
    text = desk.draft().markdown
    version = desk.edit_text((text, f"{text}\n## What Globex got\n\n- The checkout bug is fixed, too.\n"))
    assert "Globex" not in version.markdown


def test_a_text_edited_in_form_alone_needs_nobody_to_vouch(desk: Desk) -> None:
    version = desk.edit_text(("The checkout bug is fixed.", "The checkout bug is fixed"))
    told = [claim for section in version.document["sections"] for claim in section["claims"]]
    assert {claim["verdict"] for claim in told} == {"supported"}
    assert "- The checkout bug is fixed\n" in version.markdown


def test_what_was_learned_of_somebody_who_is_forgotten_is_forgotten_too(desk: Desk) -> None:
    greeting = "Hi Dana Reyes,"
    desk.edit_text(first_gap(desk.draft().markdown, greeting), ("## What moved", "## Done this week"))
    desk.approve()
    set_preference(
        desk.ledger,
        learned_of(desk.ledger, desk.project.settings, "acme", TYPE),
        f"greeting={greeting}",
        MIA,
    )
    assert desk.ledger.trials(["acme"])
    forget(desk.project, desk.ledger, Request("person", "dana@acme.example"))
    assert desk.ledger.trials(["acme"]) == []
    assert not [says for says in desk.learned() if "Dana" in says]
    assert learn(desk.ledger) == []
