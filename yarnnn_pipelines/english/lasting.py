"""Whether a turn right below what was told as done may say that nothing has come of it: the old state lasts, comes
again or was never another, in English and in the languages that people fall back into.

It need not name what was done, and it makes a person look. Words that deny for certain are `denials` and `next_words`;
which turn stands right below, and of which side, is the caller's.
"""

from __future__ import annotations

import re
from functools import lru_cache

from yarnnn_pipelines.english.alternatives import Pattern, written
from yarnnn_pipelines.english.dialogue import STILL_FAILS, asks, says_it_works, tells_trouble
from yarnnn_pipelines.english.going_on import HOLDS, is_promised, is_trouble, is_wanted, tells_a_deed
from yarnnn_pipelines.english.harmless_negations import has_not_looked_yet, without_assent
from yarnnn_pipelines.english.identifiers import speak_of_two
from yarnnn_pipelines.english.overtaking import says_it_is_over
from yarnnn_pipelines.english.retractions import excuses_the_speaker
from yarnnn_pipelines.english.sentences import sentences_of
from yarnnn_pipelines.english.things import speaks_of_another

_SENTENCES_READ = 3  # of the turn
_LONGEST = 200  # characters of a sentence
_TROUBLE = (
    r"(?:errors?|issues?|problems?|messages?|results?|bugs?|behaviou?r|thing|story|picture|warnings?|screen|page"
    r"|as\s+(?:before|ever|always|yesterday))"
)
LASTING = Pattern(
    written(
        "nothing has changed",
        r"\b(?:nothing|not\s+(?:much|a\s+thing))(?:['’]s|\s+has|\s+have)?\s+(?:really\s+)?(?:changed|improved|happened|different|new)\b"
        r"|\b(?:no|not\s+any|n['’]t\s+any)\s+(?:change|difference|improvement|effect|better)\b(?!\s+(?:to|from|between|needed|required|requests?)\b)|\bas\s+before\b|\bunchanged\b",
        "On my side nothing has changed.",
        "I see no difference.",
        "It looks as before",
    ),
    written("the same", rf"\bsame\s+(?:old\s+)?(?:\w+\s+)?{_TROUBLE}\b", "I get the same message.", "Same old story"),
    written(
        "comes again",
        r"\b(?:gets?|got|see[sn]?|saw|ha(?:ve|s|d)|hits?|happen(?:s|ed)?|appear(?:s|ed)?|show(?:s|ed)?\s+up|occur(?:s|red)?|came|comes?|getting|seeing"
        r"|happening|broke|breaks?|fail(?:s|ed)?|stuck|stopped|stops)\s+(?:(?:it|that|this|them|up|back|here|with|for|me|us|the\s+(?:\w+\s+)?\w+)\s+){0,3}again\b",
        "I get it again.",
        "It happened again this morning",
        "I saw the error again",
    ),
    written(
        "it lasts",
        r"\bstill\s+(?:the\s+(?:same|old|case|problem)|as\s+(?:before|it\s+was)|wrong|nothing|no\b|an?\s+(?:error|problem|issue)|shows?|comes?|occurs?"
        r"|hangs?|crash\w*|broken|slow|empty|blank|unable|can['’]?t|cannot|do(?:es)?n['’]?t|isn['’]?t|aren['’]?t|won['’]?t)\b"
        r"|\b(?:not|n['’]t|never)\s+(?:(?:been|yet|really|quite|actually|even)\s+)*(?:fixed|solved|resolved|gone|working|arrived|there|here|live|online|done)\b",
        "It still shows the old price",
        "not really solved",
    ),
    written(
        "is doubted",
        r"\b(?:do\s+not|don['’]?t|wouldn['’]?t)\s+(?:think|believe|say)\s+so\b|\bare\s+(?:you|we)\s+(?:really\s+|quite\s+)?sure\b|\bnot\s+(?:so|too|quite|that)\s+sure\b"
        r"|\bi\s+doubt\b|\bnot\s+convinced\b|^\W*(?:not\s+really|hardly|really\?)",
        "I don't think so",
        "Hmm, are you sure?",
    ),
    written(
        "German",
        r"\b(?:geht|funktioniert|klappt|läuft|tut|lädt|stimmt)\s+(?:\w+\s+){0,4}?(?:nicht|nix)\b|\b(?:immer\s+noch|noch\s+immer|weiterhin|nach\s+wie\s+vor)\b"
        r"|\b(?:gleiche[rsn]?|selben?|derselbe|dieselbe|dasselbe)\s+(?:fehler|problem|meldung|bild|ergebnis)\w*|\bnichts\s+(?:\w+\s+)?(?:geändert|verändert|passiert)\b"
        r"|\bnoch\s+(?:nicht|nichts|kein\w*)\b",
        "Bei mir geht es nicht.",
        "Immer noch",
        "Hat sich nichts geändert, nichts passiert",
    ),
    written(
        "French",
        r"\b(?:marche|fonctionne|va|passe|charge|change)\w*\s+(?:(?:toujours|encore|vraiment)\s+)?(?:pas|plus)\b|\btoujours\s+(?:pas|rien|l[ae]|pareil|une?|cass)"
        r"|\bm[êe]me\s+(?:erreur|probl[èe]me|message|chose|bug|souci)\b|\brien\s+n['’]a\s+chang|\bencore\s+(?:l[ae]\s+m[êe]me|une?\s+(?:erreur|probl))",
        "Ça ne marche toujours pas.",
        "Ça ne marche pas chez moi.",
        "toujours la même erreur",
    ),
    written(
        "Spanish and Portuguese",
        r"\b(?:sigue|siguen|continua|continúa|continuam)\s+(?:sin|igual|con|com|sem|mal|dando|fallando|falhando|saliendo|roto|a\s+\w+|el\s+mismo|la\s+misma)\b"
        r"|\b(?:no|n[ãa]o)\s+(?:me\s+)?(?:funciona\w*|va|anda|carga|carrega|abre|sirve|d[áa])\b|\b(?:todav[íi]a|a[úu]n|ainda)\s+(?:no|n[ãa]o)\b"
        r"|\bmism[oa]\s+(?:error|problema|mensaje|fallo)\b|\bmesm[oa]\s+(?:erro|problema|mensagem)\b|\bnada\s+(?:ha\s+cambiado|mudou)\b",
        "Sigue sin funcionar.",
        "Não funciona ainda.",
        "el mismo error",
    ),
    written(
        "Italian",
        r"\bancora\s+(?:male|non|lo\s+stesso|la\s+stessa|rotto|errore)\b|\bnon\s+(?:mi\s+)?(?:funziona\w*|va|parte|carica)\b|\bstess[oa]\s+(?:errore|problema|messaggio|cosa)\b"
        r"|\b(?:niente|nulla)\s+è\s+cambiato\b|\bnon\s+è\s+cambiato\b",
        "Funziona ancora male",
        "stesso errore",
    ),
    written(
        "Dutch and Scandinavian",
        r"\b(?:werkt|gaat|lukt|doet|laadt|klopt)\s+(?:\w+\s+){0,3}?niet\b|\bnog\s+(?:steeds|altijd)\b|\bzelfde\s+(?:fout|probleem|melding|foutmelding)\b|\bniets\s+veranderd\b"
        r"|\b(?:fungerar|fungerer|virker|funkar)\s+(?:\w+\s+){0,2}?(?:inte|ikke)\b|\bsamm[ae]\s+(?:fel|feil|fejl|problem)\b",
        "Het werkt nog steeds niet.",
        "Det fungerar fortfarande inte",
    ),
    written(
        "Polish and Czech",
        r"\bnie\s+działa\b|\b(?:nadal|wciąż)\s+(?:nie|to\s+samo|ten\s+sam)\b|\bten\s+sam\s+(?:błąd|problem)\b|\b(?:nefunguje|stále\s+(?:ne\w+|stejn\w+))\b",
        "Nadal nie działa",
        "stále nefunguje",
    ),
)
# A word of contrast opens what is amiss: "Unfortunately I can't open it".
_CONTRAST = re.compile(
    r"(?i)\b(?:unfortunately|sadly|but|however|though|hm+|leider|aber|malheureusement|mais|lamentablemente|desgraciadamente|pero"
    r"|infelizmente|mas|purtroppo|però|helaas|maar|tyvärr|desværre|dessverre|niestety|bohužel)\b"
)
_AMISS = re.compile(
    r"(?i)\b(?:can['’]?t|cannot|could\s*n['’]t|do(?:es)?n['’]t|did\s*n['’]t|is\s*n['’]t|are\s*n['’]t|won['’]t|not|no|nothing|never|again|old|wrong|error|nicht|kein\w*"
    r"|wieder|pas|rien|encore|no|nada|otra\s+vez|n[ãa]o|de\s+novo|non|di\s+nuovo|niente|niet|geen|weer|inte|ikke|nie|znowu)\b"
)
_OF_ONESELF = re.compile(
    r"(?i)\bi(?:['’]m|\s+am|\s+was|\s+will|['’]ll)\b(?!\s+(?:\w+\s+)?(?:gett|see|stuck|unable|hav))|\bmy\s+(?:cache|browser|phone|holiday|day|boss)\b"
)
_WHERE = re.compile(
    r"(?i)\b(?:on|at|from)\s+(?:my|our)\s+(?:own\s+)?"
    r"(?:side|end|part|machine|phone|computer|laptop|screen|browser)\b"
)


@lru_cache(maxsize=16384)
def may_say_it_lasts(text: str, done: str) -> bool:
    """text: a whole turn of the other side; done: a sentence above it."""
    if is_trouble(done) or is_wanted(done) or is_promised(done) or not (tells_a_deed(done) or says_it_is_over(done)):
        return False
    return any(_says_it_lasts(words, done) for words in sentences_of(text)[:_SENTENCES_READ])


def _says_it_lasts(words: str, done: str) -> bool:
    words = without_assent(words[:_LONGEST])
    if speak_of_two(words, done) or speaks_of_another(_WHERE.sub(" , ", words), done):
        return False
    if has_not_looked_yet(words) or excuses_the_speaker(words) or _OF_ONESELF.search(words) or HOLDS.found_in(words):
        return False
    lasts = LASTING.found_in(words) or STILL_FAILS.found_in(words)
    if lasts:
        return not (asks(words) and not LASTING.found_in(words))
    if asks(words) or says_it_works(words):
        return False
    return tells_trouble(words) or (_CONTRAST.search(words) is not None and _AMISS.search(words) is not None)
