"""Lines that programs draw between an answer and the mail that it answers: `-----Original Message-----` and its like.

Known by the frame of signs around a few words, and by what stands in it or right below it: a stem for "original" and
one for "mail", a verb for "wrote", somebody's name and a day, a header's label. What else is framed in an answer may be
such a line in a language or of a program that nobody listed. Sentences that introduce a quote are
`attributions`' matter, blocks of headers `quotes`'.
"""

from __future__ import annotations

import re
from collections.abc import Collection

from yarnnn_pipelines.english.lines_above import is_heading
from yarnnn_pipelines.sources.gmail.attributions import ADDRESS, dated
from yarnnn_pipelines.sources.gmail.header_words import OURS, PERSON_LABELS, SEPARATORS, WROTE
from yarnnn_pipelines.sources.gmail.others_words import has_day

# "Mia Duarte ---02/11/2026 09:12:44---We went live.", as Lotus Notes glues a mail's head to its first words, and what
# its pages had above that: "Inactive hide details for Mia Duarte ---02.11.2026 ...".
_GLUED = re.compile(
    r"^\W{0,6}(?P<who>[^\W\d_][^:!?\n]{1,120}?)\s?-{2,4}\s?(?:[^\W\d_]{2,12}\.?,? )?"
    r"(?:\d{4}[-./]\d{1,2}[-./]\d{1,2}|\d{1,2}[-./]\d{1,2}[-./]\d{2,4}),?\s"
    r"(?:[^\W\d_]{2,3} )?\d{1,2}[:.]\d{2}(?:[:.]\d{2})?(?:\s?[^\W\d_]\.?[^\W\d_]\.?)?(?: [A-Z]{3,5})?\s?-{2,4}"
)
_DETAILS = re.compile(r"detail|détail|detalle|detalhe|dettagli|szczegół|podrobnost|подробн|詳細|详细", re.IGNORECASE)
_SIGNS = "-_=*—–~#+─━═┄┅┈┉▬•·."
_DASHES = re.compile(r"^\W*[-_=—–]{2}")
_FRAMED = re.compile(rf"^[{_SIGNS}]{{2,}}\s*(?P<words>\S.{{2,300}}?)\s*[{_SIGNS}]{{2,}}[:：]?$")
_BRACKETED = re.compile(r"^[\[({<«]{1,3}\s*(?P<words>[^\W\d_][^\[\](){}<>]{2,60}?)\s*[\])}>»]{1,3}[:：]?$")
_RULE = re.compile(rf"^\s*[{_SIGNS}]{{5,}}\s*$")
_DRAWN = re.compile("^[-_=—–~─━═┄┅┈┉▬]{2}")  # stars and hashes are around headings as well
# What is passed on or cited, by one word alone: "Forwarded", "Weitergeleitet von Rolf", "Quote".
_PASSED_ON = re.compile(
    r"^(?:forward|fwd?\b|fw\b|weitergel|wg\b|transf[eé]r|réexpéd|reenvi|reencam|encaminh|inoltr|doorgest|videresend"
    r"|vidarebef|vidaresänt|överfört|välite|lähetetty|przekaz|přeposl|prepos|tovább|redirec|переслан|пересыл|препрат"
    r"|προωθ|iletil|yönlend|proslije|prosleđ|posredov|persiųst|pārsūt|edasi|terus|chuyển|転送|转发|轉寄|轉發|전달|הועבר|معاد"
    r"|ส่งต่อ|resen[td]|passed on|pasted|quot(?:e|ed|ing)\b|quotation\b|zitat\b|zitiert|cita\b|citación|citation\b"
    r"|citação|citazione|citaat\b|citat\b|cytat\b|citace\b|цитата|original\w{0,3}$|originál$|ursprünglich\w?$|oorspronkelijk$)",
    re.IGNORECASE,
)
_MOST_WORDS, _WORDS_IN_BRACKETS = 4, 2
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
# Nouns by which people head a part of what they write themselves.
_HEADS_OWN_WORDS = re.compile(
    r"\b(?:steps?|updates?|decisions?|summary|results?|status|plans?|budgets?|costs?|prices?|pricing|timeline|schedule|agenda"
    r"|notes?|questions?|answers?|feedback|todos?|tasks?|actions?|risks?|design|content|launch|campaigns?|website|shop|social"
    r"|media|news|important|urgent|please|read|changes?|details|background|options?|phase|part|section|page|draft|copy|week"
    r"|month|ps|nächste|schritte|entscheidung\w*|ergebnis\w*|stand|kosten|fragen|antworten|wichtig|prochaines|étapes|décisions?"
    r"|résultats?|questions|próximos|pasos|passos|decisiones|decisões|preguntas|perguntas|importante|prossimi|passi"
    r"|decisioni|domande|volgende|stappen|besluiten|vragen|belangrijk|nästa|steg|beslut|frågor|viktigt|næste|beslutninger"
    r"|następne|kroki|decyzje|pytania|ważne)\b",
    re.IGNORECASE,
)
_OPENS_WITH_SIGNS = re.compile(r"^[^\w\s]{2,20}\W{0,4}\w|\w\W{0,4}[^\w\s]{2,20}$")
_LONGEST_REPLY_ABOVE, _LONGEST_FRAMED = 140, 1_000


