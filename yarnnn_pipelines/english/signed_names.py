"""Whose name stands below a text: whether it is its sender's, in whatever form, or somebody else's.

A mailbox is lent and shared: "I approved it. Best, Jo" from Dana's address is Jo's word. Which lines of a mail are a
signature is `sources.gmail`'s; what a line above a sentence says of whose it is, `lines_above`.
"""

from __future__ import annotations

import re
from collections.abc import Collection

from yarnnn_pipelines.english.lettering import plain_letters
from yarnnn_pipelines.english.mentions import UPPER

_LETTERS = re.compile(r"[^\W\d_]+")
_TITLE = re.compile(r"(?i)^(?:(?:mr|mrs|ms|dr|prof|ing|mag|dipl|herr|frau|sr|sra|mme|dott)\b\.?[\s-]*)+")
# Names that begin with other letters than the given names that they are short for.
_SHORT_FOR = {
    "bob": "robert", "bobby": "robert", "rob": "robert", "bill": "william", "billy": "william", "dick": "richard",
    "rick": "richard", "ted": "edward theodore", "ned": "edward", "jack": "john", "hank": "henry",
    "harry": "henry harold", "chuck": "charles", "jim": "james", "jimmy": "james", "peggy": "margaret", "polly": "mary",
    "molly": "mary", "peg": "margaret", "sally": "sarah", "mike": "michael", "mick": "michael", "sepp": "josef",
    "gus": "august augustus",
    "beppe": "giuseppe", "pepe": "josé jose", "paco": "francisco", "nacho": "ignacio", "lola": "dolores",
    "chema": "josé jose", "sasha": "alexander alexandra", "sascha": "alexander", "misha": "mikhail", "zé": "josé jose",
}  # fmt: skip
_FEWEST_SHARED = 3  # letters with which a short form and the name begin: Dani, Dana
_LONGEST_INITIALS = 3

_ORGANISATION = re.compile(
    r"(?i)\b(?:team|studios?|ltd|limited|gmbh|inc|llc|llp|plc|ag|kg|lda|bv|ab|oy|sarl|sas|srl|spa|agency|agentur|group|gruppe"
    r"|company|co|corp|corporation|support|service|services|customer|office|sales|marketing|accounts?|accounting|finance"
    r"|billing|department|dept|abteilung|desk|hq|crew|staff|board|committee|society|association|foundation|university"
    r"|hotel|restaurant|shop|store|bank|partners|holding|everyone|everybody|all|you|us|guys|folks|again|the|your|our)\b"
)
_NAME = rf"(?:{UPPER}[\w'’-]*\.?)(?:\s{UPPER}[\w'’-]*\.?){{0,2}}"
_MARKED = re.compile(
    rf"(?:^|(?<=[.!?…)\"”])[ ]|\n)[ ]*(?:/[ ]?|[–—][ ]?|--?[ ]|~[ ]?|\()(?P<name>{_NAME})\)?[ ]*$"
    rf"|[ ]/[ ]?(?P<slashed>{_NAME})[ ]*$"
)
_INTRODUCED = re.compile(
    rf"(?:^|\n|[.!,:–—-][ ])[ ]*(?:(?P<here>{_NAME})[ ]+(?:here|speaking|writing)"
    r"(?=[ ]?[,.!:;–—(-]|[ ](?:from|on|via|with|for)\b)"
    rf"|(?i:this|it)(?i:[ ]is|['’]s)[ ](?P<this>{_NAME})(?=[ ]?[,.!:;–—(-]|[ ](?:from|on|via|writing|speaking)\b))"
)
_IN_PLACE_OF = r"(?i:i\.\s?a\.|p\.?\s?p\.?|im auftrag)\s"
# What two words that are written large may be at a mail's end beside a name.
_NO_NAME = re.compile(
    r"(?i)(?:thanks?|thx|cheers|best|kind|warm|many|with|regards|hi|hello|dear|danke|merci|gracias|grazie|obrigad[oa]|ciao"
    r"|bye|happy|merry|good|great|nice|see|talk|have|stay|take|looking|until|yours|enjoy|welcome)\b"
)
# "Register here:", "Still here, waiting".
_DONE_HERE = re.compile(
    r"(?i)(?:click|register|sign|see|look|download|read|find|start|join|vote|apply|book|enter|log|come|go|more|right|still|not"
    r"|nobody|anyone|everyone|nothing|back|up|over|out|in|post|upload|answer|reply|details|link|files?|only|also|but|new)\b"
)
_BULLET = re.compile(r"[ ]*(?:[-*•–—]|\(?\d{1,2}[.)])[ ]")
_SENTENCE_ENDS = re.compile(r"[.!?…][\"'”’)]*$")
_LINES_OF_A_SIGNATURE, _LONGEST_LINE, _LOOKS_AHEAD, _LOOKS_BACK = 4, 60, 200, 300


