"""What issues teach becomes rules: after one issue, as somebody thinks by now, and in nobody else's words."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from yarnnn_pipelines.core.keys import DeliverableKey
from yarnnn_pipelines.core.weeks import add_weeks
from yarnnn_pipelines.deliverables.preferences.preference import PreferenceKind
from yarnnn_pipelines.supervision.learning.edit_kinds import SortedEdit
from yarnnn_pipelines.supervision.learning.observations import Observed, observed
from yarnnn_pipelines.supervision.learning.rules import ReviewedIssue, SetPreference, preferences_of, rules_for
from yarnnn_pipelines.supervision.learning.words import why

SECTIONS = ["moved", "decided", "risks", "next"]
DANA = ("dana@acme.example",)


def said(kind: PreferenceKind, value: Any, subject: str = "", weight: float = 1.0) -> Observed:
    return Observed(kind, subject, value, weight, True)


def kept(kind: PreferenceKind, value: Any, subject: str = "") -> Observed:
    return Observed(kind, subject, value, 1.0, False)


def issue(number: int, *observed: Observed, client: str = "acme", recipients: Sequence[str] = DANA) -> ReviewedIssue:
    key = DeliverableKey(client, add_weeks("2026-W20", number), "client_update")
    return ReviewedIssue(key, tuple(recipients), observed)


def shaped(
    issues: Iterable[ReviewedIssue],
    client: str = "acme",
    recipients: Sequence[str] = DANA,
    by_people: Iterable[SetPreference] = (),
    week: str = "2026-W40",
) -> dict[tuple[str, str], Any]:
    key = DeliverableKey(client, week, "client_update")
    rules = rules_for(key, recipients, issues, SECTIONS, by_people)
    return {one.name: one.value for one in preferences_of(rules).each}


def test_one_issue_is_enough() -> None:
    assert shaped([issue(0, said("days", "12 Nov"))]) == {("days", ""): "12 Nov"}


def test_what_nobody_ever_said_is_no_rule() -> None:
    assert shaped([issue(n, kept("days", "12 November")) for n in range(5)]) == {}


def test_one_slip_moves_no_rule_of_long_standing_and_a_change_of_mind_does_within_two_issues() -> None:
    old = [issue(0, said("days", "12 Nov")), *(issue(n, kept("days", "12 Nov")) for n in range(1, 6))]
    slip = [*old, issue(6, said("days", "Nov 12"))]
    assert shaped(slip) == {("days", ""): "12 Nov"}
    assert shaped([*slip, issue(7, said("days", "Nov 12"))]) == {("days", ""): "Nov 12"}


def test_a_rule_names_the_issues_that_it_agrees_with_and_those_that_it_would_have_changed() -> None:
    issues = [issue(0, said("days", "Nov 12")), issue(1, said("days", "12 Nov")), issue(2, kept("days", "12 Nov"))]
    (rule,) = rules_for(DeliverableKey("acme", "2026-W40", "client_update"), DANA, issues)
    assert ([key.week for key in rule.agree], [key.week for key in rule.against]) == (
        ["2026-W22", "2026-W21"], ["2026-W20"],
    )  # fmt: skip


def test_only_issues_of_earlier_weeks_shape_a_deliverable() -> None:
    assert shaped([issue(5, said("days", "12 Nov"))], week="2026-W25") == {}
    assert shaped([issue(5, said("days", "12 Nov"))], week="2026-W26") == {("days", ""): "12 Nov"}


def test_a_single_sentence_struck_leaves_no_section_out_and_two_issues_do() -> None:
    struck = said("section_left_out", True, "risks", 0.5)
    assert shaped([issue(0, struck)]) == {}
    assert shaped([issue(0, struck), issue(1, struck)]) == {("section_left_out", "risks"): True}


def test_a_section_that_is_taken_in_again_is_told_again() -> None:
    issues = [issue(0, said("section_left_out", True, "risks")), issue(1, said("section_left_out", False, "risks"))]
    assert shaped(issues) == {}


def test_a_greeting_is_for_the_readers_that_it_greets() -> None:
    issues = [issue(0, said("greeting", "Hi Dana,"), said("days", "12 Nov"))]
    assert shaped(issues, recipients=("tom@acme.example",)) == {("days", ""): "12 Nov"}


def test_two_clients_that_agree_speak_for_the_others_and_one_does_not() -> None:
    one, other = issue(0, said("days", "12 Nov")), issue(0, said("days", "12 Nov"), client="blue")
    assert shaped([one], client="cove") == {}
    assert shaped([one, other], client="cove") == {("days", ""): "12 Nov"}


def test_nobodys_own_words_stand_in_another_clients_text() -> None:
    words = (said("greeting", "Hi Dana,"), said("sign_off", "Best, Mia"), said("section_title", "Acme", "moved"))
    words = (*words, said("wording", "the Acme portal", "the portal"))
    issues = [issue(n, *words, client=client) for n in range(4) for client in ("acme", "blue")]
    assert shaped(issues, client="cove") == {}


def test_narrow_goes_before_wide() -> None:
    others = [issue(n, said("days", "Nov 12"), client=client) for n in range(3) for client in ("blue", "cove")]
    assert shaped([*others, issue(0, said("days", "12 Nov"))]) == {("days", ""): "12 Nov"}


def test_what_a_person_set_holds_whatever_is_learned_and_what_they_removed_is_not_learned() -> None:
    issues = [issue(0, said("days", "12 Nov"), said("layout", "prose"))]
    pinned = SetPreference("acme", "client_update", "days", "", "Nov 12", "mia")
    removed = SetPreference("acme", "client_update", "layout", "", None, "mia")
    no_length = SetPreference("acme", "client_update", "length", "", None, "mia")
    issues = [*issues, issue(1, said("length", 4))]
    assert shaped(issues, by_people=[pinned, removed, no_length]) == {("days", ""): "Nov 12"}


def test_what_a_person_sets_is_tried_against_the_issues_before_and_says_which_it_would_have_changed() -> None:
    issues = [issue(0, said("days", "Nov 12")), issue(1, kept("days", "12 Nov")), issue(2, kept("length", 6))]
    wanted = SetPreference("acme", "client_update", "days", "", "12 Nov", "mia")
    short = SetPreference("acme", "client_update", "length", "", 4, "mia")
    key = DeliverableKey("acme", "2026-W40", "client_update")
    days, length = rules_for(key, DANA, issues, SECTIONS, [short, wanted])
    assert [[one.week for one in weeks] for weeks in (days.agree, days.against)] == [["2026-W21"], ["2026-W20"]]
    assert why(days) == "acme client update; set by mia; would have changed 2026-W20"
    assert why(length) == "acme client update; set by mia; would have changed 2026-W22"


def test_what_is_set_for_every_client_gives_way_to_what_is_set_for_one() -> None:
    everywhere = SetPreference("", "client_update", "days", "", "Nov 12", "mia")
    here = SetPreference("acme", "client_update", "days", "", "12 Nov", "mia")
    assert shaped([], by_people=[here, everywhere]) == {("days", ""): "12 Nov"}
    assert shaped([], client="blue", by_people=[here, everywhere]) == {("days", ""): "Nov 12"}


def test_the_order_of_sections_is_put_together_from_texts_that_showed_some_of_them() -> None:
    issues = [
        issue(0, said("section_order", ["risks", "moved"])),
        issue(1, kept("section_order", ["moved", "decided"])),
        issue(2, said("section_order", ["next", "risks"])),
    ]
    assert shaped(issues) == {("section_order", ""): ["next", "risks", "moved", "decided"]}


def test_a_section_that_one_issue_moved_stands_where_it_was_put_beside_those_that_it_did_not_show() -> None:
    issues = [
        *(issue(number, said("section_order", ["moved", "decided", "next", "risks"])) for number in range(5)),
        issue(6, said("section_order", ["risks", "moved", "next"])),
    ]
    assert shaped(issues) == {("section_order", ""): ["risks", "moved", "decided", "next"]}


_ORDER = st.permutations(SECTIONS).flatmap(lambda order: st.sampled_from([order, order[:2], order[1:]]))


@given(st.lists(_ORDER, max_size=10))  # of weeks before the one that is shaped
def test_whatever_the_texts_showed_the_newest_ones_order_holds(shown: list[list[str]]) -> None:
    issues = [issue(number, said("section_order", order)) for number, order in enumerate(shown)]
    found = shaped(issues).get(("section_order", ""))
    if shown:
        assert found is not None
        assert set(found) == {section for order in shown for section in order}
        assert [section for section in found if section in shown[-1]] == shown[-1]


def sentences(*fates: tuple[str, str]) -> tuple[dict[str, Any], list[SortedEdit]]:
    """An approved text and its edits, of (section, "kept" | "struck") for each sentence that the writer told."""
    claims = [
        {
            "section": section,
            "kind": "slot",
            "slot": "reported",
            "text": f"Sentence {n}.",
            "evidence": [{"platform": "slack", "quote": f"Sentence {n}."}],
        }
        for n, (section, _) in enumerate(fates)
    ]
    told = [claim for claim, (_, fate) in zip(claims, fates, strict=True) if fate == "kept"]
    ids = dict.fromkeys(section for section, _ in fates)
    document = {"sections": [{"id": one, "claims": [c for c in told if c["section"] == one]} for one in ids]}
    struck = [claim for claim, (_, fate) in zip(claims, fates, strict=True) if fate == "struck"]
    return document, [SortedEdit(n, "removal", claim["text"], "", claim) for n, claim in enumerate(struck, start=1)]


def test_a_text_shortened_to_one_length_twice_is_made_of_that_length_and_a_single_time_is_not() -> None:
    document, edits = sentences(
        *([("moved", "kept")] * 3), ("moved", "struck"), ("decided", "kept"), ("risks", "kept"), ("risks", "struck")
    )
    seen = tuple(observed(document, edits, ()))
    lengths = [one for one in seen if one.kind == "length"]
    assert [(one.value, one.was_said) for one in lengths] == [(5, True)]
    assert ("length", "") not in shaped([issue(0, *lengths)])
    assert shaped([issue(0, *lengths), issue(1, *lengths)])["length", ""] == 5


def test_one_sentence_struck_says_nothing_of_the_length() -> None:
    document, edits = sentences(("moved", "kept"), ("moved", "struck"), ("risks", "kept"))
    assert all(one.kind != "length" for one in observed(document, edits, ()))


def told_from(number: int, *fates: tuple[str, str]) -> ReviewedIssue:
    """An issue that told numbers from these platforms, each kept or struck."""
    document, edits = sentences(*(("numbers", fate) for _, fate in fates))
    claims = [edit.target for edit in edits] + [claim for one in document["sections"] for claim in one["claims"]]
    for platform, fate in fates:
        claim = next(
            one for one in claims if "seen" not in one and (one in [e.target for e in edits]) == (fate == "struck")
        )
        claim["seen"], claim["evidence"][0]["platform"] = True, platform
    return issue(number, *observed(document, edits, ()))


def test_a_kind_that_was_struck_once_and_then_with_its_whole_section_is_left_out_and_the_others_of_it_are_not() -> None:
    issues = [told_from(0, ("gmail", "kept"), ("slack", "struck")), told_from(1, ("slack", "struck"))]
    wanted = shaped(issues)
    assert wanted["leaves_out", "numbers from slack"] is True
    assert ("section_left_out", "numbers") not in wanted
    assert ("leaves_out", "numbers from gmail") not in wanted


def test_a_section_struck_whole_once_says_too_little_of_its_kinds() -> None:
    assert shaped([told_from(0, ("slack", "struck"), ("gmail", "struck"))]) == {("section_left_out", "numbers"): True}
