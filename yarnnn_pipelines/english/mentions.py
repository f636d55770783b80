"""Who is named by the words that open a sentence: the one who did it, or the one who is spoken to.

"@Tom fixed the error" tells of Tom, "@Tom can you look" and "@Tom, fixed the error" speak to him, "@here Tom fixed it"
speaks to everybody and tells of Tom. A mention has no end of its own in a clean text: whether "@Ana Tom" is a person or
two is known by who there is. Whose deed a sentence without a subject is, is `missing_subjects`; how the rest of the
sentence is worded is `rewording`.
"""

from __future__ import annotations

import re

from yarnnn_pipelines.english.identifiers import raw_ids
from yarnnn_pipelines.english.voice import Voice

_PAST = (
    r"(?!(?:need|feed|speed|embed|indeed|attached|related)\b)[a-z]+ed|sent|built|made|gave|got|took|told|wrote|rewrote|ran|held|met|chose"
    r"|found|said|went|came|paid|bought|brought|left|kept|put|set|cut|spoke|saw|heard|began|sold|won|lost|led|did|had"
    r"|redid|rebuilt|drew|shot|hung|broke"
)
_THIRD = (
    r"needs|wants|thinks|says|approves|confirms|agrees|accepts|signs|prefers|likes|sends|moves|takes|expects|plans"
    r"|asks|decides|delivers|finishes|brings|gives|gets|makes|works|knows|does"
)
_AUXILIARY = (
    r"(?:will|has|is|was|have|are|were|can|could|would|should|must|may|might)(?:n['’]t)?|won['’]t|can['’]t|cannot"
)
# After these an auxiliary asks: "@Tom is the page live", "@Tom did you see".
_ASKED = (
    r"you|we|i|it|he|she|they|the|this|that|these|those|there|our|your|my|his|her|their|everything|everybody|everyone"
    r"|any\w*|some\w*|all|a|an"
)
_ADVERB = r"(?:(?:just|also|already|finally|now|then|has|have|successfully|really|still)\s+)*"
_FINITE = rf"(?:{_PAST}|{_THIRD})\b(?!\s+(?:you|we|i|he|she|they)\b)"
# What somebody did, does or is to do; not a question.
VERB = rf"(?i:{_ADVERB}(?:{_FINITE}|(?:{_AUXILIARY})\s+(?!(?:{_ASKED})\b)\w))"
# What somebody did.
DEED = rf"(?i:{_ADVERB}(?:{_PAST})\b)"
UPPER = "[A-ZÀ-ÖØ-ÞĀ-Ž]"
# Words that are written large after a mention since they begin the sentence.
_NO_SURNAME = (
    rf"(?i:{_ASKED}|no|both|every|each|his|its|what|when|where|which|who|why|how|if|once|please|pls|thanks|thank|hi|hey"
    r"|hello|yes|ok|okay|fyi|update|and|or|but|so|do|does|did|let['’]?s?|good|great|here|today|yesterday|tomorrow"
    rf"|(?:mon|tues|wednes|thurs|fri|satur|sun)day|{_AUXILIARY})"
)
_WORD_ENDS = r"(?<!['’]s)(?!['’-]?\w)"  # "@Tom's fix" calls nobody
_SURNAME = rf"\s(?!{VERB}|{_NO_SURNAME}(?![\w’'-])){UPPER}(?:[\w'’-]*\w{_WORD_ENDS}|\.(?=\s))"
_EVERYBODY = "(?i:channel|here|everyone|everybody|all|team)"
BROADCAST = rf"@{_EVERYBODY}\b(?![\w'’-])(?:\s*[:,–—-]\s*|\s+|$)"
# A handle in small letters is one word.
_HANDLE = rf"(?!{UPPER})\w[\w.'’-]*\w{_WORD_ENDS}"
_NAME = rf"@(?!{_EVERYBODY}(?![\w'’-]))(?:{UPPER}[\w.'’-]*\w{_WORD_ENDS}(?:{_SURNAME}){{0,2}}|{_HANDLE})"
_SUBJECT = re.compile(rf"(?P<names>{_NAME}(?:(?:\s*,\s*|\s+(?:and|&)\s+){_NAME})*)\s+(?P<verb>{VERB})")
_SEVERAL = rf"{_NAME}(?:\s+(?:(?:and|&)\s+)?{_NAME})*"
_COPIED_TO = r"/?(?i:cc|attn|ping):?\s+"
_MENTIONS = re.compile(rf"(?:{_COPIED_TO})?{_SEVERAL}")
_ALL_OR_SEVERAL = rf"(?:{_SEVERAL}|@{_EVERYBODY}\b)"
MARKED_AT_END = rf"(?:\s*[,;(–—-]+\s*|\s+(?=(?i:/?cc)))(?:{_COPIED_TO})?{_ALL_OR_SEVERAL}\)?[.!]*"
_UNMARKED_AT_END = re.compile(rf"(?:(?P<before_it>[\w'’]+)\s+)?(?P<word>[\w'’]+)(?P<call>\s+{_ALL_OR_SEVERAL})[.!]*$")
# After these a mention at the end is no call: "sent to @Tom", "ask @Tom".
_WANTS_A_NAME = re.compile(
    r"(?i)(?:to|with|by|from|for|and|or|nor|of|on|at|via|like|as|than|per|about|between|through|without|including|behind"
    r"|is|are|was|were|be|been|ask|tell|thanks?|meet|add|see|help|join|let|if|that|when|because|while|does|do|can|will|hi"
    r"|hey|hello|dear|name|called|plus|not|but)"
)
_PASSIVE = re.compile(r"(?i)(?:is|are|was|were|be|been|being|got|['’]s|now|already|just|finally|all)")
_MARK = re.compile(r"\s*[:,–—-]+(?:\s+|$)")
# What belongs to the one who is named before it: "@Tom and I", "@Tom from Stripe", "@Tom in design fixed it".
_JOINED = re.compile(
    rf"\s+(?:(?i:and|or|with|plus|from|of|who|whose|together|as\s+well\s+as)\b|[&+/]|(?i:at|in|on|for)(?:\s+[\w-]+){{1,3}}?\s+{VERB})"
)
# Behind a comma: "@Ana, Tom and I fixed it" is a list.
_LIST_GOES_ON = re.compile(
    rf"\s*,\s+@?{UPPER}[\w'’-]+(?:\s{UPPER}[\w'’-]+)?(?:,\s+@?{UPPER}[\w'’-]+)*,?\s+(?:and|&)\s+(?:@?{UPPER}[\w'’-]*)\s+{VERB}"
)
_FOLLOWED_BY_VERB = re.compile(rf"\s+{VERB}")
_SIGN = r":[a-z][\w+-]*:|[\u2600-\u27bf\U0001f000-\U0001faff]"  # an emoji, by its code or as it is
_BEGINS_CLAUSE = re.compile(rf"\s+(?:{_NO_SURNAME}\b|\d|{_SIGN})")
# "@Tom updated banners are live": the participle belongs to the noun.
NOUN_PHRASE = re.compile(
    r"(?i)\w+ed(?:\s+(?!(?:the|a|an|our|all|my|your)\b)[\w-]+){0,3}\s+(?:is|are|was|were|has|have|will)\b"
)
_GREETS = re.compile(rf"(?i:hi|hey|hello|hiya|hola|dear)\s+@?{UPPER}")
# What parts who is called from what they are told; any other sign ties the words behind it to the one before it:
# "@Ana/@Tom", "@Ana (with @Tom) fixed it".
_PARTED = re.compile(rf"(?:\s*[,:–—-]+)?\s+(?=[\w@#:\"“'‘`$€£~]|{_SIGN})|;\s+(?=[\w#:])(?!{UPPER})|\s*$")
# Of two names what stands between them: "@Ana aka @Tom fixed it", "@Ana 🤝 @Tom fixed it".
_TIED = re.compile(
    rf"\s+(?:(?:{_SIGN})\s*)*(?!@|{_NO_SURNAME}(?![\w’'-]))(?:[a-z][\w.'’-]*\s+){{1,4}}@{UPPER}[\w'’-]*(?:\s{UPPER}[\w'’-]*){{0,2}}\s+{VERB}"
    rf"|\s+(?:(?:{_SIGN})\s*)+@{UPPER}[\w'’-]*(?:\s{UPPER}[\w'’-]*){{0,2}}\s+{VERB}"
)
_MORE_OF_A_NAME = re.compile(rf"(?:\s{UPPER}[\w’-]*\w)*?\s(?P<last>{UPPER}[\w-]*)['’]s?(?!\w)")
# Mentions alone before a sentence, with what stands between.
_ALONE_BEFORE = re.compile(
    rf"(?:^|[\n.!?…])[\s>*•–—-]*{_SEVERAL}(?P<between>[^\w@:]*(?:(?:(?!(?!and\b){_NO_SURNAME}\b)[a-z][\w.]*|{_SIGN}|:)[^\w@:]*){{0,3}})$"
)
_CALLS = re.compile(r"[^\S\n]*[:,–—-]*[^\S\n]*|[^\S\n]*:\s*")
_LONGEST_ALONE = 200  # characters
_POSSESSIVE = re.compile(rf"@{UPPER}[\w’'-]*['’]s?\s")
_LONGEST_CALL = 120  # characters
_EACH = re.compile(_NAME)
_CALLED_BY_NAME = re.compile(rf"(?P<name>{UPPER}[\w'’-]+(?:\s{UPPER}[\w'’-]+)?)(?:\s*[:,]|\s+[–—-])\s+(?=@?{UPPER})")

