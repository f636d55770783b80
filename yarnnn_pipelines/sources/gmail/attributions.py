"""Lines that introduce a quoted mail in a sentence: `On Tue, 10 Nov 2026 at 09:12, Mia <mia@studio.example> wrote:`.

Judged by shape, in any language: a date, an address, a colon or a word for "wrote". Blocks of header lines and what
follows for the lines below are `quotes`' work; other ways of giving somebody the word, `others_words`'.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from functools import lru_cache
from itertools import islice

from yarnnn_pipelines.sources.gmail.header_words import OURS, PROSE, WROTE

# Its parts are as long as RFC 5321 lets them be: in a line of a million signs, not each is tried as a beginning.
ADDRESS = re.compile(r"[^\s<>()\[\]\"',;:|@]{1,64}@[^\s<>()\[\]\"',;:|@]{1,255}\.[^\W\d_]{2,}")
_BRACKETED_ADDRESS = re.compile(r"[<(\[](?:mailto:)?[^\s<>()\[\]]{1,320}@[^\s<>()\[\]@]{1,255}[>)\]]")
_TIME = re.compile(r"(?<![\d.:])\d{1,2}\s?(?:[:.h時时點点]|시\s?)\s?\d{2}(?!\d|[.:]\d{3,})")
_YEAR = re.compile(r"(?<!\d)(?:1[34]|19|20|25)\d\d(?!\d)")
_DAY = re.compile(r"(?<!\d)(?:\d{4}[-./]\d{1,2}[-./]\d{1,2}|\d{1,2}[-./]\d{1,2}[-./]\d{2,4}|\d{4}\s?[年년])(?!\d)")
COLON = re.compile(r"[:：]\W{0,3}$")
SENTENCE_END = re.compile(r"[.!?。！？…][\"'”’)\]]*$")
# Ends of a line that are none of a sentence: a day or an abbreviation within a date ("So., 23.", "2026. nov.").
_DATE_GOES_ON = re.compile(r"(?:\d|(?<!\w)[^\W\d_]{1,6})\.$")
# Nobody's program writes of itself: a line that begins so is its author's, though it has a date and an address.
_IN_PERSON = re.compile(
    r"^(?:I|I['’]\w+|We|We['’]\w+|You|He|She|They|My|Our|Your|Please|Ich|Wir|Sie|Bitte|Unsere?|Je|J['’]\w+|Nous|Vous"
    r"|Yo|Nosotros|Eu|Nós|Io|Noi|Ik|Wij)\s"
)
_NAME_WROTE = re.compile(
    r"^[*_\"]*(?:[^\W\d_a-zß-ÿ][\w.'’-]*(?: [^\W\d_a-zß-ÿ][\w.'’-]*){0,3}[*_\"]*"
    rf"|(?:[\w.'’\"-]+ ){{0,4}}{_BRACKETED_ADDRESS.pattern}) (?P<verb>[^<>@]+)$"
)
_MID_LINE = re.compile(
    r"(?<=\w\w)(?:[.!?…]|[.!?…]?[ -]*-{2,})?\s+"
    r"(?=(?:On|Am)\s(?:\d|[A-Z]\w{1,8}\b)|(?:Le|El|Il giorno|Em|Op)\s(?:\d|[a-zà-ÿ]{2,9}\b))"
)
_WORD = re.compile(r"[^\W\d_]+")
# Words of prose that stand beside a word for "wrote": "heeft Mia het volgende geschreven", "skrev følgende".
_FOLLOWING = re.compile(
    r"\b(?:the following|folgendes|ce qui suit|lo siguiente|o seguinte|quanto segue|het volgende|følgende|följande"
    r"|(?:har|has)(?= .*\b(?:skrevet|skrivit|written)\b))\b|\bthe (?=\d)",
    re.IGNORECASE,
)

BULLET = re.compile(r"^(?:[-*•–‣]|\(?\w{1,2}[.)])\s")
# What notes of a meeting begin with; they have a time and addresses as well.
_NOTES = re.compile(
    r"^\W*(?:\w+ )?(?:minutes|meeting|notes?|call|agreed|agreement|decisions?|decided|agenda|summary|participants"
    r"|attendees|kick-?off|deadline|due|owner|review|workshop|launch|start|schedule|plan|visit|briefing|webinar|demo"
    r"|frist|abgabe|besuch|gespräch|treffen"
    r"|protokoll|besprechung\w*|notizen|termin|telefonat|beschlüsse|réunion|compte[ -]rendu|appel|décisions?|reunión"
    r"|acta"
    r"|llamada|acuerdos?|reunião|ata|decisões|riunione|verbale|decisioni|vergadering|notulen|overleg|besluiten|møde"
    r"|referat|møte|möte|beslut|spotkanie|notatki|ustalenia)\b",
    re.IGNORECASE,
)

_MARKED_HEAD = re.compile(r"^\s*>[>\s]*\S")
_LINES_OF_A_MARKED_HEAD = 3
_ATTRIBUTION_LINES = 6
_ATTRIBUTION_LENGTH = 400
_WRAPPED_FROM = 40  # characters; a line that a program broke is at least that long
_WORDS_OF_DATE_AND_ADDRESS = 8
_WORDS_BEFORE_A_DATE = 3
_WORDS_BESIDE_A_NAME = 10


@lru_cache(maxsize=1_000)
def dated(text: str) -> bool:
    """Whether a day or a year with a time of day stands in it."""
    day = _DAY.search(text)
    if day:
        return bool(_TIME.search(text[: day.start()] + " " + text[day.end() :])) or bool(_YEAR.search(text))
    return bool(_YEAR.search(text)) and bool(_TIME.search(text) or re.search(r"\d{1,2}\D{1,12}\d{4}|\d{1,2}, ", text))


@lru_cache(maxsize=1_000)
def timed(text: str) -> bool:
    """Whether a day with a year and a time of day stand in it, as mail programs write when a mail was sent."""
    return dated(text) and bool(_TIME.search(_DAY.sub(" ", text)))


def names_only_somebody(lines: list[str], people: Collection[str]) -> bool:
    """`Tom wrote:`, of nobody who wrote or reads the mail, with no day and no address: below it the author may go on
    after a few words of somebody's."""
    joined = " ".join(line.strip() for line in lines)
    plain = joined.casefold()
    first_names = {name.split()[0] for name in people if "@" not in name and name.strip()}
    is_known = any(name in plain for name in people) or plain.strip('*_" ').split(" ")[0] in first_names
    return bool(people) and not (dated(joined) or ADDRESS.search(joined) or is_known)


