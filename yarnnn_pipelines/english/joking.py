"""Marks beside a sentence that say that it is not meant: a workspace's own emoji (":joke:", ":sarcasm:"), "/s", "jk".

A sentence that says so in words is `words_beside`'s matter.
"""

from __future__ import annotations

import re

_NAMES = (
    r"jok(?:e|es|ing)|jk|j_?k|kidding|sarcas(?:m|tic|ti)|iron(?:y|ic)|satire|parody|troll(?:ing|face)?|prank(?:ed)?|lies?|liar"
    r"|lying(?:[_-]face)?|fake|fake[_-]?news|april[_-]?fools?|not[_-]?(?:true|real|really|serious)|as[_-]if|yeah[_-]?right"
    r"|scherz|witz|ironie|sarkasmus|blague|broma|brincadeira|piada|ironia"
)
_MARK = re.compile(
    rf"(?i):(?:[a-z0-9]+[_+-])*(?:{_NAMES})(?:[_+-][a-z0-9]+)*:|🤥"
    r"|(?<!\S)/(?:s|j|jk|sarcasm|joke|irony)(?![\w/])|(?<=[\s(*_])(?:jk|j/k|just\s+kidding|only\s+joking)(?=\W*$)",
    re.MULTILINE,
)
_NO_WORD = re.compile(r"\n[^\S\n]*((?:[^\w\n:]|:[\w+-]+:)+)(?=\n|$)")
_FURTHEST = 200  # characters behind the sentence


def mark_of_a_joke(text: str, start: int, end: int) -> str | None:
    """The mark in the line of what stands from `start` to `end`, or alone below it; None without one."""
    line_ends = text.find("\n", end)
    line_ends = len(text) if line_ends < 0 else line_ends
    below = _NO_WORD.match(text, line_ends)
    near = text[start : min(line_ends, end + _FURTHEST)] + (f" {below[1]}" if below else "")
    mark = _MARK.search(near)
    return mark[0].strip() if mark else None
