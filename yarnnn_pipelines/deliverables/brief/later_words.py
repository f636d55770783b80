"""What the rest of a week does to a sentence: it is taken back, overtaken by a newer date, kept, or a problem is over.

Each question is asked of a candidate and what was said after it. A candidate that falls is not forgotten: `brief` sets
it aside with the reason, and the review copy shows it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import timedelta

from yarnnn_pipelines.deliverables.brief.candidates import Candidate
from yarnnn_pipelines.deliverables.slots.slots import Frame, settles, voice_of
from yarnnn_pipelines.deliverables.week.client_week import Event
from yarnnn_pipelines.english import doubts, patterns
from yarnnn_pipelines.english.days import due_day, weekday
from yarnnn_pipelines.english.likeness import content_words, numbers, opposite, other_word, overlap
from yarnnn_pipelines.english.named import old_and_new
from yarnnn_pipelines.english.sentences import sentences

_RETRACTS = re.compile(doubts.RETRACTS)
_BARE = re.compile(r"(?i)^\W*(?:(?:scrap|scratch|strike|ignore|forget) that|correction|false alarm|never ?mind)\b")
_DENIES = re.compile(doubts.DENIES)
_NEXT_WORD_WITHIN = timedelta(days=2)
_DENIED_WITHIN = timedelta(hours=4)  # "That is not what I said" speaks of what was said last


def taken_back(candidate: Candidate, events: Sequence[Event], frame: Frame) -> str | None:
    """Why a fact no longer holds: someone, also where the client can't read, said later that it doesn't."""
    said = candidate.first
    for event in events:
        if event.occurred_at <= said.event.occurred_at or event.kind in ("meeting", "page"):
            continue
        for span in sentences(event.text):
            words = event.text[span.start : span.end]
            retracts = _RETRACTS.search(words) and _is_about(words, event, candidate)
            if retracts or (candidate.kind == "decision" and _decides_otherwise(words, said.quote)):
                return f"taken back on {weekday(frame.day(event.occurred_at))}: {event.event_id}"
    return None


_THEY_DECIDE = re.compile(r"(?i)\b(?:we|i|let['’]s|decision|decided)\b")


def _decides_otherwise(words: str, decision: str) -> bool:
    """The opposite is said of the same matter: "drop the loyalty card", "we keep the loyalty card"."""
    if words.endswith("?") or not _THEY_DECIDE.search(words) or numbers(words):
        return False
    if re.search(patterns.HEDGED, words) or re.search(patterns.NOT_YET, words):
        return False
    return len(content_words(words) & content_words(decision)) >= 2 and opposite(words, decision)


def _is_about(words: str, event: Event, candidate: Candidate) -> bool:
    said = candidate.first
    shared = len(content_words(words) & content_words(said.quote))
    if shared >= 2:
        return True
    near = event.container_id == said.event.container_id and (
        event.occurred_at - said.event.occurred_at <= _NEXT_WORD_WITHIN
    )
    if near and _DENIES.search(words) and event.occurred_at - said.event.occurred_at <= _DENIED_WITHIN:
        return True
    same_thread = said.event.thread_id is not None and event.thread_id == said.event.thread_id
    if same_thread or (near and shared >= 1):
        return shared >= 1 or bool(_BARE.match(words)) or bool(_DENIES.search(words))
    return near and event.author_name == said.event.author_name and bool(_BARE.match(words))


def overtaken(candidate: Candidate, stated: Sequence[Candidate]) -> str | None:
    """A plan that names the old side of a change stated later, or a date or sum for which a newer one was given."""
    said = candidate.first
    for later in stated:
        if later is candidate or later.first.event.occurred_at <= said.event.occurred_at:
            continue
        if candidate.kind == "commitment" and later.kind == "change" and _names_old_side(said.quote, later.first.quote):
            return f"overtaken by a later change: {later.first.event.event_id}"
        same_kind = later.kind == candidate.kind and candidate.kind in ("commitment", "change", "decision")
        if same_kind and _other_figure(said.quote, later.first.quote):
            return f"a later word gives another date or number: {later.first.event.event_id}"
    return None


def _names_old_side(plan: str, change: str) -> bool:
    sides = old_and_new(change)
    if sides is None:
        return False
    names_old = bool(numbers(plan) & numbers(sides[0])) and not numbers(plan) & numbers(sides[1])
    return names_old and bool(content_words(plan) & content_words(change.replace(sides[0], "")))


def _other_figure(one: str, other: str) -> bool:
    same_matter = overlap(one, other) >= 0.8 and not other_word(one, other)
    return same_matter and bool(numbers(one)) and bool(numbers(other)) and numbers(one) != numbers(other)


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
        and not content_words(other.first.quote) - content_words(problem.first.quote) - _OVER
        and settles(problem.first.source, other.first.source)
    ]


_OVER = content_words("fixed resolved solved closed repaired restored recovered corrected patched working works gone")


def settled_problems(candidates: Sequence[Candidate]) -> list[tuple[Candidate, Candidate]]:
    """Each problem that a later result settles, with that result, the one that says most about it."""
    fixes = [c for c in candidates if c.kind == "done" and re.search(patterns.RESOLVES, c.first.quote)]
    pairs = []
    for problem in candidates:
        if problem.kind != "risk":
            continue
        for fix in sorted(
            fixes, key=lambda c: not content_words(c.first.quote) - content_words(problem.first.quote) - _OVER
        ):
            later = fix.first.event.occurred_at > problem.first.event.occurred_at
            if later and settles(problem.first.source, fix.first.source):
                pairs.append((problem, fix))
                break
    return pairs
