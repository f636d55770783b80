"""Whether a mail's words read like those that a program sends by itself, whatever its subject and headers are.

It says so of itself ("This reply was sent automatically."), acknowledges a receipt and promises an answer in nobody's
name, or begins by saying that its owner is away and until when. People write such words too, so they leave a doubt and
no certainty; what a person says of automatic mails in passing ("the form sends an automatic reply") does not. What is
certain is `notices`' matter, subjects and servers' words are `automatic_words`'.
"""

from __future__ import annotations

import re

_HEAD = 1_200  # characters in which a program says what it is
_LONGEST_SENTENCE = 240
_THIS = (
    r"(?:this|the\s+present|dies(?:e[rs]?)?|das|die\s+vorliegende|ceci|cette?|ce|c['’]est|est[ea]|esto|isto"
    r"|ess[ae]|quest[oa]|dit|deze"
    r"|dette|denne|detta|denna|det|tämä|to|ta|ten|niniejsz[ay]|это|этот|данное|ц[ея]|este|acest(?:a|ă)?|ez|toto"
    r"|tato|tento|bu|αυτό)"
)
_MAIL = (
    r"(?:e-?mail|mail|message|repl[yi]|response|answer|notification|notice|nachricht|antwort|benachrichtigung"
    r"|courriel|réponse"
    r"|mensaje|correo|respuesta|notificación|mensagem|resposta|notificação|messaggio|risposta|notifica|bericht"
    r"|antwoord|melding"
    r"|meddelelse|meddelande|besked|svar|viesti|vastaus|wiadomo|odpowied|сообщен|письм|ответ|відповід|повідомлен"
    r"|mesaj|răspuns"
    r"|üzenet|válasz|zpráv|správ|odpov|ileti|yanıt|μήνυμα)"
)
_BY_ITSELF = (
    r"(?:auto(?!no)(?:-|\s)?(?:m[aá]t|gener|repl|resp|antw|svar)\w*|(?:system|computer|machine)[-\s](?:generated"
    r"|erstellt)|autom\w+"
    r"|maschinell\s+erstellt|sjálfvirk\w*|automaatti\w*|автомат\w*|αυτόματ\w*|otomatik\w*|自動|自动|자동)"
)
_NO_REPLY = (
    r"(?:(?:please\s+)?(?:do\s+not|don['’]t)\s+(?:reply|respond|answer)\s+(?:directly\s+)?to\s+this"
    r"|(?:please\s+)?do\s+not\s+reply(?:\s+directly)?\W*$"
    r"|bitte\s+(?:antworten\s+sie\s+)?nicht\s+(?:auf\s+diese|direkt)|ne\s+(?:pas\s+répondre|répondez\s+pas)"
    r"|no\s+respond\w+\s+a\s+este"
    r"|por\s+favor,?\s+no\s+respond|não\s+respond\w+\s+a\s+est|non\s+risponde\w+\s+a\s+quest"
    r"|niet\s+(?:te\s+)?(?:beantwoorden|reageren)"
    r"|svara?\s+(?:inte|ikke)\s+på|ikke\s+(?:be)?svar|nie\s+odpowiada\w+\s+na\s+(?:tę|ten)|не\s+отвечайте)"
)
_NOT_ITS_SENDER = r"(?!\W+(?:translat|übersetz|tradu|vertaal|forward|weitergel|save|delete|archiv))"
_IS = (
    r"(?:is|was|has\s+been|ist|wurde|war|est|était|es|fue|ha\s+sido|é|foi|è|är|er|on|jest|została|este|a\s+fost"
    r"|je|bol[oa]?|byl[oa]?)"
)
_SAYS_SO = re.compile(
    rf"(?i)(?:^\W*|[,;–—]\s+){_THIS}(?:\s+\w+){{0,2}}?\s+\w*?{_MAIL}\w*\b[^.!?\n]{{0,60}}?\b{_BY_ITSELF}{_NOT_ITS_SENDER}"
    rf"|(?:^\W*|[,;–—]\s+){_THIS}(?:\s+\w+)?\s+{_IS}\s+(?=[^.!?\n]{{0,60}}{_MAIL})(?:\w+\W+){{0,3}}?{_BY_ITSELF}{_NOT_ITS_SENDER}"
    rf"|^\W*(?:это|то|це|ez\s+egy|这是|這是|これは|이것은)\s*{_BY_ITSELF}\W*\w*{_MAIL}"
    rf"|^\W*(?:an?\s+)?{_BY_ITSELF}\s+\w*{_MAIL}\w*\W*$|^\W*{_MAIL}\w*\s+{_BY_ITSELF}\W*$|^\W*{_NO_REPLY}"
    r"|^\W*(?:this|our|the|my)\s+(?:\w+\s+)?(?:in-?box|mail-?box|e-?mail(?:\s+address)?|address|account)\s+is\s+(?:not\s+|un|currently\s+not\s+)"
    r"(?:monitored|attended|read|checked)\b"
)
# "AI summary: The team decided ...", wherever a line begins so
_SUMMED_UP_BY_A_PROGRAM = re.compile(
    r"(?im)^[^\w\n]*(?:(?:ai|ki|ia)[-\s](?:generated\s|powered\s|meeting\s)*(?:summary|notes|recap|minutes|zusammenfassung)"
    r"|(?:résumé|resumen|resumo)\s(?:ia|de\sia|par\sia))[*_\s]*(?::|$)"
)
# Of a receipt: that something came, thanks for writing at all, that somebody will answer, and when, for anybody.
_CAME = re.compile(
    r"(?i)\b(?:(?:we|i)(?:['’]ve|\s+have)?\s+(?:successfully\s+)?(?:received"
    r"|got)\s+your\s+(?:\w+\s+){0,2}(?:e-?mail|message|mail|request|enquiry"
    r"|inquiry|application|submission|query|form)"
    r"|your\s+(?:\w+\s+){0,2}(?:e-?mail|message|mail|request|enquiry|inquiry|application|submission|ticket"
    r"|query)\b[^.!?\n]{0,30}"
    r"\b(?:has\s+(?:been\s+received|arrived|reached\s+us)|was\s+received|is\s+being\s+processed|wurde)"
    r"|(?:ihre|deine)\s+(?:anfrage|nachricht|e-?mail|mail)\b[^.!?\n]{0,40}\b(?:erhalten|eingegangen|bearbeitet)"
    r"|(?:haben|habe)\s+(?:ihre|deine)\s+(?:anfrage|nachricht|e-?mail|mail)\b[^.!?\n]{0,30}\berhalten"
    r"|(?:avons|ai)\s+bien\s+reçu\s+v(?:otre|os)|votre\s+(?:message|demande|courriel"
    r"|e-?mail)\s+a\s+(?:bien\s+)?été\s+(?:reçue?|transmise?)"
    r"|hemos\s+recibido\s+(?:su|tu)|(?:su|tu)\s+(?:mensaje|solicitud|correo)\s+ha\s+sido\s+recibid"
    r"|recebemos\s+(?:a\s+sua|o\s+seu|sua|seu)|(?:abbiamo|ho)\s+ricevuto\s+(?:la\s+(?:sua|tua)|il\s+(?:suo|tuo))"
    r"|(?:hebben|heb)\s+(?:uw|je)\s+(?:bericht|e-?mail|mail|aanvraag)[^.!?\n]{0,20}\bontvangen"
    r"|(?:har|have)\s+(?:mottagit|mottatt|modtaget)\s+(?:ditt|din)|otrzymaliśmy|we\s+hebben\s+uw)"
)
_THANKS = re.compile(
    r"(?i)\b(?:thank(?:s|\s+you)(?:\s+\w+){0,3}\s+for\s+(?:contacting|reaching\s+out|getting\s+in\s+touch"
    r"|writing\s+to\s+us|your\s+(?:e-?mail|mail|message"
    r"|enquiry|inquiry|request|interest))|(?:vielen|herzlichen|besten)?\s*dank\s+für\s+(?:ihre|deine"
    r"|die)\s+(?:anfrage|nachricht|e-?mail|mail|interesse)"
    r"|merci\s+(?:de\s+nous\s+avoir|pour\s+votre\s+(?:message|demande|courriel|e-?mail))"
    r"|gracias\s+por\s+(?:contactar|su\s+(?:mensaje|correo|consulta)|ponerse)"
    r"|obrigad[oa]\s+(?:por\s+(?:entrar|contact|nos)|pel[oa]\s+(?:seu|sua)\s+(?:mensagem|contacto|contato"
    r"|e-?mail))|grazie\s+per\s+(?:averci|il\s+(?:suo|tuo)\s+messaggio|la\s+(?:sua|tua))"
    r"|bedankt\s+voor\s+(?:uw|je)|tack\s+för\s+(?:ditt|din)|takk?\s+for\s+(?:din|ditt|henvendelsen)|dziękujemy\s+za)"
)
_WILL_ANSWER = re.compile(
    r"(?i)\b(?:(?:we|i)(?:['’]ll|\s+will|\s+shall)?\s+(?:\w+\s+)?(?:get\s+back|reply|respond|answer|contact\s+you"
    r"|be\s+in\s+touch)"
    r"|will\s+(?:get\s+back|be\s+answered|answer|reply|respond)|melden\s+uns|antworten\s+ihnen|kümmern\s+uns"
    r"|reviendrons|répondrons|recontacter"
    r"|responderemos|nos\s+pondremos|entraremos\s+em\s+contact|responderemos|risponderemo|ricontatteremo"
    r"|nemen\s+(?:zo|contact)|reageren"
    r"|återkommer|svarar|vender\s+tilbage|svarer|tar\s+kontakt|odpowiemy|skontaktujemy)"
)
_FOR_ANYBODY = re.compile(
    r"(?i)\b(?:as\s+soon\s+as\s+(?:possible|we\s+can)|shortly|soon|(?:with)?in\s+(?:the\s+next\s+)?(?:a\s+few|\d+"
    r"|one|two|three|five|24|48)\s+(?:business\s+|working\s+)?(?:days?|hours?)"
    r"|in\s+(?:due\s+course|the\s+(?:next|coming)\s+(?:few\s+)?days)|in\s+den\s+nächsten\s+tagen|schnellstmöglich"
    r"|so\s+(?:schnell|bald)\s+wie\s+möglich|in\s+kürze|innerhalb|umgehend"
    r"|dans\s+les\s+(?:plus\s+brefs|meilleurs)\s+délais|sous\s+\d+|dès\s+que\s+possible|lo\s+antes\s+posible"
    r"|a\s+la\s+brevedad|o\s+mais\s+(?:breve|rápido|rapidamente)\s+possível"
    r"|il\s+prima\s+possibile|al\s+più\s+presto|zo\s+(?:snel|spoedig)\s+mogelijk|så\s+(?:snart|fort|hurtigt"
    r"|raskt)\s+som\s+m|hurtigst\s+mulig|jak\s+najszybciej|wkrótce)"
)
_JUST_TO_SAY = re.compile(
    r"(?i)\bjust\s+to\s+(?:let\s+you\s+know|confirm)\s+(?:that\s+)?(?:your|we)\b[^.!?\n]{0,60}\b(?:arrived|received|got|reached)"
)
# Of an absence: a first sentence in the first person that says so, and until when.
_AWAY = re.compile(
    r"(?i)\b(?:(?:i\s+am|i['’]m|i\s+will\s+be|i['’]ll\s+be|we\s+are"
    r"|our\s+office\s+is)\s+(?:\w+\s+)?(?:out\s+of\s+(?:the\s+)?office|on\s+(?:\w+\s+)?(?:leave|vacation"
    r"|holidays?)|away|closed|unavailable|travelling)"
    r"|(?:ich\s+bin|bin\s+ich|wir\s+sind)\s+[^.!?\n]{0,30}?(?:nicht\s+(?:im\s+(?:büro|haus|dienst)|erreichbar"
    r"|am\s+(?:arbeits)?platz|da\b)|im\s+urlaub|abwesend|au(?:ß|ss)er\s+haus|in\s+(?:elternzeit|mutterschutz))"
    r"|(?:je\s+suis|je\s+serai|nous\s+sommes)\s+[^.!?\n]{0,30}?(?:absent|en\s+(?:congés?|vacances|déplacement)"
    r"|hors\s+du\s+bureau|indisponible)"
    r"|(?:(?:no\s+)?est(?:oy|aré|amos)|me\s+encuentro)\s+[^.!?\n]{0,30}?(?:fuera\s+de|de\s+vacaciones|ausente"
    r"|de\s+baja|en\s+la\s+oficina)"
    r"|(?:não\s+)?est(?:ou|arei|amos)\s+[^.!?\n]{0,30}?(?:fora\s+d|de\s+férias|ausente|no\s+escritório)"
    r"|(?:non\s+)?(?:sono|sarò|siamo)\s+[^.!?\n]{0,30}?(?:fuori\s+(?:ufficio|sede)|in\s+(?:ferie|ufficio|vacanza)"
    r"|assente)"
    r"|(?:ik\s+ben|ben\s+ik|wij\s+zijn|we\s+zijn)\s+[^.!?\n]{0,30}?(?:met\s+(?:vakantie|verlof)|op\s+vakantie"
    r"|afwezig|niet\s+(?:op\s+kantoor|aanwezig|bereikbaar)|vrij)"
    r"|(?:jag\s+är|jeg\s+er|er\s+jeg|är\s+jag)\s+[^.!?\n]{0,30}?(?:på\s+(?:semester|ferie)|inte\s+på|ikke\s+(?:på"
    r"|til)|frånvarande|fraværende|(?:föräldra)?ledig|bortre(?:st|ist)|u[dt]e\s+a[fv])"
    r"|(?:jestem|będę)\s+[^.!?\n]{0,30}?(?:na\s+urlopie|nieobecn|poza\s+biurem|niedostępn)"
    r"|przebywam\s+na\s+urlopie|olen\s+[^.!?\n]{0,20}?(?:lomalla|poissa)"
    r"|(?:я\s+)?(?:нахожусь\s+)?(?:в\s+отпуске|вне\s+офиса)|jsem\s+[^.!?\n]{0,20}?(?:na\s+dovolené"
    r"|mimo\s+kancelář)|sunt\s+în\s+concediu)"
)
_UNTIL = re.compile(
    r"(?i)\b(?:until|till|through|back\s+(?:on|in|at)|return\w*|from\b.{1,40}\bto|between|bis|wieder|zurück"
    r"|ab\s+(?:dem|\w+tag|\d)|vom|jusqu['’]|de\s+retour|du\b.{1,30}\bau|hasta|regres\w+|vuelvo|volver\w+"
    r"|até|retorn\w+|volt\w+|fino\s+al?|rientr\w+|torn(?:o|erò)|tot\b|terug|t/m|till|til\b|åter|tilbage|tillbaka"
    r"|do\s+(?:dnia\s+)?\d|wracam|wrócę|до|asti|saakka|do\s+\d|până)"
)
_OPENING = re.compile(
    r"^\W*(?i:(?:dear\s+(?:sender|sir|madam|customer|colleagues?|all)|hi(?:\s+(?:there|all|everyone))?|hello"
    r"|good\s+day|hallo|guten\s+tag|sehr\s+geehrte\s+damen\s+und\s+herren"
    r"|bonjour|hola|buenos\s+días|olá|bom\s+dia|ciao|buongiorno|salve|beste|hej|hei|dzień\s+dobry"
    r"|здравствуйте)\s*[,!.:]*\s*(?=\n|[A-ZÀ-Þ]|$))"
)
_SENTENCE = re.compile(r"[^.!?\n…]+(?:[.!?…]+[\"'”’»)\]]*(?=\s|$)|\n|$)")
_THANKS_AT_FIRST = re.compile(
    r"(?i)^\W*(?:(?:many\s+|vielen\s+|herzlichen\s+)?(?:thank|dank|merci|gracias|obrigad|grazie|bedankt|tack"
    r"|takk?\b|dzięk|kiitos|спасибо|děkuj))"
)
_SENTENCES_AT_EITHER_END = 3


