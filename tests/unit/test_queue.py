"""Which draft is looked at first, and what is said of why."""

from __future__ import annotations

from typing import Any

import pytest

from yarnnn_pipelines.stores.ledger.rows import Issue
from yarnnn_pipelines.supervision.queue import Risk, figures_of, of_recipients, of_sources, risk_of

SENT = [Issue("2026-W45", 1, 200, True), Issue("2026-W44", 1, 180, False)]
CALM = {"kind": "quote", "doubts": []}


def risk(
    *claims: dict[str, Any], withheld: tuple[str, ...] = (), length: int = 200, earlier: Any = SENT, **others: Any
) -> Risk:
    sections = [{"claims": list(claims) or [CALM]}]
    document = {"sections": sections, "withheld": [{"verdict": one} for one in withheld], **others}
    return risk_of(figures_of(document, length), earlier)


def words(of: Risk) -> list[str]:
    return [matter.words for matter in of.matters]


def test_a_draft_of_which_nothing_stands_out_has_no_matter():
    assert words(risk()) == []


@pytest.mark.parametrize(
    ("made", "told"),
    [
        (risk(withheld=("contradicted",)), "1 contradiction"),
        (risk(withheld=("unsupported", "stale")), "2 sentences withheld"),
        (risk({"kind": "quote", "doubts": ["?"]}, {"kind": "slot", "doubts": ["?"]}), "2 sentences in doubt"),
        (risk({"kind": "rewrite", "doubts": []}, CALM), "1 of 2 worded by a model"),
        (risk({"kind": "rewrite", "by": "mia", "verdict": "to_vouch"}, CALM), "1 sentence nobody vouches for"),
        (risk(earlier=[Issue("2026-W45", 1, 200, False)]), "first issue"),
        (risk(length=600), "3.2 times its usual length"),
        (risk(length=50), "26% of its usual length"),
        (risk(incomplete=["a channel"]), "1 source was not read"),
    ],
)
def test_each_matter_is_said_in_words(made, told):
    assert words(made) == [told]


def test_a_first_issue_has_no_usual_length():
    drafted = [Issue("2026-W45", 1, 200, False), Issue("2026-W44", 1, 180, False)]
    assert words(risk(length=50, earlier=drafted)) == ["first issue"]


def test_who_got_no_issue_before_is_told_and_nobody_else():
    assert [one.words for one in of_recipients(["dana@x.example", "new@x.example"], ["dana@x.example"])] == [
        "new recipient new@x.example"
    ]
    assert of_recipients(["dana@x.example"], ["dana@x.example", "gone@x.example"]) == []
    assert of_recipients(["dana@x.example"], None) == []


def test_a_stale_source_is_told_unless_the_text_says_so_itself():
    (stale,) = of_sources(["Slack", "Mail", "Slack"])
    assert stale.words == "Slack and Mail are stale"
    assert words(risk().besides(stale)) == ["Slack and Mail are stale"]
    assert words(risk(incomplete=["a channel"]).besides(stale)) == ["1 source was not read"]


def test_what_is_true_today_stands_in_its_place():
    (new,) = of_recipients(["new@x.example"], [])
    (stale,) = of_sources(["Slack"])
    names = [matter.name for matter in risk(withheld=("stale",)).besides(stale, new).matters]
    assert names == ["withheld", "new_recipients", "stale"]


def test_a_sentence_that_the_text_tells_elsewhere_is_not_missed():
    assert words(risk(withheld=("duplicate",))) == []


def test_a_graver_kind_comes_before_any_number_of_the_next():
    contradicted, withheld = risk(withheld=("contradicted",)), risk(withheld=("stale",) * 9)
    doubted = risk({"kind": "quote", "doubts": ["?"]})
    assert sorted([doubted, withheld, risk(), contradicted], key=lambda one: one.order) == [
        contradicted, withheld, doubted, risk(),
    ]  # fmt: skip


def test_a_draft_is_compared_with_the_last_version_of_each_earlier_week():
    redrafted = [Issue("2026-W45", 2, 200, True), Issue("2026-W45", 1, 9_000, False), Issue("2026-W44", 1, 200, False)]
    assert words(risk(length=250, earlier=redrafted)) == []
