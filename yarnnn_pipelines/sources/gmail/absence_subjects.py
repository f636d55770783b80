"""Subjects that say nothing but that somebody is away: `Fuera de la oficina`, `Svar: Fraværende`, `Maternity leave`.

Asked of the whole subject, without the marks of an answer, invisible signs and days at its ends. One that a program
writes above what it answers (`Abwesend: Plan`) is `automatic_words`' matter, and so are the words for being away.
"""

from __future__ import annotations

import re

from yarnnn_pipelines.english.subjects import without_marks
from yarnnn_pipelines.sources.gmail.automatic_words import says_only_absence

_UNSEEN = re.compile("[\u00ad\u200b-\u200f\u2060\ufeff]")
_LEAVE = re.compile(
    r"\W*(?:(?:i am|i'm|i’m|currently|on|still|back from)\s)*"
    r"(?:(?:maternity|paternity|parental|family|sick|medical|annual|unpaid|study|compassionate|bereavement|carer'?s)"
    r" leave|leave|sabbatical|public holiday|bank holiday|pto|wfh|away|off sick|out sick"
    r"|out of (?:the )?(?:country|town)"
    r"|(?:vacation|holiday|away|absence|out[ -]of[ -]office) (?:responder|message|notice|note|reply)"
    r"|(?:the |our )?office (?:is )?closed|closed for (?:the )?(?:holidays?|christmas|easter|summer)"
    r"|krank(?:gemeldet|meldung|schreibung|geschrieben)?|mutterschutz|vaterschaftsurlaub|mutterschaftsurlaub"
    r"|sonderurlaub"
    r"|resturlaub|bildungsurlaub|(?:das |unser )?büro (?:ist )?geschlossen"
    r"|(?:en )?congés? (?:de )?(?:maternité|paternité|parental|maladie)|arrêt (?:de travail|maladie)|bureau fermé"
    r"|(?:de |en )?(?:baja|permiso|licencia)(?: de| por)? (?:maternidad|paternidad|maternal|paternal|médica|enfermedad)"
    r"|(?:em |de )?(?:licença|baixa)(?: de)?[ -](?:maternidade|paternidade|parental|médica)|escritório (?:fechado"
    r"|encerrado)"
    r"|oficina cerrada|(?:in )?(?:congedo|maternità|paternità|malattia)(?: (?:di )?(?:maternità|paternità|parentale))?"
    r"|ufficio chiuso|(?:met )?(?:zwangerschaps|ouderschaps|bevallings|vaderschaps)verlof|ziek(?:gemeld)?"
    r"|kantoor gesloten"
    r"|(?:är )?(?:föräldra|mamma|pappa|tjänst)ledig\w*|sjuk(?:anmäld|skriven)?|(?:på )?(?:barsel\w*|orlov"
    r"|forældreorlov)"
    r"|(?:i )?(?:foreldre|svangerskaps)?permisjon|sy[gk]e?(?:meldt?|meldet)?|(?:äitiys|isyys|vanhempain"
    r"|sairas)(?:vapaa|loma)\w*"
    r"|(?:na )?urlop(?:ie)? (?:macierzyński\w*|ojcowski\w*|rodzicielski\w*|wychowawczy\w*)|zwolnienie lekarskie|l4"
    r"|(?:na )?(?:mateřsk\w+|rodičovsk\w+|matersk\w+)(?: dovolen\w+)?|nemocensk\w+"
    r"|(?:szülési|fizetett) szabadság\w*|betegszabadság|concediu (?:de )?(?:maternitate|odihnă|medical|paternal)"
    r"|(?:в )?(?:декрет\w*(?: отпуск\w*)?|отгул\w*|больничн\w+|на больничном)|(?:у )?декретн\w+ відпустк\w+"
    r"|άδεια μητρότητας|(?:doğum|babalık|yıllık|hastalık) izn?i\w*|godišnji odmor|dopust"
    r"|産休中?|育休中?|育児休業中?|有給休暇?|夏季休業|年末年始休業|休假中"
    r"|产假|年假|病假|출산 ?휴가|육아 ?휴직|연차|휴가 ?중)\W*",
    re.IGNORECASE,
)
_OF_A_DATE = re.compile(
    r"(?:[\W\d]*\d[\W\d]*(?:st|nd|rd|th|er|º)?|[-–—/&+()\[\],]+"
    r"|(?:jan|feb|f[eé]v|m[aä]r|mrz|apr|abr|avr|ma[ijy]|ju[nil]|lug|aug|ago|aoû|sep|set|o[ckt]t|out|ott|nov"
    r"|de[czs]|d[éi]c"
    r"|gen|ene)[^\W\d_]{0,7}\.?,?"
    r"|(?:mon|tues?|wednes|thurs?|fri|satur|sun)(?:day)?|(?:mon|diens|donners|frei|sams|sonn)tag|mittwoch"
    r"|until|till|til|to|from|since|back|on|of|and|the|am|bis|vom|zum|ab|und|du|au|le|jusqu['’]au|et|hasta|desde"
    r"|del?|al?|el"
    r"|até|dal?|fino|tot|van|en|met|do|od|fra|från|t\.?o\.?m\.?|до|с|по)[,.:;)\]]?",
    re.IGNORECASE,
)
_DATED_BEFORE = re.compile(r"^\W*\d\S*(?:\s[^\W\d_]{3,9}\.?)?\s?[:–-]\s")


def is_wholly_an_absences(subject: str) -> bool:
    """What is left of it without marks and days says that somebody is away, and of nothing else."""
    words = without_marks(_UNSEEN.sub("", subject).strip()).split()
    while words and _OF_A_DATE.fullmatch(words[-1]):
        words.pop()
    bare = _DATED_BEFORE.sub("", " ".join(words)).rstrip(" :,.–-")
    return bool(bare) and (says_only_absence(bare) or _LEAVE.fullmatch(bare) is not None)
