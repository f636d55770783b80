"""Deterministic rewording: what someone wrote to a colleague, as a sentence about them for a reader who was not there.

"I fixed the pixel this morning :tada:" by Mia on a Monday becomes "Mia fixed the pixel on Monday." Every function is a
pure function of the quoted words and of who said them when, so that the gate can do it again and compare. Where a
sentence can't be turned with certainty the answer is None, never a guess. What a claim is made of is `slots`.
"""

from __future__ import annotations

import html
import re

from yarnnn_pipelines.english.days import MONTHS, dated
from yarnnn_pipelines.english.sentences import ORNAMENT
from yarnnn_pipelines.english.vocabulary import DAY, PERFECTIVE
from yarnnn_pipelines.english.voice import Voice

# --- persons -----------------------------------------------------------------------------------------------------

_SINGULAR = (
    (r"i['’]ve", "{name} has"),
    (r"i\s+have", "{name} has"),
    (r"i['’]m", "{name} is"),
    (r"i\s+am", "{name} is"),
    (r"i['’]ll", "{name} will"),
    (r"i\s+will", "{name} will"),
    (r"i\s+was", "{name} was"),
    (r"i\s+can", "{name} can"),
    (r"i\s+did\b", "{name} did"),
    (r"i\s+had", "{name} had"),
    (r"i\s+approve\b", "{name} approves"),
    (r"i\s+confirm\b", "{name} confirms"),
    (r"i\s+agree\b", "{name} agrees"),
    (rf"i\s+(?:just\s+|also\s+|already\s+|finally\s+|have\s+)*(?={PERFECTIVE}\b)", "{name} "),
    (r"i\s+(?=(?:decided|agreed|chose|found|spoke|talked|met|asked|saw|heard|went|approved)\b)", "{name} "),
    (r"i\s+(?=(?:moved|changed|noticed|wrote|ran|held|gave|took|told|got|paid|bought)\b)", "{name} "),
    (r"i\s+(?=also\s+\w+ed\b)", "{name} "),
)  # fmt: skip
_PLURAL = (
    (r"we['’]ve", "{client} has"),
    (r"we\s+have", "{client} has"),
    (r"we['’]re", "{client} is"),
    (r"we\s+are", "{client} is"),
    (r"we['’]ll", "{client} will"),
    (r"we\s+will", "{client} will"),
    (r"we\s+were", "{client} was"),
    (r"we\s+can\b", "{client} can"),
    (r"we\s+need\b", "{client} needs"),
    (r"we\s+want\b", "{client} wants"),
    (rf"we\s+(?:just\s+|already\s+|finally\s+)*(?={PERFECTIVE}\b)", "{client} "),
    (r"we\s+(?=(?:decided|agreed|chose|opted|found|met|approved|moved|changed|had|got|settled|signed)\b)", "{client} "),
)
_ELLIPTIC = re.compile(
    rf"(?i)^(?:just\s+|also\s+|already\s+|finally\s+|have\s+)*(?P<verb>{PERFECTIVE})\s+"
    r"(?!(?:by|and|or|on|in|at|to|from|with|for|as|last|this|next|today|yesterday|tonight|again|now|already|successfully"
    rf"|{DAY})\b)"
)
# After "I" became a name, a second verb would need another ending; what is no verb for certain is let through.
_SECOND_VERB = re.compile(
    r"\b(?:and|but|so|then)\s+(?!(?:the|a|an|our|their|his|her|its|all|both|each|every|two|three|four|five|to|with|in|on"
    r"|at|by|for|from|of|will|has|is|are|was|were|we|they|it|that|this|then|now|also|no|not|how|what|when|where|which|new"
    r"|more)\b|\w+(?:ed|s|ly)\b|[A-Z0-9€$£\"“(])\w+"
)
# "Fixed costs are up": the participle belongs to the noun.
_NOUN_PHRASE = re.compile(
    rf"(?i)^{PERFECTIVE}(?:\s+(?!(?:the|a|an|our|all|my|your)\b)[\w-]+){{1,3}}\s+"
    r"(?:is|are|was|were|arrived|starts?|grew|rose|fell|has|have|now|will|won)\b|^\w+\s+\w+:"
)
_FIRST_SINGULAR = re.compile(r"(?i)\b(?:i|i['’]\w+|me|my|mine|myself)\b")
_SECOND = re.compile(r"(?i)\b(?:you|you['’]\w+|yours|yourselves|yourself)\b")


_NO_SUBJECT = re.compile(rf"(?i)(?:(?:just|also|already|finally|have)\s+)*{PERFECTIVE}\b")
# Misspelled contractions, and feelings that are no news.
_NOT_TO_BE_TURNED = re.compile(r"(?i)(?:ive|weve|im|ill)\s|i['’]?m\s+(?:sorry|sure|afraid|happy|glad)\b")
_WE = re.compile(r"\b(?:[Ww]e|[Uu]s|[Oo]urs|[Oo]urselves)\b")
_OUR = re.compile(r"\b(?:our|Our)\b")
_YOUR = re.compile(r"(?i)\byour\b")
_TO_YOU = re.compile(r"(?i)\b(from|to|for|with|by|send|sent|of)\s+you\b")


def in_third_person(text: str, voice: Voice) -> str | None:
    """First person as names: ours keep "we", a client's "we" becomes the client. None where it can't be told."""
    named = _with_author_named(text, voice.first_name)
    turned = named if named is None or voice.is_us else _of_the_client(named, voice)
    return None if turned is None or _FIRST_SINGULAR.search(turned) else turned


