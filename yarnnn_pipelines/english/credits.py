"""Who is named beside work of which a sentence names no doer: "Launched the page (Tom)", "Fixed it – @Ana", "Sent the
files. That was all Tom.", or a name on the line below. Such a name may be the doer's, so the work is not its writer's.

A name that the sentence itself takes ("sent to Tom", "met Tom"), and one that is thanked or copied ("cc @Tom"), is no
credit. Who is named before the sentence is `missing_subjects`, below a whole text `signed_names`.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from typing import NamedTuple

from yarnnn_pipelines.english.mentions import DEED, NOUN_PHRASE, UPPER, VERB
from yarnnn_pipelines.english.sentences import ORNAMENT, is_heading, sentences
from yarnnn_pipelines.english.signed_names import may_be_short_for, names_the_same
from yarnnn_pipelines.english.vocabulary import DAY, MONTH, PERFECTIVE
from yarnnn_pipelines.english.voice import Voice

_LOOKS_AHEAD, _LOOKS_BACK = 600, 200  # characters
_LONGEST_LEAD = 4  # words before a name: "that was all Tom"

_CREDITED = re.compile(
    rf"(?:[(\[/]\s*|\s[–—-]+\s+|\s(?P<by>(?i:by))\s+@?)(?P<name>{UPPER}[\w'’-]*)(?:\s{UPPER}[\w'’-]*)?[)\]]?\W*$"
)
_TIME = re.compile(rf"(?i){DAY}|{MONTH}|(?:mon|tue|wed|thu|fri|sat|sun|eod|noon|q[1-4])")

_NO_DOER = re.compile(rf"\W*(?:[\w'’-]+\s*(?::|\s[–—-])\s+)?(?:{DEED}|(?i:{PERFECTIVE}|(?:all\s+)?done)\b)")
_MARKUP = re.compile(r"[*_~`\"“”„‘]|(?<!\w)['’]|['’](?!\w)")
_SOMEBODY = rf"@?{UPPER}[\w'’-]*(?:\s{UPPER}[\w'’-]*)?"
_WRITTEN_OUT = (
    (re.compile(r"(?i)\bw/\s*"), "with "),
    (re.compile(r"(?i)\bh/t\b"), "via"),
    (re.compile(r"@?\[removed\]"), "@Removed"),  # the name of somebody who was forgotten
    (re.compile(rf"(?<!\w)({_SOMEBODY}), (?:our|the|my|a)(?: [\w-]+){{1,3}}, (?={DEED})"), r"\1 "),
)
_PARTS = re.compile(
    r"\s*(?P<sign>[()\[\]{}<>;|/\\•·→➜⇒⟶➔➡▶►«»‹›=^…,]|[:：](?!\w)|-+>|(?<=\s)[–—-]+(?=[\s@]|[^\W\d_])|[–—])\s*"
)
_TOKEN = re.compile(r"[\w.+-]+@[\w.-]+\w|@?\w(?:[\w.'’-]*\w)?|[&+,]")
_EVERYBODY = re.compile(r"(?i)@(?:channel|here|everyone|everybody|all|team)")
_JOINS = re.compile(r"(?i)(?:and|und|e|y|et|&|\+|,|plus)")
_POSSESSIVE = re.compile(r"['’]s?$")
# What may stand behind a name and leave it the doer's: "Tom on Monday", "Tom and the team".
_BESIDE_A_NAME = re.compile(
    rf"(?i)(?:\s+(?:(?:on|in|at|since|this|last)\s+)?(?:{DAY}|{MONTH}|today|yesterday|morning|afternoon|\d[\d:.]*h?)"
    r"|\s+(?:and|&|\+)\s+(?:(?:the|our|his|her)\s+)?(?:team|crew|co|others|i|me|myself)|\s+(?:alone|again|too|himself|herself|mainly|obviously|of\s+course))+$"
)
# Words that take the name behind them into their sentence.
_TAKES_A_NAME = re.compile(
    r"(?i)(?:to|with|from|for|and|or|nor|of|on|at|via|like|as|than|per|about|between|through|without|including|incl|behind"
    r"|after|before|until|re|vs|versus|in|into|over|under|against|towards?|around|near|not|but|than|[&+]"
    r"|ask|tell|meet|see|help|add|let|call|if|when|because|while|does|do|can|will|named|called|says?|said)"
)
_RULES = re.compile(r"(?i)(?:\w+ly\s+)?(?:approved|signed|confirmed|accepted|agreed|decided|chose|rejected|declined)\b")
_DETERMINER = re.compile(r"(?i)(?:our|your|their|my|his|her|the|dear|also)")
# Words that greet, thank or copy whoever is named behind them, or give them something to do.
_NO_CREDIT = re.compile(
    r"(?i)(?:cc|bcc|thx|thanks?|thank|ty|tnx|kudos|danke|merci|gracias|obrigad[oa]|grazie|shout-?outs?|fyi|attn|ping|hi|hey|hello|dear"
    r"|sorry|next|then|waiting|pending|contacts?|reviewers?|questions?|ask(?:ed)?|todo|to-do|heads-?up)"
)
_GIVES_CREDIT = re.compile(
    r"(?i)\b(?:credits?|props|courtesy|work|doing|handiwork|merit)\b(?:\s+\w+){0,3}\s+(?:to|of)$"
)
_ROLE = (
    r"(?:freelancers?|developers?|devs?|designers?|engineers?|colleagues?|interns?|contractors?|photographers?|printers?"
    r"|copywriters?|editors?|testers?|vendors?|suppliers?|partners?)"
)
_ENDS_ON_A_ROLE = re.compile(rf"(?i){_ROLE}|client|customer|hire|member|manager|lead|boss|ceo|cto|cfo|coach|speaker")
_IS_A_TITLE = re.compile(rf"(?i)(?:[\w&-]+\s){{0,2}}(?:{_ROLE}|manager|lead|ceo|cto|cfo)")
_IS_A_ROLE = re.compile(
    rf"(?i)(?:all\s+)?(?:(?:\w+\s+)?by\s+)?(?:the|our|my|their)\s+(?:\w+\s+)?{_ROLE}|(?:\w+\s+)?by\s+{_ROLE}"
)
# Of whom a later sentence may be: "That was Tom", "All Tom".
_POINTS_BACK = re.compile(
    r"(?i)(?:(?:and|so|but|btw)\s+)?(?:that|this|it|all|both|these|those|everything|which|mostly|entirely|credits?|props|courtesy"
    r"|work|done|made|built|by|von|par|por|door|owner|assignee|author|responsible|signed|(?:(?:the|our)\s+)?(?:dev\w*|design\w*|code\w*)"
    r"|the\s+(?:author|owner|doer|lead|one|work|credits?)|(?:great|good|nice|super|amazing|excellent)\s+(?:job|work)|well\s+done|bravo)\b"
)
_DID = re.compile(
    rf"(?:(?i:all|but|since|because|and|in\s+fact|actually)\s+)*(?:(?i:he|she|they|(?:the|our|my|their)\s+(?:\w+\s+)?{_ROLE})|(?P<name>{_SOMEBODY}?))"
    rf"(?:['’]s|['’]ve)?\s+(?:(?P<deed>{DEED}|(?i:(?:(?:has|have|had|just|also)\s+)*(?:done|written|drawn|redone|rewritten))\b)(?P<object>.*)"
    r"|(?i:hat['’]?s?\s+(?:es\s+|das\s+)?gemacht|war\s?['’]?(?:s|es|das)|l['’]a\s+fait|lo\s+hizo)\b.*"
    r"|(?i:was|is|were|are)\s+(?i:(?:all\s+)?(?:on|behind)\s+(?:it|this|that)|the\s+(?:one|author|owner|lead|doer|developer|dev)\b|in\s+charge|responsible).*)$"
)
_LOOKED = re.compile(
    r"(?i)\b(?:checked|tested|reviewed|approved|saw|confirmed|liked|loved|said|asked|wanted|requested|reported|found|noticed"
    r"|heard|got|received|needed|read|used|tried|joined|agreed|informed|told|took\s+(?:a|part))$"
)
_OF_THE_WORK = re.compile(
    r"(?i)\s*(?:it|this|that|these|them|all|everything|most|both|so|alone|himself|herself|by|well|nearly|almost|care\s+of"
    r"|(?:the|an?)\s+(?:work|job|lot|whole|entire|bulk|heavy|\w+\s+job))\b|\W*$"
)
_OWNED = re.compile(
    rf"(?:(?i:all|entirely|mostly|purely|only|(?:that|this|it)(?:['’]s)?|these|was|is|were|of|really|just)\s+)*(?P<name>{_SOMEBODY}?)['’]s?"
    r"(?:\s+(?i:own|hard|great|good|solo))*(?:\s+(?i:work|doing|job|deeds?|efforts?|merit|baby|achievement|handiwork|task|ticket|part|idea|show|launch))?\W*$"
)
_NOT_MINE = re.compile(r"(?i)\b(?:not|wasn['’]t|isn['’]t)\s+(?:me|mine|my\s+(?:work|doing))\b")
_DID_IT_WITHIN = re.compile(rf"\s(?P<name>{_SOMEBODY}?)\s+(?i:did|made|built|wrote|handled)\s+(?i:it|this|that|all)\b")
_CALLS = re.compile(rf"(?i:\b(?:you|your|please|pls|can|could|would|will|let['’]?s|we|i)\b)|\?|{VERB}")
_BULLET = re.compile(r"\s*(?:[-*•–—>◦▪]|\(?\d{1,2}[.)])\s")
_CREDITS_BELOW = re.compile(
    r"(?i)\b(?:by|credits?|devs?|developers?|owners?|assignees?|responsible|authors?|signed|best|regards|cheers|thanks|thx)\b"
)
_COPIES = re.compile(r"(?i)\W*(?:cc|bcc|fyi|attn|ping)\W*")


class _Named(NamedTuple):
    """People at the end of some words: what stands before them, those who are not the writer, and whether they are
    marked as mentions."""

    lead: str
    others: tuple[str, ...]
    is_mention: bool


def names_no_doer(words: str) -> bool:
    """They tell of a deed and not whose: "Fixed the error", "Update: approved the layout"."""
    return _NO_DOER.match(words) is not None and NOUN_PHRASE.match(words) is None


def is_credited(text: str, voice: Voice) -> bool:
    """Words without a subject end on somebody else, who then did it: "Fixed it (Tom)", "Fixed it by Jo"."""
    match = _CREDITED.search(text)
    if match is None or names_the_same(voice.author or "", match["name"]):
        return False
    return is_known(match["name"], voice) or (match["by"] is not None and not _TIME.fullmatch(match["name"]))


def is_known(name: str, voice: Voice) -> bool:
    """One of the people is called so, in full, by initials or in short: "Tom" of Thomas Silva."""
    people = voice.people | voice.first_names
    return any(names_the_same(person, name) or may_be_short_for(person.split(" ")[0], name) for person in people)


def may_be_credited(text: str, start: int, voice: Voice) -> bool:
    """Beside or below the sentence that begins at `start`, and that is taken to name no doer, somebody but its writer
    is named who may have done it."""
    region = text[start : start + _LOOKS_AHEAD]
    spans = sentences(region)
    if not spans:
        return False
    own = region[slice(*spans[0])]
    if is_credited(own, voice) or _is_credited_within(own, voice) or _signs_all(text, start + spans[0].end, voice):
        return True
    return _is_credited_behind(region, spans[0].end, own, voice)


# --- in the sentence itself --------------------------------------------------------------------------------------


def _plain(words: str) -> str:
    """Without marks of emphasis and quotation, and with a bar for each emoji."""
    for shape, instead in _WRITTEN_OUT:
        words = shape.sub(instead, words)
    return _MARKUP.sub("", ORNAMENT.sub(" | ", words))


def _parts(sentence: str) -> Iterator[tuple[str, str, str]]:
    """The words of a sentence between its signs, each with the sign before it and all that stands behind it."""
    sign, at = "", 0
    for match in _PARTS.finditer(sentence):
        yield sign, sentence[at : match.start()].strip(" .!?"), sentence[match.start() :]
        sign, at = match["sign"], match.end()
    yield sign, sentence[at:].strip(" .!?"), ""


def _is_credited_within(sentence: str, voice: Voice) -> bool:
    words = _plain(sentence)
    if _NOT_MINE.search(words):
        return True
    within = _DID_IT_WITHIN.search(words)
    if within and _may_be_a_person(within["name"], voice):
        return True
    deed, above, goes_on = "", "", False  # goes_on: a list of people who are no doers does
    for place, (sign, part, behind) in enumerate(_parts(words)):
        if not part:
            continue
        named = _named_at_end(part, voice)
        if above and (_tells_of_the_work(part, deed, voice) or (sign != "," and _IS_A_ROLE.fullmatch(part))):
            return True
        if named is None:
            goes_on = False
        elif place == 0:
            if _ends_on_a_doer(named, voice):
                return True
            goes_on = True
        elif not (goes_on and sign in (",", "/") and not named.lead):
            goes_on = not _stands_apart(named, sign, above, behind, voice)
            if not goes_on and named.others:
                return True
        deed, above = deed or part, part
    return False


def _named_at_end(part: str, voice: Voice) -> _Named | None:
    """The people on whom words end, if they do."""
    tokens = _TOKEN.findall(_BESIDE_A_NAME.sub("", part))
    first = next((i for i in range(len(tokens)) if _is_of_people(tokens[i:], voice, alone=i == 0)), None)
    if first is None:
        return None
    others, is_mention = [], False
    for name in _names_of(tokens[first:], voice):
        is_mention |= name.startswith("@")
        if not _is_the_writer(name, voice):
            others.append(name)
    return _Named(" ".join(tokens[:first]), tuple(others), is_mention)


def _is_of_people(tokens: list[str], voice: Voice, *, alone: bool) -> bool:
    """All of them are names, and "and" between them. alone: nothing stands before them, so a name may be short."""
    if not _begins_a_name(tokens[0], voice, alone=alone):
        return False
    return all(
        _begins_a_name(token, voice, alone=alone) or _JOINS.fullmatch(token) or re.match(UPPER, token)
        for token in tokens[1:]
    )


def _begins_a_name(token: str, voice: Voice, *, alone: bool) -> bool:
    if token.startswith("@"):
        return _EVERYBODY.fullmatch(token) is None
    if token in voice.first_names:
        return True
    if not alone or _TIME.fullmatch(token):
        return False
    folded = {name.casefold() for name in voice.first_names}
    return (token[0].isupper() and is_known(token, voice)) or (len(token) > 2 and token in folded)


def _names_of(tokens: list[str], voice: Voice) -> Iterator[str]:
    """The names that tokens make up: "@Tom", "Baxter", "and", "Ana" are "@Tom Baxter" and "Ana"."""
    name = ""
    for token in tokens:
        if _JOINS.fullmatch(token):
            yield from [name] if name else []
            name = ""
        elif name and (token.startswith("@") or token in voice.first_names):
            yield name
            name = token
        else:
            name = f"{name} {token}".strip()
    if name:
        yield name


def _is_the_writer(name: str, voice: Voice) -> bool:
    bare = name.removeprefix("@")
    if bare in voice.people and bare != voice.author:
        return False
    return names_the_same(voice.author or "", bare)


def _ends_on_a_doer(named: _Named, voice: Voice) -> bool:
    """A sentence's own words end on a name that they do not take: "Fixed the error @Tom", not "sent it to Tom"."""
    words = named.lead.split()
    while words and _DETERMINER.fullmatch(words[-1]):
        words.pop()
    if not named.others or not words or _TAKES_A_NAME.fullmatch(words[-1]) or _NO_CREDIT.fullmatch(words[-1]):
        return False
    if re.fullmatch(DEED, words[-1]) or re.fullmatch(rf"(?i){PERFECTIVE}", words[-1]):
        return False  # "told Tom", "introduced Tom"
    if words[-1] == "by" and re.fullmatch(DEED, " ".join(words[-2:-1])):
        return False  # "reported by Tom"
    if not voice.is_us and _RULES.match(named.lead) and _are_of_the_other_side(named.others, voice):
        return False  # "Approved the layout @Mia", by a client to whoever made it
    return named.is_mention or _ENDS_ON_A_ROLE.fullmatch(words[-1]) is None


