"""Words about meetings: that one is moved, who asks, who agrees; and titles that are no work."""

from __future__ import annotations

import re

from yarnnn_pipelines.english.alternatives import Pattern, said, written
from yarnnn_pipelines.english.changes import old_and_new
from yarnnn_pipelines.english.likeness import content_words, numbers
from yarnnn_pipelines.english.meeting_titles import LONGEST_TITLE

# Together at a table, and no work: "Lunch with Acme", "Dana's birthday"; not "Lunch campaign review".
SOCIAL = Pattern(
    written(
        "at a table",
        r"^(?:[\w.&'’-]+:?\s+){0,3}?"
        r"(?:lunch|dinner|breakfast|brunch|drinks|beers?|coffee|pizza|birthday|after-?work|karaoke"
        r"|(?:christmas|office|birthday|leaving|farewell)\s+party)"
        r"(?:\s+(?:break|party|cake|together|hour|out))?(?:\s*(?:[,@–—(-]|with\b|for\b|at\b|in\b|and\s+cake\b).*)?$",
        "Lunch with Acme",
        "Dana's birthday",
        unlike=("Lunch campaign review",),
    )
)

# Nobody's meeting with a client, whoever is invited to it: preparation, absence, a reminder, time of one's own.
_BEHIND = r"(?:\s*[:：|/]|\s+[-–—]|[\])])"
OWN_MATTER = Pattern(
    written(
        "preparation",
        r"^\W*(?:(?:internal|our|my|team|quick|interne?s?)\s+)?(?:prep|pre-?(?:call|meeting|brief)|prepare|preparation"
        r"|vorbereitung|vorgespräch|préparation|prépa|preparación|preparação|preparazione|voorbereiding|forberedelse"
        r"|förberedelse|valmistelu|przygotowanie|příprava|подготовка)"
        rf"(?:{_BEHIND}|\s+(?:for|zum?|zur|für|pour|para|per|voor|till?|til|do|к)\b)",
        "Prep: Acme review",
        "Vorbereitung zum Acme-Termin",
        unlike=("Prep kitchen menu review", "Event preparation: logistics"),
    ),
    written(
        "kept among ourselves",
        rf"^\W*(?:intern(?:al|e|es|o|a|t)?|private?|privat|privée?|privad[oa]|confidential|vertraulich|team\s+only){_BEHIND}"
        r"|[\[(]\W*(?:intern(?:al|e|es|o|a|t)?|private?|privat|privée?|privad[oa]|confidential|vertraulich|(?:us|team)\s+only)"
        r"\W*[\])]"
        r"|\b(?:without|ohne|sans|sin|sem|senza|zonder|uden|utan|uten|bez|без)\s+(?:the\s+|de[nr]?\s+|le\s+|el\s+|o\s+|il\s+)?"
        r"(?:client|customer|kunden?|cliente|klant|kund|klienta|клиента)s?\b",
        "Internal: Acme review",
        "Acme review (internal)",
        "Acme review without the client",
        unlike=("Internal comms review", "Private label launch"),
    ),
    written(
        "absence",
        r"^\W*(?:ooo|oof|out\s+of\s+(?:the\s+)?office|away|(?:annual|sick|parental)\s+leave|on\s+leave|pto|vacations?|holidays?"
        r"|sick|day\s+off|abwesend|abwesenheit|urlaub|krank|absente?|congés?|vacances|vacaciones|férias|ferie|vakantie|loma|urlop"
        rf"|dovolená|отпуск|休暇|休み|휴가|请假)(?:{_BEHIND}|\s*$)"
        r"|\s(?:ooo|pto|out\s+of\s+(?:the\s+)?office|on\s+(?:vacation|holidays?|leave|pto|(?:annual|sick|parental)\s+leave)"
        r"|off\s+sick|abwesend|(?:im|auf)\s+urlaub|urlaub|krank|en\s+(?:vacances|congés?)|de\s+(?:vacaciones|férias)|in\s+ferie"
        r"|op\s+vakantie|på\s+(?:semester|ferie)|lomalla|na\s+urlopie|в\s+отпуске)\W*$",
        "OOO: Dana",
        "Dana on vacation",
        "Mia im Urlaub",
        unlike=("Holiday campaign review", "Vacation rentals demo"),
    ),
    written(
        "reminder",
        r"^\W*(?:reminder|remember|don['’]?t\s+forget|note\s+to\s+self|to-?do|nicht\s+vergessen|erinnerung|merken|rappel"
        r"|ne\s+pas\s+oublier|recordatorio|no\s+olvidar|lembrete|não\s+esquecer|promemoria|non\s+dimenticare|herinnering"
        rf"|niet\s+vergeten|påminnelse|husk|muistutus|przypomnienie|připomínka|напоминание){_BEHIND}",
        "Reminder: invoice Acme",
        "Nicht vergessen: Rechnung",
    ),
    written(
        "one's own time",
        r"^\W*(?:focus(?:\s+time)?|deep\s+work|travel(?:l?ing)?(?:\s+time)?|commut(?:e|ing)|busy|blocked|beschäftigt|besetzt"
        r"|gebucht|occupée?|ocupad[oa]|occupato|bezet|optaget|upptagen|varattu|zajęty|doctor|dentist|zahnarzt|arzt|gym"
        r"|fahrzeit|anreise|school\s+run|private?\s+(?:appointment|event)|privat(?:er\s+termin)?|rendez-vous\s+privé)\W*$"
        r"|^\W*(?:travel|flight|train|flug|vol|vuelo|voo|volo|vlucht)\s+(?:to|from|nach|von|vers|à|a|para|naar)\s",
        "Busy",
        "Travel to Porto",
        unlike=("Focus group review", "Travel campaign review"),
    ),
)
WORK = Pattern(
    said(
        "appointment",
        "review | call | meeting | kick-?off | workshop | stand-?up | sync | check-?in | interview | session",
        "Kick-off",
        "Stand-up",
        "Check-in",
    ),
    said(
        "work",
        """
        demo | planning | shoot | campaign | launch | release | training | presentation | pitch | test | learn | menu
        | shop | deadline
        """,
        "Menu planning",
    ),
)
MOVE = Pattern(
    written(
        "move",
        r"\b(?:mov(?:e|ed|es|ing)|push(?:ed|ing)?|postpon\w+|reschedul\w+|shift\w*|bring\s+forward|brought\s+forward"
        r"|swap\w*)(?:\s+(?:the|our|this|that|your))?\s*(?P<object>[\w-]+(?:\s+[\w-]+){0,2})?",
        "Can we move the budget call to Thursday?",
        "we postponed the review",
    )
)
ASKS_TO_MOVE = Pattern(
    written("question mark", r"\?", "Thursday?"),
    said("polite question", "(?:can|could|shall|may|would) (?:we|you|i)", "Could we move it"),
    said("please", "please | any chance", "please move it"),
)
CONFIRMS_MOVE = Pattern(
    said("agreement", r"confirm\w* | works | fine | ok | okay | agreed | suits", "Confirmed for Thursday"),
    said("settled", "done | mov(?:es|ed) | updated", "the call moved"),
)
REFUSES_MOVE = Pattern(
    written("question mark", r"\?", "Thursday?"),
    said("refusal", "not | no | can't | don't | won't", "we can't"),
    said("another wish", "instead | again | rather", "Friday instead"),
)
_MONEY_OR_SHARE = re.compile(r"[€$£%]")


