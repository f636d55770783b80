"""What we asked of the client and have no answer to by the end of the week.

An ask that is shown though it was answered embarrasses, one that is not shown is lost; so an answer must say yes, or
bring the thing. What a week's other sentences become is `brief`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

from yarnnn_pipelines.deliverables.brief.candidates import Candidate, Piece, in_time
from yarnnn_pipelines.deliverables.slots.slots import same_request
from yarnnn_pipelines.deliverables.week.client_week import Event, Signal, WeekContext
from yarnnn_pipelines.english import doubts, patterns
from yarnnn_pipelines.english.likeness import content_words
from yarnnn_pipelines.english.sentences import sentences

_TO_THE_READER = re.compile(r"(?i)\b(?:you|your|yours|you['’]\w+)\b")
_REQUEST = re.compile(patterns.REQUEST, re.IGNORECASE)
_RHETORICAL = re.compile(
    patterns.opens("""
    how are | how was | how is | what do you think | did you see | have you seen | do you know | any thoughts | right
    | ok | (?:can|could|would) you (?:believe|please stop|all|imagine|tell your) | which of (?:these|those)
    """)
    + r"|\b(?:hesitate|do not reply|don['’]t|stop|remember to|no longer need)\b"
)
_ANSWER = re.compile(
    r"^\W*"
    + patterns.any_of("""
    yes | yep | yeah | yup | sure | done | approved | agreed | confirmed | works | perfect | fine | here | attached
    | sent | of course | absolutely | sounds good | signed
    """)
    + r"\b",
    re.IGNORECASE,
)
_BRINGS = re.compile(patterns.said("approved | signed | attached | sent | here (?:is|are) | done | confirmed | agreed"))
_HAS_COME = re.compile(
    patterns.said("""
    uploaded | shared | delivered | submitted | sent | attached | in (?:the|your|our) (?:folder|drive|dropbox|inbox)
    | here (?:is|are) | signed | approved | done | ready | filled (?:in|out)
    """)
)
_NOT_YET = re.compile(
    patterns.said("not yet | no | don't | do not | can't | later | still | i'll ask | we'll ask | pending") + r"|\?"
)
_WE_HAVE_IT = re.compile(
    patterns.said("approved | got | received | no need | forget | solved | thanks for | signed | confirmed")
)
_IN_PART = re.compile(doubts.IN_PART)
_NOT_DONE = re.compile(patterns.NOT_YET)
_NAME_OF_THING = re.compile(r"[^\W\d_][\w'’-]*")
_SMALL_WORDS = """
    the your our my these those all both of here are is we i have has now two three four five six seven eight nine ten
    uploaded sent shared attached delivered
    """
_ANSWER_WITHIN = timedelta(days=2)


def open_asks(signals: Sequence[Signal], events: Sequence[Event], week: WeekContext) -> list[Candidate]:
    """Requests to the client without an answer; the same request made twice is one."""
    ours = {name.split()[0].casefold() for name, is_us, _ in week.people if is_us and name}
    if not any(client_id == week.client.id for _, _, client_id in week.people):
        return []  # nobody of the client is known, so nobody there was asked
    theirs = {name.split()[0].casefold() for name, _, client_id in week.people if client_id == week.client.id and name}
    asks: list[Candidate] = []
    for signal in in_time(signals):
        if signal.signal != "question" or not signal.event.author_is_us or signal.event.kind == "page":
            continue
        if not _is_for_the_client(signal, ours, theirs) or any(_answers(signal, event) for event in events):
            continue
        piece = Piece(signal.event, signal.start, signal.end)
        for position, other in enumerate(asks):
            if same_request(other.first.quote, piece.quote):
                asks[position] = replace(other, pieces=(*other.pieces, piece))
                break
        else:
            asks.append(Candidate("ask", (piece,), signal.score + (1.0 if signal.fields.get("thing") else 0.0)))
    return asks


def _is_for_the_client(signal: Signal, ours: set[str], theirs: set[str]) -> bool:
    mention = (signal.fields.get("mention") or "").lstrip("@").split(" ")[0].casefold()
    named = {
        word.casefold() for word in re.findall(r"@([A-Z][\w'’-]+)|^([A-Z][\w'’-]+),", signal.text) for word in word
    }
    if mention in ours or named & ours or _RHETORICAL.search(signal.text):
        return False
    if signal.fields.get("thing"):
        return True
    addressed = _TO_THE_READER.search(signal.text) or mention in theirs or named & theirs
    asks = _REQUEST.search(signal.text) and addressed
    return bool(asks) and not re.match(r"(?i)i\b", signal.text)


def _brings_the_thing(thing: str | None, text: str) -> bool:
    """A sentence says that the thing asked for is there, whole: "photos are uploaded" for "product photos"."""
    words = _NAME_OF_THING.findall(thing or "")
    for span in sentences(text) if words else ():
        said = text[span.start : span.end]
        if not _HAS_COME.search(said) or _IN_PART.search(said) or _NOT_YET.search(said) or _NOT_DONE.search(said):
            continue
        for match in re.finditer(rf"(?i)((?:[\w'’-]+\s+){{0,3}}){re.escape(words[-1])}\b", said):
            of_which = set(match[1].lower().split()) - set(_SMALL_WORDS.split())
            if not of_which or of_which & {word.lower() for word in words[:-1]}:
                return True
    return False


def _answers(signal: Signal, event: Event) -> bool:
    asked = signal.event
    if event.kind in ("meeting", "page") or event.occurred_at <= asked.occurred_at:
        return False
    shared = len(content_words(signal.text) & content_words(event.text))
    if not event.author_is_us and _brings_the_thing(signal.fields.get("thing"), event.text):
        return True
    if event.author_is_us:
        return shared >= 2 and bool(_WE_HAVE_IT.search(event.text))
    if _NOT_YET.search(event.text):
        return False
    if asked.thread_id is not None and event.thread_id == asked.thread_id:
        return True
    if event.container_id == asked.container_id and event.occurred_at - asked.occurred_at <= _ANSWER_WITHIN:
        return bool(_ANSWER.match(event.text)) or (shared >= 1 and bool(_BRINGS.search(event.text)))
    return shared >= 2 and bool(_BRINGS.search(event.text))
