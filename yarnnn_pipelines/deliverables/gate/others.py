"""What a claim tells of other clients: by a name, which it never may, or by words that may speak of one of them.

What names another client is `week.other_clients`, which words may mean one `english.unnamed_clients`; whose people an
author is one of is `senders`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from yarnnn_pipelines.deliverables.claims import Claim, Failure
from yarnnn_pipelines.deliverables.gate.grounds import Grounds
from yarnnn_pipelines.deliverables.gate.reasons import first_words
from yarnnn_pipelines.deliverables.slots.frame import Frame
from yarnnn_pipelines.deliverables.week.client_week import Event, StoredEvidence
from yarnnn_pipelines.english.sentences import sentences_of
from yarnnn_pipelines.english.unnamed_clients import (
    gives_a_sum_or_share,
    words_on_other_clients,
    words_that_may_be_on_others,
)

_LOOKED_AT = 600  # characters before and behind a quote
_LONGEST_TITLE = 5  # words of a line that introduces without a colon
_LISTED = re.compile(r"\s*(?:[-–—*•▪◦·‣>]|\d{1,2}[.)]|:\w+:|\[[ xX]?\])\s+\S")


def named_client(text: str, frame: Frame) -> str | None:
    """What in the text tells of another client."""
    return frame.other_clients.named_in(text, frame.own_names)


def why_not_named(text: str, frame: Frame, audience: str) -> Failure | None:
    """The verdict on words that tell of another client, or a client of a place that is not for it."""
    if name := named_client(text, frame):
        return "other_client", f"it names {name}"
    channel = frame.other_clients.internal_channel_in(text) if audience == "client" else None
    return ("internal_only", f"it names {channel}, which the client does not read") if channel else None


def judged_beside_others(claim: Claim, rows: Sequence[StoredEvidence], grounds: Grounds) -> Claim:
    """The supported claim, with a doubt where it, what it rests on or what stands beside that may speak of another
    client or its people; withheld where that is led in as another's, or comes with a sum or a share. rows: of its
    evidence."""
    frame = grounds.frame
    leads = [*_leads(claim, rows, grounds)]
    for lead in leads:
        if name := named_client(lead, frame):
            return claim.judged("other_client", f"it stands below “{first_words(lead)}”, which names {name}")
        if words := words_on_other_clients(lead):
            return claim.judged("sensitive", f"it stands below words on a client who is not its reader ({words!r})")
    for text, us, theirs in _texts(claim, rows, grounds):
        if words := words_that_may_be_on_others(text, by_us=us, by_client=theirs):
            if gives_a_sum_or_share(text) or gives_a_sum_or_share(claim.text):
                return claim.judged(
                    "sensitive", f"it may tell how much another client of ours pays or gets ({words!r})"
                )
            claim = claim.doubted(f"“{words}” may be another client, of whom {frame.client_name} must learn nothing")
            break
    for text in [claim.text, *leads, *(row.event.title or "" for row in rows)]:
        if person := frame.other_clients.perhaps_in(text, grounds.own_words):
            claim = claim.doubted(f"“{person[0]}” may be {person[1]}, who is known from another client alone")
            break
    return claim.doubted(*_doubts_beside(claim, rows, frame))


def lead_in(text: str, start: int) -> str | None:
    """The line that introduces the one at `start`, with a colon or as a title, and nothing but list items between."""
    above = text[max(0, start - _LOOKED_AT) : start].split("\n")
    if len(above) == 1 or not _is_marks(above.pop()):
        return None
    while above and (_LISTED.match(above[-1]) or not above[-1].strip()):
        above.pop()
    line = above[-1].strip() if above else ""
    is_title = 0 < len(line.split()) <= _LONGEST_TITLE and not line.endswith((".", "!", "?", ","))
    return line if line.endswith(":") or is_title else None


def _leads(claim: Claim, rows: Sequence[StoredEvidence], grounds: Grounds) -> Iterator[str]:
    """What stands above the words that it quotes and says of whom they are: a page's title, a line, a message."""
    for item, row in zip(claim.evidence, rows, strict=True):
        if row.event.kind == "page" and row.event.title:
            yield row.event.title
        if lead := lead_in(row.event.text, item.start) or grounds.led_in_by.get(row.event.event_id):
            yield lead


def _doubts_beside(claim: Claim, rows: Sequence[StoredEvidence], frame: Frame) -> Iterator[str]:
    """Where the sentence before or behind what it quotes, in its line, tells of another client."""
    for item, row in zip(claim.evidence, rows, strict=True):
        text = row.event.text
        before = sentences_of(text[max(0, item.start - _LOOKED_AT) : item.start].rpartition("\n")[2])
        behind = sentences_of(text[item.end : item.end + _LOOKED_AT].partition("\n")[0])
        for words in (*before[-1:], *behind[:1]):
            if named_client(words, frame) or words_on_other_clients(words):
                yield f"beside it stands “{first_words(words)}”: is it of another client?"
                return


def _texts(claim: Claim, rows: Sequence[StoredEvidence], grounds: Grounds) -> Iterator[tuple[str, bool, bool]]:
    """Each text, and whether it is ours or the client's alone: of the claim, of what it quotes, what that stands below,
    and of titles."""
    sides = [_side(row.event, grounds.frame) for row in rows]
    yield claim.text, all(us for us, _ in sides), all(theirs for _, theirs in sides)
    for item, row, side in zip(claim.evidence, rows, sides, strict=True):
        yield item.quote, *side
        if lead := lead_in(row.event.text, item.start) or grounds.led_in_by.get(row.event.event_id):
            yield lead, *side
        if row.event.title:
            yield row.event.title, False, False


def _side(event: Event, frame: Frame) -> tuple[bool, bool]:
    return event.author_is_us, not event.author_is_us and event.author_client_id == frame.client_id


def _is_marks(text: str) -> bool:
    """What stands before a line's first word: nothing, or a bullet or number."""
    return _LISTED.match(text + "x") is not None or not text.strip()
