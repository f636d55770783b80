"""Lines below which somebody else speaks, where neither a header block nor `>` says so: citations, tags.

`quotes` asks of each line of a mail. Judged by the whole shape of one line and of the line below it: who, when, a
colon. What the lines of a quoted mail look like is `quotes`' matter; copied conversations are `chats`',
notices of tools `notices`'.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection
from itertools import islice

from yarnnn_pipelines.sources.gmail.attributions import ADDRESS, BULLET, is_prose
from yarnnn_pipelines.sources.gmail.chats import first_names
from yarnnn_pipelines.sources.gmail.header_words import WROTE

_WORD = r"[^\W\d_a-zß-ÿ][\w.'’-]*"
_NAME = rf"{_WORD}(?:\s{_WORD}){{0,3}}"

_CITATION = re.compile(
    r"^(?i:Quoting|Quote from|Zitat von|Zitiere|Citando(?: a)?|Cita de|Citação de|Citazione (?:di|da)|Citation de"
    r"|En citant|Citat (?:från|fra|van|af)|Cytat z|Cytuję|Citace)\s"
    rf"(?:.{{1,200}}[>›»)\]]|[\"'“]?{_NAME}[\"'”]?(?:,?\s.{{0,60}}\d.{{0,60}})?)\s?[:：]$"
)
_BESIDE_AN_ADDRESS = re.compile(rf"^[\"'“]?{_NAME}[\"'”]?\s[<‹«(\[][^\s<>]{{1,320}}@[^\s<>]{{1,255}}[>›»)\]]\s?[:：]$")
# "For Mia <mia@studio.example>:" and items below a name are what its author asks of somebody.
_ADDRESSING = re.compile(
    r"^[\"'“]?(?:for|to|dear|hi|hello|ask|tell|contact|an|für|liebe[rs]?|pour|à|cher|chère|para|per|voor|aan|til|till|dla)\s",
    re.IGNORECASE,
)
_NAME_AND_NOTE_WROTE = re.compile(rf"^{_NAME}\s\([^()]{{1,80}}\)\s(?P<verb>[^()]{{3,60}})[:：]$")
_SHORT_DAY = re.compile(r"(?<![\d/.])\d{1,2}[/.]\d{1,2}(?:[/.]\d{2,4})?\.?(?!\d)")
_ISO_DAY = re.compile(r"(?<!\d)\d{4}[-./]\d{1,2}[-./]\d{1,2}(?!\d)")
_CLOCK = re.compile(r"(?<!\d)\d{1,2}[:.h]\d{2}(?!\d)")
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
# First letters of the months in languages that write them in Latin letters, beside a day.
_MONTH = (
    r"(?:jan|feb|f[eé]v|m[aä]r|mrz|apr|abr|avr|ma[ijy]|ju[nilíj]|lug|aug|ago|aoû|sep|set|o[ckt]t|out|ott|nov|de[czsk]"
    r"|d[éi]c|gen|ene|led|úno|bře|dub|kvě|čer|srp|zář|říj|lis|pro|sty|lut|kwi|cze|lip|sie|wrz|paź|gru)[^\W\d_]{0,7}\.?"
)
_DAY_OF_MONTH = re.compile(
    rf"(?<!\d)\d{{1,2}}(?:st|nd|rd|th|º|er)?\.?\s?[-/ ]?(?:de\s|of\s)?{_MONTH}(?!\w)|(?<!\w){_MONTH}\s\d{{1,2}}(?!\d)",
    re.IGNORECASE,
)
_NOT_OF_A_MOMENT = re.compile(r"[^\W\d_]{11,}|[?!;：]|[.]\s*$|\w+-\w+-\w*[^\W\d_]")
_WORDS_OF_A_MOMENT, _WORDS_BESIDE_A_CLOCK = 6, 3
_AGO = re.compile(r"\b(?:ago|vor|hace|il y a|há|fa|geleden|sedan|siden|sitten|temu|před|назад|тому)\b", re.IGNORECASE)
_RULE = re.compile(r"^\s*[-_=*—–]{3,}\s*$")
_FORWARDED = re.compile(
    r"^[-_=*—–]{2,}\s*(?:forwarded|weitergeleitet|transféré|réexpédié|reenviado|encaminhado|inoltrato|doorgestuurd"
    r"|videresendt|vidarebefordrat|przekazan[eay])\s(?:by|from|von|durch|par|por|da|door|af|av|przez)\s.{1,200}$",
    re.IGNORECASE,
)
_BULLETED_QUOTE = re.compile(r"^\s*(?:[*•–-]|\d{1,2}[.)])\s+(?:>|&gt;)\s?\S")
# Nobody tells of himself in a line that gives somebody else the word.
_OF_ONESELF = re.compile(
    r"(?<!\w)(?:I|me|my|mine|we|us|our|ich|mir|mein\w*|wir|uns|unser\w*|je|j|mon|ma|mes|nous|notre|yo|mi|nosotros|nuestr\w+"
    r"|eu|meu|minha|nós|noss\w+|io|mio|mia|noi|nostr\w+|ik|mijn|wij|onze|jag|jeg|min|mitt|vi|vår\w*)(?!\w)"
)
_WORDS_OF_INTRODUCTION = 8
_BEFORE_A_DAY = re.compile(
    r"(?:on|at|in|the|you|am|um|den|dem|vom|le|à|hier|el|a|las|al|de|usted|il|alle|no|em|às|op|om|da|kl|w|dnia|dne|v|ve"
    r"|yesterday|today|gestern|heute|ayer|hoy|ieri|oggi|ontem|hoje|gisteren|vandaag|dated|just|earlier)"
)
_SPEAKING_TO = re.compile(r"^(?:You|He|She|They|Sie|Vous|Usted|Yo?u?)\s")
_SAYS_HOW = re.compile(
    r"^(?:as|like|wie|comme|como|come|zoals|if|wenn|when|what|who|was|wer|to|nothing)\s", re.IGNORECASE
)
# "Your mail of 9 November:", "Vorherige Nachricht:", "Zitat:"
_YOURS = re.compile(
    r"^(?:(?:from|in|aus|dans|de|en|da|uit) )?(?:your|ihre?[rn]?|eure?[rn]?|deine?[rn]?|votre|vos|tu|su|tua|sua"
    r"|vostr[ao]|uw|je|din|ert"
    r"|twoj\w+|ваш\w*)\s(?:(?!next|new|nächst|neu|prochain|nouve|próxim|nuev|nov[ao])\w+\s){0,2}"
    r"(?:e-?mail|mail|message|nachricht|schreiben|courriel|mensaje|correo|mensagem|messaggio|bericht|meddelelse|besked"
    r"|mejl|meddelande|melding|wiadomo\w+|письм\w*|сообщен\w*)(?!\w)",
    re.IGNORECASE,
)
_EARLIER_MAIL = re.compile(
    r"^(?:previous|earlier|prior|quoted|vorherige|frühere|zitierte|précédent|anterior|precedente|vorige"
    r"|tidligere|tidigare)\s(?:e-?mail|mail|message|text|nachricht|mensaje|mensagem|messaggio|bericht|besked|mejl)\W*$"
    r"|^(?:mensaje|mensagem|messaggio|message) (?:anterior|precedente|précédent)\W*$"
    r"|^(?:zitat|zitierter text|cita|citação|citazione|citaat|citat|cytat|citace|цитата|引用)\W*$",
    re.IGNORECASE,
)
# Emacs' Supercite and its like; a name or initials, signs, and words that have no such sign themselves
_SUPERCITED = re.compile(
    r"^\s{0,8}(?P<tag>[^\W\d_][\w.'’-]{0,14})(?P<gap>\s?)(?P<marks>>{1,4}|[|}]{1,3})(?P<space>\s*)(?P<words>[^\d\s>|=][^>|]*)?$"
)
_INITIALS, _WORDS_OF_A_SENTENCE = 4, 3
_LONGEST_HEAD = 120
_SENTENCE = re.compile(r"\w\s+\S+\s+\S.*[^,:，：]$")
_QUOTE_OPENS = re.compile(r"\[quote\b[^\]]{0,80}\]|<quote\b[^>]{0,80}>|\{quote(?::[^}]{0,80})?\}", re.IGNORECASE)
_QUOTE_CLOSES = re.compile(r"\[/quote\]|</quote>|\{quote\}", re.IGNORECASE)


def is_bulleted_quote(line: str) -> bool:
    """`* > We went live.`: an item of a list that is quoted."""
    return bool(_BULLETED_QUOTE.match(line))


def supercited(lines: list[str], people: Collection[str]) -> list[bool]:
    """Of each line whether it is quoted with its author's name or initials: `Mia> It went live.`, `MD >> When?`

    "Home > Settings" and "Leads > 300" are no such lines. people: names and addresses, case-folded.
    """
    matches = [_SUPERCITED.match(line) for line in lines]
    if not any(matches):
        return [False] * len(lines)
    counts = Counter(match["tag"] for match in matches if match)
    initials = {"".join(word[0] for word in name.split()) for name in people if " " in name and "@" not in name}
    known = first_names(people) | initials
    tagged = [match is not None and _is_tag(match, known, counts[match["tag"]]) for match in matches]
    for index in range(1, len(lines)):
        tagged[index] = tagged[index] or (tagged[index - 1] and _goes_on_below(lines, index))
    return tagged


def _goes_on_below(lines: list[str], index: int) -> bool:
    """A line that is indented as the tagged one right above it goes on with its words."""
    above, line = lines[index - 1], lines[index]
    indented = len(above) - len(above.lstrip())
    return indented > 1 and bool(line.strip()) and len(line) - len(line.lstrip()) >= indented


def _is_tag(match: re.Match[str], known: Collection[str], count: int) -> bool:
    tag, words = match["tag"], (match["words"] or "").split()
    is_tight = not match["gap"]
    if words and not match["space"] and not is_tight:
        return False
    if tag.casefold() in known:
        return is_tight or match["marks"][0] == ">"
    if (words and not match["space"]) or match["marks"][0] != ">" or not (is_tight or len(match["marks"]) > 1):
        return False
    is_initials = tag.isupper() and len(tag) <= _INITIALS
    return is_initials or (tag[0].isupper() and is_tight and (count > 1 or len(words) >= _WORDS_OF_A_SENTENCE))


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


def _gives_the_word(line: str) -> bool:
    """`You wrote:`, `Mia schrieb am Montag:`, `Your mail of 9 November:`; a line ends in a colon."""
    words = line.rstrip(":： ")
    if len(words.split()) > _WORDS_OF_INTRODUCTION or _OF_ONESELF.search(words):
        return False
    if _YOURS.match(words) or _EARLIER_MAIL.match(words):
        return True
    verb = WROTE.search(words)
    if verb is None or _SAYS_HOW.match(words) or is_prose(_SPEAKING_TO.sub("", words)):
        return False
    # "Jo wrote three articles:" tells what he did
    return all(
        word[0].isupper() or not word[0].isalpha() or _BEFORE_A_DAY.fullmatch(word)
        for word in words[verb.end() :].split()
    )


def has_day(text: str) -> bool:
    """Whether a day stands in it, with or without its year: `9 Nov`, `9.11.`, `2026-11-09`."""
    return bool(_SHORT_DAY.search(text) or _DAY_OF_MONTH.search(text) or _ISO_DAY.search(text))


def is_person_and_day(lines: list[str], index: int, people: Collection[str]) -> bool:
    """`Mia Duarte, 9 Nov` alone above what she wrote then, or her name above a day, below words of the author's.

    people: names and addresses of whoever wrote and reads the mail, case-folded; only theirs count, since a plan has
    such lines of others.
    """
    line = lines[index].strip().strip("*_")
    if not line or len(line) > _LONGEST_HEAD or not any(map(str.strip, islice(lines, index))):
        return False
    if _filled(lines, index - 1) and not _RULE.match(lines[index - 1]):
        return False
    if (rest := _beside_person(line, people)) is None:
        return False
    below = index + 1
    if not rest:
        rest, below = (lines[below].strip() if below < len(lines) else ""), below + 1
    is_followed = any(_filled(lines, number) for number in (below, below + 1))
    return is_followed and not BULLET.match(lines[below] if below < len(lines) else "") and _is_moment(rest)


def is_name_alone(lines: list[str], index: int, people: Collection[str]) -> bool:
    """`Mia Duarte:` alone above a paragraph, below words of the author's: what follows may be hers, or said to her.

    people: names and addresses of whoever wrote and reads the mail, case-folded; a first name alone is how a writer
    calls somebody.
    """
    line = lines[index].strip().strip("*_ ")
    if not line.endswith((":", "：")) or len(line) > _LONGEST_HEAD or _filled(lines, index - 1):
        return False
    name = re.split(r"\s*[(,]", line[:-1], maxsplit=1)[0].strip().casefold()
    if name not in people or not re.search(r"[\s@]", name):
        return False
    above = (other.strip() for other in islice(lines, index))
    begins = next((other for other in lines[index + 1 : index + 3] if other.strip()), "")
    return bool(begins) and not BULLET.match(begins.strip()) and any(_SENTENCE.search(other) for other in above)


def _beside_person(line: str, people: Collection[str]) -> str | None:
    """What a line says before or after the name or address of one of these people; None where it names none."""
    plain = line.casefold()
    for name in people:
        if (" " in name or "@" in name) and len(plain) == len(line):
            if plain.startswith(name) and not plain[len(name) : len(name) + 1].isalnum():
                return ADDRESS.sub("", line[len(name) :]).strip(" ,<>()[]|·•–—-:")
            if plain.endswith(name) and not plain[-len(name) - 1 : -len(name)].isalnum():
                return line[: -len(name)].strip(" ,<>()[]|·•–—-:")
    return None


def _is_moment(text: str) -> bool:
    """A day, or a year with something of a date, and no words beside it."""
    if len(text) > _LONGEST_HEAD:
        return False
    words = re.findall(r"[^\W\d_]+", text)
    if not re.search(r"\d", text) or len(words) > _WORDS_OF_A_MOMENT or _NOT_OF_A_MOMENT.search(text):
        return False
    if has_day(text) or _AGO.search(text):
        return True
    return len(words) <= _WORDS_BESIDE_A_CLOCK and bool(_CLOCK.search(text) or _YEAR.search(text))


def _filled(lines: list[str], index: int) -> bool:
    return 0 <= index < len(lines) and bool(lines[index].strip())


def opens_anothers_words(lines: list[str], index: int) -> bool:
    """Whether the words from this line on are somebody else's. Lines stripped of marks that nobody sees."""
    line = lines[index].strip()
    if not line:
        return False
    if _FORWARDED.match(line):
        return True
    if not line.endswith((":", "：")):
        return False
    if _BESIDE_AN_ADDRESS.match(line):
        below = next((other.strip() for other in lines[index + 1 : index + 3] if other.strip()), "")
        return not _ADDRESSING.match(line) and not BULLET.match(below)
    if _CITATION.match(line) or _gives_the_word(line):
        return True
    if (noted := _NAME_AND_NOTE_WROTE.match(line)) and WROTE.fullmatch(noted["verb"].strip()):
        return True
    return len(line.split()) <= 10 and bool(has_day(line) and WROTE.search(line) and not is_prose(line))
