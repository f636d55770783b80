"""What tools write of what people did in them: Jira, Confluence, GitLab, Zendesk, Asana, and answers by machines.

Such a mail is nobody's word: its sender is the tool, and whoever is named in it wrote somewhere else. Told apart are a
line in a person's mail below which such a notice stands, and a mail that is one. Judged by its words; what headers say
is `senders`' matter.
"""

from __future__ import annotations

import re
from collections.abc import Collection

from yarnnn_pipelines.sources.gmail.chats import first_names

_WORD = r"[^\W\d_a-zß-ÿ][\w.'’-]*"
_NAME = rf"{_WORD}(?:\s{_WORD}){{0,3}}(?:\s[(\[][^()\[\]]{{1,60}}[)\]])?"
_WHO = (
    rf"^\W{{0,4}}(?:[\w -]{{1,30}}\]\s)?(?!(?:I|We|You|They|He|She|Please)\b)"
    rf"(?:{_NAME}(?:\|[^\]]{{1,200}}\])?|@[\w.-]{{1,40}}|[a-z][\w-]{{1,38}}(?=\s(?:left|comm)))\s"
)

# Words that put something said into a tool; what follows them is what was said.
_ADDS = (
    r"(?i:(?:has |just |hat |a |ha |heeft )?(?:added|left|posted|made|wrote|submitted|einen|eine|ajouté|laissé|añadido"
    r"|agregado|dejado|aggiunto|lasciato|adicionou|deixou|añadió|agregó|dejó|een|tilføjede|la til|lade till|dodał\w*)"
    r" (?:(?:a|an|one|the|\d{1,3}|un|une|uno|uma|um|en|ett|et|nya?|internal|public|new|private) ){0,3}"
    r"(?:comments?|notes?|repl(?:y|ies)|remarks?|updates?|review comments?|commentaires?|comentarios?|comentários?"
    r"|commento|commenti|nota|remarque|kommentare?n?|notiz|anmerkung|antwort|reactie|opmerking|kommentar\w*|komentarz)"
    r"|(?:has |just )?(?:@|re)?mentioned you|hat (?:dich|sie) erwähnt|vous a mentionné|te mencionó|ti ha menzionato"
    r"|started a (?:new )?(?:discussion|thread)|(?:has )?requested changes)\b"
)
_SAYS = (
    r"(?i:(?:has |just |hat |a |ha |heeft )?(?:commented|replied|responded|posted|answered|wrote|kommentiert\w*"
    r"|geantwortet|commenté|répondu|comentado|respondido|comentó|respondió|comentou|respondeu|commentato|risposto"
    r"|gereageerd|geantwoord|kommenterade|svarade|kommenterede|kommenterte|skomentował\w*))\b"
)
_OBJECT = re.compile(
    r"\b[A-Z][A-Z\d]{1,9}-\d+\b|(?<!\w)[#!]\d+\b|\b(?:this|a|an|the|your|dieses?|diese[mnr]?|einer?|einem|cette?|votre"
    r"|este|esta|tu|questo|questa|dit|deze)\s(?:\w+\s){0,2}(?:issue|ticket|task|card|page|comment|merge request"
    r"|request"
    r"|pull request|document|file|doc|discussion|thread|post|board|story|epic|bug|incident|conversation|vorgang"
    r"|aufgabe"
    r"|karte|seite|anfrage|kommentar|tâche|carte|demande|tarea|tarjeta|página|solicitud|tarefa|cartão|attività|scheda"
    r"|taak|kaart)\b"
)
_STAMP = re.compile(
    r"\d{1,2}[-/. ](?:\d{1,2}|[^\W\d_]{3,9})\.?[-/., ]+\d{2,4}\b|\d{4}-\d{2}-\d{2}|[^\W\d_]{3,9}\.? \d{1,2},? \d{4}"
    r"|\b\d{1,2}:\d{2}\b"
)
_ADDS_HEAD = re.compile(rf"{_WHO}{_ADDS}(?P<rest>[^\n]{{0,160}})$")
_SAYS_HEAD = re.compile(rf"{_WHO}{_SAYS}(?P<rest>[^\n]{{0,160}})$")
# `Comment by Mia Duarte [ 09/Nov/26 10:00 AM ]`
_BY_HEAD = re.compile(
    r"^\W{0,4}(?i:(?:new |latest |last |internal |public )?(?:comment|note|reply|update)s? (?:by|from|added by)"
    r"|(?:neuer )?kommentar von|(?:nouveau )?commentaire de|(?:nuevo )?comentario de|(?:novo )?comentário de"
    rf"|(?:nuovo )?commento di|(?:nieuwe )?(?:opmerking|reactie) van|komentarz od)\s(?:{_NAME}|@[\w.-]{{1,40}})"
    r"(?P<rest>[^\n]{0,120})$"
)
# "Comment" in any language, beside a name and a time or what was commented on
_COMMENT = re.compile(
    r"comment|koment|kommen|reactie|opmerking|комент|коммент|σχόλι|yorum|コメント|评论|評論|댓글|תגוב|تعليق",
    re.IGNORECASE,
)
_WHO_ELSE = re.compile(
    rf"^\W{{0,4}}(?:[\w -]{{1,30}}\]\s)?(?:{_NAME}|@?[a-z][\w-]{{0,30}}\.[\w.-]{{1,40}}|{_WORD},\s{_WORD})(?=\W)"
)
_PERSON = re.compile(rf"^{_NAME}$")
_MOMENT = re.compile(r"^(?:[^\W\d_]{2,10},?\s)?(?=.{0,40}\d{1,2}[:.h]\d{2})[\w.,/:() +-]{8,50}$")
_ABOUT = re.compile(r"^(?:(?:to|on|in|at|under|with|zu|auf|sur|à|en|a|em|su|op|på|til|w)\s[^.!?:：]{1,80})?[:：]$")
_CLOCK = re.compile(r"\b\d{1,2}:\d{2}\b")
_THIS = re.compile(r"^(?:on|to)\s(?:this\s(?:\w+\s){0,2}\w+|[A-Z][A-Z\d]{1,9}-\d+|[#!]\d+)[.!]$")
_KEY = re.compile(r"\b[A-Z][A-Z\d]{1,9}-\d+\b|(?<!\w)[#!]\d+\b")
_ENDS_IN_MOMENT = re.compile(
    r"\d{2,4},?\s(?:at\s)?\d{1,2}:\d{2}(?::\d{2})?(?:\s?[AP]M)?(?:\s[A-Z]{2,5})?\W{0,3}$", re.IGNORECASE
)
_SENTENCE_GOES_ON = re.compile(r"[.!?…]\s+[^\W\d_]{2}|\b(?:and|that|und|dass|et|que|y|e|che|en)\s")
_WORDS_OF_OBJECT = 8