# "[removed]" stands for the name of somebody who was forgotten: "@[removed] can you look", "Hi [removed], it is live".
_CALLS_SOMEBODY_REMOVED = re.compile(
    r"@\[removed\]|^\W*(?:(?:hi|hey|hello|dear|thanks|thank\s+you|cc|fyi)\b[\s,]*)?\[removed\]\s*(?:[,:!–—-]|(?:can|could|will|would"
    r"|please|did|do|are|have)\b(?:\s+you\b)?)|,\s*\[removed\]\s*[.!?]*$",
    re.IGNORECASE,
)


def calls_somebody_removed(text: str) -> bool:
    """It speaks to somebody whose name was taken out of it, so it can't stand in a text that others read."""
    return _CALLS_SOMEBODY_REMOVED.search(text) is not None


def is_subject(text: str, start: int = 0, end: int | None = None) -> bool:
    """The sentence opens with a mention and goes on with what that person did, does or is to do."""
    return _SUBJECT.match(text, start, len(text) if end is None else end) is not None


def end_of_address(text: str, start: int, end: int) -> int:
    """Where the mentions end that a sentence opens with and that only call somebody; `start` where there are none, or
    where they are, or may be, part of what is said."""
    mentions = _MENTIONS.match(text, start, end)
    if mentions is None or is_subject(text, start, end) or _LIST_GOES_ON.match(text, mentions.end(), end):
        return start
    if mark := _MARK.match(text, mentions.end(), end):
        return mark.end()
    after = mentions.end()
    if after < end and not text[after].isspace():
        return start
    if _JOINED.match(text, after, end) or _FOLLOWED_BY_VERB.match(text, after, end):
        return start
    if _is_part_of_more(text, after, end):
        return start
    last = [mention[0] for mention in _EACH.finditer(mentions[0])][-1]
    if " " in last and not _BEGINS_CLAUSE.match(text, after, end):
        return start  # "@Ana New homepage is live": of whom "New" is, is not said
    while after < end and text[after].isspace():
        after += 1
    return after


