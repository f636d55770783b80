"""The page of preferences shows what shapes a client's deliverable, and lets a reviewer change that."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
import requests

from tests.review_line import HOSTILE, claim, document, fill, project_in, served, version
from yarnnn_pipelines.core.keys import DeliverableKey
from yarnnn_pipelines.project import agency_ledger
from yarnnn_pipelines.stores.ledger.rows import Addressed, Decision

FORM_TOKEN = re.compile(r'name="form_token" value="([0-9a-f]+)"')
PAGE = "/preferences?client=acme"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    project = project_in(tmp_path)
    fill(project)
    return tmp_path


@pytest.fixture
def page(folder: Path) -> Iterator[str]:
    with served(project_in(folder)) as address:
        yield address


def shown(address: str, path: str = PAGE) -> str:
    answer = requests.get(f"{address}{path}", timeout=60)
    assert answer.status_code == 200, answer.text
    return answer.text


def send(address: str, **fields: str) -> requests.Response:
    (token, *_) = FORM_TOKEN.findall(shown(address))
    form = {"form_token": token, "client": "acme", "type": "client_update", **fields}
    return requests.post(f"{address}/preferences", data=form, headers={"Origin": address}, timeout=60)


def test_nothing_is_preferred_before_anybody_approved_something(page: str) -> None:
    assert "Nothing is preferred yet" in shown(page)


def test_what_a_reviewer_sets_is_shown_as_theirs_and_can_be_taken_back(page: str) -> None:
    assert send(page, do="set", named="days=Nov 12").status_code == 200
    html = shown(page)
    assert "days as Nov 12" in html
    assert "set by" in html
    (rule_id,) = set(re.findall(r'name="named" value="(p[0-9a-f]{6})"', html))
    send(page, do="undo", named=rule_id)
    assert "days as Nov 12" not in shown(page)


def test_what_can_not_be_set_is_told_with_the_mend(page: str) -> None:
    answer = send(page, do="set", named="greeting=", words="Hi Dana, sales doubled")
    assert answer.status_code == 400
    assert "nothing would prove it" in answer.text
    assert "Nothing is preferred yet" in shown(page)


def test_what_somebody_set_is_never_read_as_html(page: str) -> None:
    send(page, do="set", named="wording", words=HOSTILE, instead_of="launch")
    html = shown(page)
    assert "for “launch”" in html
    assert "<script>" not in html
    send(page, do="undo", named="wording:launch")


def test_everything_that_the_page_offers_to_set_can_be_set_and_taken_back(page: str) -> None:
    offered = re.findall(r'<option value="([^"]+)">', shown(page))
    assert len(offered) > 20
    for named in offered:
        is_topic = named.startswith("topic of words:")
        words = {"greeting=": "Hi all,", "sign_off=": "Best, Mia"}.get(named, "launch" if is_topic else "4")
        assert send(page, do="set", named=named, words=words, instead_of="launch").status_code == 200, named
        names = {"wording": "wording:launch", "section_added=": "section_added:added_4"}
        set_now = "topic:launch" if is_topic else names.get(named, named.removeprefix("without:").partition("=")[0])
        assert send(page, do="undo", named=set_now).status_code == 200, named
    assert "Nothing is preferred yet" in shown(page)


def test_a_form_of_another_site_sets_nothing(page: str) -> None:
    fields = {"client": "acme", "type": "client_update", "do": "set", "named": "days=Nov 12", "form_token": "0" * 64}
    answer = requests.post(f"{page}/preferences", data=fields, headers={"Origin": page}, timeout=60)
    assert answer.status_code == 400
    assert "Nothing is preferred yet" in shown(page)


def test_what_approved_issues_took_is_listed_with_a_curve_from_the_second_on(folder: Path, page: str) -> None:
    ledger = agency_ledger(project_in(folder))
    for number, week in enumerate(("2026-W41", "2026-W42")):
        text = f"It launched {number}."
        ledger.save_versions([version("acme", week, document(claim("c1", text)))])
        key = DeliverableKey("acme", week, "client_update")
        ledger.record_approval(key, Decision("mia", seconds=120.0), Addressed(("dana@acme.example",), ("files",)))
    html = shown(page)
    assert "2026-W41" in html
    assert "words changed; 2 min" in html
    assert 'aria-label="0% of the words changed in 2026-W41, 0% in 2026-W42"' in html


def test_a_draft_says_what_shaped_it_and_leads_there(page: str) -> None:
    html = shown(page, "/acme/2026-W46/client_update")
    assert "/preferences?client=acme&amp;type=client_update" in html


def test_words_that_are_missing_are_asked_for_and_take_nothing_away(page: str) -> None:
    answer = send(page, do="set", named="sign_off=", words=" ", instead_of="Best, Mia")
    assert answer.status_code == 400
    assert "the words are missing" in answer.text
    assert send(page, do="set", named="without:sign_off").status_code == 200
    assert "no sign-off" in shown(page)
    send(page, do="undo", named="sign_off")
