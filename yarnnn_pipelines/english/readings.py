"""What a sentence may be read as: one regular expression for each reading, to be run over many sentences at once.

They run in polars, whose regular expressions have no look-around, and in Python, with one result. Which readings
together make a signal, and how much it weighs, is `context.signals`.
"""

from __future__ import annotations

import re
from functools import cache

from yarnnn_pipelines.english import changes, decisions, doubts, fears, figures, promises, requests, results, troubles
from yarnnn_pipelines.english.alternatives import Pattern, opens, written

FIRST_PERSON = Pattern(opens("I", "i", "I fixed the pixel"))
NUMBERED = Pattern(written("digit", r"\d", "12 banners"))
FOREIGN = Pattern(*doubts.FOREIGN_LABEL.alternatives, *doubts.OTHER_LANGUAGE.alternatives)
# Any doubt but that it is passed on as somebody's word.
HEDGED_BESIDE = Pattern(*(doubt for doubt in doubts.HEDGED.alternatives if doubt.name != "another's word"))

READINGS: dict[str, str] = {
    name: pattern.regex
    for name, pattern in {
        "asks": requests.ASK,
        "asks_by_its_form": requests.ASKS_BY_ITS_FORM,
        "needed": requests.NEEDED,
        "hedged": doubts.HEDGED,
        "hedged_beside": HEDGED_BESIDE,
        "conditional": doubts.CONDITIONAL,
        "dangling": doubts.DANGLING,
        "chatter": doubts.CHATTER,
        "foreign": FOREIGN,
        "no_prose": doubts.NO_PROSE,
        "verb": doubts.VERB,
        "unclear": doubts.UNCLEAR,
        "not_yet": doubts.NOT_YET,
        "personal": decisions.PERSONAL,
        "decision": decisions.DECISION,
        "ruled": decisions.RULED,
        "outright": decisions.OUTRIGHT,
        "left_open": decisions.LEFT_OPEN,
        "outside": decisions.OUTSIDE_APPROVAL,
        "undecided": decisions.UNDECIDED,
        "done_strong": results.DONE_STRONG,
        "done_weak": results.DONE_WEAK,
        "done_state": results.DONE_STATE,
        "done_again": results.DONE_AGAIN,
        "participle": results.PARTICIPLE,
        "spoilt": results.SPOILT,
        "quantity": figures.QUANTITY,
        "measured": figures.MEASURED,
        "not_metric": figures.NOT_A_METRIC,
        "risk": troubles.RISK,
        "not_risk": troubles.NOT_A_RISK,
        "feared": fears.FEARED,
        "feared_at_once": fears.FEARED_AT_ONCE,
        "calmed": fears.CALMED,
        "not_feared": fears.NOT_FEARED,
        "change": changes.CHANGE,
        "change_stated": changes.CHANGE_STATED,
        "commitment": promises.COMMITMENT,
        "not_commitment": promises.NOT_A_COMMITMENT,
        "for_a_day": promises.FOR_A_DAY,
        "planned": promises.PLANNED,
        "due": promises.DUE,
        "first_person": FIRST_PERSON,
        "numbered": NUMBERED,
    }.items()
}


@cache
def compiled(reading: str) -> re.Pattern[str]:
    return re.compile(READINGS[reading])
