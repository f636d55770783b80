"""Whether a model's sentence tells of a thing that nobody named: "The search is fixed" over "The checkout is fixed".

The thing is what stands before the verb of a clause. People call one thing by many names, so this is for a person to
look at. Whether it adds a matter as a whole is `rewrite_additions`', which of its words are names `rewrite_names`.
"""

from __future__ import annotations

import re

from yarnnn_pipelines.deliverables.claims import Failure
from yarnnn_pipelines.english.days import DATE_WRITTEN
from yarnnn_pipelines.english.likeness import content_words, is_akin
from yarnnn_pipelines.english.vocabulary import PERFECTIVE

# What stands between an article or its like and a verb.
_THING = re.compile(
    r"\b(?P<thing>(?:the|our|your|their|its|this|that|these|those|an?|all|both|every|each)\s+(?:[\w’'/&-]+\s+){1,6}?)"
    rf"(?:is|are|was|were|has|have|had|will|would|can|could|may|should|does|did|works?|runs?|went|goes|says?|shows?|tells?|means|(?P<form>{PERFECTIVE}))"
    r"(?:n['’]t)?\b",
    re.IGNORECASE,
)
# What says more of the thing stands behind one of these.
_NEARER = re.compile(r"(?i)\s(?:of|for|in|on|at|to|from|with|about|by|that|which|who|where)\s")
_ARTICLE = re.compile(r"(?i)(?:the|our|your|their|its|this|that|these|those|an?)\s")
# What an account calls a thing without its name: "The question is still open", "The mistake was ours".
_NOT_NAMED = content_words(
    "answer question warning message note cause reason mistake error problem fix solution decision request plan"
    " idea rest date day number total result change update news word user people customer work job"
    " task step point thing matter list release version text file first second third"
    " calendar diary call calls meeting session appointment review visit walk workshop catch sync last next other"
    " both one two three four five six said asked named told promised wanted agreed"
)


def another_thing(text: str, said: str, names: str) -> Failure | None:
    """The thing that a clause of it tells of stands neither in what it quotes nor in the talk around that.

    said: all of that; names: of people and sides, which are looked for elsewhere.
    """
    known = content_words(said) | content_words(names) | _NOT_NAMED
    for match in _THING.finditer(DATE_WRITTEN.sub(" ", text)):
        thing, *nearer = _NEARER.split(match["thing"])
        if nearer and match["form"]:  # "for all connected systems"
            continue
        for named in (thing, *filter(_ARTICLE.match, nearer)):
            head = content_words(named.split()[-1])
            if content_words(named) and not all(is_akin(word, known) for word in head):
                what = f"it tells of “{named.strip()}”, which nothing that it quotes speaks of; quote what does"
                return "unsupported", what
    return None
