"""Days as people name them and as an update names them: "tomorrow", "by Friday", "Thursday 19 November".

A relative time means a day only seen from when it was said. Where it may mean two, the answer is None.
"""

from __future__ import annotations

import re
from datetime import date, timedelta

from yarnnn_pipelines.english.vocabulary import DAY, MONTH, PERFECTIVE
from yarnnn_pipelines.english.voice import Voice

WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
)  # fmt: skip


def weekday(day: date) -> str:
    return WEEKDAYS[day.weekday()]


def day_month(day: date) -> str:
    return f"{day.day} {MONTHS[day.month - 1]}"


def full_day(day: date) -> str:
    return f"{weekday(day)} {day_month(day)}"


def day_in_week(day: date, week_start: date) -> str:
    """ "Tuesday" within the week told of, "Tuesday 17 November" outside it."""
    return weekday(day) if timedelta(0) <= day - week_start < timedelta(7) else full_day(day)


_FUTURE = re.compile(
    r"(?i)\b(?:will|going\s+to|by|until|next|due|deadline|tomorrow|moves?\s+to|moved\s+to|moving|push(?:ed|ing)?\s+to"
    r"|postponed|rescheduled|scheduled|starts?|begins?|can\s+you|could\s+you|from\s+tomorrow)\b|['’]ll\b|->|→"
)
_PREPOSITION = r"(?:(?P<preposition>by|on|until|till|before|after|from|since|for|to|of|at|the end of)\s+)?"
_TIMES = re.compile(
    rf"(?i)\b{_PREPOSITION}(?:"
    r"(?P<today>(?:earlier\s+|later\s+)?(?:today|this\s+(?:morning|afternoon|evening)|tonight)|just\s+now"
    r"|(?:\d+|an?|a\s+few|a\s+couple\s+of)\s+(?:minutes?|hours?)\s+ago|a\s+moment\s+ago|eod|end\s+of\s+day)"
    r"|(?P<yesterday>yesterday(?:\s+(?:morning|afternoon|evening))?|last\s+night)"
    r"|(?P<tomorrow>tomorrow(?:\s+(?:morning|afternoon|evening))?)"
    r"|(?P<month>(?:next|this|last)\s+month)"
    r"|(?P<nextweek>next\s+week)|(?P<lastweek>last\s+week)"
    rf"|(?P<which>this\s+|next\s+|last\s+|coming\s+)?(?P<weekday>{DAY})(?P<part>\s+(?:morning|afternoon|evening))?"
    rf"(?P<dated>,?\s+(?:the\s+)?(?:\d{{1,2}}(?:st|nd|rd|th)?\b|{MONTH}\s+\d))?"
    r")(?![\w-])"
)


_EITHER_WEEK = re.compile(rf"(?i)\b(?:to|from|->|→)\s+(?:the\s+)?{DAY}(?!,?\s+(?:the\s+)?\d|,?\s+{MONTH}\s+\d)\b")
_PAST = re.compile(rf"(?i)\b(?:was|were|had|has|have|passed|{PERFECTIVE})\b")
_PRESENT = re.compile(r"(?i)\b(?:ends?|runs?|starts?|begins?|lasts?|closes|opens)\b")
# What can't be told as a day, and would be read on another one.
_ADRIFT = re.compile(
    r"(?i)\b\w+\s+(?:days|weeks|months|years)\s+ago\b|\bwithin\s+the\b|\bby\s+noon\b"
    r"|(?:\bwill|['’]ll|\bis|\bare|\bdue)\b.*\bin\s+(?:\d+|an?|one|two|three|four|five)\s+(?:days?|weeks?|hours?|months?)\b"
    r"|\bby\s+\d+\s*(?:am|pm)\b|\bEOW\b|\b(?:mon|tue|tues|wed|thu|thurs|fri)\b|\bday\s+(?:before|after)\s"
    rf"|\b(?:black|good|cyber|ash|casual|first|last|second|third)\s+{DAY}\b|\blast\s+week\s+of\b"
)