# What stands around a tool's notice and in no person's mail.
_TOOLS = (
    r"(?:jira|atlassian|asana|trello|gitlab|github|confluence|clickup|linear|zendesk|monday|notion|basecamp|freshdesk)"
)
# Links that stand beside each other in its foot
_LINKS = (
    r"(?:(?:change|manage|edit|adjust|update) (?:your |my )?(?:e-?mail )?notifications?(?: settings| preferences)?"
    r"|stop watching (?:this )?(?:space|page|issue)|un(?:watch|follow) this (?:task|card|page|issue)"
    r"|(?:view|open|see) (?:(?:this|the) )?(?:issue|task|ticket|card|comment|(?:merge |pull )?request|page|it)"
    rf"(?: (?:in|on) {_TOOLS})?|add (?:a )?comment|give feedback|privacy policy"
    rf"|(?:\w+ ){{0,3}}(?:in|auf|sur|en|no|su|op|w) {_TOOLS} (?:ansehen|anzeigen|öffnen|bekijken)"
    rf"|(?:afficher|voir|ver|visualizza|zobacz)(?: \w+){{0,3}} (?:dans|sur|en|no|su|w) {_TOOLS})"
)
_TOOLS_WORDS = re.compile(
    r"reply to this e?-?mail directly,? (?:or|and) view it on"
    r"|you(?:'re|’re| are) receiving this (?:e-?mail |message |notification )?because (?:of your account"
    r"|you (?:were (?:mentioned|assigned)|authored|commented|watch|follow|are (?:watching|following|assigned"
    r"|a (?:member|collaborator|participant|follower)|subscribed to this (?:thread|issue|page))))"
    rf"|this (?:message|e-?mail|notification) (?:was|is) (?:automatically )?(?:sent|generated) by (?:\S+ )?{_TOOLS}\b"
    r"|^[^\w\n]*this e?-?mail is a service from .{1,80}$"
    r"|^[^\w\n]*your request \(?#?\d+\)? has been (?:received|updated|solved|closed)\b"
    rf"|^[^\w\n]*{_LINKS}(?:\s*(?:[·•|,–-]|[<(\[]?https?://\S{{1,500}})[\s·•|,–-]*{_LINKS})+.{{0,80}}$"
    rf"|^[^\w\n]*{_LINKS}\W*\s[<(\[]?https?://\S*{_TOOLS}\S*$",
    re.IGNORECASE | re.MULTILINE,
)
_TOOLS_HINT = re.compile(
    rf"receiving this|reply to this|a service from|your request|notification|un(?:watch|follow)|add (?:a )?comment"
    rf"|give feedback|(?:view|open|see) (?:the )?(?:issue|task|ticket|card|comment|request|page|it)\b|{_TOOLS}",
    re.IGNORECASE,
)
_AUTOMATIC = re.compile(
    r"^(?:\W*(?:hi|hello|dear)\b[^\n]{0,40}\n+)?\W*(?:out of (?:the )?office\s*(?:[.:!–—-]|$)"
    r"|this(?: is an?|(?= \S+ (?:generated )?\S+ (?:is|was|has been) (?:\w+ )?(?:sent|generated|created|auto)))"
    r" (?:auto(?:mated|matic(?:ally generated)?)?|system[- ]generated)[ -]"
    r"(?:message|mail|e-?mail|reply|response|notification|notice)\b"
    r"|(?:automated|automatic) (?:message|reply|response)\b"
    r"|auto-?reply\b|(?:please )?do not reply to this\b"
    r"|(?:many )?thank(?:s| you)[^.!\n]{0,40}\b(?:e-?mail|message)[.!,]?\s+I(?: am|'m|’m) (?:currently )?"
    r"(?:out|away|on (?:annual |parental |sick )?(?:leave|holiday|vacation))\b"
    r"|I(?: am|'m|’m) (?:currently )?(?:out of (?:the )?office|on (?:annual|parental|sick) leave)\b"
    r"|ich bin (?:derzeit|zurzeit|momentan|aktuell)? ?nicht im büro\b|dies(?:e nachricht| e-?mail)? (?:ist eine|wurde)"
    r" automatisch|ce(?:ci est un)? (?:message|courriel)(?: a été (?:envoyé|généré))? automati"
    r"|est[ea] (?:es un )?(?:mensaje"
    r"|correo)(?: (?:es|ha sido|fue) (?:\w+ )?)?\s?autom[aá]ti|esta (?:é uma )?mensagem (?:é |foi \w+ )?autom[aá]ti"
    r"|quest[oa] (?:è un )?(?:messaggio|e-?mail)(?: è(?: stat[oa] \w+)?)? automati|dit (?:is een )?automatisch"
    r"|det(?:te|ta) (?:er|är) (?:en|et|ett) automati|to jest automatyczn|wiadomość wygenerowana automatycznie"
    r"|это автоматическ|это сообщение (?:создано|отправлено) автоматически|このメール.{0,10}自動)",
    re.IGNORECASE,
)


