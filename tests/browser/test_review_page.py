"""The review page in a real browser: its keys, that it works without JavaScript, and that anyone can read it."""

from __future__ import annotations

import shutil
from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect, sync_playwright

from tests.review_line import fill, project_in, served

FLAGS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
PATHS = ("/", "/acme/2026-W46/client_update", "/blue/2026-W46/client_update?items", "/nothing", "/login")

pytestmark = pytest.mark.long


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    project = project_in(tmp_path_factory.mktemp("review"))
    fill(project)
    with served(project) as address:
        yield address


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    chromium = shutil.which("chromium")
    assert chromium, "the tests use the system's Chromium: `apt-get install chromium`"
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=chromium, args=FLAGS)
        yield opened
        opened.close()


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    context = browser.new_context()
    yield context.new_page()
    context.close()


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_nothing_keeps_anyone_from_reading_a_page(browser, address, path, scheme):
    context = browser.new_context(color_scheme=scheme)
    page = context.new_page()
    page.goto(f"{address}{path}")
    found = Axe().run(page).response["violations"]
    context.close()
    assert [one["id"] for one in found if one["impact"] in ("serious", "critical")] == []


@pytest.mark.parametrize("path", PATHS)
def test_a_page_fits_a_phone(browser, address, path):
    context = browser.new_context(viewport={"width": 375, "height": 800})
    page = context.new_page()
    page.goto(f"{address}{path}")
    width = page.evaluate("document.documentElement.scrollWidth")
    context.close()
    assert width == 375


def test_by_keys_alone_one_gets_from_the_queue_to_a_sentences_source(page, address):
    page.goto(address)
    page.keyboard.press("j")
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    expect(page).to_have_url(f"{address}/acme/2026-W46/client_update")
    page.wait_for_load_state()  # on a busy machine the address is there before the page hears a key
    page.keyboard.press("j")
    expect(page.locator("a.claim[aria-current]")).to_be_focused()
    expect(page.locator("#evidence mark")).to_have_text("The pixel fires.")
    page.keyboard.press("?")
    expect(page.get_by_role("dialog", name="Keys")).to_be_visible()
    page.keyboard.press("Escape")
    page.keyboard.press("w")
    expect(page.get_by_role("heading", level=1)).to_have_text("Week 2026-W46")


def test_by_keys_alone_what_was_read_is_ticked_and_the_others_can_be(page, address):
    page.goto(f"{address}/acme/2026-W46/client_update")
    page.goto(address)
    box = page.get_by_role("checkbox")
    expect(box).to_be_checked()
    page.keyboard.press("j")
    page.keyboard.press("j")
    page.keyboard.press("x")
    expect(box).not_to_be_checked()
    page.keyboard.press("a")
    approve = page.get_by_role("button", name="Approve and send what is ticked")
    expect(approve).to_be_focused()
    approve.click()
    expect(page.get_by_role("alert")).to_have_text("Tick at least one draft first.")


def test_by_keys_a_focused_sentence_is_moved(page, address):
    page.goto(f"{address}/acme/2026-W46/client_update?claim=c1")
    page.get_by_role("link", name="The pixel fires.").focus()
    with page.expect_request(lambda request: request.method == "POST") as sent:
        page.keyboard.press("Shift+K")
    assert "do=move" in (sent.value.post_data or "")
    assert "sentence=c2&section=moved&before=c1" in (sent.value.post_data or "")


def test_a_key_acts_on_the_sentence_that_has_the_focus_and_escape_leaves_its_field(page, address):
    page.goto(f"{address}/acme/2026-W46/client_update?claim=c1")
    page.get_by_role("link", name="The pixel fires.").focus()
    page.keyboard.press("e")
    field = page.locator("#reword")
    expect(field).to_be_focused()
    expect(field).to_have_value("The pixel fires.")
    page.keyboard.press("Escape")
    expect(field).not_to_be_focused()


def test_the_whole_text_is_shown_as_it_will_look_while_it_is_written(page, address):
    page.goto(f"{address}/acme/2026-W46/client_update")
    page.keyboard.press("m")
    page.get_by_label("Text, in Markdown").fill("## What moved\n\n- It *launched*.")
    preview = page.get_by_role("region", name="Preview")
    expect(preview.get_by_role("heading", name="What moved")).to_be_visible()
    expect(preview.locator("em")).to_have_text("launched")
    page.reload()
    page.keyboard.press("m")
    expect(page.get_by_label("Text, in Markdown")).to_have_value("## What moved\n\n- It *launched*.")


def test_without_javascript_a_sentence_shows_its_sources_all_the_same(browser, address):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{address}/acme/2026-W46/client_update")
    page.get_by_role("link", name="The pixel fires.").click()
    expect(page.locator("#evidence mark")).to_have_text("The pixel fires.")
    context.close()


def test_a_browser_sends_the_login_and_is_let_in(browser, tmp_path):
    project = project_in(tmp_path)
    fill(project)
    with served(project, token="a-long-secret-of-ours") as address:
        context = browser.new_context()
        page = context.new_page()
        page.goto(address)
        page.get_by_label("Your name").fill("Mia")
        page.get_by_label("Token").fill("a-long-secret-of-ours")
        page.get_by_role("button", name="Log in").click()
        expect(page.get_by_role("heading", level=1)).to_have_text("Week 2026-W46")
        page.get_by_role("button", name="Log out").click()
        expect(page.get_by_role("heading", level=1)).to_have_text("Log in")
        context.close()
