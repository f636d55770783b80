"""A mail's body to what its author wrote: no quoted reply, forwarded mail, signature, disclaimer or hard wraps.

Pure text in, text out; decoding a mail's parts is the mail reader's work. mail-parser-reply was measured against the
cases in tests/unit/test_mail_text.py and cuts too much: everything after a line that starts with "Thanks," or
"- ", that is, whole answers and lists. So the rule here is the reverse: cut only what can be recognised, and when it is
doubtful whose words they are, keep words that stand above the quote and drop those that stand in it.
"""

from __future__ import annotations

import re
from typing import Literal

# "On Tue, 10 Nov 2026 at 10:12, Dana Reyes <dana@acme.example> wrote:" and its like, one line or broken over four.
_ATTRIBUTION_START = re.compile(r"(?:On|Am|Le|El|Il|Em|No dia|Op|Den|W dniu)\b")
_ATTRIBUTION_END = re.compile(
    r"(?:wrote|writes|schrieb(?: [^:]{1,80})?|a écrit|escribió|ha scritto|escreveu|schreef(?: [^:]{1,80})?"
    r"|skrev(?: [^:]{1,80})?|napisał\(?a?\)?) ?:$"
)
# "Tom wrote:" alone on a line.
_NAME_WROTE = re.compile(
    r"^[*_]*[^\W\d_a-zß-ÿ][\w.'’-]*(?: [^\W\d_a-zß-ÿ][\w.'’-]*){0,3}[*_]* "
    r"(?:wrote|writes|said|says|schrieb|schreibt|meinte|sagte|a écrit|écrit|a dit|escribió|escribe|dijo|ha scritto"
    r"|scrive|escreveu|escreve|disse|schreef|schrijft|skrev|skriver|napisał\(?a?\)?) ?:[*_]*$"
)
_ATTRIBUTION_LINES = 4
_ATTRIBUTION_LENGTH = 400
_DATE_OR_ADDRESS = re.compile(r"\b(?:19|20)\d\d\b|\d{1,2}[:.]\d\d|@")

_SEPARATOR = re.compile(
    r"^[-_*\s]*(?:Original Message|Original Appointment|Forwarded message|Begin forwarded message:?"
    r"|Ursprüngliche Nachricht|Weitergeleitete Nachricht|Message d'origine|Message transféré|Mensaje original"
    r"|Mensaje reenviado|Mensagem original|Mensagem encaminhada|Messaggio originale|Messaggio inoltrato"
    r"|Oorspronkelijk bericht)[-_*\s]*$",
    re.IGNORECASE,
)
_NEEDS_RULE = re.compile(r"[-_*]{3}|Begin forwarded", re.IGNORECASE)
_HEADER_FIRST = re.compile(r"^[*_ ]*(?:From|Von|De|Da|Van)[*_ ]*:[*_ ]*\S", re.IGNORECASE)
_HEADER_OTHER = re.compile(
    r"^[*_ ]*(?:Sent|Date|To|Cc|Subject|Gesendet|Datum|An|Betreff|Envoyé|À|Objet|Enviado(?: el| em)?|Para|Asunto"
    r"|Assunto|Data|Inviato|A|Oggetto|Verzonden|Aan|Onderwerp)[*_ ]*:",
    re.IGNORECASE,
)
_RULE = re.compile(r"^\s*[_-]{10,}\s*$")

