"""Sentences that answers of their writer's, a name behind them or a rule above them may give to another."""

from __future__ import annotations

import pytest

from tests.unit.weekly import at, client_week, mail, message, write
from yarnnn_pipelines.config.deliverable_types import deliverable_type
from yarnnn_pipelines.deliverables.week.client_week import Event

CLIENT_UPDATE = deliverable_type("client_update")
OURS = "We decided to drop the radio spots."


def told(event: Event) -> list[str]:
    draft = write(client_week(message("Jonas Weber", at(9), "Good morning."), event), CLIENT_UPDATE)
    return [claim.text for section in draft.sections for claim in section.claims]


def told_of_a_mail(text: str) -> list[str]:
    return told(mail("Dana Reyes", at(10), "Re: Plan", text))


@pytest.mark.parametrize(
    "text",
    [
        f"Hi Mia, my answers after [DR].\n\n{OURS}\n[DR] Not sure about that.",
        f"Hi Mia,\n\n{OURS}\n[DR] I have to ask about that.",
        f"Hi Mia, answers inline.\n\n{OURS}\nDR: I have to ask about that.",
        f"Hi Mia, see my comments in line.\n\n{OURS}\n[Dana] I have to ask about that.",
        f"Hi Mia,\n\n1. {OURS}\nDana: I have to ask about that.\n2. The shop is next.\nDana: ok",
        f"My answers in red.\n{OURS}\nI have to ask about that.",
        f"Please see my answers below in blue.\n\n{OURS}\n\nI have to ask about that.",
        f"Meine Antworten in rot.\n\n{OURS}\n\nI have to ask about that.",
    ],
)
def test_what_a_writer_answers_between_may_be_anothers(text: str) -> None:
    assert told_of_a_mail(text) == []


@pytest.mark.parametrize(
    "text",
    [
        f"Our feedback is in line with yours. {OURS}",
        f"Answers inline.\n\n> Which spots?\nDana: {OURS}",
        f"The banner is in red. {OURS}",
        f"{OURS}\n\nDana: the texts\nMia: the logo",
        f"{OURS}\n\nPlan: more on Monday.",
    ],
)
def test_a_writers_own_words_beside_labels_and_colours_are_told(text: str) -> None:
    assert len(told_of_a_mail(text)) == 1


@pytest.mark.parametrize(
    "behind",
    [" – Bob Stone, Finpress", " (Bob Stone)", " – Mia", " (Mia)", " - Bob Stone", "\n\n^ that is what Bob wrote"],
)
def test_a_name_behind_a_sentence_that_is_not_its_writers_leaves_it_in_doubt(behind: str) -> None:
    assert told(message("Dana Reyes", at(10), f"{OURS}{behind}")) == []
    assert told_of_a_mail(f"{OURS}{behind}") == []


@pytest.mark.parametrize("behind", [" – Dana", " (DR)", " (Monday)", " – Thanks Mia", " (Acme Studios)", " (cc Mia)"])
def test_its_writers_own_name_and_what_names_nobody_leave_it_its_writers(behind: str) -> None:
    assert len(told(message("Dana Reyes", at(10), f"{OURS}{behind}"))) == 1


@pytest.mark.parametrize("rule", ["--", "—", "________", "****", "====="])
@pytest.mark.parametrize("head", ["", "Dana Reyes\n"])
def test_what_stands_below_a_rule_at_a_mails_end_may_be_a_footer(rule: str, head: str) -> None:
    assert told_of_a_mail(f"Thanks.\n\n{rule}\n{head}{OURS}") == []
    assert len(told_of_a_mail(f"Thanks.\n\n{rule}\n{OURS}\n\nThe shop is next, more on Friday.\n\nUntil then")) == 1


@pytest.mark.parametrize("closing", ["Best,\nDana", "Kind regards\nDana Reyes", "Thanks,\n\nDana", "Cheers, Dana"])
def test_what_stands_below_its_writers_signature_is_in_doubt_unless_it_is_a_postscript(closing: str) -> None:
    assert told_of_a_mail(f"See below.\n\n{closing}\n\nDECISION: {OURS}") == []
    assert told_of_a_mail(f"{closing}\n\nAll of it follows.\n\n{OURS}") == []
    assert len(told_of_a_mail(f"See below.\n\n{closing}\n\nP.S. {OURS}")) == 1
    assert len(told_of_a_mail(f"{OURS}\n\n{closing}")) == 1


@pytest.mark.parametrize("head", ["Thanks Dana", "Thanks Mia!", "Best of luck with it."])
def test_a_closing_over_another_name_or_none_at_all_is_no_signature_of_its_writers(head: str) -> None:
    assert len(told_of_a_mail(f"{head}\n\n{OURS}")) == 1