def quote_follows(lines: list[str], quoted: list[bool], index: int) -> bool:
    following = next((number for number in range(index, min(index + 4, len(lines))) if lines[number].strip()), None)
    return following is not None and quoted[following]


def is_marked_attribution(lines: list[str], quoted: list[bool], index: int) -> bool:
    """Gnus and its like mark only the line that introduces a mail: `>>>>> "Mia" == Mia <mia@studio.example> writes:`,
    with that mail below it as it was or indented. Such a line stands alone, within no quote."""
    if not _MARKED_HEAD.match(lines[index]) or (index and quoted[index - 1]):
        return False
    end = next((number for number in range(index, len(lines)) if not quoted[number]), len(lines))
    if end - index > _LINES_OF_A_MARKED_HEAD or not any(map(str.strip, islice(lines, end, None))):
        return False
    joined = " ".join(line.strip().lstrip("> ") for line in lines[index:end])
    if not COLON.search(joined) or not WROTE.search(joined):
        return False
    return not quote_follows(lines, quoted, end)


def on_the_same_line(line: str, attribution: str) -> list[str]:
    """The author's words that an attribution follows on their own line: `Agreed. On Tue, 10 Nov 2026, Mia wrote:`."""
    for match in _MID_LINE.finditer(line):
        words = line[: match.end()].rstrip(" -_")
        if dated(attribution[match.end() :]) and not dated(words) and not ADDRESS.search(words):
            return [words]
    return []


