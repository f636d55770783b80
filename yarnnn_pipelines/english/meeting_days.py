"""Days to come and kinds of meetings by which a sentence means one: "Thursday's call", "der Termin am Donnerstag", "no
sync next week"; and who says to have no time.

Meetings that are named by their title, and what is said of one, are `called_off`. What a day means in any other
sentence is `days`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from yarnnn_pipelines.english.alternatives import Pattern, any_of, written
from yarnnn_pipelines.english.days import MONTHS
from yarnnn_pipelines.english.vocabulary import POLISH_MONTHS, POLISH_WEEKDAYS

_IN_A_WEEK = timedelta(7)

# Of what is another word as well ("mon rendez-vous", "we sat down"), where nothing or a number follows.
_SHORT = r"(?=\W*$|[.,;:!?)]|\s+\d)"
# Monday first; each as a regular expression, in the languages in which clients write.
_WEEKDAYS_IN_MOST = (
    rf"mon(?:days?|{_SHORT})|montags?|lundis?|segunda(?:[- ]feira)?|lunes|luned[iì]|maandag|mandag|måndag",
    r"tue(?:s(?:day)?)?s?|dienstags?|mardis?|terça(?:[- ]feira)?|martes|marted[iì]|dinsdag|tirsdag|tisdag",
    r"wed(?:nesday)?s?|mittwochs?|mercredis?|quarta(?:[- ]feira)?|mi[ée]rcoles|mercoled[iì]|woensdag|onsdag",
    r"thu(?:rs?(?:day)?)?s?|donnerstags?|jeudis?|quinta(?:[- ]feira)?|jueves|gioved[iì]|donderdag|torsdag",
    r"fri(?:day)?s?|freitags?|vendredis?|sexta(?:[- ]feira)?|viernes|venerd[iì]|vrijdag|fredag",
    rf"sat(?:urdays?|{_SHORT})|samstags?|samedis?|s[áa]bado|sabato|zaterdag|lørdag|lördag",
    rf"sun(?:days?|{_SHORT})|sonntags?|dimanches?|domingo|domenica|zondag|søndag|söndag",
)
_WEEKDAYS = tuple(f"{names}|{polish}" for names, polish in zip(_WEEKDAYS_IN_MOST, POLISH_WEEKDAYS, strict=True))
_NEXT = r"next|nächste[nrsm]?|kommende[nrsm]?|prochaine?|próxim[ao]|prossim[ao]|volgende"
_LAST = r"last|letzte[nrsm]?|vorige[nrsm]?|dernier|dernière|passad[ao]|pasad[ao]|scors[ao]|vorige|afgelopen"
_THIS = r"this|coming|diese[nrsm]?|cette?|est[ae]|quest[ao]|deze|denne"
_WEEK = r"weeks?|woche|semaine|semana|settimana"
_MONTHS = "|".join((*(rf"{name[:3]}(?:{name[3:]})?" if len(name) > 3 else name for name in MONTHS), *POLISH_MONTHS))
_DAY = re.compile(
    r"(?i)(?<![\w'’-])(?:(?:am|on|for|from|of|we?|le|de|da|na|el|del|op|vom|on\s+the|of\s+the|this\s+coming)\s+)?"
    rf"(?:(?P<near>tomorrow|demain|mañana|amanhã|domani)|(?P<today>today|tonight|heute|aujourd['’]hui|hoje|hoy|oggi|vandaag)"
    rf"|(?:(?P<next>{_NEXT})\s+|(?P<last>{_LAST})\s+|(?:{_THIS})\s+)?"
    rf"(?:{'|'.join(f'(?P<d{n}>{names})' for n, names in enumerate(_WEEKDAYS))})"
    rf"(?:,?\s+(?:the\s+|den\s+|dem\s+)?(?P<number>\d{{1,2}})(?:st|nd|rd|th|\.)?(?!\s*(?:[:h]|am\b|pm\b|uhr|o['’]clock|\d))"
    rf"(?:\s+(?:of\s+)?(?P<month3>{_MONTHS})\b|\d{{1,2}}\.)?)?"
    rf"|(?:the\s+)?(?P<day>\d{{1,2}})(?:st|nd|rd|th|\.)?\s+(?:of\s+)?(?P<month>{_MONTHS})|(?P<month2>{_MONTHS})\s+(?P<day2>\d{{1,2}})"
    r"|the\s+(?P<nth>\d{1,2})(?:st|nd|rd|th)"
    rf"|(?:(?P<nextweek>{_NEXT})|(?P<thisweek>{_THIS}))\s+(?:{_WEEK})|(?P<weekafter>semaine\s+prochaine|semana\s+que\s+vem)"
    r")(?:['’]s)?(?![\w-])(?:\s+(?:next|coming|prochaine?|próxim[ao]|prossim[ao])\b(?!\s+week))?"
)
# A meeting of any title.
KIND_OF_MEETING = any_of(
    r"""
    meetings? | calls? | syncs? | catch-?ups? | check-?ins? | sessions? | appointments? | (?:video|zoom|teams)-?calls?
    | zoom | 1:1s? | one[- ](?:on|to)[- ]ones? | termine?s? | besprechung(?:en)? | treffens? | gesprächs? | telefonats?
    | jour\s?fixe | réunions? | rendez-vous | rdv | appel | reunião | chamada | reuni[óo]n | llamada | cita | riunione
    | chiamata | vergadering | afspraak | overleg | møde | möte
    """
)
_KIND = re.compile(rf"(?i)\b{KIND_OF_MEETING}(?![\w-])")

# Who says this has no time then, which calls off nothing by itself.
HAS_NO_TIME = Pattern(
    written(
        "can't do",
        r"\b(?:can['’]?t|cannot|can\s+not|won['’]t\s+be\s+able\s+to|(?:not|un)\s*able\s+to)\s+(?:do|make|manage|attend|join|meet)\b",
        "I can't do Thursday",
        "We cannot make the call on Thursday",
    ),
    written(
        "does not suit",
        r"\b(?:does\s*n['’]?o?t|doesn['’]t|won['’]t|is\s*n['’]?o?t|isn['’]t)\s+(?:really\s+|actually\s+)?"
        r"(?:work(?:ing)?|suit|fit|possible|good|great|ideal)\b",
        "Thursday doesn't work for me",
    ),
    written(
        "no time, in other languages",
        r"\b(?:kann|können|geht|passt|klappt|schaffe|schaffen)\b.{0,40}\bnicht\b|\b(?:ne\s+)?p(?:eux|ouvons|ourrai|ourrons)\s+pas\b"
        r"|\bne\s+(?:me|nous)\s+convient\s+pas\b|\b(?:ça\s+)?ne\s+va\s+pas\s+(?:le\s+faire|être\s+possible)\b"
        r"|\bnão\s+(?:posso|podemos|poderei|dá|vai\s+dar|vou\s+poder|consigo)\b"
        r"|\bno\s+(?:puedo|podemos|podr[ée]|podremos|me\s+va|me\s+viene)\b|\bme\s+(?:es|resulta)\s+imposible\b"
        r"|\bnon\s+(?:posso|possiamo|riesco|riusciamo|ce\s+la\s+faccio)\b"
        r"|\b(?:kan|lukt|past|schikt|går|passer|passar|funkar)\b.{0,30}\b(?:niet|ikke|inte)\b",
        "Am Donnerstag kann ich leider nicht",
        "Je ne peux pas jeudi",
        "Woensdag lukt helaas niet",
        "Jeg kan desværre ikke på onsdag",
    ),
    written(
        "taken already",
        r"\b(?:I|we)(?:['’](?:m|re|ve)|\s+(?:am|are|have|\w+\s+have))\s+(?:\w+\s+){0,2}?"
        r"(?:(?:double|already|otherwise|fully)[-\s]?booked|(?:clash|conflict|overlap|something\s+else|another\s+\w+))"
        r"|\b(?:ich|wir)\b.{0,40}\b(?:schon|bereits|anderweitig)\b.{0,30}(?:\bverplant|\bbelegt|\banderen\s+termin)"
        r"|\b(?:tenho|temos|tengo|tenemos|j['’]ai|ho|abbiamo)\b.{0,20}\b(?:outro|outra|otro|otra|autre|altro|altra)\s+\w+",
        "I'm double-booked on Wednesday",
        "I have a conflict on Wednesday",
        "Ich habe am Mittwoch schon einen anderen Termin",
        unlike=("The release conflicts with the fair",),
    ),
    written(
        "not possible for me",
        r"\b(?:not|no\s+longer|im)\s*possible\s+for\s+(?:me|us)\b",
        "Wednesday is no longer possible for us",
    ),
    written(
        "stays away",
        r"\bI(?:['’]m|\s+am|['’]ll|\s+will)\s+(?:skip(?:ping)?|miss(?:ing)?)\b"
        r"|\bI\s+(?:have|need)\s+to\s+(?:skip|miss)\b",
        "I'm skipping Thursday's call",
    ),
)
# Then somebody else comes, so the meeting stands.
IS_STOOD_IN_FOR = Pattern(
    written(
        "another comes",
        r"(?-i:\b(?!(?:We|You|They|He|She|It|This|That|There)\b)[A-Z][\w'’-]+)\s+(?:will|can|is\s+going\s+to|is|wird|ira|vai)\s+(?:join|run|lead|take|attend|cover|be\s+there|dial\s+in|host"
        r"|stand|step|represent|go|come|do|joining|running|covering|übernehmen|dabei)"
        r"|\b(?:go\s+ahead|start|carry\s+on|proceed|meet)\s+without\s+(?:me|us)\b|\bwithout\s+me\b",
        "I can't make it but Eve will join",
        "please start without me",
        unlike=("I can't do Thursday, but we can do Friday", "this is going to run late"),
    ),
)
# Only put to the other side, or made to depend on something.
IS_ASKED = Pattern(
    written("question mark", r"\?", "Thursday's call is off?"),
    written(
        "asks by its form",
        r"^\W*(?:(?:hi|hey|hello)\b[^,]{0,30},\s*)?(?:can|could|may|shall|should|would|do|is|are|können|könnten|kann|sollen|podemos)\b",
        "can we skip Thursday's call",
    ),
    written(
        "leaves it open",
        r"\b(?:if|unless|in\s+case|maybe|perhaps|might|may\s+have\s+to|could|should|possibly|probably|(?:would|['’]d)\s+(?:like|prefer)|wondering"
        r"|propose|suggest|falls|sofern|wenn|vielleicht|eventuell|peut-être|si|talvez|se|tal\s+vez|quizás?|forse)\b",
        "If Jonas is ill, we skip Thursday's call",
        "We might skip Thursday's call",
    ),
)
_OTHERS = re.compile(
    r"(?i)^\s+(?:with|between|mit|avec|com|con|met|for)\s+(?:the\s+|our\s+|your\s+|den\s+|dem\s+|der\s+)?(?P<who>[\w'’-]+)"
)


@dataclass(frozen=True)
class DayNamed:
    """Where a text names a day, and which it may be: one, two where the words fit two, or all of a week."""

    start: int
    end: int
    days: tuple[date, ...]
    is_week: bool = False


def days_named(text: str, said_on: date) -> Iterator[DayNamed]:
    """Each day or week to come that a text names."""
    for match in _DAY.finditer(text):
        days = tuple(day for day in _days_meant(match, said_on) if day >= said_on)
        if days:
            yield DayNamed(match.start(), match.end(), days, bool(_week_meant(match)))


def without_days(text: str) -> str:
    """The text with a blank for each character of a day that it names."""
    return _DAY.sub(lambda match: " " * len(match[0]), text)


def kinds_named(text: str) -> list[re.Match[str]]:
    """Each word for a meeting of any title."""
    return list(_KIND.finditer(text))


def with_whom(behind: str) -> str | None:
    """Whose meeting it is, of what stands behind its name: "printer" in "with the printer"."""
    match = _OTHERS.match(behind)
    return match["who"] if match else None


def _week_meant(match: re.Match[str]) -> str | None:
    return match["nextweek"] or match["thisweek"] or match["weekafter"]


def _days_meant(match: re.Match[str], said_on: date) -> tuple[date, ...]:
    monday = said_on - timedelta(said_on.weekday())
    if _week_meant(match):
        first = monday if match["thisweek"] else monday + _IN_A_WEEK
        return tuple(first + timedelta(n) for n in range(7))
    if match["today"]:
        return (said_on,)
    if match["near"]:
        return (said_on + timedelta(1),)
    if match["nth"]:
        return _nearest(said_on, None, int(match["nth"]))
    if name := match["month"] or match["month2"]:
        return _nearest(said_on, _month_named(name), int(match["day"] or match["day2"]))
    index = next(n for n in range(7) if match[f"d{n}"])
    if match["last"]:
        return ()
    if match["number"]:
        dated = _nearest(said_on, _month_named(match["month3"]), int(match["number"]))
        if match["month3"]:
            return dated
        if dated and dated[0].weekday() == index:
            return dated  # else it is an hour: "Friday 10"
    ahead = said_on + timedelta((index - said_on.weekday()) % 7)
    following = monday + _IN_A_WEEK + timedelta(index)
    if match["next"] or ahead == said_on:
        return tuple(sorted({ahead, following}))
    return (ahead,)


def _month_named(name: str | None) -> int | None:
    if name is None:
        return None
    polish = (n for n, month in enumerate(POLISH_MONTHS, 1) if re.fullmatch(month, name, re.IGNORECASE))
    english = [month[:3].lower() for month in MONTHS]
    return english.index(name[:3].lower()) + 1 if name[:3].lower() in english else next(polish)


def _nearest(said_on: date, month: int | None, number: int) -> tuple[date, ...]:
    """The first day to come with that number, in any month or this one."""
    days = (said_on + timedelta(n) for n in range(330 if month else 45))
    first = next((day for day in days if day.day == number and month in (None, day.month)), None)
    return (first,) if first else ()
