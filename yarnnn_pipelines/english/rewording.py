"""Deterministic rewording: what someone wrote to a colleague, as a sentence about them for a reader who was not there.

"I fixed the pixel this morning :tada:" by Mia on a Monday becomes "Mia fixed the pixel on Monday." Every function is a
pure function of the quoted words and of who said them when, so that the gate can do it again and compare. Where a
sentence can't be turned with certainty the answer is None, never a guess. What a claim is made of is `slots`.
"""

from __future__ import annotations

import html
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from yarnnn_pipelines.core.visible import visible
from yarnnn_pipelines.english.credits import is_credited
from yarnnn_pipelines.english.days import MONTHS, dated
from yarnnn_pipelines.english.identifiers import with_work_named
from yarnnn_pipelines.english.introductions import are_introduced
from yarnnn_pipelines.english.mentions import DEED, VERB, is_told_of_more, with_subject_named
from yarnnn_pipelines.english.missing_subjects import is_the_writers, may_be_passed_on
from yarnnn_pipelines.english.requests import people_spoken_to
from yarnnn_pipelines.english.sentences import ORNAMENT
from yarnnn_pipelines.english.stumps import URL, is_stump
from yarnnn_pipelines.english.vocabulary import DAY, PERFECTIVE
from yarnnn_pipelines.english.voice import Voice

# --- persons -----------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Turn:
    """The beginning of a sentence in the first person, and what stands there in the third."""

    opening: str  # regular expression for the sentence's first words
    instead: str
    example: str

    @cached_property
    def regex(self) -> re.Pattern[str]:
        # An opening that ends in a look-ahead says itself how it goes on.
        return re.compile(rf"(?i){self.opening}" + ("" if self.opening.endswith(")") else r"(?!['’\w])"))


# Tried in this order; {} is the author's name.
OF_THE_AUTHOR = (
    Turn(r"i['’]ve", "{} has", "I've signed the plan"),
    Turn(r"i\s+have", "{} has", "I have signed the plan"),
    Turn(r"i['’]m", "{} is", "I'm at the printer"),
    Turn(r"i\s+am", "{} is", "I am at the printer"),
    Turn(r"i['’]ll", "{} will", "I'll send the plan"),
    Turn(r"i\s+will", "{} will", "I will send the plan"),
    Turn(r"i\s+was", "{} was", "I was at the printer"),
    Turn(r"i\s+can", "{} can", "I can send the plan"),
    Turn(r"i\s+did\b", "{} did", "I did the layout"),
    Turn(r"i\s+had", "{} had", "I had the layout checked"),
    Turn(r"i\s+approve\b", "{} approves", "I approve the layout"),
    Turn(r"i\s+confirm\b", "{} confirms", "I confirm the date"),
    Turn(r"i\s+agree\b", "{} agrees", "I agree to the date"),
    Turn(rf"i\s+(?:just\s+|also\s+|already\s+|finally\s+|have\s+)*(?={PERFECTIVE}\b)", "{} ", "I just fixed the pixel"),
    Turn(
        r"i\s+(?=(?:decided|agreed|chose|found|spoke|talked|met|asked|saw|heard|went|approved)\b)",
        "{} ",
        "I decided to wait",
    ),
    Turn(
        r"i\s+(?=(?:moved|changed|noticed|wrote|ran|held|gave|took|told|got|paid|bought)\b)", "{} ", "I moved the call"
    ),
    Turn(r"i\s+(?=also\s+\w+ed\b)", "{} ", "I also mailed the plan"),
)
# {} is the client.
OF_THE_CLIENT = (
    Turn(r"we['’]ve", "{} has", "We've signed the plan"),
    Turn(r"we\s+have", "{} has", "We have signed the plan"),
    Turn(r"we['’]re", "{} is", "We're at the fair"),
    Turn(r"we\s+are", "{} is", "We are at the fair"),
    Turn(r"we['’]ll", "{} will", "We'll send the plan"),
    Turn(r"we\s+will", "{} will", "We will send the plan"),
    Turn(r"we\s+were", "{} was", "We were at the fair"),
    Turn(r"we\s+can\b", "{} can", "We can send the plan"),
    Turn(r"we\s+need\b", "{} needs", "We need the logo"),
    Turn(r"we\s+want\b", "{} wants", "We want the logo"),
    Turn(rf"we\s+(?:just\s+|already\s+|finally\s+)*(?={PERFECTIVE}\b)", "{} ", "We just launched the shop"),
    Turn(
        r"we\s+(?=(?:decided|agreed|chose|opted|found|met|approved|moved|changed|had|got|settled|signed)\b)",
        "{} ",
        "We opted for blue",
    ),
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
    r"(?:is|are|was|were|arrived|starts?|grew|rose|fell|has|have|now|will|won)\b|^\w+\s+\w+:(?!\s*[~+€$£-]?\d)"
)
_FIRST_SINGULAR = re.compile(r"(?i)\b(?:i|i['’]\w+|me|my|mine|myself)\b")
_SECOND = re.compile(r"(?i)\b(?:you|you['’]\w+|yours|yourselves|yourself)\b")


