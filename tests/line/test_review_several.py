"""Several drafts approved at once from the week page: what was opened is ticked, and each text stands for itself."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import requests

from tests.line.context_line import Line, agency
from tests.review_line import served
from yarnnn_pipelines.core.keys import DeliverableKey
from yarnnn_pipelines.project import Project, agency_ledger
from yarnnn_pipelines.review.several import Looked
from yarnnn_pipelines.stages.draft import draft_batch
from yarnnn_pipelines.stages.gate import gate_batch
from yarnnn_pipelines.stores.home import Home
from yarnnn_pipelines.stores.ledger.rows import Addressed, Decision

WEEK = "2026-W46"
KEYS = [DeliverableKey(client, WEEK, "client_update") for client in ("acme", "globex")]
TO = {"acme": "dana@acme.example", "globex": "gus@globex.example"}


def wanted(client: str, *recipients: str) -> dict[str, Any]:
    return {"type": "client_update", "recipients": [TO[client], *recipients], "destinations": ["files"]}


def clients(**more: list[str]) -> list[dict[str, Any]]:
    of_line = agency().model_dump(mode="json", exclude_unset=True)["clients"]
    return [each | {"deliverables": [wanted(each["id"], *more.get(each["id"], []))]} for each in of_line]


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Line:
    line = Line(tmp_path_factory.mktemp("built"), agency(clients=clients()))
    line.channel("C1", "client-acme")
    line.channel("C2", "client-globex")
    line.user("U1", "Mia Duarte", "mia@northlight.example")
    line.message("2026-11-09 10:00", "C1", "U1", "The checkout bug is fixed.")
    line.message("2026-11-10 10:00", "C2", "U1", "The new homepage is live.")
    line.build(WEEK)
    return line


class Week:
    """The week page of an agency with two drafts, in a browser without JavaScript."""

    def __init__(self, project: Project, address: str) -> None:
        self.project, self.address, self.ledger = project, address, agency_ledger(project)

    def load(self) -> None:
        self.html = requests.get(f"{self.address}/?week={WEEK}", timeout=60).text
        boxes = re.findall(r'<input type="checkbox" name="chosen" value="([^"]+)"[^>]*?( checked)?>', self.html)
        self.choices = {value.split("/")[0]: value for value, _ in boxes}
        self.ticked = {value.split("/")[0] for value, checked in boxes if checked}
        self.token = re.search(r'name="form_token" value="([^"]*)"', self.html)[1]

    def open(self, client: str) -> None:
        requests.get(f"{self.address}/{client}/{WEEK}/client_update", timeout=60)

    def approve(self, *chosen: str) -> requests.Response:
        form = {"form_token": self.token, "week": WEEK, "chosen": [self.choices[client] for client in chosen]}
        return requests.post(f"{self.address}/approve", data=form, timeout=60)

    def state(self, client: str) -> str:
        version = self.ledger.latest(client, WEEK, "client_update")
        assert version is not None
        return version.state


@pytest.fixture
def home(built: Line, tmp_path: Path) -> Home:
    home = Home(tmp_path / "home")
    home.root.mkdir()
    shutil.copy(built.home.warehouse, home.warehouse)
    project = Project(home, built.settings)
    ledger = agency_ledger(project)
    wanted = [key.client_week for key in KEYS]
    assert not draft_batch(project, ledger, "client_update", wanted).failed
    assert not gate_batch(project, ledger, "client_update", wanted).failed
    return home


@pytest.fixture
def week(home: Home, built: Line) -> Iterator[Week]:
    project = Project(home, built.settings)
    with served(project) as address:
        page = Week(project, address)
        page.load()
        yield page


def text_of(answer: requests.Response) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", answer.text).split())


def test_only_what_the_visitor_has_opened_is_ticked(week: Week) -> None:
    assert set(week.choices) == {"acme", "globex"}
    assert week.ticked == set()
    week.open("acme")
    week.load()
    assert week.ticked == {"acme"}


def test_what_is_ticked_is_sent_and_the_rest_stays(week: Week) -> None:
    told = text_of(week.approve("acme"))
    assert "1 of 1 approved" in told
    assert "Published as" in told
    assert (week.state("acme"), week.state("globex")) == ("published", "drafted")
    assert week.ledger.approvals(KEYS)[KEYS[0]].addressed == Addressed(("dana@acme.example",), ("files",))


def test_of_two_people_the_second_is_told_who_was_first_and_the_others_are_sent_all_the_same(week: Week) -> None:
    week.ledger.record_approval(KEYS[0], Decision("Ana"), Addressed(("dana@acme.example",), ("files",)))
    told = text_of(week.approve("acme", "globex"))
    assert "Ana had approved it on" in told
    assert week.state("globex") == "published"


def test_a_text_that_is_another_by_now_is_not_sent_and_says_so(week: Week) -> None:
    week.choices["acme"] = week.choices["acme"][:-1] + ("0" if week.choices["acme"][-1] != "0" else "1")
    told = text_of(week.approve("acme", "globex"))
    assert "is not what you saw" in told
    assert (week.state("acme"), week.state("globex")) == ("drafted", "published")


def test_what_goes_to_somebody_else_by_now_is_not_sent(week: Week, home: Home) -> None:
    other = Project(home, agency(clients=clients(acme=["new@acme.example"])))
    with served(other) as address:
        later = Week(other, address)
        later.load()
        later.choices = week.choices
        assert "to dana@acme.example, new@acme.example" in text_of(later.approve("acme"))
    assert week.state("acme") == "drafted"


def test_a_form_of_this_page_needs_its_token_and_a_choice(week: Week) -> None:
    assert "nothing was chosen" in week.approve().text
    week.token = "forged"
    assert week.approve("acme").status_code == 400
    assert week.state("acme") == "drafted"


def test_the_time_over_a_draft_is_counted_while_its_sentences_are_looked_at_and_no_longer() -> None:
    looked, one, other = Looked(), *(DeliverableKey(client, "2026-W46", "client_update") for client in ("acme", "blue"))
    assert [looked.since("mia", one, now) for now in (100.0, 160.0, 220.0)] == [100.0] * 3
    assert looked.since("ana", one, 230.0) == 230.0
    assert looked.since("mia", other, 300.0) == 300.0
    assert looked.since("mia", one, 400.0) == 400.0
    looked.leave("mia")
    assert looked.since("mia", one, 500.0) == 500.0
