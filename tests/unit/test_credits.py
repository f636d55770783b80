"""Who is named beside or below work that names no doer may have done it: no text gives that work to its writer."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.unit.weekly import at, client_week, mail, message, stored, write
from yarnnn_pipelines.config.deliverable_types import deliverable_type
from yarnnn_pipelines.deliverables.claims import Claim, Section, claim_id
from yarnnn_pipelines.deliverables.gate.gate import Gated, judge
from yarnnn_pipelines.deliverables.slots.frame import evidence_of, frame_for
from yarnnn_pipelines.deliverables.week.client_week import Event, WeekContext

TYPE = deliverable_type("client_update")
OTHERS = (
    ("Tom Baxter", True, None),
    ("Ana Costa", True, None),
    ("Klaus Berg", False, "acme"),
    ("Sofia Lund", False, "acme"),
)


def week_of(event: Event) -> WeekContext:
    week = client_week(event)
    return replace(week, people=(*week.people, *(person for person in OTHERS if person[0] != event.author_name)))


def gated(event: Event) -> Gated:
    week = week_of(event)
    return judge(write(week, TYPE), frame_for(week), TYPE, stored(week), week.events)


def told(author: str, text: str) -> list[str]:
    return [claim.text for claim in gated(message(author, at(10), text)).claims]


BESIDE_IT = [
    "Launched the kiosk page (@Tom Baxter)",
    "Launched the kiosk page (@Tom Baxter, @Ana Costa)",
    "Launched the kiosk page @Tom",
    "Launched the kiosk page, @Tom",
    "Launched the kiosk page - @Tom",
    "✔ Launched the kiosk page – @Tom Baxter",
    "Launched the kiosk page *@Tom*",
    "Launched the kiosk page; @Tom",
    "Launched the kiosk page 🙌 Tom",
    "Launched the kiosk page: Tom Baxter.",
    "Launched the kiosk page → Tom Baxter.",
    "Launched the kiosk page | Tom Baxter.",
    "Launched the kiosk page (tom)",
    "Launched the kiosk page (dev: Tom).",
    "Launched the kiosk page (assignee: Tom Baxter).",
    "Launched the kiosk page (owner Tom Baxter)",
    "Launched the kiosk page (Tom, developer)",
    "Launched the kiosk page (Tom on Monday)",
    "Launched the kiosk page (design by Tom, code by Ana)",
    "Launched the kiosk page (our freelancer)",
    "Launched the kiosk page (@[removed])",
    "- Launched the kiosk page (@Tom Baxter)",
    "[x] Launched the kiosk page (Tom)",
]
SAID_OF_IT = [
    "Launched the kiosk page, Tom Baxter did it.",
    "Launched the kiosk page, all Tom Baxter's work.",
    "Launched the kiosk page (that was Tom Baxter).",
    "Launched the kiosk page (not me, Tom).",
    "Launched the kiosk page. That was all Tom.",
    "Launched the kiosk page. It was @Tom.",
    "Launched the kiosk page. Tom built it.",
    "Launched the kiosk page. Tom Baxter, our developer, did it.",
    "Launched the kiosk page; Tom built the page.",
    "Launched the kiosk page, credits go to Tom Baxter",
    "Launched the kiosk page. Done by Tom.",
    "Launched the kiosk page. She did it all alone.",
]
BELOW_IT = [
    "Launched the kiosk page\n@Tom Baxter",
    "Launched the kiosk page\nBy: Tom",
    "Launched the kiosk page\n(by @Tom)",
    "Launched the kiosk page\n   • Tom",
    "Launched the kiosk page\n\n_Tom_",
    "Launched the kiosk page.\n\nThe team likes it.\n\nDev: Tom",
    "Launched the kiosk page.\n\nTom Baxter\nDeveloper",
    "Launched the kiosk page.\nTom did all the work.",
]


@pytest.mark.parametrize("text", [*BESIDE_IT, *SAID_OF_IT, *BELOW_IT])
def test_work_beside_which_somebody_else_is_named_is_not_told_of_its_writer(text: str) -> None:
    assert told("Mia Duarte", text) == []


POSTED_FOR = [
    "Launched the kiosk page\nPosted for @Tom",
    "Launched the kiosk page\n(on behalf of @Tom)",
    "Launched the kiosk page (on behalf of @Tom)",
    "Launched the kiosk page (for @Tom)",
    "Launched the kiosk page – posted for Tom",
    "Posting this for @Tom, who is ill.\n\nLaunched the kiosk page",
    "Launched the kiosk page\nvia @Tom",
    "Launched the kiosk page\nfrom @Tom",
    "Launched the kiosk page\nfor @Tom",
    "Launched the kiosk page\nfrom Tom",
    "Launched the kiosk page\n(for @Tom)",
    "Launched the kiosk page\nsent for @Tom",
    "Launched the kiosk page\n\nPosted by Mia for Tom",
    "Launched the kiosk page\non behalf of Tom",
    "Launched the kiosk page\nThanks to @Tom",
    "Launched the kiosk page\nThrough @Tom",
    "@Tom asked me to share: launched the kiosk page",
    "Tom wants me to pass this on.\n\nLaunched the kiosk page",
    "Im Namen von @Tom:\nLaunched the kiosk page",
    "Launched the kiosk page\nDe la part de Tom Baxter",
    "I'm writing this on behalf of Tom.\nI launched the kiosk page.",
    "I launched the kiosk page.\nPosted for @Tom",
    "Filling in for Tom today.\n\nLaunched the kiosk page",
    "Update for @Tom:\nLaunched the kiosk page",
]


@pytest.mark.parametrize("text", POSTED_FOR)
def test_what_is_said_to_be_posted_for_another_is_offered_and_not_told(text: str) -> None:
    found = gated(message("Mia Duarte", at(10), text))
    assert [claim.text for claim in found.claims] == []
    assert any("kiosk page" in offer.text for offer in found.offers)


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("Launched the kiosk page.\nPosted for Mia.", "Mia launched the kiosk page."),
        ("Launched the kiosk page.\nfrom Monday on.", "Mia launched the kiosk page."),
        ("Launched the kiosk page.\nPosted it in #general for everyone.", "Mia launched the kiosk page."),
        ("Launched the kiosk page.\nOn behalf of the whole team, enjoy!", "Mia launched the kiosk page."),
        ("Launched the kiosk page.\nSent the files for Tom's review.", "Mia launched the kiosk page."),
        ("Launched the kiosk page.\nOn behalf of Northlight, enjoy!", "Mia launched the kiosk page."),
        ("Launched the kiosk page.\nOn behalf of Acme.", "Mia launched the kiosk page."),
        ("Launched the kiosk page (for Porto).", "Mia launched the kiosk page (for Porto)."),
        ("Launched the kiosk page.\nThanks to @Tom for testing!", "Mia launched the kiosk page."),
        ("Launched the kiosk page.\n\nNotes:\n- for Tom: check the tracking", "Mia launched the kiosk page."),
        ("Launched the kiosk page. Tom asked me to fix the login.", "Mia launched the kiosk page."),
    ],
)
def test_what_is_done_or_sent_for_somebody_is_still_its_writers(text: str, sentence: str) -> None:
    assert sentence in told("Mia Duarte", text)


def test_nor_is_any_item_of_a_list_whose_own_line_names_somebody() -> None:
    text = "Done:\n• Launched the kiosk page (@Tom)\n• Fixed the login error – @Tom Baxter\n• Fixed the slow search"
    assert told("Mia Duarte", text) == ["Mia fixed the slow search."]


def test_nor_in_a_mail_nor_over_the_sides() -> None:
    assert not gated(mail("Mia Duarte", at(10), "Kiosk", "Launched the kiosk page (@Tom)")).claims
    assert told("Klaus Berg", "Launched the kiosk page (@Tom Baxter)") == []
    assert told("Klaus Berg", "Launched the kiosk page.") == ["Klaus launched the kiosk page."]


def test_it_is_offered_for_a_person_to_look_at() -> None:
    offers = gated(message("Mia Duarte", at(10), "Launched the kiosk page (@Tom Baxter)")).offers
    assert [offer.text for offer in offers] == ["Launched the kiosk page"]


@pytest.mark.parametrize(
    "text",
    [
        "Approved the poster budget (@Sofia Lund)",
        "Approved the poster budget – @Sofia Lund",
        "Approved the poster budget\n@Sofia",
        "@Mia: approved the poster budget",
        "@Sofia Lund - approved the poster budget",
    ],
)
def test_what_somebody_else_approved_is_not_told_without_their_name(text: str) -> None:
    assert told("Dana Reyes", text) == []


@pytest.mark.parametrize(
    "text",
    [
        "Approved the poster budget.",
        "Approved the poster budget @Mia Duarte",
        "Approved the poster budget, @Mia Duarte",
        "Hi Mia, approved the poster budget.",
        "Approved the poster budget. @Mia please go ahead.",
    ],
)
def test_what_a_client_approves_to_one_of_us_is_told(text: str) -> None:
    assert told("Dana Reyes", text) == ["Approved the poster budget."]


@pytest.mark.parametrize(
    "text",
    [
        "Launched the kiosk page, cc @Tom",
        "Launched the kiosk page (cc: @Tom, @Ana)",
        "Launched the kiosk page\ncc @Tom",
        "Launched the kiosk page.\ncc\n@Tom",
        "Launched the kiosk page. Thanks, Tom!",
        "Launched the kiosk page. Tom will check the tracking.",
        "Launched the kiosk page. Tom, can you check the tracking?",
        "Launched the kiosk page. @Tom please check the tracking.",
        "Launched the kiosk page. Tom tested it on his phone.",
        "Launched the kiosk page. The new banners are next, Tom.",
        "Launched the kiosk page.\nNext: Tom",
        "Launched the kiosk page.\nWaiting for: Tom",
        "Launched the kiosk page.\n\nTom:\n- the login error",
        "Launched the kiosk page.\n\nOut next week:\n- Ana\n- Tom",
        "Launched the kiosk page\n\nMia",
        "Hi Tom,\n\nLaunched the kiosk page.",
    ],
)
def test_who_is_told_of_it_thanked_or_asked_for_something_else_did_not_do_it(text: str) -> None:
    assert told("Mia Duarte", text) == ["Mia launched the kiosk page."]


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("Launched the kiosk page with @Tom.", "Mia launched the kiosk page with Tom."),
        ("Launched the kiosk page for Tom Baxter.", "Mia launched the kiosk page for Tom Baxter."),
        ("Shared the plan with Ana, Tom and Dana", "Mia shared the plan with Ana, Tom and Dana."),
        ("Sent Tom the plan for the launch.", "Mia sent Tom the plan for the launch."),
        ("Onboarded Tom Baxter.", "Mia onboarded Tom Baxter."),
        ("Uploaded the photos of Tom.", "Mia uploaded the photos of Tom."),
        ("Launched the kiosk page (see Tom's note).", "Mia launched the kiosk page (see Tom's note)."),
        ("Fixed the header, Tom's banner and the menu.", "Mia fixed the header, Tom's banner and the menu."),
        ("Fixed the header, Tom fixed the menu link.", "Mia fixed the header, Tom fixed the menu link."),
        ("Launched the kiosk page (via @Tom)", "Mia launched the kiosk page (via Tom)."),
        ("Launched the kiosk page (h/t Tom)", "Mia launched the kiosk page (h/t Tom)."),
    ],
)
def test_a_name_that_its_sentence_takes_is_no_doers(text: str, sentence: str) -> None:
    assert told("Mia Duarte", text) == [sentence]


def judged(text: str, source: str, quote: str, slot: str | None = None) -> str | None:
    """The gate's verdict on a claim of the slot, or of a model's, that quotes a part of a message of Mia's."""
    event = message("Mia Duarte", at(10), source)
    week = week_of(event)
    start = source.index(quote)
    evidence = (evidence_of(frame_for(week), event, start, start + len(quote)),)
    kind = "slot" if slot else "rewrite"
    claim = Claim(claim_id("moved", text, evidence), "moved", kind, text, evidence, slot)
    draft = replace(write(week, TYPE), sections=(Section("moved", "", (claim,)),), set_aside=(), offers=())
    found = judge(draft, frame_for(week), TYPE, stored(week), week.events)
    return next(claim.verdict for claim in (*found.claims, *found.withheld))


