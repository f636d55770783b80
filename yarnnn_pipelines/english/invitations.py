"""What mails about one meeting say of it: their subjects, as calendar programs and people write them ("Canceled:
Pilot session", "Updated invitation: Pilot session @ Thu 26 Nov 2026 14:00"), and short answers below a subject that
names the meeting ("I can't attend, sorry").

Sentences that name the meeting themselves are `called_off`'s, those that name its day `called_off_by_day`'s.
"""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta
from typing import Literal

from yarnnn_pipelines.english.alternatives import Pattern, any_of, written
from yarnnn_pipelines.english.called_off import (
    IS_CALLED_OFF,
    IS_MOVED,
    NOT_CALLED_OFF,
    SMALL_WORDS,
    STANDS,
    Word,
    begins_with,
    joined,
    said_of_meeting,
)
from yarnnn_pipelines.english.called_off_by_day import is_the_only_matter
from yarnnn_pipelines.english.calling_off_words import (
    ACCEPTED,
    ACCEPTED_APART,
    CANCELLED,
    CANCELLED_APART,
    DECLINED,
    DECLINED_APART,
    POSTPONED,
    POSTPONED_APART,
)
from yarnnn_pipelines.english.days import dates_named
from yarnnn_pipelines.english.doubted_meetings import AWAY, CLASHES, DIFFERENTLY, distinctive
from yarnnn_pipelines.english.likeness import content_words
from yarnnn_pipelines.english.meeting_days import HAS_NO_TIME, days_named
from yarnnn_pipelines.english.meeting_titles import TENTATIVE, TENTATIVE_APART
from yarnnn_pipelines.english.subjects import without_marks

_LONGEST_SUBJECT = 300  # characters
_LONGEST_ANSWER = 400  # characters of a mail that says yes or no to its subject alone
_LONGEST_SENTENCE = 200
# "Canceled event with note: ", "Termin abgesagt: ", "Annulé : "; the meeting's title may hold a colon too.
_HEAD = re.compile(r"^\W*(?P<head>[^:：]{2,50}?)\s*[:：]\s*(?P<rest>.+)$")
_WORDS_OF_HEAD = 6
# Behind a title, when the meeting is: "@ Wed 18 Nov 2026 14:00", "- Mi. 18. Nov. 2026", "(18 November)".
_WHEN = re.compile(
    r"\s+@\s+|\s+[-–—]\s+(?=\S*\d|[^\W\d_]{2,10}\.?,?\s+\d|[^\W\d_]{2,10}\.?,?\s+[^\W\d_]{3,9}\.?\s+\d)|\s+\((?=[^)]*\d)"
)
_CALLED_OFF = re.compile(rf"(?i)(?<!\w)(?:{CANCELLED}|{CANCELLED_APART})(?!\w)")
_NOT_FIRM = re.compile(
    rf"(?i)(?<!\w)(?:{DECLINED}|{DECLINED_APART}|{POSTPONED}|{POSTPONED_APART}|{TENTATIVE}|{TENTATIVE_APART})(?!\w)"
)
_ACCEPTED = re.compile(rf"(?i)(?<!\w)(?:{ACCEPTED}|{ACCEPTED_APART})(?!\w)")
_NEW_TIME = any_of(
    r"""
    neue (?:zeit|uhrzeit) | andere zeit | autre (?:heure|date) | otra (?:hora|fecha) | outra (?:hora|data)
    | altr[ao] (?:ora|data) | andere (?:tijd|datum) | ny(?:tt)? (?:tid|tidspunkt|dato|datum) | 新しい日時 | 新时间
    """
)
_PROPOSES = re.compile(rf"(?i)(?<!\w){_NEW_TIME}(?!\w)")
_UPDATED = re.compile(
    r"(?i)(?<!\w)(?:updated?|changed|aktualisiert|geändert|(?:mise?s?\s+)?à\s+jour|modifiée?|actualizad[oa]|modificad[oa]"
    r"|atualizad[oa]|alterad[oa]|aggiornat[oa]|modificat[oa]|bijgewerkte?|gewijzigde?|opdatere[td]|ændret|uppdatera[td]|ändra[td]"
    r"|oppdatert|endret)(?!\w)"
)
# The half of the day may stand behind the end alone: "10 – 11am".
_CLOCK = re.compile(
    r"(?i)(?<![\d.])(\d{1,2})(?:[:h](\d\d))?\s*(?:(?:[–-]\s*\d{1,2}(?::\d\d)?\s*)?([ap])\.?m\b|(?<=[:h]\d\d))"
)
_DAY_AND_MONTH = re.compile(r"(?<![\d.])(\d{1,2})[./]\s?(\d{1,2})(?=[./\s]|$)")
_NUMBER = re.compile(r"(?<![\d:.])\d{1,2}(?![\d:])")
_YEAR = re.compile(r"(?<!\d)20\d\d(?!\d)")

