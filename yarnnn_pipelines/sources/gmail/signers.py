"""Who signed a mail, where that is not whoever its From names: the name below its closing, or in its signature.

Which lines are a signature is `signatures`' work; whether the name is one of the sender's, `english.signed_names`; who
is meant by it, the context knows.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable

from yarnnn_pipelines.english.signed_names import is_an_organisation, names_the_same
from yarnnn_pipelines.sources.gmail.senders import Person
from yarnnn_pipelines.sources.gmail.signatures import FOR_ANOTHER

_JOINT = re.compile(r"\s*(?://|/|&|\+|,|;|\||·|•|\s[–—-]\s|\s(?:and|und|et|y|e|en|og|och|i)\s)\s*")
_SIGNED_FOR = re.compile(r"(?i)^(?:p\.?\s?p\.?|i\.\s?a\.|im auftrag)\s+")
_MARKS = "*_~–—-\"'“”’ \t.,!()"
_NAME = re.compile(r"^[^\W\d_][\w.'’-]*(?:\s[^\W\d_][\w.'’-]*){0,3}$")
_LONGEST_LINE = 300  # characters; a longer one is no name's
_LETTERS = re.compile(r"[^\W\d_]+")
_ROLE = re.compile(
    r"(?i)\b(?:c[a-z]o|head|director|manager|founder|owner|partner|lead|assistant|officer|president|designer|developer"
    r"|engineer|consultant|editor|secretary|chair|coordinator|executive|specialist|leiter(?:in)?|geschäftsführer(?:in)?"
    r"|inhaber(?:in)?|directeur|directrice|director[ae]?|gerente|sent|gesendet|mobile|phone|tel|fax|www)\b"
)


def signed_by(lines: list[str], sender: Person, readers: Collection[str] = ()) -> str | None:
    """The name in the first of these lines of a signature that has one; None if one of them is the sender's.

    lines: what stands below a mail's closing, or below its delimiter. readers: names of those whom it is to, of whom
    "Thanks, Jo" speaks.
    """
    if signs_themselves(lines, sender):
        return None
    firm = sender["email"].rpartition("@")[2]
    first: str | None = None
    for line in lines:
        for name in _names(line):
            is_called = any(names_the_same(reader, name) for reader in readers)
            is_firm = "".join(name.casefold().split()) in firm or is_an_organisation(name)
            first = first or (None if is_firm or is_called else name)
    return first


def signs_themselves(lines: Iterable[str], sender: Person) -> bool:
    """One of these lines has a name of the sender's."""
    mailbox = sender["email"].partition("@")[0]
    own = " ".join([sender["name"], *_LETTERS.findall(mailbox)]).strip()
    return any(names_the_same(own, name) for line in lines for name in _names(line))


def _names(line: str) -> list[str]:
    """The people whom a line of a signature names."""
    if len(line) > _LONGEST_LINE:
        return []
    parts = _JOINT.split(FOR_ANOTHER.sub("", _SIGNED_FOR.sub("", line.strip())))
    bare = [part.strip(_MARKS) for part in parts]
    return [part for part in bare if _NAME.match(part) and not _ROLE.search(part)]
