"""How far a deliverable goes by itself is earned issue by issue, seldom by mistake, and lost at once."""

from __future__ import annotations

import random
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from yarnnn_pipelines.core.weeks import add_weeks
from yarnnn_pipelines.stores.ledger.autonomy_rows import Level, Making, Move, Outcome, Record
from yarnnn_pipelines.supervision.autonomy import Earned, Text, earned, move_in_words

BEGAN = datetime(2026, 1, 5, 9, tzinfo=UTC)
ONE: Making = {"writer": "openai", "model": "one", "prompt": "5"}
OTHER: Making = {**ONE, "model": "other"}

GOOD, STYLE, FACT, RECIPIENT = "good", "style", "fact", "recipient"


def outcome(number: int, found: str = GOOD, made_by: Making = ONE, week: int | None = None) -> Outcome:
    at = BEGAN + timedelta(weeks=number)
    of_week = add_weeks("2026-W01", number if week is None else week)
    why = "" if found == GOOD else f"the {found} was changed"
    return Outcome(
        "acme", of_week, "client_update", 1, made_by, found != GOOD, why,
        found == FACT, found == RECIPIENT, 0.0, f"review {number}", number=number, found_at=at,
    )  # fmt: skip


class Line:
    """One client's deliverables of a type, one review after the other, each move written down."""

    def __init__(self, ceiling: Level = "auto", made_by: Making = ONE) -> None:
        self.ceiling = ceiling
        self.made_by = made_by
        self.outcomes: list[Outcome] = []
        self.moves: list[Move] = []
        self.now = Earned()
        self.texts = 1

    def review(self, *found: str, week: int | None = None) -> Line:
        for each in found:
            self.outcomes.append(outcome(len(self.outcomes) + 1, each, self.made_by, week))
            self.look()
        return self

    def look(self) -> Line:
        record = Record("acme", "client_update", self.outcomes, self.moves)
        at = BEGAN + timedelta(weeks=len(self.outcomes), days=1)
        self.texts += 1
        newest = Text(add_weeks("2026-W01", len(self.outcomes)), self.texts)
        self.now, new = earned(record, self.ceiling, self.made_by, newest)
        self.moves += [Move(**vars(move), moved_at=at) for move in new]
        return self

    @property
    def story(self) -> list[str]:
        return [move_in_words(move) for move in self.moves]


def promoted_at(line: Line, most: int = 200) -> int | None:
    """After how many good issues it is first promoted."""
    for count in range(1, most + 1):
        if line.review(GOOD).moves:
            return count
    return None


def test_a_line_starts_at_approve_and_a_perfect_one_is_promoted_within_35_issues() -> None:
    line = Line()
    assert line.now.level == "approve"
    assert promoted_at(line) == 32
    assert line.now.level == "delayed"
    assert line.story == ["approve → delayed: 32 issues, 0 bad; evidence 20 of 20"]


def test_each_level_needs_evidence_of_its_own() -> None:
    line = Line().review(*[GOOD] * 32)
    assert (line.now.level, line.now.evidence, line.now.issues) == ("delayed", 1, 0)
    assert line.review(*[GOOD] * 31).now.level == "delayed"
    assert line.review(GOOD).now.level == "auto"


@pytest.mark.parametrize(("ceiling", "level"), [("draft", "draft"), ("approve", "approve"), ("delayed", "delayed")])
def test_the_setting_is_the_ceiling(ceiling: Level, level: Level) -> None:
    line = Line(ceiling).review(*[GOOD] * 100)
    assert line.now.at_most(ceiling) == level
    assert len(line.moves) == (ceiling == "delayed")


def test_what_a_higher_ceiling_would_have_made_of_it_is_not_made_up_for() -> None:
    line = Line("approve").review(*[GOOD] * 100)
    line.ceiling = "auto"
    assert line.look().now.level == "delayed"
    assert line.look().now.level == "delayed"


def test_a_lower_ceiling_takes_nothing_away_for_good() -> None:
    line = Line().review(*[GOOD] * 32)
    assert line.now.at_most("approve") == "approve"
    line.ceiling = "approve"
    assert line.look().now.level == "delayed"


@pytest.mark.parametrize("found", [FACT, RECIPIENT])
@pytest.mark.parametrize("good", [32, 64])
def test_a_wrong_fact_or_recipient_revokes_at_once_and_begins_anew(found: str, good: int) -> None:
    line = Line().review(*[GOOD] * good, found)
    assert (line.now.level, line.now.evidence) == ("approve", 1)
    assert "revoked: " in line.story[-1]
    assert line.review(*[GOOD] * 31).now.level == "approve"
    assert line.review(GOOD).now.level == "delayed"


def test_one_issue_with_costly_wording_does_not_revoke_and_two_soon_after_each_other_do() -> None:
    line = Line().review(*[GOOD] * 32, STYLE)
    assert line.now.level == "delayed"
    assert line.review(*[GOOD] * 10, STYLE).now.level == "approve"
    assert line.story[-1] == "delayed → approve: revoked: 2 bad issues among 12"