STAYS_AWAY = Pattern(
    written(
        "not there",
        r"\b(?:can['’]?t|cannot|can\s+not|won['’]t|will\s+not|not\s+(?:be\s+)?able\s+to)\s+(?:be\s+able\s+to\s+)?"
        r"(?:be\s+(?:there|around|present|available|with\s+you)|come|participate|dial\s+in|take\s+part)\b",
        "I won't be there",
        "I can't come",
    ),
    written(
        "skips this one",
        r"\b(?:skip|miss|pass\s+on|sit\s+out|sit)\s+(?:this|it|that)(?:\s+(?:one|time|out))?\b|\bcount\s+me\s+out\b",
        "I'm afraid I'll have to skip this one",
        "Please count me out",
    ),
    written(
        "taken already",
        r"\b(?:double|already|otherwise|fully)[-\s]?booked\b"
        rf"|{CLASHES}"
        r"|\b(?:schon|bereits|anderweitig)\s+(?:\w+\s+){0,2}?(?:verplant|belegt|gebucht|vergeben)\b",
        "Might clash with a board meeting",
        "I'm double-booked",
    ),
    written(
        "something came up",
        r"\b(?:something|sth)\s+(?:else\s+|urgent\s+)?(?:has\s+|just\s+)?c[ao]me\s+up\b|\b(?:mir|uns)\s+ist\b.{0,40}\bdazwischengekommen\b"
        r"|\bj['’]ai\s+un\s+(?:empêchement|contretemps)\b",
        "Sorry, something came up",
    ),
    written(
        "no, in other languages",
        r"\b(?:ich|wir)\s+(?:muss|müssen)\b.{0,40}\babsagen\b|\bkomme\s+nicht\b|\bje\s+ne\s+(?:serai|pourrai)\s+pas\b"
        r"|\bno\s+podr[ée](?:mos)?\b|\bnão\s+(?:poderei|vou\s+poder|vai\s+dar|consigo)\b|\bnon\s+(?:potrò|riesco|ci\s+sar[òo])\b"
        r"|\b(?:lukt|past|schikt)\b.{0,30}\bniet\b",
        "Ich muss leider absagen",
        "Je ne pourrai pas venir",
    ),
)
# The whole of an answer that says no without a word for what: "can't, sorry", "won't make it".
_MERE_NO = re.compile(
    r"(?i)^\W*(?:(?:sorry|unfortunately|no|nope|hm+|ah|oh|damn|argh|i\s+think|i['’]m\s+afraid|(?:not\s+)?me|@?\w+:)\W+){0,3}"
    r"(?:(?:i|we)\s+)?(?:(?:really|sadly|unfortunately)\s+)?"
    r"(?:can['’]?t|cannot|can\s+not|won['’]?t(?:\s+be\s+able\s+to)?|will\s+not|no\s+can\s+do)"
    r"(?:\s+(?:do|make|attend|join|come|manage|be\s+there))?(?:\s+(?:it|that|this|then))?"
    r"(?:[\W_]+(?:sorry|unfortunately|then|either|though|this\s+time|today|tomorrow|anymore|afraid|i['’]m|me|:\w+:)){0,3}[\W_]*$"
)
_ASKS_FOR_ANOTHER_TIME = re.compile(
    r"(?i)\b(?:another|other|different|new)\s+(?:slot|time|day|date)s?\b|\b(?:reschedul\w*|postpone|move\s+(?:it|this|the\s+\w+)|push"
    r"|ander(?:er|en|e)\s+(?:termin|tag|zeit)|verschieben|décaler|reporter|adiar|remarcar|aplazar|spostare|rinviare"
    r"|verzetten|flytte|flytta)\b"
)
_GENERIC = content_words(
    "meeting call session event appointment invitation termin besprechung réunion reunião reunión riunione"
)


def may_answer(text: str) -> bool:
    """Whether a sentence can say no to the meeting that the subject above it names."""
    return len(text) <= _LONGEST_SENTENCE and any(
        found(text)
        for found in (
            STAYS_AWAY.found_in,
            HAS_NO_TIME.found_in,
            AWAY.found_in,
            DIFFERENTLY.found_in,
            IS_CALLED_OFF.found_in,
            IS_MOVED.found_in,
            _ASKS_FOR_ANOTHER_TIME.search,
            _MERE_NO.match,
        )
    )


def may_be_an_answer(text: str) -> bool:
    """Whether a whole mail is short enough to say yes or no to its subject alone."""
    return len(text) <= _LONGEST_ANSWER


def may_be_of_a_meeting(subject: str) -> bool:
    """Whether a subject has a mark with which calendar programs and people call off, decline or change a meeting."""
    match = _head_of(subject)
    marks = (_CALLED_OFF, _NOT_FIRM, _ACCEPTED, _PROPOSES, _UPDATED)
    return match is not None and any(mark.search(match["head"]) for mark in marks)


