"""A sentence as its reviewer would word it: other words for the same, days and numbers in the form that they write.

What stands between quotation marks is somebody's and stays. Whether other words still say what the sources say is the
gate's; a change that says something else by itself is made by nobody.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from yarnnn_pipelines.deliverables.preferences.preference import Preferences
from yarnnn_pipelines.english.details import DETAILS
from yarnnn_pipelines.english.statement import parse
from yarnnn_pipelines.english.written_forms import with_days_as, with_shares_as, with_stops_as, with_thousands_as

_QUOTED = re.compile(r"(“[^”]*”|\"[^\"]*\")")
_NAME = re.compile(r"(?<=[\w,;:] )[A-Z][\w'’-]*")


def in_its_forms(text: str, preferences: Preferences) -> str:
    """The sentence with its days and numbers in the forms that are preferred; it says the same."""
    forms: list[Callable[[str], str]] = []
    if (days := preferences.value("days")) is not None:
        forms.append(lambda words: with_days_as(words, days))
    if (thousands := preferences.value("thousands")) is not None:
        forms.append(lambda words: with_thousands_as(words, thousands))
    if (shares := preferences.value("shares")) is not None:
        forms.append(lambda words: with_shares_as(words, shares))
    for form in forms:
        text = _outside_quotes(text, form)
    stops = preferences.value("stops")
    is_a_line = preferences.value("layout") != "prose"
    return with_stops_as(text, stops) if stops is not None and is_a_line else text


def in_other_words(text: str, preferences: Preferences) -> str:
    """The sentence in the words that are preferred, where these say the same; as it is where they do not."""
    for before, after in preferences.of("wording").items():
        changed = replaced(text, before, after)
        if changed != text and says_the_same(text, changed):
            text = changed
    return text


def without_detail(text: str, detail: str) -> str:
    """The sentence without it, wherever it stands outside quotation marks; as it is where it has none."""
    if detail == "further sentences":
        return text if _QUOTED.search(text) else DETAILS[detail](text)
    shorter = _outside_quotes(text, DETAILS[detail])
    return text if shorter == text else _tidied(shorter, text)


def replaced(text: str, before: str, after: str) -> str:
    """The text with other words in the place of these, wherever they stand by themselves, in their capitals."""

    def again(match: re.Match[str]) -> str:
        return after[:1].upper() + after[1:] if match[0][:1].isupper() and after else after

    changed = _outside_quotes(text, lambda part: _by_themselves(before).sub(again, part))
    return changed if changed == text else _tidied(changed, text)


def stands_in(words: str, text: str) -> bool:
    """Whether the words stand there by themselves, and are not somebody else's."""
    unquoted = _QUOTED.sub(" ", text)
    return bool(words) and _by_themselves(words).search(unquoted) is not None


def _by_themselves(words: str) -> re.Pattern[str]:
    return re.compile(rf"(?<![\w'’-])({re.escape(words)})(?![\w'’-])", re.IGNORECASE)


def _tidied(text: str, before: str) -> str:
    """Without the gaps that words leave behind, and with the capital that the sentence began with."""
    tidy = re.sub(r"\s+([,.;:!?])", r"\1", " ".join(text.split())).lstrip(",;: ")
    return tidy[:1].upper() + tidy[1:] if before[:1].isupper() else tidy


def says_the_same(one: str, other: str) -> bool:
    """Whether two wordings of a sentence agree in all that can be read off: figures, days, names, what is denied, and
    how far it is asserted."""
    return _facts(one) == _facts(other)


def _facts(text: str) -> tuple[object, ...]:
    said = parse(text)
    return (
        said.figures,
        said.dates,
        said.weekdays,
        said.is_denied,
        said.modalities,
        names_in(text),
        frozenset(clause.tense for clause in said.clauses),
    )


def names_in(text: str) -> frozenset[str]:
    """The words with a capital that do not begin the sentence."""
    return frozenset(_NAME.findall(text))


def _outside_quotes(text: str, change: Callable[[str], str]) -> str:
    return "".join(_changed_parts(text, change))


def _changed_parts(text: str, change: Callable[[str], str]) -> Iterator[str]:
    for place, part in enumerate(_QUOTED.split(text)):
        yield part if place % 2 else change(part)
