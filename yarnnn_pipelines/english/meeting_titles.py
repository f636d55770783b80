"""Titles of calendar entries that say themselves that the meeting is called off, or that it is not firm.

People and programs write that into the title while the entry's own status stays confirmed, in the languages that
calendars speak. A mark stands apart from the title, in brackets or behind a separator; what stands within it speaks
of something cancelled as often as of itself, and is no more than a doubt.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Literal
from unicodedata import normalize

from yarnnn_pipelines.core.visible import visible
from yarnnn_pipelines.english.alternatives import Pattern, any_of, written, written_exactly
from yarnnn_pipelines.english.calling_off_words import (
    CANCELLED,
    CANCELLED_ABROAD,
    CANCELLED_APART,
    CANCELLED_SHORT,
    DECLINED,
    DECLINED_APART,
    POSTPONED,
    POSTPONED_ABROAD,
    POSTPONED_APART,
    POSTPONED_SHORT,
)
from yarnnn_pipelines.english.subjects import without_marks

LONGEST_TITLE = 500  # characters of a title that are read; a longer one is told nowhere

TENTATIVE = any_of(
    r"""
    hold(?:ing)?(?: the date)? | tentative(?:ly)? | tb[acd] | t\.b\.[acd]\.?
    | to be (?:confirmed|determined|decided|scheduled|agreed) | provisional(?:ly)? | prov(?:is)?\.? | provisori?sch
    | provisori[ao] | provisorium | reserved | reserviert | réservée? | reservad[oa] | block(?:ed|er|iert)?
    | optional(?:ly)? | fakultativ | faculta(?:tif|tive|tivo|tiva) | opcional
    | facoltativ[oa] | (?:unter )?vorbehalt(?:lich)? | conditional(?:ly)? | speculative(?:ly)? | not firm | unsure
    | poss(?:ible)?\.? | may (?:change|move|shift) | pencil?led(?: in)? | save the date | placeholder
    | unconfirmed | not (?:yet )?confirmed
    | awaiting confirmation | pending(?: confirmation)? | proposed | maybe | perhaps | possibly | subject to \w+
    | if needed | not cancell?ed | vorläufig | (?:noch )?(?:unter vorbehalt|zu bestätigen|offen)
    | (?:noch )?(?:unbestätigt|nicht bestätigt) | platzhalter | evtl\.? | eventuell | vielleicht | geblockt
    | à confirmer | provisoire | sous réserve | peut-être | non confirmée? | por confirmar | a confirmar
    | tentativ[oa] | quizás? | tal vez | sin confirmar | provisóri[oa] | talvez | da confermare | provvisori[oa] | forse
    | voorlopig | (?:onder )?voorbehoud | (?:nog )?te bevestigen | misschien | onbevestigd | marcador de posición
    | espace réservé | segnaposto | pladsholder | plassholder | platshållare | paikanvaraus | rezerwacja | rezervace
    | foreløbige?t? | foreløpig | måske | kanskje | preliminärt? | prel\.? | kanske | obekräfta[td] | ubekræftet
    | ubekreftet | alustav[aai]{1,2} | ehkä | vahvistamatta | wstępn(?:i?e|y) | do potwierdzenia | niepotwierdzon[eya]
    | być może | předběžn[ěýáé] | k potvrzení | možná | nepotvrzen[oýá] | предварительно | под вопросом | возможно
    | не подтвержд[её]н[оа]? | попередньо | можливо | під питанням | може би | geçici | teyit edilecek | belki
    | előzetes | talán | megerősítésre vár | provizoriu | de confirmat | προσωρινό
    | προς επιβεβαίωση | ίσως | per confirmar
    """
)
# One of several.
_OPTION = any_of(
    r"""
    (?:\w+)?(?:option|vorschlag|alternative|variante?|ausweichtermin|reservetermin) | opt\.? | slot | backup | proposal
    | optie | opción | opção | opzione | alternativa | propuesta | proposta | proposition | voorstel | forslag | förslag
    | ehdotus | propozycja | návrh | вариант | варіант
    """
)
# Put aside for another.
_STALE = any_of(
    r"""
    old(?: (?:slot|date|time|invite|version))? | outdated | superseded | replaced | duplicated? | expired | stale
    | veraltet | überholt | ersetzt | doppelt | alt(?:er termin)? | ancien(?:ne)?(?: \w+)? | remplacée? | périmée?
    | antigu[oa] | viej[oa] | reemplazad[oa] | antig[oa] | substituíd[oa] | vecchi[oa] | sostituit[oa] | oud | vervangen
    | gammel | gammal | ersatt | vanha | star[yeaá] | nieaktualn[ey] | neplatn[éý] | устарел[оа]? | старый | eski | régi
    """
)
_UNFINISHED = any_of(
    r"""
    draft | wip | work in progress | entwurf | in arbeit | brouillon | ébauche | borrador | rascunho | bozza | kladde
    | utkast | udkast | luonnos | szkic | koncept | черновик | чернетка | taslak | piszkozat | ciornă
    | do not (?:book|send|accept|share) | not (?:yet )?(?:sent|agreed|final|booked)
    """
)
TENTATIVE_APART = (
    "(?:仮(?:予定|押さえ)?|下書き|草稿|候補|预留|占位|备选"
    "|초안|후보|未定|調整中|未確定|待定|暂定|暫定|待确认|未确认|미정|미확정|잠정|가안)"
)

_OPEN, _CLOSE = r"[\[({<【（〔「*_~]", r"[\])}>】）〕」*_~]"
_APART = r"(?:[:：!|/•·,;…]|\s[-–—−~>→]+(?=\s|$)|(?<=\w)[–—]|[-–—]\s)"  # what stands between a mark and its title
_SIGN = r"[^\w\s&'’\"“„#@.,?？()+\[\]-]\ufe0f?"
_REST = r"[^\w\s(\[{'\"“„«#@]*\s*"  # signs that belong to the mark
_OF_ITSELF = r"(?:(?:is|was|has been|ist|wurde|wird|est|está|foi|è|is|er|är|on|został[oa]?)\s+)?"
# What calendars write around the word, "Canceled event with note: ", "Termin abgesagt: ".
_ENTRY = any_of(
    r"""
    event | meeting | termin | besprechung | événement | réunion | evento | reuni[óo]n | reunião | riunione | afspraak
    | vergadering | begivenhed | hendelse | händelse | møde | møte | möte
    """
)
_WITH_A_NOTE = r"(?:\s+(?:with|mit|avec|con|com|met|med)\s+(?:an?\s+|una?\s+|uma\s+|een\s+)?\w+)?"

# It is called off; what is left of the title is the meeting's own.
CALLED_OFF = Pattern(
    written(
        "mark before the title",
        rf"^\W*(?:{_ENTRY}\s+)?(?:{CANCELLED}|{CANCELLED_APART}|{CANCELLED_SHORT}|storno){_WITH_A_NOTE}\s*"
        rf"(?:{_CLOSE}|{_APART}|{_SIGN}|$){_REST}",
        "Cancelled: Budget review",
        "Canceled event with note: Budget review",
        "Termin abgesagt: Budget review",
        "[Cancelled] Budget review",
        "CANCELLED - Budget review",
        "❌ Abgesagt! Budget review",
        "ABGES.: Budget review",
        unlike=("Cancelled orders: weekly review", "Canceled orders review"),
    ),
    written(
        "mark behind the title",
        rf"\s*(?:{_OPEN}|{_APART}|{_SIGN})+\s*{_OF_ITSELF}(?:{CANCELLED}|{CANCELLED_APART}|{CANCELLED_SHORT})[^\w?？]*$",
        "Budget review (cancelled)",
        "Budget review - CANCELED",
        "Budget review ❌ cancelled",
        unlike=("Plan: what is cancelled",),
    ),
    written(
        "off, apart from the title",
        rf"^\W*off\s*[:：]\s*|\s*{_OPEN}\W*{_OF_ITSELF}off\W*{_CLOSE}|\s*(?:\s[-–—|/]|[:：])\s*{_OF_ITSELF}off\W*$",
        "Budget review (off)",
        "OFF: Budget review",
        "Budget review - off",
        unlike=("Kick-off", "Kick–off: budget", "Sign off budget review", "Day off"),
    ),
    written(
        "mark in brackets",
        rf"\s*{_OPEN}\W*{_OF_ITSELF}(?:{CANCELLED}|{CANCELLED_APART}|{CANCELLED_SHORT})\W*{_CLOSE}",
        "Budget review (cancelled) with Dana",
    ),
)
# In capitals, beside a title that is not.
_CAPITALS = rf"(?i:{CANCELLED}|{CANCELLED_SHORT})"
_SHOUTED = re.compile(rf"^\W*{_CAPITALS}(?!\w){_REST}(?=\S)|\s+{_CAPITALS}[^\w?？]*$")
_SHOUTED_WITHIN = re.compile(
    rf"(?i)(?<![^\W_])(?:{CANCELLED}|{POSTPONED}|{CANCELLED_SHORT}|{POSTPONED_SHORT})(?![^\W_])"
)
_SHORTEST_SHOUT = 3  # letters; fewer are an abbreviation of anything

# What is no word of a title where the title goes on behind it with a capital.
_BARE_MARKS = (
    r"(?:[Bb]locker|BLOCKER|[Pp]latzhalter|PLATZHALTER|[Pp]laceholder|PLACEHOLDER|[Mm]aybe|MAYBE|HOLD|TENTATIVE|DRAFT|WIP"
    r"|ENTWURF|BROUILLON|BORRADOR|RASCUNHO|BOZZA|UTKAST|UDKAST|OLD|ALT|OUDE?|OPTION|OPTIONAL|PROVISIONAL|PROV\.?|PROPOSED"
    r"|PENDING|VORLÄUFIG|PROVISORISCH|PROVISOIRE|RESCHEDULED|MOVED|VERSCHOBEN|VERLEGT|REPORTÉE?|APLAZAD[OA]|ADIAD[OA]"
    r"|RINVIAT[OA]|UITGESTELD|DUPLICATE)"
)
_DAY = (
    r"(?:\d|mon|tue|wed|thu|fri|sat|sun|mo\b|di\b|mi\b|do\b|fr\b|lun|mar|mer|jeu|ven|sam|dim|mié|jue|vie|seg|ter|qua|qui"
    r"|sex|gio|ma\b|wo\b|tomorrow|next|later|morgen|demain|mañana|amanhã|domani)"
)
# What follows a mark: where more is said of it, and why.
_WITH_IT = (
    r"(?:see|pls|please|siehe|s\.|voir|ver|véase|zie|vedi|se|patrz|viz|см|because|due|since|wegen|weil|da|aufgrund|car|cause"
    r"|à\s+cause|porque|por|perché|causa|want|vanwege|på\s+grund|grundet|sick|ill|illness|krank\w*|malade|enferm[oa]|doente"
    r"|new\s+date|neuer\s+termin|nouvelle\s+date|nueva\s+fecha|will\s+(?:be|send|follow)"
    r"|\w+\s+(?:is|has|can['’]?t|ist|hat|est|está|è))"
)
_ONTO = (
    r"(?:auf|vom|von|am|zum|in\s+die|aux?|al|para|pra|naar|op|til|till|na|do|до|на|в|към|от|για|su|nel|a|à|to|until|by"
    r"|wegen|car|por|per|vanwege|grundet|på\s+grund)\b"
)

# Whether, when or that it takes place at all is open.
NOT_FIRM = Pattern(
    written(
        "mark before the title",
        rf"^\W*(?:{POSTPONED}|{POSTPONED_SHORT}|{TENTATIVE}|{_STALE}|{_UNFINISHED}|{POSTPONED_APART}|{TENTATIVE_APART})"
        rf"(?:\s*\d)?\s*(?:{_CLOSE}|{_APART}|$)",
        "POSTPONED: Budget review",
        "Verschoben: Budget review",
        "仮）Budget review",
        unlike=("Hold music review", "Tentative agenda review", "Moved files: review"),
    ),
    written(
        "declined",
        rf"^\W*(?:{DECLINED}|{DECLINED_APART})\s*(?:{_CLOSE}|{_APART})|{_OPEN}\W*(?:{DECLINED}|{DECLINED_APART})\W*{_CLOSE}",
        "Declined: Budget review",
        "Budget review (abgelehnt)",
        unlike=("Declined payments: weekly review",),
    ),
    written_exactly(
        "word of another language or script before a title",
        rf"^\W*(?:(?i:{CANCELLED_ABROAD})\s+[A-Z0-9À-Þ]|(?=[\u0370-\u04ff])(?i:{CANCELLED_ABROAD})\s+\w)",
        "Otkazano Budget review",
        "Отменено budget review",
        unlike=("Storniert werden: budget review",),
    ),
    written(
        "none of it",
        r"^\W*no\s+(?:more\s+)?(?:[\w'’&-]+\s+){0,4}?(?:meetings?|calls?|syncs?|catch-?ups?|check-?ins?|sessions?|reviews?"
        r"|stand-?ups?|workshops?|demos?|retro\w*|kick-?offs?|trainings?|visits?|walk-?throughs?|weekl(?:y|ies)|lunch)\W*$",
        "No budget review",
        "NO MORE stand-up",
        unlike=("No code", "No-code workshop", "No. 5 launch"),
    ),
    written(
        "one of several before the title",
        rf"^\W*(?:(?:{_OPTION}|plan|termin|date)\s*(?:#?\d|[a-d]\b|i{{1,3}}\b|one\b|two\b|three\b)|\w*terminoption"
        rf"|\w*terminvorschlag|(?:\d\.?|1st|2nd|3rd|first|second|third)\s*(?:{_OPTION}|wahl|choice|choix))"
        rf"\s*(?:{_CLOSE}|{_APART})",
        "Option 1: Budget review",
        "Terminvorschlag B – Budget review",
        "[Slot 2] Budget review",
        unlike=("Options review: pricing", "Proposal: rebranding", "Plan 2027: budget"),
    ),
    written_exactly(
        "bare mark before a title with a capital",
        rf"^\W*{_BARE_MARKS}\s+(?:\d\s+)?[^\W\da-zß-öø-ÿ]",
        "DRAFT Budget review",
        "Blocker Budget review",
        unlike=("Blocker review", "Hold music review", "Draft review"),
    ),
    written_exactly(
        "mark in capitals before a title in small letters",
        r"^\W*(?:HOLD|TENTATIVE|PLACEHOLDER|PLATZHALTER|DRAFT|WIP|MAYBE|PROVISIONAL|PENDING|PROPOSED)\s+(?:\d\s+)?[^\W\dA-ZÀ-Þ]",
        "HOLD photo session",
        unlike=("HOLD MUSIC REVIEW", "Hold music review"),
    ),
    written(
        "copy of an entry",
        r"^\W*(?:copy\s+of|kopie\s+von|copie\s+de|copia\s+(?:de|di)|cópia\s+de|kopie\s+van|kopi\s+(?:af|av))\s",
        "Copy of Budget review",
    ),
    written(
        "arrow to another day",
        rf"\s(?:[→⇒➔➜➡]\ufe0f?|[-=]+>|>>)\s*(?:\w+\s+){{0,2}}{_DAY}",
        "Budget review → Thursday",
        "Budget review -> 24.11.",
        unlike=("Handover: design → development",),
    ),
    written(
        "moved onto a day",
        rf"\s(?:{POSTPONED})\s+{_ONTO}",
        "Budget review verlegt auf 24.11.",
        "Budget review déplacée au 24/11",
        unlike=("Review of items that moved",),
    ),
    written(
        "abbreviation before the title",
        rf"^\W*(?:(?:tb[acd]|cxl'?d?|evtl|prel|prov|poss|wip|仮|旧|暂定|待定|미정)(?=[\s.])|(?:{CANCELLED_SHORT}|{POSTPONED_SHORT})(?<=\w{{4}}\.)\s)",
        "TBC Budget review",
        "abges. Budget review",
        unlike=("Susp bridge review",),
    ),
    written_exactly(
        "before a title with a capital",
        r"^\W*(?:[Cc]ancell?ed|CANCELL?ED|[Pp]ostponed|POSTPONED|[Rr]escheduled|RESCHEDULED)[\s-]+[A-Z0-9]",
        "Cancelled Budget review",
        unlike=("Cancelled orders review",),
    ),
    written(
        "mark behind the title",
        rf"(?:{_OPEN}|{_APART}|{_SIGN})\s*(?:\w+\s+){{0,2}}"
        rf"(?:{POSTPONED}|{TENTATIVE}|{POSTPONED_SHORT}|{POSTPONED_APART}|{TENTATIVE_APART})\W*$"
        rf"|(?:{_OPEN}|\s[-–—|/])\s*(?:{_STALE}|{_UNFINISHED})\W*$",
        "Budget review (TBC)",
        "Budget review - time to be confirmed",
        unlike=("Design: logo on hold music", "Workshop: storage of drafts"),
    ),
    written(
        "brackets that begin with a mark",
        rf"{_OPEN}\W*(?:{CANCELLED}|storno|{POSTPONED}|{TENTATIVE}|{_STALE}|(?:\w+\W+)?{_UNFINISHED}"
        rf"|{_OPTION}(?=\W*\w?\W*{_CLOSE})|{CANCELLED_APART}|{POSTPONED_APART}|{TENTATIVE_APART})(?!\w)",
        "Budget review (cancelled, Dana is ill)",
        "Budget review [moved to Friday] with Dana",
    ),
    written(
        "last words",
        rf"\s(?:{CANCELLED}|{POSTPONED_ABROAD}|tb[acd]|wip|prov\.?|poss\.?|new\s+(?:date|time)|postponed|rescheduled|suspended|paused"
        r"|shelved|adjourned|deferred|on\s+hold|unconfirmed|tentative|unter\s+vorbehalt|abges\.|entf\.|canc\.?|susp\.|postp\.?)\W*$",
        "Budget review cancelled",
        "Budget review verschoben",
        "Budget review ausgesetzt",
    ),
    written(
        "mark within the title",
        rf"(?:{_OPEN}|{_APART}|{_SIGN}|\sx\s)\s*{_OF_ITSELF}(?:{CANCELLED}|{POSTPONED}|{CANCELLED_SHORT}|{POSTPONED_SHORT})"
        rf"\s*(?:{_CLOSE}|\s[-–—|/·•]+\s|\s?[:;!|•·…]|[.]\s|\sx\b)",
        "Budget review – cancelled – details below",
        unlike=("Plan: cancelled orders, moved stock",),
    ),
    written(
        "mark and what goes with it",
        rf"\s(?:{CANCELLED}|{POSTPONED})[\s,;.:!–—-]+{_WITH_IT}\b|\s{CANCELLED_ABROAD}[,;.!]\s",
        "Budget review cancelled, see mail",
        "Budget review annulé car malade",
        unlike=("Review of cancelled orders",),
    ),
    written(
        "told of the meeting",
        r"\b(?:cancell?ed|postponed|rescheduled|moved|deferred|off|delayed|pushed|skipped|dropped)\s+"
        r"(?:this|next|today|tomorrow|tonight|until|till|to\s|for\s|due|because|by\s|again|as\s|on\s|indefinitely)",
        "Budget review cancelled this week",
        "Budget review moved to Friday",
        unlike=("Review of cancelled orders",),
    ),
    written(
        "that it does not take place",
        r"\b(?:(?:is|are|was|will\s+be|to\s+be|has\s+been|being)\s+(?:cancell?ed|postponed|skipped|moved|off|dropped|called\s+off)"
        r"|won['’]?t\s+(?:happen|take\s+place)|not\s+(?:happening|taking\s+place|going\s+ahead)"
        r"|(?:does\s+not|doesn['’]?t|will\s+not|no\s+longer)\s+(?:happen|take\s+place|takes?\s+place|needed)|called\s+off"
        r"|fällt\b.{0,40}\baus|entfällt|ausfall|findet\b.{0,40}\bnicht\s+statt|abgesagt|verschoben"
        r"|n['’](?:a|aura)\s+pas\s+lieu|no\s+(?:se\s+celebra|habrá|hay)|se\s+(?:cancela|aplaza|suspende)|não\s+(?:há|haverá|acontece|se\s+realiza)|no\s+se\s+(?:realiza|hace)"
        r"|non\s+si\s+(?:tiene|terrà|fa)|gaat\s+niet\s+door|vervalt|udgår|bortfalder|utgår|ställs\s+in|blir\s+inte\s+av|ei\s+pidetä"
        r"|peruuntuu|perutaan|nie\s+odbędzie\s+się|odpada|nekoná\s+se|не\s+состоится|отменя\w+|не\s+будет|не\s+відбудеться"
        r"|няма\s+да\s+се|yapılmayacak|iptal\s+edil\w+|nu\s+are\s+loc|nem\s+lesz|elmarad)(?!\w)",
        "Budget review is cancelled",
        "Budget review fällt heute aus",
        "Budget review gaat niet door",
    ),
    written(
        "that there is none",
        r"^\W*no\b(?!-)(?:\s+[\w&'’-]+){1,6}\s+(?:(?:this|next)\s+\w+|today|tomorrow|tonight|on\s+\w+day)\b"
        r"|^\W*no\s+(?:[\w&'’-]+\s+){0,3}(?:meeting|call|weekly|sync|stand-?up|check-?in|session)s?\W*$"
        r"|^\W*skip(?:ping)?\s+(?:the|this|our)\s",
        "NO weekly this week",
        "No stand-up",
        "Skipping the stand-up",
        unlike=("No-code workshop", "No budget left: review", "Skip level with Dana"),
    ),
    written(
        "that there is none, in another language",
        r"^\W*(?:kein(?:e|en)?|geen|ingen|pas\s+de|niente|nessun[ao]?|nie\s+ma|není|nebude|нет|немає|няма|nincs)\s"
        r"|^\W*(?:pas\s+d['’]|no\s+hay|não\s+há)"
        r"|^\W*(?:sin|sem|ei|brak|inget|fără|yok|без)\s.{0,60}\b(?:semana|hoy|mañana|hoje|amanhã|viikolla|tänään|tygodniu"
        r"|dziś|dzisiaj|jutro|vecka|veckan|idag|azi|săptămâna|hafta|bugün)\b"
        r"|\b(?:diese\s+woche|heute|morgen|cette\s+semaine|deze\s+week|esta\s+semana)\s+(?:kein|keine|keinen|geen|pas\s+de"
        r"|sin|sem)\b",
        "Kein Weekly",
        "Sin weekly esta semana",
        unlike=("Sin City premiere review", "SEM campaign review"),
    ),
    written(
        "in another script, anywhere",
        rf"{CANCELLED_APART}|{POSTPONED_APART}|キャンセル|中止|延期|未定|取消|推迟|改期|待定|暂定|취소|연기|미정",
        "本周Budget review取消",
    ),
    written(
        "question mark",
        r"^(?!.*\b(?:why|what|how|who|where|which|wie|was|warum|wer|wo|pourquoi|comment|qui|où|qué|cómo|como|che|come|perché|wat"
        r"|hoe|waarom)\b).*[?？](?:[\s\])）】!]|$)",
        "Budget review?",
        "Budget review (?) with Dana",
        unlike=("Churn: why customers left?",),
    ),
    written(
        "sign",
        r"^\s*[❌✖✗✘🚫⛔🛑❎❓❔⏸🤔]|[❌✖✗✘🚫⛔🛑❎❓❔⏸🤔]\ufe0f?\s*$",
        "❌ Budget review",
        "Budget review ⛔",
    ),
    written("struck out", "[\u0335-\u0338]|~~|<(?:s|del|strike)>", "B\u0336u\u0336d\u0336g\u0336e\u0336t\u0336 review"),
)


def without_cancellation(title: str) -> str | None:
    """The meeting's own title, where this one says that it is called off, '' where it says nothing else; else None."""
    if len(title) > LONGEST_TITLE:
        return None
    return next((rest for read in _as_read(title) if (rest := _without_mark(read)) is not None), None)


