"""A sentence parsed once: what each of its clauses tells, and how firmly."""

from __future__ import annotations

import pytest

from yarnnn_pipelines.english.figures import Figure
from yarnnn_pipelines.english.statement import parse


@pytest.mark.parametrize(
    ("sentence", "modalities"),
    [
        ("The new menu is live.", ["asserted"]),
        ("We will print the labels on Friday.", ["intended"]),
        ("Is the new menu live?", ["asked"]),
        ("The new menu is live, can you check it?", ["asserted", "asked"]),
        ("Click on the failed request.", ["instructed"]),
        ("Please send us the logo.", ["instructed"]),
        ("If Dana signs, we print the labels.", ["conditional", "conditional"]),
        ("We print the labels once Dana signs.", ["conditional", "conditional"]),
        ("The menu is live, but the labels may be late.", ["asserted", "hedged"]),
        ("I think the labels are printed.", ["hedged"]),
        ("Leo says the labels are printed.", ["reported"]),
        ("Set up the shared drive.", ["asserted"]),
        ("Omar, forward the invoice to Dana.", ["instructed"]),
        ("To reset it, hold the button.", ["instructed"]),
        ("Never reuse the codes.", ["instructed"]),
        ("Never got the codes.", ["asserted"]),
        ("You must sign both pages.", ["instructed"]),
        ("You should see the new menu now.", ["hedged"]),
        ("Order of the labels is done.", ["asserted"]),
        ("Where is the floor plan", ["asked"]),
        ("We believe the labels are printed.", ["hedged"]),
        ("Both orders appear to be stuck.", ["hedged"]),
        ("The bank told us the card is blocked.", ["reported"]),
        ("As I said, the labels are printed.", ["asserted", "asserted"]),
        ("We haven't heard back.", ["asserted"]),
        ("The date depends on the permit.", ["conditional"]),
        ("Should the tests fail, we roll back.", ["conditional", "conditional"]),
        ("The slides are due by noon.", ["intended"]),
        ("The museum hopes to open in June.", ["intended"]),
        ("The menu is ready and will be printed tomorrow.", ["asserted", "intended"]),
    ],
)
def test_each_clause_has_the_modality_in_which_it_is_said(sentence: str, modalities: list[str]) -> None:
    assert [clause.modality for clause in parse(sentence).clauses] == modalities


def test_a_negation_belongs_to_its_clause_alone() -> None:
    menu, labels = parse("The menu is live, but the labels are not printed.").clauses
    assert (menu.is_denied, labels.is_denied) == (False, True)


@pytest.mark.parametrize(
    ("sentence", "tenses"),
    [
        ("We printed the labels, but Leo will deliver them tomorrow.", ["past", "future"]),
        ("The page is down.", ["present"]),
        ("The stand drew four hundred visitors.", ["past"]),
        ("The lease is signed.", ["present"]),
        ("The lease has been signed.", ["past"]),
        ("We can filter out deleted rows.", ["present"]),
        ("The stage won't be ready.", ["future"]),
    ],
)
def test_each_clause_has_its_tense(sentence: str, tenses: list[str]) -> None:
    assert [clause.tense for clause in parse(sentence).clauses] == tenses


@pytest.mark.parametrize(
    ("sentence", "is_denied"),
    [
        ("We not only fixed the menu but printed it.", False),
        ("Nothing changed on the page.", True),
        ("Dana refused to sign.", True),
        ("Dana is unable to come.", True),
        ("Dana signed.", False),
    ],
)
def test_a_clause_is_denied_by_more_than_a_not(sentence: str, is_denied: bool) -> None:
    assert parse(sentence).is_denied == is_denied


def test_clauses_are_spans_of_the_sentence() -> None:
    statement = parse("The menu is live; the labels are late because the printer is closed.")
    assert [statement.text[c.start : c.end] for c in statement.clauses] == [c.text for c in statement.clauses]
    assert len(statement.clauses) == 3


def test_figures_have_their_units_and_days_their_names() -> None:
    statement = parse("We sold 1,200 tickets for €40 by Friday 20 November, 15 percent more in 2 hours.")
    assert statement.figures >= {Figure("1200", "tick"), Figure("40", "€"), Figure("15", "%"), Figure("2", "hour")}
    assert statement.dates == {(11, 20)}
    assert statement.weekdays == {"Friday"}


def test_it_says_of_whom_it_speaks_and_what_it_needs() -> None:
    statement = parse("Dana, we still need the signed contract from you.")
    assert statement.speaks_of == {"dana", "us", "reader"}
    assert statement.asked_for == "signed contract"


def test_a_weekday_is_known_by_its_short_name_too() -> None:
    assert parse("We print on Tues and ship on Fri.").weekdays == {"Tuesday", "Friday"}
