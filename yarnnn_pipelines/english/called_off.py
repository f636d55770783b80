"""Sentences and subjects of mails that say of a meeting that it is called off, moved, in question, or on after all.

A meeting is named by its title here, by its day in `called_off_by_day`. Whether its own title says so is
`meeting_titles`; that a calendar's move was asked for or confirmed is `meetings`.
"""

from __future__ import annotations

import re
from datetime import date, datetime
from typing import Literal

from yarnnn_pipelines.english.alternatives import Pattern, written
from yarnnn_pipelines.english.calling_off_words import CANCELLED, CANCELLED_APART, POSTPONED
from yarnnn_pipelines.english.days import dates_named, weekdays_named
from yarnnn_pipelines.english.likeness import content_words, is_negated, stems
from yarnnn_pipelines.english.meeting_days import HAS_NO_TIME, IS_ASKED, days_named

Word = Literal["off", "moved", "asked", "on"]

_LONGEST = 500  # characters of a sentence that are read
_PARTICLE = re.compile(r"(?i)\b(kick|stand|check|wrap|catch)[- ](off|up|in)\b")
_NO_OBJECT = r"(?!\s+(?:the|an?|our|your|their|these|those|all|some|us|it|them|things)\b)"
_TOKEN = re.compile(r"[\w'’]+")

