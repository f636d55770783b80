"""Days as people name them and as an update names them: "tomorrow", "by Friday", "Thursday 19 November".

A relative time means a day only seen from when it was said. Where it may mean two, the answer is None.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from yarnnn_pipelines.english.alternatives import Pattern, said, written
from yarnnn_pipelines.english.vocabulary import DAY, MONTH, POLISH_MONTHS, POLISH_WEEKDAYS
from yarnnn_pipelines.english.voice import Voice
from yarnnn_pipelines.english.weekday_tense import PAST, Tense, may_be_to_come, tense_of

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


def full_days(first: date, last: date) -> str:
    """ "Monday 16 to Friday 20 November"; one day where both are the same."""
    if first >= last:
        return full_day(first)
    same_month = (first.year, first.month) == (last.year, last.month)
    return f"{f'{weekday(first)} {first.day}' if same_month else full_day(first)} to {full_day(last)}"


def names_day(sentence: str, day: str) -> bool:
    """Whether the sentence holds a day as `day_month` writes it."""
    return re.search(rf"(?<!\d){day}\b", sentence) is not None


def day_in_week(day: date, week_start: date) -> str:
    """ "Tuesday" within the week told of, "Tuesday 17 November" outside it."""
    return weekday(day) if timedelta(0) <= day - week_start < timedelta(7) else full_day(day)


FUTURE = Pattern(
    said("will", "will | going to | can you | could you", "we will ship on Friday"),
    said("deadline", "by | until | next | due | deadline | tomorrow", "due on Friday"),
    said(
        "move",
        "moves? to | moved to | moving | push(?:ed|ing)? to | postponed | rescheduled",
        "the call moves to Friday",
        "the call was pushed to Friday",
    ),
    said("plan", "scheduled | starts? | begins?", "the beta starts on Friday", "the audit begins on Friday"),
    written("short for will", r"['’]ll\b", "we'll ship on Friday"),
    written("to whom", r"\byou\s+(?:get|receive)\b", "you get the report on Friday", unlike=("you got it on Friday",)),
    written("arrow", "->|→", "Tuesday → Friday"),
)
_PREPOSITION = r"(?:(?P<preposition>by|on|until|till|before|after|from|since|for|to|of|at|the end of)\s+)?"
_DAY_PART = r"(?:morning|afternoon|evening)"
# Each alternative is a group of its name: what was matched says which day is meant.
TIME = Pattern(
    written(
        "today",
        rf"(?P<today>(?:earlier\s+|later\s+)?(?:today|this\s+{_DAY_PART}|tonight)|just\s+now"
        r"|(?:\d+|an?|a\s+few|a\s+couple\s+of)\s+(?:minutes?|hours?)\s+ago|a\s+moment\s+ago|eod|end\s+of\s+day)",
        "earlier today",
        "just now",
        "a few minutes ago",
        "by end of day",
    ),
    written(
        "yesterday", rf"(?P<yesterday>yesterday(?:\s+{_DAY_PART})?|last\s+night)", "yesterday evening", "last night"
    ),
    written("tomorrow", rf"(?P<tomorrow>tomorrow(?:\s+{_DAY_PART})?)", "tomorrow"),
    written("month", r"(?P<month>(?:next|this|last)\s+month)", "next month"),
    written("next week", r"(?P<nextweek>next\s+week)", "next week"),
    written("last week", r"(?P<lastweek>last\s+week)", "last week"),
    written(
        "weekday",
        rf"(?P<which>this\s+|next\s+|last\s+|coming\s+)?(?P<weekday>{DAY})(?P<part>\s+{_DAY_PART})?"
        rf"(?P<dated>(?:\s*[,(–—-]\s*|\s+)(?:the\s+)?(?:\d{{1,2}}(?:st|nd|rd|th)?\b(?![:./-]\w|\s*(?:am|pm)\b)"
        rf"|{MONTH}\.?\s+(?:the\s+)?\d{{1,2}}(?:st|nd|rd|th)?\b|\d{{4}}-\d\d-\d\d\b|\d{{1,2}}[./-]\w+))?",
        "next Friday",
        "Monday morning",
        "Wednesday, the 18th",
        "Wednesday November 18",
    ),
)
_TIMES = re.compile(rf"(?i)\b{_PREPOSITION}{TIME.group}(?![\w-])")

_EITHER_WEEK = re.compile(rf"(?i)\b(?:to|from|->|→)\s+(?:the\s+)?{DAY}(?!,?\s+(?:the\s+)?\d|,?\s+{MONTH}\s+\d)\b")
_PRESENT = re.compile(r"(?i)\b(?:ends?|runs?|starts?|begins?|lasts?|closes|opens)\b")
# What can't be told as a day, and would be read on another one.
ADRIFT = Pattern(
    written("days ago", r"\b\w+\s+(?:days|weeks|months|years)\s+ago\b", "fixed 3 days ago"),
    written("within", r"\bwithin\s+the\b", "within the week"),
    written("noon", r"\bby\s+noon\b", "by noon"),
    written(
        "in some time",
        r"(?:\bwill|['’]ll|\bis|\bare|\bdue)\b.*\bin\s+(?:\d+|an?|one|two|three|four|five)\s+"
        r"(?:days?|weeks?|hours?|months?)\b",
        "it is due in two weeks",
    ),
    written("hour", r"\bby\s+\d+\s*(?:am|pm)\b", "by 5 pm"),
    written("end of week", r"\bEOW\b", "by EOW"),
    written("short weekday", r"\b(?:mon|tue|tues|wed|thu|thurs|fri)\b", "on Fri"),
    written("day beside another", r"\bday\s+(?:before|after)\s", "the day after tomorrow"),
    written(
        "name of a day",
        rf"\b(?:black|good|cyber|ash|casual|first|last|second|third)\s+{DAY}\b",
        "the Black Friday sale",
    ),
    written("week of something", r"\blast\s+week\s+of\b", "the last week of October"),
)


def dated(text: str, voice: Voice) -> str | None:
    """Relative times as days: "this morning" becomes "on Monday", "by Friday" "by Friday 20 November".

    None where the words fit two days: "moved to Thursday" may mean either week's, and so may "next Thursday" when it
    is said on a Monday, or "due on Friday and shipped on Wednesday".
    """
    if _EITHER_WEEK.search(text) or ADRIFT.found_in(text):
        return None
    future = FUTURE.found_in(text)
    times = list(_TIMES.finditer(text))
    if _is_in_doubt(text, times, voice, future=future):
        return None
    return _TIMES.sub(lambda match: _placed(match, text, voice, future=future), text)


def _is_in_doubt(text: str, times: Sequence[re.Match[str]], voice: Voice, *, future: bool) -> bool:
    """A time fits two days, or two times of a sentence pull in different directions."""
    if any(_ambiguous(match, voice) or _disagrees(match, text, voice) for match in times):
        return True
    if any(_OF_A_TIME.match(text[match.end() :]) and not match["weekday"] for match in times):
        return True
    bare = [match for match in times if _is_bare(match)]
    unsure = [match for match in bare if (match["preposition"] or "").lower() not in _SURE]
    tenses = [_tense(match, text) for match in unsure]
    mixed = bool(PAST.search(text)) and (future or bool(_PRESENT.search(text)))
    adrift = not future and any(
        tense == "open" or (tense is None and _may_be_to_come(match, text))
        for match, tense in zip(unsure, tenses, strict=True)
    )
    today = weekday(voice.day)
    if any(tense == "to come" and day["weekday"].title() == today for day, tense in zip(unsure, tenses, strict=True)):
        return True  # today or in a week
    return (mixed and any(tense != "to come" for tense in tenses)) or len(bare) > 1 or adrift


_SURE = ("by", "until", "till", "before")


def _is_bare(match: re.Match[str]) -> bool:
    """A weekday without a date or a word that says which one."""
    return bool(match["weekday"] and not _has_its_date(match) and not match["which"])


def _has_its_date(match: re.Match[str]) -> bool:
    """ "Friday, 27 March" and "27 March, Friday"."""
    return bool(match["dated"] or (match["weekday"] and _DATE_BEFORE.search(match.string, 0, match.start("weekday"))))


def _tense(match: re.Match[str], text: str) -> Tense | None:
    """Whether the verb of its clause puts a bare weekday before the sentence was said, or after it."""
    preposition = (match["preposition"] or "").lower()
    if not _is_bare(match) or preposition in (*_SURE, *_SINCE) or not _says_when(match, text):
        return None
    return tense_of(text, match.start(), match.end(), preposition)


def _may_be_to_come(match: re.Match[str], text: str) -> bool:
    is_since = (match["preposition"] or "").lower() in _SINCE
    return not is_since and _says_when(match, text) and may_be_to_come(text, match.start(), match.end())


def _says_when(match: re.Match[str], text: str) -> bool:
    return bool(match["preposition"]) or _adverbial(text, match)


_SINCE = ("since", "from")


def _placed(match: re.Match[str], text: str, voice: Voice, *, future: bool) -> str:
    """The words for the day that a time of the sentence means."""
    preposition = match["preposition"] or ""
    if match["month"]:
        return f"{preposition or 'in'} {_month(match['month'], voice)}"
    tense = _tense(match, text)
    future = tense == "to come" or (future and tense != "past")
    day = _meant(match, voice, future)
    if day is None:
        return match[0]
    if match["nextweek"] or match["lastweek"]:
        where = f"the week of {day_month(day)}"
        return f"{preposition} {where}" if preposition else f"in {where}"
    if match[0][len(preposition) :].strip().lower() in ("eod", "end of day"):
        preposition = "by" if preposition.lower() in ("", "by") else preposition
        return f"{preposition} the end of {_shown(day, voice, future)}"
    if match["weekday"] and not match["which"] and not preposition and not _adverbial(text, match):
        return match[0]  # part of a name: "the Monday check-in"
    shown = f"{_shown(day, voice, future)}{(match['part'] or '').lower()}"
    return f"{preposition} {shown}" if preposition else f"on {shown}"


_OF_A_TIME = re.compile(r"['’]s\b|\s+of\b")


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
        r"(?i)\b(?:the|our|every|each|this|that|and|or|->|→|is|was)$", before
    )


def _ambiguous(match: re.Match[str], voice: Voice) -> bool:
    if not match["weekday"] or _has_its_date(match) or (match["which"] or "").strip().lower() != "next":
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
    if _has_its_date(match):
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
    return max(days_ahead(text, voice), default=None)


def days_ahead(text: str, voice: Voice) -> list[date]:
    """The days that a promise or plan names; none where the words leave it open which they mean."""
    return [day for day, tense in _days_of(text, voice) if tense != "past"]


def day_stated(text: str, voice: Voice) -> date | None:
    """The latest day on which a sentence says that something is or was, where the words leave no doubt."""
    return max((day for day, tense in _days_of(text, voice) if tense != "open"), default=None)


def _days_of(text: str, voice: Voice) -> Iterator[tuple[date, Tense | None]]:
    if _EITHER_WEEK.search(text):
        return
    for match in _TIMES.finditer(text):
        if (match["preposition"] or "").lower() == "since":
            continue
        tense = _tense(match, text)
        if not _ambiguous(match, voice) and (day := _meant(match, voice, tense != "past")) is not None:
            yield day, tense
    for match in _DATES.finditer(text):
        if (day := _calendar_day(match, voice)) is not None:
            yield day, None


_FROM_WHEN = re.compile(
    r"(?i)\b(?:(?P<since>since)|as\s+of|(?:effective\s+)?from|effective|starting)\s+(?:on\s+)?(?=\S)"
)


def day_it_holds_from(text: str, voice: Voice) -> date:
    """The day from which a sentence says that something holds ("since Monday", "as of 1 May"), else its own day."""
    for begins in _FROM_WHEN.finditer(text):
        after = text[begins.end() :]
        if (named := _DATES.match(after)) and (day := _calendar_day(named, voice)):
            return day
        if (time := _TIMES.match(after)) and (day := _meant(time, voice, future=begins["since"] is None)):
            return day
    return voice.day


_DATES = re.compile(
    rf"(?i)\b(?:the\s+)?(\d{{1,2}})(?:st|nd|rd|th)?(?:\s+of)?\s+({MONTH})\b|\b({MONTH})\s+(\d{{1,2}})(?:st|nd|rd|th)?\b"
)
_DATE_BEFORE = re.compile(rf"(?:{_DATES.pattern})\s*[,(–—-]?\s*(?:on\s+)?$".replace("(?i)", ""), re.IGNORECASE)


def _calendar_day(match: re.Match[str], voice: Voice) -> date | None:
    """ "18 November" as the day nearest to when it was said."""
    named, number = match[2] or match[3], match[1] or match[4]
    month = next((i for i, name in enumerate(MONTHS, 1) if name.lower().startswith(named.lower()[:3])), None)
    try:
        days = [date(voice.day.year + shift, month or 0, int(number)) for shift in (-1, 0, 1)]
    except ValueError:
        return None
    return min(days, key=lambda day: abs(day - voice.day))


# --- days that a text names --------------------------------------------------------------------------------------

_MONTH_WRITTEN = "|".join(f"{name[:3]}(?:{name[3:]})?" if len(name) > 3 else name for name in MONTHS) + "|Sept"
DATE_WRITTEN = re.compile(
    rf"(?i)\b(?:(?P<day>\d{{1,2}})(?:st|nd|rd|th)?\s+(?:of\s+)?(?P<month>{_MONTH_WRITTEN})"
    rf"|(?P<month2>{_MONTH_WRITTEN})\.?\s+(?P<day2>\d{{1,2}}))(?:st|nd|rd|th)?\b"
)
_MONTH_TO_COME = re.compile(
    r"(?i)(?<=day )(?P<day>\d{1,2})(?P<th>st|nd|rd|th)?"
    r"(?P<between>\s*(?:,|/|–|—|-|\b(?:to|and|or|until|till|through)\b)\s*"
    rf"(?:(?:{'|'.join(WEEKDAYS)}),?\s+)(?:the\s+)?)"
    rf"(?=(?P<later>\d{{1,2}})(?:st|nd|rd|th)?\s+(?:of\s+)?(?P<month>{_MONTH_WRITTEN})\b)"
)
_WEEKDAY_WRITTEN = re.compile(rf"(?i)\b(?:{'|'.join(WEEKDAYS)})\b")
_DATE_IN_POLISH = re.compile(
    rf"(?i)\b(?P<day>\d{{1,2}})\.?\s+(?:{'|'.join(f'(?P<m{n}>{name})' for n, name in enumerate(POLISH_MONTHS, 1))})\b"
)
_WEEKDAY_IN_POLISH = re.compile(
    rf"(?i)\b(?:{'|'.join(f'(?P<d{n}>{name})' for n, name in enumerate(POLISH_WEEKDAYS))})\b"
)
_SHORT_WEEKDAY = re.compile(r"(?i)\b(mon|tues?|wed|thur?s?|fri|sat|sun)\b")


def with_every_month(text: str) -> str:
    """The text with the month written behind each weekday's day that leaves it to the next: "Thursday 22 to Friday 23
    October" as "Thursday 22 October to Friday 23 October"."""
    return _MONTH_TO_COME.sub(_month_written, text)