@pytest.mark.parametrize("beside", [" (@Tom Baxter)", ". That was all Tom.", "\nBy: Tom"])
def test_the_gate_reads_who_is_named_beside_the_words_that_are_quoted(beside: str) -> None:
    quote, text = "Launched the kiosk page", "Mia launched the kiosk page."
    assert judged(text, f"{quote}{beside}", quote, "reported") == "unsupported"
    assert judged(text, f"{quote}, cc @Tom", quote, "reported") == "supported"


@pytest.mark.parametrize("quote", ["Launched the kiosk page", "Kiosk page launched"])
def test_a_model_gives_such_work_to_nobody(quote: str) -> None:
    assert judged("Mia launched the kiosk page.", quote, quote) == "supported"
    for name in ("Mia", "Ana"):
        assert judged(f"{name} launched the kiosk page.", f"{quote} (@Tom)", f"{quote} (@Tom)") == "unsupported"
    assert judged("The kiosk page launched.", f"{quote} (@Tom)", quote) == "supported"


def test_a_model_may_give_it_to_whom_the_words_give_it() -> None:
    source = "Launched the kiosk page. Tom launched it."
    assert judged("Tom launched the kiosk page.", source, source) == "supported"
    assert judged("Mia launched the kiosk page.", source, source) == "unsupported"