# Before the title of the meeting that it speaks of.
CALLS_OFF = Pattern(
    written("cancel", r"\bcancel(?:s|l?ed|l?ing)?\b", "I have to cancel the kickoff review"),
    written("call off", r"\bcall(?:s|ed|ing)?\s+off\b", "We called off the kickoff review"),
    written("skip", r"\bskip(?:s|ped|ping)?\b", "We skip the kickoff review next week"),
    written("drop", r"\b(?:drop|scrap)(?:s|ped|ping)?\b", "Let's drop the kickoff review"),
    written(
        "there is none",
        r"(?:\b(?:no|kein(?:e|en)?)|(?:\bnot|n['’]t)\s+(?:have|having|hold|holding|doing|go(?:ing)?\s+ahead\s+with))(?=\s)",
        "No kickoff review next week",
    ),
    written(
        "to call off, before its object in other languages",
        r"\b(?:annul(?:er|ons|ez|e)|cancel(?:ar|amos|o)|desmarc(?:ar|amos|o)|suspende(?:r|mos)|annull(?:are|iamo)|disdire|disdiciamo"
        r"|annuleren|afzeggen|aflyser?|avlyser?|ställer\s+in)\b",
        "Tenemos que cancelar el kickoff review",
        "On annule le kickoff review",
    ),
    written("decline", r"\bdeclin(?:ed|es|ing)\b", "Dana declined the kickoff review"),
    written(
        "mark before the title",
        rf"^\W*(?:\w{{1,3}}[:：]\s*)*\W*(?:{CANCELLED}|{CANCELLED_APART})\s*[:：]",
        "Otkazano: Kickoff review",
        "Re: Annulé : Kickoff review",
    ),
)
MOVES = Pattern(
    written("move", r"\bmov(?:e|ed|es|ing)\b", "We move the kickoff review"),
    written(
        "put off", r"\b(?:postpon\w+|reschedul\w+|defer\w*|delay\w*|put(?:ting)?\s+off)\b", "Postponing the review"
    ),
    written(
        "to move, before its object in other languages",
        r"\b(?:reporter|déplacer|décaler|avancer|adiar|mudar|remarcar|mover|aplazar|cambiar|spostare|rinviare|verplaatsen"
        r"|verzetten|flytte|flytta)\b",
        "On peut décaler le kickoff review",
    ),
    written("shift", r"\b(?:push|shift)(?:ed|es|s|ing)?\b", "Let's push the kickoff review"),
)
# Behind the title of the meeting that it speaks of.
IS_CALLED_OFF = Pattern(
    written("cancelled", rf"\b{CANCELLED}(?!\w){_NO_OBJECT}", "The kickoff review was cancelled"),
    written("off", r"\b(?:is|are|was|be)\s+off\b(?!\s+to\b)|['’]s\s+off\b(?!\s+to\b)", "Kickoff review is off"),
    written(
        "does not take place",
        r"(?:(?:\b\w+n['’]t|\bnot|\bcannot|\bno\s+longer)\s+(?:be\s+|going\s+to\s+)?"
        r"(?:happen(?:s|ing)?|tak(?:e|es|ing)\s+place|go(?:es|ing)?\s+ahead|needed)|\bfällt\b.{0,60}\baus\b"
        r"|\bausfallen|\bfindet\b.{0,60}\bnicht\s+statt|\bn['’]aura\s+pas\s+lieu|\bgaat\s+niet\s+door)",
        "The kickoff review won't take place",
        "Das Kickoff review am Dienstag fällt aus",
    ),
    written("asks to call off", r"\b(?:cancel|skip|drop|call\s+off)(?:\s+(?:it|this|that))?(?=\W*$)", "let's skip it"),
    written("to call off", r"\babsagen\b|\bannuler\b|\bcancelar\b", "Wir müssen das Kickoff review absagen"),
)
IS_MOVED = Pattern(
    written("postponed", rf"\b{POSTPONED}(?!\w){_NO_OBJECT}", "The kickoff review is postponed"),
    written("moves", r"\bmoves\s+(?:to|from)\b", "The kickoff review moves to Friday"),
    written("pushed", r"\b(?:pushed|shifted)\b|\bput\s+off\b", "The kickoff review was pushed"),
    written(
        "asks to move",
        r"\b(?:push|move|shift|delay|postpone|reschedule)(?:\s+(?:it|this|that))?"
        r"(?=\s+(?:to|by|back|until|till|from)\b|\W*$)",
        "Kickoff review: let's push it to Thursday",
    ),
    written("to move", r"\bverschieben\b|\bverlegen\b|\breporter\b", "Das Kickoff review verschieben"),
)
NOT_CALLED_OFF = Pattern(
    written(
        "not called off",
        r"(?:\b(?:not|never|nicht)\s+|n['’]t\s+|\bno\s+need\s+to\s+|\bwithout\s+)"
        r"(?:be\s+|been\s+|being\s+|to\s+|going\s+to\s+|need\s+to\s+|have\s+to\s+)?"
        r"(?:cancel|postpon|reschedul|mov[ei]|skip|call\w*\s+off|off\b|drop|push|abgesagt|verschoben)\w*",
        "The kickoff review is not cancelled",
    )
)
STANDS = Pattern(
    written("on again", r"\b(?:back|still)\s+on\b|\bon\s+(?:again|after\s+all)\b", "The kickoff review is back on"),
    written("as planned", r"\bas\s+(?:planned|scheduled)\b|\bwie\s+geplant\b", "The kickoff review happens as planned"),
    written(
        "takes place",
        r"\b(?:takes|taking|take|will\s+take)\s+place\b|\bgo(?:es|ing)?\s+ahead\b",
        "The kickoff review takes place",
    ),
)
# Between a title and the word of calling off stands nothing else than when, and small words.
_SMALL = """
    january february march april may june july august september october november december jan feb mar apr jun jul aug
    sep sept oct nov dec mon tue tues wed thu thur thurs fri sat sun montag dienstag mittwoch donnerstag freitag lundi
    mardi mercredi jeudi vendredi am pm th st nd rd h uhr ist wird wurde werden leider est a été sera de du la le les
    das der die den unser unsere unsern unseren vom von im um und el está het een op meeting call session event
    invitation updated notice unfortunately sadly please gets also müssen muss wir re fwd fw aw wg next coming upcoming
    monday's tuesday's wednesday's thursday's friday's saturday's sunday's weekly let's needs need entire whole
    foi fue ha sido fu stata stato está es wordt blev er infelizmente malheureusement purtroppo helaas desværre tyvärr
    auf nach zu zum au pour para a al la el los las il lo o l' d'
    back forward entirely altogether completely indefinitely sorry since due
    """
SMALL_WORDS = frozenset(stems(_SMALL.split()))
# What is called off is then something of the meeting, or in it.
WITHIN = re.compile(
    r"(?i)(?<!date )(?<!time )(?<!invitation )\b(?:of|for|from|in|about|at|after|before|during|until|since|to)\s+"
    r"(?:(?:the|our|this|that|your|next|week['’]s)\s+){0,3}(?:\S+:\s+)?$"
)
_OF_THE_PAST = re.compile(
    r"(?i)\b(?:last|yesterday(?:['’]s)?|today['’]s|tonight['’]s|this\s+(?:week|morning|afternoon)['’]s)\b"
)
THIS_WEEK = re.compile(r"(?i)\b(?:today|tonight|this\s+(?:week|morning|afternoon)|heute|diese\s+woche)\b")
_NEW_SIDE = re.compile(r"(?i)(?:\b(?:to|until|till|for|auf|nach)\b|->|→)")