_AND_I = re.compile(
    rf"(?P<others>[^\W\d_][\w'’-]*(?:(?:,\s|\s)[^\W\d_][\w'’-]*){{0,5}}),?\s+(?:and|&)\s+I(?=\s+{VERB})"
)
# Who is meant by "you" only those know who were there.
_YOU_DID = re.compile(
    r"(?i)(?:(?:and|so|but|then)\s+)?(?:you(?:\s+(?:guys|all|both|two|three|folks|people))?|y['’]?all|you\s+(?:and|&)\s+[\w'’-]+"
    rf"|[\w'’-]+\s+(?:and|&)\s+you)(?:\s+{DEED}|['’]ve\b|\s+have\s)"
)
_NO_SUBJECT = re.compile(rf"(?i)(?:(?:just|also|already|finally|have)\s+)*{PERFECTIVE}\b")
# Misspelled contractions, and feelings that are no news.
_NOT_TO_BE_TURNED = re.compile(r"(?i)(?:ive|weve|im|ill)\s|i['’]?m\s+(?:sorry|sure|afraid|happy|glad)\b")
_WE = re.compile(r"\b(?:[Ww]e|[Uu]s|[Oo]urs|[Oo]urselves)\b")
_OUR = re.compile(r"\b(?:our|Our)\b")
_YOUR = re.compile(r"(?i)\byour\b")
_TO_YOU = re.compile(r"(?i)\b(to|for|with|send|sent)\s+you\b")


def in_third_person(text: str, voice: Voice, before: str = "") -> str | None:
    """First person as names: ours keep "we", a client's "we" becomes the client. None where it can't be told.

    before: the words of the same source before these.
    """
    if tells_what_you_did(text):
        return None
    if _ELLIPTIC.match(text) and (not is_the_writers(before, voice) or is_credited(text, voice)):
        return None
    if speaks_for_another(text, voice, before) or _is_to_a_colleague(text, voice, before):
        return None
    named = _with_author_named(text, voice.first_name)
    turned = named if named is None or voice.is_us else _of_the_client(named, voice, is_of_the_author=named != text)
    return None if turned is None or _FIRST_SINGULAR.search(turned) else turned


def speaks_for_another(text: str, voice: Voice, before: str) -> bool:
    """It says "I" or "we", which what stands before it in its source may give to somebody but its writer."""
    says_who = _FIRST_SINGULAR.search(text) or _WE.search(text)
    return says_who is not None and (voice.is_anothers or may_be_passed_on(before, voice))


def _is_to_a_colleague(text: str, voice: Voice, before: str) -> bool:
    """Its "you" is one of ours: "Tom, your banner is live"."""
    if not voice.is_us or not speaks_of_you(text):
        return False
    return not voice.colleagues.isdisjoint(people_spoken_to(text, before))


