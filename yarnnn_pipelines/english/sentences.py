"""Sentences of a clean text, as spans into it, and what of a sentence carries the matter.

Only where a sentence begins and ends belongs here; what it means is `context.signals`, how it is worded for a
reader is `deliverables`. English, as written in chat and mail: small letters at the start, missing full stops, emoji
codes.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from yarnnn_pipelines.english.alternatives import Pattern, listed, written, written_exactly
from yarnnn_pipelines.english.broken_lines import goes_on_below
from yarnnn_pipelines.english.mentions import BROADCAST, MARKED_AT_END, end_of_address, is_subject, start_of_call_at_end


class Span(NamedTuple):
    """Half-open character offsets into the text that the span was taken from."""

    start: int
    end: int


class Part(Span):
    """Of a sentence that is too long to be taken apart as a whole. By itself it states nothing: what denies it or puts
    it under a condition may stand in another part."""


# Eight times what is told of one, and more than anybody says in a breath; what is longer is a log, a list or a table.
# Taking a sentence apart takes the square of its length.
LONGEST_SENTENCE = 1_500  # characters

_ABBREVIATION = re.compile(
    r"(?:\b(?i:e\.g|i\.e|etc|vs|cf|approx|ca|no|nr|fig|mr|mrs|ms|dr|prof|st|inc|ltd|corp|co|dept|est|min|max|tel"
    r"|jan|feb|mar|apr|jun|jul|aug|sep|sept|oct|nov|dec|mon|tue|wed|thu|fri|sat|sun|a\.m|p\.m)|\b[A-Z])\.$"
)
# A full stop behind one of these ends the sentence where another plainly begins: "We go with B. Can you send it?".
_INITIAL_OR_UNIT = re.compile(
    r"(?:\b(?i:etc|no|max|min|inc|ltd|corp|co|mon|tue|wed|thu|fri|sat|sun)|[a-z\d]\s+[A-Z])\.$"
)
_BEGINS = re.compile(
    r"(?:I|I['’]\w+|We|You|They|He|She|It|The|This|That|These|Those|There|Our|Your|My|And|But|So|Also|Please|Then|Thanks?|Let"
    r"|Can|Could|Will|Would|Should|Shall|May|Do|Does|Did|Is|Are|Was|Were|Has|Have|What|When|Where|Who|Which|Why|How|If)"
    r"(?:['’]\w+)?(?=[\s,])"
)
_BOUNDARY = re.compile(r"(?<=[.!?…])[\"'”’)\]]*(?:\s+|$)|\n+")

_EMOJI_CODE = r":(?=[0-9_+'-]*[a-z])[a-z0-9_+'-]+:(?::skin-tone-\d:)?"
_EMOJI = "[\U0001f000-\U0001faff\u2600-\u27bf\u2b00-\u2bff\u200d\ufe0f]"
_SMILEY = r"(?:[:;]-?[)(DPp]|\^\^|<3)(?![A-Za-z0-9])"
ORNAMENT = re.compile(rf"(?:{_EMOJI_CODE}|{_EMOJI}+|{_SMILEY})")

_NAME = r"(?:[A-Z][\w'’-]+(?: (?:and|&) [A-Z][\w'’-]+)?)"
GREETING = Pattern(
    listed(
        "greeting",
        "hey | hi | hello | hiya | hola | dear | (?:good )?(?:morning|afternoon|evening)",
        "Good morning",
    )
)
GREETED = Pattern(
    listed("everybody", "team | all | everyone | everybody | folks | guys | there | both | again", "team")
)
OPENER = Pattern(
    listed(
        "announcement",
        """
        quick (?:update|note|one|heads[- ]up) | (?:(?:small|status) )?update | fyi | heads[- ]?up
        | (?:some )?(?:good|great|bad) news | btw | by the way
        """,
        "quick one",
        "status update",
        "heads-up",
        "some good news",
    ),
    listed(
        "assent",
        "ok(?:ay)? | so | well | yes | yep | yeah | yup | no | right | anyway | anyhow | sure | sorry",
        "okay",
    ),
    listed(
        "feeling",
        "great | perfect | nice | cool | thanks (?:again|all|everyone|a lot|so much) | thanks | thank you | done",
        "thanks so much",
    ),
    listed("exclamation", "oh | ah | hooray | yay | woohoo", "oh"),
    listed(
        "transition",
        """
        in other news | for the record | as discussed | as agreed | small thing | one more thing | also | finally
        | good question | all good | confirmed | agreed | noted | from the call | details | problem
        | sorry for the delay | for the sake of good order | formally(?: then)?
        """,
        "formally then",
    ),
)
PREAMBLE = Pattern(
    listed(
        "reason for writing",
        "(?:(?:i|we) )?just (?:wanted to|to) (?:say|let you know|confirm|flag|mention)",
        "I just wanted to flag",
    ),
    listed(
        "gladness",
        """
        (?:i (?:can|am happy to|want to|wanted to)|happy to|glad to|pleased to) (?:say|report|confirm|share)
        """,
        "happy to report",
    ),
    listed("notice", "(?:please )?note | just so you know | turns out | to confirm", "please note"),
)
# What may stand before the words that say something, to be taken away again and again.
LEADING = Pattern(
    written_exactly("ornament", ORNAMENT.pattern, ":tada:"),
    written_exactly("bullet", r"[-*•–—>]+\s+", "- one"),
    written_exactly("number of a list", r"\(?\d{1,2}[.)]\s+(?=[A-Za-z])", "1. one"),
    written_exactly(
        "greeting",
        rf"(?i:{GREETING.group})(?:\s+(?i:{GREETED.group})\b|\s+@?{_NAME})*\s*"
        rf"(?:[,!:.–—-]+(?:\s+|$)|(?={ORNAMENT.pattern}))",
        "Hi Dana, it works",
    ),
    written_exactly(
        "greeting of all without a mark",
        rf"(?i:(?:{GREETING.group})\s+(?:all|team|everyone|everybody|folks|guys))\s+(?=@?[A-Z])",
        "Hi all The page is live",
    ),
    written_exactly("broadcast", BROADCAST, "@here it works"),
    written_exactly(
        "call to all", r"(?i:team|all|everyone|everybody|folks|guys)\s*(?:[:,]|\s[–—-])\s+", "Team: it works"
    ),
    written_exactly("opener", rf"(?i:{OPENER.group})(?:\s+{_NAME})?\s*(?:[,:!…]+|\s[–—-]+)\s*", "FYI: it works"),
    written(
        "what the words are",
        r"(?:(?:a|the|my|our|short|quick|brief|today['’]s)\s+){0,2}"
        r"(?:recap|summary|notes|minutes|takeaways|highlights|wrap-?up|round-?up|rundown)\s+(?:of|from|for|on)\s+"
        r"(?-i:[a-z][\w'’-]*\s+){0,4}(?-i:[a-z][\w'’-]*):\s+(?=\S)",
        "Recap of the stand-up: it works",
        unlike=("Notes from Tom: it works",),
    ),
    written("conjunction", r"(?:and|but|so|also|then|plus|yes|yeah|yep|ok|okay)\s+", "but it works"),
    written_exactly(
        "preamble", rf"(?i:{PREAMBLE.group})(?:\s+that\b|\s*:|,)?\s+", "Just to let you know that it works"
    ),
)
TRAILING = Pattern(
    written_exactly("ornament", ORNAMENT.pattern, "it works :tada:"),
    written_exactly("call", MARKED_AT_END, "it works, @Mia"),
    written("laughter", r"\s+(?:lol|haha+)", "it works lol"),
    written("thanks", r"\s*[,–—-]\s*(?:thanks|thank you|cheers|fyi|btw|lol|haha|ha)[.!]*", "it works, cheers!"),
)
_LEADING = re.compile(rf"\s+|{LEADING.regex}")
_TRAILING = re.compile(rf"(?:\s+|{TRAILING.regex})$")
_LONGEST_TRAILING = 200  # characters that are taken away at once, over and over


def sentences(text: str) -> list[Span]:
    """The sentences of `text` in order; every span is non-empty and without outer white space.

    One that is longer than LONGEST_SENTENCE is given in its parts.
    """
    spans: list[Span] = []
    start = 0
    for boundary in _BOUNDARY.finditer(text):
        end = boundary.start()
        if end < len(text) and _goes_on(text, end, boundary):
            continue
        closing = len(boundary[0]) - len(boundary[0].lstrip("\"'”’)]"))
        _append(spans, text, start, end + closing)
        start = boundary.end()
    _append(spans, text, start, len(text))
    return spans


def holds_parts(text: str) -> bool:
    """A sentence of `text` is too long to be taken apart."""
    return len(text) > LONGEST_SENTENCE and any(isinstance(span, Part) for span in sentences(text))


_WORD_OF_A_HEADING = r"[^\W_](?:[^\W_]|['’/&-])*"
_HEADING = re.compile(  # of at most six words
    rf"[\W_]*{_WORD_OF_A_HEADING}(?:[\s*_]+{_WORD_OF_A_HEADING}){{0,5}}[\s*_]*:[\W_]*"
)


def is_heading(sentence: str) -> bool:
    """A few words that say what stands below them: "Next steps:", "*Done today:*"."""
    return _HEADING.fullmatch(sentence) is not None


def sentences_of(text: str) -> list[str]:
    """The sentences of `text` as words."""
    return [text[start:end] for start, end in sentences(text)]


def _goes_on(text: str, end: int, boundary: re.Match[str]) -> bool:
    """The line that ends here, or the full stop, which belongs to an abbreviation, is in the midst of a sentence."""
    after = boundary.end()
    if "\n" in boundary[0]:
        return boundary[0] == "\n" and goes_on_below(text, end, after)
    if _ABBREVIATION.search(text, max(0, end - 12), end) is None:
        return False
    return _BEGINS.match(text, after) is None or _INITIAL_OR_UNIT.search(text, max(0, end - 12), end) is None


def _append(spans: list[Span], text: str, start: int, end: int) -> None:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    if end - start > LONGEST_SENTENCE:
        spans += _parts(text, start, end)
    elif start < end:
        spans.append(Span(start, end))


def _parts(text: str, start: int, end: int) -> Iterator[Part]:
    """Between words, where there are any."""
    while end - start > LONGEST_SENTENCE:
        spaces = list(re.finditer(r"\s+", text[start : start + LONGEST_SENTENCE]))
        said_to, goes_on = spaces[-1].span() if spaces else (LONGEST_SENTENCE, LONGEST_SENTENCE)
        if said_to:
            yield Part(start, start + said_to)
        start += goes_on
        while text[start].isspace():
            start += 1
    yield Part(start, end)


def core(text: str, span: Span) -> Span | None:
    """The part of a sentence that says something: without greeting, bullet, "quick update:", emoji at either end.

    None where nothing is left ("Hey team!", ":tada:").
    """
    start, end = span
    while start < end and not is_subject(text, start, end):
        match = _LEADING.match(text, start, end)
        said_from = max(match.end() if match else start, end_of_address(text, start, end))
        if said_from == start:
            break
        start = said_from
    while end > start:
        match = _TRAILING.search(text, max(start, end - _LONGEST_TRAILING), end)
        said_to = min(match.start() if match else end, start_of_call_at_end(text, start, end))
        if said_to == end:
            break
        end = said_to
    if not any(character.isalpha() for character in text[start:end]):
        return None
    return Span(start, end)
