"""What a sentence says of the meeting of a day, which it names by its kind or by the day alone: "let's skip Thursday's
call", "can't do Thursday, can we do Friday?"; and whether the other side's reply agrees.

What is said of a meeting by its title is `called_off`, which day is meant `meeting_days`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from yarnnn_pipelines.english.alternatives import Pattern, opens, said
from yarnnn_pipelines.english.answers import ANSWER, REFUSES
from yarnnn_pipelines.english.called_off import (
    CALLS_OFF,
    IS_CALLED_OFF,
    IS_MOVED,
    MOVES,
    NOT_CALLED_OFF,
    SMALL_WORDS,
    STANDS,
    Word,
    begins_with,
    ends_with,
    goes_on,
    joined,
)
from yarnnn_pipelines.english.likeness import content_words
from yarnnn_pipelines.english.meeting_days import (
    HAS_NO_TIME,
    IS_ASKED,
    DayNamed,
    days_named,
    kinds_named,
    with_whom,
    without_days,
)
from yarnnn_pipelines.english.putting_off import puts_off

KEEPS = Pattern(
    said(
        "keep it",
        """
        keep (?:it|that|the|our|to)
        | (?:rather|prefer to|would like to|want to|let's|should) (?:keep|have it|have the|meet)
        | stick (?:to|with) | still (?:meet|on|want|need) | as (?:planned|scheduled) | beibehalten
        | bleib(?:en|t) (?:bei|dabei)
        """,
        "keep it",
        "let's meet",
        "let us stick with Thursday",
        "it is still on",
        "as planned",
        "wir würden ihn gern beibehalten",
        "es bleibt dabei",
    ),
)
AGREES = Pattern(
    opens(
        "yes, in other languages",
        """
        ja | gerne?n? | passt | einverstanden | oui | d'accord | parfait | sim | combinado | perfeito | sí | vale
        | perfecto | va bene | prima | akkoord
        """,
        *("ja", "gerne", "passt", "einverstanden", "oui", "d'accord", "parfait", "sim", "combinado", "perfeito", "sí"),
        *("vale", "perfecto", "va bene", "prima", "akkoord"),
    ),
    said(
        "suits",
        """
        works? (?:for|fine|great|well|better) | suits | fine (?:by|with|for) (?:me|us) | no problem
        | that's (?:fine|ok|okay|good)
        """,
        "Wednesday works for us",
        "Wednesday suits us",
        "fine with me",
        "no problem",
        "that's okay",
    ),
    opens("works", "works | that works | great | deal", "works", "that works", "great", "deal"),
)
_NEW_DAY = re.compile(r"(?i)\b(?:to|until|till|for|auf|nach|do|make\s+it|instead)\b|->|→")
_IS_SAID_OF_ONE = re.compile(f"{CALLS_OFF.regex}|{MOVES.regex}|(?i:^(?:do|make|attend|join|manage|skip|miss)$)")
_TELLS_OF_IT = re.compile(rf"\W*(?:{IS_CALLED_OFF.regex}|{IS_MOVED.regex}|{STANDS.regex}|{HAS_NO_TIME.regex})")
_SAID_OF_IT = re.compile(
    r"(?i)\b(?:skip|cancel|drop|move|postpone|push|shift|reschedule|delay|call|do|make|attend|join)\s+(?P<it>it|that\s+one|this\s+one"
    r"|that|this|the\s+(?:call|meeting))\b(?!\s+\w+ing\b)"
)
# Before a verb of moving: whoever moves the meeting of a day that is named alone, "we could move Thursday".
_WHO_MOVES = re.compile(
    r"(?i)(?:\b(?:i|we|you|they|he|she|us|to|not|can|could|should|must|may|might|will|would|shall|please)|['’](?:d|ll|re|s|m))"
    r"\W*$"
)
_FAR = 40  # characters between a meeting's name and its day, where the sentence names other days
_GENERIC = content_words(
    """
    meeting meetings call calls sync catchup catch-up checkin check-in session appointment termin besprechung treffen
    réunion rendez-vous rdv appel reunião chamada reunión llamada cita riunione vergadering afspraak møde möte it
    unfortunately leider afraid think guess fürchte ok okay right sorry apologies both client update then instead please
    zoom video unser unseren one two three four five six seven eight nine ten eleven twelve noon zwei drei vier på op
    désolé désolée desculpa lo siento scusa scusate sorry
    """
)
_NEXT_CLAUSE = re.compile(r"(?i)[,;:–—]|\s(?:and|but|und|aber|et|mais|e|mas|y|pero)\s")
_CLAUSE_ENDS = re.compile(
    r"(?i)[,.;:!?()–—]|\s(?:but|so|and|because|since|as|can|could|how|would|aber|und|weil|mais|et|mas|pero)\s"
)


def said_by_day(text: str, title: frozenset[str], day: date, said_on: date, names: str) -> Word | None:
    """What a sentence says of the meeting of that day, which it does not name by its title; None where it speaks of
    another, or of none.

    title: its words. said_on: when it was said, on the reader's clock. names: of whom a meeting with them is this one.
    """
    text = joined(text)
    hits = [named for named in days_named(text, said_on) if day in named.days]
    if not hits:
        return None
    small = SMALL_WORDS | _GENERIC | title | content_words(names)
    is_denied = "?" not in text and NOT_CALLED_OFF.found_in(text)
    if is_denied:
        text = NOT_CALLED_OFF.compiled.sub(lambda match: " " * len(match[0]), text)
    plain = without_days(text)
    spans = list(_meetings_named(text, hits, title, small))
    words = [word for span in spans if (word := _said_of(text, span, day, said_on, small))]
    if is_denied:
        return "on" if spans and not words else None
    names_it = any(plain[start:end].strip() for start, end in spans)
    stays_away = HAS_NO_TIME.found_in(text) and (names_it or is_the_only_matter(text, small))
    if stays_away:
        return "asked"
    if not words:
        stands = spans and "?" not in text and STANDS.found_in(text)
        return "on" if stands else None
    fits_two = not hits[0].is_week and len(hits[0].days) > 1
    return "asked" if fits_two or IS_ASKED.found_in(text) else words[0]


def with_meeting_named(text: str, before: str, said_on: date) -> str | None:
    """A sentence that calls off, moves or questions "it", with the meeting that the one before it names in its place:
    "can we skip it?" below "About Thursday's call: Jonas is ill."; None of any other."""
    if not (pronoun := _SAID_OF_IT.search(text)):
        return None
    plain = without_days(before)
    for hit in days_named(before, said_on):
        for kind in () if hit.is_week else kinds_named(plain):
            if _is_beside(hit, *kind.span(), before):
                named = before[min(hit.start, kind.start()) : max(hit.end, kind.end())]
                return f"{text[: pronoun.start('it')]}{named.strip()}{text[pronoun.end('it') :]}"
    return None


def agrees(reply: str) -> bool:
    """It says yes to what was put to it, or settles on a day."""
    return bool(ANSWER.match(reply) or AGREES.found_in(reply)) and not (puts_off(reply) or keeps(reply))


def keeps(reply: str) -> bool:
    """It says no to what was put to it, or that the meeting stands."""
    return REFUSES.match(reply) is not None or KEEPS.found_in(reply) or NOT_CALLED_OFF.found_in(reply)


Span = tuple[int, int]


def _meetings_named(text: str, hits: list[DayNamed], title: frozenset[str], small: frozenset[str]) -> Iterator[Span]:
    """Where the text names a meeting of the day, by its kind, a word of its title, or the day alone."""
    plain = without_days(text)
    kinds = [match.span() for match in kinds_named(plain)]
    kinds += [match.span() for match in re.finditer(r"[\w'’]+", plain) if content_words(match[0]) & title]
    for start, end in sorted(set(kinds)):
        if not _is_anothers(plain, start, end, small) and any(_is_beside(hit, start, end, text) for hit in hits):
            yield start, end
    if not kinds:
        yield from ((hit.start, hit.end) for hit in hits if not hit.is_week)


def _is_anothers(plain: str, start: int, end: int, small: frozenset[str]) -> bool:
    """It is a part of a longer name, "budget call", "call notes", or with somebody else."""
    before, who = re.search(r"([\w'’-]+)\s+$", plain[:start]), with_whom(plain[end:])
    is_named = before and not (content_words(before[1]) <= small or _IS_SAID_OF_ONE.search(before[1]))
    goes_further = goes_on(plain[end:], small) and not _TELLS_OF_IT.match(plain[end:])
    return bool(is_named or goes_further or (who and not content_words(who) <= small))


def _is_beside(hit: DayNamed, start: int, end: int, text: str) -> bool:
    between = text[hit.end : start] if hit.end <= start else text[end : hit.start]
    return len(between) <= _FAR and _NEXT_CLAUSE.search(between) is None


def _said_of(text: str, span: Span, day: date, said_on: date, small: frozenset[str]) -> Word | None:
    plain = without_days(text)
    before, behind = plain[: span[0]], plain[span[1] :]
    is_bare = not plain[span[0] : span[1]].strip()
    if is_bare and goes_on(behind, small):
        return None
    if ends_with(CALLS_OFF, before, small):
        return "off"
    if begins_with(IS_CALLED_OFF, behind, small):
        if not is_bare:
            return "off"
        return "asked" if content_words(before) <= small else None  # a day that is off may be a holiday
    if (ends_with(MOVES, before, small) and not (is_bare and _tells_what_moves(before, small))) or begins_with(
        IS_MOVED, behind, small
    ):
        new = _NEW_DAY.split(text[span[0] :])[-1]
        is_new = new != text[span[0] :] and any(
            day in named.days and not named.is_week for named in days_named(new, said_on)
        )
        return None if is_new else "moved"
    return None


def _tells_what_moves(before: str, small: frozenset[str]) -> bool:
    """What moves from or to the day is named before the verb: "the release moves from Wednesday to Thursday"."""
    *_, verb = MOVES.compiled.finditer(before)
    subject = _NEXT_CLAUSE.split(before[: verb.start()])[-1]
    return bool(content_words(subject) - small) and not _WHO_MOVES.search(subject)


def is_the_only_matter(text: str, small: frozenset[str]) -> bool:
    """Somebody says of a day alone to have no time then: "I can't do Thursday", and nothing else that could be done."""
    match = HAS_NO_TIME.search(without_days(text))
    if match is None:
        return False
    behind = _CLAUSE_ENDS.split(without_days(text)[match.end() :])[0]
    return content_words(behind) <= small
