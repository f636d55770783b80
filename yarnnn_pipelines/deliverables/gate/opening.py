"""The opening line worked out again from the claims that stand, in the words that they are told in.

The rule is `slots.opening_line`'s; whether a claim stands is the gate's.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from yarnnn_pipelines.deliverables.claims import Claim, claim_id
from yarnnn_pipelines.deliverables.slots.frame import Frame
from yarnnn_pipelines.deliverables.slots.opening_line import in_short, short_form

Judge = Callable[[Claim], Claim]

_FEWEST = 2  # claims that are summed up


def judge_opening(
    claim: Claim, frame: Frame, passed: Sequence[Claim], judge_alone: Judge, words_judged: Judge
) -> tuple[Claim | None, Claim | None]:
    """The opening line that may be shown, and the one that is withheld.

    It stands if each claim that it sums up stands and summing them up gives its text. Where some of them fall, or a
    person says them in other words, what stands is summed up anew by the same rule, if it is enough.

    passed: the claims told below. judge_alone: whether a claim stands by itself; words_judged: whether the words of a
    line may stand in this text.
    """
    clauses: list[str] = []
    standing: list[Claim] = []
    fallen: Claim | None = None
    for part in claim.parts:
        told = _as_a_person_words_it(part, passed)
        judged = _judge_part(told, passed, judge_alone)
        if told != part:
            fallen = fallen or claim.judged("unsupported", f"{told.by} says in other words what it sums up")
        if judged.verdict != "supported":
            fallen = fallen or claim.judged(judged.verdict or "unsupported", *judged.reasons)
        elif clause := short_form(frame, told.slot, told.text, told.evidence[0].quote):
            clauses.append(clause)
            standing.append(told)
        else:
            fallen = fallen or claim.judged("unsupported", "what it sums up can not be said in a clause")
    if fallen is not None:
        if len(clauses) < _FEWEST:
            return None, fallen
        opening, _ = judge_opening(_summing_up(claim, standing, clauses), frame, passed, judge_alone, words_judged)
        return opening, fallen
    if not clauses or in_short(clauses) != claim.text:
        return None, claim.judged("unsupported", "it does not sum up its parts")
    if claim.evidence != tuple(item for part in claim.parts for item in part.evidence):
        return None, claim.judged("unsupported", "its evidence is not that of its parts")
    judged = words_judged(claim)
    return (judged, None) if judged.verdict == "supported" else (None, judged)


def _summing_up(claim: Claim, standing: Sequence[Claim], clauses: Sequence[str]) -> Claim:
    evidence = tuple(item for part in standing for item in part.evidence)
    text = in_short(clauses)
    name = claim_id(claim.section, text, evidence)
    return replace(claim, claim_id=name, text=text, evidence=evidence, parts=tuple(standing))


def _as_a_person_words_it(part: Claim, passed: Sequence[Claim]) -> Claim:
    """What a person made of the claim that an opening line sums up, if its sources carry that; else the part itself."""
    for claim in passed:
        if claim.by and claim.section == part.section and claim.evidence[:1] == part.evidence[:1]:
            return replace(claim, verdict=None, reasons=(), doubts=())
    return part


def _judge_part(part: Claim, passed: Sequence[Claim], judge_alone: Judge) -> Claim:
    """A part stands by itself, and either is told below, in the words of whoever worded it last, or tells of the
    problem that a claim told below has ended."""
    judged = judge_alone(part)
    if judged.verdict != "supported":
        return judged
    below = {(item.event_id, item.start) for claim in passed if claim.by == part.by for item in claim.evidence}
    proof = part.evidence[-1] if part.slot == "resolved" else part.evidence[0]
    if (proof.event_id, proof.start) not in below:
        return judged.judged("unsupported", "it is not told below")
    return judged
