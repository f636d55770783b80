"""What earlier weeks left open is accounted for in the next update, each promise and ask as it stands now."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.unit.weekly import at, client_week, message, stored, write
from yarnnn_pipelines.config.deliverable_types import deliverable_type
from yarnnn_pipelines.core.weeks import week_of
from yarnnn_pipelines.deliverables.claims import Draft
from yarnnn_pipelines.deliverables.gate.gate import Gated, first_week_needed, judge
from yarnnn_pipelines.deliverables.slots.frame import frame_for
from yarnnn_pipelines.deliverables.week.client_week import Event, WeekContext

UPDATE = deliverable_type("client_update")


def weeks(*events: Event) -> WeekContext:
    """2026-W46, and what was said before it."""
    earlier = [event for event in events if event.occurred_at < at(9, 0)]
    now = client_week(*(event for event in events if event not in earlier))
    return replace(now, before=client_week(*earlier))


def gated(week: WeekContext, draft: Draft | None = None) -> Gated:
    rows = stored(week)
    known = week.events
    if week.before:
        earlier = stored(week.before)
        rows |= {
            place: replace(row, week=week_of(row.event.occurred_at, week.time_zone)) for place, row in earlier.items()
        }
        known = (*week.before.events, *known)
    return judge(draft or write(week, UPDATE), frame_for(week), UPDATE, rows, known)


def told(week: WeekContext) -> dict[str, list[str]]:
    """The sentences of each section that stand, by the section's id."""
    return {s.id: [claim.text for claim in s.claims] for s in gated(week).sections if s.claims}


def offered(week: WeekContext) -> dict[str, str]:
    """The reason of each offer, by its words."""
    return {offer.text: offer.reason for offer in gated(week).offers}


ASKED = "Dana, could you send us the revised logo files by Friday 20 November?"
ASKED_FOR_THEN = "Dana, could you send us the revised logo files by Friday?"


def mia(day: int, text: str, month: int = 11, **changed: object) -> Event:
    return message("Mia Duarte", at(day, month=month), text, **changed)


def dana(day: int, text: str, month: int = 11, **changed: object) -> Event:
    return message("Dana Reyes", at(day, month=month), text, **changed)


@pytest.mark.parametrize(
    "asked",
    [
        "Should we add the harbour as well?",
        "Can we publish the price list?",
        "Which of the two flyer drafts should we print?",
        "Is the new menu fine?",
        "Do you want the banner in blue or in green?",
    ],
)
def test_a_decision_that_we_leave_to_the_client_waits_for_them_until_somebody_answers(asked: str) -> None:
    assert told(weeks(mia(10, asked)))["waiting"] == [f"{asked} (asked on 10 November)"]
    assert "waiting" not in told(weeks(mia(10, asked), dana(11, "Yes, please do.")))


@pytest.mark.parametrize("asked", ["Should we go ahead?", "Is that OK for you?", "Which of the two do you prefer?"])
def test_a_question_that_does_not_say_of_what_is_offered_with_the_sentence_before(asked: str) -> None:
    week = weeks(mia(10, f"Adding the harbour costs 600 EUR. {asked}"))
    assert "waiting" not in told(week)
    reason = offered(week)[f"Adding the harbour costs 600 EUR. {asked}"]
    assert reason == "we asked it of the client, last on 10 November, and read no answer"


@pytest.mark.parametrize("asked", ["@Jonas should we add the harbour as well?", "Should we have tested that?"])
def test_what_we_ask_each_other_or_ourselves_waits_for_nobody_there(asked: str) -> None:
    assert "waiting" not in told(weeks(mia(10, asked)))


# --- asks ------------------------------------------------------------------------------------------------------------


def test_an_ask_of_an_earlier_week_is_told_until_it_is_answered() -> None:
    asked = mia(3, ASKED)
    waiting = told(weeks(asked, mia(10, "The banner is printed.")))["waiting"]
    assert waiting == ["Dana, could you send us the revised logo files by Friday 20 November? (asked on 3 November)"]
    assert "waiting" not in told(weeks(asked, dana(4, "Here are the revised logo files.")))
    assert "waiting" not in told(weeks(asked, dana(11, "Just sent you the revised logo files.")))


def test_an_answer_that_the_client_can_not_read_closes_an_ask_too() -> None:
    inside = mia(10, "We have received the revised logo files from Dana.", audience="internal", container_id="slack:2")
    assert "waiting" not in told(weeks(mia(3, ASKED), inside))