def attribution(lines: list[str], quoted: list[bool], index: int, people: Collection[str]) -> int:
    """How many lines from here introduce a quote ("On ..., Dana wrote:"); 0 if these don't.

    Asked from the top, so the longest reading of a wrapped line comes first; a line that is not itself long was not
    wrapped and begins nothing that goes on below.
    """
    joined = ""
    for count, line in enumerate(lines[index : index + _ATTRIBUTION_LINES], 1):
        line = line.strip()
        if not line or len(joined) + len(line) > _ATTRIBUTION_LENGTH or quoted[index + count - 1]:
            return 0
        joined = f"{joined} {line}".strip()
        if _introduces(joined, lines, quoted, index + count, people):
            return 0 if _begins_below(lines, quoted, index, index + count, people) else count
        if (COLON.search(line) and joined.count("(") <= joined.count(")")) or not _goes_on_below(joined):
            return 0
        below = lines[index + count].lstrip() if index + count < len(lines) else ""
        is_begun = dated(joined) or ADDRESS.search(joined) or _goes_on(joined) or below.startswith("<")
        if len(line) < _WRAPPED_FROM and not is_begun:
            return 0
    return 0


def _goes_on_below(joined: str) -> bool:
    """Whether what stands so far ends no sentence; within an attribution a date may break after a full stop."""
    if not SENTENCE_END.search(joined) or _goes_on(joined):
        return True
    return bool(_BRACKETED_ADDRESS.search(joined) and _DATE_GOES_ON.search(joined))


def _begins_below(lines: list[str], quoted: list[bool], first: int, end: int, people: Collection[str]) -> bool:
    """Whether the lines from the first on are the author's, and a whole attribution of its own follows them directly.

    It is whole where it begins as attributions do or after a sentence's end, and has the date itself.
    """
    for start in range(first + 1, end):
        rest = " ".join(line.strip() for line in lines[start:end])
        begins = _goes_on(rest) or SENTENCE_END.search(lines[start - 1].rstrip())
        if begins and dated(rest) and _introduces(rest, lines, quoted, end, people):
            return _goes_on(rest) or not _DATE_GOES_ON.search(lines[start - 1].rstrip())
    return False


def may_introduce(lines: list[str], quoted: list[bool]) -> list[bool]:
    """Of each line whether an attribution may begin there: a colon or a quote ends it within so many lines."""
    ends = [bool(COLON.search(line.rstrip())) or _ends_in_wrote(line.rstrip()) for line in lines]
    last = -1  # the nearest line below at which one may end
    may = [False] * len(lines)
    below_is_quoted = False
    for index in range(len(lines) - 1, -1, -1):
        if ends[index] or (below_is_quoted and not quoted[index]):
            last = index
        may[index] = 0 <= last - index < _ATTRIBUTION_LINES and bool(lines[index].strip())
        if lines[index].strip():
            below_is_quoted = quoted[index]
    return may


def _goes_on(joined: str) -> bool:
    """Whether it begins as the attributions of the languages do that have a word for it."""
    return bool(re.match(r"(?:On|Am|Le|El|Il|Em|No dia|Op|Den|W dniu|Dnia|Dne|Dňa|Pada)\b", joined))


