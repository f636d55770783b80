"""A person's sentence before the gate: what a reviewer worded anew, took in or wrote stands where they put it, marked
where its sources do not prove it, until they vouch for it.

What nobody may vouch for stays out: another client's name or matter, what its reader could not see, what is private or
a secret, and texts that steer. What else is wrong with a claim is the other modules'.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

from yarnnn_pipelines.deliverables.claims import Claim, Evidence, Verdict, claim_id
from yarnnn_pipelines.deliverables.gate.grounds import Grounds
from yarnnn_pipelines.deliverables.slots.frame import evidence_of
from yarnnn_pipelines.english.likeness import content_words
from yarnnn_pipelines.english.sentences import sentences

_NEVER: tuple[Verdict, ...] = ("other_client", "internal_only", "sensitive", "instruction")
_GONE: tuple[Verdict, ...] = ("deleted_source", "stale")  # such a source is no source any more
_LIKE_ENOUGH = 0.5  # share of the sentence's content words that a source must have to be tried
_MOST_TRIED = 3


def judged_for_a_person(
    claim: Claim, judge: Callable[[Claim], Claim], words_judged: Callable[[Claim], Claim], grounds: Grounds
) -> Claim:
    """The claim with its verdict: supported, vouched, to_vouch, or one that nobody may vouch for.

    A sentence without a source is tried beside those of the week that speak most like it. words_judged: whether its
    words may stand in this text at all.
    """
    judged = judge(claim)
    if not claim.evidence:
        for source in _sources_like(claim, grounds):
            tried = judge(replace(claim, evidence=(source,), claim_id=claim_id(claim.section, claim.text, (source,))))
            if tried.verdict == "supported":
                return tried
    if judged.verdict == "supported" or judged.verdict in _NEVER:
        return judged
    known = tuple(item for item in judged.evidence if (item.event_id, item.version) in grounds.stored)
    words = words_judged(replace(judged, evidence=known))
    if words.verdict in _NEVER:
        return words
    evidence = () if judged.verdict in _GONE else judged.evidence
    kept = replace(judged, evidence=evidence, doubts=())
    return kept.judged("vouched" if claim.vouched_by else "to_vouch", *judged.reasons)


def _sources_like(claim: Claim, grounds: Grounds) -> Iterator[Evidence]:
    """The sentences of the week that share most of the claim's words, and which its reader could see."""
    wanted = content_words(claim.text)
    if not wanted:
        return
    found = []
    for event in grounds.known:
        if grounds.audience == "client" and event.audience != "client":
            continue
        if (event.event_id, event.version) not in grounds.stored:
            continue
        for start, end in sentences(event.text):
            share = len(wanted & content_words(event.text[start:end])) / len(wanted)
            if share >= _LIKE_ENOUGH:
                found.append((share, event, start, end))
    for _, event, start, end in sorted(found, key=lambda each: -each[0])[:_MOST_TRIED]:
        yield evidence_of(grounds.frame, event, start, end)
