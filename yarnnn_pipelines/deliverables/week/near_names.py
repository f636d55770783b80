"""Names that stand in a text disguised, misspelt or in another script, and people by less than their whole name.

`other_clients` finds names as they are written; it asks here for what comes near. Every look-up is in a dictionary by
a word's own letters, so that it costs no more with more clients.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from typing import Protocol

from yarnnn_pipelines.deliverables.week.common_words import is_everybodys, is_ordinary, telling
from yarnnn_pipelines.deliverables.week.look_alikes import (
    consonants,
    consonants_of_name,
    digits_as_letters,
    outline,
    sound,
    transliterated_from,
    without_vowels,
)
from yarnnn_pipelines.deliverables.week.people_in_part import is_surely_a_name, stands_for_a_person
from yarnnn_pipelines.deliverables.week.spelling import Word, words_of

Owner = tuple[str, str]  # kind and text of a mark, folded
_FEWEST_ALIKE = 4  # letters of a name that is known by its outline, or in the plural
_FEWEST_MISSPELT = 6
_LONGEST_ENDING = 2  # consonants that the grammar of another language puts behind a name
_MOST_WORDS = 6  # of a name that is misspelt
_TITLES = frozenset(["mr", "mrs", "ms", "miss", "mx", "dr", "prof", "herr", "frau", "monsieur", "madame", "senhor"])
_ENDS = re.compile(r"[!?\n]|\.\s+\w{2}")


class Spelled(Protocol):
    """A spelling of a name that can say whether it may be meant by some words of a text."""

    @property
    def shown(self) -> str: ...

    @property
    def glues(self) -> bool: ...

    def fits(self, text: str, words: list[Word], first: int, last: int) -> bool: ...


@dataclass(frozen=True)
class Near:
    """A place in a text that comes near a name: its first and last word."""

    first: int
    last: int
    name: Spelled
    owner: Owner


@dataclass
class NearNames:
    """Names by all that comes near them; each list holds (folded letters, name, owner)."""

    outlines: dict[str, list[tuple[str, Spelled, Owner]]] = field(default_factory=lambda: defaultdict(list))
    shortened: dict[str, list[tuple[str, Spelled, Owner]]] = field(default_factory=lambda: defaultdict(list))
    sounds: dict[str, list[tuple[str, Spelled, Owner]]] = field(default_factory=lambda: defaultdict(list))
    frames: dict[str, list[tuple[str, Spelled, Owner]]] = field(default_factory=lambda: defaultdict(list))
    abbreviated: dict[str, list[tuple[str, Spelled, Owner]]] = field(default_factory=lambda: defaultdict(list))
    surnames: dict[str, list[tuple[str, str, Owner]]] = field(default_factory=lambda: defaultdict(list))
    longest: int = 0

    def add(self, letters: str, name: Spelled, owner: Owner) -> None:
        """A name that is known by its letters (`glues`)."""
        entry = (letters, name, owner)
        self.longest = max(self.longest, len(letters) + 2)
        if len(letters) < _FEWEST_ALIKE:
            return
        self.outlines[outline(letters)].append(entry)
        self.sounds[sound(letters)].append(entry)
        abbreviation = without_vowels(letters)
        if letters.isalpha() and len(letters) > len(abbreviation) >= _FEWEST_ALIKE:
            self.abbreviated[abbreviation].append(entry)
        if len(letters) >= _FEWEST_MISSPELT and letters.isalpha():
            for short in {letters, *_shortened(letters)}:
                self.shortened[short].append(entry)
        for frame in consonants_of_name(letters) if letters.isalpha() else ():
            if len(frame) >= _FEWEST_ALIKE:
                self.frames[frame].append(entry)

    def add_person(self, shown: str, words: list[str], owner: Owner) -> None:
        """A person with a first and a last name, as folded words."""
        if len(words) > 1 and len(words[-1]) >= _FEWEST_ALIKE:
            self.surnames[words[-1]].append((words[0], shown, owner))

    def places(self, text: str, words: list[Word], own: Collection[str]) -> Iterator[Near]:
        """Where a name stands in look-alike letters, misspelt or in the plural. own: folded letters of own names."""
        for first in range(len(words)):
            joined = ""
            for last in range(first, min(len(words), first + 2 * self.longest)):
                joined += words[last].folded
                if len(joined) > self.longest:
                    break
                if joined in own or joined.removesuffix("s") in own:
                    continue
                for letters, name, owner in self._near(joined, text, words[first : last + 1]):
                    is_split = last > first and any(c.isspace() for c in text[words[first].end : words[last].start])
                    if is_split and last - first + 1 > _MOST_WORDS and outline(joined) != outline(letters):
                        continue
                    if name.fits(text, words, first, last):
                        yield Near(first, last, name, owner)

    def _near(self, joined: str, text: str, words: list[Word]) -> Iterator[tuple[str, Spelled, Owner]]:
        for entry in self.outlines.get(outline(joined), ()) if len(joined) >= _FEWEST_ALIKE else ():
            if entry[0] == joined or (_has_letters(words) and not _ordinary(text, words)):
                yield entry
        for entry in self.outlines.get(outline(joined[:-1]), ()) if joined.endswith("s") else ():
            if (entry[0] == joined[:-1] and words[0].is_capital) or (
                _has_letters(words) and not _ordinary(text, words)
            ):
                yield entry
        # "GLBX"; where all of it is a name's consonants by chance, it is an acronym that is a word.
        if len(words) == 1 and joined in self.abbreviated and without_vowels(joined) == joined:
            yield from self.abbreviated[joined] if not is_everybodys(joined) and not is_ordinary(joined) else ()
        if _has_letters(words):
            joined = digits_as_letters(joined)
        if len(joined) < _FEWEST_MISSPELT - 1 or not joined.isalpha() or len(words) > _MOST_WORDS:
            return
        near = [*self.shortened.get(joined, ())]
        near += [entry for short in _shortened(joined) for entry in self.shortened.get(short, ())]
        near = [entry for entry in near if _is_one_edit(joined, entry[0])]
        near += [entry for entry in self.sounds.get(sound(joined), ()) if len(entry[0]) >= _FEWEST_MISSPELT]
        if near and not _ordinary(text, words):
            yield from near
        if _is_compound(text, words) and len(joined) >= _FEWEST_MISSPELT + 2:
            for short in _shortened(joined):
                for shorter in _shortened(short):
                    entries = self.shortened.get(shorter, ())
                    yield from (entry for entry in entries if entry[0] == shorter and entry[0][-1] == joined[-1])

    def transliterated_in(self, text: str, own_marks: Collection[Owner], own: Collection[str]) -> str | None:
        """The name that words of another script than Latin sound like."""
        spoken = list(transliterated_from(text))
        own_frames = {script: _frames(own, script) for _, script in spoken}
        for first in range(len(spoken)):
            for last in range(first + 1, min(len(spoken), first + _MOST_WORDS) + 1):
                letters, script = "".join(word for word, _ in spoken[first:last]), spoken[first][1]
                if letters in own or consonants(letters, script) in own_frames[script]:
                    continue
                near: list[tuple[str, Spelled, Owner]] = [*self._with_consonants_of(letters, script)]
                if len(letters) >= _FEWEST_ALIKE:
                    near += self.sounds.get(sound(letters), ())
                for _, name, owner in near:
                    if owner not in own_marks:
                        return name.shown
        return None

    def _with_consonants_of(self, letters: str, script: str) -> Iterator[tuple[str, Spelled, Owner]]:
        """Names with the consonants of what is written in a script, but for an ending of its grammar."""
        frame, written = consonants(letters), consonants(letters, script)
        starts = {written[: len(written) - ending] for ending in range(_LONGEST_ENDING + 1)}
        for length in range(max(_FEWEST_ALIKE, len(frame) - _LONGEST_ENDING), len(frame) + 1):
            for entry in self.frames.get(frame[:length], ()):
                if consonants_of_name(entry[0], script) & starts:
                    yield entry

    def person_in(self, text: str, words: list[Word], own_marks: Collection[Owner]) -> str | None:
        """Somebody by a surname with a title, an initial or a first name near it: "Mr. Stone", "Stone, Bob"."""
        for position, word in enumerate(words):
            if handle := self._handle_of(word.folded, own_marks):
                return handle
            surname = word.folded if word.folded in self.surnames else word.folded.removesuffix("s")
            for first_name, shown, owner in self.surnames.get(surname, ()):
                if owner in own_marks:
                    continue
                own_people = [own[1].split() for own in own_marks if own[0] == "person"]
                namesakes = [own for own in own_people if own and own[-1] == surname]
                if _is_person(text, words, position, first_name):
                    if not any(own[0][0] == first_name[0] or _has_title(words, position) for own in namesakes):
                        return shown
                elif (word.is_capital and not namesakes and telling(surname) == "distinctive") or (
                    word.folded == surname
                    and is_surely_a_name(surname)
                    and stands_for_a_person(text, words, position, is_word=False)
                    and not _is_own_word(surname, own_marks)
                ):
                    return shown
        return None

    def _handle_of(self, letters: str, own_marks: Collection[Owner]) -> str | None:
        """Whose initial and surname in one they are: "jpfannenstiel"."""
        for first_name, shown, owner in self.surnames.get(letters[1:], ()):
            if owner not in own_marks and first_name[0] == letters[0] and not is_ordinary(letters):
                return shown
        return None


def letters_of(names: Collection[str]) -> set[str]:
    """The folded letters of names, whole and without the spaces."""
    return {"".join(word.folded for word in words_of(name)) for name in names}


def _frames(names: Collection[str], script: str) -> set[str]:
    return {frame for letters in names for frame in consonants_of_name(letters, script)}


def _is_own_word(word: str, own_marks: Collection[Owner]) -> bool:
    """Whether it is a word of one of this client's names or people's."""
    return any(word in text.split() for kind, text in own_marks if kind in ("name", "person"))


def _has_title(words: list[Word], position: int) -> bool:
    return position > 0 and words[position - 1].folded in _TITLES


def _is_person(text: str, words: list[Word], position: int, first_name: str) -> bool:
    surname = words[position]
    if _has_title(words, position):
        return surname.is_capital
    if position and words[position - 1].folded == first_name[0]:
        between = text[words[position - 1].end : surname.start]
        # "a stone" is none, "A. Stone" and "a.stone" are.
        if re.fullmatch(r"\.\s*|[-_]", between) and (surname.is_capital or not re.search(r"\s", between)):
            return True
        if words[position - 1].is_capital and surname.is_capital and first_name[0] not in "ai":
            return True
    if not surname.is_capital:
        return False
    for before in words[max(0, position - 5) : position]:
        if before.folded == first_name and before.is_capital and not _ENDS.search(text[before.end : surname.start]):
            return True
    after = words[position + 1] if position + 1 < len(words) else None
    if after is None or not re.fullmatch(r"\s*,\s*", text[surname.end : after.start]):
        return False
    is_initial = after.folded == first_name[0] and text[after.end : after.end + 1] == "."
    return after.folded == first_name or is_initial


def _shortened(letters: str) -> Iterator[str]:
    """The letters without each of them in turn."""
    return (letters[:gap] + letters[gap + 1 :] for gap in range(len(letters)))


def _is_one_edit(letters: str, others: str) -> bool:
    """A letter more, less or another, or two neighbours exchanged."""
    shorter, longer = sorted((letters, others), key=len)
    start = next((n for n, (a, b) in enumerate(zip(shorter, longer, strict=False)) if a != b), len(shorter))
    if len(longer) > len(shorter):
        return longer[start + 1 :] == shorter[start:]
    exchanged = shorter[start : start + 2] == longer[start : start + 2][::-1]
    return shorter[start + 1 :] == longer[start + 1 :] or (exchanged and shorter[start + 2 :] == longer[start + 2 :])


def _has_letters(words: list[Word]) -> bool:
    """At least two letters, and every digit beside a letter: numbers and prices name nobody."""
    letters = sum(character.isalpha() for word in words for character in word.folded)
    return letters > 1 and all(word.is_part or not word.folded.isdigit() for word in words)


def _ordinary(text: str, words: list[Word]) -> bool:
    return all(is_ordinary(word.folded) for word in words_of(text[words[0].start : words[-1].end], whole=True))


def _is_compound(text: str, words: list[Word]) -> bool:
    """ "Global-Ex", "GlobalEx": two capitalised words in one."""
    if len(words) != 2 or not all(word.shown[0].isupper() for word in words):
        return False
    return text[words[0].end : words[1].start] in ("", "-", "_", "\u2010", "\u2011")