def _with_author_named(text: str, name: str | None) -> str | None:
    """ "I fixed it" and "fixed the pixel" with the author's name; other sentences as they are."""
    if _NOT_TO_BE_TURNED.match(text) or _NOUN_PHRASE.match(text):
        return None
    if elliptic := _ELLIPTIC.match(text):
        rest = text[elliptic.end("verb") :].strip()
        return f"{name} {elliptic['verb'].lower()} {rest}" if rest and name else None
    if _NO_SUBJECT.match(text):
        return None  # "launched on Monday": of what is not said
    if re.match(r"(?i)i\b", text):
        named = _subject(text, _SINGULAR, name=name) if name else None
        return None if named is None or _SECOND_VERB.search(named) else named
    return text


def _of_the_client(text: str, voice: Voice) -> str | None:
    """A client's "we" as the client and its "you" as us; a third party's can't be told."""
    if not voice.is_client:
        speaks_of_two = _WE.search(text) or _OUR.search(text) or _SECOND.search(text) or _YOUR.search(text)
        return None if speaks_of_two else text
    named: str | None = text
    possessive = f"{voice.client_name}’s"
    if re.match(r"(?i)we\b", text):
        named, possessive = _subject(text, _PLURAL, client=voice.client_name), "its"
    if named is None:
        return None
    turned = _OUR.sub(possessive, named)
    if _WE.search(turned):
        return None
    turned = _TO_YOU.sub(r"\1 us", _YOUR.sub("our", turned))
    return None if _SECOND.search(turned) else turned


def _subject(text: str, forms: tuple[tuple[str, str], ...], **names: str) -> str | None:
    for pattern, replacement in forms:
        if match := re.match(rf"(?i){pattern}(?!['’\w])" if not pattern.endswith(")") else rf"(?i){pattern}", text):
            rest = text[match.end() :].lstrip()
            rest = re.sub(r"(?i)^(?:just|finally)\s+", "", rest)
            return f"{replacement.format(**names).rstrip()} {rest}"
    return None


# --- the whole sentence ------------------------------------------------------------------------------------------

_URL = re.compile(r"\(?\b(?:https?://|www\.)\S+\)?")
_LABEL = re.compile(
    r"(?i)^(?:decision(?:\s+(?:from|of)\s+[\w'’ ]{1,40})?|from\s+(?:the|today['’]s|yesterday['’]s|our)\s+[\w-]+|decided"
    r"|agreed|problem|update|status|result|outcome|note|summary|fyi|reminder)\s*[:–—-]\s*"
)
_FILLERS = re.compile(
    r"(?i),?\s*\b(?:btw|fyi|by the way|as promised|as you know|you know|basically|literally|honestly|obviously)\b,?"
)
_JUST = re.compile(r"(?i)\b(is|are|has|have|was|were|['’]s|['’]ve)\s+just\s+")
_TAIL = re.compile(
    r"(?i)(?:\s*[,–—-]\s*|\s+)"
    r"(?:yay|woo+|phew|finally|at last|hooray|thanks|thank you|cheers|nice|fingers crossed|accordingly)$"
)


_CONTROL = re.compile("[\u0000-\u0008\u000b-\u001f\u200b-\u200f\u202a-\u202e\u2066-\u2069]|~~")
_NAMES_OF_DAYS = re.compile(rf"\b{DAY}s?\b|(?<=\d )(?:{'|'.join(month.lower() for month in MONTHS)})\b")


def tidy(text: str) -> str:
    """The same words without what only chat has: emoji codes, a link at the end, doubled marks, a second blank."""
    text = ORNAMENT.sub("", _CONTROL.sub("", html.unescape(text)))
    text = re.sub(r"@(?=[A-Z])", "", text)
    text = re.sub(rf"[\s:–—(-]*{_URL.pattern}[\s.!)]*$", "", text)
    text = _FILLERS.sub("", text)
    text = _JUST.sub(r"\1 ", text)
    text = re.sub(r"\s*(?:\.{2,}|…)\s*$", "", text)
    text = re.sub(r"\s+", " ", text).strip()
    text = _NAMES_OF_DAYS.sub(lambda match: match[0].title(), text)
    text = re.sub(r"[!?.,;:\s–—-]+$", "", text)
    text = _TAIL.sub("", text)
    text = re.sub(r"\s+([,.;:!?])", r"\1", text)
    text = re.sub(r"!+(?=\s)", ".", text)
    return text.strip(" -–—,;:")


def whole(text: str) -> str | None:
    """With a capital and a full stop; None where brackets or quotation marks were left open, or a link is inside."""
    if not text or _URL.search(text) or "<" in text or "`" in text:
        return None
    if text.count("(") != text.count(")") or text.count("“") != text.count("”") or text.count('"') % 2:
        return None
    first = text if re.match(r"[a-z]+[A-Z]", text) else text[0].upper() + text[1:]
    return first if re.search(r"[.!?][\"”’)]?$", first) else f"{first}."


def without_label_of(name: str, text: str) -> str:
    """Without the name and the mark after it: "Acme: review" is "review" to Acme."""
    return re.sub(rf"(?i)^{re.escape(name)}\s*(?::|–|—|-\s)\s*", "", text)


def with_single_quotation_marks(text: str) -> str:
    """Pairs of straight double quotation marks as single ones, so that the text can stand in double ones itself."""
    return re.sub(r'"([^"]*)"', r"‘\1’", text)


def unlabelled(text: str) -> str:
    """Without "Decision:" and its like, which the section's title says already."""
    return _LABEL.sub("", text)


def reported(quote: str, voice: Voice) -> str | None:
    """The quoted sentence as it stands in an update, or None."""
    text = unlabelled(tidy(quote))
    turned = in_third_person(text, voice)
    with_days = None if turned is None else dated(turned, voice)
    return None if with_days is None else whole(with_days)
