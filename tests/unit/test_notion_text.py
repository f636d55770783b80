"""A Notion page's words as its reader sees them, from the API and from an export: none lost, none added."""

from __future__ import annotations

from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from yarnnn_pipelines.core.visible import hides
from yarnnn_pipelines.sources.notion.block_markdown import Block, Writer
from yarnnn_pipelines.sources.notion.pages import PageContent, page_content, row_content
from yarnnn_pipelines.sources.notion.text import clean_markdown

WRITER = Writer(ZoneInfo("UTC"), lambda _: True, lambda _: None)


def span(text: str, *marks: str, link: str | None = None) -> dict[str, Any]:
    return {
        "type": "text",
        "plain_text": text,
        "text": {"content": text, "link": {"url": link} if link else None},
        "annotations": dict.fromkeys(marks, True),
    }


def link_mention(text: str, link: str) -> dict[str, Any]:
    mention = {"type": "link_mention", "link_mention": {"href": link, "title": text}}
    return {"type": "mention", "plain_text": text, "mention": mention, "annotations": {}}


def of_page(*spans: dict[str, Any]) -> PageContent:
    """What a page of these words says, read as its export is."""
    return page_content(f"# Plan\n\n{WRITER.rich(spans)}\n", "Plan", [])


@pytest.mark.parametrize(
    "spans",
    [
        [span("the icons", link="https://globex.example/a_b")],
        [span("the ", "bold", link="https://globex.example/a_b"), span("icons", link="https://globex.example/a_b")],
        [span("old ", "strikethrough"), span("the icons", "code", link="https://globex.example/a_b")],
        [link_mention("the icons", "https://globex.example/a_b")],
    ],
)
def test_where_a_link_leads_stands_beside_a_page_whose_text_shows_its_words_alone(spans: list[dict[str, Any]]) -> None:
    content = of_page(span("See "), *spans, span("."))
    assert content.text == "See the icons."
    assert content.links == ["[the icons](https://globex.example/a_b)"]


def test_where_links_lead_is_known_of_properties_rows_and_pages_too_long_to_parse() -> None:
    markdown = "# Plan\n\nBrief: [brief](https://a.example)\n\n" + "long " * 5_000 + "[here](https://b.example)\n"
    assert page_content(markdown, "Plan", ["Brief"]).links == [
        "[brief](https://a.example)",
        "[here](https://b.example)",
    ]
    row = row_content({"Name": "Plan", "Brief": "[brief](https://a.example)", "Site": "https://b.example"}, "Name")
    assert row.links == ["[brief](https://a.example)"]


def test_a_link_in_two_styles_that_shows_another_address_than_it_leads_to_is_seen() -> None:
    spans = [span("acme", "bold", link="https://evil.example"), span(".example", link="https://evil.example")]
    assert hides(of_page(*spans).text) == "a link that shows one address and leads to another"


MENTIONED = {
    "type": "mention",
    "plain_text": "2026-11-10",
    "mention": {"type": "date", "date": {"start": "2026-11-10"}},
    "annotations": {"strikethrough": True},
}


def shown(*spans: dict[str, Any], kind: str = "paragraph") -> str:
    return clean_markdown(WRITER.blocks([Block({"type": kind, kind: {"rich_text": list(spans)}})]))


@pytest.mark.parametrize(
    ("spans", "words"),
    [
        ([span("Status: ", "bold"), span("done by Friday")], "Status: done by Friday"),
        ([span("We moved"), span(" the launch", "bold"), span(" to Monday")], "We moved the launch to Monday"),
        ([span("Note ", "italic"), span("budget is 5k")], "Note budget is 5k"),
        ([span("Launch Monday"), span(" and Tuesday", "strikethrough"), span(" is set")], "Launch Monday is set"),
        ([span("Budget 10k ", "strikethrough"), span("Budget 8k")], "Budget 8k"),
        ([span("run "), span("make all ", "code"), span("first")], "run make all first"),
        ([span("Budget 10k ", "strikethrough", "bold"), span("Budget 8k")], "Budget 8k"),
        ([span("old a", "strikethrough"), span(" old b", "strikethrough", "italic"), span(" new")], "new"),
        ([span("old plan", "strikethrough", link="https://x.example/a_(b)"), span(" the new one")], "the new one"),
        ([span("a", "bold"), span("b", "bold"), span("c")], "abc"),
        ([span("see "), span("[draft] plan", link="https://x.example/a b"), span(" now")], "see [draft] plan now"),
        ([span("run "), span("a `b` c", "code"), span(" now")], "run a `b` c now"),
        ([span("run "), span("`", "code"), span(" now")], "run ` now"),
        ([MENTIONED, span(" stays")], "stays"),
        ([span("a"), span(" ", "bold"), span("b")], "a b"),
        ([span("Decision:", "bold"), span("we go")], "Decision:we go"),
        (
            [span("Yes", "bold", "italic"), span(", "), span("the plan", "bold", link="https://x.example")],
            "Yes, the plan",
        ),
    ],
)
def test_a_span_loses_its_marks_and_nothing_else(spans: list[dict[str, Any]], words: str) -> None:
    assert shown(*spans) == words


