"""People that a text calls by one word of their name, "Hank wants the same", and where such a word is a person at all.

Who is found by the whole name, or by a surname with something beside it, is `other_clients` and `near_names`.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterable
from typing import NamedTuple

from yarnnn_pipelines.deliverables.week.common_words import is_everybodys, is_frequent, listed, telling
from yarnnn_pipelines.deliverables.week.name_spellings import starts_sentence
from yarnnn_pipelines.deliverables.week.spelling import Word, words_of

# What only people do, or those who speak for a firm.
_PERSONS_DEEDS = listed(
    """
    called calls asked asks wants wanted said says told tells thinks thought wrote writes emailed mailed phoned rang
    replied replies answered agreed agrees disagrees confirmed confirms promised complained complains insists insisted
    prefers preferred hopes hoped expects expected worries suggested suggests requested mentioned knows knew likes liked
    loves loved hates joined joins visited hired approved approves signed decided needs needed spoke talked met came
    paid pays sent sends wishes wished objected doubts fears feared apologised apologized resigned quit
    möchte will wollte sagt sagte fragt fragte meint meinte rief schrieb braucht findet
    veut demande demandé dit quiere pidió dice quer pediu disse vuole chiede wil vraagt zei
    """
)
_DEEDS = _PERSONS_DEEDS | listed(
    "is was has had and would can could does did gets got made makes built ran gave took found left won lost put set"
)
_IN_BETWEEN = listed("also just already has had have then now never still even again recently actually really hat")
_ARTICLES = listed("the a an this these those each every no our your their its my his her der die das den le la el")
_BESIDE_PEOPLE = listed(
    """
    with from by for to of at and or like as via per cc ask asked tell told thank thanks says said meet met call called
    see saw let both is are was mr mrs ms miss mx dr prof herr frau mit von für bei und an avec de pour et
    con para por y com
    """
)
_OPENERS = listed(
    "yesterday today tomorrow then also but so if when because now maybe perhaps hi hello dear hey and since"
)
# First names that texts have as words, though they are not frequent ones.
_WORDS_TOO = listed(
    """
    amber april art august basil brook carol chase chip christian cliff crystal daisy dale dawn dean dee don drew duke
    earl faith frank gene ginger glen grace grant guy harmony heath heather herb holly iris ivy jade jasmine jay joy
    june lily max melody miles noel olive page parker pat pearl penny pierce prince ray rich rob robin rose ruby sage
    sandy sky star stew sue summer sunny taylor trip tucker victor violet wade
    """
)
# "Hank's", "Hank: yes", "Hank, can you", "Hank / Mia".
_SET_OFF = re.compile(r"['’]s?\b|\s*(?:[:,/&+|]|<?-?>|x\b)")
# Behind a name that is a word too, "by Mark this morning": not "from Field to Fork".
_ENDS = re.compile(
    r"\s*(?:[.,;:!?)]|$)|\s+(?:this|on|at|in|today|yesterday|last|next|and|or|before|after|about|that|who|was|is)\b"
)
_SET_OFF_BEFORE = re.compile(r"(?:[/&+|>]|\bx)\s*$")
_TITLES = listed("mr mrs ms miss mx dr prof herr frau monsieur madame senhor")
_FEWEST_LETTERS = 2
_FEWEST_OF_A_SURNAME = 4  # letters of one that tells of somebody by itself
_LONGEST_TITLE = 5  # words
_ADVERBS = 3  # words between somebody and what they do, with that


class _InPart(NamedTuple):
    """Somebody who is known by a word of the name. is_first: it is the first name."""

    shown: str
    client_id: str
    is_first: bool


class PeopleInPart:
    """The clients' people by single words of their names, the first and the last.

    people: name and client; also those of neither side who were only ever seen with one.
    """

    def __init__(self, people: Iterable[tuple[str, str]]) -> None:
        self._by_word: dict[str, list[_InPart]] = defaultdict(list)
        for name, client_id in people:
            names = names_in_order(name)
            if all(is_everybodys(word) for word in names):  # "Customer Support"
                continue
            for position, word in enumerate(names):
                is_surname = 0 < position == len(names) - 1
                if (position == 0 and _is_a_first_name(names, name)) or is_surname:
                    self._by_word[word].append(_InPart(name, client_id, position == 0))

    def perhaps_in(self, text: str, client_id: str, own: Collection[str]) -> tuple[str, str] | None:
        """The word, and whom of another client it may mean. own: folded words that mean somebody of this client's
        week."""
        words = words_of(text)
        for position, word in enumerate(words):
            people = self._by_word.get(word.folded, ()) if word.folded not in own else ()
            if any(person.client_id == client_id for person in people):
                continue
            for person in people:
                is_word = is_a_word_too(word.folded) if person.is_first else not is_surely_a_name(word.folded)
                is_in_heading = not is_word and word.shown[0].isupper() and is_heading(text, words)
                if is_in_heading or stands_for_a_person(text, words, position, is_word=is_word):
                    return word.shown, person.shown
        return None


def names_in_order(name: str) -> list[str]:
    """The words of a person's name, folded, the first name first, without titles and what stands in parentheses."""
    name = " ".join(reversed(re.sub(r"\(.*?\)", " ", name).split(", ", 1)))
    return [word.folded for word in words_of(name, whole=True) if word.folded not in _TITLES]


