"""A brief tells a project as it is now, an investor update a month: each sentence with its day, none that is over."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from tests.unit.weekly import ACME, LISBON, at, client_span, client_week, mail, meeting, message, stored, write
from yarnnn_pipelines.config.deliverable_types import DeliverableType, deliverable_type
from yarnnn_pipelines.config.settings import Contact
from yarnnn_pipelines.context.ceilings import MOST_OF_A_WEEK
from yarnnn_pipelines.core.keys import ClientWeek
from yarnnn_pipelines.core.spans import MOST_WEEKS, Span, span_of, week_due, weeks_due, why_not_due
from yarnnn_pipelines.core.weeks import add_weeks
from yarnnn_pipelines.deliverables.brief import brief
from yarnnn_pipelines.deliverables.brief.brief import make_brief
from yarnnn_pipelines.deliverables.claims import Claim, Draft
from yarnnn_pipelines.deliverables.gate.gate import Gated, judge
from yarnnn_pipelines.deliverables.items import Item
from yarnnn_pipelines.deliverables.slots.frame import frame_for
from yarnnn_pipelines.deliverables.week.client_week import Event, WeekContext
from yarnnn_pipelines.deliverables.week.spans import joined_weeks
from yarnnn_pipelines.deliverables.writers.model.prompt import prompts_of
from yarnnn_pipelines.english.days import full_day
from yarnnn_pipelines.english.measures import measure, same_measure

BRIEF = deliverable_type("project_brief")
LAUNCHED, LIVE = "The summer campaign launched today.", "The booking page is live."
INVESTORS = deliverable_type("investor_update")


def gate(draft: Draft, week: WeekContext, kind: DeliverableType) -> Gated:
    rows = stored(week) | (stored(week.before) if week.before else {})
    return judge(draft, frame_for(week), kind, rows, week.events)


def told(week: WeekContext, kind: DeliverableType) -> dict[str, list[str]]:
    """The sentences of each section that stand, by the section's id."""
    gated = gate(write(week, kind), week, kind)
    return {section.id: [claim.text for claim in section.claims] for section in gated.sections if section.claims}


def mia(month: int, day: int, text: str, hour: int = 10) -> Event:
    return message("Mia Duarte", at(day, hour, month=month), text)


# --- which days ------------------------------------------------------------------------------------------------------


def test_a_months_deliverable_is_due_in_the_week_that_holds_its_last_day_and_tells_of_the_month_alone() -> None:
    assert span_of("month", "2026-W44", "2026-W01") == Span(date(2026, 10, 1), date(2026, 10, 31))
    assert span_of("month", "2026-W45", "2026-W01") is None
    assert span_of("month", "2026-W53", "2026-W01") == Span(date(2026, 12, 1), date(2026, 12, 31))
    assert span_of("month", "2026-W22", "2026-W01") == Span(date(2026, 5, 1), date(2026, 5, 31))  # ends on a Sunday
    of_a_year = weeks_due("month", [add_weeks("2026-W02", number) for number in range(52)], "2026-W01")
    assert len(of_a_year) == 12
    assert [week_due(span) for week in of_a_year if (span := span_of("month", week, "2026-W01"))] == of_a_year


def test_all_so_far_begins_with_the_agencys_first_week_and_is_a_year_at_the_most() -> None:
    assert span_of("all", "2026-W46", "2026-W41") == Span(date(2026, 10, 5), date(2026, 11, 15))
    span = span_of("all", "2026-W46", "2021-W01")
    assert span is not None
    assert len(span.weeks) == MOST_WEEKS


# --- the brief -------------------------------------------------------------------------------------------------------


def test_a_sentence_of_a_brief_has_its_day() -> None:
    week = client_span(
        BRIEF, mia(10, 14, "The tracking plan for the shop is done."), mia(11, 9, "The summer campaign launched today.")
    )
    assert told(week, BRIEF)["state"] == [
        "The tracking plan for the shop is done (14 October).",
        "The summer campaign launched on Monday 9 November.",
    ]


