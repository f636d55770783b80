"""Sums, shares and counts as they are written: "€4.5k", "15 per cent", "eight banners"; where they stand, and how much.

Numbers are read in either notation: "4,000.50" and "4.000,50" are one. Of what an amount is, and whether it is set or
measured, is `values`; which words make a sentence a metric is `figures`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from typing import Literal, NamedTuple

from yarnnn_pipelines.english.likeness import content_words, stems
from yarnnn_pipelines.english.vocabulary import NUMBER_WORDS

AmountKind = Literal["sum", "share", "count"]


class Amount(NamedTuple):
    """Half-open offsets into the text. unit: the currency's sign, "%", or the stem of the noun counted."""

    kind: AmountKind
    start: int
    end: int
    value: Decimal
    unit: str


_NUMBER = r"(?:\d{1,3}(?:[.,'’\u00a0]\d{3})+(?:[.,]\d{1,2})?|\d+(?:[.,]\d+)?)(?![\d/:])"
_SCALES = {"k": 1_000, "m": 1_000_000, "mn": 1_000_000, "bn": 1_000_000_000, "thousand": 1_000, "million": 1_000_000}
_SCALE = r"(?:\s?(?:k|mn?|bn)|\s(?:thousand|million))\b"
_SIGNS = {"€": "€", "eur": "€", "euro": "€", "$": "$", "usd": "$", "dollar": "$", "£": "£", "gbp": "£", "pound": "£"}
_SIGNS |= {"chf": "CHF", "franc": "CHF"}
_WORDS = r"(?:EUR|euros?|USD|dollars?|GBP|pounds?|CHF|francs?)"
_SUM = re.compile(
    rf"(?i)(?<![\w.,])(?:(?P<before>[€$£]|\b(?:EUR|USD|GBP|CHF))\s?(?P<number>{_NUMBER})(?P<scale>{_SCALE})?"
    rf"|(?P<number_first>{_NUMBER})(?P<scale_first>{_SCALE})?\s?(?P<after>[€$£]|{_WORDS}\b))"
)
_SHARE = re.compile(rf"(?i)(?<![\w.,])(?P<number>{_NUMBER})\s?(?:%|per\s?cent\b|pct\b)(?!\s*-?\s*points?\b)")
_IN_WORDS = {word: number for word, number in NUMBER_WORDS.items() if number > 1}
_COUNT = re.compile(
    rf"(?i)(?<![\w.,:#€$£/-])(?P<number>{_NUMBER}|(?:{'|'.join(_IN_WORDS)})\b)(?P<which>(?:[\s-]+[a-z][a-z-]*){{0,2}}?)"
    r"\s+(?P<noun>people|children|men|women|[a-z]{2,}s)\b"
)
_NO_NOUN = frozenset(
    re.findall(
        "[a-z]+",
        "is was as has this its us plus minus versus times always does goes starts begins needs pounds euros dollars "
        "francs points",
    )
)


def amounts_in(text: str) -> tuple[Amount, ...]:
    """In their order. A number that is a sum or a share counts nothing."""
    found = [*_sums(text), *_shares(text)]
    taken = [(amount.start, amount.end) for amount in found]
    found += [
        amount for amount in _counts(text) if not any(amount.start < end and start < amount.end for start, end in taken)
    ]
    return tuple(sorted(found, key=lambda amount: amount.start))


def _sums(text: str) -> Iterator[Amount]:
    for match in _SUM.finditer(text):
        sign = (match["before"] or match["after"]).lower()
        scale = _SCALES[scaled.strip().lower()] if (scaled := match["scale"] or match["scale_first"]) else 1
        value = _decimal(match["number"] or match["number_first"]) * scale
        yield Amount("sum", *match.span(), value, _SIGNS.get(sign) or _SIGNS[sign.removesuffix("s")])


def _shares(text: str) -> Iterator[Amount]:
    for match in _SHARE.finditer(text):
        yield Amount("share", *match.span(), _decimal(match["number"]), "%")


def _counts(text: str) -> Iterator[Amount]:
    for match in _COUNT.finditer(text):
        which, noun = match["which"].replace("-", " ").split(), match["noun"].lower()
        if noun in _NO_NOUN or not all(content_words(word) for word in which):
            continue
        number = match["number"].lower()
        value = Decimal(_IN_WORDS[number]) if number in _IN_WORDS else _decimal(number)
        # What stands between the two tells which of them are counted, and so belongs to the matter.
        end = match.end("number") if which else match.end()
        yield Amount("count", match.start(), end, value, stems([noun])[0])


def _decimal(number: str) -> Decimal:
    """The last mark is a decimal one, unless three digits follow it."""
    whole, mark, part = re.sub(r"['’\u00a0]", "", number), "", ""
    if last := re.fullmatch(r"(.*)([.,])(\d+)", whole):
        whole, mark, part = last.groups()
    if mark and len(part) == 3:
        whole, part = whole + part, ""
    return Decimal(f"{re.sub(r'[.,]', '', whole)}.{part or 0}")