_DELIMITER = re.compile(r"^--\s?$")
_DEVICE = re.compile(
    r"^(?:Sent (?:from|via|with|on) (?:my|an?|the|Outlook|Mail|Yahoo|Gmail|Proton|Samsung|Spark|Superhuman"
    r"|Front)\b(?: \S+){0,5}|Get Outlook for \S+.{0,60}|Gesendet von (?:meinem|Mail|Outlook).{0,60}"
    r"|Envoyé de(?:puis)? (?:mon|ma).{0,60}"
    r"|Enviado (?:do meu|desde mi|a partir do).{0,60}|Inviato da(?:l mio)? .{0,60}|Verzonden vanaf mijn.{0,60})$",
    re.IGNORECASE,
)
_CLOSING_WORDS = (
    r"(?:(?:with |my )?(?:best|kind|kindest|warm|warmest|many)(?: regards| wishes| thanks)?|regards|rgds|cheers"
    r"|(?:many )?thanks(?: so much| again| a lot| in advance| all)?|thank you(?: so much| again| in advance| all)?"
    r"|(?:yours )?sincerely|yours(?: truly| faithfully)?|all (?:the|my) best|(?:talk|speak) soon"
    r"|see you(?: soon| then)?|take care|br|kr|obrigad[oa]|(?:um )?(?:grande )?abraço"
    r"|(?:com os melhores )?cumprimentos|saludos|un saludo"
    r"|viele grüße|liebe grüße|beste grüße|mit freundlichen grüßen|mfg|lg|vg|cordialement|bien à vous|cordiali saluti"
    r"|met vriendelijke groet(?:en)?|groet(?:en|jes)?)"
)
_CLOSING = re.compile(rf"^{_CLOSING_WORDS}(?:\s*[/|]\s*{_CLOSING_WORDS})*\s*[,.!]?$", re.IGNORECASE)
# Nobody ends on these but to sign; a last "Thanks!" may be meant.
_FORMAL = re.compile(r"regards|grüß|sincerely|cumprimentos|cordial", re.IGNORECASE)
_CLOSING_WITH_NAME = re.compile(
    rf"^(?i:{_CLOSING_WORDS})\s*[,!-]\s*(?P<name>[A-ZÀ-Þ][\w.'’-]*(?: [A-ZÀ-Þ][\w.'’-]*){{0,2}})$"
)
_CONTACT = re.compile(r"@|https?://|www\.|\+?\d[\d ()./-]{6,}|[|•·]|\b(?:tel|phone|mobile|fax|office)\b", re.IGNORECASE)
_DISCLAIMER = re.compile(
    r"^\W*(?:this (?:e-?mail|message|communication|transmission)\b"
    r"|the (?:information|contents?) (?:contained )?(?:in|of) this|confidential(?:ity)?(?: notice"
    r"| note)?\s*[:.-]|disclaimer\b"
    r"|please consider the environment|if you (?:are not|have received) )",
    re.IGNORECASE,
)
_DISCLAIMED = re.compile(
    r"confidential|intended (?:solely|only|recipient)|privileged|environment|virus|in error", re.IGNORECASE
)

_SIGNATURE_LINES = 15
_DISCLAIMERS = 4
_EMPTY_LINES = re.compile(r"\n{3,}")
_LIST_ITEM = re.compile(r"^\s*(?:[-*•–‣]|\(?\w{1,2}[.)])\s+\S")
_NARROWEST_WRAP, _WIDEST_WRAP = 60, 80


Wrapping = Literal["hard", "flowed", "none"]


def clean_mail(body: str, *, sender: str = "", wrapping: Wrapping = "hard") -> str:
    """The words that the author of this mail wrote in it.

    sender: the display name in From, which tells a signature's first line.
    wrapping: who broke the lines: maybe a program ("hard"), a program that says where (`format=flowed`, RFC 3676: a
        space before the line's end), or nobody ("none": text made from HTML).
    """
    lines = body.replace("\r\n", "\n").replace("\r", "\n").replace("\u00a0", " ").split("\n")
    if wrapping == "flowed":
        lines = _unflowed(lines)
    own = _own_lines(lines)
    own = _without_disclaimer(_without_signature(_without_disclaimer(own), sender))
    own = _unwrapped(own) if wrapping == "hard" else own
    return _EMPTY_LINES.sub("\n\n", "\n".join(line.rstrip() for line in own)).strip("\n")


def _unflowed(lines: list[str]) -> list[str]:
    out: list[str] = []
    going_on = False
    for line in lines:
        quoted = line.startswith(">")
        line = line[1:] if line.startswith(" ") else line  # space-stuffing
        if going_on and not quoted:
            out[-1] += line
        else:
            out.append(line)
        going_on = not quoted and line.endswith(" ") and line != "-- "
    return out


def _own_lines(lines: list[str]) -> list[str]:
    """Without quoted and forwarded mails."""
    own: list[str] = []
    index = 0
    while index < len(lines):
        line = lines[index].strip()
        if _SEPARATOR.match(line) and _NEEDS_RULE.search(line):
            break
        if _HEADER_FIRST.match(line) and _is_header_block(lines, index):
            break
        if length := _attribution(lines, index):
            following = next((other for other in lines[index + length :] if other.strip()), "")
            if not following.lstrip().startswith(">"):
                break
            index += length
            continue
        if not _is_quoted(lines, index):
            own.append(lines[index])
        index += 1
    own = _trimmed(own)
    while own and _RULE.match(own[-1]):
        own = _trimmed(own[:-1])
    return own


def _is_quoted(lines: list[str], index: int) -> bool:
    """A line with `>` before it; one such line alone may be the author's own (">5% growth")."""
    line = lines[index].lstrip()
    if not line.startswith(">"):
        return False
    if line[1:2] in ("", " ", ">"):
        return True
    around = lines[max(index - 1, 0) : index] + lines[index + 1 : index + 2]
    return any(other.lstrip().startswith(">") for other in around)


