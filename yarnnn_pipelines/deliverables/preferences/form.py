"""How the sent copy is laid out: what greets above it, what signs off below, whether its sections are lists.

A greeting and a sign-off tell nothing: only what says nothing that could be true or false may stand there, since
nothing proves it.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from yarnnn_pipelines.deliverables.preferences.preference import Preferences
from yarnnn_pipelines.english.sentences import GREETED, GREETING, sentences_of
from yarnnn_pipelines.english.statement import parse

_NAMED = r"[A-Z][\w'’.-]*"
_GREETS = re.compile(
    rf"(?i:{GREETING.group})(?:\s+(?i:{GREETED.group}))?(?:,?\s+(?:(?:and|&)\s+)?{_NAMED}){{0,6}}\s*[,!.:–—-]?"
)
_CLOSES = re.compile(
    r"(?i)(?:(?:all\s+the\s+|kind(?:est)?\s+|best\s+|warm(?:est)?\s+|many\s+|with\s+)*"
    r"(?:best|regards|wishes|thanks|thank\s+you|cheers|sincerely|yours(?:\s+\w+)?|talk\s+soon|speak\s+soon|bye)"
    r"(?:\s+(?:again|all|everyone|a\s+lot|so\s+much|for\s+reading|and\s+\w+(?:\s+\w+){0,2}))?)[,.!–—-]*"
)
_NAME_LINE = re.compile(rf"[–—-]?\s*(?:{_NAMED})(?:(?:\s+(?:and|&|of|at|from)|,)?\s+{_NAMED}){{0,5}}\.?")
# A sentence that leaves the next word to the reader, or wishes them something.
_LEAVES_IT_TO_THE_READER = re.compile(
    r"(?i)(?:(?:and\s+)?(?:please\s+|just\s+|as\s+always,?\s+)*(?:let\s+(?:me|us)\s+know|shout|ping\s+(?:me|us)|reply|reach\s+out"
    r"|feel\s+free|get\s+in\s+touch|write\s+(?:me|us))|(?:i['’]m\s+|we['’]re\s+)?(?:always\s+)?happy\s+to\s+(?:talk|chat|help"
    r"|discuss|answer|jump|hop)|any\s+(?:questions|thoughts|comments|feedback)|questions\s*\?|thoughts\s*\?"
    r"|looking\s+forward\s+to\s+(?:it|hearing|your)|have\s+an?\s+(?:great|good|nice|lovely|wonderful)\s+(?:week|weekend|day)"
    r"|(?:see|talk\s+to|speak\s+to)\s+you)\b[^.!?:]{0,80}[.!?]?"
)
_LONGEST = 200
_MOST_LINES = 4


class Form(NamedTuple):
    """greeting, sign_off: plain lines, "" for none. is_prose: sections are paragraphs, else lists."""

    greeting: str = ""
    sign_off: str = ""
    is_prose: bool = False


def form_of(preferences: Preferences) -> Form:
    greeting, sign_off = preferences.value("greeting") or "", preferences.value("sign_off") or ""
    return Form(
        greeting if is_a_greeting(greeting) else "",
        sign_off if is_a_sign_off(sign_off) else "",
        preferences.value("layout") == "prose",
    )


def is_a_greeting(line: str) -> bool:
    return len(line) <= _LONGEST and _GREETS.fullmatch(line.strip()) is not None


def is_a_sign_off(text: str) -> bool:
    """Lines that close a letter: a closing, a name, a thing to do for the reader. None of them tells something."""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    return 0 < len(lines) <= _MOST_LINES and len(text) <= _LONGEST and all(map(_says_nothing, lines))


def _says_nothing(line: str) -> bool:
    if _CLOSES.fullmatch(line) or _NAME_LINE.fullmatch(line) or not line.strip("-–—_ "):  # a rule above a signature
        return True
    closing, _, rest = line.partition(",")
    if _CLOSES.fullmatch(f"{closing},") and _NAME_LINE.fullmatch(rest.strip()):
        return True
    return all(map(_leaves_it_to_the_reader, sentences_of(line)))


def _leaves_it_to_the_reader(sentence: str) -> bool:
    said = parse(sentence)
    tells_a_number_or_day = said.figures or said.dates or said.weekdays
    return _LEAVES_IT_TO_THE_READER.fullmatch(sentence) is not None and not tells_a_number_or_day
