"""The line that says how things stand: blocked, at risk, waiting for the reader or on track, and what shows it.

It rests on what the deliverable tells, by one rule (`status_of`), so the gate can work it out again from the claims
that stand. Which claims those are is the writer's and the gate's choice; what else in the week speaks against "on
track" is `brief.against_on_track`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

from yarnnn_pipelines.config.deliverable_types import STATUS, CandidateKind, DeliverableType
from yarnnn_pipelines.deliverables.claims import Claim, claim_id
from yarnnn_pipelines.deliverables.slots.frame import Frame
from yarnnn_pipelines.deliverables.slots.opening_line import in_short, short_form, without_day
from yarnnn_pipelines.deliverables.slots.slots import KIND_OF
from yarnnn_pipelines.english.clauses import SMALL_FIRST, with_small_letter
from yarnnn_pipelines.english.days import dates_named
from yarnnn_pipelines.english.fears import is_in_danger, stands_still
from yarnnn_pipelines.english.requests import asks_something, is_a_request, needed_thing
from yarnnn_pipelines.english.results import says_resolved
from yarnnn_pipelines.english.sentences import sentences_of

StatusName = Literal["blocked", "at_risk", "waiting", "on_track"]
ReadAs = Callable[[Claim], CandidateKind | None]  # as what the first source of a claim is read

_FEWEST_WORDS = 3  # of a part of one that is named instead
_LONGEST = 160  # characters of a sentence that is named
MOST_NAMED = 2  # of several risks or asks: the others stand below
_OPENS_WITH: Mapping[StatusName, str] = {
    "blocked": "Blocked",
    "at_risk": "At risk",
    "waiting": "Waiting for you",
    "on_track": "On track",
}
_WAITED_FOR: Collection[CandidateKind] = ("ask", "promise_to_us")


@dataclass(frozen=True)
class Status:
    """claim: the line, with the claims that it rests on as its parts."""

    name: StatusName
    claim: Claim


def status_of(frame: Frame, kind: DeliverableType, told: Sequence[Claim], read_as: ReadAs) -> Status | None:
    """How things stand, by what is told. The first of these that holds; None where none does, or where it can't be said
    in a clause:

    - blocked: a trouble is told whose words say that work stands still;
    - at risk: a trouble is told whose words put a date, a budget or a delivery in danger. A defect alone does not;
    - waiting for you: something is told that we asked of the reader;
    - on track: something done is told, and a next step with a day after the time told of; and no trouble, nothing that
      we asked, and nothing that might be either. Who calls this asks `brief.against_on_track` besides.
    """
    if not kind.status:
        return None
    kinds = [(claim, _kind_told(claim, kind, read_as)) for claim in told if not claim.parts]
    troubles = [claim for claim, told_as in kinds if told_as == "risk"]
    standing = [claim for claim in troubles if not says_resolved(claim.text)]
    if still := [claim for claim in standing if stands_still(claim.text)]:
        return _naming("blocked", frame, still, stands_still)
    if endangering := [claim for claim in standing if is_in_danger(claim.text)]:
        return _naming("at_risk", frame, endangering, is_in_danger)
    if asked := [claim for claim, told_as in kinds if told_as == "ask"]:
        return _naming("waiting", frame, asked)
    if troubles or any(told_as is None for _, told_as in kinds):
        return None
    done = [(claim, clause) for claim, told_as in kinds if told_as == "done" and (clause := _clause(frame, claim))]
    steps = [
        (day, claim, clause)
        for claim, told_as in kinds
        if told_as == "commitment" and (day := _day_ahead(frame, claim)) and (clause := _clause(frame, claim))
    ]
    if not done or not steps:
        return None
    _, step, next_clause = min(steps, key=lambda one: one[0])
    last_done, done_clause = done[-1]
    return _status("on_track", [done_clause, next_clause], [last_done, step])


def says_the_same_status(line: str, other: str) -> bool:
    """Whether both lines say the same of how things stand, whatever they name."""
    return line.partition(":")[0] == other.partition(":")[0]


def is_on_track(line: str) -> bool:
    return says_the_same_status(line, f"{_OPENS_WITH['on_track']}:")


def _naming(
    name: StatusName, frame: Frame, claims: Sequence[Claim], says_so: Callable[[str], bool] | None = None
) -> Status | None:
    """says_so: whether a part of a sentence that is no clause says it by itself."""
    worded = [
        (claim, clause)
        for claim in claims
        if (
            clause := _clause(frame, claim, asks=name == "waiting")
            or (_telling_part(claim, says_so) if says_so else None)
        )
    ]
    clauses = [one for place, one in enumerate(worded) if place == 0 or one[1][0].islower()][:MOST_NAMED]
    return _status(name, [clause for _, clause in clauses], [claim for claim, _ in clauses]) if clauses else None


def _status(name: StatusName, clauses: Sequence[str], claims: Sequence[Claim]) -> Status:
    *before, last = clauses
    summed = in_short([*(clause.rstrip("?") for clause in before), last.rstrip("?")])
    text = f"{_OPENS_WITH[name]}: {summed[:-1]}?" if last.endswith("?") else f"{_OPENS_WITH[name]}: {summed}"
    parts = tuple(replace(claim, verdict=None, reasons=(), doubts=()) for claim in claims)
    evidence = tuple(item for part in parts for item in part.evidence)
    return Status(
        name, Claim(claim_id(STATUS, text, evidence), STATUS, "slot", text, evidence, slot=STATUS, parts=parts)
    )


def _kind_told(claim: Claim, kind: DeliverableType, read_as: ReadAs) -> CandidateKind | None:
    """As what a claim is told; None where its section takes several kinds and its words don't say."""
    if claim.slot is not None and claim.slot in KIND_OF:
        return KIND_OF[claim.slot]
    section = kind.section(claim.section)
    takes = section.takes if section else []
    if len(takes) == 1:
        return takes[0]
    if claim.kind == "rewrite" and takes and set(takes) <= set(_WAITED_FOR):
        return "ask"
    read = read_as(claim)  # of the words of its source, which a model's sentence may tell otherwise
    return read if read in takes else None


