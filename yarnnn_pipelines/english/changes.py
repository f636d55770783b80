"""What became of what: a thing moved, swapped or called off, and both sides of the change."""

from __future__ import annotations

import re

from yarnnn_pipelines.english.alternatives import Pattern, said, written
from yarnnn_pipelines.english.days import DATE_WRITTEN, MONTHS, without_times
from yarnnn_pipelines.english.likeness import content_words, numbers
from yarnnn_pipelines.english.vocabulary import DAY, MONTH

CHANGE = Pattern(
    said(
        "date",
        """
        moved | moving | moves | pushed | pushing | postponed? | rescheduled? | shifted | shifting | brought forward
        | new date | new deadline
        """,
        "please postpone the call",
        "we reschedule the call",
    ),
    said(
        "swap",
        "swapped | swapping | changed | changes | changing | switched | switching | instead of | replaces",
        "the blue logo instead of the red",
    ),
    said(
        "scope",
        """
        dropping | cutting | out of scope | in scope | scope change | to the scope | from the scope | adding
        | extend(?:s|ed|ing)? | reduced | cancell?ed
        """,
        "the campaign was extended",
        "the shoot was canceled",
    ),
    said("number", "grows from | goes from | down from | up from", "the set grows from 8 banners to 12"),
    written("arrow", r"\S\s*(?:->|→)\s*\S", "8 banners -> 12 banners"),
)
CHANGE_STATED = Pattern(
    said(
        "new day",
        rf"(?:to|until|till) {DAY} | (?:to|until) (?:next|\d|{MONTH})",
        "moved to Thursday",
        "moved to May",
    ),
    said(
        "verb that says it",
        "instead of | scope | postponed | cancell?ed | rescheduled | brought forward | swapped | new (?:date|deadline)",
        "the shoot is cancelled",
        "the new date is fixed",
    ),
    written("from one to another", r"\bfrom\b.+\b(?:to|until)\b", "from eight banners to twelve"),
    written("arrow", "->|→", "8 → 12"),
)

_VALUE = r"((?:[^,.;!?]|[.,](?=\d))+)"
_FROM_TO = re.compile(
    rf"\bfrom\s+((?:(?!\bfrom\b).)+?)\s+to\s+{_VALUE}|(\S[^,;!?]*?)\s*(?:->|→)\s*{_VALUE}", re.IGNORECASE
)
_INSTEAD = re.compile(r"([^,.;!?]+?)\s+(?:instead\s+of|rather\s+than)\s+([^,.;!?]+)", re.IGNORECASE)
_RETURNS = re.compile(
    r"(?i)\b(?:back\s+to|(?:stay|stick)(?:s|ing)?\s+(?:with|to|at)|(?:keep(?:s|ing)?|kept)(?:\s+to)?)\s+"
    r"(?P<to>[^,.;:!?\n]{2,60})"
)
_TIME_STAMP = re.compile(r"(?i)^(?:last\s+edited|edited|created|updated)\b")


def old_and_new(text: str) -> tuple[str, str] | None:
    """Both sides of a change: "moves from Tuesday to Thursday" gives ("Tuesday", "Thursday")."""
    if pair := _FROM_TO.search(text):
        return pair[1] or pair[3], pair[2] or pair[4]
    pair = _INSTEAD.search(text)
    return (pair[2], pair[1]) if pair else None


def returned_to(text: str) -> str | None:
    """What a sentence goes back to or stays with: "the blue logo" of "Back to the blue logo, then"."""
    match = _RETURNS.search(text)
    return match["to"] if match else None


def undoes_the_change(later: str, change: str) -> bool:
    """The later sentence goes back to the old side of the change, or stays with it, and names nothing of the new."""
    kept, sides = returned_to(later), old_and_new(change)
    if kept is None or sides is None:
        return False
    words, old, new = content_words(kept), *map(content_words, sides)
    return bool(words & (old - new)) and not words & (new - old)


def labels_a_time_stamp(label: str) -> bool:
    """The label of a `Label: value` line says when the page was touched, which is no change of its matter."""
    return _TIME_STAMP.match(label) is not None


_MONTHS = content_words(" ".join(MONTHS))


def names_old_side(plan: str, change: str) -> bool:
    """The plan speaks of what the change is about and names the number that it changes from, not the new one; a date
    that both name is not what they are about."""
    sides = old_and_new(change)
    if sides is None:
        return False
    old, new = sides
    names_old = bool(numbers(plan) & numbers(old)) and not numbers(plan) & numbers(new)
    return names_old and bool(_matter(plan) & _matter(change.replace(old, "")))


def _matter(sentence: str) -> frozenset[str]:
    return content_words(without_times(DATE_WRITTEN.sub(" ", sentence))) - _MONTHS