@lru_cache(maxsize=10_000)
def status_said(title: str) -> Literal["cancelled", "tentative"] | None:
    """What a title says of whether its meeting takes place; None where it says nothing."""
    if without_cancellation(title) is not None:
        return "cancelled"
    return "tentative" if any(map(_is_not_firm, _as_read(title[:LONGEST_TITLE]))) else None


def _is_not_firm(title: str) -> bool:
    return NOT_FIRM.found_in(title) or any(_is_shouted(match, title) for match in _SHOUTED_WITHIN.finditer(title))


def _as_read(title: str) -> list[str]:
    """The title as it is written, and where that differs as its reader takes it in: without letters that nobody sees,
    with plain ones in place of wide or mathematical ones, and without the "Re:" of the mail that it came from."""
    written = normalize("NFC", title)
    return list(dict.fromkeys((written, without_marks(normalize("NFKC", visible(title))))))


def _without_mark(title: str) -> str | None:
    if match := CALLED_OFF.search(title):
        return " ".join(f"{title[: match.start()]} {title[match.end() :]}".split())
    for match in _SHOUTED.finditer(title):
        if _is_shouted(match, title):
            return title.replace(match[0], "", 1).strip()
    return None


def _is_shouted(match: re.Match[str], title: str) -> bool:
    """The words are in capitals, and the rest of the title is not."""
    is_long = sum(map(str.isalpha, match[0])) >= _SHORTEST_SHOUT
    return is_long and match[0].isupper() and not f"{title[: match.start()]} {title[match.end() :]}".isupper()
