"""Whether a line or sentence above another one in its text may say that the other tells somebody else's deeds, or is
in somebody else's words: "Owner: @Tom", "Tom's message:", "Reported by Dana", "From our lawyers:".

Asked of sentences without a subject and of those that say "I" or "we". What the sentence before tells and what stands
in the sentence's own line is `missing_subjects`; what introduces words whatever they tell of, `introductions`.
"""

from __future__ import annotations

import re

from yarnnn_pipelines.english.listed_asks import HEADS_ASKS
from yarnnn_pipelines.english.mentions import UPPER, VERB
from yarnnn_pipelines.english.sentences import GREETING, sentences_of
from yarnnn_pipelines.english.vocabulary import DAY, MONTH
from yarnnn_pipelines.english.voice import Voice

# What a heading is made of that names nobody: "Done this week:", "Here is what we did today:".
_OF_HEADINGS = (
    rf"today|yesterday|tomorrow|{DAY}s?|{MONTH}|weeks?|month|day|morning|afternoon|evening|sprint|status|updates?|news"
    r"|progress|done|finished|completed|closed|shipped|fixed|fixes|bugs?|next|open|steps?|to-?dos?|tasks?|items?|list"
    r"|notes?|summary|recap|report|overview|results?|outcomes?|decisions?|decided|agreed|highlights?|changes?|work|wins?"
    r"|stand-?up|check-?ins?|fyi|quick|short|brief|small|good|great|weekly|daily|monthly|latest|new|current|main|few|some"
    r"|two|three|things?|points?|following|also|so|far|here|is|are|here['’]?s|what(?:['’]s)?|where|this|that|these|the|a|an|last"
    r"|past|end|and|we|i|my|our|i['’]ve|we['’]ve|have|did|been|got|was|happened|changed|in|all|now|just|team|everyone"
    r"|everybody|folks|calls?|meetings?|syncs?|workshops?|sessions?|minutes|today['’]s|yesterday['’]s"
    r"|from(?=\s+(?:us|the|our|today|yesterday)\b)|us|of|on|\d+(?:st|nd|rd|th)?"
)
_HEADING = re.compile(
    rf"(?i:[\W_]*(?:{_OF_HEADINGS})(?:[\W_]+(?:{_OF_HEADINGS}))*)"
    r"(?:\s+(?:on|about|in)\s+(?:the|our)(?:\s+[a-z-]+){1,2})?[\W_]*"
)
_ORDINARY_WORD = re.compile(rf"(?i){_OF_HEADINGS}")
_SPEAKS_TO = re.compile(rf"(?i)[\W_]*(?:{GREETING.group}|thanks?|thank you|sorry|cc|kudos|congrats|well done)\b")
_ONLY_GREETS = re.compile(
    rf"[\W_]*(?i:{GREETING.group})(?:[\s,]+(?:(?i:and|all|team|everyone|folks)|@?{UPPER}[\w'’.-]*))*\s*:"
)
_GREETS = re.compile(
    rf"^[\W_]*(?i:{GREETING.group})(?:\s+(?:(?i:all|team|everyone|folks)|@?{UPPER}[\w-]*))*\s*[,!.–—-]\s+"
)
# What comes next is in the words of who is named: "Tom wrote me this".
_WORDS_OF = re.compile(
    r"(?i)\b(?:said|says|wrote|writes|posted|replied|reported|answered)\b.*\b(?:this|that|the\s+following|below|as\s+follows)\W*$"
)
_PASSED_ON = r"\s+(?i:by|via|for|from|to|on\s+behalf)\b"
_TELLS = re.compile(rf"[\W_]*{VERB}(?!{_PASSED_ON})|.*?\w\s+{VERB}", re.DOTALL)
_WORD = re.compile(rf"(?P<mention>@)?(?P<word>{UPPER}[\w-]*)(?P<possessive>['’]s?\b)?")
_ROLES = (
    "(?:freelancer|lawyer|client|customer|printer|agency|designer|developer|engineer|colleague|manager|boss|intern|vendor"
    "|supplier|contractor|accountant|photographer|partner|consultant|editor|copywriter|tester|ceo|cto|cfo|team|support)s?"
)
_ROLE = re.compile(
    r"(?i)\b(?:by|via|for|from|of)\s+(?:(?:the|our|their|your|a|an|his|her)\s+)?(?:new\s+)?(?:\w+\s+)?"
    rf"(?:{_ROLES}|him|her|them)\b|\b{_ROLES}['’]s?\s"
)


def are_of_another(before: str, voice: Voice) -> bool:
    """Of the sentences in these words, which stand above, one is a heading that may name somebody but the writer, or
    names somebody and tells nothing by itself."""
    return any(_names_another(sentence.strip(), voice) for sentence in sentences_of(before))


def is_heading(words: str) -> bool:
    """They name nobody: "Done this week", "Update"."""
    return _HEADING.fullmatch(_GREETS.sub("", words)) is not None


def names_a_doer(before: str, voice: Voice) -> bool:
    """One of these sentences says by whom something was done, and not by the writer: "Reported by Dana"."""
    return any(_is_another(name, voice) for name in re.findall(rf"\b(?i:by|via)\s+(@?{UPPER}[\w-]*)", before))


def _names_another(sentence: str, voice: Voice) -> bool:
    if sentence.endswith(":") and not _ONLY_GREETS.fullmatch(sentence):
        return not (is_heading(sentence) or HEADS_ASKS.found_in(sentence))
    if _SPEAKS_TO.match(sentence) or sentence.endswith("?"):
        return False
    if _WORDS_OF.search(sentence):
        return True
    if _TELLS.match(sentence):
        return False
    return _ROLE.search(sentence) is not None or _is_a_name_alone(sentence, voice) or _holds_a_name(sentence, voice)


def _is_a_name_alone(sentence: str, voice: Voice) -> bool:
    """One word that is written large, with what may stand in brackets behind it, and is no heading."""
    name = re.fullmatch(rf"(?P<word>{UPPER}[\w'’-]+)(?:\s\([^()]*\))?", sentence)
    return name is not None and _is_another(name["word"].title() if sentence.isupper() else name["word"], voice)


def _holds_a_name(sentence: str, voice: Voice) -> bool:
    """A mention, somebody who is known, or a word that is written large though it does not begin the sentence."""
    begins = re.search(r"\w", sentence)
    for match in _WORD.finditer(sentence):
        is_first = begins is not None and match.start("word") == begins.start()
        certain = match["mention"] or match["possessive"] or match["word"] in voice.first_names or not is_first
        if certain and _is_another(match["word"], voice):
            return not _is_call(sentence)
    return re.search(r"(?<!\w)@\w", sentence) is not None and not _is_call(sentence)


def _is_call(sentence: str) -> bool:
    """ "Tom," or "@Tom Weber," over a letter."""
    return re.fullmatch(rf"@?{UPPER}[\w-]*(?:\s{UPPER}[\w-]*)?,", sentence) is not None


def _is_another(name: str, voice: Voice) -> bool:
    word = name.removeprefix("@")
    if name.startswith("@"):
        return word not in (voice.author or "").split()
    is_ordinary = word.isupper() or _ORDINARY_WORD.fullmatch(word) is not None
    return not is_ordinary and word not in f"{voice.author or ''} {voice.client_name}".split()
