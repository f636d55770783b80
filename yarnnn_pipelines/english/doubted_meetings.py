"""What leaves it open whether a meeting takes place, though nobody calls it off: that it isn't needed, that it is to be
another day or in writing, that whoever says so is away that day.

What calls a meeting off or moves it is `called_off` and `called_off_by_day`; which days are meant, `meeting_days`.
"""

from __future__ import annotations

import re
from datetime import date, datetime

from yarnnn_pipelines.english.alternatives import Pattern, written
from yarnnn_pipelines.english.called_off import (
    NOT_CALLED_OFF,
    SMALL_WORDS,
    STANDS,
    WITHIN,
    begins_with,
    ends_with,
    goes_on,
    joined,
)
from yarnnn_pipelines.english.days import MONTHS
from yarnnn_pipelines.english.likeness import content_words, is_negated
from yarnnn_pipelines.english.meeting_days import days_named, kinds_named, without_days
from yarnnn_pipelines.english.statement import parse

_SOMEBODY = (
    r"\b(?:(?:I|we|you|they|he|she|(?-i:[A-Z][\w'’-]+))\s+(?:am|are|is|will\s+be|\w+\s+all)"
    r"|I['’]m|\w+['’](?:re|ll\s+be|s))"
)
AWAY = Pattern(
    written(
        "away",
        rf"{_SOMEBODY}\s+(?:\w+\s+){{0,3}}?(?:travell?ing|away|abroad|off(?!\s+to\b)|out(?:\s+of\s+(?:the\s+)?office)?|ooo|unavailable"
        r"|on\s+(?:\w+\s+)?(?:leave|holidays?|vacation)|on\s+the\s+road"
        r"|not\s+(?:there|around|available|free|in(?:\s+the\s+office)?))(?=\W|$)",
        "I'm travelling next Wednesday",
        "We are all away next week",
        "Dana is on annual leave on Wednesday",
        unlike=("I'm in the office on Wednesday", "Dana is off to Berlin on Wednesday"),
    ),
    written(
        "nobody comes",
        r"\b(?:nobody|no[- ]one|none\s+of\s+(?:us|them)|neither\s+of\s+us)\b.{0,40}"
        r"\b(?:(?:be|is|are)\s+(?:there|around|in|available|free)"
        r"|join|attend|come|make\s+it|dial\s+in)\b",
        "Nobody from our side will be there on Wednesday",
        unlike=("Nobody has seen the report on Wednesday",),
    ),
    written(
        "a holiday",
        r"\b(?:public|bank|national)\s+holiday\b|\bfeiertag\b|\bjours?\s+férié\b|\bfestivo\b|\bferiado\b",
        "Wednesday is a public holiday here",
    ),
    written(
        "away, in other languages",
        r"\b(?:nicht\s+(?:da|dabei|im\s+büro|verfügbar|erreichbar)|(?:im|auf)\s+(?:urlaub|reisen|dienstreise)|verhindert|abwesend|unterwegs"
        r"|absente?s?|en\s+(?:vacances|congés?|déplacement)|pas\s+(?:là|disponibles?)|de\s+(?:vacaciones|viaje|férias)"
        r"|no\s+(?:estar[ée]|estaremos|estoy)|não\s+(?:estarei|estaremos|estou)|ausentes?|in\s+(?:ferie|viaggio)"
        r"|assent[ei]|(?:op|met)\s+(?:vakantie|verlof|reis)|afwezig|niet\s+(?:aanwezig|beschikbaar)|på\s+(?:ferie|semester|resande\s+fot)"
        r"|bortrest)\b",
        "Nächsten Mittwoch bin ich nicht da",
        "Je serai absente mercredi",
    ),
)
# Before its title, or its kind beside its day.
NOT_NEEDED = Pattern(
    written(
        "not needed",
        r"(?:\bno\s+need\s+(?:for|of)|(?:\bnot|n['’]t|\bno\s+longer)\s+(?:really\s+|actually\s+)?(?:need|require)"
        r"|\bdo\s+without|\bpas\s+besoin\s+d[eu']?)(?=\s)",
        "No need for the pilot session anymore",
        "We won't need Wednesday's call",
    )
)
IS_NOT_NEEDED = Pattern(
    written(
        "is not needed",
        r"(?:\bno\s+longer|\bnot|n['’]t)\s+(?:really\s+|be\s+)?(?:needed|necessary|required|worth)|\bunnecessary\b|\bsuperfluous\b"
        r"|\bbrauchen\s+wir\s+nicht\b|\bnicht\s+(?:mehr\s+)?(?:nötig|notwendig)\b|\bplus\s+nécessaire\b",
        "The pilot session is no longer necessary",
    )
)
_TAKES_OUT = re.compile(
    r"(?i)\b(?:remov|delet|tak|eras|clear)(?:e|es|ing|ed)?\s+(?:\w+\s+){0,3}$|\btook\s+(?:\w+\s+){0,2}$"
)
_FROM_CALENDAR = re.compile(
    r"(?i)^\W*(?:(?:invite|invitation|entry|event|appointment|slot)\b|(?:on\s+\w+\s+)?(?:from|off|out\s+of)\s+(?:the|our|your|my)\s+"
    r"(?:\w+\s+)?(?:calendars?|diar(?:y|ies)|agenda|schedule)\b)"
)
_HOLDS = re.compile(
    r"(?i)\b(?:do|have|hold|run|handle|make|meet\s+for|machen|halten|faire|tenir|hacer|fazer|fare)\s+(?:\w+\s+){0,2}$"
)
# Verbs that enclose what they call off: "wir sagen das Treffen ab".
_ENCLOSED = re.compile(r"(?i)\bsag(?:e|en|t)\b.{0,200}\sab\W*$|\bzeg(?:gen)?\b.{0,200}\saf\W*$")
DIFFERENTLY = Pattern(
    written(
        "instead", r"\b(?:instead|rather|lieber|stattdessen|plutôt)\b", "Let's do the pilot session in May instead"
    ),
    written(
        "in writing",
        r"\b(?:by|via|over|through|per|par|por)\s+(?:e-?)?(?:mail|slack|chat|correo|courriel|text)\b|\basync(?:hronously)?\b"
        r"|\bin\s+writing\b|\bschriftlich\b",
        "Let's handle the pilot session by mail",
    ),
    written(
        "another time",
        r"\b(?:another|some\s+other|a\s+different)\s+(?:day|time|week|date|month)\b|\bweeks?\s+after\b|\bat\s+a\s+later\b|\blater\b"
        r"|\bnext\s+(?:month|quarter|year)\b",
        "We'll have the pilot session the week after",
    ),
)
CLASHES = r"\b(?:clash|conflict|overlap|collid)(?:es|s|ed|ing)?\b"
REGRETS = Pattern(
    written(
        "regrets",
        r"\b(?:unfortunately|sadly|regrettably|i['’]?m\s+afraid|sorry|leider|malheureusement|lamentablemente|infelizmente|purtroppo"
        r"|helaas)\b",
        "Sorry, the pilot session is too much for us this month",
    ),
    written(
        "comes to nothing",
        r"\bfall(?:s|ing)?\s+(?:through|apart|flat)\b|\bfell\s+through\b"
        rf"|{CLASHES}|\bpointless\b|\bnothing\s+(?:left\s+)?to\s+(?:discuss|talk)",
        "Dana is on leave, so the pilot session falls through",
        "The pilot session clashes with our board",
    ),
)
WANTS_ANOTHER_TIME = Pattern(
    written(
        "another time is wanted",
        r"\b(?:find|look(?:ing)?\s+for|need|agree\s+on|settle\s+on|try\s+for)\s+(?:us\s+)?(?:another|a\s+(?:new|different|later|better)"
        r"|some\s+other)\s+(?:slot|time|day|date|week|moment|opening)\b",
        "About the pilot session, we have to find another slot",
    ),
)
_MAY_BE_MISSPELT = ("cancel", "cancelled", "canceled", "postpone", "postponed", "calendar", "reschedule", "rescheduled")
_SHUFFLED = {(word[0], *sorted(word)): word for word in _MAY_BE_MISSPELT}
# Behind a title, where what follows is not a part of a longer name.
_GOES_ON_AS_A_SENTENCE = re.compile(
    r"(?i)^\s+(?:\w+n['’]t|is|are|was|were|will|would|can|cannot|could|should|may|might|must|has|have|had|does|did|needs?|makes?"
    r"|feels?|seems?|looks?|any|no|not|because|since|as|if|so|and|but|or|while|when|unless|without|instead|really|honestly|just"
    r"|anyway|sorry|please)\b"
)
_ASKS_FOR_ANOTHER_WAY = re.compile(
    r"(?i)\b(?:do\s+we\s+(?:really\s+|still\s+)*need|is\b.{0,40}\b(?:really|still)\b|(?:can|could|shall|should)\s+we\b"
    r".{0,80}\b(?:by|via|over|instead|without|skip|spare|leave\s+out|do\s+without))\b.*\?"
)
_MONTH = re.compile(rf"(?i)\b(?:in|until|till|to)\s+(?:early\s+|late\s+|mid[- ])?(?P<month>{'|'.join(MONTHS)})\b")
FROM_NOW_ON = Pattern(
    written(
        "from now on",
        r"\b(?:from\s+now\s+on|going\s+forward|from\s+(?:next|this)\s+week\s+on|ab\s+(?:jetzt|sofort)|künftig|dorénavant"
        r"|désormais|a\s+partir\s+de\s+ahora|d['’]ora\s+in\s+poi|vanaf\s+nu)\b",
        "wed 10:30 from now on",
    )
)
# Right before the day that is settled on.
_SETTLES = re.compile(
    r"(?i)\b(?:it['’]?s|it\s+is|make\s+it|let['’]?s\s+(?:say|do|go\s+(?:for|with))|we\s+(?:say|do|go\s+(?:for|with))|how\s+about"
    r"|new\s+(?:date|day|time)\s*(?:is|:)?|now|es\s+ist|ist\s+jetzt|dann)\s*(?:now\s+|then\s+|on\s+)?$"
)
_PROPOSAL_PARTS = re.compile(r"(?i)[,;.!?:()–—](?!\d)|\s(?:but|so|because|and)\s")
_CLOCK = re.compile(r"(?<!\d)(\d{1,2})[:.h](\d\d)(?!\d)")
_CLAUSE = re.compile(r"(?i)[,;.!?:()–—]|\s(?:but|so|because|aber|weil|mais|pero|mas)\s")
_KINDS = content_words("meeting meetings call calls sync session sessions appointment termin catchup checkin weekly")
_MAY_SETTLE = re.compile(
    r"(?i)\b(?:it['’]?s|it\s+is|make\s+it|let['’]?s|we\s+(?:say|do|go)|how\s+about|new\s+(?:date|day|time)|dann)\b"
)
_MAY_TAKE_OUT = re.compile(r"(?i)\b(?:remov|delet|tak|eras|clear)(?:e|es|ing|ed)?\b")
_PATTERNS = (AWAY, NOT_NEEDED, IS_NOT_NEEDED, DIFFERENTLY, FROM_NOW_ON, REGRETS, WANTS_ANOTHER_TIME)


