"""Who is said to have done something: those whom a clause names as its subject or in a label before it, or its writer.

Whether a mention at a sentence's beginning calls or tells is `mentions`, whose a sentence without a subject is
`missing_subjects`.
"""

from __future__ import annotations

import re
from collections.abc import Collection

from yarnnn_pipelines.english.lines_above import is_heading
from yarnnn_pipelines.english.mentions import DEED, UPPER
from yarnnn_pipelines.english.sentences import Span, core
from yarnnn_pipelines.english.vocabulary import PERFECTIVE

_WORD = rf"{UPPER}[\w-]+"
_NAMES = rf"@?{_WORD}(?:\s{_WORD}){{0,2}}"
_LIST = rf"(?P<names>{_NAMES}(?:(?:,\s+|,?\s+(?:and|&)\s+){_NAMES}){{0,5}})"
_DID = re.compile(rf"{_LIST}\s+(?={DEED})")
_FINISHED = re.compile(rf"{_LIST}\s+(?i:(?:has|have|had|just|also|already|finally|now)\s+)*(?i:{PERFECTIVE})\b")
_FIRST_PERSON = re.compile(r"(?i)\b(?:i|we|my|our)\b")
_BARE_VERB = re.compile(rf"(?i)^(?:(?:just|also|already|finally|have)\s+)*{PERFECTIVE}\b")
_DONE = re.compile(r"(?i)\W*(?:all\s+)?done\s*(?:[^\w\s]|$)")
_ENCLOSED = re.compile(
    r"(?i)\b(?:attached|enclosed)\b|\bhere(?:['’]s|\s+(?:is|are|comes?))\s+(?:the|our|my|your|a|an)\b"
)
# A report in note form, "Captions delivered, all six": what was done, its verb without "was", nobody named.
_IN_NOTE_FORM = re.compile(rf"(?i)(?:[\w'’-]+[,:]?\s+){{1,4}}?{PERFECTIVE}\s*(?:[^\w\s]|$)")
_LABELLED = re.compile(
    r"[\W_]*?(?:[\[(](?P<enclosed>[^\W\d_][^\])\n]{0,40})[\])]\s*[:–—-]?"
    r"|(?P<label>[^\W\d_][^:：;|\n]{0,40}?)\s*(?:[:：;|=]|[-=]?[>→]|\s[–—-]))"
    rf"[\W_]*(?=(?i:(?:just|also|already|finally|now|has|have)\s+)*(?i:{PERFECTIVE})\b)"
)
# What is worked on: "Checkout: fixed the address field".
_TOPIC = re.compile(
    r"(?i)(?:(?:web|micro|sub)?sites?|(?:home|landing|sub)?-?\s?pages?|web-?\s?shops?|shops?|stores?|checkout|cart|basket|blog"
    r"|forms?|search|menus?|navigation|header|footer|login|layouts?|designs?|wireframes?|mock-?ups?|logos?|brand(?:ing)?"
    r"|banners?|posters?|flyers?|brochures?|catalogues?|catalogs?|videos?|photos?|images?|copy|content|texts?|fonts?"
    r"|newsletters?|e?-?mails?|mailings?|campaigns?|ads?|adverts?|seo|sea|analytics|tracking|pixels?|tags?|cookies?"
    r"|consent|apps?|android|ios|mobile|desktop|api|backend|frontend|server|database|feed|import|export|integration"
    r"|domains?|dns|ssl|security|performance|accessibility|translations?|contracts?|invoices?|budgets?|reports?|slides?"
    r"|decks?|surveys?|events?|booth|stand|packaging|labels?|print|social(?:\smedia)?|instagram|facebook|linkedin)"
)
_AUXILIARY = re.compile(r"(?i)\b(?:is|are|was|were|be|been|being|has|have|had|will|gets?|got)\b")


def doers(text: str, first_names: Collection[str]) -> frozenset[str]:
    """First names of those who are told to have done something."""
    return _named(_DID, text, first_names)


def finishers(text: str, first_names: Collection[str]) -> frozenset[str]:
    """First names of those who are told to have finished something."""
    return _named(_FINISHED, text, first_names)


def has_a_doer_for_label(sentence: str) -> bool:
    """What was done stands behind a label that may be whoever did it: "Jo: fixed it", "[Tom] fixed it", "Printer -
    fixed it"; a heading or a matter ("Update: fixed it", "New checkout: fixed the field") is none."""
    match = _LABELLED.match(sentence)
    if match is None:
        return False
    label = (match["enclosed"] or match["label"]).strip(" *_")
    return not (is_heading(label) or _TOPIC.fullmatch(label.split()[-1]) or _AUXILIARY.search(label))


def _named(pattern: re.Pattern[str], text: str, first_names: Collection[str]) -> frozenset[str]:
    words = {word for match in pattern.finditer(text) for word in re.findall(_WORD, match["names"])}
    return frozenset(words & set(first_names))


def is_in_first_person(sentence: str) -> bool:
    """It says itself that its writer, or their side, is who it tells of."""
    return _FIRST_PERSON.search(sentence) is not None


def may_tell_of_its_writer(sentence: str, first_names: Collection[str]) -> bool:
    """It is in the first person, its verb has no subject, it names only what was done, or it encloses something."""
    telling = core(sentence, Span(0, len(sentence)))
    words = sentence[telling.start : telling.end] if telling else ""
    if _DONE.match(sentence) or any(form.search(words) for form in (_FIRST_PERSON, _BARE_VERB, _ENCLOSED)):
        return True
    note = _IN_NOTE_FORM.match(words)
    return bool(note and not _AUXILIARY.search(note[0]) and not finishers(words, first_names))
