"""What must not come back: keyed hashes of forgotten people, items and clients, and how anything is held against them.

The contract between landing, which drops and redacts what it observes, and `forget`, which does the same to what is
stored already. Only matching belongs here: where the hashes are kept is supervision's, what is deleted is each room's.

No word can be read off the list. Whoever has the list and its key can test a guess, as landing itself does with
everything that it observes.
"""

from __future__ import annotations

import hmac
import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, fields
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import orjson

from yarnnn_pipelines.sources.registry import is_everybodys, with_parties

if TYPE_CHECKING:
    import pyarrow as pa

REMOVED = "[removed]"

_ADDRESS = re.compile(r"[\w.+-]+(?:@|%40)[\w-]+(?:\.[\w-]+)+")
_WORD = re.compile(r"(?:[^\W_]|[\u0300-\u036f])+")
_BETWEEN = re.compile(r"[\s'’.\-]{1,3}")
_ACCOUNT = re.compile(r"[A-Z][A-Z0-9]{6,}")  # Slack's ids of users, wherever they stand
_FOLD = re.compile(r"\r?\n[ \t]")  # RFC 5545, 3.1: a long line goes on after a blank
_PARTIES = ("from", "to", "cc", "bcc", "organizer", "attendees")
_WHO = ("email", "user", "user_id", "author_id", "id")  # the fields by which an object in a payload is somebody
_DOMAINS = "other_domains"  # of a mail's headers, without an address
_WRITERS_DOMAINS = ("writers_domains", "answered_domains")  # likewise, of a mail that is not its sender's for them
_CACHE = 200_000


@dataclass(frozen=True)
class Marks:
    """Keyed hashes, as they are stored.

    items, authors, containers: what has such an `item_id`, `author_id` or `container_id` is dropped.
    party_addresses, party_domains: a mail or meeting in which one of these takes part is dropped.
    addresses, domains, names, accounts: replaced by "[removed]" in what stays. A name of one word is a name only
    behind an @.
    clients: whose people forgotten addresses are, `<hash>:<client id>`: a mail that two clients were sent stays theirs.
    """

    items: frozenset[str] = frozenset()
    authors: frozenset[str] = frozenset()
    containers: frozenset[str] = frozenset()
    party_addresses: frozenset[str] = frozenset()
    party_domains: frozenset[str] = frozenset()
    addresses: frozenset[str] = frozenset()
    domains: frozenset[str] = frozenset()
    names: frozenset[str] = frozenset()  # `<number of words>:<hash>`
    accounts: frozenset[str] = frozenset()
    clients: frozenset[str] = frozenset()

    def __or__(self, other: Marks) -> Marks:
        return Marks(*(getattr(self, one.name) | getattr(other, one.name) for one in fields(self)))

    def __bool__(self) -> bool:
        return any(getattr(self, one.name) for one in fields(self))

    def as_json(self) -> dict[str, list[str]]:
        return {one.name: sorted(getattr(self, one.name)) for one in fields(self)}

    @classmethod
    def from_json(cls, stored: Mapping[str, Iterable[str]]) -> Marks:
        return cls(**{name: frozenset(values) for name, values in stored.items()})


class Marker:
    """Makes marks with an agency's key."""

    def __init__(self, key: bytes) -> None:
        self._key = key

    def __call__(self, value: str) -> str:
        return hmac.digest(self._key, value.encode(), "sha256")[:12].hex()

    def all(self, values: Iterable[str]) -> frozenset[str]:
        return frozenset(map(self, values))

    def names(self, names: Iterable[str]) -> frozenset[str]:
        found = set()
        for name in names:
            if words := words_of(name):
                found.add(f"{len(words)}:{self(' '.join(words))}")
        return frozenset(found)


def words_of(name: str) -> list[str]:
    """A name's words as they are compared: without case, punctuation and Unicode's different forms."""
    return [_folded(word) for word in _WORD.findall(name)]


def _folded(word: str) -> str:
    return unicodedata.normalize("NFC", word).casefold()