def dated(text: str, voice: Voice) -> str | None:
    """Relative times as days: "this morning" becomes "on Monday", "by Friday" "by Friday 20 November".

    None where the words fit two days: "moved to Thursday" may mean either week's, and so may "next Thursday" when it
    is said on a Monday, or "due on Friday and shipped on Wednesday".
    """
    future = bool(_FUTURE.search(text))
    found = list(_TIMES.finditer(text))
    if _EITHER_WEEK.search(text) or _ADRIFT.search(text) or any(_ambiguous(match, voice) for match in found):
        return None
    if any(re.match(r"['’]s\b|\s+of\b", text[match.end() :]) and not match["weekday"] for match in found):
        return None
    bare = [match for match in found if match["weekday"] and not match["dated"] and not match["which"]]
    sure = [match for match in bare if (match["preposition"] or "").lower() in ("by", "until", "till", "before")]
    mixed = bool(_PAST.search(text)) and (future or bool(_PRESENT.search(text)))
    if (mixed and len(bare) > len(sure)) or len(bare) > 1:
        return None
    if any(_disagrees(match, text, voice) for match in found):
        return None

    def place(match: re.Match[str]) -> str:
        preposition = match["preposition"] or ""
        if match["month"]:
            return f"{preposition or 'in'} {_month(match['month'], voice)}"
        day = _meant(match, voice, future)
        if day is None:
            return match[0]
        if match["nextweek"] or match["lastweek"]:
            where = f"the week of {day_month(day)}"
            return f"{preposition} {where}" if preposition else f"in {where}"
        said = match[0][len(preposition) :].strip().lower()
        if said in ("eod", "end of day"):
            preposition = "by" if preposition.lower() in ("", "by") else preposition
            return f"{preposition} the end of {_shown(day, voice, future)}"
        if match["weekday"] and not match["which"] and not preposition and not _adverbial(text, match):
            return match[0]  # part of a name: "the Monday check-in"
        shown = f"{_shown(day, voice, future)}{(match['part'] or '').lower()}"
        return f"{preposition} {shown}" if preposition else f"on {shown}"

    return _TIMES.sub(place, text)


def _disagrees(match: re.Match[str], text: str, voice: Voice) -> bool:
    """A weekday with a date that falls on another one: "Monday 17 November"."""
    if not match["weekday"] or not match["dated"]:
        return False
    date_given = _DATES.match(text[match.end("weekday") :].lstrip(" ,"))
    day = _calendar_day(date_given, voice) if date_given else None
    return day is not None and weekday(day).lower() != match["weekday"].lower()


def _adverbial(text: str, match: re.Match[str]) -> bool:
    """Whether a bare weekday says when ("launched Monday") and isn't part of a name ("Monday check-in", "Friday's")."""
    after = text[match.end() :]
    before = text[: match.start()].rstrip()
    return bool(re.match(r"\s*(?:$|[.,;:!)–—]|at\b|and\b|with\b|so\b|because\b)", after)) and not re.search(
        r"(?i)\b(?:the|our|every|each|this|and|or|->|→|is|was)$", before
    )


def _ambiguous(match: re.Match[str], voice: Voice) -> bool:
    if not match["weekday"] or match["dated"] or (match["which"] or "").strip().lower() != "next":
        return False
    return [name.lower() for name in WEEKDAYS].index(match["weekday"].lower()) > voice.day.weekday()


def _month(words: str, voice: Voice) -> str:
    shift = {"next": 1, "this": 0, "last": -1}[words.split()[0].lower()]
    return MONTHS[(voice.day.month - 1 + shift) % 12]


def _meant(match: re.Match[str], voice: Voice, future: bool) -> date | None:
    day = voice.day
    if match["month"]:
        return None
    if match["today"]:
        return day
    if match["yesterday"]:
        return day - timedelta(1)
    if match["tomorrow"]:
        return day + timedelta(1)
    monday = day - timedelta(day.weekday())
    if match["nextweek"]:
        return monday + timedelta(7)
    if match["lastweek"]:
        return monday - timedelta(7)
    if match["dated"]:
        return None
    index = [name.lower() for name in WEEKDAYS].index(match["weekday"].lower())
    which = (match["which"] or "").strip().lower()
    if which == "next":
        return monday + timedelta(7 + index)
    if which == "last":
        return monday + timedelta(index - (7 if index >= day.weekday() else 0))
    if which in ("this", "coming") or future:
        ahead = (index - day.weekday()) % 7
        return day + timedelta(ahead)
    return day - timedelta((day.weekday() - index) % 7)


def _shown(day: date, voice: Voice, future: bool) -> str:
    return day_in_week(day, voice.week_start) if day <= voice.day and not future else full_day(day)


def due_day(text: str, voice: Voice) -> date | None:
    """The latest day that a promise or plan names, where the words leave no doubt."""
    if _EITHER_WEEK.search(text):
        return None
    days = [_meant(match, voice, True) for match in _TIMES.finditer(text) if not _ambiguous(match, voice)]
    days += [_calendar_day(match, voice) for match in _DATES.finditer(text)]
    return max((day for day in days if day is not None), default=None)


_DATES = re.compile(
    rf"(?i)\b(?:the\s+)?(\d{{1,2}})(?:st|nd|rd|th)?(?:\s+of)?\s+({MONTH})\b|\b({MONTH})\s+(\d{{1,2}})\b"
)


def _calendar_day(match: re.Match[str], voice: Voice) -> date | None:
    """ "18 November" as the day nearest to when it was said."""
    named, number = match[2] or match[3], match[1] or match[4]
    month = next((i for i, name in enumerate(MONTHS, 1) if name.lower().startswith(named.lower()[:3])), None)
    try:
        days = [date(voice.day.year + shift, month or 0, int(number)) for shift in (-1, 0, 1)]
    except ValueError:
        return None
    return min(days, key=lambda day: abs(day - voice.day))
