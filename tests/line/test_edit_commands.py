"""What the commands that change a draft answer: numbers that hold while somebody edits, and nothing said twice."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from tests.line.demo_line import copy_of_demo
from yarnnn_pipelines.cli.app import app
from yarnnn_pipelines.deliverables.lines import labelled
from yarnnn_pipelines.project import Project, agency_ledger

WEEK = ("acme", "2026-W46")
Command = Callable[..., str]


@pytest.fixture
def project(tmp_path: Path) -> Project:
    return copy_of_demo(tmp_path)


@pytest.fixture
def yarnnn(project: Project, monkeypatch: pytest.MonkeyPatch) -> Command:
    monkeypatch.setenv("YARNNN_HOME", str(project.home.root))

    def run(command: str, *arguments: str) -> str:
        config = ["--config", str(project.settings.path)] if project.settings.path else []
        answer = CliRunner().invoke(app, [*config, command, *WEEK, *arguments], catch_exceptions=False)
        assert answer.exit_code == 0, answer.output
        return " ".join(answer.output.split())

    return run


def sentences(project: Project) -> dict[str, dict[str, Any]]:
    version = agency_ledger(project).latest(*WEEK, "client_update")
    assert version is not None
    return labelled(version.document)


def texts(project: Project) -> dict[str, str]:
    return {label: sentence["text"] for label, sentence in sentences(project).items()}


def of_the_writer(project: Project) -> list[str]:
    """The labels of what is told but sums nothing up."""
    return [label for label, one in sentences(project).items() if label.isdigit() and not one.get("parts")]


def test_a_sentence_keeps_its_number_while_others_are_struck_added_and_put_back(yarnnn, project) -> None:
    before = texts(project)
    first, second, *_, last = of_the_writer(project)
    yarnnn("strike", first)
    yarnnn("add", "o1")
    after = texts(project)
    assert first not in after
    assert after[second] == before[second]
    assert after[last] == before[last]
    assert after[str(max(int(label) for label in before if label.isdigit()) + 1)] == before["o1"]
    assert "o1" not in after
    assert after["o2"] == before["o2"]
    yarnnn("edit", second, f"Well: {before[second]}")
    assert texts(project)[second] == f"Well: {before[second]}"
    yarnnn("undo", "--edit", "1")
    assert texts(project)[first] == before[first]


def test_a_number_that_was_struck_is_given_to_no_other_sentence(yarnnn, project) -> None:
    last = max((label for label in texts(project) if label.isdigit()), key=int)
    yarnnn("strike", last)
    said = yarnnn("add", "We meet again in spring.", "--section", "next")
    assert texts(project)[str(int(last) + 1)] == "We meet again in spring."
    assert f"sentence {int(last) + 1}" in said


def test_a_command_says_that_the_numbers_hold(yarnnn, project) -> None:
    said = yarnnn("strike", of_the_writer(project)[0])
    assert "every other sentence keeps its number" in said
    assert "numbered anew" not in said


def test_what_waits_for_a_word_is_told_once_and_counted_afterwards(yarnnn, project) -> None:
    said = yarnnn("add", "The new office smells of paint.", "--section", "next")
    assert "“The new office smells of paint.”: " in said
    number = next(label for label, text in texts(project).items() if text.startswith("The new office"))
    said = yarnnn("strike", of_the_writer(project)[0])
    assert "The new office" not in said
    assert f"1 sentence still needs your word: {number}." in said
    said = yarnnn("add", "The lift is loud.", "--section", "next")
    assert "“The lift is loud.”: " in said
    assert "The new office" not in said


def test_what_went_with_a_struck_sentence_is_told_once(yarnnn, project) -> None:
    told = sentences(project)
    summing_up = next(one for one in told.values() if one.get("slot") == "in_short")
    named = [part["evidence"][:1] for part in summing_up["parts"]]
    below = [label for label in of_the_writer(project) if told[label]["evidence"][:1] in named]
    said = [yarnnn("strike", label) for label in below]
    said += [yarnnn("add", "o1")]
    assert sum(one.count("and is gone") for one in said) == 1


def test_an_offer_that_can_not_stand_by_itself_says_so_before_it_is_taken_in(yarnnn, project) -> None:
    for label, offer in [each for each in sentences(project).items() if each[0].startswith("o")]:
        taken = yarnnn("add", label)
        new = max((label for label in texts(project) if label.isdigit()), key=int)
        needs_a_word = sentences(project)[new]["verdict"] != "supported"
        assert needs_a_word == bool(offer["needs"]), offer["text"]
        assert ("Taken in as a draft:" in taken and f"vouch acme 2026-W46 {new}" in taken) == needs_a_word
        yarnnn("undo")
