"""Paragraphs that a law department has put below each mail: that it is confidential, for whom it is, what to do else.

Judged is a paragraph as a whole, in any of the languages listed. Where in a mail it is looked for is `signatures`'
matter.
"""

from __future__ import annotations

import re

_LONGEST_PRINTING = 180  # characters of "Please consider the environment before printing"
_DISCLAIMER = re.compile(
    r"^\W*(?:this (?:e-?mail|message|communication|transmission|electronic)\b"
    r"|the (?:information|contents?) (?:contained )?(?:in|of) this|confidential(?:ity)?(?: notice"
    r"| note)?\s*[:.-]|disclaimer\b|if you (?:are not|have received) "
    r"|(?:diese|dieses) (?:e-?mail|nachricht|mail|schreiben)\b|der inhalt dieser|ce (?:message|courriel)\b"
    r"|cet e-?mail\b|ce[st]s? informations|este (?:mensaje|correo|e-?mail)\b|la información contenida"
    r"|esta mensagem\b|as informações contidas|quest[oa] (?:messaggio|e-?mail)\b|le informazioni contenute"
    r"|dit (?:bericht|e-?mail)\b"
    r"|deze e-?mail\b|de informatie|denne (?:e-?mail|mail|meddelelse|e-post\w*)\b"
    r"|det(?:ta|te|här) (?:e-?post\w*|mejl\w*|meddelande\w*)|tämä (?:viesti|sähköposti)|t[ae] wiadomość|niniejsz[ae]"
    r"|tato zpráva|táto správa|ez az (?:e-?mail|üzenet)|acest (?:mesaj|e-?mail)|это сообщение|настоящее"
    r"|bu e-?posta|bu mesaj)",
    re.IGNORECASE,
)
# What law departments write of, in the languages in which they do: a paragraph that says several of these is theirs.
_LEGAL = tuple(
    re.compile(stems, re.IGNORECASE)
    for stems in (
        r"confiden|vertraulich|vertrouwelijk|fortrolig|konfidenti|luottamuksell|poufn|důvěrn|dôvern|bizalmas"
        r"|конфиденциальн|gizli|riservat",
        r"intended|exclusively for|bestimmt|destiné|dirigid|exclusiv|bestemd|tiltænkt|avsett|beregnet|przeznaczon|určen"
        r"|предназначен",
        r"recipient|addressee|empfänger|adressat|destinat|ontvanger|modtager|mottagar|mottaker|vastaanottaj|címzett"
        r"|получател|alıcı",
        r"privileg|proprietary",
        r"in error|by mistake|irrtüm|par erreur|por error|por engano|per errore|ten onrechte|ved en fejl|av misstag"
        r"|omyłk|omyl|tévedés|по ошибке",
        r"unauthori|unbefugt|non autoris|no autoriz|não autoriz|non autorizz|onbevoegd",
        r"disclos|copying|distribut|dissemin|weitergabe|diffus|divulg|verspreid|kopier",
        r"prohibit|unlawful|untersagt|nicht gestattet|interdit|prohib|vietat|verboden|förbjud|zabron|zakáz",
        r"virus|malware",
        r"liab|haftung|responsab|aansprakelijk",
        r"notify|benachrichtig|avertir|notifi|avvis",
        r"delete|destroy|löschen|vernicht|supprim|détrui|elimin|apag|cancell|verwijder|slet|radera",
        r"monitor|intercept|scanned|archived",
    )
)
# "This e-mail is confidential and for the addressee only.": a sentence on the mail itself, and nothing beside it.
_SHORT_DISCLAIMER, _WORDS_BEFORE_LEGAL = 240, 6
_FOR_WHOM = re.compile(r"for the addressee|for (?:the )?(?:sole|exclusive) use|nur für|for your eyes", re.IGNORECASE)
_OF_ONESELF = re.compile(
    r"(?<!\w)(?:I|we|our|us|you(?!r\b| (?:are|have))|ich|wir|unser\w*|nous|notre|nosotros|nós|noi)(?!\w)"
)
_SOMETHING_ELSE = re.compile(
    r"\d|^\W*\w+ (?:e-?mail|message|communication|mail)s? "
    r"(?:campaign|plan|strategy|list|template|draft|copy|series|design|tool)",
    re.IGNORECASE,
)
_SENTENCE = re.compile(r"[^.!?…]+[.!?…]*")
_SAYS_LEGAL, _IS_LEGAL = 2, 4  # of these, in a paragraph that begins as a disclaimer, and in any at a mail's end
_PRINTING = re.compile(r"consider the environment|before printing|bevor sie diese|avant d.imprimer", re.IGNORECASE)
_TITLE_OF_DISCLAIMER = re.compile(
    r"^\W*(?:legal )?(?:disclaimer|confidentiality(?: notice)?|vertraulichkeitshinweis|haftungsausschluss"
    r"|avis de confidentialité|aviso legal|avvertenze? legal[ei]|aviso de confidencialidad\w*)\W*$",
    re.IGNORECASE,
)


def is_disclaimer(paragraph: str) -> bool:
    """Whether a paragraph at a mail's end is what law departments, or programs for them, write below each mail."""
    if _TITLE_OF_DISCLAIMER.match(paragraph):
        return True
    if _PRINTING.search(paragraph) and len(paragraph) <= _LONGEST_PRINTING:
        return True
    if len(paragraph) <= _SHORT_DISCLAIMER and _DISCLAIMER.match(paragraph) and _speaks_of_the_mail_alone(paragraph):
        return True
    said = sum(bool(stems.search(paragraph)) for stems in _LEGAL)
    return said >= _IS_LEGAL or (said >= _SAYS_LEGAL and bool(_DISCLAIMER.match(paragraph)))


def _speaks_of_the_mail_alone(paragraph: str) -> bool:
    """Whether each sentence says soon that the mail is confidential, or for whom; "This mail is confidential: we drop
    the radio spots." has more to say."""
    if _OF_ONESELF.search(paragraph) or _SOMETHING_ELSE.search(paragraph):
        return False
    head, colon, rest = paragraph.partition(":")
    if colon and not (rest and len(head.split()) <= 3 and any(stems.search(head) for stems in _LEGAL)):
        return False
    sentences = [sentence.strip() for sentence in _SENTENCE.findall(rest if colon else paragraph) if sentence.strip()]
    return bool(sentences) and all(map(_is_legal_soon, sentences))


def _is_legal_soon(sentence: str) -> bool:
    begins = " ".join(sentence.split()[: _WORDS_BEFORE_LEGAL + 4])
    return bool(_FOR_WHOM.search(begins)) or any(stems.search(begins) for stems in _LEGAL)
