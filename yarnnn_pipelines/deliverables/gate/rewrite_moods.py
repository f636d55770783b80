"""Whether a model's sentence changes how its evidence puts a matter: done, denied, meant, asked, still to come.

What it says beyond its evidence is `rewrites`, whether it is of the kind that its section takes `headings`.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence

from yarnnn_pipelines.config.deliverable_types import CandidateKind
from yarnnn_pipelines.deliverables.claims import Failure
from yarnnn_pipelines.deliverables.gate.reasons import quoted
from yarnnn_pipelines.deliverables.gate.rewrite_contrasts import without_other_days
from yarnnn_pipelines.english.days import DATE_WRITTEN, dates_named
from yarnnn_pipelines.english.doubts import is_hedged
from yarnnn_pipelines.english.sentences import sentences_of
from yarnnn_pipelines.english.statement import parse
from yarnnn_pipelines.english.verb_forms import verb_stems

DENIED = re.compile(
    r"(?i)\b(?:not|no|never|none|nobody|nothing|without|cannot|neither|nor|(?:rather|other) than)\b|n['’]t\b"
    r"|\b(?:un(?:able|clear|resolved|changed|available)|fail(?:s|ed|ing|ure)?|still|yet|remains?|open|pending|missing|lacks?"
    r"|block(?:s|ed|ing)?|stop(?:s|ped)?|stuck|broken?|instead|declined|rejected|refused|dropped?|cancell?ed|delayed?|only)\b"
)
# Of these, what by itself makes a matter be not so.
_NEGATIVE = re.compile(
    r"(?i)\b(?:no|never|none|nobody|nothing|without|un(?:able|clear|resolved|available)|fail(?:s|ed|ing|ure)?|missing|lacks?"
    r"|block(?:s|ed|ing)?|stop(?:s|ped)?|stuck|broken?|declined|rejected|refused|drop(?:s|ped)?|cancell?ed|delayed?|down|out"
    r"|remov\w+|instead|late|yet|wrong|mistaken)\b"
)
_STRICTLY_DENIED = re.compile(r"(?i)\b(?:not|never|cannot|no longer)\b|n['’]t\b")
_INTENDED = re.compile(
    r"(?i)\b(?:will|shall|would|could|should|may|might|can|going to|to be|due|next|soon|coming|upcoming|if|unless|once"
    r"|until|let['’]?s|likely|probably|possibly|maybe|seems?|appears?|think|believe|looks? (?:into|at)|try(?:ing)?"
    r"|check(?:ing)?|hop(?:e|es|ing)|plan(?:s|ned|ning)?|need(?:s|ed)?|ask(?:s|ed|ing)?|agree[sd]?|intend\w*|aim\w*|want\w*|propos\w+"
    r"|suggest\w*|expect\w*|schedul\w+|consider\w*|request\w*|offer\w*|recommend\w*|promis\w+|investigat\w+"
    r"|by (?:end|mon|tue|wed|thu|fri|sat|sun)\w*)\b|['’]ll\b"
)
_CLAUSES = re.compile(r"\s+(?:and|but)\s+|[,;]\s+")
_HAS_DONE = re.compile(
    r"(?i)\b(?:has|have|(?:i|we|they|you)['’]ve)\s+(?:now\s+|already\s+)?(?!to\b|been\b)\w+(?:ed|en|own|ent|one|aid|ade|ought)\b"
)
_ASKED = re.compile(
    r"(?i)\?|\b(?:ask|question|wonder|wants? to know|request|need|wait|open|confirm|clarif|check|answer)\w*"
)
_TO_COME = re.compile(r"(?i)\b(?:will|shall|(?:is|are)\s+going\s+to)\b|['’]ll\b")
_NEXT_TIME = re.compile(r"(?i)\b(?:next|coming) (?:week|month|mon|tues|wednes|thurs|fri|satur|sun)(?:day)?\b")
_AS_SAID = re.compile(
    r"(?i),?\s+as\s+(?:[\w'’]+\s+){1,4}?(?:announced|said|asked|wrote|promised|planned|agreed)\b[^,.;]*"
)
_AGREED = re.compile(r"(?i)\bagreed\b")


def a_plain_turn(text: str, spoken: Sequence[str], takes: Collection[CandidateKind]) -> Failure | None:
    """`another_mood`, where the sentence rests on one clause alone, or on nothing but questions."""
    parts = _sentences_of(spoken)
    is_plain = len(parts) == 1 and len(parse(parts[0]).clauses) == 1
    return another_mood(text, spoken, takes) if is_plain or all(part.rstrip().endswith("?") for part in parts) else None


def another_mood(text: str, spoken: Sequence[str], takes: Collection[CandidateKind]) -> Failure | None:
    """The sentence asserts what its evidence denies, means to do, doubts or asks. takes: the kinds of its section; what
    was agreed is a decision, and no intention, where decisions stand."""
    parts = [without_other_days(_spoken_of(part, text), text) for part in _sentences_of(spoken)]
    if any(_STRICTLY_DENIED.search(part) for part in parts) and not DENIED.search(text):
        denied = next(part for part in parts if _STRICTLY_DENIED.search(part))
        if all(_STRICTLY_DENIED.search(part) for part in parts):
            return "out_of_context", f"its words deny it: “{quoted(denied)}”"
    if all(part.rstrip().endswith("?") for part in parts) and not _ASKED.search(text):
        return "out_of_context", f"its words ask, and do not tell: “{quoted(parts[0])}”"
    asserting = [part for part in parts if not part.rstrip().endswith("?")]
    if names_a_day(text):  # which is then told by its name
        asserting = [_NEXT_TIME.sub(" ", part) for part in asserting]
    if (
        asserting
        and all(_is_only_meant(part) for part in asserting)
        and not ("decision" in takes and any(_AGREED.search(part) for part in asserting))
        and not (_INTENDED.search(text) or is_hedged(text) or _ASKED.search(text) or _is_put_off_to(text, asserting))
        and not ("commitment" in takes and _tells_nothing_done(text))
    ):
        return "out_of_context", f"its words mean to, and do not say that it is done: “{quoted(asserting[0])}”"
    return _denies_or_puts_off(text, _sentences_of(spoken))


def _is_only_meant(part: str) -> bool:
    """It intends or hedges, and no other clause of it tells what has been done: "They have raised €5,000 and want to
    put it in a greenhouse"."""
    if not (_INTENDED.search(part) or is_hedged(part)):
        return False
    clauses = _CLAUSES.split(part)
    return not any(
        _HAS_DONE.search(clause) and not (_INTENDED.search(clause) or is_hedged(clause)) for clause in clauses
    )