@pytest.mark.parametrize(
    "words",
    [
        *("1. April is the date", "> 5% growth this week", "# of leads: 40", "- 3 degrees", "+ 4 seats", "---", "==="),
        *("use the <a> tag", "price <p> 5", "2 * 3 * 4 seats", "a*b*c", "__init__", "~~ approx ~~", "cost ~~10~~ 12"),
        *(
            "[draft] budget",
            "[x] done",
            "[link](https://x)",
            "![x](y)",
            "`code",
            "a | b | c",
            "C:\\temp\\x",
            "\\*no\\*",
        ),
        *("Q&A &amp; &lt;", "Total: 5\n- a\n- b", "https://x.example/a_b_c", "2**3 and 4**5", "$5 and $6", "10) ten"),
    ],
)
@pytest.mark.parametrize("kind", ["paragraph", "bulleted_list_item", "quote"])
def test_plain_words_stay_as_they_were_typed(words: str, kind: str) -> None:
    assert shown(span(words), kind=kind).split() == words.split()


PRINTED = st.text(st.characters(min_codepoint=0x20, max_codepoint=0x7E), min_size=1, max_size=40)


@settings(max_examples=400, deadline=None)
@given(PRINTED)
def test_whatever_is_typed_is_read_as_typed(text: str) -> None:
    assert shown(span(text)).split() == text.split()


@pytest.mark.parametrize(
    ("markdown", "words"),
    [
        ("**Status: **done", "Status: done"),
        ("We moved** the launch** to Monday", "We moved the launch to Monday"),
        ("~~Budget 10k ~~Budget 8k", "Budget 8k"),
        ("Launch Monday~~ and Tuesday~~ is set", "Launch Monday is set"),
        ("*Note *budget is 5k", "Note budget is 5k"),
        ("**Decision:**we go", "Decision:we go"),
        ("2**3 is not 4**5", "2**3 is not 4**5"),
        ("5 * 3 seats and 4 * 2 seats", "5 * 3 seats and 4 * 2 seats"),
    ],
)
def test_an_export_whose_marks_stand_around_spaces_reads_the_same(markdown: str, words: str) -> None:
    assert clean_markdown(markdown) == words


def test_code_that_holds_a_fence_stays_one_block() -> None:
    block = Block({"type": "code", "code": {"rich_text": [span("x = 1\n```\nafter \\*")], "language": "python"}})
    assert clean_markdown(WRITER.blocks([block])) == "x = 1\n```\nafter \\*"


def test_a_cell_of_two_lines_stays_one_cell() -> None:
    row = Block({"type": "table_row", "table_row": {"cells": [[span("Design\nwork")], [span("5 | 6")]]}})
    table = Block(
        {"type": "table", "table": {}},
        [Block({"type": "table_row", "table_row": {"cells": [[span("Name")], [span("Cost")]]}}), row],
    )
    assert clean_markdown(WRITER.blocks([table])) == "Name: Cost\nDesign work: 5 | 6"


def test_a_sign_that_would_end_a_heading_or_a_cell_is_a_sign() -> None:
    assert shown(span("# of leads ##"), kind="heading_2") == "# of leads ##"
    row = {"type": "table_row", "table_row": {"cells": [[span("A")], [span("a|b", "code")]]}}
    assert clean_markdown(WRITER.blocks([Block({"type": "table", "table": {}}, [Block(row)])])) == "A: a|b"


def test_a_block_that_is_none_costs_no_other_and_is_told() -> None:
    told: list[str] = []
    writer = Writer(ZoneInfo("UTC"), lambda _: True, lambda _: None, told.append)
    good = {"type": "paragraph", "paragraph": {"rich_text": [span("good")]}}
    odd = {"type": "paragraph", "paragraph": {"rich_text": "abc"}}
    assert clean_markdown(writer.blocks([Block(good), Block(odd), Block(good)])) == "good\ngood"
    assert len(told) == 1
