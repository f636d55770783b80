"""Lines below which somebody else speaks, where neither a header block nor `>` says so: citations, chats, notices.

`quotes` asks of each line of a mail. Judged by the whole shape of one line and of the line below it: who, when, a
colon. What the lines of a quoted mail look like is `quotes`' matter.
"""

from __future__ import annotations

import re
from collections import Counter

from yarnnn_pipelines.sources.gmail.header_words import WROTE

_WORD = r"[^\W\d_a-zß-ÿ][\w.'’-]*"
_NAME = rf"{_WORD}(?:\s{_WORD}){{0,3}}"
_CLOCK = r"\d{1,2}[:.]\d{2}(?:[:.]\d{2})?(?:\s?[APap]\.?[Mm]\.?)?"
_DAY = r"(?:\d{4}[-./]\d{1,2}[-./]\d{1,2}|\d{1,2}[-./]\d{1,2}[-./]\d{2,4})"
_MOMENT = rf"(?:{_DAY},?\s+{_CLOCK}|{_CLOCK},?\s+{_DAY})"

_CITATION = re.compile(
    r"^(?:Quoting|Quote from|Zitat von|Zitiere|Citando(?: a)?|Cita de|Citação de|Citazione (?:di|da)|Citation de"
    r"|En citant|Citat (?:från|fra|van|af)|Cytat z|Cytuję|Citace)\s.{2,200}[:：]$",
    re.IGNORECASE,
)
_BESIDE_AN_ADDRESS = re.compile(rf"^[\"'“]?{_NAME}[\"'”]?\s[<‹«(\[][^\s<>]{{1,320}}@[^\s<>]{{1,255}}[>›»)\]]\s?[:：]$")
_NAME_AND_NOTE_WROTE = re.compile(rf"^{_NAME}\s\([^()]{{1,80}}\)\s(?P<verb>[^()]{{3,60}})[:：]$")
_SHORT_DAY = re.compile(r"(?<![\d/.])\d{1,2}[/.]\d{1,2}(?:[/.]\d{2,4})?\.?(?!\d)")
_NOTICE = re.compile(
    rf"^(?!(?:I|We|You|They|He|She|Please)\b){_NAME}\s(?:has\s)?(?:replied|responded|commented|posted|answered|wrote"
    r"|added a (?:comment|note|reply)"
    r"|left a (?:comment|note)|mentioned you|shared (?:a|an) \w+)"
    r"(?:\s(?:to|on|in|at|under|with)\s[^.!?:：]{1,80})?[:：]$"
)
_FORWARDED = re.compile(
    r"^[-_=*—–]{2,}\s*(?:forwarded|weitergeleitet|transféré|réexpédié|reenviado|encaminhado|inoltrato|doorgestuurd"
    r"|videresendt|vidarebefordrat|przekazan[eay])\s(?:by|from|von|durch|par|por|da|door|af|av|przez)\s.{1,200}$",
    re.IGNORECASE,
)
_DATED_NAME = re.compile(
    rf"^(?:{_DAY}|\d{{4}}\s?[年년].{{1,20}}[日일])(?:\s?[(（]\S{{1,4}}[)）])?,?\s+{_CLOCK},?\s+{_NAME}\s?[:：]$"
)
_TURN = re.compile(
    rf"^(?:[*•-]\s+)?(?:{_NAME},?\s+\[(?:{_MOMENT}|{_CLOCK})\]\s?[:：]?$"
    rf"|\[(?:{_MOMENT}|{_CLOCK})\]\s+[*<]?{_NAME}[>*]?(?:\s?[:：]|$)"
    rf"|{_MOMENT}\s+[-–—]\s+{_NAME}\s?[:：]"
    rf"|{_NAME},?\s+{_MOMENT}\s?[:：]?$)"
)
_NAME_AND_CLOCK = re.compile(rf"^{_NAME}(?:\s{{2,}}{_CLOCK}|\s+\d{{1,2}}:\d{{2}}\s?[APap]\.?[Mm]\.?)$")
_SPEAKER = re.compile(rf"^(?P<name>{_NAME})\s?[:：]\s+[^\W\d]")
_BULLETED_QUOTE = re.compile(r"^\s*(?:[*•–-]|\d{1,2}[.)])\s+(?:>|&gt;)\s?\S")
_QUOTE_OPENS = re.compile(r"\[quote\b[^\]]{0,80}\]|<quote\b[^>]{0,80}>|\{quote(?::[^}]{0,80})?\}", re.IGNORECASE)
_QUOTE_CLOSES = re.compile(r"\[/quote\]|</quote>|\{quote\}", re.IGNORECASE)
_AUTOMATIC = re.compile(
    r"^(?:\W*(?:hi|hello|dear)\b[^\n]{0,40}\n+)?\W*(?:out of (?:the )?office\s*(?:[.:!–—-]|$)"
    r"|(?:this is an?|this) (?:auto(?:mated|matic(?:ally generated)?)?|system[- ]generated)[ -]"
    r"(?:message|mail|e-?mail|reply|response|notification|notice)\b"
    r"|(?:automated|automatic) (?:message|reply|response)\b"
    r"|auto-?reply\b|(?:please )?do not reply to this\b"
    r"|(?:many )?thank(?:s| you)[^.!\n]{0,40}\b(?:e-?mail|message)[.!,]?\s+I(?: am|'m|’m) (?:currently )?"
    r"(?:out|away|on (?:annual |parental |sick )?(?:leave|holiday|vacation))\b"
    r"|I(?: am|'m|’m) (?:currently )?(?:out of (?:the )?office|on (?:annual|parental|sick) leave)\b"
    r"|ich bin (?:derzeit|zurzeit|momentan|aktuell)? ?nicht im büro\b|dies ist eine automatisch)",
    re.IGNORECASE,
)


