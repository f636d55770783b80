"""Each way in which a client's or a person's name may be written, in folded letters: the one place that spells names.

In: a name as yarnnn.yaml or a platform has it. Out: spellings, each with how much like a name it must look to be one.
Where a spelling stands in a text is `other_clients`, what only comes near one `near_names`.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import islice, pairwise, product

from yarnnn_pipelines.deliverables.week.common_words import (
    EVERYDAY,
    Telling,
    is_everybodys,
    is_frequent,
    is_ordinary,
    listed,
    telling,
)
from yarnnn_pipelines.deliverables.week.look_alikes import transliterated
from yarnnn_pipelines.deliverables.week.spelling import Word, words_of
from yarnnn_pipelines.deliverables.week.word_variants import is_saint, other_number, other_spellings, short_or_long

_LEGAL_FORMS = listed(
    """
    inc incorporated corp corporation co company ltd limited llc llp plc lp pllc pty pte pvt gmbh mbh ag kg kgaa ug ohg
    gbr ek ev eg se sa sas sasu sarl eurl srl spa bv bvba nv vof ab as asa oy oyj aps lda ltda sl slu doo sro kft zrt
    oue uab sia kk
    """
)
# Those that take another's place at the end of a name; "as" and "co" are words of too many sentences.
_EXCHANGED = listed("inc incorporated corp corporation ltd limited llc llp plc gmbh ag kg sarl srl sa")
_DOTTED_FORM = re.compile(r"(?<=\s)(?:[A-Za-z]{1,3}\.){2,}(?=\s|$)")  # "S.p.A.", "d.o.o."
_TITLES = listed("dr prof mr mrs ms the die der das le la les los el il")
_HOST_ENDING = re.compile(r"(?<=\w)\.(?:com|net|org|io|ai|app|co|dev|eu|de|at|ch|fr|nl|pt|es|it|uk)$", re.IGNORECASE)
# What stands between two names that are one, in the languages of Latin letters, and what a mail's HTML leaves of "&".
_CONJUNCTIONS = listed("and und et y e og och en n i")
_JOINED_BY = ("", "and", "n", "und", "et", "y", "e", "og", "och", "en", "plus", "amp", "x")
_FEWEST = 3  # letters that a spelling is looked up by
_AND = r"\s?(?:&amp;|[&+]|\b(?:and|und|n)\b)\s?"
_USUAL_PAIRS = listed("qa rd bb ma pl tc sp hs fb ar di ld ph ac ip io rr")
_MOST_KEYS = 256  # ways to write one name
# A letter in two of another's stead, by the languages that write so.
_DIGRAPHS = (
    str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "å": "aa", "ø": "oe", "Ä": "Ae", "Ö": "Oe", "Ü": "Ue"})
    | str.maketrans({"Å": "Aa", "Ø": "Oe"}),
    str.maketrans({"š": "sh", "č": "ch", "ž": "zh", "ć": "ch", "ç": "ch", "ş": "sh", "ñ": "ny", "ð": "d", "þ": "th"})
    | str.maketrans({"Š": "Sh", "Č": "Ch", "Ž": "Zh", "Ć": "Ch", "Ç": "Ch", "Ş": "Sh", "Ñ": "Ny", "Ð": "D", "Þ": "Th"}),
)
_ONES = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
_TEENS = ("thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen")
_TENS = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
_SPOKEN = [*_ONES, *_TEENS, *(f"{ten}{one}" for ten in _TENS for one in ("", *_ONES[1:10]))]  # 0 to 99
_NUMBERS = {spoken: str(number) for number, spoken in enumerate(_SPOKEN)} | {"hundred": "100", "thousand": "1000"}
_NUMBERS |= {"first": "1st", "second": "2nd", "third": "3rd", "fourth": "4th", "fifth": "5th", "sixth": "6th"}
_NUMBERS |= {"seventh": "7th", "eighth": "8th", "ninth": "9th", "tenth": "10th", "eleventh": "11th", "twelfth": "12th"}
_NUMBERS |= {digits: spoken for spoken, digits in _NUMBERS.items()}
_NUMBER_IN_TWO = re.compile(rf"\b({'|'.join(_TENS)})[\s-]({'|'.join(_ONES[1:10])})\b", re.IGNORECASE)
_OF_ONE_LETTER = re.compile("(?<=[aou])e|(?<=a)a")


@dataclass(frozen=True)
class Name:
    """One spelling of a name, and how much like a name it must look to be one."""

    shown: str
    words: int
    needs_capitals: bool = False
    inside_only: bool = False  # at a sentence's start every word has a capital
    glues: bool = False  # it is known by its letters, also within a word
    exact: bool = False  # and only by these letters: not misspelt, nor in another script
    is_part: bool = False  # of a longer name: nothing to a client of whose own names it is a part too

    def fits(self, text: str, words: list[Word], first: int, last: int) -> bool:
        spelling = words[first : last + 1]
        if len(spelling) > 3 and all(len(word.folded) == 1 for word in spelling):
            return True  # "m e n d w e l l"
        if not self.glues and (spelling[0].is_glued_before or spelling[-1].is_glued_after):
            return False
        if self.needs_capitals and not all(word.is_capital or word.folded in _CONJUNCTIONS for word in spelling):
            return False
        if self.inside_only and (first == 0 or starts_sentence(text, spelling[0].start)):
            return self.is_part and spelling[0].shown.isupper() and not text.isupper()
        # "Mendwell" is meant by "Mend Well", "mend-well" and "mendwel l", not by "They mend well".
        if self.words == 1 and len(spelling) > 1 and not all(word.is_capital for word in spelling):
            if spelling[0].is_capital and first > 0 and not starts_sentence(text, spelling[0].start):
                return True
            is_spaced = any(re.search(r"\s", text[word.end : after.start]) for word, after in pairwise(spelling))
            return not is_spaced or not all(_is_word(word.folded) for word in spelling)
        return True


def _is_word(letters: str) -> bool:
    return is_ordinary(letters) and (len(letters) > 1 or letters in "aist" or letters.isdigit())


def starts_sentence(text: str, position: int) -> bool:
    return re.search(r"(?:^|[.!?:•\n“\"])\s*$", text[:position]) is not None


class Spellings:
    """The ways to write one name: (folded letters, name), the first of each part's the plainest."""

    def __init__(self, shown: str) -> None:
        self.shown = shown.strip()
        composed = _composed(self.shown)
        self.written = [word.shown for word in words_of(composed, whole=True)]
        self.words = _ways_to_write(composed)  # of each word
        self.plain = [ways[0] for ways in self.words]
        self.everyday = [word in EVERYDAY or word in _LEGAL_FORMS for word in self.plain]

    @property
    def has_legal_form(self) -> bool:
        return len(self.plain) > 1 and self.plain[-1] in _LEGAL_FORMS

    @property
    def letters(self) -> str:
        """What is left of it without "and"."""
        return "".join(word for position, word in enumerate(self.plain) if not self._joins(position))

    @property
    def is_mistakable(self) -> bool:
        """Whether what people call it for short may be a word that any text has: "Orca Bay", "The Handbook"."""
        start, end = self._core()
        words = [self.plain[place] for place in range(start, end) if not self._joins(place)]
        if len(words) == 1:
            return words[0] in EVERYDAY
        signs = (self.written[place] for place in range(start, end) if self._is_sign(place))
        return not any(signs) and all(telling(word) != "distinctive" for word in words)

    def whole(self, name: Name) -> Iterator[tuple[str, Name]]:
        yield from self._written(0, len(self.words), name)

    def without_legal_form(self, name: Name) -> Iterator[tuple[str, Name]]:
        """ "Widgets Inc" as "Widgets", where that is a name by itself; else with the other forms: "Beta Ltd"."""
        start, end = self._core()
        core, plain = self.words[start:end], self.plain[start:end]
        if (start, end) == (0, len(self.words)):
            return
        if all(word in EVERYDAY for word in plain) or len("".join(plain)) < _FEWEST:
            if self.has_legal_form:
                other = replace(name, exact=True)
                yield from ((f"{letters}{form}", other) for letters in _keys(core) for form in _EXCHANGED)
            return
        is_word = len(plain) == 1 and is_ordinary(plain[0])
        alone = Name(self.shown, len(plain), needs_capitals=is_word, glues=True, is_part=len(plain) == 1)
        yield from self._written(start, end, alone)

    def parts(self) -> Iterator[tuple[str, Name]]:
        """What people call it for short: "Vantoro Group" as "Vantoro", "Orca Bay Foods" as "Orca Bay" and "Orca"."""
        start, end = self._core()
        words = [place for place in range(start, end) if not self._joins(place)]
        inner = self._inner()
        plain = self.plain[inner.start : inner.stop]
        part = Name(self.shown, len(plain), needs_capitals=all(map(is_frequent, plain)), glues=True, is_part=True)
        if len(inner) > 1 and (inner.start, inner.stop) != (start, end) and len("".join(plain)) >= _FEWEST:
            yield from self._within(inner.start, inner.stop, part)
        if len(words) > 2:
            yield from self._first_two(start, part)
            yield from self._last_two(end, replace(part, exact=True))
        yield from self._otherwise(replace(part, needs_capitals=True, exact=True))
        if len(words) == 2 < end - start:  # "Tern & Kite"
            turned = replace(part, needs_capitals=True, exact=True)
            yield from ((letters, turned) for letters in _keys(self.words[start:end][::-1]))
        telling_of = {place: self._telling(place) for place in words} if len(words) > 1 else {}
        for place, tells in telling_of.items():
            # Where one word is the name's own, nobody means it by another that is a word of English too.
            is_meant = tells == "distinctive" or "distinctive" not in telling_of.values()
            if tells != "common" and (is_meant or (place == words[0] and tells == "rare")):
                is_word = tells != "distinctive"
                alone = replace(part, words=1, needs_capitals=is_word, exact=is_word, inside_only=tells == "uncommon")
                yield from ((letters, alone) for letters in self._by_itself(place, tells))

    def _by_itself(self, place: int, tells: Telling) -> Iterator[str]:
        """The ways to write one word of several, without those that are another word to whoever reads it alone."""
        word, before = self.plain[place], self.plain[place - 1] if place else ""
        if any(short_or_long(word)) or (is_saint(before) and tells != "distinctive"):
            return
        others = {*short_or_long(word), *other_number(word)}
        if tells == "distinctive":  # "Kwik"
            others |= set(filter(is_ordinary, other_spellings(word)))
        yield from (letters for letters in self.words[place] if letters not in others and not letters.isdigit())

    def _first_two(self, start: int, part: Name) -> Iterator[tuple[str, Name]]:
        """ "Orca Bay" of "Orca Bay Foods", but not "Social Media" of "Social Media Orley"."""
        first, second = self.plain[start : start + 2]
        if self._joins(start + 1) or (second in EVERYDAY and is_everybodys(first)):
            return
        is_usual = second in EVERYDAY or all(is_frequent(word) or is_everybodys(word) for word in (first, second))
        yield from self._within(start, start + 2, replace(part, words=2, needs_capitals=is_usual))

    def _last_two(self, end: int, part: Name) -> Iterator[tuple[str, Name]]:
        """ "Harbour Foods" of "Blue Harbour Foods", but not "Content Marketing" of "Orley Content Marketing"."""
        last = self.plain[end - 2 : end]
        if not self._joins(end - 2) and not all(map(is_everybodys, last)):
            is_usual = all(telling(word) == "common" for word in last)
            yield from self._within(end - 2, end, replace(part, words=2, needs_capitals=is_usual))

    def _within(self, start: int, stop: int, part: Name) -> Iterator[tuple[str, Name]]:
        """Words of it; in the other number only with capitals: "the golden leaves" are any."""
        others = [set(other_number(word)) for word in self.plain[start:stop]]
        yield from self._written(start, stop, part, others)

    def _written(
        self, start: int, stop: int, name: Name, usual: Sequence[set[str]] | None = None
    ) -> Iterator[tuple[str, Name]]:
        """Each way to write some of its words; only with capitals those that are `usual` words of any text, and of
        words that tell of nobody all but their other spelling: "the technology hub" of "Tech Hub"."""
        words, plain = self.words[start:stop], self.plain[start:stop]
        others = usual or [set[str]() for _ in words]
        if len(words) > 1 and all(telling(word) == "common" for word in plain):
            others = [
                {*more, *short_or_long(word), *other_number(word)} for more, word in zip(others, plain, strict=True)
            ]
        small = [[way for way in ways if way not in more] for ways, more in zip(words, others, strict=True)]
        in_small = dict.fromkeys(_keys(small), name)
        yield from in_small.items()
        if any(others):
            in_capitals = replace(name, needs_capitals=True, exact=True)
            yield from ((letters, in_capitals) for letters in _keys(words) if letters not in in_small)

    def _otherwise(self, part: Name) -> Iterator[tuple[str, Name]]:
        """What is the name where it has capitals: "K. Weiss Couture", "Silver Fox" for "Silver Foxes", "Harbor"."""
        start, end = self._core()
        core = self.words[start:end]
        part = replace(part, words=end - start)
        if len(core) == 1:
            alone = replace(part, inside_only=True, glues=False)
            yield from ((letters, alone) for letters in filter(is_ordinary, other_spellings(self.plain[start])))
            return
        if len(core) > 2 and not self._joins(end - 2):
            yield from ((letters, part) for letters in _keys([[self.plain[start][0]], *core[1:]]))
        if len(core) == 2 and sum(map(is_everybodys, self.plain[start:end])) == 1:  # "Royal Theatre", "Theatre Royal"
            yield from ((letters, part) for letters in _keys(core[::-1]))
        if others := list(other_number(self.plain[end - 1])):
            yield from ((letters, part) for letters in _keys([*core[:-1], others]))

    def _telling(self, place: int) -> Telling:
        """A number of two words is seldom written with capitals: "the Sixty-Four shop"."""
        is_long_number = any(way.startswith(_TENS) and _NUMBERS.get(way) for way in self.words[place])
        return "uncommon" if is_long_number else telling(self.plain[place])

    def short_forms(self) -> Iterator[str]:
        """Patterns of what has too few letters to be looked up by them, as it is written: "B&Q", "GX", "P&W"."""
        core = range(*self._core())
        words = [place for place in core if not self._joins(place)]
        for part in dict.fromkeys([core, self._inner()]):
            letters = "".join(self.plain[place] for place in part if not self._joins(place))
            if len(letters) < _FEWEST and any(map(self._joins, part)):
                yield "".join(_AND if self._joins(place) else re.escape(self.written[place]) for place in part)
        yield from (_with_full_stops(self.written[place]) for place in core if self._is_sign(place))
        initials = "".join(self.written[place][0] for place in words)
        if len(words) == 2 < len(core) and initials.casefold() not in _USUAL_PAIRS:
            yield r"\s?[&+]\s?".join(map(re.escape, initials))
        if len(words) > 2 and initials.isupper() and not _is_everybodys_sign(initials):
            yield _with_full_stops(initials)

    def _is_sign(self, place: int) -> bool:
        """Two or three capitals that are no word, nor what a trade calls its things by."""
        written = self.written[place]
        return len(written) in (2, 3) and written.isupper() and not _is_everybodys_sign(written)

    def _inner(self) -> range:
        """The words without everybody's at both ends: "The Orca Bay Group"."""
        start, end = self._core()
        while end > start and is_everybodys(self.plain[end - 1]):
            end -= 1
        while end > start and is_everybodys(self.plain[start]):
            start += 1
        return range(start, end)

    def _core(self) -> tuple[int, int]:
        """The words that are neither a title or article before nor a legal form after."""
        start, end = 0, len(self.plain)
        while end > 1 and (self.plain[end - 1] in _LEGAL_FORMS or (end < len(self.plain) and self._joins(end - 1))):
            end -= 1
        while start < end - 1 and self.plain[start] in _TITLES:
            start += 1
        return start, end

    def _joins(self, position: int) -> bool:
        return "" in self.words[position]


