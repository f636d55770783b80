"""Whether two sentences tell the same fact: the same matter, and no number or negation that differs.

Judged on stemmed content words, so that a fact told in Slack and again by mail becomes one claim with two sources. It
never decides whether something is true.
"""

from __future__ import annotations

import difflib
import re
import threading
from collections.abc import Collection, Mapping
from functools import lru_cache

import snowballstemmer

from yarnnn_pipelines.english.days import weekdays_named
from yarnnn_pipelines.english.figures import COUNT
from yarnnn_pipelines.english.identifiers import speak_of_two
from yarnnn_pipelines.english.mentions import without_mentions
from yarnnn_pipelines.english.promises import is_a_dated_plan
from yarnnn_pipelines.english.vocabulary import PERFECTIVE

_PER_THREAD = threading.local()


def stems(words: list[str]) -> list[str]:
    return [_stem(word) for word in words]


@lru_cache(maxsize=65536)  # a week's words are few, and each is asked for again and again
def _stem(word: str) -> str:
    """The word's stem; a stemmer keeps the word it works on in itself, so each thread has its own."""
    if not hasattr(_PER_THREAD, "stemmer"):
        _PER_THREAD.stemmer = snowballstemmer.stemmer("english")
    return str(_PER_THREAD.stemmer.stemWord(word))


_WORD = re.compile(r"[A-Za-z][A-Za-z'’]*|\d[\d.,:]*%?")
_NUMBER = re.compile(r"\d[\d.,]*")
_GROUPED = re.compile(r"(?<![\d.,:/-])(?<!\d\s)[1-9]\d{0,2}(?:[ \u00a0\u202f]\d{3})+(?![\d.,:/-]*\d)(?!\s\d)")
_NEGATION = re.compile(
    r"\b(?:not|no|never|without|cannot)\b|n['’]t\b|\b(?:do|does|did|is|are|was|were|has|have|had|ca|could|would|should)nt\b",
    re.IGNORECASE,
)
_STOP_WORDS = """
    a an the this that these those it its is are was were be been being am do does did done have has had having will
    would can could should may might must shall of in on at to from for with by about into over after before between
    through during under up down out off again further then once here there when where why how all any both each few
    more most other some such no nor not only own same so than too very just now and but or if because as until while
    i me my we our us you your he him his she her they them their what which who also still already get got
    monday tuesday wednesday thursday friday saturday sunday today tomorrow yesterday morning afternoon evening week
    everything everyone team new fully finally
    """
_STOP = frozenset(_STOP_WORDS.split())
_ROOT = 4  # letters


@lru_cache(maxsize=16384)
def content_words(text: str) -> frozenset[str]:
    """Stems of the words that carry the matter, lower case, numbers left out."""
    words = [word.lower().replace("’", "'").removesuffix("'s") for word in _WORD.findall(text)]
    return frozenset(stems([word for word in words if word not in _STOP and not word[0].isdigit()]))


@lru_cache(maxsize=4096)
def words_of_matter(text: str) -> Mapping[str, str]:
    """The `content_words`, each with how it is written there first, in small letters."""
    written: dict[str, str] = {}
    for word in map(str.lower, _WORD.findall(text)):
        for stem in content_words(word):
            written.setdefault(stem, word.replace("’", "'").removesuffix("'s"))
    return written


def is_akin(word: str, known: Collection[str]) -> bool:
    """A content word is one of these, or of the same root: "signature" where somebody is to sign."""
    root = word[:_ROOT]
    return word in known or any(len(other) >= _ROOT and other.startswith(root) for other in known)


def joined_thousands(text: str) -> str:
    """With "6 400" written as "6400": thousands set apart by spaces, as in French, Swedish or ISO 80000-1."""
    return _GROUPED.sub(lambda grouped: "".join(grouped[0].split()), text)


@lru_cache(maxsize=16384)
def numbers(text: str) -> frozenset[str]:
    return frozenset(number.rstrip(".,").replace(",", "") for number in _NUMBER.findall(joined_thousands(text)))


