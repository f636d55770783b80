"""A batch of client weeks: one that fails or does not end costs no other."""

from __future__ import annotations

from collections.abc import Mapping
from threading import Event

import pytest

from yarnnn_pipelines.core.keys import ClientWeek
from yarnnn_pipelines.stages.batch import WORKERS, for_each

KEYS = [ClientWeek(f"c{number}", "2026-W46") for number in range(3 * WORKERS)]


def test_one_that_fails_costs_no_other() -> None:
    def work(key: ClientWeek) -> str:
        if key == KEYS[2]:
            raise ValueError("no")
        return key.client_id

    batch = for_each(KEYS, work)
    assert list(batch.done) == [key for key in KEYS if key != KEYS[2]]
    assert [(key, str(error)) for key, error in batch.failed.items()] == [(KEYS[2], "no")]


def test_those_that_never_end_are_given_up_by_name_and_the_others_are_done() -> None:
    never = Event()
    hanging = KEYS[1 : 1 + WORKERS]  # as many as work at once

    def work(key: ClientWeek) -> str:
        if key in hanging:
            never.wait()
        return key.client_id

    try:
        batch = for_each(KEYS, work, longest=0.2)
    finally:
        never.set()
    assert list(batch.done) == [key for key in KEYS if key not in hanging]
    assert list(batch.failed) == hanging
    assert "c1 2026-W46: it was given up after 0.2 seconds" in str(batch.failed[KEYS[1]])


def test_a_batch_that_is_interrupted_begins_nothing_more(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("yarnnn_pipelines.stages.batch.STOPPED_WITHIN_SECONDS", 0.1)
    begun: list[ClientWeek] = []
    held = Event()

    def work(key: ClientWeek) -> None:
        begun.append(key)
        held.wait()

    def interrupted(*arguments: object, **more: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("yarnnn_pipelines.stages.batch._Workers.next_ended", interrupted)
    with pytest.raises(KeyboardInterrupt):
        for_each(KEYS, work)
    held.set()
    assert len(begun) <= WORKERS


def test_no_keys_are_no_work() -> None:
    assert for_each([], str).done == {}


def test_what_has_ended_is_handed_over_while_another_takes_longer(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("yarnnn_pipelines.stages.batch.PAUSE_SECONDS", 0.05)
    seen = Event()
    groups: list[list[ClientWeek]] = []

    def work(key: ClientWeek) -> bool:
        return seen.wait(30) if key == KEYS[0] else True

    def hand_over(done: Mapping[ClientWeek, bool]) -> None:
        groups.append(list(done))
        if len([key for group in groups for key in group]) == len(KEYS) - 1:
            seen.set()

    for longest in (None, 60.0):
        seen.clear()
        groups.clear()
        batch = for_each(KEYS, work, longest=longest, hand_over=hand_over)
        assert all(batch.done.values()), "the slow one ends only once the others were handed over"
        assert groups[-1] == [KEYS[0]]
        assert sorted(key for group in groups for key in group) == sorted(KEYS)


def test_quick_ones_are_handed_over_together() -> None:
    groups: list[int] = []
    for_each(KEYS, lambda key: key, hand_over=lambda done: groups.append(len(done)))
    assert groups == [len(KEYS)]
