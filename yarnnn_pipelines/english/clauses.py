"""A sentence as a clause among others: no full stop, nothing behind a colon, a small letter unless it is a name.

Which sentences are summed up so, and in which order, is the business of whoever writes.
"""

from __future__ import annotations

import re

from yarnnn_pipelines.english.alternatives import Pattern, opens, said, written, written_exactly
from yarnnn_pipelines.english.rewording import tidy, unlabelled
from yarnnn_pipelines.english.vocabulary import PERFECTIVE

_LONGEST = 110  # characters
_FEWEST_WORDS = 3

WITHOUT_SUBJECT = Pattern(
    written("participle first", rf"^(?:{PERFECTIVE}|decided|agreed|approved)\b", "Launched the page on Monday")
)
HAS_VERB = Pattern(
    said("verb", "is | are | was | were | has | have | had | will", "the page is live"),
    said("movement", "goes? | went | moves? | grew | rose | fell", "the page goes live", "the call moves"),
    written("past", rf"\b(?:{PERFECTIVE}|\w{{3,}}ed)\b", "Dana doubled the budget"),
)
# First words that are no names.
SMALL_FIRST = Pattern(
    written_exactly(
        "determiner",
        r"^(?:The|A|An|Our|We|All|Both|This|These|First|New|No|More|Every|Final|Everything|Everybody|Everyone|Nothing|Nobody|Some|Most|Each|Another|That|Those)\b",
        "The page is live",
        unlike=("Theo is here",),
    ),
    written_exactly("number", r"^(?:Two|Three|Four|Five|Six|Seven|Eight|Nine|Ten)\b", "Two pages are live"),
    # A plural that is no name: "Labels for the guide are printed".
    written_exactly("plural", r"^[A-Z][a-z]+s\s+(?:are|were|have)\b", "Labels are printed"),
    written_exactly(
        "plural with its matter",
        r"^[A-Z][a-z]+s\s+(?:for|of|in|on)\s+[^,]*?\s(?:are|were|have)\b",
        "Labels for the guide are printed",
    ),
)
DETERMINED = Pattern(
    opens("article", "the | a | an | our | we | this | these", "the page is live"),
    opens(
        "amount",
        """
        all | both | every | each | no | two | three | four | five | six | seven | eight | nine | ten | everybody
        | everyone | nobody | everything | half
        """,
        "half of it is live",
    ),
    written("number", r"^[€$£~]?\d", "€400 is spent"),
    written("possessive", r"^\S+['’]s?\s", "Acme’s board signed"),
)
# Nouns that stand without an article: what is measured, and what can't be counted.
UNCOUNTED = Pattern(
    written(
        "measured",
        r"\b(?:time|rate|traffic|revenue|conversion|attendance|coverage|usage|growth|reach|engagement|turnover)$",
        "Open rate",
    ),
    written(
        "material",
        r"\b(?:copy|text|content|access|data|feedback|wording|software|work)$",
        "Onboarding copy",
    ),
    written("activity", r"\b\w+ing$", "Hiring"),
)
QUALIFIES = Pattern(
    said("limit", "but | only | except | without | however | still | no | not", "only on Safari"),
    said("failure", r"disaster | mis\w+ | fail\w* | broken | wrong", "it misses a page", "it failed"),
)
_FINITE = re.compile(rf"(?i)\s(?:is|was|has|goes|went|moves|will|grew|rose|fell|{PERFECTIVE})\b")
_PLURAL_VERB = re.compile(r"(?i)^[^,]*?[a-z]\s(?:are|were|have)\b")
_ARTICLE = re.compile(r"^(?:The|A|An)\s+")
_CLAUSE_END = re.compile(r"(?:: | – | — |; |\. )")


def clause_of(sentence: str, quote: str, names: frozenset[str], client_name: str) -> str | None:
    """The sentence as a clause of a longer one, or None where it can't be cut short or begun with certainty.

    quote: the words that the sentence was made of. names: first names that keep their capital.
    """
    clause, *rest = _CLAUSE_END.split(sentence.rstrip("."), maxsplit=1)
    if rest and QUALIFIES.found_in(rest[0]):
        return None
    if len(clause) > _LONGEST or len(clause.split()) < _FEWEST_WORDS or not HAS_VERB.found_in(clause):
        return None
    if WITHOUT_SUBJECT.found_in(clause):
        return None
    written_words = unlabelled(tidy(quote))
    started_small = written_words[:1].islower() and written_words.split()[0].casefold() == clause.split()[0].casefold()
    begun = with_small_letter(clause, certain=started_small or SMALL_FIRST.found_in(clause))
    return begun if _begins_well(begun, names, client_name) else None


def _begins_well(clause: str, names: frozenset[str], client_name: str) -> bool:
    """Its first words read well in the middle of a sentence: no stray capital, and no lost article."""
    first = clause.split()[0]
    if DETERMINED.found_in(clause) or first in names or clause.startswith(client_name):
        return True
    if first[:1].isupper() and (first[1:] == first[1:].lower() or "-" in first):
        return False
    if _PLURAL_VERB.match(clause):
        return True
    verb = _FINITE.search(clause)
    return bool(verb and UNCOUNTED.found_in(clause[: verb.start()]))


def without_article(noun_phrase: str) -> str:
    return _ARTICLE.sub("", noun_phrase)


def as_a_sentence(line: str) -> str:
    """The line where it stands by itself, below "In short"; a name that begins small, as iPhone does, stays."""
    return line if line[1:2].isupper() else f"{line[:1].upper()}{line[1:]}"


def with_small_letter(text: str, *, certain: bool) -> str:
    """A small first letter, unless the first word is an acronym or a name, or holds a digit.

    certain: the first word is known not to be a name.
    """
    first, *rest = text.split()
    if not certain or first[1:] != first[1:].lower() or any(character.isdigit() for character in first):
        return text
    named = bool(rest) and rest[0][:1].isupper() and rest[0][1:2].islower()
    if named and first not in ("The", "A", "An", "Our"):
        return text
    return text[0].lower() + text[1:]