def said_by_subject(
    subject: str, title: frozenset[str], starts: datetime, names: str, *, is_series: bool
) -> Word | Literal["another", "accepted"] | None:
    """What a mail's subject says of the meeting with these words in its title, by the mark before the title.

    starts: on the reader's clock. names: of whom may stand beside the title. "asked": that somebody declines it or
    proposes another time, or that one of the series is called off or moved, without saying which; "moved": that it is
    on another day than the calendar shows; "another": that a meeting of this title on another day is meant;
    "accepted": that its sender comes.
    """
    match = _head_of(subject)
    if match is None or not _is_named(match["rest"], title, names):
        return None
    head, when = match["head"], "".join(_WHEN.split(match["rest"], maxsplit=1)[1:])
    if NOT_CALLED_OFF.found_in(head):
        return None
    is_other_day = _is_another_day(when, starts.date())
    if _UPDATED.search(head) and not _CALLED_OFF.search(head):
        if is_other_day and is_series:
            return "asked" if _is_in_the_week_of(when, starts.date()) else "another"
        if is_other_day:
            return "moved"
        return "asked" if when and _is_another_hour(when, starts) else None
    if is_other_day:
        return "another"
    if _CALLED_OFF.search(head):
        return "asked" if is_series and not when else "off"
    if _NOT_FIRM.search(head) or _PROPOSES.search(head):
        return "asked"
    return "accepted" if _ACCEPTED.search(head) else None


def said_below_subject(
    text: str, subject: str, title: frozenset[str], starts: datetime, said_on: date, names: str
) -> Word | None:
    """What a sentence of a short mail says of the meeting that its subject names, and nothing else does.

    said_on: when it was said, on the reader's clock; the rest is as in `said_by_subject`.
    """
    plain = without_marks(subject)
    match = _head_of(plain)
    if not _is_named(plain, title, names) and not (match and _is_named(match["rest"], title, names)):
        return None
    text = joined(text)
    if NOT_CALLED_OFF.found_in(text) or STANDS.found_in(text):
        return None
    small = SMALL_WORDS | _GENERIC | title | content_words(names)
    days = [named for named in days_named(text, said_on) if not named.is_week]
    is_of_another_day = bool(days) and not any(starts.date() in named.days for named in days)
    if begins_with(IS_CALLED_OFF, text, small) or begins_with(IS_MOVED, text, small):
        named = f"{' '.join(sorted(title))}: {text}"
        return said_of_meeting(named, title, starts, names, is_series=False, said_on=said_on)
    if "?" in text and (DIFFERENTLY.found_in(text) or _ASKS_FOR_ANOTHER_TIME.search(text)):
        return "asked"
    if is_of_another_day:
        return None
    has_no_time = HAS_NO_TIME.found_in(text) and is_the_only_matter(text, small)
    stays_away = has_no_time or AWAY.found_in(text) or STAYS_AWAY.found_in(text) or _MERE_NO.match(text)
    return "asked" if stays_away else None


def said_below_words(
    text: str, above: str, title: frozenset[str], starts: datetime, said_on: date, names: str
) -> Word | None:
    """What a short answer says of the meeting that the words above it name, as `said_below_subject` does; of one of
    another day, which these name, nothing."""
    known_by = distinctive(title)
    if not known_by or not known_by <= content_words(joined(above)):
        return None
    days = [named for named in days_named(above, said_on) if not named.is_week]
    if days and not any(starts.date() in named.days for named in days):
        return None
    return said_below_subject(text, " ".join(sorted(title)), title, starts, said_on, names)


def _head_of(subject: str) -> re.Match[str] | None:
    match = _HEAD.match(without_marks(subject)) if len(subject) <= _LONGEST_SUBJECT else None
    return match if match and len(match["head"].split()) <= _WORDS_OF_HEAD else None


def _is_named(rest: str, title: frozenset[str], names: str) -> bool:
    """It is the meeting's title, with when and with whom it is, and no more."""
    known_by = distinctive(title)
    if not known_by or not known_by <= content_words(joined(rest)):
        return False
    alone = joined(_WHEN.split(rest, maxsplit=1)[0])
    return content_words(alone) <= SMALL_WORDS | _GENERIC | title | content_words(names)


def _is_another_day(when: str, day: date) -> bool:
    """It gives a date, which is not this one. Of a month in another language the day alone is read."""
    if dates := list(dates_named(when)):
        return (day.month, day.day) not in dates
    if pairs := [(int(first), int(second)) for first, second in _DAY_AND_MONTH.findall(when)]:
        return not any(pair in ((day.day, day.month), (day.month, day.day)) for pair in pairs)
    numbers = [int(number) for number in _NUMBER.findall(_CLOCK.sub(" ", when))]
    return bool(_YEAR.search(when) and numbers) and day.day not in numbers


def _is_in_the_week_of(when: str, day: date) -> bool:
    monday = day - timedelta(day.weekday())
    week = [monday + timedelta(n) for n in range(7)]
    return any((one.month, one.day) in dates_named(when) for one in week)


def _is_another_hour(when: str, starts: datetime) -> bool:
    match = _CLOCK.search(when)
    if match is None:
        return False
    hour, minute, half = int(match[1]), int(match[2] or 0), (match[3] or "").lower()
    if half:
        hour = hour % 12 + (12 if half == "p" else 0)
    return (hour, minute) != (starts.hour, starts.minute)
