"""What tells of another client: its names, domains, channels, pages and people, found in a sentence however spelled.

Both sides are folded alike by `spelling`; spaces, hyphens, the legal form at a name's end and what is glued to a name
are dealt with here, and what only comes near a name in `near_names`. Whose a mark is, is `agency_marks`; who may read
what is the gate's question.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from itertools import groupby, islice
from operator import itemgetter
from typing import Literal

from yarnnn_pipelines.deliverables.week.common_words import EVERYDAY, is_ordinary, listed, telling
from yarnnn_pipelines.deliverables.week.look_alikes import digits_as_letters, with_signs_as_letters
from yarnnn_pipelines.deliverables.week.name_spellings import Name, Spellings, keys_of, starts_sentence
from yarnnn_pipelines.deliverables.week.near_names import NearNames, letters_of
from yarnnn_pipelines.deliverables.week.people_in_part import names_in_order
from yarnnn_pipelines.deliverables.week.sign_codes import without_codes
from yarnnn_pipelines.deliverables.week.spelling import Word, alike_in_latin, shown_letters, words_of
from yarnnn_pipelines.deliverables.week.word_variants import other_spellings

# A channel tells of its client wherever its name stands, a tag only where it is written with a #.
MarkKind = Literal["name", "domain", "channel", "tag", "person", "page"]
Folded = tuple[MarkKind, str]


@dataclass(frozen=True)
class Mark:
    """Something that tells of a client, as yarnnn.yaml or the platforms spell it."""

    kind: MarkKind
    text: str

    @property
    def identity(self) -> str:
        """The mark in one string: part of what names a draft's input, so it stays as it is."""
        if self.kind == "name":
            return self.text
        return f"channel #{self.text}" if self.kind == "tag" else f"{self.kind} {self.text}"

    @property
    def folded(self) -> Folded:
        return self.kind, self.text.casefold()


_DOT = re.compile(r"[.。]|[\[({]\s*(?:\.|dot)\s*[\])}]")  # "beta[.]example" and "beta(dot)example" too
_HOST = re.compile(rf"[a-z0-9-]+(?:(?:{_DOT.pattern})[a-z0-9-]+)+")
# Of two words at least: "the updates channel" may be any.
_CALLED_A_CHANNEL = re.compile(
    r"channel\s+[\"“'‘]?(?P<after>\w+(?:[-_]\w+)+)|(?P<before>\w+(?:[-_]\w+)+)[\"”'’]?\s+channel"
)
_TAG = re.compile(r"#?[\w-]+")
# A word, or what stands together after a # or @ or beside a full stop, as names are written in tags, hosts and handles.
_TOKEN = re.compile(r"(?P<tag>[#@＃])?(?P<word>[^\W_][\w’'-]*)(?P<host>\.[a-z]{2,}\b)?")
_PLAINEST = 2  # forms of a spelling that are also looked for misspelt
_FEWEST_GLUED = 5  # letters of a name that is known within a word: shorter ones are parts of too many words
_ENDINGS = listed("s es er ers ed ing ian ians ish esque ness less like wide ify ized tm sm gate")
_BEGINNINGS = listed("my our the ex pre post non anti un re go get try team meet hey hi pro mr")


@dataclass(frozen=True)
class _Own:
    """What is this client's, its agency's and their people's."""

    marks: frozenset[Folded]
    names: tuple[str, ...]
    letters: frozenset[str]  # of its names in each way to write them
    people: frozenset[str]  # letters of all names that it has, of people too
    words: frozenset[str]  # of which any may also be a part of another client's name

    def has(self, mark: Folded, name: Name, letters: str) -> bool:
        return mark in self.marks or (name.is_part and letters in self.words)


@lru_cache(maxsize=64)
def _own_of(names: tuple[str, ...], marks: frozenset[Folded]) -> _Own:
    letters = frozenset(spelled for name in names for spelled in keys_of(name))
    people = letters | letters_of([text for kind, text in marks if kind in ("name", "person")])
    words = {word.folded for text in (*names, *(text for _, text in marks)) for word in words_of(text, whole=True)}
    words |= {other for word in words for other in other_spellings(word)}
    return _Own(marks, names, letters, people, people | words)