def _introduces(joined: str, lines: list[str], quoted: list[bool], end: int, people: Collection[str]) -> bool:
    rest = any(lines[index].strip() for index in range(end, len(lines)))
    ends_in_colon = bool(COLON.search(joined))
    says_wrote = _says_wrote(joined)
    if _is_name_wrote(joined) and ends_in_colon and not _IN_PERSON.match(joined):
        return rest
    if is_prose(joined):
        return False
    follows = quote_follows(lines, quoted, end)
    address = bool(_BRACKETED_ADDRESS.search(joined))
    if not ends_in_colon:
        return (_ends_in_wrote(joined) and address and dated(joined)) or (
            follows and address and dated(joined) and not SENTENCE_END.search(joined)
        )
    if not rest:
        return says_wrote and dated(joined)
    at_a_time = bool(_TIME.search(joined))
    if follows:
        is_written = says_wrote and (at_a_time or dated(joined))
        return bool(ADDRESS.search(joined)) or is_written or _is_by_a_person(joined, people)
    if says_wrote:
        return at_a_time or dated(joined)
    if _NOTES.match(joined) or len(set(ADDRESS.findall(joined))) > 1 or _is_listed_below(lines, end):
        return False
    return (at_a_time and (address or _names_a_reader(joined, people))) or _ends_in_address(joined)


def _is_listed_below(lines: list[str], end: int) -> bool:
    below = next((line.strip() for line in lines[end : end + 3] if line.strip()), "")
    return bool(BULLET.match(below))


def is_prose(joined: str) -> bool:
    """Whether somebody worded the line: `On 9 November 2026 the following was agreed with Mia <mia@studio.example>:`.

    A program's line has a date, a name, an address and a word for "wrote", which alone may stand with others' words.
    """
    own = next(iter(on_the_same_line(joined, joined)), "")
    introducing = joined[len(own) :]
    plain = ADDRESS.sub(" ", _FOLLOWING.sub(" ", introducing) if _says_wrote(introducing) else introducing)
    words = set(_WORD.findall(plain))
    if _IN_PERSON.match(joined) or not OURS.isdisjoint(words):
        return True
    is_whole = ADDRESS.search(joined) and _ends_in_wrote(joined.rstrip(" :：*_"))
    return not is_whole and not PROSE.isdisjoint(words)


def _ends_in_wrote(joined: str) -> bool:
    return any(match.end() == len(joined) for match in WROTE.finditer(joined))


def _ends_in_address(joined: str) -> bool:
    """`Nov 10, 2026, 09:12 by mia@studio.example:`."""
    return len(joined.split()) <= _WORDS_OF_DATE_AND_ADDRESS and bool(
        re.search(rf"{ADDRESS.pattern}\W{{1,3}}$", joined) and dated(joined)
    )


def _is_by_a_person(joined: str, people: Collection[str]) -> bool:
    """A dated line, not a sentence, with the name of one whom the mail goes to or comes from."""
    if not (dated(joined) and _TIME.search(joined)):
        return False
    plain = joined.casefold()
    return len(plain.split()) <= 20 and (not people or any(name in plain for name in people) or "," in plain)


def _names_a_reader(joined: str, people: Collection[str]) -> bool:
    """A date, the whole name of one whom the mail goes to or comes from, and few words beside them, whatever they
    mean: `El dl., 9 de nov. 2026, 10:00, Mia Duarte va escriure:`."""
    plain = joined.casefold()
    name = next((name for name in people if (" " in name or "@" in name) and name in plain), None)
    if name is None or not dated(joined) or SENTENCE_END.search(joined[:-1].rstrip()):
        return False
    begins = plain.split()[:_WORDS_BEFORE_A_DATE]
    is_headed = any(re.search(r"\d", word) for word in begins) or plain.find(name) <= len(" ".join(begins))
    return is_headed and len(_WORD.findall(plain.replace(name, " "))) <= _WORDS_BESIDE_A_NAME


def _says_wrote(text: str) -> bool:
    return bool(WROTE.search(text))


def _is_name_wrote(line: str) -> bool:
    """`Tom wrote:` alone on a line, or `Tom <tom@studio.example> wrote:`."""
    match = _NAME_WROTE.match(line)
    return match is not None and bool(WROTE.fullmatch(match["verb"].strip(" *_:：")))
