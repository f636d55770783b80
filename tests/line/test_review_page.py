"""The review page over HTTP: what it shows, and what it keeps from whoever is not let in."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import requests

from tests.review_line import HOSTILE, claim, document, fill, project_in, served, version
from yarnnn_pipelines.core.errors import UserError
from yarnnn_pipelines.core.keys import DeliverableKey
from yarnnn_pipelines.project import agency_ledger
from yarnnn_pipelines.review.words import mark_of
from yarnnn_pipelines.stores.ledger.rows import Addressed, Decision, NewDraft, Standing

TOKEN = "a-long-secret-of-ours"
FORM_TOKEN = re.compile(r'name="form_token" value="([0-9a-f]+)"')


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("review")
    fill(project_in(folder))
    return folder


@pytest.fixture(scope="module")
def page(folder: Path) -> Iterator[str]:
    with served(project_in(folder)) as address:
        yield address


def shown(address: str, path: str) -> str:
    answer = requests.get(f"{address}{path}", timeout=60)
    assert answer.status_code == 200, answer.text
    return answer.text


def words_of(html: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


def test_the_queue_has_the_riskiest_draft_first_and_says_why(page):
    queue = re.findall(r'class="queued step" href="([^"]+)"', shown(page, "/"))
    assert queue == ["/blue/2026-W46/client_update", "/acme/2026-W46/client_update"]
    words = words_of(shown(page, "/"))
    assert "1 contradiction 1 sentence in doubt 1 of 1 worded by a model first issue" in words
    assert "2 drafted, 1 abstained" in words


def test_the_grid_tells_each_state_by_a_word(page):
    grid = words_of(shown(page, "/").split('class="grid"')[1])
    assert "Acme Corp ◆ to review ◆ to review" in grid
    assert "Cove ○ quiet" in grid


def test_another_week_and_page_can_be_asked_for_and_none_that_is_none(page):
    assert "Nothing of this week waits" in shown(page, "/?week=2026-W30&page=7")
    for path in ("/?week=2026-W99", "/?week=x", "/?page=x"):
        answer = requests.get(f"{page}{path}", timeout=60)
        assert answer.status_code == 400
        assert "Mend" in answer.text


def test_a_week_in_which_nothing_waits_leads_to_the_newest_one_in_which_something_does(page):
    week = shown(page, "/?week=2026-W44")
    assert (
        "Nothing of this week waits for a decision. 3 drafts of other weeks wait for you: go to 2026-W46 ."
        in words_of(week)
    )
    assert 'href="/?week=2026-W46&amp;page=1"' in week
    assert "go to" not in shown(page, "/?week=2026-W30")


@pytest.mark.parametrize(
    ("state", "word"),
    [("rejected", "rejected, sent before"), ("blocked", "blocked, sent before"), ("abstained", "quiet, sent before")],
)
def test_what_was_sent_is_said_to_have_been_whatever_became_of_a_later_version(state, word):
    standing = Standing("acme", "2026-W46", "client_update", 19, state, "h", None, 18, ())
    assert mark_of(standing).word == word
    assert mark_of(replace(standing, published_before=None)).word == word.split(",")[0]


def test_a_sentence_stands_beside_the_words_that_it_rests_on(page):
    html = shown(page, "/acme/2026-W46/client_update?claim=c1")
    assert "Good news: <mark>It launched on Tuesday.</mark> Thank you all." in html
    assert '<a href="https://x.slack.com/archives/C1/p1" rel="noreferrer noopener"' in html


def test_an_offer_and_a_withheld_sentence_can_be_chosen_too(page):
    assert "<mark>Lunch is at noon.</mark>" in shown(page, "/acme/2026-W46/client_update?claim=o1")
    withheld = shown(page, "/blue/2026-W46/client_update?claim=c4")
    assert "<mark>The fee is 900.</mark>" in withheld or "The fee is 900." in words_of(withheld)
    assert "the fee is 1,100 elsewhere" in withheld


def test_a_doubted_sentence_is_chosen_first_with_its_conversation(page):
    words = words_of(shown(page, "/blue/2026-W46/client_update").split('id="evidence"')[1])
    assert "Look at this: nobody confirmed it" in words
    assert "How did it go?" in words


def test_what_changed_since_the_version_before_is_shown_word_by_word(page):
    html = shown(page, "/acme/2026-W46/client_update")
    assert "<del>Monday.</del><ins>Tuesday.\nThe pixel fires.</ins>" in html
    assert "<del>The draft went out.</del>" in html  # of the issue before


def test_each_item_is_listed_where_it_is_asked_for(page):
    assert "Told (1)" not in shown(page, "/acme/2026-W46/client_update")
    assert "Told (1)" in shown(page, "/acme/2026-W46/client_update?items")


def test_what_people_wrote_is_text_and_never_a_page_or_a_link(page):
    for path in ("/", "/blue/2026-W46/client_update"):
        html = shown(page, path)
        assert HOSTILE not in html
        assert "&lt;script&gt;" in html
        assert "javascript:" not in html


def test_what_is_not_there_is_told_with_its_mend(page):
    for path in ("/acme/2026-W20/client_update", "/nobody/2026-W46/client_update", "/x"):
        answer = requests.get(f"{page}{path}", timeout=60)
        assert answer.status_code == 404
        assert "Mend" in answer.text


def test_every_answer_says_what_the_browser_may_do_with_it(page):
    for path in ("/", "/x", "/static/review.css", "/login"):
        headers = requests.get(f"{page}{path}", timeout=60).headers
        assert headers["Content-Security-Policy"].startswith("default-src 'none'; style-src 'self'; script-src 'self'")
        assert (headers["X-Content-Type-Options"], headers["Cache-Control"]) == ("nosniff", "no-store")
    refused = requests.get(page, headers={"Host": "rebound.example"}, timeout=60)
    assert refused.status_code == 400
    assert "frame-ancestors 'none'" in refused.headers["Content-Security-Policy"]


def test_a_page_holds_no_script_and_no_style_of_its_own(page):
    for path in ("/", "/acme/2026-W46/client_update", "/x"):
        html = requests.get(f"{page}{path}", timeout=60).text
        assert re.findall(r"<script[^>]*>", html) == ['<script src="/static/review.js" defer>']
        assert not re.search(r"<style|\sstyle=|\son[a-z]+=", html)


@pytest.fixture
def guarded(folder: Path) -> Iterator[str]:
    with served(project_in(folder), token=TOKEN) as address:
        yield address


def logged_in(address: str, token: str = TOKEN) -> tuple[requests.Session, requests.Response]:
    session = requests.Session()
    form = FORM_TOKEN.search(session.get(f"{address}/login", timeout=60).text)
    assert form
    fields = {"form_token": form[1], "token": token, "name": "Mia"}
    return session, session.post(f"{address}/login", data=fields, timeout=60)


def test_with_a_token_nothing_is_shown_before_the_login(guarded):
    for path in ("/", "/acme/2026-W46/client_update", "/acme/2026-W46/client_update?items"):
        answer = requests.get(f"{guarded}{path}", timeout=60)
        assert answer.url == f"{guarded}/login"
        assert "Acme" not in answer.text
    session, answer = logged_in(guarded)
    assert "Acme Corp" in answer.text
    (cookie,) = session.cookies
    assert cookie.has_nonstandard_attr("HttpOnly")
    assert str(cookie.get_nonstandard_attr("SameSite")).lower() == "strict"


def test_a_wrong_token_is_told_and_too_many_are_refused(guarded):
    assert [logged_in(guarded, "wrong")[1].status_code for _ in range(6)] == [401] * 5 + [429]


def test_a_form_without_its_token_changes_nothing(guarded):
    session, _ = logged_in(guarded)
    assert session.post(f"{guarded}/logout", data={"form_token": "0" * 64}, timeout=60).status_code == 400
    assert "Acme Corp" in session.get(guarded, timeout=60).text
    form = FORM_TOKEN.search(session.get(guarded, timeout=60).text)
    assert form
    session.post(f"{guarded}/logout", data={"form_token": form[1]}, timeout=60)
    assert "Acme Corp" not in session.get(guarded, timeout=60).text


def test_a_proxys_word_is_taken_where_it_is_trusted_and_only_there(folder, page):
    with served(project_in(folder), proxy_header="X-Forwarded-User") as address:
        assert (
            "mia@us.example" in requests.get(address, headers={"X-Forwarded-User": "mia@us.example"}, timeout=60).text
        )
        assert requests.get(address, timeout=60).status_code == 401
    assert "mia@us.example" not in requests.get(page, headers={"X-Forwarded-User": "mia@us.example"}, timeout=60).text


def test_the_page_asks_for_the_shown_weeks_and_clients_alone(tmp_path):
    project = project_in(tmp_path, clients=60)
    fill(project)
    with served(project) as address:
        assert "Client 59" not in shown(address, "/")
        assert "Client 59" in shown(address, "/?page=2")
    ledger = agency_ledger(project)
    assert {one.week for one in ledger.standings_of(["acme", "cove"], ["2026-W46"])} == {"2026-W46"}
    assert [one for one in ledger.standings() if one.week == "2026-W46" and one.client != "blue"] == (
        ledger.standings_of(["acme", "cove"], ["2026-W46"])
    )


def test_the_queue_tells_of_recipients_that_the_last_approved_issue_did_not_have(tmp_path):
    project = project_in(tmp_path)
    fill(project)
    ledger = agency_ledger(project)
    assert "new recipient" not in queue_of(project)
    ledger.record_approval(
        DeliverableKey("acme", "2026-W45", "client_update"),
        Decision("mia"),
        Addressed(("old@acme.example",), ("files",)),
    )
    assert "new recipient dana@acme.example" in queue_of(project)


def queue_of(project):
    with served(project) as address:
        return words_of(shown(address, "/"))


def test_the_minutes_of_the_last_issues_are_told_oldest_first(tmp_path):
    project = project_in(tmp_path)
    fill(project)
    ledger = agency_ledger(project)
    ledger.save_versions([version("acme", "2026-W44", document(claim("c9", "It began.")))])
    for week, seconds in (("2026-W44", 540.0), ("2026-W45", 180.0)):
        ledger.record_approval(DeliverableKey("acme", week, "client_update"), Decision("mia", None, seconds))
    queue = queue_of(project)
    assert "before: 9 → 3 min" in queue
    assert "autonomy: approve" in queue
    with served(project) as address:
        assert "Issues before it took 9 → 3 min" in shown(address, "/acme/2026-W46/client_update")


class Form:
    """The forms of one deliverable's page."""

    def __init__(self, address: str) -> None:
        self.page = f"{address}/acme/2026-W46/client_update"

    def send(self, doing: str, **fields: str) -> requests.Response:
        html = requests.get(self.page, timeout=60).text
        names = ("form_token", "seen", "after", "opened")
        form = {name: re.search(rf'name="{name}" value="([^"]*)"', html)[1] for name in names}
        return requests.post(self.page, data=form | {"do": doing} | fields, timeout=60)