def _stands_apart(named: _Named, sign: str, above: str, behind: str, voice: Voice) -> bool:
    """Behind a sign a name stands by itself, or with what somebody is to the work: "owner Tom", "by Tom"."""
    if sign in (":", "：", ",") and _is_no_credit(above, takes=sign != ","):
        return False
    if behind[:1] == "," and _CALLS.search(behind):
        return False  # "– Tom, can you look?"
    if not _leads_to_a_doer(named.lead):
        return False
    return sign != "," or bool(named.lead) or not _are_of_the_other_side(named.others, voice)


def _are_of_the_other_side(names: Collection[str], voice: Voice) -> bool:
    """Of a client's words, our people, and of ours, others: "Uploaded the banners, Dana" speaks to her."""
    first_names = (name.removeprefix("@").split()[0].casefold() for name in names)
    return all((name in voice.colleagues) != voice.is_us for name in first_names)


def _is_no_credit(words: str, *, takes: bool) -> bool:
    """A label after which somebody is named who did nothing: "cc:", "Next:", "Thanks,"."""
    tokens = words.split()[-3:]
    return any(map(_NO_CREDIT.fullmatch, tokens)) or (
        takes and bool(tokens) and bool(_TAKES_A_NAME.fullmatch(tokens[-1]))
    )


