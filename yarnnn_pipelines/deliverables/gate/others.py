"""What a claim tells of other clients: by a name, which it never may, or by words that may speak of one of them.

What names another client is `week.other_clients`, which words may mean one `english.unnamed_clients`; whose people an
author is one of is `senders`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from yarnnn_pipelines.deliverables.claims import Claim, Failure
from yarnnn_pipelines.deliverables.gate.grounds import Grounds
from yarnnn_pipelines.deliverables.slots.frame import Frame
from yarnnn_pipelines.deliverables.week.client_week import Event, StoredEvidence
from yarnnn_pipelines.english.unnamed_clients import gives_a_sum_or_share, words_that_may_be_on_others


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
    """The supported claim, with a doubt where it or what it rests on may speak of another client or its people;
    withheld where that comes with a sum or a share. rows: of its evidence."""
    frame = grounds.frame
    found = (
        (words_that_may_be_on_others(text, by_us=us, by_client=theirs), text)
        for text, us, theirs in _texts(claim, rows, frame)
    )
    words, text = next(((words, text) for words, text in found if words), (None, ""))
    if words and (gives_a_sum_or_share(text) or gives_a_sum_or_share(claim.text)):
        return claim.judged("sensitive", f"it may tell how much another client of ours pays or gets ({words!r})")
    if words:
        claim = claim.doubted(f"“{words}” may be another client, of whom {frame.client_name} must learn nothing")
    if person := frame.other_clients.perhaps_in(claim.text, grounds.own_words):
        claim = claim.doubted(f"“{person[0]}” may be {person[1]}, who is known from another client alone")
    return claim


def _texts(claim: Claim, rows: Sequence[StoredEvidence], frame: Frame) -> Iterator[tuple[str, bool, bool]]:
    """Each text, and whether it is ours or the client's alone: of the claim, of what it quotes, and of titles."""
    sides = [_side(row.event, frame) for row in rows]
    yield claim.text, all(us for us, _ in sides), all(theirs for _, theirs in sides)
    for item, row, side in zip(claim.evidence, rows, sides, strict=True):
        yield item.quote, *side
        if row.event.title:
            yield row.event.title, False, False


def _side(event: Event, frame: Frame) -> tuple[bool, bool]:
    return event.author_is_us, not event.author_is_us and event.author_client_id == frame.client_id