@dataclass
class Forgotten:
    """The marks of everything that was forgotten, and the key that they were made with."""

    key: bytes = b""
    marks: Marks = field(default_factory=Marks)

    def __post_init__(self) -> None:
        self._mark = Marker(self.key)
        self._known: dict[str, str] = {}
        owners = (owner.partition(":") for owner in sorted(self.marks.clients))
        self._client_of = {address: client_id for address, _, client_id in owners}
        self._lengths = sorted({int(name.partition(":")[0]) for name in self.marks.names}, reverse=True)

    def __bool__(self) -> bool:
        return bool(self.marks)

    # --- rows --------------------------------------------------------------------------------------------------------

    def keeps(self, observed: pa.Table) -> pa.Table:
        """The rows of `OBSERVED` or `ITEM_VERSION` columns that may land, with forgotten people redacted.

        Versions stay what they were, so comparing with what is known is not disturbed. Nothing forgotten: the table
        itself.
        """
        if not self.marks or not len(observed):
            return observed
        import pyarrow as pa

        kept = [position for position, row in enumerate(observed.to_pylist()) if not self.drops(row)]
        table = observed.take(pa.array(kept, pa.int64())) if len(kept) < len(observed) else observed
        for name, redact in self.redactions.items():
            before = table[name].to_pylist()
            after = [redact(value) if value else value for value in before]
            if after != before:
                position = table.schema.get_field_index(name)
                table = table.set_column(position, table.schema.field(position), pa.array(after, pa.string()))
        return table

    @property
    def redactions(self) -> dict[str, Callable[[str], str | None]]:
        """How each column of an item that stays is redacted."""
        return {
            "container_id": self.text,
            "author_id": self._author,
            "text": self.text,
            "permalink": self.text,
            "payload": self.payload,
        }

    def drops(self, row: Mapping[str, Any]) -> bool:
        """Whether an item version goes whole."""
        marks, item_id, author = self.marks, row["item_id"], row["author_id"]
        if marks.items and self._hash(item_id) in marks.items:
            return True
        if marks.containers and row["container_id"] and self._hash(row["container_id"]) in marks.containers:
            return True
        is_by_mark = marks.authors and author and self._hash(author) in marks.authors
        if is_by_mark and not is_everybodys(item_id, author):
            return True
        if (marks.party_addresses or marks.party_domains) and item_id.startswith(with_parties()):
            return any(map(self._is_party, _addresses_in(row["payload"])))
        return False

    def _is_party(self, address: str) -> bool:
        return self._hash(address) in self.marks.party_addresses or self._of_domain(address, self.marks.party_domains)

    def _author(self, author: str) -> str | None:
        return None if self._hash(author) in self.marks.authors else author

    # --- words -------------------------------------------------------------------------------------------------------

    def text(self, text: str) -> str:
        """`text` with forgotten addresses, full names, @names and accounts replaced by "[removed]"."""
        marks = self.marks
        if (marks.addresses or marks.domains) and ("@" in text or "%40" in text):
            text = _ADDRESS.sub(self._address, text)
        if marks.accounts:
            text = _ACCOUNT.sub(lambda found: REMOVED if self._hash(found[0]) in marks.accounts else found[0], text)
        return self._without_names(text) if marks.names else text

    def holds(self, text: str) -> bool:
        return self.text(text) != text

    def json(self, value: Any) -> Any:
        """A JSON value redacted: in lists, objects that are a forgotten person (a recipient, somebody invited) go; of a
        client's person it stays whose they were."""
        if isinstance(value, str):
            return self.text(value)
        if isinstance(value, Mapping):
            return {self.text(str(key)): self._named(str(key), each) for key, each in value.items()}
        if isinstance(value, Sequence):
            left = [(each, self._without_somebody(each)) for each in value]
            kept = [one for each, one in left if one is not None or each is None]
            return [new for each in kept if (new := self.json(each)) != REMOVED or each == REMOVED]
        return value

    def payload(self, payload: str) -> str:
        """A payload's JSON redacted; what holds nothing stays byte for byte."""
        try:
            before = orjson.loads(payload)
        except orjson.JSONDecodeError:
            return self.text(payload)
        after = self.json(before)
        return payload if after == before else orjson.dumps(after).decode()

    def _named(self, key: str, value: Any) -> Any:
        if key == "ical" and isinstance(value, str):
            return self._calendar_lines(value)
        if key == _DOMAINS and isinstance(value, list):
            return [domain for domain in value if not self._is_domain(str(domain).lower())]
        if key in _WRITERS_DOMAINS and isinstance(value, list):
            return [REMOVED if self._is_domain(str(domain).lower()) else domain for domain in value]
        return self.json(value)

    def _calendar_lines(self, ical: str) -> str:
        """iCalendar's text without the lines of a forgotten attendee; untouched where nobody is found."""
        lines = re.split(r"\r?\n", _FOLD.sub("", ical))
        kept = [line for line in lines if not (line.upper().startswith("ATTENDEE") and self.holds(line))]
        redacted = [self.text(line) for line in kept]
        return ical if redacted == lines else "\r\n".join(redacted)

    def _without_somebody(self, value: Any) -> Any:
        """None for a forgotten person, or whose person it was and what they answered."""
        if not isinstance(value, Mapping) or "removed_of" in value or not self._is_somebody(value):
            return value
        client_id = self._client_of.get(self._hash(str(value.get("email") or "").strip().lower()))
        if client_id is None:
            return None
        answer = {"partstat": value["partstat"]} if "partstat" in value else {}
        return {"name": None, "email": REMOVED, "removed_of": client_id, **answer}

    def _is_somebody(self, value: Mapping[str, Any]) -> bool:
        for name in _WHO:
            who = value.get(name)
            if isinstance(who, str) and who and self.text(who) == REMOVED:
                return True
        return False

    def _address(self, found: re.Match[str]) -> str:
        written = found[0].replace("%40", "@").lower()
        for address in {written, written.strip("_.-")}:
            if self._hash(address) in self.marks.addresses or self._of_domain(address, self.marks.domains):
                return REMOVED
        return found[0]

    def _is_domain(self, domain: str) -> bool:
        return self._of_domain(domain, self.marks.domains | self.marks.party_domains)

    def _of_domain(self, address: str, domains: frozenset[str]) -> bool:
        if not domains:
            return False
        parts = address.rpartition("@")[2].split(".")
        return any(self._hash(".".join(parts[i:])) in domains for i in range(len(parts) - 1))

    def _without_names(self, text: str) -> str:
        if not (_BETWEEN.search(text) or "@" in text):
            return text
        words = [(found.start(), found.end(), _folded(found[0])) for found in _WORD.finditer(text)]
        pieces, done, i = [], 0, 0
        while i < len(words):
            count = next((n for n in self._lengths if self._is_name(text, words[i : i + n], n)), 0)
            if count:
                pieces += [text[done : words[i][0]], REMOVED]
                done = words[i + count - 1][1]
            i += count or 1
        return "".join([*pieces, text[done:]]) if pieces else text

    def _is_name(self, text: str, words: Sequence[tuple[int, int, str]], count: int) -> bool:
        if len(words) < count or (count == 1 and text[words[0][0] - 1 : words[0][0]] != "@"):
            return False
        for (_, end, _), (start, _, _) in pairwise(words):
            if not _BETWEEN.fullmatch(text, end, start):
                return False
        return f"{count}:{self._hash(' '.join(word for _, _, word in words))}" in self.marks.names

    def _hash(self, value: str) -> str:
        found = self._known.get(value)
        if found is None:
            if len(self._known) > _CACHE:
                self._known.clear()
            found = self._known[value] = self._mark(value)
        return found


def _addresses_in(payload: str | None) -> Iterable[str]:
    """The addresses of who took part in a mail or meeting, lower case."""
    try:
        known = orjson.loads(payload or "{}")
    except orjson.JSONDecodeError:
        return
    for name in _PARTIES:
        parties = known.get(name) or []
        for party in [parties] if isinstance(parties, Mapping) else parties:
            if isinstance(party, Mapping) and party.get("email"):
                yield str(party["email"]).strip().lower()
