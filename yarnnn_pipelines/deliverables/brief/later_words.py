"""What the rest of a week does to a sentence: it is taken back, overtaken by a newer date, kept, or a problem is over.

Each question is asked of a candidate and what was said after it. A candidate that falls is not forgotten: `brief` sets
it aside with the reason, and the review copy shows it. How words take back or deny is `english.retractions`.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from yarnnn_pipelines.deliverables.brief.candidates import Candidate
from yarnnn_pipelines.deliverables.slots.slots import Frame, settles, voice_of
from yarnnn_pipelines.deliverables.week.client_week import Event
from yarnnn_pipelines.english.changes import names_old_side
from yarnnn_pipelines.english.days import due_day, weekday
from yarnnn_pipelines.english.identifiers import speak_of_two
from yarnnn_pipelines.english.likeness import content_words, overlap
from yarnnn_pipelines.english.results import says_more_than_over, says_resolved
from yarnnn_pipelines.english.retractions import (
    decides_otherwise,
    denies,
    excuses_the_speaker,
    gives_another_figure,
    retracts,
    retracts_without_naming,
)
from yarnnn_pipelines.english.sentences import sentences

_NEXT_WORD_WITHIN = timedelta(days=2)
_DENIED_WITHIN = timedelta(hours=4)  # "That is not what I said" speaks of what was said last
_WITHOUT_WORDS_OF_A_TURN = ("meeting", "page")


def taken_back(candidate: Candidate, events: Sequence[Event], frame: Frame) -> str | None:
    """Why a fact no longer holds: someone, also where the client can't read, said later that it doesn't."""
    claimed = candidate.first
    for event in events:
        if event.occurred_at <= claimed.event.occurred_at or event.kind in _WITHOUT_WORDS_OF_A_TURN:
            continue
        for span in sentences(event.text):
            words = event.text[span.start : span.end]
            if excuses_the_speaker(words) and event.author_name != claimed.event.author_name:
                continue
            if (retracts(words) and _is_about(words, event, candidate)) or (
                candidate.kind == "decision" and decides_otherwise(words, claimed.quote)
            ):
                return f"taken back on {weekday(frame.day(event.occurred_at))}: {event.event_id}"
    return None


def _is_about(words: str, event: Event, candidate: Candidate) -> bool:
    """Whether words that take something back speak of this candidate: by what they share, or by where they stand."""
    claimed = candidate.first
    if speak_of_two(words, claimed.quote):
        return False
    shared = len(content_words(words) & content_words(claimed.quote))
    if shared >= 2:
        return True
    after = event.occurred_at - claimed.event.occurred_at
    is_near = event.container_id == claimed.event.container_id and after <= _NEXT_WORD_WITHIN
    if is_near and denies(words) and after <= _DENIED_WITHIN:
        return True
    same_thread = claimed.event.thread_id is not None and event.thread_id == claimed.event.thread_id
    if same_thread or (is_near and shared >= 1):
        return shared >= 1 or retracts_without_naming(words) or denies(words)
    return is_near and event.author_name == claimed.event.author_name and retracts_without_naming(words)


def overtaken(candidate: Candidate, stated: Sequence[Candidate]) -> str | None:
    """A plan that names the old side of a change stated later, or a date or sum for which a newer one was given."""
    claimed = candidate.first
    for later in stated:
        if later is candidate or later.first.event.occurred_at <= claimed.event.occurred_at:
            continue
        is_changed_plan = candidate.kind == "commitment" and later.kind == "change"
        if is_changed_plan and names_old_side(claimed.quote, later.first.quote):
            return f"overtaken by a later change: {later.first.event.event_id}"
        same_kind = later.kind == candidate.kind and candidate.kind in ("commitment", "change", "decision")
        if same_kind and gives_another_figure(claimed.quote, later.first.quote):
            return f"a later word gives another date or number: {later.first.event.event_id}"
    return None


def kept_or_due(candidate: Candidate, stated: Sequence[Candidate], frame: Frame) -> bool:
    """A promise that was kept since, or that fell due within the week."""
    event = candidate.first.event
    due = due_day(candidate.first.quote, voice_of(frame, event))
    if due is not None and due < frame.monday + timedelta(7):
        return True
    return any(
        other.kind in ("done", "decision")
        and other.first.event.occurred_at > event.occurred_at
        and overlap(other.first.quote, candidate.first.quote) >= 0.5
        for other in stated
    )


def told_with_the_fix(resolved: Sequence[tuple[Candidate, Candidate]], stated: Sequence[Candidate]) -> list[Candidate]:
    """Results that only say once more, in the very text that tells the fix, that the problem is over."""
    return [
        other
        for other in stated
        for problem, fix in resolved
        if other is not fix
        and other.kind == "done"
        and other.first.event.event_id == fix.first.event.event_id
        and not says_more_than_over(other.first.quote, problem.first.quote)
        and settles(problem.first.source, other.first.source)
    ]


def settled_problems(candidates: Sequence[Candidate]) -> list[tuple[Candidate, Candidate]]:
    """Each problem that a later result settles, with that result, the one that says most about it."""
    fixes = [candidate for candidate in candidates if candidate.kind == "done" and says_resolved(candidate.first.quote)]
    pairs = []
    for problem in candidates:
        if problem.kind != "risk":
            continue
        # Stable: among fixes that say more, and among those that don't, the order is that of the candidates.
        by_telling = sorted(fixes, key=lambda fix: not says_more_than_over(fix.first.quote, problem.first.quote))
        for fix in by_telling:
            is_later = fix.first.event.occurred_at > problem.first.event.occurred_at
            if is_later and settles(problem.first.source, fix.first.source):
                pairs.append((problem, fix))
                break
    return pairs
