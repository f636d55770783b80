"""The forms in which people write the same day or number, and a text with its days or numbers in another one.

A form is called by an example of itself. A change of form changes no day and no number; what a day is, is `days`'.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping

from yarnnn_pipelines.english.days import MONTHS, WEEKDAYS

_FULL = "|".join(MONTHS)
_SHORT = "|".join(month[:3] for month in MONTHS if month != "May")
# The stop of "Nov." belongs to it where the sentence goes on.
_MONTH = rf"(?:{_FULL}|(?:Sept|{_SHORT})\b(?:\.(?=\s+[a-z0-9]|,))?)"
_WEEKDAY = rf"(?:(?P<weekday>{'|'.join(WEEKDAYS)}),? )?"
_NOT_IN_A_RANGE = r"(?<!\d)(?<!\d[-–/])(?<!\d[ ](?:to|or)[ ])(?<!\d[ ][-–&][ ])(?<!\d[ ]and[ ])"
_DAY_WRITTEN = re.compile(
    rf"\b{_WEEKDAY}{_NOT_IN_A_RANGE}(?:(?P<day>\d{{1,2}})(?P<th>st|nd|rd|th)?(?P<of> of)? (?P<month>{_MONTH})(?![\w-])"
    rf"|(?P<month2>{_MONTH}) (?P<day2>\d{{1,2}})(?P<th2>st|nd|rd|th)?(?![\w:%-])(?!\.\d)(?! ?(?:[-–/]|to|and|or) ?\d))"
    r"(?P<year>,? \d{4}(?!\w))?"
)
_THOUSANDS = re.compile(
    r"(?<![\w.,#/-])\d{1,3}(?:(?P<mark>[,\u00a0\u202f])\d{3})(?:(?P=mark)\d{3})*(?!\w|[,.\u00a0\u202f]\d)"
)
_SHARE = re.compile(r"(?P<number>\d)(?P<share>%| %| percent\b| per cent\b)")


def _ordinal(day: int) -> str:
    return f"{day}{'th' if 10 <= day % 100 <= 20 else {1: 'st', 2: 'nd', 3: 'rd'}.get(day % 10, 'th')}"


DAY_FORMS: Mapping[str, Callable[[int, str], str]] = {
    "12 November": lambda day, month: f"{day} {month}",
    "12 Nov": lambda day, month: f"{day} {month[:3]}",
    "12th November": lambda day, month: f"{_ordinal(day)} {month}",
    "November 12": lambda day, month: f"{month} {day}",
    "Nov 12": lambda day, month: f"{month[:3]} {day}",
    "November 12th": lambda day, month: f"{month} {_ordinal(day)}",
}
# A number that has marks between its thousands; one without may be a year, or an id, and gets none.
THOUSANDS_FORMS: Mapping[str, str] = {"1,200": ",", "1 200": "\u00a0", "1200": ""}
STOP_FORMS = ("with", "without")  # of a line in a list
SHARE_FORMS: Mapping[str, str] = {"12%": "%", "12 %": " %", "12 percent": " percent", "12 per cent": " per cent"}


def with_days_as(text: str, form: str) -> str:
    """The text with each day that has its month written as this one of `DAY_FORMS`; days of a range stay."""
    write = DAY_FORMS[form]

    def again(match: re.Match[str]) -> str:
        day, month = _day_and_month(match)
        mark = "" if not match["weekday"] else ", " if form[0].isalpha() else " "
        year = (match["year"] or "").strip(", ")
        behind = "" if not year else f", {year}" if form[0].isalpha() else f" {year}"
        return f"{match['weekday'] or ''}{mark}{write(day, month)}{behind}"

    return _DAY_WRITTEN.sub(again, text)


def with_thousands_as(text: str, form: str) -> str:
    mark = THOUSANDS_FORMS[form]
    return _THOUSANDS.sub(lambda match: match[0].replace(match["mark"], mark), text)


def with_shares_as(text: str, form: str) -> str:
    return _SHARE.sub(lambda match: f"{match['number']}{SHARE_FORMS[form]}", text)


def in_usual_forms(text: str) -> str:
    """The same for every text that differs in the form of its days and numbers, and in its full stop, alone."""
    return with_stops_as(with_shares_as(with_thousands_as(with_days_as(text, "12 November"), "1,200"), "12%"), "with")


def day_forms_in(text: str) -> Iterator[str]:
    """The form of each day written with its month; one that is none of `DAY_FORMS` is left out."""
    for match in _DAY_WRITTEN.finditer(text):
        day, month = _day_and_month(match)
        written = match[0].removeprefix(match["weekday"] or "").removesuffix(match["year"] or "").lstrip(", ")
        yield from (form for form, write in DAY_FORMS.items() if write(day, month) == written)


def thousands_forms_in(text: str) -> Iterator[str]:
    """A number of one thousand and more without marks is told from a year or an id by nothing: it has no form."""
    for match in _THOUSANDS.finditer(text):
        yield "1,200" if match["mark"] == "," else "1 200"


def share_forms_in(text: str) -> Iterator[str]:
    for match in _SHARE.finditer(text):
        yield from (form for form, written in SHARE_FORMS.items() if written == match["share"])


_CLOSED = re.compile(r"[.?!…](?:[”\"]|\s*\([^()]*\))$")


def with_stops_as(text: str, form: str) -> str:
    """The sentence with a full stop at its end, or without one; any other mark stays. One that is closed before a
    bracket or within quotation marks takes none."""
    bare = text.removesuffix(".") if not text.endswith("..") else text
    return bare if form == "without" or bare[-1:] in "?!…:" or _CLOSED.search(bare) else f"{bare}."


def stops_in(text: str) -> Iterator[str]:
    if _CLOSED.search(text.removesuffix(".")):
        return
    if text.endswith("."):
        yield "with"
    elif text[-1:].isalnum() or text[-1:] in ")”":
        yield "without"


def _day_and_month(match: re.Match[str]) -> tuple[int, str]:
    name = (match["month"] or match["month2"])[:3]
    month = next(month for month in MONTHS if month.startswith(name))
    return int(match["day"] or match["day2"]), month
