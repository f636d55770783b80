"""Words by which what programs send is known, in the languages that they speak: absences, receipts, bounces, reports.

An absence's subject ("Urlaub: Plan") may be a person's as well. So it takes a mark that the mail answers another or was
made by a program, and a rest of the subject that nobody worded ("Urlaub: can we move the review?") or else a body that
is an absence note. What headers say is `senders`' matter, what tools report `notices`',
subjects that call the mail an automatic answer `automatic_answers`'.
"""

from __future__ import annotations

import re

from yarnnn_pipelines.english.subjects import answers_or_passes_on
from yarnnn_pipelines.sources.gmail.automatic_answers import is_an_automatic_answers
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
# Programs that listen to meetings and write what was said there.
_NOTE_TAKER = (
    r"(?<!\w)(?:gemini|otter|fireflies|zoom|teams|copilot|fathom|read\.ai|tl;dv|tldv|granola|fellow|avoma|gong|jamie"
    r"|sembly|supernormal|krisp|notta|meetgeek|chorus|webex|ai)(?!\w)"
)
# What a tool alone writes above a mail, also from a person's own address.
_TOOLS_REPORT = re.compile(
    r"^\W*(?:your )?(?:daily|weekly|monthly|hourly|tägliche[rs]?|wöchentliche[rs]?|monatliche[rs]?) (?:digest"
    r"|spam report"
    r"|quarantine|zusammenfassung der benachrichtigungen)\b"
    r"|^\S.{0,60}\s(?:has |just )?(?:shared|invited you to|sent you) (?:(?:a|the"
    r"|an) )?(?:\w+ )?[\"“„«'‘].{1,200}[\"”“»'’]"
    r"(?: with you)?\W*$"
    r"|^\S.{0,60}\s(?:shared|has shared) (?:a|an|the) (?:\w+ )?(?:file|folder|document|link|board|page|album|item)s?"
    r" with you\W*$"
    r"|^\S.{0,60}\s(?:hat|haben) .{1,200} (?:mit (?:ihnen|dir)|für (?:sie|dich)) (?:geteilt|freigegeben)\W*$"
    r"|^\S.{0,60}\s(?:a partagé|ha compartido|compartilhou|ha condiviso|heeft|delade|delte) .{1,200}"
    r"(?:avec vous|contigo|con usted|con você|com você|con te|met (?:je|u)(?: gedeeld)?|med dig|med deg)\W*$"
    r"|^\W*(?:new )?(?:voice ?mail|voice message|fax|missed call)s? (?:from|message from|received)\b"
    r"|^\W*(?:scan(?:ned)? (?:from|image from|document from)|message from (?:km|kmbt|ricoh|canon|xerox|copier"
    r"|scanner)\b)"
    r"|^\W*(?:ai|a\.i\.|ki)[- ](?:generated |powered |meeting )*(?:summary|notes|minutes|recap|transcript"
    r"|zusammenfassung"
    r"|notizen|protokoll)\b\W*(?:$|:|of\b|for\b|from\b)"
    rf"|^\W*(?:\S{{1,30}} ){{0,3}}(?:notes|summary|recap|transcript|minutes|highlights) (?:of .{{1,60}} )?(?:by"
    rf"|via|powered by)"
    rf" {_NOTE_TAKER}[\w. ]{{0,20}}$"
    r"|^\W*(?:completed|signed|voided|declined|viewed|complete)?\W*(?:docusign|adobe (?:acrobat )?sign"
    r"|dropbox sign|hellosign"
    r"|pandadoc|signnow|yousign|skribble|signaturit)\b.{0,120}\b(?:completed?|signed|voided|declined|viewed|sent"
    r"|expired"
    r"|finished|abgeschlossen|unterzeichnet|unterschrieben|signée?|firmad[oa]|assinad[oa]|firmat[oa])\W*$"
    r"|^\W*(?:completed|signed|complete with|finished)\b.{0,120}\b(?:docusign|adobe sign|dropbox sign|hellosign"
    r"|pandadoc)\W*$"
    r"|^\W*\[?(?:ticket|case|request|anfrage|vorgang|incident)\W{0,3}#?\s?[\w-]{1,20}\]?\W{0,3}(?:we(?:'ve|’ve"
    r"| have)? "
    r"received|has been|wurde|received|created|closed|solved|updated|resolved|your request|eingegangen)\b",
    re.IGNORECASE,
)
# What tools write and people may: asked of a person.
_TOOLS_KIND = re.compile(
    r"^\W*(?:(?:re)?minder: )?(?:(?:a |your )?(?:document|contract|agreement|signature|envelope|dokument"
    r"|vertrag)s? (?:(?:is |are )?"
    r"(?:ready )?(?:for|to) (?:your )?(?:sign|review and sign)\w*|requested|awaits?|zur (?:unterschrift"
    r"|unterzeichnung))"
    r"|signature request(?:ed)?|please sign\b.{0,20}:|complete with|completed:|zur unterschrift"
    r"|signature requise|firma solicitada"
    r"|(?:your|ihre|votre|su|sua|la (?:tua|sua)|uw|din) (?:\w+ )?(?:invoice|receipt|order|booking|ticket"
    r"|statement|payment|subscription"
    r"|account|rechnung|quittung|bestellung|buchung|facture|reçu|commande|factura|recibo|pedido|fatura|fattura"
    r"|ricevuta"
    r"|ordine|factuur|bestelling|faktura|ordre)\b"
    r"|(?:order|invoice|payment|booking|ticket|case|rechnung|bestellung|facture|factura|fattura|faktura) "
    r"(?:confirm\w*|received|#|no\.?|nr\.?|nº|n°|bestätig\w*|\d)"
    r"|\[(?:ticket|case|request|issue|vorgang|anfrage|sr|inc)\W{0,3}#?\s?[\w-]{1,20}\]"
    rf"|(?:\w+ ){{0,3}}(?:notes|summary|recap|transcript|recording|minutes|highlights)(?::| of| from| for| by"
    rf"| with) .{{0,80}}"
    rf"{_NOTE_TAKER}"
    r"|new comment\b|\S.{0,40} (?:mentioned you|commented on|assigned you|invited you)\b"
    r"|(?:weekly|daily|monthly) (?:report|summary|recap|update|statistics|stats)\W*$|new (?:form )?(?:submission"
    r"|entry|lead)\b)",
    re.IGNORECASE,
)
_READ = re.compile(
    r"^\s*(?:read|not read|read receipt|gelesen|ungelesen|nicht gelesen|lesebestätigung|lu|non lu"
    r"|accusé de lecture|leído"
    r"|no leído|lido|lida|não lid[ao]|letto|non letto|gelezen|niet gelezen|læst|ikke læst|lest|ulest|läst|oläst"
    r"|luettu"
    r"|przeczytan[eoy]|přečteno|prečítané|olvasva|elolvasva|citit|прочитано|прочтено|прочетено|διαβάστηκε|okundu"
    r"|開封済み|已读|已讀|읽음|נקרא|مقروءة|อ่านแล้ว|đã đọc|dibaca|llegit|pročitano|prebrano|perskaityta|loetud|lesið)"
    r"\s*[:：](?P<rest>.*)$",
    re.IGNORECASE,
)
_WAS_READ = re.compile(
    r"^\W*(?:your message|ihre nachricht|votre message|su mensaje|a sua mensagem|il messaggio|uw bericht"
    r"|din meddelelse"
    r"|ditt meddelande|this is a (?:return )?receipt for the mail)\b[\s\S]{0,600}?\b(?:was|has been|wurde|a été"
    r"|fue|se leyó|foi"
    r"|è stato|is|blev|var|was deleted without being)\s(?:\w+ ){0,2}(?:read|gelesen|lu|leído|lida|letto|gelezen"
    r"|læst|läst"
    r"|displayed)\b",
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
    r"|refusé|provisoire|aceptado|aceptada|rechazado|rechazada|aceite|aceito|recusado|accettato|rifiutato"
    r"|geaccepteerd"
    r"|geweigerd|accepteret|afvist|godtatt|avslått|accepterat|avböjt|zaakceptowano|odrzucono)\s*[:：](?P<rest>.*)$",
    re.IGNORECASE,
)
_ABSENCE = re.compile(
    r"^\W*(?:auto[:：]\s*)?(?:[^\W\d_][\w.'’-]*\s){0,3}?(?:(?:i am |i'm |i’m |ich bin |je suis |estoy |estou |sono "
    r"|ik ben |jeg er |jag är |jestem |is |ist |est )?"
    r"(?:currently |derzeit |zurzeit |momentan |actuellement )?"
    r"(?:out[ -]of[ -](?:the )?office|not in (?:the )?office|ooo"
    r"|away (?:from (?:the |my )?(?:office|desk|mail))?|on (?:annual |parental "
    r"|sick )?"
    r"(?:leave|holidays?|vacation)|vacation|holidays?|annual leave"
    r"|abwesenheit\w*|abwesend|nicht im (?:büro|haus|dienst)|nicht erreichbar"
    r"|nicht (?:am|an meinem) (?:arbeits)?platz|außer haus"
    r"|im urlaub"
    r"|urlaub(?:s(?:notiz|meldung|abwesenheit|vertretung))?|betriebsferien|elternzeit"
    r"|absences?|absente?|en congés?|congés?(?: annuels?)?|en vacances|vacances|hors du bureau"
    r"|ausente|ausencia|fuera de (?:la |mi )?oficina|de vacaciones|vacaciones"
    r"|ausência|fora (?:do escritório|da empresa)|de férias|férias"
    r"|fuori (?:sede|ufficio)|assen(?:te|za)|in ferie|ferie"
    r"|afwezig\w*|niet aanwezig|niet op kantoor|met (?:vakantie|verlof)|op vakantie|vakantie|verlof"
    r"|frånvaro\w*|frånvarande|inte på kontoret|på semester|semester|fravær\w*|fraværende|ikke (?:på"
    r"|til stede på) kontoret"
    r"|på ferie|ikke til stede"
    r"|ude af kontoret|ute av kontoret|bortrest|bortreist"
    r"|poissa(?:olo\w*)?|lomalla|nieobecno\w+|nieobecn[ya]|poza biurem|na urlopie|urlop"
    r"|nepřítomn\w+|mimo kancelář|dovolená|neprítomn\w+|mimo kancelárie|dovolenka|távollét|házon kívül|szabadság(?:on)?"
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
_HOLIDAYS = re.compile(r"\W*(?:vacations?|holidays?)\W*", re.IGNORECASE)
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
    r"|this is the mail system at (?:the )?host|this is the qmail-send program"
    r"|delivery has failed to these recipients"
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
    return bool(_CERTAIN.match(subject) or is_an_automatic_answers(subject) or _TOOLS_REPORT.match(subject))


def is_of_a_tools_kind(subject: str) -> bool:
    """`Your invoice 12`, `Document for signature: Plan`: tools write such, and so may people."""
    return bool(_TOOLS_KIND.match(subject))


def is_an_absences(subject: str) -> bool:
    """`Abwesenheit: Plan`, `OOO: Plan`: programs write such above what they answer, and so may people above a plan."""
    absence = _ABSENCE.match(subject)
    return absence is not None and bool(absence["rest"].strip(" :：")) and not _is_worded(absence["rest"])


def says_only_absence(subject: str) -> bool:
    """`Ausente`, `Out of the office`; of holidays people write themselves."""
    absence = _ABSENCE.match(subject)
    return absence is not None and not absence["rest"].strip(" :：") and not _HOLIDAYS.fullmatch(subject)


def is_receipts_subject(subject: str, text: str) -> bool:
    """`Accepted: Review`, `Undeliverable: Plan`; what a person worded behind it ("Accepted: we sign on Friday.") only
    where the mail's words are a server's on a delivery that failed."""
    if (read := _READ.match(subject)) and (not _is_worded(read["rest"]) or _WAS_READ.match(text)):
        return True
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
    if answers_or_passes_on(absence["rest"]) or not _is_worded(absence["rest"]):
        return True
    head = text[:_HEAD]
    return "?" not in head and sum(bool(words.search(head)) for words in _NOTE) >= _NOTE_SAYS


def _is_worded(rest: str) -> bool:
    return bool(_WORDED.search(rest)) or not OURS.isdisjoint(rest.casefold().split())
