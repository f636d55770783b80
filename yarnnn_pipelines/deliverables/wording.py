"""Deterministic rewording: what someone wrote to a colleague, as a sentence about them for a reader who was not there.

"I fixed the pixel this morning :tada:" by Mia on a Monday becomes "Mia fixed the pixel on Monday." Every function is a
pure function of the quoted words and of who said them when, so that the gate can do it again and compare. Where a
sentence can't be turned with certainty the answer is None, never a guess. What a claim is made of is `slots`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from yarnnn_pipelines.language.patterns import DAY, MONTH, PERFECTIVE
from yarnnn_pipelines.language.sentences import ORNAMENT


@dataclass(frozen=True)
class Voice:
    """Who speaks, when, and to whom the deliverable goes."""

    author: str | None  # full name
    is_us: bool
    occurred_at: datetime
    time_zone: str
    client_name: str  # as it stands in a sentence: "Acme"
    week_start: date

    @property
    def day(self) -> date:
        return self.occurred_at.astimezone(ZoneInfo(self.time_zone)).date()

    @property
    def first_name(self) -> str | None:
        name = (self.author or "").strip()
        return name.split()[0] if re.match(r"^[A-Z][\w'’-]+( |$)", name) else None


# --- days --------------------------------------------------------------------------------------------------------

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


def dated(text: str, voice: Voice) -> str | None:
    """Relative times as days: "this morning" becomes "on Monday", "by Friday" "by Friday 20 November".

    None where the words fit two days: "moved to Thursday" may mean either week's, and so may "next Thursday" when it
    is said on a Monday.
    """
    future = bool(_FUTURE.search(text))
    if _EITHER_WEEK.search(text):
        return None
    if any(_ambiguous(match, voice) for match in _TIMES.finditer(text)):
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
            said = f"the end of {_shown(day, voice, future)}"
            return f"{preposition} {said}"
        shown = _shown(day, voice, future)
        part = (match["part"] or "").lower()
        if preposition:
            return f"{preposition} {shown}{part}"
        bare = match["weekday"] and not match["which"]
        return f"{shown}{part}" if bare and not _adverbial(text, match) else f"on {shown}{part}"

    return _TIMES.sub(place, text)


def _month(words: str, voice: Voice) -> str:
    shift = {"next": 1, "this": 0, "last": -1}[words.split()[0].lower()]
    return MONTHS[(voice.day.month - 1 + shift) % 12]


def _ambiguous(match: re.Match[str], voice: Voice) -> bool:
    if not match["weekday"] or match["dated"] or (match["which"] or "").strip().lower() != "next":
        return False
    return [name.lower() for name in WEEKDAYS].index(match["weekday"].lower()) > voice.day.weekday()


def _adverbial(text: str, match: re.Match[str]) -> bool:
    """Whether a bare weekday says when ("launched Monday") and isn't part of a name ("Monday check-in", "Friday's")."""
    after = text[match.end() :]
    before = text[: match.start()].rstrip()
    return bool(re.match(r"\s*(?:$|[.,;:!)–—]|at\b|and\b|with\b|so\b|because\b)", after)) and not re.search(
        r"(?i)\b(?:the|our|every|each|this|and|or|->|→|is|was)$", before
    )


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


# --- persons -----------------------------------------------------------------------------------------------------

