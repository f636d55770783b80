"""Drafts of weeks that were made from known facts tell nothing that is not for their reader."""

from __future__ import annotations

import pytest

from benchmarks.simulator import simulate


@pytest.mark.long
def test_no_internal_remark_and_nothing_of_another_client_is_told() -> None:
    tally = simulate(weeks=400, seed=10_000)
    assert sum(tally.facts.values()) > 1000
    assert [str(f) for f in tally.findings if f.what in ("internal", "of another client")] == []
    assert tally.harms["of another client", "named"] == 0
