"""Where somebody else's mail begins in a text, and lines that only look as if it did."""

from __future__ import annotations

import pytest

from yarnnn_pipelines.english.stance import sentences_stood_by
from yarnnn_pipelines.sources.gmail.quotes import letterhead
from yarnnn_pipelines.sources.gmail.text import clean_mail

APPROVED = "The office budget was approved by our board."
HEAD = letterhead(["Dana Reyes", "dana@acme.example", "Mia Torres", "mia@studio.example"], "Budget", answers=[])


def stands_by(text: str) -> bool:
    """The author stands by the sentence, in a mail as anywhere."""
    mail = clean_mail(text, sender="Dana Reyes", letterhead=HEAD)
    return APPROVED in {mail[start:end] for start, end in sentences_stood_by(mail)}


@pytest.mark.parametrize(
    "lines",
    [
        "From: Porto\nTo: Lisbon\nDate: 12 November",
        "From: Lisbon\nDate: 12.11.2026\nTo: Porto",
        "Flight details\nFrom: Lisbon (LIS)\nTo: Berlin (BER)\nDeparture: 12 November 2026, 10:00",
        "From: New York\nTo: Los Angeles\nTrain: 12 November, 10:00",
        "From: Porto to Lisbon",
        "From: Friday",
        "From: 10:00\nTo: 12:00\nSubject: Workshop",
        "From: €49 a month\nTo: €59 a month",
        "From: Mia, with thanks",
        "Sent: the contract\nTo do: the invoice",
    ],
)
def test_lines_that_tell_of_a_journey_a_time_or_a_gift_begin_nobodys_mail(lines: str) -> None:
    assert stands_by(f"Hi Mia,\n\nWe booked it:\n\n{lines}\n\n{APPROVED}")


@pytest.mark.parametrize(
    "lines",
    [
        "From: Leo Print",
        "From: Leo",
        "From: leo@print.example",
        "From: the printer <leo@print.example>\nTo: Dana",
        "*From:* Leo\n*Sent:* Tuesday\n*To:* Dana",
        "From: Leo\nSubject: Flyers",
        "From: Leo\nDate: 10 Nov 2026, 16:02\nTo: Dana",
        "From: Leo Print\nSent: Tuesday, November 10, 2026 4:02 PM\nTo: Dana Reyes\nSubject: Flyers",
        "From: 1&1 Support\nSent: Tuesday, November 10, 2026 4:02 PM\nSubject: Flyers",
        "-----Original Message-----",
        "On Monday Leo wrote:",
    ],
)
@pytest.mark.parametrize("gap", ["\n", "\n\n"])
def test_below_somebodys_name_and_the_labels_of_mails_stand_their_words(lines: str, gap: str) -> None:
    text = f"We asked.\n\n{lines}{gap}{APPROVED}"
    assert APPROVED not in {text[start:end] for start, end in sentences_stood_by(text)}


@pytest.mark.parametrize("below", ["\n", "\n- ", "\n\n- "])
def test_what_stands_right_below_a_label_of_open_things_is_open(below: str) -> None:
    text = f"To do: as follows{below}{APPROVED}"
    assert APPROVED not in {text[start:end].removeprefix("- ") for start, end in sentences_stood_by(text)}


@pytest.mark.parametrize(
    "above",
    [
        "From: our side all fine.",
        "From: my team\n",
        "From: me and all of us, many thanks!",
        "Date: Friday\nTo: everybody\nFrom: our board\n",
        "On Monday we met and Dana wrote:",
    ],
)
@pytest.mark.parametrize("greeting", ["Hi Mia,\n\n", ""])
def test_below_what_is_from_oneself_one_goes_on(greeting: str, above: str) -> None:
    assert stands_by(f"{greeting}{above}\n{APPROVED}")