def _leads_to_a_doer(lead: str) -> bool:
    words = lead.split()
    if not words or words[-1].casefold() == "by" or lead.casefold() == "from" or _GIVES_CREDIT.search(lead):
        return True
    if len(words) > _LONGEST_LEAD or any(map(_NO_CREDIT.fullmatch, words)) or _TAKES_A_NAME.fullmatch(words[-1]):
        return False
    return not any(re.fullmatch(DEED, word) for word in words)


def _tells_of_the_work(part: str, deed: str, voice: Voice) -> bool:
    """It gives the deed of these words to somebody: "Tom did it", "all Tom's work"."""
    owned = _OWNED.fullmatch(part)
    if owned and _may_be_a_person(owned["name"], voice):
        return True
    did = _DID.match(part)
    if did is None or (did["name"] and not _may_be_a_person(did["name"], voice)):
        return False
    if did["deed"] is None:
        return True
    if _LOOKED.search(did["deed"]):
        return False
    object_words = set(re.findall(r"[^\W\d_]{3,}", did["object"].casefold())) - {"the", "our", "this", "that"}
    is_the_same = bool(object_words) and object_words <= set(re.findall(r"[^\W\d_]{3,}", deed.casefold()))
    return _OF_THE_WORK.match(did["object"]) is not None or is_the_same


