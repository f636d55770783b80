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

from yarnnn_pipelines.deliverables.week.look_alikes import is_ordinary
from yarnnn_pipelines.deliverables.week.spelling import Word, words_of


def listed(words: str) -> frozenset[str]:
    return frozenset(words.split())


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
# Words of everybody's work. One of them alone is another client only where it is written as a name, inside a sentence.
EVERYDAY = listed(
    """
    a about academy account accounts admin agency agenda alpha an and app archive art asset assets audit backlog bank
    beta billing blog board bot brand brief briefs budget business calendar campaign campaigns care central city client
    clients cloud club company contact content contract contracts core customer customers dashboard data delivery demo
    design desk digital docs document documents draft drafts events express feedback finance first focus foods for
    forum general global goals group guide guidelines handbook health hello help helpdesk home house hub ideas inbox
    info internal it kickoff lab labs launch lead learning legal library light link mail manager market marketing media
    meeting meetings minutes mobile network new news newsletter next no noreply north note notes of office one online
    onboarding operations orders our overview page pages partner partners people plan planning platform playbook plans
    point portal press print private process product products programme project projects public reply report reports
    research resources review reviews roadmap sales school service services shared shop site social software south
    space sprint staff start status stories store strategy studio studios support system systems tasks team teams
    template templates test the timeline to today tools training travel trust update updates us video we web website
    week weekly wiki work workshop world
    """
)
# What stands between two names that are one, in the languages of Latin letters, and what a mail's HTML leaves of "&".
_CONJUNCTIONS = listed("and und et y e og och en n i")
_JOINED_BY = ("", "and", "n", "und", "et", "y", "e", "og", "och", "en", "plus", "amp", "x")
_MOST_KEYS = 256  # ways to write one name
# A letter in two of another's stead, by the languages that write so.
_DIGRAPHS = (
    str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "å": "aa", "ø": "oe", "Ä": "Ae", "Ö": "Oe", "Ü": "Ue"})
    | str.maketrans({"Å": "Aa", "Ø": "Oe"}),
    str.maketrans({"š": "sh", "č": "ch", "ž": "zh", "ć": "ch", "ç": "ch", "ş": "sh", "ñ": "ny", "ð": "d", "þ": "th"})
    | str.maketrans({"Š": "Sh", "Č": "Ch", "Ž": "Zh", "Ć": "Ch", "Ç": "Ch", "Ş": "Sh", "Ñ": "Ny", "Ð": "D", "Þ": "Th"}),
)
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

    def fits(self, text: str, words: list[Word], first: int, last: int) -> bool:
        spelling = words[first : last + 1]
        if len(spelling) > 3 and all(len(word.folded) == 1 for word in spelling):
            return True  # "m e n d w e l l"
        if not self.glues and (spelling[0].is_glued_before or spelling[-1].is_glued_after):
            return False
        if self.needs_capitals and not all(word.is_capital for word in spelling):
            return False
        if self.inside_only and (first == 0 or starts_sentence(text, spelling[0].start)):
            return False
        # "Mendwell" is meant by "Mend Well" and "mend-well", not by "mend well".
        if self.words == 1 and len(spelling) > 1 and not all(word.is_capital for word in spelling):
            return not any(re.search(r"\s", text[word.end : after.start]) for word, after in pairwise(spelling))
        return True


def starts_sentence(text: str, position: int) -> bool:
    return re.search(r"(?:^|[.!?:•\n“\"])\s*$", text[:position]) is not None


class Spellings:
    """The ways to write one name: (folded letters, name), the first of each part's the plainest."""

    def __init__(self, shown: str) -> None:
        self.shown = shown.strip()
        self.words = _ways_to_write(self.shown)  # of each word
        self.plain = [ways[0] for ways in self.words]
        self.everyday = [word in EVERYDAY or word in _LEGAL_FORMS for word in self.plain]

    @property
    def has_legal_form(self) -> bool:
        return len(self.plain) > 1 and self.plain[-1] in _LEGAL_FORMS

    @property
    def letters(self) -> str:
        """What is left of it without "and"."""
        return "".join(word for position, word in enumerate(self.plain) if not self._joins(position))

    def whole(self, name: Name) -> Iterator[tuple[str, Name]]:
        yield from ((letters, name) for letters in _keys(self.words))

    def without_legal_form(self, name: Name) -> Iterator[tuple[str, Name]]:
        """ "Widgets Inc" as "Widgets", where that is a name by itself; else with the other forms: "Beta Ltd"."""
        start, end = self._core()
        core, plain = self.words[start:end], self.plain[start:end]
        if (start, end) == (0, len(self.words)):
            return
        if all(word in EVERYDAY for word in plain) or len("".join(plain)) < 3:
            if self.has_legal_form:
                other = replace(name, exact=True)
                yield from ((f"{letters}{form}", other) for letters in _keys(core) for form in _EXCHANGED)
            return
        alone = Name(self.shown, len(plain), needs_capitals=len(plain) == 1 and is_ordinary(plain[0]), glues=True)
        yield from ((letters, alone) for letters in _keys(core))

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


@lru_cache(maxsize=1024)
def keys_of(shown: str) -> frozenset[str]:
    """The folded letters of a name in each way to write it whole."""
    return frozenset(letters for letters in _keys(_ways_to_write(shown)) if letters)


def _ways_to_write(shown: str) -> list[list[str]]:
    """For each word of a name its folded letters, the plainest first; "" where a word may be left out."""
    composed = _DOTTED_FORM.sub(lambda match: match[0].replace(".", ""), unicodedata.normalize("NFC", shown))
    host = _HOST_ENDING.sub("", composed)
    composed = re.sub("[&+]", " and ", composed if is_ordinary(host.casefold()) else host)
    plain = [word.folded for word in words_of(composed, whole=True)]
    ways = [dict.fromkeys([word]) for word in plain]
    for digraphs in _DIGRAPHS:
        for way, written in zip(ways, words_of(composed.translate(digraphs), whole=True), strict=True):
            way[written.folded] = None
    for way, word in zip(ways, plain, strict=True):
        if not is_ordinary(word) or len(way) > 1:
            way[_OF_ONE_LETTER.sub("", word)] = None  # "Mueller" may well be a Müller
    for position in range(1, len(ways) - 1):
        if plain[position] in _CONJUNCTIONS:
            ways[position] = dict.fromkeys(_JOINED_BY)
    return [list(way) for way in ways]


def _keys(words: Sequence[Sequence[str]]) -> Iterator[str]:
    yield from islice(dict.fromkeys("".join(spelled) for spelled in product(*words)), _MOST_KEYS)
