"""What is to be reached: a goal that somebody states, and the lines under such a heading of a page.

A goal that was met or missed is news of another kind, and an ambition in passing ("I aim to please") none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from yarnnn_pipelines.english.alternatives import Pattern, said, written
from yarnnn_pipelines.english.sentences import Span
from yarnnn_pipelines.english.statement import parse

_GOAL = r"(?:goals?|aims?|objectives?|targets?|purpose|mission)"
GOAL = Pattern(
    written(
        "named",
        rf"\b(?:the|our|your|their|its|one|main|first|overall|shared)\s+(?:\w+\s+){{0,2}}{_GOAL}"
        r"(?:\s+(?:of|for|in|with|behind)\s+(?:[\w’'-]+\s+){1,6}?|\s+)(?:is|are|remains?|stays?)\b",
        "The goal is 400 sign-ups by December",
        "our main objective for the launch is to halve the drop-off",
        "the target for the pilot remains 99.5%",
        unlike=("the goal was met",),
    ),
    written("labelled", rf"^(?:\w+\s)?{_GOAL}\s?:\s\w", "Goal: 400 sign-ups by December", unlike=("Goals:",)),
    said(
        "aimed at",
        "(?:we aim|we are aiming|we're aiming) (?:for|to|at)"
        " | (?:project|campaign|programme|product|app) (?:aims|is meant|is supposed) to",
        "we aim to open in March",
        "the app is meant to replace the paper forms",
    ),
)
# What is said of a goal beside what it is.
_NOT_THE_GOAL = Pattern(
    said(
        "reached or not",
        "met | missed | reached | reach | hit | achieved | exceeded | beaten | above | below | behind"
        " | in sight | at risk | unrealistic | ambitious | unclear | unchanged",
        "the goal is within reach",
        "our target is met",
    ),
)
# The goal of what was named above: "It stands at 98.1%, the target is 99.5%".
_ABOUT_SOMETHING = re.compile(r"(?i)\W*(?:it|this|that|they|these|those|he|she)\b")
_HEADING = re.compile(rf"(?i)^(?:(?:project|campaign|our|the|overall|main)\s+)?{_GOAL}\s*:?$")
_MOST_UNDER_A_HEADING = 4  # lines
_FEWEST_WORDS = 4


def states_a_goal(sentence: str) -> bool:
    """Whether the sentence says, as it is, what is to be reached."""
    if not GOAL.found_in(sentence) or _NOT_THE_GOAL.found_in(sentence) or _ABOUT_SOMETHING.match(sentence):
        return False
    statement = parse(sentence)
    return not (statement.asks or statement.is_denied or "conditional" in statement.modalities)


def goals_on_page(text: str) -> Iterator[Span]:
    """The lines under a heading such as "Goal", up to a line too short for a goal, which heads what follows."""
    left, start = 0, 0
    for line in text.split("\n"):
        words = line.split()
        if _HEADING.match(line.strip()):
            left = _MOST_UNDER_A_HEADING
        elif left and len(words) >= _FEWEST_WORDS:
            left -= 1
            yield Span(start + len(line) - len(line.lstrip()), start + len(line.rstrip()))
        else:
            left = 0
        start += len(line) + 1