def test_an_ask_that_is_made_again_is_told_once_with_the_day_of_the_first() -> None:
    week = weeks(
        mia(3, ASKED), mia(11, "Dana, could you send us the revised logo files?", thread_id="slack:T1:C1:other")
    )
    assert len(told(week)["waiting"]) == 1
    assert "asked on 3 November" in told(week)["waiting"][0]


def test_what_was_asked_for_a_day_that_has_passed_waits_for_nobody() -> None:
    asked = mia(5, "Dana, can you send someone with the key on Friday?")
    of_its_week = replace(asked, occurred_at=at(12))
    assert "waiting" in told(weeks(of_its_week))
    assert "waiting" not in told(weeks(asked, mia(10, "The banner is printed.")))


def test_what_was_asked_for_by_a_day_that_has_passed_is_offered_unless_it_was_asked_again() -> None:
    asked = mia(3, ASKED_FOR_THEN)
    week = weeks(asked, mia(10, "The banner is printed."))
    assert "waiting" not in told(week)
    assert "status" not in told(week)
    assert offered(week)[ASKED_FOR_THEN] == "we asked it of the client for Friday 6 November, and read no answer"
    again = mia(5, "Dana, could you send us the revised logo files?", thread_id="slack:T1:C1:other")
    assert "waiting" in told(weeks(asked, again, mia(10, "The banner is printed.")))


FORM_READY = "Hi Dana, the new booking form is ready for you to test."


@pytest.mark.parametrize(
    "asked",
    [
        "Please try it with a few real names by Friday 20 November.",
        "Could you look through them by Friday 20 November?",
        "Can you sign this by Friday 20 November?",
        "Please have a look at it with your colleagues by Friday 20 November.",
    ],
)
def test_an_ask_that_points_at_something_which_it_does_not_name_is_offered_and_not_told(asked: str) -> None:
    week = weeks(mia(10, f"{FORM_READY} {asked}"))
    assert "waiting" not in told(week)
    assert "status" not in told(week)
    assert any(words.endswith(asked) for words in offered(week))


TO_TRY = f"{FORM_READY} Please try the form with a few real names by Friday 20 November."


@pytest.mark.parametrize(
    "report",
    [
        "Tested with three patients. The confirmation mail lands in spam.",
        "We've tried it at the front desk, works.",
        "Just had a look at it with Ana.",
        "Clicked through it this morning",
    ],
)
def test_what_was_to_be_tried_waits_no_more_once_somebody_reports_that_they_tried(report: str) -> None:
    assert "waiting" in told(weeks(mia(10, TO_TRY)))
    assert "waiting" not in told(weeks(mia(10, TO_TRY), mia(11, "The banner is up."), dana(11, report)))
    assert "waiting" not in told(weeks(mia(5, TO_TRY), dana(6, report), mia(10, "The banner is up.")))


@pytest.mark.parametrize(
    "report",
    [
        "We haven't tested it yet.",
        "Tested the newsletter, looks fine.",
        "We'll have tested it by Thursday.",
        "Tested only the first half.",
    ],
)
def test_what_was_to_be_tried_still_waits_where_nobody_has_tried_it(report: str) -> None:
    assert "waiting" in told(weeks(mia(10, TO_TRY), mia(11, "The banner is up."), dana(11, report)))


def test_what_was_to_be_tried_waits_no_more_once_it_is_live() -> None:
    live = mia(12, "The new booking form is live since 22:10 last night.")
    assert "waiting" not in told(weeks(mia(10, TO_TRY), live))
    assert "waiting" in told(weeks(mia(10, TO_TRY), mia(12, "The new shop page is live since 22:10 last night.")))
    assert "waiting" in told(weeks(mia(10, TO_TRY), mia(12, "The new booking form is not live yet.")))


@pytest.mark.parametrize(
    "asked",
    [
        "Dana, please bring your red pens on Tuesday, that's what the walk-through is for.",
        "Dana, it is six talks, not sixty, please do not build a plan on it.",
        "Dana, please be at the pier at nine.",
    ],
)
def test_how_somebody_is_to_come_or_behave_is_no_ask(asked: str) -> None:
    assert "waiting" not in told(weeks(mia(10, asked)))


