"""What a client update says of a week, and what it leaves out."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from tests.unit.weekly import at, client_week, mail, meeting, message, stored, write
from yarnnn_pipelines.config.deliverable_types import deliverable_type
from yarnnn_pipelines.deliverables.claims import Draft
from yarnnn_pipelines.deliverables.gate.gate import judge
from yarnnn_pipelines.deliverables.render.render import sent_markdown
from yarnnn_pipelines.deliverables.slots.frame import frame_for
from yarnnn_pipelines.deliverables.slots.opening_line import in_short, short_form
from yarnnn_pipelines.deliverables.week.client_week import Signal, WeekContext

CLIENT_UPDATE = deliverable_type("client_update")


def drafted(week: WeekContext) -> Draft:
    return write(week, CLIENT_UPDATE)


def texts(draft: Draft, section: str) -> list[str]:
    return [claim.text for part in draft.sections if part.id == section for claim in part.claims]


def test_a_fact_told_in_slack_and_again_by_mail_is_one_claim_with_both_as_evidence() -> None:
    draft = drafted(
        client_week(
            message("Mia Duarte", at(9, 9), "Hey team! the Q2 campaign launched this morning, on schedule :rocket:"),
            mail("Mia Duarte", at(9, 17), "We are live", "Hi Dana,\nthe Q2 campaign launched today on schedule."),
        )
    )
    (claim,) = next(part for part in draft.sections if part.id == "moved").claims
    assert claim.text == "The Q2 campaign launched on Monday on schedule."
    assert [item.platform for item in claim.evidence] == ["gmail", "slack"]


def test_a_moved_meeting_is_told_once_with_who_asked_and_who_confirmed() -> None:
    asked = message("Dana Reyes", at(10), "Can we move the mid-quarter review to Thursday?")
    confirmed = mail(
        "Mia Duarte",
        at(11),
        "Mid-quarter review",
        "The mid-quarter review moves from Tuesday 17 to Thursday 19 November.",
    )
    moved = meeting("Mid-quarter review", at(19, 14), "moved", before=at(17, 14))
    draft = drafted(client_week(asked, confirmed, meetings=(moved,)))
    assert texts(draft, "changed") == [
        "Mid-quarter review: Tuesday 17 → Thursday 19 November, asked on Tuesday, confirmed by mail on Wednesday."
    ]


def test_the_opening_line_sums_up_and_knows_that_a_problem_is_over() -> None:
    draft = drafted(
        client_week(
            message("Mia Duarte", at(9), "the Q2 campaign launched this morning, right on schedule"),
            message("Dana Reyes", at(11), "We have a conversion problem: the checkout reports no purchases"),
            message("Jonas Weber", at(12), "tracking gap closed today: the checkout pixel reports purchases again"),
            meetings=(meeting("Mid-quarter review", at(19, 14), "moved", before=at(17, 14)),),
        )
    )
    assert texts(draft, "in_short") == [
        "the Q2 campaign launched on Monday, right on schedule; the conversion problem found on Wednesday is fixed; "
        "and the mid-quarter review moved to Thursday 19 November."
    ]
    assert texts(draft, "risks") == []


def test_promises_of_several_things_by_one_day_are_all_told() -> None:
    things = ("press kit", "media plan", "tone guide")
    week = client_week(
        *(mail("Dana Reyes", at(10 + n), f"The {thing}", f"I will send the {thing} by Friday 20 November.")
          for n, thing in enumerate(things))
    )  # fmt: skip
    assert texts(drafted(week), "waiting") == [f"Dana will send the {thing} by Friday 20 November." for thing in things]
    gated = judge(drafted(week), frame_for(week), deliverable_type("client_update"), stored(week))
    assert gated.withheld == ()


def test_an_open_request_waits_for_the_reader_and_an_answered_one_does_not() -> None:
    request = mail("Mia Duarte", at(10), "Revised budget", "Dana, we still need the revised budget sign-off from you.")
    answer = mail("Dana Reyes", at(12), "Revised budget", "Approved, go ahead.")
    assert texts(drafted(client_week(request)), "waiting") == ["Revised budget sign-off, asked on 10 November."]
    assert texts(drafted(client_week(request, answer)), "waiting") == []


@pytest.mark.parametrize(
    "ask",
    [
        "Hey Jonas, can you send the invoice draft by Friday?",
        "Jonas, we need your timesheet corrections by Friday.",
        "Hi Jonas! Could you send the final logo files by Friday?",
    ],
)
def test_what_a_colleague_is_asked_before_the_client_does_not_wait_for_the_client(ask: str) -> None:
    known = message("Jonas Weber", at(9), "Good morning.")
    dana = message("Dana Reyes", at(9), "Good morning.")
    assert texts(drafted(client_week(known, dana, message("Mia Duarte", at(10), ask))), "waiting") == []
    put = ask.replace("Jonas", "Dana")
    assert len(texts(drafted(client_week(known, dana, message("Mia Duarte", at(10), put))), "waiting")) == 1


def test_a_mail_asks_those_whom_it_is_to_and_not_those_who_get_a_copy() -> None:
    dana, sam = ({"name": "", "email": address} for address in ("dana@acme.example", "sam@print.example"))
    for to, asks in ((dana, 1), (sam, 0)):
        asked = mail("Mia Duarte", at(10), "Proofs", "We need your delivery note by Friday.", fields={"to": [to]})
        week = client_week(message("Dana Reyes", at(9), "Good morning."), asked)
        assert len(texts(drafted(week), "waiting")) == asks


def test_a_question_between_colleagues_is_not_put_to_the_client() -> None:
    week = client_week(message("Mia Duarte", at(10), "@Jonas Weber can you send the banner files to the printer?"))
    assert texts(drafted(week), "waiting") == []


def test_a_promise_that_was_kept_is_no_next_step() -> None:
    promise = message("Jonas Weber", at(9), "I'll send the media plan for December by Monday 16 November")
    kept = message("Jonas Weber", at(12), "I sent the media plan for December this morning")
    told = "Jonas will send the media plan for December by Monday 16 November."
    assert texts(drafted(client_week(promise)), "next") == [told]
    assert texts(drafted(client_week(promise, kept)), "next") == []


def test_a_plan_that_was_changed_since_is_not_repeated() -> None:
    draft = drafted(
        client_week(
            message("Mia Duarte", at(9), "The release of 2.4 is planned for Wednesday 18 November."),
            message("Mia Duarte", at(11), "The release of 2.4 moves from Wednesday 18 to Wednesday 25 November."),
        )
    )
    assert texts(draft, "next") == []
    assert texts(draft, "changed") == ["The release of 2.4 moves from Wednesday 18 to Wednesday 25 November."]


def test_the_newer_number_for_the_same_thing_is_told() -> None:
    draft = drafted(
        client_week(
            message("Jonas Weber", at(9), "conversion rate of the landing page is at 1.9%"),
            message("Jonas Weber", at(13), "conversion rate of the landing page is at 2.6%"),
        )
    )
    assert texts(draft, "numbers") == ["Conversion rate of the landing page is at 2.6%."]


def test_coming_meetings_are_told_in_the_order_of_the_calendar_and_a_series_once() -> None:
    coming = [
        meeting("Mid-quarter review", at(19, 14), "coming"),
        meeting("Stand-up", at(16, 10), "coming"),
        meeting("Stand-up", at(23, 10), "coming"),
        meeting("Offsite", at(20, 0), "coming", all_day=True),
        meeting("Cancelled call", at(18, 9), "coming", status="cancelled"),
    ]
    draft = drafted(client_week(meetings=tuple(coming)))
    assert texts(draft, "coming") == [
        "Stand-up, Monday 16 November, 10:00.",
        "Mid-quarter review, Thursday 19 November, 14:00.",
        "Offsite, Friday 20 November.",
    ]


@pytest.mark.parametrize(
    ("days", "told"),
    [
        (1, "Tests, Monday 16 November."),
        (5, "Tests, Monday 16 to Friday 20 November."),
        (17, "Tests, Monday 16 November to Wednesday 2 December."),
    ],
)
def test_whole_days_are_told_from_the_first_to_the_last(days: int, told: str) -> None:
    start = at(16, 0)
    coming = meeting("Tests", start, "coming", all_day=True, ends_at=(start + timedelta(days=days)).isoformat())
    assert texts(drafted(client_week(meetings=(coming,))), "coming") == [told]


def test_a_weekly_update_looks_seven_days_ahead_and_leaves_what_is_later_to_the_next() -> None:
    far = meeting("First results call", at(23, 14), "coming")
    near = meeting("Walk-through", at(22, 9), "coming")
    assert texts(drafted(client_week(meetings=(far, near))), "coming") == ["Walk-through, Sunday 22 November, 09:00."]
    assert not texts(drafted(client_week(meetings=(far,))), "coming")


@pytest.mark.parametrize("said", ["Shipping to Norway costs 14 EUR.", "The kiosk sold 140 tickets."])
def test_a_number_that_the_reader_gave_us_is_told_as_theirs(said: str) -> None:
    (told,) = texts(drafted(client_week(message("Dana Reyes", at(10), said))), "numbers")
    assert told == f"Dana, on Tuesday: “{said}”"


def test_what_the_client_could_not_see_is_not_even_considered() -> None:
    pricing = meeting("Internal pricing", at(19, 14), "coming")
    week = client_week(
        message("Mia Duarte", at(10), "the launch went live at 22% margin for us", audience="internal"),
        meetings=(replace(pricing, event=replace(pricing.event, audience="internal")),),
    )
    assert all(not section.claims for section in drafted(week).sections)


def test_of_a_section_with_nothing_in_it_nothing_is_said() -> None:
    week = client_week(message("Mia Duarte", at(9, 10), "We decided to move the shoot to the second week of December."))
    draft = drafted(week)
    assert [part.id for part in draft.sections if part.claims] == ["decided"]
    assert sent_markdown(draft.title, draft.sections, CLIENT_UPDATE).count("## ") == 1


def test_the_same_week_gives_the_same_draft() -> None:
    week = client_week(
        message("Mia Duarte", at(9), "the Q2 campaign launched this morning"),
        message("Jonas Weber", at(9), "the landing page is live in both languages"),
    )
    one, two = drafted(week), drafted(week)
    assert (one.sections, one.input_hash) == (two.sections, two.input_hash)


@pytest.mark.parametrize(
    "text",
    ["The FAQ page is done.", "The credit check is done.", "The statement PDF is finished.", "Labels are printed."],
)
def test_a_short_result_is_told(text: str) -> None:
    assert texts(drafted(client_week(message("Mia Duarte", at(10), text))), "moved") == [text]


def test_a_sentence_that_carries_something_and_is_not_told_has_its_reason() -> None:
    results = [
        message("Mia Duarte", at(9, 9 + i), f"the {word} pages are finished")
        for i, word in enumerate(("pricing", "contact", "returns", "delivery", "careers", "press", "terms"))
    ]
    short = message("Mia Duarte", at(10), "the boat is up")
    inside = message("Mia Duarte", at(10), "the staging site is finished", audience="internal")
    asked = message("Dana Reyes", at(10), "which colour will the banner be?")
    week = client_week(*results, short, inside, asked)
    draft = drafted(week)
    told = {item.event_id for part in draft.sections for claim in part.claims for item in claim.evidence}
    left_out = draft.left_out
    assert {signal.event.event_id for signal in week.signals} <= told | set(left_out)
    assert left_out[short.event_id] == "too_short"
    assert left_out[inside.event_id] == "internal_only"
    assert left_out[asked.event_id] == "question_to_us"
    assert [left_out[event.event_id] for event in results if event.event_id not in told] == ["no_room"]


@pytest.mark.parametrize(
    "title", ["Lunch with Acme", "Acme: team dinner", "Dana's birthday", "Drinks at the harbour", "Coffee with Dana"]
)
def test_what_is_only_social_is_not_in_the_calendar_of_the_update(title: str) -> None:
    week = client_week(
        meetings=(
            meeting(title, at(19, 13), "coming"),
            meeting(title, at(20, 13), "moved", before=at(18, 13)),
            meeting(title, at(18, 13), "cancelled", status="cancelled"),
        )
    )
    assert all(not section.claims for section in drafted(week).sections)


def test_a_title_without_an_end_is_cut_wherever_its_meeting_is_told() -> None:
    title = "Review of the banner " * 15
    week = client_week(
        meetings=(
            meeting(title, at(19, 13), "coming"),
            meeting(title, at(20, 13), "moved", before=at(18, 13)),
            meeting(title, at(18, 13), "cancelled", status="cancelled"),
        )
    )
    lines = [claim.text for section in drafted(week).sections for claim in section.claims]
    assert len(lines) >= 3
    assert all("…" in line and len(line) < 200 for line in lines)


@pytest.mark.parametrize("title", ["Lunch menu review", "Coffee campaign kick-off", "Birthday mailing workshop"])
def test_work_that_speaks_of_a_meal_is_coming_up(title: str) -> None:
    assert texts(drafted(client_week(meetings=(meeting(title, at(19, 13), "coming"),))), "coming")


@pytest.mark.parametrize("text", ["2.4 is approved by the app store.", "Google approved the spring ads for the shop."])
def test_an_approval_by_somebody_outside_is_something_done(text: str) -> None:
    draft = drafted(client_week(message("Mia Duarte", at(12), text)))
    assert (texts(draft, "moved"), texts(draft, "decided")) == ([text], [])


def test_an_approval_by_the_client_is_a_decision() -> None:
    text = "The budget was approved by the board."
    assert texts(drafted(client_week(message("Mia Duarte", at(12), text))), "decided") == [text]


@pytest.mark.parametrize(
    ("said", "clause"),
    [
        ("Pilot started at 06:00 with 12 drivers", None),
        ("open session is fixed for all users", None),
        ("first 31 deliveries came in", None),
        ("Drop-off is at 21% now", None),
        ("ticket sale is live for members", None),
        ("Labels for the audio guide are printed", "labels for the audio guide are printed"),
        ("QR codes are fixed on all labels", "QR codes are fixed on all labels"),
        ("the checkout is fixed for guests", "the checkout is fixed for guests"),
        ("Dana approved the spring banner", "Dana approved the spring banner"),
        ("landing page load time is down from 3.9 s to 1.8 s", "landing page load time is down from 3.9 s to 1.8 s"),
    ],
)
def test_a_clause_of_the_opening_line_has_its_article_and_no_stray_capital(said: str, clause: str | None) -> None:
    week = client_week(message("Mia Duarte", at(10), said))
    assert short_form(frame_for(week), None, f"{said[0].upper()}{said[1:]}.", said) == clause


def test_a_fix_told_twice_in_one_mail_is_told_once() -> None:
    draft = drafted(
        client_week(
            message(
                "Dana Reyes", at(11), "We found a conversion problem: the pixel doesn't fire on the checkout pages."
            ),
            mail(
                "Mia Duarte",
                at(12),
                "Tracking",
                "The conversion problem we found on Wednesday is fixed. "
                "Tracking gap closed: the pixel fires on every page again.",
            ),
        )
    )
    assert texts(draft, "moved") == ["Tracking gap closed: the pixel fires on every page again."]
    (again,) = draft.set_aside
    assert (again.text, again.verdict) == ("The conversion problem we found on Wednesday is fixed.", "duplicate")


def test_clauses_that_hold_an_and_are_parted_by_semicolons() -> None:
    assert in_short(["the change is confirmed and we start", "the release moves"]) == (
        "the change is confirmed and we start; and the release moves."
    )


@pytest.mark.parametrize(
    ("said", "told"),
    [
        (
            "We still need the revised budget sign-off from you by Friday.",
            "Revised budget sign-off, asked on 10 November, needed by Friday 13 November.",
        ),
        (
            "Still open on your side: the label printer model, by Tuesday 17 November.",
            "Label printer model, asked on 10 November, needed by Tuesday 17 November.",
        ),
        (
            "Can you sign off the revised budget by Friday.",
            "Can you sign off the revised budget by Friday 13 November? (asked on 10 November)",
        ),
        (
            "Can you sign off the revised budget by Friday?",
            "Can you sign off the revised budget by Friday 13 November? (asked on 10 November)",
        ),
    ],
)
def test_a_request_keeps_its_deadline(said: str, told: str) -> None:
    assert texts(drafted(client_week(mail("Mia Duarte", at(10), "Open", said))), "waiting") == [told]


def test_the_deadline_of_a_request_may_stand_where_it_was_made_again() -> None:
    week = client_week(
        message("Mia Duarte", at(10), "@Dana which label printer will Antwerp use?"),
        mail("Mia Duarte", at(11), "Open", "Still open on your side: the label printer model, by Tuesday 17 November."),
    )
    assert texts(drafted(week), "waiting") == [
        "Which label printer will Antwerp use? (asked on 10 November, needed by Tuesday 17 November)"
    ]


def test_a_list_of_what_there_is_is_no_news() -> None:
    text = "What we have: five rooms, 34 objects, one opening on Saturday 14 November."
    assert texts(drafted(client_week(message("Mia Duarte", at(10), text))), "numbers") == []


@pytest.mark.parametrize(
    ("said", "section"),
    [
        ("Your courier is stuck at the fair with our stand.", "risks"),
        ("The crates of your courier are three days late.", "risks"),
        ("Your quote for the fair is €900 too high.", "numbers"),
        ("Your new fair page went live on Tuesday.", "moved"),
    ],
)
def test_what_the_client_says_of_us_is_told_as_their_word_and_never_as_ours(said: str, section: str) -> None:
    week = client_week(message("Dana Reyes", at(10), said))
    draft = drafted(week)
    assert texts(draft, section) == [f"Dana, on Tuesday: “{said}”"]
    kept = judge(draft, frame_for(week), CLIENT_UPDATE, stored(week)).claims
    assert [claim.text for claim in kept] == [f"Dana, on Tuesday: “{said}”"]


@pytest.mark.parametrize(
    "said",
    [
        "We understand you approved the budget.",
        "We hear your board approved the poster on Tuesday.",
        "We gather the poster was printed on Tuesday.",
        "I take it you approved the poster.",
        "Looks like the lease was signed on Tuesday.",
        "We saw in the local paper that you launched the new tram line.",
        "I'm told the ticket shop went live on Tuesday.",
        "We've been told the ticket shop went live on Tuesday.",
        "A competitor of yours launched its new ticket shop.",
        "One of your rivals opened a ticket shop on Tuesday.",
    ],
)
def test_hearsay_and_what_a_competitor_did_are_not_told(said: str) -> None:
    assert [
        claim
        for section in drafted(client_week(message("Mia Duarte", at(10), said))).sections
        for claim in section.claims
    ] == []


@pytest.mark.parametrize(
    "said",
    [
        "We understand the timetable error now and fixed the import on Tuesday.",
        "The competitor research was finished on Tuesday.",
        "All five competitors were analysed and the report was finished on Tuesday.",
        "The new page looks like the draft and went live on Tuesday.",
    ],
)
def test_words_that_only_look_like_hearsay_are_told(said: str) -> None:
    assert texts(drafted(client_week(message("Mia Duarte", at(10), said))), "moved") == [said]


def test_each_value_of_a_changed_line_is_dated_by_its_own_version() -> None:
    page = message("Mia Duarte", at(12), "Status: Done", kind="page", platform="notion", title="Gift box page")
    fields = {"label": "Status", "old": "In progress", "new": "Done", "previous_version": "v0", "previous_start": 0}
    fields |= {"previous_end": 19, "previous_at": at(5).isoformat()}
    week = replace(client_week(page), signals=(Signal(page, "change", 0, 12, page.text, 3.5, fields),))
    (claim,) = [
        one
        for section in write(week, deliverable_type("client_update")).sections
        for one in section.claims
        if one.slot == "page_change"
    ]
    assert claim.text == "Gift box page, status: In progress → Done."
    assert [item.occurred_at[:10] for item in claim.evidence] == ["2026-11-12", "2026-11-05"]