def is_separator(lines: list[str], index: int, people: Collection[str]) -> bool:
    """Whether a line divides a mail from the one that it answers or passes on.

    people: names and addresses of whoever wrote and reads the mail, case-folded.
    """
    line = lines[index].strip()
    if glued := _GLUED.match(line):
        return _is_known(glued["who"], people)
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


def _is_known(who: str, people: Collection[str]) -> bool:
    """Whether a glued head is one for certain: by its details, an address, or whoever wrote and reads the mail."""
    plain = who.casefold()
    is_one_of_them = any(name in plain for name in people if " " in name or "@" in name)
    return is_one_of_them or bool(ADDRESS.search(who)) or bool(_DETAILS.search(who))


def may_be_separator(lines: list[str], index: int, *, is_answer: bool) -> bool:
    """Whether what stands below a line may be another mail: `==== Forwarded ====`, `--- Överfört meddelande ---`.

    Words that nobody listed are a heading where they head something of the author's own (`--- Next steps ---`), stand
    in a mail that answers none, or where other such lines stand in it.
    """
    if _GLUED.match(lines[index].strip()):
        return True
    words = _framed_words(lines, index)
    if (
        not re.search(r"[^\W\d_]{2}", words)
        or len(words.split()) > _MOST_WORDS
        or not OURS.isdisjoint(words.casefold().split())
    ):
        return False
    if _PASSED_ON.match(words):
        return True
    if not is_answer or not _DRAWN.match(lines[index].strip()) or re.search(r"[\d.!?,;:：]", words):
        return False
    others = (_framed_words(lines, other) for other in range(len(lines)) if other != index)
    has_more = any(re.search(r"[^\W\d_]{2}", other) for other in others)
    return not (has_more or is_heading(words) or _HEADS_OWN_WORDS.search(words))


def _framed_words(lines: list[str], index: int) -> str:
    """The few words of a line between signs, brackets or two rules; '' of any other."""
    line = lines[index].strip()
    if not 3 <= len(line) <= _LONGEST_REPLY_ABOVE:
        return ""
    if framed := _FRAMED.match(line):
        return framed["words"].strip(" :：")
    if (bracketed := _BRACKETED.match(line)) and _PASSED_ON.match(bracketed["words"]):
        return bracketed["words"] if len(bracketed["words"].split()) <= _WORDS_IN_BRACKETS else ""
    beside = [lines[other] for other in (index - 1, index + 1) if 0 <= other < len(lines)]
    is_between_rules = len(beside) == 2 and all(map(_RULE.match, beside))
    return line.strip(" :：") if is_between_rules and _PASSED_ON.match(line) else ""


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
