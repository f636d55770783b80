"""Whose words a source holds, where its author may be none of ours or of the client's.

Whether a mail was sent by the domain that it names is `mails`.
"""

from __future__ import annotations

import re
from collections.abc import Collection

from yarnnn_pipelines.config.deliverable_types import CandidateKind
from yarnnn_pipelines.deliverables.slots.frame import Frame
from yarnnn_pipelines.deliverables.week.client_week import Event, StoredEvidence

# What counts by whoever says it, and not by what happened.
_ONES_OWN: Collection[CandidateKind] = ("decision", "change", "commitment", "promise_to_us", "risk", "goal")
_OF_ONES_SIDE = re.compile(
    r"\b(?:we|our|ours|us|ourselves|let['’]s|wir|uns|unser(?:e[mnrs]?)?|nous|notre|nos|nosotros|nuestr[oa]s?|nós|noss[oa]s?"
    r"|ons|onze)\b",
    re.IGNORECASE,
)


def author_of_another(evidence: StoredEvidence, client_id: str, frame: Frame) -> str | None:
    """Whose people the author is one of, if not ours or this client's: by address, or by a full name that is known."""
    event = evidence.event
    if event.author_is_us or event.author_client_id == client_id:
        return None
    if event.author_client_id is not None:
        return f"one of {event.author_client_id}'s people"
    name = event.author_name and frame.other_clients.named_in(event.author_name, frame.own_names)
    return f"{event.author_name}, who belongs to another client" if name else None


def borrowed_name(event: Event, client_id: str, frame: Frame) -> str | None:
    """Why the words of a stranger who bears the name of one of ours or the client's may not stand. A mail is its
    address's, whatever name it bears; chat has accounts, and a text calls people by their first names.
    """
    if is_of_either_side(event, client_id) or event.kind not in ("mail", "message"):
        return None
    name = event.author_name or "its sender"
    first = name.split()[0].casefold() if name.strip() else ""
    if first not in {known.casefold() for known in frame.names}:
        return None
    what = "address" if event.kind == "mail" else "account"
    shows = f"is neither ours nor one of {frame.client_name}'s"
    if event.kind == "message":
        shows = f"has no address that shows it to be one of ours or of {frame.client_name}'s"
    return f"its {what} {shows}; ask {name} {'whether they wrote it' if event.kind == 'mail' else 'who they are'}"


def third_partys_word(event: Event, told: CandidateKind | None, quote: str, client_id: str, frame: Frame) -> str | None:
    """Why words of neither side prove nothing by themselves: of a mail nobody knows the address; in chat and below a
    page nobody knows whose decision, promise, fear or goal it is, or who "we" are. told: as what the quote is told."""
    if is_of_either_side(event, client_id):
        return None
    if event.kind == "mail":
        who = " ".join((event.author_name or "its sender").split())
        return f"its address is neither ours nor one of {frame.client_name}'s; ask {who} whether they wrote it"
    if event.kind not in ("message", "comment") or (told not in _ONES_OWN and not _OF_ONES_SIDE.search(quote)):
        return None
    who = " ".join((event.author_name or "its author").split())
    return f"nobody knows for whom {who} speaks: the account is neither ours nor one of {frame.client_name}'s"


def is_of_either_side(event: Event, client_id: str) -> bool:
    return event.author_is_us or event.author_client_id == client_id
