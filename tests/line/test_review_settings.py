"""The review page goes by what yarnnn.yaml says now, however long it has been open."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
import requests

from tests.review_line import fill, project_in, served
from yarnnn_pipelines.project import Project, load_settings

AGENCY = """
agency: {name: Northlight, time_zone: Europe/Lisbon, domains: [us.example], start: 2026-W40}
sources: {}
clients:
  - {id: acme, name: NAME, deliverables: [{type: client_update, recipients: [dana@acme.example]}]}
"""


class Agency:
    """A yarnnn.yaml, and the page of its project."""

    def __init__(self, folder: Path) -> None:
        self.config = folder / "yarnnn.yaml"
        self.write("Acme Corp")
        fill(project_in(folder / "home"))
        self.project = Project(project_in(folder / "home").home, load_settings(self.config))

    def write(self, name: str) -> None:
        self.config.write_text(AGENCY.replace("NAME", name))


@pytest.fixture
def agency(tmp_path: Path) -> Agency:
    return Agency(tmp_path)


@pytest.fixture
def page(agency: Agency) -> Iterator[str]:
    with served(agency.project) as address:
        yield address


def test_what_is_written_into_it_holds_from_the_next_page_on(agency: Agency, page: str) -> None:
    assert "Acme Corp" in requests.get(page, timeout=60).text
    agency.write("Acme Limited")
    assert "Acme Limited" in requests.get(page, timeout=60).text
    agency.config.write_text(agency.config.read_text().replace("dana@", "new@"))
    assert "To new@acme.example" in requests.get(f"{page}/acme/2026-W46/client_update", timeout=60).text


@pytest.mark.parametrize("broken", ["clients: [", "colour: red", None])
def test_a_broken_one_is_told_and_what_it_said_before_holds(agency: Agency, page: str, broken: str | None) -> None:
    agency.config.unlink() if broken is None else agency.config.write_text(broken)
    for path in ("/", "/acme/2026-W46/client_update"):
        answer = requests.get(f"{page}{path}", timeout=60)
        assert answer.status_code == 200
        assert "yarnnn.yaml can't be read as it stands" in answer.text.replace("&#39;", "'")
        assert "to review" in answer.text
    agency.write("Acme Limited")
    answer = requests.get(page, timeout=60).text
    assert "as it stands" not in answer
    assert "Acme Limited" in answer


def test_nobody_who_is_not_let_in_is_told_what_is_wrong_with_it(agency: Agency) -> None:
    with served(agency.project, token="a-long-secret-of-ours") as address:
        agency.config.write_text("colour: red")
        assert "colour" not in requests.get(address, timeout=60).text
