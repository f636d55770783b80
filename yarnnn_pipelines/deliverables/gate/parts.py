"""What part each of its sources has in a model's sentence.

A source that shares no word with the sentence has none, be it of the same matter; what one says alone rests on that
one. Whose word a source is, is `senders`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta

from yarnnn_pipelines.deliverables.claims import Claim, Evidence
from yarnnn_pipelines.deliverables.gate.reasons import quoted
from yarnnn_pipelines.deliverables.gate.rewrite_days import days_meant, days_named, mondays_named
from yarnnn_pipelines.deliverables.gate.rewrites import Rewrite
from yarnnn_pipelines.deliverables.week.client_week import StoredEvidence
from yarnnn_pipelines.english.answers import says_yes_or_no
from yarnnn_pipelines.english.days import DATE_WRITTEN, dates_named, with_every_month
from yarnnn_pipelines.english.dialogue import ASSENT
from yarnnn_pipelines.english.likeness import content_words, numbers, overlap
from yarnnn_pipelines.english.nods import NODS
from yarnnn_pipelines.english.promises import is_in_first_person

_BACKS = 0.5  # of the words of a source that tells once more what another told
_OF_ONE_MATTER = 2  # words and numbers that two sources and the sentence share: it tells how the same thing went on
_SAYS_MUCH = 6  # words of a source that would be told if it were needed; an answer of fewer may be "yes, do that"
_ASSENTS = 2  # words of an answer in the same place, as "all noted", "moved"
_ANSWERED_WITHIN = timedelta(hours=1)  # in a channel, whose turns need not be joined
_CLOCK = re.compile(r"(?<=\d):(?=\d\d)")  # half past nine and half past ten have no number in common
_OWN_WORDS = 2  # that a source may add to what others say, which is then theirs as well
# It came as somebody had said before: "as she had promised", "the fix that we planned for Tuesday".
_AS_SAID_BEFORE = re.compile(
    r"(?i)\bas\s+(?:(?!and\b)[\w'’]+\s+){0,4}?(?:planned|promised|announced|agreed|expected|scheduled)\b"
    r"|\b(?:planned|promised|announced|agreed|expected|scheduled|due|owed(?:\s+\w+)?)\s+(?:for|on|by)\b"
)
# Articles of other languages, which two texts of that language share whatever they are about.
_ARTICLES = content_words("der die das den dem ein eine und le les une et el los las il gli de du en het een im am")


def without_a_part(rewrite: Rewrite, rows: Sequence[StoredEvidence], talks: Sequence[str]) -> Iterator[str]:
    """The sources of which the sentence takes nothing. rows: of its evidence, one by one; talks: the conversation that
    each stands in."""
    claim = rewrite.claim
    heard = [_heard(item, row) for item, row in zip(claim.evidence, rows, strict=True)]
    told = _heard_words(claim.text)
    for position, item in enumerate(claim.evidence):
        others = frozenset[str]().union(*(words for place, words in enumerate(heard) if place != position))
        dateless = DATE_WRITTEN.sub(" ", item.quote)
        same_matter = told & others & _heard_words(dateless)
        is_needed = bool(told & (heard[position] - others)) or overlap(item.quote, claim.text) >= _BACKS
        is_needed = is_needed or len(same_matter) >= _OF_ONE_MATTER
        says = len(content_words(dateless) - _ARTICLES)
        beside = [row.event.container_id for row in rows].count(rows[position].event.container_id) > 1
        is_of_talk = talks.count(talks[position]) > 1 or _is_turn_of_it(position, claim, rows)
        assents = beside and len(content_words(item.quote)) <= _ASSENTS
        is_answer = (is_of_talk and says < _SAYS_MUCH) or assents
        is_dated = _is_told_by_its_day(rewrite, position, is_shared=bool(same_matter), says_little=says <= _ASSENTS)
        if len(heard) > 1 and not (is_needed or is_answer or is_dated):
            yield f"the sentence tells nothing of its source “{quoted(item.quote)}”; take that source off, or tell it"


def _is_turn_of_it(position: int, claim: Claim, rows: Sequence[StoredEvidence]) -> bool:
    """It is a turn of what its channel speaks of where the others stand, from within the hour: it stands between two of
    them, asks before one of them, or says yes or no after one."""
    event, quote = rows[position].event, claim.evidence[position].quote
    beside = [
        row.event.occurred_at
        for row in rows
        if row.event.event_id != event.event_id
        and row.event.container_id == event.container_id
        and abs(row.event.occurred_at - event.occurred_at) <= _ANSWERED_WITHIN
    ]
    if event.kind != "message" or not beside:
        return False
    is_before, is_after = max(beside) > event.occurred_at, min(beside) < event.occurred_at
    assents = says_yes_or_no(event.text) or any(pattern.match(event.text) for pattern in (ASSENT, NODS))
    return (is_before and (is_after or quote.rstrip().endswith("?"))) or (is_after and assents)


def _is_told_by_its_day(rewrite: Rewrite, position: int, *, is_shared: bool, says_little: bool) -> bool:
    """The sentence names a day on which only this source was said, or that only it names; or a date that it writes out,
    beside which it says little that could be told; or one to come then, for which the sentence says that it was
    planned. is_shared: it has a word of the sentence; says_little: it has none that could be told."""
    told = set(dates_named(with_every_month(rewrite.text)))
    frame, sources = rewrite.frame, rewrite.sources
    quotes = [item.quote for item in rewrite.claim.evidence]
    meant = [_as_written(days_meant(words, source, frame)) for words, source in zip(quotes, sources, strict=True)]
    if told & meant[position] - set().union(*(days for place, days in enumerate(meant) if place != position)):
        return True
    source, words = sources[position], quotes[position]
    said = frame.day(source.event.occurred_at)
    is_meeting = source.event.kind == "meeting"
    written = _as_written([said]) if is_meeting else set(dates_named(words))
    if told & written and (is_shared or (says_little and not is_meeting)):
        return True
    weeks = {monday + timedelta(days=day) for monday in mondays_named(words, source, frame) for day in range(7)}
    ahead = _as_written(day for day in days_named(words, source, frame) | weeks if day > said)
    is_of_it = is_shared or is_in_first_person(words)
    return is_of_it and bool(told & ahead) and _AS_SAID_BEFORE.search(rewrite.text) is not None


def _as_written(days: Iterable[date]) -> set[tuple[int, int]]:
    return {(day.month, day.day) for day in days}


def is_said_by_others(place: int, claim: Claim, rows: Sequence[StoredEvidence], others: Sequence[int]) -> bool:
    """What the sentence takes of one source, by its place, other ones say, too."""
    if not others:
        return False
    heard = [_heard(item, row) for item, row in zip(claim.evidence, rows, strict=True)]
    author = content_words(rows[place].event.author_name or "")
    alone = (_heard_words(claim.text) & heard[place]) - author - frozenset().union(*(heard[other] for other in others))
    return not numbers(" ".join(alone)) and len(alone) <= _OWN_WORDS


def _heard_words(text: str) -> frozenset[str]:
    return (content_words(text) - _ARTICLES) | numbers(_CLOCK.sub("", text))


def _heard(item: Evidence, row: StoredEvidence) -> frozenset[str]:
    """The words and numbers of a source: title, quote, and who said it."""
    words = DATE_WRITTEN.sub(" ", item.quote)  # a day is no matter
    return _heard_words(f"{row.event.title or ''} {words} {row.event.author_name or ''}")
