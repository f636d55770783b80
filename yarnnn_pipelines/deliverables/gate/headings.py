"""Under which headings a model's sentence can't stand: by what all its sources are, and by what none of them has.

Only what nobody would mistake: much can be told under two headings, as an approval is a result and a decision. Asked is
`places`, which knows what the sources are.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence

from yarnnn_pipelines.config.deliverable_types import CandidateKind
from yarnnn_pipelines.deliverables.gate.rewrite_moods import DENIED, names_a_day
from yarnnn_pipelines.english.days import DATE_WRITTEN, MONTHS
from yarnnn_pipelines.english.figures import figures_in
from yarnnn_pipelines.english.results import is_in_part, says_resolved
from yarnnn_pipelines.english.sentences import sentences_of
from yarnnn_pipelines.english.statement import Clause, parse

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
    "promise_to_us": _OF_RESULTS | _DECISIONS | _NUMBERS | _OF_CHANGE,
}
IN_WORDS: Mapping[str, str] = {
    "ask": "a question of ours",
    "coming_meeting": "a coming meeting",
    "risk": "a trouble that is still open",
    "commitment": "a plan",
    "metric": "a number",
    "done": "something done",
    "answer": "an answer",
    "decision": "a decision",
    "change": "a change",
    "promise_to_us": "a promise of the client's",
}
_RESULT = r"fix|resolv|solv|done|sent|deliver|complete|finish|ready|live|tested|work(?:s|ing)|clos"
# Words by which a sentence belongs to a section after all.
SECTION_WORDS: Mapping[CandidateKind, re.Pattern[str]] = {
    "metric": re.compile(r"(?i)\d\s?(?:%|per\s?cent\b)"),
    "done": re.compile(rf"(?i)\b(?:{_RESULT})"),
    "decision": re.compile(
        r"(?i)\b(?:decid|decision|agree|approv|confirm|chose|choose|choice|go(?:es|ing)? (?:with|for))"
    ),
    "risk": re.compile(
        r"(?i)\b(?:risk|trouble|problem|issue|danger|late|delay|block|slow|wait|miss|fail|crash|error|bug|broke|lost|without"
        r"|not|no|only|still|worr|unclear|concern|drop|fell|down|less|open)\w*"
    ),
    "change": re.compile(
        r"(?i)\b(?:chang|mov|becom|instead|now|new|no longer|replac|grow|from|cancel|postpon|add|remov|switch|extend"
        r"|not\b[^.;:!?]{1,80}\bbut\b)"
    ),
    "commitment": re.compile(
        r"(?i)\b(?:will|shall|next|plan|start|follow|prepar|due|by|to (?:do|come)|going to|until)\b"
    ),
    "ask": re.compile(r"(?i)\?|\b(?:need|wait|ask|please|question|confirm|sign|feedback|your turn|you)\b"),
}


# --- what a section can't do without -----------------------------------------------------------------------------

# Wide, since they are looked for in all that a sentence quotes: who finds none of them is under another heading.
_TROUBLED = re.compile(
    r"(?i)\b(?:risk|trouble|problem|issue|danger|late\b|delay|block|slow|wait|miss|fail|crash|error|bug|brok|lost\b|los[es]"
    r"|worr|unclear|concern|fell\b|wrong|stop|stuck|unable|cannot|not\b|no\b|nothing|nobody|still|drop|threat"
    r"|object|reject|ends?\b|too\b|takes\b|without|down\b|incident|against|leak|damage|short|expir|out of"
    r"|unless|open\b|only\b|less\b|flicker|leak|froze|hang(?:s|ing)?\b|jam|crack|overheat|loose\b|cause\b)\w*|n['’]t\b"
)
_DECIDING = re.compile(
    r"(?i)\b(?:decid|decision|agree|approv|confirm|chose|choos|choice|pick|go(?:es|ing)? (?:with|for|ahead)|go\b|yes\b"
    r"|ok\b|okay|fine\b|deal\b|settled|final\b|let['’]?s|accept|sign|stays?\b|want|please(?! find)|instead|no longer"
    r"|will be|do it|from now|rules?\b|off the table|wins?\b|prefer|(?:we|i)['’]ll take|take the|out of|uses?\b"
    r"|must|noted|comes first|starts?\b|begins?\b|opens?\b|declin|reject|refus|turn(?:s|ed)? down|no,? thanks?\b"
    r"|(?<!it )stands?\b(?!\s+(?:at|in|for|on|by|out|up)\b)|for the record|conditions?\b"
    r"|releas\w+(?:\s+\w+){0,6}\s+for\b|(?:we|i) (?:take|took|order|close)|took\b|order(?:ed|s)?\b|it is(?=,|\.|$)"
    r"|(?:we|i)(?:['’]re|\s+(?:are|am|will)|\s+do|\s?wo)?(?:\s+not|n['’]t)\s+(?:be\s+)?(?:doing|do|need|going|tak))\w*"
)
_ASKING = re.compile(
    r"(?i)\?|\b(?:need|wait|ask|please|question|confirm|sign|feedback|your turn|(?:could|can) you|from you|open|owe"
    r"|promis|try|tell|let us|send|by (?:mon|tue|wed|thu|fri|end)|must)\w*"
)
_TO_COME = re.compile(
    r"(?i)\b(?:will|shall|next|plan|start|follow|prepar|due|by\b|to (?:do|come)|going to|until|soon|tomorrow"
    r"|tonight|would|later|must|need|ask|let['’]?s|could|should|expect|bring|coming|try|yet\b|answer|hears?\b)\w*"
    rf"|['’]ll\b|\bin (?:{'|'.join(MONTHS)})\b"
)
_PROMISED = re.compile(
    r"(?i)\b(?:will|shall|promis|owe|due\b|until|must|going to|would|could|should|try|bring|give me|have to)\w*"
    r"|['’]ll\b"
)

# What somebody said that they would do, and not that it is done.
_ONLY_PROMISES = re.compile(
    r"(?i)\b(?:(?:promis|offer|agre|plann|intend|propos|vow)(?:ed|es|s)|undertook)\b(?:\s+(?:on|in|at|last)\b[^,.;]{0,30}?)?\s+to\s+(?!be\b)[a-z]+"
)


def may_tell(kind: CandidateKind, text: str, spoken: Sequence[str], *, of_meeting: bool) -> bool:
    """Whether the sentence, or a sentence that it quotes, has what a section of this kind tells. spoken: those whole
    sentences; of_meeting: it rests on a meeting."""
    words = "\n".join([text, *spoken])
    if kind == "metric":
        return bool(figures_in(DATE_WRITTEN.sub(" ", text)))
    if kind in ("done", "answer"):
        if spoken and all(part.rstrip().endswith("?") for part in spoken):
            return False
        if _ONLY_PROMISES.search(text) and len(parse(text).clauses) == 1:
            return False
        asserts = any(
            clause.modality in ("asserted", "reported") and not _is_dated_plan(clause) for clause in parse(text).clauses
        )
        is_answer = any(part.rstrip().endswith("?") for part in spoken) and len(spoken) > 1
        return asserts or is_answer or bool(DENIED.search(text))
    if kind == "risk":
        return bool(_TROUBLED.search(words)) and not _ends_well(text)
    if kind == "decision":
        is_plan = names_a_day(text) and all(clause.tense != "past" for clause in parse(text).clauses)
        return is_plan or bool(_DECIDING.search(words))
    if kind in ("ask", "promise_to_us"):
        looked_for = _ASKING if kind == "ask" else _PROMISED
        return bool(looked_for.search(words)) and not _leaves_nothing_open(text)
    if kind == "commitment":
        return bool(_TO_COME.search(words)) or names_a_day(words)
    return kind != "coming_meeting" or of_meeting or names_a_day(words)


def _ends_well(text: str) -> bool:
    """Its last sentence says that the trouble is over, and leaves nothing of it."""
    last = next(iter(sentences_of(text)[-1:]), "")
    return says_resolved(last) and not (_TROUBLED.search(last) or is_in_part(text))


def _leaves_nothing_open(text: str) -> bool:
    """It only asserts, and has no word of what is asked for, promised, to come or amiss."""
    is_open = any(pattern.search(text) for pattern in (_ASKING, _PROMISED, _TO_COME, _TROUBLED))
    return not is_open and all(
        clause.modality in ("asserted", "reported") and not clause.is_denied for clause in parse(text).clauses
    )


def _is_dated_plan(clause: Clause) -> bool:
    """ "The files follow on Friday", "the pilot runs until Monday 2 November"; what is so "as planned" has come."""
    is_ahead = clause.tense == "present" and names_a_day(clause.text)
    return is_ahead and not re.search(r"(?i)\bsince\b|\bas\s+(?:planned|promised|announced|agreed)\b", clause.text)
