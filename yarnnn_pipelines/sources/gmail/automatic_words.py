"""Words by which a program's answer is known, in the languages that programs speak: absences, receipts, bounces.

An absence's subject ("Urlaub: Plan") may be a person's as well. So it takes a mark that the mail answers another or was
made by a program, and a rest of the subject that nobody worded ("Urlaub: can we move the review?") or else a body that
is an absence note. What headers say is `senders`' matter, what tools report `notices`'.
"""

from __future__ import annotations

import re

from yarnnn_pipelines.sources.gmail.header_words import OURS

# Nobody writes these above a mail of his own.
_CERTAIN = re.compile(
    r"^\W*(?:automatic reply|automated reply|auto(?:matic)?[ -]?(?:reply|response)|automatische antwort(?:en)?"
    r"|automatische abwesenheit\w*|auto-antwort|autoantwort|réponse automatique|respuesta autom[áa]tica"
    r"|resposta autom[áa]tica|risposta automatica|automatisch (?:antwoord|bericht)|autosvar|automatisk svar"
    r"|automatiskt svar|automaattinen vastaus|odpowiedź automatyczna|automatyczna odpowiedź|autoodpowiedź"
    r"|automatická odpověď|automatická odpoveď|automatikus válasz|răspuns automat|автоматический ответ|автоответ"
    r"|автоматична відповідь|автоматичен отговор|αυτόματη απάντηση|otomatik (?:yanıt|cevap)"
    r"|自動応答|自動返信|自动回复|自动答复|自動回覆"
    r"|자동 회신|자동 응답|תשובה אוטומטית|מענה אוטומטי|الرد التلقائي|رد تلقائي|ตอบกลับอัตโนมัติ|trả lời tự động"
    r"|balasan otomatis|resposta automàtica"
    r"|automatski odgovor|samodejni odgovor|automatinis atsakymas|automātiskā atbilde"
    r"|automaatvastus)\s*[\])*]*\s*(?:[:：]|(?<=[\])*])|$)"
    r"|^\W*(?:(?:out of (?:the )?office|vacation|away|absence) auto-?(?:reply|response)"
    r"|delivery (?:status notification|failure)|mail delivery (?:failed|failure|system)|mail system error"
    r"|undelivered mail returned to sender|undeliverable (?:mail|message)\b|failure notice$|returned mail:)",
    re.IGNORECASE,
)
# Calendars, servers and recalls; a person may begin a sentence with one: "Accepted: we sign on Friday."
_RECEIPT = re.compile(
    r"^\s*(?:undeliverable|undelivered|unzustellbar|nicht zustellbar|non remis|non distribuable|no se puede entregar"
    r"|no entregado|não entregue|não é possível entregar|onbestelbaar|niet bezorgd|non recapitabile|kan ikke leveres"
    r"|uleverbar|olevererbart|ej levererbart|toimittamatta|ei voi toimittaa|niedostarczalne|nie można dostarczyć"
    r"|nedoručitelné|nedoručiteľné|kézbesíthetetlen|nelivrabil|не удается доставить|не доставлено|недоставленное"
    r"|teslim edilemedi|配信不能|無法傳遞|无法送达|未传递|배달되지 않음"
    r"|recall|message recall|(?:tentatively )?accepted|declined|tentative|zugesagt|abgelehnt|mit vorbehalt|accepté"
    r"|refusé|provisoire|aceptado|aceptada|rechazado|rechazada|aceite|aceito|recusado|accettato|rifiutato|geaccepteerd"
    r"|geweigerd|accepteret|afvist|godtatt|avslått|accepterat|avböjt|zaakceptowano|odrzucono)\s*[:：](?P<rest>.*)$",
    re.IGNORECASE,
)
_ABSENCE = re.compile(
    r"^\W*(?:auto[:：]\s*)?(?:[^\W\d_][\w.'’-]*\s){0,3}?(?:(?:i am |i'm |i’m |ich bin |je suis |estoy |estou |sono "
    r"|ik ben |jeg er |jag är |jestem |is |ist |est )?"
    r"(?:currently |derzeit |zurzeit |momentan |actuellement )?"
    r"(?:out[ -]of[ -](?:the )?office|ooo|away (?:from (?:the |my )?(?:office|desk|mail))?|on (?:annual |parental "
    r"|sick )?"
    r"(?:leave|holidays?|vacation)|vacation|holidays?|annual leave"
    r"|abwesenheit\w*|abwesend|nicht im (?:büro|haus|dienst)|nicht (?:am|an meinem) (?:arbeits)?platz|außer haus"
    r"|im urlaub"
    r"|urlaub(?:s(?:notiz|meldung|abwesenheit|vertretung))?|betriebsferien|elternzeit"
    r"|absences?|absente?|en congés?|congés?(?: annuels?)?|en vacances|vacances|hors du bureau"
    r"|ausente|ausencia|fuera de (?:la |mi )?oficina|de vacaciones|vacaciones"
    r"|ausência|fora (?:do escritório|da empresa)|de férias|férias"
    r"|fuori (?:sede|ufficio)|assen(?:te|za)|in ferie|ferie"
    r"|afwezig\w*|niet aanwezig|niet op kantoor|met (?:vakantie|verlof)|op vakantie|vakantie|verlof"
    r"|frånvaro\w*|frånvarande|inte på kontoret|på semester|semester|fravær\w*|fraværende|ikke (?:på"
    r"|til stede på) kontoret"
    r"|på ferie|ikke til stede|poissa(?:olo\w*)?|lomalla|nieobecno\w+|nieobecn[ya]|poza biurem|na urlopie|urlop"
    r"|nepřítomn\w+|mimo kancelář|dovolená|neprítomn\w+|mimo kancelárie|dovolenka|házon kívül|szabadság(?:on)?"
    r"|irodán kívül"
    r"|în concediu|concediu|absent din birou|вне офиса|отсутствие|отсутствую|в отпуске|отпуск|поза офісом|у відпустці"
    r"|відпустка|извън офиса|отпуска|εκτός γραφείου|άδεια|ofis dışında\w*|izinde\w*|tatilde\w*|izin"
    r"|odsutan|odsutna|izven pisarne|fora de l'oficina"
    r"|不在\w*|休暇\w*|外出\w*|休假|不在办公室|外出通知|外出中|부재 ?중?|휴가)"
    r"(?:\s(?:auto-?reply|notice|notification|message|note))?)(?=[\s\]):：(]|$)"
    r"(?:\s?(?:[(\[–-]|(?:until|till|from|since|back|for|bis|vom|ab|seit|wegen|du|jusqu.au|pour|hasta|desde|del?|até"
    r"|fino|dal?"
    r"|tot|van|do|od|till|til|fra|från|до|с)\b)[^:：?]{0,40}?)?\s*(?:[:：]|\]|\)|\s(?=(?:re|aw|sv|fw|wg|rv)[:：])"
    r"|$)(?P<rest>.*)$",
    re.IGNORECASE,
)
_REPLIED = re.compile(
    r"^\W*(?:re|aw|sv|vs|rv|tr|fw|fwd|wg|antw|odp|res|enc|ynt|回复|답장)\s?(?:\[\d+\])?\s?[:：]", re.IGNORECASE
)
# A rest of a subject that somebody worded for this mail.
_WORDED = re.compile(
    r"[?？!！]\s*$|\.\s*$|[,;]\s"
    r"|\b(?:i|you|can|could|may|let|please|shall|should|will|is|are|was|were|has|have|had|ich|du|ihr|sie|bitte|können"
    r"|kann|ist|sind|wird|haben|hat|je|vous|peut|pouvons|merci|est|sont|avons|yo|usted|podemos|puede|es|está|hemos"
    r"|eu|você|pode|temos|io|possiamo|può|ik|jij|kunnen|kan|jag|jeg|vi|kunne|możemy|proszę|można)\b",
    re.IGNORECASE,
)
# What absence notes say: that somebody is away, until when, and who answers meanwhile.
_NOTE = tuple(
    re.compile(words, re.IGNORECASE)
    for words in (
        r"out of (?:the )?office|on (?:\w+ )?(?:leave|vacation|holiday)|\baway\b|nicht im (?:büro|haus)|im urlaub"
        r"|abwesend"
        r"|nicht erreichbar|absent|en (?:congé|vacances)|fuera de (?:la )?oficina|de vacaciones|ausente"
        r"|fora do escritório"
        r"|de férias|fuori (?:ufficio|sede)|in ferie|assente|afwezig|niet aanwezig|op vakantie|poza biurem|na urlopie"
        r"|nieobecn|på (?:semester|ferie)|frånvarande|fraværende|lomalla|вне офиса|в отпуске|休暇|不在|休假|부재|휴가",
        r"\b(?:until|back on|back in|return\w*|wieder (?:da|zurück|im|erreichbar|ab)|zurück|bis (?:zum"
        r"|einschließlich|\d)"
        r"|jusqu.au|de retour|hasta|regres\w+|vuelvo|até|retorn\w+|fino al|rientr\w+|tot(?: en met)?|terug|wracam"
        r"|do dnia"
        r"|tilbage|tillbaka|åter|takaisin|вернусь|до)\b|まで|回来|까지",
        r"\b(?:urgent\w*|dringend\w*|notfall|emergency|urgen\w+|immediate\w*|meanwhile|in the meantime|in my absence"
        r"|limited access|weitergeleitet|vertretung|kontaktieren|wenden sie sich|contact\w*|contatt\w+|pilne"
        r"|brådskande"
        r"|haster|срочн\w+)\b|緊急|紧急|급한",
        r"\b(?:will (?:reply|respond|answer|get back)|your (?:e-?mail|message)|ihre (?:e-?mail|nachricht|mail)"
        r"|votre (?:message|courriel|e-?mail)|su (?:mensaje|correo)|sua mensagem|seu e-?mail|la (?:tua|sua) (?:mail"
        r"|e-?mail)"
        r"|uw (?:bericht|e-?mail|mail)|ditt (?:mejl|meddelande)|din (?:mail|e-?post))\b",
    )
)
_NOTE_SAYS = 2
_HEAD = 2_000  # characters of a mail in which a program says what it is
_SERVER_SAYS = re.compile(
    r"^\W*(?:hi\. )?(?:this (?:message was|is a message) (?:created )?automatically (?:created "
    r"|generated )?by (?:the )?mail"
    r"|this is the mail system at (?:the )?host|this is the qmail-send program|delivery has failed to these recipients"
    r"|\*\* address not found \*\*|\*\* message (?:blocked|not delivered) \*\*"
    r"|your message (?:to \S+@\S+ )?(?:couldn.t|wasn.t"
    r"|could not be) (?:be )?delivered|(?:i.m|we.re|we are|i am) sorry to (?:have to )?inform you that your message"
    r"|fehler bei der nachrichtenzustellung|diese nachricht wurde automatisch vom mail)",
    re.IGNORECASE,
)
_FAILED_DELIVERY = re.compile(
    r"this message was created automatically by mail delivery software"
    r"|delivery to the following recipients? (?:failed|has been delayed)"
    r"|delivery has failed to these recipients|(?:message|mail) (?:to \S+ )?(?:couldn.t|could not|can.t"
    r"|cannot) be delivered"
    r"|the following (?:message|address(?:es)?|recipient).{0,80}(?:undeliverable|permanent fatal errors|failed)"
    r"|address not found|message (?:wasn.t|was not) delivered to|recipient address rejected"
    r"|fehler bei der nachrichtenzustellung|konnte nicht zugestellt werden|échec de la remise"
    r"|n.a pas pu être (?:remis|distribué)"
    r"|no se (?:ha podido|pudo|puede) entregar|não (?:pôde|foi possível) (?:ser )?entreg|impossibile recapitare"
    r"|non (?:è stato|può essere) (?:recapitato|consegnato)|kan niet worden bezorgd|kunde inte levereras"
    r"|kunne ikke leveres"
    r"|nie można dostarczyć|не удалось доставить|配信できませんでした|无法(?:传递|送达)|전송하지 못했",
    re.IGNORECASE,
)
_FAILURE_SUBJECT = re.compile(
    r"deliver|undeliv|return|bounce|fail|zustell|remis|remise|entreg|recapit|bezorg|lever|dostarcz|доставл|配信|送达|배달"
    r"|전송",
    re.IGNORECASE,
)