@pytest.mark.parametrize(
    "asked",
    [
        "Dana, to stay on track we need two things from you.",
        "Dana, we have drafted a note to them; please tell us by Monday whether we may send it.",
    ],
)
def test_an_ask_that_does_not_say_of_what_or_to_whom_is_not_told(asked: str) -> None:
    assert "waiting" not in told(weeks(mia(10, asked)))


def test_what_nobody_has_spoken_of_for_weeks_is_offered_and_not_told() -> None:
    week = weeks(mia(6, ASKED_FOR_THEN, month=10), mia(10, "The banner is printed."))
    assert "waiting" not in told(week)
    reason = offered(week)[ASKED_FOR_THEN]
    assert reason == "we asked it of the client for Friday 9 October, and read no answer"


def test_the_gate_withholds_an_old_ask_whoever_words_it() -> None:
    asked = mia(3, ASKED)
    draft = write(weeks(asked), UPDATE)
    answered = gated(weeks(asked, dana(11, "Just sent you the revised logo files.")), draft)
    assert {claim.verdict for claim in answered.withheld} == {"stale"}  # and the status that rests on it
    old = mia(6, ASKED_FOR_THEN, month=10)
    told_of_its_week = write(client_week(old), UPDATE)
    assert [section.id for section in told_of_its_week.sections if section.claims] == ["status", "waiting"]
    assert not gated(weeks(old), told_of_its_week).claims


def test_an_old_ask_of_which_the_client_has_spoken_since_is_offered_and_not_told() -> None:
    ask = "Dana, which colour do you want for the banner?"
    week = weeks(mia(3, ask), dana(11, "Blue for the banner, please.", container_id="slack:T1:C9"))
    assert "waiting" not in told(week)
    assert ask in offered(week)


# --- promises --------------------------------------------------------------------------------------------------------


def test_an_old_ask_of_which_we_have_told_since_is_offered_and_not_told() -> None:
    asked = mia(4, "Dana, we still need the returns text for the shop page from you by Friday 20 November.")
    assert "waiting" in told(weeks(asked, mia(10, "The fair stand is ready.")))
    week = weeks(asked, mia(10, "The returns text is on the shop page now."))
    assert "waiting" not in told(week)
    assert any("returns text" in text for text in offered(week))


def test_an_old_ask_that_named_no_day_and_was_not_repeated_is_offered_and_not_told() -> None:
    ask = "Dana, could you send us the revised logo files?"
    once = weeks(mia(4, ask), mia(10, "The fair stand is ready."))
    assert "waiting" not in told(once)
    assert ask in offered(once)
    assert "waiting" in told(weeks(mia(3, ask), mia(5, f"{ask} Thanks"), mia(10, "The fair stand is ready.")))


def test_a_plan_of_an_earlier_week_of_which_one_day_has_passed_is_not_told_as_ahead() -> None:
    plan = "The build starts on 26 November, the offer is with you on Monday 9 November."
    assert "next" not in told(weeks(mia(4, plan), mia(10, "The fair stand is ready.")))
    ahead = "The build starts on 26 November, the offer is with you on Monday 16 November."
    assert "next" in told(weeks(mia(4, ahead), mia(10, "The fair stand is ready.")))


def test_a_promise_of_an_earlier_week_that_was_kept_is_told_with_both_sources() -> None:
    week = weeks(
        mia(3, "I'll send the photo selection by Tuesday 10 November."), mia(11, "I've sent the photo selection.")
    )
    assert told(week)["moved"] == ["Mia has sent the photo selection (promised on 3 November)."]
    claim = next(claim for claim in gated(week).claims if claim.section == "moved")
    assert [item.occurred_at[:10] for item in claim.evidence] == ["2026-11-11", "2026-11-03"]
    assert "next" not in told(week)


def test_what_was_done_of_another_kind_or_thing_keeps_no_promise() -> None:
    promise = mia(3, "I'll send the photo selection for the brochure.")
    for deed in (
        "The photo selection is approved.",
        "Sent the photo selection for the website.",
        "I sent the captions.",
    ):
        assert not any("promised" in text for texts in told(weeks(promise, mia(11, deed))).values() for text in texts)


def test_only_the_side_that_promised_keeps_a_promise() -> None:
    promise = mia(3, "I'll send the photo selection by Tuesday 10 November.")
    week = weeks(promise, dana(11, "I've sent the photo selection."))
    assert told(week)["moved"] == ["Dana has sent the photo selection."]


