"""Kinds of things that a request asks for and a reply gives without the request's words: a number for "your VAT
number", "you're in" for access, "sorted" for a deed.

Days, counts, persons and choices that answer a question are `answers`, as is whether a reply puts off.
"""

from __future__ import annotations

import re

from yarnnn_pipelines.english.alternatives import Pattern, said, written
from yarnnn_pipelines.english.doubts import is_not_yet
from yarnnn_pipelines.english.likeness import content_words, is_negated

_FEWEST_OF_ANOTHER_MATTER = 4  # words beside the request's
_LONGEST = 16  # words of a reply that gives a thing and does not name it

_ASKS_FOR_AN_IDENTIFIER = re.compile(
    r"(?i)\b(?:numbers?|no\.|ids?|codes?|keys?|tokens?|serials?|iban|bic|swift|vat|nif|ust-?id\w*|e-?mail(?:\s+address)?|urls?|links?"
    r"|domains?|handles?|hashtags?|hex|usernames?|logins?|phone|mobile|\w*nummer|telefon|numéro|numero|número|n\.?º|código|codice)\b"
)
_IDENTIFIER = re.compile(
    r"(?<![\w€$£%.,])(?!(?:19|20)\d\d\b(?![-/.]\d))(?:[A-Z]{1,4}[- ]?)?(?=[\w./-]*\d{2})"
    r"[A-Z0-9][\w./-]*\d[\w./-]*(?:[ -]\d{2,})*"
    r"(?![\w%€])"
    r"|(?<!\w)\+?\d[\d ()/-]{5,}\d|#[0-9a-fA-F]{6}\b|\b[\w.+-]+@[\w-]+\.\w+|https?://\S+|\bwww\.\S+|(?<!\w)@\w{3,}"
)
_ASKS_FOR_A_SUM = re.compile(
    r"(?i)\b(?:budget|price|cost|costs|fee|fees|amount|quote|rate|how\s+much|sum|total|preis|betrag|prix|preço|valor|precio)\b"
)
_SUM = re.compile(
    r"(?i)[€$£]\s*\d|\d[\d.,]*\s*(?:k\b|€|\$|£|eur\b|euros?\b|usd\b|dollars?\b|pounds?\b|gbp\b|chf\b|%)|\d{3,}"
)
_ASKS_FOR_AN_ADDRESS = re.compile(
    r"(?i)\b(?:address|adresse|anschrift|morada|dirección|indirizzo|adres|location|venue|where)\b"
)
_ADDRESS = re.compile(r"[^\W\d_]{3,}[^\n]{0,60}\b\d{1,5}\b|\b\d{1,5}[,\s]+[^\W\d_]{3,}")
_ASKS_FOR_ACCESS = re.compile(
    r"(?i)\b(?:access|permissions?|rights|invite|invitation|unlock|whitelist|allow-?list|enable|activate|grant|seat|admin|editor|login"
    r"|log-?in|add\b.{1,60}\bto|zugang|zugriff|freigabe|freischalt\w*|accès|acesso|acceso|accesso|toegang)\b"
)
GIVES_ACCESS = Pattern(
    said(
        "granted",
        r"""
        (?:access |permission |rights )?(?:granted|given)
        | (?:has|have|was|were|is|are|just|been|i|we|now|you) (?:\w+ )?(?:added|invited|enabled|unlocked
        |activated|whitelisted)
        | (?:now )?(?:has|have) (?:\w+ )?(?:access|permission|rights) | should (?:now )?(?:be able|work|have|see)
        | try (?:it )?(?:again|now) | invite (?:is )?(?:sent|out) | (?:you're|is|are) in
        """,
        "access granted",
        "Tom has been added",
        "he has access now",
        "you should be able to log in",
        "try again",
        "invite sent",
        "you're in",
    ),
    written(
        "granted, in other languages",
        r"\b(?:freigeschaltet|freigegeben|eingeladen|hinzugefügt|ajoutée?s?|invitée?s?|adicionad[oa]s?|convidad[oa]s?|añadid[oa]s?"
        r"|invitad[oa]s?|aggiunt[oaie]|toegevoegd|uitgenodigd)\b",
        "Tom ist freigeschaltet",
    ),
)
SAYS_IT_IS_DONE = Pattern(
    written(
        "done",
        r"^\W*(?:(?:ok(?:ay)?|all|it['’]?s|that['’]?s|is|just|now|should\s+be|has\s+been|both|everything(?:['’]s)?)\W+)*(?:done|sorted|fixed"
        r"|finished|completed|sent|taken\s+care\s+of|in\s+place|all\s+set|changed(?!\s+my\s+mind)|updated|uploaded|delivered)\b",
        "all sorted",
        "Done, try again",
    ),
    written(
        "done, in other languages",
        r"\b(?:erledigt|gemacht|(?:ab|ver|zu)?geschickt|gesendet|hochgeladen|im\s+anhang|anbei|c['’]est\s+fait|envoyée?s?|ci-joint\w*"
        r"|en\s+pièce\s+jointe|feito|enviad[oa]s?|em\s+anexo|segue|hecho|adjunt[oa]s?|fatto|inviat[oaie]|in\s+allegato|gedaan|verstuurd"
        r"|bijgevoegd|bijlage)\b",
        "Ist erledigt",
        "Segue em anexo",
    ),
)
# "Please change the opening hours", and it was changed.
_VERB_ASKED = re.compile(
    r"(?i)(?:\b(?:can|could|would|will)\s+(?:you|someone|somebody|anyone|one\s+of\s+you)\s+(?:please\s+|kindly\s+|also\s+|just\s+|quickly\s+)*"
    r"|\bplease\s+(?:also\s+|just\s+)?)(?P<verb>[a-z]{2,})"
)
_IRREGULAR = {
    "send": "sent", "give": "gave given", "put": "put", "do": "did done", "make": "made", "set": "set", "get": "got",
    "write": "wrote written", "take": "took taken", "tell": "told", "show": "showed shown", "choose": "chose chosen",
    "pay": "paid", "find": "found", "bring": "brought", "buy": "bought", "let": "let", "cut": "cut", "run": "ran run",
    "hide": "hid hidden", "speak": "spoke spoken",
}  # fmt: skip


