"""What a person changes of a draft holds: through the gate, for every later draft of that week, until it is undone."""

from __future__ import annotations

import shutil
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from tests.line.context_line import Line, agency
from yarnnn_pipelines.core.errors import UserError
from yarnnn_pipelines.core.keys import ClientWeek
from yarnnn_pipelines.project import Project, agency_ledger
from yarnnn_pipelines.stages.cited import items_with
from yarnnn_pipelines.stages.compare import edited_since_sent
from yarnnn_pipelines.stages.decisions import approve
from yarnnn_pipelines.stages.draft import draft_batch
from yarnnn_pipelines.stages.edit import edit
from yarnnn_pipelines.stages.gate import gate_batch
from yarnnn_pipelines.stores.home import Home
from yarnnn_pipelines.stores.ledger.ledger import Ledger
from yarnnn_pipelines.stores.ledger.rows import Decision, NewEdit, Version
from yarnnn_pipelines.supervision.edits import to_take_back

WEEK = ClientWeek("acme", "2026-W46")
KEY = WEEK.deliverable("client_update")
LAUNCH = "The Q2 campaign launched this morning."
FIXED = "The checkout bug is fixed."
FAIR, BUS = "It is nice that you’ll join us\nat the “summer” fair.", "Then there is the photo with the red bus."
LONG = (
    "Hi Dana,\n\nthat was a long day for all of us, and the weather on the way home did not help a bit either. "
    f"{FAIR} {BUS}"
)


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Line:
    wanted = [{"type": "client_update", "recipients": ["dana@acme.example"], "destinations": ["files"]}]
    acme, globex = agency().model_dump(mode="json", exclude_unset=True)["clients"]
    line = Line(tmp_path_factory.mktemp("built"), agency(clients=[acme | {"deliverables": wanted}, globex]))
    line.channel("C1", "client-acme")
    line.user("U1", "Mia Duarte", "mia@northlight.example")
    line.message("2026-11-09 10:00", "C1", "U1", LAUNCH)
    line.message("2026-11-10 10:00", "C1", "U1", FIXED)
    line.mail("2026-11-10 11:00", "Dana Reyes <dana@acme.example>", "mia@northlight.example", "We approved the budget.")
    line.message("2026-11-12 12:00", "C1", "U1", LONG)
    line.build("2026-W46")
    return line


class Desk:
    """One reviewer before the newest version of a deliverable."""

    def __init__(self, line: Line) -> None:
        self.line = line
        self.project = Project(line.home, line.settings)
        self.ledger: Ledger = agency_ledger(self.project)

    def redraft(self) -> Version:
        assert not draft_batch(self.project, self.ledger, "client_update", [WEEK]).failed
        assert not gate_batch(self.project, self.ledger, "client_update", [WEEK]).failed
        return self.version

    @property
    def version(self) -> Version:
        found = self.ledger.latest(*KEY)
        assert found is not None
        return found

    def told(self) -> list[dict[str, Any]]:
        return [claim for section in self.version.document["sections"] for claim in section["claims"]]

    def claims(self, part: str = "") -> list[dict[str, Any]]:
        return [claim for claim in self.told() if part in claim["text"] and claim["slot"] != "in_short"]

    def claim(self, part: str) -> dict[str, Any]:
        (found,) = self.claims(part)
        return found

    def edit(self, *new: NewEdit) -> Version:
        return edit(self.project, self.ledger, KEY, new, Decision("mia", self.version.version))


@pytest.fixture(scope="module")
def drafted(built: Line, tmp_path_factory: pytest.TempPathFactory) -> Home:
    """Look, don't touch."""
    home = Home(tmp_path_factory.mktemp("drafted") / "home")
    home.root.mkdir()
    shutil.copy(built.home.warehouse, home.warehouse)
    desk_in(home, built).redraft()
    return home


@pytest.fixture
def desk(built: Line, drafted: Home, tmp_path: Path) -> Desk:
    shutil.copytree(drafted.root, tmp_path / "home")
    return desk_in(Home(tmp_path / "home"), built)


def desk_in(home: Home, built: Line) -> Desk:
    line = Line.__new__(Line)
    line.home, line.settings, line.landing = home, built.settings, datetime.now(UTC)
    return Desk(line)


