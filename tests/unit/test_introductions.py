"""Words that are introduced as somebody else's, or as a text, and those that a writer introduces as news."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.unit.weekly import at, client_week, mail, message, stored, write
from yarnnn_pipelines.config.deliverable_types import deliverable_type
from yarnnn_pipelines.deliverables.claims import Draft
from yarnnn_pipelines.deliverables.gate.gate import PASSED_ON, judge
from yarnnn_pipelines.deliverables.slots.frame import frame_for
from yarnnn_pipelines.deliverables.week.client_week import Event, WeekContext

CLIENT_UPDATE = deliverable_type("client_update")
FACT = "The new shop is live."
OURS = "We decided to drop the radio spots."


def week_of(event: Event) -> WeekContext:
    return client_week(message("Jonas Weber", at(9), "Good morning."), event)


def told(event: Event) -> list[str]:
    return [claim.text for section in write(week_of(event), CLIENT_UPDATE).sections for claim in section.claims]


@pytest.mark.parametrize("words", [FACT, OURS])
@pytest.mark.parametrize(
    "introduction",
    [
        "Here is what Jo from the printer answered:\n\n",
        "FYI, the printer's reply:\n\n",
        "Pasting Jo's mail:\n\n",
        "I paste what Jo wrote.\n\n",
        "I'm just copying in what Jo sent us.\n\n",
        "Let me quote what the printer said.\n",
        "Copying in what Jo sent:\n\n",
        "Here is Jo's note:\n\n",
        "Here is the printer's answer.\n\n",
        "Pasting in Jo's mail.\n\n",
        "Thanks! Below is Jo's reply in full.\n\n",
        "Forwarding a note from the printer.\n\n",
        "Ich kopiere, was Jo geschrieben hat.\n\n",
        "Voici ce que Jo a écrit.\n\n",
        "Aquí lo que Jo escribió.\n\n",
        "Our competitor posted this on LinkedIn:\n\n",
        "Their statement reads:\n",
        "This is what we got from the printer:\n",
        "See the printer's answer below.\n\n",
        "Jo's answer:\n\nHi Dana,\n\nTwo things:\n- The flyers are printed.\n- ",
        "Transcript of the call\n\nMia: Hello.\n\n",
        "Jo Meyer 00:12\n",
        "[10:02] Jo Meyer: ",
        "Jo Meyer (10:02): ",
        "From the changelog of Stripe:\n- ",
        "WordPress 6.9 release notes: ",
        "Example for the weekly report: ",
        "Text for the banner: ",
        "Text for the banner:\n\n• ",
        "Translation of the German post:\n",
        "Please put this text on the website:\n",
        "Can you translate this?\n\n",
        "We could write: ",
        "Test: ",
        "To quote your offer: ",
        "In their words: ",
        "The radio station writes:\n\n“The spots were long. ",
        "Log:\n```\n",
        "Beispiel: ",
        "Réponse de l'imprimeur:\n\n",
    ],
)
def test_words_introduced_as_anothers_or_as_a_text_are_not_told(introduction: str, words: str) -> None:
    text = introduction + words + ("”" if "“" in introduction else "")
    assert told(message("Mia Duarte", at(10), text)) == []
    assert told(mail("Dana Reyes", at(10), "Radio", text)) == []


@pytest.mark.parametrize(
    "text",
    [
        "Dana: We decided to drop the radio spots.",
        "Customer: We decided to drop the radio spots.",
        "Dana on the phone: We decided to drop the radio spots.",
        "JONAS\nWe fixed the checkout error.",
        "Google review from today: We fixed the checkout error.",
        "“We fixed the checkout error.” (Jo Meyer)",
        "> We fixed the checkout error.",
        "On behalf of Jonas: fixed the checkout error.",
    ],
)
def test_whose_we_may_be_anothers_is_told_as_nobodys(text: str) -> None:
    assert told(message("Mia Duarte", at(10), text)) == []


@pytest.mark.parametrize("words", [FACT, OURS])
@pytest.mark.parametrize(
    "introduction",
    [
        "Update: ",
        "Status: ",
        "Good news: ",
        "Done this week:\n- ",
        "Here's where we are:\n\n",
        "Two things:\n1. ",
        "Hi Dana,\n\nquick summary of the week:\n\n",
        "From today's call: ",
        "Summary of today's call:\n- ",
        "Notes from the call:\n- ",
        "Tests: all green. ",
        "To sum up: ",
        "Just to confirm: ",
        "I agree with what Jo wrote.\n\n",
        "Here is our answer.\n\n",
        "Here are the news of the week.\n\n",
        "I see what you mean.\n\n",
    ],
)
def test_a_writers_own_headings_introduce_the_writers_own(introduction: str, words: str) -> None:
    assert len(told(message("Mia Duarte", at(10), introduction + words))) == 1


@pytest.mark.parametrize(
    "text",
    [
        "Shop: the new shop went live on Monday.",
        "Newsletter:\n- The newsletter went live on Monday.",
        "Status of the banner:\nThe banner is live.",
        "Answer to your question:\nThe new shop is live.",
        "Regarding Jo's mail: The new shop is live.",
        "I just wrote to the printer:\nThe new shop is live.",
        "Dana asked for an update:\nThe new shop is live.",
        "Sharing a quick update: The new shop is live.",
        "Text for the banner:\nSummer is here.\n\nThe new shop is live.",
    ],
)
def test_what_words_are_about_takes_them_from_nobody(text: str) -> None:
    assert len(told(message("Mia Duarte", at(10), text))) == 1


@pytest.mark.parametrize("text", [f"Jo's reply:\n{FACT}", f"Jo's reply:\n{OURS}"])
def test_the_gate_reads_again_what_stands_before_a_quote(text: str) -> None:
    week = week_of(message("Mia Duarte", at(10), text))
    own = week_of(message("Mia Duarte", at(10), text.replace("Jo's reply:", "Update today")))
    draft = write(own, CLIENT_UPDATE)
    claims = [claim for section in draft.sections for claim in section.claims]
    assert len(claims) == 1
    assert [claim.kind for claim in claims] == ["quote"]
    event = week.events[1]
    quoted = judge(_moved(draft, event, "quote"), frame_for(week), CLIENT_UPDATE, stored(week))
    assert [claim.verdict for claim in quoted.withheld] == ["unsupported"]
    worded = judge(_moved(draft, event, "rewrite"), frame_for(week), CLIENT_UPDATE, stored(week))
    assert [PASSED_ON in claim.doubts[0] for claim in worded.claims if claim.kind == "rewrite"] == [True]


def _moved(draft: Draft, event: Event, kind: str) -> Draft:
    """The draft's claims as if they rested on the same words of this event."""
    sections = []
    for section in draft.sections:
        claims = []
        for claim in section.claims:
            (item,) = claim.evidence
            start = event.text.index(item.quote)
            moved = replace(
                item, event_id=event.event_id, version=event.version, start=start, end=start + len(item.quote)
            )
            claims.append(replace(claim, kind=kind, evidence=(moved,)))
        sections.append(replace(section, claims=tuple(claims)))
    return replace(draft, sections=tuple(sections))


