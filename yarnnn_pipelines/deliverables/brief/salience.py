"""Salience: how likely a sentence is worth a line of an update, by a small linear model.

Every feature is there or not: the sentence's words, pairs of them, what its statement says, how it looks, and where it
stands in its turn and conversation. The weights are `salience.json`; `training/` holds the labelled conversations and
the command that makes it. What is done with a score is for `remarks` and the writers.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from yarnnn_pipelines.english.likeness import content_words
from yarnnn_pipelines.english.statement import Statement, parse

WEIGHTS = Path(__file__).with_name("salience.json")

_TOKEN = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?|\d")
_MOST_WORDS = 60  # of a sentence; what is longer is a list or a log
_LENGTHS = (2, 3, 4, 5, 7, 9, 12, 16, 22, 30, 45)  # words: a sentence has the features of all that it reaches
_CONTENTS = (1, 2, 3, 4, 6, 8, 12)  # words that carry the matter
# How a sentence looks, whatever its words.
_LOOKS = {
    "link": re.compile(r"https?://|\bwww\."),
    "link alone": re.compile(r"^\W*https?://\S+\W*$"),
    "code": re.compile(r"`|\w\(\)|\b\w+_\w+\b|::|==|=>|[{}<>|\\$]|\s--?[a-z]|(?:^|\s)/\w+"),
    "log": re.compile(r"\b(?:ERROR|WARN|INFO|DEBUG|Exception|Traceback)\b|\d{1,2}:\d\d:\d\d|\bat [\w.]+\("),
    "key and value": re.compile(r"\b\w+=\S|^\W*\"?\w+\"?\s*:\s*\S+$"),
    "file": re.compile(r"\b[\w-]+\.(?:png|jpe?g|log|pdf|py|js|txt|csv|xlsx?|docx?|mp4|ya?ml|json)\b", re.IGNORECASE),
    "version": re.compile(r"\bv?\d+\.\d+(?:\.\d+)+\b|\bv\d+"),
    "money": re.compile(r"[€$£]\s?\d|\d\s?(?:€|euros?|dollars?|pounds?|k\b)", re.IGNORECASE),
    "share": re.compile(r"\d\s?(?:%|percent|per cent)"),
    "number": re.compile(r"\d"),
    "colon at the end": re.compile(r":\s*$"),
    "question mark": re.compile(r"\?\W*$"),
    "exclamation mark": re.compile(r"!\W*$"),
    "full stop": re.compile(r"\.\W*$"),
    "label": re.compile(r"^[A-Z][\w ]{2,24}: \S"),
    "small letter first": re.compile(r"^[a-z]"),
    "mention": re.compile(r"@\w"),
    "name inside": re.compile(r"\w[,;]? [A-Z][a-z]+"),
    "I first": re.compile(r"^I\b|^i\b"),
    "we first": re.compile(r"^we\b", re.IGNORECASE),
    "the first": re.compile(r"^(?:the|our|your|all|both)\b", re.IGNORECASE),
    "pronoun first": re.compile(r"^(?:it|this|that|they|these|those|he|she)\b", re.IGNORECASE),
}

# Content words by which nobody knows what a sentence is about: speaking, moving, counting, courtesy.
_NO_MATTER = content_words(
    """
    say says said ask asks asked asking tell tells told know knows think thinks see seen look looks looking want wants
    need needs please thank thanks sorry hello welcome great nice good quick well going goes gone went come comes came
    stay stays make makes made take takes took give gives gave find found keep keeps put use used uses work works thing
    things something anything nothing someone one two three four five first second third last next other otherwise
    instead maybe perhaps really almost always never today yesterday tomorrow January February March April June July
    August September October November December much
    side sides way place part kind sort end case point many little lot bit time day year month around since without
    """
)


@dataclass(frozen=True)
class Setting:
    """Where a sentence stands. turn, turns: its turn's place in the conversation and how many there are; place, places:
    its own in the turn. answers: the turn before is the other side's and asks something."""

    by_us: bool
    in_mail: bool
    turn: int = 0
    turns: int = 1
    place: int = 0
    places: int = 1
    answers: bool = False