def test_what_is_struck_is_told_by_no_later_draft_and_comes_back_when_it_is_undone(desk: Desk) -> None:
    desk.edit(NewEdit("strike", desk.claim("checkout"), reason="they know"))
    assert desk.claims("checkout") == []
    assert "checkout" not in desk.version.markdown
    (struck,) = desk.version.document["edits"]["struck"]
    assert (struck["editor"], struck["why"]) == ("mia", "they know")
    assert desk.redraft().version == 2
    assert desk.claims("checkout") == []
    desk.edit(NewEdit("undo", undoes=1))
    assert len(desk.claims("checkout")) == 1


def test_what_a_struck_sentence_told_already_does_not_come_back_in_its_place(desk: Desk) -> None:
    drafted = desk.claim("checkout")
    desk.edit(NewEdit("write", None, "The bug in the checkout is fixed.", "moved", before=drafted["claim_id"]))
    withheld = {claim["text"]: claim["verdict"] for claim in desk.version.document["withheld"]}
    assert withheld[drafted["text"]] == "duplicate"
    desk.edit(NewEdit("strike", desk.claim("bug"), reason="they know"))
    assert desk.claims("bug") == []
    assert [one["text"] for one in desk.version.document["edits"]["struck"]] == [
        drafted["text"],
        "The bug in the checkout is fixed.",
    ]
    desk.edit(NewEdit("undo", undoes=desk.ledger.edits([KEY])[KEY][-1].number))
    assert [claim["text"] for claim in desk.claims("bug")] == ["The bug in the checkout is fixed."]


def test_a_line_that_summed_up_what_was_reworded_is_told_to_be_gone(desk: Desk) -> None:
    in_short = next(claim for claim in desk.told() if claim["slot"] == "in_short")
    desk.edit(NewEdit("reword", desk.claim("campaign"), "The Q2 campaign reaches 40,000 people.", vouched=True))
    desk.edit(NewEdit("reword", desk.claim("checkout"), "The checkout sells again.", vouched=True))
    (went,) = desk.version.document["edits"]["went"]
    assert went["text"] == in_short["text"]
    assert not any(claim["slot"] == "in_short" for claim in (*desk.told(), *desk.version.document["withheld"]))
    desk.edit(NewEdit("undo", undoes=2), NewEdit("undo", undoes=1))
    assert desk.version.document["edits"]["went"] == []
    assert any(claim["slot"] == "in_short" for claim in desk.told())


def test_a_line_that_sums_up_says_in_a_persons_words_what_their_source_proves(desk: Desk) -> None:
    desk.edit(NewEdit("reword", desk.claim("checkout"), "The bug in the checkout is fixed."))
    (line,) = [claim for claim in desk.told() if claim["slot"] == "in_short"]
    assert line["text"] == (
        "the Q2 campaign launched on Monday, the bug in the checkout is fixed, and Acme approved the budget."
    )
    assert "the bug in the checkout is fixed" in desk.version.markdown
    assert desk.version.document["edits"]["went"] == []
    assert not any(claim["slot"] == "in_short" for claim in desk.version.document["withheld"])


def test_a_struck_sentence_counts_as_left_out_so_that_the_account_still_adds_up(desk: Desk) -> None:
    desk.edit(NewEdit("strike", desk.claim("checkout")))
    coverage = desk.version.document["coverage"]
    assert coverage["ignored"]["struck"] == 1
    assert coverage["landed"] == coverage["used"] + coverage["offered"] + sum(coverage["ignored"].values())


def test_a_sentence_in_other_words_that_its_source_carries_needs_nobody_to_vouch(desk: Desk) -> None:
    desk.edit(NewEdit("reword", desk.claim("checkout"), "The bug in the checkout is fixed."))
    claim = desk.claim("bug in the checkout")
    assert (claim["verdict"], claim["by"], claim["evidence"][0]["quote"]) == ("supported", "mia", FIXED)