def is_automatic_text(text: str) -> bool:
    """Whether a mail's words say of themselves that a program sent them, or that their author is away."""
    return bool(_AUTOMATIC.match(text))


def has_tools_words(text: str) -> bool:
    """Whether words stand in it that tools write around their notices ("view it on GitLab")."""
    return bool(_TOOLS_WORDS.search(text))


def may_be_notice(text: str) -> bool:
    """Whether words stand in a text or its HTML without which it is no tool's notice; a look that costs little."""
    return bool(_TOOLS_HINT.search(text))


def opens_a_notice(lines: list[str], index: int, people: Collection[str]) -> bool:
    """Whether a line says that somebody said something in a tool, and what was said stands below it.

    "Mia Duarte added a comment - 09/Nov/26 10:00." A line without a colon has to stand alone and name what was
    commented on, or when. people: names and addresses, case-folded.
    """
    line = lines[index].strip()
    if not line or len(line) > 300:
        return False
    if _is_about_a_comment(line, people):
        return True
    says = _SAYS_HEAD.match(line)
    match = _ADDS_HEAD.match(line) or _BY_HEAD.match(line) or says
    if match is None:
        return _is_person_and_moment(lines, index, people)
    rest, is_stamped = match["rest"].strip(), bool(_STAMP.search(match["rest"]) and _CLOCK.search(match["rest"]))
    is_about = match is not says or bool(_OBJECT.search(rest))
    if match.re is _BY_HEAD and rest and not is_stamped and not _ABOUT.match(rest):
        return False
    if rest.endswith((":", "：")):
        return is_about or is_stamped or bool(_ABOUT.match(rest))
    if _filled(lines, index - 1) or not any(_filled(lines, below) for below in range(index + 1, index + 4)):
        return False
    if is_stamped:
        return is_about and not _SENTENCE_GOES_ON.search(rest)
    if rest.endswith((".", "!", "?")):
        return match is says and bool(_THIS.search(rest)) and len(rest.split()) <= _WORDS_OF_OBJECT
    return is_about and len(rest.split()) <= _WORDS_OF_OBJECT and not _filled(lines, index + 1)


def _is_about_a_comment(line: str, people: Collection[str]) -> bool:
    """`mia.torres commented - 09/Nov/26 10:00`, `Mia Torres hat ABC-12 kommentiert:`."""
    if not _COMMENT.search(line) or not _WHO_ELSE.match(line) or _SENTENCE_GOES_ON.search(line):
        return False
    if _ENDS_IN_MOMENT.search(line):
        return True
    words = re.findall(r"[^\W\d_]+", line)
    is_by_a_person = bool(words) and words[0].casefold() in first_names(people) and len(words) <= _WORDS_OF_OBJECT
    return line.endswith((":", "：")) and (is_by_a_person or bool(_KEY.search(line)))


def _filled(lines: list[str], index: int) -> bool:
    return 0 <= index < len(lines) and bool(lines[index].strip())


def _is_person_and_moment(lines: list[str], index: int, people: Collection[str]) -> bool:
    """`Mia Duarte (Northlight)` above `Nov 9, 2026, 10:00 AM WET`, as help desks write it above each message."""
    if _filled(lines, index - 1) or not _filled(lines, index + 1) or not any(lines[index + 2 : index + 4]):
        return False
    line, below = lines[index].strip(), lines[index + 1].strip()
    is_person = bool(_PERSON.match(line)) and line.split()[0].casefold() in first_names(people)
    return is_person and bool(_MOMENT.match(below) and _STAMP.search(below) and re.search(r"\d{4}|[^\W\d_]{3}", below))