def test_what_is_put_off_waits_no_more_until_its_day_or_a_newer_text(tmp_path):
    project = project_in(tmp_path)
    fill(project)
    day = (datetime.now(UTC) + timedelta(days=3)).date()
    with served(project) as address:
        form = Form(address)
        answer = form.send("snooze", until=day.isoformat())
        assert f"Put off until {day:%A %d %B %Y}" in answer.text
        week = words_of(shown(address, "/"))
        assert "Waiting for you 1" in week
        assert "Put off 1 Acme Corp, client update until" in week
        assert "Acme Corp, 2026-W46, client update: put off" in shown(address, "/")
        assert "Take it up now" in form.send("snooze", until=(day + timedelta(days=1)).isoformat()).text
        form.send("wake")
        assert "Waiting for you 2" in words_of(shown(address, "/"))
        form.send("snooze", until=day.isoformat())
        agency_ledger(project).save_versions([version("acme", "2026-W46", document(claim("c8", "News came.")))])
        assert "Waiting for you 2" in words_of(shown(address, "/"))


def test_the_button_says_whether_somebody_is_written_to(page):
    told = words_of(shown(page, "/acme/2026-W46/client_update"))
    assert "Approve and publish" in told
    assert "Approve and send" not in told


@pytest.mark.parametrize("until", ["", "soon", "2020-01-01", "9999-12-31"])
def test_nothing_is_put_off_until_no_day_ahead(page, until):
    assert Form(page).send("snooze", until=until).status_code == 400