def test_a_plan_that_its_author_moves_to_another_day_is_told_with_both_days() -> None:
    week = weeks(
        mia(3, "The workshop starts on Tuesday 17 November."), mia(11, "The workshop starts on Thursday 19 November.")
    )
    assert told(week)["next"] == ["The workshop starts on Thursday 19 November (moved from Tuesday 17 November)."]


def test_a_plan_that_was_moved_within_the_week_is_told_with_both_days_too() -> None:
    week = weeks(
        mia(9, "The workshop starts on Tuesday 17 November."), mia(11, "The workshop starts on Thursday 19 November.")
    )
    assert told(week)["next"] == ["The workshop starts on Thursday 19 November (moved from Tuesday 17 November)."]


def test_a_promise_whose_thread_is_over_is_still_told_as_kept() -> None:
    week = weeks(
        mia(3, "I'll fix the login error by Tuesday 10 November.", thread_id="slack:T1:C1:a"),
        dana(4, "The login error is still there.", thread_id="slack:T1:C1:a"),
        mia(11, "I've fixed the login error."),
    )
    assert told(week)["moved"] == ["Mia has fixed the login error (promised on 3 November)."]


def test_another_thing_of_the_kind_is_no_move() -> None:
    other = "The brand workshop with the press starts on Thursday 19 November."
    week = weeks(mia(3, "The workshop starts on Tuesday 17 November."), mia(11, other))
    assert other in told(week)["next"]
    assert not any("moved from" in text for text in told(week)["next"])


def test_a_move_that_names_both_days_itself_is_told_in_its_own_words() -> None:
    week = weeks(
        mia(3, "The workshop starts on Tuesday 17 November."),
        mia(11, "The workshop moves from Tuesday 17 November to Thursday 19 November."),
    )
    assert told(week)["changed"] == ["The workshop moves from Tuesday 17 November to Thursday 19 November."]


def test_a_promise_that_is_still_ahead_is_told_with_the_day_on_which_it_was_made() -> None:
    promise = mia(3, "I'll send the final report by Friday 20 November.")
    assert told(weeks(promise))["next"] == [
        "Mia will send the final report by Friday 20 November (promised on 3 November)."
    ]
    assert "next" not in told(weeks(promise, mia(11, "Here is the final report.")))
    assert "next" not in told(weeks(promise, mia(11, "The final report is off the table.")))


def test_a_date_that_was_set_weeks_ago_is_told_again_as_it_comes_near() -> None:
    near = mia(3, "The workshop starts on Tuesday 17 November.")
    assert told(weeks(near))["next"] == ["The workshop starts on Tuesday 17 November (announced on 3 November)."]
    assert "next" not in told(weeks(mia(3, "The workshop starts on Thursday 17 December.")))


def test_what_the_client_promised_for_a_day_that_has_passed_is_waited_for() -> None:
    for words in ("I'll sign the budget by Friday 6 November.", "I'll sign the budget by Friday 6 November, promised."):
        week = weeks(dana(3, words))
        assert told(week)["waiting"] == ["Dana was to sign the budget by Friday 6 November (promised on 3 November)."]
    assert "waiting" not in told(
        weeks(dana(3, "I'll sign the budget by Friday 6 November."), dana(5, "Budget is signed."))
    )


def test_a_promise_of_which_somebody_has_spoken_since_is_not_told_as_overdue() -> None:
    promise = dana(3, "I'll send the price list by Friday 6 November.")
    for later in (
        "Thanks for the call, Dana. The price list looks good.",
        "The price list is not needed.",
    ):
        assert "waiting" not in told(weeks(promise, mia(11, later)))
    assert "waiting" in told(weeks(promise, mia(11, "Dana, when do we get the price list?")))


def test_an_overdue_promise_of_ours_is_offered_since_silence_proves_nothing() -> None:
    promise = "I'll send the photo selection by Friday 6 November."
    week = weeks(mia(3, promise))
    assert "next" not in told(week)
    assert offered(week)[promise] == "promised on 3 November for Friday 6 November; no word since says how it went"


