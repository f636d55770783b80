"""Numbers that measure: amounts, what is counted, rates, and numbers that measure nothing."""

from __future__ import annotations

import re
from typing import NamedTuple

from yarnnn_pipelines.english.alternatives import Pattern, listed, said, written, written_exactly
from yarnnn_pipelines.english.vocabulary import DAY, MONTH

COUNTED = Pattern(
    listed("share or factor", "percent | per cent | pts? | points? | k | x", "points", "pts"),
    listed("money", "€ | eur | euros? | usd", "euro"),
    listed("time", "ms | seconds? | minutes | hours? | days", "second", "hours"),
    listed(
        "visitors",
        "people | users | visitors | visits | sign-?ups | leads | orders | clicks | views | sessions | subscribers",
        "signups",
    ),
    listed("trade", "tickets | downloads | customers | members | attendees | guests | donors | donations", "tickets"),
    listed(
        "bookings",
        "registrations | bookings | installs | patients | accounts | parcels | pallets | deliveries | shipments",
        "bookings",
    ),
    listed(
        "operation",
        "stops | routes | drivers | vans | errors | complaints | items | pages | objects | schools | opens",
        "vans",
    ),
    listed(
        "response",
        "replies | responses | votes | students | participants | rsvps | stores | sites | claims | calls",
        "replies",
    ),
)
_CURRENCY_FIRST = r"[€$£]\s?\d[\d.,]*\s?(?i:k|m|bn|million|thousand)?"
_UNIT_LAST = rf"\d[\d.,]*\s?(?:%|(?i:{COUNTED.group}\b))"
_PERIOD = "(?:hour|day|night|week|month|quarter|year)"
_MOVED = (
    r"(?:went|gone|rose|fell|grew|dropped|drops|increased|decreased|improved|climbed|jumped|sank|shrank|slipped|up|down|cut"
    r"|reduced|halved|doubled)(?:\s+(?:again|further|sharply|slightly|nicely|back))?"
)
_FROM_NUMBER_TO_NUMBER = r"from\s+[~€$£]?\d[\d.,]*\s?(?:%|k|x)?\s+(?:\w+\s+)?to\s+[~€$£]?\d"
QUANTITY = Pattern(
    written_exactly("money", _CURRENCY_FIRST, "the budget is €40"),
    written_exactly("counted", _UNIT_LAST, "we have 400 Leads", "at 24%"),
    written(
        "counted, with its kind",
        rf"\d[\d.,]*\s+(?:new\s+|more\s+)?[a-z][\w-]*\s+{COUNTED.group}\b",
        "312 newsletter sign-ups",
    ),
    written("per time", rf"\d[\d.,]*\s+(?:\w+\s+)?(?:per|an?)\s+{_PERIOD}\b", "12 a day"),
    written(
        "label",
        rf"^(?:\S+\s+){{0,5}}{COUNTED.group}(?:\s+[^\s:]+){{0,3}}\s*:\s*[~+-]?\d[\d.,]*",
        "Newsletter sign-ups: 312 this week",
    ),
    written("number that moved", rf"\b{_MOVED}\s+{_FROM_NUMBER_TO_NUMBER}", "Support tickets went from 40 to 12"),
)
# A whole number and the noun that it counts, as groups.
COUNT = Pattern(
    written(
        "counted noun",
        rf"(?<![\d.,€$£])(\d[\d,]*)\s+(?:(?:new|more)\s+)?({COUNTED.group})\b",
        "1,200 new subscribers",
        unlike=("€1,200 points",),
    )
)
MEASURED = Pattern(
    said("state", "is | are | was | were | at | had | have | has | now | so far | stands?", "it stands"),
    said(
        "movement",
        r"""
        up | down | from | to | rose | fell | grew | drops | dropped | increased | decreased | went | improved | doubled
        | halved | over | under | vs | than | since
        """,
        "conversion rose to 3%",
    ),
    said(
        "outcome",
        r"""
        hits? | reached | averag\w+ | total\w* | came in | closed | ended | got | sold | counted | took | takes | saw
        | raised
        """,
        "we hit 400 leads",
        "orders average 40",
        "a total of 400 leads",
    ),
    written(
        "label", r"^[^:.!?]{3,60}:\s*[~+€$£-]?\d[\d.,]*\s?(?:%|k|m|[a-z]|$|[.,])", "Newsletter sign-ups: 312 this week"
    ),
    written(
        "in a time",
        rf"^[~€$£]?\d.*\b(?:(?:this|last|per)\s+{_PERIOD}|today|yesterday|in\s+total|already)\b",
        "312 newsletter sign-ups this week",
    ),
    written(
        "so many of so many",
        r"\b\d+\s+(?:out\s+)?of\s+(?:the\s+|our\s+)?\d+\b|\d+\s+\w+,\s+(?:and\s+)?\d+\s+(?:of\s+them\s+)?\w+ed\b",
        "9 of 12 customers finished",
        "We tested it with 12 customers, 9 finished",
    ),
)
NOT_A_METRIC = Pattern(
    said(
        "time that passes",
        r"""
        minutes late | in \d+ (?:min|minutes|hours|days) | \d+ (?:min|minutes|hours|days) ago
        | for \d+ (?:min|minutes)
        """,
        "live in 20 minutes",
        "it was 20 minutes ago",
        "wait for 5 min",
    ),
    written(
        "time that something lasted",
        r"^[^\d%€$£]*\bfor\s+\d+\s?(?:h|hours?|days?)\b[^\d%€$£]*$",
        "The shop had no bread for 4 hours",
        unlike=("Uptime was 99.9% for 3 days",),
    ),
    said(
        "time that is needed",
        r"give me | need \d+ | have \d+ (?:min|minutes)",
        "I need 20 minutes",
        "do you have 5 min",
    ),
    said(
        "guess",
        "estimates? | estimated | from experience | ballpark | at a guess",
        "we estimate 3 to 10 days",
        "from experience 3 to 10 days",
    ),
    written(
        "list to follow",
        r"^(?:this is )?what\s+(?:we|you|they|i)\s+(?:have|know|see|need|want)\b[^:]{0,30}:",
        "What we have so far: 400 leads",
    ),
)
# A number that moved, or a rate: it belongs among the numbers even where something was finished too.
RATE = Pattern(
    written("share", "%", "up by 3%"),
    written("sum", r"[€$£]\s?\d", "€ 400"),
    written("from one to another", r"\bfrom\s+[~€$£]?\d\S*(?:\s+\w+)?\s+to\s+[~€$£]?\d", "from 12 banners to 8"),
    written("rate", r"\b(?:average|rate|median|per\s+(?:cent|day|week|month))\b", "40 orders per day"),
)
# Digits that say when, which or in what edition, and not how much.
NAMING_NUMBER = Pattern(
    written(
        "date",
        rf"\b(?:the\s+)?\d{{1,2}}(?:st|nd|rd|th)?(?:\s*(?:to|and|or|until|through|-|–)\s*\d{{1,2}}(?:st|nd|rd|th)?)?"
        rf"(?:\s+of)?\s+{MONTH}\b(?:\s+\d{{4}}\b)?|\b{MONTH}\s+(?:the\s+)?\d{{1,2}}(?:st|nd|rd|th)?\b(?:,?\s+\d{{4}}\b)?"
        rf"|\b{DAY},?\s+(?:the\s+)?\d{{1,2}}\b(?![.,:]?\d)|\b\d{{1,2}}/\d{{1,2}}(?:/\d{{2,4}})?\b|\b\d{{4}}-\d\d(?:-\d\d)?\b",
        "from 16 to 20 November",
        "on November 9, 2026",
        "on Tuesday 17",
        "on 9/11",
        "2026-11-09",
    ),
    written("ordinal", r"\b\d+(?:st|nd|rd|th)\b", "on the 18th"),
    written(
        "clock time",
        r"\b\d{1,2}(?::\d\d){1,2}(?:\s?[ap]\.?m\b)?|\b\d{1,2}\s?(?:[ap]\.?m\b|h\b|o['’]clock)|\b\d{1,2}h\d\d\b",
        "at 14:30",
        "by 9 am",
        "at 14h30",
    ),
    written("edition", r"\bv\s?\d[\d.]*|\b\d+\.\d+\.\d[\d.]*", "text v3", "release 3.2.1"),
    written("period or year", r"\b[QH][1-4]\b|\b(?:19|20)\d\d\b(?![.,]?\d)", "Q3", "in 2027"),
    written(
        "number of a thing",
        r"#\d+\b|\b[A-Z]+-\d+\b|\b(?:android|ios|windows|macos|version|release|build|edition|room|floor|step|phase|option|pr|mr|ticket"
        r"|issue|bug|task|week|day|sprint|page|round|stage|part|level|item|chapter|number|no\.?|question|slide|figure|table"
        r"|wave|lot|batch|milestone|gate|hall|platform|line|section|appendix|invoice|order)\s+(?:no\.?\s+)?#?\d[\d.]*\b"
        rf"(?!\s?(?:%|€|k\b|{COUNTED.group}\b)|\s+(?!was\b|has\b|goes\b)[a-z]{{3,}}s\b)",
        "ticket #412",
        "in room 3",
        "Android 10",
        "release 2.4",
        unlike=("page 400 visitors", "order 40 chairs"),
    ),
)


