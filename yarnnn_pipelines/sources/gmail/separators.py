"""Lines that programs draw between an answer and the mail that it answers: `-----Original Message-----` and its like.

Known by the frame of signs around a few words, and by what stands in it or right below it: a stem for "original" and
one for "mail", a verb for "wrote", somebody's name and a day, a header's label. Sentences that introduce a quote are
`attributions`' matter, blocks of headers `quotes`'.
"""

from __future__ import annotations

import re
from collections.abc import Collection

from yarnnn_pipelines.sources.gmail.attributions import ADDRESS, dated
from yarnnn_pipelines.sources.gmail.header_words import PERSON_LABELS, SEPARATORS, WROTE
from yarnnn_pipelines.sources.gmail.others_words import has_day

_DASHES = re.compile(r"^\W*[-_=—–]{2}")
_FRAMED = re.compile(r"^[-_=*—–~#+]{2,}\s*(?P<words>\S.{2,300}?)\s*[-_=*—–~#+]{2,}[:：]?$")
_UNDERSCORES = re.compile(r"^\s*_{20,}\s*$")
_SENTENCE_OR_GREETING = re.compile(r"\w\s+\S.*[.!?,:。！？，：…][\"'”’)\]]*$|[。！？]$")
_WORDS_OF_A_KIND = 5
_WORDS_OF_A_HEAD = 12
_FIRST_LETTERS = r"(?<![^\W\d_])"
# "original", "forwarded", "previous", "quoted"; with a word for what was sent
_EARLIER = re.compile(
    rf"{_FIRST_LETTERS}(?:ursprüngl|urspr\b|original|orig\b|initial|forward|fwd|weitergel|transf[eé]r|réexp[eé]d|reenvi"
    r"|reencam|encaminh|inoltr|doorgest|oorspronk|origine|oprindel|videresend|ursprung|vidarebef|opprinn|alkuper|välitet"
    r"|oryginaln|przekazan|původn|přeposl|pôvodn|prepos|eredeti|tovább|redirec|исходн|пересыл|пересл|оригинал|початков"
    r"|препрат|препрат|αρχικ|προωθ|orijinal|özgün|iletil|izvorn|proslije|prosleđ|posredov|pirmin|persiųst|sākotnēj"
    r"|pārsūt|edasi|algne|asli|terusan|gốc|chuyển tiếp|previous|quoted|vorherig|zitiert|pr[eé]c[eé]d|citad|anterior"
    r"|precedent|vorige|vorheri|tidligere|tidigare|poprzedn|предыдущ)",
    re.IGNORECASE,
)
_SENT = re.compile(
    r"(?:e-?mail|mail|nachricht|message|messag|courriel|mensaje|mensagem|correo|bericht|meddelelse"
    r"|meddelande|besked|melding|viesti|wiadomo|zpráv|správ|üzenet|levél|mesaj|сообщен|письм|повідомл|лист\b|съобщ"
    r"|μήνυμα|ileti|posta|poruk|sporoč|laišk|vēstul|kiri\b|pesan|thư|tin nhắn|text\b|texte|termin|appointment|reply"
    r"|antwort|missatge|mezu)",
    re.IGNORECASE,
)
# Help desks and task lists write above their notices where the answer belongs: what stands below it is the notice.
_WRITE = re.compile(
    r"repl(?:y|ies)|type|write|respond|answer|antwort|schreib|répon|écri|respuest|escrib|respost|escrev|rispo|scriv"
    r"|antwoord|schrijf|svar|skriv|vasta|kirjoit|odpowi|odpis|napis|pisz|odpov|válasz|írj|răspun|scrie|ответ|отвеч|пиш"
    r"|напиш|відпов|отговор|yanıt|cevap|yaz|απαντ|γράψ|返信|回复|回覆|答复|답장|회신|ตอบ|الرد|اكتب|השב|כתוב"
    r"|trả lời|balas|tulis|odgovor|atsaky|atbild|contest|respon",
    re.IGNORECASE,
)
_ABOVE = re.compile(
    r"\babove\b|\bover\b|oberhalb|\büber\b|au[- ]dessus|encima|arriba|\bacima\b|\bsopra\b|\bboven\b|ovenfor|\bover\b"
    r"|ovanför|yläpuol|powyżej|\bnad\b|fölé|felett|deasupra|выше|\bнад\b|вище|üst|πάνω|\bdamunt\b|sobre\b|より上|上"
    r"|위|เหนือ|فوق|أعلى|מעל|\btrên\b|di atas|iznad|\bvirš\b|aukščiau|kohal",
    re.IGNORECASE,
)
_LINE = re.compile(
    r"\blines?\b|\blinie|\bzeile|\blignes?\b|\blínea|\blinea|\blinha|\brig[ah]|\bregel|\blinje|\brad(?:en)?\b|\blinii"
    r"|\břád|\briad|\bsor\b|satır|çizgi|строк|лини|черт|γραμμ|線|行|线|줄|선|บรรทัด|السطر|الخط|השורה|הקו|\bdòng|\bgaris"
    r"|\bbaris|\brivi|\blinija|\beilut|līnij|\bjoone?|\bmark",
    re.IGNORECASE,
)
_OPENS_WITH_SIGNS = re.compile(r"^[^\w\s]{2,20}\W{0,4}\w|\w\W{0,4}[^\w\s]{2,20}$")
_LONGEST_REPLY_ABOVE, _LONGEST_FRAMED = 140, 1_000