def test_of_a_promise_whose_day_may_lie_ahead_in_this_week_no_silence_is_told() -> None:
    promise = "I'll send the photo selection by Thursday 12 November."
    may_be_ahead = "for Thursday 12 November; nothing that was read is of that day or later, so it may be ahead"
    assert offered(weeks(mia(3, promise)))[promise] == f"promised on 3 November {may_be_ahead}"
    plan = "The summer page goes live on Thursday 12 November."
    assert offered(weeks(mia(3, plan)))[plan] == f"planned on 3 November {may_be_ahead}"
    gone = weeks(mia(3, promise), mia(13, "The office is closed on Monday."))
    assert offered(gone)[promise].endswith("; no word since says how it went")


def test_nothing_of_earlier_weeks_is_told_twice_or_where_the_client_could_not_see_it() -> None:
    promise = "I'll send the final report by Friday 20 November."
    again = weeks(mia(3, promise), mia(11, promise))
    assert told(again)["next"] == ["Mia will send the final report by Friday 20 November."]
    inside = weeks(mia(3, promise, audience="internal", container_id="slack:2"))
    assert told(inside) == {}
    assert offered(inside) == {}


def test_the_gate_withholds_a_promise_of_an_earlier_week_that_was_closed_since() -> None:
    promise = mia(3, "I'll send the final report by Friday 20 November.")
    draft = write(weeks(promise), UPDATE)
    assert len(gated(weeks(promise), draft).claims) == 1
    sent = gated(weeks(promise, mia(11, "I've sent the final report.")), draft)
    assert [claim.verdict for claim in sent.withheld] == ["stale"]


# --- how things stand ------------------------------------------------------------------------------------------------

DONE = mia(11, "The landing page is live in both languages.")
STEP = mia(12, "We will send the second design by Friday 20 November.")


def line(*earlier: Event) -> str | None:
    """The first words of the status line of a week of a result and a next step, after what was said before it."""
    [status, *_] = told(weeks(*earlier, DONE, STEP)).get("status", [""])
    return status.partition(":")[0] or None


def test_a_promise_of_ours_that_is_overdue_since_an_earlier_week_is_no_track_to_be_on() -> None:
    promise = "We'll send the revised budget by Friday 6 November."
    assert line() == "On track"
    assert line(mia(3, promise)) is None
    assert line(mia(3, promise), mia(5, "We sent the revised budget this morning.")) == "On track"
    assert line(mia(3, promise.replace("6 November", "27 November"))) == "On track"


def test_what_nobody_has_spoken_of_for_four_weeks_speaks_no_more_of_how_things_stand() -> None:
    assert line(mia(5, "We'll send the revised budget by Friday 9 October.", month=10)) == "On track"


def test_a_question_of_the_clients_that_waits_since_an_earlier_week_is_no_track_to_be_on() -> None:
    asked = dana(4, "Do you have the opening hours for the pages?")
    assert line(asked) is None
    assert line(asked, mia(5, "The opening hours are nine to six.", thread_id=asked.event_id)) == "On track"


def test_an_ask_of_an_earlier_week_is_what_we_wait_for() -> None:
    assert line(mia(4, ASKED)) == "Waiting for you"
    assert line(mia(4, ASKED), dana(5, "Here are the revised logo files.")) == "On track"


def test_an_ask_for_a_day_that_has_passed_without_an_answer_is_no_track_to_be_on() -> None:
    assert line(mia(3, ASKED_FOR_THEN)) is None
    assert line(mia(3, ASKED_FOR_THEN), dana(5, "Here are the revised logo files.")) == "On track"


def test_a_line_that_calls_a_week_on_track_is_held_against_the_weeks_before_whoever_wrote_it() -> None:
    fair = write(weeks(DONE, STEP), UPDATE)
    week = weeks(mia(3, "We'll send the revised budget by Friday 6 November."), DONE, STEP)
    assert first_week_needed(fair) == "2026-W38"
    result = gated(week, fair)
    assert [claim.section for claim in result.withheld] == ["status"]


@pytest.mark.parametrize("reply", ["On it.", "Will do!", "Sure, I'll chase them tomorrow."])
def test_an_ask_that_was_taken_up_is_not_said_to_have_no_answer(reply: str) -> None:
    week = weeks(
        mia(10, "We haven't heard back from your IT about the test devices. Dana, can you chase them?"),
        message("Dana Reyes", at(10, 11), reply),
    )
    (reason,) = (why for words, why in offered(week).items() if "can you chase them?" in words)
    assert reason == (
        f"we asked it of the client, last on 10 November, taken up on Tuesday by Dana Reyes: “{reply}”; "
        "no word since says that it is done"
    )
