"""A sentence parsed once: its clauses with polarity, modality and tense, its figures and days, of whom it speaks.

The words of a matter stand in that matter's module and are put together here alone; only what no other module has words
for is written here. What a statement means in its conversation, and whether it is worth telling, is for others.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from yarnnn_pipelines.english.alternatives import Alternative, Pattern, opens, said, written
from yarnnn_pipelines.english.days import dates_named, weekdays_named
from yarnnn_pipelines.english.doubts import CONDITIONAL, HEDGED, NOT_YET, without_own_words
from yarnnn_pipelines.english.figures import Figure, figures_in
from yarnnn_pipelines.english.irregular_verbs import VERB_OF
from yarnnn_pipelines.english.likeness import content_words, is_negated
from yarnnn_pipelines.english.promises import COMMITMENT, NOT_A_COMMITMENT, PLANNED
from yarnnn_pipelines.english.requests import needed_thing, people_addressed
from yarnnn_pipelines.english.vocabulary import PERFECTIVE

# From what binds its speaker most to what binds them least. reported: another's word is passed on.
Modality = Literal["asserted", "intended", "hedged", "reported", "conditional", "asked", "instructed"]
Tense = Literal["past", "present", "future"]

# What the other modules have no words for.
MEANS_TO = Pattern(
    said(
        "under way",
        """
        working on | looking into | in progress | aim(?:s|ing)? (?:to|for) | intends? to | hop(?:es?|ing) to | expect to
        | preparing | shall | about to | (?:is|are) (?:still |now )?(?:due|planned|scheduled) (?:on|by|for|in|at)
        """,
        "we are working on the labels",
        "Dana is looking into the error",
        "the labels are in progress",
        "Dana intends to sign",
        "we are aiming to print",
        "the museum hopes to open in June",
        "the report is due by noon",
    )
)
# "I'd" before one of these is "I had"; "put" and its like may stand behind "I would".
_HAD_DONE = (
    r"(?:(?!(?:need|embed|proceed|succeed|exceed|speed|feed|shed|spread)\b)\w{2,}ed"
    rf"|{'|'.join(sorted(VERB_OF))})"
)
SHORTENED = Pattern(
    written(
        "short for will or would",
        rf"['’](?:ll\b|d\b(?!\s+(?:(?:also|already|just|never|only|not|\w+ly)\s+)*{_HAD_DONE}\b))",
        "we'll ship it",
        "we'd ship it",
        unlike=("we'd given them the drawing", "I'd counted three of them twice"),
    )
)
LATER_CONDITION = Pattern(
    said(
        "condition, later",
        "as soon as | in case | as long as | depend(?:s|ing) on",
        "we start as soon as Dana signs",
        "we print more in case they are sold",
        "we wait as long as it takes",
        "the date depends on the permit",
    )
)
# What is said to whoever is to act, before the verb: "Omar, please", "to fix this,".
_BEFORE_AN_ORDER = (
    rf"^\W*(?:(?:hi|hey|hello)\s+)?(?:(?!(?:{PERFECTIVE}|done|ready|live|yes|no)\b)@?\w+,\s+|to\s+[a-z][^,]*,\s+)?"
    r"(?:please\s+|pls\s+|kindly\s+|just\s+|then\s+|now\s+|first\s+)*"
)
# Verbs that are nouns as often: an order where what follows is its object.
_OBJECT = r"(?:the|an?|me|us|them|him|her|it|this|that|these|those|your|our|my|all|both|each|every|any|\d+)\b"
INSTRUCTED = Pattern(
    written(
        "order",
        _BEFORE_AN_ORDER + r"(?:click|check|run|open|use|try|make\s+sure|ensure|install|restart"
        r"|go\s+to|navigate|select|enter|type|paste|copy|download|follow|refer|see|note|remember|keep|let\s+(?:me|us)"
        r"|send|share|add|remove|change|replace|create|delete|upgrade|downgrade|rename|verify|confirm|ignore|wait|do\s+not"
        r"|don['’]t|set\s+(?!up\b)|put|give|take\s+a|have\s+a\s+look|refresh|reach\s+out|contact|reply|review|provide"
        r"|feel\s+free)\b(?!\s*:)(?!\s+(?:is|are|was|were|has|have|will)\b)"
        r"(?!\s*(?:it|this|that|them|all)\s+(?:my|our)sel(?:f|ves)\b)",
        "Click on the failed request.",
        "please send the logo",
        "Omar, check the menu",
        "To fix this, open the menu.",
        unlike=("Check is done", "Set up the shared drive", "Done, check the page", "Set it myself"),
    ),
    written(
        "order with its object",
        _BEFORE_AN_ORDER
        + r"(?:call|ping|book|print|raise|grab|forward|e?mail|remind|order|press|tap|sign|update|invite|schedule|ask"
        r"|tell|bring|pick|move|fill|fix|start|stop|close|drop|upload|approve|accept|stay|stick|log|turn|switch|hold|rotate|post|scan|avoid|unplug|plug|write)"
        rf"\s+(?:(?:up|in|out|off|on|to|with|down|back)\s+){{0,2}}{_OBJECT}",
        "Call the printer before ten.",
        "Log in with the new address.",
        "Omar, print 40 more.",
        unlike=("Call with Dana went well", "Print is ready", "Fixed the menu", "We print the labels"),
    ),
    written(
        "forbidden",
        rf"^\W*(?:please\s+|but\s+|and\s+)*never\s+(?!\w+ed\b|(?:{'|'.join(VERB_OF)})\b)[a-z]+\s+{_OBJECT}",
        "Never open the panel over public wifi.",
        unlike=("Never got the invoice.",),
    ),
    written(
        "duty of the reader",
        r"^\W*(?:(?:so|then|and|but|also|first)\s+)?you(?:['’]ll|\s+will)?\s+(?:must|should|need\s+to|have\s+to)\s+"
        r"(?!have\b|see\b|be\b|now\b|find\b|receive\b|get\b|notice\b|already\b|still\b|not\b)\w+",
        "You need to accept the invitation first.",
        "You should rotate the key every month.",
        unlike=("You should see the new menu now", "You should have received it"),
    ),
    said("please", "please | pls | kindly", "Dana, please sign", "Dana, kindly sign", "pls sign"),
)
QUESTION_WORD = Pattern(
    opens(
        "question word",
        "(?:and |but |so |also |or )?(?:what|why|how|who|whom|whose|which|where|when)",
        "When is it live",
    )
)
VERB_FIRST = Pattern(
    written(
        "verb first",
        r"^(?:(?:and|but|so|also|or|then)\s+)?(?:is|are|was|were|do|does|did|has|have|had|can|could|will|would|should|shall"
        r"|may|might)(?:n['’]t)?\s+(?:you|we|i|it|he|she|they|the|this|that|these|those|there|our|your|my|any\w*|some\w*"
        r"|[A-Z]\w+)\b",
        "can you check",
    )
)
# Without its mark, a question that begins with its word is known by the verb behind it.
ASKED_UNMARKED = Pattern(
    written(
        "question word with its verb",
        r"^(?:(?:and|but|so|also|or|then)\s+)?(?:why|how|where|when|what|who)\s+(?:is|are|was|were|do|does|did|can|could"
        r"|will|would|should)\b",
        "How do we print the labels",
    ),
    *VERB_FIRST.alternatives,
)
TAG = Pattern(
    written("tag", r"^(?:right|ok|okay|correct|yes|no|any\s+(?:news|update|idea)s?|agreed)\W*$", "right?"),
)


def _named(pattern: Pattern, *names: str) -> list[Alternative]:
    return [alternative for alternative in pattern.alternatives if alternative.name in names]


def _any(*alternatives: Alternative) -> re.Pattern[str]:
    return Pattern(*alternatives).compiled


# Verbs and nouns that deny without a "not".
LACKING = Pattern(
    said(
        "lack",
        "nothing | zero | unable to | lack(?:s|ed)? | refuse[sd]? to | forg[eo]t to | decline[sd]? to | failed to",
        "nothing changed on the page",
        "we got zero answers",
        "Dana is unable to come",
        "the page lacks a banner",
        "Dana refused to sign",
        "Dana forgot to sign",
        "Dana declined to sign",
        "Dana failed to sign",
    )
)
_NOT_ONLY = re.compile(r"(?i)\bnot\s+(?:only|just|merely|simply)\b")
_SAYS_NOT = _any(
    *LACKING.alternatives,
    *_named(NOT_YET, "negation", "negation without its apostrophe", "all but one", "nearly", "hardly", "fell through"),
)
_DOUBTED = _any(*_named(HEDGED, "opinion", "perhaps", "imagined", "hearsay"), *_named(NOT_YET, "possibility"))
_PASSED_ON = _any(*_named(HEDGED, "another's claim", "another's word"))
_MEANT = _any(
    *_named(NOT_YET, "attempt or wish", "plan or duty"),
    *SHORTENED.alternatives,
    *COMMITMENT.alternatives,
    *PLANNED.alternatives,
    *MEANS_TO.alternatives,
)
_IF = _any(
    *_named(CONDITIONAL, "condition"),
    *_named(NOT_YET, "condition", "with a proviso"),
    *LATER_CONDITION.alternatives,
)
_ASKS = _any(*QUESTION_WORD.alternatives, *VERB_FIRST.alternatives, *TAG.alternatives)
_REFUSED = _any(*_named(NOT_A_COMMITMENT, "refusal"))
# "It has a price" tells of now.
_PAST = re.compile(r"(?i)\b(?:was|were|had|did|been|(?:has|have)(?!\s+(?:an?|no)\b))(?:n['’]t)?\b|['’]ve\b")
_PAST_FORM = re.compile(rf"(?i)\b(?:{PERFECTIVE}|\w{{2,}}[^e\W]ed|{'|'.join(VERB_OF)})\b")
_TO_COME = re.compile(r"(?i)\b(?:will|shall|won['’]?t|going\s+to|gonna|tomorrow|next\s+(?:week|month))\b|['’]ll\b")
# Before a past form they make it a state ("is printed") or a thing that can be done.
_OF_NOW = re.compile(r"(?i)\b(?:is|are|am|be|being|can|cannot|does|do)(?:n['’]t)?\b|\bcan['’]t\b|['’]re\b")
# What opens another clause: a mark, or a word that joins or subordinates one that has a subject of its own.
_JOIN = re.compile(
    r"\s*[;–—]\s+|\s+-\s+|,\s+(?=(?:and|but|so|or|yet|because|while|although|though|whereas|which|since|if|unless|once|when"
    r"|until|as\s+soon\s+as|after|before|except|provided|can|could|would|will|do|does|is|are|please|what|when|how)\b)"
    r"|\s+(?=and\s+(?:will|should|might|may)\b)|\s+(?=(?:if|unless|(?<!for\s)(?<!at\s)once|until|provided|because|but|although|whereas|as\s+soon\s+as|in\s+case|as\s+long\s+as"
    r"|subject\s+to)\b)|,\s+(?=(?:we|i|it|they|he|she|you|the|this|that|our)\b)",
    re.IGNORECASE,
)
_CONDITION_FIRST = re.compile(
    r"(?i)^(?:(?:and|but|so)\s+)?(?:if|unless|once|until|provided|in\s+case|assuming|as\s+soon\s+as|whenever|as\s+long\s+as"
    r"|subject\s+to|depending\s+on|(?:had|were|should)\s+(?:i|we|you|they|it|he|she)|should\s+(?:the|any\w*))\b"
)
_US = re.compile(r"(?i)\b(?:i|we|us|our|ours|my)\b")
_READER = re.compile(r"(?i)\byou(?:rs?)?\b")


@dataclass(frozen=True)
class Clause:
    """Half-open offsets into the sentence; what of it holds for this clause alone."""

    start: int
    end: int
    text: str
    is_denied: bool
    modality: Modality
    tense: Tense


@dataclass(frozen=True)
class Statement:
    """words: stems that carry the matter. dates: (month, day of the month). speaks_of: "us", "reader", and the names
    that it calls, folded. asked_for: the thing that it needs of the reader."""

    text: str
    clauses: tuple[Clause, ...]
    words: frozenset[str]
    figures: frozenset[Figure]
    dates: frozenset[tuple[int, int]]
    weekdays: frozenset[str]
    speaks_of: frozenset[str]
    asked_for: str | None

    @property
    def is_denied(self) -> bool:
        return any(clause.is_denied for clause in self.clauses)

    @property
    def asserts(self) -> bool:
        """Some clause of it tells something as it is."""
        return any(clause.modality == "asserted" for clause in self.clauses)

    @property
    def asks(self) -> bool:
        """All that it says is a question or an order."""
        return bool(self.clauses) and all(clause.modality in ("asked", "instructed") for clause in self.clauses)

    @property
    def modalities(self) -> frozenset[Modality]:
        return frozenset(clause.modality for clause in self.clauses)


@lru_cache(maxsize=16384)
def parse(sentence: str) -> Statement:
    """The statement of one sentence; a pure function of its words."""
    spans = list(_clause_spans(sentence))
    conditional = _under_a_condition(sentence, spans)
    asked = _asked_from(sentence, spans)
    clauses = tuple(_clause(sentence, span, place in conditional, place >= asked) for place, span in enumerate(spans))
    speakers = {name for name, pattern in (("us", _US), ("reader", _READER)) if pattern.search(sentence)}
    return Statement(
        text=sentence,
        clauses=clauses,
        words=content_words(sentence),
        figures=figures_in(sentence),
        dates=frozenset(dates_named(sentence)),
        weekdays=frozenset(weekdays_named(sentence)),
        speaks_of=people_addressed(sentence) | speakers,
        asked_for=needed_thing(sentence),
    )


def _clause_spans(sentence: str) -> Iterator[tuple[int, int]]:
    start = 0
    for join in _JOIN.finditer(sentence):
        if sentence[start : join.start()].strip():
            yield start, join.start()
            start = join.end()
    if sentence[start:].strip():
        yield start, len(sentence)


def _under_a_condition(sentence: str, spans: list[tuple[int, int]]) -> set[int]:
    """The places of conditions and of what each of them governs: what stands before it, or, where it opens the
    sentence or stands behind a comma, what follows."""
    places: set[int] = set()
    for place, (start, end) in enumerate(spans):
        if not _CONDITION_FIRST.match(sentence[start:end]):
            continue
        places.add(place)
        is_joined = place > 0 and "," not in sentence[spans[place - 1][1] : start]
        governed = place - 1 if is_joined or place == len(spans) - 1 else place + 1
        if 0 <= governed < len(spans):
            places.add(governed)
    return places


def _asked_from(sentence: str, spans: list[tuple[int, int]]) -> int:
    """The place of the clause from which on the sentence asks: all of it, unless only its last clauses open as
    questions do."""
    if not sentence.rstrip(" )\"”’'").endswith("?"):
        asks_unmarked = ASKED_UNMARKED.match(sentence.lstrip()) and not sentence.rstrip().endswith(".")
        return 0 if asks_unmarked else len(spans)
    opening = [place for place, span in enumerate(spans) if _ASKS.match(sentence[slice(*span)].lstrip())]
    return opening[0] if opening else 0


def _clause(sentence: str, span: tuple[int, int], is_conditional: bool, is_asked: bool) -> Clause:
    text = sentence[slice(*span)]
    plain = _NOT_ONLY.sub(" ", text)
    is_denied = _SAYS_NOT.search(plain) is not None or is_negated(plain)
    return Clause(*span, text, is_denied, _modality(text, is_conditional, is_asked), _tense(text))


def _tense(text: str) -> Tense:
    """As it is told: what is done and stands ("is printed") is present, what "has been" is past."""
    if _TO_COME.search(text):
        return "future"
    if _PAST.search(text):
        return "past"
    past, now = _PAST_FORM.search(text), _OF_NOW.search(text)
    return "past" if past and not (now and now.start() < past.start()) else "present"


def _modality(text: str, is_conditional: bool, is_asked: bool) -> Modality:
    if is_asked:
        return "asked"
    if INSTRUCTED.search(text):
        return "instructed"
    if is_conditional or _IF.search(text):
        return "conditional"
    if _DOUBTED.search(text):
        return "hedged"
    if _PASSED_ON.search(without_own_words(text)):
        return "reported"
    is_meant = _MEANT.search(text) is not None and _REFUSED.search(text) is None
    return "intended" if is_meant else "asserted"