def _is_part_of_more(text: str, after: int, end: int) -> bool:
    """What stands behind a mention is told of it as well: another name that is tied to it, or whose something is."""
    is_parted = _PARTED.match(text, after, end) is not None
    return not is_parted or _TIED.match(text, after, end) is not None or bool(_MORE_OF_A_NAME.match(text, after, end))


def is_told_of_more(text: str, before: str) -> bool:
    """The sentence opens with who did it, and those who are mentioned right before it may have done it too: "@Ana" in
    a line of its own above "@Tom fixed it". "@Ana: @Tom fixed it" only calls her."""
    alone = _ALONE_BEFORE.search(before[-_LONGEST_ALONE:]) if is_subject(text) else None
    return alone is not None and _CALLS.fullmatch(alone["between"]) is None


def start_of_call_at_end(text: str, start: int, end: int) -> int:
    """Where the mentions begin that a sentence ends with and that no mark parts from it, if they only call somebody;
    else `end`: "the error is fixed @Tom", but "sent to @Tom"."""
    if text.find("@", start, end) < 0:
        return end
    at_end = _UNMARKED_AT_END.search(text[:end], max(start, end - _LONGEST_CALL))
    if at_end is None or _WANTS_A_NAME.fullmatch(at_end["word"]):
        return end
    takes_it = re.fullmatch(rf"(?i:{_PAST}|{_THIRD})", at_end["word"]) is not None
    is_passive = at_end["before_it"] is not None and _PASSIVE.fullmatch(at_end["before_it"])
    return end if takes_it and not is_passive else at_end.start("call")


