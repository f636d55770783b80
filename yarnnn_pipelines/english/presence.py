"""Which things a sentence says are gone, there again or in question, and whether that undoes an earlier sentence.

A thing that was launched, approved or agreed is there; one that was dropped or mended is gone. Whoever later says the
opposite of the same thing undoes that. States that a thing passes through are `states`; words that take back without
naming anything are `denials`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from yarnnn_pipelines.english.alternatives import Pattern, written
from yarnnn_pipelines.english.identifiers import speak_of_two
from yarnnn_pipelines.english.likeness import content_words
from yarnnn_pipelines.english.statement import Clause, parse
from yarnnn_pipelines.english.things import Thing, things_named

_REMOVE = (
    r"(?:pull(?:s|ed|ing)?(?!\s+(?:up|together|through|out|in)\b)|un-?(?:publish|launch|ship|deploy|approv|book|post"
    r"|list|install)\w*"
    r"|un(?:do|did|done|doing|sent)|delet(?:es?|ed|ing)|remov(?:es?|ed|ing)|(?:disabl|deactivat)(?:es?|ed|ing)"
    r"|revert(?:s|ed|ing)?|withdr[ae]w(?:s|n|ing)?|(?:revok|terminat|suspend|paus|postpon|shelv|kill|bin|void|annul"
    r"|abandon|discard|repeal|retract|recall|rescind|block|stopp?|halt|cancell?|dropp?|scrapp?|reject|declin|refus"
    r"|ax)(?:e?s|e?d|ing|e)?"
    r"|froze(?:n)?|freez(?:es?|ing)|cut(?:s|ting)?|(?:roll(?:s|ed|ing)?|t[ao]k(?:es?|ing|en)|took|switch(?:es|ed"
    r"|ing)?|turn(?:s|ed|ing)?"
    r"|shut(?:s|ting)?|put(?:s|ting)?|call(?:s|ed|ing)?|g[ai]v(?:es?|ing|en))\s+(?:down|off|back|offline|out"
    r"|up(?:\s+on)?|on\s+(?:hold|ice)))"
)
_WITH_PARTICLE = (
    r"(?:roll(?:s|ed|ing)?|t[ao]k(?:es?|ing|en)|took|switch(?:es|ed|ing)?|turn(?:s|ed|ing)?|shut(?:s|ting)?|put(?:s"
    r"|ting)?|set"
    r"|call(?:s|ed|ing)?|pull(?:s|ed|ing)?|bring|brought|mov(?:es?|ed|ing)|chang(?:es?|ed|ing))"
)
_OVERRULE = (
    r"(?:(?:veto(?:e[sd]|ing)?)|overrul(?:es?|ed|ing)|overturn(?:s|ed|ing)?|overr[io]de(?:s|n)?|revers(?:es?|ed|ing)"
    r"|reconsider(?:s|ed|ing)?|revisit(?:s|ed|ing)?|rethink(?:s|ing)?|rethought|re-?discuss(?:ed|ing)?)"
)
_LEAVE = (
    r"(?:(?:pull|back|dropp?|opt|bail)(?:s|ed|ing)?\s+out\s+of|(?:step|stepp|walk)(?:s|ed|ing)?\s+(?:back"
    r"|away)\s+from|withdr[ae]w(?:s|n)?\s+from"
    r"|(?:go|goes|going|went)\s+back\s+on|reneg(?:es?|ed|ing)\s+on|(?:get|got|getting)\s+rid\s+of)"
)
_KEEP = (
    r"(?:keep(?:s|ing)?(?!\s+(?:an|you|me|us|up|on|in|going)\b)|kept|re-?instat(?:es?|ed|ing)|restor(?:es?|ed|ing)"
    r"|resum(?:es?|ed|ing)"
    r"|re-?launch(?:es|ed|ing)?|re-?activat(?:es?|ed|ing)|re-?enabl(?:es?|ed|ing)|re-?publish(?:es|ed|ing)?"
    r"|re-?open(?:s|ed|ing)?"
    r"|reviv(?:es?|ed|ing)|(?:bring|brings|bringing|brought)\s+back|(?:stick|sticks|sticking|stuck|stay|stays|stayed"
    r"|staying|go|goes|going|went)"
    r"\s+(?:ahead\s+)?with|(?:back|return(?:s|ed)?|revert(?:s|ed)?)\s+to|(?:roll(?:ed|ing)?|switch(?:ed|ing)?|went"
    r"|go|going|fell|chang(?:ed|ing))\s+back\s+to)"
)
_BE = (
    r"(?:is|are|was|were|be|been|being|got|gets|get|['’]s|stays?|remains?)"
    r"(?:\s+(?:now|again|already|still|just|officially|currently|all|only|therefore|temporarily))*"
)
_OLD_ONE = r"(?:the|an|our|your)\s+(?:old|previous|former|last|earlier|original)\b"

# Behind it stands the thing that is taken away.
REMOVES = Pattern(
    written("leaves", rf"\b{_LEAVE}\b", "The printer pulled out of the contract"),
    written("removes", rf"\b{_REMOVE}\b\s*:?", "We had to pull the homepage again", "Rolled back: homepage"),
)
# The thing stands inside it.
REMOVES_AROUND = Pattern(
    written(
        "takes it down",
        rf"\b{_WITH_PARTICLE}\s+((?:[\w'’-]+\s+){{1,5}}?)(?:back(?!\s+(?:up|on(?:line)?)\b)|down|off(?:line)?"
        rf"|on\s+(?:hold|ice))\b",
        "Took the homepage offline",
    ),
)
# Before it stands the thing that is gone.
IS_GONE = Pattern(
    written(
        "was removed", rf"(?:\b|(?=['’])){_BE}\s+(?:\w+ly\s+)?{_REMOVE}(?!\s+of\b)", "The homepage was disabled at noon"
    ),
    written(
        "is off",
        rf"(?:\b|(?=['’])){_BE}\s+(?:down|off(?!\s+to\b)|offline|gone|void|dead|invalid|obsolete|history"
        rf"|off\s+the\s+table|on\s+(?:hold|ice)"
        r"|unavailable|a\s+no-?go)\b|\bon\s+hold\b",
        "The contract is void",
        "Budget on hold",
    ),
    written("went off", r"\b(?:went|goes|gone|going)\s+(?:offline|down|dark|off)\b", "The blog post went offline"),
    written(
        "fell through",
        r"\b(?:fell|falls|fallen)\s+(?:through|apart|over)|\b(?:collapsed|lapsed|expired|imploded)\b",
        "The contract fell through",
    ),
    written(
        "is the old one",
        rf"\b(?:back\s+(?:to|on|at)|shows?|displays?|serves?|is|are|looks?\s+like)\s+(?:(?:still|again|only"
        rf"|now)\s+)*{_OLD_ONE}",
        "The homepage shows the old design",
    ),
    written(
        "not before the public",
        rf"{_BE}\s+(?:only\s+)?(?:on\s+staging|in\s+(?:review|draft|qa)|under\s+review|a\s+draft"
        rf"|on\s+the\s+test\s+\w+)\b",
        "The homepage is still in review",
    ),
)
# Of a clause that has it nothing stands as it was said, whether the thing is named before or behind.
MISDONE = Pattern(
    written(
        "by mistake",
        r"\b(?:by\s+(?:mistake|accident)|accidentally|mistakenly|prematurely|in\s+error|without\s+(?:approval"
        r"|permission|asking))\b",
        "We published the blog post by mistake",
    ),
    written("too early", r"\btoo\s+(?:early|soon)\b|\bpremature\b", "The blog post was published too early"),
)
# Behind it stands what was ruled upon and is open again, whichever way.
REOPENS = Pattern(
    written("overrules", rf"\b{_OVERRULE}\b", "Legal overruled the budget"),
    written(
        "waits with",
        r"\b(?:wait(?:ing)?|hold(?:ing)?(?:\s+off)?)\s+(?:with|on)\b(?!\s+(?:hold|the\s+(?:phone|line))\b)"
        r"|\b(?:not|no\s+longer)\s+(?:so\s+)?(?:sure|happy|convinced)\s+(?:about|with|of|by)\b",
        "Wait with the radio spots",
    ),
)
IS_OPEN_AGAIN = Pattern(
    written("overruled", rf"{_BE}\s+{_OVERRULE}", "The budget was overruled"),
    written(
        "open again",
        r"\b(?:is|are)\s+(?:\w+\s+)?(?:open|undecided|under\s+discussion)\s+again\b|\bneeds?\s+(?:another|one\s+more"
        r"|a\s+second)\s+(?:round|look|pass|review)\b"
        r"|\bback\s+(?:to\s+(?:square\s+one|the\s+drawing\s+board|draft)|in\s+(?:review|discussion|draft))\b",
        "The launch date is open again",
        "The logo needs another round",
    ),
)
# Behind it stands the thing that is there, still or again.
KEEPS = Pattern(
    written("keeps", rf"\b{_KEEP}(?![\w-])\s*:?", "We are keeping the radio spots", "Reopened: checkout error")
)
KEEPS_AROUND = Pattern(
    written(
        "again",
        r"\b(?:see(?:ing|s|n)?|saw|get(?:s|ting)?|got|have|has|had|run(?:s|ning)?|do(?:ing)?|book(?:ed|ing)?|use"
        r"|using|hit(?:ting)?)\s+"
        r"((?:[\w'’-]+\s+){1,5}?)(?:again|after\s+all)\b",
        "We're seeing the checkout error again",
        "We run the radio spots after all",
    ),
    written(
        "wants back",
        r"\b(?:want(?:s|ed)?|need(?:s|ed)?|would\s+like)\s+((?:[\w'’-]+\s+){1,5}?)(?:back|to\s+(?:stay|continue"
        r"|go\s+on))\b",
        "Our CEO wants the radio spots back in",
    ),
)
# Before it stands the thing that is there, still or again.
STAYS = Pattern(
    written(
        "stays",
        r"\b(?:stays?|stayed|staying|remains?|persists?|lives?\s+on|goes\s+on|continues?)\b",
        "The radio spots stay",
    ),
    written(
        "is there",
        rf"{_BE}(?:n['’]t|\s+not)?\s+(?:\w+\s+)?(?:up|live|online|available|there|in\s+place|back\s+on)\b(?!\s+(?:to"
        rf"|for)\b)",
        "The campaign is live",
    ),
    written(
        "returned",
        r"\b(?:returned|reappeared|resurfaced|re-?occurred|recurs|(?:is|are|came|comes|come)\s+back)\b"
        r"|\b(?:still|again)\s+(?:happens?|happening|occurs?|occurring|there|exists?|appears?|shows?|open)\b"
        r"|\b(?:happens?|occurs?|appears?|happened|occurred|appeared|popped\s+up|shows?\s+up|showed\s+up)\b",
        "The checkout error came back this morning",
        "The checkout error happens on Safari",
    ),
)
# Behind it stands what is not there, where the clause is denied: "we don't want the new logo any more".
WANTS = Pattern(
    written(
        "wants",
        r"\b(?:want|need|like|use|run|launch|publish|sign|approve|ship|proceed\s+with"
        r"|go\s+(?:ahead\s+)?with)\b(?=\s+(?:the|our|your|this|that|these|those)\b)",
        "We don't want the new logo any more",
    ),
)
_TROUBLE = content_words(
    "error bug issue problem glitch outage crash ticket leak gap fault defect failure typo complaint warning timeout"
)
_MENDS = re.compile(
    r"(?i)\b(?:fix(?:e[sd]|ing)?|resolv(?:es?|ed|ing)|solv(?:es?|ed|ing)|repair(?:ed|ing)?|correct(?:ed|ing)"
    r"|patch(?:ed|ing)|clos(?:es?|ed|ing))\b"
)
# Such a noun stands for what was decided or done, and what it was done to is what is spoken of.
_DEEDS = content_words(
    "approval decision go-ahead sign-off order release launch deploy deployment rollout publication date"
)
_OLD = content_words("old previous former last earlier original")
_END_OF_PHRASE = re.compile(
    r"(?i)\s*(?:[,;:.!?()–—]|\s-\s|\b(?:from|with|of|on|in|at|for|to|by|because|since|as|until|till|after|before|due"
    r"|so|and|but|about"
    r"|regarding|over|is|are|was|were|that|which|again|now|today)\b)"
)
_OF_WHAT = re.compile(r"(?i)\s*(?:of|on|for|about|to|regarding|over)\s+(?P<phrase>.{1,80})")
_OPENS_WITH_A_PLACE = re.compile(r"(?i)^\W*(?:on|in|at|for|since|after|with|due\s+to|because\s+of|by)\b")
_DENIED = re.compile(
    r"(?i)\b(?:not|no|no\s+longer|never|without|cannot|nobody|hardly|(?:did|do|does|is|are|was|were|wo|ca|has"
    r"|have)nt)\b|n['’]t\b"
)
# A day and no condition.
_UNTIL = re.compile(
    r"(?i)\b(?:until|till)\s+(?=(?:[\w’'-]+\s*){1,4}(?:[.,;!]|$))(?!.*\b(?:is|are|was|has|have|we|you|it|they)\b)"
)
_LONGEST = 400  # characters of a clause that are read


@dataclass(frozen=True)
class Presence:
    """is_there: None where it is in question; by_order: somebody asks for it."""

    thing: Thing
    is_there: bool | None
    by_order: bool = False


@lru_cache(maxsize=16384)
def presences(sentence: str) -> tuple[Presence, ...]:
    """The things that a sentence says are gone, there again, or open again; nothing of questions, conditions and what
    may be."""
    return tuple(
        dict.fromkeys(
            presence
            for clause in parse(_UNTIL.sub("to ", sentence)).clauses
            if clause.modality not in ("asked", "conditional", "hedged") and len(clause.text) <= _LONGEST
            for presence in _of_clause(clause)
        )
    )


def _of_clause(clause: Clause) -> Iterator[Presence]:
    text, is_order = clause.text, clause.modality in ("instructed", "reported")
    is_denied = _DENIED.search(text) is not None
    for there, named in (
        (None, [*_behind(REOPENS, text), *_in_front(IS_OPEN_AGAIN, text)]),
        (False, [*_behind(REMOVES, text), *_inside(REMOVES_AROUND, text), *_in_front(IS_GONE, text)]),
        (False, _anywhere(text) if MISDONE.found_in(text) else []),
        (True, [*_behind(KEEPS, text), *_inside(KEEPS_AROUND, text), *_in_front(STAYS, text)]),
        (True, _behind(WANTS, text) if is_denied else []),
    ):
        is_there = there if there is None else there != (is_denied and not MISDONE.found_in(text))
        for thing, is_ruling in named:
            yield Presence(thing, None if is_ruling and there is False else is_there, is_order)


def _behind(pattern: Pattern, text: str) -> list[tuple[Thing, bool]]:
    return [named for match in pattern.finditer(text) for named in _object(text[match.end() :])]


def _inside(pattern: Pattern, text: str) -> list[tuple[Thing, bool]]:
    return [named for match in pattern.finditer(text) for named in _object(next(filter(None, match.groups())))]


def _in_front(pattern: Pattern, text: str) -> list[tuple[Thing, bool]]:
    return [named for match in pattern.finditer(text) for named in _subject(text[: match.start()])]


def _anywhere(text: str) -> list[tuple[Thing, bool]]:
    return [(thing, False) for thing in things_named(text)]


def _object(behind: str) -> list[tuple[Thing, bool]]:
    """The thing at the head of these words, and what a deed that they name was done to."""
    end = _END_OF_PHRASE.search(behind)
    phrase, rest = (behind[: end.start()], behind[end.start() :]) if end else (behind, "")
    return _head(things_named(phrase)[:1], rest)


def _subject(before: str) -> list[tuple[Thing, bool]]:
    named = things_named(before[max(before.rfind(mark) for mark in ",;:") + 1 :])
    if _OPENS_WITH_A_PLACE.match(before):
        return _head(named[-1:], "")
    end = _END_OF_PHRASE.search(before, 1)
    return _head(named[:1], before[end.start() :] if end else "")


def _head(named: Iterable[Thing], rest: str) -> list[tuple[Thing, bool]]:
    things: list[tuple[Thing, bool]] = []
    for thing in named:
        things.append((thing, False))
        if thing.noun in _DEEDS:
            of_what = _OF_WHAT.match(rest)
            done_to = things_named(of_what["phrase"])[:1] if of_what else ()
            things += [(one, True) for one in done_to]
            things += [(Thing(noun, thing.qualifiers - {noun}), False) for noun in thing.qualifiers - _OLD]
    return things


@lru_cache(maxsize=16384)
def _stated(claimed: str) -> tuple[Presence, ...]:
    """Whether the things of a statement are there or, dropped or mended, gone."""
    gone = {presence.thing for presence in presences(claimed) if presence.is_there is False}
    gone |= {thing for match in REMOVES.finditer(claimed) for thing, _ in _object(claimed[match.end() :])}
    is_mended = _MENDS.search(claimed) is not None
    return tuple(
        Presence(thing, not (thing in gone or (is_mended and thing.noun in _TROUBLE)))
        for thing in things_named(claimed)
    )


def _pairs(later: str, claimed: str) -> Iterator[tuple[Presence, Presence]]:
    for after in presences(later):
        for before in _stated(claimed):
            same = after.thing.noun == before.thing.noun
            if same and after.thing.qualifiers - _OLD <= before.thing.qualifiers:
                yield after, before


def undoes_presence(later: str, claimed: str, *, is_decision: bool) -> bool:
    """The later sentence says the opposite of the same thing. What is open again, or asked for, undoes a decision
    alone. That the old one is there again says that the new one is gone, and that it is gone says nothing."""
    if speak_of_two(later, claimed):
        return False
    for after, before in _pairs(later, claimed):
        if (after.is_there is None or after.by_order) and not is_decision:
            continue
        is_other_one = bool(after.thing.qualifiers & _OLD) != bool(before.thing.qualifiers & _OLD)
        if after.is_there is None or (after.is_there != before.is_there and not is_other_one):
            return True
        if is_other_one and after.is_there and before.is_there and after.thing.qualifiers & _OLD:
            return True
    return False


def agrees_in_presence(later: str, claimed: str) -> bool:
    """It speaks of the same thing, or of the old one of its kind, and says nothing against what was stated."""
    pairs = list(_pairs(later, claimed))
    return bool(pairs) and not undoes_presence(later, claimed, is_decision=True)


def nouns_present(sentence: str) -> frozenset[str]:
    return frozenset(presence.thing.noun for presence in presences(sentence))