def test_putting_off_takes_no_approval_back(tmp_path):
    project = project_in(tmp_path)
    fill(project)
    ledger, key = agency_ledger(project), DeliverableKey("acme", "2026-W46", "client_update")
    ledger.snooze(key, Decision("ana"), datetime.now(UTC) + timedelta(days=1))
    ledger.record_approval(key, Decision("mia"))
    ledger.ask_anew(key, Decision("ana"))
    assert ledger.latest(*key).state == "approved"
    with pytest.raises(UserError, match="waits for nobody"):
        ledger.snooze(key, Decision("ana"), datetime.now(UTC) + timedelta(days=1))


def test_what_is_asked_for_anew_says_that_it_waits_and_what_makes_it_at_once(tmp_path):
    project = project_in(tmp_path)
    fill(project)
    with served(project) as address:
        told = words_of(Form(address).send("anew").text)
        assert "asked on" in told
        assert "yarnnn run --week 2026-W46 --client acme --type client_update" in told
        assert "Make it anew" not in told
        ledger = agency_ledger(project)
        ledger.save_drafts([NewDraft("acme", "2026-W46", "client_update", "h", {})])
        assert "Make it anew" in shown(address, "/acme/2026-W46/client_update")


def test_a_sentence_that_is_no_longer_there_is_said_to_be_gone_and_no_other_is_shown_for_it(page):
    html = shown(page, "/acme/2026-W46/client_update?claim=c-of-before")
    assert "changed or taken out since you opened this page" in html
    assert 'aria-current="true"' not in html
    assert 'value="strike"' not in html
