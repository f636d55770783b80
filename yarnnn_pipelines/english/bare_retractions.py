"""Whole sentences that take back what stands above them and name nothing of it, in English and in the languages that
people fall back into: "Please undo that", "Doch nicht.", "Same issue again". Whether it can be undone is a question,
and takes nothing back.

Retractions that name their thing, or stand within a longer sentence, are `retractions`; what stands above is the
caller's to find.
"""

from __future__ import annotations

from yarnnn_pipelines.english.alternatives import Pattern, written

# What may stand before such words, and behind them.
_FIRST = (
    r"^\W*(?:(?:sorry|hold\s+on|hang\s+on|stop|oops|ups+|hm+|oh|ah|ach|ok|okay|no|nein|nee|non|não|moment|wait|quatsch|entschuldigung|pardon|désolée?"
    r"|perdón|perdona|desculpa|scusa|scusate|leider|bitte|please|pls|and|but|aber|actually)\b\W*)*"
)
_LAST = (
    r"(?:\W+(?:sorry|please|pls|bitte|danke|thanks|again|now|instead|for\s+now|all|alle|pardon|merci|gracias|grazie|maar|pure"
    r"|s['’]il\s+(?:te|vous)\s+pla[iî]t|por\s+favor|mein\s+fehler|my\s+mistake))*\W*$"
)
_FEW_WORDS = r"\s*[:,.!–—-]+\s*(?:[\w'’“”.:/]+\W*){1,8}$"  # a correction that stands alone
_MESSAGE = r"(?:das|es|(?:meine|die)\s+(?:letzte\s+|vorige\s+)?(?:nachricht|mail))"
TAKES_BACK_ALONE = Pattern(
    written(
        "asks to undo",
        rf"{_FIRST}(?:(?:can|could)\s+(?:you|somebody|someone)\s+(?:please\s+|just\s+|still\s+)*"
        r"|(?:we|you)\s+(?:should|must|need\s+to|have\s+to)\s+|let['’]?s\s+)?"
        r"(?:undo|reverse|revert|roll\s+back|walk\s+back|take\s+back|take\s+down|unpublish|retract"
        r"|(?:roll|take|pull|walk)\s+(?:this|that|it)\s+(?:back|down))"
        rf"(?:\s+(?:this|that|it|everything|the\s+(?:last\s+)?(?:decision|change|one)|this\s+decision|that\s+(?:decision|change)))?{_LAST}",
        "Can you undo that?",
        "Please revert.",
        "Let's reverse this decision",
        "Could you take it down again?",
        unlike=(
            "Can you undo the typo on the shop page?",
            "Can we undo that?",
            "Could we reverse this decision, please?",
            "Should we take that back?",
            "Shall we undo that?",
        ),
    ),
    written(
        "corrects oneself in a few words",
        r"^\W*(?:(?:small|slight|quick|kleine|petite|peque[ñn]a|pequena|piccola)\s+)?(?:correction|korrektur|berichtigung|correcci[óo]n"
        r"|corre[cç][aã]o|correzione|correctie|rettelse|rättelse|korekta|oprava|erratum|errata|erreur|errore|fout)"
        rf"{_FEW_WORDS}",
        "Korrektur: erst morgen.",
        "Small correction, we will launch it on Monday.",
        "Erreur, c'est pour demain.",
        unlike=("Correction of the proofs is done.", "Corrections are in."),
    ),
    written(
        "puts something else in its place",
        rf"{_FIRST}(?:(?:cancel|strike|scrap|delete|forget|scratch)\s+(?:that|this|it|my\s+last(?:\s+\w+)?)(?:\W+(?:please|pls|then|again|sorry|all|for\s+now))*"
        r"|(?:please|(?:that\s+|it\s+)?should)\s+read\s+[“\"'‘].{1,60}|i\s+meant\s+.{1,40}"
        r"|(?:doch\s+)?erst\s+(?:morgen|übermorgen|nächste|am|im|ab)\b.{0,30}|(?:doch|aber)\s+erst\b.{0,30}"
        r"|(?:that['’]s|it['’]s|c['’]est)\s+(?:for\s+|pour\s+)?(?:tomorrow|next\s+week|demain)\b.{0,20}"
        r"|that\s+was\s+(?:from\s+)?last\s+(?:year|month|week|time)(?:['’]s)?\b.{0,30})\W*$",
        "Cancel that.",
        "Please read “will launch”.",
        "I meant Monday.",
        "Doch erst morgen.",
        "Erst am Montag.",
        "That's for tomorrow, sorry",
        "That was last year's, ignore.",
    ),
    written(
        "somebody else's no",
        rf"{_FIRST}(?:(?:the|our|my)\s+)?[\w'’-]+(?:\s+\w+)?\s+(?:said|says|has\s+said|sagt|sagte|dit)\s+(?:no|nein|non)\b.{{0,20}}$"
        rf"|{_FIRST}(?:(?:the|our|my)\s+)?[\w'’-]+(?:\s+\w+)?\s+(?:overruled|stopped|outvoted|vetoed)\s+(?:me|us|it|that|this)\b.{{0,20}}$",
        "Hold on, the board said no.",
        "Rolf says no.",
        "The board overruled me.",
        unlike=("The board said no word about the colours of the page.",),
    ),
    written(
        "German",
        rf"{_FIRST}(?:doch\s+nicht|(?:das\s+)?stimmt\s+(?:(?:so|doch|leider|gar|aber|ja)\s+)*nicht"
        r"|(?:(?:das|es)\s+)?(?:ist|war)\s+(?:(?:so|leider|doch|alles)\s+)*(?:falsch|quatsch|hinfällig|überholt|nicht\s+richtig"
        r"|nicht\s+mehr\s+(?:aktuell|gültig)|mein\s+fehler|ein\s+(?:irrtum|fehler|missverständnis))"
        rf"|(?:{_MESSAGE}\s+)?(?:bitte\s+)?(?:ignorieren|nicht\s+beachten|vergessen)"
        rf"|(?:ignoriere?t?|vergiss|vergesst)\s+{_MESSAGE}"
        r"|(?:(?:das|es)\s+)?hat\s+sich\s+(?:(?:schon|inzwischen|damit)\s+)?erledigt|kommando\s+zurück"
        r"|(?:ich\s+nehme|wir\s+nehmen)\s+(?:das|es)\s+zurück|nehmen?\s+(?:ich|wir)\s+zurück|mein\s+fehler|fehlalarm"
        r"|falsche[rs]?\s+(?:kanal|chat|thread|gruppe)|(?:das\s+)?gilt\s+nicht\s+mehr|wir\s+machen\s+(?:das|es)\s+doch\s+nicht"
        r"|(?:(?:das|es|sie|er)\s+)?ist\s+(?:(?:doch|leider|aber)\s+)*(?:noch\s+)?nicht\s+(?:online|live|fertig|freigegeben)"
        r"|(?:wir\s+haben|ich\s+habe)\s+(?:das|es)\s+(?:wieder\s+)?(?:zurückgenommen|rückgängig\s+gemacht)"
        rf"|(?:können|könnten|kannst|könntest)\s+(?:du|ihr|sie)\s+(?:das|es)\s+(?:wieder\s+)?(?:rückgängig\s+machen|zurücknehmen)){_LAST}",
        "Doch nicht.",
        "Stimmt so nicht",
        "Bitte ignorieren",
        "Meine letzte Mail bitte ignorieren",
        "Vergiss das bitte",
        "Hat sich erledigt.",
        "Kommando zurück",
        "Das war ein Irrtum",
        "Nehme ich zurück",
        "Ist noch nicht online",
        "Könntest du das rückgängig machen?",
        unlike=("Das stimmt.", "Der Termin hat sich nicht geändert.", "Können wir das rückgängig machen?"),
    ),
    written(
        "French",
        rf"{_FIRST}(?:finalement\s+(?:non|pas)|oublie[zs]?(?:\s+(?:ça|cela))?|ignore[zs]?(?:\s+(?:ça|cela|mon\s+(?:dernier\s+)?message))?"
        r"|annule[zs]?(?:\s+(?:ça|cela))?|(?:ce\s+n['’]est|c['’]est)\s+(?:faux|une\s+erreur|pas\s+(?:vrai|exact|juste|correct))"
        rf"|je\s+(?:le\s+)?retire|erreur\s+de\s+ma\s+part|fausse\s+alerte|mauvais\s+canal){_LAST}",
        "Finalement non",
        "Oubliez ça",
        "Ignorez mon message, s'il vous plaît",
    ),
    written(
        "Spanish",
        rf"{_FIRST}(?:olv[ií]d(?:a|e|en)l[oa]|al\s+final\s+no|no\s+es\s+(?:cierto|correcto|verdad|así)|falsa\s+alarma|error\s+mío"
        rf"|me\s+equivoqué|ignor(?:a|e|en)(?:lo)?(?:\s+(?:mi|el)\s+mensaje)?|canal\s+equivocado){_LAST}",
        "Olvídalo",
        "Falsa alarma",
    ),
    written(
        "Portuguese",
        rf"{_FIRST}(?:esque(?:ce|çam|ça|cam)(?:\s+(?:isso|isto))?|afinal\s+não|não\s+é\s+(?:verdade|correto|assim|bem\s+assim)"
        rf"|falso\s+alarme|engano\s+meu|enganei-me|ignor(?:a|e|em)\s+(?:isso|isto|a\s+minha\s+mensagem)|sem\s+efeito){_LAST}",
        "Afinal não",
        "Ignora a minha mensagem",
    ),
    written(
        "Italian",
        rf"{_FIRST}(?:lascia(?:te)?\s+(?:stare|perdere)|come\s+non\s+detto|alla\s+fine\s+no|non\s+è\s+(?:vero|corretto|così)"
        rf"|falso\s+allarme|errore\s+mio|ignora(?:te)?(?:\s+il\s+mio\s+messaggio)?){_LAST}",
        "Come non detto",
        "Lascia stare",
    ),
    written(
        "Dutch",
        rf"{_FIRST}(?:toch\s+niet|(?:dat\s+|dit\s+)?klopt\s+(?:toch\s+)?niet|vergeet\s+(?:het|dat)|(?:graag|aub|svp)\s+negeren|laat\s+maar"
        rf"|mijn\s+fout|vals\s+alarm|(?:dat\s+is\s+)?niet\s+waar){_LAST}",
        "Toch niet",
        "Laat maar",
    ),
)
# A whole sentence that says of a fix above it that what was fixed is back.
REOPENS = Pattern(
    written(
        "again",
        rf"{_FIRST}(?:(?:and\s+)?(?:it['’]?s|it\s+is|still)\s+)?(?:(?:the\s+)?same\s+(?:old\s+)?(?:issue|problem|error|bug|thing|story|fault|here\s+again)"
        r"(?:\s+(?:again|as\s+(?:before|yesterday|last\s+week)|still|back|here|now|(?:on|in|with|for)\s+(?:my|our|the|me|us)(?:\s+\w+){0,2}))*"
        r"|(?:broken|down|failing|happening|gone|back|failed|crashed|crashing)\s+again"
        r"|back|(?:it\s+)?(?:broke|failed|crashed|happened|happens|fails|crashes)\s+again"
        r"|again\s+(?:the\s+)?(?:same\s+)?(?:issue|problem|error|bug))"
        rf"(?:\s+(?:again|already|today|this\s+morning|(?:for|with)\s+(?:me|us)|(?:on|in)\s+(?:my|our|the)(?:\s+\w+){{1,2}}))*{_LAST}",
        "Same issue again.",
        "Same problem as before",
        "It's back.",
        "Happening again",
        "Broken again this morning",
        "The same bug again on my phone",
        unlike=("Back on Monday", "Same here, thanks for the update on Friday"),
    ),
    written(
        "again, in other languages",
        rf"{_FIRST}(?:(?:schon\s+)?wieder\s+(?:das\s+|der\s+)?(?:gleiche|selbe|dasselbe|derselbe|kaputt)(?:\s+(?:problem|fehler))?"
        r"|(?:der\s+fehler|das\s+problem|es|er)\s+(?:ist|tritt)\s+(?:schon\s+)?wieder\s+(?:da|auf|zurück)"
        r"|(?:(?:es|das)\s+)?geht\s+(?:immer\s+)?(?:noch\s+|wieder\s+)?nicht|funktioniert\s+(?:immer\s+)?(?:noch\s+|wieder\s+)?nicht"
        r"|(?:encore\s+)?le\s+même\s+problème(?:\s+encore)?|(?:otra\s+vez\s+)?el\s+mismo\s+(?:problema|error)(?:\s+otra\s+vez)?"
        rf"|(?:outra\s+vez\s+)?o\s+mesmo\s+(?:problema|erro)(?:\s+outra\s+vez)?|(?:di\s+nuovo\s+)?lo\s+stesso\s+problema|weer\s+hetzelfde(?:\s+probleem)?){_LAST}",
        "Wieder das gleiche Problem.",
        "Der Fehler ist wieder da",
        "Geht immer noch nicht",
        "Otra vez el mismo problema",
    ),
)
_LONGEST_ALONE = 120  # characters


def takes_back_alone(text: str) -> bool:
    """It takes back what stands above it, or asks to."""
    return len(text) <= _LONGEST_ALONE and TAKES_BACK_ALONE.match(text) is not None


def reopens(text: str) -> bool:
    """It says of a fix above it that what was fixed is back."""
    return len(text) <= _LONGEST_ALONE and REOPENS.match(text) is not None
