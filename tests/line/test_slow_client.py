"""One slow client costs no other: a draft that is done can be read and decided while another is still being made."""

from __future__ import annotations

import time
from typing import Any

import dagster as dg
import pytest

from assets import deliverables
from tests.line.test_edits import Desk, built, desk, drafted
from yarnnn_pipelines.core.keys import ClientWeek
from yarnnn_pipelines.deliverables.writers.extractive import Extractive

__all__ = ["built", "desk", "drafted"]  # fixtures

ACME, GLOBEX = ClientWeek("acme", "2026-W46"), ClientWeek("globex", "2026-W46")
WAITS_SECONDS = 60.0


class Recorder:
    def __init__(self) -> None:
        self.logged: list[dg.AssetMaterialization] = []

    def log_event(self, event: dg.AssetMaterialization) -> None:
        self.logged.append(event)


def slow_globex(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Its draft ends once another version of Acme's is there, which is noted; or never."""
    seen: list[int] = []
    write = Extractive.write
    before = desk.version.version

    def slowly(self: Extractive, brief: Any, *others: Any) -> Any:
        until = time.monotonic() + WAITS_SECONDS
        while brief.frame.client_id == "globex" and not seen and time.monotonic() < until:
            if desk.version.version > before:
                seen.append(desk.version.version)
            time.sleep(0.05)
        return write(self, brief, *others)

    monkeypatch.setattr(Extractive, "write", slowly)
    return seen


@pytest.fixture
def changed(desk: Desk) -> Desk:
    """Acme's week says something new, so that its next draft is another version."""
    desk.line.message("2026-11-13 09:00", "C1", "U1", "The newsletter went out to 4,200 readers.")
    desk.line.build(ACME.week)
    return desk


def test_a_finished_draft_can_be_read_while_another_clients_is_being_made(
    changed: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen = slow_globex(changed, monkeypatch)
    recorder = Recorder()
    judged, failed = deliverables._produce_batch(
        recorder, changed.project, changed.ledger, "client_update", [ACME, GLOBEX]
    )
    assert seen, "Acme's version was there before Globex's draft"
    assert not failed
    assert sorted(one.version.client for one in judged) == ["acme", "globex"]
    assert len(recorder.logged) == 4


def test_what_could_not_be_judged_meanwhile_is_judged_with_the_rest(
    changed: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    gate, tried = deliverables.gate_batch, []

    def held_once(*arguments: Any) -> Any:
        tried.append(list(arguments[-1]))
        if len(tried) == 1:
            raise dg.Failure("the warehouse is held")
        return gate(*arguments)

    monkeypatch.setattr(deliverables, "gate_batch", held_once)
    judged, failed = deliverables._produce_batch(
        Recorder(), changed.project, changed.ledger, "client_update", [ACME, GLOBEX]
    )
    assert not failed
    assert len(judged) == 2
    assert tried[0] == tried[1]
