"""What somebody does on the review page is what the commands do: kept, judged, and told to the second of two."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from html import unescape
from pathlib import Path

import pytest
import requests

from tests.line.test_edits import FIXED, KEY, Desk, built, desk, drafted
from tests.review_line import served
from yarnnn_pipelines.stores.locks import warehouse_lock
from yarnnn_pipelines.stores.warehouse import connect

__all__ = ["built", "desk", "drafted"]  # fixtures

PATH = "/".join(("", *KEY))
FIELDS = ("form_token", "seen", "after", "opened", "bound")


class Page:
    """One browser without JavaScript before a deliverable."""

    def __init__(self, address: str) -> None:
        self.address = address
        self.load()

    def load(self) -> str:
        self.html = requests.get(f"{self.address}{PATH}", timeout=60).text
        found = {name: re.search(rf'name="{name}" value="([^"]*)"', self.html) for name in FIELDS}
        self.fields = {name: match[1] for name, match in found.items() if match}
        return self.html

    def send(self, doing: str, **fields: str) -> requests.Response:
        form = self.fields | {"do": doing} | fields
        return requests.post(f"{self.address}{PATH}", data=form, timeout=60, allow_redirects=False)


@pytest.fixture
def page(desk: Desk) -> Iterator[Page]:
    with served(desk.project) as address:
        yield Page(address)


def test_a_draft_is_struck_reworded_and_sent_from_the_page(desk: Desk, page: Page) -> None:
    assert page.send("strike", sentence=desk.claim("checkout")["claim_id"], reason="they know").status_code == 303
    assert "they know" in page.load()
    page.send("write", text="The new brochure is printed.", section="moved")
    assert "needs your word" in page.load()
    assert page.send("approve").status_code == 400
    page.send("vouch", sentence=desk.claim("brochure")["claim_id"])
    page.load()
    assert page.send("approve", looked_at="yes").status_code == 303
    sent = Path(desk.version.locations[0]).read_text()
    assert "The new brochure is printed." in sent
    assert "checkout" not in sent
    review = desk.ledger.approvals([KEY])[KEY]
    assert review.seconds is not None
    assert 0 <= review.seconds < 3600


def test_of_two_pages_the_second_is_told_and_nothing_is_overwritten(desk: Desk, page: Page) -> None:
    other = Page(page.address)
    page.send("reword", sentence=desk.claim("checkout")["claim_id"], text="The bug in the checkout is fixed.")
    answer = other.send("strike", sentence=desk.claim("campaign")["claim_id"])
    assert answer.status_code == 400
    assert "after you opened it" in answer.text
    assert [claim["text"] for claim in desk.claims("bug")] == ["The bug in the checkout is fixed."]
    assert desk.claims("campaign")


def test_a_rejection_says_by_whom_and_why_and_can_be_taken_back(desk: Desk, page: Page) -> None:
    page.send("reject", reason="wait for the invoice")
    assert "wait for the invoice" in page.load()
    assert desk.version.state == "rejected"
    page.send("reopen")
    assert desk.version.state == "drafted"


def test_a_sentence_is_moved_by_the_buttons_that_its_place_allows(desk: Desk, page: Page) -> None:
    def told() -> list[str]:
        return [claim["text"] for claim in desk.claims() if claim["section"] == "moved"]

    first, last = (desk.claim(text) for text in told())
    html = requests.get(f"{page.address}{PATH}?claim={first['claim_id']}", timeout=60).text
    assert "Move up" not in html
    assert "Move down" in html
    order = told()
    assert page.send("move", sentence=first["claim_id"], section="moved", before="").status_code == 303
    assert told() == order[::-1]
    page.load()
    page.send("move", sentence=first["claim_id"], section="moved", before=last["claim_id"])
    assert told() == order


def test_the_time_over_every_change_counts_and_not_that_of_the_last_alone(desk: Desk, page: Page) -> None:
    page.send("strike", sentence=desk.claim("checkout")["claim_id"], opened=str(time.time() - 300))
    assert "Reviewed for 5 min" in page.load()
    page.send("approve", looked_at="yes", opened=str(time.time() - 120))
    html = page.load()
    assert "Reviewed for 7 min" in html
    assert "Approved by" in html


def test_the_whole_text_is_edited_and_each_change_is_judged_as_one_of_a_sentence(desk: Desk, page: Page) -> None:
    text = desk.version.markdown
    assert page.send("edit_text", text=text.replace("\n", "\r\n")).status_code == 400
    fixed = desk.claim("checkout")["text"]
    assert page.send("edit_text", text=text.replace(fixed, "The bug in the checkout is fixed.")).status_code == 303
    claim = desk.claim("bug in the checkout")
    assert (claim["verdict"], claim["evidence"][0]["quote"]) == ("supported", FIXED)
    assert page.send("edit_text", text="# Nothing").status_code == 400  # of a version that is no longer the newest


def test_a_preview_shows_markdown_and_runs_nothing(page: Page) -> None:
    form = {"form_token": page.fields["form_token"], "text": "# Week\n\n<script>x</script> [a](javascript:x)"}
    shown = requests.post(f"{page.address}/preview", data=form, timeout=60).text
    assert "<h1>Week</h1>" in shown
    assert "<script" not in shown
    assert "href" not in shown
    assert requests.post(f"{page.address}/preview", data=form | {"form_token": "x"}, timeout=60).status_code == 400


def test_any_item_that_landed_can_be_told_and_finds_its_own_source(desk: Desk, page: Page) -> None:
    page.send("strike", sentence=desk.claim("checkout")["claim_id"])
    html = requests.get(f"{page.address}{PATH}?items", timeout=60).text
    assert f'maxlength="2000">{FIXED}</textarea>' in html
    page.load()
    page.send("write", text=FIXED, section="moved", item="1")
    assert desk.claim("checkout")["evidence"][0]["quote"] == FIXED


def test_a_sentence_of_ones_own_stands_below_the_lines_that_sum_up(desk: Desk, page: Page) -> None:
    page.send("write", text="Acme approved the budget.", section="in_short")  # where somebody wants it so
    (form,) = re.findall(r"Write a sentence of your own.*?</form>", page.load(), re.DOTALL)
    assert re.findall(r'<option value="([^"]+)" selected>', form) == ["moved"]


def test_the_source_of_ones_own_sentence_is_looked_for_and_named(desk: Desk, page: Page) -> None:
    page.send("strike", sentence=desk.claim("checkout")["claim_id"])
    page.load()
    page.send("write", text="Paying works again.", section="moved")
    sentence = desk.claim("Paying")["claim_id"]
    html = requests.get(f"{page.address}{PATH}?claim={sentence}&find=bug+in+the+checkout", timeout=60).text
    source = re.findall(r'name="do" value="cite">.*?name="source" value="([^"]+)"', html, re.DOTALL)
    assert len(source) == 1
    page.load()
    assert page.send("cite", sentence=sentence, source="slack:elsewhere").status_code == 400
    assert page.send("cite", sentence=sentence, source=source[0]).status_code == 303
    assert desk.claim("Paying")["evidence"][0]["quote"] == FIXED


def test_what_was_struck_can_be_put_back(desk: Desk, page: Page) -> None:
    page.send("strike", sentence=desk.claim("checkout")["claim_id"])
    page.load()
    page.send("undo", edit="1")
    assert desk.claims("checkout")


def test_a_sentence_stands_in_its_conversation_with_its_words_marked(desk: Desk, page: Page) -> None:
    html = requests.get(f"{page.address}{PATH}?claim={desk.claim('checkout')['claim_id']}", timeout=60).text
    assert f"<mark>{FIXED}</mark>" in html


def test_a_form_that_is_none_of_ours_changes_nothing(desk: Desk, page: Page) -> None:
    assert page.send("reject", reason="x", form_token="forged").status_code == 400
    assert page.send("explode").status_code == 400
    assert page.send("strike", sentence="c0").status_code == 400
    assert desk.version.state == "drafted"
    assert desk.ledger.edits([KEY]) == {}


@pytest.fixture
def own_sentence(desk: Desk, page: Page) -> str:
    page.send("write", text="Paying works again.", section="moved")
    return str(desk.claim("Paying")["claim_id"])


def found(page: Page, sentence: str, words: str) -> tuple[list[str], str]:
    """The items that looking for words gives, and what the page says with them."""
    address = f"{page.address}{PATH}"
    html = requests.get(address, params={"claim": sentence, "find": words}, timeout=60).text
    told = html[html.index('id="name-source"') :].partition("</details>")[0]
    items = re.findall(r'<li><span class="soft">[^<]*</span> (.*?)\n', told)
    return [unescape(item).strip() for item in items], told


@pytest.mark.parametrize("words", ["the photo with the red bus", "bus red photo", "A “summer” fair"])
def test_a_source_is_found_by_words_far_behind_its_first_ones(
    desk: Desk, page: Page, own_sentence: str, words: str
) -> None:
    items, _ = found(page, own_sentence, words)
    assert items
    assert any(part in items[0] for part in ("the red bus", "“summer” fair"))


def test_looking_for_words_shows_no_text_of_an_item_that_became_another_clients(
    desk: Desk, page: Page, own_sentence: str
) -> None:
    with connect(desk.project.home) as con:
        con.execute("update context.events set client_id = 'globex' where text like '%red bus%'")
    words = "did not help a bit either"
    items, told = found(page, own_sentence, words)
    assert items == []
    assert f"{words}." not in told


def test_while_a_run_has_the_warehouse_the_first_words_are_searched_and_that_is_told(
    desk: Desk, page: Page, own_sentence: str
) -> None:
    with warehouse_lock(desk.project.home):
        items, told = found(page, own_sentence, "checkout bug")
    assert items == [FIXED]
    assert "Only the first words of each item were searched" in told
