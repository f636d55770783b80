"""What the calendar parts of the week's mails say of a meeting that the calendar holds, by its id.

They prove nothing, since anybody can send one; so they only leave a meeting in doubt, or take such a doubt back. What a
part holds is `sources.gmail.invitations`, what mails' subjects say `english.invitations`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any, Literal

from yarnnn_pipelines.deliverables.week.client_week import Event

_SLOT = re.compile(r":(\d{8}(?:T\d{6}Z)?)$")
_STAYS_AWAY = ("DECLINED", "TENTATIVE", "DELEGATED")


def series_of(event_id: str) -> str:
    """A calendar event's id without which one of its series it is."""
    return _SLOT.sub("", event_id)


def series_named(mail: Event) -> set[str]:
    """The ids, as of `series_of`, of the meetings that its calendar parts speak of."""
    return {_series(invitation) for invitation in mail.fields.get("invitations") or ()}


def said_by_invitations(mail: Event, meeting: Event) -> Literal["asked", "accepted"] | None:
    """ "asked": whether it takes place then; "accepted": whoever sent it says that it does."""
    said = [_said(invitation, meeting) for invitation in _of(mail, meeting)]
    return "asked" if "asked" in said else next(filter(None, said), None)


def _of(mail: Event, meeting: Event) -> Iterator[Mapping[str, Any]]:
    slot = match[1] if (match := _SLOT.search(meeting.event_id)) else ""
    for invitation in mail.fields.get("invitations") or ():
        if _series(invitation) == series_of(meeting.event_id) and slot.startswith(invitation["slot"] or ""):
            yield invitation


def _series(invitation: Mapping[str, Any]) -> str:
    return f"calendar:{invitation['uid']}"


def _said(invitation: Mapping[str, Any], meeting: Event) -> Literal["asked", "accepted"] | None:
    match invitation["method"]:
        case "CANCEL" | "COUNTER":
            return "asked"
        case "REPLY":
            if invitation["partstat"] in _STAYS_AWAY:
                return "asked"
            return "accepted" if invitation["partstat"] == "ACCEPTED" else None
    is_one_of_a_series = meeting.fields.get("is_series") and not invitation["slot"]
    if is_one_of_a_series or invitation["starts_at"] is None:
        return None
    return "accepted" if datetime.fromisoformat(invitation["starts_at"]) == meeting.occurred_at else "asked"
