"""Texts that are not meant as they stand: a template with slots to fill, a draft that somebody is to look at, a test.

What labels a part of a text as a draft is `stance`'s; that a mail was never sent, its folder tells.
"""

from __future__ import annotations

import re

from yarnnn_pipelines.english.alternatives import Pattern, any_of, written, written_exactly
from yarnnn_pipelines.english.vocabulary import MONTH

# What stands in one mark, at its longest: a whole text is searched, and an open bracket may close nowhere.
_WITHIN = r"[^\]}>]{0,500}"
_WITHIN_BRACKETS = r"[^\]]{0,500}"
_SLOT = any_of(
    rf"""
    (?:(?:client|customer|company|contact|first|last|full|user|project|product|your|sender)[ _-]?)?names? | fname
    | lname | firstname | lastname | vorname | nachname | kunde | prénom | nombre | clients? | customers? | company
    | recipients? | dates? | days? | times? | amounts? | numbers? | prices? | links? | urls? | months? | projects?
    | xx+ | insert{_WITHIN} | your {_WITHIN} | datum | betrag | fecha
    """
)
_TO_DO = any_of(
    r"""
    check | confirm | verify | ask | to ?do | tb[acd] | insert | add | fill | update | needs? | to be | double[- ]check
    | prüfen | klären | offen | not sure | \?+
    """
)
UNFINISHED = Pattern(
    written(
        "slot to fill",
        rf"\{{\{{\s*[\w .|-]+\s*\}}\}}|\{{{_SLOT}\}}|%{_SLOT}%|\*\|\s*\w+\s*\|\*|<{_SLOT}>"
        rf"|\[{_SLOT}\](?!\()|\[\[\s*\w+\s*\]\]",
        "Dear {{first_name}},",
        "Hi {name},",
        "Hi %FIRSTNAME%,",
        "Hi *|FNAME|*,",
        "Hi <name>,",
        "We launched the page on [DATE].",
        unlike=("See [the page](https://example.org).", "Profit rose by 10% and cost by 5%"),
    ),
    written_exactly(
        "slot in the greeting",
        r"^\W*(?:Hi|Hello|Dear|Hey|Hallo|Liebe[r]?|Bonjour|Hola|Ciao)\s+(?:NAME|XX+|CLIENT|FIRST\s?NAME|N\.?N\.?|\.{3,}|_{2,})\s*[,!:]",
        "Hi NAME,",
        "Hi XXX,",
        "Dear ___,",
    ),
    written(
        "number to fill in",
        rf"\bxx+\.?\s+(?:of\s+)?{MONTH}\b|{MONTH}\s+xx+\b|[€$£]\s?xx+\b|\bxx+\s?(?:€|eur|euros?|%|percent)(?!\w)|\b\d+[.,]xx\b",
        "We launched it on XX November.",
        "It costs €XX.",
        "It grew by XX %.",
    ),
    written(
        "note in brackets",
        rf"\[\s*{_TO_DO}\b{_WITHIN_BRACKETS}\](?!\()|\[\s*\?+\s*\](?!\()",
        "We launched the page [check with Tom].",
        "[to be sent Friday]",
        "It cost 400 euros [?].",
        unlike=("See [check list](https://example.org).",),
    ),
    written(
        "a test or filler",
        r"^\W*(?:(?:this\s+is\s+(?:just\s+|only\s+)?(?:a\s+)?)?test\s+(?:(?:e-?)?mail|message|post)\b|lorem\s+ipsum\b"
        r"|(?:das\s+ist\s+)?(?:nur\s+)?(?:ein\s+)?test(?:mail|nachricht)\b|just\s+testing\b)",
        "Test mail, please ignore.",
        "Lorem ipsum dolor sit amet.",
        "This is just a test message",
    ),
)


# A line that asks whether what stands below it will do: "Would this work as a text?".
_ASKS_OF_WHAT_FOLLOWS = re.compile(
    r"(?i)^\W*(?:(?:would|could|does|do|is|can|how\s+about|what\s+about|shall\s+we\s+(?:use|send|post))\b[^.?!\n]{0,60}"
    r"\b(?:text|wording|copy|draft|caption|post|reply|answer|e?-?mail|message|version)\b[^.?!\n]{0,40}"
    r"|how\s+does\s+this\s+(?:sound|read)[^.?!\n]{0,30})\?[^\S\n]*\n"
)


def is_unfinished(text: str) -> bool:
    """Nothing of it is said by its author yet."""
    return UNFINISHED.found_in(text) or _ASKS_OF_WHAT_FOLLOWS.match(text) is not None