def _denies_or_puts_off(text: str, parts: Sequence[str]) -> Failure | None:
    """The sentence denies, or puts into the future, what its evidence tells as it is."""
    said = [parse(part) for part in parts]
    if any(statement.asks for statement in said):
        return None  # that a question is open, and what is to come of it, may be told
    denies = any(clause.is_denied for clause in parse(text).clauses) and _STRICTLY_DENIED.search(text)
    if denies and not any(statement.is_denied or _NEGATIVE.search(statement.text) for statement in said):
        return "out_of_context", f"it denies what its words say: “{quoted(parts[0])}”"
    if (
        _TO_COME.search(text)
        and not any(names_a_day(part) for part in parts)
        and not any(_INTENDED.search(part) for part in parts)
    ):
        return "out_of_context", f"it speaks of what is to come, and its words of what is: “{quoted(parts[0])}”"
    return None


_DENIES_A_DEED = re.compile(
    r"(?i)\b(?:is|are|was|were|has|have|had|do|does|did|will|would|can|could|may|might|should|must)(?:n['’]t|\s+not)\b"
    r"(?!\s+(?:yet\s+)?(?:told|known|said|answered|clear|sure)\b)|\b(?:cannot|never)\b"
)
_MAY_BE_DENIED = re.compile(r"(?i)\?\s*$|\b(?:only|still|wait\w*|open|problem\w*|[cw]ant|dont|doesnt|isnt|wont)\b")


def a_new_denial(text: str, spoken: Sequence[str], people: str) -> Failure | None:
    """A clause of it denies a matter that nothing it quotes denies, or speaks of as open. people: whose names are no
    matter."""
    denying = [part for part in _sentences_of(spoken) if _denies(part)]
    for clause in (clause.text for sentence in sentences_of(text) for clause in parse(sentence).clauses):
        match = _DENIES_A_DEED.search(clause)
        words = verb_stems(DATE_WRITTEN.sub(" ", clause)) - verb_stems(people)
        if match and words and not any(words & verb_stems(part) for part in denying):
            return "out_of_context", f"it says “{quoted(clause)}”, which nothing that it quotes denies"
    return None


def _denies(part: str) -> bool:
    return any(pattern.search(part) for pattern in (_STRICTLY_DENIED, _NEGATIVE, _MAY_BE_DENIED))


def _spoken_of(part: str, text: str) -> str:
    """The clauses of a sentence from which another one takes its words; all of them, where it takes them from each."""
    clauses = parse(part).clauses
    words = verb_stems(text)
    shared = [clause.text for clause in clauses if words & verb_stems(clause.text)]
    return part if part.rstrip().endswith("?") or not shared else " ".join(shared)


def _is_put_off_to(text: str, asserting: Sequence[str]) -> bool:
    """The sentence tells of a date, which its words name for what is to come, and nothing as past."""
    dates = set(dates_named(text)) & {day for part in asserting for day in dates_named(part)}
    return bool(dates) and all(clause.tense != "past" for clause in parse(_AS_SAID.sub("", text)).clauses)


_DONE = re.compile(
    r"(?i)\b(?:has|have|had|been)\b(?!\s+(?:an?|the)\b)|\b(?:is|are|was|were|got|gets)\s+(?:\w+\s+)?(?:\w+(?:ed|wn|nt)|done|gone|live|up|out|over)\b"
)


def _tells_nothing_done(text: str) -> bool:
    """It stands in the present, and no word of it says that something came about."""
    return not _DONE.search(text) and all(clause.tense != "past" for clause in parse(text).clauses)


def names_a_day(words: str) -> bool:
    statement = parse(words)
    return bool(statement.dates or statement.weekdays)


def _sentences_of(spoken: Sequence[str]) -> list[str]:
    return [part for words in spoken for part in sentences_of(words)] or list(spoken)
