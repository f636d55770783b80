"""Whose words a source holds, where its author may be none of ours or of the client's.

Whether a mail was sent by the domain that it names is `mails`.
"""

from __future__ import annotations

from yarnnn_pipelines.deliverables.slots.frame import Frame
from yarnnn_pipelines.deliverables.week.client_week import Event, StoredEvidence


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
    if _is_of_either_side(event, client_id) or event.kind not in ("mail", "message"):
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


def third_partys_mail(event: Event, client_id: str, frame: Frame) -> str | None:
    """Why a mail of neither side proves nothing by itself: nobody knows its address."""
    if event.kind != "mail" or _is_of_either_side(event, client_id):
        return None
    who = " ".join((event.author_name or "its sender").split())
    return f"its address is neither ours nor one of {frame.client_name}'s; ask {who} whether they wrote it"


def _is_of_either_side(event: Event, client_id: str) -> bool:
    return event.author_is_us or event.author_client_id == client_id