def overlap(sentence: str, other: str) -> float:
    """Share of the shorter sentence's content words that the other has too, 0 to 1; 0 if either has fewer than two."""
    a, b = content_words(sentence), content_words(other)
    if min(len(a), len(b)) < 2:
        return 0.0
    return len(a & b) / min(len(a), len(b))


# One of these for another is still the same word.
_SYNONYMS = [
    frozenset(stems(words.split()))
    for words in (
        "launched live went shipped released deployed out started",
        "fixed resolved solved repaired corrected closed working works",
        "decided agreed approved confirmed signed chose",
        "moved shifted pushed postponed rescheduled moves",
        "finished done completed delivered ready",
        "campaign ads",
        "page site landing",
        "back found shows reported arrived here gave come",
        "enter go come",
    )
]
_EXCHANGEABLE = frozenset().union(*_SYNONYMS)
_OPPOSITES = [
    (frozenset(stems(a.split())), frozenset(stems(b.split())))
    for a, b in (
        ("up rose increased grew raised gained", "down fell reduced decreased dropped lost cut"),
        ("approved accepted signed", "rejected declined refused withdrawn withdrew"),
        ("fixed resolved works working", "broke broken fails failed down"),
        ("launched live started resumed", "paused stopped cancelled suspended"),
        ("keep keeps kept add added", "drop dropped remove removed"),
    )
]
# What was done, or became of a thing. Two sentences of one matter that name different ones are two facts.
_PREDICATE_WORDS = """
    launched live went shipped released deployed started began opened fixed resolved solved repaired corrected
    closed decided agreed approved confirmed signed chose rejected declined paused stopped cancelled suspended
    resumed moved shifted pushed postponed rescheduled finished completed delivered uploaded published submitted
    drafted translated reviewed tested printed ordered booked installed removed migrated merged restored archived
    designed redesigned built photographed filmed recorded broke broken
    """
_PREDICATES = frozenset(_PREDICATE_WORDS.split())


@lru_cache(maxsize=16384)
def _predicates(text: str) -> frozenset[str]:
    # Whole words and not stems: "booking", "print" and "design" are things.
    return frozenset(stems([word for word in map(str.lower, _WORD.findall(text)) if word in _PREDICATES]))


def same_predicate(sentence: str, other: str) -> bool:
    """Both say that one thing was done, or is: "are live" and "went live"."""
    a, b = _predicates(sentence), _predicates(other)
    return any(x == y or any(x in same and y in same for same in _SYNONYMS) for x in a for y in b)


def another_predicate(sentence: str, other: str) -> bool:
    """Each says that something else was done: "approved" and "is live", "uploaded" and "paused"."""
    return bool(_predicates(sentence) and _predicates(other)) and not same_predicate(sentence, other)


_COUNTS = frozenset(["before", "after", "up", "down", "off", "on", "out"])


@lru_cache(maxsize=16384)
def _words(text: str) -> tuple[str, ...]:
    words = [word.lower() for word in _WORD.findall(text)]
    return tuple(stems([word for word in words if word not in _STOP or word in _COUNTS]))


@lru_cache(maxsize=16384)
def _sides(text: str) -> tuple[frozenset[int], frozenset[int]]:
    """Of which opposites the text has the one word, and of which the other."""
    words = set(_words(text))
    left = frozenset(number for number, (one, _) in enumerate(_OPPOSITES) if one & words)
    right = frozenset(number for number, (_, other) in enumerate(_OPPOSITES) if other & words)
    return left, right


@lru_cache(maxsize=16384)
def is_negated(text: str) -> bool:
    return _NEGATION.search(text) is not None


def opposite(sentence: str, other: str) -> bool:
    """One says what undoes the other: "launched" and "paused", "keep" and "drop"."""
    (a_left, a_right), (b_left, b_right) = _sides(sentence), _sides(other)
    return bool((a_left & b_right) - (b_left | a_right) or (b_left & a_right) - (a_left | b_right))