def without_mentions(text: str) -> str:
    """The other words of a sentence."""
    return _EACH.sub("", text)


def with_subject_named(text: str, voice: Voice) -> str | None:
    """The mentions that are a sentence's subject as first names, whole where two people share one; other sentences
    without the names that they call. None where it can't be told which of both a mention is, where a handle is no name
    or an id, or where the verb may begin another sentence or belong to a noun."""
    if raw_ids(text) or _GREETS.match(text) or re.match(_COPIED_TO, text):
        return None
    if not text.startswith("@"):
        return _without_name_called(text, voice)
    match = _SUBJECT.match(text)
    if match is None:
        return _without_mentions_called(text, voice)
    names = [mention[0].removeprefix("@") for mention in _EACH.finditer(match["names"])]
    if match["verb"][0].isupper() or NOUN_PHRASE.match(text, match.start("verb")):
        return None
    if not all(name[0].isupper() and "." not in name.split()[0] for name in names):
        return None
    if "," in match["names"] and not re.search(r"\s(?:and|&)\s", match["names"]):
        return None  # "@Ana, @Tom fixed it": both, or is Ana told?
    parts = [_part_that_names(name, voice) for name in names]
    if len(names) == 1 and parts[0] is not None and parts[0] != names[0]:
        return with_subject_named(text[1 + len(parts[0]) :].lstrip(), voice)
    if parts != names:
        return None
    return f"{_listed([_called(name, voice) for name in names])} {text[match.start('verb') :]}"


def _called(name: str, voice: Voice) -> str:
    """The first name; the whole where two people share it, or where nobody is known by it."""
    first = name.split()[0]
    return first if name in voice.people and first not in voice.namesakes else name


def _listed(names: list[str]) -> str:
    return " and ".join([", ".join(names[:-1]), names[-1]]) if len(names) > 1 else names[0]


def _part_that_names(mention: str, voice: Voice) -> str | None:
    """The beginning of a mention's words that is a person's name, and behind which the sentence goes on; None where
    that is in doubt. Of whom nobody is known by, it is taken as written."""
    words = mention.split()
    if len(words) == 1 or mention in voice.people:
        return mention
    for count in range(len(words) - 1, 0, -1):
        part = " ".join(words[:count])
        if count > 1 and part in voice.people:
            return part
        if count == 1 and part in voice.first_names and words[1] in voice.first_names:
            return part
    return None if any(word in voice.first_names for word in words) else mention


def _without_mentions_called(text: str, voice: Voice) -> str | None:
    mentions = _MENTIONS.match(text)
    if mentions is None:
        return text if _POSSESSIVE.match(text) else None
    names = [mention[0].removeprefix("@") for mention in _EACH.finditer(mentions[0])]
    if len(names) > 1 or not names[0][0].isupper() or _LIST_GOES_ON.match(text, mentions.end()):
        return None
    if _JOINED.match(text, mentions.end()) or _is_whose(text, mentions, voice):
        return text
    part = _part_that_names(names[0], voice)
    if part is None or _FOLLOWED_BY_VERB.match(text, mentions.end()) or part not in voice.people | voice.first_names:
        return None
    if not _PARTED.match(text, 1 + len(part)) or _TIED.match(text, 1 + len(part)):
        return None
    return with_subject_named(text[1 + len(part) :].lstrip(" ,:;–—-"), voice)


def _is_whose(text: str, mentions: re.Match[str], voice: Voice) -> bool:
    """ "@Tom Weber's fix is live" begins with one whole name."""
    more = _MORE_OF_A_NAME.match(text, mentions.end())
    return more is not None and text[1 : more.end("last")] in voice.people


def _without_name_called(text: str, voice: Voice) -> str | None:
    """ "Ana - Tom fixed it" without Ana, where both are people; "Tom: fixed it" stays as it is."""
    called = _CALLED_BY_NAME.match(text)
    if called is None or _LIST_GOES_ON.match(text, called.end("name")):
        return text
    if called["name"] not in voice.people | voice.first_names:
        return text
    rest = text[called.end() :]
    subject = re.match(rf"@?(?P<first>{UPPER}[\w'’-]+)", rest)
    return with_subject_named(rest, voice) if subject and subject["first"] in voice.first_names else text