def test_a_fact_without_a_source_stays_marked_and_can_not_be_approved_until_somebody_vouches(desk: Desk) -> None:
    desk.edit(NewEdit("reword", desk.claim("checkout"), "The checkout bug is fixed and cost 4,000 euros."))
    claim = desk.claim("4,000")
    assert claim["verdict"] == "to_vouch"
    assert "4" in "; ".join(claim["reasons"]), claim["reasons"]
    with pytest.raises(UserError, match="proven by no source"):
        approve(desk.project, desk.ledger, desk.version, Decision("mia"), looked_at=True)
    desk.edit(NewEdit("vouch", claim))
    assert (desk.claim("4,000")["verdict"], desk.claim("4,000")["vouched_by"]) == ("vouched", "mia")
    approval, published = approve(desk.project, desk.ledger, desk.version, Decision("mia"), looked_at=True)
    assert published.state == "published"
    assert "4,000 euros" in Path(published.locations[0]).read_text()
    assert approval.review.addressed is not None
    assert approval.review.addressed.recipients == ("dana@acme.example",)


def test_a_sentence_of_ones_own_finds_its_source_by_itself(desk: Desk) -> None:
    desk.edit(NewEdit("strike", desk.claim("checkout")), NewEdit("write", None, "The checkout bug is fixed.", "moved"))
    claim = desk.claim("checkout")
    assert (claim["verdict"], claim["by"]) == ("supported", "mia")
    assert claim["evidence"][0]["quote"] == FIXED


@pytest.mark.parametrize(
    "words", ["Globex Corporation signed as well.", "The password is hunter2horse, Password: hunter2horse!9"]
)
def test_nobody_may_vouch_for_another_clients_name_or_a_secret(desk: Desk, words: str) -> None:
    desk.edit(NewEdit("write", None, words, "moved", vouched=True))
    assert desk.claims(words) == []
    assert words not in desk.version.markdown
    assert any(claim["text"] == words for claim in desk.version.document["withheld"])


def test_an_edit_of_a_sentence_that_a_later_draft_does_not_tell_is_said_to_be_idle(desk: Desk) -> None:
    gone = {**desk.claim("checkout"), "claim_id": "c0", "text": "Gone.", "evidence": []}
    desk.edit(NewEdit("strike", gone))
    assert desk.version.document["edits"]["idle"] == [1]


def test_sentences_stand_where_somebody_moved_them(desk: Desk) -> None:
    told = [claim["text"] for claim in desk.claims() if claim["section"] == "moved"]
    assert len(told) == 2
    last, first = desk.claim(told[1]), desk.claim(told[0])
    desk.edit(NewEdit("move", last, section="moved", before=first["claim_id"]))
    assert [claim["text"] for claim in desk.claims() if claim["section"] == "moved"] == told[::-1]
    desk.redraft()
    assert [claim["text"] for claim in desk.claims() if claim["section"] == "moved"] == told[::-1]


def test_a_sentence_that_was_moved_stays_there_when_it_is_reworded_and_reworded_back(desk: Desk) -> None:
    told = [claim for claim in desk.claims() if claim["section"] == "moved"]
    first, last = told[0], told[-1]
    desk.edit(NewEdit("move", last, section="moved", before=first["claim_id"]))
    for text in ("The bug in the checkout is fixed.", FIXED, "The bug in the checkout is fixed."):
        desk.edit(NewEdit("reword", desk.claim("checkout"), text))
        assert next(claim["text"] for claim in desk.claims() if claim["section"] == "moved") == text
    desk.edit(NewEdit("reword", desk.claim("campaign"), "The campaign for Q2 launched on Monday."))
    assert next(claim["text"] for claim in desk.claims() if claim["section"] == "moved") == text


def test_what_is_approved_is_not_sent_to_somebody_who_was_added_since(desk: Desk) -> None:
    desk.ledger.record_approval(KEY, Decision("mia"), _addressed("dana@acme.example"))
    settings = desk.project.settings
    acme, globex = settings.model_dump(mode="json", exclude_unset=True)["clients"]
    acme["deliverables"][0]["recipients"].append("priya@acme.example")
    others = Project(desk.project.home, agency(clients=[acme, globex]))
    from yarnnn_pipelines.stages.publish import publish_batch

    failed = publish_batch(others, desk.ledger, "client_update", [WEEK]).failed
    assert "was approved for dana@acme.example by files" in str(failed[WEEK])
    assert desk.version.state == "approved"
    _, published = approve(others, desk.ledger, desk.version, Decision("mia"))
    assert published.state == "published"