def _attribution(lines: list[str], index: int) -> int:
    """How many lines from here introduce a quote; 0 if these don't."""
    if _NAME_WROTE.match(lines[index].strip()) and any(line.strip() for line in lines[index + 1 :]):
        return 1
    if not _ATTRIBUTION_START.match(lines[index].strip()):
        return 0
    joined = ""
    for count, line in enumerate(lines[index : index + _ATTRIBUTION_LINES], 1):
        if not line.strip() or len(joined) + len(line) > _ATTRIBUTION_LENGTH:
            return 0
        joined = f"{joined} {line.strip()}"
        if _ATTRIBUTION_END.search(joined):
            return count if _DATE_OR_ADDRESS.search(joined) else 0
    return 0


def _is_header_block(lines: list[str], index: int) -> bool:
    """From: with at least two more mail headers in the next six lines, as Outlook writes above a quoted mail."""
    following = [line for line in lines[index + 1 : index + 9] if line.strip()][:6]
    return sum(bool(_HEADER_OTHER.match(line.strip())) for line in following) >= 2


def _without_signature(lines: list[str], sender: str) -> list[str]:
    delimiters = [index for index, line in enumerate(lines) if index and _DELIMITER.match(line)]
    if delimiters:
        sentences = (index for index in reversed(range(len(lines))) if not _may_be_part_of_signature(lines[index]))
        last_sentence = next(sentences, 0)
        # the delimiter is "-- " (RFC 3676); without its space it may be a rule between two paragraphs
        cut = next((index for index in delimiters if lines[index] == "-- " or index > last_sentence), None)
        lines = lines[:cut]
    lines = _trimmed(lines)
    for _ in range(2):
        if lines and _DEVICE.match(lines[-1].strip()):
            lines = _trimmed(lines[:-1])
    start = _signature_start(lines, sender)
    return lines if start is None else lines[:start]


def _signature_start(lines: list[str], sender: str) -> int | None:
    """The first line of a closing ("Best regards, Mia ...") that nothing but name and address follow."""
    words = sender.casefold().split()
    names = {sender.casefold(), *words[:1], *(word[0] for word in words[:1]), "".join(word[0] for word in words)} - {""}
    filled = [index for index, line in enumerate(lines) if line.strip()][-_SIGNATURE_LINES:]
    start = None
    for index in reversed(filled):
        line = lines[index].strip()
        rest = [other.strip() for other in lines[index + 1 :] if other.strip()]
        named = line.strip(" -–—.,!").casefold() in names
        is_closing = _CLOSING.match(line) and (rest or line.endswith(",") or _FORMAL.search(line))
        if (named and index) or is_closing or _closes_with(line, names):
            start = index
        elif not _may_be_signature(line):
            break
    return start


def _closes_with(line: str, names: set[str]) -> bool:
    match = _CLOSING_WITH_NAME.match(line)
    return match is not None and (not names or match["name"].strip(".").casefold() in names)


def _may_be_part_of_signature(line: str) -> bool:
    return not line.strip() or _may_be_signature(line.strip())


def _may_be_signature(line: str) -> bool:
    """A name, a title, an address: short, capitalised, and no sentence."""
    if len(line) > 120:
        return False
    if _CONTACT.search(line):
        return True
    words = line.split()
    telling = [word for word in words if len(word) > 3 and word[0].isalpha()]
    capitalised = sum(word[0].isupper() for word in telling)
    return len(words) <= 8 and 2 * capitalised >= len(telling) and not (len(words) > 3 and line[-1] in ".?!")


def _without_disclaimer(lines: list[str]) -> list[str]:
    """Drop closing paragraphs that only a law department wrote."""
    lines = _trimmed(lines)
    for _ in range(_DISCLAIMERS):
        start = max((index + 1 for index, line in enumerate(lines) if not line.strip()), default=0)
        paragraph = " ".join(lines[start:])
        if start == 0 or not (_DISCLAIMER.match(paragraph) and _DISCLAIMED.search(paragraph)):
            break
        lines = _trimmed(lines[:start])
    while lines and _RULE.match(lines[-1]):
        lines = _trimmed(lines[:-1])
    return lines


def _trimmed(lines: list[str]) -> list[str]:
    start, end = 0, len(lines)
    while start < end and not lines[start].strip():
        start += 1
    while end > start and not lines[end - 1].strip():
        end -= 1
    return lines[start:end]


def _unwrapped(lines: list[str]) -> list[str]:
    """Join lines that a mail program broke, so that a line's end is the author's again.

    A program breaks where the next word would not have fitted: so a break is the program's if the line and the next
    line's first word are together longer than the longest line.
    """
    width = max((len(line) for line in lines if " " in line.strip()), default=0)
    if not _NARROWEST_WRAP <= width <= _WIDEST_WRAP:
        return lines
    out: list[str] = []
    last = ""
    for line in lines:
        first_word = line.split(maxsplit=1)[0] if line.strip() else ""
        broken = last and first_word and len(last) + 1 + len(first_word) > width
        if broken and not _LIST_ITEM.match(line):
            out[-1] += " " + line.strip()
        else:
            out.append(line)
        last = line
    return out