def gives_what_is_asked(reply: str, request: str) -> bool:
    """A short reply gives the kind of thing that the request asks for, or says that its deed is done."""
    if len(reply.split()) > _LONGEST or is_negated(reply) or "?" in reply:
        return False
    kinds = (
        (_ASKS_FOR_AN_IDENTIFIER, _IDENTIFIER),
        (_ASKS_FOR_A_SUM, _SUM),
        (_ASKS_FOR_AN_ADDRESS, _ADDRESS),
        (_ASKS_FOR_ACCESS, GIVES_ACCESS.compiled),
    )
    is_little_else = len(content_words(reply) - content_words(request)) <= _FEWEST_OF_ANOTHER_MATTER
    if is_not_yet(reply) and not GIVES_ACCESS.found_in(reply):
        return False
    if is_little_else and any(asked.search(request) and given.search(reply) for asked, given in kinds):
        return True
    return SAYS_IT_IS_DONE.found_in(reply) or says_the_deed_is_done(reply, request)


def verb_asked(request: str) -> str | None:
    """The deed that a request asks for: "change" of "Could you change the DNS record?"."""
    asked = _VERB_ASKED.search(request)
    return asked["verb"].lower() if asked else None


def says_the_deed_is_done(reply: str, request: str) -> bool:
    """It tells the asked verb as done, of what was asked: "Changed the hours" for "Please change the opening hours"."""
    verb = verb_asked(request)
    if verb is None or is_negated(reply) or is_not_yet(reply) or "?" in reply:
        return False
    regular = re.sub(r"y$", "i", verb) if re.search(r"[^aeiou]y$", verb) else verb.removesuffix("e")
    forms = "|".join([*_IRREGULAR.get(verb, "").split(), rf"{re.escape(regular)}{regular[-1]}?ed"])
    told = re.search(rf"(?i)\b(?:{forms})\b", reply)
    if told is None:
        return False
    named = content_words(reply) - content_words(told[0])
    return not named or bool(named & content_words(request))
