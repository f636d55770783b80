"""Words about meetings: that one is moved, who asks, who agrees; and titles that are no work."""

from __future__ import annotations

import re

from yarnnn_pipelines.english.alternatives import Pattern, said, written
from yarnnn_pipelines.english.changes import old_and_new
from yarnnn_pipelines.english.likeness import content_words, numbers

# Together at a table, and no work: "Lunch with Acme", "Dana's birthday"; not "Lunch campaign review".
SOCIAL = Pattern(
    written(
        "at a table",
        r"^(?:[\w.&'’-]+:?\s+){0,3}?"
        r"(?:lunch|dinner|breakfast|brunch|drinks|beers?|coffee|pizza|birthday|after-?work|karaoke"
        r"|(?:christmas|office|birthday|leaving|farewell)\s+party)"
        r"(?:\s+(?:break|party|cake|together|hour|out))?(?:\s*(?:[,@–—(-]|with\b|for\b|at\b|in\b|and\s+cake\b).*)?$",
        "Lunch with Acme",
        "Dana's birthday",
        unlike=("Lunch campaign review",),
    )
)
WORK = Pattern(
    said(
        "appointment",
        "review | call | meeting | kick-?off | workshop | stand-?up | sync | check-?in | interview | session",
        "Kick-off",
        "Stand-up",
        "Check-in",
    ),
    said(
        "work",
        """
        demo | planning | shoot | campaign | launch | release | training | presentation | pitch | test | learn | menu
        | shop | deadline
        """,
        "Menu planning",
    ),
)
MOVE = Pattern(
    written(
        "move",
        r"\b(?:mov(?:e|ed|es|ing)|push(?:ed|ing)?|postpon\w+|reschedul\w+|shift\w*|bring\s+forward|brought\s+forward"
        r"|swap\w*)(?:\s+(?:the|our|this|that|your))?\s*(?P<object>[\w-]+(?:\s+[\w-]+){0,2})?",
        "Can we move the budget call to Thursday?",
        "we postponed the review",
    )
)
ASKS_TO_MOVE = Pattern(
    written("question mark", r"\?", "Thursday?"),
    said("polite question", "(?:can|could|shall|may|would) (?:we|you|i)", "Could we move it"),
    said("please", "please | any chance", "please move it"),
)
CONFIRMS_MOVE = Pattern(
    said("agreement", r"confirm\w* | works | fine | ok | okay | agreed | suits", "Confirmed for Thursday"),
    said("settled", "done | mov(?:es|ed) | updated", "the call moved"),
)
REFUSES_MOVE = Pattern(
    written("question mark", r"\?", "Thursday?"),
    said("refusal", "not | no | can't | don't | won't", "we can't"),
    said("another wish", "instead | again | rather", "Friday instead"),
)
_MONEY_OR_SHARE = re.compile(r"[€$£%]")


def is_social(title: str) -> bool:
    """The meeting's title tells of a table and of no work."""
    return SOCIAL.match(title) is not None and not WORK.found_in(title)


def asks_to_move(text: str) -> bool:
    return ASKS_TO_MOVE.found_in(text)


def agrees_to_move(text: str) -> bool:
    """It agrees, or tells the move as settled; a question or a "no" is neither."""
    return CONFIRMS_MOVE.found_in(text) and not REFUSES_MOVE.found_in(text)


def tells_of_moving(text: str, subject: str, title: str, times: frozenset[str]) -> bool:
    """The sentence, or the subject of its mail, names the meeting, and what it speaks of moving is the meeting.

    times: the days and hours, as written, that a sentence about this move may name.
    """
    meeting = content_words(title)
    shared = meeting & content_words(f"{subject} {text}")
    move = MOVE.search(text)
    if not meeting or len(shared) < min(2, len(meeting)) or move is None:
        return False
    object_words = move["object"] or ""
    moved = content_words(object_words)
    if moved and not moved & meeting and len(moved) == len(object_words.split()):
        return False
    sides = old_and_new(text)
    if sides is None:
        return True
    return numbers(" ".join(sides)) <= times and not _MONEY_OR_SHARE.search(" ".join(sides))