_ASKED_WHEN = re.compile(r"\s\(asked on [^()]*\)$")
# What it asks stands at its end.
_TELLS_FIRST = re.compile(
    r"(?i)^(?:we|i|there|it|this|that)(?:['’]\w+|\s+(?:have|had|are|is|was|were|will|also|just))\b"
    r"|\s(?:is|are|was|were|has|have|had)\b.*[,;–—]\s+(?:but\s+|so\s+|and\s+)?(?:please|can|could|would|will)\b"
)
# First words of a question or a request, none of which is a name.
_ASKING_WORD = re.compile(
    r"(?i)(?:which|what|who|whose|when|where|how|why|can|could|would|will|should|shall|may|is|are|do|does|did|has|have"
    r"|please|send|let|we|the|a|an|your|our)\b"
)


def _asks(sentence: str) -> bool:
    """Of a sentence of a model's: it says what the reader is to give or to do."""
    return asks_something(sentence) or is_a_request(sentence) or needed_thing(sentence) is not None


def _clause(frame: Frame, claim: Claim, *, asks: bool = False) -> str | None:
    """A claim behind the colon, or behind another clause; one that begins with a capital only behind the colon."""
    if claim.kind == "rewrite" and asks:
        sentence = next(filter(_asks, sentences_of(claim.text)), None)
        if sentence is None:
            return None
        is_no_name = bool(SMALL_FIRST.found_in(sentence) or _ASKING_WORD.match(sentence))
        return with_small_letter(sentence.rstrip("."), certain=is_no_name)
    if claim.slot != "asked":
        quote = claim.evidence[0].quote
        return short_form(frame, claim.slot, claim.text, quote) or _whole_sentence(claim, quote)
    if thing := needed_thing(claim.evidence[0].quote):
        return " ".join(thing.split())
    question = _ASKED_WHEN.sub("", claim.text).rstrip(".")
    if _ASKING_WORD.match(question):
        return question[0].lower() + question[1:]
    return None if _TELLS_FIRST.search(question) else question


_PARTS = re.compile(r":\s+|;\s+|\s[–—-]\s|\.\s+")
_LABEL = re.compile(
    r"(?i)^(?:(?:we(?:['’]re|\s+are)?|i['’]?m|currently|status|still)\s+)*(?:blocked|blockers?|stuck|on\s+hold|at\s+risk|risks?)$"
)


def _telling_part(claim: Claim, says_so: Callable[[str], bool]) -> str | None:
    """Of a sentence that goes on behind a colon or a dash, what stands before it, "the tracker is blocked"; where that
    names nothing, what stands behind it."""
    sentence = without_day(claim.slot, claim.text).removesuffix(".")
    if claim.slot == "said" or (parting := _PARTS.search(sentence)) is None:
        return None
    before, behind = sentence[: parting.start()], _PARTS.split(sentence[parting.end() :], maxsplit=1)[0]
    part = behind if _LABEL.match(before.strip()) else before
    if len(part) > _LONGEST or len(part.split()) < _FEWEST_WORDS or not (part is behind or says_so(part)):
        return None
    return with_small_letter(part, certain=SMALL_FIRST.found_in(part))


def _whole_sentence(claim: Claim, quote: str) -> str | None:
    """A sentence that is too long, or begins too oddly, for a clause of "In short"."""
    sentence = without_day(claim.slot, claim.text).removesuffix(".")
    if claim.slot == "said" or len(sentence) > _LONGEST or re.search(r"[:;!?]\s|\.\s", sentence):
        return None
    begins_small = quote[:1].islower() and quote.split()[0].casefold() == sentence.split()[0].casefold()
    return with_small_letter(sentence, certain=begins_small or SMALL_FIRST.found_in(sentence))


def _day_ahead(frame: Frame, claim: Claim) -> date | None:
    """The last day that the claim names, if it is after the time told of."""
    end = frame.days.last
    named = [day for month, number in dates_named(claim.text) if (day := _nearest(end, month, number))]
    last = max(named, default=None)
    return last if last and last > end else None


def _nearest(to: date, month: int, number: int) -> date | None:
    days = []
    for year in (to.year - 1, to.year, to.year + 1):
        try:
            days.append(date(year, month, number))
        except ValueError:
            continue
    return min(days, key=lambda day: abs(day - to), default=None)