def salience(sentence: str, setting: Setting) -> float:
    """0 to 1. sentence: what of it says something, without greeting (`english.sentences.core`)."""
    weights = _weights()
    total = weights[""] + math.fsum(weights.get(feature, 0.0) for feature in features(sentence, setting))
    return 1 / (1 + math.exp(-total))


def rough_salience(sentence: str) -> float:
    """The part of the score that the words alone give, at a tenth of the cost; only to be compared with its like."""
    weights = _weights()
    return math.fsum(weights.get(feature, 0.0) for feature in _of_the_words(_tokens(sentence)))


def telling_words(sentence: str, most: int = 2) -> list[str]:
    """The words for a matter, as they stand there, that weigh most in its favour."""
    weights = _weights()
    words = {
        token: weights.get(f"word {token.lower()}", 0.0)
        for token in _TOKEN.findall(sentence)
        if len(token) > 3 and "'" not in token.replace("’", "'") and content_words(token) - _NO_MATTER
    }
    best = sorted(words, key=lambda word: (-words[word], word))[:most]
    return [word for word in best if words[word] > 0]


def features(sentence: str, setting: Setting) -> frozenset[str]:
    statement = parse(sentence)
    found = set(_of_the_words(_tokens(sentence)))
    carried = len(content_words(sentence))
    found.update(f"content {least}" for least in _CONTENTS if carried >= least)
    found.update(f"looks {name}" for name, look in _LOOKS.items() if look.search(sentence))
    found.update(_of_statement(statement))
    found.update(_of_setting(statement, setting))
    return frozenset(found)


def _tokens(sentence: str) -> list[str]:
    """Words in small letters, and "#" for each digit."""
    return ["#" if token.isdigit() else token.lower().replace("’", "'") for token in _TOKEN.findall(sentence)]


def _of_the_words(tokens: list[str]) -> Iterator[str]:
    """How many they are, each of them, and each pair of neighbours; "^" stands before the first."""
    yield from (f"length {least}" for least in _LENGTHS if len(tokens) >= least)
    before = "^"
    for token in tokens[:_MOST_WORDS]:
        yield f"word {token}"
        yield f"words {before} {token}"
        before = token


def _of_statement(statement: Statement) -> Iterator[str]:
    for modality in statement.modalities:
        yield f"some clause {modality}"
        if len(statement.modalities) == 1:
            yield f"all clauses {modality}"
    yield from {f"tense {clause.tense}" for clause in statement.clauses if clause.modality == "asserted"}
    yield from (f"speaks of {name}" for name in statement.speaks_of if name in ("us", "reader"))
    for name, is_there in (
        ("denied", statement.is_denied),
        ("figure", bool(statement.figures)),
        ("date", bool(statement.dates)),
        ("weekday", bool(statement.weekdays)),
        ("asked for", statement.asked_for is not None),
        ("clauses", len(statement.clauses) > 1),
    ):
        if is_there:
            yield name


def _of_setting(statement: Statement, setting: Setting) -> Iterator[str]:
    side = "us" if setting.by_us else "client"
    yield f"by {side}"
    kind = "asks" if statement.asks else "asserts" if statement.asserts else "neither"
    yield f"{side} {kind}"
    if setting.in_mail:
        yield "mail"
        yield (
            "mail opens" if setting.place == 0 else "mail ends" if setting.place == setting.places - 1 else "mail body"
        )
    if setting.turns == 1:
        yield "alone"
    elif setting.turn == 0:
        yield "root"
        yield f"root by {side}"
    elif setting.turn == setting.turns - 1:
        yield "last turn"
    if setting.answers:
        yield "answers"
        yield f"answers {kind}"
    if setting.places == 1:
        yield "whole turn"
    elif setting.place == 0:
        yield "first of turn"


@cache
def _weights() -> dict[str, float]:
    """By feature; "" is the bias."""
    weights: dict[str, float] = json.loads(WEIGHTS.read_text(encoding="utf-8"))
    return weights