def _addressed(*recipients: str) -> Any:
    from yarnnn_pipelines.stores.ledger.rows import Addressed

    return Addressed(recipients, ("files",))


def test_an_edit_that_no_version_has_yet_keeps_the_text_from_being_approved(desk: Desk) -> None:
    desk.ledger.record_edits(KEY, [NewEdit("strike", desk.claim("checkout"))], Decision("tom"))
    with pytest.raises(UserError, match="tom changed this text, and version 1 does not have it yet"):
        approve(desk.project, desk.ledger, desk.version, Decision("mia"))


def test_an_edit_whose_maker_was_stopped_is_finished_when_they_make_it_again(desk: Desk) -> None:
    strike = NewEdit("strike", desk.claim("checkout"), reason="they know")
    desk.ledger.record_edits(KEY, [strike], Decision("mia", 1), after=0)
    desk.edit(strike)
    assert (desk.version.version, len(desk.ledger.edits([KEY])[KEY]), desk.claims("checkout")) == (2, 1, [])


def test_who_was_stopped_while_they_took_an_edit_back_takes_back_that_one_and_no_other(desk: Desk) -> None:
    desk.edit(NewEdit("strike", desk.claim("checkout")))
    desk.edit(NewEdit("strike", desk.claim("Q2 campaign")))
    undo = NewEdit("undo", undoes=to_take_back(desk.version, desk.ledger.edits([KEY])[KEY])[-1].number)
    desk.ledger.record_edits(KEY, [undo], Decision("mia", 3))
    again = NewEdit("undo", undoes=to_take_back(desk.version, desk.ledger.edits([KEY])[KEY])[-1].number)
    assert again == undo
    desk.edit(again)
    assert [each.number for each in to_take_back(desk.version, desk.ledger.edits([KEY])[KEY])] == [1]


def test_what_was_undone_before_any_version_had_it_keeps_nothing_from_being_approved(desk: Desk) -> None:
    strike, undo = NewEdit("strike", desk.claim("checkout")), NewEdit("undo", undoes=1)
    desk.ledger.record_edits(KEY, [strike, undo], Decision("tom"))
    _, published = approve(desk.project, desk.ledger, desk.version, Decision("mia"))
    assert published.state == "published"


def test_what_the_gate_withheld_can_be_taken_in_and_stands_once(desk: Desk) -> None:
    desk.edit(NewEdit("reword", desk.claim("checkout"), "Everything at Globex Corporation is fixed."))
    (withheld,) = [each for each in desk.version.document["withheld"] if "Globex" in each["text"]]
    desk.edit(NewEdit("take_in", withheld, "The checkout bug is fixed at last."))
    assert desk.claim("at last")["verdict"] in ("supported", "to_vouch")
    assert not [each for each in desk.version.document["withheld"] if "Globex" in each["text"]]


def test_nobody_may_vouch_for_a_private_matter(desk: Desk) -> None:
    desk.edit(NewEdit("write", None, "Dana is in hospital with cancer.", "moved", vouched=True))
    assert desk.claims("hospital") == []


def test_an_edit_voids_an_approval(desk: Desk) -> None:
    desk.ledger.approve(*KEY, "mia")
    desk.edit(NewEdit("strike", desk.claim("checkout")))
    assert desk.version.state == "drafted"


@pytest.mark.long
def test_what_a_person_took_into_a_sent_text_is_named_when_its_source_has_changed(desk: Desk) -> None:
    asked = "Could you send us the prices of the new catalogue by Friday 20 November?"
    desk.line.user("U2", "Dana Reyes", "dana@acme.example")
    desk.line.message("2026-11-11 10:00", "C1", "U2", asked)
    desk.line.build("2026-W46")
    desk.redraft()
    offer = next(offer for offer in desk.version.document["offers"] if offer["text"] == asked)
    desk.edit(NewEdit("take_in", offer, "We send you the prices on Thursday.", section="moved", vouched=True))
    approve(desk.project, desk.ledger, desk.version, Decision("mia", desk.version.version), looked_at=True)
    desk.redraft()
    assert edited_since_sent(desk.project, desk.ledger, desk.ledger.standings()) == ([], None)
    desk.line.message("2026-11-11 10:00", "C1", "U2", "Could you send us the new prices?")
    desk.line.build("2026-W46")
    desk.redraft()
    assert desk.version.state == "published"
    (sent,), _ = edited_since_sent(desk.project, desk.ledger, desk.ledger.standings())
    assert sent.key == KEY


