"""The turns around what a version says, kept with it, so that a reviewer sees each sentence in its conversation without
the warehouse being opened. Who took a turn for whom is `context`'s; what is shown of it the page's."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from yarnnn_pipelines.context.conversations import conversations
from yarnnn_pipelines.context.turns import WITHOUT_TURNS
from yarnnn_pipelines.core.visible import visible
from yarnnn_pipelines.deliverables.week.client_week import SUBJECT, Event

TurnRow = dict[str, Any]  # a turn as JSON; see `turns_around`

BEFORE, AFTER = 3, 4  # turns that are kept on either side of one that is cited
LONGEST = 600  # characters of a turn


def turns_around(cited: Iterable[str], known: Sequence[Event], client_id: str, time_zone: str) -> list[TurnRow]:
    """Of each conversation that one of the cited events stands in, the turns around it, in order.

    A turn: {"conversation": its number, "event_id", "at": ISO 8601 on the agency's clock, "platform", "author",
    "side": us, client or other, "audience", "text", "permalink"}. A page and a meeting have none.
    """
    wanted = set(cited)
    said = [event for event in known if event.kind not in (*WITHOUT_TURNS, SUBJECT)]
    rows: list[TurnRow] = []
    number = 0
    for conversation in conversations(said, client_id):
        places = [place for place, event in enumerate(conversation.events) if event.event_id in wanted]
        kept = {near for place in places for near in range(place - BEFORE, place + AFTER + 1)}
        if not kept or len(conversation.events) == 1:
            continue
        number += 1
        rows += [
            _row(event, number, client_id, ZoneInfo(time_zone))
            for place, event in enumerate(conversation.events)
            if place in kept
        ]
    return rows


def _row(event: Event, conversation: int, client_id: str, zone: ZoneInfo) -> TurnRow:
    text = visible(event.text)
    at: datetime = event.occurred_at.astimezone(zone)
    side = "us" if event.author_is_us else "client" if event.author_client_id == client_id else "other"
    return {
        "conversation": conversation,
        "event_id": event.event_id,
        "at": at.isoformat(),
        "platform": event.platform,
        "author": event.author_name,
        "side": side,
        "audience": event.audience,
        "text": text if len(text) <= LONGEST else text[:LONGEST].rsplit(" ", 1)[0] + " …",
        "permalink": event.permalink,
    }
