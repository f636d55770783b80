"""Issues, pull requests and tickets that are named by a link: what tells one from another is its number."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import quote

import pytest

from yarnnn_pipelines.english.identifiers import labelled_work, speak_of_two
from yarnnn_pipelines.english.likeness import tells_the_same
from yarnnn_pipelines.english.rewording import tidy
from yarnnn_pipelines.sources.notion.text import clean_markdown
from yarnnn_pipelines.sources.shared.html import html_to_text
from yarnnn_pipelines.sources.slack.text import Names, blocks_text, clean_mrkdwn

SHOP = "https://github.com/studio/shop"
NOBODY = Names({}, {})


@pytest.mark.parametrize(
    ("text", "worded"),
    [
        (f"I fixed {SHOP}/issues/41.", "I fixed issue #41"),
        (f"I fixed {SHOP}/pull/42", "I fixed pull request #42"),
        (f"I fixed the issue <{SHOP}/issues/41>.", "I fixed the issue #41"),
        (f"I fixed issue {SHOP}/issues/41", "I fixed issue #41"),
        (f"I fixed the checkout error <{SHOP}/issues/41>.", "I fixed the checkout error (#41)"),
        (f"I fixed [the checkout error]({SHOP}/issues/41).", "I fixed the checkout error (#41)"),
        ("Fixed https://studio.atlassian.net/browse/SHOP-41", "Fixed SHOP-41"),
        (f"Issue #41 is fixed ({SHOP}/issues/41).", "Issue #41 is fixed"),
        ("I sent the report https://docs.example/x", "I sent the report"),
        ("The page launched: https://shop.example", "The page launched"),
        ("I fixed https://docs.example/x.", ""),  # nobody would see what
        ("We've updated https://docs.example/x", ""),
    ],
)
def test_a_sentence_keeps_the_issue_that_its_link_names_and_is_none_without_what_it_links(
    text: str, worded: str
) -> None:
    assert tidy(text) == worded


@pytest.mark.parametrize(
    ("label", "address", "shown"),
    [
        ("the checkout error", f"{SHOP}/issues/41", "the checkout error (#41)"),
        ("issue", f"{SHOP}/issues/41#issuecomment-1", "issue #41"),
        ("this PR", f"{SHOP}/pull/7", "pull request #7"),
        ("login fails", "https://linear.app/studio/issue/ABC-41/login-fails", "login fails (ABC-41)"),
        ("Issue #41", f"{SHOP}/issues/41", "Issue #41"),
        ("\n the issue ", f"{SHOP}/issues/41", "\n issue #41 "),
        ("issue", f"https://www.google.com/url?q={SHOP}/issues/41&source=gmail", "issue #41"),
        (
            "issue",
            f"https://eur01.safelinks.protection.outlook.com/?url={quote(SHOP, '')}%2Fissues%2F41&data=05",
            "issue #41",
        ),
        ("issue", f"https://urldefense.com/v3/__{SHOP}/issues/41__;!!Abc!xyz$", "issue #41"),
        ("our shop", "https://shop.example", "our shop"),
        ("our shop", "https://www.google.com/url?q=https://shop.example", "our shop"),
        ("the search", f"https://shop.example/?q={SHOP}/issues/41", "the search"),
        ("", f"{SHOP}/issues/41", ""),
    ],
)
def test_a_link_to_an_issue_shows_its_number_beside_a_label_that_does_not(label: str, address: str, shown: str) -> None:
    assert labelled_work(label, address) == shown


@pytest.mark.parametrize("label", ["issue", "the checkout error"])
def test_two_issues_with_one_label_are_two(label: str) -> None:
    one, other = (clean_mrkdwn(f"I fixed <{SHOP}/issues/{number}|{label}>.", NOBODY) for number in (41, 42))
    assert speak_of_two(one, other)
    assert not tells_the_same(one, other)
    link = {"type": "link", "url": f"{SHOP}/issues/41", "text": label}
    section = {"type": "rich_text_section", "elements": [{"type": "text", "text": "I fixed "}, link]}
    assert f"{blocks_text([{'type': 'rich_text', 'elements': [section]}], NOBODY)}." == one


A, B = "https://docs.example/a", "https://docs.example/b?x=1&y=2"


def test_two_links_of_one_label_in_a_message_are_two() -> None:
    told = f"The report is here ({A}). The report is here ({B})."
    assert clean_mrkdwn(f"The report is <{A}|here>. The report is <{B.replace('&', '&amp;')}|here>.", NOBODY) == told
    links = [
        [{"type": "text", "text": "The report is "}, {"type": "link", "url": url, "text": "here"}] for url in (A, B)
    ]
    elements = [*links[0], {"type": "text", "text": ". "}, *links[1], {"type": "text", "text": "."}]
    section = {"type": "rich_text_section", "elements": elements}
    assert blocks_text([{"type": "rich_text", "elements": [section]}], NOBODY) == told
    assert speak_of_two(*told.split(". ", 1))


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        (f"<{A}|Here>, again <{A}/|here>.", "Here, again here."),
        (f"<{A}|here> and <{B}|there>", "here and there"),
        (f"<{A}|here> and <@U1|here>", "here and @here"),
        (f"<{SHOP}/issues/41|issue> and <{SHOP}/issues/42|issue>", "issue #41 and issue #42"),
    ],
)
def test_links_that_their_words_tell_apart_or_that_lead_to_one_place_keep_their_words_alone(
    text: str, shown: str
) -> None:
    assert clean_mrkdwn(text, NOBODY) == shown


IN_A_MAIL = '<p>I fixed <a href="{address}">{label}</a>.</p>'
ON_A_PAGE = "I fixed [{label}]({address})."


@pytest.mark.parametrize("label", ["issue", "the <b>checkout</b> error", "the\n  issue"])
@pytest.mark.parametrize(("cleaned", "written"), [(html_to_text, IN_A_MAIL), (clean_markdown, ON_A_PAGE)])
def test_two_issues_with_one_label_are_two_in_mails_and_on_pages(
    cleaned: Callable[[str], str], written: str, label: str
) -> None:
    one, other = (
        cleaned(written.format(label=label, address=f"{SHOP}/issues/{number}")).replace("\n", " ")
        for number in (41, 42)
    )
    assert "#41" in tidy(one)
    assert "#42" in tidy(other)
    assert speak_of_two(one, other)
    assert not tells_the_same(one, other)
    shop = cleaned(written.format(label=label, address="https://shop.example"))
    assert "#" not in shop


def test_a_link_that_shows_another_address_keeps_it_beside_its_number() -> None:
    shown = html_to_text(f'<p>Live: <a href="{SHOP}/issues/41">acme.example</a></p>')
    assert shown == f"Live: [acme.example (#41)]({SHOP}/issues/41)"


@pytest.mark.parametrize(("one", "other"), [("shop#7 is fixed.", "api#7 is fixed."), ("Released 1.", "Released 2.")])
def test_issues_of_two_repositories_are_two(one: str, other: str) -> None:
    assert not tells_the_same(one, other)
