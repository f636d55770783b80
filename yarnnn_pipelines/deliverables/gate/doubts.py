"""What a person is to look at in a model's sentence that nothing disproves.

A doubt says what speaks against the sentence and what would settle it. Each is found by the module that knows of it;
whether the sentence stands at all is `gate`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from yarnnn_pipelines.config.deliverable_types import CandidateKind
from yarnnn_pipelines.deliverables.claims import Claim, Evidence
from yarnnn_pipelines.deliverables.gate.grounds import Grounds
from yarnnn_pipelines.deliverables.gate.mails import MAY_BE_A_PROGRAMS, UNPROVEN
from yarnnn_pipelines.deliverables.gate.open_questions import answered_since
from yarnnn_pipelines.deliverables.gate.parts import is_said_by_others, without_a_part
from yarnnn_pipelines.deliverables.gate.reasons import named, quoted
from yarnnn_pipelines.deliverables.gate.rewrites import Rewrite, doubts_of
from yarnnn_pipelines.deliverables.gate.senders import is_of_either_side, third_partys_word
from yarnnn_pipelines.deliverables.slots.passed_on import is_anothers_word
from yarnnn_pipelines.deliverables.week.client_week import Event, StoredEvidence
from yarnnn_pipelines.english.private_matters import names_family_alone, private_words

PASSED_ON = "what it quotes is introduced as somebody else's words, or as a text"


def doubts(rewrite: Rewrite, rows: Sequence[StoredEvidence], grounds: Grounds) -> Iterator[str]:
    """rows: of the sentence's evidence, one by one."""
    claim = rewrite.claim
    passed_on = [is_anothers_word(grounds.frame, source, claim.text) for source in rewrite.sources]
    own = [place for place, is_passed_on in enumerate(passed_on) if not is_passed_on]
    for place, source in enumerate(rewrite.sources):
        if passed_on[place] and not is_said_by_others(place, claim, rows, own):
            yield f"{PASSED_ON}: “{quoted(source.quote)}”; look whose words they are"
    yield from _of_third_parties(claim, rows, grounds)
    yield from _of_programs(rows, grounds)
    for item, row in zip(claim.evidence, rows, strict=True):
        words = private_words(item.quote)
        if words and not _leaves_out_who(item.quote, claim.text, row.event):
            yield f"what it quotes speaks of a private matter, “{words}”; see that the sentence tells none of it"
    yield from doubts_of(rewrite)
    if of_section := grounds.places.doubt_of_section(claim, rows, rewrite.spoken):
        yield of_section
    talks = [grounds.standing.conversation_of(row.event.event_id) or row.event.thread for row in rows]
    yield from without_a_part(rewrite, rows, talks)
    yield from grounds.earlier.doubts_of(claim, rows)
    if answered := answered_since(claim, grounds.standing, grounds.events, grounds.frame, grounds.audience):
        yield answered[1]


def _leaves_out_who(quote: str, text: str, event: Event) -> bool:
    """All that is private in the quote is that it names one of its author's family, and the sentence names neither."""
    author = {name for name in (event.author_name or "").casefold().split() if len(name) > 1}
    is_named = not author.isdisjoint(re.findall(r"\w+", text.casefold()))
    return names_family_alone(quote) and not is_named and private_words(text) is None


def why_of_neither_side(item: Evidence, row: StoredEvidence, grounds: Grounds) -> str | None:
    """Why words of somebody of neither side prove nothing by themselves."""
    if is_of_either_side(row.event, grounds.client_id):
        return None
    return third_partys_word(row.event, _told(item, row, grounds), item.quote, grounds.client_id, grounds.frame)


def _told(item: Evidence, row: StoredEvidence, grounds: Grounds) -> CandidateKind | None:
    return grounds.places.told_as(grounds.places.sentence_around(item, row) or item, row)


def _of_third_parties(claim: Claim, rows: Sequence[StoredEvidence], grounds: Grounds) -> Iterator[str]:
    """Words of neither side that one of them says nowhere, each sender once."""
    of_a_side = [place for place, row in enumerate(rows) if is_of_either_side(row.event, grounds.client_id)]
    reasons: dict[str, str] = {}
    for place, (item, row) in enumerate(zip(claim.evidence, rows, strict=True)):
        reason = why_of_neither_side(item, row, grounds)
        if reason is None or is_said_by_others(place, claim, rows, of_a_side):
            continue
        if row.event.fields.get("sender_unproven") in MAY_BE_A_PROGRAMS:
            continue  # which is said of it anyway
        if not (_answers_a_side(row.event, grounds) or _is_told_of_its_author(row.event, claim)):
            reasons.setdefault(reason, f"{named(row.event, grounds.frame)}: {reason}")
    yield from reasons.values()


def _of_programs(rows: Sequence[StoredEvidence], grounds: Grounds) -> Iterator[str]:
    """Mails that a program may have written."""
    for row in {row.event.event_id: row for row in rows}.values():
        if (proof := row.event.fields.get("sender_unproven")) in MAY_BE_A_PROGRAMS:
            yield f"{named(row.event, grounds.frame)}: {UNPROVEN[proof]}; ask them whether they wrote it"


def _answers_a_side(event: Event, grounds: Grounds) -> bool:
    """One of either side has written in its mail's thread before, and so knows whom they write with."""
    return event.kind == "mail" and any(
        other.thread == event.thread
        and other.occurred_at < event.occurred_at
        and is_of_either_side(other, grounds.client_id)
        for other in grounds.known
    )


def _is_told_of_its_author(event: Event, claim: Claim) -> bool:
    """In chat and below a page: the sentence says whose word it is, so it makes no side say it."""
    words = claim.text.replace("’", "'").replace("'s", "").split()
    names = {name for name in (event.author_name or "").split() if len(name) > 1}
    return event.kind != "mail" and not names.isdisjoint(word.strip(".,;:()") for word in words)