@dataclass
class MarkIndex:
    """Marks ready to be looked up, each with what it is folded: a client's own are passed over."""

    names: dict[str, list[tuple[Name, Folded]]] = field(default_factory=lambda: defaultdict(list))  # by folded letters
    domains: dict[str, list[Folded]] = field(default_factory=lambda: defaultdict(list))
    channels: dict[str, list[Folded]] = field(default_factory=lambda: defaultdict(list))
    tags: dict[str, list[Folded]] = field(default_factory=lambda: defaultdict(list))
    literal: dict[str, list[tuple[re.Pattern[str], Name, Folded]]] = field(default_factory=lambda: defaultdict(list))
    near: NearNames = field(default_factory=NearNames)
    longest: int = 0  # letters of the longest name

    def named_in(self, text: str, own_names: Iterable[str] = (), own: Collection[Folded] = ()) -> str | None:
        """What in the text tells of another client; a part of one of this client's own, longer names does not."""
        mine = _own_of(tuple(own_names), frozenset(own))
        decoded = without_codes(text)
        return self._named_in(text, mine, own) or (self._named_in(decoded, mine, own) if decoded != text else None)

    def _named_in(self, text: str, mine: _Own, own: Collection[Folded]) -> str | None:
        shown = shown_letters(text)
        return (
            self._domain_in(alike_in_latin(shown).casefold(), own)
            or self._channel_in(shown.casefold(), own)
            or self._literal_in(shown, mine)
            or self._name_in(shown, mine)
            or self._near_in(text, with_signs_as_letters(shown), mine)
        )

    def channel_in(self, text: str, own: Collection[Folded] = ()) -> str | None:
        """A channel by its name, also where one "channel" says that it is one."""
        lower = alike_in_latin(shown_letters(without_codes(text))).casefold()
        called = (match["before"] or match["after"] for match in _CALLED_A_CHANNEL.finditer(lower))
        named = next((name for name in called if _tells(self.tags, name, own)), None)
        return self._channel_in(lower, own) or (f"#{named}" if named else None)

    def _near_in(self, raw: str, text: str, own: _Own) -> str | None:
        """A name in disguise, misspelt or in another script, or a person by a part of the name; text: its signs read
        as letters."""
        words = words_of(text)
        spans = [span for own_name in own.names for span in _spans(own_name, words)]
        for place in self.near.places(text, words, own.words):
            if place.owner not in own.marks and not any(a <= place.first and place.last <= b for a, b in spans):
                return place.name.shown
        outlined = digits_as_letters(text)
        for token in _TOKEN.finditer(outlined) if outlined != raw else ():
            is_own = _letters(token["word"]).removesuffix("s") in own.people
            if not is_own and (glued := self._glued_in(outlined, token, own)):
                return glued
        if outlined != raw and (person := self.near.person_in(outlined, words_of(outlined), own.marks)):
            return person
        return self.near.person_in(text, words, own.marks) or self.near.transliterated_in(raw, own.marks, own.people)

    def _domain_in(self, lower: str, own: Collection[Folded]) -> str | None:
        for match in _HOST.finditer(lower) if self.domains else ():
            labels = _DOT.sub(".", match[0]).split(".")
            for start in range(len(labels) - 1):
                domain = ".".join(labels[start:])
                if _tells(self.domains, domain, own):
                    return domain
        return None

    def _channel_in(self, lower: str, own: Collection[Folded]) -> str | None:
        for match in _TAG.finditer(lower) if self.channels or self.tags else ():
            name = match[0].lstrip("#").strip("-")
            is_tag = match[0].startswith("#") and _tells(self.tags, name, own)
            if is_tag or _tells(self.channels, name, own):
                return f"#{name}"
        return None

    def _literal_in(self, text: str, own: _Own) -> str | None:
        """By the character that they begin with, since there may be hundreds."""
        for position, letter in enumerate(text) if self.literal else ():
            for pattern, name, mark in self.literal.get(letter, ()):
                found = None if mark in own.marks else pattern.match(text, position)
                if not found or own.has(mark, name, _letters(found[0])):
                    continue
                around = _letters(_word_around(text, found))
                is_part_of_own = around != _letters(found[0]) and around in own.words  # "O24" names no O2
                if not is_part_of_own:
                    return name.shown
        return None

    def _name_in(self, text: str, own: _Own) -> str | None:
        words = words_of(text)
        spans: list[tuple[int, int]] | None = None
        for first, last, name in self._spelled_out(text, words, own):
            if spans is None:
                spans = [span for own_name in own.names for span in _spans(own_name, words)]
            if not any(a <= first and last <= b and b - a > last - first for a, b in spans):
                return name.shown
        for token in _TOKEN.finditer(text):
            is_own = _letters(token["word"]).removesuffix("s") in own.letters
            if not is_own and (glued := self._glued_in(text, token, own)):
                return glued
        return None

    def _spelled_out(self, text: str, words: list[Word], own: _Own) -> Iterator[tuple[int, int, Name]]:
        """First word, last word and name of each place where a name stands whole."""
        for first in range(len(words)):
            joined = ""
            for last in range(first, len(words)):
                joined += words[last].folded
                if len(joined) > self.longest:
                    break
                for name, mark in self.names.get(joined, ()):
                    if not own.has(mark, name, joined) and name.fits(text, words, first, last):
                        yield first, last, name

    def _glued_in(self, text: str, token: re.Match[str], own: _Own) -> str | None:
        """The name that is a part of one word: "Globexes", "globexshop", "#teamglobex", "the Globexangebot"."""
        letters = _letters(token["word"])
        starts_with_capital = token["word"][0].isupper()
        is_namelike = starts_with_capital and not starts_sentence(text, token.start())
        is_handle = bool(token["tag"] or token["host"])
        for start in range(len(letters) - _FEWEST_GLUED + 1):
            for end in range(start + _FEWEST_GLUED, min(len(letters), start + self.longest) + 1):
                names = self.names.get(letters[start:end])
                if names is None:
                    continue
                before, after = letters[:start], letters[end:]
                is_joined = (
                    is_handle
                    or (not before and is_namelike)
                    or (_is_affix(before, _BEGINNINGS) and _is_affix(after, _ENDINGS))
                    or (end - start > _FEWEST_GLUED and len(before + after) == 1)
                    or _is_compound_of(letters, start, end)
                )
                for name, mark in names if is_joined else ():
                    is_written_so = is_handle or not name.needs_capitals or (starts_with_capital and not name.is_part)
                    if name.glues and is_written_so and not own.has(mark, name, letters[start:end]):
                        return name.shown
        return None