def is_social(title: str) -> bool:
    """The meeting's title tells of a table and of no work."""
    return SOCIAL.match(title) is not None and not WORK.found_in(title)


def is_own_matter(title: str) -> bool:
    """The entry is no meeting of ours with a client, whoever is invited: preparation, an absence, a reminder."""
    return OWN_MATTER.found_in(title[:LONGEST_TITLE])


def asks_to_move(text: str) -> bool:
    return ASKS_TO_MOVE.found_in(text)


def agrees_to_move(text: str) -> bool:
    """It agrees, or tells the move as settled; a question or a "no" is neither."""
    return CONFIRMS_MOVE.found_in(text) and not REFUSES_MOVE.found_in(text)


def tells_of_moving(text: str, subject: str, title: str, times: frozenset[str]) -> bool:
    """The sentence, or the subject of its mail, names the meeting, and what it speaks of moving is the meeting.

    times: the days and hours, as written, that a sentence about this move may name.
    """
    meeting = content_words(title)
    shared = meeting & content_words(f"{subject} {text}")
    move = MOVE.search(text)
    if not meeting or len(shared) < min(2, len(meeting)) or move is None:
        return False
    object_words = move["object"] or ""
    moved = content_words(object_words)
    if moved and not moved & meeting and len(moved) == len(object_words.split()):
        return False
    sides = old_and_new(text)
    if sides is None:
        return True
    return numbers(" ".join(sides)) <= times and not _MONEY_OR_SHARE.search(" ".join(sides))
