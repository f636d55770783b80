"""What a claim tells of other clients: by a name, which it never may, or by words that may speak of one of them.

What names another client is `week.other_clients`, which words may mean one `english.unnamed_clients`; whose people an
author is one of is `senders`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from urllib.parse import unquote

from yarnnn_pipelines.deliverables.claims import Claim, Evidence, Failure
from yarnnn_pipelines.deliverables.gate.broken_words import words_over_lines
from yarnnn_pipelines.deliverables.gate.grounds import Grounds
from yarnnn_pipelines.deliverables.gate.reasons import first_words
from yarnnn_pipelines.deliverables.slots.frame import Frame
from yarnnn_pipelines.deliverables.week.client_week import Event, StoredEvidence
from yarnnn_pipelines.english.identifiers import led_to
from yarnnn_pipelines.english.sentences import sentences_of
from yarnnn_pipelines.english.unnamed_clients import (
    gives_a_sum_or_share,
    words_on_other_clients,
    words_that_may_be_on_others,
)

_LOOKED_AT = 600  # characters before and behind a quote
_LONGEST_TITLE = 5  # words of a line that introduces without a colon
_LISTED = re.compile(r"\s*(?:[-–—*•▪◦·‣>]|\d{1,2}[.)]|:\w+:|\[[ xX]?\])\s+\S")

_SIGNS_OF_FILE_NAMES = re.compile(r"_|(?<=[a-z])(?=[A-Z])|(?<=\w)\.(?=\w{1,5}$)")  # "beta_corp", "BetaCorp", ".pdf"
_SIGNS_OF_ADDRESSES = re.compile(r"[\W_]+|(?<=[a-z])(?=[A-Z])")
_LABELLED = re.compile(r"\[(?P<words>.*)\]\((?P<address>.*)\)", re.DOTALL)


def named_client(text: str, frame: Frame) -> str | None:
    """What in the text tells of another client."""
    return frame.other_clients.named_in(text, frame.own_names)


def named_over_lines(item: Evidence, text: str, frame: Frame) -> str | None:
    """Another client that is named only by what is quoted together with the next word above or below it."""
    if named_client(item.quote, frame):
        return None
    return next(
        filter(None, (named_client(words, frame) for words in words_over_lines(text, item.start, item.end))), None
    )


def named_in_what_is_attached(event: Event, frame: Frame) -> str | None:
    """Another client that the name of a file names, or what else is shown below a message's text."""
    attached = (_SIGNS_OF_FILE_NAMES.sub(" ", words) for words in event.fields.get("attached") or ())
    return next((name for words in attached if (name := named_client(words, frame))), None)


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
    leads = [_lead_of(item, row, grounds) for item, row in zip(claim.evidence, rows, strict=True)]
    titles = [row.event.title for row in rows if row.event.kind == "page" and row.event.title]
    for lead in [*titles, *filter(None, leads)]:
        if name := named_client(lead, frame):
            return claim.judged("other_client", f"it stands below “{first_words(lead)}”, which names {name}")
        if words := words_on_other_clients(lead):
            return claim.judged("sensitive", f"it stands below words on a client who is not its reader ({words!r})")
    for text, us, theirs in _texts(claim, rows, leads, frame):
        if words := words_that_may_be_on_others(text, by_us=us, by_client=theirs):
            if gives_a_sum_or_share(text) or gives_a_sum_or_share(claim.text):
                return claim.judged(
                    "sensitive", f"it may tell how much another client of ours pays or gets ({words!r})"
                )
            claim = claim.doubted(f"“{words}” may be another client, of whom {frame.client_name} must learn nothing")
            break
    quotes = [item.quote for item in claim.evidence]
    for text in filter(None, [claim.text, *quotes, *leads, *(row.event.title for row in rows)]):
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


def _lead_of(item: Evidence, row: StoredEvidence, grounds: Grounds) -> str | None:
    """The line, or the message, above the quoted words that says of whom they are."""
    return lead_in(row.event.text, item.start) or grounds.led_in_by.get(row.event.event_id)


def _doubts_beside(claim: Claim, rows: Sequence[StoredEvidence], frame: Frame) -> Iterator[str]:
    """Where what it quotes, or the sentence before or behind that in its line or paragraph, tells of another client."""
    for item, row in zip(claim.evidence, rows, strict=True):
        if name := named_client(item.quote, frame):
            yield f"what it quotes names {name}: “{first_words(item.quote)}”; is it of this client?"
            return
        for words in _beside(item, row.event.text):
            if named_client(words, frame) or words_on_other_clients(words):
                yield f"beside it stands “{first_words(words)}”: is it of another client?"
                return
        if behind := _named_behind(item, row.event, frame):
            yield behind
            return


def _named_behind(item: Evidence, event: Event, frame: Frame) -> str | None:
    """Another client in what the text leaves out: where a link leads that stands in what is quoted or right beside it,
    and what its author struck out."""
    near = _bare("\n".join([item.quote, *_beside(item, event.text)]))
    for link in event.fields.get("led_to") or ():
        labelled = _LABELLED.fullmatch(link)
        if labelled is None or _bare(labelled["words"]) not in near:
            continue
        address = unquote(led_to(labelled["address"]))
        if name := named_client(address, frame) or named_client(_SIGNS_OF_ADDRESSES.sub(" ", address), frame):
            return f"its link “{first_words(labelled['words'])}” leads to what names {name}: is it of another client?"
    for words in event.fields.get("struck") or ():
        if name := named_client(words, frame):
            return f"its author struck out words that name {name}: is it of another client?"
    return None


def _bare(words: str) -> str:
    return re.sub(r"[\W_]+", "", words).casefold()


def _beside(item: Evidence, text: str) -> Iterator[str]:
    """The sentences right before and behind what is quoted, of a list those of its own line."""
    before, behind = text[max(0, item.start - _LOOKED_AT) : item.start], text[item.end : item.end + _LOOKED_AT]
    above, _, opening = before.rpartition("\n")
    ending, _, below = behind.partition("\n")
    yield from sentences_of(opening)[-1:]
    yield from sentences_of(ending)[:1]
    if _LISTED.match(opening + item.quote):
        return
    if _is_marks(opening) and not _LISTED.match(above.rpartition("\n")[2]):
        yield from sentences_of(above)[-1:]
    if not any(character.isalnum() for character in ending) and not _LISTED.match(below):
        yield from sentences_of(below)[:1]


def _texts(
    claim: Claim, rows: Sequence[StoredEvidence], leads: Sequence[str | None], frame: Frame
) -> Iterator[tuple[str, bool, bool]]:
    """Each text, and whether it is ours or the client's alone: of the claim, of what it quotes, what that stands below,
    and of titles. leads: what each source stands below."""
    sides = [_side(row.event, frame) for row in rows]
    yield claim.text, all(us for us, _ in sides), all(theirs for _, theirs in sides)
    for item, row, lead, side in zip(claim.evidence, rows, leads, sides, strict=True):
        yield item.quote, *side
        if lead:
            yield lead, *side
        if row.event.title:
            yield row.event.title, False, False


def _side(event: Event, frame: Frame) -> tuple[bool, bool]:
    return event.author_is_us, not event.author_is_us and event.author_client_id == frame.client_id


def _is_marks(text: str) -> bool:
    """What stands before the quoted words in their line: nothing, or its bullet or number, with what follows that."""
    return _LISTED.match(text + "x") is not None or not text.strip()
