"""Whether a model's sentence copies words of its evidence with one of them put in, left out or exchanged.

Compared are words in a row: between words that stand so in its evidence, a "not" of its own, one that it lost, "will"
for "may", or another number turns what is said. Of sentences that are worded anew ask `rewrite_moods` and
`rewrite_verbs`.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence, Set
from itertools import pairwise

from yarnnn_pipelines.deliverables.claims import Failure
from yarnnn_pipelines.deliverables.gate.reasons import quoted
from yarnnn_pipelines.english.days import DATE_WRITTEN
from yarnnn_pipelines.english.likeness import numbers
from yarnnn_pipelines.english.retractions import values_named_wrong

_WORD = re.compile(r"(?P<word>\w(?:[\w'’.,:/-]*\w)?%?)|[;:.!?,|]")
_BREAK = "|"  # at either end of a text, for a mark and for a date
_MARKS = frozenset([_BREAK])
_NOT = frozenset(["not", "never"])
_STOPS_SHORT = re.compile(r"(?i)[\w'’]+\s*(?:[,;:–—]|,\s*(?:so|and|but|or|because|which|that))\s*[.!?]\s*(?=$|[A-Z])")
_SHARE = re.compile(r"(?P<share>\b\d+ (?:out )?of \d+) (?P<counted>[^\W\d_]{4,})")  # "7 of 9 patients"
_HEDGES = "only about around roughly nearly almost probably possibly perhaps maybe likely"
_LEFT_OUT = _NOT | {"no", *_HEDGES.split()}
_POSSIBLE = frozenset(["may", "might", "can", "could", "should", "would"])
_CERTAIN = frozenset(["will", "shall", "must"])
_FUNCTION_WORDS = "a an the of in on at to by for with from and or is are was were be it"
# Exchanged for one another they turn what is said.
_OPPOSITES = [
    (frozenset(some.split()), frozenset(others.split()))
    for some, others in (
        ("up above over upwards", "down below under downwards"),
        ("more higher most highest maximum", "less fewer lower least lowest minimum"),
        ("before", "after"),
        ("with", "without"),
        ("first", "last"),
        (
            "done finished complete completed fixed resolved solved ready live working approved accepted confirmed",
            "open broken failed failing pending missing cancelled canceled rejected refused declined late delayed",
        ),
    )
]
_ONE_VERB = {
    "is": "be",
    "are": "be",
    "was": "be",
    "were": "be",
    "has": "have",
    "had": "have",
    "did": "do",
    "does": "do",
}
_SIGN = re.compile(r"(?P<name>[a-z]+[-_.]?)(?P<number>\d+)")  # "beta2", "KW47"
_SMALL = frozenset(_FUNCTION_WORDS.split())
_ORDINAL = re.compile(r"(?:st|nd|rd|th)$")


def a_turned_copy(text: str, spoken: Sequence[str]) -> Failure | None:
    """What the sentence changes in the words that it takes over. spoken: for each source the whole sentences that it
    quotes."""
    told, said = _words(text), [word for words in spoken for word in _words(words)]
    after = _following(said)
    corrected = frozenset().union(*map(values_named_wrong, spoken))
    if turned := values_named_wrong(text) & _values_in_place(spoken):
        number = min(turned)
        where = next(words for words in spoken if number in numbers(words))
        return "out_of_context", f"it calls {number} wrong, which its words give in place of another: “{quoted(where)}”"
    changes = _put_in(told, after), _left_out(told, said), _exchanged(told, said, corrected), _another_sign(told, said)
    for change in changes:
        if change is not None:
            has, had = change
            where = next((words for words in spoken if had in " ".join(_words(words))), spoken[0])
            return "out_of_context", f"it says “{has}” where its words say “{had}”: “{quoted(where)}”"
    return None


def _values_in_place(spoken: Sequence[str]) -> frozenset[str]:
    """The numbers that its words give in place of those which they name as wrong."""
    return frozenset().union(*(numbers(words) - wrong for words in spoken if (wrong := values_named_wrong(words))))


def _words(text: str) -> list[str]:
    dateless = DATE_WRITTEN.sub(f" {_BREAK} ", text.replace("’", "'"))
    return [_BREAK, *(match[0].lower() if match["word"] else _BREAK for match in _WORD.finditer(dateless)), _BREAK]


def breaks_off(text: str, spoken: Sequence[str]) -> Failure | None:
    """One of its sentences stops in the middle of the words that it takes over: before its full stop stands another
    mark or a small word that joins, or "7 of 9" without what is counted there."""
    if joining := _STOPS_SHORT.search(text):
        return "out_of_context", f"it breaks off at “{joining[0].strip()}”; end the sentence, or say the rest"
    shares = {(match["share"], match["counted"]) for words in spoken for match in _SHARE.finditer(words)}
    for share, counted in sorted(shares):
        if re.search(rf"(?i)\b{share}\s*(?:[.;!?]|$)", text) and counted.lower() not in text.lower():
            return "out_of_context", f"it breaks off at “{share}”, where its words say “{share} {counted}”; say of what"
    return None


def _following(words: Sequence[str]) -> Mapping[str, set[str]]:
    after = defaultdict(set)
    for word, following in pairwise(words):
        after[word].add(following)
    return after


def _put_in(told: Sequence[str], after: Mapping[str, set[str]]) -> tuple[str, str] | None:
    """In whatever tense: "was not at risk" of what "is at risk"."""
    for before, word, behind in zip(told, told[1:], told[2:], strict=False):
        verbs = [other for other in after if _ONE_VERB.get(other, other) == _ONE_VERB.get(before, before)]
        had = next((other for other in verbs if behind in after[other]), None)
        is_new = had is not None and all(word not in after[other] for other in verbs)
        if word in _NOT and is_new and not _MARKS.intersection((before, behind)):
            return f"{before} {word} {behind}", f"{had} {behind}"
    return None


def _another_sign(told: Sequence[str], said: Sequence[str]) -> tuple[str, str] | None:
    """ "beta3" where its words know a "beta2" alone."""
    known: dict[str, set[str]] = defaultdict(set)
    for match in filter(None, map(_SIGN.fullmatch, said)):
        known[match["name"]].add(match[0])
    for match in filter(None, map(_SIGN.fullmatch, told)):
        if (others := known.get(match["name"])) and match[0] not in others:
            return match[0], min(others)
    return None


def _left_out(told: Sequence[str], said: Sequence[str]) -> tuple[str, str] | None:
    told_after, after = _following(told), _following(said)
    for before, word, behind in zip(said, said[1:], said[2:], strict=False):
        is_lost = behind in told_after.get(before, ()) and behind not in after.get(before, ())
        is_between = not _MARKS.intersection((before, behind)) or (word not in _NOT and _is_number(behind))
        # "And the" stands in any sentence: of "and not the second" is left out what goes on as it does.
        is_of_it = not _SMALL.issuperset((before, behind)) or bool(after.get(behind, set()) & told_after[behind])
        if word in _LEFT_OUT and is_lost and is_between and is_of_it and word not in told_after.get(before, ()):
            return f"{before} {behind}".strip(_BREAK + " "), f"{before} {word} {behind}".strip(_BREAK + " ")
    return None


def _exchanged(told: Sequence[str], said: Sequence[str], corrected: Set[str]) -> tuple[str, str] | None:
    """A number for another, certain for possible, a word for its opposite. corrected: numbers that one of the sources
    names as wrong."""
    frames: dict[tuple[str, ...], set[str]] = defaultdict(set)
    for frame, word in _framed(said):
        frames[frame].add(word)
    for frame, word in _framed(told):
        others = frames.get(frame, set())
        if not others or word in others:
            continue
        for other in sorted(others):
            is_number = _is_number(word) and _is_number(other) and _plain(word) != _plain(other)
            is_surer = word in _CERTAIN and other in _POSSIBLE
            is_opposite = _are_opposites(word, other) and word not in said
            is_corrected = _plain(other) in corrected and word in said
            if (is_number and not is_corrected and not others & set(told)) or is_surer or is_opposite:
                return _in_frame(frame, word), _in_frame(frame, other)
    return None


def _are_opposites(word: str, other: str) -> bool:
    return any((word in a and other in b) or (word in b and other in a) for a, b in _OPPOSITES)


_HERE = "_"


def _framed(words: Sequence[str]) -> Iterator[tuple[tuple[str, ...], str]]:
    """Each word with words beside it that tell its place: one at either side, or two at one, of which one carries
    something."""
    for place in range(1, len(words) - 1):
        before, behind = words[max(0, place - 2) : place], words[place + 1 : place + 3]
        for frame in ((before[-1], _HERE, behind[0]), (*before, _HERE), (_HERE, *behind)):
            beside = [word for word in frame if word != _HERE]
            if len(beside) == 2 and _MARKS.isdisjoint(beside) and not _SMALL.issuperset(beside):
                yield frame, words[place]


def _in_frame(frame: Sequence[str], word: str) -> str:
    return " ".join(word if part == _HERE else part for part in frame)


def _is_number(word: str) -> bool:
    return any(character.isdigit() for character in word)


def _plain(word: str) -> str:
    return re.sub(r"[.,%]", "", _ORDINAL.sub("", word))