def test_a_sentence_of_ones_own_that_found_its_source_can_still_be_changed(desk: Desk) -> None:
    desk.edit(NewEdit("strike", desk.claim("checkout")), NewEdit("write", None, "The checkout bug is fixed.", "moved"))
    desk.edit(NewEdit("reword", desk.claim("checkout"), "The bug in the checkout is fixed."))
    assert [claim["text"] for claim in desk.claims("checkout")] == ["The bug in the checkout is fixed."]
    desk.edit(NewEdit("strike", desk.claim("checkout")))
    assert (desk.claims("checkout"), desk.version.document["edits"]["idle"]) == ([], [])


def test_what_only_may_be_a_source_proves_nothing_until_somebody_names_it(desk: Desk) -> None:
    (source,) = {item["event_id"] for claim in desk.claims("checkout") for item in claim["evidence"]}
    desk.edit(NewEdit("strike", desk.claim("checkout")), NewEdit("write", None, "The checkout bug is gone.", "moved"))
    claim = desk.claim("gone")
    assert claim["verdict"] == "to_vouch"
    assert "the likest that was found" in claim["reasons"][0]
    assert [item["quote"] for item in claim["evidence"]] == [FIXED]
    desk.edit(NewEdit("cite", claim, source=source))
    assert desk.claim("gone")["verdict"] == "supported"


def test_what_is_told_already_says_so_when_somebody_writes_it_again(desk: Desk) -> None:
    desk.edit(NewEdit("write", None, "The bug in the checkout is fixed.", "moved"))
    claim = desk.claim("The bug in")
    assert (claim["verdict"], claim["reasons"]) == ("to_vouch", ["“The checkout bug is fixed.” tells it already"])
    desk.edit(NewEdit("reword", claim, "The checkout bug is gone."))
    assert "the likest that was found" in desk.claim("gone")["reasons"][0]


def test_a_person_names_what_their_sentence_rests_on(desk: Desk) -> None:
    (source,) = {item["event_id"] for claim in desk.claims("checkout") for item in claim["evidence"]}
    desk.edit(NewEdit("strike", desk.claim("checkout")), NewEdit("write", None, "Paying works again.", "moved"))
    assert (desk.claim("Paying")["verdict"], desk.claim("Paying")["evidence"]) == ("to_vouch", [])
    desk.edit(NewEdit("cite", desk.claim("Paying"), source=source))
    assert [item["quote"] for item in desk.claim("Paying")["evidence"]] == [FIXED]
    desk.edit(NewEdit("reword", desk.claim("Paying"), "The checkout bug is now fixed."))
    assert desk.claim("now fixed")["verdict"] == "supported"
    desk.redraft()
    assert desk.claim("now fixed")["evidence"][0]["event_id"] == source


@pytest.mark.parametrize(
    ("words", "quoted"),
    [
        ("you'll join us at the \"summer\" fair", [FAIR]),
        ("fair. Then there is", [FAIR, BUS]),
        ("THE RED BUS", [BUS]),
    ],
)  # fmt: skip
def test_a_source_that_is_named_by_words_is_quoted_where_they_stand(desk: Desk, words: str, quoted: list[str]) -> None:
    desk.edit(NewEdit("write", None, "Paying works again.", "moved"))
    (cited,) = items_with(desk.project, desk.version, words)
    assert cited.words == " ".join(" ".join(quoted).split())
    desk.edit(NewEdit("cite", desk.claim("Paying"), words, source=cited.row["event_id"]))
    assert [item["quote"] for item in desk.claim("Paying")["evidence"]] == quoted
    assert items_with(desk.project, desk.version, "the green bus") == []