def _may_be_a_person(name: str, voice: Voice) -> bool:
    """Somebody but the writer: who is mentioned, is known, or has a first and a last name."""
    first, *more = name.split()
    if _is_the_writer(name, voice) or _TIME.fullmatch(first):
        return False
    return first.startswith("@") or bool(more) or any(first in person.split() for person in voice.people)


# --- behind it ---------------------------------------------------------------------------------------------------


def _is_credited_behind(region: str, end: int, own: str, voice: Voice) -> bool:
    """A sentence of the same paragraph, and of the same item of a list, gives it to somebody."""
    paragraph = region[end:].partition("\n\n")[0]
    at = 0
    for span in sentences(paragraph):
        gap, sentence = paragraph[at : span.start], paragraph[slice(*span)]
        is_next_line = "\n" in gap
        bulleted = _BULLET.match(sentence) if is_next_line else None
        words = sentence[bulleted.end() :] if bulleted else sentence
        if is_heading(words) or _COPIES.fullmatch(words) or (bulleted and not _is_a_credit_line(words, voice)):
            return False
        if _is_a_credit_line(words, voice) or _NOT_MINE.search(words):
            return True
        if any(_tells_of_the_work(part, own, voice) for _, part, _ in _parts(_plain(words))):
            return True
        at = span.end
    return False