def test_two_costly_issues_far_apart_do_not_revoke() -> None:
    line = Line("delayed").review(*[GOOD] * 32, STYLE, *[GOOD] * 25, STYLE)
    assert line.now.level == "delayed"


def test_a_wrong_fact_before_any_promotion_never_raises_the_evidence() -> None:
    """Were a line begun anew after each error, it would only have to be lucky once."""
    line = Line().review(FACT, FACT, FACT)
    assert line.now.evidence == pytest.approx(0.001)
    assert promoted_at(line, 32) is None


def test_evidence_is_not_saved_up_beyond_what_a_promotion_takes() -> None:
    line = Line("approve").review(*[GOOD] * 300, STYLE)
    line.ceiling = "auto"
    assert line.look().now.level == "approve"


def test_another_model_begins_anew() -> None:
    line = Line().review(*[GOOD] * 40)
    line.made_by = OTHER
    assert line.look().now.level == "approve"
    assert line.story[-1] == "delayed → approve: begun anew: the model changed from one to other"
    line.made_by = ONE
    assert line.look().now.evidence == 1
    assert line.now.level == "approve"


def test_an_issue_that_was_made_before_the_model_changed_begins_nothing_anew() -> None:
    line = Line().review(*[GOOD] * 5)
    line.made_by = OTHER
    line.review(*[GOOD] * 5)
    line.outcomes.append(outcome(11, GOOD, ONE, week=0))
    assert line.look().now.issues == 5
    assert line.review(GOOD).now.issues == 6


def test_an_issue_counts_once_and_once_more_where_it_turns_out_to_be_bad() -> None:
    line = Line().review(GOOD, week=7).review(GOOD, week=7)
    assert line.now.issues == 1
    assert line.review(FACT, week=7).review(FACT, week=7).now.bad == 1


def test_a_move_that_was_not_written_down_is_made_at_the_next_look() -> None:
    whole = Line().review(*[GOOD] * 32)
    record = Record("acme", "client_update", whole.outcomes)
    assert [move_in_words(move) for move in earned(record, "auto")[1]] == whole.story


def test_a_revocation_that_was_not_written_down_holds_all_the_same() -> None:
    line = Line().review(*[GOOD] * 32, FACT, *[GOOD] * 3)
    record = Record("acme", "client_update", line.outcomes, line.moves[:1])
    now, new = earned(record, "auto")
    assert (now.level, now.issues) == ("approve", 3)
    assert [move_in_words(move) for move in new] == line.story[1:]


# --- the bound --------------------------------------------------------------------------------------------------------


def _share_promoted(bad: float, kinds: Sequence[str], seeds: Iterable[int], horizon: int) -> float:
    """Of so many lines of which so many issues are bad, looked at after each review: how many are ever promoted."""
    promoted = 0
    runs = list(seeds)
    for seed in runs:
        rng = random.Random(seed)
        line = Line("delayed")
        for _ in range(horizon):
            if line.review(rng.choice(kinds) if rng.random() < bad else GOOD).moves:
                promoted += 1
                break
    return promoted / len(runs)


@pytest.mark.parametrize(
    ("kinds", "lines"),
    [
        ([STYLE, FACT, RECIPIENT], 150),
        *(pytest.param(kinds, 400, marks=pytest.mark.long) for kinds in ([STYLE], [FACT], [STYLE, FACT, RECIPIENT])),
    ],
)
def test_a_line_of_which_a_tenth_is_bad_is_seldom_promoted_however_often_it_is_looked_at(
    kinds: Sequence[str], lines: int
) -> None:
    assert _share_promoted(0.10, kinds, range(lines), 60) <= 0.05


@settings(max_examples=50, deadline=None)
@given(st.lists(st.sampled_from([GOOD, STYLE, FACT, RECIPIENT]), max_size=80))
def test_nothing_is_promoted_on_less_evidence_than_wald_and_ville_ask(found: list[str]) -> None:
    """Whatever comes: between two moves the evidence is at most the likelihood ratio of what was found."""
    line = Line()
    ratio, moves = 1.0, 0
    for each in found:
        ratio *= 1.1 if each == GOOD else 0.1
        line.review(each)
        if len(line.moves) > moves:
            last = line.moves[-1]
            assert last.action != "promoted" or ratio >= 20
            assert last.action == "promoted" or last.level == "approve"
            ratio, moves = 1.0, len(line.moves)
        assert line.now.evidence <= ratio * (1 + 1e-9)


@settings(max_examples=50, deadline=None)
@given(st.lists(st.sampled_from([GOOD, GOOD, GOOD, STYLE, FACT]), max_size=80), st.integers(0, 80))
def test_where_it_stands_does_not_depend_on_when_moves_were_written_down(found: list[str], stopped: int) -> None:
    line = Line("delayed").review(*found)
    known = [move for move in line.moves if move.after <= stopped]
    now, new = earned(Record("acme", "client_update", line.outcomes, known), "delayed")
    promoted = [move for move in line.moves if move.action == "promoted"]
    if all(move in known for move in promoted):  # a promotion is decided when somebody looks, and by nothing older
        assert (now.level, len(known) + len(new)) == (line.now.level, len(line.moves))
