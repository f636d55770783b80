"""Whose deed a sentence tells that names no subject: "Fixed the error." is its writer's, unless something before it
in the text may name somebody else. Whether "I" and "we" may be another's, whose words the writer passes on. And whether
words that are quoted leave their sentence's subject out.

Who is named by a sentence's own first words is `mentions`, who by the lines above it `lines_above`, who beside or
below it `credits`; how the sentence is turned is `rewording`.
"""

from __future__ import annotations

import re

from yarnnn_pipelines.english.credits import is_known
from yarnnn_pipelines.english.lines_above import are_of_another, is_heading, names_a_doer
from yarnnn_pipelines.english.mentions import BROADCAST, UPPER, end_of_address, is_subject
from yarnnn_pipelines.english.sentences import GREETING, LEADING, Span, core, sentences
from yarnnn_pipelines.english.signed_names import names_the_same
from yarnnn_pipelines.english.voice import Voice

LONGEST_LOOK_BACK = 600  # characters

_LEADING = re.compile(rf"\s+|{BROADCAST}|{LEADING.regex}")
_NAMES_IN = re.compile(rf"@[\w.'’-]+|\b{UPPER}[\w'’-]+")
# Openers with a name that speak to it: "Thanks Tom, ..."; "Update Tom: ..." may tell of him.
_SPOKEN_TO = re.compile(
    rf"(?i:{GREETING.group}|thanks?|thank you|sorry|ok(?:ay)?|yes|yep|yeah|no|sure|great|perfect|nice|cool)\b"
)
_ANOTHER = re.compile(r"(?i)(?:he|she|they)\b")
# "Plumber here.", "The electricians are on site.", "movers came by."
_IS_THERE = re.compile(
    r"(?i)(?:(?:the|our|your|a|an)\s+(?:[a-z-]+\s+)?)?(?P<who>(?!(?:all|good|fine|ok|okay|nothing|everything|me|i|we|it|that|this"
    r"|done|quiet|back|still|new|right|just|not|now|hello|hi|hey|morning)\b)[a-z][a-z-]+)\s+"
    r"(?:(?:(?:is|are|was|were)\s+)?(?:here|there|on\s+site|in)|(?:came|come)(?:\s+(?:by|in|over))?|arrived|called|rang)\b"
)
_BULLET = re.compile(r"\s*(?:[-*•–—>]|\(?\d{1,2}[.)])\s")
_MARKED_CALL = re.compile(r"[\W_]*@[^:,–—]*?(?::|\s[–—-]|[–—])\s*$")
# Behind the name of who is cheered: "@Tom Baxter!", "@Tom you rock! 🎉", "@Tom :clap:", "@Tom/@Ana!".
_AND_ANOTHER = rf"(?:[^\w@]+(?:and\s+)?@[\w.'’-]+(?:\s{UPPER}[\w'’-]*)?)"
_CHEERED = re.compile(
    rf"(?:\s{UPPER}[\w'’-]*)?{_AND_ANOTHER}{{0,5}}(?:\s[\w'’]+){{0,4}}[^\w@!:]*(?P<sign>!*)(?:[^\w@]|:[\w+-]+:)*$"
)
_LONGEST_CHEER = 60  # characters before the name
_CALLS = re.compile(rf"(?i)(?:{GREETING.group}|fyi|cc|attn|ping|psst|look|note|update|news|morning|good\s+\w+)?")
_EMOJI = re.compile(r":[a-z][\w+-]*:|[\u2600-\u27bf\U0001f300-\U0001faff]")
_EVERYBODY = re.compile(r"(?i)@(?:channel|here|everyone|everybody|all|team)")
_ALONE = re.compile(rf"(?P<name>{UPPER}[\w'’-]*)\.?")


def is_the_writers(before: str, voice: Voice) -> bool:
    """A sentence without a subject, before which these words stand in its text, tells what its writer did.

    It does not where a name may be its subject ("Update Tom: fixed it"), where it stands under somebody's name
    ("Tom:" above a list), or where the sentence before it tells of somebody else ("Tom was quick. Fixed it by noon.").
    """
    if voice.is_anothers:
        return False
    lines = before[-LONGEST_LOOK_BACK:].split("\n")
    opening = _opening_of_the_sentence(lines[-1])
    earlier = sentences(lines[-1][: len(lines[-1]) - len(opening)])
    above = _above(before, opening)
    if not _only_calls(opening) or are_of_another(above, voice) or names_a_doer(above, voice):
        return False
    if _MARKED_CALL.match(opening) or _cheers_another(lines, opening, voice):
        return False  # "@Tom: fixed it", "@Tom - fixed it", "Kudos @Tom! Fixed it": Tom did it, or is told of it
    if earlier:
        return not _tells_of_another(lines[-1][slice(*earlier[-1])], voice)
    return not _is_under_a_name(lines, voice)


def is_given_away(before: str, voice: Voice) -> bool:
    """Right before a sentence stands a mention that is marked as whose deed it is, somebody who is cheered, or a line
    with somebody's name: "@Tom: approved the budget"."""
    lines = before[-LONGEST_LOOK_BACK:].split("\n")
    opening = _opening_of_the_sentence(lines[-1])
    if _MARKED_CALL.match(opening) or _cheers_another(lines, opening, voice):
        return True
    return not opening and _is_under_a_name(lines, voice)


