"""What people found and every move is written down once, and what people touched never goes out by itself."""

from __future__ import annotations

import dataclasses

import pytest

from tests.unit.test_ledger import KEY, ledger, version
from yarnnn_pipelines.core.errors import UserError
from yarnnn_pipelines.stores.ledger import autonomy
from yarnnn_pipelines.stores.ledger.autonomy_rows import NewMove, NewOutcome
from yarnnn_pipelines.stores.ledger.ledger import Ledger
from yarnnn_pipelines.stores.ledger.rows import Addressed, Decision, NewEdit

__all__ = ["ledger"]  # a fixture

MADE_BY = {"writer": "extractive"}
BY_ITSELF = Decision("yarnnn", 1, level="delayed", reason="delayed: 32 issues, 0 bad")
TO_DANA = Addressed(("dana@acme.example",), ("files",))


def outcome(found: str = "review 1", client: str = "acme") -> NewOutcome:
    return NewOutcome(client, "2026-W46", "client_update", 1, MADE_BY, False, "", False, False, 0.1, found)


def move(number: int = 1) -> NewMove:
    figures = {"issues": 32, "bad": 0, "evidence": 20.0}
    way = ("promoted", "approve", "delayed")
    return NewMove("acme", "client_update", number, *way, MADE_BY, "32 issues", figures, 32, "2026-W46", 1)


def test_an_outcome_and_a_move_are_written_once_and_read_as_they_were(ledger: Ledger) -> None:
    for _ in range(2):
        ledger.record_outcome(outcome())
        ledger.record_moves([move()])
    ((key, record),) = ledger.records(["acme"]).items()
    assert key == ("acme", "client_update") == (record.client, record.type)
    (found,), (moved,) = record.outcomes, record.moves
    assert {name: getattr(found, name) for name in vars(outcome())} == vars(outcome())
    assert {name: getattr(moved, name) for name in vars(move())} == vars(move())
    assert ledger.records() == {key: record}
    assert ledger.records(["globex"]) == {}


def test_what_a_reviewer_found_is_kept_with_a_new_approval_alone(ledger: Ledger) -> None:
    ledger.save_versions([version()])
    ledger.record_approval(KEY, Decision("mia"), outcome=outcome("first"))
    ledger.record_approval(KEY, Decision("tom"), outcome=outcome("second"))
    (record,) = ledger.records().values()
    assert [each.found for each in record.outcomes] == ["first"]


def test_an_approval_of_the_systems_says_at_which_level_and_on_what_it_rests(ledger: Ledger) -> None:
    ledger.save_versions([version()])
    review = ledger.record_approval(KEY, BY_ITSELF, TO_DANA).review
    assert (review.level, review.reason, review.addressed) == ("delayed", "delayed: 32 issues, 0 bad", TO_DANA)
    assert ledger.touched_by_people([KEY]) == set()
    assert ledger.last_addressed("acme", "client_update") is None


@pytest.mark.parametrize("deed", ["hold", "reject", "edit", "undo", "hold an earlier version", "approve another week"])
def test_what_a_person_decided_or_changed_is_approved_by_people_alone(ledger: Ledger, deed: str) -> None:
    ledger.save_versions([version()])
    mia = Decision("mia")
    if deed.startswith("hold"):
        ledger.hold(KEY, mia)
    elif deed == "reject":
        ledger.record_rejection(KEY, mia, "no")
        ledger.reopen(KEY, mia)
    elif deed == "approve another week":
        ledger.save_versions([dataclasses.replace(version(), week="2026-W45")])
        ledger.approve("acme", "2026-W45", "client_update", "mia")
    else:
        ledger.record_edits(KEY, [NewEdit("write", None, "It is late.", "moved")], mia)
    if deed == "undo":
        ledger.record_edits(KEY, [NewEdit("undo", undoes=1)], mia)
    if deed.endswith("version"):
        ledger.save_versions([version("It launched late.", inputs="i2")])
    if deed == "approve another week":
        assert ledger.record_approval(KEY, BY_ITSELF).version.state == "approved"
        return
    assert ledger.touched_by_people([KEY]) == {KEY}
    by = dataclasses.replace(BY_ITSELF, seen=None)
    with pytest.raises(UserError, match="does not go out by itself"):
        ledger.record_approval(KEY, by)
    assert ledger.record_approval(KEY, mia).version.state == "approved"


def test_holding_takes_back_an_approval_that_was_not_sent(ledger: Ledger) -> None:
    ledger.save_versions([version()])
    ledger.record_approval(KEY, BY_ITSELF, TO_DANA)
    assert ledger.hold(KEY, Decision("mia", reason="the invoice")).state == "drafted"
    assert ledger.approved_not_sent() == []
    assert ledger.record_approval(KEY, Decision("mia"), TO_DANA).is_new
    assert ledger.last_addressed("acme", "client_update") == TO_DANA


def test_what_was_sent_can_not_be_held(ledger: Ledger) -> None:
    ledger.save_versions([version(outcome="abstained")])
    with pytest.raises(UserError, match="nothing to hold"):
        ledger.hold(KEY, Decision("mia"))


def test_a_client_who_leaves_takes_what_was_found_along(ledger: Ledger) -> None:
    ledger.record_outcome(outcome())
    ledger.record_outcome(outcome("other", "globex"))
    ledger.record_moves([move()])
    with ledger.engine.begin() as con:
        assert autonomy.count(con, "acme") == 2
        autonomy.forget(con, "acme")
    assert list(ledger.records()) == [("globex", "client_update")]