def tells_what_you_did(text: str) -> bool:
    """Its subject is who was spoken to, with something done: "You fixed the error"."""
    return _YOU_DID.match(text) is not None


def _with_author_named(text: str, name: str | None) -> str | None:
    """ "I fixed it" and "fixed the pixel" with the author's name; other sentences as they are."""
    if _NOT_TO_BE_TURNED.match(text) or _NOUN_PHRASE.match(text):
        return None
    if elliptic := _ELLIPTIC.match(text):
        rest = text[elliptic.end("verb") :].strip()
        return f"{name} {elliptic['verb'].lower()} {rest}" if rest and name else None
    if _DEED_LABEL.match(text):
        return text
    if _NO_SUBJECT.match(text):
        return None  # "launched on Monday": of what is not said
    if name and (together := _AND_I.match(text)):
        return f"{together['others']} and {name}{text[together.end() :]}"
    if re.match(r"(?i)i\b", text):
        named = _with_subject(text, OF_THE_AUTHOR, name) if name else None
        return None if named is None or _SECOND_VERB.search(named) else named
    return text


def _of_the_client(text: str, voice: Voice, *, is_of_the_author: bool) -> str | None:
    """A client's "we" as the client, and as us the "you" to whom it does something; a third party's can't be told.

    What a client says of us ("your invoice is too high") would be our own word of it, and is None.
    """
    if not voice.is_client:
        speaks_of_two = _WE.search(text) or _OUR.search(text) or speaks_of_you(text)
        return None if speaks_of_two else text
    named: str | None = text
    possessive = f"{voice.client_name}’s"
    if re.match(r"(?i)we\b", text):
        named, possessive = _with_subject(text, OF_THE_CLIENT, voice.client_name), "its"
    if named is None:
        return None
    turned = _OUR.sub(possessive, named)
    if _WE.search(turned) or _YOUR.search(turned):
        return None
    if named != text or is_of_the_author:
        turned = _TO_YOU.sub(r"\1 us", turned)
    return None if _SECOND.search(turned) else turned


def speaks_of_you(text: str) -> bool:
    """It says "you" or "your", of those to whom it was said."""
    return _SECOND.search(text) is not None or _YOUR.search(text) is not None


def _with_subject(text: str, turns: Sequence[Turn], subject: str) -> str | None:
    """The sentence with the first turn that fits it."""
    for turn in turns:
        if opening := turn.regex.match(text):
            rest = _JUST_NOW.sub("", text[opening.end() :].lstrip())
            return f"{turn.instead.format(subject).rstrip()} {rest}"
    return None


_JUST_NOW = re.compile(r"(?i)^(?:just|finally)\s+")


# --- the whole sentence ------------------------------------------------------------------------------------------

_LABEL = re.compile(
    r"(?i)^(?:decision(?:\s+(?:from|of)\s+[\w'’ ]{1,40})?|from\s+(?:the|today['’]s|yesterday['’]s|our)\s+[\w-]+|decided"
    r"|agreed|problem|update|status|result|outcome|note|summary|fyi|reminder|correction|typo"
    r"|(?:\w+\s+)?slip\s+of\s+the\s+(?:fingers?|pen|keyboard|tongue)|(?:my|fat)\s+(?:mistake|fingers?))(?:\s*[:–—]|\s*-+\s)\s*"
)
_DEED_LABEL = re.compile(
    r"(?i)^(?:(?:just|now|all|also)\s+)?(?:fixed|resolved|solved|repaired|corrected|patched|done|finished|completed"
    r"|shipped|launched|released|deployed|delivered|live)\s*(?::|\s[–—-])\s+(?=\S)"
)
_FINITE = re.compile(r"(?i)\S\s+(?:is|are|was|were|has|have|had|works?|runs?|shows?|loads?|goes|no\s+longer)\b")
_FILLERS = re.compile(
    r"(?i),?\s*\b(?:btw|fyi|by the way|as promised|as you know|you know|basically|literally|honestly|obviously)\b,?"
)
_JUST = re.compile(r"(?i)\b(is|are|has|have|was|were|['’]s|['’]ve)\s+just\s+")
_TAIL = re.compile(
    r"(?i)(?:\s*[,–—-]\s*|\s+)"
    r"(?:yay|woo+|phew|finally|at last|hooray|thanks|thank you|cheers|nice|fingers crossed|accordingly)$"
)