def other_word(sentence: str, other: str) -> bool:
    """The same sentence with another word in one place ("launched"/"paused", "French"/"German"), or its opposite."""
    if opposite(sentence, other):
        return True
    a, b = _words(sentence), _words(other)
    if a == b:
        return False
    for operation, i, j, k, m in difflib.SequenceMatcher(a=a, b=b, autojunk=False).get_opcodes():
        if operation == "replace" and j - i == m - k == 1:
            x, y = a[i], b[k]
            if x[0].isdigit() or y[0].isdigit() or x in b or y in a:
                continue
            if not any(x in same and y in same for same in _SYNONYMS):
                return True
    return False


def another_thing(sentence: str, other: str) -> bool:
    """The same sentence of another thing: "I'll send the press kit by Friday", "I'll send the media plan by Friday"."""
    a, b = _words(sentence), _words(other)
    differing = [
        (a[i:j], b[k:m])
        for operation, i, j, k, m in difflib.SequenceMatcher(a=a, b=b, autojunk=False).get_opcodes()
        if operation != "equal"
    ]
    if len(differing) != 1:
        return False
    ((here, there),) = differing
    if not (0 < len(here) <= 3 and 0 < len(there) <= 3) or max(len(here), len(there)) == 1:
        return False
    if set(here) & set(b) or set(there) & set(a) or not all(map(str.isalpha, (*here, *there))):
        return False
    return not any(same.intersection(here) and same.intersection(there) for same in _SYNONYMS)


def word_order(text: str) -> tuple[str, ...]:
    """What `other_word` compares: the words in their order, as stems."""
    return _words(text)


@lru_cache(maxsize=16384)
def forms_with_a_gap(text: str) -> tuple[tuple[int, tuple[str, ...]], ...]:
    """The `word_order` with each word taken out that no other can stand for, and where it stood.

    Two texts that have such a form in common and not all their words are the same sentence with an `other_word`.
    """
    words = _words(text)
    if len(set(words)) < len(words):
        return ()
    return tuple(
        (place, words[:place] + words[place + 1 :])
        for place, word in enumerate(words)
        if not word[0].isdigit() and word not in _EXCHANGEABLE
    )


def _on_other_days(sentence: str, other: str) -> bool:
    """Each names weekdays, and none that the other does: "moved to Thursday", "moved to Friday"."""
    a, b = (set(weekdays_named(text, shortened=False)) for text in (sentence, other))
    return bool(a and b) and a.isdisjoint(b)


def same_fact(sentence: str, other: str) -> bool:
    """Both sentences tell one fact: the matter is shared, numbers are compatible, both are negated or neither.

    Shared are three content words of five, or fewer where two numbers are the same.
    """
    if speak_of_two(sentence, other):
        return False
    shared = content_words(sentence) & content_words(other)
    a, b = numbers(sentence), numbers(other)
    # Two numbers alike are much of a fact already.
    enough = 0.45 if len(a & b) >= 2 else 0.6
    if len(shared) < 2 or overlap(sentence, other) < enough or (a and b and not (a <= b or b <= a)):
        return False
    if is_negated(sentence) != is_negated(other) or another_predicate(sentence, other):
        return False
    if _share_people_alone(sentence, other) or _on_other_days(sentence, other) or _of_another(sentence, other):
        return False
    if _of_other_subjects(sentence, other):
        return False
    return not (other_word(sentence, other) or another_thing(sentence, other))  # last, since these take longest


def _share_people_alone(sentence: str, other: str) -> bool:
    """One of them mentions people, and beside these and that something is done they have no word in common."""
    if "@" not in sentence + other:
        return False
    beside = [content_words(without_mentions(text)) - _DONE for text in (sentence, other)]
    return all(beside) and not beside[0] & beside[1]


_FOR_WHAT = re.compile(
    r"\b(?P<how>for|of)\s+(?:the\s+|our\s+|your\s+|their\s+|its\s+|an?\s+)?(?P<what>[\w-]+(?:\s+[\w-]+)?)",
    re.IGNORECASE,
)


def _of_another(sentence: str, other: str) -> bool:
    """What both are for, or of, has no word in common: the files for the landing page, the files for the form."""
    of_what: list[dict[str, frozenset[str]]] = [
        {match["how"].lower(): content_words(match["what"]) for match in _FOR_WHAT.finditer(text)}
        for text in (sentence, other)
    ]
    return any(words and of_what[1].get(how) and not words & of_what[1][how] for how, words in of_what[0].items())


