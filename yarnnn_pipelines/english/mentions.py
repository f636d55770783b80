"""Who is named by a mention that opens a sentence: the one who did it, or the one who is spoken to.

"@Tom fixed the error" tells of Tom, "@Tom can you look" and "@Tom, fixed the error" speak to him. How the rest of the
sentence is worded is `rewording`.
"""

from __future__ import annotations

import re
from collections.abc import Collection

_PAST = (
    r"(?!(?:need|feed|speed|embed|indeed|attached|related)\b)[a-z]+ed|sent|built|made|gave|got|took|told|wrote|rewrote|ran|held|met|chose"
    r"|found|said|went|came|paid|bought|brought|left|kept|put|set|cut|spoke|saw|heard|began|sold|won|lost|led|did|had"
    r"|redid|rebuilt|drew|shot|hung|broke"
)
_THIRD = (
    r"needs|wants|thinks|says|approves|confirms|agrees|accepts|signs|prefers|likes|sends|moves|takes|expects|plans"
    r"|asks|decides|delivers|finishes|brings|gives|gets|makes|works|knows|does"
)
_AUXILIARY = (
    r"(?:will|has|is|was|have|are|were|can|could|would|should|must|may|might)(?:n['’]t)?|won['’]t|can['’]t|cannot"
)
# After these an auxiliary asks: "@Tom is the page live", "@Tom did you see".
_ASKED = (
    r"you|we|i|it|he|she|they|the|this|that|these|those|there|our|your|my|his|her|their|everything|everybody|everyone"
    r"|any\w*|some\w*|all|a|an"
)
_ADVERB = r"(?:(?:just|also|already|finally|now|then|has|have|successfully|really|still)\s+)*"
_FINITE = rf"(?:{_PAST}|{_THIRD})\b(?!\s+(?:you|we|i|he|she|they)\b)"
_VERB = rf"(?i:{_ADVERB}(?:{_FINITE}|(?:{_AUXILIARY})\s+(?!(?:{_ASKED})\b)\w))"
_NAME = rf"@(?!(?:channel|here|everyone|all|team)\b)[\w.'’-]*\w(?:\s(?!{_VERB})[A-Z][\w'’-]+){{0,2}}"
_SUBJECT = re.compile(rf"(?P<names>{_NAME}(?:(?:\s*,\s*|\s+(?:and|&)\s+){_NAME})*)\s+(?P<verb>{_VERB})")
# "@Tom updated banners are live": the participle belongs to the noun.
_NOUN_PHRASE = re.compile(
    r"(?i)\w+ed(?:\s+(?!(?:the|a|an|our|all|my|your)\b)[\w-]+){0,3}\s+(?:is|are|was|were|has|have|will)\b"
)
_EACH = re.compile(_NAME)


def is_subject(text: str, start: int = 0, end: int | None = None) -> bool:
    """The sentence opens with a mention and goes on with what that person did, does or is to do."""
    return _SUBJECT.match(text, start, len(text) if end is None else end) is not None


def with_subject_named(text: str, namesakes: Collection[str]) -> str | None:
    """The mentions that are a sentence's subject as first names, whole where two people share one; other sentences as
    they are. None where a handle is no name, or where the verb may begin another sentence or belong to a noun."""
    match = _SUBJECT.match(text)
    if match is None:
        return text
    names = [mention[0].removeprefix("@") for mention in _EACH.finditer(match["names"])]
    if match["verb"][0].isupper() or _NOUN_PHRASE.match(text, match.start("verb")):
        return None
    if not all(name[0].isupper() and "." not in name for name in names):
        return None
    shown = [name if name.split()[0] in namesakes else name.split()[0] for name in names]
    subject = " and ".join([", ".join(shown[:-1]), shown[-1]]) if len(shown) > 1 else shown[0]
    return f"{subject} {text[match.start('verb') :]}"
