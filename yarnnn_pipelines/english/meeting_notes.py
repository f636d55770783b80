"""What an entry's description, place and comments say of whether its meeting takes place, where its title says nothing.

The description's first line alone is read, and the place: what stands further down is an agenda. Titles are
`meeting_titles`.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Literal
from unicodedata import normalize

from yarnnn_pipelines.core.visible import visible
from yarnnn_pipelines.english.alternatives import Pattern, any_of, written
from yarnnn_pipelines.english.calling_off_words import (
    CANCELLED,
    CANCELLED_APART,
    CANCELLED_SHORT,
    POSTPONED_APART,
)

_LONGEST_LINE = 300  # characters; a longer one is no note

_FIRST = (
    r"^\W*(?:(?:sorry|update|note|nb|info|fyi|edit|important|attention|unfortunately|sadly|all|hi|hello|hallo|hinweis|achtung"
    r"|wichtig|leider|désolée?|attention|malheureusement|nota|atención|aviso|lo\s+siento|atenção|purtroppo|let\s+op|helaas)\b\W+)*"
)
_MEETING = any_of(
    r"""
    meeting | event | call | session | appointment | invite | invitation | termin | besprechung | treffen | sitzung
    | réunion | rendez-vous | événement | reunión | cita | evento | reunião | riunione | appuntamento | vergadering
    | afspraak | møde | møte | mötet? | kokous | spotkanie | schůzka | встреча | совещание | зустріч | toplantı
    | megbeszélés | ședința | întâlnirea
    """
)
_THIS = rf"(?:(?:[\w'’]+\s+){{0,2}}{_MEETING}|this|dies|it|we)"
_IS = any_of(
    r"""
    is | was | has been | had to be | will be | been | gets | ist | wurde | wird | est | a été | sera | está | ha sido 
    | fue | foi | è stat[oa] | è | werd | er | är | er blevet | blev | został[oa]? | byla? | была?
    """
)
_NOT_DENIED = r"(?:(?!(?:not|nicht|pas|no|never)\b)\w+\s+){0,2}?"
_MEETING_APART = "(?:会议|會議|会議|打ち?合わせ|ミーティング|회의|미팅|اجتماع|פגישה|ประชุม)"
# Put off, without those moved: what was moved stands where the calendar has it now.
_PUT_OFF = any_of(
    r"""
    postponed | suspended | paused | on hold | skipped | ausgesetzt | pausiert | vertagt | auf eis | reportée?
    | ajournée? | suspendue? | aplazad[oa] | suspendid[oa] | pospuest[oa] | adiad[oa] | suspens[oa] | rinviat[oa]
    | sospes[oa] | uitgesteld | opgeschort | udsat | udskudt | utsatt | uppskjut(?:en|et) | siirretty | przełożon[yaeo]
    | zawieszon[yaeo] | odložen[oaýá]? | отложен[оаы]? | приостановлен[оаы]? | відкладен[оаий]{1,2} | ertelendi
    | elhalasztva | amânat[ăa]? | αναβλήθηκε
    """
)
_OFF = rf"(?:{CANCELLED}|{CANCELLED_APART}|{CANCELLED_SHORT})"

# The note says it of this meeting, for certain.
_SAYS_IT_IS_OFF = Pattern(
    written(
        "nothing else",
        rf"{_FIRST}{_OFF}[^\w?？]*$",
        "CANCELLED",
        "*** Abgesagt ***",
        unlike=("Cancelled?", "Cancelled orders"),
    ),
    written(
        "of this meeting",
        rf"{_FIRST}(?:{_THIS}\s+{_IS}\s+{_NOT_DENIED}|(?:[\w'’]+\s+){{0,2}}{_MEETING}\s+){_OFF}(?!\w|\s+(?:the|an?|our|your|all|orders)\b)"
        rf"|{_MEETING_APART}.{{0,6}}{CANCELLED_APART}",
        "This meeting has been cancelled.",
        "Der Termin wurde leider abgesagt",
        unlike=("The contract was cancelled", "This event is not cancelled", "We cancelled the print run"),
    ),
)
# It may say it of this meeting, or that it is put off.
_LEAVES_IT_OPEN = Pattern(
    written(
        "mark before a note",
        rf"{_FIRST}(?:{_OFF}|{_PUT_OFF}|{POSTPONED_APART})\s*(?:[:：!.,;|/]|[-–—]\s|\s[-–—]|[)\]】）*]|(?:until|till|to|due|because|by|bis"
        r"|wegen|jusqu|hasta)\b|$)",
        "CANCELLED - we meet in January instead.",
        "Postponed until January",
        unlike=("Cancelled orders and returns",),
    ),
    written(
        "of this meeting",
        rf"{_FIRST}{_THIS}\s+{_IS}\s+{_NOT_DENIED}(?:{_OFF}|{_PUT_OFF}|called\s+off|off)(?!\w)",
        "The meeting is postponed",
    ),
    written(
        "that it does not take place",
        rf"{_FIRST}(?:{_THIS}\s+)?(?:(?:won['’]?t|will\s+not|does\s+not|doesn['’]?t|is\s+not|isn['’]?t|not|(?:is\s+)?no\s+longer)\s+"
        r"(?:be\s+)?(?:happen(?:ing)?|tak(?:e|ing)\s+place|go(?:ing)?\s+ahead)|fällt\s+(?:\w+\s+)?aus|findet\s+(?:\w+\s+)?nicht\s+statt"
        r"|entfällt|n['’]aura\s+pas\s+lieu|gaat\s+niet\s+door)(?!\w)",
        "This meeting will not take place.",
        "Fällt aus",
    ),
    written(
        "do not come",
        r"^\W*(?:please\s+)?do\s+not\s+(?:join|attend|dial\s+in)\b|^\W*no\s+(?:meeting|call)\b(?!\s+(?:room|link|notes|agenda|number|id))"
        r"|\bwe\s+(?:won['’]?t|will\s+not|don['’]?t)\s+meet\b"
        r"|\b(?:cancel|skip|call\s+off|postpone)\s+(?:this|the|our|today['’]s)\s+(?:meeting|call|session|one)\b(?!\s*[,?]|\s+(?:click|here))"
        r"|\bnew\s+(?:date|invite|invitation|time)\s+(?:will\s+)?(?:follow|to\s+follow|to\s+come)",
        "No meeting this week",
        "Do not join",
        "We had to cancel this meeting",
        "Moved to January, new invite follows",
        unlike=("No meeting room booked yet", "To cancel this meeting click here"),
    ),
)


@lru_cache(maxsize=10_000)
def status_noted(description: str, location: str) -> Literal["cancelled", "tentative"] | None:
    """What the first line of a description and a place say of whether the meeting takes place; None where nothing."""
    lines = (description, location)
    notes = [normalize("NFKC", visible(line)) for line in lines if line and len(line) <= _LONGEST_LINE]
    if any(_SAYS_IT_IS_OFF.found_in(note) and "?" not in note for note in notes):
        return "cancelled"
    return "tentative" if any(map(_LEAVES_IT_OPEN.found_in, notes)) else None
