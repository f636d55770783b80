"""Whether a model's sentence turns one verb of its evidence: denied or not, done or still to come.

`rewrite_moods` asks the same of the sentence as a whole; a sentence of several clauses can lie in one of them. Compared
is what is said of one word, which the sentence and its evidence share; where they share none, nothing is decided here.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Sequence

from yarnnn_pipelines.config.deliverable_types import CandidateKind
from yarnnn_pipelines.deliverables.claims import Failure
from yarnnn_pipelines.deliverables.gate.reasons import quoted
from yarnnn_pipelines.english.sentences import sentences
from yarnnn_pipelines.english.statement import Clause, parse
from yarnnn_pipelines.english.verb_forms import verb_stems

_BETWEEN = r"(?:(?:be|been|being|yet|still|also|already|just|now|the|a|an|any|on|in|at|with|to|out|of|\w+ly)\s+){0,3}"
# Not "can't": that something does not work is told in many words.
_NOT = re.compile(rf"(?i)(?:\bnot|(?<!ca)(?<!could)n['’]t|\bnever|\bno\s+longer)\s+{_BETWEEN}(?P<word>[a-z][\w'’-]*)")
_CONDITION_FIRST = re.compile(r"(?i)\W*(?:if|until|once|unless|when|before|after|as soon as)\b")
_NOT_AT_ALL = re.compile(r"(?i)\b(?:is|are|was|were|has|have|had|does|do|did|will)(?:\s+not\b|n['’]t\b)")
_WILL = re.compile(rf"(?i)(?:\b(?:will|shall)|['’]ll)\s+{_BETWEEN}(?P<word>[a-z][\w'’-]*)")
_HAS = re.compile(
    r"(?i)(?<!would )(?<!could )(?<!should )(?<!will )(?<!shall )(?<!can )(?<!may )(?<!might )(?<!must )(?<!['’]ll )"
    r"(?<!\bto )"
    rf"\b(?:has|have|had)\s+(?!(?:to|it|them|this|that|these|those)\b){_BETWEEN}(?P<word>[a-z][\w'’-]*)"
)
_NOW = re.compile(r"(?i)\bnow\b")
_OWNS = re.compile(r"(?i)\b(?:has|have|had)\s+(?:an?|the)\s+[\w'’-]+")  # what a thing has is no deed
_RATHER_THAN = re.compile(r"(?i)\b(?:(?:rather|other) than|instead of)\b")
# That somebody said something, their words prove, whatever they say.
_OF_SAYING = verb_stems("say ask tell write mention promise announce suggest propose request name")
_NOT_SAID = re.compile(
    r"(?i)\b(?:has|have|had)(?:\s+not|n['’]t)\s+(?:said|asked|told|written|mentioned|promised|announced|proposed|requested)\b"
)
_SUPPOSED = re.compile(r"(?i)\b(?:think|believe|hope|suppose|suspect|guess|expect|assume)s?\b")
_MISTAKEN = re.compile(r"(?i)\b(?:(?:am|is|are|was|were|been)\s+(?:wrong|mistaken)|wrongly|misread|misheard)\b")
_WAITS = re.compile(r"(?i)\b(?:when|once|as\s+soon\s+as|until|after)\b")
_NOT_YET_DONE = re.compile(r"(?i)\b(?:is|are)(?:\s+not|n['’]t)\s+(?:(?:yet|quite|fully)\s+)*(?P<word>[a-z][\w'’-]*)")
_ALIKE = 0.6  # of a clause's words that another has, and so tells of the same
_UNLIKELY = ("intended", "hedged", "conditional", "asked", "instructed")


def a_turned_verb(text: str, spoken: Sequence[str], takes: Collection[CandidateKind]) -> Failure | None:
    """The verdict against a sentence that says of a word what its evidence does not. takes: its section's kinds."""
    told, said = list(_clauses([text])), list(_clauses(spoken))
    for clause in told:
        failure = _denied(clause, said) or _asserted(clause, told, said) or _done(clause, said)
        if failure is None and "decision" not in takes:  # "the first one will win": how it is decided
            failure = _put_off(clause, said)
        if failure:
            return failure
    return None


def _clauses(texts: Iterable[str]) -> Iterator[Clause]:
    for text in texts:
        for span in sentences(text):
            yield from parse(text[span.start : span.end]).clauses