def names_the_same(author: str, name: str) -> bool:
    """The name, whole or as initials, is the author's own: "Dana", "D.", "DR", "Reyes, Dana" of Dana Reyes."""
    authors, words = _words(author), _words(name)
    if not words or not authors:
        return not words
    initials = "".join(word[0] for word in authors)
    if "".join(words) in (initials, initials[0]):
        return len("".join(words)) <= _LONGEST_INITIALS
    return words[0] in authors or (len(words[0]) == 1 and words[0] == initials[0] and words[-1] in authors)


def may_be_short_for(author: str, name: str) -> bool:
    """A name by which the author may be called: "Dani" of Dana, "Tom" of Thomas, "Beth" of Elizabeth."""
    words = _words(name)
    return bool(words) and any(_is_short(words[0], word) for word in _words(author))


def _is_short(short: str, name: str) -> bool:
    if name in _SHORT_FOR.get(short, "").split() or (len(short) >= _FEWEST_SHARED and short in name):
        return True
    if short[0] != name[0]:
        return False
    letters = iter(name)
    return short[:_FEWEST_SHARED] == name[:_FEWEST_SHARED] or all(letter in letters for letter in short)


def _words(name: str) -> list[str]:
    return _LETTERS.findall(plain_letters(_TITLE.sub("", name.strip())).casefold())


def is_an_organisation(name: str) -> bool:
    """A team, a firm or a department, or nobody: "Northlight Studio", "The team", "Sales"."""
    return _ORGANISATION.search(name) is not None


def signer(author: str | None, name: str | None, people: Collection[str]) -> tuple[str | None, bool]:
    """Who speaks in a text of this author below which this name stands, and whether that is somebody unknown.

    people: full names of the author's side; of two whom the name fits, it is nobody known. A name in brackets is
    "[removed]", of somebody who was forgotten.
    """
    if not name or names_the_same(author or "", name):
        return author, False
    if name.startswith("["):
        return author, True
    fitting = {person for person in people if names_the_same(person, name) and len(_words(name)[0]) > 1}
    if len(fitting) == 1:
        return fitting.pop(), False
    if not fitting and (may_be_short_for(author or "", name) or not name[0].isupper()):
        return author, False
    return author, True


def name_in_text(text: str, first_names: Collection[str], *, is_mail: bool) -> str | None:
    """The name by which a text says itself who wrote it: "/Tom" at its end, "Tom here," at its beginning, and below a
    mail a name alone. first_names: of those who are known."""
    opening = _INTRODUCED.search(text, 0, _LOOKS_AHEAD)
    if opening and (name := opening["here"] or opening["this"]):
        is_known = name.split()[0] in first_names
        if is_known or (opening["here"] and not _DONE_HERE.match(name) and not is_an_organisation(name)):
            return name
    below = text[-_LOOKS_BACK:].rstrip()
    marked = _MARKED.search(below)
    if marked and not _stands_in_a_list(below, marked.start()):
        name = marked["name"] or marked["slashed"]
        is_certain = marked["slashed"] is not None or re.match(r"\s*[/–—]", marked[0]) is not None
        if name.split()[0] in first_names or (is_certain and not is_an_organisation(name) and " " not in name):
            return name
    return _name_alone(below, first_names) if is_mail else None


def _stands_in_a_list(text: str, end: int) -> bool:
    """The line above is an item of a list, or its heading."""
    above = text[:end].rstrip().rpartition("\n")[2]
    return _BULLET.match(above) is not None or above.rstrip().endswith(":")


def _name_alone(text: str, first_names: Collection[str]) -> str | None:
    """A name that begins the last lines of a mail, of which none is a sentence."""
    lines = text.split("\n")[-_LINES_OF_A_SIGNATURE - 1 :]
    for index in range(1, len(lines)):
        rest = [line.strip() for line in lines[index:] if line.strip()]
        if not rest or not _SENTENCE_ENDS.search("".join(lines[:index]).rstrip()):
            continue
        if any(len(line) > _LONGEST_LINE or re.search(r"\w{3}[.!?:]$", line) for line in rest):
            continue
        alone = re.fullmatch(rf"(?:{_IN_PLACE_OF})?(?P<name>{_NAME}),?", rest[0])
        if alone is None or is_an_organisation(rest[0]) or _NO_NAME.match(rest[0]):
            continue
        name = alone["name"]
        is_set_apart = not lines[index - 1].strip() and " " in name
        if name.split()[0] in first_names or is_set_apart:
            return name
    return None