_SUBJECT_THAT_IS = re.compile(
    r"^\W*(?P<subject>[^,;:.!?]+?)\s+(?:(?:is|are|was|were|will|shall|should|can|could|may|might|must|would)\b"
    r"|(?:(?:has|have)\s+)?(?:went|gone|go|goes|came|come|comes)\b)",
    re.IGNORECASE,
)


def _of_other_subjects(sentence: str, other: str) -> bool:
    """Each says how its subject is, and the subjects share no word: "the site went live", "the card page is live on the
    site"."""
    found = [_SUBJECT_THAT_IS.match(text) for text in (sentence, other)]
    subjects = [content_words(match["subject"]) for match in found if match]
    return len(subjects) == 2 and all(subjects) and subjects[0].isdisjoint(subjects[1])


_DONE = content_words(" ".join(re.findall(r"[a-z]+", PERFECTIVE)))


_SOLD = content_words("sold sell sells sale sales")
_TIMES = content_words("seconds minutes hours days points pts ms percent cent")
_OF_WHAT = re.compile(
    r"(?i)\b(?:for|in|at|from|on|during|to|by)\s+(?!(?:\d+|two|three|four|five|six|seven)\s)([^,.;:]+)"
)


def newer_count(new: str, old: str) -> bool:
    """A later and higher number of the same thing sold: "187 tickets sold in five days", "pre-sale: 412 tickets".

    An older number that names for what, where or when it counts may be of something else, and stays.
    """
    a, b = _counted(new), _counted(old)
    if speak_of_two(new, old):
        return False
    if len(a) != 1 or set(a) != set(b) or min(a.values()) <= min(b.values()):
        return False
    limits_old, limits_new = what_limits(old), what_limits(new)
    if limits_old and not limits_old & limits_new:
        return False
    return bool(content_words(new) & _SOLD and content_words(old) & _SOLD)


@lru_cache(maxsize=16384)
def _counted(text: str) -> Mapping[str, int]:
    """Counted noun (its stem) and how many: "187 tickets" gives {"ticket": 187}."""
    counted = {stems([match[2].lower()])[0]: int(match[1].replace(",", "")) for match in COUNT.finditer(text)}
    return {noun: count for noun, count in counted.items() if noun not in _TIMES}


def counted_when_sold(text: str) -> tuple[str, ...]:
    """The noun that `newer_count` would compare; empty where it compares nothing."""
    return tuple(_counted(text)) if len(_counted(text)) == 1 and content_words(text) & _SOLD else ()


def what_limits(text: str) -> frozenset[str]:
    """What of the matter is counted, as the main clause says: "for the concert", "in Porto"."""
    return frozenset().union(*(content_words(match[1]) for match in _OF_WHAT.finditer(text.split(", which ")[0])))


def same_plan(sentence: str, other: str) -> bool:
    """Both sentences set the same date for the same thing, in whatever words."""
    a, b = numbers(sentence), numbers(other)
    if speak_of_two(sentence, other) or not a or a != b or not (is_a_dated_plan(sentence) and is_a_dated_plan(other)):
        return False
    if _of_other_subjects(sentence, other):
        return False
    return bool((content_words(sentence) & content_words(other)) - _MONTHS)


def words_of_a_plan(text: str) -> frozenset[str]:
    """Of which two of the `same_plan` share one; empty where the text sets no date."""
    return content_words(text) - _MONTHS if is_a_dated_plan(text) else frozenset()


_MONTHS = content_words(
    "january february march april may june july august september october november december set due planned"
)


def same_request(sentence: str, other: str) -> bool:
    """Two sentences ask for one thing."""
    same_thing = not other_word(sentence, other) and not speak_of_two(sentence, other)
    return overlap(sentence, other) >= 0.5 and same_thing


def tells_the_same(sentence: str, other: str) -> bool:
    """One fact or one plan."""
    return same_fact(sentence, other) or same_plan(sentence, other)