def _denied(clause: Clause, said: Sequence[Clause]) -> Failure | None:
    to_be_done = _verbs(_NOT_YET_DONE, clause.text)  # what is still to be done is not done yet
    for verb in _verbs(_NOT, clause.text):
        speaking = [other for other in said if verb in verb_stems(other.text)]
        if verb in to_be_done and not parse(clause.text).dates and any(_is_to_come(other) for other in speaking):
            continue
        if speaking and not any(_takes_it_back(other) for other in speaking):
            return "out_of_context", f"it denies what its words say: “{quoted(speaking[0].text)}”"
    if (unsaid := _NOT_SAID.search(clause.text)) and not any(_takes_it_back(other) for other in said):
        return "out_of_context", f"it says “{unsaid[0]}” of what its words say: “{quoted(said[0].text)}”"
    is_open = all(other.modality == "asked" for other in said)
    if is_open or not _NOT_AT_ALL.search(clause.text) or any(_says_no(other) for other in said):
        return None
    words = verb_stems(clause.text)
    held = (other for other in said if not _MISTAKEN.search(other.text))
    alike = [other for other in held if len(words & verb_stems(other.text)) >= max(2, _ALIKE * len(words))]
    if alike:
        return "out_of_context", f"it denies what its words say: “{quoted(alike[0].text)}”"
    return None


def _takes_it_back(clause: Clause) -> bool:
    return clause.is_denied or clause.modality == "asked" or _MISTAKEN.search(clause.text) is not None


def _is_denied(clause: Clause) -> bool:
    return clause.is_denied or bool(_RATHER_THAN.search(clause.text))


def _says_no(clause: Clause) -> bool:
    return clause.is_denied or bool(verb_stems(clause.text) & _DENYING)


def _asserted(clause: Clause, told: Sequence[Clause], said: Sequence[Clause]) -> Failure | None:
    """It says of a word what all its evidence denies."""
    for other in (clause for clause in said if clause.modality != "asked"):
        for verb in _verbs(_NOT, other.text):
            if verb not in verb_stems(clause.text) or any(_is_denied(each) for each in told):
                continue
            speaking = [each for each in said if verb in verb_stems(each.text)]
            is_over = _NOW.search(clause.text) and any(_NOW.search(each.text) for each in said if each is not other)
            is_told_so = is_over or verb_stems(clause.text) & _DENYING
            if all(verb in _verbs(_NOT, each.text) for each in speaking) and not is_told_so:
                return "out_of_context", f"its words deny it: “{quoted(other.text)}”"
    return None


def _put_off(clause: Clause, said: Sequence[Clause]) -> Failure | None:
    for verb in _verbs(_WILL, clause.text):
        speaking = [other for other in said if verb in verb_stems(other.text)]
        if speaking and not any(_is_to_come(other) for other in speaking):
            return (
                "out_of_context",
                f"it speaks of what is to come, and its words of what is: “{quoted(speaking[0].text)}”",
            )
    return None


def _done(clause: Clause, said: Sequence[Clause]) -> Failure | None:
    if _CONDITION_FIRST.match(clause.text) or _SUPPOSED.search(clause.text):
        return None
    stated = " ".join(other.text.casefold() for other in said)
    text = _OWNS.sub(lambda match: " " if match[0].casefold() in stated else match[0], clause.text)
    for verb in _verbs(_HAS, text) - _OF_SAYING:
        speaking = [other for other in said if verb in verb_stems(other.text)]
        if speaking and all(_is_unlikely(other) and verb not in _verbs(_HAS, other.text) for other in speaking):
            return "out_of_context", f"its words mean to, and do not say that it is done: “{quoted(speaking[0].text)}”"
    return None


def _is_unlikely(clause: Clause) -> bool:
    return clause.modality in _UNLIKELY or clause.tense == "future"


def _is_to_come(clause: Clause) -> bool:
    statement = parse(clause.text)
    names_a_day = clause.tense != "past" and bool(statement.dates or statement.weekdays)
    waits = clause.tense == "present" and _WAITS.search(clause.text) is not None
    return clause.modality in _UNLIKELY or clause.tense == "future" or names_a_day or waits


def _verbs(pattern: re.Pattern[str], text: str) -> frozenset[str]:
    return frozenset[str]().union(*(verb_stems(match["word"]) for match in pattern.finditer(text)))


_DENYING = verb_stems(
    "without unable unresolved fail failed missing lacks blocked stopped stuck broken declined rejected open non"
)