def words_of_title(title: str, names: str = "") -> frozenset[str]:
    """What a sentence about the meeting must share, all of it or two; names: the client's, which are of no weight."""
    return content_words(joined(title)) - content_words(names)


def may_call_off(text: str) -> bool:
    """Whether a text can say of any meeting that it is off, moved, in question or on."""
    about = (CALLS_OFF, MOVES, IS_CALLED_OFF, IS_MOVED, STANDS, HAS_NO_TIME)
    return len(text) <= _LONGEST and any(pattern.found_in(text) for pattern in about)


def said_of_meeting(
    text: str, title: frozenset[str], starts: datetime, names: str, *, is_series: bool, said_on: date
) -> Word | None:
    """What the text says of the meeting with these words in its title; None where it speaks of something else.

    starts, said_on: on the reader's clock. names: of whom may stand beside it, "with Dana". A day that the text names
    must be the meeting's; of a series, "today" is another one. "asked": it is only put to somebody, or left open.
    """
    text = joined(text)
    named = [m for m in _TOKEN.finditer(text) if content_words(m[0]) & title]
    if not title or len(title & content_words(text)) < min(2, len(title)):
        return None
    if _OF_THE_PAST.search(text) or (is_series and THIS_WEEK.search(text)):
        return None
    small = SMALL_WORDS | title | content_words(names)
    is_denied = "?" not in text and NOT_CALLED_OFF.found_in(text)
    if is_denied:
        text = NOT_CALLED_OFF.compiled.sub(lambda match: " " * len(match[0]), text)
    before, first, behind = text[: named[0].start()], named[0].start(), text[named[-1].end() :]
    is_subject = not WITHIN.search(before)
    is_whole = not goes_on(behind, small)
    if (is_whole and ends_with(CALLS_OFF, before, small)) or (is_subject and begins_with(IS_CALLED_OFF, behind, small)):
        if not _may_be_on(text, starts, said_on):
            return None
        return "asked" if IS_ASKED.found_in(text) else "off"
    if (is_whole and ends_with(MOVES, before, small)) or (is_subject and begins_with(IS_MOVED, behind, small)):
        if _names_as_new(text[first:], starts):
            return None
        return "asked" if IS_ASKED.found_in(text) else "moved"
    return "on" if is_denied or ("?" not in text and STANDS.found_in(text) and not is_negated(text)) else None


def joined(text: str) -> str:
    return _PARTICLE.sub(r"\1\2", text)


def goes_on(behind: str, small: frozenset[str]) -> bool:
    """The title is part of a longer name, "kickoff review catering"."""
    word = re.match(r"\s+([\w'’]+)", behind)
    return word is not None and not content_words(word[1]) <= small and not IS_CALLED_OFF.match(word[1])


def ends_with(pattern: Pattern, before: str, small: frozenset[str]) -> bool:
    return any(content_words(before[match.end() :]) <= small for match in pattern.finditer(before))


def begins_with(pattern: Pattern, behind: str, small: frozenset[str]) -> bool:
    return any(content_words(behind[: match.start()]) <= small for match in pattern.finditer(behind))


def _may_be_on(text: str, starts: datetime, said_on: date) -> bool:
    """The text names no day, or the meeting's among others."""
    to_come = list(days_named(text, said_on))
    if to_come and not any(starts.date() in named.days for named in to_come):
        return False
    if dates := list(dates_named(text)):
        return (starts.month, starts.day) in dates
    days = list(weekdays_named(text))
    return not days or f"{starts:%A}" in days


def _names_as_new(text: str, starts: datetime) -> bool:
    """The side that it is moved to is where the calendar shows it."""
    side = _NEW_SIDE.split(text)[-1]
    if side == text:
        return False
    dates, days = list(dates_named(side)), list(weekdays_named(side))
    if dates or days:
        return (starts.month, starts.day) in dates if dates else f"{starts:%A}" in days
    numbers = set(re.findall(r"\d+(?::\d\d)?", side))
    return bool(numbers & {f"{starts:%H:%M}", str(starts.hour), str(starts.hour % 12 or 12), str(starts.day)})
