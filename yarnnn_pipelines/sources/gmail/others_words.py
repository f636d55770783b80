"""Lines below which somebody else speaks, where neither a header block nor `>` says so: citations, tags.

`quotes` asks of each line of a mail. Judged by the whole shape of one line and of the line below it: who, when, a
colon. What the lines of a quoted mail look like is `quotes`' matter; copied conversations are `chats`',
notices of tools `notices`'.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection

from yarnnn_pipelines.sources.gmail.attributions import is_prose
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
_BULLET = re.compile(r"^(?:[-*•–‣]|\(?\w{1,2}[.)])\s")
_NAME_AND_NOTE_WROTE = re.compile(rf"^{_NAME}\s\([^()]{{1,80}}\)\s(?P<verb>[^()]{{3,60}})[:：]$")
_SHORT_DAY = re.compile(r"(?<![\d/.])\d{1,2}[/.]\d{1,2}(?:[/.]\d{2,4})?\.?(?!\d)")
_FORWARDED = re.compile(
    r"^[-_=*—–]{2,}\s*(?:forwarded|weitergeleitet|transféré|réexpédié|reenviado|encaminhado|inoltrato|doorgestuurd"
    r"|videresendt|vidarebefordrat|przekazan[eay])\s(?:by|from|von|durch|par|por|da|door|af|av|przez)\s.{1,200}$",
    re.IGNORECASE,
)
_BULLETED_QUOTE = re.compile(r"^\s*(?:[*•–-]|\d{1,2}[.)])\s+(?:>|&gt;)\s?\S")
# Emacs' Supercite and its like; a name or initials, signs, and words that have no such sign themselves
_SUPERCITED = re.compile(
    r"^\s{0,8}(?P<tag>[^\W\d_][\w.'’-]{0,14})(?P<gap>\s?)(?P<marks>>{1,4}|[|}]{1,3})(?P<space>\s*)(?P<words>[^\d\s>|=][^>|]*)?$"
)
_INITIALS, _WORDS_OF_A_SENTENCE = 4, 3
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
    return [match is not None and _is_tag(match, known, counts[match["tag"]]) for match in matches]


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
        return not _ADDRESSING.match(line) and not _BULLET.match(below)
    if _CITATION.match(line):
        return True
    if (noted := _NAME_AND_NOTE_WROTE.match(line)) and WROTE.fullmatch(noted["verb"].strip()):
        return True
    return len(line.split()) <= 10 and bool(_SHORT_DAY.search(line) and WROTE.search(line) and not is_prose(line))