def is_automatic_text(text: str) -> bool:
    """Whether a mail's words say of themselves that a program sent them, or that their author is away."""
    return bool(_AUTOMATIC.match(text))


def is_bulleted_quote(line: str) -> bool:
    """`* > We went live.`: an item of a list that is quoted."""
    return bool(_BULLETED_QUOTE.match(line))


def without_tagged_quotes(lines: list[str]) -> list[str]:
    """The lines without what stands between `[quote]` and `[/quote]`, as forums write it; or to the end."""
    own: list[str] = []
    is_within = False
    for line in lines:
        if not is_within and not _QUOTE_OPENS.search(line):
            own.append(line)
            continue
        parts: list[str] = []
        position = 0
        while position <= len(line):
            edge = (_QUOTE_CLOSES if is_within else _QUOTE_OPENS).search(line, position)
            if not is_within:
                parts.append(line[position : edge.start() if edge else len(line)])
            if edge is None:
                break
            position, is_within = edge.end(), not is_within
        if rest := "".join(parts).strip():
            own.append(rest)
    return own


def opens_anothers_words(lines: list[str], index: int) -> bool:
    """Whether the words from this line on are somebody else's. Lines stripped of marks that nobody sees."""
    line = lines[index].strip()
    if not line:
        return False
    if _FORWARDED.match(line) or _is_turn(line):
        return True
    if _NAME_AND_CLOCK.match(line):
        below = lines[index + 1].strip() if index + 1 < len(lines) else ""
        return bool(below) and not re.search(rf"{_CLOCK}$", below)
    if not line.endswith((":", "：")):
        return False
    if any(shape.match(line) for shape in (_CITATION, _BESIDE_AN_ADDRESS, _NOTICE, _DATED_NAME)):
        return True
    if (noted := _NAME_AND_NOTE_WROTE.match(line)) and WROTE.fullmatch(noted["verb"].strip()):
        return True
    return len(line.split()) <= 10 and bool(_SHORT_DAY.search(line) and WROTE.search(line))


def _is_turn(line: str) -> bool:
    """`Sam Stranger, [03.11.2026 10:00]`, `[10:03, 3/11/2026] Sam: …`: as chats are copied."""
    return bool(_TURN.match(line))


# A name alone before a colon may be a label as well ("Website: live"); these are nobody's label.
_NAMES = (
    "adam alan alex alice amy ana andrea andrew anna anne anthony antonio barbara ben brian carlos carol "
    "caroline charles charlie chloe chris christian christine claire daniel dave david dan diana ed elena "
    "elizabeth ella emily emma eric eva fatima frank gary george hannah helen henry ian isabel jack jacob "
    "jake james jan jane jason jen jenny jessica jim joan joe john jon jose joseph josh juan julia julie "
    "karen kate katie kevin kim laura lee leo linda lisa louis lucas lucy luis luke maria marie martin "
    "mary matt max megan michael mike mohamed mohammed nadia nick nicole oliver olivia pat patrick paul "
    "peter phil priya rachel ravi rebecca richard rob robert ryan sam samuel sara sarah sean simon sofia "
    "sophie stefan stephen steve sue susan thomas tim tom tony victor wei will yuki "
)
_GIVEN_NAMES = frozenset(_NAMES.split())


def speakers(lines: list[str], people: frozenset[str]) -> list[bool]:
    """Of each line whether somebody is said to speak in it: `Sam: It went live.`

    So it is where two labels come back, as in a conversation, and where a label is a person's name.
    people: names, case-folded.
    """
    labels = [match["name"].casefold() if (match := _SPEAKER.match(line.strip())) else "" for line in lines]
    turns = {label for label, count in Counter(labels).items() if label and count > 1}
    turns = turns if len(turns) > 1 else set()
    first_names = {name.split()[0] for name in people if "@" not in name and name.split()} | _GIVEN_NAMES
    return [bool(label) and (label in turns or label in people or label.split()[0] in first_names) for label in labels]