@pytest.mark.parametrize(("days", "dated"), [((3, 11), "11 November"), ((3, 15), "15 November"), ((3,), "9 November")])
def test_a_brief_is_dated_by_the_last_day_of_its_week_from_which_anything_landed(days: tuple[int], dated: str) -> None:
    events = [mia(11, day, "The summer campaign launched today.") for day in days]
    coming = meeting("Review", at(14, 9), "coming")
    week = client_span(BRIEF, *events)
    items = (*week.items, Item(coming.event.event_id, at(14).isoformat(), "calendar", None, "Review", None))
    assert write(replace(week, items=items), BRIEF).title == f"Acme Corp: project brief, {dated} 2026"


def test_a_meeting_later_in_the_week_that_goes_on_is_the_next_of_its_series() -> None:
    series = meeting("Acme weekly", at(10, 14), "held"), meeting("Acme weekly", at(17, 14), "coming")

    def known(*events: Event) -> WeekContext:
        return client_week(*events, meetings=series)

    def brief_of(week: WeekContext) -> WeekContext:
        key = ClientWeek("acme", week.week)
        span = BRIEF.span_in(week.week, week.week)
        assert span is not None
        return joined_weeks(key, span, {key: week})

    def dates(draft: Draft, week: WeekContext) -> list[str]:
        gated = judge(draft, frame_for(brief_of(week)), BRIEF, stored(week), week.events)
        return [claim.text for claim in gated.claims if claim.section == "dates"]

    launched = mia(11, 9, LAUNCHED)
    on_monday, after = known(launched), known(launched, mia(11, 11, LIVE))
    drafts = [write(brief_of(week), BRIEF) for week in (on_monday, after)]
    assert dates(drafts[0], on_monday) == ["Acme weekly, Tuesday 10 November, 14:00."]
    assert dates(drafts[0], after) == [], "the gate knows that the day has passed"
    assert dates(drafts[1], after) == ["Acme weekly, Tuesday 17 November, 14:00."]


def test_a_brief_tells_nothing_that_a_later_week_took_back_or_replaced() -> None:
    week = client_span(
        BRIEF,
        mia(10, 6, "We decided to run the launch event in the old harbour hall."),
        mia(11, 3, "We decided against the harbour hall for the launch event after all."),
        mia(10, 7, "The newsletter has 2,950 subscribers."),
        mia(11, 10, "The newsletter has 3,412 subscribers."),
    )
    said = told(week, BRIEF)
    assert not any("old harbour hall" in text for texts in said.values() for text in texts)
    assert said["numbers"] == ["The newsletter has 3,412 subscribers (10 November; 2,950 on 7 October, +16%)."]


@pytest.mark.parametrize(
    ("earlier", "newest", "is_told"),
    [
        (
            ("First full day of 2.3.1: crash-free sessions went from 98.1% to 99.4%.",),
            "Second pilot week: crash-free sessions are at 99.6%, above the target for the first time.",
            "Second pilot week: crash-free sessions are at 99.6%, above the target for the first time "
            "(10 November; 99.4% on 20 October, +0.2 points).",
        ),
        (
            (
                "38% of new patients drop off at the identity step.",
                "The first numbers: drop-off at the identity step went from 38% to 24%, with 61 patients.",
            ),
            "Drop-off is at 21% now, with 148 patients.",
            "Drop-off is at 21% now, with 148 patients (10 November; 24% on 21 October, -3 points).",
        ),
    ],
)
def test_of_one_thing_only_the_newest_number_is_told_however_the_others_were_put(
    earlier: tuple[str, ...], newest: str, is_told: str
) -> None:
    of_before = [mia(10, 20 + number, text) for number, text in enumerate(earlier)]
    assert told(client_span(BRIEF, *of_before, mia(11, 10, newest)), BRIEF)["numbers"] == [is_told]


def test_a_number_of_another_place_or_of_a_part_is_no_earlier_value() -> None:
    assert not same_measure("Rotterdam, first week: 26 seconds a scan on average.",
                            "Antwerp, first week: 41 seconds a scan on average.")  # fmt: skip
    assert measure("38% of new patients and 12% of old ones drop off.") is None
    assert measure("Sign-ups went from 40 to 52, and leads from 10 to 8.") is None