_NAMES_OF_DAYS = re.compile(rf"\b{DAY}s?\b|(?<=\d )(?:{'|'.join(month.lower() for month in MONTHS)})\b")


def tidy(text: str) -> str:
    """The same words without what only chat has: emoji codes, a link at the end, doubled marks, a second blank.

    '' where they would not be a whole sentence without.
    """
    text = with_work_named(text)
    return "" if is_stump(html.unescape(text)) else tidy_title(text)


def tidy_title(text: str) -> str:
    """The same as `tidy`, of words that need be no sentence."""
    text = ORNAMENT.sub("", visible(html.unescape(text)).replace("~~", ""))
    text = re.sub(r"@(?=[A-Z])", "", text)
    text = re.sub(rf"[\s:–—(-]*{URL.pattern}[\s.!)]*$", "", text)
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
    if not text or URL.search(text) or "<" in text or "`" in text:
        return None
    if text.count("(") != text.count(")") or text.count("“") != text.count("”") or text.count('"') % 2:
        return None
    first = text if re.match(r"[a-z]+[A-Z]", text) else text[0].upper() + text[1:]
    return first if re.search(r"[.!?][\"”’)]?$", first) else f"{first}."


def shortened(text: str, at_most: int) -> str:
    """At most so many characters, cut between words, with an ellipsis where something is missing."""
    if len(text) <= at_most:
        return text
    start = text[:at_most]
    between_words = start.rpartition(" ")[0] if " " in start[at_most // 2 :] else start[:-1]
    return between_words.rstrip(" ,.;:–—-") + "…"


def without_label_of(name: str, text: str) -> str:
    """Without the name and the mark after it: "Acme: review" is "review" to Acme."""
    return re.sub(rf"(?i)^{re.escape(name)}\s*(?::|–|—|-\s)\s*", "", text)


def with_single_quotation_marks(text: str) -> str:
    """Pairs of straight double quotation marks as single ones, so that the text can stand in double ones itself."""
    return re.sub(r'"([^"]*)"', r"‘\1’", text)


def quotable(text: str) -> str | None:
    """As it can stand in double quotation marks; None where it has some itself, or is no whole sentence."""
    said = with_single_quotation_marks(unlabelled(tidy(text)))
    return None if "“" in said or '"' in said else whole(said)


def unlabelled(text: str) -> str:
    """Without "Decision:" and its like, which the section's title says already, and "Fixed:" before a sentence."""
    text = _LABEL.sub("", text)
    deed = _DEED_LABEL.match(text)
    return text[deed.end() :] if deed and _FINITE.search(text, deed.end()) else text


_PROPOSES_TO_US = re.compile(r"(?i)^\W*(?:(?:ok(?:ay)?|so|then|yes|well)\W+)*let(?:['’]?s|\s+us)\b")


def reported(quote: str, voice: Voice, before: str = "") -> str | None:
    """The quoted sentence as it stands in an update, or None. before: the words of its source before it."""
    named = with_subject_named(quote, voice)
    if named is None or is_told_of_more(quote, before) or are_introduced(quote, before, voice):
        return None
    if _PROPOSES_TO_US.match(unlabelled(tidy(named))):
        return None  # who says so is part of it
    turned = in_third_person(unlabelled(tidy(named)), voice, before)
    with_days = None if turned is None else dated(turned, voice)
    return None if with_days is None else whole(with_days)