CHEERS = [
    "Kudos @Tom!",
    "Thanks @Tom!",
    "Well done @Tom!",
    "@Tom :clap:",
    "@Tom 👏",
    "Bravissimo @Tom Baxter!",
]


@pytest.mark.parametrize(
    "cheer",
    [*CHEERS, "Big hand for @Tom! 🎉", "@Tom Baxter 👏", "@Tom Baxter :clap:", "@Tom you rock!", "Kudos @Rolf!"],
)
@pytest.mark.parametrize("between", [" ", "\n"])
def test_work_told_right_after_somebody_was_cheered_is_not_its_writers(cheer: str, between: str) -> None:
    assert told("Mia Duarte", f"{cheer}{between}Launched the kiosk page in no time") == []


@pytest.mark.parametrize(
    "before",
    [
        "Hi @Tom!",
        "Good morning Tom!",
        "Thanks all!",
        "Done!",
        "Hooray!",
        "Thanks for your patience!",
        "Thanks @Klaus!",
        "Thanks Tom!",
    ],
)
def test_a_greeting_or_thanks_to_the_other_side_leaves_work_its_writers(before: str) -> None:
    assert told("Mia Duarte", f"{before} Launched the kiosk page.") == ["Mia launched the kiosk page."]


@pytest.mark.parametrize(
    "text",
    [
        "Launched the kiosk page :thinking_face:",
        "Launched the kiosk page 🤔",
        "Expected: launched the kiosk page",
        "Expected result: launched the kiosk page.",
    ],
)
def test_work_that_is_wondered_at_or_expected_is_not_told_as_done(text: str) -> None:
    assert told("Mia Duarte", text) == []


def test_work_with_another_emoji_or_label_is_told_as_done() -> None:
    assert told("Mia Duarte", "Launched the kiosk page :tada:") == ["Mia launched the kiosk page."]
    assert told("Mia Duarte", "Update: launched the kiosk page.") != []