def test_a_named_source_proves_nothing_by_being_named(desk: Desk) -> None:
    (source,) = {item["event_id"] for claim in desk.claims("checkout") for item in claim["evidence"]}
    desk.edit(NewEdit("write", None, "The checkout bug is fixed and cost 900 euros.", "moved", source=source))
    claim = desk.claim("900 euros")
    assert claim["verdict"] == "to_vouch"
    assert claim["evidence"][0]["event_id"] == source
    assert claim["reasons"]
    with pytest.raises(UserError, match="proven by no source"):
        approve(desk.project, desk.ledger, desk.version, Decision("mia"), looked_at=True)


def test_a_source_that_is_not_there_is_told(desk: Desk) -> None:
    desk.edit(NewEdit("write", None, "The search is fixed.", "moved", source="slack:nothing"))
    assert desk.claim("search")["reasons"] == ["the source that was named for it is not there any more"]


def test_a_source_that_is_named_stands_beside_what_was_proven_already(desk: Desk) -> None:
    again = "The checkout bug is fixed for the shop too."
    desk.line.message("2026-11-13 15:00", "C1", "U1", again)
    desk.line.build("2026-W46")
    desk.redraft()
    rows = [row for row in desk.version.document["items"] if "checkout bug" in row["words"]]
    desk.edit(*(NewEdit("strike", claim) for claim in desk.claims("checkout")), NewEdit("write", None, FIXED, "moved"))
    before = desk.claim(FIXED)["evidence"]
    source = next(row["event_id"] for row in rows if row["event_id"] != before[0]["event_id"])
    desk.edit(NewEdit("cite", desk.claim(FIXED), "checkout bug is fixed", source=source))
    assert [item["quote"] for item in desk.claim(FIXED)["evidence"]] == [
        before[0]["quote"],
        again if before[0]["quote"] == FIXED else FIXED,
    ]
    assert desk.claim(FIXED)["verdict"] == "supported"


def test_a_source_that_has_no_part_in_what_is_proven_takes_nothing_of_it(desk: Desk) -> None:
    (campaign,) = {item["event_id"] for claim in desk.claims("Q2 campaign") for item in claim["evidence"]}
    desk.edit(NewEdit("strike", desk.claim("checkout")), NewEdit("write", None, FIXED, "moved"))
    desk.edit(NewEdit("cite", desk.claim(FIXED), LAUNCH, source=campaign))
    assert FIXED in [item["quote"] for item in desk.claim(FIXED)["evidence"]]
    assert desk.claim(FIXED)["verdict"] == "supported"


def test_a_sentence_of_ones_own_is_proven_by_two_that_stand_beside_each_other(desk: Desk) -> None:
    desk.line.message(
        "2026-11-13 15:00", "C1", "U1", "The pilot routes ran on Tuesday. Two failed because of the rain."
    )
    desk.line.build("2026-W46")
    desk.redraft()
    told = [NewEdit("strike", claim) for claim in desk.claims("Two failed")]
    desk.edit(*told, NewEdit("write", None, "Two pilot routes failed because of the rain.", "risks"))
    claim = desk.claim("Two pilot routes")
    assert (claim["verdict"], claim["reasons"]) == ("supported", [])
    assert {item["quote"] for item in claim["evidence"]} == {
        "The pilot routes ran on Tuesday.",
        "Two failed because of the rain.",
    }


def test_a_reworded_sentence_looks_for_the_source_of_what_it_says_besides(desk: Desk) -> None:
    desk.line.message("2026-11-13 15:00", "C1", "U1", "The fix of the checkout bug took 39 hours.")
    desk.line.build("2026-W46")
    desk.redraft()
    desk.edit(NewEdit("reword", desk.claim("is fixed"), "The checkout bug is fixed, the fix took 39 hours."))
    claim = desk.claim("39 hours")
    assert [item["quote"] for item in claim["evidence"]] == [FIXED, "The fix of the checkout bug took 39 hours."]
    assert claim["verdict"] == "supported"


def test_a_number_that_stands_in_no_source_is_found_nowhere(desk: Desk) -> None:
    desk.edit(NewEdit("reword", desk.claim("is fixed"), "The checkout bug is fixed, the fix took 39 hours."))
    claim = desk.claim("39 hours")
    assert (claim["verdict"], [item["quote"] for item in claim["evidence"]]) == ("to_vouch", [FIXED])