_SINGULAR = (
    (r"i['’]ve", "{name} has"),
    (r"i\s+have", "{name} has"),
    (r"i['’]m", "{name} is"),
    (r"i\s+am", "{name} is"),
    (r"i['’]ll", "{name} will"),
    (r"i\s+will", "{name} will"),
    (r"i\s+was", "{name} was"),
    (r"i\s+can", "{name} can"),
    (r"i\s+did\b", "{name} did"),
    (r"i\s+had", "{name} had"),
    (rf"i\s+(?:just\s+|also\s+|already\s+|finally\s+|have\s+)*(?={PERFECTIVE}\b)", "{name} "),
    (r"i\s+(?=(?:decided|agreed|chose|found|spoke|talked|met|asked|saw|heard|went|approved)\b)", "{name} "),
    (r"i\s+(?=(?:moved|changed|noticed|wrote|ran|held|gave|took|told|got|paid|bought)\b)", "{name} "),
    (r"i\s+(?=also\s+\w+ed\b)", "{name} "),
)  # fmt: skip
_PLURAL = (
    (r"we['’]ve", "{client} has"),
    (r"we\s+have", "{client} has"),
    (r"we['’]re", "{client} is"),
    (r"we\s+are", "{client} is"),
    (r"we['’]ll", "{client} will"),
    (r"we\s+will", "{client} will"),
    (r"we\s+were", "{client} was"),
    (r"we\s+can\b", "{client} can"),
    (r"we\s+need\b", "{client} needs"),
    (r"we\s+want\b", "{client} wants"),
    (rf"we\s+(?:just\s+|already\s+|finally\s+)*(?={PERFECTIVE}\b)", "{client} "),
    (r"we\s+(?=(?:decided|agreed|chose|opted|found|met|approved|moved|changed|had|got|settled|signed)\b)", "{client} "),
)
_ELLIPTIC = re.compile(
    rf"(?i)^(?:just\s+|also\s+|already\s+|finally\s+|have\s+)*(?P<verb>{PERFECTIVE})\s+"
    r"(?!(?:by|and|or|on|in|at|to|from|with|for|as|last|this|next|today|yesterday|tonight|again|now|already|successfully"
    rf"|{DAY})\b)"
)
# After "I" became a name, a second verb would need another ending; what is no verb for certain is let through.
_SECOND_VERB = re.compile(
    r"\b(?:and|but|so|then)\s+(?!(?:the|a|an|our|their|his|her|its|all|both|each|every|two|three|four|five|to|with|in|on"
    r"|at|by|for|from|of|will|has|is|are|was|were|we|they|it|that|this|then|now|also|no|not|how|what|when|where|which|new"
    r"|more)\b|\w+(?:ed|ing|s|ly)\b|[A-Z0-9€$£\"“(])\w+"
)
_FIRST_SINGULAR = re.compile(r"(?i)\b(?:i|i['’]\w+|me|my|mine|myself)\b")
_SECOND = re.compile(r"(?i)\b(?:you|you['’]\w+|yours|yourselves|yourself)\b")


def in_third_person(text: str, voice: Voice) -> str | None:
    """First person as names: ours keep "we", a client's "we" becomes the client. None where it can't be told."""
    name = voice.first_name
    if elliptic := _ELLIPTIC.match(text):
        subject = text[elliptic.end("verb") :].strip()
        if not subject or name is None:
            return None
        text = f"{name} {elliptic['verb'].lower()} {subject}"
    elif re.match(rf"(?i)(?:(?:just|also|already|finally|have)\s+)*{PERFECTIVE}\b", text):
        return None  # "launched on Monday": of what is not said
    elif re.match(r"(?i)i\b", text):
        if name is None:
            return None
        text = _subject(text, _SINGULAR, name=name)
        if text is None or _SECOND_VERB.search(text):
            return None
    if not voice.is_us:
        if re.match(r"(?i)we\b", text):
            text = _subject(text, _PLURAL, client=voice.client_name)
            if text is None:
                return None
        text = re.sub(r"\b(?:our|Our)\b", f"{voice.client_name}’s", text)
        text = re.sub(r"(?i)\byour\b", "our", text)
        text = re.sub(r"(?i)\b(from|to|for|with|by|send|sent|of)\s+you\b", r"\1 us", text)
        if re.search(r"(?i)\b(?:we|us|ourselves)\b(?<!\bus)", text) or _SECOND.search(text):
            return None
    if _FIRST_SINGULAR.search(text):
        return None
    return text


def _subject(text: str, forms: tuple[tuple[str, str], ...], **names: str) -> str | None:
    for pattern, replacement in forms:
        if match := re.match(rf"(?i){pattern}(?!['’\w])" if not pattern.endswith(")") else rf"(?i){pattern}", text):
            rest = text[match.end() :].lstrip()
            rest = re.sub(r"(?i)^(?:just|finally)\s+", "", rest)
            return f"{replacement.format(**names).rstrip()} {rest}"
    return None