def test_a_problem_of_which_a_part_is_mended_since_is_not_told_as_it_was_found() -> None:
    found = mia(10, 20, "The accessibility audit found 14 issues, three of them serious.")
    mended = mia(11, 3, "13 of the 14 accessibility issues are fixed.")
    assert "risks" in told(client_span(BRIEF, found), BRIEF)
    assert "risks" not in told(client_span(BRIEF, found, mended), BRIEF)


def test_what_is_waited_for_is_not_told_weeks_later() -> None:
    text = "Build is at 60%, and we wait for legal on the guarantee wording."
    assert told(client_span(BRIEF, mia(10, 12, text)), BRIEF).keys() == {"people"}
    assert "numbers" in told(client_span(BRIEF, mia(11, 12, text)), BRIEF)


def test_whose_last_words_were_of_a_moment_still_works_on_the_project() -> None:
    week = client_span(BRIEF, mia(10, 20, "The design is done, and we wait for legal on the guarantee wording."))
    assert told(week, BRIEF)["people"] == ["For us: Mia Duarte."]


@pytest.mark.parametrize(
    "text",
    [
        "The change is agreed with the board, and we start on Thursday 22 October.",
        "The kick-off moves from Wednesday 14 to Wednesday 21 October.",
        "We decided: the pilot opens on 2 November in Lisbon.",
        "We'd start in the week of 23 November, the offer is with you on Monday 19 October.",
    ],
)
def test_what_was_planned_for_a_day_that_has_come_is_not_told_as_a_plan(text: str) -> None:
    assert told(client_span(BRIEF, mia(10, 13, text)), BRIEF).keys() == {"people"}


def test_a_plan_for_a_day_to_come_a_price_from_a_day_on_and_what_happened_on_one_are_told() -> None:
    week = client_span(
        BRIEF,
        mia(10, 13, "The release of 2.4 moves from Wednesday 11 to Wednesday 18 November."),
        mia(10, 14, "The reduced price goes from €5 to €4 from 1 November."),
        mia(10, 15, "The campaign for the harbour launched today."),
    )
    assert {section: len(texts) for section, texts in told(week, BRIEF).items()} == {
        "state": 1,
        "numbers": 1,
        "decided": 1,
        "people": 1,
    }


def test_that_somebody_kept_silent_or_how_many_came_so_far_is_not_told_weeks_later() -> None:
    texts = ("No answer from the print shop on the colours, so the posters are late.", "41 sign-ups so far.")
    late = client_span(BRIEF, *(mia(10, 13, text) for text in texts))
    assert not {"risks", "numbers"} & told(late, BRIEF).keys()
    assert told(client_span(BRIEF, mia(11, 12, texts[1])), BRIEF)["numbers"]


def test_a_promise_of_long_ago_is_told_only_if_it_falls_due_after_the_span() -> None:
    week = client_span(
        BRIEF,
        mia(10, 6, "I'll write the first draft of the migration guide."),
        mia(10, 7, "I'll deliver the final report on Friday 27 November."),
    )
    assert told(week, BRIEF)["next"] == ["Mia will deliver the final report on Friday 27 November (7 October)."]


def test_goals_stand_as_people_state_them_and_as_a_page_holds_them_last() -> None:
    def page(week: str, goal: str, month: int, day: int) -> Event:
        text = f"Goal\n{goal}\nDates\nLaunch: 9 November"
        fields = {"kind": "page", "platform": "notion", "title": "Plan", "event_id": f"notion:1@{week}"}
        return message("Mia Duarte", at(day, 10, month=month), text, **fields)

    week = client_span(
        BRIEF,
        page("2026-W41", "Make the one-year guarantee the reason to buy.", 10, 6),
        page("2026-W45", "Make the two-year guarantee the reason to buy.", 11, 3),
        mia(10, 8, "The goal for the landing page is 400 sign-ups by December."),
        mia(10, 9, "The goal of the landing page was met in a week, is it?"),
    )
    assert told(week, BRIEF)["goals"] == [
        "The goal for the landing page is 400 sign-ups by December (8 October).",
        "Make the two-year guarantee the reason to buy.",
    ]


