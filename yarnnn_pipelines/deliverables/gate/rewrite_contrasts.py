"""What a sentence denies of what was so before: "plum and not green", "no longer on 5 October"; and what a source
denies of another day alone: "on 1 December, not on 30 November".

Beside the words of a later source, the earlier one's are what no longer holds; so the denial is theirs and none of the
sentence's own. Whether the sentence denies anything else is `rewrite_moods` and `rewrite_verbs`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from yarnnn_pipelines.deliverables.gate.rewrite_days import days_meant
from yarnnn_pipelines.deliverables.slots.frame import Frame, Source
from yarnnn_pipelines.english.days import DATE_WRITTEN, WEEKDAYS, dates_named, weekdays_named
from yarnnn_pipelines.english.likeness import content_words, numbers
from yarnnn_pipelines.english.statement import parse

_AND_NOT = re.compile(
    r"(?i)(?:[,;]|\band|\bbut)\s+(?:not|no\s+longer)\s+(?P<before>[^,.;:!?()]{1,80}?)"
    r"(?=\s+(?:as|because|since|but|and|which|for)\b|[,.;:!?()]|$)"
)
_NOT_BUT = re.compile(r"(?i)\bnot\s+(?P<before>[^,.;:!?()]{1,80}?),?\s+but\s+")  # of a day alone
# What is left of "not on Monday 30 November at noon" without its dates.
_DAY_ALONE = re.compile(
    rf"(?i)(?:(?:on|in|at|by|from|until|already|yet|only|the|{'|'.join(WEEKDAYS)}|\d{{1,2}}:\d\d|noon)\b|[\s,])*"
)


def without_other_days(said: str, text: str) -> str:
    """A source's words less each "not on 30 November", where the sentence does not speak of that day either."""
    told = {*dates_named(text), *weekdays_named(text)}

    def kept(match: re.Match[str]) -> str:
        ruled_out = {*dates_named(match["before"]), *weekdays_named(match["before"])}
        is_a_day = bool(ruled_out) and _DAY_ALONE.fullmatch(DATE_WRITTEN.sub(" ", match["before"]))
        return " " if is_a_day and ruled_out.isdisjoint(told) else match[0]

    return _AND_NOT.sub(kept, said)


def without_what_was_before(text: str, spoken: Sequence[str], sources: Sequence[Source], frame: Frame) -> str:
    """The sentence less each denial of what an earlier source says, or of a day that a source itself denies. spoken:
    for each source the whole sentences that it quotes."""

    def kept(match: re.Match[str]) -> str:
        return " " if _was_before(match["before"], spoken, sources, frame) else match[0]

    def kept_undated(match: re.Match[str]) -> str:
        return kept(match) if any(dates_named(match["before"])) else match[0]

    return _NOT_BUT.sub(kept_undated, _AND_NOT.sub(kept, text))


def _was_before(words: str, spoken: Sequence[str], sources: Sequence[Source], frame: Frame) -> bool:
    newest = max(source.event.occurred_at for source in sources)
    days, dateless = set(dates_named(words)), DATE_WRITTEN.sub(" ", words)
    matter = content_words(dateless) | numbers(dateless)
    for said, source in zip(spoken, sources, strict=True):
        if not days <= _days(said, source, frame):
            continue
        is_told_there = bool(days or matter) and matter <= content_words(said) | numbers(said)
        if is_told_there and source.event.occurred_at < newest:
            return True
        denied = [clause.text for clause in parse(said).clauses if clause.is_denied]
        if days and any(days <= _days(part, source, frame) for part in denied):
            return True
    return False


def _days(words: str, source: Source, frame: Frame) -> set[tuple[int, int]]:
    return {(day.month, day.day) for day in days_meant(words, source, frame)}