def may_doubt(text: str) -> bool:
    """Whether a text can leave it open of any meeting whether it takes place."""
    return (
        any(pattern.found_in(text) for pattern in _PATTERNS)
        or _MAY_SETTLE.search(text) is not None
        or _ENCLOSED.search(text) is not None
        or _MAY_TAKE_OUT.search(text) is not None
        or _ASKS_FOR_ANOTHER_WAY.search(text) is not None
        or is_negated(text)
        or _misspells(text)
    )


def distinctive(title: frozenset[str]) -> frozenset[str]:
    """The words of a title that say more than that it is a meeting, or all where none does."""
    return title - _KINDS or title


def leaves_in_doubt(text: str, before: str, title: frozenset[str], starts: datetime, said_on: date, names: str) -> bool:
    """Whether the text leaves it open that the meeting takes place. before: the sentence that it stands below, which
    may name the meeting in its stead. The rest is as in `called_off.said_of_meeting`."""
    text = joined(text)
    if NOT_CALLED_OFF.found_in(text) or STANDS.found_in(text):
        return False
    small = SMALL_WORDS | title | content_words(names) | _KINDS
    if any(_is_away(clause, starts.date(), said_on) for clause in _CLAUSE.split(text)):
        return True
    if _is_not_needed_by_day(text, starts.date(), said_on, small):
        return True
    words = distinctive(title)
    needed = min(2, len(words))
    if FROM_NOW_ON.found_in(text) and len(words & content_words(f"{joined(before)} {text}")) >= needed > 0:
        return _is_settled_anew(text, starts, said_on, is_named=True)
    if not words or len(words & content_words(text)) < needed:
        return False
    named = [match for match in re.finditer(r"[\w'’]+", text) if content_words(match[0]) & title]
    front, behind = text[: named[0].start()], text[named[-1].end() :]
    if _ENCLOSED.search(text) or (_TAKES_OUT.search(front) and _FROM_CALENDAR.match(behind)):
        return True
    if goes_on(behind, small | content_words("anymore any more instead by via over rather lieber")):
        return False
    if ends_with(NOT_NEEDED, front, small) or begins_with(IS_NOT_NEEDED, behind, small):
        return True
    is_held = _HOLDS.search(front) is not None or re.match(r"\s*:", behind) is not None
    month = _MONTH.search(behind)
    is_elsewhen = (
        month is not None and [name.lower() for name in MONTHS].index(month["month"].lower()) + 1 != starts.month
    )
    if is_held and (DIFFERENTLY.found_in(behind) or is_elsewhen or DIFFERENTLY.found_in(front)):
        return True
    return _is_settled_anew(text, starts, said_on, is_named=is_held)