@pytest.mark.parametrize(
    "text",
    [
        "« We decided to raise the media budget. » (Priya)",
        "« It rained. We decided to raise the media budget. »",
        "‹We decided to raise the media budget.› Priya",
        "»We decided to raise the media budget.« (Priya)",
        "「We decided to raise the media budget.」",
        "'We decided to raise the media budget.' (Priya)",
        "‚We decided to raise the media budget.‘ (Priya)",
        "Priya ➜ We decided to raise the media budget.",
        "Priya -> We decided to raise the media budget.",
        "Priya | We decided to raise the media budget.",
        "Priya Nair – We decided to raise the media budget.",
        "[Priya] We decided to raise the media budget.",
        "[PN] We decided to raise the media budget.",
        "(JW) We decided to raise the media budget.",
    ],
)
def test_a_decision_in_any_quotation_marks_or_behind_a_name_and_a_sign_is_not_its_senders(text: str) -> None:
    assert told(message("Dana Reyes", at(9), text)) == []


@pytest.mark.parametrize(
    "text",
    [
        "We decided to raise the media budget of “Spring sale”.",
        "“Spring sale” is launched.",
        "'Spring sale' is launched.",
        "Update – we decided to raise the media budget.",
        "Hi Mia – we decided to raise the media budget.",
        "Decision → we decided to raise the media budget.",
        "» We decided to raise the media budget.",
        "[DR] We decided to raise the media budget.",
        "(DR) We decided to raise the media budget.",
        "[Dana] We decided to raise the media budget.",
    ],
)
def test_a_name_in_quotation_marks_and_a_label_or_ones_own_initials_before_a_sign_leave_a_sentence_its_senders(
    text: str,
) -> None:
    assert told(message("Dana Reyes", at(9), text))