def may_be_automatic_text(text: str) -> bool:
    """Whether a program may have written these words of a mail, without its quotes and signature."""
    if _SUMMED_UP_BY_A_PROGRAM.search(text):
        return True
    return _says_so(text) or _acknowledges(text[:_HEAD]) or _is_an_absence_note(text[:_HEAD])


def _says_so(text: str) -> bool:
    """In its first sentences or its last ones, of itself."""
    ends = (_sentences(text[:_HEAD])[:_SENTENCES_AT_EITHER_END], _sentences(text[-_HEAD:])[-_SENTENCES_AT_EITHER_END:])
    return any(_SAYS_SO.search(sentence) for end in ends for sentence in end if len(sentence) <= _LONGEST_SENTENCE)


def _acknowledges(head: str) -> bool:
    """That something came and will be answered, or thanks for writing and an answer at some time for anybody."""
    first = head.split("\n\n", 2)[:2]
    words = " ".join(first)
    if "?" in words:
        return False
    thanks, answers = _THANKS.search(words), _WILL_ANSWER.search(words)
    if _CAME.search(words) and (thanks or answers or _FOR_ANYBODY.search(words) or _is_all_of_a_paragraph(first[0])):
        return True
    return bool(thanks and ((answers and _FOR_ANYBODY.search(words)) or _JUST_TO_SAY.search(words)))


def _is_all_of_a_paragraph(paragraph: str) -> bool:
    """One sentence that says that a numbered request came: `Your request (4821) has been received.`"""
    return len(_sentences(paragraph)) == 1 and re.search(r"\d{3}", paragraph) is not None


def _is_an_absence_note(head: str) -> bool:
    """It greets nobody by name, and its first sentence, behind thanks, says "I am away" and until when."""
    paragraphs = [_sentences(paragraph) for paragraph in _OPENING.sub("", head, count=1).split("\n\n")]
    while paragraphs and (not paragraphs[0] or _only_thanks(paragraphs[0][0])):
        paragraphs = [paragraphs[0][1:], *paragraphs[1:]] if paragraphs[0] else paragraphs[1:]
    if not paragraphs or paragraphs[0][0].endswith("?"):
        return False
    first, *more = paragraphs[0]
    return _AWAY.search(first) is not None and any(_UNTIL.search(sentence) for sentence in (first, *more[:1]))


def _only_thanks(sentence: str) -> bool:
    return _THANKS_AT_FIRST.match(sentence) is not None and _AWAY.search(sentence) is None


def _sentences(text: str) -> list[str]:
    return [sentence for match in _SENTENCE.finditer(text) if (sentence := match[0].strip())]