def _is_a_credit_line(words: str, voice: Voice) -> bool:
    """Nothing but somebody else's name, or a label and it: "Tom", "By: Tom", "That was all Tom"."""
    parts = [part for part in _parts(_plain(words).strip()) if part[1]]
    if not parts or len(parts) > 3:
        return False
    if len(parts) > 1 and parts[1][0] in (",",) and _CALLS.search(parts[0][2]):
        return False
    first = _named_at_end(parts[0][1], voice)
    if first is not None:
        leads = not first.lead or _POINTS_BACK.match(first.lead) is not None
        return bool(first.others) and leads and _leads_to_a_doer(first.lead)
    if len(parts) == 1 or parts[1][0] not in (":", "：", "–", "—", "-", "|", "→", "="):
        return False
    label, (_, said, _) = parts[0][1], parts[1]
    named = _named_at_end(said, voice)
    if named is None or named.lead or not named.others or len(label.split()) > 2:
        return False
    return not _is_no_credit(label, takes=True)


def _signs_all(text: str, end: int, voice: Voice) -> bool:
    """The last line of a text is somebody else's name, and no item of a list of people."""
    lines = [line for line in text[max(end, len(text) - _LOOKS_BACK) :].split("\n") if line.strip()]
    if len(lines) > 1 and _IS_A_TITLE.fullmatch(lines[-1].strip()):
        lines.pop()
    if len(lines) < 2 and "\n" not in text[end:].rstrip():
        return False
    named = 0
    for line in reversed(lines):
        bulleted = _BULLET.match(line)
        if not _is_a_credit_line(line[bulleted.end() :] if bulleted else line, voice):
            break
        named += 1
    if not named:
        return False
    above = lines[-named - 1].strip() if named < len(lines) else ""
    if _COPIES.fullmatch(above):
        return False
    return not above.endswith(":") or _CREDITS_BELOW.search(above) is not None