def is_separator(lines: list[str], index: int, people: Collection[str]) -> bool:
    """Whether a line divides a mail from the one that it answers or passes on.

    people: names and addresses of whoever wrote and reads the mail, case-folded.
    """
    line = lines[index].strip()
    bare = line.strip("-_=*—–:：<>| \t").casefold()
    if bare in SEPARATORS:
        # "Original:" and "Reply" may head an author's own words
        return bool(_DASHES.match(line)) or (" " in bare and (len(bare) < len(line) or bare.startswith("begin ")))
    match = _FRAMED.match(line) if len(line) <= _LONGEST_FRAMED else None
    if not match:
        return False
    words = match["words"].rstrip(" :：")
    is_of_a_kind = len(words.split()) <= _WORDS_OF_A_KIND and bool(_SENT.search(words))
    if is_of_a_kind and _EARLIER.search(words):
        return True
    if _tells_who_wrote(words, people):
        return True
    return is_of_a_kind and _has_label_below(lines, index)


def _tells_who_wrote(words: str, people: Collection[str]) -> bool:
    """`Mia Duarte wrote on 9 Nov`, `On 10.11.2026 Mia wrote`, `Mia Duarte, 9 Nov`: within a frame."""
    verbs = list(WROTE.finditer(words))
    if verbs and verbs[-1].end() == len(words):
        return True
    if dated(words) and (verbs or ADDRESS.search(words)):
        return True
    if len(words.split()) > _WORDS_OF_A_HEAD or not has_day(words):
        return False
    return bool(verbs) or any(name in words.casefold() for name in people if " " in name or "@" in name)


def _has_label_below(lines: list[str], index: int) -> bool:
    """`Von: "Mia"` right below the frame."""
    below = next((other.strip() for other in lines[index + 1 : index + 3] if other.strip()), "")
    label, colon, value = below.replace("：", ":").partition(":")
    label = label.strip("*_ \u3000").casefold()
    return bool(colon and value.strip()) and label in PERSON_LABELS


def is_bare_separator(lines: list[str], index: int) -> bool:
    """A long line of underscores, as Outlook draws it above the mail that is answered, with words right below it that
    are no signature's: a sentence or a greeting."""
    if not _UNDERSCORES.match(lines[index]):
        return False
    below = next((line.strip() for line in lines[index + 1 : index + 4] if line.strip()), "")
    return bool(_SENTENCE_OR_GREETING.search(below))


def asks_to_reply_above(line: str) -> bool:
    """`##- Please type your reply above this line -##`, `--- Bitte antworten Sie oberhalb dieser Linie ---`."""
    line = line.strip()
    if len(line) > _LONGEST_REPLY_ABOVE or not _OPENS_WITH_SIGNS.search(line):
        return False
    return bool(_WRITE.search(line)) and bool(_ABOVE.search(line)) and bool(_LINE.search(line) or "#" in line[:3])