def puts_in_question(text: str, title: frozenset[str], names: str) -> bool:
    """Whether the text names the meeting by all that sets it apart and denies, regrets or asks something of it, in
    words that none of the others know."""
    text = joined(text)
    words = distinctive(title)
    is_denied = is_negated(text)
    if words and words <= content_words(text) and (_misspells(text) or WANTS_ANOTHER_TIME.found_in(text)):
        return True
    if not words or not words <= content_words(text) or (STANDS.found_in(text) and not is_denied):
        return False
    if NOT_CALLED_OFF.found_in(text):
        return False
    named = [match for match in re.finditer(r"[\w'’]+", text) if content_words(match[0]) & title]
    front, behind = text[: named[0].start()], text[named[-1].end() :]
    is_compound = goes_on(behind, SMALL_WORDS | title | content_words(names) | _KINDS)
    if is_compound and not _GOES_ON_AS_A_SENTENCE.match(behind) and not REGRETS.compiled.match(behind.lstrip()):
        return False
    return (
        (is_denied and not WITHIN.search(front))
        or REGRETS.found_in(text)
        or _ASKS_FOR_ANOTHER_WAY.search(text) is not None
    )


def sets_it_then(text: str, title: frozenset[str], day: date, said_on: date) -> bool:
    """A clause of the text says that what the meeting is for is done on its day ("we record it on Tuesday 24
    November"), and nothing behind that denies, regrets or asks."""
    words = distinctive(title)
    start = 0
    for clause in _CLAUSE.split(text):
        end = text.find(clause, start) + len(clause)
        start = end
        names_the_day = any(day in named.days and not named.is_week for named in days_named(clause, said_on))
        if names_the_day and words and len(words & content_words(clause)) >= min(2, len(words)):
            (told, *_) = parse(clause).clauses or (None,)
            is_set = told is not None and told.modality in ("asserted", "intended") and not told.is_denied
            behind = text[end:]
            return is_set and not (is_negated(behind) or REGRETS.found_in(behind) or "?" in behind)
    return False


