"""Who invites to an event and who is invited: every address that its ORGANIZER and ATTENDEE lines write.

Whose answer counts, and what an address of another client means, is the context's and the brief's matter.
Format: RFC 5545 3.3.3 (cal-address), 3.2 (CN, SENT-BY, DELEGATED-TO, MEMBER), RFC 7986 6.2 (EMAIL), RFC 9073 7.1
(PARTICIPANT).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from typing import Any, NotRequired, TypedDict
from urllib.parse import unquote

from icalendar import Event, vCalAddress

_SCHEME = re.compile(r"^\s*<?\s*(?:mailto|smtp|sip|xmpp|acct)\s*:\s*", re.IGNORECASE)
# Of `"dana@acme.example"@other.example` the last domain is the address's.
_ADDRESS = re.compile(r"[^\s<>,;:?&=\"'()\[\]@]{1,64}+@[^\s<>,;:?&=\"'()\[\]@]++(?![\"']?@)")
_NOBODY = "unknown"
RESPONSE_COMMENT = "X-RESPONSE-COMMENT"  # of an ATTENDEE: a note left with the answer, as Google writes it
_PEOPLE_TOO = re.compile(r"CONTACT|X-[\w-]*(?:ATTENDEES?|SENDER|INVITEES?|GUESTS?)", re.IGNORECASE)


class Invited(TypedDict):
    """email: as the line's value has it, else a parameter; an organizer without any keeps what is written instead.
    partstat: in lower case. other_address_of: whose further address it is. is_owner: the calendar is theirs.
    is_sender: it sent the event in the organizer's name."""

    name: str | None
    email: str
    partstat: str
    other_address_of: NotRequired[str]
    is_owner: NotRequired[bool]
    is_sender: NotRequired[bool]


def people_of(event: Event, owner: str = "") -> dict[str, Any]:
    """{organizer: Invited or None, attendees: [Invited]}, each further address an attendee of its own.

    owner: the address whose calendar it is, where the calendar goes by one.

    Several organizers are nobody: which of them invites is not known, and anybody can write one more.
    """
    organizers = [_with_sender(_person(line, owner), line) for line in listed(event.get("ORGANIZER"))]
    organizer = organizers[0][0] if organizers else None
    others = [person for people in organizers for person in people[1:]]
    if organizer is not None and len(emails := sorted({people[0]["email"] for people in organizers})) > 1:
        others += [{**people[0], "other_address_of": _NOBODY} for people in organizers]
        organizer = {**organizer, "email": " ".join(emails)}
    participants = [part.get("CALENDAR-ADDRESS") for part in event.subcomponents if part.name == "PARTICIPANT"]
    written = [*listed(event.get("ATTENDEE")), *(line for lines in participants for line in listed(lines))]
    attendees = [person for line in written for person in _person(line, owner) if "@" in person["email"]]
    for name, value in event.property_items(recursive=False):
        for email in _addresses(str(value)) if _PEOPLE_TOO.fullmatch(name) else ():
            others.append(Invited(name=None, email=email, partstat="needs-action", other_address_of=_NOBODY))
            if name.upper().endswith("SENDER"):
                others[-1]["is_sender"] = True
    return {"organizer": organizer, "attendees": [*attendees, *others]}


def listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [] if value is None else [value]


def _person(line: Any, owner: str) -> list[Invited]:
    """Whom a line names, first by the address that stands for them, then by each further one."""
    params = line.params if isinstance(line, vCalAddress) else {}
    value = _without_scheme(str(line))
    further = list(_addresses(value, *_written(params)))
    email = value if "@" in value else next(iter(further), value or _NOBODY)
    name = str(params.get("CN") or "").strip()
    person = Invited(
        name=None if _ADDRESS.search(unicodedata.normalize("NFKC", name)) else name or None,
        email=email,
        partstat=str(params.get("PARTSTAT") or "NEEDS-ACTION").lower(),
    )
    if email == owner:
        person["is_owner"] = True
    return [
        person,
        *(
            Invited(name=None, email=other, partstat=person["partstat"], other_address_of=email)
            for other in further
            if other != email
        ),
    ]


def _with_sender(people: list[Invited], line: Any) -> list[Invited]:
    """Whom an organizer's line names, with a mark at the address that sent it for them."""
    sent_by = set(_addresses(*(str(value) for value in listed(getattr(line, "params", {}).get("SENT-BY")))))
    return [{**person, "is_sender": True} if person["email"] in sent_by else person for person in people]


def _without_scheme(value: str) -> str:
    value = _SCHEME.sub("", unicodedata.normalize("NFKC", value)).strip().strip("<>").strip().lower()
    value = value if "@" in value else unquote(value)
    return value if value.startswith('"') else value.partition("?")[0] or value


def _written(params: Any) -> Iterator[str]:
    """What the parameters say, those that hold addresses first."""
    first = ("EMAIL", "CN")
    for name in (*first, *(name for name in params if str(name).upper() not in first)):
        for value in listed(params.get(name)):
            yield str(value)


def _addresses(*texts: str) -> Iterator[str]:
    """Each address once, in lower case."""
    seen: set[str] = set()
    for text in texts:
        plain = unicodedata.normalize("NFKC", text)
        for address in _ADDRESS.findall(plain if "@" in plain else unquote(plain)):
            email = address.lower().rstrip(".")
            if email not in seen:
                seen.add(email)
                yield email
