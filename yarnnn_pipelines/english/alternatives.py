"""Patterns as registries: every alternative has a name and an example, so that none is there without a reason.

Only how patterns are put together belongs here; what they look for stands in the module of its matter. A pattern that
`context.signals` runs in polars has no look-around, since polars' regular expressions have none: what speaks against a
reading is a pattern of its own.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby
from typing import Literal

Place = Literal["anywhere", "opening", "whole", "written"]
_AROUND: dict[Place, str] = {
    "anywhere": r"(?i:\b(?:{})\b)",
    "opening": r"(?i:^(?:{})\b)",
    "whole": r"(?i:^(?:{})$)",
    "written": "{}",
}


@dataclass(frozen=True)
class Alternative:
    """One way to say what a pattern looks for.

    phrases: regular expressions, any of which will do. place: as whole words anywhere, as the sentence's first words,
    as all of the text, or as the expression is written. examples: sentences that it matches. unlike: sentences that it
    must not match.
    """

    name: str
    place: Place
    phrases: tuple[str, ...]
    examples: tuple[str, ...]
    unlike: tuple[str, ...] = ()

    @property
    def regexes(self) -> tuple[str, ...]:
        """One regular expression for each phrase."""
        return tuple(_AROUND[self.place].format(phrase) for phrase in self.phrases)


class Pattern:
    """Alternatives in the order in which they are tried at each place of a text; names are unique."""

    def __init__(self, *alternatives: Alternative) -> None:
        self.alternatives = alternatives

    @cached_property
    def regex(self) -> str:
        """All alternatives as one regular expression, for `re` and for polars."""
        return "|".join(
            _AROUND[place].format("|".join(phrase for alternative in same for phrase in alternative.phrases))
            for place, same in groupby(self.alternatives, key=lambda alternative: alternative.place)
        )

    @cached_property
    def group(self) -> str:
        """The bare phrases as one group, to build another expression of: `(?:launched|shipped|...)`."""
        return f"(?:{'|'.join(phrase for alternative in self.alternatives for phrase in alternative.phrases)})"

    @cached_property
    def compiled(self) -> re.Pattern[str]:
        return re.compile(self.regex)

    def search(self, text: str) -> re.Match[str] | None:
        """The first place in the text where an alternative matches."""
        return self.compiled.search(text)

    def match(self, text: str) -> re.Match[str] | None:
        """An alternative that matches from the text's first character on."""
        return self.compiled.match(text)

    def finditer(self, text: str) -> Iterator[re.Match[str]]:
        return self.compiled.finditer(text)

    def found_in(self, text: str) -> bool:
        return self.compiled.search(text) is not None


def said(name: str, phrases: str, *examples: str, unlike: tuple[str, ...] = ()) -> Alternative:
    """Any of the phrases, as whole words in any case."""
    return Alternative(name, "anywhere", phrases_of(phrases), examples, unlike)


def opens(name: str, phrases: str, *examples: str, unlike: tuple[str, ...] = ()) -> Alternative:
    """Any of the phrases, as the sentence's first words in any case."""
    return Alternative(name, "opening", phrases_of(phrases), examples, unlike)


def listed(name: str, phrases: str, *examples: str, unlike: tuple[str, ...] = ()) -> Alternative:
    """Phrases of a list from which another expression is built; each by itself is all of its example."""
    return Alternative(name, "whole", phrases_of(phrases), examples, unlike)


def written(name: str, regex: str, *examples: str, unlike: tuple[str, ...] = ()) -> Alternative:
    """A regular expression as it stands, in any case."""
    return Alternative(name, "written", (f"(?i:{regex})",), examples, unlike)


def written_exactly(name: str, regex: str, *examples: str, unlike: tuple[str, ...] = ()) -> Alternative:
    """A regular expression as it stands, capitals and all."""
    return Alternative(name, "written", (f"(?:{regex})",), examples, unlike)


# Layout, no white space to be matched: a line's end beside a bar or inside a parenthesis that opens or closes.
_LINE_END_AT_A_BAR = re.compile(r"[ ]*\n\s*(?=[|)])|(?<=[|(])[ ]*\n\s*|(?<=\(\?:)[ ]*\n\s*")


def phrases_of(phrases: str) -> tuple[str, ...]:
    """`a | b c | d(?:e|f)` as its phrases: a space matches any white space, ' also the curly apostrophe.

    A phrase may be a regular expression; bars inside parentheses belong to it, and a line may end beside them.
    """
    phrases = _LINE_END_AT_A_BAR.sub("", phrases)
    parts, depth, current = [], 0, ""
    for character in phrases:
        depth += (character == "(") - (character == ")")
        if character == "|" and depth == 0:
            parts.append(current)
            current = ""
        else:
            current += character
    parts.append(current)
    return tuple(r"\s+".join(part.replace("'", "['’]").split()) for part in parts if part.strip())


def any_of(phrases: str) -> str:
    """The phrases as one group, to build an expression of."""
    return f"(?:{'|'.join(phrases_of(phrases))})"