def _tells(marks: Mapping[str, Sequence[Folded]], spelled: str, own: Collection[Folded]) -> bool:
    return any(mark not in own for mark in marks.get(spelled, ()))


@lru_cache(maxsize=4)  # with and without people, for one agency or two
def marks_of(marks: tuple[Mark, ...]) -> MarkIndex:
    """The marks ready to be looked up; made once for all claims of all clients."""
    index = MarkIndex()
    for mark in marks:
        if mark.kind == "domain":
            index.domains[mark.text.casefold().strip(".")].append(mark.folded)
        elif mark.kind == "channel":
            index.channels[shown_letters(mark.text).casefold()].append(mark.folded)
        elif mark.kind == "tag":
            index.tags[shown_letters(mark.text).casefold()].append(mark.folded)
        spellings, literal = _spellings(mark)
        for letters, name in spellings:
            index.names[letters].append((name, mark.folded))
            index.longest = max(index.longest, len(letters))
        _add_near(index.near, mark, spellings)
        for pattern, name in literal:
            begins = pattern.removeprefix("\\")[0]
            index.literal[begins].append((_literal(pattern), name, mark.folded))
    return index


def _add_near(near: NearNames, mark: Mark, spellings: Iterable[tuple[str, Name]]) -> None:
    """What is known by its letters, each spelling in its plainest forms."""
    if mark.kind == "person" and spellings:
        near.add_person(mark.text, names_in_order(mark.text), mark.folded)
    for spelled, forms in groupby(spellings, key=itemgetter(1)):
        for letters, _ in islice(forms, _PLAINEST) if spelled.glues and not spelled.exact else ():
            near.add(letters, spelled, mark.folded)