_PROPOSES = re.compile(
    r"(?i)\b(?:(?:can|could|shall|should|may|might)\s+(?:we|you|I|it)|let['’]?s|how\s+about|what\s+about|make\s+it|instead|rather"
    r"|prefer|would\s+\w+(?:\s+\w+){0,4}\s+(?:work|suit|be\s+(?:ok|okay|fine|possible|better))|works?|suits?|possible)\b"
)


def asks_for_its_day(text: str, day: date, said_on: date) -> bool:
    """The text denies another day and proposes this one, on which the meeting now is: "I can't make it on the 3rd, can
    we do Friday 4 December instead?"."""
    is_proposed = is_another_denied = False
    for clause in _PROPOSAL_PARTS.split(joined(text)):
        days = {named_day for named in days_named(clause, said_on) if not named.is_week for named_day in named.days}
        if is_negated(clause) or AWAY.found_in(clause) or (days and REGRETS.found_in(clause)):
            if not days or day in days:
                return False
            is_another_denied = True
        elif days == {day} and _PROPOSES.search(clause):
            is_proposed = True
    return is_proposed and is_another_denied


def _misspells(text: str) -> bool:
    """A word of calling off with letters in the wrong order, "cacnel"."""
    words = (match[0].lower() for match in re.finditer(r"[^\W\d_]{6,}", text))
    return any(_SHUFFLED.get((word[0], *sorted(word)), word) != word for word in words)


def speaks_of_a_week_before(text: str, day: date, said_on: date) -> bool:
    """All days that the text names lie in weeks before the day's, so that it means an earlier meeting of a series."""
    days = [named_day for named in days_named(text, said_on) if not named.is_week for named_day in named.days]
    return bool(days) and all(named.isocalendar()[:2] < day.isocalendar()[:2] for named in days)


def _is_away(clause: str, day: date, said_on: date) -> bool:
    return AWAY.found_in(clause) and any(day in named.days for named in days_named(clause, said_on))


def _is_not_needed_by_day(text: str, day: date, said_on: date, small: frozenset[str]) -> bool:
    if not NOT_NEEDED.found_in(text) or not any(day in named.days for named in days_named(text, said_on)):
        return False
    plain = without_days(text)
    return any(
        ends_with(NOT_NEEDED, plain[: kind.start()], small) and not goes_on(plain[kind.end() :], small)
        for kind in kinds_named(plain)
    )


def _is_settled_anew(text: str, starts: datetime, said_on: date, *, is_named: bool) -> bool:
    """The text settles on a day to come that is not the meeting's, or on another hour of it. is_named: it says of the
    meeting itself that it is to be then."""
    days = [named for named in days_named(text, said_on) if not named.is_week]
    is_settled = is_named or any(_SETTLES.search(text[: named.start]) for named in days)
    if not is_settled or not days:
        return False
    if not any(starts.date() in named.days for named in days):
        return True
    hours = {(int(hour), int(minute)) for hour, minute in _CLOCK.findall(text)}
    return bool(hours) and (starts.hour, starts.minute) not in hours
