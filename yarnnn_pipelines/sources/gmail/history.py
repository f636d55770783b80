"""What Gmail's records of history say of single mails, and what is to be done about each of them.

Asking for history and for mails is `live`'s work; so is what a label means for landing. Records:
https://developers.google.com/workspace/gmail/api/reference/rest/v1/users.history/list#History
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from yarnnn_pipelines.sources.shared.answers import objects, texts

_KINDS = ("messagesAdded", "messagesDeleted", "labelsAdded", "labelsRemoved")

# A mail with one of these is none that was sent or received, or is unwanted: it does not land.
HIDDEN = frozenset(["DRAFT", "SPAM", "TRASH", "CHAT"])


@dataclass
class Change:
    """What some records, in their order, say of one mail.

    was_wanted: it had a configured label and was not hidden. gone: deleted for good. hidden_by: labels of `HIDDEN` that
    it got and kept. unclear: what it is now can't be told from the records alone. restated: a label whose name means
    drafts, spam or trash came or went.
    """

    was_wanted: bool = False
    gone: bool = False
    hidden_by: set[str] = field(default_factory=set)
    unclear: bool = False
    restated: bool = False


def changes_of(
    records: Iterable[Mapping[str, Any]], wants: Callable[[Collection[str]], bool], meaningful: Collection[str]
) -> dict[str, Change]:
    """{id of a mail: what the records say of it}.

    wants: whether label ids hold a configured one; meaningful: ids of labels whose names mean drafts, spam or trash.
    Whether a record's `labelIds` of a message are those of then or of now the reference leaves open, and it may leave
    them out: so they may prove that a mail is to be looked at, never that it isn't.
    """
    changes: dict[str, Change] = {}
    for record in records:
        for added in record.get("messagesAdded", ()):
            change = _change(changes, added)
            labels = added["message"].get("labelIds")
            change.unclear = change.unclear or labels is None
            change.hidden_by |= HIDDEN & set(labels or ())
        for removed in record.get("labelsRemoved", ()):
            change, labels = _change(changes, removed), removed.get("labelIds", ())
            change.unclear = change.unclear or bool(HIDDEN & set(labels))
            change.hidden_by -= set(labels)
            change.was_wanted = change.was_wanted or wants(labels)
            change.restated = change.restated or any(label in meaningful for label in labels)
        for added in record.get("labelsAdded", ()):
            change, labels = _change(changes, added), added.get("labelIds", ())
            change.hidden_by |= HIDDEN & set(labels)
            change.was_wanted = change.was_wanted or wants(labels)
            change.restated = change.restated or any(label in meaningful for label in labels)
        for deleted in record.get("messagesDeleted", ()):
            _change(changes, deleted).gone = True
        for message in _messages(record):
            labels = message.get("labelIds", ())
            if wants(labels) and not HIDDEN & set(labels):
                changes[message["id"]].was_wanted = True
    return changes


def usable(records: Iterable[Any]) -> tuple[list[dict[str, Any]], int]:
    """(records as `changes_of` takes them, how many parts were left out because they name no mail)."""
    kept: list[dict[str, Any]] = []
    left_out = 0
    for record in records:
        if not isinstance(record, dict):
            left_out += 1
            continue
        clean: dict[str, Any] = {"id": record.get("id")}
        for kind in _KINDS:
            entries = record.get(kind) or ()
            good = [_entry(entry) for entry in objects(entries) if _names_a_mail(entry)]
            left_out += len(entries) - len(good) if isinstance(entries, list) else bool(entries)
            clean[kind] = good
        kept.append(clean)
    return kept, left_out


def _names_a_mail(entry: Mapping[str, Any]) -> bool:
    message = entry.get("message")
    return isinstance(message, dict) and isinstance(message.get("id"), str) and bool(message["id"])


def _entry(entry: Mapping[str, Any]) -> dict[str, Any]:
    """With labels as texts; a mail of which none are told has none in its record."""
    message = {"id": entry["message"]["id"]}
    if (labels := entry["message"].get("labelIds")) is not None:
        message["labelIds"] = texts(labels)
    return {"message": message, "labelIds": texts(entry.get("labelIds"))}


def _change(changes: dict[str, Change], entry: Mapping[str, Any]) -> Change:
    return changes.setdefault(entry["message"]["id"], Change())


def _messages(record: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    for kind in _KINDS:
        yield from (entry["message"] for entry in record.get(kind, ()))


def to_do(changes: Mapping[str, Change], is_deleted: Mapping[str, bool]) -> tuple[dict[str, bool], list[str]]:
    """({mails to get: whether they were wanted}, landed mails that are gone).

    is_deleted: of those of the mails that ever landed, whether what landed last is a tombstone. A landed mail that was
    read, starred or archived is neither.
    """
    changed: dict[str, bool] = {}
    gone: list[str] = []
    for mail, change in changes.items():
        landed = is_deleted.get(mail) is False
        if change.gone or change.hidden_by:
            gone += [mail] if landed else []
        elif change.unclear or (change.restated if landed else change.was_wanted):
            changed[mail] = change.was_wanted
    return changed, gone