def test_people_are_those_who_spoke_with_the_role_that_yarnnn_yaml_gives() -> None:
    dana = Contact(name="Dana Reyes", email="dana@acme.example", role="Head of Marketing")
    week = client_span(
        BRIEF,
        mia(11, 9, "The summer campaign launched today."),
        mail("Dana Reyes", at(10), "Budget", "We decided to keep the budget for the quarter."),
        client=ACME.model_copy(update={"contacts": [dana]}),
    )
    assert told(week, BRIEF)["people"] == ["For Acme: Dana Reyes, Head of Marketing.", "For us: Mia Duarte."]


# --- the investor update ---------------------------------------------------------------------------------------------

GROWTH = client_span(
    INVESTORS,
    mia(10, 30, "The newsletter has 3,412 subscribers."),
    before=(mia(9, 28, "The newsletter has 2,950 subscribers."),),
)


def test_a_number_has_its_day_and_its_change_with_both_sources() -> None:
    gated = gate(write(GROWTH, INVESTORS), GROWTH, INVESTORS)
    (claim,) = gated.claims
    assert claim.text == "The newsletter has 3,412 subscribers (30 October; 2,950 on 28 September, +16%)."
    assert [item.quote for item in claim.evidence] == [
        "The newsletter has 3,412 subscribers.",
        "The newsletter has 2,950 subscribers.",
    ]


@pytest.mark.parametrize(
    ("right", "wrong"), [("+16%", "+61%"), ("2,950", "1,950"), ("28 Sep", "8 Sep"), ("30 O", "3 O")]
)
def test_a_change_that_does_not_follow_from_its_sources_is_withheld(right: str, wrong: str) -> None:
    assert verdict_on(changed(GROWTH, right, wrong), GROWTH) == "unsupported"


def test_a_value_that_was_taken_back_is_compared_with_nothing() -> None:
    before = (
        mia(9, 28, "The newsletter has 2,950 subscribers."),
        mia(9, 28, "Sorry, that number is wrong, please ignore it.", hour=11),
    )
    week = client_span(INVESTORS, mia(10, 30, "The newsletter has 3,412 subscribers."), before=before)
    assert told(week, INVESTORS)["numbers"] == ["The newsletter has 3,412 subscribers (30 October)."]


def test_without_a_value_of_the_month_before_the_months_first_is_compared_with() -> None:
    week = client_span(
        INVESTORS,
        mia(10, 5, "The newsletter has 3,000 subscribers."),
        mia(10, 19, "The newsletter has 3,200 subscribers."),
        mia(10, 30, "The newsletter has 3,300 subscribers."),
    )
    assert told(week, INVESTORS)["numbers"] == [
        "The newsletter has 3,300 subscribers (30 October; 3,000 on 5 October, +10%)."
    ]


def test_a_models_number_without_its_day_is_withheld_from_a_section_of_dated_numbers() -> None:
    draft = changed(GROWTH, " (30 October; 2,950 on 28 September, +16%)", "", kind="rewrite", slot=None)
    assert verdict_on(draft, GROWTH) == "unsupported"
    draft = changed(GROWTH, " (30 October; 2,950 on 28 September, +16%)", " on 30 October", kind="rewrite", slot=None)
    assert verdict_on(draft, GROWTH) == "supported"


def test_what_a_later_word_of_the_span_took_back_is_withheld_whoever_wrote_the_draft() -> None:
    said = mia(10, 6, "We decided to run the launch event in the old harbour hall.")
    undone = mia(10, 28, "We decided against the harbour hall for the launch event after all.")
    draft = write(client_span(INVESTORS, said), INVESTORS)
    assert verdict_on(draft, client_span(INVESTORS, said)) == "supported"
    assert verdict_on(draft, client_span(INVESTORS, said, undone)) == "stale"


def test_a_day_of_the_months_last_week_that_is_no_day_of_the_month_is_not_told_of() -> None:
    inside, outside = mia(10, 31, "The audit is done."), mia(11, 1, "The beta launched in both clinics.")
    draft = write(client_span(INVESTORS, inside, outside), INVESTORS)
    assert verdict_on(draft, client_span(INVESTORS, inside, outside), "The beta") == "out_of_context"


