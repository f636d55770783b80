"""Under which headings a model's sentence can't stand, by what all its sources are.

Only what nobody would mistake: much can be told under two headings, as an approval is a result and a decision. Asked is
`places`, which knows what the sources are.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping

from yarnnn_pipelines.config.deliverable_types import CandidateKind

_OF_PLANS: frozenset[CandidateKind] = frozenset(["ask", "promise_to_us", "commitment", "coming_meeting"])
_OF_CHANGE: frozenset[CandidateKind] = frozenset(["change", "moved_meeting", "cancelled_meeting", "page_change"])
_OF_RESULTS: frozenset[CandidateKind] = frozenset(["done", "answer"])
_TROUBLE: frozenset[CandidateKind] = frozenset(["risk"])
_NUMBERS: frozenset[CandidateKind] = frozenset(["metric"])
_DECISIONS: frozenset[CandidateKind] = frozenset(["decision"])
_ASKED: frozenset[CandidateKind] = frozenset(["ask", "promise_to_us"])
_MEETINGS: frozenset[CandidateKind] = frozenset(["coming_meeting"])

# By what a sentence's sources all are: the kinds of which a section takes none that could mean it.
NEVER_UNDER: Mapping[str, Collection[CandidateKind]] = {
    "ask": _OF_RESULTS | _DECISIONS | _NUMBERS | _OF_CHANGE,
    "coming_meeting": _OF_RESULTS | _DECISIONS | _NUMBERS | _OF_CHANGE | _TROUBLE | _ASKED,
    "risk": _OF_RESULTS | _DECISIONS | _NUMBERS | _OF_CHANGE | _MEETINGS,
    "commitment": _OF_RESULTS | _NUMBERS | _OF_CHANGE | _TROUBLE,
    "metric": _OF_PLANS | _DECISIONS | _TROUBLE,
    "done": _OF_PLANS | _TROUBLE | _DECISIONS,
    "decision": _MEETINGS | _ASKED | _TROUBLE | _NUMBERS,
    "change": _MEETINGS | _ASKED | _TROUBLE,
}
IN_WORDS: Mapping[str, str] = {
    "ask": "a question of ours",
    "coming_meeting": "a coming meeting",
    "risk": "a trouble that is still open",
    "commitment": "a plan",
    "metric": "a number",
    "done": "done",
    "decision": "a decision",
    "change": "a change",
}
_RESULT = r"fix|resolv|solv|done|sent|deliver|complete|finish|ready|live|tested|work(?:s|ing)|clos"
# Words by which a sentence belongs to a section after all.
SECTION_WORDS: Mapping[CandidateKind, re.Pattern[str]] = {
    "done": re.compile(rf"(?i)\b(?:{_RESULT})"),
    "decision": re.compile(
        r"(?i)\b(?:decid|decision|agree|approv|confirm|chose|choose|choice|go(?:es|ing)? (?:with|for))"
    ),
    "risk": re.compile(
        r"(?i)\b(?:risk|trouble|problem|issue|danger|late|delay|block|slow|wait|miss|fail|crash|error|bug|broke|lost|without"
        r"|not|no|only|still|worr|unclear|concern|drop|fell|down|less|open)\w*"
    ),
    "change": re.compile(
        r"(?i)\b(?:chang|mov|becom|instead|now|new|no longer|replac|grow|from|cancel|postpon|add|remov|switch|extend)"
    ),
    "commitment": re.compile(
        r"(?i)\b(?:will|shall|next|plan|start|follow|prepar|due|by|to (?:do|come)|going to|until)\b"
    ),
    "ask": re.compile(r"(?i)\?|\b(?:need|wait|ask|please|question|confirm|sign|feedback|your turn|you)\b"),
}