def _cheers_another(lines: list[str], opening: str, voice: Voice) -> bool:
    """Right before a sentence somebody is mentioned with an exclamation or an emoji: "Well done @Tom!", "@Tom 👏".

    Whatever the words: who greets ("Hi @Tom!") tells what they did themselves, and so does who thanks the other side,
    which does none of their work.
    """
    head = lines[-1].removesuffix(opening)
    near = head[sentences(head)[-1].start :] if head.strip() else ""
    near = (near if not opening or near.rstrip().endswith("!") else "") + opening
    if not lines[-1].strip() and len(lines) > 1:
        above = lines[-2].strip()
        near = above[sentences(above)[-1].start :] if above else ""
    names = (match for match in _NAMES_IN.finditer(near) if _is_mention(match[0]))
    if (called := next(names, None)) is None or called.start() > _LONGEST_CHEER:
        return False
    cheered = _CHEERED.match(near, called.end())
    lead = near[: called.start()].strip(" ,")
    if cheered is None or (lead and _CALLS.fullmatch(lead)) or not (cheered["sign"] or _EMOJI.search(near)):
        return False
    name = called[0].removeprefix("@")
    is_ours = name.split(".")[0].casefold() in voice.colleagues
    return not names_the_same(voice.author or "", name) and (is_ours == voice.is_us or name not in voice.first_names)


def _is_mention(name: str) -> bool:
    """Somebody is mentioned, and not everybody."""
    return name.startswith("@") and _EVERYBODY.fullmatch(name) is None


def may_be_passed_on(before: str, voice: Voice) -> bool:
    """ "I" and "we", before which these words stand in their text, may be somebody else: "Tom's message:", "- @Tom: I
    fixed it"."""
    lines = before[-LONGEST_LOOK_BACK:].split("\n")
    opening = _opening_of_the_sentence(lines[-1])
    above = _above(before, opening)
    return are_of_another(above, voice) or (_is_of_a_list(lines) and _MARKED_CALL.match(opening) is not None)


def _above(before: str, opening: str) -> str:
    """What stands before the sentence with this opening; of a long text the lines at its top and those just above."""
    if len(before) <= 2 * LONGEST_LOOK_BACK:
        return before.removesuffix(opening)
    top, near = before[:LONGEST_LOOK_BACK], before[-LONGEST_LOOK_BACK:].removesuffix(opening)
    whole_lines = (top.rpartition("\n")[0] or top, near.partition("\n")[2] or near)
    return "\n".join(whole_lines)


def _is_of_a_list(lines: list[str]) -> bool:
    """The last of the lines has a bullet, or stands under a heading."""
    return _BULLET.match(lines[-1]) is not None or any(line.rstrip().endswith(":") for line in lines[:-1])


def leave_nothing_out(quote: str, before: str) -> bool:
    """A quote, before which these words stand in its text, begins where its sentence begins to tell something: "Silva
    fixed it" of "@here Tom Silva fixed it" does not."""
    opening = _opening_of_the_sentence(before[-LONGEST_LOOK_BACK:].split("\n")[-1])
    sentence = opening + quote
    telling = core(sentence, Span(0, len(sentence)))
    return not opening or telling is None or telling.start == len(opening)


def _opening_of_the_sentence(line: str) -> str:
    """What stands in a line behind its last whole sentence."""
    if not line.strip() or re.search(r"[.!?…][\"'”’)\]]*\s*$", line):
        return ""
    return line[sentences(line)[-1].start :]


def _only_calls(opening: str) -> bool:
    """The words before a sentence's matter greet, call and announce, and leave no name that may be its subject."""
    at, end = 0, len(opening)
    while at < end:
        if (called := end_of_address(opening, at, end)) > at:
            if called == end and opening[at:].rstrip() == opening[at:].rstrip(" :,–—-"):
                return False  # nothing parts the mention from the verb
            at = called
            continue
        match = _LEADING.match(opening, at, end)
        if match is None or match.end() == at:
            return False
        is_named = re.search(rf"\s@?{UPPER}[\w'’-]+\s*[,:!…–—-]*\s*$", match[0])
        if is_named and not _SPOKEN_TO.match(match[0]):
            return False
        at = match.end()
    return True


def _tells_of_another(sentence: str, voice: Voice) -> bool:
    """Its subject is a person, and not its writer, or whoever it says is there: "Plumber here."."""
    span = core(sentence, sentences(sentence)[0])
    if span is None:
        return False
    words = sentence[span.start : span.end]
    if alone := _ALONE.fullmatch(words):  # "Jo. Fixed it.", as a list of who did what is written
        is_own = names_the_same(voice.author or "", alone["name"])
        return not is_own and not is_heading(words) and is_known(alone["name"], voice)
    if is_subject(words) or _ANOTHER.match(words):
        return True
    there = _IS_THERE.match(words)
    if there is not None and not names_the_same(voice.author or "", there["who"]):
        return True
    first = re.match(rf"{UPPER}[\w’'-]*", words)
    name = re.sub(r"['’]s$", "", first[0]) if first else ""
    return name in voice.first_names and not (voice.author or "").startswith(name)


def _is_under_a_name(lines: list[str], voice: Voice) -> bool:
    """The line stands in a list under a line that names somebody else: "Tom:", "Done by Tom:", "@Tom"."""
    head = next((line.strip() for line in reversed(lines[:-1]) if line.strip() and not _BULLET.match(line)), "")
    names = {re.sub(r"['’]s?$", "", name.removeprefix("@")) for name in _NAMES_IN.findall(head)}
    others = {name for name in names if name in voice.first_names and not (voice.author or "").startswith(name)}
    if head.endswith(":") and not re.match(rf"(?i:{GREETING.group})\b", head):
        return bool(others) or "@" in head
    is_name_alone = re.fullmatch(rf"@?{UPPER}[\w.'’-]*(?:\s{UPPER}[\w'’-]+)?", head) is not None
    return is_name_alone and (head.startswith("@") or bool(others))