def changed(week: WeekContext, right: str, wrong: str, **also: object) -> Draft:
    """The week's draft with a forged claim."""
    draft = write(week, INVESTORS)

    def forged(claim: Claim) -> Claim:
        return replace(claim, text=claim.text.replace(right, wrong), **also)

    sections = tuple(replace(one, claims=tuple(map(forged, one.claims))) for one in draft.sections)
    return replace(draft, sections=sections)


def verdict_on(draft: Draft, week: WeekContext, begins: str = "") -> str | None:
    gated = gate(draft, week, INVESTORS)
    (claim,) = [claim for claim in (*gated.claims, *gated.withheld) if claim.text.startswith(begins)]
    return claim.verdict


# --- a model that words ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", [BRIEF, INVESTORS], ids=lambda kind: kind.id)
def test_a_model_is_told_which_time_it_tells_of_and_what_each_section_asks(kind: DeliverableType) -> None:
    week = client_span(kind, mia(10, 14, "The tracking plan for the shop is done."))
    (prompt,) = prompts_of(make_brief(week, kind), kind, 80_000).parts
    assert f"from {full_day(week.days.first)} 2026 to {full_day(week.days.last)} 2026" in prompt.week
    assert "one week" not in prompt.task
    assert "a number with the value before it" in prompt.task
    assert all(f"- {section.id} (" in prompt.task for section in kind.sections)


# --- joining weeks ---------------------------------------------------------------------------------------------------


def test_of_a_span_that_is_too_long_the_newest_is_read_and_what_was_not_read_is_told() -> None:
    long = "word " * 19_000
    old = [mia(10, day, long, hour) for day in range(5, 10) for hour in range(8, 18)]
    new = mia(11, 9, "The summer campaign launched today.")
    span = Span(date(2026, 10, 5), date(2026, 11, 15))
    key = ClientWeek("acme", "2026-W46")
    weeks = {
        key: client_week(new),
        ClientWeek("acme", "2026-W41"): replace(client_week(*old), week="2026-W41"),
    }
    joined = joined_weeks(key, span, weeks)
    assert joined.events[-1] == new
    assert sum(len(event.text) for event in joined.events) <= MOST_OF_A_WEEK
    assert len(joined.unread.texts) == len(old) + 1 - len(joined.events) > 0
    assert joined.not_built == ("2026-W42", "2026-W43", "2026-W44", "2026-W45")


def test_of_a_story_too_long_to_compare_what_is_said_lately_counts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(brief, "MOST_STATEMENTS", 2)
    old = [mia(month, 3, f"We decided to move the spring sale of shop {month} to summer.") for month in (3, 4, 6)]
    new = [mia(10, 9, "The newsletter has 3,412 subscribers."), mia(11, 9, "The conversion rate is 2.8%.")]
    events = (*old, *new)
    week = replace(client_span(BRIEF, *events), span=span_of("all", "2026-W46", "2026-W01"))
    assert told(week, BRIEF)["numbers"] == [
        "The newsletter has 3,412 subscribers (9 October).",
        "The conversion rate is 2.8% (9 November).",
    ]


def test_a_client_week_is_told_as_it_was() -> None:
    """A type that says nothing of spans draws on its week, and its drafts have the identity that they had."""
    update = deliverable_type("client_update")
    assert update.span_in("2026-W46", "2026-W41") == Span(date(2026, 11, 9), date(2026, 11, 9) + timedelta(days=6))
    assert not {"span", "dated", "last_weeks"} & {key for section in update.identity["sections"] for key in section}
    assert "span" not in update.identity
    assert client_week().time_zone == LISBON


def test_the_week_that_is_named_where_none_is_due_can_be_produced() -> None:
    assert "2026-W44: ask for that week" in why_not_due("board_letter", "2026-W48", "2026-W40").mend
    assert "the first is due in 2026-W49" in why_not_due("board_letter", "2026-W48", "2026-W46").mend