def _with_full_stops(sign: str) -> str:
    return r"\.?".join(map(re.escape, sign))


def _is_everybodys_sign(sign: str) -> bool:
    return is_everybodys(sign.casefold()) or is_frequent(sign.casefold())


@lru_cache(maxsize=1024)
def keys_of(shown: str) -> frozenset[str]:
    """The folded letters of a name in each way to write it whole."""
    return frozenset(letters for letters in _keys(_ways_to_write(_composed(shown))) if letters)


def _composed(shown: str) -> str:
    """A name with "and" for "&", and without what is no part of its words."""
    composed = _DOTTED_FORM.sub(lambda match: match[0].replace(".", ""), unicodedata.normalize("NFC", shown))
    composed = _NUMBER_IN_TWO.sub(r"\1\2", composed)
    host = _HOST_ENDING.sub("", composed)
    return re.sub("[&+]", " and ", composed if is_ordinary(host.casefold()) else host)


def _ways_to_write(composed: str) -> list[list[str]]:
    """For each word of a name its folded letters, the plainest first; "" where a word may be left out."""
    plain = [word.folded for word in words_of(composed, whole=True)]
    ways = [dict.fromkeys([word]) for word in plain]
    for digraphs in _DIGRAPHS:
        for way, written in zip(ways, words_of(composed.translate(digraphs), whole=True), strict=True):
            way[written.folded] = None
    for way, word in zip(ways, plain, strict=True):
        if number := _NUMBERS.get(word):
            way[number] = None
        elif not is_ordinary(word) or len(way) > 1:
            way[_OF_ONE_LETTER.sub("", word)] = None  # "Mueller" may well be a Müller
    spoken = list(transliterated(composed))
    for way, word in zip(ways, spoken, strict=True) if len(spoken) == len(ways) else ():
        way[word] = None
    for position, way in enumerate(ways):
        is_alone = len(ways) == 1
        way |= {other: None for other in other_spellings(plain[position]) if not is_alone or not is_ordinary(other)}
        if not is_alone:
            way |= dict.fromkeys(short_or_long(plain[position]))
        if position < len(ways) - 1:
            way |= dict.fromkeys(other_number(plain[position]))
    for position in range(1, len(ways) - 1):
        if plain[position] in _CONJUNCTIONS:
            ways[position] = dict.fromkeys(_JOINED_BY)
    return [list(way) for way in ways]


def _keys(words: Sequence[Sequence[str]]) -> Iterator[str]:
    yield from islice(dict.fromkeys("".join(spelled) for spelled in product(*words)), _MOST_KEYS)