def is_certain_subject(subject: str) -> bool:
    """`Automatic reply: Plan`, `[Auto-Reply] Plan`, `Undelivered Mail Returned to Sender`."""
    return bool(_CERTAIN.match(subject))


def is_receipts_subject(subject: str, text: str) -> bool:
    """`Accepted: Review`, `Undeliverable: Plan`; what a person worded behind it ("Accepted: we sign on Friday.") only
    where the mail's words are a server's on a delivery that failed."""
    receipt = _RECEIPT.match(subject)
    return receipt is not None and (not _is_worded(receipt["rest"]) or bool(_FAILED_DELIVERY.search(text)))


def tells_of_failed_delivery(subject: str, text: str) -> bool:
    """Whether the mail begins as a server's on a delivery that failed, or has its words below such a subject."""
    return bool(_SERVER_SAYS.match(text)) or bool(
        _FAILURE_SUBJECT.search(subject) and _FAILED_DELIVERY.search(text[:_HEAD])
    )


def answers_for_the_absent(subject: str, text: str) -> bool:
    """Whether an answer, or a mail that a program may have made, is an absence note.

    It repeats the subject that it answers; one that is worded ("Urlaub: can we move the review?") is a person's unless
    the mail's words are a note's: they ask nothing, and say two of: away, until when, whom to ask, your message.
    """
    absence = _ABSENCE.match(subject)
    if absence is None:
        return False
    if _REPLIED.match(absence["rest"]) or not _is_worded(absence["rest"]):
        return True
    head = text[:_HEAD]
    return "?" not in head and sum(bool(words.search(head)) for words in _NOTE) >= _NOTE_SAYS


def _is_worded(rest: str) -> bool:
    return bool(_WORDED.search(rest)) or not OURS.isdisjoint(rest.casefold().split())