def _is_a_first_name(names: list[str], shown: str) -> bool:
    """Not "J.", nor the "info" of an address that nobody's name came with."""
    first = names[0]
    if len(first) < _FEWEST_LETTERS or not first.isalpha():
        return False
    if shown.strip()[:1].isupper():
        return len(names) > 1 or not is_everybodys(first)
    return not is_a_word_too(first)


def is_surely_a_name(surname: str) -> bool:
    """A surname of four letters or more that texts seldom have as a word: "Shah", "Scorpio"."""
    return telling(surname) in ("distinctive", "rare", "uncommon") and len(surname) >= _FEWEST_OF_A_SURNAME


def is_a_word_too(first_name: str) -> bool:
    """A first name that texts have as a word: "Mark", "Will", "Rose"."""
    is_common = telling(first_name) == "common" and len(first_name) >= _FEWEST_OF_A_SURNAME  # shorter ones all are
    return is_common or is_frequent(first_name) or is_everybodys(first_name) or first_name in _WORDS_TOO


def stands_for_a_person(text: str, words: list[Word], position: int, *, is_word: bool) -> bool:
    """Whether a word that is a part of somebody's name is used as one: by what it does, has or is beside. is_word: it
    may be a plain word of English as well."""
    word = words[position]
    if word.is_part:
        return False
    if text[word.start - 1 : word.start] == "@":
        return True
    before = _beside(text, words, position, -1)
    after = _beside(text, words, position, 1)
    if before is not None and (before.folded in _ARTICLES or _is_anothers_name(before)):
        return False
    if after is not None and after.shown[0].isupper() and after.folded not in _DEEDS:
        return False
    does = _does(text, words, position)
    if not word.shown[0].isupper() or is_everybodys(word.folded):
        return does in _PERSONS_DEEDS
    is_beside = before is not None and before.folded in _BESIDE_PEOPLE
    if is_word:
        has = text[word.end : word.end + 2] in ("'s", "’s")
        return does in _PERSONS_DEEDS or has or (is_beside and _ENDS.match(text, word.end) is not None)
    if starts_sentence(text, word.start) or is_heading(text, words):
        is_set_off = _SET_OFF.match(text, word.end) or _SET_OFF_BEFORE.search(text, 0, word.start)
        has_done = does in _DEEDS or does.endswith("ed") or (after is not None and after.folded in _DEEDS)
        return has_done or is_beside or is_set_off is not None
    return True


def _is_anothers_name(before: Word) -> bool:
    """A capitalised word right before makes another name of it: "Emma Stone" is not Bob Stone."""
    return before.shown[0].isupper() and before.folded not in _BESIDE_PEOPLE | _OPENERS


def _beside(text: str, words: list[Word], position: int, step: int) -> Word | None:
    """The word that only white space divides from it."""
    if not 0 <= position + step < len(words):
        return None
    first, last = sorted((words[position], words[position + step]), key=lambda word: word.start)
    return words[position + step] if text[first.end : last.start].isspace() else None


def _does(text: str, words: list[Word], position: int) -> str:
    """The first word after it that says what somebody does, '' where another sentence or nothing follows."""
    for step in range(1, _ADVERBS + 1):
        if (after := _beside(text, words, position + step - 1, 1)) is None:
            return ""
        if after.folded not in _IN_BETWEEN:
            return after.folded
    return ""


def is_heading(text: str, words: list[Word]) -> bool:
    """A few words or words in capitals that are no sentence, in which a capital says nothing."""
    capitals = sum(word.shown[0].isupper() for word in words)
    is_short = 1 < len(words) <= _LONGEST_TITLE
    is_in_capitals = len(words) > 1 and capitals * 2 > len(words)
    return (is_short or is_in_capitals) and not text.rstrip().endswith((".", "!", "?"))