@lru_cache(maxsize=16384)
def _spellings(mark: Mark) -> tuple[tuple[tuple[str, Name], ...], tuple[tuple[str, Name], ...]]:
    """(folded letters, name) for each way to write it; (pattern, name) of what has too few to look for."""
    shown = mark.text.strip()
    if mark.kind == "domain":
        return tuple(_of_domain(shown)), ()
    if mark.kind in ("channel", "tag"):
        return (), ()
    spellings = Spellings(re.sub(r"\(.*?\)", " ", shown) if mark.kind == "person" else shown)
    words, everyday = spellings.plain, spellings.everyday
    if mark.kind == "person":
        # First names alone tell of nobody, and "Customer Support" is not a person's name.
        if len(words) < 2 or all(everyday):
            return (), ()
        return tuple(spellings.whole(Name(shown, len(words), needs_capitals=any(everyday), glues=True))), ()
    if mark.kind == "page" and (not words or all(everyday)):
        return (), ()
    literal = [(re.escape(shown_letters(shown)), Name(shown, 1))] if shown and len(spellings.letters) < 3 else []
    short = Name(shown, 1, is_part=True)
    literal += [(pattern, short) for pattern in spellings.short_forms()] if mark.kind == "name" else []
    if len(spellings.letters) < 3:
        return (), tuple(literal)
    weak = all(everyday) and not spellings.has_legal_form
    alone = mark.kind == "page" and len(words) == 1
    name = Name(
        shown,
        len(words),
        needs_capitals=weak or alone,
        inside_only=(weak and len(words) == 1) or alone,
        glues=not weak and not alone,
    )
    shorter = [*spellings.without_legal_form(name), *spellings.parts()] if mark.kind == "name" else []
    # What comes near the whole of it comes near what is left without the legal form.
    has_core = any(
        len(letters) >= _FEWEST_GLUED and spelled.glues and not spelled.exact and not spelled.needs_capitals
        for letters, spelled in shorter
    )
    found: dict[str, Name] = dict(spellings.whole(replace(name, exact=has_core)))
    for letters, spelled in shorter:
        found.setdefault(letters, spelled)
    return tuple(found.items()), tuple(literal)


def _of_domain(domain: str) -> Iterator[tuple[str, Name]]:
    """The name that a domain is: "tolvex" of "tolvex.example", if it is no word."""
    labels = domain.strip(".").split(".")
    label = Spellings(next((label for label in reversed(labels[:-1]) if len(label) > 3), ""))
    if telling(label.letters) == "distinctive":
        yield from label.whole(Name(domain, len(label.words), glues=True, is_part=True))


def _spans(name: str, words: list[Word]) -> list[tuple[int, int]]:
    """First and last word of each place where this client's own name stands, in as many words or others."""
    wanted = keys_of(name)
    longest = max(map(len, wanted), default=0)
    spans = []
    for first in range(len(words)):
        joined = ""
        for last in range(first, len(words)):
            joined += words[last].folded
            if len(joined) > longest:
                break
            if joined in wanted:
                spans.append((first, last))
    return spans


def _word_around(text: str, found: re.Match[str]) -> str:
    start, end = found.span()
    while start and text[start - 1].isalnum():
        start -= 1
    while end < len(text) and text[end].isalnum():
        end += 1
    return text[start:end]


def _letters(text: str) -> str:
    return "".join(word.folded for word in words_of(text))


def _is_affix(letters: str, affixes: frozenset[str]) -> bool:
    """Nothing, or what is glued to names: an ending or beginning, or a word of everybody's work."""
    return not letters or letters in affixes or (len(letters) > 2 and letters in EVERYDAY)


def _is_compound_of(letters: str, start: int, end: int) -> bool:
    """A longer name, no word of English itself, within another word that is none: "mendwellshop", "ourmendwellapp"."""
    return end - start > _FEWEST_GLUED and not is_ordinary(letters[start:end]) and not is_ordinary(letters)


def _literal(pattern: str) -> re.Pattern[str]:
    """A name of two letters, as written: also with digits, an underscore, a plural or a capitalised word glued on."""
    return re.compile(rf"(?<![^\W\d_])(?:{pattern})(?:(?:e?s)?(?![^\W\d_])|(?=[A-Z][a-z]))")
