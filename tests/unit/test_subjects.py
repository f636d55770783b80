"""Marks before a mail's subject: the one list, for whoever asks which subject a mail has and whether it answers."""

from __future__ import annotations

import pytest

from yarnnn_pipelines.english.subjects import answers_or_passes_on, passes_on, without_marks


@pytest.mark.parametrize(
    "mark", ["Re", "RE", "AW", "SV", "Odp", "R", "RE[2]", "Re ", "Fwd", "WG", "TR", "回复", "Rif", "Vá"]
)
def test_an_answer_has_the_subject_of_what_it_answers(mark: str) -> None:
    assert without_marks(f"{mark}: The budget") == "The budget"
    assert without_marks(f"Re: {mark}: The budget") == "The budget"
    assert answers_or_passes_on(f"{mark}: The budget")


@pytest.mark.parametrize(
    "subject", ["Release: the budget", "Friday: review", "The budget", "[Acme] Re: The budget", ""]
)
def test_a_subject_without_a_mark_stays(subject: str) -> None:
    assert without_marks(subject) == subject


@pytest.mark.parametrize(
    ("subject", "is_passed_on"),
    [
        ("[list] Fwd: The budget", True),
        ("WG: The budget", True),
        ("Re: Fwd: The budget", False),
        ("Forward: The budget", False),
    ],
)
def test_a_mail_is_passed_on_where_its_first_mark_says_so(subject: str, is_passed_on: bool) -> None:
    assert passes_on(subject) is is_passed_on