# --- the whole sentence ------------------------------------------------------------------------------------------

_URL = re.compile(r"\(?\b(?:https?://|www\.)\S+\)?")
_LABEL = re.compile(
    r"(?i)^(?:decision(?:\s+(?:from|of)\s+[\w'’ ]{1,40})?|from\s+(?:the|today['’]s|yesterday['’]s|our)\s+[\w-]+|decided"
    r"|agreed|problem|update|status|result|outcome|note|summary|fyi|reminder)\s*[:–—-]\s*"
)
_FILLERS = re.compile(
    r"(?i),?\s*\b(?:btw|fyi|by the way|as promised|as you know|you know|basically|literally|honestly|obviously)\b,?"
)
_JUST = re.compile(r"(?i)\b(is|are|has|have|was|were|['’]s|['’]ve)\s+just\s+")
_TAIL = re.compile(
    r"(?i)(?:\s*[,–—-]\s*|\s+)"
    r"(?:yay|woo+|phew|finally|at last|hooray|thanks|thank you|cheers|nice|fingers crossed|accordingly)$"
)


_NAMES_OF_DAYS = re.compile(rf"\b{DAY}s?\b|(?<=\d )(?:{'|'.join(month.lower() for month in MONTHS)})\b")


def tidy(text: str) -> str:
    """The same words without what only chat has: emoji codes, a link at the end, doubled marks, a second blank."""
    text = ORNAMENT.sub("", text)
    text = re.sub(r"@(?=[A-Z])", "", text)
    text = re.sub(rf"[\s:–—(-]*{_URL.pattern}[\s.!)]*$", "", text)
    text = _FILLERS.sub("", text)
    text = _JUST.sub(r"\1 ", text)
    text = re.sub(r"\s*(?:\.{2,}|…)\s*$", "", text)
    text = re.sub(r"\s+", " ", text).strip()
    text = _NAMES_OF_DAYS.sub(lambda match: match[0].title(), text)
    text = re.sub(r"[!?.,;:\s–—-]+$", "", text)
    text = _TAIL.sub("", text)
    text = re.sub(r"\s+([,.;:!?])", r"\1", text)
    text = re.sub(r"!+(?=\s)", ".", text)
    return text.strip(" -–—,;:")


def whole(text: str) -> str | None:
    """With a capital and a full stop; None where brackets or quotation marks were left open, or a link is inside."""
    if not text or _URL.search(text) or "<" in text or "`" in text:
        return None
    if text.count("(") != text.count(")") or text.count("“") != text.count("”") or text.count('"') % 2:
        return None
    first = text[0].upper() + text[1:]
    return first if first[-1] in ".!?" else f"{first}."


def unlabelled(text: str) -> str:
    """Without "Decision:" and its like, which the section's title says already."""
    return _LABEL.sub("", text)


def due_day(text: str, voice: Voice) -> date | None:
    """The latest day that a promise or plan names, where the words leave no doubt."""
    if _EITHER_WEEK.search(text):
        return None
    days = [_meant(match, voice, True) for match in _TIMES.finditer(text) if not _ambiguous(match, voice)]
    days += [_calendar_day(match, voice) for match in _DATES.finditer(text)]
    return max((day for day in days if day is not None), default=None)


_DATES = re.compile(rf"(?i)\b(\d{{1,2}})(?:st|nd|rd|th)?(?:\s+of)?\s+({MONTH})\b")


def _calendar_day(match: re.Match[str], voice: Voice) -> date | None:
    """ "18 November" as the day nearest to when it was said."""
    month = next((i for i, name in enumerate(MONTHS, 1) if name.lower().startswith(match[2].lower()[:3])), None)
    try:
        days = [date(voice.day.year + shift, month or 0, int(match[1])) for shift in (-1, 0, 1)]
    except ValueError:
        return None
    return min(days, key=lambda day: abs(day - voice.day))


def reported(quote: str, voice: Voice) -> str | None:
    """The quoted sentence as it stands in an update, or None."""
    text = unlabelled(tidy(quote))
    turned = in_third_person(text, voice)
    told = None if turned is None else dated(turned, voice)
    return None if told is None else whole(told)
