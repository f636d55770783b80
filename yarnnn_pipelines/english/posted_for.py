"""Whether a text says of itself that it was posted for somebody else: "Posted for @Tom", "(on behalf of Tom)", "Posting
this for Tom, who is ill.", or a line below work with nothing but "via @Tom".

Then its words, and what it tells of, may be theirs. What the sentence itself does for somebody ("Launched it for Tom.")
is its writer's; who is named beside work without such a word is `credits`, words that are introduced `introductions`.
"""

from __future__ import annotations

import re
from functools import lru_cache

from yarnnn_pipelines.english.credits import is_known
from yarnnn_pipelines.english.mentions import UPPER
from yarnnn_pipelines.english.signed_names import is_an_organisation, names_the_same
from yarnnn_pipelines.english.vocabulary import DAY, MONTH
from yarnnn_pipelines.english.voice import Voice

_PERSON = rf"(?P<name>@?{UPPER}[\w-]*(?:[.'’](?!s\b)\w+)*(?:\s{UPPER}[\w'’-]*)?)(?!['’]s\b)"
_WHAT = (
    r"(?:(?:this|that|it|these|the\s+(?:below|following|above)|(?:the|an?|this|his|her|their)\s+(?:\w+\s+)?"
    r"(?:update|message|note|news|status|text|post|report|mail)s?)\s+)?"
)
_INSTEAD = (
    r"(?:(?:on|in)\s+behalf\s+of|in\s+the\s+name\s+of|in\s+place\s+of|instead\s+of|o\.?b\.?o\.?|i\.\s?a\.|p\.?p\."
    r"|im\s+(?:namen|auftrag)\s+(?:von|der|des)|in\s+vertretung\s+(?:von|für)|anstelle\s+von|au\s+nom\s+de|de\s+la\s+part\s+de"
    r"|en\s+(?:nombre|lugar)\s+de|de\s+parte\s+de|em\s+nome\s+d[eoa]|da\s+parte\s+d[eioa]|a\s+nome\s+di|per\s+conto\s+di|namens"
    r"|in\s+naam\s+van|på\s+vegne\s+a[fv]|på\s+uppdrag\s+av|w\s+imieniu)"
)
_POSTED = (
    r"(?:(?:re-?)?post(?:ed|ing)|shar(?:ed|ing)|sent|sending|writ(?:ten|ing)|typed|typing|relay(?:ed|ing)|forward(?:ed|ing)"
    r"|report(?:ed|ing)|logg(?:ed|ing)|filed|filing|enter(?:ed|ing)|submitt(?:ed|ing)|past(?:ed|ing)|cop(?:ied|ying)"
    r"|pass(?:ed|ing)\s+on|updating|update|message|note|text|speaking|filling\s+in|covering|standing\s+in"
    r"|gepostet|geschrieben|gesendet|geschickt|publiée?|envoyée?|posté|publicado|enviado|escrito|pubblicato|inviato|geplaatst)"
)
# What stands apart from the words that it is said of: "Posted by Mia for Tom", "(on behalf of @Tom)".
_POSTED_FOR = re.compile(
    rf"^\W*(?i:(?:(?:i(?:['’]m|\s+am)|just|quickly|edit|fyi|btw|ps)\W+)*(?:{_POSTED}\s+(?:by\s+\S+\s+)?{_WHAT}(?:here\s+)?"
    rf"(?:for|{_INSTEAD})|(?:für|pour|para|per|voor)(?=\s+\S+\s+(?:gepostet|geschrieben|publiée?|envoyée?|publicado|enviado)\b)"
    rf"|(?P<bare>{_INSTEAD})))\s+(?i:(?:our|my)\s+colleague\s+)?{_PERSON}"
)
_ASKED_TO_POST = re.compile(
    rf"^\W*{_PERSON}\s+(?i:(?:\w+\s+)?(?:asked|told|wanted|wants|asks)\s+(?:me|us)\s+to\s+(?:post|share|send|write|pass|relay"
    r"|say|tell|report|forward|let)\b)"
)
# Nothing but a word and a name, on a line of its own or in brackets behind what was done.
_BESIDE = re.compile(
    rf"^\W*(?i:for|from|via|through|per|thanks\s+to|thx\s+to|courtesy\s+of|reported\s+by|sent\s+by|posted\s+by|von|für|de|par|por)\s+{_PERSON}[^\w@]*$"
)
_IN_BRACKETS = re.compile(r"[(\[]([^()\[\]\n]{3,60})[)\]]|\s[–—|·•-]{1,2}\s([^–—|·•\n]{3,60})$")
_VIA = re.compile(r"(?i)^\W*(?:via|thanks|thx|courtesy|de|par|por|von|per|through)\b")
_NOBODY = re.compile(
    rf"(?i)@?(?:channel|here|everyone|everybody|all|team|{DAY}|{MONTH}|christmas|easter|today|tomorrow|friday)\b"
)
_SENTENCE = re.compile(r"(?<=[.!?…])\s+|\n")
_LONGEST_NOTE, _LONGEST_LINE = 160, 400  # characters
_BULLET = re.compile(r"\s*(?:[-*•–—◦▪]|\(?\d{1,2}[.)])\s")


def may_be_posted_for_another(text: str, start: int, end: int, voice: Voice) -> bool:
    """Somewhere in its text a sentence that begins and ends here is said to be posted for another, or right behind or
    below it only a word and another's name stand."""
    if _says_so(text, voice):
        return True
    line_end = text.find("\n", end)
    line = text[start : line_end if line_end >= 0 else len(text)]
    for note in (part for pair in _IN_BRACKETS.findall(line[-_LONGEST_LINE:]) for part in pair if part):
        if _is_for_another(note, voice) or (not _VIA.match(note) and _names_another_beside(note, voice)):
            return True
    lines = text[start : end + _LONGEST_LINE].split("\n")
    below = next((number for number, other in enumerate(lines[1:3], 1) if other.strip()), None)
    return below is not None and not _BULLET.match(lines[below]) and _names_another_beside(lines[below], voice)


@lru_cache(maxsize=100)
def _says_so(text: str, voice: Voice) -> bool:
    """Asked of each sentence of a text, and the same for all of them."""
    notes = (note for note in _SENTENCE.split(text) if len(note) <= _LONGEST_NOTE and not _BULLET.match(note))
    return any(_is_for_another(note, voice) for note in notes)


def _is_for_another(note: str, voice: Voice) -> bool:
    asked = _ASKED_TO_POST.match(note)
    if asked and _is_another(asked["name"], voice):
        return True
    posted = _POSTED_FOR.match(note)
    if posted is None or not _is_another(posted["name"], voice):
        return False
    # "On behalf of Northlight, welcome!" speaks for a firm
    is_alone = not posted["bare"] or not re.search(r"\w", note[posted.end() :])
    return is_alone or posted["name"].startswith("@") or is_known(posted["name"], voice)


def _names_another_beside(line: str, voice: Voice) -> bool:
    """ "via @Tom": somebody who is mentioned or known, for "for Porto" and "from Monday" name nobody."""
    beside = _BESIDE.match(line)
    if beside is None or not _is_another(beside["name"], voice):
        return False
    return beside["name"].startswith("@") or is_known(beside["name"], voice)


def _is_another(name: str, voice: Voice) -> bool:
    bare = name.removeprefix("@")
    if _NOBODY.match(name) or names_the_same(voice.author or "", bare) or bare.startswith(voice.client_name):
        return False
    return name.startswith("@") or not is_an_organisation(bare)
