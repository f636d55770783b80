"""The sent copy is clean, the review copy shows every source."""

from __future__ import annotations

from dataclasses import replace

import pytest
from bs4 import BeautifulSoup

from tests.unit.weekly import at, client_week, message, stored, write
from yarnnn_pipelines.config.deliverable_types import DeliverableType, deliverable_type, deliverable_types
from yarnnn_pipelines.deliverables.gate.gate import Gated, judge
from yarnnn_pipelines.deliverables.render.render import html_page, review_markdown, sent_markdown
from yarnnn_pipelines.deliverables.slots.frame import frame_for

KIND = deliverable_type("client_update")
OWN = frozenset({"northlight.slack.example"})


def gated(*said: str) -> Gated:
    week = client_week(*(message("Mia Duarte", at(9, 10 + i), text) for i, text in enumerate(said)))
    return judge(write(week, KIND), frame_for(week), KIND, stored(week))


COVERAGE = {"landed": 3, "used": 1, "ignored": {"internal_only": 2}, "unassigned": 4}


def test_the_review_copy_says_what_differs_from_the_version_before():
    changes = {"version": 1, "added": ["It launched."], "removed": ["It launched <late>."]}
    text = review_markdown(gated("it launched"), 2, "drafted", COVERAGE, changes)
    assert "Review copy of version 2" in text
    assert "## Since version 1\n\n- New: It launched.\n- Gone: It launched \\<late>." in text


def test_the_sent_copy_holds_the_claims_and_nothing_of_the_workshop() -> None:
    result = gated("the landing page is live in *both* languages :tada:")
    assert sent_markdown(result.draft.title, result.sections, KIND) == (
        "# Acme Corp: week of 9 November 2026\n\n## What moved\n\n- The landing page is live in \\*both\\* languages.\n"
    )


@pytest.mark.parametrize("kind", deliverable_types().values(), ids=lambda kind: kind.id)
def test_a_sent_copy_says_nothing_but_what_claims_say(kind: DeliverableType) -> None:
    """Whatever the week holds, nothing is said of a part for which there is no claim."""
    for said in ((), ("the landing page is live in both languages", "The print proofs are delayed by a week.")):
        week = client_week(*(message("Mia Duarte", at(9, 10 + i), text) for i, text in enumerate(said)))
        result = judge(write(week, kind), frame_for(week), kind, stored(week), week.events)
        lines = [line for line in sent_markdown("Acme", result.sections, kind).splitlines() if line]
        beside = [line for line in lines if not line.startswith("#")]
        assert len(beside) == len(result.claims)
        assert all(any(claim.text in line for claim in result.claims) for line in beside)


def test_the_review_copy_links_every_claim_to_its_source() -> None:
    result = gated("the landing page is live in both languages")
    review = review_markdown(result, 1, "drafted", COVERAGE, None, own_hosts=OWN)
    page = BeautifulSoup(html_page("x", review), "html.parser")
    item = page.select_one("li li")
    assert "“the landing page is live in both languages”" in item.get_text()
    assert item.a["href"] == result.claims[0].evidence[0].permalink
    assert "Slack, Mia Duarte, Monday 9 November, 10:00" in item.get_text()


def test_the_review_copy_says_what_was_withheld_and_why() -> None:
    text = review_markdown(gated("the staging password is fixed: gull-harbour-72"), 1, "blocked", COVERAGE, None)
    assert "## Withheld" in text
    assert "it holds a password or code; leave it out" in text
    assert "3 items landed for this client and week, 1 is told here; left out: 2 internal only." in text


def test_what_someone_typed_can_not_become_markup() -> None:
    result = gated("the page [click](http://evil.example) is live on Monday with # and _many_ signs")
    html = html_page("<b>", sent_markdown("A <b> & co", result.sections, KIND))
    page = BeautifulSoup(html, "html.parser")
    assert page.select("a, b, li em") == []
    assert page.title.get_text() == "<b>"


def test_a_deliverable_of_a_week_not_read_in_full_says_so_and_not_to_the_client_what_it_was() -> None:
    result = gated("the landing page is live in both languages")
    missing = ["Slack #acme-internal: it can't be read (not_in_channel). invite the app"]
    review = review_markdown(result, 1, "drafted", COVERAGE, None, missing)
    assert "## Not read\n\n- Slack #acme-internal: it can't be read" in review
    sent = sent_markdown(result.draft.title, result.sections, KIND, is_complete=False)
    assert "Not every source could be read in full for this update" in sent
    assert "acme-internal" not in sent


LINKS = KIND.model_copy(update={"sources_in_sent_copy": "links"})


def rendered(permalink: str) -> tuple[BeautifulSoup, BeautifulSoup]:
    """The sent copy with links and the review copy, both as pages."""
    result = gated("the landing page is live in both languages")
    claim = result.claims[0]
    moved = replace(claim, evidence=(replace(claim.evidence[0], permalink=permalink),))
    section = replace(result.sections[0], claims=(moved,))
    sent = sent_markdown("x", [section], LINKS, own_hosts=OWN)
    review = review_markdown(replace(result, sections=(section,)), 1, "drafted", COVERAGE, None, own_hosts=OWN)
    return BeautifulSoup(html_page("x", sent), "html.parser"), BeautifulSoup(html_page("x", review), "html.parser")


@pytest.mark.parametrize(
    "permalink",
    [
        "https://northlight.slack.example/archives/C1/p1",
        "https://northlight.slack.com/archives/C1/p1?thread_ts=1.2&cid=C1",
        "https://mail.google.com/mail/?authuser=mia%40northlight.example#all/1",
        "https://www.notion.so/abc?d=def",
        "https://northlight.notion.site/abc",
        "https://calendar.google.com/calendar/event?eid=1",
        "https://www.google.com/calendar/event?eid=1",
    ],
)
def test_the_platforms_own_pages_are_links(permalink: str) -> None:
    assert [[link["href"] for link in page.select("li a")] for page in rendered(permalink)] == [[permalink]] * 2


@pytest.mark.parametrize(
    "permalink",
    [
        "https://evil.example/x",
        "http://northlight.slack.com/archives/C1/p1",
        "javascript:alert(1)",
        "https://slack.com.evil.example/x",
        "https://evilslack.com/x",
        "https://slack.com@evil.example/x",
        "https://slack.com:8443/x",
        "https://slack.com\\@evil.example/x",
        "https://evil.example/x) ![p](https://evil.example/pixel.png",
        "https://www.google.com/x\n\n![p](https://evil.example/pixel.png)",
        "https://www.google.com/x <img src=https://evil.example/pixel.png>",
        "https://www.google.com/\u202egpj",
        "https://[",
    ],
)
def test_any_other_address_is_text(permalink: str) -> None:
    for page in rendered(permalink):
        assert page.select("a, img") == []
        assert len(page.select("h1, h2, p > script")) == len(page.select("h1, h2"))


def test_an_address_does_not_break_out_of_its_link() -> None:
    for page in rendered('https://www.google.com/x)![Approved](https://evil.example/p.png)"onload="<b>[a]'):
        (link,) = page.select("li a")
        assert link["href"].startswith("https://www.google.com/x%29!%5BApproved%5D%28https://evil.example/p.png%29%22")
        assert page.select("img, b") == []