def gives_a_number(text: str) -> bool:
    """It says how much or how many; dates, times, versions and the numbers of things do not."""
    return any(figure.unit for figure in figures_in(text)) or bool(figures_in(NAMING_NUMBER.compiled.sub(" ", text)))


def quantities(text: str) -> list[str]:
    """Every amount with its unit, as written: "€4k", "187 tickets"."""
    return [match[0].strip() for match in QUANTITY.finditer(text)]


def is_a_rate(text: str) -> bool:
    """A rate, a sum, or a number that moved."""
    return RATE.found_in(text)


class Figure(NamedTuple):
    """A number as digits, "2.5" or "14:30", and its unit: a symbol, or the first letters of the word that follows."""

    value: str
    unit: str | None


# Units that are no metric by themselves, beside those that are counted.
_MEASURE = r"min|mins|minutes?|weeks?|months?|years?|[kmgt]b|gib|mib|rows|records|million|thousand|bn|k|m"
_FIGURE = re.compile(
    r"(?P<before>[€$£])?\s?(?P<value>\d+(?:[.,:]\d+)*)"
    rf"\s?(?P<after>%|€|(?i:(?:{COUNTED.group}|{_MEASURE})\b))?"
)
_SAME_UNIT = {
    "percent": "%",
    "per": "%",
    "eur": "€",
    "euro": "€",
    "usd": "$",
    "min": "minu",
    "pts": "poin",
    "pt": "poin",
}


def figures_in(text: str) -> frozenset[Figure]:
    """Every number with its unit, None where none is known."""
    return frozenset(
        Figure(match["value"].replace(",", ""), unit_of(match["after"] or match["before"]))
        for match in _FIGURE.finditer(text)
    )


def unit_of(word: str | None) -> str | None:
    """The same for a word's singular, plural and symbol: "euros" and "€", "hour" and "hours"."""
    if word is None:
        return None
    plain = word.lower().split()[0]
    singular = plain.removesuffix("s") if len(plain) > 3 else plain
    return _SAME_UNIT.get(plain, _SAME_UNIT.get(singular, singular[:4]))
