"""A mention that opens a sentence names who did it or is spoken to; the writer never takes its place."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.unit.weekly import at, client_week, message, stored, write
from yarnnn_pipelines.config.deliverable_types import deliverable_type
from yarnnn_pipelines.deliverables.claims import Claim, Section, claim_id
from yarnnn_pipelines.deliverables.gate.gate import judge
from yarnnn_pipelines.deliverables.slots.frame import evidence_of, frame_for

CLIENT_UPDATE = deliverable_type("client_update")


def told(author: str, text: str, *namesakes: str) -> list[str]:
    week = client_week(message(author, at(10), text))
    week = replace(
        week, people=(*week.people, *((name, True, None) for name in {"Tom Weber", "Ana Costa", *namesakes}))
    )
    gated = judge(write(week, CLIENT_UPDATE), frame_for(week), CLIENT_UPDATE, stored(week))
    return [claim.text for claim in gated.claims]


@pytest.mark.parametrize(
    ("author", "text", "sentence"),
    [
        ("Mia Duarte", "@Tom fixed the checkout error on the product page.", "Tom fixed the checkout error on the"),
        ("Mia Duarte", "@Tom Weber fixed the checkout error.", "Tom fixed the checkout error."),
        ("Mia Duarte", "- @Tom Weber has fixed the checkout error.", "Tom has fixed the checkout error."),
        ("Mia Duarte", "FYI: @Tom Weber just fixed the checkout error.", "Tom just fixed the checkout error."),
        ("Mia Duarte", "@Dana Reyes signed the contract for the autumn campaign.", "Dana signed the contract for the"),
        ("Mia Duarte", "@Dana Reyes approved the poster design.", "Dana approved the poster design."),
        ("Dana Reyes", "@Mia Duarte delivered the banners to the hall.", "Mia delivered the banners to the hall."),
        ("Dana Reyes", "@Tom Weber and @Mia Duarte launched the newsletter.", "Tom and Mia launched the newsletter."),
    ],
)
def test_who_is_mentioned_did_it(author: str, text: str, sentence: str) -> None:
    assert [claim[: len(sentence)] for claim in told(author, text)] == [sentence]


@pytest.mark.parametrize(
    "text",
    [
        "@Tom Weber Fixed the checkout error.",
        "@tom.weber fixed the checkout error.",
        "@tom fixed the checkout error.",
        "@Tom fixed banners are live.",
    ],
)
def test_a_sentence_of_which_it_is_not_clear_who_did_it_is_left_out(text: str) -> None:
    assert told("Mia Duarte", text) == []


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("@Tom, fixed the checkout error.", "Mia fixed the checkout error."),
        ("Hi @Tom Weber: fixed the checkout error.", "Mia fixed the checkout error."),
        ("@Tom Weber I fixed the checkout error.", "Mia fixed the checkout error."),
        ("@channel fixed the checkout error.", "Mia fixed the checkout error."),
        ("@Tom the checkout page is live.", "The checkout page is live."),
    ],
)
def test_who_is_spoken_to_is_not_named(text: str, sentence: str) -> None:
    assert told("Mia Duarte", text) == [sentence]


@pytest.mark.parametrize(
    "text", ["@Tom can you sign the plan?", "@Tom is the page live?", "@Tom did you see it?", "@Tom will you send it?"]
)
def test_a_question_to_somebody_is_no_account_of_them(text: str) -> None:
    from yarnnn_pipelines.english.mentions import is_subject

    assert not is_subject(text)


def test_of_two_with_one_first_name_the_whole_name_is_told() -> None:
    assert told("Mia Duarte", "@Tom Weber fixed the checkout error.", "Tom Weber", "Tom Hall") == [
        "Tom Weber fixed the checkout error."
    ]


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("@channel Tom fixed the checkout error.", "Tom fixed the checkout error."),
        ("@everyone Tom Weber fixed the checkout error.", "Tom Weber fixed the checkout error."),
        ("@here @Tom fixed the checkout error.", "Tom fixed the checkout error."),
        ("@here Tom and Ana shipped the new homepage.", "Tom and Ana shipped the new homepage."),
        ("@here Dana approved the new layout.", "Dana approved the new layout."),
        ("@channel Stripe approved the merchant account.", "Stripe approved the merchant account."),
        ("@devs Tom fixed the checkout error.", "Tom fixed the checkout error."),
        ("@design-team Tom fixed the checkout error.", "Tom fixed the checkout error."),
        ("@tom.weber Ana fixed the checkout error.", "Ana fixed the checkout error."),
        ("@Ana Tom fixed the checkout error.", "Tom fixed the checkout error."),
        ("@Ana Costa Tom fixed the checkout error.", "Tom fixed the checkout error."),
        ("@Ana Costa Stripe approved the merchant account.", "Stripe approved the merchant account."),
        ("@Ana Tom's fix of the checkout error is live.", "Tom's fix of the checkout error is live."),
        ("Hi all, Tom fixed the checkout error.", "Tom fixed the checkout error."),
        ("Hi all Tom fixed the checkout error.", "Tom fixed the checkout error."),
        ("Hi @Ana, Tom fixed the checkout error.", "Tom fixed the checkout error."),
        ("Team: Tom fixed the checkout error.", "Tom fixed the checkout error."),
        ("Ana - Tom fixed the checkout error.", "Tom fixed the checkout error."),
    ],
)
def test_behind_who_is_called_comes_who_did_it(text: str, sentence: str) -> None:
    assert told("Mia Duarte", text) == [sentence]


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("@Tom and I fixed the checkout error.", "Tom and Mia fixed the checkout error."),
        ("Tom, Ana and I fixed the checkout error.", "Tom, Ana and Mia fixed the checkout error."),
        ("@Ana and the team shipped the new homepage.", "Ana and the team shipped the new homepage."),
    ],
)
def test_who_did_it_together_is_told_together(text: str, sentence: str) -> None:
    assert told("Mia Duarte", text) == [sentence]


@pytest.mark.parametrize(
    "text",
    [
        "@Ana @Tom fixed the checkout error.",
        "@Ana, @Tom fixed the checkout error.",
        "@Ana, Tom and I fixed the checkout error.",
        "@Ana Stripe approved the merchant account.",
        "cc @Tom fixed the checkout error.",
        "Hi Tom fixed the checkout error.",
        "Update Tom: fixed the checkout error.",
        "Tom:\n- fixed the checkout error",
        "Tom's work of this week:\n- fixed the checkout error\n- fixed the slow search page",
        "@Tom\nfixed the checkout error",
        "Tom was quick today. Fixed the checkout error.",
        "@U024BE7LH fixed the checkout error.",
        "Fixed the checkout error with @U024BE7LH.",
        "You fixed the checkout error.",
        "@Tom you've fixed the checkout error.",
        "You and Tom approved the new layout.",
        "@Tom Weber: fixed the checkout error.",
        "@Ana - fixed the checkout error.",
        "Tom. Fixed the checkout error.",
        "Tommy. Fixed the checkout error.",
        "Fixed the checkout error (Tom).",
        "Fixed the checkout error [TW]",
        "Fixed the checkout error - Ana",
        "Fixed the checkout error by Tom Weber.",
        "Fixed the checkout error by Stripe.",
        "KLEINERT\nFixed the checkout error.",
        "Kleinert (print)\n- Fixed the checkout error.",
    ],
)
def test_the_writer_does_not_take_the_place_of_somebody_else(text: str) -> None:
    assert told("Mia Duarte", text) == []


@pytest.mark.parametrize(
    "text",
    [
        "@Ana Costa/@Tom Weber fixed the checkout error.",
        "@Ana/@Tom fixed the checkout error.",
        "@Ana Costa&@Tom Weber fixed the checkout error.",
        "@Ana Costa+@Tom Weber fixed the checkout error.",
        "@Ana Costa-@Tom Weber fixed the checkout error.",
        "@Ana Costa@Tom Weber fixed the checkout error.",
        "@Ana Costa; @Tom Weber fixed the checkout error.",
        "@Ana Costa \\ @Tom Weber fixed the checkout error.",
        "@Ana \\ @Tom fixed the checkout error.",
        "@Ana Costa (with @Tom Weber) fixed the checkout error.",
        "@Ana (with help of @Tom) fixed the checkout error.",
        "@Ana Costa aka @Tom Weber fixed the checkout error.",
        "@Ana alongside @Tom fixed the checkout error.",
        "@Ana Costa ft. @Tom Weber fixed the checkout error.",
        "@Ana Costa 🤝 @Tom Weber fixed the checkout error.",
        "@Ana Costa\n@Tom Weber fixed the checkout error.",
        "@Ana Costa &\n@Tom Weber fixed the checkout error.",
        "- @Ana Costa\n- @Tom Weber fixed the checkout error.",
        "Update: @Ana Costa; @Tom Weber fixed the checkout error.",
        "Well done @Ana Costa and @Tom Weber! Fixed the checkout error.",
        "Thanks @Ana/@Tom! Fixed the checkout error.",
    ],
)
def test_of_several_who_are_mentioned_the_deed_is_not_told_of_one(text: str) -> None:
    assert told("Mia Duarte", text) == []


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("@Ana Costa: @Tom Weber fixed the checkout error.", "Tom fixed the checkout error."),
        ("@Ana Costa – @Tom Weber fixed the checkout error.", "Tom fixed the checkout error."),
        ("Hi @Ana Costa,\n@Tom Weber fixed the checkout error.", "Tom fixed the checkout error."),
        ("@Ana please note @Tom Weber fixed the checkout error.", "Tom fixed the checkout error."),
        ("@here\n@Tom Weber fixed the checkout error.", "Tom fixed the checkout error."),
        ("@Ana Costa\nThe checkout page is live.", "The checkout page is live."),
        ("@Ana Costa; the checkout page is live.", "The checkout page is live."),
    ],
)
def test_who_is_only_called_before_who_did_it_is_left_out(text: str, sentence: str) -> None:
    assert told("Mia Duarte", text) == [sentence]


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("@Tom Weber's fix of the checkout is live.", "Tom Weber's fix of the checkout is live."),
        ("@Tom Weber’s fix of the checkout is live.", "Tom Weber’s fix of the checkout is live."),
        ("@Ana Costa's and @Tom Weber's fix is live.", "Ana Costa's and Tom Weber's fix is live."),
    ],
)
def test_whose_something_is_keeps_the_whole_name(text: str, sentence: str) -> None:
    assert told("Mia Duarte", text) == [sentence]


@pytest.mark.parametrize(
    "text",
    [
        "Fixed the checkout error, cc @Tom",
        "Fixed the checkout error (cc @Tom @Ana)",
        "Fixed the checkout error @here",
        "Hi Tom,\n\nfixed the checkout error.",
        "Done this week:\n- fixed the checkout error",
        "Done. Fixed the checkout error.",
        "UPDATE\nFixed the checkout error.",
    ],
)
def test_who_is_told_of_it_beside_is_left_out(text: str) -> None:
    assert told("Mia Duarte", text) == ["Mia fixed the checkout error."]


@pytest.mark.parametrize(
    "text",
    [
        "Owner: @Tom Weber\nFixed the checkout error.",
        "Assignee Tom Silva. Fixed the checkout error.",
        "• @Tom Weber: fixed the checkout error.",
        "Tom Silva, 09:12\nFixed the checkout error.",
        "Reported by Dana, done by Tom.\nFixed the checkout error.",
        "Ticket 12 (Tom)\nFixed the checkout error.",
        "via Tom\nFixed the checkout error.",
        "Done by the freelancer:\n- Fixed the checkout error.",
        "Yesterday:\n@Tom Weber - fixed the checkout error.",
        "Tom's list:\n1. Fixed the checkout error.",
        "In the name of our printer\nFixed the checkout error.",
        "Reposting for Tom:\nI fixed the checkout error.",
        "Posting on behalf of @Tom Weber\n\nI fixed the checkout error.",
        "Ines\nFixed the checkout error.",
        "The agency's note\nFixed the checkout error.",
        "Hi all, Tom's update:\nI fixed the checkout error.",
        "Hi, from Tom:\nI fixed the checkout error.",
        "Tom wrote me this\nI fixed the checkout error.",
        "Forwarded from Ines\nI fixed the checkout error.",
        "• @Tom Weber: I fixed the checkout error.",
        "Tom's message:\n\nI approved the budget.",
        "Jo Meyer (CFO):\nI approved the budget.",
        "From our lawyers:\nWe decided to keep the old logo.",
    ],
)
def test_what_stands_above_a_sentence_may_give_it_to_somebody_else(text: str) -> None:
    assert told("Mia Duarte", text) == []


def test_who_is_named_at_the_top_of_a_long_text_is_not_forgotten() -> None:
    story = "\n".join(["The banner stood in the hall for the whole day."] * 40)
    assert told("Mia Duarte", f"Tom's message:\n{story}\nI fixed the checkout error.") == []
    assert told("Mia Duarte", f"Status:\n{story}\nI fixed the checkout error.") == ["Mia fixed the checkout error."]


def test_what_a_client_passes_on_is_not_the_clients() -> None:
    assert told("Dana Reyes", "Here's Jo's reply:\nWe approved the new layout.") == []


@pytest.mark.parametrize(
    "text",
    [
        "Status:\nFixed the checkout error.",
        "Update:\n- fixed the checkout error.",
        "Today:\n- I fixed the checkout error.",
        "This week:\n\n1. Fixed the checkout error.",
        "Here is what I did on Monday:\n- fixed the checkout error.",
        "Hi Dana, here's what's new:\n- fixed the checkout error.",
        "Sent the plan to Dana. Fixed the checkout error.",
        "Quick update on the new shop:\nI fixed the checkout error.",
        "Thanks Tom! Fixed the checkout error.",
        "Hi Tom,\n\nI fixed the checkout error.",
        "Tom,\n\nI fixed the checkout error.",
    ],
)
def test_a_heading_or_a_call_that_names_no_doer_leaves_the_writer(text: str) -> None:
    assert told("Mia Duarte", text) == ["Mia fixed the checkout error."]


def test_two_deeds_of_a_person_who_is_mentioned_are_two_facts() -> None:
    week = client_week(
        message("Mia Duarte", at(10), "@Jonas Weber fixed the sitemap export."),
        message("Mia Duarte", at(11), "@Jonas Weber fixed the search filter."),
    )
    draft = write(week, deliverable_type("client_update"))
    moved = [claim for section in draft.sections for claim in section.claims if section.id == "moved"]
    assert [(claim.text, len(claim.evidence)) for claim in moved] == [
        ("Jonas fixed the sitemap export.", 1),
        ("Jonas fixed the search filter.", 1),
    ]


def test_who_is_named_at_the_end_of_what_was_done_stays() -> None:
    assert told("Mia Duarte", "Fixed the checkout error with @Tom.") == ["Mia fixed the checkout error with Tom."]


@pytest.mark.parametrize(
    ("source", "quote", "text"),
    [
        ("@channel Tom fixed the checkout error.", "fixed the checkout error.", "Mia fixed the checkout error."),
        ("@here Tom Weber fixed the checkout error.", "Weber fixed the checkout error.", None),
        ("Tom:\n- fixed the checkout error.", "fixed the checkout error.", "Mia fixed the checkout error."),
    ],
)
def test_the_gate_reads_what_stands_before_the_words_that_are_quoted(source: str, quote: str, text: str | None) -> None:
    week = client_week(message("Mia Duarte", at(10), source), message("Tom Weber", at(9), "Good morning"))
    frame, event = frame_for(week), week.events[0]
    start = source.index(quote)
    evidence = (evidence_of(frame, event, start, start + len(quote)),)
    claim = Claim(
        claim_id=claim_id("moved", text or quote, evidence),
        section="moved",
        kind="slot" if text else "quote",
        text=text or quote,
        evidence=evidence,
        slot="reported" if text else None,
    )
    draft = write(week, CLIENT_UPDATE)
    draft = replace(draft, sections=(Section("moved", "Moved", (claim,)),))
    gated = judge(draft, frame, CLIENT_UPDATE, stored(week))
    assert not gated.claims
    assert [withheld.verdict for withheld in gated.withheld] == ["unsupported"]