def _month_written(match: re.Match[str]) -> str:
    place = [name[:3] for name in MONTHS].index(match["month"][:3].title())
    month = match["month"] if int(match["day"]) < int(match["later"]) else MONTHS[place - 1]
    return f"{match['day']}{match['th'] or ''} {month}{match['between']}"


def without_times(text: str) -> str:
    """The text without its relative times and weekdays."""
    return _TIMES.sub(" ", text)


def dates_named(text: str) -> Iterator[tuple[int, int]]:
    """(month, day of the month) of each date written out."""
    for match in DATE_WRITTEN.finditer(text):
        month = (match["month"] or match["month2"])[:3].title()
        yield [name[:3] for name in MONTHS].index(month) + 1, int(match["day"] or match["day2"])
    for match in _DATE_IN_POLISH.finditer(text):
        yield int((match.lastgroup or "m0")[1:]), int(match["day"])


def weekdays_named(text: str, *, shortened: bool = True) -> Iterator[str]:
    """Each weekday in full; shortened: also "Fri" and its like, some of which are other words as well."""
    for match in _WEEKDAY_WRITTEN.finditer(text):
        yield match[0].title()
    for match in _WEEKDAY_IN_POLISH.finditer(text):
        yield WEEKDAYS[int((match.lastgroup or "d0")[1:])]
    for match in _SHORT_WEEKDAY.finditer(text) if shortened else ():
        yield next(name for name in WEEKDAYS if name.lower().startswith(match[1].lower()[:3]))
